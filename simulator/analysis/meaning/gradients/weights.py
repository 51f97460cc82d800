"""Sentences on the gradients of weights: how much so far, and which timestep taught it most."""

import math
from dataclasses import replace

from ....gradients.backward_run import BackwardRun
from ....translation import tr
from ...address import Address, Source
from ...decomposition.weight_ledger import WeightLedger, weight_ledger
from ...weight_gradient import WeightGradient
from ..context import MeaningContext
from ..spans import Span, Spans, gradient, paragraph, sentence
from . import sentences
from .facts import GradientMeaning
from .goal import goal
from .numbers import NEXT_TO_NOTHING, largest, of_no_meaning
from .reasons import product


def of_weight(context: MeaningContext, back: BackwardRun, at: WeightGradient) -> GradientMeaning:
    """Return the meaning of the gradient of a weight over the steps that are computed."""
    book = weight_ledger(back, at)
    value, weight = float(book.value), context.number(at.parameter)
    if context.run.mistake or not math.isfinite(value):
        number = replace(weight, text=at.symbol(context.config))
        return GradientMeaning(at, value, of_no_meaning(context, number, value), book=book)
    pieces: dict[str, Span | Spans] = {
        "weight": weight,
        "blame": gradient(value, weight.quantity),
        "goal": goal(context.run.experiment),
    }
    blames = sentences.BLAMES["weight"]
    if value == 0:
        why = sentence(sentences.NO_SHARE if at.walked else sentences.NOT_BEGUN)
        return GradientMeaning(at, value, sentence(blames.none, **pieces, why=why), (), book)
    reasons = [_taught_most(context, book)]
    steps = back.order.forward.num_readouts if at.of_readout else book.steps
    if at.walked < steps:
        walked, of = Span(str(at.walked)), Span(str(steps))
        reasons.append(sentence(sentences.WALKED, walked=walked, steps=of))
    if abs(value) < NEXT_TO_NOTHING * largest(back.gradient(at.name, at.walked)):
        why = sentence(sentences.LITTLE_COMES)
        brief = sentence(blames.next_to_nothing, **pieces, why=why)
    else:
        brief = sentence(blames.raise_it if value < 0 else blames.lower_it, **pieces)
    return GradientMeaning(at, value, brief, paragraph(reasons), book)


def _taught_most(context: MeaningContext, book: WeightLedger) -> Spans:
    """Name the timestep with the largest term, and write that."""
    first = int(book.by_size()[0])
    factors = book.term(first).factors
    letters = " · ".join(_called(context, factor.source) for factor in factors)
    written = (Span(f"{letters} = "), *product(factors))
    t = Span(str(int(book.t[first])))
    return sentence(sentences.TAUGHT_MOST, t=t, product=written)


def _called(context: MeaningContext, source: Source) -> str:
    if isinstance(source, Address) or not source.name.startswith("mask"):
        return context.number(source).text
    return tr("mask")
