"""Benchmarks: each of ours against its rival in one run, one thread each, and a table of ratios.

    pytest -n0 tests/benchmarks

A row fails when its ratio or its time passes the goal.
"""

import gc
import os
import platform
import statistics
import time
from importlib.metadata import version

import pytest
import threadpoolctl
import torch
from PySide6.QtCore import QSettings

from ui import theme
from ui.main_window import MainWindow
from ui.snapshot import Document
from ui.torch_worker import TorchWorker
from ui.workbench import Workbench

ROWS = pytest.StashKey[list]()
PACKAGES = ("torch", "numpy", "PySide6-Essentials", "pyqtgraph", "matplotlib", "pandas")


def pytest_configure(config):
    config.stash[ROWS] = []
    threadpoolctl.threadpool_limits(1)
    torch.set_num_threads(1)


def pytest_terminal_summary(terminalreporter, config):
    rows = config.stash[ROWS]
    if not rows:
        return
    write = terminalreporter.write_line
    write("")
    write(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    )
    write("| what | ours | rival | ratio | goal | |")
    write("| --- | --- | --- | --- | --- | --- |")
    for row in rows:
        write("| " + " | ".join(row) + " |")


class Versus:
    """Times two functions in turns, so that both see the same machine."""

    def __init__(self, benchmark, rows):
        self._benchmark, self._rows = benchmark, rows

    def __call__(self, what, ours, rival, goal, rounds=7, per=1, rival_name=""):
        """Compare the two; fail when the median of the rounds' ratios passes the goal.

        A round's two times see the same machine, also where others use it at the same time. `per`
        divides both times. Returns the median of ours, in seconds.
        """
        ours(), rival()
        mine, theirs = [], []
        for _ in range(rounds):
            for function, times in ((rival, theirs), (ours, mine)):
                gc.collect()
                gc.disable()
                start = time.perf_counter()
                function()
                times.append((time.perf_counter() - start) / per)
                gc.enable()
        a, b = statistics.median(mine), statistics.median(theirs)
        ratio = statistics.median(x / y for x, y in zip(mine, theirs, strict=True))
        self._benchmark.extra_info["ratio"] = ratio
        self._benchmark.pedantic(ours, rounds=1)
        self._record(what, seconds(a), f"{seconds(b)} {rival_name}".strip(), ratio, goal)
        return a

    def once(self, function):
        """Run a function one time; return the seconds that it took."""
        self._benchmark.pedantic(function, rounds=1, iterations=1)
        return self._benchmark.stats.stats.max

    def limit(self, what, value, goal, text, goal_text):
        """Record a figure that has a limit of its own; fail when it passes it."""
        self._rows.append((what, text, "–", "–", goal_text, "ok" if value <= goal else "MISSED"))
        assert value <= goal, f"{what}: {text}, goal {goal_text}"

    def _record(self, what, mine, theirs, ratio, goal):
        ok = ratio <= goal
        self._rows.append(
            (what, mine, theirs, f"{ratio:.2f}", f"≤ {goal}", "ok" if ok else "MISSED")
        )
        assert ok, f"{what}: {mine} against {theirs}, ratio {ratio:.2f}, goal {goal}"


@pytest.fixture
def open_window(qtbot, tmp_path, qapp):
    opened = []

    def open_(experiment):
        theme.apply(qapp, theme.LIGHT)
        bench, worker = Workbench(Document.of("benchmark", experiment)), TorchWorker()
        settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
        window = MainWindow(bench, worker, theme.LIGHT, settings)
        window.resize(1600, 1000)
        qtbot.addWidget(window)
        window.show()
        qapp.processEvents()
        opened.append(window)
        return window, bench, worker

    yield open_
    for window in opened:
        window.close()


@pytest.fixture
def versus(benchmark, request):
    return Versus(benchmark, request.config.stash[ROWS])


def seconds(value):
    """A time with a unit that fits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value * 1e9:.3g} ns"
