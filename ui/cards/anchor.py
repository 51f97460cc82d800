"""CardAnchor: a number on screen that a card may open at."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from simulator.analysis.address import Source
from simulator.analysis.weight_gradient import WeightGradient

Subject = Source | WeightGradient
"""Number of a card: one of the run, one that is given, or the gradient of a weight."""


def _nothing() -> list[QRect]:
    return []


def _leave() -> None:
    pass


@dataclass(frozen=True, eq=False, slots=True)
class CardAnchor:
    """A number under the mouse, or at the keys' place.

    It is made at every move of the mouse, so its rectangles are asked for only when a card opens.

    Attributes:
        subject: the number.
        widget: the widget that shows it.
        rect: returns its rectangle there.
        around: returns the rectangles there that a card had better not cover: the row that the
            number is in, and what its formula names.
        opened: called when a card opens, as another hint there goes.
    """

    subject: Subject
    widget: QWidget
    rect: Callable[[], QRect]
    around: Callable[[], list[QRect]] = _nothing
    opened: Callable[[], None] = _leave
