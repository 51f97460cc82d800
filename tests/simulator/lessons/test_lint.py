"""Linter of lessons: each way to break one is named in one line."""

import pytest

from simulator.lessons import lint
from simulator.lessons.lint import faults
from simulator.lessons.reader import parse

SOUND = """
id = "small"
[network]
words = ["yes", "no"]
sequence = "yes … …"
W_ii = [[20, 20]]
W_ig = [[6, -6]]
b_ii = [-10]
b_if = [10]
b_io = [10]
[[step]]
id = "kept"
look = { at = 1, number = "c[0] @ 1", panel = "ledger" }
ask = { kind = "number", answer = "c[0] @ 2", cover = "c[0] @ 2", right = 0.02 }
replies = [{ when = ["0"], say = "gone" }]
done = "edited and c[0] @ 2 < -0.9"
claims = ["c[0] @ 2 = 1.00 ± 0.01", "with word 0 = no: c[0] @ 2 = -1.00 ± 0.01"]
[text.en]
title = "Small"
kept = "It keeps {c[0] @ 1} at t 2."
kept_right = "So it is."
gone = "It is {c[0] @ 1} still."
[text.ko]
title = "작은 것"
kept = "t 2에도 {c[0] @ 1|을} 간직합니다."
kept_right = "맞습니다."
gone = "아직 {c[0] @ 1}입니다."
"""


def test_a_sound_lesson_has_no_fault():
    assert faults(parse(SOUND)) == []


