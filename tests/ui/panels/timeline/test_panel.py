"""Timeline: it draws every known number and no other; the mouse leads to the one under it."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address
from simulator.files.errors import FileError
from simulator.network.lane import Lane
from tests.depth import count, examples
from tests.simulator.experiments import experiments, random_parameters
from tests.ui.panels.timeline.benches import stand_at, workbench_of
from ui.panels.timeline.legend import LegendEntry, TimeLegend
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.timeline.tracks import curves, heat_map
from ui.panels.timeline.tracks.heat_map import AHEAD
from ui.session.document import Document
from ui.session.snapshot import GATE
from ui.session.viewing.hidden_values import HiddenValues
from ui.session.workbench import Workbench
from ui.style import number_format, theme
from ui.style.colours import NO_PLACE, Scale, ends_of, map_of, round_limit
from ui.widgets import screenshot as picture
from ui.widgets.downsampling import outermost

LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def point(panel, quantity, timestep, height) -> QPoint:
    """Return the viewport's point of a timestep and a unit, or of the value of a curve."""
    view = panel.plots.rows[quantity].view
    return panel.plots.mapFromScene(view.mapViewToScene(QPointF(timestep, height)))


def move_to(panel, where):
    for place in (where + QPoint(1, 0), where):
        QTest.mouseMove(panel.plots.viewport(), place)
        QApplication.processEvents()


def click(panel, where, modifiers=NONE):
    QTest.mouseClick(panel.plots.viewport(), LEFT, modifiers, where)


def double_click(panel, where):
    """Send the second half of a double-click: QTest's own sends one press too many."""
    viewport = panel.plots.viewport()
    place = QPointF(where), QPointF(viewport.mapToGlobal(where))
    kind = QEvent.Type.MouseButtonDblClick
    QApplication.sendEvent(viewport, QMouseEvent(kind, *place, LEFT, LEFT, NONE))
    QTest.mouseRelease(viewport, LEFT, NONE, where)


def colours_of(panel, quantity):
    """Return the (width, T) colours of a heat map whose cells each have a pixel of their own."""
    heat_map = panel.plots.rows[quantity].heat_map
    assert heat_map.cell == (1, 1)
    return heat_map.picture()


def over(colour, ground, share):
    """Return the channels of a colour of which a share lies over a ground."""
    mixed = zip(colour.getRgb()[:3], QColor(ground).getRgb()[:3], strict=True)
    return [share * top + (1 - share) * below for top, below in mixed]


@examples(30)
@given(experiments(max_steps=5), st.data())
def test_a_heat_map_is_the_known_trace_and_fainter_what_is_ahead(following, experiment, data):
    workbench = Workbench(Document.of("test", experiment))
    with following(workbench, (900, 500)) as panel:
        for _ in range(3):
            workbench.cover(HiddenValues(ahead=data.draw(st.booleans())))
            workbench.go_to(data.draw(st.integers(0, workbench.snapshot().schedule.end)))
            lane = data.draw(st.sampled_from(list(experiment.config.lanes())))
            workbench.select(lane, data.draw(st.integers(0, experiment.batch_size - 1)))
            snapshot = workbench.snapshot()
            for quantity in experiment.config.steps:
                known, ahead = snapshot.known(quantity), snapshot.ahead(quantity)
                row, drawn = panel.plots.rows[quantity], colours_of(panel, quantity)
                blank = np.ones(drawn.shape[1], bool)
                blank[known] = blank[ahead] = False
                assert (drawn[:, blank] == 0).all()
                ground = theme.LIGHT.field if row.bars else theme.LIGHT.panel
                for part, share in ((known, 1.0), (ahead, AHEAD)):
                    for t, values in enumerate(snapshot.values(quantity)[part], part.start):
                        for unit, value in enumerate(values):
                            wanted = map_of(theme.LIGHT, quantity).at(
                                value if quantity in "ifo" else 0.5 + 0.5 * value / row.limits[1]
                            )
                            seen = QColor.fromRgb(int(drawn[unit, t])).getRgb()[:3]
                            assert np.allclose(seen, over(wanted, ground, share), atol=4)


