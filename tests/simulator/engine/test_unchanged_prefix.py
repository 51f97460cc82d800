"""What an edit cannot reach is the former run's, and the bits are those of a run of its own."""

import gc
import weakref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.engine.unchanged_prefix import until_changed
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from tests.depth import examples
from tests.simulator.engine.edits import changed, finished, random_edit, with_weight
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import cases, random_objective

T = 9


def recorded(run):
    """Return all that a run has recorded, by name."""
    trace = run.trace
    found = {("x", layer): array for layer, array in enumerate(trace.inputs)}
    for lane, arrays in trace.lanes.items():
        found |= {(name, lane): array for name, array in arrays.arrays.items()}
    if trace.readout is not None:
        found |= {q: trace.readout.values(q) for q in run.experiment.objective.quantities}
    return found


def bits(run):
    return {key: array.tobytes() for key, array in recorded(run).items()}


@examples(400, by_default=25)
@given(cases(steps=9), st.integers(0, 2**32 - 1))
def test_a_run_that_shares_has_the_bits_of_one_that_does_not(experiment, seed):
    rng = np.random.default_rng(seed)
    run = Run(experiment)
    for _ in range(3):
        run.advance(int(rng.integers(run.schedule.end + 1)) if rng.integers(2) else None)
        for lane in run.trace.lanes.values():  # what is read is copied first, what is not is lent
            if rng.integers(2):
                lane.arrays[str(rng.choice(list(lane.arrays)))]
        for _ in range(int(rng.integers(1, 3))):
            experiment = random_edit(rng, experiment)
        former, run = run, Run(experiment, former=run)
    run.advance()
    assert bits(run) == bits(finished(experiment))
    former.advance()
    assert bits(former) == bits(finished(former.experiment))


@pytest.fixture(params=[False, True], ids=["one direction", "two directions"])
def experiment(request):
    config = LSTMConfig(2, 3, 4, bidirectional=request.param)
    rng = np.random.default_rng(0)
    experiment = Experiment.create(
        random_parameters(config), rng.standard_normal((T, 2, 2)).astype(np.float32)
    )
    return experiment.with_objective(random_objective(rng, experiment))


def shared(before, after):
    return finished(after, finished(before)).shared


def test_an_edit_of_a_layer_leaves_the_lanes_below(experiment):
    after = shared(experiment, with_weight(experiment, "bias_hh_l2", (0,)))
    for lane in experiment.config.lanes():
        reached = lane.layer > 2 or lane == Lane(2)
        assert after[lane] == (0 if reached else T)


def test_lanes_without_a_step_of_their_own_take_no_memory(experiment):
    before = finished(experiment)
    after = finished(with_weight(experiment, "bias_hh_l2", (0,)), before)
    for lane, arrays in before.trace.lanes.items():
        same = np.shares_memory(arrays.arrays["z"], after.trace.lanes[lane].arrays["z"])
        assert same == (after.shared[lane] == T)


def test_an_edit_of_a_lanes_start_reaches_it_and_what_is_above(experiment):
    start = changed(experiment.c_0, (2 * experiment.config.num_directions, 0, 0))
    after = shared(experiment, experiment.with_states(c_0=start))
    for lane in experiment.config.lanes():
        assert after[lane] == (0 if lane.layer > 2 or lane == Lane(2) else T)


@pytest.mark.parametrize("edit", ["input", "hold", "cut"])
def test_an_edit_at_a_timestep_leaves_each_walk_before_it(experiment, edit):
    after = {
        "input": lambda: experiment.with_sequence(changed(experiment.sequence, (6, 1, 0))),
        "hold": lambda: experiment.with_holds(Hold("c", 0, 0, (1,), 6, 7, 0.5)),
        "cut": lambda: experiment.with_holds(Cut("weight_hh", 0, 0, (1, 1), 6, 7)),
    }[edit]()
    found = shared(experiment, after)
    if not experiment.config.bidirectional:
        assert set(found.values()) == {6}
        return
    assert found[Lane(0)] == 6
    assert found[Lane(0, 1)] == (T - 1 - 6 if edit == "input" else T)
    assert {found[lane] for lane in found if lane.layer == 1} == {0 if edit == "input" else 6, 0}


