"""Choice of columns by mouse and keys: the sequence has the chosen ones, in their order."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle, QStyleOptionButton

from simulator.files.sequences.column_choice import ColumnChoice
from simulator.files.sequences.column_survey import look
from tests.ui.double_click import double_click
from tests.ui.windows import open_in
from tests.ui.worker.inline_worker import InlineWorker
from ui.dialogs.sequence_choice import SequenceChoice
from ui.documents.opener import Opener
from ui.documents.opening import OpenedNumbers
from ui.session.messages import Messages
from ui.style.theme import LIGHT

Key = Qt.Key
TABLE = "day,a,b,remark,c\nMon,1,4,ok,7\nTue,2,5,,8\nWed,3,6,ok,9\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    return str(path)


@pytest.fixture
def ask(bring_up):
    """Show a dialog on a file."""

    def make(path, input_size):
        numbers = OpenedNumbers((str(path),), look([path]), input_size)
        return bring_up(SequenceChoice(numbers, LIGHT))

    return make


def texts(dialog, section):
    model = dialog.model
    return [model.index(row, section).data() for row in range(model.rowCount())]


def click_box(dialog, place):
    """Press the box of a column where it is drawn."""
    rect = dialog.list.visualRect(dialog.model.index(place, 0))
    option = QStyleOptionButton()
    width = dialog.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, option)
    at = QPoint(rect.left() + 4 + width // 2, rect.center().y())
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_it_begins_with_what_can_be_read_and_tells_the_rest(table, ask):
    dialog = ask(table, 2)
    assert texts(dialog, 0) == ["labels", "x[0]", "x[1]", "", "not read"]
    assert texts(dialog, 1) == ["day", "a", "b", "remark", "c"]
    assert texts(dialog, 2)[1] == "1, 2, 3"
    assert texts(dialog, 3) == ["no numbers", "1 … 3", "4 … 6", "no numbers", "7 … 9"]
    assert dialog.pick() == ColumnChoice((1, 2), 0)
    dialog.list.selectRow(3)
    problem = dialog._numbers.overview.columns[3].problem
    assert problem
    assert dialog.message.text() == problem
    assert dialog.accept_button.isEnabled()


def test_columns_are_chosen_by_keys(table, ask):
    dialog = ask(table, 2)
    view = dialog.list
    assert view.hasFocus()
    QTest.keyClick(view, Key.Key_Space)  # the first column that is read
    assert texts(dialog, 0) == ["labels", "not read", "x[0]", "", "not read"]
    assert not dialog.accept_button.isEnabled()
    assert "choose 1 more" in dialog.message.text()
    for _ in range(3):
        QTest.keyClick(view, Key.Key_Down)
    QTest.keyClick(view, Key.Key_Space)
    assert dialog.pick() == ColumnChoice((2, 4), 0)
    QTest.keyClick(view, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert dialog.pick() == ColumnChoice((4, 2), 0)
    QTest.keyClick(view, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert dialog.pick() == ColumnChoice((4, 2), 0)
    QTest.keyClick(view, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert dialog.pick() == ColumnChoice((2, 4), 0)
    QTest.keyClick(view, Key.Key_Up)
    QTest.keyClick(view, Key.Key_Space)  # no numbers: nothing happens
    assert dialog.pick() == ColumnChoice((2, 4), 0)
    QTest.keyClick(view, Key.Key_Return)
    assert dialog.result() == dialog.DialogCode.Accepted


def test_columns_are_chosen_by_mouse(table, ask):
    dialog = ask(table, 2)
    click_box(dialog, 1)
    assert dialog.pick() == ColumnChoice((2,), 0)
    click_box(dialog, 4)
    assert dialog.pick() == ColumnChoice((2, 4), 0)
    click_box(dialog, 1)  # as many are chosen as the model reads: replaces the last
    assert dialog.pick() == ColumnChoice((2, 1), 0)
    QTest.mouseClick(dialog.earlier, Qt.MouseButton.LeftButton)
    assert dialog.pick() == ColumnChoice((1, 2), 0)
    QTest.mouseClick(dialog.later, Qt.MouseButton.LeftButton)
    assert dialog.pick() == ColumnChoice((2, 1), 0)
    at = dialog.list.visualRect(dialog.model.index(4, 1)).center()
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    double_click(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert dialog.pick() == ColumnChoice((2, 4), 0)
    click_box(dialog, 3)
    assert dialog.pick() == ColumnChoice((2, 4), 0)


def test_one_column_of_a_model_that_reads_one_is_replaced(table, ask):
    dialog = ask(table, 1)
    for place in (2, 4, 1):
        click_box(dialog, place)
        assert dialog.pick() == ColumnChoice((place,), 0)


def test_any_column_may_name_the_timesteps(table, ask):
    dialog = ask(table, 2)
    for place, read_as in ((4, "labels"), (1, "x[0]")):
        dialog.labels.setCurrentIndex(dialog.labels.findData(place))
        assert dialog.pick() == ColumnChoice((1, 2), place)
        assert texts(dialog, 0)[place] == read_as
    dialog.labels.setCurrentIndex(0)
    assert dialog.pick() == ColumnChoice((1, 2), None)


def test_too_few_columns_of_numbers_are_told(tmp_path, ask):
    path = tmp_path / "words.csv"
    path.write_text("a,b,c\n1,x,?\n2,y,3\n")
    dialog = ask(path, 2)
    assert "numeric columns: 1" in dialog.message.text()
    dialog.list.selectRow(2)
    assert "row 2, column 3 (c) is ?" in dialog.message.text()
    assert not dialog.accept_button.isEnabled()


def test_an_array_is_asked_about_by_numbers(tmp_path, ask):
    np.save(tmp_path / "a.npy", np.arange(30.0).reshape(3, 2, 5))
    dialog = ask(tmp_path / "a.npy", 3)
    assert dialog.list.isColumnHidden(1)
    assert dialog.pick() == ColumnChoice((0, 1, 2), None, batch_first=False)
    assert not dialog.labels.isVisible()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_chosen_is_read_to_the_bit_and_names_the_timesteps(
    table, make_workbench, qtbot, dtype
):
    bench, worker, asked = make_workbench(input_size=2, dtype=dtype), InlineWorker(), []

    def choose(question):
        asked.append(question)
        return ColumnChoice((4, 1), 0)

    opener = Opener(bench, worker, Messages(), choose, lambda question: False)
    opener.open([table])
    qtbot.waitUntil(lambda: not opener.busy)
    document = bench.snapshot().document
    wanted = np.array([[7, 1], [8, 2], [9, 3]], dtype)
    assert document.experiment.input_as_given().tobytes() == wanted.tobytes()
    assert document.feature_names == ("c", "a")
    assert document.timestep_labels == ("Mon", "Tue", "Wed")
    assert len(asked) == 1
    worker.close()


def test_to_choose_nothing_leaves_all_as_it_is(table, make_workbench, qtbot):
    bench, worker, failures = make_workbench(input_size=2), InlineWorker(), []
    before = bench.snapshot().document
    messages = Messages()
    messages.complained.connect(failures.append)
    opener = Opener(bench, worker, messages, lambda question: None, lambda question: False)
    opener.open([table])
    qtbot.waitUntil(lambda: not opener.busy)
    assert bench.snapshot().document is before
    assert failures == []
    worker.close()


def test_a_file_that_can_not_fit_says_what_does(table, make_workbench, qtbot):
    bench, worker, failures = make_workbench(input_size=7), InlineWorker(), []
    messages = Messages()
    messages.complained.connect(failures.append)
    opener = Opener(bench, worker, messages, lambda question: None, lambda question: False)
    for text in ("a,b\n1,2\n", TABLE):
        with open(table, "w") as file:
            file.write(text)
        opener.open([table])
        qtbot.waitUntil(lambda: not opener.busy)
    assert "has 2 columns (a, b), but the model's input_size is 7. Add 5" in failures[0]
    assert "row 2, column 1 (day) is Mon" in failures[1]
    worker.close()


def test_years_beside_the_sunspots_name_them(make_window, qtbot):
    from simulator.examples.example import RESOURCES

    window = make_window(input_size=1)
    open_in(window, qtbot, RESOURCES / "sunspots.csv")
    document = window._workbench.snapshot().document
    assert document.timestep_labels[:2] == ("1700", "1701")
    assert document.feature_names == ("sunspots/100",)


@pytest.mark.parametrize("batch_first", [False, True])
def test_the_axes_are_written_out_and_chosen(tmp_path, make_workbench, qtbot, batch_first):
    values = np.random.default_rng(0).random((4, 3, 2)).astype(np.float32)
    np.save(tmp_path / "a.npy", values)
    bench, worker = make_workbench(input_size=2, batch_first=batch_first), InlineWorker()
    dialogs = []

    def choose(question):
        dialog = SequenceChoice(question, LIGHT)
        qtbot.addWidget(dialog)
        dialog.show()
        dialogs.append(dialog.axes.currentText())
        dialog.axes.setFocus()
        if len(dialogs) > 1:  # the other order of the axes
            QTest.keyClick(dialog.axes, Key.Key_Up if batch_first else Key.Key_Down)
        assert dialog.axes.isVisible()
        assert not dialog.labels.isVisible()
        return dialog.pick()

    opener = Opener(bench, worker, Messages(), choose, lambda question: False)
    for wanted in (values, values.swapaxes(0, 1)):
        opener.open([str(tmp_path / "a.npy")])
        qtbot.waitUntil(lambda: not opener.busy)
        given = bench.snapshot().experiment.input_as_given()
        np.testing.assert_array_equal(given, wanted)
    told = "(T, B, I) = (4, 3, 2): 4 timesteps of 3 rows, 2 features"
    if batch_first:
        told = "(B, T, I) = (4, 3, 2): 4 rows of 3 timesteps, 2 features"
    assert dialogs == [told, told]
    worker.close()


def test_where_nobody_can_be_asked_what_is_proposed_is_read(make_window, qtbot, table, tmp_path):
    np.savez(tmp_path / "a.npz", one=np.ones((4, 2)), two=np.zeros((3, 2)))
    window = make_window(input_size=2)
    window.ask_nobody()
    for path, steps in ((table, 3), (str(tmp_path / "a.npz"), 4)):
        open_in(window, qtbot, path)
        assert window._workbench.snapshot().experiment.sequence.shape == (steps, 1, 2)


def test_names_from_a_file_are_no_markup(tmp_path, ask):
    path = tmp_path / "named.csv"
    path.write_text("<img src=x>,b\u202e,c\n1,2,3\n")
    dialog = ask(path, 1)
    assert texts(dialog, 1) == ["<img src=x>", "b\ufffd", "c"]
    tips = [dialog.model.index(row, 1).data(Qt.ItemDataRole.ToolTipRole) for row in range(3)]
    assert tips == ["‹img src=x>", "b\ufffd", "c"]
    assert dialog.message.textFormat() == Qt.TextFormat.PlainText
    assert dialog.normalise.formulas.textFormat() == Qt.TextFormat.PlainText
