"""Course on the start page: what is done, what is next, and that each lesson opens from there."""

import json

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QScrollArea

from simulator.files.errors import FileError
from simulator.lessons import course
from simulator.lessons.course import COURSE, START, TITLES
from simulator.lessons.lesson import Look
from simulator.lessons.text_template import places
from tests import depth
from ui.panels.lesson.panel import LessonPanel
from ui.style import chrome, fonts
from ui.style.theme import LIGHT
from ui.welcome.callout import Callout
from ui.welcome.course import card as card_module
from ui.welcome.course.card import CourseCard
from ui.welcome.start_here import StartHere
from ui.welcome.start_page import StartPage

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton


def first_steps(id, count=None):
    return [step.id for step in course.lesson(id).steps][:count]


@pytest.fixture
def greet(make_window, make_workbench, nothing_below, qtbot, tmp_path):
    """Return a function that shows the start page to who has done some steps of lessons."""

    def shown(done=(), size=(1280, 800)):
        settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        settings.setValue("lessons_done", json.dumps(dict(done)))
        settings.sync()
        bench = make_workbench()
        window = make_window(bench, size=size)
        window.greet()
        (page,) = window.findChildren(StartPage)
        qtbot.waitUntil(lambda: page.findChild(CourseCard).complete)
        return window, bench, page.findChild(CourseCard)

    return shown


def next_of(card):
    return [id for id, entry in card.entries.items() if entry.is_next]


def is_open(window):
    QApplication.processEvents()
    return any(page.isVisible() for page in window.findChildren(StartPage))


def test_every_lesson_is_there_with_its_title_number_and_idea(greet):
    _, _, card = greet()
    assert [entry.accessibleName() for entry in card.entries.values()] == list(TITLES.values())
    assert next_of(card) == [START]
    for number, (id, entry) in enumerate(card.entries.items(), 1):
        idea = course.lesson(id).text("idea")
        assert not list(places(idea))  # it is shown where no run can fill them
        assert idea.replace("`", "") in entry.toolTip()
        assert str(number) in entry.toolTip()
        assert not entry.finished
        assert entry.done == 0


def test_a_click_opens_each_lesson(greet):
    window, bench, _ = greet()
    for id in COURSE[:: depth.count(1, by_default=7)]:
        window._actions["start_page"].trigger()
        card = next(card for card in window.findChildren(CourseCard) if card.isVisible())
        QTest.mouseClick(card.entries[id], LEFT)
        assert not is_open(window)
        assert bench.snapshot().lesson.lesson is course.lesson(id)
        assert bench.snapshot().lesson.step == 0
        panel = window._panels.of(LessonPanel)
        assert panel.isVisible()
        assert panel.view.title == course.lesson(id).title


@pytest.mark.few(1)
@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space])
def test_the_first_lesson_begins_by_one_key(greet, key):
    window, bench, _ = greet()
    assert isinstance(QApplication.focusWidget(), StartHere)
    QTest.keyClick(QApplication.focusWidget(), key)
    assert not is_open(window)
    assert bench.snapshot().lesson.lesson.id == START
    assert not any(callout.isVisible() for callout in window.findChildren(Callout))


def words_of(here):
    return [label.text() for label in here.findChildren(QLabel)]


@pytest.mark.parametrize(
    ("done", "id", "step"),
    [
        ({}, START, 0),
        ({START: 2}, START, 2),
        ({START: None}, COURSE[1], 0),
        ({START: None, "parity": 3}, "parity", 3),
        ({"parity": 3, START: None, "counting": 1}, "counting", 1),
        (dict.fromkeys(COURSE), START, 0),
    ],
)
def test_the_large_card_goes_on_with_the_lesson_that_is_next(greet, done, id, step):
    """It says which of the course it is, and at which step one goes on."""
    window, bench, card = greet({id: first_steps(id, count) for id, count in done.items()})
    here = QApplication.focusWidget()
    assert isinstance(here, StartHere)
    assert TITLES[id] in words_of(here)
    foot = " ".join(words_of(here))
    is_begun = step > 0
    if done and len(done) < len(COURSE):
        assert f"{COURSE.index(id) + 1} of {len(COURSE)}" in foot
    assert (f"{step + 1} of {len(first_steps(id))}" in foot) is is_begun
    assert next_of(card) == ([] if len(done) == len(COURSE) else [id])
    QTest.keyClick(here, Key.Key_Return)
    assert not is_open(window)
    view = bench.snapshot().lesson
    assert (view.lesson.id, view.step) == (id, step)


def test_the_large_card_never_says_the_same_of_a_beginning_a_step_and_an_end(bring_up):
    stages = [{}, {START: first_steps(START, 2)}, {START: first_steps(START)}]
    stages.append({id: first_steps(id) for id in COURSE})
    said = [words_of(bring_up(StartHere(done, LIGHT))) for done in stages]
    heads = [texts[0] for texts in said]
    assert len(set(heads)) == len(heads)


def test_a_lesson_opens_where_it_was_left_by_keys_too(greet):
    window, bench, card = greet({"counting": first_steps("counting", 2)})
    assert next_of(card) == ["counting"]
    while QApplication.focusWidget() is not card.entries["counting"]:
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert not is_open(window)
    assert bench.snapshot().lesson.lesson.id == "counting"
    assert bench.snapshot().lesson.step == 2