def test_the_future_is_dimmed_and_may_be_hidden_gate_by_gate(shown):
    workbench = workbench_of()
    panel = shown(workbench)
    stand_at(workbench, 16)
    steps = [q for q in workbench.snapshot().schedule.phases if q != "z"]
    workbench.step(workbench.snapshot().schedule.phases.index(steps[1]) + 1, GATE)
    assert all((colours_of(panel, q) != 0).all() for q in steps)
    workbench.toggle_ahead()
    reached = {q: int((colours_of(panel, q)[0] != 0).sum()) for q in steps}
    assert reached == {q: 18 if q in steps[:2] else 17 for q in steps}
    workbench.step(-1, GATE)
    assert (colours_of(panel, steps[1])[0] != 0).sum() == 17


@pytest.mark.parametrize("lane", [Lane(0, 0), Lane(0, 1)])
def test_of_many_numbers_a_part_is_shown_and_the_rest_at_the_next_events(
    shown, qtbot, monkeypatch, lane
):
    workbench = workbench_of(40, bidirectional=True)
    workbench.select(lane, 0)
    workbench.go_to(workbench.snapshot().schedule.end // 2)
    whole = colours_of(shown(workbench), "h")
    monkeypatch.setattr(heat_map, "AT_ONCE", 3 * len(whole))
    panel = shown(workbench)
    drawn = panel.plots.rows["h"].heat_map
    assert 0 < (drawn._colours_shown[0] != 0).sum() < (whole[0] != 0).sum()
    assert not panel.at_rest
    qtbot.waitUntil(lambda: panel.at_rest)
    np.testing.assert_array_equal(np.asarray(drawn.picture()), whole)


def test_of_many_numbers_what_is_in_view_is_shown_first(shown, qtbot, monkeypatch):
    workbench = workbench_of(40)
    panel = shown(workbench)
    panel.plots.first.setXRange(29.5, 32.5, padding=0)
    workbench.last()
    qtbot.waitUntil(lambda: panel.at_rest)
    monkeypatch.setattr(heat_map, "AT_ONCE", 6 * colours_of(panel, "h").shape[0])
    given = workbench.snapshot().experiment
    weights = given.parameters.with_value("weight_hh_l0", (0, 0), 2.0)
    workbench.edit(given.with_parameters(weights), "edit")
    panel.repaint()
    assert not panel.at_rest
    assert (colours_of(panel, "h") != 0).all()


def test_the_reverse_direction_is_known_from_the_right(shown):
    workbench = workbench_of(20, batch=2, lengths=(12, 20), bidirectional=True)
    panel = shown(workbench)
    workbench.select(Lane(0, 1), 0)
    stand_at(workbench, 9)
    assert np.flatnonzero(colours_of(panel, "h")[0]).tolist() == list(range(12))
    workbench.toggle_ahead()
    assert np.flatnonzero(colours_of(panel, "h")[0]).tolist() == [9, 10, 11]


@pytest.mark.parametrize("as_curves", [False, True])
def test_pointing_tells_the_exact_value(shown, as_curves):
    workbench = workbench_of(labels=[str(1700 + t) for t in range(40)])
    panel = shown(workbench)
    panel.show_curves(as_curves)
    stand_at(workbench, 17)
    value = workbench.snapshot().values("f")[12, 1]
    said = []
    panel.hovered.connect(said.append)
    move_to(panel, point(panel, "f", 12, value if as_curves else 1))
    assert said[-1] == f"f[1] at t 12 = {number_format.exact(value)} · 1712"
    assert panel.plots.frames.pointed.isVisible()
    ahead = workbench.snapshot().values("f")[30]
    move_to(panel, point(panel, "f", 30, ahead[1] if as_curves else 1))
    texts = [f"f[{u}] at t 30 = {number_format.exact(v)} · 1730" for u, v in enumerate(ahead)]
    assert said[-1] == f"{texts[1]} · ahead"
    workbench.toggle_ahead()  # hidden under the mouse
    assert said[-1] == f"{'f' if as_curves else 'f[1]'} at t 30: not computed yet"
    stand_at(workbench, 35)  # becomes known under the mouse
    assert said[-1] == texts[1]


def test_pointing_past_the_end_of_a_row_says_so(shown):
    panel = shown(workbench_of(20, batch=2, lengths=(12, 20)))
    said = []
    panel.hovered.connect(said.append)
    move_to(panel, point(panel, "g", 15, 0))
    assert said[-1] == "g[0] at t 15: past the end of the row"


def test_a_shared_pixel_names_the_value_that_it_shows(shown):
    workbench = workbench_of(4000, hidden_size=64)
    panel = shown(workbench, (700, 260))
    stand_at(workbench, 3999)
    said = []
    panel.hovered.connect(said.append)
    move_to(panel, point(panel, "c", 2000, 31))
    heat_map = panel.plots.rows["c"].heat_map
    steps, units = heat_map.cell
    assert steps > 1
    assert units > 1
    first = 31 - 31 % units
    assert f"furthest from 0 in units {first}–{first + units - 1} × {steps} timesteps" in said[-1]
    name, value = said[-1].split(" · ")[0].split(" = ")
    unit, t = int(name[2 : name.index("]")]), int(name.split()[-1])
    values = workbench.snapshot().values("c")
    assert value == number_format.exact(values[t, unit])
    block = values[t - t % steps :][:steps, unit - unit % units :][:, :units]
    assert abs(values[t, unit]) == np.abs(block).max()
    first_shown = heat_map._columns(heat_map._pixels()[0])[0]
    seen = QColor(int(heat_map.picture()[unit // units, t // steps - first_shown]))
    scale = Scale(map_of(theme.LIGHT, "c"), panel.plots.rows["c"].limits)
    assert np.allclose(seen.getRgb(), scale.colour(values[t, unit]).getRgb(), atol=4)


def test_a_click_asks_for_the_ledger_and_a_double_click_for_the_timestep(shown, qtbot):
    workbench = workbench_of()
    panel = shown(workbench)
    stand_at(workbench, 17)
    where = point(panel, "o", 5, 1)
    with qtbot.waitSignal(panel.looked_at) as looked:
        click(panel, where)
    assert looked.args == [Address("o", Lane(), 5, 0, 1)]
    with qtbot.waitSignal(panel.went_to_timestep) as went:
        double_click(panel, where)
    assert went.args == [5]


def test_a_click_ahead_looks_there(shown):
    workbench = workbench_of()
    panel = shown(workbench)
    stand_at(workbench, 5)
    click(panel, point(panel, "h", 30, 1))
    assert workbench.snapshot().pinned == Address("h", Lane(), 30, 0, 1)
    assert workbench.snapshot().timestep_here == 5


def test_a_click_on_the_hidden_future_selects_the_unit(shown, qtbot):
    workbench = workbench_of()
    workbench.toggle_ahead()
    panel = shown(workbench)
    with qtbot.waitSignal(panel.unit_selected) as selected, qtbot.assertNotEmitted(panel.looked_at):
        click(panel, point(panel, "h", 30, 1))
    assert selected.args == [1]


def test_control_click_chooses_the_curves(shown):
    workbench = workbench_of(hidden_size=6)
    panel = shown(workbench)
    stand_at(workbench, 17)
    assert panel.units() == (0, 1, 2, 3)
    click(panel, point(panel, "i", 4, 5), CONTROL)
    click(panel, point(panel, "i", 4, 2), CONTROL)
    assert panel.units() == (0, 1, 3, 5)
    assert panel.unit_field.text() == "0–1, 3, 5"
    workbench.select_unit(4)
    assert panel.units() == (0, 1, 3, 4, 5)


def test_typing_chooses_the_curves(shown, qtbot):
    panel = shown(workbench_of(hidden_size=6))
    panel.show_curves(True)
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.unit_field.setFocus()
    panel.unit_field.selectAll()
    QTest.keyClicks(panel.unit_field, "1, 3-5")
    QTest.keyClick(panel.unit_field, Qt.Key.Key_Return)
    assert panel.units() == (0, 1, 3, 4, 5)
    panel.unit_field.selectAll()
    QTest.keyClicks(panel.unit_field, "9")
    QTest.keyClick(panel.unit_field, Qt.Key.Key_Return)
    assert panel.units() == (0, 1, 3, 4, 5)
    assert "not one of the units 0–5" in panel.unit_field.toolTip()
    panel.curves_button.setFocus()
    assert panel.unit_field.text() == "1, 3–5"
    assert "ranges, e.g. 0–3, 7" in panel.unit_field.toolTip()
    panel.unit_field.setFocus()
    panel.unit_field.selectAll()
    QTest.keyClicks(panel.unit_field, "2")
    panel.curves_button.setFocus()
    assert panel.units() == (0, 2)


def test_dragging_the_cursor_goes_where_it_is_pulled(shown):
    workbench = workbench_of()
    panel = shown(workbench)
    stand_at(workbench, 10)
    viewport = panel.plots.viewport()
    top = int(panel.plots.tracks["x"].view.sceneBoundingRect().top())
    head = QPoint(point(panel, "i", 10, 0).x(), top - 5)
    move_to(panel, head)
    QTest.mousePress(viewport, LEFT, NONE, head)
    for t in (12, 20, 25):
        move_to(panel, QPoint(point(panel, "i", t, 0).x(), head.y()))
    assert workbench.snapshot().timestep == 25
    move_to(panel, QPoint(0, head.y()))
    QTest.mouseRelease(viewport, LEFT, NONE, QPoint(0, head.y()))
    assert workbench.snapshot().timestep == 0


def cursor_timestep(panel):
    return panel.plots.rows["i"].view.mapSceneToView(panel.plots.frames.now.pos()).x()


def test_the_cursor_stands_at_the_newest_timestep(shown):
    workbench = workbench_of()
    panel = shown(workbench)
    assert cursor_timestep(panel) == pytest.approx(-0.5, abs=0.1)
    stand_at(workbench, 17)
    assert cursor_timestep(panel) == pytest.approx(17, abs=0.1)
    workbench.step(1, GATE)
    assert cursor_timestep(panel) == pytest.approx(18, abs=0.1)


def test_all_rows_zoom_together_and_an_edit_keeps_the_view(shown):
    workbench = workbench_of(200)
    panel = shown(workbench)
    stand_at(workbench, 150)
    panel.plots.rows["c"].view.scaleBy(x=0.25)
    ranges = {row.view.viewRange()[0][0] for row in panel.plots.rows.values()}
    assert len(ranges) == 1
    assert not panel.plots.fits
    before = panel.plots.rows["g"].view.viewRange()[0]
    experiment = workbench.snapshot().experiment
    parameters = experiment.parameters
    other = random_parameters(parameters.config, seed=5)
    workbench.edit(experiment.with_parameters(other), "edit")
    QApplication.processEvents()
    assert panel.plots.rows["g"].view.viewRange()[0] == before
    visible = range(*(round(edge) for edge in (before[0] + 1, before[1])))
    values = workbench.snapshot().values("g")
    t = next(t for t in visible if t <= 150)
    place = panel.plots.rows["g"].place_at(panel.plots.mapToScene(point(panel, "g", t, 0)))
    assert place.value == values[t, 0]
    QTest.mouseClick(panel.fit_button, LEFT)
    assert panel.plots.fits


def test_a_longer_sequence_comes_into_view_as_a_whole(shown):
    panel = shown(workbench_of(steps=5))
    for steps in (300, 7, 40):
        panel.draw(workbench_of(steps=steps).snapshot())
        assert panel.plots.rows["h"].view.viewRange()[0] == pytest.approx([-0.5, steps - 0.5])
        assert not panel.fit_button.isEnabled()


def test_a_zoomed_view_turns_the_page_after_the_cursor(shown):
    workbench = workbench_of(200)
    panel = shown(workbench)
    panel.plots.rows["i"].view.setXRange(-0.5, 20, padding=0)
    stand_at(workbench, 60)
    left, right = panel.plots.rows["h"].view.viewRange()[0]
    assert left < 60 < right
    assert right - left == pytest.approx(20.5)


def test_the_range_of_c_is_that_of_the_whole_run_at_every_timestep(shown):
    workbench = workbench_of(60, scale=2.0)
    panel = shown(workbench)
    stand_at(workbench, 59)
    peak = float(np.abs(workbench.snapshot().values("c")).max())
    for t in (2, 30, 59):
        stand_at(workbench, t)
        low, high = panel.plots.rows["c"].limits
        assert low == -high
        assert high == round_limit(peak) != peak
    assert (
        f"c: {number_format.MINUS}{number_format.exact(np.float64(high)).removesuffix('.0')}…"
        in panel.legend.accessibleName()
    )


def test_m_has_a_row_with_a_projection_and_room(shown):
    workbench = workbench_of(hidden_size=4, proj_size=2)
    panel = shown(workbench, (1000, 360))
    m = panel.plots.rows["m"].view
    assert m.isVisible()
    assert " m " in panel.legend.accessibleName()
    panel.resize(1000, 180)
    QApplication.processEvents()
    assert not m.isVisible()
    assert " m " not in panel.legend.accessibleName()
    workbench.open(workbench_of().snapshot().document)
    panel.resize(1000, 360)
    QApplication.processEvents()
    assert not m.isVisible()


@pytest.mark.parametrize("width", [300, 700, 1400])
@pytest.mark.parametrize("labels", [(), tuple(f"token {t % 7}" * (t % 3) for t in range(500))])
def test_labels_of_timesteps_never_overlap(shown, width, labels):
    panel = shown(workbench_of(500, labels=labels), (width, 300))
    axis = panel.plots.axis
    for left, right in ((-0.5, 499.5), (3.2, 17.8), (100, 220)):
        ticks = axis.ticks(left, right, axis.width())
        per_step = axis.width() / (right - left)
        assert len(ticks)
        assert len(ticks) == 1 or ticks.step * per_step > axis._widest


def test_a_date_with_its_time_is_written_whole_from_the_first_on(shown):
    labels = [f"2024-01-{1 + t:02d}T00:00:00" for t in range(20)]
    panel = shown(workbench_of(20, labels=labels), (1280, 220))
    axis = panel.plots.axis
    assert axis.ticks(-0.5, 19.5, axis.width()).start == 0
    assert axis.name_of(0) == labels[0]
    left = int(panel.plots.rows["h"].view.sceneBoundingRect().left())
    foot = pixels_of(panel.plots.grab().toImage())[-14:, : left - 4]
    assert (foot != foot[0, 0]).any()  # the first label reaches below the names


def test_years_are_labelled_at_round_years(shown):
    panel = shown(workbench_of(200, labels=[str(1749 + t) for t in range(200)]))
    axis = panel.plots.axis
    ticks = axis.ticks(-0.5, 199.5, 1000)
    assert all(int(axis.name_of(t)) % ticks.step == 0 for t in ticks)


def screen_of(panel):
    image = panel.screen().grabWindow(panel.winId()).toImage()
    return pixels_of(image)


def pixels_of(image):
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.array(image.constBits()).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), :3].astype(int)


@pytest.mark.parametrize("as_curves", [False, True])
def test_drawing_what_changed_leaves_the_same_picture_as_drawing_all(shown, as_curves):
    workbench = workbench_of(300, hidden_size=8)
    panel = shown(workbench, (800, 280))
    panel.set_theme(theme.DARK)
    panel.show_curves(as_curves)
    rng = np.random.default_rng(3)
    turns = count(12, by_default=4)
    for turn in range(turns):
        if turn == turns // 2:
            panel.plots.rows["i"].view.scaleBy(x=0.6)
        workbench.step(int(rng.integers(-4, 30)), GATE if turn % 2 else "timestep")
        QApplication.processEvents()
        QApplication.processEvents()
        difference = np.abs(screen_of(panel) - pixels_of(panel.grab().toImage()))
        assert difference.max() <= 8  # smoothed lines are rounded once more where they are cut


def test_both_themes_have_their_own_colours(shown):
    workbench = workbench_of()
    panel = shown(workbench)
    stand_at(workbench, 39)
    light = colours_of(panel, "g").copy()
    panel.set_theme(theme.DARK)
    assert (light != colours_of(panel, "g")).mean() > 0.9


def test_the_picture_is_copied_and_saved(shown, tmp_path):
    workbench = workbench_of()
    panel = shown(workbench)
    stand_at(workbench, 20)
    picture.copy(panel.plots)
    assert not QGuiApplication.clipboard().image().isNull()
    picture.save(panel.plots, str(tmp_path / "a.png"))
    assert QImage(str(tmp_path / "a.png")).width() >= 1000
    picture.save(panel.plots, str(tmp_path / "a.svg"))
    assert (tmp_path / "a.svg").read_text().lstrip().startswith("<?xml")
    with pytest.raises(FileError, match="cannot write"):
        picture.save(panel.plots, str(tmp_path / "none" / "a.png"))


def test_the_menu_copies_the_exact_value(shown):
    workbench = workbench_of()
    panel = shown(workbench)
    stand_at(workbench, 20)
    right = Qt.MouseButton.RightButton
    QTest.mouseClick(panel.plots.viewport(), right, NONE, point(panel, "g", 7, 1))
    menu = QApplication.activePopupWidget()
    first = menu.actions()[0]
    value = workbench.snapshot().values("g")[7, 1]
    assert first.text() == f"Copy {number_format.exact(value)}"
    first.trigger()
    menu.close()
    assert np.float32(QGuiApplication.clipboard().text()) == value


def test_rows_without_room_do_not_keep_the_window_from_stepping(qtbot, make_workbench):
    bench = make_workbench(proj_size=1)
    panel = TimelinePanel(theme.LIGHT)
    qtbot.addWidget(panel)
    panel.resize(400, 60)
    panel.show()
    for _ in range(9):
        bench.step(1, "gate")
        panel.draw(bench.snapshot())
        QApplication.processEvents()
    assert panel.isVisible()


def test_markers_of_values_at_the_ends_of_the_range_are_drawn_whole(shown, monkeypatch):
    centres, draw = [], curves.draw_marker

    def listen(painter, place, centre):
        centres.append(centre.y())
        draw(painter, place, centre)

    bench = workbench_of(scale=30)
    panel = shown(bench, (700, 260))
    bench.last()
    panel.curves_button.setChecked(True)
    panel.choose_tracks(tuple("ifgoch"))
    plots = panel.plots
    monkeypatch.setattr(curves, "draw_marker", listen)
    plots.grab()
    rows = [plots.rows[quantity].view.sceneBoundingRect() for quantity in plots.shown]
    assert max(rect.height() for rect in rows) < 30
    room = curves.RADIUS * 1.25
    margins = []
    for y in centres:
        margins += [min(y - r.top(), r.bottom() - y) for r in rows if r.top() < y < r.bottom()]
    assert len(margins) == len(centres) > 20
    assert room < min(margins) < room + 2


def painted(panel, quantity):
    """Return the colour on screen at the middle of each cell: (width, T) of 0xrrggbb.

    At the last timestep it is the cursor's.
    """
    plots, row = panel.plots, panel.plots.rows[quantity]
    image = plots.grab().toImage()
    steps, width = row._values.shape
    colours = np.zeros((width, steps), np.uint32)
    for unit in range(width):
        for t in range(steps):
            place = plots.mapFromScene(row.view.mapViewToScene(QPointF(t, unit)))
            colours[unit, t] = image.pixel(place) & 0xFFFFFF
    return colours


@pytest.mark.parametrize("chosen", [theme.LIGHT, theme.DARK])
def test_closed_and_open_gates_are_marked(shown, chosen):
    workbench = workbench_of(scale=2.0)
    panel = shown(workbench, (1200, 420))
    panel.set_theme(chosen)
    stand_at(workbench, workbench.snapshot().schedule.num_timesteps - 1)
    before = {q: painted(panel, q) for q in "gch"}
    QTest.mouseClick(panel.ends_button, Qt.MouseButton.LeftButton)
    assert "closed < 0.1, open > 0.9" in panel.legend.accessibleName()
    for quantity in "ifo":
        ends = ends_of(chosen, quantity)
        closed, between, opened = (
            QColor(colour).rgb() & 0xFFFFFF for colour in (ends.closed, ends.between, ends.open)
        )
        values = workbench.snapshot().values(quantity).T
        expected = np.where(values < 0.1, closed, np.where(values > 0.9, opened, between))
        assert np.array_equal(painted(panel, quantity)[:, :-1], expected[:, :-1])
    for quantity, colours in before.items():
        assert np.array_equal(painted(panel, quantity), colours)
    QTest.mouseClick(panel.ends_button, Qt.MouseButton.LeftButton)
    assert "closed" not in panel.legend.accessibleName()


def test_of_the_ends_a_block_is_between_only_where_all_are():
    values = np.array([[0.2, 0.95], [0.05, 0.7], [0.5, 0.15], [np.nan, 0.05]])
    shown = np.array([outermost(row, np.array([0]), axis=0, middle=0.5)[0] for row in values])
    assert ends_of(theme.LIGHT, "f").index(shown).tolist() == [2, 0, 1, NO_PLACE]


def test_the_caption_says_how_many_share_a_pixel_after_another_size_too(shown):
    workbench = workbench_of(50, hidden_size=512)
    panel = shown(workbench, (700, 260))
    stand_at(workbench, 49)
    panel.grab()
    panel.resize(700, 560)
    panel.grab()
    units = panel.plots.rows["i"].heat_map.cell[1]
    assert panel.pixels.text() == f"each cell shows the value furthest from 0 in {units} units"


def test_the_caption_speaks_of_the_ends_only_where_they_are_marked(shown):
    workbench = workbench_of(50, hidden_size=512)
    panel = shown(workbench, (700, 260))
    stand_at(workbench, 49)
    experiment = workbench.snapshot().experiment
    workbench.edit(experiment.with_states(experiment.h_0 + 1), "set h_0")
    panel.ends_button.setChecked(True)
    assert panel.pixels.text().endswith("units. A cell is “between” only if all its values are")
    panel.difference_button.setChecked(True)
    assert panel.pixels.text().endswith("units")
    panel.heat_map_button.setChecked(True)
    assert panel.pixels.text().endswith("units. A cell is “between” only if all its values are")


@pytest.mark.parametrize(("entry", "map"), [
    (LegendEntry(("f",), (0.0, 1.0)), map_of(theme.LIGHT, "f")),
    (LegendEntry(("c",), (-2.0, 2.0)), map_of(theme.LIGHT, "c")),
    (LegendEntry(("f",), (-2.0, 2.0), signed=True), map_of(theme.LIGHT, None)),
])  # fmt: skip
def test_a_legend_runs_from_the_first_colour_to_the_last(qtbot, entry, map):
    legend = TimeLegend(theme.LIGHT)
    qtbot.addWidget(legend)
    legend.show_entries((entry,))
    legend.resize(legend.sizeHint())
    image = legend.grab().toImage()
    rule = QColor(theme.LIGHT.rule).rgb()
    y = legend.height() // 2
    framed = [x for x in range(image.width()) if image.pixel(x, y) == rule]
    first, width = framed[0] + 1, framed[-1] - framed[0] - 1
    for x in (first + 1, first + width // 2, first + width - 2):
        wanted = map.at((x + 0.5 - first) / width)
        assert np.allclose(image.pixelColor(x, y).getRgb(), wanted.getRgb(), atol=8)


def test_a_legend_keeps_its_room_until_something_else_is_chosen(qtbot):
    legend = TimeLegend(theme.LIGHT)
    qtbot.addWidget(legend)

    def width(*entries):
        legend.show_entries(entries)
        return legend.sizeHint().width()

    both = LegendEntry(("c", "h"), (-1.0, 1.0))
    narrow = width(both)
    grown = width(LegendEntry(("c",), (-0.125, 0.125), note="so far"), both.of(("h",)))
    assert grown > narrow
    assert width(both) == grown  # a step: nothing moves
    wide = width(LegendEntry(("c", "h"), (-(2.0**-20), 2.0**-20), signed=True))
    assert wide < grown
    assert width(both) == narrow


def test_a_legend_shows_the_map_of_each_gate(qtbot):
    legend = TimeLegend(theme.LIGHT)
    qtbot.addWidget(legend)
    legend.show_entries((LegendEntry(("i", "f", "o"), (0.0, 1.0)),))
    legend.resize(legend.sizeHint())
    assert legend.accessibleName() == "i f o: 0…1"
    image = legend.grab().toImage()
    y, rule = legend.height() // 2, QColor(theme.LIGHT.rule).rgb()
    framed = [x for x in range(image.width()) if image.pixel(x, y) == rule]
    bars = [(a, b) for a, b in itertools.pairwise(framed) if b - a > 24]
    shown = [image.pixelColor(right - 1, y).getRgb() for _, right in bars]
    hues = [theme.LIGHT.colour(gate).getRgb() for gate in "ifo"]
    assert np.allclose(shown, hues, atol=12)


def test_a_gate_that_is_closed_is_seen_among_many_that_are_half_open(shown):
    workbench = workbench_of(50, hidden_size=512)
    panel = shown(workbench, (700, 260))
    stand_at(workbench, 49)
    heat_map, values = panel.plots.rows["f"].heat_map, workbench.snapshot().values("f")
    units = heat_map.cell[1]
    assert units > 1
    picture = heat_map.picture()
    for t, unit in ((3, 0), (20, 100), (49, 511)):
        seen_unit, seen_t = heat_map.shown_at(unit, t)
        block = values[t, unit - unit % units :][:units]
        assert seen_t == t
        assert abs(values[t, seen_unit] - 0.5) == np.abs(block - 0.5).max()
        seen, wanted = QColor(int(picture[unit // units, t])), values[t, seen_unit]
        wanted = map_of(theme.LIGHT, "f").at(float(wanted))
        assert np.allclose(seen.getRgb(), wanted.getRgb(), atol=3)


def test_the_ends_are_lines_behind_the_curves(shown):
    panel = shown(workbench_of())
    panel.ends_button.setChecked(True)
    panel.curves_button.setChecked(True)
    levels = {q: row.ground._levels for q, row in panel.plots.rows.items()}
    assert levels["i"] == levels["f"] == levels["o"] == (0.1, 0.9)
    assert levels["g"] == levels["c"] == (0.0,)
    panel.ends_button.setChecked(False)
    assert panel.plots.rows["i"].ground._levels == ()
