"""A copy of a workspace is the workspace but for what is left out, or there is none."""

from dataclasses import replace
from zipfile import ZipFile

import pytest

from simulator.files.errors import FileError
from simulator.files.workspaces import copier
from simulator.files.workspaces.copier import copying
from simulator.files.workspaces.reader import read_workspace
from simulator.files.workspaces.workspace import Pinned
from simulator.progress import finish
from tests.simulator.files.workspaces.test_workspace import assert_same, small
from tests.simulator.files.workspaces.written import write_workspace

VIEW = {"position": 3, "unit": 1.5e-300, "watches": ["c[1] – é"], "file": "/a/b", "stamp": [1]}


@pytest.fixture
def written(tmp_path):
    """Return the path of a workspace with edits and a baseline."""
    path, workspace = tmp_path / "source.gatestep", small()
    pins = (Pinned("before", workspace.original),)
    write_workspace(path, replace(workspace, pins=pins, view=VIEW, notes="ü"))
    return path


def test_it_is_the_workspace_but_for_what_is_left_out(written, tmp_path, monkeypatch):
    monkeypatch.setattr(copier, "SLICE", 100)  # each array takes several
    path = tmp_path / "copy.gatestep"
    finish(copying(written, ("file", "stamp", "unknown"), path))
    source, copy = read_workspace(written), read_workspace(path)
    assert copy.view == {name: VIEW[name] for name in ("position", "unit", "watches")}
    assert (copy.title, copy.notes) == (source.title, source.notes)
    assert_same(copy.experiment, source.experiment)
    assert_same(copy.original, source.original)
    assert_same(copy.pins[0].experiment, source.pins[0].experiment)
    finish(copying(written, (), path))
    assert path.read_bytes() == written.read_bytes()


def flip(path):
    path.write_bytes(path.read_bytes().replace(b"NUMPY", b"NUMPX"))


def make_infinite(path):
    """Put a number that JSON has, and no float."""
    with ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content.replace(b"1.5e-300", b"1e999"))


def cut(path):
    path.write_bytes(path.read_bytes()[:-9])


@pytest.mark.parametrize("harm", [flip, make_infinite, cut])
def test_a_damaged_source_replaces_nothing(written, tmp_path, harm):
    path = tmp_path / "copy.gatestep"
    path.write_bytes(b"mine")
    harm(written)
    with pytest.raises(FileError, match=written.name):
        finish(copying(written, (), path))
    assert sorted(tmp_path.iterdir()) == [path, written]
    assert path.read_bytes() == b"mine"
