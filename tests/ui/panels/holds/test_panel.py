"""Holds in the window: set by mouse and keys, seen everywhere, checked, released, undone."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from simulator.analysis.address import Address
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from tests.simulator.experiments import random_parameters
from tests.ui.windows import sweep
from ui.dialogs.hold_value import HoldValue
from ui.panels.cell.panel import CellDiagram
from ui.panels.holds.panel import HoldsPanel
from ui.panels.layouts import EDIT
from ui.panels.ledger.page import LedgerPage
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.ledger.terms.term_model import ORIGIN
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.timeline.tracks.hold_outlines import TimeBlock
from ui.panels.weights.panel import WeightsPanel
from ui.session.document import Document
from ui.session.edits import hold_edits
from ui.session.workbench import Workbench
from ui.style import chrome, number_format, theme
from ui.window.badge import CheckBadge, details

Key, LEFT, RIGHT = Qt.Key, Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
PATIENCE = 60_000


def click(panel, quantity, timestep, unit, button=LEFT, modifiers=NONE):
    """Click on a cell of the timeline's rows."""
    panel.choose_tracks((quantity,))
    sweep()
    view = panel.plots.rows[quantity].view
    where = panel.plots.mapFromScene(view.mapViewToScene(QPointF(timestep, unit)))
    QTest.mouseClick(panel.plots.viewport(), button, modifiers, where)
    QApplication.processEvents()


def open_entries():
    """Return the visible entries of the open menu, by their texts."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return {a.text(): a for a in menu.actions() if a.isVisible() and not a.isSeparator()}


def choose(beginning):
    """Click the menu's entry that begins with a text."""
    menu = QApplication.activePopupWidget()
    (action,) = (a for text, a in open_entries().items() if text.startswith(beginning))
    QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(action).center())
    QApplication.processEvents()


def in_form(fill):
    """Fill in the next form that opens and waits for an answer."""
    failures = []

    def answer():
        form = QApplication.activeModalWidget()
        try:
            assert isinstance(form, HoldValue)
            fill(form)
        except BaseException as error:
            failures.append(error)
            form.reject()

    QTimer.singleShot(0, answer)
    return failures


def heading(window):
    return window._panels.of(LedgerPanel).heading()


@pytest.fixture
def window_again(window_again):
    """Lay out the panels of each new document: a person acts once they lie still."""

    def again(**options):
        window = window_again(**options)
        window._panels.of(TimelinePanel).show_curves(False)
        sweep()
        return window

    return again


# The stories


def test_hold_a_gate_by_mouse_see_it_flat_and_release_it(window_again):
    window = window_again(timesteps=12)
    bench = window._workbench
    timeline = window._panels.of(TimelinePanel)
    bench.last()
    free = bench.snapshot()
    f = free.values("f").copy()
    click(timeline, "f", 4, 1)
    click(timeline, "f", 4, 1, RIGHT)
    choose("Hold f[1] at ")
    held = bench.snapshot()
    assert held.undo_label == "hold f[1]"
    assert held.values("f")[4:, 1].tolist() == [f[4, 1]] * 8
    assert held.values("f")[:4].tobytes() == f[:4].tobytes()
    assert not np.array_equal(held.values("c"), free.values("c"))
    assert timeline.plots.rows["f"].holds.blocks.tolist() == [[4, 11, 1, 1, f[4, 1]]]
    assert heading(window).startswith("f[1] at t 4 held at " + number_format.exact(f[4, 1]))
    assert "(would be σ(" in heading(window)
    click(timeline, "f", 7, 1, RIGHT)
    assert "Release f[1] (t 4…11)" in open_entries()
    choose("Release f[1]")
    assert bench.snapshot().undo_label == "release f[1]"
    assert bench.snapshot().values("f").tobytes() == f.tobytes()
    assert timeline.plots.rows["f"].holds.blocks.tolist() == []
    assert "held" not in heading(window)
    bench.undo()
    assert bench.snapshot().values("f")[4:, 1].tolist() == [f[4, 1]] * 8
    bench.undo()
    assert bench.snapshot().experiment is free.experiment


