"""Comparison of two runs: its changes are those found number by number."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.address import Address
from simulator.analysis.comparison import FirstDifference, RunComparison, difference, obstacle
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.objective.objective import NO_OBJECTIVE
from tests.depth import examples
from tests.simulator.experiments import experiments, random_parameters
from tests.simulator.objective.objectives import objectives, with_objective


def finished(experiment):
    run = Run(experiment)
    run.advance()
    return run


@st.composite
def edits(draw):
    """Draw an experiment, and its successor by one edit of a weight, an input or a state."""
    before = draw(experiments())
    rng = np.random.default_rng(draw(st.integers(0, 2**16)))
    what = draw(st.sampled_from(["weight", "sequence", "h_0", "c_0"]))
    value = draw(st.sampled_from([-2.0, 0.0, 0.75, 1e4]))
    if what == "weight":
        name = draw(st.sampled_from(sorted(before.parameters.arrays)))
        place = tuple(rng.integers(0, n) for n in before.parameters[name].shape)
        return before, before.with_parameters(before.parameters.with_value(name, place, value))
    array = getattr(before, what).copy()
    array[tuple(rng.integers(0, n) for n in array.shape)] = value
    if what == "sequence":
        return before, before.with_sequence(array)
    return before, before.with_states(**{what: array})


def known_changes(before, after, position):
    """Return |Δh| of every number that is known at a position, one by one."""
    schedule = after.schedule
    for number in range(position):
        step = schedule.gate_step(number)
        if step.quantity != "h":
            continue
        lane, _ = step.cell
        for row in range(after.experiment.batch_size):
            t = schedule.timestep(step.cell, row)
            if t is None:
                continue
            both = [r.trace.values("h", lane)[t, row] for r in (before, after)]
            for unit, (old, new) in enumerate(zip(*both, strict=True)):
                size = 0.0 if old == new or (np.isnan(old) and np.isnan(new)) else abs(new - old)
                yield Address("h", lane, t, row, unit), np.inf if np.isnan(size) else float(size)


@examples(60)
@given(experiments())
def test_a_run_does_not_differ_from_itself(experiment):
    run, again = finished(experiment), Run(experiment)
    for comparison in (RunComparison(run, run), RunComparison(again, run)):
        comparison.advance(run.schedule.end)
        assert comparison.largest(run.schedule.end) is None
        for lane in run.trace.lanes:
            for quantity in ("z", *run.schedule.phases):
                for row in range(experiment.batch_size):
                    assert not comparison.values(quantity, lane, row)[:].any()


@examples(80)
@given(edits(), st.data())
def test_differences_are_those_of_two_fresh_runs(edit, data):
    before, after = edit
    fresh_before, fresh_after = finished(before), finished(after)
    run = Run(after)
    comparison = RunComparison(Run(before), run)
    positions = st.integers(0, run.schedule.end)
    for position in sorted(data.draw(st.lists(positions, max_size=4))):
        run.advance(position)
        comparison.advance(position)
    run.advance()
    comparison.advance(run.schedule.end)
    for lane in run.trace.lanes:
        for quantity in ("z_f", *run.schedule.phases):
            old, new = (r.trace.values(quantity, lane) for r in (fresh_before, fresh_after))
            for row in range(after.batch_size):
                shown = comparison.values(quantity, lane, row)
                assert np.array_equal(shown[:], new[:, row] - old[:, row], equal_nan=True)
                assert shown[0, -1] == new[0, row, -1] - old[0, row, -1]


@examples(80)
@given(edits(), st.data())
def test_the_largest_change_is_the_largest_of_all_that_is_known(edit, data):
    before, after = map(Run, edit)
    end = after.schedule.end
    comparison = RunComparison(before, after)
    reached = data.draw(st.integers(0, end))
    for target in (reached // 2, reached):
        after.advance(target)
        comparison.advance(target)
    asked = data.draw(st.integers(0, end))
    sizes = dict(known_changes(before, after, min(asked, reached)))
    change = comparison.largest(asked)
    if change is None:
        assert not any(sizes.values())
        return
    size = sizes[change.number]
    assert size == max(sizes.values()) > 0
    assert change.before == change.number.value(before.trace)
    assert change.after == change.number.value(after.trace)


def test_a_number_that_became_nan_has_changed_most():
    config = LSTMConfig(1, 2)
    before = Experiment.create(random_parameters(config), np.ones((3, 1), np.float32))
    sequence = before.sequence.copy()
    sequence[1] = np.nan
    after = replace(before, sequence=sequence)
    run = finished(after)
    comparison = RunComparison(Run(before), run)
    comparison.advance(run.schedule.end)
    change = comparison.largest(run.schedule.end)
    assert change.number.t == 1
    assert np.isfinite(change.before)
    assert np.isnan(change.after)


def test_equal_infinities_and_nans_are_no_difference():
    odd = np.array([np.inf, -np.inf, np.nan, np.inf, np.nan, 1.0])
    other = np.array([np.inf, -np.inf, np.nan, -np.inf, 1.0, 3.0])
    delta = difference(odd, other)
    assert delta[:3].tolist() == [0, 0, 0]
    assert delta[3] == -np.inf
    assert np.isnan(delta[4])
    assert delta[5] == 2


def test_a_difference_is_computed_only_where_it_is_looked_at():
    class Watched(np.ndarray):
        keys = ()

        def __getitem__(self, key):
            Watched.keys += (key,)
            return super().__getitem__(key)

    values = np.arange(12.0).reshape(4, 3)
    shown = FirstDifference(values.view(Watched), 2 * values)
    assert len(shown) == 4
    assert shown.shape == (4, 3)
    assert shown[2, 1] == 7
    assert Watched.keys == ((2, 1),)
    with pytest.raises(ValueError, match="shapes differ"):
        FirstDifference(values, values[:2])


@pytest.mark.parametrize(
    ("options", "steps", "batch", "words"),
    [
        ({"hidden_size": 3}, 5, 2, "its hidden_size differs: 2, not 3"),
        ({"num_layers": 2}, 5, 2, "its num_layers differs: 1, not 2"),
        ({"bidirectional": True}, 5, 2, "its bidirectional differs: False, not True"),
        ({"proj_size": 1}, 5, 2, "its proj_size differs: 0, not 1"),
        ({}, 4, 2, "row 0 has 5 timesteps, not 4"),
        ({}, 5, 3, "2 batch rows, not 3"),
    ],
)
def test_other_shapes_can_not_be_compared(options, steps, batch, words):
    def experiment(steps=5, batch=2, **options):
        config = LSTMConfig(**{"input_size": 2, "hidden_size": 2, **options})
        return Experiment.create(random_parameters(config), np.ones((steps, batch, 2), np.float32))

    before, after = experiment(), experiment(steps, batch, **options)
    assert words in obstacle(before, after)
    assert obstacle(before, experiment(input_size=2)) is None
    with pytest.raises(ValueError, match="cannot be compared"):
        RunComparison(Run(before), Run(after))


def test_another_dtype_and_other_inputs_can_be_compared():
    config = LSTMConfig(2, 2)
    before = Experiment.create(random_parameters(config), np.ones((4, 2), np.float32))
    double = finished(before.astype(np.float64))
    comparison = RunComparison(Run(before), double)
    comparison.advance(double.schedule.end)
    assert 0 < np.abs(comparison.values("c", Lane(), 0)[:]).max() < 1e-6


@examples(100, by_default=8)
@given(with_objective(), st.booleans(), st.booleans(), st.data())
def test_a_run_is_compared_whatever_readout_the_other_has(after, has_before, has_after, data):
    shape = after.sequence.shape[:2]
    drawn = data.draw(objectives(after.config, shape, after.dtype))
    before = after.with_objective(drawn if has_before else NO_OBJECTIVE)
    after = after if has_after else after.with_objective(NO_OBJECTIVE)
    name = next(iter(after.parameters.arrays))
    place = (0,) * after.parameters[name].ndim
    after = after.with_parameters(after.parameters.with_value(name, place, 0.75))
    run = Run(after)
    comparison, full = RunComparison(Run(before), run), (finished(before), finished(after))
    for position in sorted(data.draw(st.sets(st.integers(0, run.schedule.end), max_size=3))):
        run.advance(position)
        comparison.advance(position)
        assert comparison.reached >= position
        found = list(known_changes(*full, position))
        largest = max((size for _, size in found), default=0.0)
        change = comparison.largest(position)
        assert (change is not None) == (largest > 0)
        if change is not None:
            assert (change.number, largest) in found


@examples(60)
@given(with_objective(), st.data())
def test_numbers_of_a_readout_are_compared_where_both_runs_have_them(experiment, data):
    shape = experiment.sequence.shape[:2]
    other = data.draw(objectives(experiment.config, shape, experiment.dtype))
    one = experiment.objective.readout, experiment.objective.quantities
    two = other.readout, other.quantities
    comparison = RunComparison(Run(experiment), Run(experiment.with_objective(other)))
    alike = one[0].over == two[0].over
    assert comparison.compares("h")
    assert comparison.compares("y") == (alike and one[0].width == two[0].width)
    assert comparison.compares("loss") == alike
    both = "p" in one[1] and "p" in two[1] and one[0].width == two[0].width
    assert comparison.compares("p") == (alike and both)
