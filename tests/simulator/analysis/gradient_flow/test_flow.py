"""Gradient flow: its parts add up, D is the truncated gradient, J carries what comes in on."""

from itertools import pairwise

import numpy as np
import pytest

from simulator.analysis.gradient_flow.direct_part import direct_part
from simulator.analysis.gradient_flow.flow import (
    Flow,
    flow,
    norms,
    norms_through_gates,
    through_gates,
)
from simulator.analysis.gradient_flow.jacobian import (
    MOST_EXACT,
    Strength,
    jacobian,
    strength,
    strength_at,
    strength_over_time,
)
from simulator.analysis.gradient_flow.lane_row import order_back
from simulator.analysis.gradient_flow.verdict import (
    ARRIVES,
    EXPLODES,
    NOTHING,
    VANISHED,
    VANISHES,
    verdict,
    verdict_in_slices,
)
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.gradients.sources import Sources
from simulator.network.config import LSTMConfig
from simulator.network.initialisers import initialise
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from simulator.objective.objective import Objective, Seed
from simulator.progress import finish, part_of
from tests import depth
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import random_case
from tests.simulator.gradients.oracle import Autograd


def back_of(experiment, steps=None):
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance(steps)
    return back


def places(experiment):
    return [
        (lane, row) for lane in experiment.config.lanes() for row in range(experiment.batch_size)
    ]


@pytest.mark.parametrize("seed", range(40))
def test_the_transposed_jacobian_carries_what_comes_in_to_what_goes_back(seed):
    """Jᵀ (dh, dc_in) = (dh_prev, dc_prev), whatever the options, holds and cuts."""
    experiment = random_case(seed)
    back = back_of(experiment)
    R = experiment.config.output_size
    for lane, row in places(experiment):
        n = experiment.lengths[row]
        seeds = Sources(back.run).seeds(lane, "c")
        before = None
        for t in order_back(lane, n):
            dh = back.trace.values("dh", lane, (t, row))
            dc_in = np.zeros(experiment.config.hidden_size)
            if seeds is not None:
                dc_in = dc_in + seeds[t, row]
            if before is not None:
                dc_in = dc_in + back.trace.values("dc_prev", lane, (before, row))
            carried = jacobian(back.run, lane, t, row).T @ np.concatenate([dh, dc_in])
            expected = [back.trace.values(key, lane, (t, row)) for key in ("dh_prev", "dc_prev")]
            scale = max(np.abs(dh).max(), np.abs(dc_in).max())
            np.testing.assert_allclose(carried[:R], expected[0], rtol=1e-12, atol=1e-13 * scale)
            np.testing.assert_allclose(carried[R:], expected[1], rtol=1e-12, atol=1e-13 * scale)
            before = t


@pytest.mark.parametrize("seed", [2, 5, 11, 14])
def test_the_jacobian_is_that_of_the_forward_step(seed):
    """Central differences of one cell, from other states before it."""
    experiment = random_case(seed, most_holds=0)
    run = Run(experiment)
    run.advance()
    R, H = experiment.config.output_size, experiment.config.hidden_size
    lane, row = experiment.config.lane(0), 0
    J, eps = jacobian(run, lane, 0, row), 1e-6

    def states(k, by):
        h_0, c_0 = experiment.h_0.copy(), experiment.c_0.copy()
        (h_0 if k < R else c_0)[0, row, k if k < R else k - R] += by
        moved = Run(experiment.with_states(h_0, c_0))
        moved.advance()
        values = moved.trace.lanes[lane]
        return np.concatenate([values.values("h")[0, row], values.values("c")[0, row]])

    for k in range(R + H):
        slope = (states(k, eps) - states(k, -eps)) / (2 * eps)
        np.testing.assert_allclose(J[:, k], slope, atol=1e-8)


