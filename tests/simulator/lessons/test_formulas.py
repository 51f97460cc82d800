"""Formulas of lessons: what they are worth, by hand, and the errors of what is none."""

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.experiment.experiment import Experiment
from simulator.lessons.formula.edits import edited
from simulator.lessons.formula.parser import comparison, formula
from simulator.lessons.formula.reading import Reading
from simulator.lessons.network import network
from simulator.network.config import LSTMConfig
from tests.simulator.experiments import random_parameters
from tests.simulator.lessons.readings import CONVEYOR, TAUGHT, conveyor


def value(text, reading=None):
    return formula(text).value(reading or conveyor())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("2 - 3 - 4", -5),
        ("8 / 4 / 2", 1),
        ("-2 ^ 2", -4),
        ("2 ^ 3", 8),
        ("2 × 3 · 4 − 5", 19),
        ("|3 - 5|", 2),
        ("max((1, 5, 3))", 5),
        ("product((2, 3, 4))", 24),
        ("sum((2, 3, 4))", 9),
        ("mean((2, 4))", 3),
        ("norm((3, 4))", 5),
        ("1e-8", 1e-8),
        ("sigma(0)", 0.5),
        ("tanh(0)", 0),
        ("ln(exp(2))", 2),
    ],
)
def test_numbers(text, number):
    assert float(value(text)) == pytest.approx(number, abs=1e-12)


def test_numbers_of_a_run_are_those_of_the_trace():
    reading = conveyor()
    c = reading.run.trace.values("c", next(iter(reading.experiment.config.lanes())))[:, 0]
    assert value("c[1] @ 3") == c[3, 1]
    np.testing.assert_array_equal(value("c @ 2"), c[2])
    np.testing.assert_array_equal(value("c[0] @ 1..3"), c[1:4, 0])
    np.testing.assert_array_equal(value("c_prev @ 2"), c[1])
    assert value("c_prev[0] @ 0") == 0
    assert value("c[2] @ end") == c[-1, 2]
    np.testing.assert_allclose(value("product(f @ 1..4)"), c[4] / c[0], rtol=1e-4)


def test_given_numbers_have_the_names_of_the_equations():
    reading = conveyor(h_0=[0.5, 0, 0], c_0=[1, 2, 3])
    assert value("W_ig[2, no]", reading) == -6
    assert value("W_ig[2, 1]", reading) == -6
    assert value("b_if[1]", reading) == 2.2
    np.testing.assert_array_equal(value("b_if", reading), [10, 2.2, 0])
    assert value("c_0[2]", reading) == 3
    assert value("h_0[0]", reading) == 0.5
    assert value("x[yes] @ 0", reading) == 1
    assert value("x[no] @ 0", reading) == 0
    assert value("V[0, 0]", network(TAUGHT)) == 4


def test_lanes_rows_and_suffixes():
    config = LSTMConfig(2, 3, num_layers=2, bidirectional=True)
    values = np.random.default_rng(4).standard_normal((5, 3, 2)).astype(np.float32)
    experiment = Experiment.create(random_parameters(config, 4), values)
    reading, lanes = Reading(experiment), list(experiment.config.lanes())
    h = reading.run.trace.values("h", lanes[3])
    assert value("h[1] layer 1 reverse row 2 @ 0", reading) == h[0, 2, 1]
    assert value("h[1] row 2 reverse layer 1 @ 0", reading) == h[0, 2, 1]
    weight = experiment.parameters["weight_hh_l1_reverse"]
    assert value("W_hf_l1_reverse[1, 0]", reading) == weight[experiment.config.hidden_size + 1, 0]
    assert value("W_hf[1, 0] layer 1 reverse", reading) == value("W_hf_l1_reverse[1, 0]", reading)


@pytest.mark.parametrize("place", ["", "row 1", "reverse", "reverse row 1", "layer 1 reverse"])
def test_the_state_before_is_the_one_that_a_timestep_starts_from(place):
    config = LSTMConfig(2, 3, num_layers=2, bidirectional=True)
    values = np.random.default_rng(4).standard_normal((5, 3, 2))
    parameters = random_parameters(config, 4, np.float64)
    experiment = Experiment.create(parameters, values, lengths=(5, 3, 4))
    states = np.random.default_rng(5).standard_normal((4, 3, 3))
    reading = Reading(experiment.with_states(c_0=states))
    last = 2 if "row 1" in place else 4
    for t in range(last + 1):
        f, before, i, g, c = (
            float(value(f"{name}[1] {place} @ {t}", reading)) for name in ("f", "c_prev", *"igc")
        )
        assert c == pytest.approx(f * before + i * g)
    begun = f"c_0[1] {place}"
    start = last if "reverse" in place else 0
    assert value(f"c_prev[1] {place} @ {start}", reading) == value(begun, reading)


