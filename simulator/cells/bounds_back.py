"""Bounds on the difference of two correct engines after one step back, from the edges of a cell.

They continue `bounds`: both engines start from equal bits of x, the states before the step and the
gradients that arrive (or from bits that differ by a known bound), compute the cell forwards, and go
back. A gradient goes along each path of an edge, times every factor there, and through each matrix
to the number that it multiplies. All are evaluated in float64, whatever dtype is checked.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..arrays import Array, limits
from .bounds import BoundWeights, Inexact, Step, StepBounds, added, reached, sum_error
from .edges import Edge, Path, edges_to, products_to
from .functions import FUNCTIONS
from .interventions import NONE, StepInterventions
from .sheet import INPUT, Factor, Term, before


def gradient_bounds(
    weights: BoundWeights,
    forward: StepBounds,
    given: Mapping[str, Array],
    arriving: Mapping[str, Inexact],
    values: Mapping[str, Array],
    gradients: Mapping[str, Array],
    dtype: Any,
    errors: Mapping[str, Array] | None = None,
    held: StepInterventions = NONE,
) -> StepBounds:
    """Return the bounds of one step back of one cell, computed by both engines in `dtype`.

    They stand by gradient: d and the key of a row (dc, dz_i), dx, and of the states before the step
    (dh_prev); exactly 0 beneath a held value.

    Args:
        forward: the bounds of the step forwards. given, errors, held: as they were given for it.
        arriving: by state, the gradients that come from outside the step.
        values: a correct cell's rows. gradients: its gradients by key, in `dtype` or better.
    """
    known = {**(errors or {}), **forward.errors}
    with np.errstate(all="ignore"):
        step = Step(weights, {**given, **values}, known, dtype)
        back = _Back(weights, step, gradients, dtype, held)
        found = back.bounds(arriving)
        return StepBounds(found, forward.overflow | back.overflow)


class _Back:
    def __init__(
        self,
        weights: BoundWeights,
        step: Step,
        gradients: Mapping[str, Array],
        dtype: Any,
        held: StepInterventions,
    ) -> None:
        self._weights, self._cell, self._dtype, self._held = weights, weights.cell, dtype, held
        self._step, self._gradients = step, gradients
        self.overflow: Array | bool = False
        self._sent: dict[str, Inexact] = {}
        self._gone: dict[str, Array] = {}
        self._joined: dict[tuple[str, ...], Inexact] = {}

    def bounds(self, arriving: Mapping[str, Inexact]) -> dict[str, Array]:
        """Return the bounds of all gradients."""
        cell, E = self._cell, {}
        for row in reversed(cell.rows):
            if row.kept:
                arrived = [arriving[row.key]] if row.key in arriving else []
                E[f"d{row.key}"] = self._settle(row.key, f"d{row.key}", arrived)
        for of in (INPUT, *map(before, cell.states)):
            key = "dx" if of == INPUT else f"d{of[:-1]}_prev"
            E[key] = self._settle(of, key, [])
        return E

    def _settle(self, of: str, key: str, parts: list[Inexact]) -> Array:
        """Bound the gradient of a number, from all that comes to it, and remember what it sends."""
        own = edges_to(self._cell).get(of, ())
        along = [self._along(edge, path) for edge in own for path in edge.paths]
        parts += along
        if of in products_to(self._cell):
            parts.append(self._product(of))
        total = added(parts)
        if len(parts) > 1 or self._unbounded(own):
            self.overflow |= reached(limits(self._dtype).max, total.largest)
        if len(parts) > 1:
            total = total.rounded(len(parts), self._dtype)
        stopped = [self._stopped(edge.source) for edge in own]
        beneath = [where for where in stopped if where is not None]
        if along and len(along) == len(parts) and len(beneath) == len(own):
            self._gone[of] = np.logical_and.reduce(beneath)
        size = total.size
        if key in self._gradients and parts != along[:1]:  # terms may be larger than their sum
            size = np.abs(self._gradients[key], dtype=np.float64)
        self._sent[of] = Inexact(size, total.error).without(self._stopped(of))
        return total.errors

    def _unbounded(self, own: tuple[Edge, ...]) -> bool:
        """Return True where a path leads through a number that may overflow."""
        parts = (part for edge in own for path in edge.paths for part in path.parts)
        bounded = self._weights.bounded
        return any(not part.slope and not bounded(Term((Factor(part.of),))) for part in parts)

    def _stopped(self, key: str) -> Array | None:
        """Return where a row sends nothing on: at a hold, and beneath one."""
        held, gone = self._held.stopped(key), self._gone.get(key)
        if held is None or gone is None:
            return gone if held is None else held
        return held | gone

    def _along(self, edge: Edge, path: Path) -> Inexact:
        """Return what an edge sends along one of its paths."""
        found = self._sent[edge.source]
        for part in path.parts:
            factor, roundings = (
                self._slope(part.of) if part.slope else (self._step.number(part.of), 1)
            )
            found = found.times(factor).rounded(roundings, self._dtype)
        # 0 times NaN or infinity is no 0.
        return found.without(self._stopped(edge.source))

    def _slope(self, key: str) -> tuple[Inexact, int]:
        """Return the slope of a row's function, and how often the product with it is rounded."""
        y, function = self._step.number(key), self._cell.row[key].function
        size = FUNCTIONS[function].slope(y.size)
        if function == "σ":  # s(1 − s), rounded twice
            error = np.abs(1 - 2 * y.size) * y.errors + y.errors**2
            return Inexact(size, error + sum_error(size, 2, self._dtype)), 2
        if function == "tanh":  # 1 − t²; the 2u pays for an engine that takes 1 − t·t
            unit = limits(self._dtype).eps
            return Inexact(size, 2 * y.size * y.errors + y.errors**2 + unit), 2
        return Inexact(size, np.where(y.size <= y.errors, 1.0, 0.0)), 1

    def _product(self, of: str) -> Inexact:
        """Bound what comes through the matrices that multiply a number, without cut connections."""
        cell, W = self._cell, self._weights.multiplying(of)
        rows = products_to(cell)[of]
        z = self._beside(rows)
        product = z.weighted(W)
        for k, keep in self._cuts(of, rows, z.size.shape).items():
            for whole, part in ((product.size, z.size), (product.errors, z.errors)):
                whole[:, k] = np.where(keep, part * W[:, k], 0).sum(axis=1)
        self.overflow |= reached(limits(self._dtype).max, product.largest)
        return product.rounded(len(W), self._dtype)

    def _beside(self, rows: tuple[str, ...]) -> Inexact:
        """Return what some rows send, side by side; x and h' of an LSTM get the same."""
        if rows not in self._joined:
            sent = [self._sent[key] for key in rows]
            size = np.concatenate([each.size for each in sent], axis=1)
            error = np.concatenate([each.errors for each in sent], axis=1)
            self._joined[rows] = Inexact(size, error)
        return self._joined[rows]

    def _cuts(self, of: str, rows: tuple[str, ...], shape: tuple[int, ...]) -> dict[int, Array]:
        """Return by input which sums (n, J) its connections are kept to, where some are cut."""
        cell, H = self._cell, shape[1] // len(rows)
        found: dict[int, Array] = {}
        for row, kept in self._held.cuts.items():
            gate, unit = divmod(row, H)
            inputs = kept.x if of == INPUT else kept.h
            for matrix, (key, by) in cell.matrices.items():
                if by != of or of in cell.row or cell.stacked[matrix][1] != gate:
                    continue
                for k in np.flatnonzero(~inputs.all(axis=0)).tolist():
                    keep = found.setdefault(k, np.ones(shape, bool))
                    keep[:, rows.index(key) * H + unit] = inputs[:, k]
        return found
