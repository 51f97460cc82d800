"""Presentation: the strip and one instrument in large text, led by a clicker's keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from simulator.lessons.course import lesson
from ui.panels.catalogue import PANELS
from ui.panels.layouts import GRADIENTS, LEARN
from ui.session.snapshot import TIMESTEP
from ui.style import fonts
from ui.window.presentation import TEXT_SIZE

Key = Qt.Key


def seen(window):
    return {key for key, dock in window._docks._docks.items() if not dock.isHidden()}


@pytest.fixture
def window(make_window):
    window = make_window(size=(1280, 800))
    window._workbench.tutor.open(lesson("conveyor"))
    return window


@pytest.fixture(autouse=True)
def _usual_text():
    yield
    fonts.set_text_size(fonts.USUAL)


def present(window):
    window._actions["present"].trigger()


def test_it_shows_the_strip_and_one_instrument_in_large_text(window):
    present(window)
    assert seen(window) == {"Lesson", "Cell"}
    assert fonts.text_size() == TEXT_SIZE


def test_a_clicker_goes_through_the_lesson_and_shows_what_a_step_is_about(window):
    bench = window._workbench
    present(window)
    shown = []
    for step in (1, 2):
        QTest.keyClick(window, Key.Key_PageDown)
        assert bench.snapshot().lesson.step == step
        shown.append(seen(window))
    assert shown == [{"Lesson", "Ledger"}, {"Lesson", "Timeline"}]
    QTest.keyClick(window, Key.Key_PageUp)
    assert bench.snapshot().lesson.step == 1


def test_a_clicker_leads_on_also_where_an_answer_can_be_typed(window):
    bench = window._workbench
    window.activateWindow()
    present(window)
    bench.tutor.open(lesson("one-number"))
    for step in (1, 2, 3):
        QTest.keyClick(window.focusWidget(), Key.Key_PageDown)
        assert bench.snapshot().lesson.step == step
        assert isinstance(window.focusWidget(), QLineEdit)
    QTest.keyClick(window.focusWidget(), Key.Key_PageUp)
    assert bench.snapshot().lesson.step == 2


def test_escape_brings_back_layout_and_text(window):
    before = seen(window), fonts.text_size()
    present(window)
    QTest.keyClick(window, Key.Key_PageDown)
    QTest.keyClick(window, Key.Key_Escape)
    assert (seen(window), fonts.text_size()) == before
    step = window._workbench.snapshot().lesson.step
    QTest.keyClick(window, Key.Key_PageDown)
    assert window._workbench.snapshot().lesson.step == step, "the clicker leads no more"


def test_without_a_lesson_a_clicker_steps(make_window):
    window = make_window()
    bench = window._workbench
    bench.set_granularity(TIMESTEP)
    present(window)
    assert seen(window) == {"Cell"}
    QTest.keyClick(window, Key.Key_PageDown)
    assert bench.snapshot().timestep_here == 0
    QTest.keyClick(window, Key.Key_PageUp)
    assert bench.snapshot().position == 0
    present(window)


def test_the_text_size_is_not_remembered(window):
    present(window)
    settings = window.preferences.appearance._settings
    assert settings.value("text_size", fonts.USUAL, type=int) == fonts.USUAL


def test_a_window_that_is_closed_meanwhile_remembers_its_own_layout(make_window, make_workbench):
    window = make_window(make_workbench())
    before, sealed = seen(window), window._memory.sealed()
    present(window)
    assert window._memory.sealed() == sealed, "so does a workspace"
    window.close()
    fonts.set_text_size(fonts.USUAL)
    assert seen(make_window(make_workbench())) == before


def test_a_lesson_that_is_opened_meanwhile_keeps_its_strip_at_the_end(make_window):
    window = make_window(size=(1280, 800))
    present(window)
    window._workbench.tutor.open(lesson("conveyor"))
    QTest.keyClick(window, Key.Key_Escape)
    assert seen(window) > {"Lesson", "Cell"}


def test_another_lesson_that_is_opened_meanwhile_has_its_own_layout_at_the_end(window):
    """Its step shows its panel there too, also one that the layout does not open."""
    present(window)
    window._workbench.tutor.open(lesson("way-back"))
    QTest.keyClick(window, Key.Key_Escape)
    opened = {key for key, row in PANELS.items() if row.tabs[GRADIENTS].opened}
    assert seen(window) == {"Lesson", *opened}
    present(window)
    window._workbench.tutor.open(lesson("two-directions"), 7)
    QTest.keyClick(window, Key.Key_Escape)
    opened = {key for key, row in PANELS.items() if row.tabs[LEARN].opened}
    assert seen(window) == {"Lesson", "Shapes", *opened}


def test_a_lesson_that_is_left_meanwhile_takes_its_strip_away(window):
    present(window)
    window._workbench.undo()
    QTest.keyClick(window, Key.Key_Escape)
    assert "Cell" in seen(window)
    assert "Lesson" not in seen(window)
