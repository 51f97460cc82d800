"""In no step of a lesson what it asks, offers or shows is cut, covered or out of sight."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDockWidget, QScrollArea, QWidget

from simulator import translation
from simulator.lessons import course
from tests import depth
from tests.ui.lessons.stage import lie_still, settle, stage
from tests.ui.picture_matrix import _cut, speak
from tests.ui.windows import close, sweep
from ui.panels.catalogue import PANELS
from ui.panels.lesson.buttons import WrappedButton
from ui.panels.lesson.panel import LessonPanel

SIZES = (1280, 800), (1920, 1080)

LEAST_OF_A_PANEL = 90
"""Pixels of a panel in sight, its bar among them."""


@pytest.fixture(autouse=True)
def _in_english_again(qapp):
    yield
    speak(qapp, translation.ENGLISH)


def faults(window, bench):
    """Yield what is cut or out of sight in each step and size, before it is answered and after.

    By default the steps have the sizes by turns.
    """
    strip = window.findChild(LessonPanel)
    steps = bench.snapshot().lesson.steps
    for number in range(steps + 1):
        bench.tutor.go(number)
        sizes = SIZES if depth.full else SIZES[number % 2 :][:1]
        for size in sizes:
            window.resize(*size)
            lie_still(window)
            for fault in lasting(window, lambda: (*of_strip(strip), *of_panel(window, bench))):
                yield f"step {number + 1}, {size}: {fault}"
        bench.tutor.show_answer()
        for size in reversed(sizes):
            window.resize(*size)
            lie_still(window)
            for fault in lasting(window, lambda: of_strip(strip)):
                yield f"step {number + 1}, {size}, answered: {fault}"


def lasting(window, search):
    """Return what a search finds in a window at rest: while torch checks, texts may still come."""
    found = list(search())
    if found:
        settle(window)
        found = list(search())
    return found


def of_strip(strip):
    """Yield the texts that are cut, what cannot be scrolled to, and a foot that is not in sight."""
    area = strip.findChild(QScrollArea)
    inside = area.widget()
    if inside.width() > area.viewport().width():
        yield f"it is {inside.width() - area.viewport().width()} px too wide"
    for part in strip.findChildren(QWidget):
        if not part.isVisible():
            continue
        if isinstance(part, WrappedButton):
            if part.heightForWidth(part.width()) > part.height():
                yield f"“{part.text()}” is cut"
        elif cut := _cut(part):
            yield cut
        if part.parentWidget() is inside and not inside.rect().contains(part.geometry()):
            yield f"{part} leaves what can be scrolled"
    for button in (strip.back_button, strip.next_button, strip.try_button):
        if button.isVisible() and not is_whole(button):
            yield f"“{button.text()}” is not in sight"


def of_panel(window, bench):
    """Yield a panel that the step shows and that is not in front."""
    view = bench.snapshot().lesson
    wanted = "" if view.ended else view.lesson.steps[view.step].look.panel
    for key in PANELS:
        if key.lower() == wanted:
            dock = next(d for d in window.findChildren(QDockWidget) if d.objectName() == key)
            seen = window.rect().contains(dock.geometry())  # one behind a tab is left of the window
            if dock.isHidden() or not seen or min(dock.size().toTuple()) < LEAST_OF_A_PANEL:
                yield f"{key} is not in sight"


def is_whole(widget):
    """Return True when all of a widget is to be seen."""
    return widget.visibleRegion().boundingRect() == widget.rect()


@pytest.mark.few(1)
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("lesson", course.COURSE)
def test_nothing_of_a_step_is_out_of_sight(qapp, tmp_path, lesson, language):
    window, bench = stage(lesson, tmp_path, language)
    found = list(faults(window, bench))
    close(window)
    sweep()
    assert found == []


class Resizes(QObject):
    """Keeps the sizes that a widget takes."""

    def __init__(self, widget):
        super().__init__()
        self.taken = []
        widget.installEventFilter(self)

    def eventFilter(self, widget, event):
        if event.type() == QEvent.Type.Resize:
            self.taken.append(widget.size().toTuple())
        return False


def test_a_step_that_is_told_again_is_not_laid_out_again(qapp, tmp_path):
    """Each report of torch tells it; on the way back to its size the answer was cut for a frame."""
    window, bench = stage("one-number", tmp_path)
    bench.tutor.go(1)
    bench.tutor.show_answer()
    lie_still(window)
    resizes = Resizes(window.findChild(LessonPanel).question)
    bench.tell()
    sweep()
    taken = tuple(resizes.taken)
    close(window)
    sweep()
    assert taken == ()


def test_the_search_finds_what_is_cut(qapp, tmp_path):
    window, _ = stage(course.START, tmp_path)
    strip = window.findChild(LessonPanel)
    before = list(of_strip(strip))
    strip.next_button.setText("a text that is much longer than any strip of a lesson is wide")
    strip.next_button.setFixedWidth(60)
    QApplication.processEvents()
    after = list(of_strip(strip))
    close(window)
    sweep()
    assert before == []
    assert after != []
