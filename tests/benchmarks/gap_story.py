"""Longest pause of a window's event loop from its first paint on, in a process of its own.

python -m tests.benchmarks.gap_story FOLDER

prints for each size the seconds of the longest gap of the event loop, and what went on in it.
"""

import gc
import os
import sys
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication

import main as _settings_of_the_process  # noqa: F401, which come before numpy
from simulator.examples.recipe import Recipe
from simulator.files.traces.export import ExportOptions, exporting_run
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.benchmarks.workloads import experiment_of, with_loss
from ui.session.document import Document
from ui.session.watching import Watching
from ui.session.workbench import Workbench
from ui.style import chrome, theme
from ui.window.main_window import MainWindow
from ui.worker.long_work import LongWork
from ui.worker.torch_worker import TorchWorker

LOOK_MILLISECONDS = 20

LARGE = ("opening H=1024, T=1000", "going to its end", "an edit there", "an export")
"""What is done with 1,024 units; the rest is done with 512."""


class Gaps:
    """Longest time between two turns of the event loop."""

    def __init__(self):
        self.now, self.of = "", {}
        self._clock = QElapsedTimer()
        self._timer = QTimer(interval=0)
        self._timer.timeout.connect(self._tick)
        self._clock.start()
        self._timer.start()

    def _tick(self):
        gap = self._clock.nsecsElapsed() / 1e9
        self._clock.restart()
        self.of[self.now] = max(gap, self.of.get(self.now, 0.0))


def wait_until(done):
    """Let the event loop run until a condition holds."""
    loop = QEventLoop()
    look = QTimer(interval=LOOK_MILLISECONDS)
    look.timeout.connect(lambda: done() and loop.quit())
    look.start()
    loop.exec()
    QApplication.processEvents()  # what the user does next comes later than what went on then


def story(folder):
    """Start torch; open a large experiment, run, edit and export it; return the gaps.

    Then go back through one with a loss, edit it there, and run back and on to a gradient.
    """
    bench, worker = Workbench(Document.of("benchmark", experiment_of(8, 50))), TorchWorker()
    settings = QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat)
    window = MainWindow(bench, worker, theme.LIGHT, settings)
    window.resize(1600, 1000)
    window.show()
    QApplication.processEvents()
    with_a_loss = Document.of("benchmark", with_loss(experiment_of(512, 1000)))
    gaps = Gaps()

    def settle():
        wait_until(lambda: not window.busy and window.checked)

    gaps.now = "torch's start"
    worker.start()
    wait_until(lambda: bench.snapshot().check.torch_version is not None)
    gaps.now = "opening H=1024, T=1000"
    window._commands.opener.build(Recipe(LSTMConfig(1024, 1024), timesteps=1000))
    settle()
    gaps.now = "going to its end"
    bench.last()
    settle()

    def edit(value):
        before = bench.snapshot().experiment
        parameters = before.parameters.with_value("weight_hh_l0", (3, 4), value)
        bench.edit(before.with_parameters(parameters), "edit")
        settle()

    gaps.now = "an edit there"
    edit(0.5)
    gaps.now = "an export"
    ended = []
    path = str(folder / "trace.csv")
    work = LongWork("export", exporting_run(bench.snapshot().run, path, ExportOptions()), window)
    work.done.connect(lambda: ended.append(True))
    wait_until(lambda: ended)
    gaps.now = "opening H=512, T=1000 with a loss"
    bench.open(with_a_loss)
    settle()
    gaps.now = "the way back there"
    bench.go_to(bench.snapshot().schedule.last)
    settle()
    gaps.now = "an edit on the way back"
    edit(0.25)
    edit(0.5)
    gaps.now = "running on to a gradient, and back"
    bench.set_watching(Watching().typed("any nan", Lane(), 0).typed("|dc[3]| < 0", Lane(), 0))
    bench.go_to(0)
    settle()
    bench.run_on()
    settle()
    bench.run_back()
    settle()
    window.close()
    return gaps


def main():
    """Run the story and print its longest gaps."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    gc.freeze()  # the tests bring torch, whose objects lie in another process of the program
    app = QApplication([])
    chrome.apply(app, theme.LIGHT)
    gaps = story(Path(sys.argv[1]))
    for during, gap in gaps.of.items():
        print(f"{1e3 * gap:.0f} ms during {during}", file=sys.stderr)
    sizes = {during: "H=1024" if during in LARGE else "H=512" for during in gaps.of}
    for size in ("H=512", "H=1024"):
        gap, during = max((gaps.of[of], of) for of in gaps.of if sizes[of] == size)
        print(f"{size}\t{gap}\t{during}")


if __name__ == "__main__":
    main()
