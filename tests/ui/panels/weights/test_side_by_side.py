"""The matrices of a step side by side: what stands over them, what a row adds up to, and edits."""

import re
from typing import NamedTuple

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QRegion, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.network.lane import Lane
from simulator.network.quantities import GATES
from tests.ui.matrix.mouse import drag
from tests.ui.windows import sweep
from ui.matrix.array_editor import ArrayEditor
from ui.matrix.cells.overlay import Mark
from ui.matrix.matrix import Block
from ui.panels.weights import parameter_matrices, readings
from ui.panels.weights.panel import WeightsPanel
from ui.panels.weights.parameter_matrices import BIASES, W_HH, W_HR, W_IH
from ui.session.snapshot import GATE
from ui.session.viewing.hidden_values import HiddenValues
from ui.style.theme import DARK, LIGHT
from ui.widgets.buttons import kept_room
from ui.widgets.scrolled import Scrolled

WIDE = (620, 420)
OPTIONS = [
    {},
    {"hidden_size": 3, "num_layers": 2, "bidirectional": True},
    {"proj_size": 1, "num_layers": 2},
    {"bias": False, "bidirectional": True},
]


@pytest.fixture
def make_panel(weights_over, make_workbench):
    def make(size=WIDE, **options):
        bench = make_workbench(**options)
        return weights_over(bench, size), bench

    return make


@pytest.fixture
def make_anew(follow, make_workbench):
    """Make a panel whose rows nobody has scrolled."""

    def make(size=WIDE, **options):
        bench = make_workbench(**options)
        return follow(WeightsPanel(LIGHT), bench, size), bench

    return make


def stand_at(bench, lane, quantity, t=3):
    """Go to where a lane's timestep has just computed a quantity."""
    bench.select(lane)
    schedule = bench.snapshot().schedule
    bench.go_to(schedule.position_after(schedule.cell_at(lane, t, 0), quantity))


def editors_in(panel):
    """Return the editors in sight: others were made for other steps."""
    return [panel.side.editors[tab] for tab in panel.side.tabs]


class Owner(NamedTuple):
    """What `drag` asks for its editor."""

    editor: ArrayEditor


def numbers_in(texts):
    return [float(re.sub("[= ]", "", text).replace("−", "-")) for text in texts]


@pytest.mark.few(2)
@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_a_row_of_all_matrices_with_what_stands_over_them_adds_up_to_z(make_workbench, options):
    bench = make_workbench(dtype=np.float64, **options)
    config = bench.snapshot().experiment.config
    for lane in config.lanes():
        stand_at(bench, lane, "o")
        snapshot = bench.snapshot()
        total = np.zeros(4 * config.hidden_size)
        for tab in readings.tabs_read(snapshot.experiment, "o"):
            matrix = parameter_matrices.matrix_of(snapshot.document, lane, 0, tab)
            over = readings.reading_of(snapshot, tab, True).values
            total += matrix.values.sum(axis=1) if tab == BIASES else matrix.values @ over
        recorded = [snapshot.run.trace.values(f"z_{gate}", lane)[3, 0] for gate in GATES]
        np.testing.assert_allclose(total, np.concatenate(recorded), rtol=1e-12, atol=1e-12)
        said = [
            float(s.text.replace("−", "-"))
            for s in readings.sums_of(snapshot, W_IH, range(len(total))).values()
        ]
        np.testing.assert_allclose(said, total, atol=1e-4)


def test_the_products_are_those_of_the_lit_row_and_of_no_cut_weight(make_workbench, make_panel):
    panel, bench = make_panel(dtype=np.float64)
    bench.select_unit(1)
    stand_at(bench, Lane(), "f")
    snapshot = bench.snapshot()
    assert parameter_matrices.lit_row(snapshot, W_IH) == 3
    reading = readings.reading_of(snapshot, W_IH, True)
    wanted = snapshot.experiment.parameters["weight_ih_l0"][3] * snapshot.experiment.sequence[3, 0]
    np.testing.assert_allclose(numbers_in(reading.products), wanted, atol=0.006)
    menu = panel.side.editors[W_IH].menu_for(Block.cell(3, 1))
    next(a for a in menu.actions() if a.text() == "Cut this connection").trigger()
    menu.close()
    products = readings.reading_of(bench.snapshot(), W_IH, True).products
    assert numbers_in(products)[1] == 0
    assert numbers_in(products)[0] == pytest.approx(wanted[0], abs=0.006)


