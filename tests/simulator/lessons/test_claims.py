"""Claims, edits and conditions of lessons."""

import numpy as np
import pytest

from simulator.lessons.formula.claim import claim
from simulator.lessons.formula.condition import Deeds, condition
from simulator.lessons.formula.edits import edited
from simulator.lessons.network import network
from tests.simulator.lessons.readings import TAUGHT, conveyor


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("c[0] @ 0 = 1.00 ± 0.01", True),
        ("c[0] @ 0 = 1.00", False),
        ("all 1..4: c[1] < c_prev[1]", True),
        ("all 0..4: c[1] < c_prev[1]", False),
        ("all yes: i[0] > 0.99", True),
        ("all …: i[0] < 0.01", True),
        ("with b_if[2] = 4: c[2] @ 4 > 0.9", True),
        ("with word 0 = no: c[0] @ 4 < -0.9", True),
        ("with word 5 = no: c[0] @ 5 = 0.00 ± 0.01", True),
        ("with words = 9 × yes: c[0] @ 8 > 8.9", True),
        ("with hold f = 0, hold i = 0: |c[0] @ 4| = 0", True),
        ("with hold f[1] @ 2 = 0: c[1] @ 2 = 0", True),
        ("with W_hg = ((1, 0, 0), (0, 2, 0), (0, 0, 3)), b_hg = (1, 2, 3): W_hg[1, 1] = 2", True),
        ("with cut W_hg[1, 1], hold f[0] @ 2 = 0, W_if[1, no] = 3: c[0] @ 2 = 0", True),
        ("with hold f = 0, hold f = 1, b_if[2] = 9: c[2] @ 4 > 0.9", True),
        ("with hold f[1] @ 2 = 0: c[1] @ 1 = 0", False),
        ("with hidden_size = 5: shape(weight_hh_l0) = (20, 5)", True),
        ("with bias = off: f[0] @ 4 = 0.5 ± 0.5", True),
        ("first: c[1] < 0.7 = 4", True),
        ("with b_if[2] = 4: c[2] @ 4 > before(c[2] @ 4) + 0.8", True),
        ("with b_if[2] = 4: (c[0] @ 0..4) = before(c[0] @ 0..4)", True),
        ("before(c[2] @ 4) = c[2] @ 4", True),
        ("with history = 2 @ 1..4: lengths = (2, 2, 2, 2)", True),
        ("with history = 2 @ 1..4: x[yes] row 0 @ 0 = 1", True),
        ("with history = 2 @ 1..4: c[0] row 1 @ 1 = 0", True),
        ("with c_0 = 1, history = 2 @ 1..4: c[0] row 1 @ 1 = 1 ± 0.01", True),
    ],
)
def test_claims_are_true_or_false(text, true):
    assert claim(text).holds(conveyor()) is true


@pytest.mark.parametrize(
    ("text", "named"),
    [("1 = 1 ± c[0] @ 0", "± needs a number"), ("all maybe: c[0] < 2", "“maybe”")],
)
def test_a_claim_that_does_not_fit_is_refused_in_words(text, named):
    with pytest.raises(ValueError, match=named):
        claim(text).holds(conveyor())


def test_a_false_claim_tells_what_is_so():
    assert claim("c[0] @ 0 = 3").measured(conveyor()).startswith("0.99")


def test_an_edit_changes_nothing_else():
    before = conveyor()
    after = edited(before, ["W_if[1, no] = -3"])
    assert after.experiment.parameters["weight_ih_l0"][4, 1] == -3
    assert before.experiment.parameters["weight_ih_l0"][4, 1] == 0
    same = after.experiment.parameters["weight_ih_l0"].copy()
    same[4, 1] = 0
    np.testing.assert_array_equal(same, before.experiment.parameters["weight_ih_l0"])


def test_edits_of_states_readouts_lengths_and_words():
    reading = edited(network(TAUGHT), ["V[0, 0] = 2", "c_0[1] = 5", "words = no … yes"])
    assert reading.experiment.objective.readout.weight[0, 0] == 2
    assert reading.experiment.c_0[0, 0].tolist() == [0, 5, 0]
    assert tuple(reading.labels) == ("no", "…", "yes")
    assert reading.experiment.lengths == (3,)
    batch = network({"words": ["a"], "rows": ["a a a", "a"]})
    assert edited(batch, ["lengths = (3, 2)"]).experiment.lengths == (3, 2)


def test_a_bracket_may_be_a_word():
    reading = network({"words": ["(", ")"], "sequence": "( )"})
    found = claim("with word 1 = (, b_if[0] = 3, words = ( ( ), W_if[0, (] = 2: W_if[0, 0] = 2")
    assert found.edits == ("word 1 = (", "b_if[0] = 3", "words = ( ( )", "W_if[0, (] = 2")
    assert found.holds(reading)


def test_a_hold_takes_the_place_of_one_of_the_same_numbers():
    held = edited(conveyor(), ["hold f = 0", "hold i = 1", "hold f[1] = 0.5", "hold f = 1"])
    assert [(hold.quantity, hold.units, hold.value) for hold in held.experiment.holds] == [
        ("i", (0, 1, 2), 1),
        ("f", (1,), 0.5),
        ("f", (0, 1, 2), 1),
    ]


@pytest.mark.parametrize(
    "edit",
    ["", "nothing = 3", "b_if[9] = 1", "word 99 = yes", "word 0 = maybe", "hold z = 1",
     "cut b_if[0]", "cut c_0[0]", "cut h_0[0]", "c_0[0] row 5 = 1", "c_0[0] layer 3 = 1",
     "lengths = (9, 9)", "bias = 3.5", "proj_size = 3", "b_if = (1, 2)",
     "history = 3 @ 1..4", "history = 2 @ 3..5", "hold f = 1 + ", "x[yes] = 1"],
)  # fmt: skip
def test_an_edit_that_does_not_fit_is_refused_in_words(edit):
    with pytest.raises(ValueError, match=r"\w"):
        edited(conveyor(), [edit])


def test_conditions_of_deeds_and_numbers():
    reading = conveyor()
    done = condition("edited and c[0] @ 4 > 0.5")
    assert not done.met(Deeds(), reading)
    assert done.met(Deeds(edited=True), reading)
    assert not condition("edited and c[2] @ 4 > 0.5").met(Deeds(edited=True), reading)
    assert condition("asked and at 3").met(Deeds(asked=True, at=3), reading)
    assert not condition("asked and at 3").met(Deeds(asked=True, at=2), reading)
    assert condition("back 3").met(Deeds(back=3), reading)
    assert not condition("back 3").met(Deeds(at=3), reading)
    assert condition("edited 3").met(Deeds(variants=3), reading)
    assert not condition("edited 3").met(Deeds(edited=True, variants=2), reading)
    assert condition("applied or b_if[1] = 2.2").met(Deeds(), reading)
    assert condition("trained 100").met(Deeds(trained=100), reading)
    with pytest.raises(ValueError, match="comparison"):
        condition("edited and ")
    with pytest.raises(ValueError, match="missing"):
        condition(" ")


@pytest.mark.parametrize("edit", ["cut b_if[0]", "cut c_0[0]", "cut h_0"])
def test_what_cannot_be_cut_is_named(edit):
    with pytest.raises(ValueError, match=edit.split()[1][:3] + ".* cannot be cut"):
        edited(conveyor(), [edit])
