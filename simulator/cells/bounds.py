"""Bounds on the difference of two correct engines after one step of a cell, from its rows.

Two engines start from equal bits (or from bits that differ by a known bound), and each rounds at
every operation. The bound follows from the standard model of floating point (Higham, Accuracy and
Stability of Numerical Algorithms, 2002, ch. 3): a sum of n products, in any order, is wrong by at
most γ_n Σ|a||b| with γ_n = n u / (1 - n u), and u half an eps. Every number is a size and an error
(`Inexact`), which the rows of the sheet carry on. `bounds_back` carries them through the gradients.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np

from ..arrays import Array, cast, limits
from .edges import products_to
from .functions import FUNCTIONS
from .interventions import NONE, StepInterventions
from .sheet import CURVES, INPUT, Row, Term, before
from .weights import CellWeights

ULPS = 4
"""Error allowed to each engine's own σ and tanh, in units in the last place."""

_EVALUATION = 64
"""Units of eps by which a term is enlarged, for the rounding of all that it is evaluated with."""


class Inexact:
    """Numbers of a correct engine, and by how much another may differ: |a| and E_a, alike.

    No error means that both engines have the same bits.
    """

    __slots__ = ("error", "size")

    def __init__(self, size: Array, error: Array | None = None) -> None:
        self.size, self.error = size, error

    @property
    def errors(self) -> Array:
        """The errors, zeros where both engines have the same bits."""
        return np.zeros(self.size.shape) if self.error is None else self.error

    @property
    def largest(self) -> Array:
        """The largest size that the number may have in the other engine."""
        return self.size if self.error is None else self.size + self.error

    def times(self, other: "Inexact") -> "Inexact":
        """Return the product, not yet rounded: |a|E_b + |b|E_a + E_aE_b."""
        size = self.size * other.size
        if self.error is None:
            return Inexact(size, None if other.error is None else self.size * other.error)
        error = self.error * other.largest
        if other.error is not None:
            error += self.size * other.error
        return Inexact(size, error)

    def rounded(self, roundings: int, dtype: Any) -> "Inexact":
        """Return the numbers after so many roundings, or a sum of so many terms."""
        largest = self.largest
        error = sum_error(largest, roundings, dtype, evaluated=largest.dtype)
        if self.error is not None:
            error += self.error
        return Inexact(self.size, error)

    def weighted(self, W: Array) -> "Inexact":
        """Return the sums over weights of these magnitudes, (n, J) and (J, K), not yet rounded."""
        if self.error is None:
            return Inexact(self.size @ W)
        both = np.concatenate([self.size, self.error]) @ W  # at once, so that W is read once
        return Inexact(both[: len(self.size)], both[len(self.size) :])

    def without(self, where: Array | None) -> "Inexact":
        """Return the numbers with exactly 0 in some places."""
        if where is None:
            return self
        error = None if self.error is None else np.where(where, 0, self.error)
        return Inexact(np.where(where, 0, self.size), error)


def added(parts: Iterable[Inexact]) -> Inexact:
    """Return the sum of some numbers, not yet rounded."""
    first, *others = parts
    size, error = first.size, first.error
    for part in others:
        size = size + part.size
        if part.error is not None:
            error = part.error if error is None else error + part.error
    return Inexact(size, error)


def exact(array: Array) -> Inexact:
    """Return numbers that both engines have the bits of."""
    return Inexact(np.abs(array, dtype=np.float64))


def sum_error(
    magnitude: Array,
    terms: int,
    dtype: Any,
    lost: float = 0.0,
    short: float = 0.0,
    evaluated: Any = np.float64,
) -> Array:
    """Return twice γ_n times the sum of magnitudes: each of two engines may be off by γ_n.

    Args:
        lost: the part of the true sum of magnitudes by which the given one may be too small. short:
            by how much it may be so besides. evaluated: the dtype of the result.
    """
    info = limits(dtype)
    nu = terms * info.eps / 2
    twice_gamma = 2 * nu / (1 - nu) * (1 + lost) * _enlarging(evaluated)
    error = np.multiply(magnitude, twice_gamma, dtype=evaluated)
    error += twice_gamma * short + 2 * terms * info.smallest_subnormal
    return error


