"""The schedule agrees with a plain list of every gate step in order."""

from itertools import pairwise, product
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.gate_step import Cell
from simulator.engine.run import Run
from simulator.engine.schedule import Schedule
from simulator.engine.time_order import timesteps, walk_at
from simulator.network.gradient_quantities import DY
from simulator.network.lane import Lane
from simulator.network.quantities import GATES, READOUT
from simulator.objective.readout import EVERY, OVER
from tests import depth
from tests.depth import examples
from tests.simulator.experiments import configs
from tests.simulator.gradients.cases import random_case


class Step(NamedTuple):
    tick: int
    cell: Cell
    quantity: str


@st.composite
def schedules(draw):
    config = draw(configs(max_hidden=2))
    lengths = tuple(draw(st.lists(st.integers(1, 5), min_size=1, max_size=3)))
    return Schedule(config, lengths, draw(st.sampled_from([None, *OVER])))


def steps_of(schedule):
    """List every gate step in order, by nothing but loops."""
    config, T = schedule.config, max(schedule.lengths)
    if config.bidirectional:
        ticks = [
            [Cell(Lane(layer, direction), walk) for direction in (0, 1)]
            for layer in range(config.num_layers)
            for walk in range(T)
        ]
    else:
        ticks = [[Cell(lane, walk) for lane in config.lanes()] for walk in range(T)]
    steps = [[(cell, q) for cell in cells for q in config.steps] for cells in ticks]
    top = config.num_layers - 1
    reads = [[(Cell(Lane(top), t), "y")] for t in range(T)]
    if schedule.readout == EVERY and not config.bidirectional:
        steps = [tick + read for tick, read in zip(steps, reads, strict=True)]
    elif schedule.readout is not None:
        steps += reads if schedule.readout == EVERY else reads[-1:]
    return [Step(number, *step) for number, tick in enumerate(steps) for step in tick]


def at(step):
    """Return what a step belongs to: a lane's cell, or the readout under it."""
    return step.cell, step.quantity == "y"


def cells_in(steps):
    return list(dict.fromkeys(map(at, steps)))


laws = examples(60)


@laws
@given(schedules())
def test_gate_steps_and_positions_are_one_to_one(schedule):
    steps = steps_of(schedule)
    assert schedule.end == len(steps)
    for number, step in enumerate(steps):
        taken = schedule.gate_step(number)
        assert (taken.tick, taken.cell, taken.quantity) == step
        assert (*schedule.phases, "y")[taken.phase] == step.quantity
        assert schedule.position_after(step.cell, step.quantity) == number + 1


@laws
@given(schedules())
def test_cells_and_their_numbers_are_one_to_one(schedule):
    steps = steps_of(schedule)
    cells = cells_in(steps)
    assert schedule.num_cells == len(cells)
    for number, (cell, read) in enumerate(cells):
        assert schedule.cell(number) == cell
        assert read or schedule.cell_number(cell) == number
        assert read or schedule.tick_of(cell) == next(s.tick for s in steps if s.cell == cell)
    walks = np.arange(schedule.num_timesteps)
    for lane in schedule.config.lanes():
        numbers = schedule.cell_numbers(lane, walks)
        assert numbers.tolist() == [cells.index((Cell(lane, w), False)) for w in walks]


@laws
@given(schedules())
def test_what_is_known_at_a_position_is_what_the_steps_before_it_computed(schedule):
    steps = steps_of(schedule)
    for position in range(len(steps) + 1):
        before = {step[1:] for step in steps[:position]}
        for lane in schedule.config.lanes():
            for quantity in schedule.phases:
                walks = [c.walk for c, q in before if (c.lane, q) == (lane, quantity)]
                assert schedule.walked(position, lane, quantity) == len(walks)
                for row, length in enumerate(schedule.lengths):
                    known = schedule.known(position, lane, row, quantity)
                    ts = [length - 1 - w if lane.reverse else w for w in walks if w < length]
                    assert list(range(length))[known] == sorted(ts)
        walked = {q: schedule.walked(position, Lane(), q) for q in schedule.config.quantities}
        assert all(walked[f"z_{gate}"] == walked[gate] for gate in GATES)
        assert schedule.walked(position, Lane(), "z") == min(walked[gate] for gate in GATES)


