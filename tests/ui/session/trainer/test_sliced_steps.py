"""Training steps in slices: many short ones in one slice, or a long one in many."""

import pytest

from tests.simulator.training.test_run import equal_runs, training_run
from ui.session.trainer import sliced_steps
from ui.session.trainer.sliced_steps import SlicedSteps


def test_a_step_that_takes_long_is_taken_in_slices_and_has_the_same_bits(monkeypatch):
    monkeypatch.setattr(sliced_steps, "SLICE_SECONDS", 0.0)
    taker, sliced, whole = SlicedSteps(), training_run(), training_run()
    slices = 0
    while sliced.step < 7:
        before = sliced.step
        assert taker.take(sliced, 1, 7) == ()
        slices += 1
        assert taker.under_way == (sliced.step == before)
    assert slices > 14
    whole.advance(7)
    equal_runs(sliced, whole)


@pytest.mark.parametrize(("most", "until", "reached"), [(3, 9, 3), (9, 4, 4), (5, 0, 0)])
def test_a_slice_takes_no_more_steps_than_it_may(monkeypatch, most, until, reached):
    monkeypatch.setattr(sliced_steps, "SLICE_SECONDS", 60.0)
    taker, run = SlicedSteps(), training_run()
    taker.take(run, most, until)
    assert run.step == reached


def test_a_step_that_is_given_up_leaves_nothing_behind(monkeypatch):
    taker, dropped, other, whole = SlicedSteps(), training_run(), training_run(), training_run()
    with monkeypatch.context() as short:
        short.setattr(sliced_steps, "SLICE_SECONDS", 0.0)
        for run in (dropped, other):  # to take a step of another run gives the first one up
            taker.take(run, 1, 1)
            assert taker.under_way
    taker.drop()
    assert not taker.under_way
    monkeypatch.setattr(sliced_steps, "SLICE_SECONDS", 60.0)
    for run in (dropped, other):
        taker.take(run, 5, 5)
    whole.advance(5)
    equal_runs(dropped, whole)
    equal_runs(other, whole)


def test_an_error_in_a_step_leaves_none_under_way(monkeypatch):
    taker, run = SlicedSteps(), training_run()
    monkeypatch.setattr(run, "batch", lambda step: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        taker.take(run, 1, 1)
    assert not taker.under_way


class Ticking:
    """A run whose one step goes on for ever, of parts that take a millisecond each."""

    def __init__(self):
        self.step, self.now, self.parts = 0, 0.0, 0

    def advancing(self):
        while True:
            self.now += 0.001
            self.parts += 1
            yield


@pytest.mark.parametrize(
    ("rest", "parts"), [(0.002, 12), (0.018, 12), (0.022, 8), (0.027, 5), (0.031, 12), (9.0, 12)]
)
def test_steps_leave_a_frame_that_takes_long_its_time(monkeypatch, rest, parts):
    taker, run = SlicedSteps(), Ticking()
    monkeypatch.setattr(sliced_steps.time, "perf_counter", lambda: run.now)
    taker.take(run, 1, 1)
    before = run.parts
    run.now += rest
    taker.take(run, 1, 1)
    assert run.parts - before == pytest.approx(parts, abs=1)