def outer_error(left: Inexact, right: Inexact, dtype: Any) -> tuple[Array, Array]:
    """Bound the difference of two engines' leftᵀ right, a sum over n rows: (n, J), (n, K) → (J, K).

    Returns:
        The bounds, and the sums of magnitudes, which must stay below the largest float.
    """
    carried = left.size.T @ right.errors + left.errors.T @ right.largest
    whole = left.size.T @ right.size + carried
    return carried + sum_error(whole, len(left.size), dtype), whole


class _Steepness(NamedTuple):
    """How steep a function is: its largest slope, and by how much log(slope) changes at most.

    near_one: the slope from |y| and 1 - |y|, in the place of the latter.
    """

    steepest: float
    rate: int
    near_one: Callable[[Array, Array], Array]


_STEEPNESS: Final = MappingProxyType(
    {
        "σ": _Steepness(0.25, 1, lambda s, less: np.multiply(less, s, less)),
        "tanh": _Steepness(1.0, 2, lambda t, less: np.multiply(less, 1 + t, less)),
    }
)


def function_error(function: str, y: Array, D: Array, dtype: Any) -> Array:
    """Bound the difference of two engines' |φ(a)| = y when their a differ by at most D.

    Args:
        function: by the names of `sheet.CURVES`.
    """
    if function not in _STEEPNESS:  # relu is never steeper than 1, and rounds nothing
        return D
    steep = _STEEPNESS[function]
    # 1 - y, or what it is if a y near 1 has an error of ULPS units.
    less = np.asarray(1 + ULPS / 2 * limits(y.dtype).eps - y)
    info, more = limits(dtype), _enlarging(np.result_type(y, D))
    error = y * (2 * ULPS * info.eps * more)
    # The smallest normal number covers tails that an engine flushes to zero.
    error += 8 * info.smallest_normal * more
    error += _carried(steep.near_one(y, less), steep, D)
    return error


def _carried(slope: Array, steep: _Steepness, D: Array) -> Array:
    """Return D times the steepest slope within D of a.

    e^(rate D) is at most 1 / (1 - rate D). From rate D = 1/2 on, the slope is taken as the
    steepest, and no two values are further apart than the function's range: 1 for σ, 2 for tanh.
    """
    near = steep.rate * D
    if near.max(initial=0) < 0.5:
        np.subtract(1, near, near)
        slope /= near
        slope *= D
        return slope
    slope = np.where(near < 0.5, slope / (1 - np.minimum(near, 0.5)), steep.steepest)
    return np.asarray(np.minimum(steep.rate * _enlarging(D.dtype), slope * D))


@cache
def _enlarging(evaluated: Any) -> float:
    return 1 + _EVALUATION * limits(evaluated).eps


