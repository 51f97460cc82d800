"""Addresses as they are typed: one grammar, which reads back what it writes."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.address import Address
from simulator.analysis.address_parser import parse_address, parse_seed, typed_seed
from simulator.breakpoints.condition_parser import parse
from simulator.breakpoints.conditions import Condition
from simulator.network.gradient_quantities import EVERY_GRADIENT
from simulator.network.lane import Lane
from simulator.network.quantities import KEYS
from simulator.objective.objective import Seed

lanes = st.builds(Lane, st.integers(0, 99), st.integers(0, 1))
places = lanes, st.integers(0, 10**6), st.integers(0, 999), st.integers(0, 4000)
addresses = st.builds(Address, st.sampled_from(KEYS), *places)
gradients = st.builds(Address, st.sampled_from([k for k in EVERY_GRADIENT if k != "dz"]), *places)


@given(addresses | gradients)
def test_an_address_reads_back_from_its_text(address):
    assert parse_address(address.typed()) == address
    assert parse_address(f"  {address.typed().upper()} ") == address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("dc[3] layer 1 reverse row 0 at 17", Address("dc", Lane(1, 1), 17, 0, 3)),
        ("dz_f[1] at 3", Address("dz_f", Lane(), 3, 0, 1)),
        ("dz_f_l1_reverse[1] @3", Address("dz_f", Lane(1, 1), 3, 0, 1)),
        ("dh_prev_l2[4]", Address("dh_prev", Lane(2), 0, 0, 4)),
        ("dx[0] row 2", Address("dx", Lane(), 0, 2, 0)),
        ("dy[1] at 5", Address("dy", Lane(), 5, 0, 1)),
    ],
)
def test_gradients_are_named_by_the_same_grammar(text, address):
    assert parse_address(text) == address
    assert address.is_gradient


@given(addresses, st.randoms(), st.booleans(), st.booleans())
def test_its_parts_stand_in_any_order_and_what_is_0_or_forward_may_be_left_out(
    address, random, suffixed, signed
):
    layer, direction = address.lane
    suffix = address.lane.suffix if suffixed else ""
    parts = [f"{address.quantity}{suffix}[{address.unit}]"]
    parts += [f"layer {layer}"] if layer and not suffixed else []
    parts += ["reverse"] if direction and not suffixed else []
    parts += [f"row {address.row}"] if address.row else []
    parts += [f"@{address.t}" if signed else f"at {address.t}"] if address.t else []
    random.shuffle(parts)
    assert parse_address(" ".join(parts)) == address


@given(addresses)
def test_a_breakpoint_at_a_number_is_its_address(address):
    """Conditions are read by the same grammar, in which `at` is a test too."""
    meant = parse(address.typed())
    assert isinstance(meant, Condition)
    assert (meant.test, meant.number) == ("at", address.t)
    where = meant.where
    assert (meant.quantity, meant.unit) == (address.quantity, address.unit)
    assert (Lane(where.layer, where.direction), where.row) == (address.lane, address.row)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not understood"),
        ("layer 1", "is not understood"),
        ("h", "give a unit"),
        ("z[1]", "name a gate's z"),
        ("dz[1]", "name a gate's dz"),
        ("q[1]", "“q” is not a quantity"),
        ("h[1] > 2", "“>” is unexpected"),
        ("h[1] at", "a timestep is missing"),
        ("h_l1[1] layer 1", "layer is given twice"),
        ("h_l1_backwards[1]", "is not understood"),
        ("h[1] at_l1 3", "“at_l1” is unexpected"),
        ("h[1] h_l1", "“h_l1” is unexpected"),
    ],
)
def test_anything_else_is_refused_in_words(text, words):
    with pytest.raises(ValueError, match=words):
        parse_address(text)


@given(st.text(max_size=30) | st.text("cfh[]_l0123 @eatrowyv", max_size=30))
def test_no_text_breaks_it(text):
    try:
        address = parse_address(text)
    except ValueError:
        return
    assert parse_address(address.typed()) == address


@pytest.mark.parametrize(
    ("typed", "seed"),
    [
        ("h[3] layer 1 reverse row 2 at 17", Seed("h", Lane(1, 1), 17, 2, 3)),
        ("c_l1_reverse[0] @ 4", Seed("c", Lane(1, 1), 4, 0, 0)),
        ("h[3]", Seed("h", unit=3)),
        ("output[7] row 1 at t 5", Seed("output", Lane(), 5, 1, 7)),
        ("Y[1] at 5", Seed("y", Lane(), 5, 0, 1)),
    ],
)
def test_a_seed_is_typed_like_an_address(typed, seed):
    assert parse_seed(typed) == seed
    assert parse_seed(typed_seed(seed), -2.5) == replace(seed, number=-2.5)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("", "is not understood"),
        ("at 3", "is not understood"),
        ("f[3] at 17", "not “f[3]”"),
        ("dc[3] at 17", "not “dc[3]”"),
        ("loss at 17", "not “loss”"),
        ("h at 17", "give a unit"),
        ("h[1] > 3", "is unexpected"),
        ("h[1] at 3 at 4", "twice"),
        ("y[1] layer 0 at 3", "y[1] has no layer"),
        ("output_l1[1] at 3", "output[1] has no layer"),
        ("output[1] reverse", "output[1] has no layer"),
    ],
)
def test_what_no_seed_can_lie_on_is_refused(typed, word):
    with pytest.raises(ValueError, match=re.escape(word)):
        parse_seed(typed)
