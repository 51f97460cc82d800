"""Watches and breakpoints in the real window, by the keys and by the mouse."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address
from simulator.breakpoints.conditions import first_hit
from simulator.engine.run import Run
from simulator.network.lane import Lane
from ui.panels.watches.model import CURVE, NAME, VALUE
from ui.panels.watches.panel import WatchesPanel
from ui.session.watching import Watching
from ui.style import number_format
from ui.window.notice import Notice

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(window_again):
    """Return the file's window with the Watches panel in front, and the focus in its field."""

    def make(**options):
        window = window_again(**{"timesteps": 30, **options})
        bench, panel = window._workbench, window._panels.of(WatchesPanel)
        panel.field.clear()
        QTest.keyClick(window, Key.Key_9, CONTROL)
        assert QApplication.focusWidget() is panel.field
        return bench, window, panel

    return make


def type_in(panel, *texts):
    for text in texts:
        QTest.keyClicks(panel.field, text)
        QTest.keyClick(panel.field, Key.Key_Return)


def column(panel, number):
    model = panel.rows
    return [model.index(row, number).data() for row in range(model.rowCount())]


def cell(panel, row, number=NAME):
    return panel.table.visualRect(panel.rows.index(row, number))


def test_values_are_those_of_the_timestep_that_is_looked_at(opened):
    bench, _, panel = opened(num_layers=2, batch=2, lengths=[30, 12], bidirectional=True)
    type_in(panel, "c[1]", "h[0] layer 1 row 1", "h[0] layer 1 reverse", "c[1] > 9")
    bench.last()
    trace = bench.snapshot().run.trace
    places = [(Lane(0, 0), 0), (Lane(1, 0), 1), (Lane(1, 1), 0), (Lane(0, 0), 0)]
    for t, ended in ((6, False), (20, True)):
        bench.look_at(Address("o", Lane(0, 0), t, 0, 0))
        numbers = [
            trace.values("ch"[0 < k < 3], lane)[t, row, int(k % 3 == 0)]
            for k, (lane, row) in enumerate(places)
            if not (ended and row)
        ]
        texts = [number_format.short(n, number_format.decimals_or(3)) for n in numbers]
        assert [text for text in column(panel, VALUE) if text != "·"] == texts
        assert {row.subject.t for row in panel.rows.rows if row.subject is not None} == {t}
    bench.look_here()
    assert panel.rows.rows[0].subject.t == 29
    bench.go_to_timestep(2)
    bench.look_at(Address("c", Lane(0, 0), 9, 0, 0))
    row = panel.rows.rows[0]
    assert row.subject.t == 9
    assert row.is_ahead
    bench.toggle_ahead()
    assert column(panel, VALUE)[0] == "·"


def test_values_are_the_traces_at_every_step(opened):
    bench, _, panel = opened(num_layers=2, batch=2, lengths=[30, 12], proj_size=1)
    type_in(panel, "c[1]", "h[0] layer 1 row 1", "z_o[1]", "m[0] layer 1", "c[9]")
    places = [("c", 1, 0, 0), ("h", 0, 1, 1), ("z_o", 1, 0, 0), ("m", 0, 1, 0)]
    assert column(panel, NAME)[:2] == ["c[1] · layer 0 row 0", "h[0] · layer 1 row 1"]
    assert column(panel, VALUE) == ["·"] * 4 + ["–"]
    trace = Run(bench.snapshot().experiment)
    trace.advance()
    for position in (3, 17, 64, 200, bench.snapshot().schedule.end):
        bench.go_to(position)
        snapshot = bench.snapshot()
        for row, (quantity, unit, layer, batch_row) in enumerate(places):
            known = snapshot.known_at(quantity, Lane(layer), batch_row, position)
            text = "·"
            if known.stop:
                values = trace.trace.values(quantity, Lane(layer))
                text = number_format.short(values[known.stop - 1, batch_row, unit], 3)
            assert column(panel, VALUE)[row] == text
    assert "this LSTM has no such value" in panel.rows.data(
        panel.rows.index(4, NAME), Qt.ItemDataRole.ToolTipRole
    )