class BoundWeights:
    """Magnitudes of one cell's weights, and their sums over rows.

    A sum is one product in the dtype of the weights: in float32 it takes half the time of float64.
    The true sum is at most `(1 + lost)` times the one returned and `short`.
    """

    def __init__(self, weights: CellWeights) -> None:
        self._weights, self.cell, H = weights, weights.cell, weights.hidden_size
        output = before(self.cell.output)
        I, R = (len(weights.groups[of][0]) for of in (INPUT, output))
        self._columns = {INPUT: slice(0, I), output: slice(I, I + R)}
        self._all = np.zeros((len(self.cell.sums) * H, I + R + 1), weights.W_ih.dtype)
        with np.errstate(all="ignore"):  # a sum past the largest float marks its rows
            for key in self.cell.sums:
                rows = self._all[self.rows(key)]
                for term in filter(self.in_sums, self.cell.row[key].terms):
                    name = _parameter(term)
                    part = np.abs(weights.part(name))
                    if term.product:
                        rows[:, self._columns[term.product.of]] = part
                    else:
                        rows[:, -1] += part
        self.terms = I + R + 2
        info, self._infinite = limits(self._all.dtype), self._all.dtype.type(np.inf)
        self.lost = self.terms * info.eps
        self.short = self.terms * info.smallest_subnormal
        self._magnitudes: dict[str, Array] = {}
        curves = {row.key: CURVES.get(row.function) for row in self.cell.rows}
        self._bounded = {key for key, c in curves.items() if c and math.isfinite(c.bounded[1])}
        self.others = {
            key: tuple(term for term in self.cell.row[key].terms if not self.in_sums(term))
            for key in self.cell.sums
        }

    def rows(self, key: str) -> slice:
        """Return the rows of one sum among all of them, in the order of `Cell.sums`."""
        H, place = self._weights.hidden_size, self.cell.sums.index(key)
        return slice(place * H, (place + 1) * H)

    def in_sums(self, term: Term) -> bool:
        """Return True for a term that `sums` has: x or h' times a matrix, or a bias."""
        if term.product:
            return term.product.of in self._columns
        return len(term.factors) == 1 and not self.cell.is_number(term.factors[0].of)

    def bounded(self, term: Term) -> bool:
        """Return True for a product that cannot overflow: of numbers in a bounded range."""
        return not term.product and all(f.of in self._bounded for f in term.factors)

    def part(self, name: str) -> Array:
        """Return the magnitudes of a matrix or vector of the sheet in float64."""
        if name not in self._magnitudes:
            with np.errstate(all="ignore"):
                self._magnitudes[name] = np.abs(cast(self._weights.part(name), np.float64))
        return self._magnitudes[name]

    def multiplying(self, of: str) -> Array:
        """Return the magnitudes of all that multiplies a number, float64, as `products_to`."""
        rows = products_to(self.cell)[of]
        if of not in self._columns:
            names = {key: name for name, (key, by) in self.cell.matrices.items() if by == of}
            return np.concatenate([self.part(names[key]) for key in rows])
        if of not in self._magnitudes:
            own = slice(self.rows(rows[0]).start, self.rows(rows[-1]).stop)
            self._magnitudes[of] = cast(self._all[own, self._columns[of]], np.float64)
        return self._magnitudes[of]

    def sums(self, given: Mapping[str, Array]) -> Array:
        """Return M = |W_ih||x| + |W_hh||h'| + |b_ih| + |b_hh| for n rows: (n, 4H).

        Args:
            given: x (n, I) and the states before the step, by their names in the sheet.
        """
        rows = np.ones((len(given[INPUT]), self._all.shape[1]), self._all.dtype)
        with np.errstate(all="ignore"):
            for of, columns in self._columns.items():
                rows[:, columns] = self._sizes(given[of])
            return np.asarray(rows @ self._all.T)

    def carry(self, D_z: Array, errors: Mapping[str, Array]) -> None:
        """Add |W_ih| D_x + |W_hh| D_h, the errors (n, 4H) that come from errors of x and h'."""
        for of, columns in self._columns.items():
            if errors[of].any():
                carried = self._sizes(errors[of]) @ self._all[:, columns].T
                D_z += (1 + self.lost) * (carried + self.short)

    def cut(self, M: Array, given: Mapping[str, Array], held: StepInterventions) -> None:
        """Replace the sums in M where connections are cut; no NaN passes a cut connection."""
        H, cell = self._weights.hidden_size, self.cell
        for row, kept in held.cuts.items():
            gate, unit = divmod(row, H)
            for key in cell.sums:
                names = [name for name, (to, of) in cell.matrices.items() if to == key]
                if all(cell.stacked[name][1] != gate for name in names):
                    continue
                at = self.rows(key).start + unit
                total = cast(self._all[at, -1:], np.float64)
                for of, columns in self._columns.items():
                    W, inputs = self._all[at, columns], kept.x if of == INPUT else kept.h
                    terms = np.where(inputs, np.abs(given[of]) * cast(W, np.float64), 0)
                    total = total + terms[kept.rows].sum(axis=1)
                M[kept.rows, at] = total

    def _sizes(self, numbers: Array) -> Array:
        """Return magnitudes in the dtype of the weights, rounded upwards."""
        sizes = np.abs(numbers)
        if sizes.dtype == self._all.dtype:
            return sizes
        return np.asarray(np.nextafter(sizes.astype(self._all.dtype), self._infinite))


