"""A save that is killed, that does not fit, or that is not allowed leaves the old file whole."""

import os
import pickle
import subprocess
import sys
from contextlib import contextmanager

import numpy as np
import pytest

from simulator.experiment.experiment import Experiment
from simulator.files.workspaces.reader import read_workspace
from simulator.files.workspaces.workspace import Workspace
from simulator.network.config import LSTMConfig
from tests import depth
from tests.paths import ROOT
from tests.simulator.experiments import random_parameters
from tests.simulator.files.checkpoints.checkpoints import refusal
from tests.simulator.files.workspaces.written import write_workspace

# Children are forked from a process that has loaded everything and has no threads, so many of them
# take no time. Each saves one workspace over another, again and again, until it is killed, a little
# later each time. No event tells how far the writing of a file has come, and none is needed.
KILLED = """
import os, pickle, signal, sys, time
from simulator.files.workspaces.reader import read_workspace
from simulator.files.workspaces.writer import writing
from simulator.progress import finish

path, kills = sys.argv[1], int(sys.argv[2])
workspaces = pickle.load(sys.stdin.buffer)
for turn in range(kills):
    child = os.fork()
    if child == 0:
        while True:
            for workspace in workspaces:
                finish(writing(path, workspace))
    time.sleep(0.002 + 0.036 / kills * turn)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print(read_workspace(path).title, flush=True)
"""

LIMITED = """
import resource, sys
from simulator.files.errors import FileError
from simulator.files.workspaces.reader import read_workspace
from simulator.files.workspaces.writer import writing
from simulator.progress import finish

source, path = sys.argv[1:]
workspace = read_workspace(source)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    finish(writing(path, workspace))
except FileError as error:
    print(error)
"""


def sized(title, hidden_size):
    """Return a workspace that takes some room."""
    values = np.zeros((3, 2), np.float32)
    experiment = Experiment.create(random_parameters(LSTMConfig(2, hidden_size)), values)
    return Workspace(title, experiment, experiment)


def run(program, *arguments, stdin=None):
    """Return a program's output, once it has ended well."""
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    return done.stdout.decode()


@contextmanager
def mounted(folder, options):
    """Mount a small disk on a folder; skip the test where that needs more rights."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a disk of its own cannot be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_kills_during_a_save_lose_nothing(tmp_path):
    path = tmp_path / "work.gatestep"
    workspaces = [sized("even", 96), sized("odd", 100)]
    write_workspace(path, workspaces[0])
    kills = depth.count(40, by_default=10)
    titles = run(KILLED, path, kills, stdin=pickle.dumps(workspaces)).split()
    assert len(titles) == kills
    assert set(titles) <= {"even", "odd"}
    last = read_workspace(path)
    (expected,) = [w for w in workspaces if w.title == last.title]
    for ours, theirs in zip(last.experiment.arrays(), expected.experiment.arrays(), strict=True):
        assert ours.tobytes() == theirs.tobytes()
    killed_within = [name for name in os.listdir(tmp_path) if name.endswith(".tmp")]
    assert killed_within, "no kill came during a save"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_limit_on_the_size_keeps_the_old_file(tmp_path):
    source, path = tmp_path / "big.gatestep", tmp_path / "work.gatestep"
    write_workspace(source, sized("big", 200))
    write_workspace(path, sized("old", 3))
    before = path.read_bytes()
    told = run(LIMITED, source, path)
    assert told.count("\n") == 1
    assert f"cannot write {path}: it would exceed the file size limit there" in told
    assert path.read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["big.gatestep", "work.gatestep"]


def test_a_full_disk_keeps_the_old_file(tmp_path):
    disk = tmp_path / "disk"
    with mounted(disk, "size=200k"):
        path = disk / "work.gatestep"
        write_workspace(path, sized("old", 40))
        before = path.read_bytes()
        message = refusal(write_workspace, path, sized("new", 150))
        assert message.startswith(f"cannot write {path}: the disk is full. Free some space")
        assert path.read_bytes() == before
        assert os.listdir(disk) == ["work.gatestep"]


def test_a_read_only_disk_keeps_the_old_file(tmp_path):
    disk = tmp_path / "disk"
    with mounted(disk, "size=2m"):
        path = disk / "work.gatestep"
        write_workspace(path, sized("old", 40))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for target in (path, disk / "new.gatestep"):
            message = refusal(write_workspace, target, sized("new", 3))
            assert "read-only" in message or "write-protected" in message
        assert read_workspace(path).title == "old"


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="the superuser may write anywhere")
def test_a_read_only_folder_keeps_the_old_file(tmp_path):
    path = tmp_path / "work.gatestep"
    write_workspace(path, sized("old", 3))
    tmp_path.chmod(0o500)
    try:
        assert "its folder is read-only" in refusal(write_workspace, path, sized("new", 3))
        assert read_workspace(path).title == "old"
    finally:
        tmp_path.chmod(0o700)


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "work.gatestep", tmp_path / "link.gatestep"
    write_workspace(target, sized("old", 3))
    link.symlink_to(target)
    write_workspace(link, sized("new", 3))
    assert link.is_symlink()
    assert read_workspace(target).title == "new"
