"""memory_kept: hand numbers, and the effect of a c on a later one while all gates are held."""

import numpy as np
import pytest

from simulator.analysis.memory_kept import memory_kept
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from tests.simulator.experiments import random_parameters

NAN = float("nan")


@pytest.mark.parametrize(("start", "known", "reverse", "wanted"), [
    (1, slice(0, 5), False, [NAN, 1, 0.5, 0.1, 0]),
    (0, slice(0, 3), False, [1, 0.25, 0.125, NAN, NAN]),
    (3, slice(0, 5), True, [0.9 * 0.25 * 0.5, 0.25 * 0.5, 0.5, 1, NAN]),
    (4, slice(3, 5), True, [NAN, NAN, NAN, 0.2, 1]),
    (4, slice(0, 3), False, [NAN] * 5),
])  # fmt: skip
def test_it_is_the_product_of_the_forget_gates_after_the_start(start, known, reverse, wanted):
    forget = np.array([0.9, 0.25, 0.5, 0.2, 0.0], np.float32)
    kept = memory_kept(forget, start, known, reverse)
    assert np.allclose(kept, wanted, equal_nan=True, rtol=1e-6)


def test_a_held_gate_may_turn_the_sign():
    kept = memory_kept(np.array([1.0, -2.0, 0.5, -1.0]), 0, slice(0, 4))
    assert np.allclose(kept, [1, -2, -1, 1])


def test_a_long_product_keeps_its_digits():
    forget = np.full(2000, 0.99)
    kept = memory_kept(forget, 0, slice(0, 2000))
    assert np.isclose(kept[-1], 0.99**1999, rtol=1e-12)
    assert memory_kept(np.full(2000, 0.5), 0, slice(0, 2000))[1000] == pytest.approx(2.0**-1000)


@pytest.mark.parametrize("direction", [0, 1])
def test_with_all_gates_held_it_is_the_derivative_of_a_later_c(direction):
    config = LSTMConfig(input_size=2, hidden_size=2, bidirectional=bool(direction))
    rng = np.random.default_rng(4)
    parameters = random_parameters(config, 3, np.float64)
    experiment = Experiment.create(parameters, rng.standard_normal((6, 2)))
    lane, start = Lane(0, direction), 4 if direction else 1
    trace = Run(experiment)
    trace.advance()
    f = trace.trace.values("f", lane)[:, 0]
    c = trace.trace.values("c", lane)[:, 0]
    gates = [
        Hold(q, 0, direction, (1,), t, t, float(trace.trace.values(q, lane)[t, 0, 1]))
        for q in "ifg"
        for t in range(6)
    ]
    moved = Hold("c", 0, direction, (1,), start, start, float(c[start, 1]) + 0.5)
    run = Run(experiment.with_holds(*gates, moved))
    run.advance()
    change = (run.trace.values("c", lane)[:, 0, 1] - c[:, 1]) / 0.5
    kept = memory_kept(f[:, 1], start, slice(0, 6), bool(direction))
    later = ~np.isnan(kept)
    assert later.sum() == 5
    assert np.allclose(kept[later], change[later], rtol=1e-9)
