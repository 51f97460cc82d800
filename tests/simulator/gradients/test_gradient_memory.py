"""The memory of a way back that is told is the memory that it takes."""

import tracemalloc

import numpy as np
import pytest

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.gradients.gradient_memory import gradient_bytes
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from simulator.objective.loss import Loss
from simulator.objective.objective import Objective, Seed
from simulator.objective.readout import Readout
from simulator.objective.targets import Targets
from tests.simulator.experiments import random_parameters

PRODUCT = 3 << 20
"""Bytes that a product of some steps works with for a moment; they are not told."""

OBJECTS = 1 << 15
"""Bytes of the objects around the arrays."""

NAMES = {
    "one direction": {},
    "two directions": {"bidirectional": True},
    "two directions, h_n": {"bidirectional": True, "over": "h_n"},
    "two directions, one layer, last": {"bidirectional": True, "layers": 1, "over": "last"},
    "projection, two directions": {"bidirectional": True, "proj_size": 24, "steps": 800},
    "unequal lengths, two directions": {"bidirectional": True, "batch": 3, "uneven": True},
    "unequal lengths": {"batch": 3, "uneven": True},
    "masks and a batch": {"bidirectional": True, "batch": 8, "masks": True, "hidden": 24},
    "seeds": {"bidirectional": True, "over": None},
    "holds": {"held": True},
    "few weights": {"hidden": 8, "steps": 4000, "layers": 1},
    "a wide readout": {"layers": 1, "outputs": 90},
    "a short walk": {"steps": 100, "batch": 6},
}


def experiment_of(
    over="every",
    hidden=64,
    steps=900,
    batch=1,
    layers=2,
    outputs=2,
    uneven=False,
    masks=False,
    held=False,
    **options,
):
    config = LSTMConfig(8, hidden, layers, dropout=0.5 if masks else 0.0, **options)
    rng, width = np.random.default_rng(0), config.num_directions * config.output_size
    x = rng.standard_normal((steps, batch, 8)).astype(np.float32)
    drawn = tuple(np.ones((steps, batch, width), np.float32) for _ in range(layers - 1))
    experiment = Experiment.create(
        random_parameters(config, scale=0.05),
        x,
        lengths=[steps, *[2 * steps // 3] * (batch - 1)] if uneven else None,
        training=masks,
        masks=drawn if masks else (),
    )
    if held:
        holds = [Hold(q, 0, 0, (1,), 5, 9, 0.2) for q in ("c", "h", "o")]
        experiment = experiment.with_holds(*holds)
    if over is None:
        places = (("h", Lane(1, 1)), ("h", Lane()), ("c", Lane()), ("output", Lane()))
        return experiment.with_objective(
            Objective(seeds=tuple(Seed(q, lane, 50) for q, lane in places))
        )
    readout = Readout(np.ones((outputs, width), np.float32), None, over)
    targets = Targets.of(np.zeros((steps, batch, outputs), np.float32))
    return experiment.with_objective(Objective(readout, targets, Loss("mse")))


def ask(back):
    """Ask for every gradient as far as it is computed, and for places that are held."""
    experiment, cells = back.run.experiment, back.cells_done
    for name in experiment.parameters.arrays:
        lane = Lane.of_suffix("_l" + name.split("_l")[1])
        back.gradient(name, back.order.lane_cells(lane, cells))
    if back.trace.dy is not None:
        back.gradient("readout.weight", back.order.readouts(cells))
    for lane in back.trace.lanes:
        for key in ("do", "dc_prev"):
            back.trace.values(key, lane, np.s_[:1])


@pytest.mark.few(1)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_told_is_taken(name):
    experiment = experiment_of(**NAMES[name])
    run = Run(experiment)
    run.advance()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    back, taken = BackwardRun(run), []
    steps = back.order.num_steps
    for until in (steps // 2, steps - 1, steps):
        back.advance(until)
        ask(back)
        taken.append(tracemalloc.get_traced_memory()[0] - before)
    most = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    told = gradient_bytes(experiment)
    assert max(taken) - OBJECTS <= told <= 1.15 * most
    assert most <= told + PRODUCT


def test_a_seed_on_an_answer_takes_that_of_dy():
    experiment = experiment_of()
    seeds = tuple(Seed("y", t=t, unit=t) for t in range(2))
    objective = Objective(experiment.objective.readout, seeds=seeds)
    assert gradient_bytes(experiment.with_objective(objective)) == gradient_bytes(experiment)
