"""One step of an LSTM, both ways, has the bits of its equations written out."""

import numpy as np
import pytest

from simulator.cells.interventions import NONE
from simulator.cells.lstm import lstm
from simulator.cells.step import step
from simulator.cells.step_back import step_back
from tests.simulator.cells.lanes import random_interventions, random_weights
from tests.simulator.oracles import backward_step, forward_step

SEEDS = range(600)


def case(seed):
    """Return weights, x, states, what comes back, and interventions, over every option."""
    rng = np.random.default_rng(seed)
    n, I, H = int(rng.integers(1, 5)), int(rng.integers(1, 6)), int(rng.integers(2, 9))
    R = int(rng.integers(1, H)) if seed % 2 else H
    bias, dtype = bool(rng.integers(3)), (np.float32, np.float64)[int(rng.integers(2))]
    cell = lstm(bias, R != H)
    weights = random_weights(cell, rng, I, H, R, dtype, bias)
    arrays = [rng.standard_normal((n, w)).astype(dtype) for w in (I, R, H, R, H)]
    held = random_interventions(cell, rng, n, I, H, R) if rng.integers(2) else NONE
    return weights, arrays, held


@pytest.mark.parametrize("seed", SEEDS)
def test_a_step_has_the_bits_of_the_equations(seed):
    weights, (x, h, c, *_), held = case(seed)
    right = forward_step.step(weights, x, h, c, held)
    found = step(weights, x, (h, c), held)
    gates = np.concatenate([right.i, right.f, right.g, right.o], axis=-1)
    expected = {"z": right.z, "gates": gates, "c_states": right.c, "h_states": right.h}
    expected |= {} if right.m is None else {"m": right.m}
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        assert found[name].dtype == array.dtype
        assert found[name].tobytes() == array.tobytes(), name


@pytest.mark.parametrize("seed", SEEDS)
def test_a_step_back_has_the_bits_of_the_equations(seed):
    weights, (x, h, c_prev, dh, dc), held = case(seed)
    made = step(weights, x, (h, c_prev), held)
    gates, c = made["gates"], made["c_states"]
    W = backward_step.weights_back(weights)
    inputs = backward_step.CellInputs(gates, c, c_prev)
    right = backward_step.step(weights, W, inputs, dh, dc, held)
    found = step_back(weights, {"gates": gates, "c_states": c, "c'": c_prev}, (dh, dc), held)
    pairs = {
        "dc": (found.of["c"], right.dc),
        "dz": (found.sums, right.dz),
        "dx": (found.back[:, : x.shape[1]], right.dx),
        "dh_prev": (found.before[0], right.dh_prev),
        "dc_prev": (found.before[1], right.dc_prev),
    }
    if right.dm is not None:
        pairs["dm"] = found.of["m"], right.dm
    for name, (ours, theirs) in pairs.items():
        assert ours.tobytes() == theirs.tobytes(), name


def test_the_state_before_a_hold_is_not_changed():
    """Holds are put into new arrays, never into the caller's."""
    weights, (x, h, c, *_), _ = case(2)
    rng = np.random.default_rng(0)
    held = random_interventions(weights.cell, rng, len(x), x.shape[1], c.shape[1], h.shape[1])
    before = x.copy(), h.copy(), c.copy()
    step(weights, x, (h, c), held)
    for array, copy in zip((x, h, c), before, strict=True):
        np.testing.assert_array_equal(array, copy)
