"""Work aside is done once, in another thread where one can be started."""

import threading
from queue import Queue

import pytest

from simulator.files.background import aside


@pytest.mark.parametrize("can_start", [True, False])
def test_it_is_done_once(monkeypatch, can_start):
    def refuse(thread):
        raise RuntimeError("can't start new thread")

    if not can_start:
        monkeypatch.setattr(threading.Thread, "start", refuse)
    done = Queue()
    aside(lambda *given: done.put((given, threading.current_thread())), 1, 2)
    given, thread = done.get(timeout=10)
    assert (given, thread is threading.main_thread()) == ((1, 2), not can_start)
    assert done.empty()
