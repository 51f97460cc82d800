"""Progress in lessons: kept once it is made, and given to the tutor; broken settings hold none."""

import json

import pytest
from PySide6.QtCore import QSettings

from simulator.lessons import course
from ui.welcome.course.progress import Progress

KEY = "lessons_done"
STEPS = [step.id for step in course.lesson("conveyor").steps]


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def opened(make_window, make_workbench):
    bench = make_workbench()
    window = make_window(bench)
    return window, bench


def test_what_is_done_is_kept_and_the_lesson_goes_on_there(make_window, make_workbench):
    window, bench = opened(make_window, make_workbench)
    window._commands.lessons.open("conveyor")
    bench.step(1)
    bench.tutor.next()
    bench.step(1)
    assert sum(bench.snapshot().lesson.done) == 2
    kept = window._welcome.progress.done
    assert {id: set(steps) for id, steps in kept.items()} == {"conveyor": {*STEPS[:2]}}

    again, other = opened(make_window, make_workbench)
    assert other.tutor.progress.done == kept
    again._commands.lessons.open("conveyor")
    assert other.snapshot().lesson.step == 2
    assert other.snapshot().lesson.done == (True, True, *[False] * (len(STEPS) - 2))


def test_two_windows_keep_what_is_done_in_either(make_window, make_workbench):
    one, bench_of_one = opened(make_window, make_workbench)
    other, bench_of_other = opened(make_window, make_workbench)
    for window, bench, id in (
        (one, bench_of_one, "conveyor"),
        (other, bench_of_other, "write-and-forget"),
    ):
        window._commands.lessons.open(id)
        bench.step(1)
        bench.step(1)
        assert any(bench.snapshot().lesson.done)
    third, _ = opened(make_window, make_workbench)
    assert list(third._welcome.progress.done) == ["conveyor", "write-and-forget"]


def test_what_is_left_open_does_not_take_from_what_was_done(make_window, make_workbench, settings):
    settings.setValue(KEY, json.dumps({"conveyor": STEPS[3:4]}))
    settings.sync()
    window, bench = opened(make_window, make_workbench)
    window._commands.lessons.open("conveyor")
    bench.step(1)
    assert window._welcome.progress.done["conveyor"] == {STEPS[0], STEPS[3]}


@pytest.mark.parametrize(
    "broken",
    ["", "perhaps", "[1, 2]", "{", '{"conveyor": 5}', 7, ["a", "b"], "[" * 100_000, b"\xff\x00"],
    ids=lambda broken: repr(broken)[:20],
)
def test_broken_settings_hold_nothing(settings, broken):
    settings.setValue(KEY, broken)
    settings.sync()
    assert Progress(settings).done == {}


def test_what_is_sound_of_half_broken_settings_is_taken(settings):
    settings.setValue(KEY, json.dumps({"conveyor": [STEPS[0], 3, None], "parity": {"a": 1}}))
    assert Progress(settings).done == {"conveyor": {STEPS[0]}}
