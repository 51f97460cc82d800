"""Effects: what a computed number does to its unit at its step, from numbers that are known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from ...cells.edges import kept_numbers
from ...cells.functions import FUNCTIONS
from ...cells.sheet import Cell
from ...translation import percent
from ..address import Address, Given, Source
from ..decomposition.cell_ledger import state_before
from ..decomposition.terms import Ledger
from . import sentences
from .causes import Push
from .context import MeaningContext
from .sentences import Said
from .spans import NUMBER, QUANTITY, Span, Spans, amount, signed_state, state
from .subjects import is_gate, written


@dataclass(frozen=True, slots=True)
class Effect:
    """A sentence with its pieces, and the facts in it (see `Meaning`)."""

    said: Said
    pieces: Mapping[str, Span | Spans] = field(default_factory=dict)
    before: float | None = None
    after: float | None = None
    share: float | None = None


def effect_of(context: MeaningContext, book: Ledger, push: Push | None) -> Effect:
    """Return what a number does. What pushes it decides the words for c."""
    cell, key = context.cell, book.number.quantity
    if is_gate(key):
        return _of_gate(context, book)
    if book.would_be is not None:
        return Effect(sentences.HELD)
    if key in cell.sums:
        return _of_sum(context, book)
    if key in cell.with_role("candidate"):
        return _of_candidate(context, book)
    if len(cell.row[key].terms) > 1:
        return _of_memory(context, book, push)
    return _of_projection(book) if cell.row[key].terms[0].product else _of_output(context, book)


def effect_of_part(context: MeaningContext, book: Ledger) -> Effect:
    """Return what a number does where its own terms are hidden."""
    if book.number.quantity not in (*context.cell.gate_of, *context.cell.gate_of.values()):
        return Effect(sentences.FROM_UNKNOWN)
    return effect_of(context, book, None)


def _of_gate(context: MeaningContext, book: Ledger) -> Effect:
    at, value = book.number, float(book.value)
    role, unit = context.cell.role_of[at.quantity], context.unit(at.unit)
    if not 0 <= value <= 1:
        factor = Span(signed_state(value, at.quantity).text, NUMBER, at.quantity)
        return Effect(sentences.BEYOND[role], {"unit": unit, "factor": factor})
    pieces: dict[str, Span | Spans] = {
        "unit": unit,
        "share": Span(percent(value), NUMBER, at.quantity, at),
    }
    reader, other = next(_readers(context.cell, at.quantity))
    acted_on = _acted_on(context, at, other)
    state_of = reader if reader in context.cell.states else context.cell.output
    if acted_on is None or replace(at, quantity=state_of) in context.covered:
        return Effect(sentences.UNSEEN[role], pieces, share=value)
    before, source = acted_on
    with np.errstate(all="ignore"):
        after = float(np.float64(value) * before)
    if before == 0:
        first = isinstance(source, Given)
        said = sentences.KEEPS_NOTHING_YET if first else sentences.NOTHING[role]
        return Effect(said, pieces, before, after, value)
    hue = kept_numbers(context.cell, other)[0].removesuffix("'")
    pieces |= {"before": state(before, hue), "after": state(after, hue)}
    return Effect(sentences.SHARES[role], pieces, before, after, value)


def _readers(cell: Cell, gate: str) -> Iterator[tuple[str, str]]:
    """Yield the rows that read a gate, each with the number that the gate lets through."""
    for row in cell.rows:
        for term in row.terms:
            of = [factor.of for factor in term.factors]
            if gate in of and len(of) > 1:
                yield row.key, next(other for other in of if other != gate)


def _acted_on(context: MeaningContext, at: Address, of: str) -> tuple[float, Source] | None:
    """Return a number that a gate lets through, and its source; None where it is hidden."""
    if of.endswith("'"):
        column = state_before(context.trace, at, of.removesuffix("'"))
        source = column.source(at.unit)
        return (float(column.values[at.unit]), source) if context.tells(source) else None
    row, number = context.cell.row[of], replace(at, quantity=kept_numbers(context.cell, of)[0])
    if not context.known(number):
        return None
    value = float(number.value(context.trace))
    return value if row.kept else float(FUNCTIONS[row.function](np.asarray(value))), number


def _of_candidate(context: MeaningContext, book: Ledger) -> Effect:
    value, pieces = float(book.value), {"unit": context.unit(book.number.unit)}
    if value == 0:
        return Effect(sentences.WRITES_NOTHING, pieces)
    return Effect(sentences.RAISES if value > 0 else sentences.LOWERS, pieces)


def _of_sum(context: MeaningContext, book: Ledger) -> Effect:
    gate = replace(book.number, quantity=context.cell.gate_of[book.number.quantity])
    pieces: dict[str, Span | Spans] = {"gate": context.number(gate)}
    if not context.known(gate) or context.holds(gate):
        return Effect(sentences.IS_SUM, pieces)
    result = written(gate.quantity, float(gate.value(context.trace)), gate)
    return Effect(sentences.MAKES, {**pieces, "result": result})


def _of_memory(context: MeaningContext, book: Ledger, push: Push | None) -> Effect:
    kept, added = book.products.tolist()
    key = book.number.quantity
    pieces = {"kept": signed_state(kept, key), "written": signed_state(added, key)}
    before = book.term(0).factors[1]
    if before.value == 0 and isinstance(before.source, Given):
        if added == 0:
            return Effect(sentences.EMPTY)
        return Effect(sentences.ALL_WRITTEN, {"written": pieces["written"]})
    if push is None or not push.mostly:
        return Effect(sentences.MEMORY, pieces)
    said = sentences.MOSTLY_WRITTEN if push.largest.index else sentences.MOSTLY_KEPT
    return Effect(said, pieces)


def _of_output(context: MeaningContext, book: Ledger) -> Effect:
    share, tanh_c = (float(factor.value) for factor in book.term(0).factors)
    (term,) = context.cell.row[book.number.quantity].terms
    gate, memory = (kept_numbers(context.cell, factor.of)[0] for factor in term.factors)
    after, unit = book.term(0).product, context.unit(book.number.unit)
    before = Span(signed_state(tanh_c, memory).text, NUMBER, memory)
    pieces = {"unit": unit, "before": before}
    if not 0 <= share <= 1:
        pieces["factor"] = Span(signed_state(share, gate).text, NUMBER, gate)
        return Effect(sentences.OUTPUT_BEYOND, pieces, tanh_c, after)
    pieces["share"] = Span(percent(share), NUMBER, gate)
    return Effect(sentences.OUTPUT, pieces, tanh_c, after, share)


def _of_projection(book: Ledger) -> Effect:
    first = int(book.by_size()[0])
    source = book.term(first).factors[1].source
    assert isinstance(source, Address)
    pieces = {
        "first": Span(source.name, QUANTITY, source.quantity, source),
        "product": amount(float(book.products[first])),
    }
    return Effect(sentences.PROJECTED, pieces)
