"""Workbenches with a way back for the tests of the cell diagram."""

import numpy as np

from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.simulator.experiments import random_parameters
from tests.simulator.objective.objectives import objective_of
from ui.session.document import Document
from ui.session.workbench import Workbench


def bench_with_loss(scale=0.7, steps=5, **options) -> Workbench:
    """Return a workbench over a random network with a loss over every timestep."""
    config = LSTMConfig(**{"input_size": 3, **options})
    x = np.random.default_rng(0).standard_normal((steps, config.input_size)).astype(np.float32)
    experiment = Experiment.create(random_parameters(config, scale=scale), scale * x)
    objective = objective_of(config, (steps, 1), experiment.dtype, 1, 2, "mse", over="every")
    names = tuple(f"word {t}" for t in range(steps)), ("set", "reset", "a longer name")
    fitting = names[1] if config.input_size == 3 else ()
    return Workbench(Document.of("loss", experiment.with_objective(objective), names[0], fitting))


def go_back(bench, qtbot, steps):
    """Go so many steps of the way back on."""
    position = bench.snapshot().schedule.end + steps
    bench.go_to(position)
    qtbot.waitUntil(lambda: bench.snapshot().position == position)
    return bench.snapshot()


def step_of_cell(bench, qtbot, step, lane=None):
    """Go to a step of the way back of the cell at t 2."""
    schedule = bench.snapshot().schedule
    position = schedule.position_after(schedule.cell_at(lane or Lane(), 2, 0), step)
    return go_back(bench, qtbot, position - schedule.end)
