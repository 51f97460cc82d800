"""Chips on the way back: its steps, where the light is, and no jump where it begins."""

import itertools

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton

from simulator.examples import EXAMPLES
from tests import depth
from tests.ui.window.test_transport import click, states
from tests.ui.windows import sweep
from ui.session.document import Document
from ui.session.snapshot import GATE
from ui.window.transport.transport_bar import TransportBar


@pytest.fixture
def latch(window_again):
    """Return a window over the latch, its workbench and its bar."""
    window = window_again(Document.of_example(EXAMPLES["latch"]()))
    sweep()
    return window, window._workbench, window.findChild(TransportBar)


def test_on_the_way_back_the_chips_are_its_steps(latch, qtbot):
    _, bench, bar = latch
    schedule = bench.snapshot().schedule
    bench.last()
    qtbot.waitUntil(lambda: bench.snapshot().position == schedule.end)
    assert tuple(bar.chips.chips) == (*schedule.phases, "y")
    places = [part.geometry() for part in (bar.slider, bar.count, bar.badge)]
    bench.step(1, GATE)
    qtbot.waitUntil(lambda: bench.snapshot().goes_back)
    steps = ("dy", *schedule.backward.phases)
    assert tuple(bar.chips.chips) == steps
    assert states(bar) == "!" + "-" * (len(steps) - 1)
    sweep()
    # The room was kept: nothing jumps at the bend.
    assert [part.geometry() for part in (bar.slider, bar.count, bar.badge)] == places
    for number in range(1, len(steps)):
        bench.step(1, GATE)
        assert states(bar) == "+" * number + "!" + "-" * (len(steps) - 1 - number)
    cell = bench.snapshot().cell
    with qtbot.waitSignal(bar.went_to) as asked:
        click(bar.chips.chips["df"])
    assert asked.args == [schedule.position_after(cell, "df")]
    assert bench.snapshot().step.quantity == "df"
    click(bar.chips.chips["dW"])
    assert bench.snapshot().step.quantity == "dW"
    assert "dW" in bar.chips.chips["dW"].accessibleName()
    bench.go_to(schedule.end)
    assert tuple(bar.chips.chips) == (*schedule.phases, "y")


def test_the_chips_of_the_way_back_are_short_where_there_is_no_room(latch, qtbot):
    window, bench, bar = latch
    bench.last()
    qtbot.waitUntil(lambda: bench.snapshot().position == bench.snapshot().schedule.end)
    bench.step(2, GATE)
    qtbot.waitUntil(lambda: bench.snapshot().goes_back)
    for width, name in ((2000, "dh[t−1]"), (1100, "dh←")):
        window.resize(width, 800)
        sweep()
        assert bar.chips.chips["dh_prev"].text() == name
        chips = list(bar.chips.chips.values())
        for one, other in itertools.pairwise(chips):
            assert one.geometry().right() < other.geometry().left() + 1
        assert chips[-1].geometry().right() <= bar.chips.width()


@pytest.mark.few(2)
@pytest.mark.parametrize("example", ["latch", "walk", "tagger"])
def test_no_chip_or_button_is_cut_in_a_small_window(window_again, qtbot, example):
    window = window_again(Document.of_example(EXAMPLES[example]()))
    bench = window._workbench
    window.resize(960, 540)
    bar = window.findChild(TransportBar)
    bench.last()
    bench.step(2, GATE)
    qtbot.waitUntil(lambda: bench.snapshot().goes_back and window.at_rest)
    sweep()
    buttons = [part for part in bar.findChildren(QAbstractButton) if part.isVisible()]
    assert {*bar.chips.chips.values(), bar.badge} <= {*buttons}
    for part in (*buttons, bar.slider):
        assert part.width() >= part.sizeHint().width(), part
    # A wide window brings the one row back.
    window.resize(2000, 800)
    sweep()
    assert bar.rows == 1
    in_row = [bar._buttons[-1], bar.chips, bar.slider, bar.count, bar.badge]
    places = [part.mapTo(bar, QPoint()).x() for part in in_row]
    assert places == sorted(places)


WIDTHS = (1024, 1280, 1366, 1440, 1600, 1920)


def test_the_bar_keeps_its_form_on_the_whole_walk(latch, qtbot):
    """Neither the badge's words nor the counts move anything, at any width."""
    window, bench, bar = latch
    schedule = bench.snapshot().schedule
    widths = WIDTHS[:: depth.count(1, by_default=2)]
    places = {width: set() for width in widths}
    for position in (0, 3, schedule.end, schedule.end + 1, schedule.end + 17, schedule.last, 0):
        bench.go_to(position)
        qtbot.waitUntil(lambda: window.at_rest and window.checked)
        for width in widths:
            window.resize(width, 700)
            sweep()
            every = bar.slider, bar.count, bar.steps, bar.badge
            parts = [part for part in every if part.isVisible()]
            assert all(part.width() >= part.sizeHint().width() for part in parts)
            shown = tuple(part.geometry().getRect() for part in parts)
            places[width].add((bar.height(), *shown))
    assert {width: forms for width, forms in places.items() if len(forms) > 1} == {}


def test_the_bar_has_its_height_as_soon_as_the_window_has_its_width(latch, qtbot):
    """No turn of the event loop shows two rows in the height of one."""
    window, bench, bar = latch
    heights = {}
    for position in (0, 3, bench.snapshot().schedule.end):
        bench.go_to(position)
        qtbot.waitUntil(lambda: window.at_rest and window.checked)
        for width in (1920, *WIDTHS):
            window.resize(width, 700)
            heights[position, width] = bar.height()
            assert bar.height() == bar.minimumSizeHint().height()
    assert len({*heights.values()}) == 2


@pytest.mark.few(1)
@pytest.mark.parametrize("example", ["latch", "sunspots"])
def test_the_rails_are_named_wherever_there_is_a_way_back(window_again, example):
    window = window_again(Document.of_example(EXAMPLES[example]()))
    slider = window.findChild(TransportBar).slider
    for width in (1280, *range(1400, 2000, 100)):
        window.resize(width, 700)
        sweep()
        words = slider._words()
        assert slider.hairpin.left > words.before, width
        assert slider.width() - slider.hairpin.right > words.behind, width


def test_the_steps_are_counted_in_the_cell_and_in_the_pass(latch, qtbot):
    _, bench, bar = latch
    schedule = bench.snapshot().schedule
    back = schedule.backward.phases
    seen = []
    for position in (2, schedule.end + 1, schedule.end + 1 + len(back)):
        bench.go_to(position)
        qtbot.waitUntil(lambda at=position: bench.snapshot().position == at)
        seen.append(
            [int(n) for n in "".join(c if c.isdigit() else " " for c in bar.steps.text()).split()]
        )
    of = schedule.last - schedule.end
    assert seen == [
        [2, len(schedule.phases), 2, schedule.end],
        [1, of],  # dy, which is no step of a cell
        [len(back), len(back), 1 + len(back), of],
    ]


def test_without_a_way_back_no_steps_are_counted(window_again):
    window = window_again()
    bench = window._workbench
    bench.step(1)
    sweep()
    assert not window.findChild(TransportBar).steps.isVisible()
