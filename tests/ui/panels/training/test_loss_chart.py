"""Loss chart: what is new is drawn as if all were, and its axis is a slider."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from simulator.progress import to_the_end
from simulator.training.happened.find import what_happened
from simulator.training.tasks.catalogue import TASKS
from tests.ui.panels.training.runs import exploded, fresh, trained
from ui.panels.training.loss.chart import PAGE, ChartView, LossChart
from ui.panels.training.loss.gathered import Gathered
from ui.panels.training.loss.layer import CurveLayer
from ui.panels.training.loss.marks import Marks, handle_at, kept_ticks
from ui.panels.training.loss.scales import StepScale
from ui.style import theme

LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def chart(bring_up):
    """Show a run, or the view of one."""

    def make(view, size=(620, 240), colours=theme.LIGHT):
        made = LossChart(colours)
        made.resize(*size)
        bring_up(made)
        made.draw(view)
        made.repaint()
        return made

    return make


@pytest.fixture
def asked(chart):
    """Show a run at a step; return the chart, and the steps that it asks for."""

    def make(step, until=80):
        made, steps = chart(ChartView(trained(), step, until)), []
        made.scrubbed.connect(steps.append)
        return made, steps

    return make


def spanned(values, size):
    """Return least and largest of each block, without those that are no numbers."""
    blocks = [values[k : k + size] for k in range(0, len(values), size)]
    places = [[v for v in block if math.isfinite(v) and v > 0] for block in blocks]
    return [(min(block), max(block)) if block else None for block in places]


@pytest.mark.parametrize("size", [1, 3, 7])
@pytest.mark.parametrize("run", [trained, exploded])
def test_blocks_span_the_losses_of_their_steps_in_any_increments(run, size):
    made = run()
    losses = made.log.column("loss").tolist()
    gathered = Gathered(made, size)
    gathered.extend()
    found = [
        None if math.isnan(low) else (low, high)
        for low, high in zip(gathered.lows.tolist(), gathered.highs.tolist(), strict=True)
    ]
    assert found == spanned(losses, size)
    finite = [math.isfinite(a) and b == 1 for a, b in
              zip(losses, made.log.column("finite").tolist(), strict=True)]  # fmt: skip
    assert gathered.lost == (None if all(finite) else finite.index(False))
    growing = fresh()
    begun = Gathered(growing, size)
    for steps in (1, 2, 5, 0, 4):
        growing.advance(steps)
        begun.extend()
    whole = Gathered(growing, size)
    whole.extend()
    for name in ("lows", "highs", "norms"):
        np.testing.assert_array_equal(getattr(begun, name), getattr(whole, name))
    np.testing.assert_array_equal(begun.middles(), whole.middles())


@pytest.mark.parametrize(("until", "width"), [(40, 620), (400, 300)])
@pytest.mark.parametrize("other", [False, True])
def test_a_picture_that_grew_is_the_picture_drawn_at_once(chart, until, width, other):
    run = fresh()
    view = {"until": until, "other": trained() if other else None}
    made = chart(ChartView(run, 0, **view), (width, 240))
    strips = []
    for steps in (3, 1, 1, 4, 1, 5, 2, 1, 6):
        run.advance(steps)
        made.draw(ChartView(run, run.step, **view))
        made.repaint()
        strips.append(made.layer.strip)
    assert made.layer.redrawn < 8
    assert any(strip > 0 for strip in strips)
    grown = made.layer.pixmap.toImage()
    made.layer = CurveLayer()
    made.repaint()
    assert made.layer.strip == 0
    assert made.layer.pixmap.toImage() == grown


def test_nothing_is_drawn_anew_where_only_the_step_moves(chart):
    made = chart(ChartView(trained(), 60, 80))
    redrawn, strip = made.layer.redrawn, made.layer.strip
    for step in (59, 20, 0):
        made.draw(ChartView(trained(), step, 80))
        made.repaint()
    assert (made.layer.redrawn, made.layer.strip) == (redrawn, strip)


def test_curves_bars_marks_and_handle_share_one_mapping(chart):
    made = chart(ChartView(trained(), 30, 80, pin=12, pin_name="pinned step 12"))
    scale, rooms = made.scale(), made.rooms()
    assert (scale.left, scale.right) == (rooms.curves.left(), rooms.curves.right())
    assert (scale.left, scale.right) == (rooms.bars.left(), rooms.bars.right())
    handle = handle_at(scale, rooms, 30)
    assert handle.center().x() == pytest.approx(scale.x(30), abs=1)
    assert made.step_at(handle.center()) == 30


def test_the_handle_is_where_the_ink_is(chart):
    made = chart(ChartView(trained(), 30, 80))
    image, scale = made.grab().toImage(), made.scale()
    y = round(made.rooms().rail)
    ink = theme.LIGHT.ink
    assert image.pixelColor(round(scale.x(30)), y).name() == ink
    assert image.pixelColor(round(scale.x(15)), y).name() == ink
    assert image.pixelColor(round(scale.x(45)), y).name() == theme.LIGHT.wire
    assert image.pixelColor(round(scale.x(70)), y).name() == theme.LIGHT.rule


def test_norms_above_the_clip_have_a_colour_of_their_own(chart):
    plan = TASKS["parity"].plan
    clip = 0.06
    run = fresh(plan=replace(plan, clip=clip))
    run.advance(60)
    norms = run.log.column("norm")
    assert (norms > clip).any()
    assert (norms < clip).any()
    made = chart(ChartView(run, 0, 60), (900, 240))
    image, scale, bars = made.layer.pixmap.toImage(), made.scale(), made.rooms().bars
    for step, norm in enumerate(norms.tolist()):
        if step == 0:
            continue
        colour = image.pixelColor(round(scale.x(step)), round(bars.bottom()) - 1).name()
        assert colour == (theme.LIGHT.warn if norm > clip else theme.LIGHT.faint)


@pytest.mark.parametrize(
    ("key", "step", "to"),
    [
        (KEY.Key_Left, 30, [29]),
        (KEY.Key_Right, 30, [31]),
        (KEY.Key_Up, 30, [31]),
        (KEY.Key_Down, 30, [29]),
        (KEY.Key_PageDown, 30, [30 + PAGE]),
        (KEY.Key_PageUp, 30, [30 - PAGE]),
        (KEY.Key_PageUp, 10, [0]),
        (KEY.Key_PageDown, 50, [60]),
        (KEY.Key_Home, 30, [0]),
        (KEY.Key_End, 30, [60]),
        (KEY.Key_Right, 60, []),
        (KEY.Key_Left, 0, []),
    ],
)
def test_keys_go_by_steps_pages_and_to_the_ends(asked, key, step, to):
    made, steps = asked(step)
    made.setFocus()
    QTest.keyClick(made, key)
    assert steps == to


@pytest.mark.parametrize("part", ["curves", "bars", "rail"])
def test_a_click_goes_to_the_nearest_step_and_a_drag_goes_on(asked, part):
    made, steps = asked(30)
    scale, rooms = made.scale(), made.rooms()
    y = rooms.rail if part == "rail" else getattr(rooms, part).center().y()

    def at(step):
        return QPoint(round(scale.x(step)), round(y))

    QTest.mousePress(made, LEFT, pos=at(10))
    QTest.mouseMove(made, at(20))
    QTest.mouseMove(made, at(75))  # there is no step beyond 60
    QTest.mouseRelease(made, LEFT, pos=at(75))
    QTest.mouseMove(made, at(40))
    assert steps == [10, 20, 60]


def test_the_mouse_tells_the_step_below_it(asked):
    made, _ = asked(30)
    told = []
    made.pointed.connect(told.append)
    QTest.mouseMove(made, QPoint(round(made.scale().x(44)), 60))
    assert told[-1] == 44


@pytest.mark.parametrize(
    ("every", "pixels", "ticks"),
    [(1, 600, []), (8, 600, [0, 8, 16, 24, 32, 40, 48, 56]), (2, 30, [])],
)
def test_thinned_steps_have_ticks_where_these_are_apart(every, pixels, ticks):
    marks = Marks(30, 60, 0, every, None, "", (), False)
    assert kept_ticks(marks, StepScale(0, 60, 10, 10 + pixels)) == ticks


def test_ticks_stand_below_the_rail_at_the_steps_that_are_kept(chart):
    run = fresh(room=4 * fresh().kept.keeping.nbytes)
    run.advance(24)
    every = run.kept.keeping.every
    assert every == 8
    made = chart(ChartView(run, 20, 24))
    image, below = made.grab().toImage(), round(made.rooms().rail) + 4
    faint = [x for x in range(image.width()) if image.pixelColor(x, below) == theme.LIGHT.faint]
    assert faint == [round(made.scale().x(step)) for step in range(0, 25, every)]


def test_a_run_that_is_lost_says_from_where(chart):
    run = exploded()
    made = chart(ChartView(run, run.step, 10))
    lost = made.lost_from(run)
    assert lost is not None
    assert lost == to_the_end(what_happened(run, run.step)).broken.step
    assert made.lost_from(trained()) is None
    half = (made.scale().x(lost) + made.scale().x(run.step - 1)) / 2
    tinted = made.grab().toImage().pixelColor(round(half), round(made.rooms().bars.top()) - 4)
    assert tinted != made.palette().base().color()
    assert tinted.name() != theme.LIGHT.panel


@pytest.mark.parametrize("size", [(180, 120), (400, 150), (1_400, 500)])
def test_it_can_be_drawn_in_any_size(chart, size):
    made = chart(
        ChartView(trained(), 30, 80, 10, "pinned step 10", None, ("step 30", "val 0.1")), size
    )
    made.draw(ChartView(fresh(), 0, 80))
    made.repaint()
    assert made.layer.pixmap.width() == size[0]
