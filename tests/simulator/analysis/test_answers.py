"""Answers: the largest are torch's topk, right and wrong the objective's, means exact sums."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from simulator.analysis.answers import (
    BITS,
    CLASSES,
    NUMBERS,
    Answer,
    answer_at,
    counted_of,
    kind_of,
    largest,
    loss_up_to,
    rank_of,
)
from simulator.engine.run import Run
from simulator.network.lane import Lane
from simulator.network.quantities import LOSS, P, Y
from simulator.objective.loss import MEAN
from simulator.objective.readout import IDENTITY
from tests.needs_torch import torch
from tests.simulator.objective.objectives import with_objective

numbers = hnp.arrays(np.float32, st.integers(1, 40), elements=st.floats(-8, 8, width=32))
few = hnp.arrays(np.float64, st.integers(1, 30), elements=st.sampled_from([0.0, 1.0, np.nan]))


@given(numbers, st.integers(0, 50))
def test_the_largest_are_torch_s_topk(values, count):
    count = min(count, len(values))
    expected = torch.topk(torch.tensor(values), count)
    found = largest(values, count)
    assert values[found].tolist() == expected.values.tolist()
    if len(np.unique(values)) == len(values):
        assert found.tolist() == expected.indices.tolist()


@given(few, st.integers(0, 40))
def test_of_equal_numbers_the_first_is_larger_and_nan_is_the_largest(values, count):
    key = np.where(np.isnan(values), 2.0, values)
    order = sorted(range(len(values)), key=lambda k: (-key[k], k))
    assert largest(values, count).tolist() == order[:count]
    assert [rank_of(values, k) for k in order] == [*range(1, len(values) + 1)]


def test_of_50_000_numbers_the_largest_ten_are_torch_s():
    values = np.random.default_rng(0).standard_normal(50_000).astype(np.float32)
    expected = torch.topk(torch.tensor(values), 10).indices.tolist()
    assert largest(values, 10).tolist() == expected
    assert [rank_of(values, k) for k in expected] == [*range(1, 11)]


@given(with_objective(), st.data())
def test_an_answer_is_what_the_objective_says(experiment, data):
    run = Run(experiment)
    run.advance()
    objective, trace = experiment.objective, run.trace
    reads = objective.reads(experiment.num_timesteps, experiment.lengths)
    t, row = data.draw(st.sampled_from(np.argwhere(reads).tolist()))
    counted = counted_of(experiment, row)
    answer = answer_at(trace, t, row, bool(counted[t]))
    y = trace.values(Y, Lane())[t, row]
    assert counted.tolist() == experiment.counts()[:, row].tolist()
    assert answer.quantity == (Y if objective.readout.function == IDENTITY else P)
    assert answer.numbers.tolist() == trace.values(answer.quantity, Lane())[t, row].tolist()
    wrong = objective.wrong(y, (t, row), 0.5)
    if not counted[t]:
        assert answer.is_right is None
        assert answer.right is answer.targets is None
        return
    if answer.kind == CLASSES and objective.targets.classes:
        assert answer.right == objective.targets.values[t, row]
        assert answer.said == int(torch.tensor(y).argmax())
        assert answer.is_right == (not wrong.any())
    elif answer.kind == BITS and objective.loss.kind == "bce":
        assert [answer.is_wrong(k) for k in range(len(y))] == wrong.tolist()
        assert answer.mistakes == wrong.sum()
    elif answer.kind == NUMBERS:
        errors = [answer.error(k) for k in range(len(y))]
        assert errors == (y - objective.targets.values[t, row]).tolist()


@given(with_objective(), st.data())
def test_the_loss_so_far_is_over_what_counts_of_the_row(experiment, data):
    run = Run(experiment)
    run.advance()
    row = data.draw(st.integers(0, experiment.batch_size - 1))
    t = data.draw(st.integers(0, experiment.lengths[row] - 1))
    counted, losses = experiment.counts()[:, row], run.trace.values(LOSS, Lane())[:, row, 0]
    there = [float(losses[s]) for s in range(t + 1) if counted[s]]
    found = loss_up_to(run.trace, t, row, counted)
    if not there:
        assert math.isnan(found)
        return
    expected = math.fsum(there)
    expected /= len(there) if experiment.objective.loss.reduction == MEAN else 1
    assert found == pytest.approx(expected, rel=1e-12)


@given(numbers, st.data())
def test_the_right_class_is_always_listed(values, data):
    right = data.draw(st.integers(0, len(values) - 1))
    count = data.draw(st.integers(1, 12))
    listed = Answer(CLASSES, Y, values, values, right=right).shown(count)
    best = largest(values, count).tolist()
    assert len(listed) == min(count, len(values))
    assert right in listed
    assert list(listed) == best or (right not in best and list(listed[:-1]) == best[:-1])


@given(with_objective())
def test_the_kind_of_answers_follows_targets_loss_and_function(experiment):
    objective = experiment.objective
    kind = kind_of(experiment)
    if objective.targets.classes or objective.readout.function == "softmax":
        assert kind == CLASSES
    elif objective.readout.function == "sigmoid" or objective.loss.kind == "bce":
        assert kind == BITS
    else:
        assert kind == NUMBERS
