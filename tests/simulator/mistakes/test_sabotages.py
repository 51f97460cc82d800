"""A run with a mistake behaves like any other run, except for the mistake."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.check.request import check_run
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.lstm.config import LSTMConfig
from simulator.lstm.lane import Lane
from simulator.mistakes import wirings
from simulator.mistakes.mistaken_run import RewiredRun, run_of
from simulator.mistakes.sabotages import SABOTAGES
from simulator.mistakes.wrong_cells import RIGHT
from tests.simulator.experiments import experiments, random_parameters, torch_outputs
from tests.simulator.train_mode import in_train_mode, probe


def quantities(run):
    """Return every recorded array of a run."""
    for lane, arrays in run.trace.lanes.items():
        for quantity in run.experiment.config.quantities:
            yield run.trace.values(quantity, lane)
        yield from (arrays.h_prev, arrays.c_prev)
    yield from run.trace.inputs


@settings(max_examples=40, deadline=None)
@given(experiments(), st.booleans())
def test_the_engine_of_the_sabotages_is_right_without_one(experiment, training):
    if training:
        experiment = in_train_mode(experiment, 0.5, 1)
    run = RewiredRun(experiment, RIGHT, wirings.Wiring(experiment))
    run.advance()
    assert check_run(run).agrees
    for ours, theirs in zip(run.trace.outputs(), torch_outputs(experiment), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


@pytest.mark.parametrize("name", SABOTAGES)
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_a_sabotaged_run_is_the_same_in_any_increments(name, data):
    experiment = probe(0, projected=True)
    if not SABOTAGES[name].needs(experiment):
        experiment = probe(0, projected=False)
    whole, parts = run_of(experiment, name), run_of(experiment, name)
    whole.advance()
    while not parts.finished:
        cells = data.draw(st.integers(1, 9))
        parts.advance(min(parts.schedule.end, (parts.cells_done + cells) * 8))
    for a, b in zip(quantities(whole), quantities(parts), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("name", SABOTAGES)
@settings(max_examples=5, deadline=None)
@given(experiment=experiments(max_steps=4))
def test_any_experiment_that_a_mistake_fits_can_be_run_with_it(name, experiment):
    if SABOTAGES[name].needs(experiment):
        run = run_of(experiment, name)
        run.advance()
        assert run.finished
        assert run.experiment.parameters is experiment.parameters


def test_a_single_timestep_is_not_walked_the_wrong_way():
    experiment = Experiment.create(
        random_parameters(LSTMConfig(2, 3, bidirectional=True)), np.ones((1, 2), np.float32)
    )
    assert not SABOTAGES["reverse not reversed"].needs(experiment)


def test_a_run_says_what_is_known_in_the_order_of_its_schedule():
    """This holds also where the mistake takes the reverse timesteps in another order."""
    experiment = probe(0, projected=False)
    run, whole = (run_of(experiment, "reverse not reversed") for _ in range(2))
    whole.advance()
    run.advance(2 * len(run.schedule.phases))
    for row, length in enumerate(experiment.lengths):
        for quantity in ("z", "c", "h"):
            known = run.trace.values(quantity, Lane(0, 1))[length - 1, row]
            np.testing.assert_array_equal(
                known, whole.trace.values(quantity, Lane(0, 1))[length - 1, row]
            )


def test_a_run_tells_of_its_mistake():
    experiment = probe(0, projected=False)
    assert run_of(experiment).mistake == ""
    assert type(run_of(experiment)) is Run
    for name in ("hard sigmoid", "b_ih missing"):
        assert run_of(experiment, name).mistake == name
