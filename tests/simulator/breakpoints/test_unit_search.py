"""Search for units: what is typed is what is tested, and what is refused is refused in words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.breakpoints.unit_search import UnitSearch, parse
from simulator.network.config import LSTMConfig
from simulator.network.quantities import KEYS


@pytest.mark.parametrize(
    ("text", "search"),
    [
        ("c > 3", UnitSearch("c", "now", ">", 3.0)),
        ("c now <= -1,5", UnitSearch("c", "now", "<=", -1.5)),
        ("c>3 @ 12", UnitSearch("c", "now", ">", 3.0, 12)),
        ("F SHUT", UnitSearch("f", "closed")),
        ("f shut at t 12", UnitSearch("f", "closed", t=12)),
        ("f closed at 12", UnitSearch("f", "closed", t=12)),
        ("f open > 0.5", UnitSearch("f", "open", ">", 0.5)),
        ("g saturated", UnitSearch("g", "saturated")),
        ("c saturates > 0.25", UnitSearch("c", "saturated", ">", 0.25)),
        ("h variance < 1e-3", UnitSearch("h", "variance", "<", 1e-3)),
        ("h nan", UnitSearch("h", "nan")),
        ("i norm >= 2", UnitSearch("i", "norm", ">=", 2.0)),
    ],
)
def test_what_is_typed_is_tested_and_reads_back(text, search):
    assert parse(text, KEYS) == search
    assert parse(search.text(), KEYS) == search


@pytest.mark.parametrize(
    "text",
    [
        "", "f", "f >", "f shut >", "f[3] > 1", "q > 1", "h shut", "h open > 0.5",
        "f shut > 0.5 at 3", "f variance", "f nan > 1", "f > 1 layer 0", "f up", "f > 1 2", "3",
        "f >> 1", "f shut shut", "f at", "y > 1", "loss > 1", "p shut",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_in_words(text):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        parse(text, KEYS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f shut", [1, 0, 0, 0, 0]),
        ("f open", [0, 0, 0, 1, 0]),
        ("f saturated", [1, 0, 0, 1, 0]),
        ("f > 0.1", [0, 0, 1, 1, 0]),
        ("f >= 0.5", [0, 0, 1, 1, 0]),
        ("f nan", [0, 0, 0, 0, 1]),
        ("c saturated", [0, 0, 0, 0, 0]),
    ],
)
def test_units_that_pass(text, expected):
    numbers = np.array([0.05, 0.1, 0.5, 0.95, np.nan])
    assert parse(text, KEYS).passed(numbers).tolist() == list(map(bool, expected))


def test_ends_of_c_are_those_of_its_tanh():
    """Tanh is 0.9 at 1.4722."""
    numbers = np.array([-1.48, -1.47, 1.47, 1.48])
    assert parse("c shut", KEYS).passed(numbers).tolist() == [True, False, False, False]
    assert parse("c high", KEYS).passed(numbers).tolist() == [False, False, False, True]


def test_a_quantity_that_the_cells_do_not_have_is_refused():
    assert parse("m > 0", LSTMConfig(2, 3, proj_size=1).quantities).quantity == "m"
    with pytest.raises(ValueError, match="m” is not a quantity"):
        parse("m > 0", LSTMConfig(2, 3).quantities)


@given(st.text("fcg shutopen>0.5at[]<=", max_size=14))
def test_every_text_is_a_test_or_a_complaint(text):
    try:
        search = parse(text, KEYS)
    except ValueError:
        return
    assert parse(search.text(), KEYS) == search
