"""Bounds of a window of the backward pass: the bound of one step, carried forwards, then back."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...arrays import Array
from ...cells.bounds import Inexact, StepBounds, exact, outer_error, sum_error
from ...cells.bounds_back import gradient_bounds
from ..step_check import Reference
from ..window_check import BoundedStep, LaneWalk


@dataclass(frozen=True, eq=False)
class LaneWindow(LaneWalk):
    """Steps of one lane, with what arrives there on the backward pass.

    Attributes:
        above: (W, B, R) what arrives at h from above. arriving: by state, (B, width), what arrives
            where the walks end, from the steps beyond.
    """

    above: Array
    arriving: Mapping[str, Array]


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


def lane_bounds(window: LaneWindow, dtype: str, reference: Reference) -> LaneBounds:
    """Carry the bound of one step through a window, along torch's numbers in float64."""
    steps = [*window.bounded(dtype, reference)]
    W, B, I = window.x.shape
    comparable = np.ones(B, bool)
    dx, E_dx = np.zeros((W, B, I)), np.zeros((W, B, I))
    dh, dc = (array.astype(np.float64) for array in window.arriving.values())
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


def _factors(
    step: BoundedStep, dh: Inexact, gradients: Mapping[str, Array], bounds: StepBounds
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