def test_the_state_over_w_hh_is_that_before_the_cell(make_workbench):
    bench = make_workbench(bidirectional=True)
    for lane, before in ((Lane(0, 0), 2), (Lane(0, 1), 4)):
        stand_at(bench, lane, "i")
        snapshot = bench.snapshot()
        recorded = snapshot.run.trace.values("h", lane)[before, 0]
        assert np.array_equal(readings.reading_of(snapshot, W_HH, False).values, recorded)
        assert f"h[{before}]" in readings.reads(snapshot, W_HH)


def test_what_is_not_to_be_seen_is_not_written(make_workbench):
    bench = make_workbench()
    bench.last()
    stand_at(bench, Lane(), "f")
    snapshot = bench.snapshot()
    known = [s.known for s in readings.sums_of(snapshot, W_IH, range(8)).values()]
    assert known == [False, False, True, True, False, False, False, False]
    bench.cover(HiddenValues(ahead=True))
    texts = [bool(s.text) for s in readings.sums_of(bench.snapshot(), W_IH, range(8)).values()]
    assert texts == known


def test_the_projection_is_seen_when_it_is_computed(make_panel):
    panel, bench = make_panel(proj_size=1, hidden_size=3)
    stand_at(bench, Lane(), "f")
    assert panel.side.tabs == (W_IH, W_HH, BIASES)
    stand_at(bench, Lane(), "h")
    assert panel.side.tabs == (W_HR,)
    snapshot = bench.snapshot()
    m = readings.reading_of(snapshot, W_HR, True).values
    weights = snapshot.experiment.parameters["weight_hr_l0"]
    np.testing.assert_allclose(weights @ m, snapshot.run.trace.values("h", Lane())[3, 0], rtol=1e-6)


