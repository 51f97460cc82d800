"""Whatever is done to a window, nothing is raised, and nothing of it stays when it is closed."""

import gc
import weakref

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.examples import EXAMPLES
from tests.ui.inline_worker import InlineWorker
from tests.ui.robot import Robot, sweep
from ui import opening, theme
from ui.main_window import MainWindow
from ui.workbench import Workbench

EVENTS, WINDOWS = 500, 20


@pytest.fixture
def open_window(tmp_path, monkeypatch):
    """Windows over examples, which nobody but the test holds; what they save lands in a folder."""
    monkeypatch.chdir(tmp_path)

    def make(example):
        worker = InlineWorker()
        settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        bench = Workbench(opening.document_of_example(EXAMPLES[example]()))
        window = MainWindow(bench, worker, theme.LIGHT, settings)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        worker.start()
        window.greet()
        sweep()
        return window, bench

    return make


def close(window):
    """Close a window as a program does that goes on without it."""
    window.close()
    window.deleteLater()


def left_over():
    """What there is of widgets, after all that can go has gone."""
    sweep()
    gc.collect()
    sweep()
    return len(QApplication.allWidgets())


@pytest.mark.parametrize(("seed", "example"), [(1, "tagger"), (2, "walk"), (3, "sunspots")])
def test_random_events_raise_nothing_and_leave_nothing_behind(open_window, seed, example):
    before = left_over()
    window, bench = open_window(example)
    gone = [weakref.ref(window), weakref.ref(bench)]
    robot = Robot(window, seed)
    robot.work(EVENTS)
    assert window.isVisible(), robot.done[-5:]
    assert QApplication.topLevelWidgets().count(window) == 1
    bench.last()
    for _ in range(500):
        if not window.busy:
            break
        QTest.qWait(10)
    snapshot = bench.snapshot()
    assert snapshot.position == snapshot.schedule.end or snapshot.hit is not None
    close(window)
    del window, bench, robot, snapshot
    assert left_over() == before
    assert [ref() for ref in gone] == [None, None]


def test_windows_that_are_closed_leave_no_memory_behind(open_window):
    widgets, objects = [], []
    for number in range(WINDOWS):
        window, bench = open_window(list(EXAMPLES)[number % len(EXAMPLES)])
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
