"""Trial: the step of a run before it is taken, the weights that it moves farthest, and parts."""

import numpy as np
import pytest

from simulator.training.one_step.changes import change_of, count, largest
from simulator.training.one_step.trial import Trial
from simulator.training.optimisers import SGD
from tests.simulator.training.networks import network, same, training_run


def test_a_step_on_trial_is_the_step_that_the_run_takes():
    run = training_run()
    run.advance(7)
    tried = [Trial.at(run, number) for number in (3, 7)]
    run.advance(1)
    for trial in tried:
        same(dict(trial.step.weights), run.moment(trial.number + 1).weights)
        row = run.log.row(trial.number)
        assert (trial.result.loss, trial.step.norm) == (row.loss, row.norm)
    assert tried[1].state.count == 7


def test_looking_at_a_step_changes_nothing_of_the_run():
    looked, other = training_run(), training_run()
    for _ in range(5):
        Trial.at(looked, looked.step)
        looked.advance(1)
    other.advance(5)
    same(looked.network.arrays, other.network.arrays)


def test_the_largest_changes_are_those_of_sorting_all():
    run = training_run(frozen=["weight_hh_l0"])
    run.advance(2)
    trial = Trial.at(run, 2)
    before, after = trial.network.arrays, trial.step.weights
    every = sorted(
        (
            (abs(float(after[n][i]) - float(before[n][i])), n, i)
            for n in before
            for i in np.ndindex(before[n].shape)
            if n != "weight_hh_l0"
        ),
        key=lambda entry: -entry[0],
    )
    assert count(trial) == len(every)
    found = largest(trial, 9)
    assert [abs(change.delta) for change in found] == [size for size, _, _ in every[:9]]
    assert {(c.name, c.indices) for c in found[:4]} == {(n, i) for _, n, i in every[:4]}
    first = found[0]
    assert first.before == before[first.name][first.indices]
    assert first.after == after[first.name][first.indices]
    assert first.gradient == trial.result.gradients[first.name][first.indices]
    assert [change_of(trial, c.name, c.indices) for c in found] == list(found)
    assert len(largest(trial, 10**6)) == len(every)
    with pytest.raises(KeyError):
        change_of(trial, "weight_hh_l0", (0, 0))


def test_what_became_nan_comes_first():
    net = network()
    run = training_run(net.with_arrays({"bias_ih_l0": np.full(12, np.nan, np.float32)}))
    found = largest(Trial.at(run, 0), 3)
    assert all(np.isnan(change.delta) for change in found)


def test_a_part_of_a_step_lies_between_and_is_rounded_once():
    run = training_run(optimiser=SGD(0.5))
    trial = Trial.at(run, 0)
    before, after = trial.network.arrays, trial.step.weights
    same(trial.partly(0).arrays, before)
    same(trial.partly(1).arrays, dict(after))
    half = trial.partly(0.5).arrays
    for name, array in half.items():
        exact = (before[name].astype(np.float64) + after[name].astype(np.float64)) / 2
        np.testing.assert_array_equal(array, exact.astype(np.float32))
    assert trial.partly(-0.5).arrays["bias_ih_l0"] is not before["bias_ih_l0"]
