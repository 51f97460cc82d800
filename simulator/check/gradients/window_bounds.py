"""Bounds of a window of the way back: those of one step, carried forwards and then back."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...arrays import Array
from ...cells.bounds import Inexact, StepBounds, exact, outer_error, step_bounds, sum_error
from ...cells.bounds_back import GradientBounds, gradient_bounds
from ...engine.time_order import timestep_at
from ...network.lane import Lane
from .steps import GradientReference


@dataclass(frozen=True, eq=False)
class LaneWindow:
    """At most W steps of each of B rows of one lane, from recorded states.

    Attributes:
        lane: the lane. t: (W, B) and rows: (B,), the timesteps and batch rows that they are.
        lengths: (B,) the steps that each row takes.
        x: (W, B, I). h_0: (B, R). c_0: (B, H), where the walks begin.
        above: (W, B, R) what arrives at h from above. dh_n: (B, R), dc_n: (B, H), what arrives
            where the walks end, from the steps beyond.
    """

    lane: Lane
    t: Array
    rows: Array
    lengths: Array
    x: Array
    h_0: Array
    c_0: Array
    above: Array
    dh_n: Array
    dc_n: Array

    def at(self, walk: int) -> tuple[Array, Array]:
        """Return the rows that take a step of the walk, and its timestep in the window."""
        rows = np.flatnonzero(walk < self.lengths)
        t = timestep_at(self.lane.direction, self.lengths[rows], np.full(len(rows), walk))
        return t, rows


@dataclass(frozen=True, eq=False)
class LaneBounds:
    """Bounds of a lane's gradients over a window, and what its weights' gradients may differ by.

    Attributes:
        dx: (W, B, I) sizes and bounds. dh_0: (B, R), dc_0: (B, H).
        weights: by kind (J, K) bounds, biases (J, 1); sizes: the sums of magnitudes.
        comparable: (B,) the rows in which nothing overflows.
    """

    dx: Inexact
    dh_0: Array
    dc_0: Array
    weights: dict[str, Array]
    sizes: dict[str, Array]
    comparable: Array


@dataclass(frozen=True, eq=False)
class _Step:
    """One step of the walk forwards, and its bounds.

    t, rows: (n,) its places in the window. inputs: x, h' and c' by name; errors: theirs.
    """

    t: Array
    rows: Array
    inputs: dict[str, Array]
    errors: Mapping[str, Array]
    values: Mapping[str, Array]
    forward: StepBounds


def lane_bounds(window: LaneWindow, dtype: str, reference: GradientReference) -> LaneBounds:
    """Carry the bound of one step through a window, along torch's numbers in float64."""
    steps = _forwards(window, dtype, reference)
    W, B, I = window.x.shape
    comparable = np.ones(B, bool)
    dx, E_dx = np.zeros((W, B, I)), np.zeros((W, B, I))
    dh, dc = (array.astype(np.float64) for array in (window.dh_n, window.dc_n))
    E_dh, E_dc = np.zeros(dh.shape), np.zeros(dc.shape)
    factors: dict[str, list[tuple[Inexact, Inexact]]] = {}
    cell = reference.cell_back(window.lane, "float64")
    magnitudes = reference.magnitudes(window.lane)
    for step in reversed(steps):
        t, rows = step.t, step.rows
        above, sent = window.above[t, rows].astype(np.float64), dh[rows]
        with np.errstate(all="ignore"):
            E_arrived = E_dh[rows] + sum_error(np.abs(above) + np.abs(sent) + E_dh[rows], 2, dtype)
            arrived = _sized(above + sent, E_arrived)
            places = window.t[t, rows], window.rows[rows]
            x, h_prev, c_prev = step.inputs.values()
            found = cell.back((x, h_prev, c_prev), above + sent, dc[rows], *places).gradients
        arriving = {"h": arrived, "c": _sized(dc[rows], E_dc[rows])}
        given = step.forward, step.inputs, arriving, step.values, found, dtype
        bounds = gradient_bounds(magnitudes, *given, errors=step.errors)
        comparable[rows] &= ~bounds.overflow
        dx[t, rows], E_dx[t, rows] = np.abs(found["dx"]), bounds.errors["dx"]
        dh[rows], E_dh[rows] = found["dh_prev"], bounds.errors["dh_prev"]
        dc[rows], E_dc[rows] = found["dc_prev"], bounds.errors["dc_prev"]
        for kind, both in _factors(step, arrived, found, bounds).items():
            factors.setdefault(kind, []).append(both)
    weights, sizes = {}, {}
    for kind, pairs in factors.items():
        left, right = map(_joined, zip(*pairs, strict=True))
        with np.errstate(all="ignore"):
            weights[kind], sizes[kind] = outer_error(left, right, dtype)
    return LaneBounds(Inexact(dx, E_dx), E_dh, E_dc, weights, sizes, comparable)


def _forwards(window: LaneWindow, dtype: str, reference: GradientReference) -> list[_Step]:
    """Return the steps of the walk forwards, in order."""
    h, c = (state.astype(np.float64) for state in (window.h_0, window.c_0))
    D_h, D_c = np.zeros(h.shape), np.zeros(c.shape)
    cell, weights = reference.cell(window.lane, "float64"), reference.magnitudes(window.lane)
    found = []
    for walk in range(int(window.lengths.max())):
        t, rows = window.at(walk)
        x = window.x[t, rows].astype(np.float64)
        inputs = {"x": x, "h'": h[rows], "c'": c[rows]}
        errors = {"x": np.zeros(x.shape), "h'": D_h[rows], "c'": D_c[rows]}
        values = cell.step(x, h[rows], c[rows], window.t[t, rows], window.rows[rows])
        forward = step_bounds(weights, inputs, values, dtype, errors)
        found.append(_Step(t, rows, inputs, errors, values, forward))
        h[rows], c[rows] = values["h"], values["c"]
        D_h[rows], D_c[rows] = forward.errors["h"], forward.errors["c"]
    return found


def _factors(
    step: _Step, dh: Inexact, gradients: Mapping[str, Array], bounds: GradientBounds
) -> dict[str, tuple[Inexact, Inexact]]:
    """Return what is multiplied and summed over rows to the gradient of each kind of weight."""
    gates = [f"dz_{gate}" for gate in "ifgo"]
    dz = _sized(
        np.concatenate([gradients[key] for key in gates], axis=1),
        np.concatenate([bounds.errors[key] for key in gates], axis=1),
    )
    ones = exact(np.ones((len(step.rows), 1)))
    found = {
        "weight_ih": (dz, _sized(step.inputs["x"], step.errors["x"])),
        "weight_hh": (dz, _sized(step.inputs["h'"], step.errors["h'"])),
        "bias_ih": (dz, ones),
    }
    if "dm" in gradients:
        m = _sized(step.values["m"], step.forward.errors["m"])
        found["weight_hr"] = dh, m
    return found


def _sized(array: Array, error: Array) -> Inexact:
    return Inexact(np.abs(array, dtype=np.float64), error)


def _joined(parts: tuple[Inexact, ...]) -> Inexact:
    """Join the rows of several steps."""
    sizes, errors = zip(*((part.size, part.errors) for part in parts), strict=True)
    return Inexact(np.concatenate(sizes), np.concatenate(errors))
