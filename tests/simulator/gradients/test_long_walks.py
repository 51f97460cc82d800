"""Walks longer than a block have the same bits in any order, with holds and seeds at its borders.

A walk makes slopes and factors for 128 steps at once, and sums of many weights are cut into blocks
of 128 steps: cases of a few timesteps never come to their ends.
"""

import random
from itertools import product

import numpy as np
import pytest

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.gradients import weight_sums
from simulator.gradients.backward_run import BackwardRun
from simulator.gradients.lane_backward import BLOCK
from simulator.mistakes.backward import Backward
from simulator.mistakes.mistaken_backward import MistakenBackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from simulator.objective.loss import Loss
from simulator.objective.objective import Objective, Seed
from simulator.objective.readout import Readout
from simulator.objective.targets import Targets
from tests import depth
from tests.simulator.experiments import random_parameters

T = 300
BORDERS = (0, 126, 127, 128, 129, 170, 171, 172, 173, 255, 256, T - 1)
"""Timesteps about the ends of blocks, counted from either end of the walk, and its own ends."""


def finished(experiment):
    run = Run(experiment)
    run.advance()
    return run


def walked(back):
    back.advance()
    return back


def long_experiment(bidirectional, proj_size, batch, uneven=False, hidden=4, layers=2, held=True):
    config = LSTMConfig(3, hidden, layers, bidirectional=bidirectional, proj_size=proj_size)
    rng, dtype = np.random.default_rng(1), np.float32
    experiment = Experiment.create(
        random_parameters(config, 0, dtype, 2 / hidden),
        rng.standard_normal((T, batch, 3)).astype(dtype),
        *(
            rng.standard_normal(config.state_shape(batch, name)).astype(dtype)
            for name in ("h_0", "c_0")
        ),
        [T, *[T - 129] * (batch - 1)] if uneven else None,
    )
    if held:
        holds = []
        for t in BORDERS:
            holds.append(Hold("c", 0, 0, (1,), t, t, 0.3))
            holds.append(Hold("o", layers - 1, 0, (0, 2), t, t, 0.3, 0))
            holds.append(Cut("weight_hh", layers - 1, 0, (3, 1), t, t))
        experiment = experiment.with_holds(*holds)
    seeds = [
        Seed(quantity, lane, t, row, unit, float(rng.standard_normal()))
        for lane in config.lanes()
        for t, quantity in product((0, 5, 127, 128, 129, 170, 171, 172, 298, 299), "ch")
        for row, unit in ((0, 0), (0, 1), (batch - 1, 1))
        if t < experiment.lengths[row]
    ]
    return experiment.with_objective(Objective(seeds=tuple(seeds)))


def with_loss(experiment):
    """Return it with a loss over every timestep in place of its seeds."""
    config, shape = experiment.config, experiment.sequence.shape[:2]
    rng, width = np.random.default_rng(2), config.num_directions * config.output_size
    V = rng.standard_normal((2, width)).astype(np.float32)
    targets = Targets.of(rng.standard_normal((*shape, 2)).astype(np.float32))
    return experiment.with_objective(Objective(Readout(V, None), targets, Loss("mse")))


def same_cells(one, other):
    for lane in one.trace.lanes:
        for key in one.run.experiment.config.gradients:
            ours, theirs = one.trace.values(key, lane), other.trace.values(key, lane)
            np.testing.assert_array_equal(ours, theirs, err_msg=f"{key}{lane.suffix}")


def same_in_any_order(experiment, jumps):
    """Compare a walk at once with one step by step, one in parts, and sums asked in any order."""
    run, chance = finished(experiment), random.Random(0)
    at_once, parts = walked(BackwardRun(run)), BackwardRun(run)
    by_steps = walked(MistakenBackwardRun(run, Backward()))  # each step by the equations
    while not parts.finished:
        parts.advance(parts.computed_until + chance.randint(1, 3000))
    same_cells(at_once, by_steps)
    same_cells(at_once, parts)
    assert all(np.abs(at_once.trace.values("dc", lane)).max() > 0 for lane in at_once.trace.lanes)
    asked = [(name, T) for name in experiment.parameters.arrays]
    asked += [(chance.choice(asked)[0], chance.randint(0, T)) for _ in range(jumps)]
    asked += [(name, walked_) for name, _ in asked[:4] for walked_ in (127, 128, 129, 256)]
    chance.shuffle(asked)
    first = {place: parts.gradient(*place) for place in asked}
    for place in sorted(first, key=lambda place: (place[0], -place[1])):
        for back in (at_once, by_steps):
            np.testing.assert_array_equal(back.gradient(*place), first[place], err_msg=str(place))


