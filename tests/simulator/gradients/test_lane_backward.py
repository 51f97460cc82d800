"""The backward pass of a lane has the bits of an LSTM's equations, step after step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.lane_interventions import LaneInterventions
from simulator.engine.run import Run
from simulator.engine.time_order import timestep_at
from simulator.gradients.backward_run import BackwardRun
from simulator.gradients.sources import Sources
from tests.depth import examples
from tests.simulator.gradients.cases import random_case
from tests.simulator.oracles import backward_step


@examples(500)
@given(st.integers(0, 2**32), st.booleans())
def test_every_gradient_has_the_bits_of_the_equations(seed, deep):
    """With holds, cuts, seeds, lengths, projection, both directions, in any increments."""
    rng = np.random.default_rng(seed)
    case = random_case(seed, rng.choice([np.float32, np.float64]), steps=150 if deep else 9)
    run = Run(case)
    run.advance()
    back = BackwardRun(run)
    while not back.finished:
        back.advance(back.computed_until + int(rng.integers(1, 900)))
    for lane in case.config.lanes():
        check_lane(back, lane)


def check_lane(back, lane):
    """Walk a lane back by the equations, all rows at once, and compare every bit."""
    run, kept = back.run, back.trace.lanes[lane]
    forward, weights = run.trace.lanes[lane], run.weights[lane]
    holds = LaneInterventions.of(run.experiment, lane)
    above, seeds = back.from_above(lane), Sources(run).seeds(lane, "c")
    lengths, W = np.array(run.experiment.lengths), backward_step.weights_back(weights)
    on_h, on_c = (np.zeros_like(kept.values(key)[0]) for key in ("dh", "dc"))
    for walk in reversed(range(int(lengths.max()))):
        rows = np.flatnonzero(walk < lengths)
        t = timestep_at(lane.direction, lengths[rows], np.full(len(rows), walk))
        dh = on_h[rows] + (0 if above is None else above[t, rows])
        dc_in = on_c[rows] + (0 if seeds is None else seeds[t, rows])
        cell = backward_step.CellInputs(
            *(forward.arrays["gates"][t, rows], forward.values("c")[t, rows]),
            forward.before("c")[t, rows],
        )
        with np.errstate(all="ignore"):
            right = backward_step.step(weights, W, cell, dh, dc_in, holds.at(t, rows))
        expected = {"dh": dh, "dm": right.dm, "dc": right.dc, "dz": right.dz}
        expected |= {"dx": right.dx, "dh_prev": right.dh_prev}
        for key, array in expected.items():
            if array is not None:
                same(back.trace.values(key, lane)[t, rows], array, key)
        same(back.trace.values("dc_prev", lane)[t, rows], right.dc_prev, "dc_prev")
        on_h[rows], on_c[rows] = right.dh_prev, right.dc_prev


def same(found, expected, key):
    """Compare bits, but for the sign of 0, which a sum of nothing does not have."""
    assert found.dtype == expected.dtype
    np.testing.assert_array_equal(found, expected, err_msg=key)


@pytest.mark.parametrize("key", ["do", "dg", "di", "df"])
def test_gradients_that_are_not_kept_are_products_of_kept_ones(key):
    case = random_case(5, most_holds=0)
    run = Run(case)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    for lane in case.config.lanes():
        forward, kept = run.trace.lanes[lane], back.trace.lanes[lane]
        dc, through = kept.values("dc"), kept.arrays.get("dm", kept.values("dh"))
        products = {
            "do": through * np.tanh(forward.values("c")),
            "dg": dc * forward.values("i"),
            "di": dc * forward.values("g"),
            "df": dc * forward.before("c"),
        }
        np.testing.assert_array_equal(back.trace.values(key, lane), products[key])
