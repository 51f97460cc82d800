"""Workbenches over random experiments with a readout, for the tests of the window."""

import numpy as np

from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from tests.simulator.experiments import random_parameters
from tests.simulator.objective.objectives import objective_of
from ui.session.document import Document
from ui.session.workbench import Workbench


def experiment_with_readout(steps=5, batch=1, lengths=None, objective=None, **options):
    """Return a random experiment with a readout; `objective` has arguments of `objective_of`."""
    config = LSTMConfig(**{"input_size": 3, "hidden_size": 2, **options})
    sequence = np.random.default_rng(2).standard_normal((steps, batch, 3))
    experiment = Experiment.create(
        random_parameters(config, 0, np.float64), sequence, lengths=lengths
    )
    made = objective_of(config, (steps, batch), np.dtype(np.float64), **(objective or {}))
    return experiment.with_objective(made)


def document_with_readout(**options):
    """Return a document over `experiment_with_readout`."""
    return Document.of("test", experiment_with_readout(**options))


def bench_with_readout(**options):
    """Return a workbench over `experiment_with_readout`."""
    return Workbench(document_with_readout(**options))