@laws
@given(schedules())
def test_cells_are_computed_whole_for_a_position(schedule):
    steps = steps_of(schedule)
    for position in range(len(steps) + 1):
        cells = schedule.cells_until(position)
        assert cells == len(cells_in(steps[:position]))
        after = schedule.position_after_cells(cells)
        assert cells_in(steps[:after]) == cells_in(steps[:position])
        assert cells_in(steps[after : after + 1]) != cells_in(steps[after - 1 : after])


@laws
@given(schedules())
def test_the_first_cells_are_so_many_of_each_lane_and_complete_so_many_layers(schedule):
    cells = cells_in(steps_of(schedule))
    config, T = schedule.config, schedule.num_timesteps
    for count in range(len(cells) + 1):
        done = [cell.lane for cell, read in cells[:count] if not read]
        assert schedule.readouts_of(count) == count - len(done)
        for lane in config.lanes():
            assert schedule.cells_of(lane, count) == done.count(lane)
        complete = [
            all(done.count((layer, d)) == T for d in range(config.num_directions))
            for layer in range(config.num_layers)
        ]
        assert schedule.layers_complete(count) == sum(complete)


@laws
@given(schedules())
def test_ticks_part_the_positions(schedule):
    steps = steps_of(schedule)
    ends = [schedule.position_after_ticks(ticks) for ticks in range(schedule.num_ticks + 1)]
    assert ends[0] == 0
    assert ends[-1] == schedule.end
    for tick, (start, stop) in enumerate(pairwise(ends)):
        assert {step.tick for step in steps[start:stop]} == {tick}
        lanes = [cell for cell, read in cells_in(steps[start:stop]) if not read]
        assert schedule.cells_in_tick(tick) == tuple(lanes or [steps[start].cell])
    for position in range(len(steps) + 1):
        begun = {step.tick for step in steps[:position]}
        assert schedule.ticks_begun(position) == len(begun)
        finished = begun - {step.tick for step in steps[position:]}
        assert schedule.ticks_finished(position) == len(finished)


@laws
@given(schedules(), st.data())
def test_a_stride_ends_a_tick_or_returns_to_its_start(schedule, data):
    ends = [schedule.position_after_ticks(ticks) for ticks in range(schedule.num_ticks + 1)]
    position = data.draw(st.integers(0, schedule.end))
    count = data.draw(st.integers(1, 2 * schedule.num_ticks))
    later, earlier = [e for e in ends if e > position], [e for e in ends if e < position]
    assert schedule.strides_on(position, count, True) == (later[:count] or ends)[-1]
    assert schedule.strides_on(position, -count, True) == (earlier[-count:] or ends)[0]
    assert schedule.strides_on(position, count, False) == min(position + count, schedule.end)
    assert schedule.strides_on(position, -count, False) == max(position - count, 0)


@laws
@given(schedules(), st.data())
def test_stops_are_all_positions_or_those_at_the_end_of_a_tick(schedule, data):
    first = data.draw(st.integers(0, schedule.num_ticks))
    last = data.draw(st.integers(first, schedule.num_ticks))
    start, end = map(schedule.position_after_ticks, (first, last))
    assert list(schedule.stops(first, last, by_tick=False)) == list(range(start, end + 1))
    ticks = range(first, last + 1)
    assert list(schedule.stops(first, last, True)) == [*map(schedule.position_after_ticks, ticks)]


