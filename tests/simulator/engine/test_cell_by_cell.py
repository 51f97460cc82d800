"""A slice takes its time, also where a run shares many steps with the one before."""

from types import SimpleNamespace

import numpy as np
import pytest

from simulator.engine import cell_by_cell
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.objective.loss import MSE, Loss
from simulator.objective.objective import Objective
from simulator.objective.readout import Readout
from simulator.objective.targets import Targets
from tests.simulator.experiments import random_parameters

STEPS, SLICE = 1000, 20
LONGEST = SLICE * 1.2 + 1
"""The last cells before the end of a slice may be begun at its end."""


def experiment(edited=None):
    """Return an experiment, with the input and the target of a timestep edited."""
    rng = np.random.default_rng(0)
    x, targets = (rng.standard_normal((STEPS, 1, 2)).astype(np.float32) for _ in range(2))
    if edited is not None:
        x[edited] += 1
        targets[edited] += 1
    made = Experiment.create(random_parameters(LSTMConfig(2, 3)), x)
    V = rng.standard_normal((2, 3)).astype(np.float32)
    return made.with_objective(Objective(Readout(V), Targets.of(targets), Loss(MSE)))


def computed(walk):
    """Return how many cells of a run, or a way back, are computed and not shared."""
    return max(0, walk.cells_done - walk.shared[Lane()])


def most_in_a_slice(monkeypatch, walk):
    """Go on to the end; the clock counts cells, a millisecond each."""
    clock = SimpleNamespace(perf_counter=lambda: 1e-3 * computed(walk))
    monkeypatch.setattr(cell_by_cell, "time", clock)
    most = 0
    while not walk.finished:
        before = computed(walk)
        walk.advance_for(1e-3 * SLICE)
        most = max(most, computed(walk) - before)
    return most


@pytest.mark.parametrize("edited", [0, 500, STEPS - 1])
def test_forwards(monkeypatch, edited):
    former = Run(experiment())
    assert most_in_a_slice(monkeypatch, former) <= LONGEST
    run = Run(experiment(edited), former=former)
    assert run.shared[Lane()] == edited
    assert most_in_a_slice(monkeypatch, run) <= LONGEST


@pytest.mark.parametrize("edited", [0, 500, STEPS - 1])
def test_back(monkeypatch, edited):
    before, after = experiment(), experiment(edited)
    run = Run(before)
    run.advance()
    later = Run(before.with_objective(after.objective), former=run)
    later.advance()
    former = BackwardRun(run)
    assert most_in_a_slice(monkeypatch, former) <= LONGEST
    back = BackwardRun(later, former=former)
    assert back.shared[Lane()] == STEPS - 1 - edited
    assert most_in_a_slice(monkeypatch, back) <= LONGEST


def test_a_slice_without_time_computes_one_cell():
    run = Run(experiment())
    run.advance_for(-1.0)
    assert run.cells_done == 1
