"""Texts of the course while a reader does what a step asks for: what they say stays true."""

from dataclasses import replace

import pytest

from simulator.lessons.course import COURSE, lesson
from simulator.lessons.formula.condition import APPLIED, EDITED, HELD, Deeds
from simulator.lessons.formula.edits import edited
from simulator.lessons.lesson import QUESTION, RIGHT, WHY
from simulator.lessons.lint import beginnings
from simulator.lessons.text_template import filled, plain

DEEDS = Deeds(asked=True, edited=True, variants=9, applied=True)

FOLLOWS = {
    "conveyor:mend",
    "counting:tight",
    "every-argument:layers",
    "every-argument:units",
    "one-number:keep",
    "prediction:average",
    "prediction:now_more",
    "prediction:surest",
    "said-and-unsaid:whisper",
    "sunspots:above",
    "sunspots:below",
    "vanishing:three",
    "vanishing:three_right",
    "way-back:arrive",
    "write-and-forget:half",
    "write-and-forget:take",
}
"""Texts whose numbers follow the edit, and that are true of any network: read them so."""


def ends(step, reading):
    """Yield what the edits of a step make of the network: those that do its task, and offers'."""
    claims = [claim.edits for claim in step.claims if claim.edits]
    offers = [offer.edits for offer in step.offers if offer.edits]
    by_edits = step.done is not None and any(map(step.done.names, (EDITED, HELD, APPLIED)))
    for way in [*(claims if by_edits else ()), *offers]:
        end = replace(edited(reading, way), begun=reading)
        if way in offers or step.done.met(DEEDS, end):
            yield end


def follow(id):
    """Return the texts of a lesson that say other numbers once the task is done.

    What is said only when it is done, its reason, says the numbers of the end.
    """
    found = set()
    for step, begun in beginnings(lesson(id)):
        said = [step.id, step.id + QUESTION, step.id + RIGHT, *(r.say for r in step.replies)]
        texts = {key: lesson(id).texts["en"][key] for key in said if lesson(id).text(key)}
        first = replace(begun, begun=begun)
        for end in ends(step, begun):
            found |= {
                f"{id}:{key}"
                for key, text in texts.items()
                if plain(filled(text, first)) != plain(filled(text, end, missing="–"))
            }
    return found


@pytest.mark.parametrize("id", COURSE)
def test_what_a_step_says_of_its_beginning_stays_true_while_its_task_is_done(id):
    """A sign or a size that is told beside a number holds of the number at the beginning."""
    assert follow(id) == {name for name in FOLLOWS if name.startswith(f"{id}:")}


@pytest.mark.parametrize("bias", [3.5, 4, 6, 8, 10, 12])
def test_twenty_times_the_gate_that_is_told_is_the_memory_that_is_told(bias):
    (step,) = (step for step in lesson("conveyor").steps if step.id == "mend")
    begun = next(reading for one, reading in beginnings(lesson("conveyor")) if one is step)
    end = edited(begun, (f"b_if[2] = {bias}",))
    said = filled(lesson("conveyor").text(step.id + WHY), end)
    *_, gate, memory = (float(part.text) for part in said if part.number is not None)
    assert gate**20 == pytest.approx(memory, abs=0.006)
