"""What happened in training, in words: each fact is told once, with its numbers."""

from dataclasses import replace

import pytest

from simulator.analysis.meaning.training_events import sentences
from simulator.training.happened.facts import (
    Broken,
    Clipped,
    Course,
    Happened,
    NormChange,
    Place,
    Remembered,
    Setback,
)
from simulator.training.one_step.promises import Promise

REMEMBERED = Remembered(113, 0.984, 0.684, 0.0213, 0.93, 32)
SETBACK = Setback(110, 0.0242, 0.567, 115, 0.0302, 0.154, Promise(115, -2.8e-5, 0.158), REMEMBERED)
ORDINARY = Happened(
    60,
    clipped=Clipped(3, 25, 1.0),
    promise=Promise(59, -0.0021, -0.002),
    course=Course(35, 0.31, 0.12, True),
)


def test_a_setback_is_told_as_a_story():
    assert sentences(Happened(118, setback=SETBACK, promise=Promise(117, 1.0, 2.0))) == (
        "The validation loss was 0.024 at step 110 and is now 0.567.",
        "At step 113, one of the 32 sequences is hard: 93 % of the loss comes from it.",
        "‖g‖ at step 113 is 0.684 (usually 0.021).",
        "At step 115 that gradient still makes up 98 % of the momentum.",
        "Step 115 takes the validation loss from 0.030 to 0.154.",
        "The gradient predicted a change of −2.8e−5 in its batch's loss; the change was +1.6e−1.",
    )


@pytest.mark.parametrize(
    ("changes", "gone", "there"),
    [
        ({"remembered": None}, ("momentum", "hard", "usual"), "takes the validation loss"),
        ({"remembered": replace(REMEMBERED, row_share=0.2)}, ("hard",), "momentum"),
        ({"remembered": replace(REMEMBERED, rows=1)}, ("hard",), "momentum"),
        ({"remembered": replace(REMEMBERED, usual=None)}, ("usual",), "‖g‖ at step 113 is 0.684."),
        ({"remembered": replace(REMEMBERED, share=0.996)}, (" 100 %",), " 99 %"),
        ({"remembered": replace(REMEMBERED, share=1.02)}, (" 102 %",), " 100 %"),
        ({"promise": Promise(115, -0.2, -0.21)}, ("promised",), "takes the validation loss"),
    ],
)
def test_a_setback_tells_no_more_than_there_is(changes, gone, there):
    said = " ".join(sentences(Happened(118, setback=replace(SETBACK, **changes))))
    assert there in said
    assert not any(word in said for word in gone)


def test_a_norm_that_made_the_setback_is_told_once():
    def told(step):
        exploded = NormChange(step, 0.684, 0.002, 25)
        return sentences(Happened(118, setback=SETBACK, exploded=exploded))

    assert told(113) == sentences(Happened(118, setback=SETBACK))
    assert told(112)[-1] == "‖g‖ at step 112 is 0.684, 342 times the median up to then."


NOT_FINITE = {
    Place.INPUTS: "inputs",
    Place.WEIGHTS: "weights",
    Place.LOSS: "the loss",
    Place.GRADIENT: "gradient of",
}


@pytest.mark.parametrize("place", Place)
def test_what_broke_is_told_with_its_step_and_the_last_norm(place):
    name = "weight_hh_l0" if place in (Place.WEIGHTS, Place.GRADIENT) else ""
    said = sentences(Happened(20, broken=Broken(10, place, name, 3e12), promise=None))
    assert len(said) == 2
    assert "step 10" in said[0]
    assert name in said[0]
    assert [of for of, word in NOT_FINITE.items() if word in said[0]] == [place]
    assert said[1] == "The last finite ‖g‖ was 3.0e12."
    assert len(sentences(Happened(20, broken=Broken(0, place, name, None)))) == 1


def test_an_ordinary_step_is_told_by_its_course_its_clip_and_its_promise():
    assert sentences(ORDINARY) == (
        "The validation loss was 0.310 at step 35 and is now 0.120.",
        "Clipping scaled down 3 of the last 25 gradients.",
        "Step 59 changed the batch loss by −2.0e−3; its gradient predicted −2.1e−3.",
    )
    beyond = replace(ORDINARY, promise=Promise(59, -0.0021, 0.3), clipped=None)
    beyond = replace(beyond, course=Course(35, 0.31, 0.12, False))
    assert sentences(beyond) == (
        "The loss was 0.310 at step 35, and 0.120 at the last one.",
        "Step 59 was too long: its gradient predicted a change of −2.1e−3 in the batch loss; "
        "the true change was +3.0e−1.",
    )
    vanished = replace(ORDINARY, vanished=NormChange(59, 3e-9, 0.5, 0))
    assert sentences(vanished)[0] == "‖g‖ has fallen from 0.500 to 3.0e−9, but the loss has not."


@pytest.mark.parametrize(
    ("norm", "written"),
    [(3e-9, "3.0e−9"), (0.0213, "0.021"), (1.234, "1.23"), (49.85, "49.9"), (127.51, "128")],
)
def test_a_number_has_three_figures_or_few_decimals(norm, written):
    exploded = NormChange(9, norm, norm / 200, 25)
    assert sentences(Happened(10, exploded=exploded))[0].startswith(
        f"‖g‖ at step 9 is {written}, 2"
    )


def test_before_the_first_step_there_is_nothing_to_tell():
    assert sentences(Happened(0)) == ("No step has been taken yet.",)
    assert sentences(Happened(9)) == ("This run continues another one from step 9.",)
