"""Tracks of the timeline: their choice, form, order, zoom, scales, words, frames and covers."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, QSettings, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from simulator.analysis.address import Address
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from simulator.network.quantities import EVERY
from tests.depth import examples
from tests.simulator.experiments import experiments
from tests.ui.panels.timeline.benches import stand_at, workbench_of
from ui.panels.timeline import flash
from ui.panels.timeline.legend import LegendEntry
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.timeline.scales import TrackScales, doubled
from ui.panels.timeline.tools import TimelineTools
from ui.panels.timeline.track_choice import KEPT, OF_UNIT, tracks_for
from ui.panels.timeline.tracks.heat_map import AHEAD
from ui.panels.timeline.tracks.hold_outlines import placed
from ui.panels.timeline.tracks.view import TimeView
from ui.panels.timeline.tracks.words import TimeWords, are_words
from ui.session.document import Document
from ui.session.runner import Runner
from ui.session.viewing.hidden_values import HiddenValues
from ui.session.workbench import Workbench
from ui.style import theme
from ui.style.colours import map_of

ROWS = tuple("figoch")
CONTROL = Qt.KeyboardModifier.ControlModifier


def image_of(panel):
    return panel.plots.grab().toImage()


def pixel(panel, image, track, timestep, height):
    """Return the colour at a timestep and a height of a track's view."""
    view = panel.plots.tracks[track].view
    place = panel.plots.mapFromScene(view.mapViewToScene(QPointF(timestep, height)))
    return image.pixelColor(place)


def point_at(panel, track, timestep, height):
    view = panel.plots.tracks[track].view
    place = panel.plots.mapFromScene(view.mapViewToScene(QPointF(timestep, height)))
    for where in (place + QPoint(1, 0), place):
        QTest.mouseMove(panel.plots.viewport(), where)
        QApplication.processEvents()
    return place


def test_a_view_that_moves_moves_each_of_the_others_once(shown, monkeypatch):
    panel = shown(workbench_of(steps=200))
    views = [row.view for row in panel.plots.tracks.values()]
    given, told, moved = [], [], TimeView.setXRange

    def move(view, *ends, **options):
        given.append(view)
        moved(view, *ends, **options)

    monkeypatch.setattr(TimeView, "setXRange", move)
    panel.plots.view_changed.connect(lambda: told.append(panel.plots.first.viewRange()[0]))
    for view, start in ((panel.plots.first, 50), (panel.plots.last, 120)):
        given.clear()
        told.clear()
        view.setXRange(start, start + 40, padding=0)
        assert len(given) == len(views)
        assert all(v.viewRange()[0] == [start, start + 40] for v in views)
        assert told == [[start, start + 40]]


