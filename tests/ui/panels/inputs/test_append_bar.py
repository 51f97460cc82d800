"""The input is continued in the window: by a button for each word, by a field, by the palette."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from simulator.examples import EXAMPLES
from tests.simulator.train_mode import probe
from ui.commands.palette import CommandPalette
from ui.panels.inputs.append_bar import MOST_BUTTONS
from ui.panels.inputs.input_matrices import INPUT
from ui.panels.inputs.next_input import wording_of
from ui.panels.inputs.panel import InputsPanel
from ui.session.document import Document
from ui.session.workbench import Workbench

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def opened(window_again):
    """Return the file's window with the Inputs panel in front, its bar, and the workbench."""

    def make(bench):
        window = window_again(bench.snapshot().document)
        window._docks.bring_forward("Inputs")
        QApplication.processEvents()  # a person acts once the panel is laid out
        window._panels.of(InputsPanel).show_tab(INPUT)
        return window, window._panels.of(InputsPanel).append, window._workbench

    return make


def taught(name="teaching"):
    return Workbench(Document.of_example(EXAMPLES[name]()))


def labels(bench, since):
    return bench.snapshot().document.timestep_labels[since:]


def test_a_button_for_each_word_continues_the_input(opened):
    window, bar, bench = opened(taught())
    bench.last()
    assert list(bar.buttons) == ["mark", "tap", "clear", "…"]
    assert not bar.field.isVisible()
    for word in ("mark", "tap", "…"):
        QTest.mouseClick(bar.buttons[word], LEFT)
        snapshot = bench.snapshot()
        assert snapshot.position == snapshot.schedule.end
    assert labels(bench, 10) == ("mark", "tap", "…")
    assert bench.snapshot().experiment.sequence[10:, 0].tolist() == [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 0],
    ]
    assert bench.snapshot().undo_label == "append …"
    window._actions.trigger("undo")
    assert labels(bench, 10) == ("mark", "tap")


def test_by_keys_a_button_is_reached_and_keeps_them(opened):
    _, bar, bench = opened(taught())
    bench.last()
    button = bar.buttons["tap"]
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    button.setFocus()
    for _ in range(2):
        QTest.keyClick(button, Key.Key_Space)
    assert labels(bench, 10) == ("tap", "tap")
    assert button.hasFocus()
    assert not bench.snapshot().playing


def test_the_palette_appends(opened):
    window, _, bench = opened(taught())
    window._actions.trigger("palette")
    line = window.findChild(CommandPalette).findChild(QLineEdit)
    QTest.keyClicks(line, "append tap")
    QTest.keyClick(line, Key.Key_Return)
    assert labels(bench, 10) == ("tap",)
    assert bench.snapshot().position == 0, "one stays where one stood"


def test_numbers_are_typed_into_a_field(opened, make_workbench):
    _, bar, bench = opened(make_workbench(timesteps=4))
    bench.last()
    assert bar.buttons == {}
    assert not bar.button.isEnabled()
    QTest.keyClicks(bar.field, "0.5 -1")
    assert bar.message.isVisible()
    assert not bar.button.isEnabled()
    QTest.keyClicks(bar.field, " 2")
    assert not bar.message.isVisible()
    QTest.keyClick(bar.field, Key.Key_Return)
    assert bench.snapshot().experiment.sequence[4:, 0].tolist() == [[0.5, -1, 2]]
    assert bench.snapshot().timestep == 4
    assert bench.snapshot().undo_label == "append 0.5 −1 2"
    assert bar.field.text() == ""
    QTest.keyClicks(bar.field, "1")
    QTest.keyClick(bar.field, Key.Key_Escape)
    assert bar.field.text() == ""


def test_one_number_may_have_a_decimal_comma(opened):
    _, bar, bench = opened(taught("sunspots"))
    QTest.keyClicks(bar.field, "0,25")
    QTest.mouseClick(bar.button, LEFT)
    assert bench.snapshot().experiment.sequence[-1, 0, 0] == 0.25
    assert bench.snapshot().document.label_of(308) == "2008"
    assert bench.snapshot().document.label_of(309) == ""


def test_many_words_are_typed(opened, make_workbench):
    size = MOST_BUTTONS + 1
    experiment = make_workbench(input_size=size).snapshot().experiment
    hot = experiment.with_sequence(experiment.sequence * 0)
    names = tuple(f"word{k}" for k in range(size))
    _, bar, bench = opened(Workbench(Document.of("test", hot, (), names)))
    assert bar.buttons == {}
    QTest.keyClicks(bar.field, "word3 word")
    assert not bar.button.isEnabled(), "many words begin so"
    QTest.keyClicks(bar.field, "1")
    QTest.mouseClick(bar.button, LEFT)
    assert bench.snapshot().experiment.sequence[6:, 0].argmax(axis=1).tolist() == [3, 1]
    assert bench.snapshot().document.label_of(6) == "word3"


def test_a_row_of_a_batch_is_continued(opened, make_workbench):
    _, bar, bench = opened(make_workbench(timesteps=4, batch=2, lengths=(4, 2)))
    bench.select(bench.snapshot().lane, 1)
    assert "1" in bar.title.text()
    QTest.keyClicks(bar.field, "1 2 3")
    QTest.keyClick(bar.field, Key.Key_Return)
    assert bench.snapshot().experiment.lengths == (4, 3)
    assert bench.snapshot().experiment.sequence[2, 1].tolist() == [1, 2, 3]
    assert "1" in bench.snapshot().undo_label


@pytest.mark.usefixtures("masks")
def test_where_it_can_not_go_on_it_says_why(opened):
    bench = Workbench(Document.of("probe", probe(0, projected=False)))
    window, bar, _ = opened(bench)
    assert not bar.isEnabled()
    assert "eval" in bar.toolTip()
    assert not window._menus.append.menu.menuAction().isEnabled()


def test_it_stands_with_the_input_alone(opened):
    window, bar, _ = opened(taught())
    panel = window._panels.of(InputsPanel)
    assert bar.isVisible()
    panel.show_tab("h_0")
    assert not bar.isVisible()


def test_the_words_are_those_of_what_is_open(opened):
    window, bar, bench = opened(taught())
    bench.open(Document.of_example(EXAMPLES["walk"]()))
    assert list(bar.buttons) == ["north", "east", "south", "west", "…"]
    assert [a.text() for a in window._menus.append.menu.actions()][-1] == "Append …"
    bench.open(Document.of_example(EXAMPLES["sunspots"]()))
    assert bar.buttons == {}
    assert wording_of(bench.snapshot().document) is None
    assert not window._menus.append.menu.menuAction().isEnabled()
