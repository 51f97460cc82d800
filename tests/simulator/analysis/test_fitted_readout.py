"""Readout fitted by least squares: what it reads and is fitted to, by torch's own solver."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.fitted_readout import fitted
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.objective.loss import BCE, CROSS_ENTROPY, MSE
from simulator.objective.readout import H_N, LAST
from tests.depth import examples
from tests.needs_torch import torch
from tests.simulator.experiments import random_parameters
from tests.simulator.objective.objectives import objective_of, with_objective


def experiment_of(loss=MSE, over="every", steps=40, batch=2, outputs=3, **options):
    config = LSTMConfig(2, 4, 2, bidirectional=True)
    parameters = random_parameters(config).astype(np.float64)
    values = np.random.default_rng(3).standard_normal((steps, batch, 2))
    experiment = Experiment.create(parameters, values, lengths=range(steps, steps - batch, -1))
    objective = objective_of(
        config, (steps, batch), np.float64, 1, outputs, loss, over=over, **options
    )
    return experiment.with_objective(objective)


def read_by_torch(experiment):
    """Return what the readout reads at each timestep and row, from nn.LSTM's own results."""
    lstm = torch.nn.LSTM(2, 4, 2, bidirectional=True, dtype=torch.float64)
    lstm.load_state_dict(
        {n: torch.from_numpy(a.copy()) for n, a in experiment.parameters.arrays.items()}
    )
    packed = torch.nn.utils.rnn.pack_padded_sequence(
        torch.from_numpy(experiment.sequence.copy()),
        list(experiment.lengths),
        enforce_sorted=False,
    )
    output, (h_n, _) = lstm(packed)
    output = torch.nn.utils.rnn.pad_packed_sequence(output)[0].detach().numpy()
    return output, torch.cat([h_n[-2], h_n[-1]], -1).detach().numpy()


def test_every_timestep_that_counts_is_fitted():
    experiment = experiment_of()
    output, _ = read_by_torch(experiment)
    counted = experiment.objective.targets.counted & (
        np.arange(40)[:, None] < np.array(experiment.lengths)
    )
    read = np.column_stack([output[counted], np.ones(counted.sum())])
    wanted = torch.linalg.lstsq(
        torch.from_numpy(read), torch.from_numpy(experiment.objective.targets.values[counted])
    ).solution.numpy()
    readout = fitted(experiment).objective.readout
    np.testing.assert_allclose(readout.weight, wanted[:-1].T, atol=1e-9)
    np.testing.assert_allclose(readout.bias, wanted[-1], atol=1e-9)


@pytest.mark.parametrize("over", [LAST, H_N])
def test_a_readout_at_the_end_fits_one_answer_of_each_row(over):
    """With more numbers to read than rows, each answer is met exactly."""
    experiment = experiment_of(over=over, batch=3)
    targets = experiment.objective.targets
    counted = np.ones_like(targets.counted)
    experiment = experiment.with_objective(
        replace(experiment.objective, targets=replace(targets, counted=counted))
    )
    output, h_n = read_by_torch(experiment)
    readout = fitted(experiment).objective.readout
    rows = np.arange(3)
    last = np.array(experiment.lengths) - 1
    read = h_n if over == H_N else output[last, rows]
    np.testing.assert_allclose(
        read @ readout.weight.T + readout.bias, targets.values[last, rows], atol=1e-8
    )


def test_classes_are_fitted_as_one_hot_vectors_and_bits_as_their_signs():
    of_classes = experiment_of(CROSS_ENTROPY)
    targets = of_classes.objective.targets
    numbers = np.eye(3)[np.where(targets.counted, targets.values, 0)]
    as_numbers = replace(
        experiment_of().objective, targets=replace(targets, values=numbers, counted=targets.counted)
    )
    by_hand = fitted(experiment_of().with_objective(as_numbers)).objective.readout
    np.testing.assert_allclose(fitted(of_classes).objective.readout.weight, by_hand.weight)

    bits = experiment_of(BCE)
    values = (bits.objective.targets.values > 0.5).astype(np.float64)
    bits = bits.with_objective(
        replace(bits.objective, targets=replace(bits.objective.targets, values=values))
    )
    signs = experiment_of()
    signs = signs.with_objective(
        replace(
            signs.objective,
            targets=replace(bits.objective.targets, values=np.where(values == 1, 1.0, -1.0)),
        )
    )
    np.testing.assert_allclose(
        fitted(bits).objective.readout.weight, fitted(signs).objective.readout.weight
    )


@examples(100, by_default=6)
@given(with_objective(), st.integers(0, 2**32 - 1))
def test_no_readout_nearby_has_a_smaller_loss(experiment, seed):
    experiment = experiment.astype(np.float64)
    if experiment.objective.loss.kind != MSE or not experiment.counts().any():
        experiment = experiment_of()
    best = fitted(experiment)
    readout, rng = best.objective.readout, np.random.default_rng(seed)
    weight = readout.weight + 1e-3 * rng.standard_normal(readout.weight.shape)
    other = replace(best.objective, readout=replace(readout, weight=weight))
    assert loss_of(best) <= loss_of(best.with_objective(other)) * (1 + 1e-9) + 1e-12


def loss_of(experiment):
    run = Run(experiment)
    run.advance()
    return run.trace.loss()


@pytest.mark.parametrize("part", ["targets", "counted"])
def test_without_an_answer_there_is_nothing_to_fit_to(part):
    experiment = experiment_of()
    objective = experiment.objective
    none = np.zeros_like(objective.targets.counted)
    without = (
        replace(objective, targets=None, loss=None)
        if part == "targets"
        else replace(objective, targets=replace(objective.targets, counted=none))
    )
    with pytest.raises(ValueError, match=r"least squares needs (targets|at least one target)"):
        fitted(experiment.with_objective(without))
