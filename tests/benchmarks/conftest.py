"""Benchmarks: each function of ours against its rival in one run, one thread each, and a table.

pytest -n0 -o faulthandler_timeout=0 tests/benchmarks

A row fails when its ratio or its time passes the goal.
"""

import compileall
import gc
import os
import platform
import time
from importlib.metadata import version

import numpy as np
import pytest
import threadpoolctl
import torch
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest

from tests.paths import ROOT
from tests.ui.windows import close, sweep
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import chrome, theme
from ui.window.main_window import MainWindow
from ui.worker.torch_worker import TorchWorker

ROWS = pytest.StashKey[list]()
PACKAGES = ("torch", "numpy", "PySide6-Essentials", "pyqtgraph", "matplotlib", "pandas")

FRAMES_FIRST = "test_drag", "test_window", "test_training_window"
"""Files that are measured first: their windows are those of a process that has just begun."""


@pytest.fixture(scope="session", autouse=True)
def unwritten():
    """Do not set what is not computed to NaN, as other tests do: it takes time."""


def pytest_configure(config):
    config.stash[ROWS] = []
    threadpoolctl.threadpool_limits(1)
    torch.set_num_threads(1)
    for package in ("simulator", "ui"):  # the rivals have been compiled since they were installed
        compileall.compile_dir(ROOT / package, quiet=1)


def pytest_collection_modifyitems(items):
    """Begin with the frames: the memory that other benchmarks leave in pieces slows them."""

    def turn(item):
        stem = item.path.stem
        return FRAMES_FIRST.index(stem) if stem in FRAMES_FIRST else len(FRAMES_FIRST)

    items.sort(key=turn)


def pytest_terminal_summary(terminalreporter, config):
    rows = config.stash[ROWS]
    if not rows:
        return
    write = terminalreporter.write_line
    write("")
    write(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in PACKAGES)
        + f", numpy's products for {products_for()}"
    )
    write("| what | ours | rival | ratio | goal | |")
    write("| --- | --- | --- | --- | --- | --- |")
    for row in rows:
        write("| " + " | ".join(row) + " |")


class Versus:
    """Timer of two functions in turns, so that both meet the same load of the machine."""

    def __init__(self, benchmark, rows):
        self._benchmark, self._rows = benchmark, rows

    def __call__(
        self, what, ours, rival, goal, rounds=7, per=1, rival_name="", least=None, over=1.5
    ):
        """Compare the two; fail when the median of the rounds' ratios passes the goal.

        Both times of a round meet the same load, also where others use the machine. `per` divides
        them. `least` does the least work possible; where even that may miss the goal, its ratio is
        printed too, and ours may be `over` times that. Returns the median of ours, in seconds.
        """
        functions = [f for f in (rival, ours, least) if f is not None]
        for function in functions:
            function()
        times = np.array([[timed(f) for f in functions] for _ in range(rounds)]) / per
        theirs, mine = np.median(times[:, :2], 0)
        ratio, *limits = np.median(times[:, 1:] / times[:, :1], 0)
        self._benchmark.extra_info["ratio"] = ratio
        self._benchmark.pedantic(ours, rounds=1)
        most, verdict = goal, "ok" if ratio <= goal else "MISSED"
        if limits and ratio > goal:
            most, verdict = over * limits[0], f"the least is {limits[0]:.2f}"
        texts = seconds(mine), f"{seconds(theirs)} {rival_name}".strip(), f"{ratio:.2f}"
        self._record(what, *texts, f"≤ {goal}", verdict)
        assert ratio <= max(goal, most), f"{what}: ratio {ratio:.2f}, goal {goal}"
        return mine

    def once(self, function):
        """Run a function once; return its result."""
        return self._benchmark.pedantic(function, rounds=1, iterations=1)

    def in_a_row(self, function, rounds=60):
        """Return the median of the seconds that a function takes, one time right after another."""
        ends = []

        def all_of_them():
            for _ in range(rounds + 1):
                function()
                ends.append(time.perf_counter())

        timed(all_of_them)
        return np.median(np.diff(ends))

    def after_a_rest(self, function, rounds=15):
        """Return the median of the seconds that a function takes after a rest of the window.

        What the window does in idle time is done by then. A single edit is no film: it may take
        longer than one that follows another, but is to be there at once.
        """
        times = []
        for _ in range(rounds):
            times.append(timed(function, before=lambda: QTest.qWait(200)))
        return np.median(times)

    def note(self, figures):
        """Keep further figures by name in the file that `--benchmark-json` writes."""
        self._benchmark.extra_info.update(figures)

    def limit(self, what, value, goal, text, goal_text):
        """Record a figure that has a limit of its own; fail when it passes the limit."""
        self.tell(what, value, goal, text, goal_text)
        assert value <= goal, f"{what}: {text}, goal {goal_text}"

    def tell(self, what, value, goal, text, goal_text):
        """Record a figure that has a limit of its own."""
        self._record(what, text, "–", "–", goal_text, "ok" if value <= goal else "MISSED")

    def _record(self, *texts):
        self._rows.append(texts)


def products_for():
    """Name the processor that numpy's OpenBLAS computes for; environment variables may set it."""
    pools = threadpoolctl.threadpool_info()
    return next((p["architecture"] for p in pools if p.get("architecture")), "none")


def timed(function, before=None):
    """Return the seconds that a function takes, without garbage collection."""
    gc.collect()
    gc.disable()
    if before is not None:
        before()
    start = time.perf_counter()
    function()
    taken = time.perf_counter() - start
    gc.enable()
    return taken


@pytest.fixture
def open_window(tmp_path, qapp):
    opened = []

    def open_(experiment):
        chrome.apply(qapp, theme.LIGHT)
        bench, worker = Workbench(Document.of("benchmark", experiment)), TorchWorker()
        settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
        window = MainWindow(bench, worker, theme.LIGHT, settings)
        window.resize(1600, 1000)
        window.show()
        qapp.processEvents()
        opened.append(window)
        return window, bench, worker

    yield open_
    while opened:
        close(opened.pop())
    sweep()


@pytest.fixture
def versus(benchmark, request):
    return Versus(benchmark, request.config.stash[ROWS])


def seconds(value):
    """Write a time in a unit that fits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value * 1e9:.3g} ns"
