"""Drift: rounding errors that accumulate when no step starts from recorded numbers."""

import json
import pickle

import numpy as np
import pytest

from simulator.check import drift
from simulator.check.selftest import probe
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Hold
from tests.simulator.experiments import random_parameters, torch_outputs


def network(scale, timesteps=300, hidden_size=32, dtype=np.float32, **options):
    parameters = random_parameters(LSTMConfig(4, hidden_size, **options), 0, dtype, scale)
    x = np.random.default_rng(1).standard_normal((timesteps, 4)).astype(dtype)
    return Experiment.create(parameters, x)


def test_a_calm_network_keeps_engines_together():
    found = drift.measure(network(0.1))
    assert not found.large
    assert not found.chaotic
    assert 0 < found.precision.max() < 1e-6
    assert "stays within" in found.text()


def test_a_chaotic_network_is_called_chaotic_though_every_step_agrees():
    found = drift.measure(network(2.0))
    assert found.chaotic
    assert found.precision.max() > 0.1
    assert found.precision[0] == found.first < 1e-5
    assert "chaotic" in found.text()
    told = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert told["chaotic"] is True
    assert told["float32_to_float64"]["largest"] == found.precision.max()


def test_a_chaotic_network_is_called_so_though_both_of_its_ends_have_drifted():
    found = drift.measure(network(2.0, 100, num_layers=2, bidirectional=True))
    assert min(found.precision[0], found.precision[-1]) > 1e-3
    assert found.chaotic


def test_the_numbers_are_those_of_free_runs():
    experiment = probe(0, projected=True)
    outputs = []
    for run in (Run(experiment), Run(experiment.astype(np.float64))):
        run.advance()
        outputs.append(run.trace.outputs().output)
    found = drift.measure(experiment)
    precision = np.abs(outputs[0].astype(np.float64) - outputs[1]).max(axis=(1, 2))
    np.testing.assert_array_equal(found.precision, precision)
    theirs = np.abs(outputs[0] - torch_outputs(experiment).output).max(axis=(1, 2))
    np.testing.assert_allclose(found.engine, theirs, atol=5e-7)
    assert found.engine.max() < 1e-6
    assert found.size == np.abs(outputs[1]).max()


@pytest.mark.parametrize("batch_first", [False, True])
def test_any_form_of_input_is_taken(batch_first):
    config = LSTMConfig(3, 4, batch_first=batch_first)
    x = np.random.default_rng(0).standard_normal((5, 6, 3)).astype(np.float32)
    found = drift.measure(Experiment.create(random_parameters(config), x))
    assert len(found.precision) == (6 if batch_first else 5)
    assert found.total == len(found.precision)


def test_a_long_run_is_cut(monkeypatch):
    monkeypatch.setattr(drift, "LONGEST", 50)
    found = drift.measure(network(0.1))
    assert (len(found.engine), found.total) == (50, 300)
    assert "the first 50 timesteps" in found.text()
    monkeypatch.setattr(drift, "MOST_BYTES", 1)
    assert len(drift.measure(network(0.1)).engine) == 1


def test_large_rounding_that_does_not_grow_is_not_called_chaos():
    calm = drift.Drift(np.array([0.01, 0.02]), np.array([0.01, 0.0]), 0.005, 1.0, "float32", 2)
    assert calm.large
    assert not calm.chaotic
    assert calm.text().startswith("Rounding errors are large")


def test_nothing_is_measured_while_something_is_held():
    experiment = network(0.1, 5).with_holds(Hold("f", 0, 0, (1,), 0, 2, 0.5))
    assert drift.measure(experiment) is None


def test_a_shortened_experiment_travels_to_another_process():
    experiment = probe(0, projected=True)
    whole = drift.measure(experiment)
    travelled = pickle.loads(pickle.dumps(drift.shortened(experiment)))
    np.testing.assert_array_equal(drift.measure(travelled, 7).precision, whole.precision)