@pytest.mark.torch
def test_torch_checks_what_is_held(window_again, qtbot):
    window = window_again(timesteps=12)
    bench = window._workbench
    bench.last()
    timeline, badge = window._panels.of(TimelinePanel), window.findChild(CheckBadge)
    click(timeline, "f", 4, 1)
    click(timeline, "f", 4, 1, RIGHT)
    choose("Hold f[1] at ")
    qtbot.waitUntil(lambda: "with held values" in badge.text(), timeout=PATIENCE)
    assert "agrees" in badge.text()
    assert "skipped" in details(bench.snapshot())


@pytest.mark.torch
def test_torch_checks_what_is_cut(window_again, qtbot):
    window = window_again(timesteps=8)
    bench = window._workbench
    weights, badge = window._panels.of(WeightsPanel), window.findChild(CheckBadge)
    bench.go_to_timestep(3)
    heat_map = weights.editor.heat_map
    QTest.mouseClick(heat_map.viewport(), RIGHT, NONE, heat_map.cell_rect((2, 1)).center())
    choose("Cut this connection, t 3…7")
    bench.look_at(Address("z_f", Lane(), 3, 0, 0))
    qtbot.waitUntil(lambda: "with held values" in badge.text(), timeout=PATIENCE)


def test_hold_and_release_by_keys(window_again):
    window = window_again(timesteps=8)
    bench = window._workbench
    for _ in range(3):
        QTest.keyClick(window, Key.Key_Right)
    QTest.keyClick(window, Key.Key_Period)
    before = bench.snapshot()
    assert before.subject == Address("f", Lane(), 3, 0, 0)
    QTest.keyClick(window, Key.Key_F, SHIFT)
    (hold,) = bench.snapshot().experiment.holds
    assert (hold.quantity, hold.units, hold.first, hold.last) == ("f", (0,), 3, 7)
    QTest.keyClick(window, Key.Key_End)
    value = before.values("f")[3, 0]
    assert bench.snapshot().values("f")[3:, 0].tolist() == [value] * 5
    QTest.keyClick(window, Key.Key_Z, CONTROL)
    assert bench.snapshot().experiment is before.experiment
    QTest.keyClick(window, Key.Key_Y, CONTROL)
    bench.look_at(Address("f", Lane(), 5, 0, 0))
    QTest.keyClick(window, Key.Key_F, SHIFT)
    assert bench.snapshot().experiment.holds == ()


def test_a_form_by_keys_and_the_list_by_keys(window_again, qtbot):
    window = window_again(timesteps=12, hidden_size=4)
    bench = window._workbench
    bench.last()
    panel = window._panels.of(HoldsPanel)

    def fill(form):
        focused = form.focusWidget()
        assert focused.accessibleName() == "Value"
        QTest.keyClicks(focused, "1")
        for words in ("8", "3", "2, 0"):
            QTest.keyClick(form.focusWidget(), Key.Key_Backtab, SHIFT)
            form.focusWidget().selectAll()
            QTest.keyClicks(form.focusWidget(), words)
        QTest.keyClick(form.focusWidget(), Key.Key_Backtab, SHIFT)
        QTest.keyClick(form.focusWidget(), Key.Key_F)
        QTest.keyClick(form, Key.Key_Return)

    failures = in_form(fill)
    QTest.keyClick(window, Key.Key_H, CONTROL | SHIFT)
    assert not failures
    assert bench.snapshot().experiment.holds == (Hold("f", 0, 0, (0, 2), 3, 8, 1.0),)
    assert bench.snapshot().values("f")[3:9, [0, 2]].tolist() == [[1.0, 1.0]] * 6
    assert window._panels.of(TimelinePanel).plots.rows["f"].holds.blocks.tolist() == [
        [3, 8, 0, 0, 1.0],
        [3, 8, 2, 2, 1.0],
    ]
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Key.Key_8, CONTROL)
    assert panel.texts() == ["f[0, 2] = 1.0 · t 3…8"]
    panel.list.setFocus()
    QTest.keyClick(panel.list, Key.Key_Home)
    QTest.keyClick(panel.list, Key.Key_Return)
    assert bench.snapshot().subject == Address("f", Lane(), 3, 0, 0)
    QTest.keyClick(panel.list, Key.Key_Delete)
    assert bench.snapshot().experiment.holds == ()
    assert panel.texts() == []


