"""Sunspots: rivals, fits by least squares, and what holding a unit costs after a new fit."""

from functools import cache

import numpy as np
import pytest

from simulator.engine.run import Run
from simulator.lessons.course import lesson
from simulator.lessons.network import network
from simulator.network.interventions import Hold
from simulator.network.lane import Lane

FIRST, LAST = 249, 307
"""Timesteps of 1949 and 2007, from which 1950 and 2008 are said."""

UNITS = range(8)
LOWER, UPPER = Lane(0, 0), Lane(1, 0)


@cache
def reading():
    return network(lesson("sunspots").networks[""])


def numbers():
    """Return the number of each year, and that of the next one."""
    this = reading().experiment.sequence[:, 0, 0].astype(float)
    return this[:-1], this[1:]


@cache
def h(lane, held=None):
    """Return h of a layer over the years, with a unit (lane, number) held at its mean."""
    experiment = reading().experiment
    if held is not None:
        layer, unit = held
        mean = float(h(layer)[:, unit].mean())
        last = experiment.num_timesteps - 1
        experiment = experiment.with_holds(Hold("h", *layer, (unit,), 0, last, mean))
    run = Run(experiment)
    run.advance()
    return run.trace.values("h", lane)[:, 0].astype(float)


def fitted(columns, answers, first=0):
    """Fit a weighted sum and a constant to the years before 1950; return what it says of all.

    Args:
        first: the year of the first row, counted from 1700.
    """
    one = np.column_stack([columns, np.ones(len(columns))])
    weights, *_ = np.linalg.lstsq(one[: FIRST - first], answers[: FIRST - first], rcond=None)
    return one @ weights


def error(said):
    """Return the error for 1950 to 2008, in sunspots."""
    _, following = numbers()
    off = (said - following)[FIRST : LAST + 1]
    return 100 * float(np.sqrt(np.square(off).mean()))


def of_years(years):
    """Return the last so many numbers, this year's first, from the first year that has them on."""
    this, _ = numbers()
    return np.column_stack([this[years - 1 - k : len(this) - k] for k in range(years)])


def weighted(years):
    """Return what a weighted sum of the last so many years says; 0 where there are not so many."""
    first = years - 1
    return np.append(np.zeros(first), fitted(of_years(years), numbers()[1][first:], first))


def fitted_again(held=None):
    return error(fitted(h(UPPER, held)[:-1], numbers()[1]))


def test_a_readout_fitted_by_least_squares_errs_as_much():
    assert fitted_again() == pytest.approx(17.4, abs=0.1)


def test_a_weighted_sum_of_nine_years_is_the_fairer_rival():
    assert error(weighted(2)) == pytest.approx(22.2, abs=0.1)
    assert error(weighted(9)) == pytest.approx(18.8, abs=0.15)


def test_no_unit_of_layer_1_is_needed():
    again = [fitted_again((UPPER, unit)) for unit in UNITS]
    np.testing.assert_allclose(again, [17.4, 17.8, 17.5, 17.6, 17.3, 18.4, 17.4, 17.3], atol=0.1)


def test_three_units_of_layer_0_are_needed():
    again = [fitted_again((LOWER, unit)) for unit in (0, 4, 5)]
    np.testing.assert_allclose(again, [20.4, 22.5, 30.3], atol=0.2)


@pytest.mark.parametrize(
    ("unit", "weights", "share"), [(0, (-0.80, -0.06, 0.83), 0.63), (4, (-0.58, 1.06, -0.10), 0.48)]
)
def test_units_0_and_4_weigh_this_year_against_earlier_ones(unit, weights, share):
    said, before = h(LOWER)[2:-1, unit], of_years(3)
    one = np.column_stack([before, np.ones(len(before))])
    found, left, *_ = np.linalg.lstsq(one, said, rcond=None)
    np.testing.assert_allclose(found[:3], weights, atol=0.05)
    assert 1 - left[0] / np.square(said - said.mean()).sum() == pytest.approx(share, abs=0.03)


def test_unit_5_is_the_level_upside_down():
    correlation = np.corrcoef(h(LOWER)[:-1, 5], numbers()[0])[0, 1]
    assert correlation == pytest.approx(-0.82, abs=0.01)
