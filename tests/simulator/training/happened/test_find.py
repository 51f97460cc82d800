"""What happened: found in runs in which it was made to happen."""

import math
from dataclasses import replace

import numpy as np
import pytest

from simulator.objective.loss import BCE, MSE
from simulator.training.happened.facts import Happened, Place
from simulator.training.happened.find import what_happened
from simulator.training.optimisers import SGD, Adam
from simulator.training.passes import Passes
from simulator.training.plan import Plan
from simulator.training.run import TrainingRun
from tests.simulator.training.networks import Fresh, network, random_batch, training_run


def found(run, step):
    """Return what happened, after at least one slice."""
    search = what_happened(run, step)
    fractions = []
    while True:
        try:
            fractions.append(next(search))
        except StopIteration as end:
            assert fractions == sorted(fractions)
            assert fractions[0] == 0
            return end.value


class Poisoned:
    """Source of one batch, but for some steps, and the same batch for validation."""

    def __init__(self, batch, judged=True, **instead):
        self._batch, self._judged = batch, judged
        self._instead = {int(step[1:]): other for step, other in instead.items()}

    def batch(self, step):
        return self._instead.get(step, self._batch)

    def validation(self):
        return self._batch if self._judged else None


def with_targets(batch, values):
    targets = np.broadcast_to(values, batch.targets.values.shape).astype(batch.inputs.dtype)
    return replace(batch, targets=replace(batch.targets, values=targets))


@pytest.fixture(scope="module")
def lost():
    """Return a run that learns to say 1, until at step 40 one row of a batch asks for 60."""
    net = network(hidden=6)
    batch = with_targets(random_batch(net, steps=6), 1.0)
    poison = with_targets(batch, np.array([1.0, 1.0, 60.0, 1.0])[:, None])
    run = TrainingRun(net, Plan(Adam(0.05, (0.9, 0.95))), Poisoned(batch, _40=poison))
    run.advance(80)
    return run


def test_a_setback_leads_to_the_step_and_the_gradient_that_made_it(lost):
    setback = found(lost, 50).setback
    judge, passes = lost.validation, Passes(lost.network)
    losses = {n: passes.judge(lost.moment(n).weights, judge).loss for n in range(51)}
    assert setback.now == losses[50]
    assert (setback.best_step, setback.best) == (25, losses[25])
    assert setback.now > 10 * setback.best
    middle = math.sqrt(setback.best * setback.now)
    assert setback.before == losses[setback.step] < middle <= losses[setback.step + 1]
    assert setback.after == losses[setback.step + 1]
    assert setback.step > 40
    remembered = setback.remembered
    assert remembered.step == 40
    assert remembered.share == pytest.approx(1, abs=0.05)
    assert remembered.norm == lost.log.row(40).norm
    assert remembered.usual == np.median(lost.log.column("norm")[15:40])
    assert remembered.rows == 4
    of_row = passes.judge(lost.moment(40).weights, lost.batch(40).only(np.array([2]))).loss
    whole = passes.judge(lost.moment(40).weights, lost.batch(40)).loss
    assert remembered.row_share == pytest.approx(of_row / (4 * whole), rel=1e-5)
    assert found(lost, 50).look == setback.step


def test_there_is_no_setback_before_it_nor_where_the_network_has_recovered(lost):
    for step in (0, 1, 20, 40, 67):
        assert found(lost, step).setback is None
    assert found(lost, 0) == Happened(0)


def test_a_norm_that_explodes_is_found_while_it_is_near(lost):
    exploded = found(lost, 45).exploded
    assert (exploded.step, exploded.norm) == (40, lost.log.row(40).norm)
    assert exploded.usual == np.median(lost.log.column("norm")[15:40])
    assert exploded.norm >= 100 * exploded.usual
    assert found(lost, 40).exploded is None
    assert found(lost, 80).exploded is None


def test_the_last_step_is_told_with_its_promise(lost):
    kept = found(lost, 20).promise
    assert kept.step == 19
    assert not kept.is_broken
    passes, batch = Passes(lost.network.astype(np.float64)), lost.batch(19).astype(np.float64)
    before, after = (
        passes.judge(lost.network_at(step).astype(np.float64).arrays, batch).loss
        for step in (19, 20)
    )
    assert kept.true == pytest.approx(after - before, rel=1e-9)