def turn(panel, track, timestep, height, modifiers):
    """Turn the wheel forwards over a place."""
    viewport = panel.plots.viewport()
    where = QPointF(point_at(panel, track, timestep, height))
    event = QWheelEvent(
        where,
        QPointF(viewport.mapToGlobal(where.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)
    QApplication.processEvents()


@examples(25)
@given(experiments(max_steps=5), st.data())
def test_no_past_number_changes_its_colour_while_the_scales_stand(following, experiment, data):
    workbench = Workbench(Document.of("test", experiment))
    with following(workbench, (900, 500)) as panel:
        if data.draw(st.booleans()):
            panel.tools.own_scale.setChecked(True)
        seen = {}
        for _ in range(8):
            if data.draw(st.integers(0, 4)) == 0:
                workbench.toggle_ahead()
            workbench.step(
                data.draw(st.integers(-3, 6)), data.draw(st.sampled_from(["gate", "timestep"]))
            )
            snapshot = workbench.snapshot()
            indices = panel.colours()
            for quantity in experiment.config.steps:
                known = snapshot.known(quantity)
                picture = panel.plots.rows[quantity].heat_map.picture()
                assert len(indices[quantity]) == known.stop - known.start
                for t in range(known.start, known.stop):
                    now = (*indices[quantity][t - known.start], *picture[:, t].tolist())
                    before = seen.setdefault((quantity, t), (panel.scale_number, now))
                    if before[0] == panel.scale_number:
                        assert before[1] == now
                    seen[quantity, t] = panel.scale_number, now


def test_the_track_of_one_unit_has_the_scale_of_c(shown):
    workbench = workbench_of(12, scale=6.0)
    panel = shown(workbench, (900, 420))
    panel.show_curves(True)
    stand_at(workbench, 8)
    workbench.edit(workbench_of(12, scale=0.05).snapshot().experiment, "small weights")
    c, unit = (panel.plots.tracks[track] for track in ("c", OF_UNIT))
    assert c.limits[1] > workbench.snapshot().ranges.limit("c", Lane())
    assert unit.limits == c.limits


def test_the_scale_of_one_unit_beside_differences_is_told(shown, monkeypatch):
    monkeypatch.setattr(Runner, "_compute_ahead", lambda *_: False)
    workbench = workbench_of(24, scale=3.0)
    panel = shown(workbench, (900, 420))
    workbench.edit(workbench_of(24, scale=2.5).snapshot().experiment, "other weights")
    panel.difference_button.setChecked(True)
    panel.choose_tracks(("h", OF_UNIT))
    row, seen = panel.plots.tracks[OF_UNIT], []
    for t in range(24):
        stand_at(workbench, t)
        seen.append((row.limits, panel.scale_number, panel._scales.told))
    grown = [(a, b) for a, b in itertools.pairwise(seen) if a[0] != b[0]]
    assert grown
    for (_, number, told), (_, now, tells) in grown:
        assert now > number
        assert tells != told
        assert OF_UNIT in tells


def test_a_track_that_goes_is_pointed_at_no_longer(shown):
    workbench = workbench_of(12)
    panel = shown(workbench, (900, 420))
    stand_at(workbench, 8)
    panel.choose_tracks(("f", "c"))
    asked = []
    panel.card_asked.connect(asked.append)
    point_at(panel, "f", 5, 0)
    former = asked[-1]
    assert former.subject.quantity == "f"
    assert not former.rect().isEmpty()
    panel.choose_tracks(("c", "h"))
    assert asked[-1] is None or asked[-1].subject.quantity != "f"
    assert former.rect().isEmpty()
    assert all(rect.isEmpty() for rect in former.around())


def test_bars_reach_from_zero_to_the_value(shown):
    workbench = workbench_of(12, scale=2.0)
    panel = shown(workbench, (900, 420))
    stand_at(workbench, 8)
    panel.choose_tracks(("f", "c"))
    image, (f, c) = image_of(panel), (workbench.snapshot().values(q) for q in "fc")
    field = QColor(theme.LIGHT.field)
    limit = panel.plots.rows["c"].limits[1]
    for t in (1, 5, 7, 10):
        for unit in (0, 1):
            value, end = c[t, unit], c[t, unit] / limit / 2
            inside, beyond = unit - 0.8 * end, unit - np.sign(end) * min(abs(end) + 0.12, 0.45)
            drawn = pixel(panel, image, "c", t + 0.3, inside)
            share = 1.0 if t <= 8 else AHEAD
            wanted = map_of(theme.LIGHT, "c").at(0.5 + 0.5 * value / limit)
            if abs(end) > 0.1:
                for top, below, seen in zip(
                    wanted.getRgb(), field.getRgb(), drawn.getRgb(), strict=True
                ):
                    assert abs(share * top + (1 - share) * below - seen) <= 4
            assert pixel(panel, image, "c", t + 0.3, beyond) == field
            gate = f[t, unit]
            if 0.2 < gate < 0.8:  # from the foot of its place up
                assert pixel(panel, image, "f", t + 0.3, unit + 0.5 - gate - 0.1) == field
                assert pixel(panel, image, "f", t + 0.3, unit + 0.5 - gate + 0.1) != field


def test_without_room_the_bars_are_those_of_the_selected_unit(shown):
    workbench = workbench_of(12, hidden_size=4)
    panel = shown(workbench, (900, 200))
    row = panel.plots.rows["c"]
    assert row.view.height() < 60
    panel.choose_tracks(ROWS)
    QApplication.processEvents()
    assert row.lone == 0
    workbench.select_unit(3)
    assert row.lone == 3
    assert row.view.viewRange()[1] == pytest.approx([2.5, 3.5])
    panel.choose_tracks(("c",))
    QApplication.processEvents()
    assert row.lone is None


def test_with_little_room_there_are_x_c_and_h():
    steps = ("f", "i", "g", "o", "c", "m", "h")
    assert tracks_for(400, steps, bars=False) == ("x", *steps)
    assert tracks_for(176, steps, bars=False) == ("x", "f", "i", "g", "o", "c", "h")
    assert tracks_for(140, steps, bars=True) == ("x", "c", "h")
    assert tracks_for(20, steps, bars=True) == ("c", "h")


def test_the_menu_chooses_tracks_and_says_so(shown, qtbot):
    panel = shown(workbench_of())
    menu = panel.tools.track_menu
    shown_now = panel.plots.shown
    assert [track for track, action in menu.entries.items() if action.isChecked()] == list(
        shown_now
    )
    with qtbot.waitSignal(panel.tools.track_menu.chosen) as chosen:
        menu.entries["g"].trigger()
    assert chosen.args == [tuple(track for track in shown_now if track != "g")]
    assert panel.plots.shown == chosen.args[0]
    assert not panel.plots.shows("g")
    with qtbot.waitSignal(panel.tools.track_menu.chosen) as chosen:
        menu._by_room.trigger()
    assert chosen.args == [None]
    assert panel.plots.shown == shown_now
    assert not menu.entries["m"].isVisible()


def test_the_chosen_tracks_are_remembered(qtbot, tmp_path):
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    panel, other = TimelinePanel(theme.LIGHT), TimelinePanel(theme.LIGHT)
    qtbot.addWidget(panel)
    qtbot.addWidget(other)
    panel.remember(settings)
    assert panel.plots.chosen is None
    panel.tools.track_menu.chosen.emit(("x", "f", KEPT))
    other.remember(settings)
    assert other.plots.chosen == ("x", "f", KEPT)
    panel.tools.track_menu.chosen.emit(None)
    settings.setValue("timeline_tracks", "nonsense,h")
    panel.remember(settings)
    assert panel.plots.chosen == ("h",)


def test_each_unit_on_a_scale_of_its_own_is_seen(shown):
    workbench = workbench_of(20, scale=0.05, hidden_size=6)
    experiment = workbench.snapshot().experiment
    c_0 = np.array([[[50, 0, 0, 0, 0, 0]]], np.float32)
    workbench.edit(experiment.with_states(c_0=c_0), "c_0")
    panel = shown(workbench)
    stand_at(workbench, 10)
    row = panel.plots.rows["c"]
    shared = panel.colours()["c"]
    assert np.ptp(shared[:, 1].astype(int)) <= 2
    number = panel.scale_number
    panel.tools.own_scale.trigger()
    own = panel.colours()["c"]
    values = workbench.snapshot().values("c")
    assert panel.scale_number != number
    assert np.ptp(own[:, 1].astype(int)) > 20
    assert (row.own >= np.abs(values).max(axis=0)).all()
    assert (row.own < 2 * np.abs(values).max(axis=0)).all()
    assert "one per unit" in panel.legend.accessibleName()
    said = []
    panel.hovered.connect(said.append)
    point_at(panel, "c", 4, 1)
    assert f"{float(values[4, 1]):.3f}"[:5] in said[-1].replace("−", "-")
    assert "±" in said[-1]


@pytest.mark.parametrize(("peak", "limit"), [(0.3, 0.5), (0.5, 0.5), (3, 4), (0, 1), (1e-3, 2**-9)])
def test_scales_double(peak, limit):
    assert doubled(np.array(peak)) == limit


def test_the_rows_follow_an_order_of_units(shown):
    workbench = workbench_of(12, hidden_size=8)
    panel = shown(workbench)
    stand_at(workbench, 11)
    before = panel.plots.rows["f"].heat_map.picture().copy()
    panel.set_unit_order((5, 2, 7, 0, 1))
    row = panel.plots.rows["f"]
    assert np.array_equal(row.heat_map.picture(), before[[5, 2, 7, 0, 1]])
    assert row.label.ticks()
    place = row.place_at(row.view.mapViewToScene(QPointF(3, 1)))
    assert (place.unit, place.value) == (2, workbench.snapshot().values("f")[3, 2])
    click = panel.plots.mapFromScene(row.view.mapViewToScene(QPointF(3, 2)))
    QTest.mouseClick(panel.plots.viewport(), Qt.MouseButton.LeftButton, pos=click)
    assert workbench.snapshot().pinned == Address("f", Lane(), 3, 0, 7)
    panel.set_unit_order(None)
    assert np.array_equal(panel.plots.rows["f"].heat_map.picture(), before)


def test_the_row_of_the_selected_unit_is_framed_where_it_is_high(shown):
    workbench = workbench_of(12, hidden_size=8)
    panel = shown(workbench, (900, 420))
    panel.choose_tracks(("f",))
    stand_at(workbench, 11)
    workbench.select_unit(5)
    row = panel.plots.rows["f"]
    view, ink = row.view, QColor(theme.LIGHT.ink)

    def framed():
        QApplication.processEvents()
        image = image_of(panel)
        tops = [view.mapViewToScene(QPointF(3, place - 0.5)) for place in range(len(row.order))]
        places = map(panel.plots.mapFromScene, tops)
        lines = [{image.pixelColor(p.x(), p.y() + dy).name() for dy in (0, 1)} for p in places]
        return [place for place, colours in enumerate(lines) if ink.name() in colours]

    assert framed() == [5]
    panel.set_unit_order((5, 2, 7, 0, 1))
    assert framed()[0] == 0  # and the line below it
    panel.set_unit_order(None)
    panel.choose_tracks(tuple("figoch"))
    QApplication.processEvents()
    assert view.height() < 8 * 8
    assert framed() == []


def test_a_pixel_row_names_its_units(shown):
    workbench = workbench_of(12, hidden_size=512)
    panel = shown(workbench, (900, 300))
    stand_at(workbench, 11)
    order = tuple(range(0, 512, 3))
    panel.set_unit_order(order)
    row = panel.plots.rows["f"]
    units = row.heat_map.cell[1]
    assert units > 1
    place = row.place_at(row.view.mapViewToScene(QPointF(3, units)))
    assert place.units == order[units : 2 * units]
    values = workbench.snapshot().values("f")[3, list(place.units)]
    assert abs(place.value - 0.5) == np.abs(values - 0.5).max()
    assert f"units {', '.join(map(str, place.units))}" in panel._pointing.words(place)


def test_outlines_of_holds_follow_the_order():
    blocks = np.array([[2.0, 4.0, 1.0, 3.0, 0.5]])
    assert placed(blocks, None) is blocks
    found = placed(blocks, (3, 0, 1, 2))
    assert found.tolist() == [[2, 4, 0, 0, 0.5], [2, 4, 2, 3, 0.5]]


def test_ctrl_and_wheel_zoom_units_and_fit_brings_them_back(shown):
    workbench = workbench_of(12, hidden_size=64)
    panel = shown(workbench)
    stand_at(workbench, 11)
    row = panel.plots.rows["f"]
    time = row.view.viewRange()[0]
    turn(panel, "f", 6, 40.0, CONTROL)
    low, high = row.view.viewRange()[1]
    assert 4 <= high - low < 64
    seen = row.view.mapSceneToView(QPointF(panel.plots.mapToScene(point_at(panel, "f", 6, 40.0))))
    assert seen.y() == pytest.approx(40, abs=1.5)  # the place under the mouse stays there
    assert panel.plots.rows["h"].view.viewRange()[1] == [low, high]
    assert row.view.viewRange()[0] == time
    assert not panel.plots.fits
    assert row.heat_map.cell[1] == math.ceil((high - low) / row.view.height())
    turn(panel, "f", 6, (low + high) / 2, Qt.KeyboardModifier.NoModifier)
    assert row.view.viewRange()[1] == [low, high]
    assert np.ptp(row.view.viewRange()[0]) < np.ptp(time)
    row.view.units_moved.emit(-1000.0)
    assert row.view.viewRange()[1][0] == pytest.approx(-0.5)
    QTest.mouseClick(panel.fit_button, Qt.MouseButton.LeftButton)
    assert row.view.viewRange()[1] == pytest.approx([-0.5, 63.5])


@pytest.mark.parametrize("steps", [12, 20])
def test_a_zoom_ends_where_another_model_has_fewer_units(shown, steps):
    workbench = workbench_of(12, hidden_size=64)
    panel = shown(workbench)
    stand_at(workbench, 11)
    panel.plots.zoom((40.0, 60.0))
    other = workbench_of(steps, hidden_size=8)
    workbench.open(Document.of("smaller", other.snapshot().experiment))
    stand_at(workbench, 11)
    for row in panel.plots.unit_rows.values():
        low, high = row.view.viewRange()[1]
        assert -0.5 <= low < high <= len(row.order) - 0.5
    assert panel.plots.rows["f"].label.ticks()
    assert panel.plots.fits


def test_what_is_looked_at_elsewhere_has_a_frame_of_its_own(shown):
    workbench = workbench_of(20)
    panel = shown(workbench)
    stand_at(workbench, 12)
    plots = panel.plots
    assert (plots.frames.chip.text, plots.frames.chip.isVisible()) == ("12", True)
    assert not plots.frames.elsewhere.isVisible()
    workbench.look_at(Address("c", Lane(), 6, 0, 1))
    assert (plots.frames.chip_elsewhere.text, plots.frames.chip_elsewhere.isVisible()) == (
        "6",
        True,
    )
    assert plots.frames.chip.text == "12"
    place = plots.rows["c"].view.mapSceneToView(plots.frames.elsewhere.pos())
    assert place.x() == pytest.approx(6, abs=0.1)
    column = plots.rows["c"].view.width() / 20
    assert plots.frames.elsewhere.boundingRect().width() == pytest.approx(column, abs=16)
    workbench.look_here()
    assert not plots.frames.elsewhere.isVisible()
    assert not plots.frames.chip_elsewhere.isVisible()


def test_covered_numbers_are_plates_and_are_not_told(shown):
    workbench = workbench_of(12)
    panel = shown(workbench, (900, 420))
    panel.choose_tracks(("c",))
    stand_at(workbench, 8)
    number = Address("c", Lane(), 5, 0, 1)
    workbench.cover(HiddenValues(numbers=frozenset({number})))
    said = []
    panel.hovered.connect(said.append)
    point_at(panel, "c", 5, 1)
    assert said[-1].endswith("hidden")
    assert not any(letter.isdigit() for letter in said[-1].partition("t 5")[2])
    zero = QColor(theme.LIGHT.zero)
    image = image_of(panel)
    assert pixel(panel, image, "c", 4.7, 0.6) == pixel(panel, image, "c", 5.3, 1.4) == zero
    panel.show_curves(True)
    values = workbench.snapshot().values("c")
    place = panel.plots.rows["c"].place_at(
        panel.plots.rows["c"].view.mapViewToScene(QPointF(5, float(values[5, 1])))
    )
    assert place.value is None


def test_what_is_covered_is_told_nowhere_else(shown):
    workbench = workbench_of(12, hidden_size=6)
    experiment = workbench.snapshot().experiment
    panel = shown(workbench)
    workbench.last()
    workbench.edit(experiment.with_states(experiment.h_0 + 1), "h_0")
    change = workbench.snapshot().against.comparison.largest(workbench.snapshot().position)
    assert "→" in panel.moved.text()
    workbench.cover(HiddenValues(numbers=frozenset({change.number, Address("c", Lane(), 3, 0, 2)})))
    assert "→" not in panel.moved.text()
    assert not any(letter.isdigit() for letter in panel.moved.text())
    workbench.select_unit(2)
    panel.choose_tracks(("h", OF_UNIT))
    row = panel.plots.tracks[OF_UNIT]
    assert row.place_at(row.view.mapViewToScene(QPointF(3, 0))).value is None
    assert row.place_at(row.view.mapViewToScene(QPointF(4, 0))).value is not None


def test_the_product_of_f_starts_where_one_looks(shown):
    workbench = workbench_of(12)
    panel = shown(workbench)
    panel.choose_tracks(("c", KEPT))
    stand_at(workbench, 4)
    workbench.select_unit(1)
    f = workbench.snapshot().values("f")[:, 1].astype(float)
    row = panel.plots.tracks[KEPT]
    for t, (start, known) in {6: (4, False), 4: (4, True)}.items():
        place = row.place_at(row.view.mapViewToScene(QPointF(t, 0)))
        assert place.value == pytest.approx(np.prod(f[start + 1 : t + 1]))
        assert (place.state == "known") is known
    assert row.place_at(row.view.mapViewToScene(QPointF(3, 0))).value is None
    workbench.look_at(Address("c", Lane(), 2, 0, 1))
    place = row.place_at(row.view.mapViewToScene(QPointF(4, 0)))
    assert place.value == pytest.approx(f[3] * f[4])
    workbench.toggle_ahead()
    assert row.place_at(row.view.mapViewToScene(QPointF(6, 0))).value is None


def test_one_unit_of_many_has_bars_of_its_own(shown):
    workbench = workbench_of(12, hidden_size=16)
    panel = shown(workbench)
    panel.choose_tracks(("f", OF_UNIT))
    stand_at(workbench, 8)
    workbench.select_unit(11)
    row = panel.plots.tracks[OF_UNIT]
    place = row.place_at(row.view.mapViewToScene(QPointF(3, 0)))
    assert (place.unit, place.value) == (11, workbench.snapshot().values("c")[3, 11])


def test_words_are_a_track_and_years_are_names_of_timesteps(shown):
    words = ("rest", "yes", "rest", "no") * 6
    assert are_words(words)
    assert not are_words(tuple(map(str, range(1700, 1724))))
    panel = shown(workbench_of(24, labels=words), (1100, 300))
    axis = panel.plots.axis
    assert panel.plots.words.isVisible()
    axis.ticks(-0.5, 23.5, axis.width())
    assert axis.text_of(1) == "1"
    panel.choose_tracks(("c", "h"))
    axis.ticks(-0.5, 23.5, axis.width())
    assert axis.text_of(1) == "1 · yes"
    panel = shown(workbench_of(24, labels=map(str, range(1700, 1724))), (1100, 300))
    axis = panel.plots.axis
    axis.ticks(-0.5, 23.5, axis.width())
    assert axis.text_of(3) == "3 · 1703"
    assert not panel.plots.words.isVisible()


def test_silence_is_no_cue_however_often_a_word_is_said(shown):
    words = ("mark", "tap", "tap", "…", "tap")
    panel = shown(workbench_of(5, labels=words), (1100, 300))
    assert [panel.plots.words.is_cue(t) for t in range(5)] == [True, True, True, False, True]


def test_no_label_of_the_axis_is_cut_by_a_chip(shown):
    workbench = workbench_of(200, labels=map(str, range(1700, 1900)))
    panel = shown(workbench, (900, 300))
    axis = panel.plots.axis
    ticks = axis.ticks(*axis.range, axis.width())
    near = ticks[2] + 1
    stand_at(workbench, near)
    panel.grab()
    assert axis.text_of(ticks[2]) not in axis.texts
    assert axis.text_of(ticks[1]) in axis.texts
    workbench.look_at(Address("c", Lane(), ticks[1], 0, 0))
    panel.grab()
    assert not {axis.text_of(t) for t in ticks[1:3]}.intersection(axis.texts)
    assert axis.text_of(ticks[-1]) in axis.texts


def test_no_other_name_of_a_timestep_is_cut_by_its_chip(shown):
    workbench = workbench_of(200, labels=map(str, range(1700, 1900)))
    panel = shown(workbench, (900, 300))
    axis = panel.plots.axis
    tick = axis.ticks(*axis.range, axis.width())[2]
    stand_at(workbench, tick)
    axis.bind(200, tuple(map(str, range(2700, 2900))))
    panel.grab()
    assert axis.text_of(tick) == f"{tick} · {2700 + tick}"
    assert axis.text_of(tick) not in axis.texts


@pytest.mark.few(2)
@pytest.mark.parametrize("size", [100, 150, 200])
@pytest.mark.parametrize("units", [1, 40])
def test_every_row_is_named_beside_its_ticks(shown, text_size, size, units):
    text_size(size)
    panel = shown(workbench_of(12, hidden_size=units), (1600, 900))
    assert panel.plots.shown == ("x", *ROWS)
    for key in ROWS:
        label = panel.plots.tracks[key].label
        assert len(label.ticks()) >= 2
        assert label.name == EVERY[key].meaning


@pytest.mark.few(2)
@pytest.mark.parametrize("height", range(300, 900, 40))
def test_units_are_told_at_even_distances(shown, height):
    panel = shown(workbench_of(12, hidden_size=512), (1200, height))
    for key in ROWS:
        numbers = sorted(int(text) for _, text in panel.plots.tracks[key].label.ticks())
        between = [number for number in numbers if number not in (0, 511)]
        apart = {after - before for before, after in itertools.pairwise([0, *between])}
        assert len(apart) <= 1, numbers


def test_large_text_leaves_room_for_fewer_tracks(text_size):
    assert len(tracks_for(220.0, ROWS, True)) == 7
    text_size(200)
    assert tracks_for(220.0, ROWS, True) == ("x", "c", "h")
    assert len(tracks_for(440.0, ROWS, True)) == 7


@pytest.mark.parametrize("last", [9, 99, 999])
def test_the_chip_of_the_last_timestep_is_whole(shown, last):
    bench = workbench_of(last + 1)
    panel = shown(bench, (900, 300))
    bench.last()
    QApplication.processEvents()
    chip = panel.plots.frames.chip
    assert chip.text == str(last)
    plate = chip.sceneBoundingRect().adjusted(4, 0, -4, 0)
    assert plate.right() <= panel.plots.width()


@pytest.mark.few(2)
@pytest.mark.parametrize(("now", "peek"), [(12, 3), (12, 20), (999, 990), (990, 999), (0, 1)])
def test_chips_that_are_near_stand_beside_each_other(shown, now, peek):
    bench = workbench_of(1000)
    bench.snapshot().run.advance()
    panel = shown(bench, (900, 300))
    stand_at(bench, now)
    bench.look_at(Address("c", Lane(), peek, 0, 0))
    QApplication.processEvents()
    frames = panel.plots.frames
    one, other = (
        chip.mapToScene(chip.plate()).boundingRect()
        for chip in (frames.chip, frames.chip_elsewhere)
    )
    assert (frames.chip.text, frames.chip_elsewhere.text) == (str(now), str(peek))
    assert not one.intersects(other)
    for plate in (one, other):
        assert plate.left() >= 0
        assert plate.right() <= panel.plots.width()


def test_tracks_stand_in_their_own_order_whatever_the_choice(shown):
    panel = shown(workbench_of(12))
    panel.choose_tracks((KEPT, "h", "x", "c"))
    assert panel.plots.shown == ("x", "c", "h", KEPT)
    tops = [panel.plots.tracks[t].view.sceneBoundingRect().top() for t in panel.plots.shown]
    assert tops == sorted(tops)


@pytest.mark.parametrize("width", [3.0, 12.0, 60.0])
def test_of_thinned_words_the_cues_stay(qapp, width):
    words = TimeWords(theme.LIGHT)
    labels = tuple("reset" if t % 10 == 3 else "rest" for t in range(40))
    words.bind(labels, 40, 1)
    placed_words = words.placed(0, 40, width)
    shown_words = [t for t, _ in placed_words]
    rooms = {t: words._room(t) for t in shown_words}
    for (t, left), (_, then) in itertools.pairwise(placed_words):
        assert left + rooms[t] <= then + 1e-6
    cues = [t for t in range(40) if words.is_cue(t)]
    assert cues == [3, 13, 23, 33]
    if 10 * width > rooms.get(3, 99):
        assert set(cues) <= set(shown_words)
    if width == 60:
        assert shown_words == list(range(40))
    for t in words.dotted(0, 40, width):  # no dot lies on a word
        middle = (t + 0.5) * width
        assert not any(left <= middle <= left + rooms[word] for word, left in placed_words)


def test_a_word_without_room_is_a_dot(shown):
    panel = shown(workbench_of(40, labels=["restful"] * 40), (900, 300))
    view, words = panel.plots.tracks["x"].view, panel.plots.words
    dots = words.dotted(0, 40, view.width() / 40)
    assert dots
    middle = panel.plots.mapFromScene(view.mapViewToScene(QPointF(dots[0], 0)))
    area = QRect(middle.x() - 2, int(view.sceneBoundingRect().top()) + 2, 5, 16)
    image = panel.plots.grab(area).toImage()
    colours = {image.pixelColor(x, y).rgb() for x in range(5) for y in range(16)}
    assert len(colours) > 1


def test_a_scale_that_moves_frames_its_row_and_says_so(shown):
    workbench = workbench_of(6)
    panel = shown(workbench)
    stand_at(workbench, 4)
    said = []
    panel.hovered.connect(said.append)
    scales = panel._scales
    assert scales.moved({"c": (-8.0, 8.0)}) == ("c",)
    number = panel.scale_number
    assert scales.moved({"c": (-16.0, 16.0)}) == ("c",)
    assert panel.scale_number == number + 1
    assert scales.told.count("±8") == scales.told.count("±16") == 1
    panel._flash.begin(("c",))
    assert said[-1] == scales.told
    assert panel._flash.active
    panel._flash.end()
    assert said[-1] != scales.told


def held_at(bench, *holds):
    """Edit a workbench's holds, each (quantity, timestep, value), of unit 0."""
    made = [Hold(quantity, 0, 0, (0,), t, t, value) for quantity, t, value in holds]
    bench.edit(bench.snapshot().experiment.with_holds(*made), "holds")


@pytest.mark.parametrize(
    ("holds", "proj_size", "ends"),
    [
        ([("c", 11, 7.0)], 0, {"c": 8.0, "h": 1.0}),
        ([("c", 11, -7.0), ("c", 10, 2.0)], 0, {"c": 8.0}),
        ([("h", 11, -2.1)], 0, {"c": 1.0, "h": 3.0}),
        ([("o", 11, -2.1)], 0, {"c": 1.0, "h": 3.0}),  # h = o · tanh(c)
        ([("o", 11, -2.1)], 1, {"h": 1.0}),
        ([("g", 11, 0.3)], 0, {"g": 1.0, "c": 1.0}),
    ],
)
def test_a_scale_holds_what_is_held_before_it_is_computed(
    qapp, monkeypatch, holds, proj_size, ends
):
    monkeypatch.setattr(Runner, "_compute_ahead", lambda *_: False)
    bench = workbench_of(12, scale=0.05, proj_size=proj_size)
    held_at(bench, *holds)
    bench.step(1, "timestep")
    limits = TrackScales().of_values(bench.snapshot(), (*ends, "f"), {})
    assert limits == {q: (-end, end) for q, end in ends.items()} | {"f": (0.0, 1.0)}


def test_a_scale_holds_as_much_of_the_baseline_as_is_drawn_behind(qapp):
    bench = workbench_of(12, scale=0.05)
    held_at(bench, ("c", 3, 20.0))
    held_at(bench)
    bench.last()
    snapshot, scales = bench.snapshot(), TrackScales()

    def end(ghost, quantity="c"):
        low, high = scales.of_values(snapshot, [quantity], {quantity: ghost})[quantity]
        assert low == -high
        return high

    alone = scales.limit(snapshot, "c")[1]
    assert end(slice(0, 0)) == end(slice(0, 3)) == alone <= 1
    assert end(slice(0, 4)) == 32.0
    assert end(slice(0, 12), "g") == 1.0


def test_an_edit_that_moves_a_scale_frames_its_row_and_says_so(shown, monkeypatch):
    monkeypatch.setattr(flash, "FLASH_MILLISECONDS", 60_000)
    workbench = workbench_of(12)
    panel = shown(workbench)
    workbench.last()
    QApplication.processEvents()
    panel._flash.end()
    experiment = workbench.snapshot().experiment
    weights = experiment.parameters.with_arrays({"bias_ih_l0": np.full(8, 3.0, np.float32)})
    before, number = panel.plots.rows["c"].limits, panel.scale_number
    workbench.edit(experiment.with_parameters(weights), "edit")
    QApplication.processEvents()
    assert panel.plots.rows["c"].limits != before
    assert panel.scale_number > number
    assert panel.plots.rows["c"].label._flash
    assert not panel.plots.rows["f"].label._flash
    panel._flash.end()
    assert not panel._flash.active
    workbench.open(Document.of("another", experiment))
    workbench.last()
    QApplication.processEvents()
    assert not panel.plots.rows["c"].label._flash


def test_own_scales_that_grow_frame_their_row_and_say_so(shown, monkeypatch):
    monkeypatch.setattr(Runner, "_compute_ahead", lambda *_: False)
    workbench = workbench_of(20, hidden_size=8)
    experiment = workbench.snapshot().experiment
    growing = np.geomspace(0.01, 100, 20)[:, None, None].astype(np.float32)
    workbench.edit(replace(experiment, sequence=experiment.sequence * growing), "growing")
    panel = shown(workbench)
    panel.tools.own_scale.trigger()
    workbench.step(1, "timestep")
    grown = 0
    for _ in range(18):
        panel._flash.end()
        before, own = panel.scale_number, panel.plots.rows["c"].own
        workbench.step(1, "timestep")
        if own is not panel.plots.rows["c"].own:
            grown += 1
            assert panel.scale_number > before
            assert "c" in panel._scales.told.split(":")[0].split()
            assert panel.plots.rows["c"].label._flash
    assert grown > 3


def test_the_controls_leave_room_in_a_title_bar_and_give_the_legend_what_is_left(qtbot):
    bar, tools = QWidget(), TimelineTools(theme.LIGHT)
    qtbot.addWidget(bar)
    line = QHBoxLayout(bar)
    line.addStretch(1)
    line.addWidget(tools)
    tools.legend.show_entries((LegendEntry(("c", "h"), (-1.0, 1.0)),))
    for width, legend, fit in ((1200, True, True), (880, False, True), (420, False, False)):
        bar.resize(width, 40)
        bar.show()
        QApplication.processEvents()
        assert tools.width() <= 0.7 * width + 1
        assert tools.legend.isVisible() is legend
        assert tools.fit.isVisible() is fit
        assert tools.heat_map.isVisible()
        shown_widgets = [w for w in tools.findChildren(QWidget) if w.isVisible()]
        assert all(w.width() >= w.minimumSizeHint().width() for w in shown_widgets)


def test_a_drag_on_the_axis_goes_there_and_a_click_in_the_column_of_now_looks(shown):
    workbench = workbench_of(20)
    panel = shown(workbench, (1200, 420))
    stand_at(workbench, 10)
    viewport, axis = panel.plots.viewport(), panel.plots.axis
    below = round(axis.sceneBoundingRect().center().y())
    places = [QPoint(point_at(panel, "c", t, 0).x(), below) for t in (3, 5, 8)]
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=places[0])
    for place in (*places, places[-1] + QPoint(1, 0)):
        QTest.mouseMove(viewport, place)
        QApplication.processEvents()
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=places[-1])
    assert workbench.snapshot().timestep_here == 8
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point_at(panel, "f", 8, 1))
    assert workbench.snapshot().pinned == Address("f", Lane(), 8, 0, 1)
    workbench.look_here()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point_at(panel, "x", 3, 1))
    assert workbench.snapshot().timestep == 3
    assert workbench.snapshot().timestep_here == 8


