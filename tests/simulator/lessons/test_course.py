"""The lessons that ship: the engine evaluates every claim, and the linter finds no fault."""

import re
from pathlib import Path

import pytest

from simulator.lessons.course import (
    COURSE,
    FOLDER,
    START,
    TITLES,
    after,
    lesson,
    opened,
    path_of,
)
from simulator.lessons.lint import beginnings, faults

SHIPPED = [id for id in COURSE if (FOLDER / f"{id}.toml").exists()]


@pytest.mark.parametrize("id", SHIPPED)
def test_a_lesson_has_no_fault(id):
    assert faults(lesson(id)) == []


@pytest.mark.parametrize("id", SHIPPED)
def test_every_claim_is_true(id):
    found = [
        (claim.text, claim.holds(reading))
        for step, reading in beginnings(lesson(id))
        for claim in step.claims
    ]
    assert found
    assert [text for text, true in found if not true] == []


@pytest.mark.parametrize("id", SHIPPED)
def test_a_lesson_is_in_both_languages_and_in_its_place(id):
    assert set(lesson(id).texts) == {"en", "ko"}
    assert lesson(id).id == id
    assert COURSE[lesson(id).number - 1] == id


@pytest.mark.parametrize("id", SHIPPED)
def test_every_test_that_a_lesson_names_is_there(id):
    here = Path(__file__).parent / "course"
    text = "".join(file.read_text(encoding="utf-8") for file in here.glob("test_*.py"))
    there = set(re.findall(r"^def (test_\w+)", text, re.MULTILINE))
    named = {test for step in lesson(id).steps for test in step.tests}
    assert named <= there


def test_a_lesson_of_the_course_is_the_same_by_id_and_number():
    for number, id in enumerate(COURSE, 1):
        assert opened(id) is opened(str(number)) is lesson(id)
        assert path_of(id) == path_of(str(number)) == str(FOLDER / f"{id}.toml")


def test_one_order_holds_for_the_numbers_the_start_and_what_follows():
    """Who begins at the first lesson and goes on meets each of them, after those it builds on."""
    met, id = [START], START
    for _ in COURSE[1:]:
        id = after(id)[0]
        assert set(lesson(id).after) <= set(met)
        met.append(id)
    assert met == [opened(str(number)).id for number in range(1, len(COURSE) + 1)]


def test_a_file_is_read_anew(tmp_path):
    path = tmp_path / "conveyor.toml"
    text = (FOLDER / "conveyor.toml").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    assert opened(path_of(str(path))).id == "conveyor"
    path.write_text(text.replace('id = "conveyor"', 'id = "mine"'), encoding="utf-8")
    assert opened(str(path)).id == "mine"
    for none in ("0", "16", "²", "conveyors"):
        assert path_of(none) == none


@pytest.mark.parametrize("id", COURSE)
def test_the_list_of_lessons_has_the_titles_of_their_files(id):
    assert lesson(id).title == TITLES[id]