def _parameter(term: Term) -> str:
    """Return the matrix of a product, or the vector that a term is."""
    return term.product.matrix if term.product else term.factors[0].of


@dataclass(frozen=True, eq=False)
class StepBounds:
    """Bounds for n rows of one cell.

    Attributes:
        errors: by row of the sheet, or by gradient, (n, width), like its numbers.
        overflow: (n,) True where the sums may pass the largest float of the dtype: two correct
            engines may then differ without limit, so the row cannot be compared.
    """

    errors: Mapping[str, Array]
    overflow: Array


def step_bounds(
    weights: BoundWeights,
    given: Mapping[str, Array],
    values: Mapping[str, Array],
    dtype: Any,
    errors: Mapping[str, Array] | None = None,
    held: StepInterventions = NONE,
    M: Array | None = None,
) -> StepBounds:
    """Return the bounds of one step of one cell, computed by both engines in `dtype`.

    They are evaluated in the dtype of the numbers that they are made of, and enlarged by what that
    may lose; where they leave the range of float32, in float64.

    Args:
        given: x (n, I) and the states before the step, by their names in the sheet.
        values: a correct cell's results for them, in `dtype` or better.
        errors: bounds on the difference of the engines' own x and states, by the same names; None
            when both start from equal bits.
        held: the held values of the rows: both engines must have exactly these.
        M: (n, 4H) `weights.sums` of `given`, where it is known; its cuts are made in place.
    """
    with np.errstate(all="ignore"):
        sizes = given
        if errors:
            sizes = {of: np.abs(array) + errors[of] for of, array in given.items()}
        if M is None:
            M = weights.sums(sizes)
        weights.cut(M, sizes, held)
        states = [before(state) for state in weights.cell.states]
        of_states = [given[state].dtype for state in states]
        wanted = np.result_type(*of_states, *{array.dtype for array in values.values()}, dtype)
        step = Step(weights, {**given, **values}, errors or {}, dtype, wanted)
        if not step.carry(M, held):
            step = Step(weights, {**given, **values}, errors or {}, dtype, np.dtype(np.float64))
            step.carry(M, held)
        largest = limits(dtype).max
        overflow = step.overflow | reached(largest / (1 + weights.lost), M)
        for state in states[1:]:  # h' is in M
            overflow |= reached(largest, np.abs(sizes[state]))
    kept = {row.key: step.errors[row.key] for row in weights.cell.rows if row.kept}
    return StepBounds(kept, overflow)


def reached(limit: float, sizes: Array) -> Array:
    """Return (n,) True where one of a row's numbers is `limit` or more."""
    if sizes.max(initial=0) < limit:  # all of them at once; NaN is not smaller
        return np.zeros(len(sizes), bool)
    return np.asarray(np.any(limit <= sizes, axis=1))


