"""The walk of a lane by the plan of its cell has the bits of an LSTM written out."""

import pickle
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cells.bounds import BoundWeights, step_bounds
from simulator.cells.weights import CellWeights
from simulator.check.step_check import LaneSteps
from simulator.engine import fast_lane
from simulator.engine.fast_lane import BLOCK, FastLane
from simulator.engine.lane_interventions import LaneInterventions
from simulator.engine.run import Run
from simulator.engine.trace import LaneArrays, bytes_needed
from simulator.examples.recipe import Recipe
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from simulator.network.quantities import GATES
from simulator.objective.objective import NO_OBJECTIVE
from tests.depth import examples
from tests.simulator.experiments import experiments, random_parameters, torch_outputs
from tests.simulator.gradients.cases import random_case
from tests.simulator.oracles import even_lane, forward_step

KINDS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


@examples(60)
@given(experiments(max_steps=BLOCK + 6))
def test_every_step_is_that_of_the_cell(experiment):
    """Both engines start from the same bits, and differ by no more than the bound allows."""
    experiment = replace(experiment, lengths=(experiment.num_timesteps,) * experiment.batch_size)
    run = Run(experiment)
    run.advance()
    assert all(isinstance(walker, FastLane) for walker in run._walkers.values())
    for layer, direction in experiment.config.lanes():
        steps = LaneSteps.of(run, Lane(layer, direction), range(experiment.num_timesteps))
        inputs = steps.inputs.values()
        values = forward_step.step(
            experiment.parameters.cell(Lane(layer, direction)), *inputs
        )._asdict()
        parts = np.split(values.pop("z"), 4, axis=1)
        values |= {f"z_{gate}": part for gate, part in zip(GATES, parts, strict=True)}
        magnitudes = BoundWeights(experiment.parameters.cell(Lane(layer, direction)))
        given = {name: value for name, value in values.items() if value is not None}
        bounds = step_bounds(magnitudes, steps.inputs, given, experiment.dtype)
        for quantity, ours in steps.recorded.items():
            assert (np.abs(ours - values[quantity]) <= bounds.errors[quantity]).all(), quantity


@examples(500)
@given(st.integers(0, 2**32), st.booleans())
def test_a_lane_has_the_bits_of_an_lstm_written_out(seed, deep):
    """With holds, cuts, projection, both directions, input ahead or not, in any increments."""
    rng = np.random.default_rng(seed)
    experiment = random_case(seed, rng.choice([np.float32, np.float64]), steps=200 if deep else 9)
    even = (experiment.num_timesteps,) * experiment.batch_size
    experiment = replace(experiment.with_objective(NO_OBJECTIVE), lengths=even)
    run = Run(experiment)
    while not run.finished:
        run.advance(min(run.schedule.end, run.computed_until + int(rng.integers(1, 900))))
    config = experiment.config
    for row, lane in enumerate(config.lanes()):
        with np.errstate(all="ignore"):
            expected = even_lane.walk(
                experiment.parameters.cell(lane),
                run.trace.inputs[lane.layer],
                experiment.h_0[row],
                experiment.c_0[row],
                ahead=lane.layer == 0 or config.bidirectional,
                reverse=lane.reverse,
                holds=LaneInterventions.of(experiment, lane),
            )
        arrays = run.trace.lanes[lane]
        found = {key: arrays.values(key) for key in expected if key in ("z", *config.quantities)}
        found["gates"] = arrays.arrays["gates"]
        for name, array in expected.items():
            assert array is None or found[name].tobytes() == array.tobytes(), name


def test_a_wide_walk_takes_little_beside_its_trace():
    """Neither its bits nor its blocks depend on how far one call advances it.

    A block of 64 timesteps of all rows would need another 40 % of this trace's memory.
    """
    experiment = Recipe(LSTMConfig(3, 64), timesteps=64, batch=128).experiment()
    tracemalloc.start()
    run = Run(experiment)
    run.advance()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.2 * bytes_needed(experiment)
    by_parts = Run(experiment)
    for position in (1, 5 * len(run.schedule.phases), 200, run.schedule.end):
        by_parts.advance(position)
    for quantity in run.schedule.phases:
        ours, parts = (r.trace.values(quantity, Lane()) for r in (run, by_parts))
        assert ours.tobytes() == parts.tobytes()


