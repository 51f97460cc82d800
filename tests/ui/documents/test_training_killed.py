"""A window that is killed while it trains loses no more than 5 s of it, and no bit of the rest."""

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

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")

MOST_LOST = 5.0
"""Seconds of training that a crash may take."""

TRAINS_FOR = depth.count(10, by_default=7)
"""Seconds until it is killed: a copy is written at the latest every four seconds."""

PROGRAM = """
import sys
from dataclasses import replace
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.app import application

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


def killed(folder):
    """Train for a while, and kill it; return when each step was shown, and when it was killed."""
    environment = {
        **os.environ,
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    command = [sys.executable, "-c", PROGRAM]
    program = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    shown = {}
    try:
        for line in program.stdout:
            shown[int(line)] = now = time.monotonic()
            if now - next(iter(shown.values())) >= TRAINS_FOR:
                break
        program.send_signal(signal.SIGKILL)
        end = time.monotonic()
        assert program.wait(60) == -signal.SIGKILL
    finally:
        program.kill()
        program.stdout.close()
    return shown, end


def test_a_killed_window_loses_little_of_its_training(tmp_path):
    shown, end = killed(tmp_path)
    (copy,) = kept(tmp_path / "data" / "Gatestep" / "Gatestep" / "unsaved")
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
