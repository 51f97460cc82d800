"""Effects of nn.LSTM's options: counts and widths worked out by hand, and what would change."""

import numpy as np
import pytest

from simulator.analysis.option_effects import options
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from tests.simulator.experiments import random_parameters


def changes(shape=(5, 3), **given):
    """Return what another value of each option would change, by its name."""
    parameters = random_parameters(LSTMConfig(3, 4, **given))
    experiment = Experiment.create(parameters, np.zeros(shape, np.float32))
    return {option.name: option for option in options(experiment)}


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        # Of I = 3 and H = 4 there are 4·4·(3 + 4) + 2·4·4 = 144 parameters.
        ("input_size", {}, ["4: ", "weight_ih_l0,", "144 → 160"]),
        ("hidden_size", {}, ["5: ", "gates, c and h", "144 → 200", "width 4 → 5"]),
        ("num_layers", {}, ["2: ", "weight_ih_l1", "144 → 304", "from 1 to 2 rows"]),
        ("bias", {}, ["False: ", "W_ih x + W_hh h_prev", "144 → 112"]),
        ("bias", {"bias": False}, ["True: ", "b_ih", "b_hh", "112 → 144"]),
        ("bidirectional", {}, ["True: ", "from the last timestep", "144 → 288", "width 4 → 8"]),
        ("bidirectional", {"bidirectional": True}, ["False: ", "forward only", "288 → 144"]),
        ("proj_size", {}, ["2: ", "W_hr m", "144 → 120", "width 4 → 2"]),
        ("proj_size", {"proj_size": 2}, ["0: ", "without weight_hr", "120 → 144", "width 2 → 4"]),
        ("hidden_size", {"proj_size": 2}, ["gates and c get", "width stays 2"]),
        ("batch_first", {}, ["True: ", "(5, 1, 3) → (1, 5, 3)"]),
    ],
)
def test_another_value_changes_what_is_told(name, given, words):
    change = changes((5, 1, 3), **given)[name].change
    assert [word for word in words if word not in change] == [], change


def test_an_option_without_effect_says_why():
    unbatched = changes()
    assert "no batch axis" in unbatched["batch_first"].without_effect
    assert "there is only one" in unbatched["dropout"].without_effect
    stacked = changes(num_layers=2, dropout=0.5)
    assert "eval mode" in stacked["dropout"].without_effect
    assert not any(option.without_effect for option in changes((5, 1, 3), num_layers=2).values())
