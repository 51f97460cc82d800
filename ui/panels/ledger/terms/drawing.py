"""Drawing: what the parts of a ledger's table share when they paint."""

from dataclasses import dataclass

from ui.panels.ledger.axis import Axis
from ui.panels.ledger.terms.term_model import TermModel
from ui.style.theme import Theme

GAP = 6
"""Pixels beside the text of a cell."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a ledger is drawn.

    Attributes:
        quantity: the one whose hue it has. lit: the term of the sentence, by its index.
        known: False for numbers ahead of the position. drops: True where the sum goes on below.
        apart: True where each bar begins at the left, and the sum does not grow along the axis.
    """

    quantity: str = ""
    lit: int | None = None
    known: bool = True
    drops: bool = False
    apart: bool = False


@dataclass(slots=True)
class Drawing:
    """Rows, look and axis of a table as it stands. chosen_link: that of the current row."""

    theme: Theme
    terms: TermModel
    look: Look
    axis: Axis
    chosen_link: int = 0
