"""A run: the steps of the optimiser one by one, the same bits in any slices, any step again."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from simulator.objective.loss import BCE
from simulator.training.kept_steps import Keeping
from simulator.training.optimisers import SGD, Adam
from simulator.training.passes import Passes
from simulator.training.plan import Plan
from simulator.training.record import RunRecord
from simulator.training.run import TrainingRun, bytes_a_step
from simulator.training.source import GivenBatches
from simulator.training.state import OptimiserState
from simulator.training.step import take_step
from simulator.training.stops import first_met, parse
from tests import depth
from tests.simulator.training.networks import Fresh, network, random_batch, same, training_run
from tests.simulator.training.variants import VARIANTS


def numbers(run):
    """Return everything that a run told, in order."""
    return np.stack([run.log.column(name) for name in ("loss", "norm", "coefficient", "accuracy")])


def equal_runs(one, other):
    assert one.step == other.step
    np.testing.assert_array_equal(numbers(one), numbers(other))
    assert one.judgements == other.judgements
    same(one.network.arrays, other.network.arrays)
    for kind, named in one.state.buffers.items():
        same(named, other.state.buffers[kind])


@pytest.mark.parametrize("name", VARIANTS)
def test_it_takes_the_optimisers_own_steps(name):
    net = network()
    run = training_run(net, VARIANTS[name], clip=0.5)
    run.advance(4)
    source, passes, state, weights = Fresh(net), Passes(net), OptimiserState.fresh(), net.arrays
    for step in range(4):
        found = passes.gradients(weights, source.batch(step))
        taken = take_step(run.plan, weights, found.gradients, state)
        row = run.log.row(step)
        assert (row.loss, row.norm) == (found.loss, taken.norm)
        assert row.coefficient == taken.coefficient
        weights, state = taken.weights, taken.state
    same(run.network.arrays, weights)


def test_in_any_slices_it_has_the_same_bits():
    whole, slices = (training_run(source=Fresh(network(), BCE)) for _ in range(2))
    whole.advance(60)
    for steps in (1, 7, 0, 20, 32):
        slices.advance(steps)
    equal_runs(whole, slices)


def test_between_the_parts_of_a_step_nothing_has_changed_and_all_can_be_read():
    whole, parts = (training_run(judged_every=5) for _ in range(2))
    whole.advance(27)
    while parts.step < 27:
        before, record = parts.step, RunRecord.of(parts).log.tobytes()
        count = 0
        for _ in parts.advancing():
            count += 1
            assert parts.step == before
            assert RunRecord.of(parts).log.tobytes() == record
            parts.taken(max(0, before - 1)) if before else None
        assert count > 1
        assert parts.step == before + 1
        next(parts.advancing())  # one that is given up leaves nothing behind
    equal_runs(whole, parts)


@pytest.mark.few(2)
@pytest.mark.parametrize("room", [0, 3000, 1 << 20])
def test_any_step_can_be_made_again_with_the_same_bits(room):
    net = network(num_layers=2, dropout=0.3)
    run, every = training_run(net, room=room, seed=5), training_run(net, seed=5)
    passed = []
    for _ in range(40):
        passed.append((every.network.arrays, every.state))
        every.advance(1)
    run.advance(40)
    assert run.kept.keeping == Keeping.of(40, bytes_a_step(net, run.plan), room)
    for step in (39, 0, 17, 18, 3):
        weights, state = passed[step]
        same(run.network_at(step).arrays, weights)
        again = run.moment(step).state
        assert again.count == state.count
        for kind, named in state.buffers.items():
            same(again.buffers[kind], named)
    equal_runs(run, every)  # what was asked has moved nothing


def test_two_thousand_steps_take_no_more_memory_than_was_told():
    net = network()
    steps = depth.count(2000, by_default=500)
    room = 300 * bytes_a_step(net, Plan(Adam()))
    run = training_run(net, room=room, source=GivenBatches([random_batch(net)]))
    run.advance(10)
    tracemalloc.start()
    try:
        run.advance(steps)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(run.kept.steps) > 150
    # Beside what is kept: 40 bytes a step in the log, the step's own arrays, a part to thin.
    assert peak < room + room // 8 + steps * 60 + 60_000


def test_a_step_that_was_not_taken_is_an_error():
    run = training_run()
    run.advance(2)
    for step in (-1, 3):
        with pytest.raises(ValueError, match=f"there is no step {step}: the run has 0 to 2"):
            run.moment(step)


def test_the_network_is_judged_every_so_many_steps_and_never_learns_from_that():
    net = network()
    run, blind = (
        training_run(net, judged_every=4),
        training_run(net, source=Fresh(net, judged=False)),
    )
    for either in (run, blind):
        either.advance(10)
    assert [judged.step for judged in run.judgements] == [0, 4, 8]
    validation, passes = Fresh(net).validation(), Passes(net)
    for judged in run.judgements:
        assert judged.loss == passes.judge(run.network_at(judged.step).arrays, validation).loss
    same(run.network.arrays, blind.network.arrays)
    assert blind.judgements == []


def test_what_is_frozen_keeps_its_array_and_the_rest_learns():
    net = network()
    frozen = {"weight_hh_l0", "readout.bias"}
    run = training_run(net, frozen=frozen)
    run.advance(3)
    for name, array in run.network.arrays.items():
        assert (array is net.arrays[name]) == (name in frozen)
    with pytest.raises(ValueError, match="every weight is frozen"):
        training_run(net, frozen=net.arrays)


def test_dropout_acts_in_training_and_not_in_judging():
    net = network(num_layers=2, dropout=0.5)
    run = training_run(net, judged_every=1)
    run.advance(1)
    masked = run.batch(0)
    (mask,) = masked.masks
    assert 0 < np.count_nonzero(mask) < mask.size
    passes = Passes(net)
    assert run.log.row(0).loss == passes.judge(net.arrays, masked).loss
    validation = run.source.validation()
    assert not validation.masks
    assert run.judgements[0].loss == passes.judge(net.arrays, validation).loss
    other = training_run(net, seed=1)
    assert not np.array_equal(other.batch(0).masks[0], mask)


def test_a_branch_goes_on_as_the_run_did():
    run = training_run(room=0)
    run.advance(20)
    branch = run.branch(9)
    assert branch.step == branch.first == 9
    branch.advance(11)
    same(branch.network.arrays, run.network.arrays)
    np.testing.assert_array_equal(numbers(branch), numbers(run)[:, 9:])


def test_a_branch_can_start_from_an_edited_network_with_the_optimisers_state():
    run = training_run()
    run.advance(10)
    edited = run.network_at(6).with_arrays({"bias_hh_l0": np.ones(12, np.float32)})
    branch = run.branch(6, edited)
    assert branch.state.count == 6
    same(branch.network.arrays, edited.arrays)
    branch.advance(1)
    assert branch.state.count == 7


@pytest.mark.parametrize(
    ("plan", "count"),
    [
        (Plan(Adam(0.5), 2.0), 6),
        (Plan(SGD(0.1)), 0),
        (Plan(Adam(0.05, amsgrad=True)), 0),
        (Plan(Adam(0.05), frozen=frozenset({"bias_hh_l0"})), 0),
    ],
)
def test_a_branch_with_another_plan_keeps_the_state_that_the_plan_can_use(plan, count):
    run = training_run()
    run.advance(6)
    branch = run.branch(6, plan=plan)
    assert branch.state.count == count
    branch.advance(2)
    assert branch.step == 8


def test_a_stop_ends_a_slice_once_and_remembers_the_step_at_which_it_was_first_true():
    run = training_run(judged_every=5, stops=map(parse, ("loss < 9", "validation loss < 9")))
    first, second = run.stops
    assert run.advance(50) == (first,)
    assert run.step == 1
    assert run.advance(49) == (second,)
    assert run.step == 5
    assert run.advance(50) == ()
    assert run.step == 55
    assert run.met == {first: 0, second: 5}


def test_a_stop_measures_against_the_best_before():
    texts = ("loss > 1.05 * best", "loss < 0.9 * best", "val_loss < 0.9 * best", "norm > 1")
    run = training_run(judged_every=5, stops=map(parse, texts))
    while run.step < 60:
        run.advance(60 - run.step)
    assert len(run.met) >= 2
    for stop in run.stops:
        assert run.met.get(stop) == first_met(stop, run.log, run.judgements)


def test_a_run_that_is_made_again_remembers_the_best_before():
    texts = ("loss < 0.7 * best", "val_loss < 0.8 * best")
    run = training_run(judged_every=5, stops=map(parse, texts))
    run.advance(12)
    again = RunRecord.of(run).run(network(seed=1), run.source)
    for _ in range(8):
        assert again.advance(10) == run.advance(10)
    assert again.met == run.met
    assert again.met


def test_a_stop_that_is_new_is_looked_for_in_what_has_been():
    run = training_run(judged_every=5)
    run.advance(30)
    stops = tuple(map(parse, ("loss < 9", "val_loss < 0.8 * best", "loss < 0", "norm > 0")))
    run.watch(stops)
    assert run.stops == stops
    assert run.met == {
        stop: step
        for stop in stops
        if (step := first_met(stop, run.log, run.judgements)) is not None
    }
    assert run.met[stops[0]] == run.met[stops[3]] == 0
    assert run.advance(1) == ()


def test_a_gradient_that_is_not_finite_stops_it():
    net = network()
    good = random_batch(net)
    bad = replace(good, inputs=np.full_like(good.inputs, np.inf))
    run = TrainingRun(net, Plan(SGD(0.1)), GivenBatches([bad]), stops=[parse("any grad nan")])
    assert run.advance(5) == run.stops
    assert run.met == {run.stops[0]: 0}
    assert not run.log.row(0).finite


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_learns(dtype):
    net = network(1, 6, dtype=dtype)
    inputs = np.sin(0.7 * np.arange(13))[:, None, None].astype(dtype)
    batch = replace(
        random_batch(net, 12, 1),
        inputs=inputs[:-1],
        targets=type(random_batch(net).targets).of(inputs[1:]),
    )
    run = TrainingRun(net, Plan(Adam(0.05), 1.0), GivenBatches([batch]))
    run.advance(150)
    assert run.log.row(0).loss > 0.3
    assert run.log.row(149).loss < 0.01
    assert run.network.dtype == dtype