def test_what_is_not_understood_is_said_and_stays_to_be_corrected(opened):
    bench, _, panel = opened()
    type_in(panel, "c[1] ~ 3")
    assert panel.problem.isVisible()
    assert "not understood" in panel.problem.text()
    assert panel.field.text() == "c[1] ~ 3"
    assert not panel.rows.rows
    for _ in range(3):
        QTest.keyClick(panel.field, Key.Key_Backspace)
    assert not panel.problem.isVisible()
    QTest.keyClicks(panel.field, "> 3")
    QTest.mouseClick(panel.add_button, LEFT)
    assert [b.condition.text() for b in bench.snapshot().watching.breakpoints] == ["c[1] > 3"]
    assert panel.field.text() == ""


def test_what_a_file_has_and_nobody_understands_is_shown_and_can_be_removed(opened):
    bench, _, panel = opened()
    watching = Watching().typed("c[1]", Lane(), 0).with_unread("breakpoints", ["f fades", True])
    bench.set_watching(watching)
    row = panel.rows.index(1, NAME)
    assert panel.rows.rows[1].text == "f fades"
    assert row.data() != "f fades"
    assert panel.rows.data(row, Qt.ItemDataRole.ForegroundRole) == QColor(panel.theme.faint)
    assert panel.rows.data(row, Qt.ItemDataRole.CheckStateRole) is None
    bench.last()
    panel.table.setFocus()
    panel.table.setCurrentIndex(row)
    for key in (Key.Key_Space, Key.Key_Return):
        QTest.keyClick(panel.table, key)
        assert bench.snapshot().watching == watching
    QTest.keyClick(panel.table, Key.Key_Delete)
    assert bench.snapshot().watching == Watching().typed("c[1]", Lane(), 0)


def test_by_keys_alone_a_run_goes_on_to_a_condition_and_back(opened):
    bench, window, panel = opened()
    type_in(panel, "c[1] sign")
    condition = bench.snapshot().watching.breakpoints[0].condition
    run = Run(bench.snapshot().experiment)
    run.advance()
    span = (run.trace, run.schedule)
    one = first_hit([condition], *span, 0, run.schedule.end)
    two = first_hit([condition], *span, one.position, run.schedule.end)
    notice = window.findChild(Notice)
    for hit in (one, two):
        QTest.keyClick(panel.field, Key.Key_F5)
        assert bench.snapshot().position == hit.position
        value = number_format.exact(hit.number.value(run.trace))
        assert notice.isVisible()
        assert notice.text() == (f"Stopped by c[1] sign: c[1] at t {hit.number.t} = {value}")
        assert bench.snapshot().subject == Address("c", Lane(), hit.number.t, 0, 1)
    QTest.keyClick(panel.field, Key.Key_F5, SHIFT)
    assert bench.snapshot().position == one.position
    window.setFocus()
    QTest.keyClick(window, Key.Key_Right)
    assert not notice.isVisible()


def test_space_switches_delete_removes_and_enter_looks(opened):
    bench, _, panel = opened()
    type_in(panel, "h[1]", "c[1] > 0.5", "any nan")
    bench.step(5)
    panel.table.setFocus()
    panel.table.setCurrentIndex(panel.rows.index(1, NAME))
    QTest.keyClick(panel.table, Key.Key_Space)
    assert [b.enabled for b in bench.snapshot().watching.breakpoints] == [False, True]
    assert not bench.snapshot().playing
    QTest.keyClick(panel.table, Key.Key_Space)
    assert bench.snapshot().watching.breakpoints[0].enabled
    QTest.keyClick(panel.table, Key.Key_Down)
    QTest.keyClick(panel.table, Key.Key_Delete)
    assert column(panel, NAME) == ["h[1]", "c[1] > 0.5"]
    assert bench.snapshot().position == 30
    QTest.keyClick(panel.table, Key.Key_Up)
    QTest.keyClick(panel.table, Key.Key_Return)
    assert bench.snapshot().pinned == Address("h", Lane(), 4, 0, 1)


def test_by_mouse_alone_the_ledgers_number_is_watched_and_broken_at(opened):
    bench, _, panel = opened(num_layers=2)
    assert not panel.watch_button.isEnabled()
    bench.look_at(Address("f", Lane(layer=1), 20, 0, 1))
    assert panel.subject.text() == panel.subject.shown() == "f[1] at t 20"
    QTest.mouseClick(panel.watch_button, LEFT)
    QTest.mouseClick(panel.break_button, LEFT)
    assert bench.snapshot().watching.watches == (Address("f", Lane(1), unit=1),)
    box = cell(panel, 1)
    check = QPoint(box.left() + 9, box.center().y())
    QTest.mouseClick(panel.table.viewport(), LEFT, pos=check)
    assert not bench.snapshot().watching.breakpoints[0].enabled
    QTest.mouseClick(panel.table.viewport(), LEFT, pos=cell(panel, 0).center())
    QTest.mouseClick(panel.remove_button, LEFT)
    assert bench.snapshot().watching.watches == ()