def test_there_are_tabs_where_there_is_no_room(make_panel):
    panel, _ = make_panel()
    assert panel.is_side_by_side
    panel.resize(300, 420)
    QApplication.processEvents()
    assert not panel.is_side_by_side
    assert panel.single.isVisible()
    panel.resize(*WIDE)
    QApplication.processEvents()
    assert panel.is_side_by_side
    QTest.mouseClick(panel.side_button, Qt.MouseButton.LeftButton)
    assert not panel.is_side_by_side
    QTest.mouseClick(panel.side_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(panel.table_button, Qt.MouseButton.LeftButton)
    assert panel.single.table.isVisible()


@pytest.mark.parametrize("width", [260, 400, 560])
def test_a_view_is_chosen_by_the_room_there_is_not_by_what_it_needs(make_anew, monkeypatch, width):
    """One matrix that needs more than those side by side once made the views change without end."""
    panel, _ = make_anew()
    panel.page.setMinimumWidth(500)
    area, fits = Scrolled(panel), []
    fit = Scrolled._fit
    monkeypatch.setattr(Scrolled, "_fit", lambda it: fits.append(it) or len(fits) > 50 or fit(it))
    area.resize(*WIDE)
    area.show()
    sweep()
    for size in (width, WIDE[0], width):
        fits.clear()
        area.resize(size, WIDE[1])
        sweep()
        assert len(fits) < 10
        assert panel.is_side_by_side == (size > 500)
    area.takeWidget()
    area.close()


def test_neither_view_asks_for_more_of_the_title_bar(make_panel):
    """Else a view that is chosen by the width of its place could change that width."""

    def asked(tools):
        return tools.minimumSizeHint().width() + kept_room(tools)

    panel, _ = make_panel()
    needs = {asked(panel.tools)}
    for width in (300, 620):
        panel.resize(width, 420)
        QApplication.processEvents()
        needs.add(asked(panel.tools))
        panel.single.zoomed.emit(width == 300)
        needs.add(asked(panel.tools))
    assert panel.is_side_by_side
    assert len(needs) == 1


def test_an_edit_of_each_matrix_changes_its_parameter_alone(make_panel):
    panel, bench = make_panel()
    for tab, name, cell in ((W_IH, "weight_ih_l0", (3, 1)), (W_HH, "weight_hh_l0", (5, 0))):
        before = bench.snapshot().experiment.parameters
        drag(Owner(panel.side.editors[tab]), cell, [(0, -10), (0, -10)])
        after = bench.snapshot().experiment.parameters
        assert after[name][cell] > before[name][cell]
        assert [n for n, a in after.arrays.items() if a is not before[n]] == [name]
        bench.undo()
        assert bench.snapshot().experiment.parameters is before


def test_the_rows_are_at_one_height_also_when_one_matrix_is_zoomed(make_panel):
    panel, bench = make_panel(hidden_size=40, input_size=30)
    stand_at(bench, Lane(), "f")
    maps = [editor.heat_map for editor in editors_in(panel)]
    maps[1].view.setRange(xRange=(3, 9), yRange=(50, 70), padding=0)
    for row in (50, 60, 69):
        cells = [(row, 4 if m is maps[1] else 0) for m in maps]
        places = [m.cell_rect(cell).topLeft() for m, cell in zip(maps, cells, strict=True)]
        tops = [m.mapTo(panel, place).y() for m, place in zip(maps, places, strict=True)]
        assert max(tops) - min(tops) <= 1


def test_the_ledgers_weight_is_framed_and_nothing_else_changes(make_panel):
    panel, bench = make_panel()
    stand_at(bench, Lane(), "f")
    before = panel.side.geometry()
    panel.show_parameter("weight_hh_l0", (3, 1))
    assert panel.is_side_by_side
    assert panel.side.geometry() == before
    assert Mark(Block.cell(3, 1), "", True) in panel.side.editors[W_HH].heat_map.marks
    assert not any(mark.strong for mark in panel.side.editors[W_IH].heat_map.marks)
    assert panel.editor is panel.side.editors[W_HH]


def test_a_click_on_any_matrix_looks_at_its_row(make_panel):
    panel, bench = make_panel()
    stand_at(bench, Lane(), "o")
    for tab, cell, number in ((W_HH, (2, 1), "f"), (BIASES, (5, 0), "g")):
        heat_map = panel.side.editors[tab].heat_map
        place = heat_map.cell_rect(cell).center()
        QTest.mouseClick(heat_map.viewport(), Qt.MouseButton.LeftButton, pos=place)
        subject = bench.snapshot().subject
        assert (subject.quantity, subject.unit) == (number, cell[0] % 2)


def test_one_matrix_has_the_selection(make_panel):
    panel, _ = make_panel()
    for tab in (W_IH, W_HH, BIASES):
        heat_map = panel.side.editors[tab].heat_map
        place = heat_map.cell_rect((1, 1)).center()
        QTest.mouseClick(heat_map.viewport(), Qt.MouseButton.LeftButton, pos=place)
        chosen = [t for t, e in panel.side.editors.items() if e.selected_block is not None]
        assert chosen == [tab]


def test_tab_goes_along_a_row_from_matrix_to_matrix(make_panel):
    panel, _ = make_panel()
    maps = {tab: panel.side.editors[tab].heat_map for tab in (W_IH, W_HH)}
    place = maps[W_IH].cell_rect((5, 2)).center()
    QTest.mouseClick(maps[W_IH].viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClick(maps[W_IH], Qt.Key.Key_Tab)
    assert maps[W_HH].hasFocus()
    assert maps[W_HH].selected == (5, 0)
    QTest.keyClick(maps[W_HH], Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert maps[W_IH].selected == (5, 2)


def test_all_matrices_have_one_scale_of_colours(make_panel):
    panel, bench = make_panel()
    parameters = bench.snapshot().experiment.parameters
    parameters = parameters.with_value("bias_hh_l0", (1,), 9.0)
    bench.edit(bench.snapshot().experiment.with_parameters(parameters), "large")
    ends = {editor.matrix.end for editor in editors_in(panel)}
    assert ends == {9.0}
    assert panel.side._bar.isVisible()


def test_a_step_binds_nothing_anew(make_panel, monkeypatch):
    panel, bench = make_panel()
    bench.step(1)
    bound = []
    for editor in editors_in(panel):
        monkeypatch.setattr(editor, "bind", bound.append)
    bench.step(2, GATE)
    assert bound == []


@pytest.mark.few(2)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    "options",
    [
        {"hidden_size": 1, "input_size": 1},
        {"hidden_size": 4, "input_size": 4},
        {"hidden_size": 128, "input_size": 64},
        {"hidden_size": 6, "proj_size": 2},
        {"hidden_size": 3, "num_layers": 2, "bidirectional": True, "bias": False},
    ],
    ids=str,
)
@pytest.mark.parametrize("size", [(520, 218), (900, 600)])
def test_it_draws_in_any_size_and_theme(make_panel, theme, options, size):
    panel, bench = make_panel(timesteps=2, size=size, **options)
    panel.set_theme(theme)
    for _ in range(9):
        bench.step(1, GATE)
        assert not panel.grab().isNull()


def test_a_matrix_that_another_lstm_lacks_is_left(make_panel, make_workbench):
    panel, bench = make_panel(proj_size=1)
    stand_at(bench, Lane(), "h")
    panel.side.editors[W_HR].heat_map.setFocus()
    bench.open(make_workbench(bias=False).snapshot().document)
    panel.resize(300, 420)
    QApplication.processEvents()
    assert not panel.is_side_by_side
    assert panel.tab == W_IH


def test_opening_gives_the_keys_back_to_the_steps(make_window, make_workbench):
    bench = make_workbench()
    window = make_window(bench)
    panel = window._panels.of(WeightsPanel)
    QTest.mouseClick(panel.table_button, Qt.MouseButton.LeftButton)
    panel.single.table.setFocus()
    panel.single.table.select((1, 1))
    bench.open(make_workbench(seed=1).snapshot().document)
    assert QApplication.focusWidget() is window
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert bench.snapshot().timestep_here == 0


class PaintWatch(QObject):
    """Takes down where a row was when a widget was painted last."""

    def __init__(self, side, widget):
        super().__init__(widget)
        self.side, self.place = side, None
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.place = self.side.row_rect(1)
        return False


def test_the_sums_follow_their_rows_to_another_place(make_panel):
    panel, bench = make_panel()
    stand_at(bench, Lane(0, False), "f")
    QApplication.processEvents()
    watch = PaintWatch(panel.side, panel.side._sums)
    heat_map = panel.side.editors[W_IH].heat_map
    before = panel.side.row_rect(1)
    for height in (70, 30):  # of the names and factors over the cells, once they are laid out
        heat_map.axes["top"].setHeight(height)
        for _ in range(5):  # a layout, what it moves, and what is painted then
            QApplication.processEvents()
        assert panel.side.row_rect(1) != before
        assert watch.place == panel.side.row_rect(1)


def test_a_matrix_out_of_sight_moves_no_rows(make_panel):
    panel, bench = make_panel(proj_size=2, hidden_size=4)
    stand_at(bench, Lane(), "f")
    QApplication.processEvents()
    stand_at(bench, Lane(), "h")
    QApplication.processEvents()
    side = panel.side
    assert side.tabs == (W_HR,)
    rows = tuple(side.editors[W_HR].heat_map.view.viewRange()[1])
    assert rows == (0, 3)  # the lit one of two counts twice
    hidden = side.editors[W_HH].heat_map
    hidden.rows_moved.emit(0.0, 2.0)
    hidden.resize(hidden.width(), hidden.height() + 40)
    QApplication.processEvents()
    assert tuple(side.editors[W_HR].heat_map.view.viewRange()[1]) == rows


LOW = (590, 218)
"""Size of the panel in a window of 1280 × 800."""


def rows_seen(panel):
    editor = panel.side.editors[W_IH]
    return [r for r in range(editor.matrix.shape[0]) if editor.heat_map.shows_row(r)]


@pytest.mark.few(2)
@pytest.mark.parametrize("quantity", ["i", "f", "g", "o"])
def test_in_a_low_panel_rows_are_read_and_the_lit_gate_is_among_them(make_anew, quantity):
    panel, bench = make_anew(size=LOW, hidden_size=4)
    stand_at(bench, Lane(), quantity)
    first = 4 * GATES.index(quantity)
    seen = rows_seen(panel)
    assert set(range(first, first + 4)) <= set(seen)
    assert panel.side.writes
    for editor in editors_in(panel):
        if editor.isVisible():
            assert min(editor.heat_map.cell_rect((row, 0)).height() for row in seen) >= 15
    sums = [panel.side.sum_rect(row) for row in range(16)]
    assert [row for row, place in enumerate(sums) if not place.isEmpty()] == seen


def test_two_units_are_seen_whole_where_tight_rows_are_still_read(make_anew):
    panel, bench = make_anew(size=LOW, hidden_size=2)
    stand_at(bench, Lane(), "f")
    panel.side.resize(567, 181)  # its size in a window of 1280 × 800
    QApplication.processEvents()
    assert rows_seen(panel) == list(range(8))
    assert panel.side.writes
    assert panel.side.editors[W_IH].heat_map._cells.has_numbers
    assert not panel.side._scroll.isVisible()


def test_the_wheel_leads_to_the_other_rows_and_a_step_back_to_the_lit_ones(make_anew):
    panel, bench = make_anew(size=LOW, hidden_size=4)
    stand_at(bench, Lane(), "i")
    assert 15 not in rows_seen(panel)
    heat_map = panel.side.editors[W_HH].heat_map
    for _ in range(4):
        wheel(heat_map, -120)
    assert rows_seen(panel)[-1] == 15
    assert 0 not in rows_seen(panel)
    drag(Owner(panel.side.editors[W_HH]), (14, 1), [(0, -10), (0, -10)])
    assert "W_ho[2, 1]" in bench.snapshot().undo_label
    stand_at(bench, Lane(), "f")
    assert set(range(4, 8)) <= set(rows_seen(panel))


def test_the_lit_row_stays_in_sight_where_the_panel_gets_lower(make_anew):
    panel, bench = make_anew(size=(620, 480), hidden_size=4)
    stand_at(bench, Lane(), "o")
    panel.resize(*LOW)
    QApplication.processEvents()
    seen = rows_seen(panel)
    assert len(seen) < 16
    assert set(range(12, 16)) <= set(seen)
    for _ in range(4):
        wheel(panel.side.editors[W_HH].heat_map, 120)
    stand_at(bench, Lane(), "o", t=4)
    assert 12 not in rows_seen(panel), "the same row lit again moves nothing"


def test_where_there_is_room_for_all_rows_nothing_scrolls(make_anew):
    panel, bench = make_anew(size=(620, 480), hidden_size=4)
    stand_at(bench, Lane(), "f")
    assert rows_seen(panel) == list(range(16))
    assert not panel.side._scroll.isVisible()


def test_a_click_moves_no_row_from_under_the_mouse(make_anew, monkeypatch):
    panel, bench = make_anew(size=LOW, hidden_size=4)
    bench.last()
    stand_at(bench, Lane(), "f")
    monkeypatch.setattr(panel.side, "underMouse", lambda: True)
    heat_map = panel.side.editors[W_IH].heat_map
    row = rows_seen(panel)[-1]
    place = heat_map.cell_rect((row, 0)).center()
    QTest.mouseClick(heat_map.viewport(), Qt.MouseButton.LeftButton, pos=place)
    subject = bench.snapshot().subject
    assert (subject.quantity, subject.unit) == (GATES[row // 4], row % 4)
    assert heat_map.cell_at(QPointF(place)) == (row, 0)


def wheel(heat_map, turn):
    """Turn the wheel over a matrix, by eighths of a degree."""
    viewport = heat_map.viewport()
    place = QPointF(viewport.rect().center())
    event = QWheelEvent(
        place, QPointF(viewport.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, turn),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


class Painted(QObject):
    """Adds up the region of a widget that is painted."""

    def __init__(self, widget):
        super().__init__()
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.region += event.region()
        return False


def test_another_lit_row_paints_its_frame_alone(make_anew):
    """The frame lies over the matrices: what is asked for there is painted in all of them."""
    panel, bench = make_anew((620, 500), hidden_size=20, num_layers=2)  # no numbers, no tall row
    stand_at(bench, Lane(0), "f")
    QApplication.processEvents()
    side = panel.side
    light, painted = side._light, Painted(side._light)
    before = side.row_rect(20)
    light.show_row(21, "f")
    QApplication.processEvents()
    after = side.row_rect(21)
    heights = sorted(
        {rect.top() for rect in painted.region} | {painted.region.boundingRect().bottom()}
    )
    room = 8  # of lines, and of a frame around a row of few pixels
    assert heights[0] >= min(before.top(), after.top()) - room
    assert heights[-1] <= max(before.bottom(), after.bottom()) + room
    for rect in (before, after):
        assert painted.region.intersects(rect.toAlignedRect())


def test_the_frame_is_where_its_row_is_when_a_matrix_is_zoomed(make_anew):
    panel, bench = make_anew(hidden_size=20)
    stand_at(bench, Lane(0), "f")
    QApplication.processEvents()
    side = panel.side
    light, painted = side._light, Painted(side._light)
    side.editors[W_HH].heat_map.move_rows_to(10.0, 40.0)
    QApplication.processEvents()
    middle = side.row_rect(light._row).center().y()
    assert light._placed.center().y() == pytest.approx(middle)
    assert painted.region.intersects(light._placed.toAlignedRect())