class Truncated(Autograd):
    """Autograd that takes h before each cell of one lane as a constant."""

    def __init__(self, experiment, lane):
        self.truncated = lane
        super().__init__(experiment)

    def _cell(self, lane, t, row, x, h_prev, c_prev):
        h_prev = h_prev.detach() if lane == self.truncated else h_prev
        return super()._cell(lane, t, row, x, h_prev, c_prev)


@pytest.mark.parametrize("seed", range(40))
def test_the_direct_part_is_the_truncated_gradient(seed):
    experiment = random_case(seed)
    back = back_of(experiment)
    for lane in experiment.config.lanes():
        theirs = Truncated(experiment, lane)
        for row, n in enumerate(experiment.lengths):
            expected = np.stack([theirs.of_cell("c", lane, t, row) for t in range(n)])
            scale = max(np.abs(expected).max(), 1e-300)
            ours = direct_part(back, lane, row)
            np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-9 * scale)


def test_of_one_seed_the_direct_part_is_the_product_of_all_forget_gates():
    config, T = LSTMConfig(2, 3), 9
    rng = np.random.default_rng(1)
    experiment = Experiment.create(
        random_parameters(config, 4, np.float64), rng.standard_normal((T, 2))
    ).with_objective(Objective(seeds=(Seed("c", t=T - 1, unit=1),)))
    back = back_of(experiment)
    f = back.run.trace.values("f", Lane())[1:, 0, 1]
    found = direct_part(back, Lane())
    np.testing.assert_allclose(found[0], [0, np.prod(f), 0], rtol=1e-14)


@pytest.mark.parametrize("seed", range(40))
def test_the_parts_through_the_gates_add_up_to_what_goes_back(seed):
    experiment = random_case(seed)
    back = back_of(experiment)
    for lane, row in places(experiment):
        found, n = flow(back, lane, row), experiment.lengths[row]
        whole = back.trace.values("dh_prev", lane)[:n, row]
        parts = through_gates(back, lane, row)
        np.testing.assert_allclose(parts.sum(axis=1), whole, rtol=1e-10, atol=1e-12)
        some = through_gates(back, lane, row, slice(1, 3))
        np.testing.assert_allclose(some, parts[1:3], rtol=1e-12, atol=1e-14)
        np.testing.assert_array_equal(found.dc, back.trace.values("dc", lane)[:n, row])
        np.testing.assert_array_equal(found.dh, back.trace.values("dh", lane)[:n, row])


@pytest.mark.parametrize("seed", range(20))
def test_norms_of_the_parts_stand_where_the_parts_arrive(seed):
    """At the timestep whose dh they are a part of; of a part of the way back, of that part."""
    experiment, rng = random_case(seed), np.random.default_rng(seed)
    back = back_of(experiment)
    for lane, row in places(experiment):
        order = order_back(lane, experiment.lengths[row])
        parts = through_gates(back, lane, row)
        far = int(rng.integers(1, len(order) + 1))
        seen = slice(min(order[:far]), max(order[:far]) + 1)
        for walked, count in ((None, len(order)), (seen, far)):
            found = finish(norms_through_gates(back, lane, row, walked))
            expected = np.full((len(order), 4), np.nan)
            for t, arrives in pairwise(order[:count]):
                expected[arrives] = np.sqrt((parts[t] ** 2).sum(axis=-1))
            np.testing.assert_allclose(found, expected, rtol=1e-9)


@pytest.mark.parametrize(
    ("direction", "sizes", "growth"),
    [(0, [12.0, 6.0, 2.0], [2.0, 3.0, np.nan]), (1, [2.0, 6.0, 12.0], [np.nan, 3.0, 2.0])],
)
def test_growth_stands_where_a_step_back_arrives(direction, sizes, growth):
    """It is what arrives beside what left: a reverse lane goes back towards the last timestep."""
    of_two_units = np.array(sizes)[:, None] * [[0.6, -0.8]]
    whole = slice(0, 3)
    nothing = np.zeros((3, 2))
    found = Flow(Lane(0, direction), 0, nothing, of_two_units, nothing, (), np.zeros((3, 0)), whole)
    np.testing.assert_allclose(found.growth, growth)


