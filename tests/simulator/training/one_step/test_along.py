"""Along: the loss along a step, and what the last steps promised and kept."""

from collections import deque

import numpy as np
import pytest

from simulator.objective.loss import BCE
from simulator.training.foretold import foretold
from simulator.training.one_step.along import FIRST, LAST, Along
from simulator.training.one_step.promises import promise_of
from simulator.training.one_step.trial import Trial
from simulator.training.optimisers import SGD
from simulator.training.passes import Passes
from tests.simulator.training.networks import Fresh, network, random_batch, training_run


def trial_of(kind=BCE, lr=2.0, dtype=np.float32):
    net = network(dtype=dtype)
    run = training_run(net, SGD(lr), Fresh(net, kind))
    run.advance(2)
    return Trial.at(run, 2)


def test_the_losses_and_the_slope_are_those_of_foretold():
    trial = trial_of()
    along = Along(trial)
    found = foretold(trial.network, trial.batch, trial.step.weights, (-0.5, 0.5))
    assert along.predicted() == pytest.approx(found.predicted, rel=1e-12)
    losses = [along.at(share).loss for share in found.alphas]
    assert losses == pytest.approx(found.losses, rel=1e-12)
    assert along.at(1).loss - along.at(0).loss == pytest.approx(found.true, rel=1e-9)


def test_right_answers_are_counted_where_answers_are_right_or_wrong():
    trial = trial_of()
    along = Along(trial)
    wide = trial.network.astype(np.float64)
    said = Passes(wide).answers(wide.arrays, trial.batch.astype(np.float64))
    right = (said > 0) == (trial.batch.targets.values > 0.5)
    assert (along.at(0).right, along.answers) == (int(right.sum()), right.size)
    assert Along(trial_of("mse")).at(0).right is None


def test_it_begins_coarse_and_goes_on_where_the_loss_leaps():
    trial = trial_of(lr=0.1)
    along = Along(trial)
    deque(along.refine(11), maxlen=0)
    coarse = list(along.points)
    assert coarse[:2] == [0, 1]
    assert sorted(coarse) == [k / 4 for k in range(-2, 9)]
    edge = 0.3
    judged = along.passes.judge

    class Leaping:
        """Passes whose loss leaps at a share of the step."""

        def in_parts(self, weights, batch, into):
            way = trial.deltas()["bias_ih_l0"][0]
            share = (weights["bias_ih_l0"][0] - along._start["bias_ih_l0"][0]) / way
            result = judged(weights, batch)
            yield
            return type(result)(result.loss + (share > edge), result.accuracy, {})

    leaping = Along(trial)
    leaping.passes = Leaping()
    deque(leaping.refine(40), maxlen=0)
    points = list(leaping.points)
    assert len(points) == len(set(points)) == 40
    assert min(points) == FIRST
    assert max(points) == LAST
    assert min(abs(share - edge) for share in points) < 1 / 128
    assert leaping.near(0.31).share == min(points, key=lambda share: abs(share - 0.31))
    assert [point.share for point in leaping.line()] == sorted(points)


def test_nothing_is_computed_twice(monkeypatch):
    along = Along(trial_of())
    first = along.at(0.5)
    monkeypatch.setattr(along.passes, "in_parts", None)
    assert along.at(0.5) is first


def test_a_promise_is_foretold_of_the_batch_of_its_own_step():
    net = network()
    run = training_run(net, source=Fresh(net), first=4)
    run.advance(6)
    to_come, one = promise_of(run, 10), promise_of(run, 7)
    assert (to_come.step, one.step) == (10, 7)
    batch = random_batch(net, seed=7)
    before, after = (run.network_at(n).astype(np.float64) for n in (7, 8))
    passes, wide = Passes(before), batch.astype(np.float64)
    losses = [passes.judge(n.arrays, wide).loss for n in (before, after)]
    assert one.true == pytest.approx(losses[1] - losses[0])
    run.advance(1)
    assert promise_of(run, 10) == to_come
