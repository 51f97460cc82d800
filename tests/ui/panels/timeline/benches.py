"""Workbenches over random experiments, for the tests of the timeline."""

import numpy as np
from PySide6.QtWidgets import QApplication

from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from tests.simulator.experiments import random_parameters
from ui.session.document import Document
from ui.session.workbench import Workbench


def workbench_of(steps=40, batch=1, lengths=None, labels=(), scale=0.5, **options):
    """Return a workbench over a random experiment of given options."""
    config = LSTMConfig(**{"input_size": 3, "hidden_size": 2, **options})
    sequence = np.random.default_rng(1).standard_normal((steps, batch, 3)).astype(np.float32)
    parameters = random_parameters(config, scale=scale)
    experiment = Experiment.create(parameters, sequence, lengths=lengths)
    return Workbench(Document.of("test", experiment, tuple(labels)))


def stand_at(workbench, timestep):
    """Go to a timestep, and wait until it is computed."""
    workbench.go_to_timestep(timestep)
    while workbench.snapshot().position != workbench.snapshot().target:
        QApplication.processEvents()