def test_an_edit_after_the_end_of_a_row_reaches_nothing(experiment):
    ragged = Experiment.create(experiment.parameters, experiment.sequence, lengths=(T, 4))
    for t, forwards, back in ((2, 2, 1), (6, T, T)):
        found = shared(ragged, ragged.with_sequence(changed(ragged.sequence, (t, 1, 0))))
        assert found[Lane()] == forwards
        assert found.get(Lane(0, 1), back) == back


def test_an_edit_of_readout_or_targets_computes_no_cell(experiment):
    for name in ("readout.weight", "readout.bias", "target"):
        array = experiment.objective.named(name)
        if array is None:
            continue
        other = changed(array, (0,) * array.ndim)
        after = experiment.with_objective(experiment.objective.with_named(name, other))
        assert set(shared(experiment, after).values()) == {T}


def test_a_run_that_is_not_finished_lends_what_it_has(experiment):
    before = Run(experiment)
    before.advance(before.schedule.end // 3)
    after = finished(with_weight(experiment, "bias_hh_l3", (0,)), before)
    walks = {
        lane: before.schedule.walked(before.computed_until, lane, "h") for lane in after.shared
    }
    assert all(after.shared[lane] == walks[lane] for lane in walks if lane.layer < 3)


def test_many_edits_that_nobody_reads_keep_the_arrays_of_two_runs(experiment):
    gc.freeze()  # so that only what is made from here on is looked through
    run, arrays = finished(experiment), []
    for t in (3, 5, 7, 8, 4, 8):
        arrays.append(weakref.ref(run._lanes[Lane()].own().arrays["z"]))
        sequence = changed(run.experiment.sequence, (t, 0, 0))
        run = finished(run.experiment.with_sequence(sequence), run)
    gc.collect()
    gc.unfreeze()
    assert sum(array() is not None for array in arrays) <= 1


def test_a_hold_of_minus_zero_is_another_than_of_zero(experiment):
    holds = [Hold("h", 0, 0, (0,), 2, 2, value) for value in (0.0, -0.0)]
    assert shared(*(experiment.with_holds(hold) for hold in holds))[Lane(0)] == 2


@examples(200, by_default=14)
@given(cases(steps=9), st.integers(0, 2**32 - 1))
def test_a_part_that_is_read_where_it_lies_has_the_bits_of_the_whole(experiment, seed):
    rng = np.random.default_rng(seed)
    run = finished(experiment)
    for _ in range(2):
        experiment = random_edit(rng, experiment)
        run = finished(experiment, run)
    whole = finished(experiment)
    for lane, arrays in run.trace.lanes.items():
        for quantity in experiment.config.quantities:
            first, stop = sorted(rng.integers(0, experiment.num_timesteps + 1, 2).tolist())
            part = arrays.part(quantity, first, stop)
            assert part.tobytes() == whole.trace.values(quantity, lane)[first:stop].tobytes()


@examples(60)
@given(st.integers(0, 2**32), st.booleans(), st.booleans())
def test_the_first_step_that_differs_is_found_one_by_one(seed, reverse, back):
    """Of rows of different lengths too, where padding may differ."""
    rng = np.random.default_rng(seed)
    steps, batch = int(rng.integers(1, 6)), int(rng.integers(1, 4))
    lengths = (steps, *rng.integers(1, steps + 1, batch - 1).tolist())
    experiment = Experiment.create(
        random_parameters(LSTMConfig(2, 1)), np.zeros((steps, batch, 2)), lengths=lengths
    )
    one = rng.standard_normal((steps, batch, 2))
    other = one.copy()
    for _ in range(int(rng.integers(3))):
        other[tuple(rng.integers(one.shape))] += 1
    walks = [
        (length - 1 - t if reverse else t)
        for row, length in enumerate(lengths)
        for t in range(length)
        if (one[t, row] != other[t, row]).any()
    ]
    found = [steps - 1 - walk for walk in walks] if back else walks
    assert until_changed(one, other, int(reverse), experiment, back) == min(found, default=steps)
