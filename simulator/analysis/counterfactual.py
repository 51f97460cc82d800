"""Counterfactual: what would make a gate, a candidate or a sum another number, weight by weight.

The sum that a target needs follows from the inverse of σ or tanh. A weight is used at every
timestep, so that another weight also moves what its own cell reads: where the run is small enough
the weight is searched for with whole runs, and the answer says where it is not.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ..arrays import limits
from ..cells.sheet import Cell
from ..engine.run import Run
from ..translation import tr
from .address import Address, Given, Source
from .decomposition.ledger import ledger
from .decomposition.terms import Ledger
from .number_text import fixed, short

_WEIGHTS: Final = 2
"""Number of weights that are proposed, beside a bias."""

_MOST_CELLS: Final = 200
_MOST_PRODUCTS: Final = 1_000_000
"""Cells, and products in them, up to which whole runs are computed in the search."""

_MOST_RUNS: Final = 16


@dataclass(frozen=True, slots=True)
class Change:
    """One parameter that would give the target by itself.

    Attributes:
        before, after: the parameter, in the run's dtype.
        factor: what it is multiplied with in the sum, as the run stands now; 1 for a bias.
        alone: True where whole runs confirm it; False where all that the cell reads is taken to
            stay as it is.
        echoes: True where earlier timesteps use the parameter too, so that h before the number
            moves with it: what its own term adds is then not all that the sum needs.
    """

    source: Given
    before: np.floating
    after: np.floating
    factor: float
    alone: bool
    echoes: bool = False


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What a number would need to be another one.

    Attributes:
        needed: the sum z that gives the target. now: the present one.
        changes: weights with the largest factors first, then a bias; empty where none is free,
            and where the number is met.
        met: True where the sum has the needed value, up to its rounding.
    """

    number: Address
    target: float
    needed: float
    now: float
    changes: tuple[Change, ...]
    met: bool = False

    @property
    def more(self) -> float:
        """What has to be added to the sum."""
        return self.needed - self.now


class CannotBeError(ValueError):
    """A target that no weight gives, in words for the user."""


def is_summed(cell: Cell, quantity: str) -> bool:
    """Return True for numbers that weights make in one step: sums, and functions of a sum."""
    row = cell.row.get(quantity)
    if row is None:
        return False
    return quantity in cell.sums or (row.function != "" and row.reads[0] in cell.sums)


def wanted(run: Run, at: Address, target: float) -> Counterfactual:
    """Return what would make a computed number the target.

    Raises:
        CannotBeError: nothing would. KeyError, IndexError: as for `ledger`.
    """
    if not is_summed(run.experiment.config.cell, at.quantity):
        raise CannotBeError(
            tr(
                "Only i, f, g, o and their pre-activations depend on the weights "
                "within one step. Choose one of these."
            )
        )
    if run.mistake:
        raise CannotBeError(tr("This run has an injected error. Remove it first."))
    book = ledger(run.trace, at)
    if book.would_be is not None:
        held = short(float(book.value), 4)
        raise CannotBeError(
            tr("{number} is held at {value}. Release it first.", number=at.name, value=held)
        )
    now = float(book.total)
    needed = _argument(at, target, book.activation.function if book.activation else "")
    if not math.isfinite(now):
        raise CannotBeError(
            tr(
                "The pre-activation of {number} is not a finite number, so no change can help.",
                number=at.name,
            )
        )
    if abs(now - needed) <= _tolerance(book, needed):
        return Counterfactual(at, target, needed, now, (), met=True)
    candidates = _candidates(book)
    changes = (_change(run, book, index, factor, needed) for index, factor in candidates)
    return Counterfactual(at, target, needed, now, tuple(change for change in changes if change))


