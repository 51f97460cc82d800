"""Sentences on given numbers: inputs, weights, biases, masks and initial states."""

import math

import numpy as np

from ...cells.sheet import INPUT
from ...network.lane import Lane
from ...translation import mark
from ..address import Address, Given
from ..decomposition.ledger import ledger
from ..decomposition.terms import Term
from .cells import of_x
from .context import MeaningContext, lane_of
from .facts import Meaning
from .spans import QUANTITY, Span, Spans, amount, as_given, name, sentence
from .subjects import head, written


def of_given(
    context: MeaningContext, subject: Given, value: float, t: int | None, row: int
) -> Meaning:
    """Return the meaning of a given number; of a weight, what it does at t in a batch row."""
    if subject.name == "input":
        return of_x(context, subject, value)
    if subject.is_parameter:
        return _of_parameter(context, subject, value, t, row)
    start = head(context, subject, written(subject.name[0], value, subject))
    if subject.name in ("h_0", "c_0"):
        text = mark("{head}: the initial value of {unit}")
        return Meaning(
            subject, value, sentence(text, head=start, unit=context.unit(subject.indices[-1]))
        )
    layer, R = int(subject.name.removeprefix("mask_l")), context.config.output_size
    at_t, in_row, column = subject.indices
    source = context.number(Address("h", Lane(layer, column // R), at_t, in_row, column % R))
    text = mark("{head}: dropout multiplies {source} by this")
    if value == 0:
        text = mark("{head}: dropout sets {source} to 0")
    return Meaning(subject, value, sentence(text, head=start, source=source))


def _of_parameter(
    context: MeaningContext, subject: Given, value: float, t: int | None, row: int
) -> Meaning:
    symbol, unit, key = context.parameter(subject)
    fed = Address(key, lane_of(subject), t or 0, row, unit)
    pieces: dict[str, Span | Spans] = {
        "head": head(
            context, subject, written(key if key in context.cell.sums else "", value, subject)
        ),
        "sum": context.number(fed),
    }
    if symbol in context.cell.vectors:
        text = mark("{head}: it adds {amount} to {sum} at every step")
        return Meaning(subject, value, sentence(text, **pieces, amount=amount(value)))
    lengths, column = context.run.experiment.lengths, subject.indices[1]
    there = t is not None and 0 <= row < len(lengths) and 0 <= t < lengths[row]
    term = _term(context, fed, symbol, column) if there else None
    if term is None or not context.tells(term.factors[1].source):
        text = mark("{head}: the weight of {input} in {sum}")
        return Meaning(
            subject, value, sentence(text, **pieces, input=_input(context, fed, symbol, column))
        )
    pieces["t"] = Span(str(t))
    if term.factors[0].function == "cut":
        text = mark("{head}: it is cut at t {t} and adds nothing to {sum}")
        return Meaning(subject, value, sentence(text, **pieces))
    with np.errstate(all="ignore"):
        read = math.prod(float(factor.value) for factor in term.factors[1:])
    source = term.factors[1].source
    text = mark("{head}: at t {t} it multiplies {input} = {read} and adds {amount} to {sum}")
    said = sentence(
        text,
        **pieces,
        input=context.called(source, fed),
        read=as_given(read, "", source),
        amount=amount(term.product),
    )
    return Meaning(subject, value, said, before=read, after=term.product)


def _term(context: MeaningContext, fed: Address, symbol: str, column: int) -> Term:
    parts = ledger(context.trace, fed).parts
    return next(part for part in parts if part.name.startswith(f"{symbol}·")).term(column)


def _input(context: MeaningContext, fed: Address, symbol: str, column: int) -> Span:
    """Name what a weight reads at any step."""
    letter = context.cell.matrices[symbol][1].removesuffix("'")
    features = context.names.features if fed.lane.layer == 0 else ()
    if letter == INPUT and column < len(features):
        return name(features[column], INPUT)
    return Span(f"{letter}[{column}]", QUANTITY, letter)
