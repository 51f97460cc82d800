"""Texts of lessons: the engine fills in every number, and hides what is covered."""

import pytest

from simulator.lessons.formula.edits import edited
from simulator.lessons.text_template import HIDDEN, filled, plain
from simulator.translation import KOREAN, install
from tests.simulator.lessons.readings import conveyor


def said(text, **options):
    return plain(filled(text, conveyor(), **options))


@pytest.mark.parametrize(
    ("text", "filled_in"),
    [
        ("c is {c[0] @ 0}.", "c is 1.00."),
        ("{f[0] @ 1 :5}", "0.99995"),
        ("{c[2] @ 4}", "0.06"),
        ("{c[2] @ 4 * c[2] @ 4 * c[2] @ 4}", "2.4e−4"),
        ("{b_if[2]}, {b_if[1]}, {W_ig[0, no]}", "0, 2.2, −6"),
        ("{shape(output)}", "(5, 3)"),
        ("{first: c[1] < 0.7}", "4"),
        ("{0 - c[0] @ 0}", "−1.00"),
        ("{c[0] @ 0 - c[0] @ 0}", "0.00"),
        ("{c[2] @ 4 * c[2] @ 4 * (0 - c[2] @ 4) :2}", "0.00"),
        ("{hidden_size} units", "3 units"),
        ("{before(hidden_size)} units", "3 units"),
        ("{before(shape(output))}", "(5, 3)"),
        ("{before(b_if[1])}, {before(c[0] @ 0)}", "2.2, 1.00"),
        ("{3e-9 :e}", "3e−9"),
        ("no place", "no place"),
    ],
)
def test_numbers_are_filled_in(text, filled_in):
    assert said(text) == filled_in


def test_a_drawn_number_has_four_digits_and_a_whole_one_all():
    drawn = edited(conveyor(), ("b_if[1] = 0.123456789", "b_if[2] = -123456"))
    assert plain(filled("{b_if[1]} {b_if[2]}", drawn)) == "0.1235 −123456"


def test_a_search_is_filled_in_unless_a_number_that_it_reads_is_covered():
    text = "{first: c[1] < 0.7}"
    assert said(text, hides=lambda address: address.unit != 1) == "4"
    assert said(text, hides=lambda address: (address.unit, address.t) == (1, 3)) == HIDDEN


def test_a_covered_number_is_hidden_also_in_a_product():
    def hides(address):
        return (address.quantity, address.unit, address.t) == ("c", 1, 3)

    assert said("{c[1] @ 3} {c[1] @ 2}", hides=hides) == f"{HIDDEN} 0.81"
    assert (
        said("{2 * c[1] @ 3} {c @ 3} {c[1] @ 1..4}", hides=hides) == f"{HIDDEN} {HIDDEN} {HIDDEN}"
    )


@pytest.mark.parametrize("place", ["{first: c[0] > 100}", "{1 / 0}", "{ln(0 - 1) :e}"])
def test_what_is_no_number_is_refused_or_missing(place):
    with pytest.raises(ValueError, match="not finite"):
        said(place)
    assert said(f"from {place} on", missing="–") == "from – on"


def test_markup_is_told_apart():
    parts = filled("say **yes {c[0] @ 0}** to `c`", conveyor())
    assert [part.text for part in parts if part.strong] == ["yes ", "1.00"]
    assert [part.text for part in parts if part.name] == ["c"]
    assert [part.text for part in parts if part.number] == ["1.00"]


@pytest.mark.parametrize(
    ("text", "filled_in"),
    [
        ("{c[0] @ 0|을}", "1.00을"),
        ("{0.02|를}", "0.02를"),
        ("{0.11|가}", "0.11이"),
        ("{0.11|로}", "0.11로"),
    ],
)
def test_a_korean_particle_follows_the_sound_of_the_last_digit(text, filled_in):
    install(KOREAN, str)
    try:
        assert said(text) == filled_in
    finally:
        install("en", str)
