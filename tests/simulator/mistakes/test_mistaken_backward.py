"""A way back with a mistake is a way back like any other, but for that."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.gradients.backward_run import BackwardRun
from simulator.mistakes.backward import Backward
from simulator.mistakes.catalogue import MISTAKES
from simulator.mistakes.mistaken_backward import MistakenBackwardRun, mistaken_backward
from simulator.mistakes.runs import backward_of, run_of
from simulator.network.gradient_quantities import DY
from simulator.network.lane import Lane
from tests import depth
from tests.depth import examples
from tests.simulator.gradients.cases import random_case
from tests.simulator.mistakes.models import suitable

BACKWARDS = [name for name, mistake in MISTAKES.items() if mistake.backwards]
IN_CELLS = [name for name in BACKWARDS if MISTAKES[name].family == "cell back"]
IN_SUMS = [name for name in BACKWARDS if MISTAKES[name].family == "sums"]


def finished(experiment, mistake=""):
    run = run_of(experiment, mistake)
    run.advance()
    return run


def walked(back):
    back.advance()
    return back


def of_cells(back):
    """Return the gradients of all cells by quantity and lane, and that of the readout."""
    gradients = {
        (key, lane): back.trace.values(key, lane)
        for lane in back.trace.lanes
        for key in back.run.experiment.config.gradients
    }
    return gradients | ({} if back.trace.dy is None else {DY: back.trace.dy})


def of_names(back):
    """Return the gradients of all that has a name."""
    found = {name: back.gradient(name) for name in back.run.experiment.parameters.arrays}
    found["input"] = back.input_gradient()
    found["h_0"], found["c_0"] = back.state_gradients()
    if back.trace.dy is not None:
        readout = back.run.experiment.objective.readout
        names = ["readout.weight", "readout.bias"][: len(readout.arrays)]
        found |= {name: back.gradient(name) for name in names}
    return found


def apart(back, expected):
    """Return the largest difference of named gradients as a share of its array's largest number."""
    shares = [
        np.abs(ours - expected[name]).max(initial=0) / max(np.abs(expected[name]).max(), 1e-300)
        for name, ours in of_names(back).items()
        if ours.size
    ]
    return max(shares)


def smallest(mistake):
    """Return how far apart the gradients of a mistake and the right ones are at least."""
    return 1e-7 if mistake.fine else 1e-3


def same(one, other):
    assert one.keys() == other.keys()
    for key, values in one.items():
        np.testing.assert_array_equal(values, other[key], err_msg=str(key))


@pytest.mark.parametrize("seed", range(60))
def test_the_engine_of_the_mistakes_has_the_very_bits_without_one(seed):
    run = finished(random_case(seed, np.float32 if seed % 2 else np.float64))
    right, ours = walked(BackwardRun(run)), walked(MistakenBackwardRun(run, Backward()))
    same(of_cells(ours), of_cells(right))
    same(of_names(ours), of_names(right))
    for lane in run.experiment.config.lanes():
        for step in range(run.experiment.num_timesteps):
            name = f"weight_hh{lane.suffix}"
            np.testing.assert_array_equal(ours.share(name, step), right.share(name, step))


@pytest.mark.few(10)
@pytest.mark.torch
@pytest.mark.parametrize("name", BACKWARDS)
def test_a_mistake_gives_gradients_that_autograd_does_not(name):
    from tests.simulator.gradients.oracle import Autograd

    mistake = MISTAKES[name]
    for seed in range(depth.count(5, by_default=2)):
        experiment = suitable(mistake, seed).astype(np.float64)
        run, autograd = finished(experiment, name), Autograd(experiment)
        theirs = {key: autograd.gradient(key) for key in autograd.named}
        assert apart(walked(BackwardRun(run)), theirs) < 1e-9
        assert apart(walked(backward_of(run)), theirs) > smallest(mistake)


@pytest.mark.parametrize("name", BACKWARDS)
def test_the_way_forwards_is_right_and_the_way_back_is_not(name):
    experiment = suitable(MISTAKES[name], 0)
    wrong, right = finished(experiment, name), finished(experiment)
    assert type(wrong) is Run
    for lane in right.trace.lanes:
        for key in experiment.config.quantities:
            np.testing.assert_array_equal(
                wrong.trace.values(key, lane), right.trace.values(key, lane)
            )
    assert wrong.loss == right.loss
    ours, theirs = walked(backward_of(wrong)), walked(BackwardRun(right))
    assert apart(ours, of_names(theirs)) > smallest(MISTAKES[name])