class Step:
    """Numbers of one step of a cell, and by how much two engines may differ in each.

    Args:
        values: rows, x and the states before the step, (n, width), by their names in the sheet.
            Rows that are not kept are computed from the others.
        errors: bounds on numbers among these, by the same names; none where the bits are equal.
        dtype: of both engines. evaluated: the dtype of the bounds.
    """

    def __init__(
        self,
        weights: BoundWeights,
        values: Mapping[str, Array],
        errors: Mapping[str, Array],
        dtype: Any,
        evaluated: Any = np.float64,
    ) -> None:
        self.errors = dict(errors)
        self._weights, self._cell, self._values = weights, weights.cell, dict(values)
        self._dtype, self._evaluated = dtype, np.dtype(evaluated)
        self._given, self._sizes = errors, dict[str, Array]()
        self._largest = limits(dtype).max
        self.overflow: Array | bool = False

    def carry(self, M: Array, held: StepInterventions) -> bool:
        """Bound every row, one after the other, and see which overflow besides those in M.

        Args:
            M: (n, 4H) `BoundWeights.sums` of x and h'. held: the held values of the rows.

        Returns:
            False where a sum or a state has a bound that is not finite.
        """
        weights = self._weights
        E = sum_error(M, weights.terms, self._dtype, weights.lost, weights.short, self._evaluated)
        if self._given:
            weights.carry(E, self._given)
        unbounded = [E]
        for row in self._cell.rows:
            if row.key in self._cell.sums:
                part, others = weights.rows(row.key), weights.others[row.key]
                error = E[:, part]
                if others:
                    error = self._sum(others, Inexact(M[:, part], error))
                    unbounded.append(error)
            else:
                error = self._sum(row.terms)
            error = self._through(row, error)
            if row.key in held.fixed:
                error = np.where(held.fixed[row.key].where, 0, error)
            self.errors[row.key] = error
        unbounded += [self.errors[state] for state in self._cell.states]
        return all(math.isfinite(error.max(initial=0)) for error in unbounded)

    def number(self, of: str) -> Inexact:
        """Return a row, x, a state before the step, or a vector of parameters."""
        if not self._cell.is_number(of):
            return Inexact(self._weights.part(of))
        return Inexact(self._size(of), self._error(of))

    def _error(self, of: str) -> Array | None:
        row = self._cell.row.get(of)
        if row is not None and not row.kept and of not in self.errors:
            self.errors[of] = self._through(row, self._sum(row.terms))
        return self.errors.get(of)

    def _size(self, of: str) -> Array:
        if of not in self._sizes:
            self._sizes[of] = np.abs(self._value(of))
        return self._sizes[of]

    def _value(self, of: str) -> Array:
        if of not in self._values:
            row = self._cell.row[of]
            total = np.zeros((1, 1))
            for term in row.terms:
                factors = (self._value(factor.of) for factor in term.factors)
                total = total + reduce(np.multiply, factors, np.asarray(term.k))
            self._values[of] = FUNCTIONS[row.function](total) if row.function else total
        return np.asarray(self._values[of], self._evaluated)

    def _through(self, row: Row, error: Array) -> Array:
        """Return the bound of a row from the bound of its sum."""
        if not row.function:
            return error
        return function_error(row.function, self._size(row.key), error, self._dtype)

    def _sum(self, terms: tuple[Term, ...], given: Inexact | None = None) -> Array:
        """Bound a sum of products.

        Args:
            given: the part of it that comes from x, h' and the biases.
        """
        if given is None and len(terms) == len(terms[0].factors) == 1 and not terms[0].product:
            error = self._error(terms[0].factors[0].of)
            return np.zeros((1, 1), self._evaluated) if error is None else error
        parts = [] if given is None else [given]
        addends, products = len(parts) * self._weights.terms, 0
        for term in terms:
            if term.product:
                W = self._weights.part(term.product.matrix)
                parts.append(self.number(term.product.of).weighted(W.T))
                addends, products = addends + W.shape[1], max(products, 1)
            else:
                factors = [self.number(factor.of) for factor in term.factors]
                factors = factors or [Inexact(np.ones((1, 1), self._evaluated))]
                parts.append(reduce(Inexact.times, factors))
                addends, products = addends + 1, max(products, len(factors) - 1)
        total = added(parts)
        whole, lost = total.largest, 0.0 if given is None else self._weights.lost
        if not all(map(self._weights.bounded, terms)):
            self.overflow |= reached(self._largest, whole)
        roundings = addends - 1 + products
        error = sum_error(whole, roundings, self._dtype, lost, evaluated=whole.dtype)
        if total.error is not None:
            error += total.error
        return error
