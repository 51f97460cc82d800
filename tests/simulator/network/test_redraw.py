"""Redraw: drawn networks are told from others, and keep what was set in them."""

import numpy as np
import pytest

from simulator.examples import EXAMPLES
from simulator.network.config import LSTMConfig
from simulator.network.initialisers import INITIALISERS, initialise
from simulator.network.redraw import drawn_by, redrawn
from simulator.network.refills import forget_bias_of, with_forget_bias
from simulator.progress import finish

CONFIGS = (
    LSTMConfig(4, 32),
    LSTMConfig(3, 4),
    LSTMConfig(2, 16, 2, bidirectional=True),
    LSTMConfig(5, 12, 2, proj_size=3),
    LSTMConfig(5, 12, bias=False),
)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("config", CONFIGS, ids=str)
@pytest.mark.parametrize("name", ["default", "xavier"])
def test_what_an_initialiser_draws_is_recognised_and_drawn_again(config, name, dtype):
    for seed in range(20):
        parameters = initialise(config, name, seed, dtype)
        assert drawn_by(parameters) == name
        again = finish(redrawn(parameters, name, seed + 1))
        other = initialise(config, name, seed + 1, dtype)
        for key, array in other.arrays.items():
            np.testing.assert_array_equal(again[key], array)


@pytest.mark.parametrize("bias", [0.0, 1.0, 5.0])
def test_a_forget_bias_that_was_set_stays_and_the_rest_is_drawn(bias):
    config = LSTMConfig(4, 8, 2)
    parameters = with_forget_bias(initialise(config, seed=1), bias)
    assert drawn_by(parameters) == "default"
    again = finish(redrawn(parameters, "default", 2))
    assert forget_bias_of(again) == bias
    plain = initialise(config, seed=2)
    for key, array in again.arrays.items():
        same = array == plain[key]
        assert same.all() if key.startswith("weight") else same[:8].all() and same[16:].all()


@pytest.mark.parametrize("name", list(INITIALISERS))
def test_weights_that_are_moved_or_scaled_are_not_drawn(name):
    parameters = initialise(LSTMConfig(4, 16), name, 3, np.float64)
    rng = np.random.default_rng(0)
    learned = {
        key: array + 0.02 * rng.standard_normal(array.shape)
        for key, array in parameters.arrays.items()
    }
    assert drawn_by(parameters.with_arrays(learned)) is None
    for factor in (0.7, 10.0):
        scaled = {key: factor * array for key, array in parameters.arrays.items()}
        assert drawn_by(parameters.with_arrays(scaled)) is None
    one = parameters.with_value("bias_ih_l0", (2,), 0.9)
    assert drawn_by(one) is None


@pytest.mark.parametrize("name", ["latch", "depth", "tagger", "walk", "sunspots"])
def test_examples_made_by_hand_or_trained_are_not_drawn(name):
    assert drawn_by(EXAMPLES[name]().experiment.parameters) is None


@pytest.mark.parametrize("name", ["default", "xavier"])
def test_a_large_network_is_drawn_in_slices(name):
    parameters, told = initialise(LSTMConfig(4, 160), name, 1), []
    again = finish(redrawn(parameters, name, 2), told.append)
    assert len(told) > 2
    assert told == sorted(told)
    for key, array in initialise(LSTMConfig(4, 160), name, 2).arrays.items():
        np.testing.assert_array_equal(again[key], array)


def test_of_a_handful_of_weights_nothing_is_said():
    assert drawn_by(initialise(LSTMConfig(1, 1), seed=0)) is None
