"""Words on a step: each case of promise and outcome, and formulas that come to their result."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from simulator.analysis.meaning.spans import plain
from simulator.training.one_step.along import Point
from simulator.training.one_step.formula import formula_of
from simulator.training.one_step.trial import Trial
from simulator.training.optimisers import SGD, Adam, AdamW, RMSprop
from tests.simulator.training.networks import network, training_run
from ui.panels.training.step import words


def told_of(loss, number=7, optimiser=None):
    """Return what the headline reads of a trial."""
    plan = SimpleNamespace(optimiser=optimiser or Adam())
    return SimpleNamespace(number=number, plan=plan, result=SimpleNamespace(loss=loss))


@pytest.mark.parametrize(
    ("loss", "predicted", "after", "said"),
    [
        (0.008, -2.8e-5, 0.166, "should stay at 0.008; it jumps to 0.166"),
        (0.7, -0.1, 0.61, "should fall from 0.7 to 0.6; it falls to 0.61"),
        (0.7, -0.1, 0.75, "should fall from 0.7 to 0.6; it rises to 0.75"),
        (0.7, -0.1, 1.9, "should fall from 0.7 to 0.6; it jumps to 1.9"),
        (0.7, -0.1, 0.701, "should fall from 0.7 to 0.6; it stays"),
        (0.2, 0.02, 0.21, "should rise from 0.2 to 0.22; it rises to 0.21"),
        (0.2, 0.02, 0.19, "should rise from 0.2 to 0.22; it falls to 0.19"),
        (0.69315, -1e-4, 0.69305, "fall from 0.6932 to 0.6931; it falls to 0.6931"),
        (0.5, 0.0, 0.5, "should stay at 0.5; it stays"),
        (0.5, -0.1, float("inf"), "to 0.4; it becomes ∞"),
        (float("nan"), 0.0, 1.0, "the loss is NaN, which a step cannot fix"),
    ],
)
def test_the_headline_tells_promise_and_outcome(loss, predicted, after, said):
    told = plain(words.headline(told_of(loss), predicted, after))
    assert told.startswith("Adam step 7: the loss ")
    assert said in told


def test_before_it_is_computed_the_headline_says_so():
    told = plain(words.headline(told_of(1.0, 3, SGD()), None, None))
    assert told == "SGD step 3: computing its effect"


def line(*losses, right=None):
    """Return points from 0 to 1 at even distances."""
    rights = right or [None] * len(losses)
    shares = np.linspace(0, 1, len(losses)).tolist()
    return list(map(Point, shares, losses, rights))


@pytest.mark.parametrize(
    ("predicted", "points", "said"),
    [
        (-0.1, line(1.0, 0.95, 0.902), "The linear estimate holds for the whole step"),
        (-0.1, line(1.0, 0.96, 0.93), "70 % of the predicted change"),
        (-0.1, line(1.0, 0.92, 0.7), "3 × as much as predicted"),
        (-0.1, line(1.0, 0.96, 1.02, 1.1, 1.25), "lowest at 0.25 ×"),
        (-0.1, line(1, 1, 1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9), "jumps at 0.58 × the step"),
        (0.0, line(1.0, 1.0), "Nothing changes"),
        (-0.1, line(1.0, float("inf")), "Take a smaller step"),
        (-0.1, [], ""),
    ],
)
def test_the_reason_is_read_from_the_curve(predicted, points, said):
    told = words.reason(told_of(1.0), predicted, points, 4)
    assert said in told
    assert bool(told) == bool(points)


def test_the_reason_counts_right_answers():
    points = line(1.0, 0.96, 0.93, right=[30, 31, 32])
    told = words.reason(told_of(1.0), -0.1, points, 32)
    assert told.endswith("Before, 30 of 32 predictions were correct; after, 32.")
    still = line(1.0, 0.96, 0.93, right=[30, 31, 30])
    assert words.reason(told_of(1.0), -0.1, still, 32).endswith(
        "30 of 32 predictions stay correct."
    )


@pytest.mark.parametrize(
    ("optimiser", "letters"),
    [
        (SGD(0.1), "−lr · g ="),
        (SGD(0.1, 0.9), "−lr · b ="),
        (SGD(0.1, 0.9, nesterov=True), "−lr · (g + μ·b) ="),
        (Adam(0.1), "−lr · m̂ / (√v̂ + ε) ="),
        (AdamW(0.1, weight_decay=0.1), "−lr · m̂ / (√v̂ + ε) − lr · λ · w ="),
        (RMSprop(0.1), "−lr · g / (√s + ε) ="),
        (RMSprop(0.1, centered=True), "−lr · g / (√(s − ḡ²) + ε) ="),
        (RMSprop(0.1, momentum=0.9), "−lr · b ="),
    ],
)
def test_a_formula_in_numbers_comes_to_its_step(optimiser, letters):
    run = training_run(network(), optimiser)
    run.advance(3)
    formula = formula_of(Trial.at(run, 3), "weight_hh_l0", (4, 1))
    text = words.formula_text(formula)
    assert text.startswith(letters)
    numbers = text.split(" = ")[1].replace("−", "-").replace("×", "*").replace("- ", "-")
    assert eval(numbers.replace("e-0", "e-")) == pytest.approx(formula.delta, rel=0.02)
    parts = words.parts_text(formula, optimiser)
    assert ("carried over" in parts) == (formula.remembered is not None)
    assert ("n = 4" in parts) == isinstance(optimiser, Adam)


def test_who_moves_the_weight():
    run = training_run(network(), Adam(0.1))
    run.advance(2)
    formula = formula_of(Trial.at(run, 2), "bias_ih_l0", (0,))

    def said(old, new, count=3):
        return words.parts_text(replace(formula, remembered=old, fresh=new, count=count), Adam())

    assert "Momentum, not this batch" in said(2.86e-3, -1.99e-7)
    assert "This batch, not momentum" in said(1e-7, 1e-3)
    assert "Momentum and this batch agree" in said(1.0, 0.5)
    assert "momentum wins" in said(1.0, -0.5)
    assert "this batch wins" in said(0.5, -1.0)
    assert "no momentum yet" in said(0.0, 0.5, count=1)
    clipped = replace(formula, gradient=4.0, clipped=1.0, decayed=1.5)
    told = words.parts_text(clipped, SGD())
    assert "Clipping scaled the gradient by 0.25" in told
    assert "Weight decay is in the gradient" in told