def test_the_parts_come_in_slices():
    back = back_of(drawn(1.0, 0, T=600, H=8))
    told = []
    finish(norms_through_gates(back, Lane()), told.append)
    assert told[:3] == pytest.approx([0, 256 / 599, 512 / 599])


def test_flat_slopes_are_counted_by_hand():
    experiment = random_case(7, most_holds=0)
    back = back_of(experiment)
    lane, row = experiment.config.lane(0), 0
    n, found = experiment.lengths[row], flow(back, lane, row)
    trace = back.run.trace
    for k, name in enumerate(found.curves):
        if name == "tanh c":
            slope = 1 - np.tanh(trace.values("c", lane)[:n, row]) ** 2
        else:
            value = trace.values(name, lane)[:n, row]
            slope = 1 - value**2 if name == "g" else value * (1 - value)
        assert found.flat_share[k] == pytest.approx((slope < 0.05).mean())


@pytest.mark.parametrize("seed", range(20))
def test_what_is_not_walked_is_no_number_and_the_rest_stays(seed):
    experiment = random_case(seed)
    run = Run(experiment)
    run.advance()
    whole, half = BackwardRun(run), BackwardRun(run)
    whole.advance()
    half.advance(half.order.num_steps // 2)
    for lane, row in places(experiment):
        done, so_far = flow(whole, lane, row), flow(half, lane, row)
        pairs = [(getattr(so_far, k), getattr(done, k)) for k in ("dh", "dc", "direct", "flat")]
        pairs.append((through_gates(half, lane, row), through_gates(whole, lane, row)))
        for seen, everything in pairs:
            known = ~np.isnan(seen)
            np.testing.assert_array_equal(seen[known], everything[known])
            np.testing.assert_array_equal(
                known.reshape(len(known), -1)[:, 0], ~np.isnan(so_far.dc[:, 0])
            )
        assert not np.isnan(done.dc).any()


def test_norms_of_tiny_and_of_huge_numbers():
    values = np.array([[3e-200, 4e-200], [3e200, 4e200], [0, 0], [3, 4]])
    np.testing.assert_allclose(norms(values), [5e-200, 5e200, 0, 5], rtol=1e-14)
    assert norms(np.array([[1e-40, 0]], np.float32)) == pytest.approx(1e-40, rel=1e-4)


def test_strength_by_hand_and_close_to_exact_for_a_large_jacobian():
    assert strength(np.diag([0.5, -2.0, 1.0])) == pytest.approx((2, 2, True))
    assert np.isnan(strength(np.full((2, 2), np.nan)).norm)
    rng = np.random.default_rng(3)
    H = 2 * MOST_EXACT
    config = LSTMConfig(4, H)
    experiment = Experiment.create(
        initialise(config, seed=1, dtype=np.float64), rng.standard_normal((3, 4))
    )
    run = Run(experiment)
    run.advance()
    J = jacobian(run, Lane(), 2)
    found = strength(J)
    assert not found.exact
    assert found.norm == pytest.approx(np.linalg.norm(J, 2), rel=1e-3)
    assert found.radius == pytest.approx(np.abs(np.linalg.eigvals(J)).max(), rel=0.01)
    told = []
    assert finish(strength_at(run, Lane(), 2), told.append) == found
    assert len(told) > 30
    assert told == sorted(told)


@pytest.mark.parametrize("power", [-1000, -500, 500, 1000])
@pytest.mark.parametrize("size", [3, 200])
def test_the_strength_of_very_large_and_small_numbers_is_that_of_the_same_matrix(power, size):
    """A power of two rounds nothing; products of such numbers are beyond float64."""
    J = np.random.default_rng(0).standard_normal((size, size))
    found, plain = strength(np.ldexp(J, power)), strength(J)
    np.testing.assert_allclose(np.ldexp(found[:2], -power), plain[:2], rtol=1e-12)
    assert found.exact == plain.exact == (size == 3)


@pytest.mark.parametrize("size", [10, 200])
def test_a_strength_beyond_float64_is_infinite(size):
    """ρ and ‖J‖ of numbers that are all alike are their number times the size."""
    alike = strength(np.full((size, size), 1e200))
    np.testing.assert_allclose(alike[:2], size * 1e200, rtol=1e-12)
    assert strength(np.full((size, size), 1e308))[:2] == (np.inf, np.inf)
    assert strength(np.zeros((size, size)))[:2] == (0, 0)


def test_medians_over_time_come_in_slices_and_can_be_stopped():
    experiment = random_case(4)
    run = Run(experiment)
    run.advance()
    n, lane = experiment.lengths[0], experiment.config.lane(0)
    each = [strength(jacobian(run, lane, t)) for t in range(n)]
    told = []
    found = finish(strength_over_time(run, lane), told.append)
    assert found == Strength(*(float(np.median([s[k] for s in each])) for k in (0, 1)), True)
    assert told[-1] == 1.0
    work = strength_over_time(run, lane)
    next(work)
    work.close()


def lone_unit(f, T, seeds, scale=0.0):
    """Return one unit whose forget gate is f at every step, and whose h has no way back but c."""
    config = LSTMConfig(1, 1)
    parameters = random_parameters(config, 1, np.float64, scale)
    parameters = parameters.with_value("bias_ih_l0", (1,), float(np.log(f / (1 - f))))
    return Experiment.create(parameters, np.zeros((T, 1))).with_objective(Objective(seeds=seeds))


@pytest.mark.parametrize(
    ("f", "T", "kind"),
    [(0.5, 51, VANISHED), (0.5, 31, VANISHES), (0.5, 11, ARRIVES), (0.9, 101, ARRIVES)],
)
def test_the_verdict_of_a_chain_of_forget_gates(f, T, kind):
    experiment = lone_unit(f, T, (Seed("c", t=T - 1),))
    back = back_of(experiment)
    found = verdict(back, flow(back, Lane()))
    assert (found.kind, found.begin, found.end, found.steps) == (kind, T - 1, 0, T - 1)
    assert found.ratio == pytest.approx(f ** (T - 1))
    assert found.per_step == pytest.approx(f)
    assert found.direct == pytest.approx(1)
    assert found.forget_bias == pytest.approx(np.log(f / (1 - f)))
    assert not found.alone


def of_state(back, lane):
    """Return ‖(dh, dc)‖ of the first batch row at every timestep."""
    both = [back.trace.values(key, lane)[:, 0].astype(float) for key in ("dh", "dc")]
    return np.sqrt((np.concatenate(both, axis=-1) ** 2).sum(axis=-1))


@pytest.mark.parametrize(("dtype", "T"), [(np.float32, 30), (np.float64, 45)])
def test_a_gradient_that_comes_where_tanh_is_flat_goes_on_through_the_output_gate(dtype, T):
    """A counter: 1 − tanh²(c) is 0 where the gradient comes, and o reads h."""
    parameters = random_parameters(LSTMConfig(1, 1), 0, dtype, 0.0)
    for row, value in ((0, 9.0), (1, 9.0), (2, 3.0)):
        parameters = parameters.with_value("bias_ih_l0", (row,), value)
    parameters = parameters.with_value("weight_hh_l0", (3, 0), 1.0)
    experiment = Experiment.create(parameters, np.zeros((T, 1), dtype))
    back = back_of(experiment.with_objective(Objective(seeds=(Seed("h", t=T - 1),))))
    assert back.trace.values("dc", Lane())[T - 1, 0, 0] == 0
    assert back.gradient("weight_hh_l0")[3, 0] > 0.1
    found = verdict(back, flow(back, Lane()))
    size = of_state(back, Lane())
    assert size[T - 1] == 1
    assert found.kind == VANISHED
    assert (found.begin, found.end, found.steps) == (T - 1, 0, T - 1)
    assert found.ratio == pytest.approx(size[0])
    assert found.per_step == pytest.approx(size[0] ** (1 / (T - 1)))


@pytest.mark.parametrize("T", [9, 19])
def test_a_gradient_does_not_explode_for_coming_where_tanh_is_flat(T):
    """A counter's output gate reads a memory: 1 comes in at h, and some 0.1 arrives at c."""
    parameters = random_parameters(LSTMConfig(2, 2), 0, np.float64, 0.0)
    for row in (0, 1, 2, 3, 4):
        parameters = parameters.with_value("bias_ih_l0", (row,), 9.0)
    parameters = parameters.with_value("weight_hh_l0", (6, 1), 1.0)
    parameters = parameters.with_value("weight_ih_l0", (5, 0), 1.0)
    experiment = Experiment.create(parameters, 0.05 * np.ones((T, 2)))
    back = back_of(experiment.with_objective(Objective(seeds=(Seed("h", t=T - 1),))))
    dc = norms(back.trace.values("dc", Lane())[:, 0])
    assert dc[0] > 1e6 * dc[T - 1]
    found = verdict(back, flow(back, Lane()))
    assert found.kind == ARRIVES
    assert found.ratio == pytest.approx(dc[0], rel=1e-6)


def test_nothing_comes_through_an_h_that_is_held():
    experiment = lone_unit(0.5, 6, (Seed("h", t=5),))
    held = experiment.with_holds(Hold("h", 0, 0, (0,), 5, 5, 0.5))
    back = back_of(held)
    assert verdict(back, flow(back, Lane())).kind == NOTHING


def test_where_more_comes_on_the_way_the_verdict_follows_what_came_first():
    T, seeds = 51, tuple(Seed("c", t=t) for t in (0, 10, 50))
    back = back_of(lone_unit(0.5, T, seeds))
    of = flow(back, Lane())
    found = verdict(back, of)
    assert norms(of.dc)[0] == pytest.approx(1, rel=1e-2)
    assert found.alone
    assert found.ratio == pytest.approx(0.5**50)
    assert found.direct == pytest.approx(1)


@pytest.mark.parametrize("seed", range(60))
def test_carried_alone_is_the_gradient_of_what_comes_first_alone(seed):
    """Of one layer with seeds at every step: the same network with those of the begin only."""
    experiment, rng = random_case(seed), np.random.default_rng(seed)
    config, n = experiment.config, experiment.lengths[0]
    lane = config.lane(int(rng.integers(config.num_lanes)))
    seeds = [
        Seed(quantity, lane, t, 0, 0, float(rng.standard_normal()))
        for quantity in ("h", "c")
        for t in range(n)
    ]
    back = back_of(experiment.with_objective(Objective(seeds=seeds)))
    found = verdict(back, flow(back, lane))
    first = [seed for seed in seeds if seed.t == found.begin]
    only = back_of(experiment.with_objective(Objective(seeds=first)))
    size = of_state(only, lane)
    assert found.alone == (n > 1)
    np.testing.assert_allclose(found.ratio, size[found.end] / size[found.begin], rtol=1e-9)
    dc = norms(only.trace.values("dc", lane)[:, 0])
    straight = norms(direct_part(only, lane))[found.end]
    np.testing.assert_allclose(found.direct * dc[found.end], straight, rtol=1e-9)


def test_a_lane_that_nothing_reaches_has_no_verdict():
    config = LSTMConfig(2, 3, bidirectional=True)
    experiment = Experiment.create(
        random_parameters(config, 4, np.float64), np.ones((4, 2))
    ).with_objective(Objective(seeds=(Seed("h", Lane(0, 0), 3),)))
    back = back_of(experiment)
    assert verdict(back, flow(back, Lane(0, 1))).kind == NOTHING
    assert verdict(back, flow(back, Lane(0, 0))).kind == ARRIVES


def test_a_gradient_that_explodes():
    config = LSTMConfig(1, 1)
    parameters = random_parameters(config, 1, np.float64, 0.0)
    parameters = parameters.with_value("weight_hh_l0", (2, 0), 40.0)
    for row in (0, 1, 3):
        parameters = parameters.with_value("bias_ih_l0", (row,), 9.0)
    experiment = Experiment.create(parameters, np.zeros((12, 1))).with_objective(
        Objective(seeds=(Seed("c", t=11),))
    )
    back = back_of(experiment)
    assert verdict(back, flow(back, Lane())).kind == EXPLODES


def drawn(bias, seed, T=100, H=32):
    """Return a network as PyTorch draws it, with a forget bias and a loss on the last h."""
    config = LSTMConfig(4, H)
    parameters = initialise(config, seed=seed, dtype=np.float64)
    for name, value in (("bias_ih_l0", bias), ("bias_hh_l0", 0.0)):
        for unit in range(H, 2 * H):
            parameters = parameters.with_value(name, (unit,), value)
    rng = np.random.default_rng(seed)
    seeds = tuple(Seed("h", t=T - 1, unit=u, number=rng.standard_normal()) for u in range(H))
    experiment = Experiment.create(parameters, rng.standard_normal((T, 4)))
    return experiment.with_objective(Objective(seeds=seeds))


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("bias", "ratio", "spread", "direct", "mean_f", "radius"),
    [
        (0.0, 2e-21, (2e-22, 1e-19), 1e-8, 0.50, 0.65),
        (1.0, 3e-8, (7e-9, 8e-7), 1e-5, 0.73, 0.86),
    ],
)
def test_the_measured_table(bias, ratio, spread, direct, mean_f, radius):
    """T = 100, H = 32, ten seeds: geometric means, and their range over seeds."""
    ratios, shares, f, radii = [], [], [], []
    for seed in range(depth.count(10, by_default=4)):
        back = back_of(drawn(bias, seed))
        found = verdict(back, flow(back, Lane()))
        ratios.append(found.ratio)
        shares.append(found.direct)
        f.append(back.run.trace.values("f", Lane()).mean())
        radii.append(finish(strength_over_time(back.run, Lane())).radius)
    mean = np.exp(np.mean(np.log(ratios)))
    low, high = spread
    assert low < mean < high
    assert ratio / 4 < mean < ratio * 4
    assert direct / 5 < np.exp(np.mean(np.log(shares))) < direct * 5
    assert np.mean(f) == pytest.approx(mean_f, abs=0.01)
    assert np.mean(radii) == pytest.approx(radius, abs=0.03)


