"""Table: exact numbers, a spreadsheet's keys, and blocks that are copied bit for bit."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QMimeData, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.matrix.matrices import Bench, matrix
from ui.matrix import clipboard
from ui.matrix.array_editor import ArrayEditor
from ui.matrix.matrix import Block, bits
from ui.style import number_format
from ui.style.theme import LIGHT
from ui.widgets.fields.number_edit import NumberEdit
from ui.widgets.key_filter import KeyFilter

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def make_bench(bring_up):
    """Return an editor that shows its table, and its bench."""

    def make(shown):
        editor = ArrayEditor(LIGHT)
        editor.resize(420, 420)
        bring_up(editor)
        bench = Bench(editor, shown)
        editor.show_as_table(True)
        editor.table.setFocus()
        return bench

    return make


def line_of(table):
    """Return the line in which a number is being typed; None when there is none."""
    lines = [line for line in table.viewport().findChildren(NumberEdit) if line.isVisible()]
    return lines[0] if lines else None


def type_in(table, text, end=Key.Key_Return):
    """Type a text on the current cell: the first key opens the line."""
    QTest.keyClicks(table, text[0])
    QTest.keyClicks(line_of(table), text[1:])
    QTest.keyClick(line_of(table), end)
    QApplication.processEvents()


def choose(table, block):
    """Select a rectangle of cells."""
    model, selection = table.model(), table.selectionModel()
    table.select((block.top, block.left))
    corner = model.index(block.bottom - 1, block.right - 1)
    selection.select(
        QItemSelection(model.index(block.top, block.left), corner),
        QItemSelectionModel.SelectionFlag.ClearAndSelect,
    )
    assert table.selected_block == block


def same_bits(a, b):
    return bool((bits(np.ascontiguousarray(a)) == bits(np.ascontiguousarray(b))).all())


@given(
    st.sampled_from([np.float32, np.float64]).flatmap(
        lambda dtype: arrays.arrays(
            dtype,
            arrays.array_shapes(min_dims=2, max_dims=2, max_side=4),
            elements=st.floats(
                allow_nan=False,
                allow_infinity=False,
                width=np.dtype(dtype).itemsize * 8,
            ),
        )
    )
)
def test_text_holds_every_bit_of_a_block(block):
    assert same_bits(clipboard.from_text(clipboard.to_text(block), block.dtype), block)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1\t2\n3", "row 2 has 1 cells, but row 1 has 2"),
        ("1\t2\n3\tx", "row 2, column 2: “x” is not a number"),
        ("1\t\n3\t4", "row 1, column 2: type a number"),
        ("inf", "row 1, column 1: “inf” is not a number"),
        ("1e39", "row 1, column 1: “1e39” is too large for float32"),
        ("", "row 1, column 1: type a number"),
    ],
)
def test_text_that_is_no_block_is_refused_with_its_place(text, reason):
    with pytest.raises(ValueError, match="clipboard") as error:
        clipboard.from_text(text, np.dtype(np.float32))
    assert reason in str(error.value)


def test_what_spreadsheets_put_on_the_clipboard_is_read():
    block = clipboard.from_text("1,5\t−2\r\n.5\t1e-3\r\n", np.dtype(np.float64))
    assert block.tolist() == [[1.5, -2.0], [0.5, 0.001]]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_cell_reads_short_and_edits_exactly(make_bench, dtype):
    bench = make_bench(matrix(dtype=dtype))
    model = bench.editor.table.model()
    for row, column in np.ndindex(bench.values.shape):
        index, value = model.index(row, column), bench.values[row, column]
        assert index.data() == number_format.short(value, 4)
        assert number_format.parse_as(index.data(Qt.ItemDataRole.EditRole), value.dtype) == value
    assert model.headerData(5, Qt.Orientation.Vertical) == "f 5"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "x1"


@pytest.mark.parametrize("table", [True, False])
def test_a_long_number_shows_its_first_digits_and_is_typed_over(make_bench, table):
    bench = make_bench(matrix(values=np.array([[-0.1234567890123456]])))
    bench.editor.show_as_table(table)
    if table:
        bench.editor.table.edit(bench.editor.table.model().index(0, 0))
    else:
        bench.editor.open_field((0, 0))
        bench.editor.open_field((0, 0))
    edit = line_of(bench.editor.table) if table else bench.editor.field.edit
    assert edit.selectedText() == edit.text() == "−0.1234567890123456"
    assert edit.cursorPosition() == 0
    QTest.keyClicks(edit, "7")
    assert edit.text() == "7"


def test_opening_and_leaving_a_cell_changes_nothing(make_bench):
    values = np.array([[0.1, 1 / 3], [1e-30, -0.0]], np.float32)
    bench = make_bench(matrix(values=values))
    table = bench.editor.table
    for cell in np.ndindex(values.shape):
        table.select(cell)
        QTest.keyClick(table, Key.Key_F2)
        assert line_of(table).text() == number_format.exact(values[cell])
        QTest.keyClick(line_of(table), Key.Key_Return)
    assert bench.asked == []


def test_typing_replaces_and_enter_goes_down_and_tab_goes_right(make_bench):
    bench = make_bench(matrix(3, 2))
    table = bench.editor.table
    table.select((0, 0))
    type_in(table, "1.5")
    assert table.selected == (1, 0)
    type_in(table, "-2", Key.Key_Tab)
    assert table.selected == (1, 1)
    type_in(table, ".25", Key.Key_Tab)
    assert table.selected == (2, 0)
    type_in(table, "9", Key.Key_Backtab)
    assert table.selected == (1, 1)
    assert bench.values[0, 0] == 1.5
    assert bench.values[1].tolist() == [-2.0, 0.25]
    assert bench.values[2, 0] == 9
    assert bench.undo_steps == ["set A[2, 0]", "set A[1, 1]", "set A[1, 0]", "set A[0, 0]"]
    QTest.keyClick(table, Key.Key_Return)
    assert table.selected == (2, 1)
    QTest.keyClick(table, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected == (1, 1)


def test_the_view_that_comes_to_the_front_shows_the_present_matrix(make_bench):
    bench = make_bench(matrix(3, 2))
    editor, model = bench.editor, bench.editor.table.model()
    editor.show_as_table(False)
    wide = matrix(2, 5)
    editor.bind(wide)
    assert model.columnCount() == 2
    editor.show_as_table(True)
    assert (model.rowCount(), model.columnCount()) == (2, 5)
    assert editor.table.selected_block is None
    tall = matrix(7, 1)
    editor.bind(tall)
    editor.table.select((4, 0))
    editor.show_as_table(False)
    assert editor.heat_map.selected_block == Block.cell(4, 0)
    last = QPointF(editor.heat_map.cell_rect((6, 0)).center())
    assert editor.heat_map.cell_at(last) == (6, 0)


def test_what_is_no_number_stays_in_its_line_and_is_never_applied(make_bench):
    bench = make_bench(matrix(3, 2))
    table = bench.editor.table
    table.select((1, 1))
    QTest.keyClicks(table, "1")
    line = line_of(table)
    QTest.keyClicks(line, "x")
    assert "1x" in line.toolTip()
    for key in (Key.Key_Return, Key.Key_Tab):
        QTest.keyClick(line, key)
        assert line_of(table) is line
    bench.editor.heat_map.setFocus()
    table.setFocus()
    QApplication.processEvents()
    QTest.keyClicks(table, "7")
    QTest.keyClick(line_of(table), Key.Key_Escape)
    assert bench.asked == []


def test_a_block_is_copied_and_pasted_bit_exactly_as_one_step(make_bench):
    values = (np.random.default_rng(1).standard_normal((6, 4)) * 1e-3).astype(np.float32)
    values[1, 1], values[0, 0] = -0.0, np.float32(1e-42)
    bench = make_bench(matrix(values=values))
    table = bench.editor.table
    choose(table, Block(0, 0, 2, 3))
    QTest.keyClick(table, Key.Key_C, CONTROL)
    choose(table, Block.cell(3, 1))
    QTest.keyClick(table, Key.Key_V, CONTROL)
    assert same_bits(bench.values[3:5, 1:4], values[0:2, 0:3])
    assert bench.undo_steps == ["paste into A[3:5, 1:4]"]
    bench.undo()
    assert same_bits(bench.values, values)


def test_one_number_fills_the_selection(make_bench):
    bench = make_bench(matrix(4, 3))
    QGuiApplication.clipboard().setText("0.5")
    choose(bench.editor.table, Block(1, 0, 3, 2))
    QTest.keyClick(bench.editor.table, Key.Key_V, CONTROL)
    assert (bench.values[1:3, :2] == 0.5).all()
    assert bench.undo_steps == ["paste into A[1:3, 0:2]"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1\t2\t3\n4\t5\tx", "“x” is not a number"),
        ("1\t2\t3\t4", "1 × 4 cells do not fit in the 4 × 3 starting at A[0, 0]"),
        ("1\n2\n3\n4\n5", "5 × 1 cells do not fit"),
        ("hello", "“hello” is not a number"),
    ],
)
def test_paste_is_all_or_nothing_and_says_why(make_bench, text, reason):
    bench = make_bench(matrix(4, 3))
    QGuiApplication.clipboard().setText(text)
    bench.editor.table.select((0, 0))
    QTest.keyClick(bench.editor.table, Key.Key_V, CONTROL)
    assert bench.asked == []
    assert bench.editor._complaint.isVisible()
    assert reason in bench.editor._complaint.text()
    QGuiApplication.clipboard().setText("1")
    QTest.keyClick(bench.editor.table, Key.Key_V, CONTROL)
    assert not bench.editor._complaint.isVisible()


def test_a_clipboard_without_text_is_refused(make_bench):
    bench = make_bench(matrix(4, 3))
    QGuiApplication.clipboard().setMimeData(QMimeData())
    bench.editor.table.select((0, 0))
    QTest.keyClick(bench.editor.table, Key.Key_V, CONTROL)
    assert bench.asked == []
    assert bench.editor._complaint.isVisible()


def test_delete_puts_zeros_as_one_step(make_bench):
    bench = make_bench(matrix(4, 3))
    choose(bench.editor.table, Block(0, 1, 3, 3))
    QTest.keyClick(bench.editor.table, Key.Key_Delete)
    assert (bench.values[:3, 1:] == 0).all()
    assert (bench.values[:, 0] == bench.first.values[:, 0]).all()
    assert bench.undo_steps == ["zero A[0:3, 1:3]"]
    QTest.keyClick(bench.editor.table, Key.Key_Delete)
    assert bench.undo_steps == ["zero A[0:3, 1:3]"]


def test_reset_brings_the_original_bits_back(make_bench):
    bench = make_bench(matrix(4, 3))
    bench.editor.zero(bench.first.whole)
    menu = bench.editor.menu_for(Block.cell(2, 1))
    reset = {action.text(): action for action in menu.actions()}
    reset["Reset value"].trigger()
    assert same_bits(bench.values[2, 1:2], bench.first.values[2, 1:2])
    assert np.count_nonzero(bench.values) == 1
    reset["Reset A"].trigger()
    assert same_bits(bench.values, bench.first.values)
    assert bench.undo_steps == ["reset A", "reset A[2, 1]", "zero A"]
    menu.close()
    menu = bench.editor.menu_for(Block.cell(2, 1))
    enabled = {action.text() for action in menu.actions() if action.isEnabled()}
    assert enabled.isdisjoint({"Reset value", "Reset A"})
    menu.close()


def test_the_menu_copies_a_value_and_the_whole(make_bench):
    bench = make_bench(matrix(4, 3))
    menu = bench.editor.menu_for(Block.cell(2, 1))
    acts = {action.text(): action for action in menu.actions()}
    acts["Copy value"].trigger()
    assert np.float32(QGuiApplication.clipboard().text()) == bench.values[2, 1]
    acts["Copy A"].trigger()
    text = QGuiApplication.clipboard().text()
    assert same_bits(clipboard.from_text(text, np.dtype(np.float32)), bench.values)
    menu.close()


def test_what_is_too_much_to_copy_is_refused(make_bench):
    bench = make_bench(matrix(300, 200))
    QGuiApplication.clipboard().setText("before")
    bench.editor.copy(bench.first.whole)
    assert QGuiApplication.clipboard().text() == "before"
    assert "60,000 cells are too many" in bench.editor._complaint.text()


def test_the_selected_cell_is_the_same_in_both_views(make_bench):
    bench = make_bench(matrix())
    bench.editor.table.select((5, 2))
    bench.editor.show_as_table(False)
    assert bench.editor.heat_map.selected == (5, 2)
    bench.editor.heat_map.select((1, 1))
    bench.editor.show_as_table(True)
    assert bench.editor.table.selected == (1, 1)


def test_the_table_keeps_its_keys_and_leaves_space_alone(make_bench):
    bench = make_bench(matrix())
    table = bench.editor.table
    KeyFilter(table.window())
    table.select((0, 0))
    table.setFocus()
    for key, modifiers, text in (
        (Key.Key_C, CONTROL, ""),
        (Key.Key_Delete, Qt.KeyboardModifier.NoModifier, ""),
        (Key.Key_Period, Qt.KeyboardModifier.NoModifier, "."),
        (Key.Key_Home, Qt.KeyboardModifier.NoModifier, ""),
    ):
        event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, key, modifiers, text)
        event.ignore()
        QApplication.sendEvent(table, event)
        assert event.isAccepted(), key
    QTest.keyClick(table, Key.Key_Space)
    assert line_of(table) is None


def test_tab_leaves_the_table_after_its_last_cell(make_bench):
    bench = make_bench(matrix(2, 2))
    table = bench.editor.table
    table.select((1, 0))
    QTest.keyClick(table, Key.Key_Tab)
    assert table.selected == (1, 1)
    assert table.hasFocus()
    QTest.keyClick(table, Key.Key_Tab)
    assert table.selected == (1, 1)


@pytest.mark.parametrize("shape", [(4, 2), (2, 9), (16, 1), (1, 1)])
def test_another_matrix_may_come_while_a_number_is_typed(make_bench, shape):
    bench = make_bench(matrix(8, 3))
    table = bench.editor.table
    table.select((7, 2))
    QTest.keyClicks(table, "5")
    assert line_of(table) is not None
    table.bind(replace(matrix(*shape), key="B"))
    QApplication.processEvents()
    assert line_of(table) is None
    model = table.model()
    assert (model.rowCount(), model.columnCount()) == shape
    for orientation, count in zip(
        (Qt.Orientation.Vertical, Qt.Orientation.Horizontal), shape, strict=True
    ):
        assert model.headerData(count - 1, orientation) is not None
        assert model.headerData(count, orientation) is None