def test_clipped_gradients_are_counted():
    run = training_run(clip=0.2)
    run.advance(40)
    coefficients = run.log.column("coefficient")[15:40]
    clipped = found(run, 40).clipped
    assert (clipped.number, clipped.steps) == (np.count_nonzero(coefficients < 1), 25)
    assert clipped.coefficient == coefficients[-1]
    assert found(training_run(clip=None), 0).clipped is None


def test_the_course_is_that_of_the_judgements_or_else_of_the_batches():
    net = network()
    run, blind = training_run(net), training_run(net, source=Fresh(net, judged=False))
    for either in (run, blind):
        either.advance(60)
    course = found(run, 60).course
    assert (course.step, course.before) == (25, run.judgements[1].loss)
    judged = Passes(net).judge(run.moment(60).weights, run.validation)
    assert (course.now, course.validation) == (judged.loss, True)
    course = found(blind, 60).course
    losses = blind.log.column("loss")
    assert (course.step, course.before, course.now) == (34, losses[34], losses[59])
    assert not course.validation


def test_the_course_of_a_branch_is_told_of_nothing_later():
    run = training_run()
    run.advance(9)
    branch = run.branch(9)
    branch.advance(1)  # the first judgement of the branch comes at step 25
    assert not found(branch, 10).course
    branch.advance(30)
    for step, judged in ((9, None), (10, None), (25, None), (26, 25), (40, 25)):
        course = found(branch, step).course
        told = course.step if course is not None and course.validation else None
        assert told == judged
        assert course is None or course.step < step


@pytest.mark.parametrize("learns", [True, False])
def test_a_gradient_that_vanishes_is_found_unless_the_loss_has_fallen_with_it(learns):
    net = network()
    net = net.with_arrays({name: np.zeros_like(array) for name, array in net.arrays.items()})
    all_1 = with_targets(random_batch(net), 1.0)  # of a network that says 0: the bias should grow
    then = with_targets(all_1, 1e-5 if learns else np.array([[1], [-1], [1], [-1]]))
    run = TrainingRun(net, Plan(SGD(0.0)), Poisoned(then, judged=False, _0=all_1))
    run.advance(2)
    norms = run.log.column("norm")
    assert norms[1] < 1e-4 * norms[0]
    if learns:
        assert found(run, 2).vanished is None
    else:
        vanished = found(run, 2).vanished
        assert (vanished.step, vanished.norm, vanished.usual) == (1, norms[1], norms[0])


BROKEN = {
    Place.INPUTS: {"inputs": np.nan},
    Place.LOSS: {"targets": 1e30},
    Place.GRADIENT: {"inputs": 1e20, "weight_ih_l0": 1e-20, "readout.weight": 1e30},
    Place.WEIGHTS: {"lr": 3e38, "targets": 1e10},
}


@pytest.mark.parametrize("place", Place)
def test_the_first_number_that_is_none_is_found_with_its_place(place):
    given = BROKEN[place]
    net = network()
    factors = {name: np.float32(given.get(name, 1)) for name in net.arrays}
    net = net.with_arrays({name: array * factors[name] for name, array in net.arrays.items()})
    batch = random_batch(net, kind=BCE if place is Place.GRADIENT else MSE)
    bad = replace(batch, inputs=batch.inputs * np.float32(given.get("inputs", 1)))
    if "targets" in given:
        bad = with_targets(bad, given["targets"])
    run = TrainingRun(net, Plan(SGD(given.get("lr", 0.0))), Poisoned(batch, judged=False, _3=bad))
    run.advance(6)
    broken = found(run, 6).broken
    assert broken.place is place
    assert found(run, broken.step).broken is None
    assert found(run, 6).look == broken.step
    if place is Place.WEIGHTS:
        bad, good = (run.moment(step).weights for step in (broken.step, broken.step - 1))
        assert not np.isfinite(bad[broken.name]).all()
        assert all(np.isfinite(array).all() for array in good.values())
        return
    assert broken.step == 3
    norm = run.log.row(2).norm
    assert broken.norm == (norm if np.isfinite(norm) else None)
    gradients = Passes(net).gradients(run.moment(3).weights, run.batch(3)).gradients
    names = [name for name, array in gradients.items() if not np.isfinite(array).all()]
    assert broken.name == (names[0] if place is Place.GRADIENT else "")


def test_a_step_that_the_run_has_not_is_an_error():
    run = training_run()
    with pytest.raises(ValueError, match="there is no step 3"):
        next(what_happened(run, 3))
