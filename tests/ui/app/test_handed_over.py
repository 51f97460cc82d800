"""The window of a program that hands its numbers over: they are there, and no file is theirs."""

import json
import subprocess
import sys

import numpy as np
import pytest

from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.files.workspaces.handover import hand_over
from simulator.files.workspaces.workspace import Workspace
from simulator.network.lane import Lane
from tests.paths import ROOT

PROGRAM = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import main
from simulator.network.lane import Lane
from ui.app import application

def look():
    (window,) = [w for w in QApplication.topLevelWidgets() if hasattr(w, "keep_safe")]
    bench = window._workbench
    bench.last()
    snapshot = bench.snapshot()
    c = snapshot.run.trace.values("c", Lane())
    told = {"title": snapshot.document.title, "saved": snapshot.saved, "c": c.tolist()}
    told |= {"file": str(window._saver.file_of(snapshot.document)), "shown": window.windowTitle()}
    print(json.dumps(told), flush=True)
    window.close()

real = application.make_application
def made():
    made = real()
    QTimer.singleShot(200, look)
    return made
application.make_application = made
sys.exit(main.main(["--handed", sys.argv[1]]))
"""


def test_the_window_shows_the_very_numbers(tmp_path, monkeypatch):
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    experiment = EXAMPLES["sunspots"]().experiment
    path = hand_over(Workspace("from <b>Python</b>", experiment, experiment))
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, path], cwd=ROOT, capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    run = Run(experiment)
    run.advance()
    assert told["title"] == "from <b>Python</b>"
    assert "from <b>Python</b>" in told["shown"]
    assert told["saved"]
    assert told["file"] == "None"
    numbers = np.array(told["c"], experiment.dtype)
    assert np.array_equal(numbers, run.trace.values("c", Lane()))
    assert not list(tmp_path.glob("*.gatestep"))


def test_a_handed_file_that_is_broken_is_told_in_one_line(tmp_path):
    path = tmp_path / "broken.gatestep"
    path.write_text("no workspace")
    answer = subprocess.run(
        [sys.executable, "main.py", "--handed", str(path)], cwd=ROOT, capture_output=True, text=True
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("gatestep: ")
    assert len(answer.stderr.splitlines()) == 1


EARLY = """
import signal, sys
import main
from ui.app import application, display

def swallowing(then):
    def call(*arguments):
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            pass  # as amid an import, or in a slot of Qt's
        return then(*arguments)
    return call

moments = {"imports": (display, "problem"), "window": (application, "make_workbench")}
where, name = moments[sys.argv[2]]
setattr(where, name, swallowing(getattr(where, name)))
sys.exit(main.main(["--handed", sys.argv[1]]))
"""


@pytest.mark.few(1)
@pytest.mark.parametrize("when", ["imports", "window"])
def test_a_wish_to_close_is_heard_before_there_is_a_window(when, tmp_path, monkeypatch):
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    experiment = EXAMPLES["latch"]().experiment
    path = hand_over(Workspace("a latch", experiment, experiment))
    done = subprocess.run([sys.executable, "-c", EARLY, path, when], cwd=ROOT, timeout=20)
    assert done.returncode == 0
