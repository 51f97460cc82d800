"""Experiments of any size with random weights and inputs."""

import numpy as np

from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.objective.loss import MSE, Loss
from simulator.objective.objective import Objective
from simulator.objective.readout import Readout
from simulator.objective.targets import Targets
from tests.simulator.experiments import random_parameters


def experiment_of(hidden_size, timesteps, num_layers=1, batch=None, inputs=None):
    """Return an experiment of random numbers.

    Args:
        inputs: by default as many as units. batch: unbatched when it is None.
    """
    inputs = inputs or hidden_size
    config = LSTMConfig(inputs, hidden_size, num_layers)
    parameters = random_parameters(config, scale=hidden_size**-0.5)
    shape = (timesteps, inputs) if batch is None else (timesteps, batch, inputs)
    values = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    return Experiment.create(parameters, values)


def with_loss(experiment, outputs=1):
    """Return the experiment with a readout over every timestep, random targets and MSE."""
    rng, config = np.random.default_rng(1), experiment.config
    steps, batch, _ = experiment.sequence.shape
    features = config.num_directions * config.output_size
    V = rng.standard_normal((outputs, features)).astype(experiment.dtype)
    targets = rng.standard_normal((steps, batch, outputs)).astype(experiment.dtype)
    objective = Objective(
        Readout(V / np.sqrt(features, dtype=V.dtype)), Targets.of(targets), Loss(MSE)
    )
    return experiment.with_objective(objective)