def test_f9_sets_a_breakpoint_on_the_ledgers_number_and_takes_it_away(opened):
    bench, window, panel = opened()
    QTest.keyClick(window, Key.Key_F9)
    assert not bench.snapshot().watching.breakpoints
    bench.step(9)
    bench.look_at(Address("g", Lane(), 6, 0, 0))
    QTest.keyClick(window, Key.Key_F9)
    QTest.keyClick(window, Key.Key_F9, SHIFT)
    assert column(panel, NAME) == ["g[0]", "g[0] at 6 layer 0 forward row 0"]
    bench.first()
    QTest.keyClick(window, Key.Key_F5)
    assert bench.snapshot().subject == Address("g", Lane(), 6, 0, 0)
    QTest.keyClick(window, Key.Key_F9)
    assert not bench.snapshot().watching.breakpoints


def test_the_mouse_and_the_keys_offer_the_number_of_a_row(opened):
    bench, _, panel = opened()
    type_in(panel, "h[1]", "c[1] > 0.5", "any nan")
    bench.step(5)
    told, offered = [], []
    panel.hovered.connect(told.append)
    panel.card_asked.connect(offered.append)
    for row in (2, 0):
        QTest.mouseMove(panel.table.viewport(), cell(panel, row).center())
        QApplication.processEvents()
    number = Address("h", Lane(), 4, 0, 1)
    value = number_format.exact(number.value(bench.snapshot().run.trace))
    assert value not in told[0]
    assert told[-1].endswith(f" = {value}")
    assert [spot and spot.subject for spot in (offered[0], offered[-1])] == [None, number]
    assert offered[-1].rect() == cell(panel, 0, VALUE)
    panel.table.setCurrentIndex(panel.rows.index(0, NAME))
    assert panel.spot_of_keys() is None  # the field has the keys
    panel.table.setFocus()
    assert panel.spot_of_keys().subject == number
    panel.table.setCurrentIndex(panel.rows.index(2, NAME))
    assert panel.spot_of_keys() is None
    QTest.mouseMove(panel.table.viewport(), cell(panel, 0).center())
    QApplication.sendEvent(panel.table, QEvent(QEvent.Type.Leave))
    assert (told[-1], offered[-1]) == ("", None)


def test_playing_stops_at_a_breakpoint(opened, qtbot):
    bench, window, panel = opened()
    type_in(panel, "h[0] sign")
    window.setFocus()
    bench.change_speed(1024)
    QTest.keyClick(window, Key.Key_Space)
    assert bench.snapshot().playing
    qtbot.waitUntil(lambda: not bench.snapshot().playing)
    run = bench.snapshot().run
    conditions = bench.snapshot().watching.conditions
    hit = first_hit(conditions, run.trace, run.schedule, 0, bench.snapshot().position)
    assert bench.snapshot().position == hit.position
    assert window.findChild(Notice).text().startswith("Stopped by h[0] sign")


def test_the_row_that_stopped_the_run_and_its_curve_are_seen(opened):
    bench, _, panel = opened()
    type_in(panel, "c[0] sign", "c[1] > 100")
    QTest.keyClick(panel.field, Key.Key_F5)
    inks = [
        panel.rows.data(panel.rows.index(row, NAME), Qt.ItemDataRole.ForegroundRole)
        for row in range(2)
    ]
    assert inks == [QColor(panel.theme.bad), QColor(panel.theme.ink)]
    picture = panel.table.viewport().grab(cell(panel, 0, CURVE)).toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
    }
    assert panel.theme.colour("c").name() in colours
    type_in(panel, "h all < 0.001", "c[1]")
    assert [panel.table.columnSpan(row, NAME) for row in range(4)] == [1, 1, 1, 3]
    known = bench.snapshot().known("c")
    assert np.sign(bench.snapshot().values("c")[known.stop - 2 : known.stop, 0]).prod() < 0
