"""Conditions as users type them: what parses, and the errors of what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.address import Where
from simulator.analysis.address_parser import PartialAddress
from simulator.breakpoints.condition_parser import parse
from simulator.breakpoints.conditions import ACTIVATIONS, COMPARISONS, Condition
from simulator.network.quantities import KEYS

wheres = st.builds(
    Where,
    st.none() | st.integers(0, 99),
    st.none() | st.integers(0, 1),
    st.none() | st.integers(0, 999),
)
numbers = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def any_condition(draw):
    test = draw(st.sampled_from([*COMPARISONS, "sign", "saturated", "nan", "at", "torch"]))
    if test == "torch":
        return Condition(test, where=draw(wheres))
    quantity = draw(st.sampled_from(list(ACTIVATIONS) if test == "saturated" else KEYS))
    unit = draw(st.none() | st.integers(0, 4000))
    every = unit is None and draw(st.booleans())
    number = draw(numbers) if test in COMPARISONS else 0.0
    number = draw(st.integers(0, 10**6)) if test == "at" else number
    return Condition(test, quantity, unit, every, number, draw(wheres))


@given(any_condition())
def test_a_condition_reads_back_from_its_text(condition):
    assert parse(condition.text()) == condition
    assert parse(f"  {condition.text().upper()} ") == condition


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("c[2] > 1.5", Condition(">", "c", 2, number=1.5)),
        ("c[ 2 ]>−1,5", Condition(">", "c", 2, number=-1.5)),
        ("f all < 0.1", Condition("<", "f", every=True, number=0.1)),
        ("f any < 0.1", Condition("<", "f", number=0.1)),
        ("f >= 1e-3", Condition(">=", "f", number=1e-3)),
        ("h[0] sign", Condition("sign", "h", 0)),
        ("any nan", Condition("nan")),
        ("c inf", Condition("nan", "c")),
        ("g saturates", Condition("saturated", "g")),
        ("c[1] at t 12", Condition("at", "c", 1, number=12)),
        ("torch row 1 layer 0", Condition("torch", where=Where(0, None, 1))),
        ("z_i[3] > 2 layer 1 reverse", Condition(">", "z_i", 3, number=2, where=Where(1, 1))),
        ("z_i[3] layer 1 reverse > 2", Condition(">", "z_i", 3, number=2, where=Where(1, 1))),
        ("c[2]", PartialAddress("c", 2, Where())),
        ("h_l1_reverse[0] > 1", Condition(">", "h", 0, number=1, where=Where(1, 1))),
        ("z_i_l2 sign row 1", Condition("sign", "z_i", where=Where(2, 0, 1))),
        ("h[3]@17", Condition("at", "h", 3, number=17)),
        ("at 3 h all", Condition("at", "h", every=True, number=3)),
        ("m_l0_reverse[1]", PartialAddress("m", 1, Where(0, 1))),
        ("h[0] layer 1 row 2", PartialAddress("h", 0, Where(1, None, 2))),
    ],
)
def test_what_people_type(text, meant):
    assert parse(text) == meant


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "type c"),
        ("f", "give a unit, or a test for all units"),
        ("any", "give a unit, or a test for all units"),
        ("x[1] > 2", "“x” is not a quantity"),
        ("z > 1", "name a gate's z"),
        ("h saturated", "h does not saturate"),
        ("any > 1", "works only with nan"),
        ("any all nan", "any or all, not both"),
        ("f[1] all > 2", "is one unit"),
        ("c[2] >", "give the number"),
        ("c[2] > big", "give the number"),
        ("c[2] > 1 2", "“2” is unexpected"),
        ("c[2] > 1e999", "too large"),
        ("c[2] = 1", "“= 1” is not understood"),
        ("c[2", "“c[2” is not understood"),
        ("c[-1] > 0", "not understood"),
        ("c[2] near 1", "“near” is not a test"),
        ("c[2] at", "a timestep is missing"),
        ("c[2] row", "the row number is missing"),
        ("c[2] at 1.5", "is not a timestep"),
        ("c > 1 layer 1 layer 2", "layer is given twice"),
        ("c > 1 row x", "is not the row number"),
        ("c > 1 at 3", "“>” is unexpected"),
        ("c at 3 @ 4", "timestep is given twice"),
        ("c_l1 > 1 layer 1", "layer is given twice"),
        ("torch now", "“now” is unexpected"),
        ("torch at 3", "“at” is unexpected"),
        ("wrong at 3", "“at” is unexpected"),
        ("c[٣] > 1", "not understood"),
        ("g saturated_l1", "“saturated_l1” is not a test"),
        ("g sign_l0_reverse", "“sign_l0_reverse” is not a test"),
        ("f all_l1 < 0.1", "“all_l1” is not a test"),
        ("f any_l1 < 0.1", "“any_l1” is not a test"),
        ("c[2] sign[5]", "“sign[5]” is not a test"),
        ("f all[3] < 0.1", "“all[3]” is not a test"),
        ("c[2] inf[1]", "“inf[1]” is not a test"),
        ("torch torch_l1", "“torch_l1” is unexpected"),
    ],
)
def test_anything_else_is_refused_in_words(text, words):
    with pytest.raises(ValueError, match=words.replace("[", r"\[")):
        parse(text)


@given(st.text(max_size=30) | st.text("cfg[]0123 <>=.-eall nyorwtsign", max_size=30))
def test_no_text_breaks_it(text):
    try:
        meant = parse(text)
    except ValueError:
        return
    assert isinstance(meant, Condition | PartialAddress)
