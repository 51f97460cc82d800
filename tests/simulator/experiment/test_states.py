"""Initial states lie in an experiment by the names that its cell has for them."""

import pickle
from typing import Any

import numpy as np
import pytest

from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.initialisers import initialise
from tests.simulator.experiments import random_parameters


@pytest.fixture
def experiment() -> Experiment:
    config = LSTMConfig(3, 4, 2, bidirectional=True, proj_size=2)
    sequence = np.random.default_rng(1).standard_normal((5, 3, 3)).astype(np.float32)
    return Experiment.create(random_parameters(config), sequence)


def test_states_have_the_cells_names_and_shapes(experiment: Experiment) -> None:
    shapes = {state: array.shape for state, array in experiment.states.items()}
    assert shapes == {"h": (4, 3, 2), "c": (4, 3, 4)}
    assert tuple(shapes) == experiment.config.cell.states


def test_states_are_read_only(experiment: Experiment) -> None:
    with pytest.raises(TypeError):
        experiment.states["h"] = np.zeros((4, 3, 2))  # type: ignore[index]
    for state in experiment.states.values():
        with pytest.raises(ValueError, match="read-only"):
            state[:] = 1


@pytest.mark.parametrize("named", [False, True])
def test_a_state_is_replaced_in_the_cells_order_or_by_name(
    experiment: Experiment, named: bool
) -> None:
    h_0, c_0 = experiment.h_0 + 1, experiment.c_0 + 2
    given: dict[str, Any] = {"h_0": h_0, "c_0": c_0}
    both = experiment.with_states(**given) if named else experiment.with_states(h_0, c_0)
    for got, expected in ((both.h_0, h_0), (both.c_0, c_0)):
        np.testing.assert_array_equal(got, expected)
    one = experiment.with_states(c_0=c_0)
    assert one.h_0 is experiment.h_0
    np.testing.assert_array_equal(one.c_0, c_0)


def test_an_unknown_state_is_refused(experiment: Experiment) -> None:
    with pytest.raises(ValueError, match="got h, c, n"):
        experiment.with_states(n_0=experiment.h_0)


def test_a_missing_state_is_refused(experiment: Experiment) -> None:
    e = experiment
    with pytest.raises(ValueError, match=r"got h$"):
        Experiment(e.parameters, e.sequence, {"h": e.h_0}, e.lengths)


def test_a_pickled_experiment_has_equal_read_only_states(experiment: Experiment) -> None:
    copy = pickle.loads(pickle.dumps(experiment))
    assert list(copy.states) == list(experiment.states)
    for state, array in experiment.states.items():
        np.testing.assert_array_equal(copy.states[state], array)
        assert not copy.states[state].flags.writeable
    assert copy.lengths == experiment.lengths


def test_states_are_zero_where_none_is_given() -> None:
    config = LSTMConfig(2, 3)
    parameters = initialise(config, "default", 0, np.float32)
    made = Experiment.create(parameters, np.zeros((4, 2), np.float32))
    assert not made.h_0.any()
    assert not made.c_0.any()
