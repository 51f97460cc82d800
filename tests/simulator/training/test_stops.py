"""Stops: what is typed, what is written, and when it is true."""

import math

import pytest

from simulator.training.log import Judgement, Row
from simulator.training.stops import NAN, Stop, parse

ROW = Row(3, 0.25, 4.0, 1.0, 0.9, True)
JUDGED = Judgement(25, 0.5, 0.75)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("loss < 0.1", "loss < 0.1"),
        ("  LOSS<=1e-3 ", "loss <= 0.001"),
        ("loss < 1e-7", "loss < 1e-7"),
        ("accuracy>.99", "accuracy > 0.99"),
        ("validation  loss < 0,2", "validation loss < 0.2"),
        ("validation accuracy >= 1", "validation accuracy >= 1"),
        ("norm > 100", "norm > 100"),
        ("loss > −2", "loss > -2"),
        ("any grad nan", NAN),
        ("any nan", NAN),
    ],
)
def test_what_is_typed_is_written_in_one_way_that_is_read_again(typed, written):
    stop = parse(typed)
    assert stop.text() == written
    assert parse(written) == stop


@pytest.mark.parametrize(
    "typed",
    ["", "loss", "loss <", "loss = 1", "loss < x", "validation norm > 1", "c[2] > 1", "loss < 1 2",
     "validation any grad nan", "lossy < 1"],
)  # fmt: skip
def test_anything_else_is_refused_with_what_could_be_typed(typed):
    with pytest.raises(ValueError, match=r"not understood: type loss < 0\.1"):
        parse(typed)


@pytest.mark.parametrize(
    ("typed", "step", "judgement"),
    [
        ("loss < 0.3", True, False),
        ("loss < 0.25", False, False),
        ("loss <= 0.25", True, False),
        ("accuracy > 0.8", True, False),
        ("norm > 4", False, False),
        ("norm >= 4", True, False),
        ("validation loss < 0.6", False, True),
        ("validation loss < 0.4", False, False),
        ("validation accuracy > 0.7", False, True),
        ("any grad nan", False, False),
    ],
)
def test_it_is_true_of_a_step_or_of_a_judgement(typed, step, judgement):
    stop = parse(typed)
    assert (stop.of_step(ROW), stop.of_judgement(JUDGED)) == (step, judgement)


def test_a_gradient_that_is_not_finite_is_seen_and_a_nan_meets_no_comparison():
    broken = ROW._replace(loss=math.nan, norm=math.nan, finite=False)
    assert Stop(NAN).of_step(broken)
    assert not any(
        Stop(quantity, test, 0.0).of_step(broken)
        for quantity in ("loss", "norm")
        for test in ("<", ">", "<=", ">=")
    )
