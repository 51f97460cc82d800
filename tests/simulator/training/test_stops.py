"""Stops: what is typed, what is written, and when it is true."""

import math
import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.training.log import Judgement, Log, Row
from simulator.training.stops import NAN, Best, Stop, first_met, parse

ROW = Row(3, 0.25, 4.0, 1.0, 0.9, True)
JUDGED = Judgement(25, 0.5, 0.75)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("loss < 0.1", "loss < 0.1"),
        ("  LOSS<=1e-3 ", "loss <= 0.001"),
        ("loss < 1e-7", "loss < 1e-7"),
        ("accuracy>.99", "accuracy > 0.99"),
        ("validation  loss < 0,2", "val_loss < 0.2"),
        ("val_loss<.2", "val_loss < 0.2"),
        ("val loss < 0.2", "val_loss < 0.2"),
        ("validation accuracy >= 1", "val_accuracy >= 1"),
        ("val_accuracy > 0.99", "val_accuracy > 0.99"),
        ("norm > 100", "grad_norm > 100"),
        ("grad_norm > 1", "grad_norm > 1"),
        ("val_loss > 10 * best", "val_loss > 10 * best"),
        ("val_loss > 10×best", "val_loss > 10 * best"),
        ("accuracy < 0.9*best", "accuracy < 0.9 * best"),
        ("loss < best", "loss < 1 * best"),
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
    ["", "loss", "loss <", "loss = 1", "loss < x", "validation norm > 1", "val_norm > 1",
     "c[2] > 1", "loss < 1 2", "validation any grad nan", "lossy < 1", "val_ < 1", "valloss < 1",
     "norm > 2 * best", "loss > 10 best", "loss > best * 10", "loss > * best"],
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


@pytest.mark.parametrize(
    ("typed", "best", "met"),
    [
        ("val_loss > 10 * best", 0.04, True),
        ("val_loss > 10 * best", 0.06, False),
        ("val_loss >= 10 * best", 0.05, True),
        ("val_loss < 1.01 * best", 0.5, True),
        ("val_loss > 10 * best", math.nan, False),
        ("val_loss < 10 * best", math.nan, False),
    ],
)
def test_the_best_is_that_of_the_judgements_before(typed, best, met):
    assert parse(typed).of_judgement(JUDGED, Best(best)) is met
    assert parse(typed.removeprefix("val_")).of_step(ROW._replace(loss=0.5), Best(best)) is met


@pytest.mark.parametrize(("best", "met"), [(0.9, True), (0.8, False), (math.nan, False)])
def test_the_best_accuracy_is_the_largest(best, met):
    assert parse("val_accuracy < 0.9 * best").of_judgement(JUDGED, Best(0.0, best)) is met


numbers = st.sampled_from([0.01, 0.1, 0.11, 0.5, 1.0, 1.1, 2.0, math.nan, math.inf])
told = st.lists(st.tuples(numbers, numbers, numbers, st.booleans()), max_size=8)
stops = st.one_of(
    st.just(Stop(NAN)),
    st.builds(Stop, st.just("norm"), st.sampled_from(["<", ">="]), numbers),
    st.builds(
        Stop,
        st.sampled_from(["loss", "accuracy"]),
        st.sampled_from(["<", ">", "<=", ">="]),
        st.sampled_from([0.1, 0.9, 1.0, 10.0]),
        st.booleans(),
        st.booleans(),
    ),
)


@given(stops, told, st.integers(0, 5))
def test_the_step_at_which_it_was_first_true_is_found_in_the_log(stop, rows, start):
    log = Log(start)
    for number, (loss, norm, accuracy, finite) in enumerate(rows, start):
        log.append(Row(number, loss, norm, 1.0, accuracy, finite))
    judged = [Judgement(start + 3 * k, loss, acc) for k, (loss, _, acc, _) in enumerate(rows)]
    tests = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge}
    first, before = None, []
    for k, (loss, norm, accuracy, finite) in enumerate(rows):
        value = {"loss": loss, "accuracy": accuracy, "norm": norm}.get(stop.quantity)
        if stop.quantity == NAN:
            met = not finite
        elif stop.of_best:
            known = [number for number in before if number == number]
            best = (max if stop.quantity == "accuracy" else min)(known, default=math.nan)
            met = tests[stop.test](value, stop.number * best)
        else:
            met = tests[stop.test](value, stop.number)
        before.append(value)
        if met and not (stop.validation and k == 0):
            first = start + (3 * k if stop.validation else k)
            break
    assert first_met(stop, log, judged) == first


def test_a_gradient_that_is_not_finite_is_seen_and_a_nan_meets_no_comparison():
    broken = ROW._replace(loss=math.nan, norm=math.nan, finite=False)
    assert Stop(NAN).of_step(broken)
    assert not any(
        Stop(quantity, test, 0.0).of_step(broken)
        for quantity in ("loss", "norm")
        for test in ("<", ">", "<=", ">=")
    )
