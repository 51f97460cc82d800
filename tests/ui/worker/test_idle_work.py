"""IdleWork: slices between the window's events, one piece of work at a time."""

import pytest
from PySide6.QtCore import QObject, QTimer

from ui.worker import idle_work
from ui.worker.idle_work import IdleWork


@pytest.fixture
def work(qapp, monkeypatch):
    monkeypatch.setattr(idle_work, "SLICE_SECONDS", 0.0)
    parent = QObject()
    yield IdleWork(parent)
    parent.deleteLater()


def steps(count, closed):
    try:
        for k in range(count):
            yield k / count
        return count
    finally:
        closed.append(count)


def test_events_pass_between_slices_and_the_result_comes(work, qtbot):
    ticks, done = [], []
    timer = QTimer(work, interval=0)
    timer.timeout.connect(lambda: ticks.append(work.busy))
    timer.start()
    work.done.connect(done.append)
    work.begin(steps(30, []))
    qtbot.waitUntil(lambda: not work.busy)
    assert done == [30]
    assert ticks.count(True) >= 10


def test_other_work_takes_its_place_and_the_first_is_closed(work, qtbot):
    closed, done = [], []
    work.done.connect(done.append)
    work.begin(steps(1000, closed))
    qtbot.waitSignal(work.progressed)
    qtbot.waitUntil(lambda: True)
    work.begin(steps(3, closed))
    qtbot.waitUntil(lambda: not work.busy)
    assert done == [3]
    assert closed[-1] == 3


def test_an_error_is_one_line(work, qtbot):
    def fails():
        yield 0.1
        raise MemoryError

    with qtbot.waitSignal(work.failed) as told:
        work.begin(fails())
    assert told.args[0]
    assert "\n" not in told.args[0]
    assert not work.busy
