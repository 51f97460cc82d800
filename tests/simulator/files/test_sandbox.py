"""Reading in another process: equal answers, and an end to readers that would not end."""

import json
import os
import pickle
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from simulator.files import sandbox
from simulator.files.checkpoints import checkpoint
from simulator.files.errors import FileError
from simulator.files.registry import Format, recognise
from simulator.files.sandbox import SandboxedFile
from tests.needs_torch import torch
from tests.paths import ROOT
from tests.simulator.files.checkpoints.checkpoints import refusal, same_bits
from tests.simulator.files.checkpoints.keras.models import KerasLayer, save_keras
from tests.simulator.files.checkpoints.keras.models import weights as keras_weights
from tests.simulator.files.checkpoints.onnx.models import model, node, save, weights

if sys.platform != "win32":
    import resource

REFUSES_LIMITS = """
import resource

def refuse(kind, limits):
    raise ValueError("current limit exceeds maximum limit")

resource.setrlimit = refuse
"""
pytestmark = pytest.mark.apart

BAD = replace(Format.ONNX.row, reader="tests.simulator.files.bad_readers:BadReader")
LIMITED = pytest.mark.skipif(sys.platform != "linux", reason="limits are Linux's")


@pytest.fixture
def bad(tmp_path, monkeypatch):
    """Return a function that reads a file which misuses its reader."""
    monkeypatch.setattr(sandbox, "SECONDS", 1)

    def read(what):
        path = tmp_path / "bad.onnx"
        path.write_text(what)
        return path

    return read


PROGRAM = """
import pickle, sys
from simulator.files.registry import Format
from simulator.files.sandbox import SandboxedFile

answers = []
for path, format in pickle.load(sys.stdin.buffer):
    file = SandboxedFile(path, Format[format].row)
    names = [name for name, info in file.infos.items() if info.dtype.startswith("float")]
    answers.append((file.infos, file.notes, file.problems, file.read(names)))
loaded = {"onnx", "h5py", "torch", "google.protobuf"} & sys.modules.keys()
pickle.dump((answers, loaded), sys.stdout.buffer)
"""
"""Program that asks for all numbers of files."""


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    """Return for each of two formats a file and the answers on it, and what the asker loaded."""
    folder = tmp_path_factory.mktemp("there")
    layer = KerasLayer("memory", keras_weights(3, 4, 2, dtype="f8"), "Bidirectional")
    paths = {
        "ONNX": save(model([node()], weights(3, 5)), folder),
        "KERAS": save_keras([layer], folder),
    }
    asked = pickle.dumps([(str(path), format) for format, path in paths.items()])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=asked, cwd=ROOT, capture_output=True, check=True
    )
    answers, loaded = pickle.loads(done.stdout)
    return dict(zip(paths, zip(paths.values(), answers, strict=True), strict=True)), loaded


@pytest.mark.parametrize("format", ["ONNX", "KERAS"])
def test_answers_are_those_of_the_reader_itself(there, format):
    path, (*outline, theirs) = there[0][format]
    here = sandbox.open_here(path, Format[format].row)
    assert outline == [here.infos, here.notes, here.problems]
    assert theirs
    ours = here.read(theirs)
    assert list(ours) == list(theirs)
    assert all(same_bits(ours[name], theirs[name]) for name in theirs)


def test_neither_library_is_loaded_where_the_answer_comes(there):
    assert there[1] == set()


@pytest.mark.parametrize("form", ["zip", "legacy", "pickle"])
def test_numbers_that_lie_in_the_file_as_they_are_need_no_process(tmp_path, monkeypatch, form):
    path, wide = tmp_path / "x.ckpt", torch.arange(60, dtype=torch.float64).reshape(6, 10)
    tensors = {
        "whole": wide,
        "turned": wide.T,
        "part": wide[2:5, 1:9],
        "half": torch.randn(7).half(),
        "short": torch.randn(3, 2).bfloat16(),
        "empty": torch.empty(0, 4),
    }
    if form == "pickle":
        path.write_bytes(pickle.dumps(tensors))
    else:
        torch.save(tensors, path, _use_new_zipfile_serialization=form == "zip")
    file = SandboxedFile(path, recognise(path).format.row)
    if form != "pickle":  # where tensors are bytes within the pickle
        monkeypatch.setattr(subprocess, "Popen", None)
    read = file.read(reversed(tensors))
    assert list(read) == [*reversed(tensors)]
    for name, tensor in tensors.items():
        wanted = tensor.double() if tensor.dtype == torch.float64 else tensor.float()
        assert same_bits(read[name], wanted.numpy())


def test_a_file_that_changed_after_its_outline_is_told(tmp_path):
    path = tmp_path / "x.pt"
    torch.save({"a": torch.ones(3)}, path)
    file = SandboxedFile(path, Format.TORCH.row)
    torch.save({"a": torch.ones(1), "b": torch.ones(5)}, path)
    with pytest.raises(FileError, match=r"it has changed\. Open it again"):
        file.read(["a"])


