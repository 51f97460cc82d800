"""Summary of a gradient: what stands below its terms, and its equation."""

import math
import re
from dataclasses import replace

from simulator.analysis.decomposition.terms import Ledger, sum_of
from simulator.analysis.meaning.gradients.goal import goal
from simulator.analysis.meaning.spans import plain
from simulator.network.gradient_quantities import DY, quantity_of_gradient
from simulator.network.hold_table import hold_on
from simulator.translation import mark, tr
from ui.panels.ledger.summary import Summary
from ui.panels.ledger.terms.digits import DECIMALS
from ui.session.snapshot import Snapshot
from ui.style import number_format

FIGURES = 4
"""Figures of the gradient that a ledger takes apart."""

_RAISED = mark("Adding 0.01 to {number} would change {goal} by about {change}.")
_RAISED_HERE = mark(
    "Adding 0.01 to {number} would change {goal} by about {change} through this cell."
)
_HELD = mark("{number} is held: changing the held value would change {goal} at this rate.")
_NUDGE = 0.01

_GATE = re.compile(r"^W_([ih])[ifgo]·dz_[ifgo]$")


def gradient_summary(snapshot: Snapshot, book: Ledger) -> Summary:
    """Write the summary of a gradient that may be shown."""
    name, value = _named(book), number_format.scientific(float(book.value), FIGURES)
    last = _last_line(snapshot, book)
    if book.activation is None:
        return Summary("", "", name, name, value, last)
    summed = _curved(book.number.quantity)
    argument = number_format.signed(book.activation.argument, DECIMALS)
    return Summary(replace(book.number, quantity=summed).name, argument, name, name, value, last)


def gradient_equation(snapshot: Snapshot, book: Ledger) -> str:
    """Return a gradient's equation for these options and the direction of its lane."""
    number = book.number
    return snapshot.experiment.config.gradient(number.quantity, number.lane.direction).equation


def _curved(quantity: str) -> str:
    """Return what the curve is taken of: the sum of a gate, or c."""
    return quantity_of_gradient(quantity) if quantity.startswith("dz_") else "c"


def _named(book: Ledger) -> str:
    """Name a gradient with the kinds of its terms: `dh[1] = V·dy + W_hh·dz`.

    dy has its terms themselves, with their signs: `dy[0] = σ(y[0])·1/24 − target[0]·1/24`.
    """
    if book.number.quantity == DY:
        terms = sum_of(book.term(k).label for k in range(len(book)))
        return " = ".join(filter(None, (book.number.name, terms)))
    kinds: dict[str, None] = {}
    for part in book.parts:
        found = _GATE.match(part.name)
        kinds[f"W_{found[1]}h·dz" if found else part.name] = None
    return " = ".join(filter(None, (book.number.name, " + ".join(kinds))))


def _last_line(snapshot: Snapshot, book: Ledger) -> str:
    """Say what a small change of the number would do; of a held one, of its hold.

    Of 0 and of no finite number there is only the sentence of the Cell.
    """
    said, at, value = snapshot.blame, book.number, float(book.value)
    if said is None or not value or not math.isfinite(value):
        return "" if said is None else f"{plain(said.sentence)}."
    reached = goal(snapshot.experiment).text
    before = at.quantity.endswith("_prev")
    of = replace(at, quantity=quantity_of_gradient(at.quantity))
    held = hold_on(snapshot.experiment.holds, of.quantity, at.lane, at.t, at.row, at.unit)
    if held is not None and not before:
        return tr(_HELD, number=of.name, goal=reached)
    change = number_format.scientific(_NUDGE * value)
    number = f"{of.quantity}[t{'+' if at.lane.reverse else '−'}1][{at.unit}]" if before else of.name
    return tr(_RAISED_HERE if before else _RAISED, number=number, goal=reached, change=change)