def test_loss_answers_and_gradients():
    reading = network(TAUGHT)
    y = 4 * reading.run.trace.values("h", next(iter(reading.experiment.config.lanes())))[:4, 0, 0]
    target = np.array([1, 1, 1, 0])
    losses = np.logaddexp(0, y) - target * y
    assert float(value("loss", reading)) == pytest.approx(losses.mean())
    assert float(value("loss @ 3", reading)) == pytest.approx(losses[3])
    assert float(value("p @ 0", reading)) == pytest.approx(1 / (1 + np.exp(-y[0])))
    assert (float(value("right", reading)), float(value("answers", reading))) == (3, 4)
    small = 1e-6
    up = edited(reading, [f"W_ig[0, yes] = {6 + small}"])
    slope = (float(value("loss", up)) - float(value("loss", reading))) / small
    assert float(value("dW_ig[0, yes]", reading)) == pytest.approx(slope, rel=1e-4)


def test_shapes_are_torchs():
    reading = conveyor()
    assert value("shape(weight_ih_l0)", reading).tolist() == [12, 2]
    assert comparison("shape(output) = (5, 3)").holds(reading)
    assert not comparison("shape(output) = (5, 3, 1)").holds(reading)


def test_first():
    assert value("first: c[1] < 0.7") == 4  # 0.9 ** 4
    assert np.isnan(value("first: c[0] < 0.5"))


def test_a_shorter_row_ends_where_it_ends():
    table = {**CONVEYOR, "rows": ["yes no yes no", "yes no"]}
    del table["sequence"]
    reading = network(table)
    assert value("x[no] row 1 @ end", reading) == 1
    assert value("first: x[no] row 1 = 1", reading) == 1
    assert np.isnan(value("first: c[0] row 1 > 9", reading))
    assert np.isnan(value("first: c[0] > 9 + c[0] row 1", reading))
    assert value("first: c[0] < 0", reading) == 1


def test_comparisons_of_lists_and_of_nan():
    assert comparison("(1, 2) = (1, 2.05) ± 0.1").holds(conveyor())
    assert not comparison("(1, 2) = (1, 2.2) ± 0.1").holds(conveyor())
    assert not comparison("ln(0 - 1) = 0 ± 1").holds(conveyor())


@pytest.mark.parametrize(
    "text",
    ["", "c[0]", "c[9] @ 0", "c[0] @ 99", "nothing", "W_if[0]", "W_if[0, maybe]", "W_if[9, yes]",
     "c[0] layer 1 @ 0", "c[0] row 1 @ 0", "1 +", "(1", "|1", "c[x] @ 0", "loss", "dc[0] @ 0",
     "c_0[0] row 1", "h_0 row 9", "c_0[0] layer 1", "c_0[0] reverse", "dc_0[0] row 1",
     "c_prev[0] row 1 @ 0",
     "shape(none)", "m[0] @ 0", "x[maybe] @ 0", "1 2", "c[0] @ 3..1", "$", "their_c @ 0",
     "x", "x[yes]", "first: c[0]", "shape(3)", "dW_if[0, yes]"],
)  # fmt: skip
def test_what_is_none_is_refused_in_words(text):
    with pytest.raises(ValueError, match=r"\w"):
        value(text)


@pytest.mark.parametrize("text", ["their_c", "their_c @ 2", "their_c @ 1..2"])
def test_a_number_that_the_lesson_gives_stands_at_one_of_its_timesteps(text):
    reading = conveyor(numbers={"their_c": [1, 2]})
    assert value("their_c @ 1", reading) == 2
    with pytest.raises(ValueError, match="needs a timestep"):
        value(text, reading)


SEEDED = {"V": [[4, 0, 0]], "seeds": ["h[0] @ 3"]}
MUTE = {"V": [[4, 0, 0]], "targets": ["…"] * 5}


@pytest.mark.parametrize(
    ("objective", "text"),
    [
        (TAUGHT["objective"], "dc_0[0]"),
        (TAUGHT["objective"], "dh_0"),
        (SEEDED, "dV[0, 0]"),
        (SEEDED, "db"),
        (SEEDED, "dy @ 0"),
        (MUTE, "rmse @ 0..1"),
        (TAUGHT["objective"], "rmse @ 0..9"),
    ],
)
def test_what_an_objective_does_not_give_is_refused_in_words(objective, text):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        value(text, network({**CONVEYOR, "objective": objective}))


@pytest.mark.parametrize("name", ["dc[0] @ 1", "dz_f @ 0..2", "dx @ 0"])
def test_a_gradient_without_a_way_back_has_no_address(name):
    with pytest.raises(ValueError, match="there is no backward pass"):
        formula(name).addresses(conveyor())


@given(st.text(max_size=30))
def test_any_text_is_a_formula_or_refused(text):
    with contextlib.suppress(ValueError):
        formula(text)
