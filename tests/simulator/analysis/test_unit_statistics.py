"""Unit statistics are those of the slices of the walk, whatever the way that led there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from simulator.analysis.unit_statistics import UnitStatistics, weight_norms
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.simulator.experiments import random_parameters

floats = st.floats(-50, 50, width=32)
some = st.sampled_from([np.nan, np.inf, -np.inf])


def of_slice(numbers, quantity):
    """Return the figures of some steps, (n, width), by numpy alone."""
    numbers = numbers.astype(np.float64)
    with np.errstate(all="ignore"):
        stands = np.tanh(numbers) if quantity == "c" else numbers
        low, high = (0.1, 0.9) if quantity in "ifo" else (-0.9, 0.9)
        finite = np.isfinite(numbers)
        clean = np.where(finite, numbers, 0)
        whole = finite.all(axis=0)
        return {
            "mean": np.where(whole, clean.mean(axis=0), np.nan),
            "mean_size": np.where(whole, np.abs(clean).mean(axis=0), np.nan),
            "variance": np.where(whole, clean.var(axis=0), np.nan),
            "left": (stands < low).mean(axis=0),
            "right": (stands > high).mean(axis=0),
            "undefined": (~finite).mean(axis=0),
        }


def follow(statistics, steps, budget=10**9):
    while statistics.steps != steps:
        statistics.follow(steps, budget)


def agrees(statistics, numbers, quantity):
    for name, figures in of_slice(numbers, quantity).items():
        np.testing.assert_allclose(
            getattr(statistics, name), figures, rtol=1e-6, atol=1e-9, err_msg=name
        )


@given(
    arrays.arrays(
        np.float64, st.tuples(st.integers(1, 9), st.integers(1, 4)), elements=floats | some
    ),
    st.lists(st.integers(0, 9), max_size=6),
    st.sampled_from("fgc"),
    st.sampled_from([0, 1]),
    st.sampled_from([1, 3, 10**6]),
)
def test_figures_are_those_of_the_known_steps_on_every_way(
    numbers, stops, quantity, direction, budget
):
    statistics = UnitStatistics(numbers, direction, quantity)
    assert np.isnan(statistics.mean).all()
    assert np.isnan(statistics.variance).all()
    for stop in (min(stop, len(numbers)) for stop in stops):
        follow(statistics, stop, budget)
        if stop:
            known = numbers[len(numbers) - stop :] if direction else numbers[:stop]
            agrees(statistics, known, quantity)


@given(arrays.arrays(np.float32, (7, 3), elements=floats), st.integers(1, 6))
def test_nothing_of_a_huge_number_stays_after_stepping_back(numbers, last):
    numbers = numbers.copy()
    numbers[last] = 3e12
    statistics = UnitStatistics(numbers, 0, "c")
    for steps in (last, last + 1, last):
        follow(statistics, steps)
    agrees(statistics, numbers[:last], "c")


def test_variance_of_a_large_constant_is_zero():
    statistics = UnitStatistics(np.full((1000, 1), 1e8 + 0.1), 0)
    follow(statistics, 1000)
    assert statistics.variance.tolist() == [0]
    assert statistics.mean == pytest.approx(1e8 + 0.1, rel=1e-15)


def test_a_budget_bounds_what_one_call_reads():
    statistics = UnitStatistics(np.zeros((10, 4)), 0)
    assert statistics.follow(10, 12) == 0
    assert statistics.steps == 3
    assert statistics.follow(10, 100) == 100 - 7 * 4
    assert statistics.steps == 10
    statistics.follow(8, 4)
    assert statistics.steps == 9


@pytest.mark.parametrize("to", [1, 3, 8, 19])
def test_some_steps_are_counted_after_every_call(to):
    numbers = np.linspace(0, 1, 60).reshape(20, 3)
    statistics = UnitStatistics(numbers, 0, "f")
    follow(statistics, 20)
    statistics.follow(to, 6)
    assert statistics.steps > 0
    assert np.isfinite(statistics.left).all()


class Counted:
    """Values that count how many of them are read."""

    def __init__(self, values):
        self._values, self.shape, self.read = values, values.shape, 0

    def __getitem__(self, key):
        part = self._values[key]
        self.read += part.size
        return part


def test_a_step_reads_its_own_numbers_alone():
    """At H = 512 one step on or back must not read the other thousand."""
    values = Counted(np.random.default_rng(0).random((1000, 512), np.float32))
    statistics = UnitStatistics(values, 0, "f")
    follow(statistics, 1000)
    values.read = 0
    for steps in (999, 1000):
        statistics.follow(steps, 10**9)
    assert statistics.steps == 1000
    assert values.read == 2 * 512


@pytest.mark.parametrize(
    "options", [{}, {"bias": False}, {"proj_size": 2}, {"bidirectional": True}]
)
def test_norms_are_those_of_the_rows_of_the_weights(options):
    config = LSTMConfig(**{"input_size": 3, "hidden_size": 4, "num_layers": 2, **options})
    parameters = random_parameters(config)
    for lane in config.lanes():
        tail = f"_l{lane.layer}" + ("_reverse" if lane.direction else "")
        parts = [parameters[f"weight_{kind}{tail}"] for kind in ("ih", "hh")]
        if config.bias:
            b = parameters[f"bias_ih{tail}"] + parameters[f"bias_hh{tail}"]
            parts.append(b[:, None])
        stacked = np.hstack(parts).reshape(4, 4, -1)
        for number, gate in enumerate("ifgo"):
            expected = np.linalg.norm(stacked[number].astype(np.float64), axis=1)
            np.testing.assert_allclose(weight_norms(parameters, lane, gate), expected)
        every = np.linalg.norm(np.hstack(list(stacked)).astype(np.float64), axis=1)
        np.testing.assert_allclose(weight_norms(parameters, lane, "c"), every)
        if config.proj_size:
            every = np.linalg.norm(parameters[f"weight_hr{tail}"].astype(np.float64), axis=1)
        np.testing.assert_allclose(weight_norms(parameters, lane, "h"), every)


def test_norm_of_weights_by_hand():
    config = LSTMConfig(input_size=1, hidden_size=1, bias=False)
    parameters = random_parameters(config).with_arrays(
        {
            "weight_ih_l0": np.array([[0], [3], [0], [12]], np.float32),
            "weight_hh_l0": np.array([[0], [4], [0], [0]], np.float32),
        }
    )
    assert weight_norms(parameters, Lane(), "f").tolist() == [5]
    assert weight_norms(parameters, Lane(), "h").tolist() == [13]
