"""Heat map: its colours, the cell under the mouse, the keys, and the number field."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QKeyCombination, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.arrays import read_only, replaced
from tests.ui.double_click import double_click
from tests.ui.matrix.matrices import Bench, matrix
from ui.matrix.array_editor import ArrayEditor
from ui.matrix.axes import printable
from ui.matrix.cells import colours
from ui.matrix.cells import overlay as heat_map_cells
from ui.matrix.cells.overlay import Mark
from ui.matrix.colour_bar import ColourBar
from ui.matrix.heat_map import HeatMap
from ui.matrix.matrix import UNREAD, Block, Reading
from ui.style import number_format
from ui.style.colours import Scale, map_of
from ui.style.theme import DARK, LIGHT

Key = Qt.Key
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def make_map(qtbot):
    def make(shown, size=(340, 420), theme=LIGHT):
        heat_map = HeatMap(theme)
        qtbot.addWidget(heat_map)
        heat_map.resize(*size)
        heat_map.show()
        heat_map.bind(shown)
        QApplication.processEvents()
        return heat_map

    return make


@pytest.fixture
def make_editor(bring_up):
    def make(shown, size=(340, 440)):
        editor = ArrayEditor(LIGHT)
        editor.resize(*size)
        bring_up(editor)
        return Bench(editor, shown)

    return make


def painted_of(heat_map):
    """Return the colours of the cells as painted, (rows, columns, 4): red, green, blue, alpha."""
    image = heat_map._colours.image
    return np.array(
        [
            [image.pixelColor(x, y).getRgb() for x in range(image.width())]
            for y in range(image.height())
        ]
    )


def made_image(made):
    """Return an image that notes its width and height when it is made."""

    class Image(QImage):
        def __init__(self, *of):
            super().__init__(*of)
            made.append((self.width(), self.height()))

    return Image


def click(heat_map, cell, double=False, button=Qt.MouseButton.LeftButton):
    place = heat_map.cell_rect(cell).center()
    QTest.mouseClick(heat_map.viewport(), button, pos=place)
    if double:
        double_click(heat_map.viewport(), button, pos=place)
        QTest.mouseRelease(heat_map.viewport(), button, pos=place)


def inside(heat_map, cell):
    """Return the pixels that belong to one cell alone."""
    return heat_map.cell_rect(cell).adjusted(1, 1, -1, -1)


def type_over(bench, text):
    edit = bench.editor.field.edit
    edit.selectAll()
    QTest.keyClicks(edit, text)


def texts_drawn(monkeypatch):
    """Collect every number that is painted into a cell from now on."""
    drawn = []
    draw = heat_map_cells.draw_fitted

    def listen(painter, rect, text, metrics):
        drawn.append(text)
        draw(painter, rect, text, metrics)

    monkeypatch.setattr(heat_map_cells, "draw_fitted", listen)
    return drawn


def test_every_cell_is_found_again_under_its_own_rectangle(make_map):
    shown = matrix(8, 3)
    heat_map = make_map(shown)
    for cell in np.ndindex(shown.shape):
        assert heat_map.cell_at(QPointF(heat_map.cell_rect(cell).center())) == cell
    assert heat_map.cell_at(QPointF(1, 1)) is None


def test_every_cell_is_found_under_its_own_rectangle_also_beside_a_tall_row(make_map):
    shown = matrix(8, 3)
    heat_map = make_map(shown)
    low = heat_map.cell_rect((0, 0)).height()
    heat_map.show_reading(Reading(row=3, products=("= 1", "= 2", "= 3")), line=False)
    for cell in np.ndindex(shown.shape):
        rect = heat_map.cell_rect(cell)
        assert heat_map.cell_at(QPointF(rect.center())) == cell
        assert heat_map.cell_at(QPointF(rect.center().x(), rect.bottom() - 2)) == cell
        assert (rect.height() > low) == (cell[0] == 3)
    heat_map.show_reading(UNREAD, line=False)
    assert heat_map.cell_rect((3, 0)).height() == pytest.approx(low, abs=1)


def test_the_tall_row_has_the_colours_of_its_values_from_edge_to_edge(make_map):
    values = np.array([[-2.0, 2.0], [0.0, -2.0], [2.0, 0.0], [-2.0, -2.0]])
    heat_map = make_map(matrix(values=values), size=(300, 300))
    heat_map.show_reading(Reading(row=1, products=("", "")), line=False)
    picture = heat_map.grab().toImage()
    for cell, value in np.ndenumerate(values):
        rect = heat_map.cell_rect(cell).adjusted(6, 6, -6, -6)
        wanted = map_of(LIGHT, None).at(0.5 + value / 4)
        for corner in (rect.topLeft(), rect.bottomLeft()):
            seen = picture.pixelColor(corner)
            assert np.allclose(seen.getRgb(), wanted.getRgb(), atol=3), cell


def test_a_cell_has_the_colour_of_its_value_on_a_range_centred_on_zero(make_map):
    values = np.array([[-2.0, -1.0, 0.0, 1.0, 2.0]])
    heat_map = make_map(matrix(values=values), size=(400, 120))
    picture = heat_map.grab().toImage()
    for column, value in enumerate(values[0]):
        rect = heat_map.cell_rect((0, column))
        seen = picture.pixelColor(rect.left() + 6, rect.top() + 6)
        wanted = map_of(LIGHT, None).at(0.5 + value / 4)
        for a, b in zip(seen.getRgb()[:3], wanted.getRgb()[:3], strict=True):
            assert abs(a - b) <= 3


def test_the_colour_bar_runs_from_the_lower_limit_to_the_upper_one(qtbot):
    bar = ColourBar(LIGHT)
    qtbot.addWidget(bar)
    bar.resize(300, bar.sizeHint().height())
    bar.bind(matrix(values=np.array([[-0.5, 0.25]])))
    image = bar.grab().toImage()
    y = bar.height() - bar.fontMetrics().height() - 6
    for x, place in ((0, 0.0), (75, 0.25), (150, 0.5), (225, 0.75), (299, 1.0)):
        seen, wanted = image.pixelColor(x, y), map_of(LIGHT, None).at(place)
        assert np.allclose(seen.getRgb(), wanted.getRgb(), atol=4)


def test_the_cells_hold_the_numbers_of_the_matrix_when_there_is_room(make_map, monkeypatch):
    drawn = texts_drawn(monkeypatch)
    shown = matrix(8, 3)
    make_map(shown).grab()
    assert set(drawn) == {number_format.short(value) for value in shown.values.ravel()}
    drawn.clear()
    make_map(matrix(400, 200)).grab()
    assert drawn == []


@pytest.mark.parametrize(("width", "decimals"), [(800, 5), (110, 2)])
def test_cells_write_as_many_of_the_chosen_decimals_as_they_have_room_for(
    make_map, monkeypatch, width, decimals
):
    drawn = texts_drawn(monkeypatch)
    values = np.array([[0.123456, -0.654321], [0.25, 0.5]])
    heat_map = make_map(matrix(values=values))
    heat_map.resize(width, 240)
    number_format.set_decimals(5)
    heat_map.set_theme(LIGHT)
    drawn.clear()
    heat_map.grab()
    minus = number_format.MINUS
    assert set(drawn) == {f"{value:.{decimals}f}".replace("-", minus) for value in values.ravel()}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("numbers", "decimals"),
    [([0.5, -2], 1), ([0.5, -0.25], 2), ([0.5, np.inf], 1), ([0.5, "largest"], 1)],
    ids=str,
)
def test_numbers_have_one_decimal_where_none_has_more(dtype, numbers, decimals):
    row = [np.finfo(dtype).max if number == "largest" else number for number in numbers]
    assert matrix(values=np.array([row], dtype)).decimals == decimals


def test_zooming_in_brings_the_numbers_and_fit_shows_the_whole_again(make_map, monkeypatch, qtbot):
    shown = matrix(64, 64)
    heat_map = make_map(shown)
    drawn = texts_drawn(monkeypatch)
    with qtbot.waitSignal(heat_map.zoomed, check_params_cb=bool):
        heat_map.view.setRange(xRange=(8, 12), yRange=(20, 30), padding=0)
    heat_map.grab()
    assert set(drawn) == {number_format.short(value) for value in shown.values[20:30, 8:12].ravel()}
    with qtbot.waitSignal(heat_map.zoomed, check_params_cb=lambda zoomed: not zoomed):
        heat_map.fit()
    assert heat_map.cell_at(QPointF(heat_map.cell_rect((63, 63)).center())) is not None


def test_a_matrix_of_another_shape_is_seen_whole_and_painted_once(make_map, monkeypatch):
    heat_map, seen, made = make_map(matrix(64, 64)), [], []
    heat_map.view.setRange(xRange=(8, 12), yRange=(20, 30), padding=0)
    heat_map.zoomed.connect(seen.append)
    monkeypatch.setattr(colours, "QImage", made_image(made))
    shown = matrix(6, 9)
    heat_map.bind(shown)
    assert seen == [False]
    heat_map.resize(500, 300)
    QApplication.processEvents()
    assert made == [shown.shape[::-1]]
    painted = painted_of(heat_map)
    scale = Scale(map_of(LIGHT, None), (-shown.limit, shown.limit))
    wanted = [[scale.colour(float(v)).getRgb() for v in row] for row in shown.values]
    np.testing.assert_allclose(painted, wanted, atol=3)


def test_the_wheel_zooms_a_drag_moves_and_a_double_click_on_an_axis_fits(make_map):
    heat_map = make_map(matrix(64, 64))
    view, port = heat_map.view, heat_map.viewport()
    clicked = []
    heat_map.cell_clicked.connect(clicked.append)
    centre = heat_map.cell_rect((32, 32)).center()
    place = QPointF(centre)
    wheel = QWheelEvent(
        place,
        port.mapToGlobal(place),
        QPoint(),
        QPoint(0, 600),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(port, wheel)
    (left, right), (top, bottom) = view.viewRange()
    assert right - left < 60
    assert left < 32 < right
    assert top < 32 < bottom
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=centre)
    for step in range(1, 6):
        QTest.mouseMove(port, centre + QPoint(12 * step, 0))
        QApplication.processEvents()
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=centre + QPoint(60, 0))
    moved = view.viewRange()[0]
    assert moved[0] < left
    assert moved[1] - moved[0] == pytest.approx(right - left)
    assert clicked == []
    axis = QPoint(centre.x(), 4)
    double_click(port, Qt.MouseButton.LeftButton, pos=axis)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=axis)
    assert view.viewRange() == [[0, 64], [0, 64]]


def test_of_many_cells_in_a_pixel_the_largest_is_seen(make_map):
    values = np.full((2048, 512), 0.01, np.float32)
    values[777, 333] = -5
    heat_map = make_map(matrix(values=values))
    image = painted_of(heat_map)
    assert image.shape[0] <= heat_map.height()
    assert image.shape[1] <= heat_map.width()
    colours, counts = np.unique(image.reshape(-1, 4), axis=0, return_counts=True)
    first = [*QColor(LIGHT.signed_stops[0]).getRgb()]
    assert sorted(counts.tolist()) == [1, image.shape[0] * image.shape[1] - 1]
    assert colours[counts.argmin()].tolist() == first


def test_numbers_that_are_not_finite_do_not_disturb_the_range(make_map):
    values = np.array([[np.nan, np.inf], [-np.inf, -3.0]])
    shown = matrix(values=values)
    assert shown.limit == 3
    heat_map = make_map(shown)
    heat_map.grab()
    nowhere = [*QColor(LIGHT.no_place).getRgb()]
    lowest = [*QColor(LIGHT.signed_stops[0]).getRgb()]
    assert painted_of(heat_map).reshape(-1, 4).tolist() == [*[nowhere] * 3, lowest]


def test_no_value_and_one_value_and_a_column_are_shown(make_map):
    for rows, columns in ((1, 1), (4, 1), (1, 9), (3000, 2)):
        make_map(matrix(rows, columns)).grab()
    make_map(matrix(values=np.zeros((4, 2)))).grab()


def test_keys_move_the_selected_cell_and_stop_at_the_edges(make_map):
    heat_map = make_map(matrix(8, 3))
    heat_map.setFocus()
    for key, cell in (
        (Key.Key_Down, (1, 0)),
        (CONTROL | Key.Key_Right, (1, 1)),
        (CONTROL | Key.Key_End, (1, 2)),
        (CONTROL | Key.Key_Right, (1, 2)),
        (CONTROL | Key.Key_Home, (1, 0)),
        (Key.Key_Up, (0, 0)),
        (Key.Key_Up, (0, 0)),
        (CONTROL | Key.Key_PageDown, (7, 0)),
        (Key.Key_Tab, (7, 1)),
        (Key.Key_Tab, (7, 2)),
        (SHIFT | Key.Key_Tab, (7, 1)),
    ):
        stroke = QKeyCombination(key) if isinstance(key, Key) else key
        QTest.keyClick(heat_map, stroke.key(), stroke.keyboardModifiers())
        assert heat_map.selected == cell
    assert heat_map.accessibleDescription() == heat_map._matrix.describe(7, 1)


@pytest.mark.parametrize(
    "key",
    [
        Key.Key_Left,
        Key.Key_Right,
        Key.Key_Home,
        Key.Key_End,
        Key.Key_PageUp,
        Key.Key_PageDown,
        Key.Key_Space,
        Key.Key_Comma,
        Key.Key_Period,
    ],
)
def test_a_clicked_cell_leaves_the_steps_their_keys(make_map, key):
    heat_map = make_map(matrix(8, 3))
    click(heat_map, (4, 1))
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, NONE)
    QApplication.sendEvent(heat_map, event)
    assert not event.isAccepted()
    QTest.keyClick(heat_map, key)
    assert heat_map.selected == (4, 1)


def test_the_keys_that_move_and_edit_are_kept_from_the_shortcuts(make_map):
    heat_map = make_map(matrix(8, 3))
    click(heat_map, (4, 1))
    for key in (Key.Key_Up, Key.Key_Down, Key.Key_F2, Key.Key_7):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, NONE, chr(key) if key < 128 else "")
        QApplication.sendEvent(heat_map, event)
        assert event.isAccepted(), key


def test_esc_gives_the_keys_back_and_keeps_the_selection(make_editor):
    bench = make_editor(matrix())
    heat_map = bench.editor.heat_map
    click(heat_map, (4, 2))
    QTest.keyClick(heat_map, Key.Key_Escape)
    assert not heat_map.hasFocus()
    assert heat_map.selected == (4, 2)


def test_the_selected_cell_is_brought_into_sight(make_map):
    heat_map = make_map(matrix(100, 100))
    heat_map.view.setRange(xRange=(0, 5), yRange=(0, 5), padding=0)
    heat_map.select((60, 70))
    rect = heat_map.cell_rect((60, 70))
    assert rect.isValid()
    assert heat_map.cell_at(QPointF(rect.center())) == (60, 70)


def test_the_mouse_tells_the_cell_and_leaving_tells_none(make_map, qtbot):
    heat_map = make_map(matrix(8, 3))
    seen = []
    heat_map.cell_hovered.connect(seen.append)
    QTest.mouseMove(heat_map.viewport(), heat_map.cell_rect((2, 1)).center())
    qtbot.waitUntil(lambda: seen[-1:] == [(2, 1)])
    QApplication.sendEvent(heat_map, QEvent(QEvent.Type.Leave))
    assert seen[-1] is None


def test_clicks_select_and_open(make_map, qtbot):
    heat_map = make_map(matrix(8, 3))
    with qtbot.waitSignal(heat_map.cell_clicked) as clicked:
        click(heat_map, (5, 2))
    assert clicked.args == [(5, 2)]
    assert heat_map.selected == (5, 2)
    with qtbot.waitSignal(heat_map.cell_opened) as opened:
        click(heat_map, (4, 1), double=True)
    assert opened.args == [(4, 1), ""]


def test_lit_rows_are_outlined_in_their_colour_and_both_themes_draw(make_map):
    shown = matrix(8, 3)
    for theme in (LIGHT, DARK):
        heat_map = make_map(shown, theme=theme)
        before = heat_map.grab().toImage()
        heat_map.set_marks((Mark(Block(4, 0, 8, 3), "f"), Mark(Block(5, 0, 6, 3), "f", True)))
        after = heat_map.grab().toImage()
        rect = heat_map.cell_rect((5, 1))
        edge = rect.center().x(), rect.top()
        assert before.pixelColor(*edge) != after.pixelColor(*edge)
        assert _near(after, *edge, theme.colour("f"))


def test_edited_cells_have_a_mark(make_map):
    shown = matrix(8, 3)
    heat_map = make_map(shown)
    values = shown.values.copy()
    values[3, 1] = shown.values[3, 1] * np.float32(1 + 1e-6)
    edited = matrix(values=values)
    before = heat_map.grab().toImage()
    object.__setattr__(edited, "original", shown.values)
    assert edited.edited_count == 1
    heat_map.bind(edited)
    after = heat_map.grab().toImage()
    changed = {
        cell
        for cell in np.ndindex(shown.shape)
        if before.copy(inside(heat_map, cell)) != after.copy(inside(heat_map, cell))
    }
    assert changed == {(3, 1)}


@pytest.mark.parametrize(("edited", "ringed"), [(100, True), (101, False)])
def test_edited_cells_are_ringed_while_the_rings_leave_the_cells_to_see(make_map, edited, ringed):
    values = matrix(200, 200).values.copy()
    heat_map = make_map(matrix(values=values))
    before = heat_map.grab().toImage()
    shown = matrix(values=values)
    original = values.copy()
    original.ravel()[:: 40_000 // edited][:edited] += 1
    object.__setattr__(shown, "original", original)
    assert shown.edited_count == edited
    heat_map.bind(shown)
    assert (heat_map.grab().toImage() != before) == ringed


def test_names_from_files_lose_what_could_disturb_a_line():
    assert printable("a\u202eb\nc\td") == "abcd"


# The number field over a cell


def test_the_field_shows_every_digit(make_editor):
    bench = make_editor(matrix())
    click(bench.editor.heat_map, (2, 1), double=True)
    field = bench.editor.field
    assert field.isVisible()
    assert field.edit.text() == number_format.exact(bench.values[2, 1])
    assert field.edit.selectedText() == field.edit.text()
    assert field.edit.hasFocus()


def test_every_keystroke_that_is_a_number_takes_effect_and_enter_keeps_one_undo_step(make_editor):
    bench = make_editor(matrix())
    before = bench.values
    click(bench.editor.heat_map, (2, 1), double=True)
    type_over(bench, "-1.25")
    seen = [float(array[2, 1]) for array in bench.asked]
    assert seen == [-1.0, -1.2000000476837158, -1.25]  # "-" is no number, "-1." equals "-1"
    QTest.keyClick(bench.editor.field.edit, Key.Key_Return)
    assert not bench.editor.field.isVisible()
    assert not bench.editor.heat_map.hasFocus()  # the keys step again
    assert bench.undo_steps == ["set A[2, 1]"]
    others = np.ones(before.shape, bool)
    others[2, 1] = False
    assert np.array_equal(bench.values[others], before[others])
    assert bench.values[2, 1] == -1.25


def test_esc_restores_and_leaves_nothing_in_the_history(make_editor):
    bench = make_editor(matrix())
    before = bench.values
    bench.history.record(read_only(before * 2), "double")
    bench.undo()
    click(bench.editor.heat_map, (2, 1), double=True)
    type_over(bench, "7")
    assert bench.values[2, 1] == 7
    QTest.keyClick(bench.editor.field.edit, Key.Key_Escape)
    assert bench.values is before
    assert bench.undo_steps == []
    assert bench.history.redo_label == "double"


def test_what_is_no_number_is_refused_in_words_and_enter_does_not_keep_it(make_editor):
    bench = make_editor(matrix())
    before = bench.values
    click(bench.editor.heat_map, (0, 0), double=True)
    field = bench.editor.field
    for text, reason in (
        ("abc", "“abc” is not a number"),
        ("nan", "“nan” is not a number"),
        ("1e99", "“1e99” is too large for float32"),
        ("1 2", "“1 2” is not a number"),
    ):
        field.edit.setText(text)
        QTest.keyClick(field.edit, Key.Key_Return)
        assert field.isVisible()
        assert field._reason.isVisible()
        assert field._reason.text() == reason
    field.edit.clear()
    assert field._reason.text() == "type a number"
    bench.editor.heat_map.setFocus()
    assert not field.isVisible()
    assert bench.values is before
    assert bench.undo_steps == []


def test_a_click_elsewhere_keeps_a_number_and_gives_up_what_is_none(make_editor):
    bench = make_editor(matrix())
    click(bench.editor.heat_map, (1, 1), double=True)
    type_over(bench, "4")
    click(bench.editor.heat_map, (6, 2))
    assert not bench.editor.field.isVisible()
    assert bench.values[1, 1] == 4
    assert bench.undo_steps == ["set A[1, 1]"]
    click(bench.editor.heat_map, (1, 1), double=True)
    type_over(bench, "5x")
    click(bench.editor.heat_map, (6, 2))
    assert bench.values[1, 1] == 4
    assert bench.undo_steps == ["set A[1, 1]"]


def test_the_field_keeps_its_keys_from_the_cells_below(make_editor):
    bench = make_editor(matrix())
    click(bench.editor.heat_map, (1, 1), double=True)
    for key in (Key.Key_Up, Key.Key_Down, Key.Key_PageDown, Key.Key_F2, Key.Key_Left):
        QTest.keyClick(bench.editor.field.edit, key)
    assert bench.editor.field.isVisible()
    assert bench.editor.heat_map.selected == (1, 1)
    QTest.keyClick(bench.editor.field.edit, Key.Key_Escape)
    assert bench.asked == []


def test_typing_the_same_number_changes_nothing(make_editor):
    bench = make_editor(matrix())
    value = number_format.exact(bench.values[1, 1])
    click(bench.editor.heat_map, (1, 1), double=True)
    bench.editor.field.edit.setText("3")
    bench.editor.field.edit.setText(value)
    QTest.keyClick(bench.editor.field.edit, Key.Key_Return)
    assert bench.values is bench.first.values
    assert bench.undo_steps == []


def test_two_numbers_typed_one_after_the_other_are_two_steps(make_editor):
    bench = make_editor(matrix())
    for text in ("11", "22"):
        QTest.keyClick(bench.editor.heat_map, Key.Key_F2)
        type_over(bench, text)
        QTest.keyClick(bench.editor.field.edit, Key.Key_Return)
    assert bench.undo_steps == ["set A[0, 0]", "set A[0, 0]"]
    bench.undo()
    assert bench.values[0, 0] == 11


def test_a_digit_on_the_selected_cell_begins_to_type_over_it(make_editor):
    bench = make_editor(matrix())
    bench.editor.heat_map.select((3, 2))
    QTest.keyClick(bench.editor.heat_map, Key.Key_8)
    QTest.keyClicks(bench.editor.field.edit, ".5")
    QTest.keyClick(bench.editor.field.edit, Key.Key_Return)
    assert bench.values[3, 2] == 8.5


def test_what_was_typed_stands_when_the_cell_has_changed_meanwhile(make_editor):
    bench = make_editor(matrix())
    click(bench.editor.heat_map, (1, 1), double=True)
    type_over(bench, "4")
    bench.undo()
    assert bench.editor.field.edit.text() == "4"
    assert bench.values is bench.first.values
    QTest.keyClick(bench.editor.field.edit, Key.Key_Return)
    assert bench.values[1, 1] == 4
    assert bench.undo_steps == ["set A[1, 1]"]


def test_who_leaves_the_field_does_not_put_the_number_again(make_editor):
    """It was applied as it was typed; the cell has changed since."""
    bench = make_editor(matrix())
    click(bench.editor.heat_map, (1, 1), double=True)
    type_over(bench, "4")
    trained = read_only(2 * bench.values)
    bench.edit(trained, "step", None)
    click(bench.editor.heat_map, (0, 0))
    assert not bench.editor.field.isVisible()
    assert bench.values is trained


def test_an_untouched_field_shows_the_number_that_its_cell_has_now(make_editor):
    bench = make_editor(matrix())
    click(bench.editor.heat_map, (1, 1), double=True)
    trained = read_only(2 * bench.values)
    bench.edit(trained, "step", None)
    field = bench.editor.field
    assert field.isVisible()
    assert field.edit.number() == trained[1, 1]
    assert number_format.exact(trained[1, 1]) in field._was.text()
    QTest.keyClick(field.edit, Key.Key_Return)
    assert bench.values is trained


def test_a_field_changes_its_cell_and_no_other(make_editor):
    """Another cell was edited elsewhere while the field was open."""
    bench = make_editor(matrix())
    click(bench.editor.heat_map, (1, 1), double=True)
    type_over(bench, "4")
    other = replaced(bench.values, (0, 0), -7.0)
    bench.edit(other, "elsewhere", None)
    type_over(bench, "45")
    QTest.keyClick(bench.editor.field.edit, Key.Key_Return)
    assert np.array_equal(bench.values, replaced(other, (1, 1), 45.0))


def test_a_factor_is_of_the_numbers_that_are_there(make_editor):
    bench = make_editor(matrix())
    bench.editor.open_scale(Block.cell(1, 1))
    trained = read_only(3 * bench.values)
    bench.edit(trained, "step", None)
    type_over(bench, "2")
    QTest.keyClick(bench.editor.field.edit, Key.Key_Return)
    assert np.array_equal(bench.values, replaced(trained, (1, 1), 2 * trained[1, 1]))


def test_a_field_closes_where_its_cell_is_gone(make_editor):
    bench = make_editor(matrix())
    click(bench.editor.heat_map, (1, 1), double=True)
    bench.editor.bind(matrix(3, 2))
    assert not bench.editor.field.isVisible()


def test_the_field_stays_inside_wherever_the_cell_is(make_editor):
    bench = make_editor(matrix(8, 3), size=(300, 300))
    heat_map = bench.editor.heat_map
    for cell in ((0, 0), (0, 2), (7, 0), (7, 2)):
        bench.editor.open_field(cell)
        bench.editor.field.edit.setText("a text that is no number, and rather long")
        assert heat_map.rect().contains(bench.editor.field.geometry())
        QTest.keyClick(bench.editor.field.edit, Key.Key_Escape)


def test_the_card_tells_the_exact_value_and_what_it_was(make_editor, qtbot):
    bench = make_editor(matrix())
    value = number_format.exact(bench.values[2, 1])
    seen = []
    bench.editor.hovered.connect(seen.append)
    QTest.mouseMove(
        bench.editor.heat_map.viewport(), bench.editor.heat_map.cell_rect((2, 1)).center()
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [f"A[2, 1] = {value}   a[2, 1]"]
    assert bench.editor._card.text() == f"A[2, 1] = {value}\na[2, 1]"
    bench.editor.put(Block.cell(2, 1), np.float64(9))
    assert seen[-1] == "A[2, 1] = 9.0   a[2, 1]"
    assert bench.editor._card.text() == f"A[2, 1] = 9.0\na[2, 1]\nwas {value}"


def test_the_mouse_that_stays_tells_what_comes_under_it(make_editor, qtbot):
    bench = make_editor(matrix(64, 64))
    editor, heat_map, seen = bench.editor, bench.editor.heat_map, []
    editor.hovered.connect(seen.append)
    place = heat_map.cell_rect((60, 60)).center()
    QTest.mouseMove(heat_map.viewport(), place)
    qtbot.waitUntil(lambda: bool(seen))
    heat_map.view.setRange(xRange=(8, 12), yRange=(20, 30), padding=0)
    row, column = heat_map.cell_at(QPointF(place))
    assert (row, column) != (60, 60)
    assert seen[-1].startswith(f"A[{row}, {column}] = ")
    assert editor._card.text().startswith(f"A[{row}, {column}] = ")
    editor.bind(replace(matrix(2, 2, seed=1), key="B"))
    row, column = heat_map.cell_at(QPointF(place))
    assert seen[-1] == editor.matrix.describe(row, column)
    editor.show_as_table(True)
    QApplication.sendEvent(heat_map, QEvent(QEvent.Type.Leave))
    editor.table.entered.emit(editor.table.model().index(1, 1))
    editor.bind(replace(matrix(1, 1, seed=2), key="C"))
    assert seen[-1] == ""


def test_fit_is_offered_only_where_a_heat_map_is_zoomed(make_editor):
    bench, seen = make_editor(matrix(64, 64)), []
    bench.editor.zoomed.connect(seen.append)

    def offered():
        menu = bench.editor.menu_for(Block.cell(0, 0))
        texts = [action.text() for action in menu.actions()]
        menu.deleteLater()
        return "Fit" in texts

    bench.editor.heat_map.view.setRange(xRange=(8, 12), yRange=(20, 30), padding=0)
    assert (seen[-1], offered()) == (True, True)
    bench.editor.show_as_table(True)
    assert (seen[-1], offered()) == (False, False)
    bench.editor.put(Block.cell(2, 1), np.float64(9))
    assert not seen[-1]
    bench.editor.show_as_table(False)
    assert (seen[-1], offered()) == (True, True)


def _near(image, x, y, colour):
    """Return True when a colour is within a pixel or two of a place."""
    wanted = QColor(colour).getRgb()[:3]
    return any(
        max(
            abs(a - b) for a, b in zip(image.pixelColor(x, y + d).getRgb()[:3], wanted, strict=True)
        )
        < 40
        for d in (-2, -1, 0, 1, 2)
    )
