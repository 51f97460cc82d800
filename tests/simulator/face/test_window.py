"""The window from Python: a process of its own on the very numbers, which ends when asked."""

import os
import threading
import time
from pathlib import Path

import pytest

from simulator.examples import EXAMPLES
from simulator.face import window
from simulator.face.request import Request
from simulator.face.trace import Trace
from simulator.face.viewing import view

PATIENCE_SECONDS = 60


@pytest.fixture
def handed(tmp_path, monkeypatch):
    """Return the folder of handed files; settings and data are those of nobody."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return folder


def latch():
    return Trace(Request(EXAMPLES["latch"]().experiment, "a latch"))


def workspaces_in(folder):
    return list(Path(folder).glob("*.gatestep"))


@pytest.mark.skipif(os.name != "posix", reason="closes by a signal")
def test_it_opens_on_what_it_is_given_and_closes_when_asked(handed):
    opened = latch().view()
    assert opened.is_open
    assert "open" in repr(opened)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while workspaces_in(handed) and opened.is_open and time.monotonic() < deadline:
        time.sleep(0.05)
    assert opened.is_open, opened
    assert not workspaces_in(handed)
    with pytest.raises(TimeoutError):
        opened.wait(timeout=0.01)
    opened.close()
    opened.wait(PATIENCE_SECONDS)
    assert repr(opened) == "<gatestep window, closed>"
    opened.close()


def test_without_a_display_it_says_so(handed, monkeypatch):
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    opened = view(latch())
    with pytest.raises(RuntimeError, match="display"):
        opened.wait(PATIENCE_SECONDS)
    assert "display" in repr(opened)
    assert not workspaces_in(handed)


@pytest.mark.parametrize("python", ["", "/nowhere/python", "frozen"])
def test_without_a_python_it_says_so_and_leaves_nothing(handed, monkeypatch, python):
    if python == "frozen":  # the user's own program, which must not be started once more
        monkeypatch.setattr("sys.frozen", True, raising=False)
    else:
        monkeypatch.setattr("sys.executable", python)
    with pytest.raises(RuntimeError, match=r"window.*(nowhere/python|interpreter)"):
        latch().view()
    assert not list(handed.iterdir())


def test_what_a_process_did_not_take_is_removed(handed, monkeypatch):
    monkeypatch.setenv("PYTHONHOME", str(handed / "nowhere"))  # it ends before it begins
    opened = latch().view()
    with pytest.raises(RuntimeError) as raised:
        opened.wait(PATIENCE_SECONDS)
    assert "\n" not in str(raised.value)
    assert not workspaces_in(handed)


def test_a_program_that_closes_the_window_and_ends_leaves_no_file(handed, monkeypatch):
    ended = threading.Event()

    class Process:
        def __init__(self, *_, **__):
            pass

        def wait(self):
            ended.wait(PATIENCE_SECONDS)
            return 0

        def send_signal(self, _):
            pass

    monkeypatch.setattr(window.subprocess, "Popen", Process)
    opened = latch().view()
    assert workspaces_in(handed)
    opened.close()
    assert not workspaces_in(handed)
    ended.set()
    opened.wait(PATIENCE_SECONDS)


def test_files_go_to_it_as_they_are(monkeypatch, tmp_path):
    asked = []

    class Process:
        def __init__(self, command, **_):
            asked.append(command)

        def wait(self):
            return 0

    monkeypatch.setattr(window.subprocess, "Popen", Process)
    monkeypatch.chdir(tmp_path)
    for opened in (view("model.pt", "x.npy"), view(tmp_path / "work.gatestep")):
        opened.wait(PATIENCE_SECONDS)
    assert asked[0][2:] == [str(tmp_path / "model.pt"), str(tmp_path / "x.npy")]
    assert asked[1][2:] == [str(tmp_path / "work.gatestep")]
