"""Packages that may be missing: what is said to type, and its versions."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from simulator.files import optional_packages
from simulator.files.optional_packages import PYTORCH, install_command
from simulator.files.registry import Format
from tests.frozen import freeze
from tests.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_the_versions_are_those_of_the_project():
    extras = PROJECT["optional-dependencies"]
    wanted = {name for extra in ("onnx", "h5py", "parquet") for name in extras[extra]}
    rows = {format.row.package: format.row.requirement for format in Format if format.row.package}
    assert set(rows.values()) == wanted
    assert all(requirement.startswith(package) for package, requirement in rows.items())
    assert PYTORCH in PROJECT["dependencies"]


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for Python is a script of sh")
@pytest.mark.parametrize("folder", ["plain", "with a space"])
def test_what_is_said_to_type_is_pip_of_this_python_and_one_requirement(
    monkeypatch, tmp_path, folder
):
    """In any folder, and whichever Python is first on the path."""
    place = tmp_path / folder
    place.mkdir()
    python = place / "python"
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$0" "$@"\n')
    python.chmod(0o755)
    monkeypatch.setattr(optional_packages.sys, "executable", str(python))
    requirement = Format.KERAS.row.requirement
    done = subprocess.run(
        ["/bin/sh", "-c", install_command(requirement)],
        cwd=tmp_path, env={"PATH": ""}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == [str(python), "-m", "pip", "install", requirement]
    assert [path.name for path in tmp_path.iterdir()] == [folder]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for Python is a script of sh")
@pytest.mark.parametrize("folder", ["plain", "with a space"])
def test_what_is_said_to_type_installs_where_this_runs(monkeypatch, tmp_path, folder):
    """In any folder, and whichever Python is first on the path; h5py is there already."""
    place = tmp_path / folder
    place.mkdir()
    python = place / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    monkeypatch.setattr(optional_packages.sys, "executable", str(python))
    command = f"{install_command(Format.KERAS.row.requirement)} --no-index"
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, env={"PATH": ""}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "already satisfied: h5py" in done.stdout
    assert str(Path(sys.prefix)) in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == [folder]


def test_a_frozen_program_says_to_get_another(monkeypatch, tmp_path):
    freeze(tmp_path, monkeypatch)
    said = install_command(PYTORCH)
    assert "pip" not in said
    assert "a Gatestep build that has it" in said