@examples(60)
@given(st.sampled_from(BACKWARDS), st.integers(0, 2**32 - 1))
def test_a_mistake_that_does_not_show_changes_nothing(name, seed):
    experiment = random_case(seed)
    run = finished(experiment, name)
    ours = walked(backward_of(run))
    if not MISTAKES[name].needs(experiment):
        assert type(ours) is BackwardRun
    assert ours.finished
    assert all(np.isfinite(values).all() for values in of_names(ours).values())


@pytest.mark.parametrize("name", IN_SUMS)
def test_a_mistake_in_the_sums_leaves_every_cell_alone(name):
    run = finished(suitable(MISTAKES[name], 0), name)
    same(of_cells(walked(backward_of(run))), of_cells(walked(BackwardRun(run))))


def test_of_sums_that_do_not_add_up_each_is_the_share_of_its_last_step():
    name = "the steps' contributions not summed, only the last kept"
    run = finished(suitable(MISTAKES[name], 0), name)
    back = walked(backward_of(run))
    for lane in run.experiment.config.lanes():
        sums = back.sums(lane, "gates")
        none, *after = sums.series(0, sums.steps)
        assert not none.any()
        for step, found in enumerate(after):
            np.testing.assert_array_equal(found, sums.share(step))


@pytest.mark.parametrize("name", IN_CELLS)
def test_a_mistake_in_a_cell_leaves_what_comes_before_it_alone(name):
    """On the last step of the top layer, where nothing was wrong yet, dh is right, and not all."""
    run = finished(suitable(MISTAKES[name], 1), name)
    ours, right = walked(backward_of(run)), walked(BackwardRun(run))
    config, n = run.experiment.config, run.experiment.lengths[0]
    lane, at = Lane(config.num_layers - 1), (n - 1, 0)
    np.testing.assert_array_equal(
        ours.trace.values("dh", lane, at), of_cells(right)["dh", lane][at]
    )
    same({DY: of_cells(ours)[DY]}, {DY: of_cells(right)[DY]})


@pytest.mark.few(4)
@pytest.mark.parametrize("name", BACKWARDS)
@examples(3)
@given(st.randoms(use_true_random=False))
def test_a_mistaken_way_back_is_the_same_in_any_increments(name, chance):
    run = finished(suitable(MISTAKES[name], 0), name)
    whole, parts = walked(backward_of(run)), backward_of(run)
    weight = f"weight_hh{Lane(run.experiment.config.num_layers - 1).suffix}"
    kept = {}
    while not parts.finished:
        parts.advance(parts.computed_until + chance.randint(1, 40))
        lane = Lane(run.experiment.config.num_layers - 1)
        steps = parts.order.lane_cells(lane, parts.cells_done)
        kept[steps] = parts.gradient(weight, steps)
    same(of_cells(whole), of_cells(parts))
    same(of_names(whole), of_names(parts))
    for steps, gradient in kept.items():
        np.testing.assert_array_equal(gradient, whole.gradient(weight, steps))


@pytest.mark.few(4)
@pytest.mark.parametrize("name", BACKWARDS)
def test_what_is_known_on_the_way_stays(name):
    """Also where the cells are visited in another order."""
    run = finished(suitable(MISTAKES[name], 2), name)
    whole, back = walked(backward_of(run)), backward_of(run)
    for steps in range(0, back.order.num_steps + 1, 7):
        back.advance(steps)
        for (key, lane), values in of_cells_with_lanes(whole).items():
            known = back.order.walked(steps, lane, key)
            last = run.experiment.num_timesteps
            for row, n in enumerate(run.experiment.lengths):
                walks = np.arange(max(last - known, 0), n)
                t = n - 1 - walks if lane.reverse else walks
                ours = back.trace.values(key, lane, (t, row))
                np.testing.assert_array_equal(ours, values[t, row])


def of_cells_with_lanes(back):
    return {key: values for key, values in of_cells(back).items() if key != DY}


