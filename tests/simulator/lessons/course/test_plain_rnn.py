"""Lesson 6: what the language of claims cannot say of it."""

import numpy as np
import pytest

from simulator.experiment.experiment import Experiment
from simulator.lessons.course import lesson
from simulator.lessons.formula.edits import edited
from simulator.lessons.formula.parser import formula
from simulator.lessons.formula.reading import Reading
from simulator.lessons.network import network
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from tests.needs_torch import torch
from tests.simulator.experiments import random_parameters

CUT = ["hold f = 0", "hold i = 1", "hold o = 1"]
AMOUNTS = np.array([0.3, 0.6, 0.9])


def table():
    return lesson("plain-rnn").networks[""]


def diagonal(weight):
    return [f"W_hg[{unit}, {unit}] = {weight}" for unit in range(3)]


def at_12(weights):
    """Return h @ 12, (weights, 3): three units for each weight, side by side in one network."""
    units = 3 * len(weights)
    many = {
        **{name: table()[name] for name in ("words", "sequence")},
        "hidden": units,
        "W_ig": np.tile(AMOUNTS, len(weights))[:, None],
        "W_hg": np.diag(np.repeat(weights, 3)),
    }
    return formula("h @ 12").value(edited(network(many), CUT)).reshape(-1, 3)


def test_a_tanh_rnn_of_weight_2_pulls_all_amounts_to_one_point():
    h = np.tanh(AMOUNTS)
    for _ in range(12):
        h = np.tanh(2 * h)
    np.testing.assert_allclose(h, 0.9575, atol=5e-5)


def test_none_of_601_weights_from_0_to_6_keeps_three_amounts_apart():
    weights = np.linspace(0, 6, 601)
    h = np.concatenate([at_12(some) for some in np.array_split(weights, 12)])
    np.testing.assert_array_equal(
        h[200], formula("h @ 12").value(edited(network(table()), [*CUT, *diagonal(2)]))
    )
    apart = np.diff(np.sort(h)).min(axis=1)
    assert apart.max() < 0.01
    assert apart.max() == pytest.approx(0.0094, abs=1e-4)
    assert weights[apart.argmax()] == pytest.approx(0.95)


@pytest.mark.parametrize(("weight", "left"), [(1, 0.05), (2, 9e-9), (4, 6e-22)])
def test_what_is_left_of_a_nudge_is_the_product_of_the_slopes(weight, left):
    seeded = network({**table(), "objective": {"seeds": ["h[2] @ 12"]}})
    reading = edited(seeded, [*CUT, *diagonal(weight)])
    answer = next(step.ask for step in lesson("plain-rnn").steps if step.id == "nudge").answer
    product = float(answer.value(reading))
    assert product == pytest.approx(left, rel=0.1)
    assert product == pytest.approx(float(formula("dh[2] @ 0").value(reading)), rel=1e-9)


@pytest.mark.torch
def test_holds_make_a_plain_rnn_the_better_the_smaller_i_is():
    config, steps = LSTMConfig(3, 3), 40
    generator = np.random.default_rng(6)
    parameters = random_parameters(config, 6, "float64")
    sequence = generator.standard_normal((steps, 3))
    rnn = torch.nn.RNN(3, 3).double()
    rows = slice(6, 9)  # of g, in the order i f g o
    with torch.no_grad():
        for kind in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"):
            getattr(rnn, kind).copy_(torch.from_numpy(parameters[kind][rows].copy()))
        wanted = rnn(torch.from_numpy(sequence))[0].numpy()

    def off(i):
        louder = parameters["weight_hh_l0"].copy()
        louder[rows] /= i
        held = tuple(
            Hold(gate, 0, 0, (0, 1, 2), 0, steps - 1, value)
            for gate, value in (("f", 0), ("i", i), ("o", 1))
        )
        experiment = Experiment.create(parameters.with_arrays({"weight_hh_l0": louder}), sequence)
        run = Reading(experiment.with_holds(*held)).run
        return np.abs(run.trace.values("h", Lane())[:, 0] / i - wanted).max()

    assert off(1) > 0.1
    assert off(0.1) < 0.01
    assert off(0.01) == pytest.approx(off(0.1) / 100, rel=0.2)
    assert off(0.001) == pytest.approx(off(0.01) / 100, rel=0.2)
    assert off(0.001) < 1e-6
