"""The plans of an LSTM, as one reads them; and that nothing of a sheet gets into their source."""

import pickle

import numpy as np
import pytest

from simulator.cells.back_plan import back_plan_of
from simulator.cells.lstm import lstm
from simulator.cells.plan import plan_of
from simulator.cells.sheet import Cell, row
from simulator.cells.source import Source
from simulator.engine.fast_lane import FastLane
from tests.simulator.cells.lanes import lane_of, random_weights, walked
from tests.simulator.cells.other_cells import GRU, OTHERS

FORWARDS = """\
dot(h', W of h', room 1)
add(inputs of z_i z_f z_g z_o, room 1, z_i z_f z_g z_o)
negative(z_i z_f z_g z_o, room 1)
exp(room 1, room 1)
add(room 1, 1, room 1)
reciprocal(room 1, i f _ o)
tanh(z_g, g)
multiply(i f, g c', room 2)
add(room 2[1:2], room 2[0:1], c)
tanh(c, t)
multiply(o, t, h)"""

BACK = """\
add(dh, on h', dh)
multiply(dh, t, do)
multiply(dh, o, room 1)
multiply(room 1, slope of t, room 1)
add(on c', seed c, on c')
add(room 1, on c', dc)
multiply(dc, g·c'·i, di df dg)
multiply(dc, f, on c')
multiply(di df dg do, slopes of z_i z_f z_g z_o, dz_i dz_f dz_g dz_o)
dot(dz_i dz_f dz_g dz_o, W of x h', dx dh')"""

GRU_FORWARDS = """\
dot(h', W of h', room 1)
add(inputs of a_r a_z q, room 1, a_r a_z q)
negative(a_r a_z, room 2)
exp(room 2, room 2)
add(room 2, 1, room 2)
reciprocal(room 2, r z)
multiply(r, q, room 3)
add(inputs of a_n, room 3, a_n)
subtract(1, z, u)
tanh(a_n, n)
multiply(z u, h' n, room 2)
add(room 2[1:2], room 2[0:1], h)"""


def test_the_plan_of_an_lstm_is_eleven_calls():
    assert str(plan_of(lstm())) == FORWARDS
    assert str(plan_of(lstm(bias=False))) == FORWARDS


def test_a_projection_is_a_call_more():
    *others, last = FORWARDS.splitlines()
    projected = [*others, last.replace("h)", "m)"), "dot(m, W of m, h)"]
    assert str(plan_of(lstm(projected=True))).splitlines() == projected


def test_the_back_plan_of_an_lstm():
    assert str(back_plan_of(lstm())) == BACK


def test_a_projection_sends_back_by_a_product():
    first, *others = BACK.splitlines()
    changed = [line.replace("multiply(dh,", "multiply(dm,") for line in others]
    projected = [first, "dot(dh, W of m, dm)", *changed]
    assert str(back_plan_of(lstm(projected=True))).splitlines() == projected


def test_a_gru_has_one_product_and_one_add_of_it():
    assert str(plan_of(GRU)) == GRU_FORWARDS


def test_the_cell_of_an_lstm_is_one_object_however_it_is_asked_for():
    """Two equal ones would be compared, row by row, at every look for what follows from them."""
    assert lstm() is lstm(True) is lstm(bias=True, projected=False) is lstm(projected=False)


def test_a_plan_is_made_once_for_equal_cells():
    copy = pickle.loads(pickle.dumps(GRU))
    assert copy is not GRU
    assert plan_of(copy) is plan_of(GRU)


@pytest.mark.parametrize("cell", [lstm(), *OTHERS], ids=lambda cell: cell.name)
def test_a_walk_goes_on_in_another_process_with_the_same_bits(cell):
    """Compiled source stays behind, and so does the room that it works in."""
    rng = np.random.default_rng(0)
    weights = random_weights(cell, rng, 2, 3, 3, np.float32)
    x = rng.standard_normal((70, 2, 2)).astype(np.float32)
    states = [rng.standard_normal((2, 3)).astype(np.float32) for _ in cell.states]
    whole, lane = walked(weights, x, states), lane_of(weights, states, len(x))
    walk = FastLane(weights, x, lane, ahead=True)
    with np.errstate(all="ignore"):
        walk.advance(10)
        walk, lane = pickle.loads(pickle.dumps((walk, lane)))
        walk.advance(len(x))
    for name, array in walk._arrays.items():
        assert array.tobytes() == whole.arrays[name].tobytes(), name


def test_the_source_has_generated_names_only(monkeypatch):
    """The names of a sheet may come from a file one day, and source is executed."""
    texts, made = [], Source.compile

    def compiled(source):
        texts.extend(source.lines)
        return made(source)

    monkeypatch.setattr(Source, "compile", compiled)
    cell = Cell(
        "named",
        ("hidden",),
        (
            row("evil_sum = W_iq@x + b_iq + W_hq@hidden' + b_hq"),
            row("evil = σ(evil_sum)"),
            row("rest = 1 - evil", kept=False),
            row("hidden = evil*hidden' + rest*evil"),
        ),
        {"torch": "q"},
    )
    plan_of(cell), back_plan_of(cell)
    weights = random_weights(cell, np.random.default_rng(0), 2, 3, 3, np.float64)
    walked(weights, np.zeros((2, 1, 2)), [np.zeros((1, 3))])
    text = "\n".join(texts)
    assert "made" in text
    for name in ("evil", "hidden", "rest", "W_iq", "b_hq", "W_hq"):
        assert name not in text.replace("hidden_size", "")
