"""Experiments of any size with random weights and inputs."""

import numpy as np

from simulator.experiment.experiment import Experiment
from simulator.lstm.config import LSTMConfig
from tests.simulator.experiments import random_parameters


def experiment_of(hidden_size, timesteps, num_layers=1, batch=None):
    """Return an experiment with as many inputs as units; unbatched when `batch` is None."""
    config = LSTMConfig(hidden_size, hidden_size, num_layers)
    parameters = random_parameters(config, scale=hidden_size**-0.5)
    shape = (timesteps, hidden_size) if batch is None else (timesteps, batch, hidden_size)
    values = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    return Experiment.create(parameters, values)
