"""Child processes of a frozen program, whose `sys.executable` is no interpreter."""

import os
import subprocess
import sys
from importlib import import_module

import numpy as np
import pytest

from simulator import child
from simulator.commands import desktop
from simulator.files import sandbox
from simulator.files.registry import Format
from simulator.files.sandbox import SandboxedFile
from tests.frozen import freeze
from tests.paths import ROOT
from tests.simulator.files.checkpoints.checkpoints import refusal
from tests.simulator.files.test_sandbox import BAD, LIMITED

pytestmark = [
    pytest.mark.apart,
    pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script"),
]


@pytest.fixture
def program(tmp_path, monkeypatch):
    return freeze(tmp_path, monkeypatch)


def test_the_sandbox_is_the_program_again(tmp_path, program, monkeypatch):
    started, real = [], subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda command, **how: started.append(command) or real(command, **how)
    )
    path, weights = tmp_path / "m.npz", np.arange(6.0, dtype="f4").reshape(2, 3)
    np.savez(path, a=weights)
    file = SandboxedFile(path, Format.NPZ_WEIGHTS.row)
    assert np.array_equal(file.read(["a"])["a"], weights)
    assert {tuple(command) for command in started} == {(str(program), "--serve", "sandbox")}


@pytest.mark.parametrize(
    ("what", "words"),
    [
        pytest.param("take", "it asks for more memory than such a file needs", marks=LIMITED),
        ("crash", "crashed"),
        ("refuse", "it is no good"),
    ],
)
def test_the_sandbox_has_its_limits_there(tmp_path, program, monkeypatch, what, words):
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    path = tmp_path / "bad.onnx"
    path.write_text(what)
    assert words in refusal(SandboxedFile, path, BAD)


def test_only_a_frozen_program_serves_and_only_what_is_known(program, monkeypatch):
    assert child.server_in(["--serve", "sandbox"]) == sandbox.__name__
    for arguments in ([], ["--serve"], ["--serve", "os"], ["x.npy"], ["--serve", "torch", "x.npy"]):
        assert child.server_in(arguments) is None
    monkeypatch.delattr(sys, "frozen")
    assert child.server_in(["--serve", "sandbox"]) is None


def test_every_server_can_be_asked_to_serve():
    assert all(callable(import_module(name).serve) for name in child.SERVERS.values())


def test_the_argument_is_in_no_help_and_refused_of_a_user(program):
    told = subprocess.run([program, "--help"], capture_output=True, text=True, check=True).stdout
    assert "--serve" not in told
    wrong = subprocess.run([program, "--serve"], capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)


def test_a_desktop_starts_the_frozen_program_itself(program):
    assert desktop.program() == [str(program)]


def test_a_mistake_of_ours_is_known_there_though_code_lies_in_no_folder():
    """A frozen program names its code `simulator/faults.py`, and that module's file elsewhere."""
    frozen = {"__name__": "simulator.faults", "__file__": "/program/simulator/faults.pyc"}
    source = (ROOT / "simulator" / "faults.py").read_text("utf-8")
    exec(compile(source, "simulator/faults.py", "exec"), frozen)
    for file, ours in (("simulator/network/x.py", True), ("numpy/x.py", False)):
        with pytest.raises(KeyError) as caught:
            exec(compile("{}[0]", file, "exec"), {})
        assert frozen["is_fault"](caught.value) is ours
