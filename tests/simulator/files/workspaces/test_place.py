"""A stored place is read as the same place, and a former number by the former steps."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.schedule import Schedule
from simulator.files.workspaces.place import FORMER_STEPS, position_of, stored
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.objective.readout import EVERY, OVER
from tests.depth import examples
from tests.simulator.experiments import configs

laws = examples(60)


@st.composite
def schedules(draw):
    config = draw(configs(max_hidden=2))
    return Schedule(config, tuple(draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))))


def former_steps_of(schedule):
    """List every former gate step in order, by nothing but loops."""
    config, T = schedule.config, max(schedule.lengths)
    walks = [(layer, walk) for layer in range(config.num_layers) for walk in range(T)]
    if config.bidirectional:
        cells = [(Lane(layer, d), walk) for layer, walk in walks for d in (0, 1)]
    else:
        cells = [(lane, walk) for walk in range(T) for lane in config.lanes()]
    steps = [q for q in FORMER_STEPS if q != "m" or config.proj_size]
    return [(lane, walk, q) for lane, walk in cells for q in steps]


def test_former_steps_are_those_that_files_have():
    assert FORMER_STEPS == ("z", "i", "f", "g", "o", "c", "m", "h")


def test_former_numbers_by_hand():
    """Two timesteps, formerly of z i f g o c h, now of f i g o c h."""
    schedule = Schedule(LSTMConfig(1, 2), (2,))
    former = [0, *(0, 2, 1, 3, 4, 5, 6), *(6, 8, 7, 9, 10, 11, 12)]
    for number, position in enumerate([*former, 12, 12]):
        assert position_of(schedule, {"position": number}) == position
    written = [stored(schedule, position)["position"] for position in range(13)]
    assert written == [0, *(3, 2, 4, 5, 6, 7), *(10, 9, 11, 12, 13, 14)]


def test_former_numbers_with_a_projection_and_two_layers_by_hand():
    """Cells of formerly z i f g o c m h: 8 … 15 is layer 1 at t 0, 16 … 23 layer 0 at t 1."""
    schedule = Schedule(LSTMConfig(1, 2, 2, proj_size=1), (2,))
    of_cells = [(8 + 0, 7), (8 + 1, 7), (8 + 2, 7 + 2), (8 + 3, 7 + 1), (8 + 7, 7 + 6)]
    of_cells += [(16, 14), (16 + 1, 14), (16 + 3, 14 + 1), (24 + 6, 21 + 5), (32, 28)]
    for number, position in of_cells:
        assert position_of(schedule, {"position": number}) == position


def test_places_by_hand():
    schedule = Schedule(LSTMConfig(1, 2, bidirectional=True), (2, 3))
    assert stored(schedule, 0) == {"position": 0, "place": "start"}
    assert stored(schedule, 36) == {"position": 42, "place": "end"}
    # Cells of 6 steps: forward and reverse of the first tick, then of the second.
    assert stored(schedule, 6 + 1) == {"position": 7 + 3, "place": [2, 0, 1, "f"]}
    assert stored(schedule, 12 + 3) == {"position": 14 + 4, "place": [1, 0, 0, "g"]}
    assert stored(schedule, 18 + 2) == {"position": 21 + 2, "place": [1, 0, 1, "i"]}


def test_the_place_counts_before_the_number():
    schedule = Schedule(LSTMConfig(1, 2), (3,))
    assert position_of(schedule, {"place": [1, 0, 0, "g"], "position": 1}) == 6 + 3
    assert position_of(schedule, {"place": "start", "position": 9}) == 0
    assert position_of(schedule, {"place": "end", "position": 9}) == 18


@st.composite
def both_ways(draw):
    """Draw a schedule with a way back, from a readout or from the cells."""
    readout = draw(st.sampled_from([None, *OVER]))
    source = "cells" if readout is None else draw(st.sampled_from(["cells", "readout"]))
    return replace(draw(schedules()), readout=readout, source=source)


def test_places_of_the_way_back_by_hand():
    """Two timesteps of 6 steps and a readout; back dy and dh dc do dg di df dz dx …, twice."""
    schedule = Schedule(LSTMConfig(1, 2), (2,), EVERY, "readout")
    former = {"position": 14}
    assert stored(schedule, 14) == {**former, "place": "end"}
    assert stored(schedule, 15) == {**former, "place": [1, 0, 0, "dy"]}
    assert stored(schedule, 17) == {**former, "place": [1, 0, 0, "dc"]}
    assert stored(schedule, 26) == {**former, "place": [1, 0, 0, "dW"]}
    assert stored(schedule, 27) == {**former, "place": [0, 0, 0, "dy"]}
    assert stored(schedule, 38) == {**former, "place": [0, 0, 0, "dW"]}


@laws
@given(both_ways())
def test_every_position_of_the_way_back_comes_back_by_its_place(schedule):
    assert schedule.last > schedule.end
    for position in range(schedule.end, schedule.last + 1):
        view = json.loads(json.dumps(stored(schedule, position)))
        assert position_of(schedule, view) == position
        # Without the loss or seed, and for earlier versions, it is the end of the forward pass.
        assert position_of(replace(schedule, source=""), view) == schedule.end
        assert position_of(Schedule(schedule.config, schedule.lengths), view) == (
            schedule.config.num_lanes * schedule.num_timesteps * len(schedule.phases)
        )


def test_a_readout_that_no_seed_reaches_has_no_place_on_the_way_back():
    schedule = Schedule(LSTMConfig(1, 2), (2,), EVERY, "cells")
    assert position_of(schedule, {"place": [1, 0, 0, "dy"], "position": 3}) == 1
    assert position_of(schedule, {"place": [1, 0, 0, "dh"], "position": 3}) == schedule.end + 1


@laws
@given(schedules())
def test_every_position_comes_back_by_its_place_and_by_its_number(schedule):
    former = former_steps_of(schedule)
    for position in range(schedule.end + 1):
        view = json.loads(json.dumps(stored(schedule, position)))
        assert position_of(schedule, view) == position
        assert position_of(schedule, {"position": view["position"]}) == position
        if position:
            cell, step = (of := schedule.gate_step(position - 1)).cell, of.quantity
            assert former[view["position"] - 1] == (*cell, step)
    assert view == {"position": len(former), "place": "end"}


@laws
@given(schedules())
def test_a_former_number_is_the_same_quantity_or_before_the_cell(schedule):
    positions = {(s.cell.lane, s.cell.walk, s.quantity): n + 1 for n, s in _steps(schedule)}
    for number, (lane, walk, quantity) in enumerate(former_steps_of(schedule), 1):
        position = position_of(schedule, {"position": number})
        if quantity == "z":
            assert position == positions[lane, walk, "f"] - 1
        else:
            assert position == positions[lane, walk, quantity]


def _steps(schedule):
    return [(number, schedule.gate_step(number)) for number in range(schedule.end)]


@pytest.mark.parametrize(
    "place",
    [
        *("", "middle", None, 5, [], {}, [0, 0, 0, "f", 0]),
        *([3, 0, 0, "f"], [-1, 0, 0, "f"], [0, 1, 0, "f"], [0, 0, 1, "f"], [0, 0, -1, "f"]),
        *([0, 0, 0, "z"], [0, 0, 0, "m"], [0, 0, 0, "dh"], [0.0, 0, 0, "f"], [10**30, 0, 0, "f"]),
    ],
)
def test_a_place_that_does_not_fit_leaves_the_number(place):
    schedule = Schedule(LSTMConfig(1, 2), (3,))
    assert position_of(schedule, {"place": place, "position": 9}) == 8
    assert position_of(schedule, {"place": place, "position": 10**30}) == schedule.end
    for number in (-1, True, 2.0, "3", None):
        assert position_of(schedule, {"place": place, "position": number}) is None
    assert position_of(schedule, {"place": place}) is None