@pytest.mark.few(3)
@pytest.mark.parametrize(
    ("what", "words"),
    [
        pytest.param("loop", "reading it as ONNX took too long", marks=LIMITED),
        pytest.param("take", "it asks for more memory than such a file needs", marks=LIMITED),
        ("crash", "reading it as ONNX crashed"),
        ("fail", "it is damaged (RuntimeError)"),
        ("leave", "reading it as ONNX crashed"),
        ("refuse", "it is no good"),
    ],
)
def test_what_goes_wrong_there_is_one_line_here(bad, what, words):
    path = bad(what)
    message = refusal(SandboxedFile, path, BAD)
    assert words in message
    assert str(path) in message
    assert "no person" not in message


def test_what_waits_for_ever_is_ended(bad, monkeypatch):
    monkeypatch.setattr(sandbox, "PATIENCE", 1)
    assert "took too long" in refusal(SandboxedFile, bad("sleep"), BAD)


class Busy:
    """Stand-in for a process on a busy machine: it answers after some looks at its time."""

    pid, returncode, given = 0, 0, ()

    def __init__(self, looks):
        self.looks = looks

    def communicate(self, request, seconds):
        self.given = (*self.given, request)
        if len(self.given) > self.looks:
            return b"answer", None
        raise subprocess.TimeoutExpired("", seconds)


@pytest.mark.parametrize(
    ("spent", "ends"),
    [
        ([], False),
        ([2.0, 4.0, 6.0, 8.0, 10.0, 15.0], False),  # a thirtieth of a processor, then more
        ([1.9, 2.8], True),  # less than a sixtieth in the second minute
        ([0.9], True),
        ([0.0], True),
        ([9.0, 20.1], True),
    ],
)
def test_a_process_has_its_time_however_busy_the_machine_is(monkeypatch, spent, ends):
    """Each look comes after a minute, and sees the processor time by then; 10 s are allowed."""
    times, process = iter(spent), Busy(len(spent))
    monkeypatch.setattr(sandbox, "_processor_time", lambda pid: next(times))
    if ends:
        with pytest.raises(subprocess.TimeoutExpired):
            sandbox._heard(process, b"request", 10)
    else:
        assert sandbox._heard(process, b"request", 10) == (0, b"answer")
        assert process.given == (b"request", *[None] * len(spent))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
@pytest.mark.parametrize("refusal_of", [ValueError, OSError])
@pytest.mark.parametrize("refused", ["RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_CORE"])
def test_a_limit_that_the_system_refuses_is_left_out_and_no_file_called_damaged(
    tmp_path, monkeypatch, refused, refusal_of
):
    """macOS refuses the limit of memory with a ValueError."""
    path = save(model([node()], weights(3, 5)), tmp_path)
    set_limits = []

    def setrlimit(kind, limits):
        if kind == getattr(resource, refused):
            raise refusal_of("current limit exceeds maximum limit")
        set_limits.append(kind)

    monkeypatch.setattr(resource, "setrlimit", setrlimit)
    request = {
        "reader": Format.ONNX.row.reader,
        "path": str(path),
        "shown": str(path),
        "names": [],
        "memory": 2**30,
        "seconds": 10,
    }
    head = json.loads(sandbox._answer(request)[0])
    assert "lstm.weight_ih_l0" in {name for name, *_ in head["infos"]}
    others = {resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE}
    assert set(set_limits) == others - {getattr(resource, refused)}


@pytest.mark.slow
def test_without_limits_a_reader_without_end_is_still_ended(bad, monkeypatch):
    monkeypatch.setattr(sandbox, "_START", f"{REFUSES_LIMITS}\n{sandbox._START}")
    monkeypatch.setattr(sandbox, "PATIENCE", 1)
    assert "took too long" in refusal(SandboxedFile, bad("loop"), BAD)


def test_what_a_library_prints_is_no_answer(bad):
    assert SandboxedFile(bad("chatter"), BAD).infos == {}


def test_paths_are_named_as_they_were_given(tmp_path, bad, monkeypatch):
    bad("refuse")
    monkeypatch.chdir(tmp_path)
    assert refusal(SandboxedFile, "bad.onnx", BAD) == "cannot read bad.onnx: it is no good"


def test_modules_beside_the_user_are_not_taken(tmp_path, monkeypatch):
    """A user in a strange folder does not run the Python files in it."""
    np.savez(tmp_path / "a.npz", a=np.ones((2, 3)))
    for name in ("numpy", "zipfile", "json", "simulator"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert SandboxedFile("a.npz", Format.NPZ_WEIGHTS.row).infos


@pytest.mark.skipif(sys.platform == "win32", reason="names are no bytes there")
def test_names_that_are_no_text_are_opened(tmp_path):
    path = tmp_path / os.fsdecode(b"mod\xffel.onnx")
    path.write_text("chatter")
    assert SandboxedFile(path, BAD).infos == {}
    path.write_text("refuse")
    assert "mod�el.onnx" in refusal(SandboxedFile, path, BAD)


def test_a_package_that_does_not_load_is_told_and_not_the_file_called_damaged(
    tmp_path, monkeypatch
):
    path = save_keras([KerasLayer("memory", keras_weights(3, 4, 1))], tmp_path)
    (tmp_path / "h5py.py").write_text("raise ValueError('numpy.dtype size changed')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    message = refusal(checkpoint.inspect, path)
    assert "cannot be loaded (ValueError: numpy.dtype size changed). Install it again" in message
