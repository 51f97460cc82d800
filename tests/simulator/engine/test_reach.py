"""A hold or a cut leaves every number that it cannot reach as it was, to the last bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.fast_lane import FastLane
from simulator.engine.run import Run
from simulator.examples.recipe import Recipe
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from simulator.network.quantities import GATES
from tests.depth import examples
from tests.simulator.experiments import experiments
from tests.simulator.gradients.cases import random_case
from tests.simulator.network.test_interventions import finished, holds
from tests.simulator.train_mode import in_train_mode


def reached(experiment, change):
    """Return what follows from a hold or a cut, by lane and quantity: booleans (T, B, width).

    By the equations alone: a gate's unit goes into c and h of that unit, or of all units with a
    projection; h into all sums of the next step and of the layer above.
    """
    config, T, B = experiment.config, experiment.num_timesteps, experiment.batch_size
    found, below = {}, np.zeros((T, B), bool)
    for layer in range(config.num_layers):
        above = np.zeros((T, B), bool)
        for direction in range(config.num_directions):
            lane = Lane(layer, direction)
            there = {q: np.zeros((T, B, config.width(q)), bool) for q in config.quantities}
            here = change if change.lane == lane else None
            for row, length in enumerate(experiment.lengths):
                walk = range(length)[::-1] if direction else range(length)
                walk_one(config, there, here, row, walk, below)
            found[lane] = there
            above |= there["h"].any(-1)
        below = above
    return found


def walk_one(config, there, change, row, walk, below):
    """Mark what is reached in one row of a lane, whose hold or cut is `change`, if any."""
    c, h = np.zeros(config.hidden_size, bool), np.zeros(config.output_size, bool)
    for t in walk:
        acts = change is not None and change.covers(t, row)

        def held(quantity, values, acts=acts):
            if acts and isinstance(change, Hold) and change.quantity == quantity:
                values = values.copy()
                values[list(change.units)] = True
            return values

        z = np.full(4 * config.hidden_size, below[t, row] or h.any())
        if acts and isinstance(change, Cut):
            z[change.index[0]] = True
        parts = dict(zip(GATES, np.split(z, 4), strict=True))
        gates = {gate: held(gate, part) for gate, part in parts.items()}
        c = held("c", c | gates["i"] | gates["f"] | gates["g"])
        m = c | gates["o"]
        values = {f"z_{gate}": part for gate, part in parts.items()} | gates
        if config.proj_size:
            values["m"] = m = held("m", m)
            m = np.full(config.output_size, m.any())
        h = held("h", m)
        for quantity, value in (values | {"c": c, "h": h}).items():
            there[quantity][t, row] = value


def assert_all_else_stays(before, after, change):
    """Compare two finished runs, the second of which has one hold or cut more, bit by bit."""
    for lane, there in reached(before.experiment, change).items():
        for quantity, changed in there.items():
            one, other = (run.trace.values(quantity, lane) for run in (before, after))
            bits = f"u{one.itemsize}"
            same = one.view(bits) == other.view(bits)
            assert (same | changed).all(), (lane, quantity, np.argwhere(~same & ~changed)[0])


@examples(150)
@given(st.data())
def test_what_a_hold_cannot_reach_keeps_its_bits(data):
    """Whatever else is held, and however far each call computes: a step of a gate at least."""
    experiment = data.draw(experiments(max_hidden=24))
    if data.draw(st.booleans()):
        experiment = in_train_mode(experiment, 0.5, seed=1)
    others = data.draw(st.lists(holds(experiment), max_size=2))
    change = data.draw(holds(experiment))
    before, after = (
        finished(experiment.with_holds(*others)),
        Run(experiment.with_holds(*others, change)),
    )
    for position in sorted(data.draw(st.lists(st.integers(1, after.schedule.end), max_size=9))):
        after.advance(position)
    after.advance()
    assert_all_else_stays(before, after, change)


@pytest.mark.parametrize("quantity", ["i", "o", "c", "m", "h", "cut"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("batch", [1, 2, 4])
def test_a_hold_on_a_row_of_a_projection_changes_no_other_row(batch, dtype, quantity):
    config = LSTMConfig(3, 32, 2, bidirectional=True, proj_size=17)
    experiment = Recipe(config, timesteps=5, batch=batch).experiment().astype(np.dtype(dtype))
    change = (
        Cut("weight_hh", 0, 1, (40, 3), 1, 3, row=0)
        if quantity == "cut"
        else Hold(quantity, 0, 1, (2, 7), 1, 3, 0.5, row=0)
    )
    before, after = finished(experiment), Run(experiment.with_holds(change))
    assert all(isinstance(walker, FastLane) for walker in after._walkers.values())
    for position in range(1, after.schedule.end + 1):
        after.advance(position)
    assert_all_else_stays(before, after, change)


@examples(300, by_default=20)
@given(st.integers(0, 2**32 - 1), st.sampled_from([np.float32, np.float64]))
def test_a_hold_at_what_is_computed_changes_no_bit(seed, dtype):
    free = random_case(seed, dtype, most_holds=0)
    run, config, rng = finished(free), free.config, np.random.default_rng(seed)
    lane, t = (
        config.lane(int(rng.integers(config.num_lanes))),
        int(rng.integers(free.num_timesteps)),
    )
    quantity = str(rng.choice(config.steps))
    unit = int(rng.integers(config.width(quantity)))
    value = float(run.trace.values(quantity, lane)[t, 0, unit])
    change = Hold(quantity, *lane, (unit,), t, t, value, row=0)
    after = finished(free.with_holds(change))
    for lane in config.lanes():
        for quantity in config.quantities:
            one, other = (r.trace.values(quantity, lane) for r in (run, after))
            assert one.tobytes() == other.tobytes(), (lane, quantity)
