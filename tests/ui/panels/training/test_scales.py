"""Scales of the loss panel: steps and pixels are one mapping, and labels keep their distance."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from ui.panels.training.loss.scales import Decades, StepScale, end_of

ROOM = QRectF(40, 10, 400, 120)


@given(st.integers(0, 1_000), st.integers(1, 300), st.floats(0, 100), st.floats(300, 2_000))
def test_the_pixel_of_a_step_leads_back_to_it(first, steps, left, right):
    scale = StepScale(first, first + steps, left, right)
    xs = [scale.x(step) for step in range(first, first + steps + 1)]
    assert xs == sorted(xs)
    assert xs[0] == pytest.approx(left)
    assert xs[-1] == pytest.approx(right)
    assert [scale.step_at(x) for x in xs] == [*range(first, first + steps + 1)]
    assert scale.step_at(left - 50) == first
    assert scale.step_at(right + 50) == first + steps


@given(st.integers(0, 5_000), st.integers(1, 5_000), st.integers(20, 80))
def test_labels_are_apart_and_the_last_step_has_one(first, steps, width):
    scale = StepScale(first, first + steps, 0, 600)
    labels = scale.labels(width)
    assert labels[-1] == first + steps
    assert all(first <= step <= first + steps for step in labels)
    assert all(np.diff([scale.x(step) for step in labels]) >= 0.8 * width - 1e-6)


def test_an_axis_keeps_its_length_while_a_run_goes_on_past_its_end():
    assert {end_of(200, taken) for taken in range(201)} == {200}
    ends = [end_of(200, taken) for taken in range(200, 1_000)]
    assert all(end >= taken for end, taken in zip(ends, range(200, 1_000), strict=True))
    assert len(set(ends)) < 60
    assert end_of(0, 0) == 1


@given(st.lists(st.floats(1e-30, 1e30), min_size=1, max_size=6))
def test_all_losses_lie_on_the_axis(losses):
    decades = Decades.around(losses)
    ys = decades.ys(np.array(losses), ROOM)
    assert (ys >= ROOM.top() - 1e-6).all()
    assert (ys <= ROOM.bottom() + 1e-6).all()
    assert decades.high - decades.low >= 1
    np.testing.assert_allclose(ys, [decades.y(math.log10(v), ROOM) for v in losses])


def test_what_is_no_positive_number_has_no_say_in_the_axis():
    assert Decades.around([0.0, -1.0, math.nan, math.inf, 0.5]) == Decades.around([0.5])
    assert Decades.around([]) == Decades(-1.0, 0.0)


@pytest.mark.parametrize("most", [1, 2, 4, 9])
@pytest.mark.parametrize("ends", [(-1.0, 0.0), (-2.5, 0.5), (0.5, 1.5), (-20.0, 3.0), (-1.0, 40.0)])
def test_labels_of_a_log_axis_are_within_it_and_few(ends, most):
    decades = Decades(*ends)
    labels = decades.labels(most)
    assert len(labels) <= max(1, most)
    for place, text in labels:
        assert ends[0] <= place <= ends[1] + 1e-9
        assert float(text.replace("−", "-")) == pytest.approx(10**place)
