"""One cell backwards: what a held value hides."""

import numpy as np
import pytest

from simulator.cells.interventions import HeldValues, StepInterventions
from simulator.cells.step_back import step_back
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.simulator.experiments import random_parameters


@pytest.mark.parametrize("quantity", ["h", "m"])
def test_an_output_gate_that_is_nan_is_hidden_by_a_hold_above_it(quantity):
    """Of unit 1, o is NaN, and h or m is held: dc is what the next step sends back."""
    config = LSTMConfig(2, 3, proj_size=2 if quantity == "m" else 0)
    weights = random_parameters(config, 0, np.float64).cell(Lane())
    rng = np.random.default_rng(1)
    gates, c, c_prev = rng.random((1, 12)), rng.random((1, 3)), rng.random((1, 3))
    gates[0, 9 + 1] = np.nan
    where = np.array([[False, True, False]])
    held = StepInterventions({quantity: HeldValues(where, np.zeros((1, 3)))})
    dh, dc_in = rng.random((1, config.output_size)), rng.random((1, 3))
    recorded = {"gates": gates, "c_states": c, "c'": c_prev}
    found = step_back(weights, recorded, (dh, dc_in), held)
    assert found.of["c"][0, 1] == dc_in[0, 1]
    assert found.sums[0, 9 + 1] == 0
    for gradient in (found.of["c"], found.sums, found.back, *found.before):
        assert np.isfinite(gradient).all()
