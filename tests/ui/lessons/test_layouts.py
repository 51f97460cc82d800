"""A lesson stands in its own layout, whatever was open before, and a step shows its panel."""

import pytest
from PySide6.QtCore import QSettings

from simulator.lessons import course
from tests import depth
from tests.ui.conftest import document_of, workbench_of
from tests.ui.lessons.stage import lie_still
from tests.ui.windows import close, sweep
from tests.ui.worker.inline_worker import InlineWorker
from ui.app.lesson_shot import LessonShot
from ui.panels.catalogue import PANELS
from ui.panels.lesson.panel import LessonPanel
from ui.style.theme import LIGHT
from ui.window.docking.docks import LESSON
from ui.window.main_window import MainWindow

SIZE = (1920, 1200)
"""Size of a window in which every place of a layout has its room."""


@pytest.fixture
def window(window_again):
    window = window_again()
    window.resize(*SIZE)
    lie_still(window)
    return window


def layout_of(shot):
    lesson = course.lesson(shot.id)
    return lesson.steps[shot.step].look.layout or lesson.layout


def asked_by(shot):
    """Return the panels that a step asks for: the one it names, and that of a given number."""
    look = course.lesson(shot.id).steps[shot.step].look
    wanted = {look.panel}
    if look.number.startswith(("W_", "b_")):
        wanted.add("weights")
    elif look.number.startswith(("c_0", "h_0")):
        wanted.add("inputs")
    return {key for key in PANELS if key.lower() in wanted}


def open_at(shot):
    """Return the panels that are open at a step where its lesson is opened."""
    layout = layout_of(shot)
    return {key for key, row in PANELS.items() if row.tabs[layout].opened} | asked_by(shot)


def in_front_at(shot):
    """Return the panel in front of each place: the one that is asked for, else the first."""
    layout, asked = layout_of(shot), asked_by(shot)
    places = {}
    for key in open_at(shot):
        slot, behind, _ = PANELS[key].tabs[layout]
        places.setdefault(slot, []).append((key not in asked, behind, key))
    return {min(place)[-1] for place in places.values()}


def open_in(window):
    return {key for key, dock in window._docks._docks.items() if not dock.isHidden()} - {LESSON}


def in_front(window):
    """Return the panels in sight; Qt leaves those behind a tab left of the window."""
    docks = window._docks._docks.items()
    seen = {k for k, d in docks if d.isVisible() and window.rect().contains(d.geometry())}
    return seen - {LESSON}


def check(window, shot):
    lie_still(window)
    assert open_in(window) == open_at(shot), shot
    assert in_front(window) == in_front_at(shot), shot
    assert window._docks._docks[LESSON].isVisible()


@pytest.mark.few(1)
@pytest.mark.parametrize("way", [1, -1])
def test_each_lesson_stands_in_its_own_layout_whichever_was_open_before(window, way):
    """What the last of its steps to open other panels has opened does not stay."""
    for id in course.COURSE[::way]:
        first = LessonShot(id)
        first.open(window._workbench)
        check(window, first)
        shots = [LessonShot(id, step) for step in range(len(course.lesson(id).steps))]
        astray = [shot for shot in shots if open_at(shot) - open_at(first)]
        for shot in astray[-1:]:
            window._workbench.tutor.go(shot.step)


def test_the_next_lesson_stands_in_its_own_layout(make_window):
    """The four lessons in a row whose layouts differ, as one comes to them by the button."""
    window = make_window(size=SIZE)
    tutor, strip = window._workbench.tutor, window._panels.of(LessonPanel)
    LessonShot("prediction").open(window._workbench)
    seen = []
    for id in ("prediction", "way-back", "vanishing", "parity"):
        assert window._workbench.snapshot().lesson.lesson.id == id
        check(window, LessonShot(id))
        seen.append(open_in(window))
        tutor.go(len(course.lesson(id).steps))
        strip.next_button.click()
    assert seen[0] != seen[1]
    assert seen[2] != seen[3]


@pytest.mark.parametrize("text", ["one-number:1", "two-directions:rows", "parity:jump"])
def test_a_step_shows_its_panels_also_in_a_window_that_has_just_come(qapp, tmp_path, text):
    """As for a picture of the step: what is laid out for it is not laid out once more."""
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(workbench_of(), InlineWorker(), LIGHT, settings, greets=True)
    window.resize(*SIZE)
    window.show()
    shot = LessonShot.of(text)
    shot.open(window._workbench)  # before it takes any event
    lie_still(window)
    seen = open_in(window), in_front(window)
    close(window)
    sweep()
    assert seen == (open_at(shot), in_front_at(shot))


@pytest.mark.parametrize("id", course.COURSE)
def test_each_step_that_asks_for_a_panel_shows_it_where_the_lesson_opens_there(window, id):
    """By default those are tried whose panel is closed, or behind another, in the layout."""
    shots = [LessonShot(id, step) for step in range(len(course.lesson(id).steps))]
    usual = in_front_at(LessonShot(id))
    for shot in shots:
        if asked_by(shot) - (set() if depth.full else usual):
            window._workbench.open(document_of())
            shot.open(window._workbench)
            check(window, shot)
