"""Hours of hard use in minutes: `python -m tests.ui.stories.endure --events 10000 --windows 200`.

The tests run a shorter version. The exit status is 1 when an exception was raised, Qt complained,
an object was left behind, the window did not turn for seconds, or work was lost. When it does not
turn for a minute, it ends with a traceback.
"""

import argparse
import faulthandler
import gc
import os
import random
import sys
import tempfile
import traceback
from pathlib import Path

from PySide6.QtCore import QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from simulator.examples import EXAMPLES
from tests.ui.stories.robot import Robot
from tests.ui.stories.trouble import Trouble
from tests.ui.windows import FILES, close, left_over, open_window, sweep
from ui.style import chrome, theme
from ui.worker import torch_worker

A_ROUND = 500
"""Number of actions in one window before the next is opened."""

FLAT_MEGABYTES = 15
"""Megabytes by which windows may differ after each example has been open once."""


FROZEN_SECONDS = 60
"""Seconds without a turn of the event loop after which the run is given up."""


class Complaints:
    """Exceptions, and messages of Qt."""

    def __init__(self):
        self.texts = []
        sys.excepthook = self._raised
        qInstallMessageHandler(self._said)

    def _raised(self, kind, error, trace):
        self.add("".join(traceback.format_exception(kind, error, trace)))

    def _said(self, _kind, _context, message):
        if "This plugin does not support" not in message:
            self.add(message)

    def add(self, text):
        self.texts.append(text)
        print(text, file=sys.stderr, flush=True)


def do_anything(events, seed, folder, complaints):
    """Let robots work in windows over each example in turn."""
    before, names = left_over(), list(EXAMPLES)
    monkey = random.Random(seed)
    torch_worker.WATCH_MILLISECONDS = 20  # a silence of 0.2 s is told
    for number in range(-(-events // A_ROUND)):
        name = names[number % len(names)]
        place = Path(tempfile.mkdtemp(dir=folder))
        trouble = Trouble(name, place, monkey)
        window = trouble.window
        files = (*FILES, str(trouble.file))
        robot = Robot(window, seed + number, files, trouble.troubles)
        robot.work(min(A_ROUND, events - number * A_ROUND))
        for complaint in trouble.complaints():
            complaints.add(f"{complaint} after {robot.done[-5:]}")
        if not window.isVisible():
            complaints.add(f"the window was closed by one of {robot.done[-5:]}")
        trouble.close()
        del window, trouble, robot
        left = left_over() - before
        if left:
            complaints.add(f"{left} widgets were left behind")
            before += left
        print(f"seed {seed + number}, {name}: {megabytes()} MB", flush=True)


def open_and_close(windows, folder, complaints):
    """Open and close windows over each example in turn."""
    names, sizes = list(EXAMPLES), []
    for number in range(windows):
        window, bench = open_window(names[number % len(names)], folder)
        bench.step(4)
        sweep()
        close(window)
        del window, bench
        left = left_over()
        sizes.append(megabytes())
        print(f"window {number + 1}: {left} widgets, {sizes[-1]} MB", flush=True)
    settled = sizes[2 * len(names) :]
    if settled and max(settled) - min(settled) > FLAT_MEGABYTES:
        complaints.add(f"memory went from {min(settled)} to {max(settled)} MB")


def megabytes():
    """Return the memory that this process holds now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def main():
    """Run both; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.ui.stories.endure", description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--windows", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    faulthandler.enable()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    app.setStyle("Fusion")
    chrome.apply(app, theme.LIGHT)
    complaints = Complaints()
    guard = QTimer(interval=1_000)
    guard.timeout.connect(lambda: faulthandler.dump_traceback_later(FROZEN_SECONDS, exit=True))
    guard.start()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        do_anything(options.events, options.seed, Path(folder), complaints)
        open_and_close(options.windows, Path(folder), complaints)
        os.chdir("/")
    print(f"{len(complaints.texts)} complaints")
    return 1 if complaints.texts else 0


if __name__ == "__main__":
    sys.exit(main())
