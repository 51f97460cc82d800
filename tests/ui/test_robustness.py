"""Whatever is done to a window, nothing is raised, and nothing of it stays when it is closed."""

import gc
import weakref

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.examples import EXAMPLES
from tests.ui.robot import Robot
from tests.ui.windows import FILES, close, left_over, open_window, sweep

EVENTS, WINDOWS = 500, 2 * len(EXAMPLES)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where what is saved lands


@pytest.mark.parametrize(("seed", "example"), [(1, "tagger"), (2, "walk"), (3, "sunspots")])
def test_random_events_raise_nothing_and_leave_nothing_behind(tmp_path, seed, example):
    before = left_over()
    window, bench = open_window(example, tmp_path)
    gone = [weakref.ref(window), weakref.ref(bench)]
    robot = Robot(window, seed, FILES)
    robot.work(EVENTS)
    assert window.isVisible(), robot.done[-5:]
    assert QApplication.topLevelWidgets().count(window) == 1
    bench.last()
    for _ in range(6000):
        if not window.busy:
            break
        QTest.qWait(10)
    snapshot = bench.snapshot()
    assert snapshot.position == snapshot.schedule.end or snapshot.hit is not None
    close(window)
    del window, bench, robot, snapshot
    assert left_over() == before
    assert [ref() for ref in gone] == [None, None]


def test_windows_that_are_closed_leave_no_memory_behind(tmp_path):
    widgets, objects = [], []
    for number in range(WINDOWS):
        window, bench = open_window(list(EXAMPLES)[number % len(EXAMPLES)], tmp_path)
        bench.step(4)
        sweep()
        gone = [weakref.ref(window), weakref.ref(bench)]
        close(window)
        del window, bench
        widgets.append(left_over())
        objects.append(len(gc.get_objects()))
        assert [ref() for ref in gone] == [None, None]
    assert len(set(widgets)) == 1
    one_of_each = len(EXAMPLES)  # by then everything that is kept for good has been made
    assert max(objects[one_of_each:]) - min(objects[one_of_each:]) < 200
