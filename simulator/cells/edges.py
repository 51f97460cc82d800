"""Edges: how the gradient of each number of a cell comes from the rows that read it.

A row y = φ(Σ k Π f) sends d_y φ′ k Π(other factors) to each factor. Through a row that is not
kept an edge goes on to the kept row that reads it: in an LSTM c gets dh ⊙ o ⊙ (1 − tanh²(c)) from
h. A number that a matrix multiplies gets a product with the transposed matrix. It has no edge.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from .sheet import INPUT, Cell, Row, Term


class Part(NamedTuple):
    """One factor of a path: the value of a number, or the slope of its function there."""

    of: str
    slope: bool = False


class Path(NamedTuple):
    """A way for a gradient: a sign, and factors in the order of multiplication."""

    sign: int
    parts: tuple[Part, ...]


class Edge(NamedTuple):
    """All ways from one row to one number that it is computed from. They are added."""

    source: str
    target: str
    paths: tuple[Path, ...]


@dataclass(frozen=True, eq=False)
class WrongCell(Cell):
    """A cell with a mistake. A row may be unread, or read where a sheet refuses it.

    Attributes:
        along: the edges of its backward pass; None for the edges that its rows have.
    """

    along: tuple[Edge, ...] | None = None

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def _refuse(self) -> None:
        """Refuse nothing."""


@cache
def edges(cell: Cell) -> tuple[Edge, ...]:
    """Return the edges of a cell, from its last row to its first.

    A source is a kept row, a target a kept row or a state before the step.
    """
    if isinstance(cell, WrongCell) and cell.along is not None:
        return cell.along
    found: dict[tuple[str, str], list[Path]] = {}
    for row in reversed(cell.rows):
        if row.kept:
            _send(cell, row, row.key, Path(1, ()), found)
    return tuple(Edge(*ends, tuple(paths)) for ends, paths in found.items())


def _send(
    cell: Cell, row: Row, source: str, so_far: Path, found: dict[tuple[str, str], list[Path]]
) -> None:
    """Add the paths from a kept row, through `row`, to the numbers that `row` reads."""
    slope = (Part(row.key, slope=True),) if row.function else ()
    for term in row.terms:
        for place, factor in enumerate(term.factors):
            if term.product or not cell.is_number(factor.of) or factor.of == INPUT:
                continue
            path = Path(so_far.sign * term.k, (*so_far.parts, *slope, *_others(term, place)))
            below = cell.row.get(factor.of)
            if below is not None and not below.kept:
                _send(cell, below, source, path, found)
            else:
                found.setdefault((source, factor.of), []).append(path)


def _others(term: Term, place: int) -> tuple[Part, ...]:
    return tuple(Part(each.of) for k, each in enumerate(term.factors) if k != place)


@cache
def edges_to(cell: Cell) -> Mapping[str, tuple[Edge, ...]]:
    """Return the edges of a cell by their target."""
    found: dict[str, tuple[Edge, ...]] = {}
    for edge in edges(cell):
        found[edge.target] = (*found.get(edge.target, ()), edge)
    return found


@cache
def kept_numbers(cell: Cell, of: str) -> tuple[str, ...]:
    """Return a number, or the kept ones that it is made of."""
    row = cell.row.get(of)
    if row is None or row.kept:
        return (of,)
    return tuple(kept for read in row.reads for kept in kept_numbers(cell, read))


@cache
def products_to(cell: Cell) -> Mapping[str, tuple[str, ...]]:
    """Return the rows that matrices feed, by the number that the matrices multiply.

    Sums are in the order of `Cell.sums`.
    """
    found: dict[str, list[str]] = {}
    for key, of in cell.matrices.values():
        found.setdefault(of, []).append(key)
    order = {key: place for place, key in enumerate(cell.sums)}
    return {of: tuple(sorted(keys, key=lambda k: order.get(k, 0))) for of, keys in found.items()}


@cache
def gradients_kept(cell: Cell) -> tuple[str, ...]:
    """Return the rows whose gradients a backward pass keeps, from the last to the first.

    They are the states, and rows that a matrix multiplies. The gradients of sums are kept too.
    """
    keys = (row.key for row in reversed(cell.rows))
    return tuple(key for key in keys if key in cell.states or key in products_to(cell))


@cache
def together(cell: Cell) -> tuple[tuple[str, ...], ...]:
    """Return x and the states before the step, together where matrices feed the same rows.

    Their gradients are one product: of x and h' of an LSTM.
    """
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    given = [of for of in products_to(cell) if of not in cell.row]
    for of in sorted(given, key=lambda of: of != INPUT):
        rows = products_to(cell)[of]
        found[rows] = (*found.get(rows, ()), of)
    return tuple(found.values())
