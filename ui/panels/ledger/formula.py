"""Equation of one quantity, in standard notation and with its numbers."""

import re

import numpy as np

from simulator.analysis.address import Address
from simulator.analysis.decomposition.terms import Factor, Ledger
from simulator.experiment.experiment import Experiment
from simulator.network.quantities import ALL, LOSS
from simulator.translation import tr
from ui.panels.ledger.terms.digits import DECIMALS
from ui.style import number_format
from ui.style.theme import BOUNDED_0_1, Theme

_LETTERS = "".join(key for key in ALL if len(key) == 1)
_QUANTITY = re.compile(rf"\b(d?[{_LETTERS}])_\{{([^}}]*)\}}")
_TRANSPOSED = re.compile(r"\^T\b")
_SUBSCRIPT = re.compile(r"_\{([^}]*)\}")


def equation(quantity: str, experiment: Experiment, direction: int) -> str:
    """Return it as `f_{t} = σ(W_{if} x_{t} + b_{if} + W_{hf} h_{t−1} + b_{hf})`, for these options.

    In the reverse direction the previous state is that of t+1.
    """
    forward = experiment.quantity(quantity).equation
    return forward.replace("t−1", "t+1") if direction else forward


def rich_text(equation: str, theme: Theme) -> str:
    """Convert an equation for a QLabel: subscripts set low, quantities bold and coloured."""

    def quantity(match: re.Match[str]) -> str:
        letter, subscript = match.groups()
        of = subscript if letter in ("z", "dz") else letter
        colour = theme.colour(of).name()
        return f'<b style="color:{colour}">{letter}<sub>{subscript}</sub></b>'

    low = _SUBSCRIPT.sub(r"<sub>\1</sub>", _QUANTITY.sub(quantity, equation))
    return _TRANSPOSED.sub("<sup>T</sup>", low)


def worked_out(book: Ledger) -> str:
    """Write the right side of a number's equation with its numbers: `= σ(+1.3579) = 0.7954`.

    For a held number the held value comes first: `held at 1.0 (would be σ(+1.3579) = 0.7954)`.
    """
    if book.number.is_gradient:
        return f"= {number_format.scientific(float(book.value), 4)}"
    if book.would_be is None:
        return f"= {_right_side(book, book.value)}"
    would_be = _right_side(book, book.would_be)
    value = number_format.exact(book.value)
    return tr("held at {value} (would be {would_be})", value=value, would_be=would_be)


def _right_side(book: Ledger, result: np.floating) -> str:
    quantity = book.number.quantity
    value = written(quantity, float(result))
    if ALL[quantity].role == "memory":
        terms = (map(_factor, book.term(k).factors) for k in range(len(book)))
        return f"{' + '.join(map(' × '.join, terms))} = {value}"
    if book.activation is None:
        return value
    argument = number_format.signed(book.activation.argument, DECIMALS)
    activated = f"{book.activation.function}({argument})"
    if ALL[quantity].function:
        return f"{activated} = {value}"
    return f"{_factor(book.term(0).factors[0])} × {activated} = {value}"


def _factor(factor: Factor) -> str:
    """Write a factor: an initial state with a sign, as every state."""
    of = factor.source
    return written(of.quantity if isinstance(of, Address) else "", float(factor.value))


def written(quantity: str, value: float) -> str:
    """Write a value: states, sums and g with a sign, gates, answers and losses without one."""
    unsigned = quantity in BOUNDED_0_1 or quantity == LOSS
    write = number_format.short if unsigned else number_format.signed
    return write(value, DECIMALS)
