"""A picture of a lesson names its step by a number from 1, or by its id."""

import pytest

from simulator.lessons import course
from ui.app.lesson_shot import LessonShot


def test_a_step_is_named_by_its_number_or_its_id():
    steps = course.lesson(course.START).steps
    assert LessonShot.of(course.START) == LessonShot.of(f"{course.START}:1")
    for number, step in enumerate(steps):
        shot = LessonShot.of(f"{course.START}:{step.id}")
        assert (
            shot
            == LessonShot.of(f"{course.START}:{number + 1}")
            == LessonShot(course.START, number)
        )


@pytest.mark.parametrize("text", ["knots", f"{course.START}:0", f"{course.START}:99", ":2"])
def test_what_is_not_there_is_told(text):
    with pytest.raises(ValueError, match=r"unknown lesson"):
        LessonShot.of(text)


def test_the_lesson_opens_at_the_step(make_workbench):
    bench = make_workbench()
    LessonShot(course.START, 2).open(bench)
    view = bench.snapshot().lesson
    assert (view.lesson.id, view.step) == (course.START, 2)
