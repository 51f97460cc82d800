"""Reasons of a gradient: its product with the signs of the factors, or the ways that it came."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ....cells.sheet import Cell
from ....network.gradient_quantities import quantity_of_gradient
from ...address import Address, Given
from ...decomposition.terms import Factor, Ledger, LedgerPart
from ...gradient_flow.flow import FLAT
from ...number_text import decimals_or, fixed
from ..context import MeaningContext, hue
from ..spans import QUANTITY, Span, Spans, as_given, gradient, sentence, state
from . import sentences

Pieces = dict[str, Span | Spans]

_SMALL: Final = 1e-3
"""Size of a factor that makes a product negligible."""

_MOST_DECIMALS: Final = 7


def why_little(context: MeaningContext, book: Ledger, kind: str, pieces: Pieces) -> Spans:
    """Return why a gradient is 0 or tiny; nothing where only little comes.

    Args:
        kind: as `numbers.kind_of` returns it.
    """
    if held := _held(book):
        return sentence(sentences.HELD, number=context.number(held))
    if kind == "readout" and not len(book) and not context.run.experiment.objective.seeds:
        return sentence(sentences.UNCOUNTED)
    if kind in sentences.REASONS and float(book.term(0).factors[0].value) == 0:
        return sentence(sentences.NONE_COMES)
    if saturates(context.cell, book):
        gate, candidate = sentences.SATURATED, sentences.SATURATED_CANDIDATE
        if _slope(book) >= _SMALL:
            gate, candidate = sentences.NEARLY_SATURATED, sentences.NEARLY_SATURATED_CANDIDATE
        role = context.cell.role_of[quantity_of_gradient(book.number.quantity)]
        text = candidate if role == "candidate" else gate
        return sentence(text, slope=as_given(_slope(book), ""))
    if kind in sentences.SMALL_FACTORS:
        factor = book.term(0).factors[1]
        if abs(float(factor.value)) < _SMALL:
            before = pieces.get("before", ())
            return sentence(sentences.SMALL_FACTORS[kind], factor=written(factor), before=before)
    if kind == "memory" and book.activation is not None and book.activation.slope < FLAT:
        return sentence(sentences.FLAT, c=state(book.activation.argument, "c"))
    return ()


def saturates(cell: Cell, book: Ledger) -> bool:
    """Return True for the gradient of a sum whose gate has a flat slope."""
    return quantity_of_gradient(book.number.quantity) in cell.sums and _slope(book) < FLAT


def reason(context: MeaningContext, book: Ledger, kind: str, pieces: Pieces) -> Spans:
    """Return the second line on a gradient; empty where it has no term."""
    if not len(book):
        return ()
    if kind in sentences.REASONS:
        factors = book.term(0).factors
        blame, factor = (float(f.value) for f in factors)
        product = _equation(book, context)
        text = sentences.REASONS[kind].get((blame > 0, factor > 0))
        return sentence(text, product=product, goal=pieces["goal"]) if text else product
    if kind == "readout" and book.parts[0].name == "y":
        answer, right = _apart(book.term(0).factors[0], book.term(1).factors[0])
        text = sentences.TOO_HIGH if float(book.value) > 0 else sentences.TOO_LOW
        return sentence(text, said=answer, right=right)
    if kind == "projected":
        largest = int(book.by_size()[0])
        cause = context.number(book.term(largest).factors[1].source)
        amount = gradient(float(book.products[largest]))
        return sentence(sentences.ADDS_MOST, cause=cause, amount=amount)
    return (Span(f"{book.number.quantity} = "), *_listed(_groups(book, kind)))


def written(factor: Factor) -> Span:
    """Write a factor: a gradient by sign and exponent, a value with two decimals."""
    source, value = factor.source, float(factor.value)
    quantity = hue(source.quantity) if isinstance(source, Address) else ""
    write = gradient if isinstance(source, Address) and source.is_gradient else state
    return write(value, quantity, source)


def product(factors: tuple[Factor, ...]) -> Spans:
    """Write the factors of a product: `+7.2e−4 × −1.90`."""
    spans: list[Span] = []
    for factor in factors:
        spans += [Span(" × ")] if spans else []
        spans.append(written(factor))
    return tuple(spans)


def _apart(one: Factor, other: Factor) -> tuple[Span, Span]:
    """Write two numbers with so many decimals that they differ."""
    spans = written(one), written(other)
    decimals = decimals_or(2)
    while spans[0].text == spans[1].text and decimals < _MOST_DECIMALS:
        decimals += 1
        spans = (
            replace(spans[0], text=fixed(float(one.value), decimals)),
            replace(spans[1], text=fixed(float(other.value), decimals)),
        )
    return spans


def _held(book: Ledger) -> Address | None:
    """Return the held number beneath which nothing goes on, if that is in a term."""
    for part in book.parts:
        for column in part.columns:
            if column.held:
                source = column.source(min(column.held))
                assert isinstance(source, Address)
                return replace(source, quantity=quantity_of_gradient(source.quantity))
    return None


def _slope(book: Ledger) -> float:
    return float(book.term(0).factors[1].value)


def _equation(book: Ledger, context: MeaningContext) -> Spans:
    """Write `df = dc · c[t−1] = +7.2e−4 × −1.90`."""
    at, factors = book.number, book.term(0).factors
    letters = " · ".join(_letter(context, factor, at) for factor in factors)
    return (Span(f"{at.quantity} = {letters} = "), *product(factors))


def _letter(context: MeaningContext, factor: Factor, at: Address) -> str:
    """Write a factor as in an equation: by its letter, with the timestep where it is another."""
    source, function = factor.source, factor.function
    if isinstance(source, Given):
        return source.name if source.name.endswith("_0") else context.number(source).text
    if function in ("", "held"):
        other = "" if source.t == at.t else f"[t{'+' if source.t > at.t else '−'}1]"
        return f"{source.quantity}{other}"
    if function == "tanh":
        return f"tanh({source.quantity})"
    return f"({function})" if function.startswith("1 ") else function


def _groups(book: Ledger, kind: str) -> Mapping[tuple[str, str], float]:
    """Return the sums of the terms that come the same way: its words, and its gate."""
    found: dict[tuple[str, str], float] = {}
    for part in book.parts:
        way, gate = _way(part, book.number, kind), ""
        if way == sentences.THROUGH_GATE:
            gate = part.name[-1]
        found[way, gate] = found.get((way, gate), 0.0) + float(part.products.sum())
    return found


def _way(part: LedgerPart, at: Address, kind: str) -> str:
    """Return the words for the way that the terms of a part come."""
    known = {"seed": sentences.FROM_SEED, "V·dy": sentences.FROM_READOUT}
    if part.name in known:
        return known[part.name]
    source = part.columns[1].source(0)
    of_next = isinstance(source, Address) and source.t != at.t
    if kind == "memory":
        return sentences.ALONG_MEMORY if of_next else sentences.THROUGH_OUTPUT
    if kind == "state":
        return sentences.FROM_NEXT if of_next else sentences.FROM_ABOVE
    return sentences.THROUGH_GATE


def _listed(groups: Mapping[tuple[str, str], float]) -> Spans:
    """List amounts and the ways they come, the largest first."""
    spans: list[Span] = []
    for (way, gate), amount in sorted(groups.items(), key=lambda item: -abs(item[1])):
        spans += [Span(", ")] if spans else []
        spans += sentence(way, amount=gradient(amount), gate=Span(gate, QUANTITY, gate))
    return tuple(spans)
