"""The picture of a cell: its plates and wires follow from the rows, for any cell."""

import pytest

from simulator.cells.lstm import lstm
from tests.simulator.cells.other_cells import GRU, GRU_RESET_BEFORE, OTHERS, rnn
from ui.panels.cell.diagram import ABOVE, diagram

RNN = rnn("tanh")
LSTMS = lstm(), lstm(bias=False), lstm(projected=True)
CELLS = (*LSTMS, *OTHERS)


def lit(cell, step):
    """Return the wires that a step lights, without the bus."""
    wires = diagram(cell).wires.values()
    return {wire.name for wire in wires if step in wire.lit_by and ":" not in wire.name}


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_every_wire_joins_two_parts_and_every_part_has_a_wire(cell):
    parts = diagram(cell)
    names = {*parts.plates, *parts.signs}
    ends = set()
    for wire in parts.wires.values():
        for end in (wire.source, wire.target):
            assert end in names or ":" in end
            ends.add(end)
        assert wire.carries in parts.plates
    assert names <= ends
    assert set(parts.homes.values()) <= set(parts.plates)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_each_step_lights_a_way_to_its_plate(cell):
    parts = diagram(cell)
    for step in cell.steps:
        into = [wire for wire in parts.wires.values() if wire.target == step]
        assert into
        assert all(step in wire.lit_by for wire in into)
    assert {step for wire in parts.wires.values() for step in wire.lit_by} == set(cell.steps)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_the_backward_pass_has_the_wires_of_the_forward_pass(cell):
    parts = diagram(cell)
    split = {name for name, wire in parts.wires.items() if wire.joint}
    assert parts.wires.keys() - split <= parts.back.keys()
    reached = {number for wire in parts.back.values() for number in wire.numbers}
    assert reached == set(parts.plates)
    assert f"{cell.output}→{ABOVE}" in parts.back


def test_the_picture_of_an_lstm():
    parts = diagram(lstm())
    assert parts.plates == ("h_prev", "c_prev", "x", "f", "i", "g", "o", "c", "h")
    assert parts.gates == ("f", "i", "g", "o")
    signs = {name: sign.sign for name, sign in parts.signs.items()}
    assert signs == {"f*c_prev": "×", "i*g": "×", "+c": "+", "t": "tanh", "o*t": "×"}
    assert lit(lstm(), "f") == {"f→f*c_prev"}
    assert lit(lstm(), "c") == {
        "c_prev→f*c_prev",
        "f→f*c_prev",
        "i→i*g",
        "g→i*g",
        "i*g→+c",
        "f*c_prev→+c",
        "+c→c",
    }
    assert lit(lstm(), "h") == {"c→t", "t→o*t", "o→o*t", "o*t→h"}
    bands = {name: wire.band for name, wire in parts.wires.items() if wire.band}
    assert bands == {
        "c_prev→f*c_prev": ("c_prev",),
        "f*c_prev→+c": ("f", "c_prev"),
        "+c→c": ("c",),
    }


def test_a_projection_has_a_plate_and_a_matrix_more():
    parts, without = diagram(lstm(projected=True)), diagram(lstm())
    assert set(parts.plates) - set(without.plates) == {"m"}
    assert parts.signs.keys() - without.signs.keys() == {"W_hr"}
    assert lit(lstm(projected=True), "h") == {"m→W_hr", "W_hr→h"}


def test_the_picture_of_a_gru():
    parts = diagram(GRU)
    assert parts.plates == ("h_prev", "x", "r", "z", "q", "n", "h")
    assert {name: sign.sign for name, sign in parts.signs.items()} == {
        "r*q": "×",
        "u": "1 −",
        "z*h_prev": "×",
        "u*n": "×",
        "+h": "+",
    }
    assert lit(GRU, "r") == {"r→r*q"}
    assert lit(GRU, "n") == {"r→r*q", "q→r*q", "r*q→n", "n→u*n"}
    assert lit(GRU, "h") == {
        "h_prev→z*h_prev",
        "z→z*h_prev",
        "z*h_prev→+h",
        "z→u",
        "u→u*n",
        "n→u*n",
        "u*n→+h",
        "+h→h",
    }
    buses = {name for name in parts.wires if ":" in name}
    assert {"x:n→n", "h_prev:q→q"} <= buses
    assert not {"x:q→q", "h_prev:n→n"} & buses
    factors = {of: [each.text for each in found] for of, found in parts.factors.items()}
    assert factors["n"] == ["(1 − z)"]
    assert factors["h_prev"] == ["W_hh", "z"]
    assert parts.factors["h_prev"][1].wires == ("z→z*h_prev",)


def test_a_gru_that_resets_before_leads_through_a_plate():
    assert lit(GRU_RESET_BEFORE, "s") == {"r→r*h_prev", "h_prev→r*h_prev", "r*h_prev→s"}
    assert "s→n" in lit(GRU_RESET_BEFORE, "n")


def test_an_rnn_has_one_plate_on_its_bus():
    parts = diagram(RNN)
    assert parts.plates == ("h_prev", "x", "h")
    assert not parts.signs
    assert set(parts.wires) == {"x→h_prev:", "h_prev→h_prev:h", "h_prev:h→h"}


def test_the_other_factors_of_an_lstm():
    factors = diagram(lstm()).factors
    texts = {of: [each.text for each in found] for of, found in factors.items()}
    assert texts == {
        "f": ["{c_prev}"],
        "i": ["g"],
        "g": ["i"],
        "o": ["tanh(c)"],
        "c": ["o"],
        "h_prev": ["W_hh"],
        "c_prev": ["f"],
        "x": ["W_ih"],
    }
    assert factors["o"][0].wires == ("c→t", "t→o*t")
