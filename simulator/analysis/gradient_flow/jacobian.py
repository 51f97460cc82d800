"""Jacobian of one step of a lane: J = ∂(h, c)/∂(h', c'), its spectral radius and its norm.

J follows the rows of the cell: ∂y/∂s of a row y is the sum over its edges of the factor times
∂/∂s of the number that y reads. For an LSTM, with t = tanh(c), s = o(1 − t²) and

    C = diag(c' f(1−f)) W_hf + diag(g i(1−i)) W_hi + diag(i(1−g²)) W_hg

    ∂c/∂c' = diag f        ∂c/∂h' = C
    ∂h/∂c' = diag(s f)     ∂h/∂h' = diag(t o(1−o)) W_ho + diag(s) C

and with a projection W_hr times the rows of h. Jᵀ (dh, dc_in) = (dh', dc').
"""

from collections.abc import Callable, Generator, Mapping
from typing import Final, NamedTuple

import numpy as np

from ...arrays import Array
from ...cells.interventions import StepInterventions, zeroed
from ...cells.sheet import INPUT, before
from ...cells.step_back import edge_factors, gate_slopes
from ...cells.weights import CellWeights
from ...engine.run import Run
from ...network.lane import Lane
from ...progress import finish, part_of
from .lane_row import LaneRow

MOST_EXACT: Final = 64
"""H up to which eigenvalues and singular values are computed exactly."""

NORM_STEPS: Final = 20
RADIUS_STEPS: Final = 40
"""Products with JᵀJ and with J, of which the norm and the radius of a larger J are found."""

_EXHAUSTED: Final = 1e-14
"""Share of a Krylov space's numbers, below which a further direction is only rounding."""


class Strength(NamedTuple):
    """How much one step can carry: ρ(J), the spectral radius, and ‖J‖, the largest gain.

    exact: False where both are iterated.
    """

    radius: float
    norm: float
    exact: bool = True


def jacobian(run: Run, lane: Lane, t: int, row: int = 0) -> Array:
    """Return J of one cell of a computed run, (R+H, R+H) float64, h before c.

    A held number depends on nothing, and a cut connection carries nothing. It takes the products of
    three (H, R) matrices with diagonals, and with a projection one (R, H) by (H, R+H): 0.1 ms at
    H = 32, 20 ms at H = 512.
    """
    of = LaneRow(run, lane, row)
    with np.errstate(all="ignore"):
        return _Derivatives(run.weights[lane], of.recorded(t), of.held([t])).of_states()


class _Derivatives:
    """Derivatives of the rows of one cell by its states before the step.

    A derivative has a matrix for each state that it depends on, (H, width), or the diagonal of one.
    """

    def __init__(
        self, weights: CellWeights, recorded: Mapping[str, Array], held: StepInterventions
    ) -> None:
        self._weights, self._cell, self._held = weights, weights.cell, held
        self._H = weights.hidden_size
        self._edges: dict[str, list[tuple[str, Array]]] = {}
        for edge, factor in edge_factors(self._cell, recorded, self._H).items():
            self._edges.setdefault(edge.source, []).append((edge.target, np.ravel(factor)))
        self._slopes: dict[str, Array] = {}
        if self._cell.gate_of:
            slopes = gate_slopes(self._cell, recorded["gates"])[0].reshape(-1, self._H)
            self._slopes = dict(zip(self._cell.arrays["gates"], slopes, strict=True))
        self._widths = {
            before(state): self._H if place else weights.W_hh.shape[1]
            for place, state in enumerate(self._cell.states)
        }
        self._W_hh = held.without_cuts(weights.W_hh.astype(np.float64), 0)
        self._done: dict[str, dict[str, Array]] = {}

    def of_states(self) -> Array:
        """Return the derivatives of the states after the step, one below the other."""
        return np.concatenate([self._whole(self._of(state), state) for state in self._cell.states])

    def _whole(self, found: Mapping[str, Array], key: str) -> Array:
        """Return the derivative of a row as one matrix, (units, R+H)."""
        units = self._widths.get(before(key), self._H)
        parts = [found.get(of, np.zeros((units, width))) for of, width in self._widths.items()]
        return np.concatenate([np.diag(p) if p.ndim == 1 else p for p in parts], axis=1)

    def _of(self, key: str) -> dict[str, Array]:
        """Return the derivative of a row, 0 where it is held."""
        if key not in self._done:
            products = [t.product for t in self._cell.row[key].terms if t.product]
            found: dict[str, Array] = {}
            if products and key not in self._cell.sums:
                (product,) = products
                W = self._weights.part(product.matrix).astype(np.float64)
                whole = W @ self._whole(self._of(product.of), product.of)
                ends = np.cumsum([*self._widths.values()])[:-1]
                found = dict(zip(self._widths, np.split(whole, ends, axis=1), strict=True))
            else:
                self._add_edges(found, key, None)
            where = self._held.stopped(key)
            if where is not None:
                found = {of: _without(part, where[0]) for of, part in found.items()}
            self._done[key] = found
        return self._done[key]

    def _add_edges(self, into: dict[str, Array], key: str, scale: Array | None) -> None:
        """Add a row's derivative, times a factor for each unit, along its edges."""
        for target, factor in self._edges.get(key, ()):
            self._add(into, target, factor if scale is None else factor * scale)

    def _add(self, into: dict[str, Array], key: str, scale: Array) -> None:
        """Add the derivative of a number, times a factor for each unit."""
        if key in self._widths:
            _put(into, key, scale)
        elif key in self._cell.sums:
            self._add_sum(into, key, scale)
        elif key in self._slopes:
            where = self._held.stopped(key)
            slope = zeroed(self._slopes[key], None if where is None else where[0])
            self._add_sum(into, self._cell.row[key].reads[0], scale * slope)
        else:
            for of, part in self._of(key).items():
                _put(into, of, scale * part if part.ndim == 1 else scale[:, None] * part)

    def _add_sum(self, into: dict[str, Array], key: str, scale: Array) -> None:
        for term in self._cell.row[key].terms:
            if (product := term.product) and product.of != INPUT:
                _, place = self._cell.stacked[product.matrix]
                W = self._W_hh[place * self._H : (place + 1) * self._H]
                if product.of in self._widths:
                    _put(into, product.of, scale[:, None] * W)
                    continue
                for of, part in self._of(product.of).items():
                    below = W * part if part.ndim == 1 else W @ part
                    _put(into, of, scale[:, None] * below)
        self._add_edges(into, key, scale)


