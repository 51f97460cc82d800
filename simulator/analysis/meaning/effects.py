"""Effects: what a computed number does to its unit at its step, from numbers that may be told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from ...network.activation import on_curve
from ...network.quantities import EVERY
from ...translation import percent
from ..address import Address, Given
from ..decomposition.cell_ledger import state_before
from ..decomposition.terms import Ledger
from . import sentences
from .causes import Push
from .context import MeaningContext
from .sentences import Said
from .spans import NUMBER, QUANTITY, Span, Spans, amount, signed_state, state
from .subjects import GATED, written


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
    quantity = book.number.quantity
    if quantity in GATED:
        return _of_gate(context, book)
    if book.would_be is not None:
        return Effect(sentences.HELD)
    if quantity == "g":
        return _of_candidate(context, book)
    if quantity == "c":
        return _of_memory(context, book, push)
    if quantity in ("m", "h"):
        projected = book.activation is None
        return _of_projection(book) if projected else _of_output(context, book)
    return _of_sum(context, book)


def effect_of_part(context: MeaningContext, book: Ledger) -> Effect:
    """Return what a number does where its own terms may not be told."""
    if book.number.quantity in ("c", "m", "h"):
        return Effect(sentences.FROM_UNKNOWN)
    return effect_of(context, book, None)


def _of_gate(context: MeaningContext, book: Ledger) -> Effect:
    at, value = book.number, float(book.value)
    unit = context.unit(at.unit)
    if not 0 <= value <= 1:
        factor = Span(signed_state(value, at.quantity).text, NUMBER, at.quantity)
        return Effect(sentences.BEYOND[at.quantity], {"unit": unit, "factor": factor})
    pieces: dict[str, Span | Spans] = {
        "unit": unit,
        "share": Span(percent(value), NUMBER, at.quantity, at),
    }
    acted_on = _ACTED_ON[at.quantity](context, at)
    if acted_on is None or replace(at, quantity=_LEADS_TO[at.quantity]) in context.covered:
        return Effect(sentences.UNSEEN[at.quantity], pieces, share=value)
    before, first = acted_on
    with np.errstate(all="ignore"):
        after = float(np.float64(value) * before)
    if before == 0:
        said = sentences.KEEPS_NOTHING_YET if first else sentences.NOTHING[at.quantity]
        return Effect(said, pieces, before, after, value)
    hue = "g" if at.quantity == "i" else "c"
    pieces |= {"before": state(before, hue), "after": state(after, hue)}
    return Effect(sentences.SHARES[at.quantity], pieces, before, after, value)


def _memory_before(context: MeaningContext, at: Address) -> tuple[float, bool] | None:
    """Return c before the cell, and whether the cell is the walk's first."""
    column = state_before(context.trace, at, "c")
    source = column.source(at.unit)
    if not context.tells(source):
        return None
    return float(column.values[at.unit]), isinstance(source, Given)


def _candidate(context: MeaningContext, at: Address) -> tuple[float, bool] | None:
    g = replace(at, quantity="g")
    return (float(g.value(context.trace)), False) if context.known(g) else None


def _exposed(context: MeaningContext, at: Address) -> tuple[float, bool] | None:
    c = replace(at, quantity="c")
    if not context.known(c):
        return None
    return float(on_curve(EVERY[c.quantity], np.asarray(c.value(context.trace), np.float64))), False


_ACTED_ON: Final[Mapping[str, Callable[[MeaningContext, Address], tuple[float, bool] | None]]] = {
    "f": _memory_before,
    "i": _candidate,
    "o": _exposed,
}
"""What each gate acts on, where that may be told."""

_LEADS_TO: Final = {"f": "c", "i": "c", "o": "h"}
"""What is told in part by what a gate leaves of it."""


def _of_candidate(context: MeaningContext, book: Ledger) -> Effect:
    value, pieces = float(book.value), {"unit": context.unit(book.number.unit)}
    if value == 0:
        return Effect(sentences.WRITES_NOTHING, pieces)
    return Effect(sentences.RAISES if value > 0 else sentences.LOWERS, pieces)


def _of_sum(context: MeaningContext, book: Ledger) -> Effect:
    gate = replace(book.number, quantity=book.number.quantity.removeprefix("z_"))
    pieces: dict[str, Span | Spans] = {"gate": context.number(gate)}
    if not context.known(gate) or context.holds(gate):
        return Effect(sentences.IS_SUM, pieces)
    result = written(gate.quantity, float(gate.value(context.trace)), gate)
    return Effect(sentences.MAKES, {**pieces, "result": result})


def _of_memory(context: MeaningContext, book: Ledger, push: Push | None) -> Effect:
    kept, added = book.products.tolist()
    pieces = {"kept": signed_state(kept, "c"), "written": signed_state(added, "c")}
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
    o, tanh_c = (float(factor.value) for factor in book.term(0).factors)
    after, unit = book.term(0).product, context.unit(book.number.unit)
    before = Span(signed_state(tanh_c, "c").text, NUMBER, "c")
    if not 0 <= o <= 1:
        factor = Span(signed_state(o, "o").text, NUMBER, "o")
        pieces = {"unit": unit, "before": before, "factor": factor}
        return Effect(sentences.OUTPUT_BEYOND, pieces, tanh_c, after)
    share = Span(percent(o), NUMBER, "o")
    return Effect(
        sentences.OUTPUT, {"unit": unit, "before": before, "share": share}, tanh_c, after, o
    )


def _of_projection(book: Ledger) -> Effect:
    first = int(book.by_size()[0])
    source = book.term(first).factors[1].source
    assert isinstance(source, Address)
    pieces = {
        "first": Span(source.name, QUANTITY, "m", source),
        "product": amount(float(book.products[first])),
    }
    return Effect(sentences.PROJECTED, pieces)
