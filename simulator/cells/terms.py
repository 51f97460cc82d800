"""Terms of a cell's numbers and gradients in letters, from its rows and edges.

    z_f = b_if + b_hf + Σ W_if·x + Σ W_hf·h
    c = f·c_prev + i·g
    dc = f·dc + dh·o·(1 − tanh²(c))

They add up to a row's sum, before its function. Factors stand in the order of multiplication.
"""

from functools import cache
from typing import Final, NamedTuple

from .edges import Part, Path, edges_to, products_to
from .sheet import Cell, Term
from .text import Symbol, number_text, part_text, right_side, slope_text

VALUE, SLOPE, GRADIENT = "value", "slope", "gradient"
"""Kinds of a factor: a number or parameter, the slope of a row's function, a row's gradient."""

_UNIT, _EACH = "[{unit}]", "[{k}]"

_MINUS: Final = "−"


class TermFactor(NamedTuple):
    """One factor of a term.

    Attributes:
        of: a row, x, a state before the step, or a matrix or vector of parameters.
        kind: VALUE, SLOPE or GRADIENT.
        function: how it is computed from a kept number, in letters: tanh, 1 − tanh², f(1 − f);
            empty for a kept number or gradient itself.
    """

    of: str
    kind: str = VALUE
    function: str = ""


class CellTerm(NamedTuple):
    """One term of a unit's number or gradient; with a matrix one for each number k it multiplies.

    Attributes:
        name: without units: W_if·x, f·c_prev, dh·o·(1 − tanh²(c)).
        label: with {unit} and {k} for the units: W_if[{unit},{k}]·x[{k}].
        sign: 1 or −1. factors: a matrix stands first; without factors the term is the number 1.
    """

    name: str
    label: str
    sign: int
    factors: tuple[TermFactor, ...]


@cache
def terms(cell: Cell, key: str) -> tuple[CellTerm, ...]:
    """Return the terms of a row in the order of its equation, lone vectors first."""
    found = sorted(cell.row[key].terms, key=lambda term: not _is_vector(cell, term))
    return tuple(_forwards(cell, term) for term in found)


@cache
def gradient_terms(cell: Cell, of: str, later: bool = False) -> tuple[CellTerm, ...]:
    """Return the terms of the gradient of a number that come from the step that reads it.

    Args:
        of: a kept row, x, or a state before the step. later: True to write the gradient last, as
            f·dc: so the next step's terms are written.
    """
    found = []
    for row in products_to(cell).get(of, ()):
        matrix = next(name for name, ends in cell.matrices.items() if ends == (row, of))
        label = f"{matrix}[{{k}},{{unit}}]·d{row}{_EACH}"
        factors = TermFactor(matrix), TermFactor(row, GRADIENT)
        found.append(CellTerm(f"{matrix}·d{row}", label, 1, factors))
    for edge in edges_to(cell).get(of, ()):
        found += [_along(cell, edge.source, path, later) for path in edge.paths]
    return tuple(found)


def _is_vector(cell: Cell, term: Term) -> bool:
    return len(term.factors) == 1 and term.factors[0].of in cell.vectors


def _forwards(cell: Cell, term: Term) -> CellTerm:
    minus = _MINUS if term.k < 0 else ""
    if product := term.product:
        letter = product.of.removesuffix("'")
        label = f"{product.matrix}[{{unit}},{{k}}]·{letter}{_EACH}"
        factors = TermFactor(product.matrix), TermFactor(product.of)
        return CellTerm(f"{product.matrix}·{letter}", label, 1, factors)
    parts = [Part(factor.of) for factor in term.factors]
    name, label = (
        "·".join(part_text(cell, part, _symbol(unit)) for part in parts) or "1"
        for unit in ("", _UNIT)
    )
    return CellTerm(minus + name, minus + label, term.k, _factors(cell, parts))


def _along(cell: Cell, source: str, path: Path, later: bool) -> CellTerm:
    """Return the term of one path of an edge."""
    name, label = (
        [
            "slope" if part.slope and cell.row[part.of].kept and not unit else text
            for part in path.parts
            for text in (part_text(cell, part, _symbol(unit)),)
        ]
        for unit in ("", _UNIT)
    )
    factors = [*_factors(cell, path.parts)]
    place = len(factors) if later else 0
    name.insert(place, f"d{source}")
    label.insert(place, f"d{source}{_UNIT}")
    factors.insert(place, TermFactor(source, GRADIENT))
    minus = _MINUS if path.sign < 0 else ""
    return CellTerm(minus + "·".join(name), minus + "·".join(label), path.sign, tuple(factors))


def _symbol(unit: str) -> Symbol:
    """Return what writes a number or parameter with its unit."""
    return lambda of: f"{of[:-1]}_prev{unit}" if of.endswith("'") else f"{of}{unit}"


def _factors(cell: Cell, parts: list[Part] | tuple[Part, ...]) -> tuple[TermFactor, ...]:
    return tuple(
        TermFactor(part.of, SLOPE if part.slope else VALUE, _function(cell, part)) for part in parts
    )


def _function(cell: Cell, part: Part) -> str:
    """Return how a part is computed from a kept number, in letters; empty for the number."""
    row = cell.row.get(part.of)
    if part.slope:
        function = cell.row[part.of].function
        return slope_text(function, part.of if cell.row[part.of].kept else function)
    if row is None or row.kept:
        return ""
    return row.function or right_side(row, lambda of: number_text(cell, of, _symbol("")))