@pytest.mark.parametrize("seed", range(20))
def test_fewer_timesteps_count_as_walked_where_it_is_said(seed):
    """Of a finished way back as of one that has only come so far; NaN beyond."""
    experiment = random_case(seed)
    back, rng = back_of(experiment), np.random.default_rng(seed)
    lane = experiment.config.lane(int(rng.integers(experiment.config.num_lanes)))
    cells = int(rng.integers(back.order.num_cells + 1))
    part = back_of(experiment, back.order.steps_after_cells(cells))
    so_far = flow(part, lane)
    cut = flow(back, lane, 0, so_far.walked)
    for name in ("dh", "dc", "flat"):
        np.testing.assert_array_equal(getattr(cut, name), getattr(so_far, name))
    assert np.isnan(cut.dc).all(axis=1).sum() == len(cut.dc) - (cut.walked.stop - cut.walked.start)
    one, other = verdict(back, cut), verdict(part, so_far)
    assert (one.kind, one.begin, one.end) == (other.kind, other.begin, other.end)


def test_a_verdict_in_slices_is_the_verdict():
    T, seeds = 51, tuple(Seed("c", t=t) for t in (0, 10, 50))
    back = back_of(lone_unit(0.5, T, seeds))
    of = flow(back, Lane())
    told = []
    work = verdict_in_slices(back, of)
    assert finish(part_of(work, 0.0, 1.0), told.append) == verdict(back, of)
    assert told == sorted(told)
    assert len(told) > T / 2