@pytest.mark.few(2)
@pytest.mark.parametrize(
    ("bidirectional", "proj_size", "batch"), [(False, 0, 1), (True, 2, 3), (False, 2, 3)]
)
def test_a_walk_over_several_blocks_is_the_same_in_any_order(bidirectional, proj_size, batch):
    assert BLOCK < T // 2
    same_in_any_order(
        long_experiment(bidirectional, proj_size, batch), depth.count(40, by_default=15)
    )


@pytest.mark.few(1)
@pytest.mark.parametrize("loss", [False, True])
@pytest.mark.parametrize("uneven", [False, True])
@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("proj_size", [0, 2])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_any_long_walk_is_the_same_in_any_order(bidirectional, proj_size, batch, uneven, loss):
    experiment = long_experiment(bidirectional, proj_size, batch, uneven)
    same_in_any_order(
        with_loss(experiment) if loss else experiment, depth.count(400, by_default=15)
    )


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("room", [None, 100])
def test_sums_of_many_weights_are_the_same_in_any_order(monkeypatch, bidirectional, room):
    """Of more than 8,192 weights a block has 128 steps; room for few sums makes some again."""
    if room is not None:
        monkeypatch.setattr(weight_sums, "ROOM", room)
    run = finished(long_experiment(bidirectional, 0, 2, hidden=46, layers=1))
    backs = [walked(BackwardRun(run)) for _ in range(3)]
    lane = run.experiment.config.lane(run.experiment.config.num_lanes - 1)
    name = f"weight_hh{lane.suffix}"
    sums = backs[0].sums(lane, "gates")
    assert sums.block == weight_sums.STEPS_OF_MANY == 128
    assert (sums._every > 1) == (room is not None)
    steps = [0, 1, 127, 128, 129, 255, 256, 257, T - 1, T]
    orders = [steps, steps[::-1], random.Random(0).sample(steps * 3, 3 * len(steps))]
    first = {}
    for back, order in zip(backs, orders, strict=True):
        for walked_ in order:
            gradient = back.gradient(name, walked_)
            np.testing.assert_array_equal(gradient, first.setdefault(walked_, gradient))
    shares = sum(backs[0].share(name, step).astype(np.float64) for step in range(T))
    np.testing.assert_allclose(first[T], shares, atol=1e-4 * np.abs(shares).max())


def test_a_kept_sum_is_that_of_its_steps():
    """In float64 it is the sum of the shares but for rounding, at every border of a block."""
    run = finished(long_experiment(True, 0, 2, hidden=46, layers=1).astype(np.float64))
    back = walked(BackwardRun(run))
    for name in ("weight_ih_l0", "weight_hh_l0_reverse", "bias_hh_l0"):
        total = np.zeros(run.experiment.parameters.arrays[name].shape)
        for step in range(T):
            if step in (1, 127, 128, 129, 255, 256, 257):
                np.testing.assert_allclose(back.gradient(name, step), total, rtol=1e-9, atol=1e-12)
            total += back.share(name, step)
        np.testing.assert_allclose(back.gradient(name), total, rtol=1e-9, atol=1e-12)


def test_parts_of_one_sum_are_made_once_as_long_as_one_is_held():
    back = walked(BackwardRun(finished(long_experiment(True, 0, 2))))
    for of, place in ((back.gradient, 200), (back.share, 17)):
        inputs, recurrent = (of(name, place) for name in ("weight_ih_l0", "weight_hh_l0"))
        assert inputs.base is recurrent.base
        assert of("weight_hh_l0", place - 1).base is not recurrent.base
        with pytest.raises(ValueError, match="read-only"):
            inputs[0, 0] = 1