def test_a_number_that_is_the_name_of_a_timestep_may_be_typed():
    text = SOUND.replace("yes", "1950").replace("at t 2.", "from 1950 on.")
    assert faults(parse(text.replace("t 2에도", "1950부터"))) == []


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("c[0] @ 2 = 1.00 ± 0.01", "c[0] @ 2 = 3 ± 0.01", "is false: its left side is 0.99"),
        ("c[0] @ 2 = 1.00 ± 0.01", "c[7] @ 2 = 1 ± 0.01", "c[7] does not exist"),
        ("at = 1,", "at = 9,", "the last timestep is 2"),
        ("at = 1,", "at = 1, back = true,", "there is no backward pass"),
        ('panel = "ledger"', 'panel = "nowhere"', "unknown panel “nowhere”"),
        ('number = "c[0] @ 1"', 'number = "c[3] @ 1"', "c[3] does not exist"),
        ("at = 1,", "at = 1, unit = 4,", "unit 4"),
        ("at = 1,", 'at = 1, layout = "huge",', "unknown layout “huge”"),
        ("at = 1,", "at = 1, layer = 1,", "there is no layer 1"),
        ("at = 1,", "at = 1, reverse = true,", "there is no layer 0 reverse"),
        ("at = 1,", "at = 1, row = 1,", "there is no row 1"),
        ("edited and c", "trained 9 and c", "its task cannot be done: trained 9"),
        ("edited and c", "applied and c", "its task cannot be done: applied"),
        (
            "right = 0.02",
            "right = 0.02, scale = [5, 9]",
            "question's scale excludes the answer 0.99",
        ),
        ("at = 1,", 'at = 1, tracks = ["c", "q"],', "no track “q”"),
        ("edited and c", "at 3 and c", "its task cannot be done: at 3"),
        ("edited and c", "back 1 and c", "its task cannot be done: back 1"),
        ('kept_right = "So it is."', "", "the answer has no text “kept_right” in [text.en]"),
        ('gone = "아직 {c[0] @ 1}입니다."', "", "gone exists only in en"),
        ("It keeps {c[0] @ 1}", "It keeps it", "is in one language only"),
        ("It keeps {c[0] @ 1}", "It keeps 0.99 of {c[0] @ 1}", "0.99 is typed by hand"),
        ("It keeps {c[0] @ 1}", "It keeps 17 of {c[0] @ 1}", "no claim 17"),
        ("c[0] @ 2 < -0.9", "c[0] @ 2 > 0.9", "done at the start"),
        (
            "with word 0 = no: c[0] @ 2 = -1.00",
            "with word 0 = yes: c[0] @ 2 = 1.00",
            "no claim proves",
        ),
        ("c[0] @ 2 < -0.9", "c[0] @ 2 < -9", "no claim proves"),
        ('kept = "It keeps {c[0] @ 1} at t 2."', "", "no text in [text.en]"),
        (
            "It keeps {c[0] @ 1}",
            "One. Two. Three. It keeps {c[0] @ 1}",
            "more than three sentences",
        ),
        ('when = ["0"]', 'when = ["1"]', "can never be shown"),
        ('when = ["0"]', 'when = ["what"]', "can never be shown"),
        ('say = "gone"', 'say = "missing"', "“missing” has no text"),
        ("It keeps {c[0] @ 1}", "It keeps {c[5] @ 1}", "c[5] does not exist"),
        ("It keeps {c[0] @ 1}", "It keeps {c[0 @ 1}", "text kept in en"),
        ("It keeps {c[0] @ 1}", "It keeps {c[0] @ 1", "text kept in en: unmatched “{”"),
        ("It keeps {c[0] @ 1}", "It keeps **{c[0] @ 1}", "text kept in en: unmatched “**”"),
        ("It keeps {c[0] @ 1}", "It `keeps {c[0] @ 1}", "text kept in en: unmatched “`”"),
        ('title = "Small"', 'title = "{c[0] @ 1}"', "text title in en: placeholders"),
        (
            'title = "Small"',
            'title = "Small"\nidea = "Of {c[0] @ 1}"',
            "text idea in en: placeholders",
        ),
        (
            "claims = [",
            'offers = [{ doctor = true, say = "ask" }]\nclaims = [',
            "“ask” has no text",
        ),
        ("It keeps {c[0] @ 1}", "It keeps {first: c[0] < 0}", "text kept in en"),
        (
            "claims = [",
            'offers = [{ edits = ["word 9 = no"], say = "gone" }]\nclaims = [',
            "the last timestep is 2",
        ),
        ("c[0] @ 2 < -0.9", "c[7] @ 2 < -0.9", "the condition “edited and c[7]"),
        ('title = "작은 것"', "", "title is missing"),
        ('id = "small"', 'id = "small"\nlayout = "huge"', "unknown layout “huge”"),
        ('id = "kept"', 'id = "kept"\nvariant = "other"', "no variant “other”"),
        ("W_ii = [[20, 20]]", 'colour = "red"', "a network has no “colour”"),
        ('id = "small"', "", "no id"),
        ('gone = "It', 'other = "No step has it."\ngone = "It', "no step has the key “other”"),
        ("W_ii = [[20, 20]]", "W_ii = [[20, 20, 20]]", "shape"),
        ('sequence = "yes … …"', 'sequence = "yes … maybe"', "no input “maybe”"),
        ('cover = "c[0] @ 2"', 'cover = "c[4] @ 2"', "the question"),
    ],
)
def test_a_broken_lesson_is_named_in_one_line(old, new, named):
    assert old in SOUND
    found = faults(parse(SOUND.replace(old, new, 1)))
    assert any(named in fault for fault in found), found
    assert all("\n" not in fault for fault in found)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("at = 1,", "at = 1, back = 3,", "step kept: back must be true or false"),
        ('kind = "number"', 'kind = "choice"', "“c[0] @ 2” is not one of the options"),
        ('kind = "number"', 'kind = "guess"', "step kept: unknown question “guess”"),
        ("look = {", "looks = {", "step kept: a step has no “looks”"),
        ("[network]", "[networks]", "a lesson has no “networks”"),
        ('id = "kept"', "", "its own id"),
        ('cover = "c[0] @ 2"', 'cover = "2"', "cannot be covered"),
        ("right = 0.02", "right = -1", "right must be at least 0"),
        ("right = 0.02", "close = -0.5", "close must be at least 0"),
        ("right = 0.02", 'options = ["a", "a"]', "an option is repeated"),
        ('claims = ["', 'claims = ["c[0 @", "', "step kept"),
        ("edited and", "edited and and", "step kept"),
        ("[[step]]", "[[step", "not valid TOML"),
        ("claims = [", "claims = 3\ntests = [", "claims must be a list"),
    ],
)
def test_a_file_that_is_no_lesson_is_refused_in_one_line(old, new, named):
    with pytest.raises(ValueError, match=r"\w") as caught:
        parse(SOUND.replace(old, new, 1))
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_lesson_without_texts_says_nothing():
    found = faults(parse(SOUND[: SOUND.index("[text.en]")]))
    assert any("has no text" in fault for fault in found), found


def test_what_a_test_proves_is_told():
    lesson = parse(SOUND.replace("done =", 'tests = ["test_of_it"]\ndone ='))
    assert lint.tested_elsewhere(lesson) == ["step kept: tested elsewhere, by test_of_it"]


def test_a_task_that_waits_for_an_answer_needs_a_question():
    start, end = SOUND.index("ask = "), SOUND.index("done = ")
    text = SOUND[:start] + SOUND[end:].replace('done = "edited and', 'done = "asked and')
    assert any("its task cannot be done: asked" in fault for fault in faults(parse(text)))


def test_a_task_at_a_timestep_that_an_edit_makes_can_be_done():
    text = SOUND.replace("edited and c[0] @ 2 < -0.9", "at 5")
    assert any("cannot be done: at 5" in fault for fault in faults(parse(text)))
    longer = text.replace('claims = ["', 'claims = ["with words = 6 × yes: c[0] @ 5 > 1", "')
    assert faults(parse(longer)) == []
