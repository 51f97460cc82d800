"""Heads: the name and the value that a sentence begins with, and sentences of nothing else."""

from ...network.quantities import EVERY
from ...translation import mark
from ..address import Address, Given, Source
from .context import MeaningContext, hue
from .spans import Span, Spans, as_given, opening, sentence, signed_state


def is_gate(quantity: str) -> bool:
    """Return True for a quantity of 0…1, which lets a share of another one through."""
    return quantity in EVERY and EVERY[quantity].bounded == (0, 1)


def written(quantity: str, value: float, source: Source | None = None) -> Span:
    """Write a value as its quantity is written: gates without a sign."""
    write = signed_state
    if is_gate(quantity):
        write = opening
    elif quantity == "x" or isinstance(source, Given):
        write = as_given
    return write(value, hue(quantity), source)


def head(context: MeaningContext, subject: Source, value: Span, held: bool = False) -> Spans:
    """Return `f[0] = 0.08`, or that it is held at that."""
    number = context.number(subject)
    if held:
        return sentence(mark("{number} is held at {value}"), number=number, value=value)
    return (number, Span(" = "), value)


def not_computed(context: MeaningContext, subject: Address) -> Spans:
    """Return that a number is not computed yet."""
    return sentence(mark("{number} is not computed yet"), number=context.number(subject))


def hidden(context: MeaningContext, subject: Address) -> Spans:
    """Return that a number is hidden, whoever knows it."""
    return sentence(mark("{number} is hidden for now"), number=context.number(subject))


def mistaken(head: Spans) -> Spans:
    """Return the words for a number of a run with a mistake: no right formula made it."""
    return sentence(mark("{head}, in a run with an injected error"), head=head)


def not_finite(head: Spans) -> Spans:
    """Return the words for NaN and infinity."""
    return sentence(mark("{head}: this is not a finite number, so it has no meaning"), head=head)