def test_the_list_by_mouse(window_again):
    window = window_again(timesteps=12, num_layers=2, batch=2)
    bench = window._workbench
    panel = window._panels.of(HoldsPanel)
    window._docks.bring_forward("Holds")
    holds = (Hold("f", 0, 0, (1,), 3, 8, 1.0, row=1), Cut("weight_hh", 1, 0, (2, 1), 0, 11))
    bench.edit(bench.snapshot().experiment.with_holds(*holds), "holds")
    assert panel.texts() == [
        "f[1] = 1.0 · t 3…8 · layer 0 forward · row 1",
        "W_hf[0,1] cut · t 0…11 · layer 1 forward · all rows",
    ]
    QApplication.processEvents()
    rows = [panel.list.itemWidget(panel.list.item(row)) for row in range(2)]
    QTest.mouseClick(rows[0].remove, LEFT)
    assert bench.snapshot().experiment.holds == holds[1:]
    bench.undo()
    QTest.mouseClick(panel.clear_button, LEFT)
    assert bench.snapshot().experiment.holds == ()
    assert bench.snapshot().undo_label == "release 2 held values"


def test_the_list_says_a_value_in_the_dtype_that_it_has(window_again):
    window = window_again(timesteps=12)
    bench = window._workbench
    panel = window._panels.of(HoldsPanel)
    window._docks.bring_forward("Holds")
    held = bench.snapshot().experiment.with_holds(Hold("f", 0, 0, (1,), 3, 8, 1 / 3))
    bench.edit(held.astype(np.float64), "hold f[1]")
    assert panel.texts() == ["f[1] = 0.3333333333333333 · t 3…8"]
    bench.edit(bench.snapshot().experiment.astype(np.float32), "float32")
    assert panel.texts() == ["f[1] = 0.33333334 · t 3…8"]


@pytest.mark.few(1)
@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=lambda t: t.name)
def test_the_selected_row_can_be_seen_and_read(colours, qapp, bring_up, make_workbench):
    chrome.apply(qapp, colours)
    bench = make_workbench(timesteps=12)
    hold = Hold("c", 0, 0, (1,), 3, 8, 0.5)
    bench.edit(bench.snapshot().experiment.with_holds(hold), "hold c[1]")
    panel = HoldsPanel(colours)
    bring_up(panel)
    panel.draw(bench.snapshot())
    panel.add_button.setFocus()
    without = panel.list.grab().toImage()
    panel.list.setCurrentRow(0)
    picture = panel.list.grab().toImage()
    assert picture != without
    panel.list.setFocus()
    assert panel.list.grab().toImage() != picture
    row = panel.list.itemWidget(panel.list.item(0))
    ground = picture.pixelColor(row.remove.geometry().center() - QPoint(row.remove.width(), 0))
    for ink in (colours.ink, colours.faint, colours.colour("c").name()):
        assert theme.contrast(QColor(ink), ground) >= 4.5


def test_a_block_is_selected_with_shift_and_held_as_one(window_again):
    window = window_again(timesteps=12, hidden_size=4)
    bench = window._workbench
    timeline = window._panels.of(TimelinePanel)
    bench.last()
    click(timeline, "i", 2, 1)
    click(timeline, "i", 6, 3, modifiers=SHIFT)
    assert timeline.plots.rows["i"].holds.selected == TimeBlock(2, 6, 1, 3)

    def fill(form):
        assert form.edit().experiment.holds[-1].units == (1, 2, 3)
        QTest.keyClicks(form.focusWidget(), "0.5")
        QTest.mouseClick(form.accept_button, LEFT)

    click(timeline, "i", 4, 2, RIGHT)
    failures = in_form(fill)
    choose("Hold i[1–3]…")
    assert not failures
    assert bench.snapshot().experiment.holds == (Hold("i", 0, 0, (1, 2, 3), 2, 6, 0.5),)
    assert (bench.snapshot().values("i")[2:7, 1:] == 0.5).all()
    click(timeline, "i", 9, 0)
    assert timeline.plots.rows["i"].holds.selected is None


