"""A window that is killed while it trains loses little of it, and no bit of the rest."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from simulator.files.workspaces.reader import read_workspace
from simulator.training.network import Network
from simulator.training.run import TrainingRun
from simulator.training.tasks.catalogue import TASKS
from tests import depth
from tests.paths import ROOT
from tests.ui.documents.work import kept
from ui.documents import autosave

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")

PATIENCE_MILLISECONDS = depth.count(autosave.PATIENCE_MILLISECONDS, by_default=500)
"""Longest time after a step of training before a copy is begun."""

MOST_LOST = depth.count(5, by_default=3)
"""Seconds of training that a crash may take."""

TRAINS_FOR = depth.count(10, by_default=0)
"""Seconds until it is killed, at the earliest: it must have written its copy anew."""

PROGRAM = """
import sys
from dataclasses import replace
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.app import application
from ui.documents import autosave

autosave.PATIENCE_MILLISECONDS = int(sys.argv[1])

def train():
    (window,) = [w for w in QApplication.topLevelWidgets() if hasattr(w, "keep_safe")]
    bench = window._workbench
    bench.open_task("parity")
    bench.changed.connect(tell)
    bench.trainer.set_setting(replace(bench.trainer.setting, pace=0, until=10**6, stops=()))
    bench.trainer.train()

def tell(snapshot):
    if snapshot.training is not None:
        print(snapshot.training.length, flush=True)

real = application.make_application
def made():
    made = real()
    QTimer.singleShot(200, train)
    return made
application.make_application = made
application.run_window([])
"""


def unsaved(folder):
    return folder / "data" / "Gatestep" / "Gatestep" / "unsaved"


def killed(folder):
    """Train until a second copy is written, or is overdue, and kill it.

    Return when each step was shown, how many copies were seen, and when it was killed.
    """
    environment = {
        **os.environ,
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    command = [sys.executable, "-c", PROGRAM, str(PATIENCE_MILLISECONDS)]
    program = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    shown, copies = {}, set()
    try:
        for line in program.stdout:
            shown[int(line)] = now = time.monotonic()
            copies |= {copy.stat().st_mtime_ns for copy in kept(unsaved(folder))}
            trained = now - next(iter(shown.values()))
            if trained >= (TRAINS_FOR if len(copies) > 1 else 2 * MOST_LOST):
                break
        program.send_signal(signal.SIGKILL)
        end = time.monotonic()
        assert program.wait(60) == -signal.SIGKILL
    finally:
        program.kill()
        program.stdout.close()
    return shown, len(copies), end


def test_a_killed_window_loses_little_of_its_training(tmp_path):
    shown, copies, end = killed(tmp_path)
    assert copies > 1
    (copy,) = kept(unsaved(tmp_path))
    workspace = read_workspace(copy)
    record = workspace.training.run
    assert record.last in shown
    lost = end - shown[record.last]
    assert lost < MOST_LOST, f"{lost:.1f} s are lost, of {len(shown)} frames"
    task = TASKS["parity"]
    again = TrainingRun(task.network(0), task.plan, task.source(0))
    again.advance(record.last)
    for name, array in Network.of(workspace.experiment).arrays.items():
        assert np.array_equal(array, again.network.arrays[name]), name
    assert np.array_equal(record.log[:, 0], again.log.column("loss"))
