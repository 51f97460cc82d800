"""Addresses name one number each, and write it in words."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.address import COPIES, Address
from simulator.check.wiring_check import batched_outputs
from simulator.engine.gate_step import Cell
from simulator.engine.run import Run
from simulator.engine.schedule import Schedule
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.network.quantities import KEYS
from simulator.objective.objective import NO_OBJECTIVE
from tests.depth import examples
from tests.simulator.experiments import experiments
from tests.simulator.gradients.cases import random_case
from tests.simulator.objective.objectives import with_objective


@examples(60)
@given(experiments(), st.data())
def test_an_address_names_one_number_of_a_trace(experiment, data):
    run = Run(experiment)
    run.advance()
    lane = data.draw(st.sampled_from([*experiment.config.lanes()]))
    row = data.draw(st.integers(0, experiment.batch_size - 1))
    t = data.draw(st.integers(0, experiment.lengths[row] - 1))
    unit = data.draw(st.integers(0, experiment.config.output_size - 1))
    value = Address("h", lane, t, row, unit).value(run.trace)
    np.testing.assert_equal(value, run.trace.lanes[lane].output[t, row, unit])


def test_an_address_is_a_key_also_in_another_process():
    address = Address("c", Lane(1, 1), 17, 2, 3)
    assert {address: 1}[pickle.loads(pickle.dumps(address))] == 1


def test_an_address_has_words():
    address = Address("c", Lane(1, 1), 17, 2, 3)
    assert (address.name, address.text()) == ("c[3]", "c[3] at t 17")


@pytest.mark.parametrize(
    ("options", "batch", "place"),
    [
        ({}, 1, ""),
        ({}, 3, "row 0"),
        ({"num_layers": 2}, 1, "layer 0"),
        ({"bidirectional": True}, 2, "forward row 0"),
    ],
)
def test_only_what_there_is_a_choice_of_is_told_of_its_place(options, batch, place):
    assert Address("c").place(LSTMConfig(2, 3, **options), batch) == place
    everywhere = Address("c", Lane(1, 1), 0, 2)
    assert everywhere.place(LSTMConfig(2, 3), 1) == "layer 1 reverse row 2"


@given(experiments(), st.data())
def test_an_address_exists_where_a_trace_has_its_number(experiment, data):
    trace = Run(experiment).trace
    lane = Lane(data.draw(st.integers(0, 3)), data.draw(st.integers(0, 1)))
    t, row, unit = (data.draw(st.integers(0, 5)) for _ in range(3))
    address = Address(data.draw(st.sampled_from(KEYS)), lane, t, row, unit)
    try:
        address.value(trace)
        there = t < experiment.lengths[row]
    except (KeyError, IndexError):
        there = False
    assert address.exists(experiment) == there


@examples(60)
@given(experiments(), st.data())
def test_a_number_of_an_output_is_a_copy_of_the_one_at_its_address(experiment, data):
    run = Run(experiment)
    run.advance()
    config, lengths = experiment.config, experiment.lengths
    for name, array in zip(COPIES, batched_outputs(run), strict=True):
        directions = config.num_directions if name == "output" else 1
        index = tuple(data.draw(st.integers(0, size - 1)) for size in array.shape)
        width = array.shape[-1] // directions
        at = Address.of_output(name, index, config, lengths, width)
        assert at.quantity == name
        if name != "output" or index[0] < lengths[index[1]]:
            assert at.recorded().exists(experiment)
            np.testing.assert_equal(at.recorded().value(run.trace), array[index])
        assert at.position(run.schedule) == run.schedule.end


@given(experiments(), st.data())
def test_a_number_is_known_from_its_position_on_and_an_input_with_what_reads_it(experiment, data):
    schedule = Schedule.of(experiment)
    lane = data.draw(st.sampled_from([*experiment.config.lanes()]))
    row = data.draw(st.integers(0, experiment.batch_size - 1))
    t = data.draw(st.integers(0, experiment.lengths[row] - 1))
    for quantity in experiment.config.quantities:
        position = Address(quantity, lane, t, row).position(schedule)
        for at, there in ((position - 1, False), (position, True)):
            assert (t in range(100)[schedule.known(at, lane, row, quantity)]) == there
    for name, reader in (("x", "z_f"), ("h_prev", "z_f"), ("c_prev", "c")):
        number = Address(name, lane, t, row)
        assert number.position(schedule) == Address(reader, lane, t, row).position(schedule)
        assert not number.exists(experiment)
        assert number.recorded() == number


@examples(100)
@given(with_objective())
def test_a_readout_has_numbers_where_it_gives_an_answer(experiment):
    run = Run(experiment)
    over, lengths = experiment.objective.readout.over, experiment.lengths
    for t in range(experiment.num_timesteps + 1):
        for row, n in enumerate(lengths):
            answered = t < n if over == "every" else t == n - 1
            number = Address("y", t=t, row=row)
            assert number.exists(experiment) == answered
            assert experiment.objective.reads_at(t, n) == answered
            assert number.exists_over_time(experiment)
            if answered:
                top = Lane(experiment.config.num_layers - 1)
                assert number.cell(run.schedule) == Cell(top, t)
    lacking = replace(number, unit=experiment.width("y"), t=lengths[0] - 1)
    assert not lacking.exists_over_time(experiment)
    assert not Address("y").exists_over_time(experiment.with_objective(NO_OBJECTIVE))


def gradients_of(experiment):
    """Yield the address of every gradient of an experiment, one unit each."""
    for lane in experiment.config.lanes():
        for row, n in enumerate(experiment.lengths):
            for t in range(n):
                for key in experiment.config.gradients:
                    if key != "dz":
                        width = experiment.config.gradient_width(key, lane.layer)
                        yield Address(key, lane, t, row, width - 1)


@pytest.mark.parametrize("seed", range(20))
def test_an_address_names_one_gradient(seed):
    experiment = random_case(seed)
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    schedule, steps = run.schedule, [run.schedule.end]
    for at in gradients_of(experiment):
        assert at.exists(experiment)
        assert not replace(at, unit=at.unit + 1).exists(experiment)
        everything = back.trace.values(at.quantity, at.lane)
        assert at.value(back.trace) == everything[at.t, at.row, at.unit]
        place = at.position(schedule)
        assert schedule.end < place <= schedule.last
        step = schedule.gate_step(place - 1)
        assert step.cell == at.cell(schedule)
        assert step.quantity == experiment.config.step_of(at.quantity)
        steps.append(place)
    assert back.order.num_steps >= max(steps) - schedule.end
    number = Address("h", Lane(), 0, 0, 0)
    assert number.value(back.trace) == number.value(run.trace)


def test_without_a_way_back_no_gradient_exists():
    experiment = random_case(3)
    assert Address("dh").exists(experiment)
    assert not Address("dh").exists(experiment.with_objective(NO_OBJECTIVE))
    assert not Address("dy").exists(experiment.with_objective(NO_OBJECTIVE))