def test_a_selection_stays_with_edits_and_goes_with_its_lane_and_document(
    window_again, make_workbench
):
    window = window_again(timesteps=12, hidden_size=4, num_layers=2)
    bench, timeline = window._workbench, window._panels.of(TimelinePanel)
    holds = timeline.plots.rows["i"].holds

    def select():
        bench.last()
        click(timeline, "i", 2, 1)
        click(timeline, "i", 6, 3, modifiers=SHIFT)
        assert holds.selected is not None

    select()
    hold = Hold("i", 0, 0, (1,), 2, 6, 0.5)
    bench.edit(bench.snapshot().experiment.with_holds(hold), "hold")
    assert holds.selected is not None
    bench.select(Lane(1))
    assert holds.selected is None
    bench.select(Lane(0))
    assert holds.selected is None
    select()
    bench.open(make_workbench(timesteps=3).snapshot().document)
    assert timeline._holds.selection is holds.selected is None


def test_what_is_ahead_is_held_at_what_is_seen_and_by_the_form_alone_where_nothing_is(window_again):
    window = window_again(timesteps=12)
    bench = window._workbench
    bench.snapshot().run.advance()
    timeline = window._panels.of(TimelinePanel)
    bench.toggle_ahead()
    click(timeline, "c", 5, 1, RIGHT)
    entries = open_entries()
    QApplication.activePopupWidget().close()
    assert "Hold c[1]…" in entries
    assert not any(text.startswith(("Hold c[1] at", "Release")) for text in entries)
    bench.toggle_ahead()
    value = bench.snapshot().values("c")[5, 1]
    click(timeline, "c", 5, 1, RIGHT)
    choose("Hold c[1] at ")
    assert bench.snapshot().position == 0
    (hold,) = bench.snapshot().experiment.holds
    assert (hold.quantity, hold.units, hold.first, hold.value) == ("c", (1,), 5, float(value))


def test_a_connection_is_cut_where_its_weight_is(window_again):
    window = window_again(timesteps=8)
    bench = window._workbench
    weights = window._panels.of(WeightsPanel)
    bench.go_to_timestep(3)
    heat_map = weights.editor.heat_map
    x = bench.snapshot().experiment.sequence
    where = heat_map.cell_rect((2, 1)).center()
    QTest.mouseClick(heat_map.viewport(), RIGHT, NONE, where)
    choose("Cut this connection, t 3…7")
    assert bench.snapshot().experiment.holds == (Cut("weight_ih", 0, 0, (2, 1), 3, 7),)
    assert bench.snapshot().undo_label == "cut W_if[0,1]"
    assert [mark.block[:2] for mark in heat_map._lights.marks if mark.struck] == [(2, 1)]
    bench.look_at(Address("z_f", Lane(), 3, 0, 0))
    model = window._panels.of(LedgerPanel).findChild(LedgerPage).table.terms
    model.set_room(100)
    row = next(r for r in range(model.rowCount()) if model.row(r).texts[0] == "W_if[0,1]")
    assert model.row(row).product == 0
    assert model.row(row).texts[ORIGIN].startswith("cut")
    assert x[3, 0, 1] != 0
    heat_map.setFocus()
    QTest.mouseClick(heat_map.viewport(), LEFT, NONE, where)
    QTest.keyClick(heat_map, Key.Key_Menu)
    choose("Restore this connection")
    assert bench.snapshot().experiment.holds == ()


# Messages


@pytest.mark.parametrize(
    ("direction", "first", "last"),
    [(0, 2, 4), (1, 0, 2)],
)
def test_from_here_on_is_as_the_walk_goes_and_for_one_row(make_workbench, direction, first, last):
    bench = make_workbench(timesteps=6, batch=2, lengths=[6, 5], bidirectional=True)
    bench.last()
    bench.look_at(Address("h", Lane(0, direction), 2, 1, 1))
    hold = hold_edits.toggled(bench.snapshot()).experiment.holds[0]
    value = float(bench.snapshot().values("h")[2, 1])
    assert hold == Hold("h", 0, direction, (1,), first, last, value, row=1)


