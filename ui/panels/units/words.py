"""Words of the Units panel: names of the figures, and the numbers as they are written."""

import math
from typing import Final, NamedTuple

from simulator.breakpoints.unit_search import (
    CHANGE,
    CLOSED,
    MEAN,
    NORM,
    NOW,
    OPEN,
    SATURATED,
    VARIANCE,
)
from simulator.network.quantities import FULL
from simulator.translation import mark, percent, tr
from ui.style import number_format
from ui.style.theme import BOUNDED_0_1


class FigureRow(NamedTuple):
    """One figure to sort by.

    Attributes:
        key: its name. choice: its entry in the list of choices. head: the head of its column.
        tip: what it is, in a sentence. All three are marked: pass them to `tr`.
    """

    key: str
    choice: str
    head: str
    tip: str


_ROWS: Final = (
    FigureRow(
        VARIANCE,
        mark("variance"),
        mark("variance"),
        mark(
            "Variance over the timesteps so far: how much the unit responds to its "
            "input. It is 0 for a unit with a constant value."
        ),
    ),
    FigureRow(
        SATURATED,
        mark("share saturated"),
        mark("saturated"),
        mark(
            "Share of the timesteps so far at which the unit is at an end of its "
            "curve: a gate below 0.1 (closed) or above 0.9 (open), g and tanh(c) "
            "beyond ±0.9."
        ),
    ),
    FigureRow(
        CLOSED,
        mark("share closed"),
        mark("closed"),
        mark(
            "Share of the timesteps so far at which the unit is at the left end of its curve: a "
            "gate below 0.1, g and tanh(c) below −0.9."
        ),
    ),
    FigureRow(
        OPEN,
        mark("share open"),
        mark("open"),
        mark(
            "Share of the timesteps so far at which the unit is at the right end of "
            "its curve: a gate, g or tanh(c) above 0.9."
        ),
    ),
    FigureRow(
        MEAN,
        mark("mean"),
        mark("mean"),
        mark(
            "Mean over the timesteps so far. For a gate, how far it is open; for f, "
            "how much of its cell state the unit keeps. For g, c and h, the mean "
            "magnitude."
        ),
    ),
    FigureRow(
        CHANGE,
        mark("|Δ| vs baseline"),
        mark("mean |Δ|"),
        mark(
            "Mean magnitude of the difference from the baseline, over the timesteps "
            "that both runs have computed."
        ),
    ),
    FigureRow(
        NORM,
        mark("weight norm"),
        mark("|weights|"),
        mark(
            "Norm of the unit's rows in W_ih, W_hh and b: for a gate, its own row; "
            "for c and h, the rows of all four gates."
        ),
    ),
    FigureRow(
        NOW,
        mark("current value"),
        mark("now"),
        mark("The value at the current timestep. Signed values are sorted by magnitude."),
    ),
)

FIGURES: Final = {row.key: row for row in _ROWS}
"""Figures by their keys, in the order of the choices."""


SHARES: Final = (SATURATED, CLOSED, OPEN)
"""Figures of the ends of a curve, which h does not have."""


class Question(NamedTuple):
    """A question about units: its id, its text, and the figure and quantity that answer it.

    Attributes:
        quantity: empty for the one that is looked at.
    """

    id: str
    text: str
    figure: str
    quantity: str


QUESTIONS: Final = (
    Question(
        "which_keeps", mark("Which unit &keeps its state longest?"), MEAN, *FULL.with_role("keep")
    ),
    Question("which_saturated", mark("Which unit is &saturated most?"), SATURATED, ""),
    Question("which_varies", mark("Which unit &varies most?"), VARIANCE, ""),
    Question("which_changed", mark("Which unit &changed most?"), CHANGE, FULL.output),
    Question("which_largest", mark("Which unit is &largest now?"), NOW, *FULL.with_role("memory")),
    Question("which_weights", mark("Which unit has the largest &weights?"), NORM, ""),
)
"""Questions that the list answers with its first row."""


def written(figure: str, quantity: str, value: float) -> str:
    """Write a figure of one unit in little room; NaN as such."""
    if math.isnan(value):
        return "NaN"
    if figure in SHARES:
        return percent(value)
    if figure == NOW and quantity not in BOUNDED_0_1:
        return number_format.signed(value, 3)
    return number_format.short(value, 2 if figure == NORM else 3)


def head_of(figure: str, quantity: str) -> str:
    """Return the head of the column of figures."""
    if figure in (CLOSED, OPEN) and quantity not in BOUNDED_0_1:
        return f"< {number_format.MINUS}0.9" if figure == CLOSED else "> 0.9"
    return tr(FIGURES[figure].head)


def head_of_bars(quantity: str, short: bool) -> str:
    """Return the head of the column of bars, or a short one for little room."""
    if quantity in BOUNDED_0_1:
        return tr("closed · open") if short else tr("closed · between · open")
    return tr("{quantity} so far", quantity=quantity)


def tip_of_bars(quantity: str) -> str:
    """Say what the bars show."""
    if quantity in BOUNDED_0_1:
        return tr(
            "Shares of the timesteps so far: grey where {quantity} is closed (below "
            "0.1), pale in between, full colour where it is open (above 0.9). Click "
            "to sort by closed share plus open share.",
            quantity=quantity,
        )
    if quantity == "h":
        return tr(
            "Distribution of h over the timesteps so far: the mean ± one standard "
            "deviation, with 0 in the middle; the line is the current value."
        )
    return tr(
        "Distribution of {quantity} over the timesteps so far: the mean ± one "
        "standard deviation, with 0 in the middle; the line is the current value. "
        "Click to sort by the share where tanh is saturated.",
        quantity=quantity,
    )
