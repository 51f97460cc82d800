"""Pauses of a window's event loop in a run of 10⁶ timesteps, in a process of its own.

python -m tests.benchmarks.long_story FOLDER memory|disk

prints for each deed the seconds of the longest gap of the event loop, and at the end the bytes of
memory that the window has grown by beside the mapped files; with `memory` these are the traces too.
"""

import gc
import os
import sys
from pathlib import Path

import main as _settings_of_the_process  # noqa: F401, which come before numpy

# isort: split
import numpy as np
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from simulator.files.traces.export import ExportOptions, exporting_run
from simulator.files.traces.selection import TraceSelection
from tests.benchmarks.gap_story import Gaps, wait_until
from tests.benchmarks.workloads import experiment_of
from ui.panels.timeline.panel import TimelinePanel
from ui.session import trace_memory
from ui.session.document import Document
from ui.session.snapshot import GATE, TIMESTEP
from ui.session.workbench import Workbench
from ui.style import chrome, theme
from ui.window.main_window import MainWindow
from ui.worker.long_work import LongWork
from ui.worker.torch_worker import TorchWorker

HIDDEN, STEPS = 32, 10**6
PLACES, EDITS, LITTLE_MEMORY = 40, 2, 10**9
REST_SECONDS = 5
PART = ExportOptions(selection=TraceSelection(start=STEPS // 2, stop=STEPS // 2 + 20_000))


def own_memory():
    """Return the bytes of memory of this process that are not those of files."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("RssAnon:"))
    return int(line.split()[1]) * 1024


class Story:
    """A window on a run of 10⁶ timesteps, and what is done in it."""

    def __init__(self, folder):
        self.folder = folder
        document = Document.of("benchmark", experiment_of(HIDDEN, 50))
        self.bench, self.worker = Workbench(document), TorchWorker()
        settings = QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat)
        self.window = MainWindow(self.bench, self.worker, theme.LIGHT, settings)
        self.window.resize(1600, 1000)
        self.window.show()
        QApplication.processEvents()
        self.opener = self.window._commands.opener
        self.opener._agree = lambda question: True
        self.plots = self.window.findChild(TimelinePanel).plots
        self.gaps = Gaps()

    def settle(self):
        wait_until(lambda: not self.window.busy and self.window.checked)

    def begin(self, deed):
        """Name what is done from now on."""
        self.gaps.now = deed

    def rest(self):
        """Give the system time for what a deed leaves to it, which is not the next one's.

        Two seconds after a process has ended, a virtual machine hands its memory back to the host.
        """
        self.begin("")
        rested = []
        QTimer.singleShot(1000 * REST_SECONDS, lambda: rested.append(True))
        wait_until(lambda: rested)

    def each(self, deeds):
        """Do deeds, each in a turn of the event loop of its own."""
        for deed in deeds:
            deed()
            QApplication.processEvents()

    def export(self, name, options, seconds=None):
        """Export the run; cancel after so many seconds, if any are given."""
        ended, path = [], self.folder / name
        work = exporting_run(self.bench.snapshot().run, str(path), options)
        work = LongWork("export", work, self.window)
        for end in (work.done, work.cancelled):
            end.connect(lambda: ended.append(True))
        if seconds is not None:
            QTimer.singleShot(1000 * seconds, work.cancel)
        wait_until(lambda: ended)
        during, self.gaps.now = self.gaps.now, ""  # the system takes long to delete it
        path.unlink(missing_ok=True)
        QApplication.processEvents()
        self.gaps.now = during

    def tell(self):
        """Do all of it."""
        bench = self.bench
        self.worker.start()
        wait_until(lambda: bench.snapshot().check.torch_version is not None)
        self.settle()
        before = own_memory()
        for suffix in ("csv", "npy"):
            self.begin(f"opening a .{suffix}")
            self.opener.open([str(self.folder / f"long.{suffix}")])
            wait_until(lambda: bench.snapshot().experiment.num_timesteps == STEPS)
            wait_until(lambda: not self.opener.busy)
            if suffix == "csv":
                bench.undo()
            self.rest()
        self.begin("going to the end, and checking it")
        bench.last()
        self.settle()
        rng = np.random.default_rng(0)
        end = bench.snapshot().schedule.end
        self.begin("steps")
        bench.go_to(end // 2)
        self.each([lambda: bench.step(1, TIMESTEP)] * PLACES)
        self.each([lambda: bench.step(-1, GATE)] * PLACES)
        self.begin("scrubbing")
        places = rng.integers(end, size=PLACES).tolist()
        self.each([lambda place=place: bench.go_to(place) for place in places])
        self.begin("zooming")
        middle, first = STEPS / 2, self.plots.first
        widths = [STEPS / 1.5**k for k in range(PLACES // 2)]
        for width in (*widths, *reversed(widths)):
            self.each([lambda w=width: first.setXRange(middle - w / 2, middle + w / 2, padding=0)])
        self.begin("playing")
        bench.change_speed(1024)
        bench.go_to(end // 3)
        bench.set_playing(True)
        wait_until(lambda: bench.snapshot().position > end // 3 + 7 * 2000)
        bench.set_playing(False)
        self.begin("exports")
        self.export("part.csv", PART)
        self.export("part.npz", ExportOptions("npz", selection=PART.selection))
        self.export("all.npz", ExportOptions("npz"))
        self.export("all.csv", ExportOptions(), seconds=5)
        for place, name in ((0, "the start"), (end // 2, "the middle"), (end, "the end")):
            self.begin("")
            bench.go_to(place)
            self.settle()
            for value in rng.random(EDITS).tolist():
                self.begin(f"an edit at {name}")
                given = bench.snapshot().experiment
                weights = given.parameters.with_value("weight_hh_l0", (3, 4), value)
                bench.edit(given.with_parameters(weights), "edit")
                self.settle()
        gc.collect()
        grown = own_memory() - before
        self.window.close()
        return grown


def write_input(folder):
    """Write the input as .npy and .csv."""
    values = np.random.default_rng(0).standard_normal((STEPS, HIDDEN)).astype(np.float32)
    np.save(folder / "long.npy", values)
    np.savetxt(folder / "long.csv", values, "%.4g", ",")


def main():
    """Tell the story and print its longest gaps."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder, room = Path(sys.argv[1]), sys.argv[2]
    write_input(folder)
    if room == "disk":
        trace_memory.available_bytes = lambda: LITTLE_MEMORY
    gc.freeze()  # the tests bring torch, whose objects lie in another process of the program
    app = QApplication([])
    chrome.apply(app, theme.LIGHT)
    story = Story(folder)
    grown = story.tell()
    for during, gap in story.gaps.of.items():
        if during:
            print(f"{during}\t{gap}")
    print(f"memory\t{grown}")


if __name__ == "__main__":
    main()