@laws
@given(schedules())
def test_walks_and_timesteps_are_inverse(schedule):
    T, lengths = schedule.num_timesteps, schedule.lengths
    for direction in range(schedule.config.num_directions):
        t = timesteps(direction, lengths, range(T))
        assert (walk_at(direction, np.array(lengths), t) == np.arange(T)[:, None]).all()
        for row, length in enumerate(lengths):
            for walk in range(T):
                cell = Cell(Lane(0, direction), walk)
                assert schedule.timestep(cell, row) == (
                    int(t[walk, row]) if walk < length else None
                )
            for timestep in range(length):
                cell = schedule.cell_at(Lane(0, direction), timestep, row)
                assert schedule.timestep(cell, row) == timestep


@laws
@given(schedules())
def test_a_readout_is_known_at_its_timesteps_under_any_cell(schedule):
    steps = steps_of(schedule)
    reads = [number for number, step in enumerate(steps) if step.quantity == "y"]
    assert schedule.num_readouts == len(reads)
    every = schedule.readout == EVERY
    for position in range(len(steps) + 1):
        done = sum(number < position for number in reads)
        for row, length in enumerate(schedule.lengths):
            answers = range(length) if every else [length - 1] * len(reads)
            for quantity, lane in product(READOUT, schedule.config.lanes()):
                known = schedule.known(position, lane, row, quantity)
                assert list(range(length))[known] == list(answers[:done])
    for number, place in enumerate(reads):
        timesteps = [number] if every else range(schedule.num_timesteps)
        for t, quantity in product(timesteps, READOUT):
            assert schedule.position_after(Cell(Lane(), t), quantity) == place + 1
            assert schedule.readout_number(t) == cells_in(steps).index(at(steps[place]))


@pytest.mark.parametrize("seed", range(20))
def test_each_step_back_of_a_cell_is_known_after_the_step_of_its_name(seed):
    schedule = Schedule.of(random_case(seed))
    for number in range(schedule.end, schedule.last):
        step = schedule.gate_step(number)
        assert schedule.position_after(step.cell, step.quantity) == number + 1


@pytest.mark.parametrize("seed", range(40))
def test_the_order_back_is_the_order_forwards_in_the_mirror(seed):
    schedule = Run(random_case(seed)).schedule
    back = schedule.backward
    forwards = [schedule.gate_step(k) for k in range(schedule.end)]
    cells = []
    for step in forwards:
        cell = step.cell, step.quantity == "y"
        if (not cells or cells[-1] != cell) and (back.forward.readout or not cell[1]):
            cells.append(cell)
    visited = []
    for number in range(back.num_steps):
        _, cell, phase, name = back.step(number)
        assert back.steps_until(cell, name) == number + 1
        assert (phase == 0) == (name in ("dh", DY))
        if name in ("dh", DY):
            visited.append((cell, name == DY))
    assert visited == cells[::-1]
    assert len(visited) == back.num_cells


@pytest.mark.parametrize("seed", range(40))
def test_counts_follow_from_the_steps_one_by_one(seed):
    schedule = Run(random_case(seed)).schedule
    back, T = schedule.backward, schedule.num_timesteps
    steps = [back.step(number) for number in range(back.num_steps)]
    every = schedule.readout == EVERY
    for done in range(0, back.num_steps + 1, depth.count(1, by_default=5)):
        seen = steps[:done]
        for lane in schedule.config.lanes():
            for name in back.phases:
                count = sum(s[3] == name and s[1].lane == lane for s in seen)
                assert back.walked(done, lane, name) == count
        readouts = sum(name == DY for *_, name in seen)
        assert back.walked(done, Lane(), DY) == readouts
        assert not every or readouts <= T
        ticks = {tick for tick, *_ in seen}
        assert back.ticks_begun(done) == len(ticks)
        rest = {tick for tick, *_ in steps[done:]}
        assert back.ticks_finished(done) == len(ticks - rest)
        assert back.steps_after_ticks(back.ticks_finished(done)) <= done
    for ticks in range(back.num_ticks + 1):
        assert back.ticks_finished(back.steps_after_ticks(ticks)) == ticks
