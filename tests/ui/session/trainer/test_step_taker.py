"""Steps that take long go on in a thread: what that thread must not do."""

import gc
import threading

from ui.session.trainer import step_taker
from ui.session.trainer.step_taker import StepTaker


class Littering:
    """A run whose step leaves much garbage in cycles."""

    step = 0

    def advance(self, steps):
        for _ in range(10_000):
            cycle = []
            cycle.append(cycle)
        self.step += steps
        return ()


def test_no_garbage_is_collected_in_the_thread_of_a_step(monkeypatch):
    """It may be widgets, which Qt allows to be freed in its own thread alone."""
    monkeypatch.setattr(step_taker, "seems_long", lambda run: True)
    collected_in = set()

    def note(phase, info):
        collected_in.add(threading.current_thread())

    taker, run = StepTaker(), Littering()
    gc.callbacks.append(note)
    try:
        assert taker.take(run, 1, 2) is None
        while taker.under_way:
            pass
        assert taker.take(run, 1, 1) == ()
    finally:
        gc.callbacks.remove(note)
    assert run.step == 1
    assert collected_in <= {threading.main_thread()}
    assert gc.isenabled()
