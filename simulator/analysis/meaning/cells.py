"""Sentences on the numbers that a cell reads and computes."""

import math
from collections.abc import Iterable, Iterator

from ...arrays import limits
from ...cells.sheet import INPUT
from ...network.activation import LEFT_END, RIGHT_END
from ...translation import mark
from ..address import Address, Given, Source
from ..decomposition.cell_ledger import layer_input, state_before, unheld_value
from ..decomposition.ledger import ledger
from ..decomposition.terms import Ledger
from . import sentences
from .causes import MOST_TERMS, WORTH_TELLING, Push, adds_up, push_of
from .context import MeaningContext
from .effects import effect_of, effect_of_part
from .facts import Meaning
from .spans import NUMBER, Span, Spans, amount, name, sentence
from .subjects import head, is_gate, written


def source_of(context: MeaningContext, at: Address) -> Source:
    """Return the number itself, or the one that a cell reads as its x, h_prev or c_prev."""
    if at.quantity not in context.config.readers:
        return at
    if at.quantity == INPUT:
        return layer_input(context.trace, at)[0].source(at.unit)
    return state_before(context.trace, at, at.quantity.removesuffix("_prev")).source(at.unit)


def recorded_value(context: MeaningContext, at: Address) -> float:
    """Return a number of a cell, also one that it reads.

    Raises:
        KeyError: no such quantity or lane. IndexError: no such timestep, row or unit.
    """
    if at.quantity == INPUT:
        inputs = context.trace.inputs[at.lane.layer]
        return float(inputs[at.t, at.row, at.unit])
    if at.quantity in context.config.readers:
        state = at.quantity.removesuffix("_prev")
        return float(state_before(context.trace, at, state).values[at.unit])
    return float(at.value(context.trace))


def of_input(context: MeaningContext, subject: Address, value: float) -> Meaning:
    """Return the meaning of x, h_prev or c_prev of a cell: where it comes from."""
    source = source_of(context, subject)
    if subject.quantity == INPUT:
        if isinstance(source, Given):
            return of_x(context, source, value)
        masks = layer_input(context.trace, subject)[1:]
        start = head(context, subject, written("x", value, subject))
        number = context.called(source, subject)
        if masks:
            mask = Span(f"{masks[0].values[subject.unit]:g}", NUMBER)
            text = mark("{head}: {source} times its dropout mask {mask}")
            return Meaning(subject, value, sentence(text, head=start, source=number, mask=mask))
        text = mark("{head}: this is {source}")
        return Meaning(subject, value, sentence(text, head=start, source=number))
    start = head(context, subject, written(subject.quantity, value, subject))
    number = context.called(source, subject)
    text = mark("{head}: this is {source}")
    if isinstance(source, Given):
        text = mark("{head}: {unit} starts with {source}")
    pieces = {"unit": context.unit(subject.unit)} if isinstance(source, Given) else {}
    return Meaning(subject, value, sentence(text, head=start, source=number, **pieces))


def of_x(context: MeaningContext, subject: Given, value: float) -> Meaning:
    """Return the meaning of an input: the word that its row stands for, or its name."""
    t, _, column = subject.indices
    pieces: dict[str, Span | Spans] = {
        "head": head(context, subject, written("x", value, subject)),
        "t": Span(str(t)),
    }
    word, feature = context.word(subject), context.feature(subject)
    if word and context.hot(subject) == column:
        text = mark("{head}: the input at t {t} is {word}")
        pieces["word"] = name(word, "x")
    elif word and feature:
        text = mark("{head}: the input at t {t} is {word}, not {feature}")
        pieces |= {"word": name(word, "x"), "feature": name(feature, "x")}
    elif feature:
        text = mark("{head}: {feature} at t {t}")
        pieces["feature"] = name(feature, "x")
    else:
        text = mark("{head}: feature {column} of the input at t {t}")
        pieces["column"] = Span(str(column))
    return Meaning(subject, value, sentence(text, **pieces))


def of_quantity(context: MeaningContext, subject: Address, value: float) -> Meaning:
    """Return the meaning of a number that a cell computes."""
    book = ledger(context.trace, subject)
    held = book.would_be is not None
    push = None if held or not _follows(context, book) else _push(context, book)
    if _uses_unknown(context, book, push):
        push, effect = None, effect_of_part(context, book)
    else:
        effect = effect_of(context, book, push)
    said = effect.said
    named = push is not None and said.because != ""
    because = named or (push is not None and push.mostly and said in sentences.SIDES)
    start = head(context, subject, written(subject.quantity, value, subject), held)
    pieces: dict[str, Span | Spans] = {"head": start, **effect.pieces}
    alone = told = sentence(said.alone, **pieces)
    if push is not None and named:
        pieces["cause"] = context.cause(push.largest, book)
        pieces["amount"] = amount(push.largest.amount)
        if push.mostly:
            told = sentence(said.because, **pieces)
        else:
            told = sentence(sentences.ADDS_MOST, **(pieces | {"alone": alone}))
    return Meaning(
        subject,
        value,
        told,
        tuple(_more(context, book, push, because)),
        effect.before,
        effect.after,
        effect.share,
        push,
        book,
        held,
        because,
        alone if named else (),
        start,
    )


def _push(context: MeaningContext, book: Ledger) -> Push | None:
    """Return what pushes a number; of o·tanh(c), which is one term, nothing does."""
    if len(book) < 2:
        return None
    return push_of(book, by_groups=book.number.quantity != context.cell.output)


def _follows(context: MeaningContext, book: Ledger) -> bool:
    """Return True when a number follows from its formula, but for rounding."""
    if not context.config.quantity(book.number.quantity).function:
        return True  # its ledger tells, by its terms
    computed = float(unheld_value(context.trace, book.number))
    tolerance = 16 * limits(book.value.dtype).eps * abs(computed)
    return abs(computed - float(book.value)) <= tolerance


def _uses_unknown(context: MeaningContext, book: Ledger, push: Push | None) -> bool:
    """Return True when a term that may be named has a factor that is hidden."""
    terms: Iterable[int] = range(len(book))
    if len(book) > MOST_TERMS:
        causes = (push.largest, push.against, push.single) if push else ()
        terms = [cause.index for cause in causes if cause and cause.index is not None]
    return not all(
        context.tells(factor.source) for index in terms for factor in book.term(index).factors
    )


def _more(
    context: MeaningContext, book: Ledger, push: Push | None, because: bool
) -> Iterator[Spans]:
    """Yield the sentences of a second line."""
    at, value = book.number, float(book.value)
    if is_gate(at.quantity) and not LEFT_END["σ"] <= value <= RIGHT_END["σ"]:
        shut = value < LEFT_END["σ"]
        end = Span(f"{LEFT_END['σ'] if shut else RIGHT_END['σ']:g}", NUMBER)
        yield sentence(sentences.SHUT if shut else sentences.OPEN, end=end)
    if book.would_be is not None:
        would_be = written(at.quantity, float(book.would_be))
        yield sentence(sentences.WOULD_BE, value=would_be)
    elif math.isfinite(book.rounding) and not adds_up(book):
        yield sentence(sentences.DOES_NOT_ADD_UP, rest=amount(book.rounding))
    if push is None or at.quantity in context.cell.with_role("memory"):
        return
    if push.largest.index is None:
        single = push.single
        yield sentence(
            sentences.LARGEST, cause=context.cause(single, book), amount=amount(single.amount)
        )
    against = push.against
    if because and against and abs(against.amount) >= WORTH_TELLING * abs(push.largest.amount):
        yield sentence(
            sentences.AGAINST, cause=context.cause(against, book), amount=amount(against.amount)
        )
