"""Bounds of a window of the backward pass: the bound of one step, carried forwards, then back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...arrays import Array
from ...cells.bounds import Inexact, StepBounds, exact, outer_error, sum_error
from ...cells.bounds_back import gradient_bounds
from ..step_check import Reference
from ..window_check import BoundedStep, LaneWalk


@dataclass(frozen=True, eq=False)
class LaneWindow(LaneWalk):
    """Steps of one lane, with the gradients that arrive there.

    Attributes:
        above: (W, B, R) what arrives at h from above. arriving: by state, (B, width), what arrives
            where the walks end, from the steps beyond.
    """

    above: Array
    arriving: Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class LaneBounds:
    """Bounds of a lane's gradients over a window, and of its weights' gradients.

    Attributes:
        dx: (W, B, I) sizes and bounds. initial: by state, (B, width).
        weights: by kind (J, K) bounds, biases (J, 1); sizes: the sums of magnitudes.
        comparable: (B,) the rows in which nothing overflows.
    """

    dx: Inexact
    initial: dict[str, Array]
    weights: dict[str, Array]
    sizes: dict[str, Array]
    comparable: Array


def lane_bounds(window: LaneWindow, dtype: str, reference: Reference) -> LaneBounds:
    """Carry the bound of one step through a window, along torch's numbers in float64."""
    steps = [*window.bounded(dtype, reference)]
    W, B, I = window.x.shape
    comparable = np.ones(B, bool)
    dx, E_dx = np.zeros((W, B, I)), np.zeros((W, B, I))
    sent = {state: array.astype(np.float64) for state, array in window.arriving.items()}
    E = {state: np.zeros(array.shape) for state, array in sent.items()}
    output = reference.config.cell.output
    factors: dict[str, list[tuple[Inexact, Inexact]]] = {}
    cell = reference.cell_back(window.lane, "float64")
    magnitudes = reference.magnitudes(window.lane)
    for step in reversed(steps):
        t, rows = step.t, step.rows
        above, places = (
            window.above[t, rows].astype(np.float64),
            (window.t[t, rows], window.rows[rows]),
        )
        numbers = {state: array[rows] for state, array in sent.items()}
        errors = {state: array[rows] for state, array in E.items()}
        with np.errstate(all="ignore"):
            size = np.abs(above) + np.abs(numbers[output]) + errors[output]
            errors[output] += sum_error(size, 2, dtype)
            numbers[output] = above + numbers[output]
            found = cell.back([*step.inputs.values()], [*numbers.values()], *places).gradients
        arriving = {state: _sized(array, errors[state]) for state, array in numbers.items()}
        given = step.forward, step.inputs, arriving, step.values, found, dtype
        bounds = gradient_bounds(magnitudes, *given, errors=step.errors)
        comparable[rows] &= ~bounds.overflow
        dx[t, rows], E_dx[t, rows] = np.abs(found["dx"]), bounds.errors["dx"]
        for state in sent:
            key = f"d{state}_prev"
            sent[state][rows], E[state][rows] = found[key], bounds.errors[key]
        dz = [f"d{key}" for key in reference.config.cell.sums]
        for kind, both in _factors(step, dz, arriving[output], found, bounds).items():
            factors.setdefault(kind, []).append(both)
    weights, sizes = {}, {}
    for kind, pairs in factors.items():
        left, right = map(_joined, zip(*pairs, strict=True))
        with np.errstate(all="ignore"):
            weights[kind], sizes[kind] = outer_error(left, right, dtype)
    return LaneBounds(Inexact(dx, E_dx), E, weights, sizes, comparable)


def _factors(
    step: BoundedStep,
    sums: Sequence[str],
    dh: Inexact,
    gradients: Mapping[str, Array],
    bounds: StepBounds,
) -> dict[str, tuple[Inexact, Inexact]]:
    """Return what is multiplied and summed over rows to the gradient of each kind of weight."""
    dz = _sized(
        np.concatenate([gradients[key] for key in sums], axis=1),
        np.concatenate([bounds.errors[key] for key in sums], axis=1),
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