def cells_again(back):
    """Return each lane's gradients and weights' gradients, of the numbers that were recorded.

    Written anew: every cell by its formulas, from the last step of each row on; no seeds, no holds.
    """
    run, experiment = back.run, back.run.experiment
    config, trace = experiment.config, run.trace
    H, R, V = config.hidden_size, config.output_size, experiment.objective.readout
    cells, weights = {}, {}
    for lane in reversed(list(config.lanes())):
        W, number = back.weights[lane], {q: trace.values(q, lane) for q in "ifgoc"}
        forward = trace.lanes[lane]
        shape = experiment.num_timesteps, experiment.batch_size
        found = {
            key: np.zeros((*shape, config.gradient_width(key, lane.layer)))
            for key in ("dh", "dc", "do", "dg", "di", "df", "dz", "dx", "dh_prev", "dc_prev")
        }
        grads = {"weight_ih": 0, "weight_hh": 0, "weight_hr": 0}
        for row, n in enumerate(experiment.lengths):
            dh_on, dc_on = np.zeros(R), np.zeros(H)
            for t in range(n) if lane.direction else range(n - 1, -1, -1):
                columns = slice(lane.direction * R, (lane.direction + 1) * R)
                if lane.layer == config.num_layers - 1:
                    at = t
                    if V.over == "h_n" and lane.direction:
                        at = n - 1 if t == 0 else None
                    elif V.over != "every":
                        at = t if t == n - 1 else None
                    above = 0 if at is None else (back.trace.dy[at, row] @ V.weight)[columns]
                else:
                    sides = [c["dx"] for of, c in cells.items() if of.layer == lane.layer + 1]
                    above = sum(sides)[t, row, columns]
                    if experiment.masks:
                        above = above * experiment.masks[lane.layer][t, row, columns]
                i, f, g, o, c = (number[q][t, row] for q in "ifgoc")
                c_prev, h_prev = (forward.before(state)[t, row] for state in "ch")
                tanh_c, dh = np.tanh(c), above + dh_on
                dm = dh if W.W_hr is None else W.W_hr.T @ dh
                dc = dc_on + dm * o * (1 - tanh_c**2)
                do, dg, di, df = dm * tanh_c, dc * i, dc * g, dc * c_prev
                dz = [di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)]
                dz = np.concatenate(dz)
                x = trace.inputs[lane.layer][t, row]
                dh_on, dc_on = W.W_hh.T @ dz, dc * f
                told = dh, dc, do, dg, di, df, dz, W.W_ih.T @ dz, dh_on, dc_on
                for key, value in zip(found, told, strict=True):
                    found[key][t, row] = value
                grads["weight_ih"] += np.outer(dz, x)
                grads["weight_hh"] += np.outer(dz, h_prev)
                if config.proj_size:
                    grads["weight_hr"] += np.outer(dh, trace.values("m", lane)[t, row])
        cells[lane] = found
        weights |= {f"{kind}{lane.suffix}": value for kind, value in grads.items()}
    return cells, weights


@pytest.mark.few(1)
@pytest.mark.parametrize(
    "name", ["gate order iofg", "the reverse direction not reversed", "no tanh(c)", "relu for g"]
)
def test_of_a_mistake_forwards_the_way_back_is_that_of_its_numbers(name):
    """The numbers are not those of the right engine, and the way back goes through them."""
    seen, enough = 0, depth.count(40, by_default=5)
    for seed in range(40):
        experiment = suitable(MISTAKES["dy of the squared error without the factor 2"], seed)
        if seen == enough or not MISTAKES[name].needs(experiment):
            continue
        seen += 1
        experiment = experiment.astype(np.float64)
        back = walked(backward_of(finished(experiment, name)))
        assert type(back) is BackwardRun
        cells, weights = cells_again(back)
        for lane, found in cells.items():
            for key, expected in found.items():
                ours = back.trace.values(key, lane)
                np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-12, err_msg=key)
        for weight in experiment.parameters.arrays:
            if weight.startswith("weight"):
                ours = back.gradient(weight)
                np.testing.assert_allclose(ours, weights[weight], rtol=1e-9, atol=1e-12)
        right = walked(BackwardRun(finished(experiment)))
        assert apart(back, of_names(right)) > 1e-6
    assert seen >= 5


def test_the_equations_can_be_held_and_cut():
    """A held value stops a mistaken gradient as it stops a right one."""
    for seed in range(depth.count(40, by_default=10)):
        experiment = random_case(seed, most_holds=6)
        run = finished(experiment)
        mistake = MISTAKES["dc_prev without the forget gate"]
        ours, right = walked(mistaken_backward(run, mistake)), walked(BackwardRun(run))
        for lane in experiment.config.lanes():
            for hold in experiment.holds:
                if (hold.layer, hold.direction) != lane or getattr(hold, "quantity", "") != "c":
                    continue
                rows = range(experiment.batch_size) if hold.row is None else [hold.row]
                for row in rows:
                    for t in range(hold.first, min(hold.last + 1, experiment.lengths[row])):
                        at = t, row
                        assert not ours.trace.values("dc_prev", lane, at)[list(hold.units)].any()
                        assert not right.trace.values("dc_prev", lane, at)[list(hold.units)].any()
