"""The strip of a lesson: what stands where, and what comes to the front with a step."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QDockWidget

from simulator.lessons.lesson import NUMBER
from simulator.lessons.marking import IS_RIGHT, answer_of, number_typed
from simulator.lessons.reader import parse
from simulator.lessons.text_template import plain
from tests import depth
from tests.simulator.lessons.test_lint import SOUND
from tests.ui.lessons.stage import lie_still
from ui.app.lesson_shot import LessonShot
from ui.dialogs.diagnosis import DiagnosisDialog
from ui.panels.lesson.buttons import WrappedButton
from ui.panels.lesson.panel import LessonPanel
from ui.session.snapshot import GATE
from ui.window.transport.transport_bar import TransportBar


@pytest.fixture
def opened(window_again):
    """Open a lesson at a step in a window; return the window, its workbench and the strip."""

    def make(step):
        window = window_again()
        window.resize(1280, 800)
        bench, strip = window._workbench, window._panels.of(LessonPanel)
        LessonShot.of(step).open(bench)
        lie_still(window)
        return window, bench, strip

    return make


def top(strip, widget):
    return widget.mapTo(strip, widget.rect().topLeft()).y()


def test_the_question_stands_above_the_task_and_its_buttons(opened):
    _, _, strip = opened("counting:thirty")
    order = strip._text, strip.question, strip._task, strip.offers[0]
    heights = [top(strip, widget) for widget in order]
    assert heights == sorted(heights)


def test_the_panel_of_a_step_is_in_front_also_where_the_lesson_begins_there(opened):
    for step, key in (("whose-numbers:doctor", "Check"), ("every-argument:units", "Shapes")):
        window, _, _ = opened(step)
        dock = next(d for d in window.findChildren(QDockWidget) if d.objectName() == key)
        assert window.rect().contains(dock.geometry())


def test_going_back_brings_the_network_of_the_step_before(opened):
    _, bench, _ = opened("sunspots:five")
    rows = bench.snapshot().experiment.batch_size
    bench.tutor.back()
    assert bench.snapshot().lesson.text
    assert bench.snapshot().experiment.batch_size < rows


def test_a_step_that_is_done_somewhere_says_where(opened):
    _, bench, _ = opened("conveyor:half")
    assert "8" in "".join(part.text for part in bench.snapshot().lesson.task)


def test_a_link_to_what_an_edit_took_away_goes(opened):
    _, bench, strip = opened("every-argument:bias")
    before = [link.text for link in bench.snapshot().lesson.links]
    bench.tutor.take_offer(0)
    assert [link.text for link in bench.snapshot().lesson.links] == before[:1]
    assert len(strip.links) == 1


def test_options_have_their_numbers_and_no_markup(opened):
    for step in ("prediction:surprise", "counting:hidden"):
        _, bench, strip = opened(step)
        assert bench.snapshot().lesson.asked.options
        for button in strip.question.answer.buttons.values():
            assert not set("{}`") & set(button.text())


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("step", "truth"),
    [
        ("way-back:weight", "0.026"),  # right within 0.003
        ("batches:rectangle", "10"),  # counted
        ("said-and-unsaid:nothing", "0.00"),  # right within 0.02
    ],
)
def test_a_right_number_has_the_decimals_that_count(opened, step, truth):
    _, bench, _ = opened(step)
    bench.tutor.show_answer()
    asked = bench.snapshot().lesson.asked
    assert asked.ask.kind == NUMBER
    assert asked.truth == truth


@pytest.mark.few(1)
@pytest.mark.parametrize("step", ["way-back:nudge", "way-back:weight", "one-number:squeeze"])
def test_the_ring_gives_a_number_that_can_be_right_also_on_a_fine_scale(opened, qtbot, step):
    _, bench, strip = opened(step)
    ask, field = bench.snapshot().lesson.asked.ask, strip.question.answer
    right = float(answer_of(ask, bench.tutor._read(bench.snapshot())))
    x = round(field.scale._x(right))
    field.scale._drag(
        QMouseEvent(
            QEvent.Type.MouseButtonPress,
            QPointF(x, 5),
            QPointF(x, 5),
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    place = 0.01 * (field.scale._ends[1] - field.scale._ends[0])
    assert number_typed(field.field.text()) == pytest.approx(field.scale._given, abs=place / 2)
    field.button.click()
    assert bench.snapshot().lesson.asked.answered.grade == IS_RIGHT


def test_a_screen_reader_hears_where_the_ring_and_the_true_mark_are(opened):
    _, bench, strip = opened("one-number:squeeze")
    scale = strip.question.answer.scale
    assert scale.accessibleDescription() == "from 0 to 1"
    scale.setFocus()
    QTest.keyClick(scale, Qt.Key.Key_Right)
    assert scale.accessibleDescription() == "0.51, from 0 to 1"
    bench.tutor.show_answer()
    assert scale.accessibleDescription().endswith("the correct answer is 0.62")


def test_another_number_is_asked_in_an_empty_field(make_window):
    window = make_window(hidden_size=12)
    bench = window._workbench
    bench.set_granularity(GATE)
    bench.tutor.toggle_quiz()
    lie_still(window)
    strip = window.findChild(LessonPanel)
    strip.question.answer.field.setText("0.25")
    bench.select_unit(7)
    lie_still(window)
    assert "7" in plain(list(bench.snapshot().lesson.asked.question))
    assert strip.question.answer.field.text() == ""


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('panel = "ledger"', 'panel = "nowhere"'),
        ("at = 1,", 'at = 1, layout = "huge",'),
        ('id = "small"', 'id = "small"\nlayout = "huge"'),
        ("claims = [", 'offers = [{ doctor = true, say = "gone" }]\nclaims = ['),
    ],
)
def test_a_lesson_with_faults_can_be_gone_through(make_window, old, new):
    window = make_window()
    bench, refused = window._workbench, []
    bench.tutor.refused.connect(refused.append)
    strip = window._panels.of(LessonPanel)
    assert window._commands.lessons.begin(parse(SOUND.replace(old, new, 1)))
    for offer in range(len(bench.snapshot().lesson.offers)):
        bench.tutor.take_offer(offer)
        assert "their_c" in refused[0]
    lie_still(window)
    assert plain(list(bench.snapshot().lesson.text))
    assert strip.next_button.isVisible()


def test_a_long_button_has_the_height_of_all_its_lines(qtbot):
    button = WrappedButton("a text that has no room in one line of so narrow a button")
    qtbot.addWidget(button)
    one, three = button.heightForWidth(2000), button.heightForWidth(160)
    assert three >= one + 2 * button.fontMetrics().height()
    assert button.minimumSizeHint().width() < 160


def test_the_doctor_has_the_colleagues_numbers_and_the_lesson_hears_of_it(opened, qtbot):
    window, bench, _ = opened("whose-numbers:another")
    bench.tutor.show_answer()
    window._actions["diagnose"].trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(DiagnosisDialog)))
    dialog = window.findChildren(DiagnosisDialog)[0]
    qtbot.mouseClick(dialog._apply, Qt.MouseButton.LeftButton)
    dialog.close()
    view = bench.snapshot().lesson
    assert view.done[view.step]
    assert {quantity for quantity, _ in bench.tutor.theirs.points} == {"c", "h"}


def test_an_answer_is_typed_at_once_and_the_leading_keys_still_lead(opened):
    window, bench, strip = opened("one-number:sum")
    window.activateWindow()
    strip.next_button.setFocus()
    bench.tutor.back()
    QTest.keyClick(strip.next_button, Qt.Key.Key_N)
    lie_still(window)
    field = strip.question.answer.field
    assert field.hasFocus()
    before = bench.snapshot().position
    for key in "0.":
        QTest.keyClick(field, key)
    assert field.text() == "0."
    assert bench.snapshot().position == before
    QTest.keyClick(field, "5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert bench.snapshot().lesson.asked.answered.grade == IS_RIGHT
    assert window.hasFocus(), "no button has the keys that nobody asked for"
    QTest.keyClick(window, Qt.Key.Key_N)
    lie_still(window)
    assert strip.question.answer.field.hasFocus()
    QTest.keyClick(strip.question.answer.field, Qt.Key.Key_Right)
    assert bench.snapshot().timestep_here == 0, "an empty field leaves the step to the window"
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_B)
    assert bench.snapshot().lesson.step == 1


def test_after_a_click_on_its_button_an_answer_is_typed_over(opened):
    window, bench, strip = opened("conveyor:half")
    window.activateWindow()
    answer = strip.question.answer
    answer.field.setText("1.5")
    for given in ("1.5", "2.5"):
        QTest.mouseClick(answer.button, Qt.MouseButton.LeftButton)
        assert bench.snapshot().lesson.asked.answered.text == given
        if given == "1.5":
            for key in "2.5":
                QTest.keyClick(window.focusWidget(), key)
    assert not bench.snapshot().lesson.asked.open


def test_a_question_takes_no_keys_from_where_one_types(opened):
    window, bench, strip = opened("one-number:sum")
    window.activateWindow()
    bench.tutor.back()
    window.findChild(TransportBar).findChild(QAbstractSpinBox).setFocus()
    bench.tutor.next()
    lie_still(window)
    assert strip.question.answer.field is not None
    assert not strip.question.answer.field.hasFocus()


def test_the_hint_of_an_answer_is_no_number(opened):
    steps = "one-number:sum", "plain-rnn:nudge", "conveyor:half", "every-argument:units"
    for step in steps[: depth.count(4, by_default=2)]:
        _, _, strip = opened(step)
        hint = strip.question.answer.field.placeholderText()
        assert hint
        assert not any(letter.isdigit() for letter in hint.replace("1e", "")), hint


def test_a_choice_gives_the_keys_back_too(opened):
    window, bench, strip = opened("conveyor:three")
    window.activateWindow()
    strip.question.take_keys()
    assert strip.question.answer.buttons["0"].hasFocus()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    lie_still(window)
    assert not bench.snapshot().lesson.asked.open
    assert window.hasFocus()
