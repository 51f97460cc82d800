"""A readout and a loss agree with torch within their bounds, and what is wrong is flagged."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from simulator.check.readout_bounds import loss_error, readout_error, softmax_error
from simulator.check.request import CheckRequest, check_run, perform
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.objective.loss import LOSSES, Loss
from simulator.objective.readout import OVER, softmax
from tests.depth import examples
from tests.simulator.experiments import random_parameters
from tests.simulator.objective.objectives import objective_of, with_objective

pytestmark = pytest.mark.torch


def finished(experiment):
    run = Run(experiment)
    run.advance()
    return run


def of_readout(report):
    return {
        kind: found for kind, found in report.largest.items() if kind.quantity in ("y", "p", "loss")
    }


@examples(500, by_default=30)
@given(with_objective())
def test_a_healthy_readout_stays_well_within_its_bounds(experiment):
    """Of all options of an LSTM; two thousand were measured once."""
    stays_within_its_bounds(experiment)


def stays_within_its_bounds(experiment):
    """Check LSTM, Linear and loss by torch, each from what it read."""
    report = check_run(finished(experiment))
    assert report.agrees, report.text()
    found = of_readout(report)
    assert {kind.quantity for kind in found} >= {"y"}
    assert max(value.ratio for value in found.values()) <= 0.6
    reads = experiment.objective.reads(experiment.num_timesteps, experiment.lengths)
    assert report.readouts_checked == reads.sum()


def an_experiment(dtype=np.float32, over="every", loss="cross-entropy", **options):
    config = LSTMConfig(2, 3, bidirectional=over == "h_n")
    rng = np.random.default_rng(3)
    experiment = Experiment.create(
        random_parameters(config, 1, dtype),
        rng.standard_normal((9, 3, 2)).astype(dtype),
        lengths=(9, 4, 7),
    )
    shape = experiment.sequence.shape[:2]
    function = {"cross-entropy": "softmax", "bce": "sigmoid"}.get(loss, "identity")
    return experiment.with_objective(
        objective_of(config, shape, dtype, loss=loss, over=over, function=function, **options)
    )


def flags(run):
    return {(k.check, k.quantity) for k, value in check_run(run).largest.items() if value.ratio > 1}


@pytest.mark.parametrize("over", OVER)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("quantity", ["y", "p", "loss"])
def test_one_wrong_number_is_flagged(over, loss, quantity):
    experiment = an_experiment(over=over, loss=loss)
    if quantity not in experiment.objective.quantities:
        return
    run = finished(experiment)
    counts = experiment.counts()
    t, row = np.argwhere(counts)[0]
    array = {
        "y": run._readout.arrays.y,
        "p": run._readout.arrays.p,
        "loss": run._readout.arrays.loss,
    }
    array[quantity][t, row, 0] *= 1.001
    assert ("step", quantity) in flags(run)
    first = check_run(run).first_disagreement
    assert (first.at.quantity, first.at.t, first.at.row) == (quantity, t, row)
    assert "0" in first.text()


def test_the_loss_of_the_whole_is_checked():
    experiment = an_experiment()
    run = finished(experiment)
    true = run.trace.loss()
    assert flags(run) == set()

    class Wrong:
        def whole(self, losses, counts):
            return true * 1.01

    run.trace = replace(run.trace, readout=replace(run.trace.readout, taken=Wrong()))
    assert ("window", "loss") in flags(run)


def test_a_check_in_parts_is_that_of_the_whole():
    run = finished(an_experiment())
    whole, end = check_run(run), run.schedule.num_cells
    cuts = ((0, 3), (3, end - 1), (end - 1, end))
    parts = [perform(CheckRequest.of(run, *cut)) for cut in cuts]
    merged = parts[0].merged(parts[1]).merged(parts[2])
    assert merged.readouts_checked == whole.readouts_checked > 0
    assert set(of_readout(merged)) == set(of_readout(whole))
    assert merged.agrees


def test_bounds_by_hand():
    eps = np.finfo(np.float32).eps
    bound, overflow = readout_error(
        np.array([[2.0, -1.0]]), None, np.array([[3.0, 4.0]]), "float32"
    )
    gamma = 4 * eps / 2 / (1 - 4 * eps / 2)
    assert bound == pytest.approx(2 * gamma * 10, rel=1e-6)
    assert not overflow
    assert readout_error(np.array([[2e38]]), None, np.array([[2.0]]), "float32")[1]
    # The worst that rounding of y by half an eps of it does to log p.
    y = np.array([[8.0, -3.0]])
    assert softmax_error(y, softmax(y), "float32")[0, 0] < 40 * eps
    loss = Loss("cross-entropy")
    bound, _ = loss_error(loss, y, np.array([1]), "float32")
    assert 11 * eps < bound[0] < 100 * eps
