"""Plots of gradient flow: labels of axes, short names, places of notes."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from ui.panels.gradients.plots.axes import DecadeAxis, FactorAxis, TimestepAxis, decade_text
from ui.panels.gradients.plots.curves import _points, _short
from ui.panels.gradients.plots.notes import _apart, _free_corner, _points_in
from ui.style import theme


@pytest.fixture
def axis(qapp):
    def make(kind):
        made = kind()
        made.set_theme(theme.LIGHT)
        return made

    return make


@pytest.mark.parametrize("ends", [(-21.0, 1.0), (-0.6, 2.2), (-300.0, 5.0), (3.2, 40.0)])
@pytest.mark.parametrize("pixels", [60, 200, 700])
def test_decades_are_whole_and_keep_their_distance(axis, ends, pixels):
    ((_, places),) = axis(DecadeAxis).tickValues(*ends, pixels)
    assert all(place == round(place) and ends[0] <= place <= ends[1] for place in places)
    apart = np.diff(places) * pixels / (ends[1] - ends[0])
    assert (apart > 12).all()


def test_powers_of_ten_are_written_plainly():
    assert [decade_text(k) for k in (-12, 0, 3)] == ["1e−12", "1", "1e3"]


@pytest.mark.parametrize("pixels", [60, 120, 400])
def test_growth_by_one_has_a_label_and_no_two_are_close(axis, pixels):
    ends = math.log2(0.5) - 0.05, math.log2(1.2) + 0.05
    factors = axis(FactorAxis)
    ((_, places),) = factors.tickValues(*ends, pixels)
    texts = factors.tickStrings(places, 1, 1)
    assert "× 1" in texts
    assert (np.diff(places) * pixels / (ends[1] - ends[0]) > 12).all()
    assert pixels < 400 or {"× 0.5", "× 1.2"} <= set(texts)


@pytest.mark.parametrize("steps", [1, 2, 7, 100, 10_000])
def test_the_last_timestep_has_a_label(axis, steps):
    times = axis(TimestepAxis)
    times.bind(steps)
    ((_, places),) = times.tickValues(0.0, max(1.0, steps - 1.0), 300)
    assert places[-1] == steps - 1
    assert places == sorted(set(places))


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["forget bias 3", "forget bias 0"], ["bias 3", "bias 0"]),
        (["latch", "forget bias 0"], ["latch", "forget bias 0"]),
        (["latch", "latch (2)"], ["latch", "latch (2)"]),
        (["forget bias 3"], ["forget bias 3"]),
        (["run a", "run a b"], ["run a", "run a b"]),
    ],
)
def test_names_on_lines_leave_out_what_all_begin_with(names, short):
    assert _short(names) == short


def test_names_lie_apart_and_inside():
    tops = _apart([0.0, 1.0, 2.0, 90.0], 15.0, 0.0, 100.0)
    assert (np.diff(tops) >= 15).all()
    assert tops[0] >= 0
    assert tops[-1] <= 85


def test_a_note_takes_the_corner_with_the_fewest_points():
    area = QRectF(0, 0, 200, 100)
    low_right = [QPointF(150 + k, 80) for k in range(20)]
    assert _free_corner(area, (80, 30), []).center().x() > 100
    box = _free_corner(area, (80, 30), low_right)
    assert not any(box.contains(point) for point in low_right)
    text = _points_in(QRectF(120, 60, 75, 15))
    assert not _free_corner(area, (80, 30), text).intersects(QRectF(120, 60, 75, 15))
    assert _points_in(QRectF()) == []


def test_a_long_line_keeps_its_peaks():
    y = np.zeros(50_000)
    y[12_345], y[40_001] = 9.0, -7.0
    for most in (2_000, 300):
        t, drawn = _points(y, most)
        assert len(t) <= most + 2
        assert {12_345, 40_001, 0, 49_999} <= set(t.tolist())
        np.testing.assert_array_equal(drawn, y[t.astype(int)])