@pytest.mark.parametrize("height", [330, 180])
def test_rows_of_small_differences_keep_their_names(shown, height):
    """The ends of their scales are powers of two, as 0.0000152587890625."""
    workbench = workbench_of(12, hidden_size=1)
    panel = shown(workbench, (1200, height))
    panel.choose_tracks(("x", "c", "h"))
    stand_at(workbench, 11)
    experiment = workbench.snapshot().experiment
    parameters = experiment.parameters
    near = parameters.with_value(
        "weight_ih_l0", (1, 0), float(parameters["weight_ih_l0"][1, 0]) + 1e-4
    )
    workbench.edit(experiment.with_parameters(near), "near")
    panel.tools.difference.click()
    QApplication.processEvents()
    for key in ("c", "h"):
        label = panel.plots.tracks[key].label
        ends = [text for _, text in label.ticks()]
        assert len(ends) >= 2
        assert all(0 < abs(float(text.replace("−", "-"))) < 0.01 for text in ends if text != "0")
        assert max(map(len, ends)) <= 7
        assert label.name == EVERY[key].meaning
        middle = label.rect().height() / 2
        apart = [abs(y - middle) for y, text in label.ticks() if text != "0"]
        assert min(apart) >= (9 + 12) / 2 + 1  # the digits are 9 pixels high, the name 12


def test_a_window_is_not_at_rest_while_a_scale_flashes(make_window, qtbot):
    window = make_window(timesteps=6)
    qtbot.waitUntil(lambda: window.checked and not window.busy)
    panel = window._panels["Timeline"]
    qtbot.waitUntil(lambda: window.at_rest)
    panel._flash._over.setInterval(20)
    panel._flash.begin(("c",))
    assert not window.at_rest
    qtbot.waitUntil(lambda: window.at_rest)
    assert not panel._flash.active


def test_the_tools_are_fitted_anew_where_a_text_needs_another_width(qtbot, monkeypatch):
    tools, fitted = TimelineTools(theme.LIGHT), []
    qtbot.addWidget(tools)
    tools.follow_words()
    monkeypatch.setattr(tools, "make_room", lambda: fitted.append(tools.moved.text()))
    for text in ("h: 0.31", "h: 0.13", "h: 0.13 → 0.31", ""):
        tools.moved.set_text(text)
        tools.follow_words()
    assert fitted == ["h: 0.31", "h: 0.13 → 0.31", ""]
