"""The instruments beside a lesson: which tracks they show, and how they share little room."""

import pytest
from PySide6.QtWidgets import QDockWidget

from simulator.examples import EXAMPLES
from simulator.lessons import course
from tests.ui.lessons.stage import lie_still
from ui.panels.timeline.panel import TimelinePanel
from ui.session.document import Document


@pytest.fixture
def opened(window_again):
    """Open an example in a window of a size; return the window, its workbench and its timeline."""

    def make(size=(1280, 800)):
        window = window_again()
        window.resize(*size)
        bench = window._workbench
        bench.open(example())
        timeline = window._panels.of(TimelinePanel)
        timeline.tools.track_menu.chosen.emit(None)
        lie_still(window)
        return window, bench, timeline

    return make


def example():
    return Document.of_example(EXAMPLES["latch"]())


def teach(window, bench, lesson, step=0):
    bench.tutor.open(course.lesson(lesson), step)
    lie_still(window)


def together(window, *keys):
    first, *others = (
        next(d for d in window.findChildren(QDockWidget) if d.objectName() == key) for key in keys
    )
    return all(other in window.tabifiedDockWidgets(first) for other in others)


def test_a_lesson_shows_its_tracks_and_the_next_ones_do_not_keep_them(opened):
    window, bench, timeline = opened()
    teach(window, bench, "one-number")
    assert timeline.plots.chosen == ("f", "i", "g", "c")
    teach(window, bench, "conveyor")
    assert timeline.plots.chosen == ("x", "f", "c")
    teach(window, bench, "every-argument")
    assert timeline.plots.chosen is None


def test_a_step_without_tracks_shows_those_of_the_steps_before(opened):
    window, bench, timeline = opened()
    teach(window, bench, "write-and-forget", 3)
    assert timeline.plots.chosen == ("x", "f", "i", "g", "c")
    bench.tutor.go(4)
    assert timeline.plots.chosen == ("x", "f", "i", "c")
    bench.tutor.back()
    assert timeline.plots.chosen == ("x", "f", "i", "g", "c")


def test_tracks_of_gradients_are_those_of_the_way_back_too(opened):
    window, bench, timeline = opened()
    teach(window, bench, "way-back")
    out = timeline.plots.chosen
    bench.tutor.go(3)
    assert bench.snapshot().goes_back
    assert timeline.plots.back
    assert timeline.plots.chosen == out == ("c", "dc", "dg", "df")


def test_the_users_tracks_come_back_after_a_lesson(opened):
    window, bench, timeline = opened()
    timeline.tools.track_menu.chosen.emit(("x", "h"))
    teach(window, bench, "one-number")
    assert timeline.plots.chosen == ("f", "i", "g", "c")
    bench.open(example())
    lie_still(window)
    assert timeline.plots.chosen == ("x", "h")


@pytest.mark.few(1)
@pytest.mark.parametrize(("width", "merged"), [(1280, True), (1920, False)])
def test_a_lesson_makes_tabs_of_a_third_column_until_it_is_over(opened, width, merged):
    window, bench, _ = opened((width, 1000))
    window._actions["layout_gradients"].trigger()
    assert not together(window, "Ledger", "Now")
    teach(window, bench, "way-back")
    assert together(window, "Ledger", "Now") is merged
    bench.open(example())
    lie_still(window)
    assert not together(window, "Ledger", "Now")