@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("hidden_size", [3, 32, 129, 300])
def test_the_bits_do_not_depend_on_where_weights_lie(batch, hidden_size):
    """Edited and read arrays begin on a cache line, others do not."""
    config = LSTMConfig(2, hidden_size)
    sequence = np.random.default_rng(0).standard_normal((5, batch, 2)).astype(np.float32)
    found = []
    for offset in (0, 4, 16):
        arrays = {}
        for name, array in random_parameters(config).arrays.items():
            room = np.empty(array.nbytes + 128, np.uint8)
            start = -room.ctypes.data % 64 + offset
            arrays[name] = room[start : start + array.nbytes].view(array.dtype)
            arrays[name] = arrays[name].reshape(array.shape)
            arrays[name][...] = array
        weights = CellWeights(*(arrays[f"{kind}_l0"] for kind in KINDS))
        lane = LaneArrays.allocate(config, 0, 5, batch, np.dtype(np.float32), np.zeros)
        FastLane(weights, sequence, lane, ahead=True).advance(5)
        found.append((lane.arrays["z"].tobytes(), lane.output.tobytes()))
    assert found[1:] == found[:-1]


def test_runs_of_the_same_weights_share_what_is_made_of_them():
    """Weights are brought in order once for many edits of the input."""
    values = np.random.default_rng(0).standard_normal((6, 2)).astype(np.float32)
    experiment = Experiment.create(random_parameters(LSTMConfig(2, 8)), values)
    run = Run(experiment)
    run.advance()
    sequence = experiment.sequence.copy()
    sequence[-1] += 1
    changed = Run(experiment.with_sequence(sequence), former=run)
    changed.advance()
    lane = Lane()
    assert changed.weights[lane].by_columns is run.weights[lane].by_columns
    assert "by_columns" not in vars(pickle.loads(pickle.dumps(run.weights[lane])))
    value = experiment.parameters.with_value("weight_hh_l0", (3, 1), 0.25)
    other = Run(experiment.with_parameters(value), former=run)
    assert other.weights[lane].by_columns[1, 3] == np.float32(0.25)


def test_a_large_step_has_the_bits_of_a_small_one(monkeypatch):
    """It writes to the lane at once what a small one copies there: both ways, with a hold."""
    config = LSTMConfig(3, 5, num_layers=2, bidirectional=True, proj_size=2)
    hold = Hold("g", 1, 1, (2,), 4, 5, 0.5, row=1)
    experiment = Recipe(config, timesteps=9, batch=3).experiment().with_holds(hold)
    copied, direct = Run(experiment), Run(experiment)
    copied.advance()
    monkeypatch.setattr("simulator.engine.fast_lane._LARGE_STEP", 1)
    direct.advance(copied.schedule.end // 2)
    direct.advance()
    for lane, arrays in copied.trace.lanes.items():
        for name, array in arrays.arrays.items():
            assert array.tobytes() == direct.trace.lanes[lane].arrays[name].tobytes(), name


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("name", ["weight_ih_l0", "weight_hh_l0", "weight_ih_l1", "weight_hh_l1"])
@pytest.mark.parametrize("sizes", [(1, 1, 0), (2, 2, 1), (3, 4, 2), (2, 32, 0)])
@pytest.mark.parametrize("batch", [1, 2])
def test_zero_times_what_is_not_finite_is_nan(batch, sizes, name, value):
    """torch does so too, also where a product is that of one number and one row."""
    config = LSTMConfig(sizes[0], sizes[1], num_layers=2, bias=False, proj_size=sizes[2])
    parameters = random_parameters(config).with_value(name, (0, 0), value)
    experiment = Experiment.create(parameters, np.zeros((3, batch, sizes[0]), np.float32))
    run = Run(experiment)
    run.advance()
    expected = torch_outputs(experiment).output
    assert np.isnan(expected[0, :, 0]).all()
    np.testing.assert_array_equal(np.isnan(run.trace.outputs().output), np.isnan(expected))


def test_a_walk_in_the_room_of_another_computes_its_own_numbers():
    """Small walks hand their buffers on: neither weights nor numbers go with them."""
    config, found = LSTMConfig(3, 4), {}
    for seed in (1, 2, 1, 2):
        parameters = random_parameters(config, seed)
        values = np.random.default_rng(seed).standard_normal((6, 3)).astype(np.float32)
        runs = [Run(Experiment.create(parameters, values)) for _ in range(2)]
        runs[0].advance(8)  # walks at the same time have room of their own
        runs[1].advance()
        runs[0].advance()
        for run in runs:
            bits = b"".join(a.tobytes() for a in run.trace.lanes[Lane()].arrays.values())
            assert found.setdefault(seed, bits) == bits


def test_few_small_rooms_are_kept():
    for hidden_size in (*range(1, 20), 400):
        config = LSTMConfig(2, hidden_size)
        values = np.zeros((70, 2), np.float32)
        Run(Experiment.create(random_parameters(config), values)).advance()
    assert not any(room.matrices for room in fast_lane._SPARE.values())
    sizes = [sum(b.nbytes for b in room._buffers.values()) for room in fast_lane._SPARE.values()]
    assert 0 < len(sizes) <= fast_lane._MOST_SPARE
    assert max(sizes) <= fast_lane._SPARE_BYTES