def test_a_sum_and_the_start_can_not_be_held_and_that_is_said(window_again, qtbot):
    window = window_again()
    bench = window._workbench
    with qtbot.waitSignal(window.messages.complained):
        QTest.keyClick(window, Key.Key_F, SHIFT)
    bench.step(2, "gate")
    bench.look_at(Address("z_i", Lane(), 0, 0, 0))
    with qtbot.waitSignal(window.messages.complained) as said:
        QTest.keyClick(window, Key.Key_F, SHIFT)
    assert "z_i[0]" in said.args[0]
    assert bench.snapshot().experiment.holds == ()


def test_a_wider_hold_takes_the_place_of_those_under_it(make_workbench):
    experiment = make_workbench(timesteps=12, hidden_size=4).snapshot().experiment
    narrow = Hold("f", 0, 0, (1,), 3, 5, 1.0), Hold("f", 0, 0, (1,), 7, 9, 1.0)
    experiment = experiment.with_holds(*narrow)
    wide = Hold("f", 0, 0, (0, 1), 2, 6, 0.5)
    assert hold_edits.with_hold(experiment, wide).experiment.holds == (narrow[1], wide)
    everything = Hold("f", 0, 0, (0, 1, 2, 3), 0, 11, 0.5)
    edit = hold_edits.with_hold(experiment, everything)
    assert edit == (edit.experiment, "hold f[all]")
    assert edit.experiment.holds == (everything,)


def test_the_diagram_has_a_badge_where_something_is_held(qtbot):
    config = LSTMConfig(3, 2)
    x = np.random.default_rng(1).standard_normal((6, 3)).astype(np.float32)
    experiment = Experiment.create(random_parameters(config), x).with_holds(
        Hold("f", 0, 0, (1,), 2, 3, 1.0), Cut("weight_hh", 0, 0, (4, 0), 2, 3)
    )
    bench = Workbench(Document.of("test", experiment))
    panel = CellDiagram(theme.LIGHT)
    qtbot.addWidget(panel)
    panel.resize(700, 300)
    panel.show()
    badges = {}
    for t in (1, 2):
        bench.go_to_timestep(t)
        panel.draw(bench.snapshot())
        vectors = {key: panel.canvas.plate(key).vector for key in ("f", "z_g", "c")}
        badges[t] = {key: vector.badge for key, vector in vectors.items()}
        assert isinstance(panel.grab().toImage(), QImage)
    assert badges == {1: {"f": "", "z_g": "", "c": ""}, 2: {"f": "held", "z_g": "cut", "c": ""}}
    assert vectors["f"].exact(1) == "f[1] at t 2 = 1.0, held"
    assert "held: 1" in vectors["f"].words()


def test_outlines_are_drawn_where_cells_are_held(window_again):
    window = window_again(timesteps=12)
    bench = window._workbench
    window._docks.lay_out(EDIT)
    QApplication.processEvents()
    timeline = window._panels.of(TimelinePanel)
    bench.edit(bench.snapshot().experiment.with_holds(Hold("f", 0, 0, (1,), 4, 6, 0.5)), "hold")
    bench.last()
    timeline.choose_tracks(tuple("ifgoch"))
    view = timeline.plots.rows["f"].view
    for item, ink in ((timeline.plots.rows["f"], True), (timeline.plots.rows["g"], False)):
        corner = item.view.mapViewToScene(QPointF(3.5, 1))
        image = timeline.plots.viewport().grab().toImage()
        colour = image.pixelColor(QPoint(round(corner.x()), round(corner.y())))
        assert (colour.name() == theme.LIGHT.ink) is ink
    timeline.show_curves(True)
    QApplication.processEvents()
    assert view.isVisible()


def test_a_hold_beyond_one_is_in_sight(window_again):
    window = window_again(timesteps=12)
    bench = window._workbench
    rows = window._panels.of(TimelinePanel).plots.rows
    bench.edit(bench.snapshot().experiment.with_holds(Hold("h", 0, 0, (1,), 4, 6, -3.0)), "hold")
    bench.last()
    assert rows["h"].limits[0] <= -3
    assert rows["g"].limits == (-1, 1)
