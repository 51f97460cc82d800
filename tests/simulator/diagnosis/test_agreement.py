"""Agreement: how far numbers are off and may be, worked out by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from simulator.diagnosis.agreement import compare
from simulator.diagnosis.case import Case
from simulator.diagnosis.tolerance import tolerances_of
from simulator.experiment.experiment import Experiment
from simulator.mistakes.computation import Computation
from simulator.mistakes.engine import compute
from simulator.mistakes.observed_values import Observed
from simulator.mistakes.series import Series
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.progress import to_the_end
from tests.simulator.experiments import random_parameters

T = 5


def test_nothing_is_too_far_off_to_be_compared():
    zeros, there = np.zeros((2, 1, 3)), np.ones((2, 1, 3), bool)
    case = SimpleNamespace(observed=SimpleNamespace(values={"h": zeros}, given={"h": there}))
    with np.errstate(all="raise"):
        found = compare(case, {"h": np.full((2, 1, 3), 1e300)})
    assert found.agreeing == 0
    assert found.error == 1


def test_without_tolerances_a_thousandth_of_the_largest_number_is_allowed():
    ours = np.array([[[4.0, -1.0, 0.0, 2.0]]])
    observed = ours + np.array([0.0, 0.0039, -0.0039, 0.0041])
    case = SimpleNamespace(
        observed=SimpleNamespace(values={"h": observed}, given={"h": np.ones(ours.shape, bool)})
    )
    found = compare(case, {"h": ours})
    np.testing.assert_array_equal(found.agrees["h"], [[[True, True, True, False]]])
    assert (found.agreeing, found.count) == (3, 4)
    assert found.largest == pytest.approx(0.0041)


def both_ways(*names):
    """Return a case of both directions, all of whose numbers are right, and its results."""
    config = LSTMConfig(2, 3, bidirectional=True)
    x = np.random.default_rng(1).standard_normal((T, 2))
    experiment = Experiment.create(random_parameters(config, 1, np.float64), x)
    computation = Computation(experiment)
    results = to_the_end(compute(computation))
    values = {name: results[name] for name in names}
    given = {name: np.ones(array.shape, bool) for name, array in values.items()}
    return Case.of(experiment, Observed(values, given)), computation, values


@pytest.mark.parametrize("name", [Series("h", Lane(0, 0)), Series("h", Lane(0, 1))])
def test_the_tolerance_grows_along_the_walk_of_its_lane(name):
    """An error at t 2 explains others that come later: in a reverse lane at t 1 and t 0."""
    case, computation, values = both_ways(name)
    off = {name: values[name].copy()}
    off[name][2, 0, 1] += 1e-7
    allowed = to_the_end(tolerances_of(case, computation, off)).allowed[name][:, 0, 0]
    after = [0, 1, 2] if name.lane.reverse else [2, 3, 4]
    assert [t for t in range(T) if allowed[t] > 5e-8] == after
    assert allowed[after] == pytest.approx(1e-7, rel=1e-3)


def test_in_an_output_each_direction_has_the_tolerance_of_its_own_walk():
    name = Series("output")
    case, computation, values = both_ways(name)
    off = {name: values[name].copy()}
    off[name][2, 0, [1, 4]] += 1e-7  # a unit of each direction
    allowed = to_the_end(tolerances_of(case, computation, off)).allowed[name][:, 0]
    grown = allowed > 5e-8
    np.testing.assert_array_equal(grown[:, 0], [False, False, True, True, True])
    np.testing.assert_array_equal(grown[:, 3], [True, True, True, False, False])


@pytest.mark.parametrize(
    ("precision", "share"), [("", 1e-3), ("float16", 1 / 64), ("bfloat16", 1 / 8)]
)
def test_numbers_that_explode_are_allowed_a_share_of_the_observed_ones(precision, share):
    """A thousandth; in half precision 16 units of the last place of 1."""
    name = Series("h", Lane())
    case, _, values = both_ways(name)
    computation = Computation(case.experiment, precision=precision)
    tolerances = to_the_end(tolerances_of(case, computation, {name: values[name] * 1e6}))
    most = share * np.abs(values[name]).max()
    np.testing.assert_allclose(tolerances.allowed[name], most, rtol=1e-9)
