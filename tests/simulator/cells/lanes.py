"""Lanes of any cell: random weights, and both passes by plan and step by step."""

import numpy as np

from simulator.cells.edges import gradients_kept
from simulator.cells.interventions import HeldValues, KeptInputs, StepInterventions
from simulator.cells.sheet import before
from simulator.cells.step import step
from simulator.cells.step_back import reads_back, step_back
from simulator.cells.weights import CellWeights
from simulator.engine.fast_lane import FastLane
from simulator.engine.lane_interventions import NO_INTERVENTIONS
from simulator.engine.trace import LaneArrays
from simulator.gradients.gradient_trace import LaneGradients
from simulator.gradients.lane_backward import FastLaneBackward


def random_weights(cell, rng, I, H, R, dtype, bias=True):
    """Return normal random weights of a sheet."""
    gates = len(cell.gates["torch"]) * H

    def drawn(*shape):
        return (0.6 * rng.standard_normal(shape)).astype(dtype)

    biases = (drawn(gates), drawn(gates)) if bias else (None, None)
    W_hr = drawn(R, H) if R != H else None
    return CellWeights(drawn(gates, I), drawn(gates, R), *biases, W_hr, sheet=cell)


def random_interventions(cell, rng, n, I, H, R):
    """Return random holds and cuts on n rows."""
    fixed, cuts = {}, {}
    for key in cell.steps:
        if rng.random() < 0.3:
            shape = n, R if cell.width(key) == "R" else H
            fixed[key] = HeldValues(rng.random(shape) < 0.4, rng.standard_normal(shape))
    for _ in range(int(rng.integers(3))):
        rows = rng.random(n) < 0.6
        x, h = np.ones((n, I), bool), np.ones((n, R), bool)
        x[rows, rng.integers(I)] = False
        h[rows, rng.integers(R)] = False
        cuts[int(rng.integers(len(cell.gates["torch"]) * H))] = KeptInputs(rows, x, h)
    return StepInterventions(fixed, cuts)


def width(cell, keys, weights):
    """Return the width of a recorded array."""
    (H, R) = weights.hidden_size, weights.W_hh.shape[1]
    return sum(R if cell.width(key) == "R" else H for key in keys)


def lane_of(weights, states, steps, direction=0):
    """Return arrays of a lane, T steps of B rows, with the states before its walk."""
    cell, (B, _), dtype = weights.cell, states[0].shape, weights.W_hh.dtype
    arrays = {}
    for name, keys in cell.arrays.items():
        carried = keys[0] in cell.states
        arrays[name] = np.zeros((steps + carried, B, width(cell, keys, weights)), dtype)
        if carried:
            arrays[name][-1 if direction else 0] = states[cell.states.index(keys[0])]
    return LaneArrays(direction, arrays, cell)


def walked(weights, x, states, direction=0, ahead=True, holds=NO_INTERVENTIONS, stops=()):
    """Return the arrays of a lane after its walk by the plan, in any increments."""
    lane = lane_of(weights, states, len(x), direction)
    walk = FastLane(weights, x, lane, ahead, holds)
    with np.errstate(all="ignore"):
        for stop in (*stops, len(x)):
            walk.advance(stop)
    return lane


def stepped(weights, x, states):
    """Return the arrays of a forward lane, one step after the other."""
    lane, rows = lane_of(weights, states, len(x)), np.arange(x.shape[1])
    for t, row in enumerate(x):
        made = step(weights, row, states)
        lane.record(made, np.full(len(rows), t), rows)
        states = [made[f"{state}_states"] for state in weights.cell.states]
    return lane


def gradients_of(weights, lane, inputs):
    """Return room for the gradients of a lane."""
    cell, (T, B, sums) = weights.cell, lane.arrays["z"].shape
    dtype, R = weights.W_hh.dtype, weights.W_hh.shape[1]
    widths = {f"d{key}": width(cell, (key,), weights) for key in gradients_kept(cell)}
    widths |= {"dz": sums, "back": inputs + R}
    return LaneGradients({k: np.zeros((T, B, w), dtype) for k, w in widths.items()}, cell)


def walked_back(weights, lane, inputs, above, holds=NO_INTERVENTIONS, stops=(), seeds=None):
    """Return the gradients of a lane by the back plan, in any increments.

    Args:
        above: (T, B, R), what comes to the output of each step.
    """
    gradients = gradients_of(weights, lane, inputs)
    lengths = np.full(lane.arrays["z"].shape[1], len(lane.arrays["z"]))
    walk = FastLaneBackward(
        weights, lane, gradients, lengths, holds, lambda t: above[t], seeds or {}
    )
    with np.errstate(all="ignore"):
        for stop in (*stops, len(lane.arrays["z"])):
            walk.advance(stop)
    return gradients


def stepped_back(weights, lane, inputs, above):
    """Return the gradients of a forward lane, one step after the other, and of its states."""
    cell, gradients = weights.cell, gradients_of(weights, lane, inputs)
    rows = np.arange(lane.arrays["z"].shape[1])
    on = [np.zeros_like(lane.before(state)[0]) for state in cell.states]
    for t in reversed(range(len(above))):
        arriving = [on[0] + above[t], *on[1:]]
        recorded = {name: lane.recorded(name)[t] for name in reads_back(cell)}
        found = step_back(weights, recorded, arriving)
        gradients.record(found, np.full(len(rows), t), rows)
        on = found.before
    return gradients, dict(zip(map(before, cell.states), on, strict=True))
