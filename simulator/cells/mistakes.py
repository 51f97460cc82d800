"""Mistakes as operators on the rows of a sheet: each makes a wrong cell of a right one.

An operator takes any cell, also one that is wrong already. `of_rows` yields every wrong cell that
the operators make. A wrong cell has the same recorded arrays as the right one, and `step` computes
it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from .edges import WrongCell
from .functions import FIRST_UNITS
from .sheet import CURVES, Cell, Factor, Row, Term, before

Operator = Callable[[Cell], Cell]

_INSTEAD: Final = {
    "σ": ("hard σ 0.2", "hard σ 1/6", "tanh", "identity"),
    "tanh": ("relu", "σ", "identity"),
    "relu": ("tanh", "identity"),
}
"""Functions that are taken in place of another."""


def with_rows(cell: Cell, rows: Iterable[Row]) -> WrongCell:
    """Return the cell with other rows of some keys."""
    by_key = {row.key: row for row in rows}
    changed = tuple(by_key.get(row.key, row) for row in cell.rows)
    return WrongCell(cell.name, cell.states, changed, cell.gates)


def inserted(cell: Cell, new: Row, after: str) -> WrongCell:
    """Return the cell with a further row, which stands after another."""
    place = 1 + [row.key for row in cell.rows].index(after)
    return WrongCell(
        cell.name, cell.states, (*cell.rows[:place], new, *cell.rows[place:]), cell.gates
    )


def reading(row: Row, instead: dict[str, str]) -> Row:
    """Return a row that reads other numbers. What a matrix multiplies stays."""

    def factor(of: Factor) -> Factor:
        return of if of.matrix else replace(of, of=instead.get(of.of, of.of))

    terms = (replace(term, factors=tuple(map(factor, term.factors))) for term in row.terms)
    return replace(row, terms=tuple(terms))


def readers(cell: Cell, *keys: str) -> list[Row]:
    """Return the rows that read a number by itself, not through a matrix."""
    found = []
    for row in cell.rows:
        alone = {f.of for term in row.terms for f in term.factors if not f.matrix}
        if alone.intersection(keys):
            found.append(row)
    return found


# Operators


def with_function(cell: Cell, function: str, keys: Sequence[str]) -> Cell:
    """Take another function for some rows."""
    return with_rows(cell, (replace(cell.row[key], function=function) for key in keys))


def of_function(cell: Cell, *functions: str) -> tuple[str, ...]:
    """Return the rows that take one of some functions."""
    return tuple(row.key for row in cell.rows if row.function in functions)


def let_out(cell: Cell) -> tuple[str, ...]:
    """Return the functions of a state that are not kept, as tanh(c) of an LSTM."""
    return tuple(
        row.key
        for row in cell.rows
        if not row.kept and row.function and set(row.reads) <= set(cell.states)
    )


def exchanged(cell: Cell, one: str, other: str, keys: Sequence[str]) -> Cell:
    """Exchange two numbers where some rows read them."""
    swapped = {one: other, other: one}
    return with_rows(cell, (reading(cell.row[key], swapped) for key in keys))


def coupled(cell: Cell, gate: str, of: str) -> Cell:
    """Read 1 − another gate in place of a gate; of the gate itself, its complement."""
    rest = Row(f"1 − {of}", (Term(()), Term((Factor(of),), -1)), kept=False)
    wrong = with_rows(cell, (reading(row, {gate: rest.key}) for row in readers(cell, gate)))
    return wrong if rest.key in cell.row else inserted(wrong, rest, of)


def over_all(cell: Cell, key: str) -> Cell:
    """Take the function of a row that is not kept of all that reads it: tanh(o c) of an LSTM."""
    row = cell.row[key]
    inner = {key: row.reads[0]}
    return with_rows(
        cell,
        (
            replace(reading(reader, inner), function=row.function)
            for reader in readers(cell, key)
            if not reader.function
        ),
    )


def gate(cell: Cell, role: str) -> str:
    """Return the gate of a role."""
    return next(key for key in cell.with_role(role) if key in cell.gate_of.values())


def projection(cell: Cell) -> Row | None:
    """Return the row that is a matrix times a kept row, as h of an LSTM with a projection."""
    for row in cell.rows:
        product = row.terms[0].product if len(row.terms) == 1 else None
        if product is not None and product.of in cell.row:
            return row
    return None


def _projected(cell: Cell) -> tuple[Row, Factor]:
    row = projection(cell)
    assert row is not None
    product = row.terms[0].product
    assert product is not None
    return row, product


def projecting(cell: Cell, of: str) -> Cell:
    """Project another number."""
    row, product = _projected(cell)
    return with_rows(cell, [replace(row, terms=(Term((replace(product, of=of),)),))])


def projecting_first(cell: Cell, gate: str) -> Cell:
    """Project what a gate multiplies, and multiply by the first units of the gate."""
    row, product = _projected(cell)
    (source,) = cell.row[product.of].terms
    (other,) = (factor.of for factor in source.factors if factor.of != gate)
    wide = Row("projected", (Term((Factor(other, product.matrix),)),), width="R", kept=False)
    shares = Row("first", (Term((Factor(gate),)),), FIRST_UNITS, width="R", kept=False)
    both = Term((Factor(shares.key), Factor(wide.key)))
    wrong = with_rows(cell, [replace(row, terms=(both,))])
    return inserted(inserted(wrong, wide, product.of), shares, product.of)


def projection_squashed(cell: Cell) -> Cell:
    """Take the tanh of the projection."""
    return with_rows(cell, [replace(_projected(cell)[0], function="tanh")])


def projection_missing(cell: Cell) -> Cell:
    """Take the first units in place of the projection."""
    row, product = _projected(cell)
    return with_rows(
        cell, [replace(row, terms=(Term((Factor(product.of),)),), function=FIRST_UNITS)]
    )


# All wrong cells of a cell


def of_rows(cell: Cell) -> Iterator[tuple[str, Operator]]:
    """Yield every operator that changes the rows of a cell, with a few words on it."""
    yield from _of_functions(cell)
    yield from _of_terms(cell)
    yield from _of_gates(cell)
    yield from _of_time(cell)
    yield from _of_projections(cell)


def _of_functions(cell: Cell) -> Iterator[tuple[str, Operator]]:
    for right, others in _INSTEAD.items():
        keys = of_function(cell, right)
        for other in others:
            groups = [keys, *((key,) for key in keys)] if len(keys) > 1 else [keys] if keys else []
            for some in groups:
                yield (
                    f"{other} for {', '.join(some)}",
                    partial(with_function, function=other, keys=some),
                )
    for key in let_out(cell):
        yield f"{cell.row[key].function} over all that reads {key}", partial(over_all, key=key)


def _of_terms(cell: Cell) -> Iterator[tuple[str, Operator]]:
    for row in cell.rows:
        for place, term in enumerate(row.terms):
            if term.product or not all(cell.is_number(factor.of) for factor in term.factors):
                continue
            changes: dict[str, tuple[Term, ...]] = {}
            others = row.terms[:place] + row.terms[place + 1 :]
            if any(other.factors for other in others):
                changes["left out"] = ()
            if others:
                changes["subtracted"] = (replace(term, k=-term.k),)
            if len(term.factors) > 1:
                for k, factor in enumerate(term.factors):
                    rest = term.factors[:k] + term.factors[k + 1 :]
                    changes[f"without {factor}"] = (replace(term, factors=rest),)
            for what, terms in changes.items():
                wrong = replace(row, terms=row.terms[:place] + terms + row.terms[place + 1 :])
                yield f"{row.key}: {term} {what}", partial(with_rows, rows=(wrong,))


def _of_gates(cell: Cell) -> Iterator[tuple[str, Operator]]:
    order = [row.key for row in cell.rows]
    gates = [
        key for key in cell.gate_of.values() if CURVES[cell.row[key].function].bounded == (0, 1)
    ]
    for one in gates:
        for other in gates:
            first = min(order.index(row.key) for row in readers(cell, one))
            if order.index(other) < first:
                yield f"{one} read as 1 − {other}", partial(coupled, gate=one, of=other)
            keys = [row.key for row in readers(cell, one, other)]
            late = max(order.index(one), order.index(other))
            if one < other and all(late < order.index(key) for key in keys):
                for some in [keys, *([key] for key in keys if len(keys) > 1)]:
                    yield (
                        f"{one} and {other} exchanged in {', '.join(some)}",
                        partial(exchanged, one=one, other=other, keys=tuple(some)),
                    )


def _of_time(cell: Cell) -> Iterator[tuple[str, Operator]]:
    for place, row in enumerate(cell.rows):
        there = {each.key for each in cell.rows[:place]}
        for state in cell.states:
            if row in readers(cell, state):
                early = reading(row, {state: before(state)})
                yield f"{row.key} of {before(state)}", partial(with_rows, rows=(early,))
            if row in readers(cell, before(state)) and state in there:
                late = reading(row, {before(state): state})
                yield f"{row.key} of {state}", partial(with_rows, rows=(late,))


def _of_projections(cell: Cell) -> Iterator[tuple[str, Operator]]:
    if (row := projection(cell)) is None or row.width != "R":
        return
    yield f"tanh of {row.key}", projection_squashed
    yield "the projection missing", projection_missing
    _, product = _projected(cell)
    for key in (*cell.with_role("memory"), *let_out(cell)):
        yield f"{key} projected", partial(projecting, of=key)
    if len(cell.row[product.of].terms[0].factors) == 2:
        for gate in set(cell.row[product.of].reads).intersection(cell.gate_of.values()):
            yield f"the projection before {gate}", partial(projecting_first, gate=gate)
