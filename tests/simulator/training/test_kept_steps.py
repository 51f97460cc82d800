"""Kept steps: never more bytes than there is room for, and what is kept has its bits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.training.kept_steps import Keeping, KeptSteps, Moment
from simulator.training.state import OptimiserState
from tests.depth import examples
from tests.simulator.training.networks import same

NBYTES = 2 * 5 * 4
"""Bytes of a moment below: two weights that learn, of 2 and 3 numbers, and one kind for each."""


def moment(step):
    """Return the moment of a step, whose numbers tell the step."""
    learning = {
        "a": np.full(2, step, np.float32), "still": np.zeros(4, np.float32),
        "b": np.full((3, 1), step + 0.5, np.float32),
    }  # fmt: skip
    kept = {name: learning[name] * 10 for name in ("a", "b")}
    return Moment(step, learning, OptimiserState(step + 7, {"exp_avg": kept} if step else {}))


def kept(steps, room, first=0):
    found = KeptSteps(moment(first), ["a", "b"], ["exp_avg"], room)
    for step in range(first + 1, first + steps + 1):
        found.add(moment(step))
    return found


@given(st.integers(0, 300), st.integers(0, 40 * NBYTES))
def test_they_fit_and_are_as_many_as_was_told_before(steps, room):
    told, found = Keeping.of(steps, NBYTES, room), kept(steps, room)
    assert found.keeping == told
    assert len(found.steps) == told.kept
    assert told.nbytes == told.kept * NBYTES
    assert told.nbytes <= max(room, NBYTES)
    # Thinned no more than needed: with one of half as many they would not fit.
    if told.every > 1:
        assert (steps // (told.every // 2) + 1) * NBYTES > room


@examples(100, by_default=8)
@given(st.integers(0, 120), st.integers(0, 30 * NBYTES), st.integers(0, 3))
def test_the_last_one_before_a_step_is_found_with_its_bits(steps, room, first):
    found = kept(steps, room, first)
    for step in range(first, first + steps + 1):
        before = found.before(step)
        assert before.step == max(s for s in found.steps if s <= step)
        wanted = moment(before.step)
        same(before.weights, wanted.weights)
        assert before.state.count == first + 7 + before.step - first
        for kind, named in wanted.state.buffers.items():
            same(before.state.buffers[kind], named)
    for step in (first - 1, found.steps[-1] + found.keeping.every):
        with pytest.raises(KeyError):
            found.before(step)


def test_what_does_not_learn_is_shared():
    found = kept(3, 1 << 20)
    assert found.before(3).weights["still"] is found.before(0).weights["still"]


def test_a_moment_that_was_returned_stays_when_others_are_thinned_out():
    found = KeptSteps(moment(0), ["a", "b"], ["exp_avg"], 4 * NBYTES)
    for step in range(1, 4):
        found.add(moment(step))
    third = found.before(3)
    for step in range(4, 20):
        found.add(moment(step))
    same(third.weights, moment(3).weights)
    assert not third.weights["a"].flags.writeable


def test_a_moment_that_was_handed_out_stays_as_it_is_when_steps_are_thinned():
    found = kept(10, 11 * NBYTES)
    before = [found.before(step) for step in range(11)]
    for step in range(11, 60):
        found.add(moment(step))
    assert found.keeping.every > 1
    for step, there in enumerate(before):
        same(there.weights, moment(step).weights)