def _put(into: dict[str, Array], state: str, part: Array) -> None:
    """Add a matrix, or a diagonal, to the derivative by a state."""
    known = into.get(state)
    if known is not None and known.ndim != part.ndim:
        known, part = (np.diag(p) if p.ndim == 1 else p for p in (known, part))
    into[state] = part if known is None else known + part


def strength(J: Array) -> Strength:
    """Return ρ(J) and ‖J‖; NaN where J is not finite, infinite where they are beyond float64.

    Both are exact up to H = 64: eigenvalues and singular values take 0.2, 0.8 and 9 ms at H = 2, 32
    and 64 without a projection, and would take 690 ms at H = 512. Beyond, both come from a Krylov
    space: ‖J‖² from 20 products with JᵀJ (within 0.1 %), ρ from 40 with J (within 1 %), together 10
    ms at H = 128 and 70 ms at H = 512.
    """
    return finish(_strength_in_slices(J))


def strength_at(run: Run, lane: Lane, t: int, row: int = 0) -> Generator[float, None, Strength]:
    """Return ρ(J) and ‖J‖ of one cell, in slices: at H = 512 the longest takes 10 ms."""
    yield 0.0
    J = jacobian(run, lane, t, row)
    yield 0.1
    found: Strength = yield from part_of(_strength_in_slices(J), 0.1, 1.0)
    return found


def strength_over_time(
    run: Run, lane: Lane, row: int = 0, most: int = 200
) -> Generator[float, None, Strength]:
    """Return the medians of ρ(J_t) and ‖J_t‖ over a row's timesteps, in slices.

    Args:
        most: how many timesteps are looked at, evenly over all where there are more.
    """
    n = run.experiment.lengths[row]
    chosen = np.unique(np.linspace(0, n - 1, min(n, most)).round().astype(int)).tolist()
    found = []
    for number, t in enumerate(chosen):
        done, after = number / len(chosen), (number + 1) / len(chosen)
        each: Strength = yield from part_of(strength_at(run, lane, t, row), done, after)
        found.append(each)
    radius, norm = (float(np.median([s[k] for s in found])) for k in (0, 1))
    return Strength(radius, norm, all(s.exact for s in found))


def _strength_in_slices(J: Array) -> Generator[float, None, Strength]:
    if not np.isfinite(J).all():
        return Strength(np.nan, np.nan, exact=False)
    # By a power of two, which rounds nothing: products of numbers near 1 cannot overflow.
    _, exponent = np.frexp(np.abs(J).max(initial=0))
    with np.errstate(under="ignore"):
        scaled = np.ldexp(J, -exponent)
    radius, norm, exact = yield from _strength_of_scaled(scaled)
    with np.errstate(all="ignore"):
        return Strength(float(np.ldexp(radius, exponent)), float(np.ldexp(norm, exponent)), exact)


def _strength_of_scaled(J: Array) -> Generator[float, None, Strength]:
    """Return ρ(J) and ‖J‖ of a matrix whose largest number is about 1."""
    if len(J) <= 2 * MOST_EXACT:
        radius = np.abs(np.linalg.eigvals(J)).max(initial=0)
        return Strength(float(radius), float(np.linalg.norm(J, 2)))
    start = _start(J)
    radius = yield from part_of(_largest(lambda v: J @ v, start, RADIUS_STEPS), 0.0, 0.7)
    square = yield from part_of(_largest(lambda v: J.T @ (J @ v), start, NORM_STEPS), 0.7, 1.0)
    return Strength(radius, square**0.5, exact=False)


def _largest(
    product: Callable[[Array], Array], start: Array, steps: int
) -> Generator[float, None, float]:
    """Return the largest modulus of an eigenvalue of a matrix in a Krylov space (Arnoldi, 1951).

    Args:
        product: the matrix times a vector. steps: how many products are taken.
    """
    basis, upper = [start], np.zeros((steps + 1, steps))
    for k in range(steps):
        v = product(basis[k])
        for _ in range(2):  # twice, so that the basis stays orthogonal
            for j, earlier in enumerate(basis):
                part = float(earlier @ v)
                upper[j, k] += part
                v = v - part * earlier
        upper[k + 1, k] = size = np.linalg.norm(v)
        if size <= _EXHAUSTED * np.abs(upper).max():
            steps = k + 1
            break
        basis.append(v / size)
        yield k / steps
    return float(np.abs(np.linalg.eigvals(upper[:steps, :steps])).max(initial=0))


def _start(J: Array) -> Array:
    """Return the vector that an iteration starts from: always the same, of no special direction."""
    v = np.random.default_rng(0).standard_normal(len(J))
    return np.asarray(v / np.linalg.norm(v))


def _without(part: Array, where: Array) -> Array:
    """Return a matrix, or a diagonal, with 0 in the rows of held numbers."""
    return np.where(where if part.ndim == 1 else where[:, None], 0, part)
