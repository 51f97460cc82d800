"""Worker process that is stopped, or killed amid a message: the window goes on, and says so."""

import math
import os
import signal

import numpy as np
import pytest
from PySide6.QtCore import QTimer

from tests.ui.worker.stand_ins import load_nothing, load_quick_pulse, wait_for
from ui.worker import torch_worker
from ui.worker.torch_worker import PATIENCE, TorchWorker
from ui.worker.wire import PIECE

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs SIGSTOP")

LARGE = 40 * PIECE


class Watched:
    """Worker with its signals, answers and failures in lists."""

    def __init__(self, load_torch):
        self.worker = TorchWorker(load_torch=load_torch)
        self.ready, self.silent, self.done, self.failed = [], [], [], []
        self.worker.ready.connect(self.ready.append)
        self.worker.silent.connect(self.silent.append)

    def ask(self, function, *arguments):
        return self.worker.submit(
            function, *arguments, done=self.done.append, failed=self.failed.append
        )

    @property
    def process(self):
        return self.worker._process

    def send(self, number):
        os.kill(self.process.processId(), number)


@pytest.fixture
def watched(monkeypatch, qtbot):
    """Make workers whose torch is loaded; the window looks at them fifty times a second."""
    monkeypatch.setattr(torch_worker, "WATCH_MILLISECONDS", 20)
    made = []

    def make(load_torch=load_nothing):
        made.append(Watched(load_torch))
        made[-1].worker.start()
        qtbot.waitUntil(lambda: bool(made[-1].ready))
        return made[-1]

    yield make
    for one in made:
        one.worker.close()


def test_a_stopped_process_is_named_and_may_go_on(watched, qtbot):
    """The window's event loop turns meanwhile, and little of what it cannot send lies in memory."""
    one, turns = watched(), []
    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: turns.append(one.process.bytesToWrite()))
    one.send(signal.SIGSTOP)
    for _ in range(3):
        one.ask(len, bytes(LARGE))
    timer.start()
    qtbot.waitUntil(lambda: one.silent == [True] and len(turns) > 100)
    timer.stop()
    assert max(turns) <= 2 * PIECE
    assert one.done == []
    one.send(signal.SIGCONT)
    qtbot.waitUntil(lambda: len(one.done) == 3)
    assert one.done == [LARGE] * 3
    assert one.silent[:2] == [True, False]
    assert one.failed == []
    assert len(one.ready) == 1


def test_a_stopped_process_without_work_is_no_matter(watched, qtbot):
    one, looks = watched(), []
    qtbot.waitUntil(lambda: not one.worker.busy and not one.worker._watch.isActive())
    one.send(signal.SIGSTOP)
    timer = QTimer(interval=20)
    timer.timeout.connect(lambda: looks.append(1))
    timer.start()
    qtbot.waitUntil(lambda: len(looks) > 2 * PATIENCE)
    assert one.silent == []


def test_a_new_process_gets_the_request_of_one_that_does_not_answer(watched, qtbot):
    one = watched()
    one.send(signal.SIGSTOP)
    former = one.process.processId()
    one.ask(math.sqrt, 4)
    one.ask(len, bytes(LARGE))
    qtbot.waitUntil(lambda: one.silent == [True])
    one.worker.restart()
    assert one.silent == [True, False]
    with pytest.raises(ProcessLookupError):
        os.kill(former, 0)
    qtbot.waitUntil(lambda: len(one.done) == 2)
    assert one.done == [2.0, LARGE]
    assert one.failed == []
    assert len(one.ready) == 2


@pytest.mark.parametrize("end", [signal.SIGCONT, signal.SIGKILL])
def test_an_answer_that_stops_on_the_way_holds_nothing_up(watched, qtbot, end):
    one = watched()

    def stop():
        if not one.silent:
            one.send(signal.SIGSTOP)

    qtbot.waitUntil(lambda: not one.worker.busy)
    one.process.readyReadStandardOutput.connect(stop)
    one.ask(bytes, LARGE)
    one.ask(math.sqrt, 4)
    qtbot.waitUntil(lambda: one.silent == [True])
    one.send(end)
    qtbot.waitUntil(lambda: 2.0 in one.done)
    if end == signal.SIGCONT:
        assert [len(one.done[0]), one.done[1]] == [LARGE, 2.0]
        assert one.failed == []
    else:
        assert one.done == [2.0]
        assert len(one.failed) == 1
        assert len(one.ready) == 2


def test_a_request_that_stops_on_the_way_holds_nothing_up(watched, qtbot):
    """The process is killed when it has part of the request."""
    one = watched()
    one.send(signal.SIGSTOP)
    weights = np.ones(LARGE // 8)
    weights.flags.writeable = False
    one.ask(np.sum, weights)
    one.ask(np.sum, weights)
    qtbot.waitUntil(lambda: one.silent == [True])
    one.send(signal.SIGKILL)
    qtbot.waitUntil(lambda: len(one.done) == 1)
    assert one.done == [LARGE // 8]
    assert len(one.failed) == 1


def test_long_work_gives_signs_of_life(watched, qtbot, tmp_path):
    one, looks, file = watched(load_quick_pulse), [], tmp_path / "go on"
    one.worker._watch.timeout.connect(lambda: looks.append(one.worker._looks))
    one.ask(wait_for, str(file))
    counted_on = [*range(1, 10_000)]
    qtbot.waitUntil(lambda: looks != counted_on[: len(looks)])  # each sign has it count anew
    file.touch()
    qtbot.waitUntil(lambda: one.done == [str(file)])


def test_a_stopped_process_is_closed_at_once(watched, qtbot):
    one = watched()
    one.send(signal.SIGSTOP)
    process = one.process.processId()
    ticket = one.ask(len, bytes(LARGE))
    qtbot.waitUntil(lambda: one.worker._current is not None)
    one.worker.close()
    assert not ticket.open
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
