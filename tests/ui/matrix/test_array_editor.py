"""Edits of blocks by mouse and keys on the real editor: each is one undo step, and exact."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from simulator.arrays import read_only
from simulator.network import block_edits
from tests.depth import examples
from tests.ui.matrix.matrices import Bench, matrix
from tests.ui.matrix.mouse import LEFT, drag, move_to
from ui.matrix import matrix as fills
from ui.matrix.array_editor import ArrayEditor
from ui.matrix.draw_form import DrawNumbers
from ui.matrix.matrix import Band, Block, Fill, Reading
from ui.matrix.selection import Selection
from ui.style.theme import DARK, LIGHT

Key, Modifier = Qt.Key, Qt.KeyboardModifier
ALT, SHIFT, CONTROL = (
    Modifier.AltModifier,
    Modifier.ShiftModifier,
    Modifier.ControlModifier,
)


@pytest.fixture
def make_bench(bring_up):
    def make(shown=None, table=False, size=(340, 440)):
        editor = ArrayEditor(LIGHT)
        editor.resize(*size)
        bring_up(editor)
        bench = Bench(editor, shown or matrix())
        editor.show_as_table(table)
        editor.view.setFocus()
        return bench

    return make


def same_bits(a, b):
    return a.dtype == b.dtype and np.asarray(a).tobytes() == np.asarray(b).tobytes()


def others(values, block):
    """Return every number outside a block."""
    outside = np.ones(values.shape, bool)
    outside[block.slices] = False
    return values[outside]


def drawer(bench):
    return bench.editor.findChild(DrawNumbers)


def entries(menu):
    """Return every action of a menu and its submenus, by text without its key."""
    found = {a.text().split("\t")[0]: a for a in menu.actions() if a.text()}
    for inner in menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
        found |= {f"{inner.title()}/{text}": action for text, action in entries(inner).items()}
    return found


# Scrubbing


def test_a_drag_on_the_selected_cell_scrubs_it_as_one_undo_step(make_bench):
    bench = make_bench()
    before = bench.values
    step = bench.editor.step
    assert step == block_edits.step_for(float(np.abs(before).max()))
    bench.editor.heat_map.select((3, 1))
    drag(bench, (3, 1), [(0, -10), (0, -10)])
    assert len(bench.asked) >= 2  # the edits follow the mouse during the drag
    wanted = block_edits.shifted(before[3:4, 1:2], 10 * step)
    assert same_bits(bench.values[3:4, 1:2], wanted)
    assert same_bits(others(bench.values, Block.cell(3, 1)), others(before, Block.cell(3, 1)))
    assert bench.undo_steps == ["drag A[3, 1]"]
    bench.undo()
    assert bench.values is before


def test_downwards_is_less_and_shift_is_finer(make_bench):
    bench = make_bench()
    before, step = bench.values, bench.editor.step
    bench.editor.heat_map.select((2, 0))
    place = drag(bench, (2, 0), [(0, 20)], release=False)
    assert same_bits(bench.values[2:3, :1], block_edits.shifted(before[2:3, :1], -10 * step))
    port = bench.editor.heat_map.viewport()
    move_to(port, place + QPoint(0, 6), SHIFT)
    fine = block_edits.shifted(before[2:3, :1], -10.3 * step)
    assert same_bits(bench.values[2:3, :1], fine)
    QTest.mouseRelease(port, LEFT, SHIFT, place + QPoint(0, 6))
    assert same_bits(bench.values[2:3, :1], fine)


def test_esc_in_the_middle_of_a_drag_restores_and_the_rest_of_it_does_nothing(make_bench):
    bench = make_bench()
    before = bench.values
    bench.history.record(read_only(before * 2), "double")
    bench.undo()
    heat_map = bench.editor.heat_map
    heat_map.select((3, 1))
    place = drag(bench, (3, 1), [(0, -30)], release=False)
    assert bench.values is not before
    QTest.keyClick(heat_map, Key.Key_Escape)
    assert bench.values is before
    assert bench.undo_steps == []
    assert bench.history.redo_label == "double"
    asked = len(bench.asked)
    move_to(heat_map.viewport(), place + QPoint(0, -30))
    QTest.mouseRelease(heat_map.viewport(), LEFT, pos=place + QPoint(0, -30))
    assert len(bench.asked) == asked
    drag(bench, (3, 1), [(0, -30)])
    assert bench.undo_steps == ["drag A[3, 1]"]


def test_a_drag_back_to_where_it_began_leaves_nothing(make_bench):
    bench = make_bench()
    before = bench.values
    bench.editor.heat_map.select((3, 1))
    drag(bench, (3, 1), [(0, -20), (0, 20)])
    assert same_bits(bench.values, before)
    assert bench.undo_steps == []


def test_where_all_numbers_are_seen_a_drag_on_any_of_them_scrubs_it(make_bench):
    bench = make_bench()
    bench.editor.heat_map.select((0, 0))
    drag(bench, (5, 2), [(0, -20)])
    assert bench.undo_steps == ["drag A[5, 2]"]
    assert bench.editor.heat_map.selected == (5, 2)


def test_elsewhere_alt_scrubs_any_cell_and_a_plain_drag_changes_nothing(make_bench):
    bench = make_bench(matrix(60, 30))
    bench.editor.heat_map.select((0, 0))
    drag(bench, (50, 20), [(0, -20)])
    assert bench.asked == []
    assert bench.editor.heat_map.selected == (0, 0)
    drag(bench, (50, 20), [(0, -20)], ALT)
    assert bench.undo_steps == ["drag A[50, 20]"]
    assert bench.editor.heat_map.selected == (50, 20)


def test_a_drag_scrubs_all_that_is_selected(make_bench):
    bench = make_bench()
    before, step = bench.values, bench.editor.step
    block = Block(2, 0, 4, 2)
    bench.editor.select(block)
    drag(bench, (3, 1), [(0, -40)])
    assert same_bits(
        bench.values[block.slices], block_edits.shifted(before[block.slices], 20 * step)
    )
    assert same_bits(others(bench.values, block), others(before, block))
    assert bench.undo_steps == ["drag A[2:4, 0:2]"]


def test_the_card_tells_what_a_drag_has_come_to(make_bench):
    bench = make_bench(matrix(values=np.full((4, 2), 0.25, np.float32)))
    bench.editor.heat_map.select((1, 0))
    place = drag(bench, (1, 0), [(0, -8)], release=False)
    assert bench.editor._card.isVisible()
    assert bench.editor._card.text() == "A[1, 0] = 0.258\nwas 0.25"
    QTest.mouseRelease(bench.editor.heat_map.viewport(), LEFT, pos=place)
    assert bench.values[1, 0] == np.float32(0.258)


def test_a_drag_whose_cell_is_changed_otherwise_is_let_go(make_bench):
    bench = make_bench()
    bench.editor.heat_map.select((3, 1))
    place = drag(bench, (3, 1), [(0, -20)], release=False)
    bench.undo()
    assert bench.editor._complaint.text()
    asked = len(bench.asked)
    port = bench.editor.heat_map.viewport()
    move_to(port, place + QPoint(0, -20))
    QTest.mouseRelease(port, LEFT, pos=place + QPoint(0, -20))
    assert len(bench.asked) == asked
    assert bench.values is bench.first.values


def test_what_would_be_too_large_ends_the_drag_in_words(make_bench):
    bench = make_bench(matrix(values=np.full((2, 2), 3.39e38, np.float32)))
    bench.editor.heat_map.select((0, 0))
    drag(bench, (0, 0), [(0, -60)])
    assert "float32" in bench.editor._complaint.text()
    assert np.isfinite(bench.values).all()


# Selecting


CELLS = st.tuples(st.integers(0, 6), st.integers(0, 6))


@given(CELLS, CELLS)
def test_a_selection_is_the_rectangle_of_its_two_corners(anchor, cell):
    block = Selection(anchor, cell).block
    rows, columns = zip(anchor, cell, strict=True)
    assert block == Block(min(rows), min(columns), max(rows) + 1, max(columns) + 1)
    assert block.covers(anchor)
    assert block.covers(cell)
    assert Selection.of(block).block == block


def test_shift_and_the_arrows_or_the_mouse_select_a_block(make_bench):
    bench = make_bench()
    heat_map = bench.editor.heat_map
    heat_map.select((2, 1))
    QTest.keyClick(heat_map, Key.Key_Down, SHIFT)
    QTest.keyClick(heat_map, Key.Key_Left, SHIFT)
    assert bench.editor.selected_block == Block(2, 0, 4, 2)
    QTest.keyClick(heat_map, Key.Key_Down)
    assert bench.editor.selected_block == Block.cell(4, 0)
    place = heat_map.cell_rect((6, 2)).center()
    QTest.mouseClick(heat_map.viewport(), LEFT, SHIFT, place)
    assert bench.editor.selected_block == Block(4, 0, 7, 3)
    target = heat_map.cell_rect((3, 1)).center() - heat_map.cell_rect((1, 0)).center()
    half = (target.x() // 2, target.y() // 2)
    rest = (target.x() - half[0], target.y() - half[1])
    drag(bench, (1, 0), [half, rest], SHIFT)
    assert bench.editor.selected_block == Block(1, 0, 4, 2)
    QTest.keyClick(heat_map, Key.Key_A, CONTROL)
    assert bench.editor.selected_block == bench.first.whole
    assert bench.asked == []


def test_a_click_on_an_axis_selects_a_row_a_column_or_a_gate(make_bench):
    bench = make_bench()
    heat_map, port = bench.editor.heat_map, bench.editor.heat_map.viewport()
    row = heat_map.cell_rect((5, 0))
    QTest.mouseClick(port, LEFT, pos=QPoint(row.left() - 8, row.center().y()))
    assert bench.editor.selected_block == Block(5, 0, 6, 3)
    QTest.mouseClick(port, LEFT, pos=QPoint(3, row.center().y()))
    assert bench.editor.selected_block == Block(4, 0, 8, 3)
    column = heat_map.cell_rect((0, 2))
    QTest.mouseClick(port, LEFT, pos=QPoint(column.center().x(), 6))
    assert bench.editor.selected_block == Block(0, 2, 8, 3)


def test_the_selection_is_the_same_in_the_table_and_drawn_in_both_themes(make_bench):
    bench = make_bench()
    plain = bench.editor.grab().toImage()
    for theme in (LIGHT, DARK):
        bench.editor.set_theme(theme)
        bench.editor.select(Block(1, 0, 3, 2))
        assert bench.editor.grab().toImage() != plain
    bench.editor.show_as_table(True)
    assert bench.editor.table.selected_block == Block(1, 0, 3, 2)
    bench.editor.show_as_table(False)
    assert bench.editor.heat_map.selected_block == Block(1, 0, 3, 2)


# Keys and the menu, in both views


@pytest.mark.parametrize("table", [False, True])
def test_alt_and_the_arrows_nudge_what_is_selected(make_bench, table):
    bench = make_bench(table=table)
    before, step = bench.values, bench.editor.step
    block = Block(1, 1, 3, 3)
    bench.editor.select(block)
    for key, modifiers, steps in (
        (Key.Key_Up, ALT, 1),
        (Key.Key_Down, ALT, -1),
        (Key.Key_Up, ALT | SHIFT, 10),
        (Key.Key_Down, ALT | SHIFT, -10),
    ):
        QTest.keyClick(bench.editor.view, key, modifiers)
        wanted = block_edits.shifted(before[block.slices], steps * step)
        assert same_bits(bench.values[block.slices], wanted)
        assert same_bits(others(bench.values, block), others(before, block))
        assert bench.undo_steps == ["nudge A[1:3, 1:3]"]
        assert bench.editor.selected_block == block
        bench.undo()


def test_a_key_held_down_is_one_undo_step_and_the_next_press_another(make_bench):
    bench = make_bench(matrix(values=np.full((3, 2), 0.25, np.float32)))
    view = bench.editor.view
    bench.editor.select(Block.cell(1, 1))
    for repeated in (False, True, True, False):
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Up, ALT, "", repeated)
        QApplication.sendEvent(view, event)
    assert bench.values[1, 1] == np.float32(0.258)
    assert bench.undo_steps == ["nudge A[1, 1]"] * 2


@pytest.mark.parametrize("table", [False, True])
def test_delete_copy_and_paste_act_on_the_block(make_bench, table):
    values = (np.random.default_rng(3).standard_normal((8, 3)) * 1e-3).astype(np.float32)
    values[0, 0], values[1, 1] = -0.0, np.float32(1e-42)
    bench = make_bench(matrix(values=values), table)
    bench.editor.select(Block(0, 0, 2, 2))
    QTest.keyClick(bench.editor.view, Key.Key_C, CONTROL)
    bench.editor.select(Block.cell(5, 1))
    QTest.keyClick(bench.editor.view, Key.Key_V, CONTROL)
    assert same_bits(bench.values[5:7, 1:3], values[:2, :2])
    bench.editor.select(Block(0, 0, 3, 3))
    QTest.keyClick(bench.editor.view, Key.Key_Delete)
    assert same_bits(bench.values[:3], np.zeros((3, 3), np.float32))
    assert bench.undo_steps == ["zero A[0:3, 0:3]", "paste into A[5:7, 1:3]"]


BLOCKS = st.tuples(*(st.integers(0, n - 1) for n in (8, 3))).flatmap(
    lambda corner: st.tuples(
        st.just(corner[0]),
        st.just(corner[1]),
        st.integers(corner[0] + 1, 8),
        st.integers(corner[1] + 1, 3),
    )
)


@examples(40)
@given(block=BLOCKS, seed=st.integers(0, 99), number=st.floats(-5, 5, width=32))
def test_every_edit_is_the_numpy_statement_on_its_block_alone(qapp, block, seed, number):
    block, before = Block(*block), matrix(seed=seed).values
    number = np.float32(number)

    def edited(change):
        editor = ArrayEditor(LIGHT)
        bench = Bench(editor, matrix(seed=seed))
        change(editor)
        steps = bench.undo_steps
        assert len(steps) == (not same_bits(bench.values, before))
        editor.deleteLater()
        return bench.values

    wanted = before.copy()
    wanted[block.slices] = 0
    assert same_bits(edited(lambda e: e.zero(block)), wanted)
    wanted[block.slices] = number
    assert same_bits(edited(lambda e: e.put(block, number)), wanted)
    wanted[block.slices] = before[block.slices]
    own = 0 if block.top < 4 else 4
    if block.bottom <= own + 4:
        target = block.top - own + (4 - own)
        wanted[target : target + block.shape[0], block.left : block.right] = before[block.slices]
        band = Band("f", 4, 8, "f") if own == 0 else Band("i", 0, 4, "i")
        assert same_bits(edited(lambda e: e.copy_to_band(block, band)), wanted)


def type_in_field(bench, text, end):
    edit = bench.editor.field.edit
    edit.selectAll()
    QTest.keyClicks(edit, text)
    if end is not None:
        QTest.keyClick(edit, end)


@pytest.mark.parametrize("table", [False, True])
def test_fill_and_scale_are_typed_live_and_kept_or_given_up(make_bench, table):
    bench = make_bench(table=table)
    before, block = bench.values, Block(1, 0, 4, 2)
    for entry, wanted, label in (
        ("Fill…", np.full((3, 2), np.float32(-2.5)), "fill A[1:4, 0:2]"),
        ("Scale…", before[block.slices] * np.float32(-2.5), "scale A[1:4, 0:2]"),
    ):
        bench.editor.select(block)
        for end, steps in ((Key.Key_Escape, []), (Key.Key_Return, [label])):
            menu = bench.editor.menu_for(block)
            entries(menu)[entry].trigger()
            menu.close()
            assert bench.editor.field.isVisible()
            assert bench.editor.stack.rect().contains(bench.editor.field.geometry())
            type_in_field(bench, "-2.5", None)
            assert same_bits(bench.values[block.slices], wanted)
            assert same_bits(others(bench.values, block), others(before, block))
            QTest.keyClick(bench.editor.field.edit, end)
            assert bench.undo_steps == steps
            assert not bench.editor.view.hasFocus()  # the keys step again
        bench.undo()
        assert bench.values is before


def test_a_factor_that_is_too_large_is_refused_and_not_kept(make_bench):
    bench = make_bench(matrix(values=np.full((2, 2), 2e30, np.float32)))
    bench.editor.open_scale(Block(0, 0, 2, 2))
    type_in_field(bench, "1e10", Key.Key_Return)
    assert bench.editor.field.isVisible()
    assert "float32" in bench.editor.field._reason.text()
    QTest.keyClick(bench.editor.field.edit, Key.Key_Escape)
    assert bench.values is bench.first.values


def test_random_numbers_are_seen_while_the_form_is_open(make_bench):
    bench = make_bench()
    before, block = bench.values, Block(0, 1, 4, 3)
    bench.editor.select(block)
    menu = bench.editor.menu_for(block)
    entries(menu)["Randomise…"].trigger()
    menu.close()
    form = drawer(bench)
    limit = float(np.abs(before).max())
    assert same_bits(
        bench.values[block.slices], block_edits.uniform(before[block.slices], 0, limit)
    )
    form.seed.setValue(7)
    assert same_bits(
        bench.values[block.slices], block_edits.uniform(before[block.slices], 7, limit)
    )
    QTest.mouseClick(form._another, LEFT)
    form.fill.setCurrentIndex(1)
    form.size_edit.setText("0.5")
    wanted = block_edits.normal(before[block.slices], 8, 0.5)
    assert same_bits(bench.values[block.slices], wanted)
    assert same_bits(others(bench.values, block), others(before, block))
    form.size_edit.setText("-1")
    assert "negative" in form._message.text()
    form.size_edit.setText("0.5")
    form.accept()
    assert same_bits(bench.values[block.slices], wanted)
    assert bench.undo_steps == ["randomise A[0:4, 1:3]"]


def test_a_form_that_is_given_up_leaves_nothing(make_bench):
    bench = make_bench()
    bench.editor.open_draws(Block(0, 0, 2, 2), fills.RANDOM, 0, "randomise {name}")
    assert bench.values is not bench.first.values
    drawer(bench).reject()
    assert bench.values is bench.first.values
    assert bench.undo_steps == []


@pytest.mark.parametrize("table", [False, True])
def test_a_gates_block_is_copied_to_another_gate(make_bench, table):
    bench = make_bench(table=table)
    before = bench.values
    menu = bench.editor.menu_for(Block(1, 0, 3, 2))
    assert [k for k in entries(menu) if k.startswith("Copy to gate/")] == ["Copy to gate/f"]
    entries(menu)["Copy to gate/f"].trigger()
    menu.close()
    assert same_bits(bench.values[5:7, :2], before[1:3, :2])
    assert same_bits(others(bench.values, Block(5, 0, 7, 2)), others(before, Block(5, 0, 7, 2)))
    assert bench.undo_steps == ["copy A[1:3, 0:2] to f"]
    across = bench.editor.menu_for(Block(3, 0, 5, 1))
    assert not [k for k in entries(across) if k.startswith("Copy to gate")]
    across.close()


def test_the_menu_nudges_and_says_by_how_much(make_bench):
    bench = make_bench(matrix(values=np.full((2, 2), 0.25, np.float32)))
    menu = bench.editor.menu_for(Block(0, 0, 2, 2))
    entries(menu)["Raise by 0.002"].trigger()
    menu.close()
    assert same_bits(bench.values, np.full((2, 2), 0.252, np.float32))


# The whole matrix


def with_fills():
    shown = matrix()
    fills = (
        Fill("Ones & more", lambda block, seed, size: np.ones_like(block), seeded=False),
        Fill("By seed", block_edits.normal, sized=True),
    )
    object.__setattr__(shown, "fills", fills)
    return shown


def test_the_menu_of_the_matrix_fills_all_of_it_and_selects(make_bench):
    bench = make_bench(with_fills())
    menu = QMenu()
    bench.editor.fill_matrix_menu(menu)
    entries(menu)["Ones && more"].trigger()
    assert same_bits(bench.values, np.ones((8, 3), np.float32))
    assert bench.undo_steps == ["A: Ones & more"]
    bench.undo()
    bench.editor.fill_matrix_menu(menu)
    entries(menu)["By seed…"].trigger()
    drawer(bench).seed.setValue(5)
    drawer(bench).accept()
    limit = float(np.abs(bench.first.values).max())
    assert same_bits(bench.values, block_edits.normal(bench.first.values, 5, limit))
    assert bench.undo_steps == ["initialise A"]
    bench.editor.fill_matrix_menu(menu)
    entries(menu)["Select/A f"].trigger()
    assert bench.editor.selected_block == Block(4, 0, 8, 3)
    bench.editor.fill_matrix_menu(menu)
    entries(menu)["Selected: A f/Set to 0"].trigger()
    assert not bench.values[4:].any()
    assert bench.undo_steps[0] == "zero A f"


# The histogram


@given(st.integers(0, 99), st.sampled_from([np.float32, np.float64]))
def test_the_histogram_counts_every_finite_value_where_its_colour_is(seed, dtype):
    values = np.random.default_rng(seed).standard_normal((20, 7)).astype(dtype)
    values[0, :3] = np.nan, np.inf, -np.inf
    shown = matrix(values=values)
    finite = values[np.isfinite(values)].astype(np.float64)
    edges = np.linspace(-shown.limit, shown.limit, len(shown.counts) + 1)
    assert shown.counts.sum() == finite.size
    assert shown.counts.tolist() == np.histogram(finite, edges)[0].tolist()


def test_a_histogram_of_zeros_stands_in_the_middle(make_bench):
    shown = matrix(values=np.zeros((4, 2), np.float32))
    assert shown.counts.nonzero()[0].tolist() == [len(shown.counts) // 2]
    bench = make_bench(shown)
    assert "exactly 0: 8" in bench.editor._bar.statistics()
    bench.editor.grab()


def test_a_wider_matrix_under_a_still_mouse_waits_for_the_factors_of_its_columns(make_bench):
    narrow, wide = matrix(rows=2, columns=1), matrix(rows=2, columns=8)
    bench = make_bench(wide)
    heat_map, card = bench.editor.heat_map, bench.editor._card
    place = heat_map.cell_rect((1, 7)).center()
    bench.editor.bind(narrow)
    bench.editor.show_reading(Reading(np.ones(1)))
    QTest.mouseMove(heat_map.viewport(), place)
    assert "×" in card.text()
    bench.editor.bind(wide)
    assert "×" not in card.text()
    bench.editor.show_reading(Reading(np.full(8, 7.0)))
    assert "× 7" in card.text()
