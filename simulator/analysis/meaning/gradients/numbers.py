"""Sentences on the gradients of numbers: of dy, and of each backward step of a cell."""

import math
from dataclasses import replace
from typing import Final

import numpy as np

from ....arrays import Array
from ....cells.edges import edges_to, products_to
from ....cells.sheet import INPUT, Cell
from ....gradients.backward_run import BackwardRun
from ....network.gradient_quantities import DY, quantity_of_gradient
from ....network.quantities import Y
from ...address import Address
from ...decomposition.cell_ledger import layer_input, state_before
from ...decomposition.gradient_ledger import gradient_ledger
from ..context import MeaningContext, hue
from ..spans import Span, Spans, gradient, sentence
from ..subjects import hidden, mistaken, not_finite
from . import sentences
from .facts import GradientMeaning
from .goal import goal
from .reasons import Pieces, reason, saturates, why_little

NEXT_TO_NOTHING: Final = 1e-6
"""Share of the largest gradient beside one, below which it is negligible: of the same key in
the lane and row so far, or in the same matrix of weights."""


def of_number(
    context: MeaningContext, back: BackwardRun, at: Address, place: int
) -> GradientMeaning:
    """Return the meaning of dy, or of a gradient of a cell. place: the reader's position."""
    number = context.number(at)
    if at.exists(context.run.experiment) and not context.known(at):
        walked = at.position(back.run.schedule) <= place
        said = hidden(context, at) if walked else sentence(sentences.NOT_WALKED, number=number)
        return GradientMeaning(at, None, said)
    book = gradient_ledger(back, at)
    value = float(book.value)
    if context.run.mistake or not math.isfinite(value):
        return GradientMeaning(at, value, of_no_meaning(context, number, value), book=book)
    kind = kind_of(context.cell, at.quantity)
    pieces = _who(context, at, kind)
    pieces |= {"goal": goal(context.run.experiment), "blame": gradient(value, hue(at.quantity), at)}
    factors = (factor for k in range(len(book)) for factor in book.term(k).factors)
    told = all(context.tells(factor.source) for factor in factors)
    why = why_little(context, book, kind, pieces) if told else ()
    blames = sentences.BLAMES[kind]
    if value == 0:
        why = why or sentence(sentences.NONE_COMES)
        return GradientMeaning(at, value, sentence(blames.none, **pieces, why=why), (), book)
    known = back.run.schedule.known(place, at.lane, at.row, at.quantity)
    so_far = back.trace.values(at.quantity, at.lane, (known, at.row))
    if abs(value) < NEXT_TO_NOTHING * largest(so_far):
        why = why or sentence(sentences.LITTLE_COMES)
        brief = sentence(blames.next_to_nothing, **pieces, why=why)
    elif told and saturates(context.cell, book):
        brief = sentence(sentences.LITTLE, **pieces, why=why)
    else:
        brief = sentence(blames.raise_it if value < 0 else blames.lower_it, **pieces)
    because = reason(context, book, kind, pieces) if told else ()
    return GradientMeaning(at, value, brief, because, book)


def of_no_meaning(context: MeaningContext, number: Span, value: float) -> Spans:
    """Return the words for NaN and infinity, and of a run with a mistake."""
    head = (number, Span(" = "), gradient(value))
    return mistaken(head) if context.run.mistake else not_finite(head)


def kind_of(cell: Cell, key: str) -> str:
    """Return the kind of number whose gradient this is, by which its sentences are chosen.

    It is the role of a row, or of a state before the step, as "memory_before"; or one of sum,
    projected, input and readout.
    """
    of = quantity_of_gradient(key)
    if key == DY:
        return "readout"
    if of == INPUT:
        return "input"
    if of in cell.sums:
        return "sum"
    if of in products_to(cell):
        return "projected"
    return cell.role_of[of] + ("_before" if key.endswith("_prev") else "")


def _who(context: MeaningContext, at: Address, kind: str) -> Pieces:
    """Return the names in the sentence of a gradient."""
    trace, of = context.trace, quantity_of_gradient(at.quantity)
    if kind == "input":
        return {"input": context.called(layer_input(trace, at)[0].source(at.unit), at)}
    if at.quantity.endswith("_prev"):
        return {"before": context.called(state_before(trace, at, of).source(at.unit), at)}
    if kind == "readout":
        return {"answer": context.number(replace(at, quantity=Y))}
    if kind == "sum":
        return {"sum": context.number(replace(at, quantity=of))}
    pieces: Pieces = {"unit": context.unit(at.unit)}
    paths = (path for edge in edges_to(context.cell).get(of, ()) for path in edge.paths)
    for part in (part for path in paths for part in path.parts if part.of.endswith("'")):
        column = state_before(trace, at, part.of.removesuffix("'"))
        pieces["before"] = context.called(column.source(at.unit), at)
    return pieces


def largest(gradients: Array) -> float:
    """Return the largest finite size among gradients; 0 without any."""
    sizes = np.abs(gradients)
    return float(sizes.max(initial=0, where=np.isfinite(sizes)))
