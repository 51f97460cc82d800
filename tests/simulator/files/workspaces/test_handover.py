"""Handover: a workspace passes from one program to another, and its file is gone."""

import os
import stat

import numpy as np
import pytest

from simulator.examples import EXAMPLES
from simulator.experiment.equality import same_values
from simulator.files.errors import FileError
from simulator.files.workspaces.handover import PREFIX, hand_over, taken_over
from simulator.files.workspaces.workspace import Workspace
from simulator.files.workspaces.writer import writing
from simulator.progress import finish


def test_all_of_it_arrives_and_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    experiment = EXAMPLES["latch"]().experiment
    path = hand_over(Workspace("a latch", experiment, experiment))
    if os.name == "posix":
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    found = taken_over(path)
    assert found.title == "a latch"
    assert same_values(found.experiment, experiment)
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_read_goes_too(tmp_path):
    path = tmp_path / f"{PREFIX}broken.gatestep"
    path.write_bytes(np.arange(9).tobytes())
    with pytest.raises(FileError):
        taken_over(path)
    assert not path.exists()


def test_a_file_of_the_user_s_stays(tmp_path):
    experiment = EXAMPLES["latch"]().experiment
    path = tmp_path / "mine.gatestep"
    finish(writing(path, Workspace("mine", experiment, experiment)))
    taken_over(path)
    assert path.exists()


def test_what_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    experiment = EXAMPLES["latch"]().experiment
    with pytest.raises(TypeError):
        hand_over(Workspace("unfit", experiment, experiment, view={"not JSON": object()}))
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    experiment = EXAMPLES["latch"]().experiment
    with pytest.raises(FileError, match="nowhere"):
        hand_over(Workspace("a latch", experiment, experiment))
