"""The way back is torch autograd's, whatever the options, and has the same bits in any order."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.engine.time_order import timestep_at
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.network.parameters import Parameters
from simulator.objective.loss import Loss
from simulator.objective.objective import Objective, Seed
from simulator.objective.readout import Readout
from simulator.objective.targets import Targets
from tests import depth
from tests.depth import examples
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import random_case
from tests.simulator.gradients.oracle import Autograd
from tests.simulator.objective.objectives import objective_of

GATES = "ifgo"


def finished(experiment):
    run = Run(experiment)
    run.advance()
    return run


def all_gradients(back):
    """Return everything that a finished way back says, by name."""
    experiment = back.run.experiment
    found = {name: back.gradient(name) for name in experiment.parameters.arrays}
    found["input"] = back.input_gradient()
    found["h_0"], found["c_0"] = back.state_gradients()
    readout = experiment.objective.readout
    if back.trace.dy is not None:
        found["readout.weight"] = back.gradient("readout.weight")
        if readout.bias is not None:
            found["readout.bias"] = back.gradient("readout.bias")
    return found


def close(ours, theirs, tolerance=1e-8):
    scale = max(np.abs(theirs).max(initial=0.0), 1e-300)
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=tolerance * scale + 1e-290)


def agree(seed):
    experiment = random_case(seed)
    back = BackwardRun(finished(experiment))
    back.advance()
    theirs = Autograd(experiment)
    for name, ours in all_gradients(back).items():
        close(ours, theirs.gradient(name))
    for lane in experiment.config.lanes():
        for row, n in enumerate(experiment.lengths):
            for key in experiment.config.gradients:
                if key in ("dx", "dh_prev", "dc_prev") or key.startswith("dz_"):
                    continue
                of = key.removeprefix("d")
                ours = back.trace.values(key, lane)[:, row]
                theirs_t = np.stack([theirs.of_cell(of, lane, t, row) for t in range(n)])
                close(ours[:n], theirs_t)
                assert not ours[n:].any()


@pytest.mark.parametrize("part", range(4))
def test_all_gradients_are_autograds(part):
    """Of 1,060 random networks; 5,000 were measured once."""
    for seed in range(part, depth.count(1060, by_default=16), 4):
        agree(seed)


def bits(back):
    """Return all recorded arrays."""
    found = [
        array
        for lane in back.trace.lanes.values()
        for array in map(lane.values, ("dh", "dc", "dz"))
    ]
    found += [lane.arrays["back"] for lane in back.trace.lanes.values()]
    return [*found, *all_gradients(back).values()]


def jump(seed, single, chance):
    """Jump 12 times, and compare what was found there with a way back at once."""
    experiment = random_case(seed, np.float32 if single else np.float64)
    run = finished(experiment)
    at_once, by_jumps = BackwardRun(run), BackwardRun(run)
    at_once.advance()
    steps = by_jumps.order.num_steps
    names = list(experiment.parameters.arrays)
    kept = {}
    for _ in range(12):
        by_jumps.advance(chance.randint(0, steps))
        name = chance.choice(names)
        lane = Lane.of_suffix("_l" + name.split("_l")[1])
        walked = by_jumps.order.lane_cells(lane, by_jumps.cells_done)
        walked = chance.randint(0, walked)
        kept[name, walked] = by_jumps.gradient(name, walked)
    by_jumps.advance()
    for one, other in zip(bits(at_once), bits(by_jumps), strict=True):
        np.testing.assert_array_equal(one, other)
    for (name, walked), gradient in kept.items():
        np.testing.assert_array_equal(gradient, at_once.gradient(name, walked))


@examples(310, by_default=20)
@given(st.integers(0, 2**32 - 1), st.booleans(), st.randoms(use_true_random=False))
def test_any_order_of_jumps_has_the_same_bits(seed, single, chance):
    jump(seed, single, chance)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_known_is_computed_and_stays(seed):
    experiment = random_case(seed)
    run = finished(experiment)
    whole = BackwardRun(run)
    whole.advance()
    places = product(experiment.config.lanes(), experiment.config.gradients)
    values = {(lane, key): whole.trace.values(key, lane) for lane, key in places}
    back = BackwardRun(run)
    order = back.order
    for steps in range(0, order.num_steps + 1, depth.count(1, by_default=5)):
        back.advance(steps)
        for lane in experiment.config.lanes():
            for key in experiment.config.gradients:
                walked = order.walked(steps, lane, key)
                for row, n in enumerate(experiment.lengths):
                    walks = np.arange(max(experiment.num_timesteps - walked, 0), n)
                    t = timestep_at(lane.direction, n, walks)
                    found = back.trace.values(key, lane, (t, row))
                    assert np.array_equal(found, values[lane, key][t, row]), (steps, lane, key)


@pytest.mark.parametrize("seed", range(60))
def test_what_it_says_cannot_be_written_to(seed):
    """A kept sum, dx or what lies on h from above would be another from then on."""
    back = BackwardRun(finished(random_case(seed)))
    back.advance()
    named = [name for name in all_gradients(back) if name not in ("input", "h_0", "c_0")]
    said = [back.gradient(name) for name in named]
    said += [back.gradient(name, 0) for name in named]
    said += [back.input_gradient(), *(back.from_above(lane) for lane in back.trace.lanes)]
    for array in said:
        if array is not None:
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0


@pytest.mark.parametrize("seed", range(60))
def test_a_name_of_nothing_is_a_key_error(seed):
    experiment = random_case(seed)
    back = BackwardRun(finished(experiment))
    back.advance()
    there = {*all_gradients(back)} - {"input", "h_0", "c_0"}
    config = experiment.config
    named = {
        f"{kind}_l{layer}{suffix}"
        for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr", "weight_ho")
        for layer in range(config.num_layers + 1)
        for suffix in ("", "_reverse")
    }
    named |= {"readout.weight", "readout.bias", "readout.", "readout.else", "input", "", "_l0"}
    assert there <= named
    for name in named:
        if name in there:
            assert back.share(name, 0).shape == back.gradient(name).shape
            continue
        for ask in (back.gradient, lambda name: back.share(name, 0)):
            with pytest.raises(KeyError):
                ask(name)
    if back.trace.dy is None:
        with pytest.raises(KeyError):
            back.readout_sums()


@pytest.mark.parametrize("quantity", ["h", "c", "output", "y"])
def test_seeds_that_meet_are_added_up(quantity):
    """Beyond the largest float32 they are infinite, without a warning."""
    config = LSTMConfig(2, 3)
    experiment = Experiment.create(random_parameters(config), np.ones((3, 2), np.float32))
    readout = objective_of(config, (3, 1), np.float32).readout
    for numbers, total in (((0.5, 2.0), 2.5), ((3e38, 3e38), np.inf)):
        seeds = tuple(Seed(quantity, t=2, unit=1, number=number) for number in numbers)
        back = BackwardRun(finished(experiment.with_objective(Objective(readout, seeds=seeds))))
        back.advance()
        if quantity == "y":
            assert back.trace.dy[2, 0, 1] == total
        elif quantity == "c":
            assert back.trace.values("dc", Lane())[2, 0, 1] == total
        else:
            assert back.trace.values("dh", Lane())[2, 0, 1] == total


@pytest.mark.parametrize("bidirectional", [False, True])
def test_numbers_too_large_for_the_dtype_become_infinite_without_a_warning(bidirectional):
    config = LSTMConfig(2, 2, num_layers=2, bidirectional=bidirectional)
    large = {name: np.full(s, 1e30, np.float32) for name, s in config.parameter_shapes().items()}
    V = np.full((1, config.num_directions * 2), 1e30, np.float32)
    targets = Targets.of(np.zeros((3, 1, 1), np.float32))
    experiment = Experiment.create(
        Parameters(config, large),
        np.ones((3, 1, 2), np.float32),
        objective=Objective(Readout(V), targets, Loss("mse", "sum")),
    )
    back = BackwardRun(finished(experiment))
    back.advance()
    assert all(back.from_above(lane) is not None for lane in config.lanes())
    assert not np.isfinite(back.from_above(Lane(1))).all()
    all_gradients(back)
    for name in (*config.parameter_shapes(), "readout.weight"):
        back.share(name, 0)
