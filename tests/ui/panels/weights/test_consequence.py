"""What came of an edit: told at the cell while it goes on, and lit where it changed numbers."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address
from simulator.network.lane import Lane
from ui.panels.consequence import consequence
from ui.panels.weights.panel import WeightsPanel
from ui.session.snapshot import GATE
from ui.session.viewing.hidden_values import HiddenValues
from ui.style import chrome, fonts, number_format
from ui.style.theme import LIGHT

Key = Qt.Key


@pytest.fixture(params=[(620, 420), (300, 420)], ids=["side by side", "one matrix"])
def shown(request, weights_over, make_workbench):
    """Return a panel in both views, and its workbench at f of t 3."""
    bench = make_workbench()
    panel = weights_over(bench, request.param)
    bench.step(3)
    bench.step(1, GATE)
    return panel, bench


def type_into(panel, cell, text):
    panel.editor.open_field(cell)
    QTest.keyClicks(panel.editor.field.edit, text)


def hover(panel, cell):
    heat_map = panel.editor.heat_map
    place = heat_map.cell_rect(cell).center()
    QTest.mouseMove(heat_map.viewport(), place)
    QApplication.processEvents()


def test_typing_tells_what_came_of_it_by_the_numbers_of_both_runs(shown):
    panel, bench = shown
    number = Address("f", Lane(), 3, 0, 0)
    before = number.value(bench.snapshot().run.trace)
    type_into(panel, (2, 1), "5")
    after = number.value(bench.snapshot().run.trace)
    assert panel.sheet.isVisible()
    assert number_format.change(before, after) in panel.sheet.text()
    moved = bench.snapshot().against.comparison.largest(bench.snapshot().position)
    assert number_format.change(moved.before, moved.after) in consequence(bench.snapshot())


def test_the_line_covers_neither_the_cell_nor_the_field(shown):
    panel, _ = shown
    type_into(panel, (2, 1), "5")
    editor, sheet = panel.editor, panel.sheet.geometry()
    place = editor.ground.mapTo(panel, editor.field.geometry().topLeft())
    field = editor.field.geometry().translated(place - editor.field.geometry().topLeft())
    cell = editor.heat_map.cell_rect((2, 1))
    cell.moveTopLeft(editor.heat_map.mapTo(panel, cell.topLeft()))
    assert panel.rect().contains(sheet)
    assert not sheet.intersects(field)
    assert not sheet.intersects(cell)


def test_the_line_goes_when_the_edit_is_done_and_the_mouse_moves_on(shown):
    panel, _ = shown
    hover(panel, (2, 1))
    type_into(panel, (2, 1), "5")
    hover(panel, (5, 0))
    assert panel.sheet.isVisible(), "while it is typed the mouse may go anywhere"
    hover(panel, (2, 1))
    QTest.keyClick(panel.editor.field.edit, Key.Key_Return)
    assert panel.sheet.isVisible()
    hover(panel, (5, 0))
    assert not panel.sheet.isVisible()


def test_esc_undo_and_a_step_end_the_line(shown):
    panel, bench = shown
    type_into(panel, (2, 1), "5")
    QTest.keyClick(panel.editor.field.edit, Key.Key_Escape)
    assert not panel.sheet.isVisible()
    for end in (bench.undo, lambda: bench.step(1)):
        type_into(panel, (2, 1), "7")
        QTest.keyClick(panel.editor.field.edit, Key.Key_Return)
        assert panel.sheet.isVisible()
        end()
        assert not panel.sheet.isVisible()


def test_an_edit_elsewhere_tells_nothing_here(shown):
    panel, bench = shown
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("weight_hh_l0", (0, 0), 3.0)
    bench.edit(experiment.with_parameters(parameters), "elsewhere")
    assert not panel.sheet.isVisible()


def test_a_value_that_is_covered_is_not_told(shown):
    panel, bench = shown
    number = Address("f", Lane(), 3, 0, 0)
    type_into(panel, (2, 1), "5")
    assert "f[0] at t 3" in consequence(bench.snapshot())
    bench.cover(HiddenValues(numbers=frozenset({number})))
    assert "f[0] at t 3" not in consequence(bench.snapshot())


def test_numbers_that_were_changed_from_elsewhere_flash_and_a_step_lights_nothing(shown):
    panel, bench = shown
    panel.editor.put(panel.editor.matrix.whole, np.float32(0.5))
    panel.flash._end()
    bench.step(1, GATE)
    assert not panel.flash.rects
    bench.step(-1, GATE)
    panel.flash._end()
    bench.undo()
    assert panel.flash.rects
    assert len(panel.flash.rects) == panel.editor.matrix.values.size or panel.is_side_by_side


def test_an_edit_lights_the_sums_that_it_changes_and_no_other(weights_over, make_workbench):
    bench = make_workbench()
    panel = weights_over(bench, (620, 420))
    bench.step(3)
    bench.step(4, GATE)
    type_into(panel, (2, 1), "5")
    changed = [rect.center().y() for rect in panel.flash.rects]
    row = panel.side.row_rect(2).translated(panel.side.pos())
    assert any(row.top() <= y <= row.bottom() for y in changed)
    assert len(changed) > 1, "h[t−1] has changed too, and the other rows read it"


def test_gestures_are_told_under_the_mouse_until_they_are_done(make_window, make_workbench, qtbot):
    bench = make_workbench()
    window = make_window(bench)
    panel, hint = window._panels.of(WeightsPanel), window.statusBar().hint
    hover(panel, (2, 1))
    assert hint.text()
    first = hint.text()
    panel.editor.heat_map.scrub_began.emit(panel.editor.matrix.whole)
    panel.editor.heat_map.scrub_ended.emit(False)
    second = hint.text()
    assert second not in ("", first)
    panel.editor.menu_for(panel.editor.matrix.whole).close()
    assert hint.text() not in (first, second)


@pytest.fixture
def text_size(qapp):
    """Set the text size of a panel in percent, as the window does, until the test ends."""

    def resize(panel, percent):
        fonts.set_text_size(percent)
        chrome.apply(qapp, LIGHT)
        panel.set_theme(LIGHT)
        for _ in range(3):
            QApplication.processEvents()

    yield resize
    fonts.set_text_size(fonts.USUAL)


@pytest.mark.few(1)
@pytest.mark.parametrize("percent", [80, 150])
def test_what_stands_at_a_cell_grows_with_the_text(shown, text_size, percent):
    panel, _ = shown
    type_into(panel, (2, 1), "5")
    editor = panel.editor
    text_size(panel, percent)
    for widget in (editor.field, panel.sheet):
        now, room = widget.geometry(), widget.parentWidget().width() - 4
        assert widget.width() >= min(widget.minimumSizeHint().width(), room)
        assert widget.height() == widget.sizeHint().height()
        assert widget.parentWidget().rect().contains(now)
    place = editor.ground.mapTo(panel, editor.field.pos())
    cell = editor.heat_map.cell_rect((2, 1))
    cell.moveTopLeft(editor.heat_map.mapTo(panel, cell.topLeft()))
    assert editor.field.isVisible()
    assert not panel.sheet.geometry().intersects(editor.field.rect().translated(place))


@pytest.mark.few(2)
@pytest.mark.parametrize("percent", [80, 110])
def test_the_card_of_the_number_under_the_mouse_grows_with_the_text(shown, text_size, percent):
    panel, _ = shown
    hover(panel, (1, 0))  # Qt tells of no move to where a former test has left the mouse
    hover(panel, (2, 1))
    card = panel.editor._card
    assert card.isVisible()
    before = card.size()
    text_size(panel, percent)
    assert card.isVisible()
    assert card.size() == card.sizeHint()
    assert card.size() != before
