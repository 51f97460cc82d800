"""Lens: its shares and dots are the trace's, now and over time; the mouse reads and navigates."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest

from simulator.analysis.address import Address
from simulator.cells.functions import FUNCTIONS
from simulator.network.lane import Lane
from simulator.translation import percent
from ui.panels.lens import panel as lens
from ui.panels.lens.choice import QUANTITIES
from ui.panels.lens.panel import LensPanel
from ui.style import fonts, number_format, theme

OPTIONS = [
    {},
    {"hidden_size": 7, "proj_size": 2},
    {"hidden_size": 5, "num_layers": 2, "bidirectional": True, "batch": 2, "lengths": [9, 4]},
]


@pytest.fixture
def shown(follow):
    """Show a panel that follows a workbench."""
    return lambda bench: follow(LensPanel(theme.LIGHT), bench, (420, 420))


def numbers_of(snapshot, quantity, timesteps):
    """Return the arguments and values of a quantity at some timesteps, straight from the trace."""
    trace, lane = snapshot.run.trace, snapshot.lane
    name = "c" if quantity == "c" else f"z_{quantity}"
    arguments = trace.values(name, lane)[timesteps, snapshot.row]
    if quantity == "c":
        return arguments, np.tanh(arguments)
    return arguments, trace.values(quantity, lane)[timesteps, snapshot.row]


def expected_shares(quantity, values):
    low, high = (0.1, 0.9) if quantity in "ifo" else (-0.9, 0.9)
    names = ("closed", "open") if quantity in "ifo" else ("< −0.9", "> 0.9")
    if not values.size:
        return names
    shares = np.mean(values < low), np.mean(values > high)
    return tuple(f"{percent(share)} {name}" for share, name in zip(shares, names, strict=True))


def known_timesteps(snapshot, quantity):
    """Return the timesteps at which a quantity is known, by the schedule alone."""
    lane, length = snapshot.lane, snapshot.experiment.lengths[snapshot.row]
    cells = [snapshot.schedule.cell_at(lane, t, snapshot.row) for t in range(length)]
    return [t for t, cell in enumerate(cells) if snapshot.knows(cell, quantity)]


@pytest.mark.parametrize("options", OPTIONS)
def test_shares_are_those_of_the_trace_at_every_position(make_workbench, shown, options):
    bench = make_workbench(timesteps=9, **options)
    panel = shown(bench)
    rng = np.random.default_rng(0)
    end = bench.snapshot().schedule.end
    for position in [0, 1, end, *rng.integers(0, end, 12).tolist()]:
        bench.go_to(position)
        config = bench.snapshot().experiment.config
        lanes = list(config.lanes())
        lane = lanes[rng.integers(len(lanes))]
        bench.select(lane, int(rng.integers(options.get("batch", 1))))
        snapshot = bench.snapshot()
        for over_time in (False, True):
            panel.choose("", over_time)
            for quantity in QUANTITIES:
                plot, known = panel.plots[quantity], known_timesteps(snapshot, quantity)
                timesteps = known if over_time else [t for t in known if t == snapshot.timestep]
                arguments, values = numbers_of(snapshot, quantity, timesteps)
                assert plot.shares() == expected_shares(quantity, values)
                assert f"{values.size:,} values" in plot.accessibleName()
                if not over_time and timesteps:
                    assert np.array_equal(plot._arguments, arguments[0])


def test_many_numbers_are_counted_in_turns(make_workbench, shown, qtbot, monkeypatch):
    monkeypatch.setattr(lens, "AT_ONCE", 40)
    bench = make_workbench(timesteps=30, hidden_size=4)
    panel = shown(bench)
    panel.choose("", True)
    bench.last()
    assert panel.heading.text().startswith("counting…")
    qtbot.waitUntil(lambda: panel.heading.text() == "120 values, t 0 … 29")
    for quantity in QUANTITIES:
        _, values = numbers_of(bench.snapshot(), quantity, slice(None))
        assert panel.plots[quantity].shares() == expected_shares(quantity, values)
    bench.go_to(6 * 12)
    qtbot.waitUntil(lambda: panel.heading.text() == "48 values, t 0 … 11")
    for quantity in QUANTITIES:
        _, values = numbers_of(bench.snapshot(), quantity, slice(0, 12))
        assert panel.plots[quantity].shares() == expected_shares(quantity, values)


def test_it_does_nothing_while_it_is_not_seen(make_workbench, shown):
    bench = make_workbench(timesteps=5)
    panel = shown(bench)
    panel.hide()
    bench.last()
    assert panel.plots["i"].accessibleName().startswith("i on σ: 0 values")
    panel.show()
    assert panel.plots["i"].accessibleName().startswith("i on σ: 2 values")


def test_the_present_gate_is_lit(make_workbench, shown):
    bench = make_workbench()
    panel = shown(bench)
    for position, quantity in enumerate("figo", 1):
        bench.go_to(position)
        assert [q for q, plot in panel.plots.items() if plot._lit] == [quantity]


def dot_place(plot, index):
    """Return the place of the dot of a unit or bin."""
    indices, x = plot._dots()
    at = x[indices == index]
    xs, ys = plot._to_pixels(plot._plot_rect(), at, FUNCTIONS[plot.function](at))
    return QPointF(xs[0], ys[0])


def test_the_mouse_names_a_dot_and_a_click_looks_at_it(make_workbench, shown, qtbot):
    bench = make_workbench(hidden_size=3, seed=4)
    panel = shown(bench)
    bench.step(2)
    told = []
    panel.hovered.connect(told.append)
    for quantity in QUANTITIES:
        plot = panel.plots[quantity]
        for unit in range(3):
            place = dot_place(plot, unit)
            if plot.dot_at(place) != unit:
                continue  # another dot covers it
            told.clear()
            move(plot, place)
            value = bench.snapshot().values(quantity)[1, unit]
            assert told[-1].startswith(f"{quantity}[{unit}] at t 1 = ")
            assert told[-1].endswith(f"= {number_format.exact(value)}")
            with qtbot.waitSignal(panel.looked_at) as asked:
                QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=place.toPoint())
            assert asked.args == [Address(quantity, Lane(), 1, 0, unit)]
    leave(panel.plots["c"])
    assert told[-1] == ""


def test_over_time_the_mouse_tells_how_many_lie_where(make_workbench, shown):
    bench = make_workbench(timesteps=40, hidden_size=3)
    panel = shown(bench)
    bench.last()
    panel.choose("", True)
    plot, told = panel.plots["f"], []
    panel.hovered.connect(told.append)
    arguments, _ = numbers_of(bench.snapshot(), "f", slice(None))
    for part in np.flatnonzero(plot._histogram.counts).tolist():
        move(plot, dot_place(plot, part))
    for text in told:
        count, total, low, high = re.fullmatch(
            r"z_f: (\d+) of (\d+) values are from (\S+) to (\S+)", text
        ).groups()
        assert int(total) == arguments.size
        low, high = number_format.parse(low), number_format.parse(high)
        inside = np.count_nonzero((arguments >= low) & (arguments < high))
        assert int(count) == inside
    assert told


def move(widget, place: QPointF):
    here = widget.mapToGlobal(place)
    none = Qt.MouseButton.NoButton
    widget.mouseMoveEvent(
        QMouseEvent(QEvent.Type.MouseMove, place, here, none, none, Qt.KeyboardModifier.NoModifier)
    )


def leave(widget):
    widget.leaveEvent(QEvent(QEvent.Type.Leave))


def test_a_small_panel_shows_the_plot_that_is_looked_at(make_workbench, follow):
    bench = make_workbench()
    panel = follow(LensPanel(theme.LIGHT), bench, (310, 200))
    for position, quantity in enumerate("figo", 1):
        bench.go_to(position)
        assert [q for q, plot in panel.plots.items() if plot.isVisible()] == [quantity]
    panel.choose("c", False)
    assert [q for q, plot in panel.plots.items() if plot.isVisible()] == ["c"]
    bench.go_to(1)
    assert [q for q, plot in panel.plots.items() if plot.isVisible()] == ["c"]
    panel.choose("", False)
    panel.resize(700, 260)
    assert all(plot.isVisible() for plot in panel.plots.values())


def test_plots_that_come_into_sight_show_the_present_numbers(make_workbench, shown, follow):
    bench = make_workbench(timesteps=9, hidden_size=7)
    panel, large = follow(LensPanel(theme.LIGHT), bench, (300, 150)), shown(bench)
    bench.go_to_timestep(6)
    panel.resize(420, 420)
    for quantity in QUANTITIES:
        assert panel.plots[quantity].isVisible()
        assert panel.plots[quantity].shares() == large.plots[quantity].shares()
        assert panel.plots[quantity].grab().toImage() == large.plots[quantity].grab().toImage()


def test_larger_text_leaves_room_for_one_plot_and_smaller_text_for_all(make_workbench, shown):
    panel = shown(make_workbench())
    for size, plots in ((200, 1), (100, len(QUANTITIES))):
        fonts.set_text_size(size)
        panel.set_theme(theme.LIGHT)
        assert sum(plot.isVisible() for plot in panel.plots.values()) == plots


@pytest.mark.parametrize("end", [0, 1])
def test_a_click_in_an_end_asks_for_its_units(make_workbench, shown, qtbot, end):
    bench = make_workbench(timesteps=40, hidden_size=3)
    panel = shown(bench)
    bench.last()
    found = []
    panel.units_asked.connect(lambda *asked: found.append(asked))
    for over_time, when in ((False, "at t 39"), (True, "> 0")):
        panel.choose("", over_time)
        for quantity, words in (("f", ("closed", "open")), ("g", ("low", "high"))):
            plot = panel.plots[quantity]
            area = plot._plot_rect()
            x = area.right() - 1 if end else area.left() + 1
            with qtbot.waitSignal(panel.ends_asked):
                place = QPointF(x, area.center().y()).toPoint()
                QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=place)
            assert found.pop() == (
                ("closed", "open")[end],
                quantity,
                f"{quantity} {words[end]} {when}",
            )
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=area.center().toPoint())
    assert not found


def test_the_link_asks_for_the_units_of_the_gate_that_is_looked_at(make_workbench, shown, qtbot):
    bench = make_workbench()
    panel = shown(bench)
    bench.go_to(2)
    with qtbot.waitSignal(panel.units_asked) as asked:
        panel.link.setFocus()
        QTest.keyClick(panel.link, Qt.Key.Key_Return)
    assert asked.args == ["saturated", "i", ""]


def test_the_list_of_choices_has_every_quantity_now_and_so_far(make_workbench, shown):
    panel = shown(make_workbench())
    chosen = set()
    for index in range(panel.choice.count()):
        if panel.choice.itemText(index):
            panel.choice.setCurrentIndex(index)
            panel.choice.activated.emit(index)
            visible = tuple(q for q, plot in panel.plots.items() if plot.isVisible())
            chosen.add((visible, panel.over_time))
            assert panel.choice.currentIndex() == index
    several = tuple(QUANTITIES)
    assert chosen == {(q, t) for q in (several, *((q,) for q in several)) for t in (False, True)}
