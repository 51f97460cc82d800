"""The lessons that ship: the engine evaluates every claim, and the linter finds no fault."""

import pytest

from simulator.lessons.course import COURSE, FOLDER, lesson
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
