"""Every lesson can be done from start to end by the mouse alone, and by the keys alone."""

import re

import pytest

from simulator import translation
from simulator.lessons import course
from simulator.lessons.formula.numbers import Quantity
from simulator.lessons.formula.parser import formula
from simulator.lessons.lesson import NUMBER
from simulator.lessons.marking import IS_RIGHT
from simulator.lessons.text_template import HIDDEN
from tests.ui.lessons.reader import KEYS, MOUSE, Reader, shown_texts
from tests.ui.lessons.stage import stage, wait
from tests.ui.picture_matrix import speak
from tests.ui.windows import close, sweep
from ui.session.lesson_session.step_content import MISSING

_TAG = re.compile(r"<[^>]*>")
_RAW = re.compile(r"[{}`]|\*\*")


@pytest.fixture(autouse=True)
def _in_english_again(qapp):
    yield
    speak(qapp, translation.ENGLISH)


@pytest.fixture
def read(qtbot, tmp_path):
    """Open a lesson in a window, and give a reader."""
    windows = []

    def make(lesson, language, hand):
        window, bench = stage(lesson, tmp_path, language)
        windows.append(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return Reader(window, bench, hand, lambda: wait(window))

    yield make
    for window in windows:
        close(window)
    sweep()


def walk(reader):
    """Do a lesson from its first step to the page behind the last, and go back to the first."""
    lesson, count = reader.view.lesson, reader.view.steps
    for number in range(count):
        assert reader.view.step == number
        check_texts(reader)
        if reader.step.ask is not None:
            ask(reader)
        if reader.step.done is not None:
            reader.do_task()
            assert reader.is_done, f"{lesson.id}: {reader.step.id} is not done"
        check_texts(reader)
        reader.go_on()
        assert reader.view.done[number]
    assert reader.view.ended
    assert reader.view.finished
    check_texts(reader)
    for number in reversed(range(count)):
        reader.go_back()
        assert reader.view.step == number
        check_texts(reader)


def ask(reader):
    """Answer a question wrongly once, then rightly."""
    assert reader.view.asked.open
    check_covered(reader)
    box = reader.strip.question
    reader.answer(reader.wrong_answer())
    asked = reader.view.asked
    assert asked.answered.grade != IS_RIGHT
    assert asked.open
    assert not asked.truth
    assert asked.said or box._grade.isVisibleTo(reader.strip), "nothing is said to it"
    assert reader.strip.next_button.isEnabled()
    check_covered(reader)
    reader.answer(reader.right_answer())
    asked = reader.view.asked
    assert not asked.open
    assert asked.truth
    dragged = reader.hand == MOUSE and asked.ask.kind == NUMBER  # by a hundredth of the scale
    assert asked.answered.grade == IS_RIGHT or dragged
    assert not reader.view.covers


def check_texts(reader):
    """Check that the strip says something, with every number filled in."""
    view = reader.view
    assert view.attempt if view.ended else view.text
    for text in shown_texts(reader.strip):
        words = _TAG.sub("", text)
        assert words.strip(), f"{view.title} {view.step}: an empty text"
        assert not _RAW.search(words), f"{view.title} {view.step}: {words}"
        assert MISSING not in words, f"{view.title} {view.step}: {words}"


def check_covered(reader):
    """Check that no covered number stands in the strip, but for replies, which may name one."""
    view, reading = reader.view, reader._reading

    def is_covered(of):
        parts = (part for part in of.walk() if isinstance(part, Quantity))
        return any(view.covers.intersection(part.addresses(reading)) for part in parts)

    said = [(p.number, p.text) for p in (*view.text, *view.task, *view.asked.question) if p.number]
    said += [(formula(link.text), link.value) for link in view.links]
    assert [text for of, text in said if is_covered(of) and text != HIDDEN] == []


@pytest.mark.few(1)
@pytest.mark.parametrize("hand", [KEYS, MOUSE])
def test_the_first_lesson_can_be_done(read, hand):
    walk(read(course.START, "en", hand))


@pytest.mark.few(1)
@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("hand", [MOUSE, KEYS])
@pytest.mark.parametrize("lesson", course.COURSE[::-1])
def test_every_lesson_can_be_done(read, lesson, hand, language):
    walk(read(lesson, language, hand))
