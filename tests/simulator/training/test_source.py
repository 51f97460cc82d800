"""Sources: a step's batch follows from its number, each epoch has every row once."""

from dataclasses import replace
from itertools import chain

import numpy as np
import pytest

from simulator.objective.loss import MSE, Loss
from simulator.objective.objective import Objective
from simulator.objective.targets import Targets
from simulator.training.source import GivenBatches, OwnSequences, split_in_time
from tests.simulator.training.networks import network, random_batch


def experiment_of(rows, steps=6, ahead=0, **options):
    """Return an experiment whose numbers tell their row and timestep: 100·row + t."""
    net = network(1, 2, **options)
    numbers = 100.0 * np.arange(rows) + np.arange(steps)[:, None]
    batch = random_batch(net, steps, rows)
    batch = replace(batch, inputs=numbers[..., None].astype(np.float32))
    experiment = batch.experiment(net)
    if not ahead:
        return experiment
    targets = Targets.forecast(experiment.sequence, experiment.lengths, ahead)
    return experiment.with_objective(Objective(net.readout, targets, Loss(MSE)))


def rows_of(batch):
    return [int(number) // 100 for number in batch.inputs[0, :, 0]]


def test_without_options_every_step_has_all_rows_as_they_are():
    experiment = experiment_of(3)
    source = OwnSequences(experiment)
    assert source.batch(0) is source.batch(99)
    assert source.batch(0).inputs is experiment.sequence
    assert source.validation() is None


@pytest.mark.parametrize(("rows", "size"), [(6, 2), (7, 3), (5, 1), (4, 9)])
def test_an_epoch_has_every_row_once_and_each_its_own_order(rows, size):
    source = OwnSequences(experiment_of(rows), size, seed=3)
    number = -(-rows // size)
    epochs = [
        [rows_of(source.batch(epoch * number + place)) for place in range(number)]
        for epoch in range(4)
    ]
    for epoch in epochs:
        assert sorted(chain.from_iterable(epoch)) == list(range(rows))
        assert all(len(part) == size for part in epoch[:-1])
    assert len({str(epoch) for epoch in epochs}) == (4 if number > 1 else 1)


def test_a_step_has_the_same_batch_whatever_was_asked_before():
    forwards, back = (OwnSequences(experiment_of(7), 2, 0.3, seed=1) for _ in range(2))
    found = [rows_of(forwards.batch(step)) for step in range(9)]
    assert [rows_of(back.batch(step)) for step in reversed(range(9))] == found[::-1]


def test_another_seed_has_another_order():
    orders = {
        str([rows_of(OwnSequences(experiment_of(8), 2, seed=seed).batch(n)) for n in range(4)])
        for seed in range(5)
    }
    assert len(orders) == 5


@pytest.mark.parametrize(("rows", "held_out", "number"), [(8, 0.25, 2), (3, 0.01, 1), (2, 0.9, 1)])
def test_rows_that_are_held_out_are_never_learnt(rows, held_out, number):
    source = OwnSequences(experiment_of(rows), 2, held_out, seed=5)
    judged = rows_of(source.validation())
    learnt = {row for step in range(rows) for row in rows_of(source.batch(step))}
    assert len(judged) == number
    assert learnt | set(judged) == set(range(rows))
    assert not learnt & set(judged)


@pytest.mark.parametrize("ahead", [0, 1, 2])
def test_a_single_row_is_held_out_from_a_timestep_on(ahead):
    experiment = experiment_of(1, 10, ahead)
    source = OwnSequences(experiment, held_out=0.3)
    learnt, judged = source.batch(0), source.validation()
    assert learnt.inputs.shape[0] == 7
    assert judged.inputs.shape[0] == 10
    at = [np.flatnonzero(batch.targets.counted[:, 0]) for batch in (learnt, judged)]
    # What is learnt and what is judged are all targets, and the first lie before the split.
    assert np.concatenate(at).tolist() == list(range(10 - ahead))
    assert at[0][-1] + ahead == 6


def test_a_row_with_one_answer_cannot_be_split():
    with pytest.raises(ValueError, match="be split for validation"):
        OwnSequences(experiment_of(1, over="last"), held_out=0.5)


def test_a_split_that_leaves_a_part_without_targets_is_refused():
    batch = random_batch(network(), steps=6, rows=1)
    first = np.arange(6)[:, None] < 2
    batch = replace(batch, targets=Targets(batch.targets.values, first))
    with pytest.raises(ValueError, match="no targets"):
        split_in_time(batch, 0.5)


@pytest.mark.parametrize("held_out", [-0.1, 1.0, float("nan")])
def test_a_share_out_of_range_is_refused(held_out):
    with pytest.raises(ValueError, match="at least 0 and below 1"):
        OwnSequences(experiment_of(3), held_out=held_out)


def test_a_batch_of_no_row_is_refused():
    with pytest.raises(ValueError, match="at least one row"):
        OwnSequences(experiment_of(3), 0)


def test_given_batches_come_once_an_epoch():
    net = network()
    batches = [random_batch(net, steps) for steps in (3, 4, 5)]
    source = GivenBatches(batches, batches[0], seed=2)
    epochs = [[source.batch(3 * epoch + n) for n in range(3)] for epoch in range(3)]
    assert all({id(batch) for batch in epoch} == set(map(id, batches)) for epoch in epochs)
    assert source.validation() is batches[0]
    assert GivenBatches(batches[:1]).batch(7) is batches[0]
    with pytest.raises(ValueError, match="no batch"):
        GivenBatches([])


def test_given_batches_may_be_learnt_side_by_side():
    net = network()
    batches = [random_batch(net, steps, 2) for steps in (3, 4, 5, 2, 6)]
    source = GivenBatches(batches, seed=1, together=2)
    epoch = [source.batch(step) for step in range(3)]
    assert [batch.rows for batch in epoch] == [4, 4, 2]
    seen = sorted(chain.from_iterable(batch.lengths for batch in epoch))
    assert seen == [2, 2, 3, 3, 4, 4, 5, 5, 6, 6]
    assert GivenBatches(batches, together=9).batch(3).rows == 10
    with pytest.raises(ValueError, match="at least one batch"):
        GivenBatches(batches, together=0)


@pytest.mark.parametrize(("held_out", "number"), [(0.4, 2), (0.01, 1), (0.99, 4)])
def test_given_batches_that_are_held_out_are_never_learnt(held_out, number):
    net = network()
    batches = [random_batch(net, steps, 1) for steps in (3, 4, 5, 2, 6)]
    source = GivenBatches.split(batches, held_out, seed=3)
    judged = source.validation().lengths
    learnt = {length for step in range(9) for length in source.batch(step).lengths}
    assert len(judged) == number
    assert learnt.isdisjoint(judged)
    assert sorted([*learnt, *judged]) == [2, 3, 4, 5, 6]
    assert sorted(source.learnt.lengths) == sorted(learnt)


def test_of_given_batches_one_at_least_is_learnt():
    net = network()
    assert GivenBatches.split([random_batch(net)], 0).validation() is None
    with pytest.raises(ValueError, match="only batch"):
        GivenBatches.split([random_batch(net)], 0.5)
    with pytest.raises(ValueError, match="below 1"):
        GivenBatches.split([random_batch(net), random_batch(net)], 1.0)
