"""Passes: those that are recorded, and torch autograd, are what the fast ones have to be near."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.gradients.backward_run import BackwardRun
from simulator.network.lane import Lane
from simulator.network.quantities import Y
from simulator.objective.loss import BCE, CROSS_ENTROPY, MSE, Loss
from simulator.objective.readout import EVERY
from simulator.objective.targets import IGNORED, Targets
from simulator.training import passes as passes_module
from simulator.training.batch import Batch
from simulator.training.edit import gradients_of
from simulator.training.network import Network
from simulator.training.passes import Passes
from simulator.training.walks import lane_walk
from tests.depth import examples
from tests.simulator.gradients.oracle import Autograd
from tests.simulator.training.networks import network, random_batch, same, with_loss

TOLERANCE = {np.float64: 1e-12, np.float32: 1e-4}


def recorded(experiment):
    """Return loss, answers and gradients of the passes that keep everything."""
    run = Run(experiment)
    run.advance()
    objective, counts = experiment.objective, experiment.counts()
    y = run.trace.values(Y, Lane())
    target = objective.targets.values[: len(y)]
    of_steps = np.zeros(counts.shape, y.dtype)
    of_steps[counts] = objective.loss.of_steps(y[counts], target[counts])
    back = BackwardRun(run)
    back.advance()
    return objective.loss.whole(of_steps, counts), y, gradients_of(back)


def near(ours, theirs, tolerance):
    scale = max(np.abs(theirs).max(initial=0.0), 1e-3)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=tolerance * scale)


@given(st.integers(0, 10**5), st.sampled_from([np.float32, np.float64]))
@examples(60)
def test_loss_answers_and_gradients_are_those_of_the_recorded_passes(seed, dtype):
    experiment = with_loss(seed, dtype, steps=12)
    net, batch = Network.of(experiment), Batch.of(experiment)
    passes = Passes(net)
    found = passes.gradients(net.arrays, batch)
    loss, y, gradients = recorded(experiment)
    assert found.loss == pytest.approx(loss, rel=TOLERANCE[dtype], abs=TOLERANCE[dtype])
    assert found.gradients.keys() == gradients.keys()
    for name, theirs in gradients.items():
        near(found.gradients[name], theirs, TOLERANCE[dtype])
    read = experiment.objective.reads(experiment.num_timesteps, experiment.lengths)
    answers = passes.answers(net.arrays, batch)
    if net.readout.over == EVERY:
        near(answers[read], y[read], TOLERANCE[dtype])
    else:
        ends = np.array(experiment.lengths) - 1
        near(answers[0], y[ends, np.arange(len(ends))], TOLERANCE[dtype])


@pytest.mark.torch
@pytest.mark.parametrize("seed", range(12))
def test_gradients_are_those_of_autograd(seed):
    experiment = with_loss(seed + 500)
    net = Network.of(experiment)
    found, theirs = Passes(net).gradients(net.arrays, Batch.of(experiment)), Autograd(experiment)
    for name, gradient in found.gradients.items():
        near(gradient, theirs.gradient(name), 1e-8)


@pytest.mark.parametrize("columns", [1, 4, 7, 60])
@pytest.mark.parametrize("seed", range(6))
def test_a_walk_of_many_blocks_has_the_gradients_of_the_recorded_one(monkeypatch, columns, seed):
    monkeypatch.setattr(lane_walk, "_BLOCK_BYTES", 0)
    monkeypatch.setattr(lane_walk, "_LEAST_COLUMNS", columns)
    experiment = with_loss(seed + 900, steps=30)
    net = Network.of(experiment)
    found = Passes(net).gradients(net.arrays, Batch.of(experiment))
    for name, theirs in recorded(experiment)[2].items():
        near(found.gradients[name], theirs, 1e-12)


def test_a_gradient_is_a_central_difference():
    net = network(2, 3, 2, dtype=np.float64, num_layers=2, bidirectional=True, proj_size=2)
    batch, passes, arrays = random_batch(net), Passes(net), net.arrays
    found = passes.gradients(arrays, batch).gradients
    rng = np.random.default_rng(0)
    for name, array in arrays.items():
        way = rng.standard_normal(array.shape)
        two = (
            passes.judge({**arrays, name: array + sign * 1e-5 * way}, batch).loss
            for sign in (1, -1)
        )
        ahead, behind = two
        assert (ahead - behind) / 2e-5 == pytest.approx(np.vdot(found[name], way), abs=1e-8)


@pytest.mark.parametrize("kept", [0, 1 << 20])
def test_a_batch_has_the_same_bits_whatever_was_computed_before(monkeypatch, kept):
    monkeypatch.setattr(passes_module, "_ROOM_BYTES", kept)
    net = network(num_layers=2, bidirectional=True, proj_size=2)
    batches = [
        random_batch(net, steps, rows, seed, lengths=lengths)
        for seed, (steps, rows, lengths) in enumerate(
            [
                (5, 4, ()),
                (5, 4, (5, 2, 1, 3)),
                (5, 4, ()),
                (9, 1, ()),
                (2, 3, (1, 2, 2)),
                (5, 4, ()),
            ]
        )
    ]
    used, weights = Passes(net), net.arrays
    for batch in [*batches, *batches[::-1]]:
        found, alone = used.gradients(weights, batch), Passes(net).gradients(weights, batch)
        assert found.loss == alone.loss
        same(found.gradients, alone.gradients)
        assert used.judge(weights, batch).loss == alone.loss


def test_only_what_is_asked_for_is_written():
    net = network()
    batch, whole = random_batch(net), Passes(net).gradients(net.arrays, random_batch(net)).gradients
    for name in net.arrays:
        into = {name: np.full_like(net.arrays[name], np.nan)}
        found = Passes(net).gradients(net.arrays, batch, into)
        assert found.gradients is into
        np.testing.assert_array_equal(into[name], whole[name])


def test_padding_and_what_does_not_count_may_be_anything():
    net = network(num_layers=2, bidirectional=True)
    batch = random_batch(net, lengths=(5, 2, 3, 1))
    past = np.arange(5)[:, None] >= np.array(batch.lengths)
    counted = np.random.default_rng(0).random((5, 4)) < 0.6
    plain = replace(batch, targets=Targets(batch.targets.values, counted))
    values = np.where((past | ~counted)[..., None], np.nan, batch.targets.values)
    junk = replace(
        batch,
        inputs=np.where(past[..., None], np.float32(np.nan), batch.inputs),
        targets=Targets(values.astype(np.float32), counted),
    )
    found, wanted = (Passes(net).gradients(net.arrays, one) for one in (junk, plain))
    assert found.loss == wanted.loss
    same(found.gradients, wanted.gradients)


def test_a_batch_of_which_nothing_counts_has_no_loss_and_teaches_nothing():
    net = network()
    batch = random_batch(net)
    nothing = replace(batch, targets=Targets(batch.targets.values, np.zeros((5, 4), bool)))
    found = Passes(net).gradients(net.arrays, nothing)
    assert np.isnan(found.loss)
    assert not any(gradient.any() for gradient in found.gradients.values())


@pytest.mark.parametrize("over", ["every", "last", "h_n"])
@pytest.mark.parametrize("kind", [BCE, CROSS_ENTROPY])
def test_accuracy_is_the_share_of_answers_that_the_objective_does_not_call_wrong(over, kind):
    net = network(outputs=3, over=over, bidirectional=True)
    batch = random_batch(net, kind=BCE, lengths=(5, 3, 4, 1))
    if kind == CROSS_ENTROPY:
        classes = np.random.default_rng(1).integers(0, 3, (5, 4))
        classes[1, 2] = IGNORED
        batch = replace(batch, targets=Targets.of(classes), loss=Loss(kind))
    experiment = batch.experiment(net)
    counts, (_, y, _) = experiment.counts(), recorded(experiment)
    at = np.nonzero(counts)
    wrong = experiment.objective.wrong(y[at], at, 0.5)
    share = wrong.any(axis=1).mean() if kind == CROSS_ENTROPY else wrong.mean()
    assert Passes(net).judge(net.arrays, batch).accuracy == pytest.approx(1 - share)


def test_numbers_have_no_accuracy():
    net = network()
    assert np.isnan(Passes(net).judge(net.arrays, random_batch(net, kind=MSE)).accuracy)


def test_infinite_weights_are_no_error():
    net = network()
    broken = {**net.arrays, "weight_hh_l0": np.full((12, 3), np.inf, np.float32)}
    found = Passes(net).gradients(broken, random_batch(net))
    assert not np.isfinite(found.loss)
