"""Marking of answers: as people mean them, in three grades."""

import pytest

from simulator.lessons.formula.parser import formula
from simulator.lessons.lesson import CHOICE, NUMBER, SHAPE, SIGN, UNIT, Ask, Reply
from simulator.lessons.marking import (
    IS_CLOSE,
    IS_RIGHT,
    NOT_YET,
    Mark,
    answer_of,
    are_equal,
    marked,
    number_typed,
    shape_typed,
)
from tests.simulator.lessons.readings import conveyor


@pytest.mark.parametrize("text", ["0,5", ".50", "1/2", "0.5", " +0.5 ", "50 %", "5e-1"])
def test_one_half_is_meant(text):
    assert number_typed(text) == 0.5


@pytest.mark.parametrize(
    ("text", "number"), [("−0.0", 0), ("1e-8", 1e-8), ("10^-8", 1e-8), ("−3", -3)]
)
def test_other_numbers(text, number):
    assert number_typed(text) == pytest.approx(number)


@pytest.mark.parametrize("text", ["", "x", "1/0", "nan", "inf", "1e999", "1.2.3"])
def test_what_is_no_number_is_refused_in_words(text):
    with pytest.raises(ValueError, match="not a number"):
        number_typed(text)


@pytest.mark.parametrize("text", ["(2, 4, 2)", "2 4 2", "2x4x2", "[2,4,2]", "2×4×2"])
def test_a_shape_is_meant(text):
    assert shape_typed(text) == (2, 4, 2)


@pytest.mark.parametrize("text", ["", "()", "(2, b)", "2.5 4", "-1"])
def test_what_is_no_shape_is_refused_in_words(text):
    with pytest.raises(ValueError, match="not a shape"):
        shape_typed(text)


def asked(kind, answer, **others):
    return Ask(kind, answer if kind == CHOICE else formula(answer), **others)


@pytest.mark.parametrize("kind", [NUMBER, SIGN, UNIT, SHAPE])
@pytest.mark.parametrize("answer", ["1 / 0", "ln(0 - 1)", "first: c[0] < 0"])
def test_a_question_whose_answer_is_no_number_is_refused_in_words(kind, answer):
    with pytest.raises(ValueError, match="asked for is not finite"):
        answer_of(asked(kind, answer), conveyor())


@pytest.mark.parametrize(
    ("answer", "grade"),
    [
        ("0.9", IS_RIGHT),
        ("0,91", IS_RIGHT),
        ("0.95", IS_CLOSE),
        ("0.97", NOT_YET),
        ("-0.9", NOT_YET),
    ],
)
def test_a_number_is_right_close_or_not_yet(answer, grade):
    ask = asked(NUMBER, "f[1] @ 1", right=0.02)
    assert marked(ask, (), answer, conveyor()) == Mark(grade)


def test_an_answer_that_rounds_to_the_shown_number_is_right():
    ask = asked(NUMBER, "f[1] @ 1", right=0.0)  # 0.90025
    assert marked(ask, (), "0.9", conveyor()).grade == IS_RIGHT
    assert marked(ask, (), "0.91", conveyor()).grade == NOT_YET


def test_a_finer_question_is_marked_in_finer_numbers():
    ask = asked(NUMBER, "0.0263", right=0.0004)
    grades = [marked(ask, (), text, conveyor()).grade for text in ("0.0265", "0.0272", "0.03")]
    assert grades == [IS_RIGHT, IS_CLOSE, NOT_YET]
    replies = (Reply(("0",), "no_rise"), Reply(("0.003",), "tenth"))
    assert marked(ask, replies, "0.0031", conveyor()).say == "tenth"
    assert marked(asked(NUMBER, "0.996", right=0.001), (), "1", conveyor()).grade == NOT_YET


def test_a_foreseen_answer_has_its_reply():
    ask = asked(NUMBER, "f[1] @ 1", right=0.02)
    replies = (Reply(("0.1",), "gone"), Reply(("> 0.99",), "all"))
    assert marked(ask, replies, "0.1", conveyor()) == Mark(NOT_YET, "gone")
    assert marked(ask, replies, "1", conveyor()) == Mark(NOT_YET, "all")
    assert marked(ask, replies, "0.5", conveyor()) == Mark(NOT_YET)
    assert marked(ask, replies, "0.9", conveyor()) == Mark(IS_RIGHT)


@pytest.mark.parametrize("when", ["", "<", "what", "> what"])
def test_a_reply_that_can_never_be_given_refuses_no_answer(when):
    replies = (Reply((when, "0.1"), "gone"),)
    ask = asked(NUMBER, "f[1] @ 1", right=0.02)
    assert marked(ask, replies, "0.1", conveyor()) == Mark(NOT_YET, "gone")
    assert marked(ask, replies, "0.5", conveyor()) == Mark(NOT_YET)


def test_orders_of_magnitude_are_compared_by_their_exponents():
    """One order off, either way, is close; two are not."""
    ask = asked(NUMBER, "3e-8", exponent=True)
    grades = {
        IS_RIGHT: ["1e-8", "2.9e-8", "4e-9"],
        IS_CLOSE: ["1e-7", "1e-9"],
        NOT_YET: ["1e-6", "1e-10", "1e-5", "0", "-1e-8"],
    }
    for grade, answers in grades.items():
        for text in answers:
            assert marked(ask, (), text, conveyor()).grade == grade, text


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        (NUMBER, "0,5", "1/2", True),
        (NUMBER, "0.5", "0.51", False),
        (UNIT, "1", "1.0", True),
        (SHAPE, "2x4", "(2, 4)", True),
        (SHAPE, "(2, 4)", "(4, 2)", False),
        (SIGN, "+", "+", True),
        (SIGN, "+", "0", False),
    ],
)
def test_answers_are_equal_as_they_are_meant(kind, one, other, same):
    assert are_equal(asked(kind, "1"), one, other) == same


def test_signs_units_shapes_and_choices():
    reading = conveyor()
    assert marked(asked(SIGN, "c[0] @ 0"), (), "+", reading).grade == IS_RIGHT
    assert marked(asked(SIGN, "0 - c[0] @ 0"), (), "−", reading).grade == IS_RIGHT
    assert marked(asked(UNIT, "2"), (), "2", reading).grade == IS_RIGHT
    assert marked(asked(SHAPE, "shape(h_n)"), (), "1 3", reading).grade == IS_RIGHT
    choice = asked(CHOICE, "more", options=("less", "more"))
    replies = (Reply(("less",), "why"),)
    assert marked(choice, replies, "less", reading) == Mark(NOT_YET, "why")
    assert marked(choice, replies, "more", reading) == Mark(IS_RIGHT)