def test_a_lesson_is_done_when_all_its_steps_are(greet):
    done = {
        "one-number": first_steps("one-number"),
        "counting": [*first_steps("counting", 2), "no"],
    }
    _, _, card = greet(done)
    assert [id for id, entry in card.entries.items() if entry.finished] == ["one-number"]
    counting = card.entries["counting"]
    assert (counting.done, counting.steps) == (2, len(first_steps("counting")))


@pytest.mark.parametrize(
    ("done", "following"),
    [
        ({}, [START]),
        ({"one-number": None}, ["conveyor"]),
        ({"conveyor": None}, ["one-number"]),
        ({"conveyor": None, "one-number": None}, ["write-and-forget"]),
        ({"parity": 2, "counting": 1}, ["counting"]),  # worked on last
        ({"counting": 1, "parity": 2}, ["parity"]),
        ({"counting": 1, "parity": None}, ["counting"]),
        ({"no-such-lesson": None}, [START]),
        (dict.fromkeys(COURSE), []),
    ],
)
def test_the_next_lesson_is_the_begun_one_else_the_first_that_is_not_done(
    bring_up, qtbot, done, following
):
    known = {id: first_steps(id, count) if id in COURSE else ["a"] for id, count in done.items()}
    card = bring_up(CourseCard({id: frozenset(steps) for id, steps in known.items()}, LIGHT))
    qtbot.waitUntil(lambda: card.complete)
    assert next_of(card) == following


def test_what_is_done_now_is_ticked_when_the_page_comes_back(greet, qtbot):
    window, bench, card = greet({"conveyor": first_steps("conveyor")[1:]})
    assert not card.entries["conveyor"].finished
    QTest.mouseClick(card.entries["conveyor"], LEFT)
    bench.step(1)
    window._actions["start_page"].trigger()
    page = next(page for page in window.findChildren(StartPage) if page.isVisible())
    card = page.findChild(CourseCard)
    qtbot.waitUntil(lambda: card.complete)
    assert card.entries["conveyor"].finished


def test_an_open_lesson_that_is_opened_again_closes_the_page(greet):
    """Where its step shows nothing first, nothing below the page changes."""
    window, bench, card = greet({"conveyor": first_steps("conveyor", 3)})
    assert course.lesson("conveyor").steps[3].look == Look()
    QTest.mouseClick(card.entries["conveyor"], LEFT)
    before = bench.snapshot().position
    window._actions["start_page"].trigger()
    assert is_open(window)
    window._actions["lesson_conveyor"].trigger()
    assert not is_open(window)
    assert bench.snapshot().position == before


def test_before_the_page_is_seen_only_the_first_lesson_is_read(make_window, monkeypatch, qtbot):
    read = []

    def noted(id):
        read.append(id)
        return course.lesson(id)

    monkeypatch.setattr(card_module, "lesson", noted)
    window = make_window()
    window._welcome.open_page()
    assert read == []
    (page,) = window.findChildren(StartPage)
    qtbot.waitUntil(lambda: page.findChild(CourseCard).complete)
    assert read == list(COURSE)


def test_a_lesson_that_cannot_be_read_keeps_its_title(greet, monkeypatch):
    def refuses(id):
        if id == "counting":
            raise FileError("gone")
        return course.lesson(id)

    monkeypatch.setattr(card_module, "lesson", refuses)
    _, _, card = greet({START: first_steps(START)})
    assert card.entries[START].finished
    counting = card.entries["counting"]
    assert counting.accessibleName() == TITLES["counting"]
    assert not counting.finished


@pytest.mark.few(1)
@pytest.mark.parametrize("percent", [100, 150, 200])
def test_titles_are_never_cut(greet, qapp, percent):
    window, _, card = greet({"every-argument": first_steps("every-argument", 4)})
    fonts.set_text_size(percent)
    chrome.apply(qapp, LIGHT)
    window.set_theme(LIGHT)
    sheet = window.findChild(StartPage).findChild(QScrollArea).widget()
    for size in ((1920, 1080), (1440, 900), (1280, 800), (960, 540)):
        window.resize(*size)
        for _ in range(5):
            QApplication.processEvents()
        for id, entry in card.entries.items():
            assert entry.shown() == TITLES[id], size
            place = entry.rect().translated(entry.mapTo(sheet, QPoint()))
            assert sheet.rect().contains(place), size


def test_the_menu_numbers_the_lessons_and_ticks_those_that_are_done(greet):
    """What is done in this window and what was at another time; a click ticks nothing."""
    window, bench, _ = greet({"conveyor": first_steps("conveyor")[1:], "parity": ["a"]})
    menu = next(menu for menu in window.findChildren(QMenu) if menu.title() == "&Course")

    def ticked():
        menu.aboutToShow.emit()
        return [id for id in COURSE if window._actions[f"lesson_{id}"].isChecked()]

    assert ticked() == []
    for number, (action, title) in enumerate(zip(menu.actions(), TITLES.values(), strict=True), 1):
        assert action.text().split() == [str(number), *title.split()]
    window._actions["lesson_counting"].trigger()
    assert ticked() == []
    window._actions["lesson_conveyor"].trigger()
    bench.step(1)
    assert ticked() == ["conveyor"]
