"""A drag of a weight: from the mouse that moves to what is painted of it."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.benchmarks.conftest import timed
from tests.benchmarks.workloads import experiment_of
from tests.ui.matrix.mouse import LEFT, move_to

ALT = Qt.KeyboardModifier.AltModifier

STEPS, INPUTS, MOVES = 1000, 64, 3


class Drag:
    """A drag in a window's *Weights*, with the mouse held."""

    def __init__(self, window, bench, qapp):
        self._bench, self._qapp, self._panels = bench, qapp, window._panels
        self._port = self._panels.weights.editor.heat_map.viewport()
        self._place = self._panels.weights.editor.heat_map.cell_rect((1, 1)).center()
        self._up = True
        QTest.mousePress(self._port, LEFT, ALT, self._place)
        for _ in range(3):
            self._move(10)

    def seconds_to_the_next_frame(self):
        """Move the mouse, and do what a turn of the event loop does before its timers: paint."""
        start = time.perf_counter()
        self._move()
        self._qapp.sendPostedEvents(None, 0)
        return time.perf_counter() - start

    def until_all_follows(self):
        """Move the mouse, and paint all that follows."""
        self._move()
        self.settle()

    def settle(self):
        """Paint all that follows an edit or a move."""
        made = self._panels.made
        while self._bench.under_way or any(panel.lag.behind for panel in made.values()):
            self._qapp.processEvents()
        self._qapp.processEvents()

    def shows_newest(self, key):
        """Return True where a panel shows the newest run."""
        return self._panels[key].snapshot.run is self._bench.snapshot().run

    def end(self):
        """Release the mouse."""
        QTest.mouseRelease(self._port, LEFT, ALT, self._place)

    def _move(self, pixels=2):
        self._up = not self._up
        self._place += QPoint(0, -pixels if self._up else pixels)
        move_to(self._port, self._place, ALT)


@pytest.fixture
def begin(open_window, qapp):
    """Begin a drag in a window on a run that stands at its end."""
    drags = []

    def begin_(hidden_size):
        window, bench, _ = open_window(experiment_of(hidden_size, STEPS, inputs=INPUTS))
        bench.last()
        qapp.processEvents()
        drags.append(Drag(window, bench, qapp))
        drags[-1].settle()
        return drags[-1], bench

    yield begin_
    for drag in drags:
        drag.end()


def test_a_drag_to_the_painted_cell(versus, begin):
    """Felt 1 to 100 steps before the position: the weights are read from the first step on."""
    drag, bench = begin(512)
    times, places = [], np.random.default_rng(0).permutation(100).tolist()

    def drag_at_each_place():
        for timestep in places:
            bench.go_to_timestep(timestep)
            drag.settle()
            for _ in range(MOVES):
                times.append(drag.seconds_to_the_next_frame())
                assert drag.shows_newest("Cell") or bench.snapshot().pending
                drag.settle()

    timed(drag_at_each_place)
    cell = np.median(times)
    what = "a drag felt up to 100 steps before to the painted cell, H=512, T=1000"
    versus.limit(what, cell, 0.016, f"{1e3 * cell:.1f} ms", "≤ 16 ms")
    versus.once(drag.until_all_follows)


def test_a_drag_to_the_painted_entry(versus, begin):
    """Felt 1,000 steps before the position, which is shown when the walk is there."""
    drag, bench = begin(512)
    times = []

    def drag_on():
        for _ in range(20):
            times.append(drag.seconds_to_the_next_frame())
            assert bench.snapshot().pending
            assert drag.shows_newest("Weights")
            assert not drag.shows_newest("Cell")
            drag.settle()

    timed(drag_on)
    entry = np.median(times)
    what = "a drag felt 1,000 steps before to the painted entry and its mark, H=512"
    versus.limit(what, entry, 0.016, f"{1e3 * entry:.1f} ms", "≤ 16 ms")
    versus.once(drag.until_all_follows)


def test_all_that_follows_a_drag(versus, begin):
    drag, _ = begin(128)
    all_of_it = versus.in_a_row(drag.until_all_follows)
    what = "a drag until all of the timeline follows, H=128, T=1000"
    versus.limit(what, all_of_it, 0.033, f"{1e3 * all_of_it:.1f} ms", "≤ 33 ms")
    versus.once(drag.until_all_follows)