def _argument(at: Address, target: float, function: str) -> float:
    """Return the z at which a function is the target."""
    low = {"σ": 0, "tanh": -1}.get(function, -math.inf)
    if math.isnan(target) or not low < target < (1 if function else math.inf):
        raise CannotBeError(
            tr(
                "{number} always lies between {low} and {high}, and never reaches either.",
                number=at.name,
                low=fixed(low, 0),
                high=1,
            )
            if function
            else tr("The target must be a finite number.")
        )
    if function == "σ":
        return math.log(target) - math.log1p(-target)
    return math.atanh(target) if function else target


def _candidates(book: Ledger) -> Iterator[tuple[int, float]]:
    """Yield terms and what their parameter is multiplied with: the largest weights, a bias."""
    factors = []
    for part in book.parts:
        with np.errstate(all="ignore"):
            read = np.ones(len(part.products))
            for column in part.columns[1:]:
                read = read * column.values.astype(np.float64)
        read[list(part.columns[0].cut)] = 0
        factors.append(np.where(np.isfinite(read), read, 0))
    read, biases = np.concatenate(factors), sum(len(part.columns) == 1 for part in book.parts)
    weights = biases + np.argsort(-np.abs(read[biases:]), kind="stable")[:_WEIGHTS]
    for index in (*weights.tolist(), *range(min(biases, 1))):
        if read[index] != 0:
            yield index, float(read[index])


def _change(run: Run, book: Ledger, index: int, factor: float, needed: float) -> Change | None:
    """Search for the parameter of one term with which the sum has the needed value."""
    term, dtype = book.term(index), book.total.dtype
    source, before = term.factors[0].source, term.factors[0].value
    assert isinstance(source, Given)
    with np.errstate(all="ignore"):
        first = dtype.type(float(before) + (needed - float(book.total)) / factor)
    if not np.isfinite(first):
        return None
    if not _is_small(run, book.number):
        return Change(source, before, first, factor, alone=False)
    alone = _searched(run, book, source, (before, first), needed)
    return (
        None
        if alone is None
        else Change(source, before, alone, factor, alone=True, echoes=alone != first)
    )


def _is_small(run: Run, at: Address) -> bool:
    """Return True where a run up to a number takes some milliseconds at most."""
    config = run.experiment.config
    cells = run.schedule.cells_until(at.position(run.schedule))
    reads = max(config.layer_input_size(layer) for layer in range(config.num_layers))
    products = 4 * config.hidden_size * (reads + config.output_size) * run.experiment.batch_size
    return cells <= _MOST_CELLS and cells * products <= _MOST_PRODUCTS


def _tolerance(book: Ledger, needed: float) -> float:
    """Return how far a sum may be from the needed value, by its rounding."""
    size = float(np.abs(book.products).sum()) + abs(needed)
    return 4 * (len(book) + 4) * limits(book.total.dtype).eps * max(size, 1.0)


def _searched(
    run: Run, book: Ledger, source: Given, ends: tuple[np.floating, np.floating], needed: float
) -> np.floating | None:
    """Search by secants for the value of a parameter that gives the sum; None without success."""
    at, dtype = book.number, book.total.dtype
    total = replace(at, quantity=f"z_{at.quantity.removeprefix('z_')}")
    tolerance = _tolerance(book, needed)
    before, after = (float(end) for end in ends)
    off_before = float(book.total) - needed
    for _ in range(_MOST_RUNS):
        off = _sum_with(run, total, source, dtype.type(after)) - needed
        if abs(off) <= tolerance:
            return dtype.type(after)
        if not math.isfinite(off) or off == off_before:
            return None
        step = off * (after - before) / (off - off_before)
        before, off_before, after = after, off, float(dtype.type(after - step))
        if not math.isfinite(after):
            return None
    return None


def _sum_with(run: Run, total: Address, source: Source, value: np.floating) -> float:
    """Compute a sum with another value of one parameter."""
    assert isinstance(source, Given)
    experiment = run.experiment
    parameters = experiment.parameters.with_value(source.name, source.indices, float(value))
    other = Run(experiment.with_parameters(parameters))
    other.advance(total.position(other.schedule))
    return float(total.value(other.trace))
