"""Placing: the window that a card stands in, and its place there beside its number."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

from ui.cards.anchor import CardAnchor

GAP = 10
"""Pixels between a number and its card, which the stem bridges."""
_MARGIN = 8
_LEAST = 400, 300
"""Size of a window that has room for a card beside a number."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Place for a card.

    Attributes:
        host: the window that holds it.
        alone: True where it is a window of its own, as its number's window is too small. The
            rectangles are then the screen's, else the host's.
        number: of its number. around: not to be covered. room: what it lies in.
    """

    host: QWidget
    alone: bool
    number: QRect
    around: list[QRect]
    room: QRect


def stand_for(spot: CardAnchor, window: QWidget) -> Stand:
    """Return the place for the card of a number; `window` holds those that stand alone."""
    own = spot.widget.window()
    alone = own.width() < _LEAST[0] or own.height() < _LEAST[1]
    host = window if alone else own

    def moved(rect: QRect) -> QRect:
        corner = spot.widget.mapToGlobal(rect.topLeft())
        return QRect(corner if alone else host.mapFromGlobal(corner), rect.size())

    around = [moved(rect) for rect in spot.around()]
    return Stand(host, alone, moved(spot.rect()), around, _room(spot, host, alone))


def _room(spot: CardAnchor, host: QWidget, alone: bool) -> QRect:
    """Return the rectangle for cards: the part of the window that is on the screen."""
    screen = spot.widget.screen().availableGeometry()
    if alone:
        return screen
    on_screen = QRect(host.mapFromGlobal(screen.topLeft()), screen.size()) & host.rect()
    room = on_screen if not on_screen.isEmpty() else host.rect()
    return room.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)


def placed(number: QRect, size: QSize, inside: QRect, around: Sequence[QRect] = ()) -> QPoint:
    """Place a card of a size beside a number.

    It lies inside a rectangle and never on the number, if that leaves room anywhere; it covers as
    little as can be of `around`, and of equal places takes the first of below, above, right, left.
    """
    width, height = size.width(), size.height()
    across = (
        number.center().x() - width + 24,
        number.center().x() - width // 2,
        number.center().x() - 24,
    )
    down = (number.top() - 12, number.center().y() - height // 2, number.bottom() - height + 12)
    below, above = number.bottom() + 1 + GAP, number.top() - GAP - height
    right, left = number.right() + 1 + GAP, number.left() - GAP - width
    places = (
        *(QPoint(x, below) for x in across),
        *(QPoint(x, above) for x in across),
        *(QPoint(right, y) for y in down),
        *(QPoint(left, y) for y in down),
    )
    cards = [QRect(_within(place, size, inside), size) for place in places]
    best = min(cards, key=lambda card: (_shared(card, [number]), _shared(card, around)))
    return best.topLeft()


def stem(number: QRect, card: QRect) -> tuple[QPoint, QPoint] | None:
    """Return the ends of the line from a number to its card; None where they touch."""
    x = min(max(number.center().x(), card.left() + 12), card.right() - 12)
    y = min(max(number.center().y(), card.top() + 12), card.bottom() - 12)
    if card.top() > number.bottom():
        return QPoint(number.center().x(), number.bottom() + 1), QPoint(x, card.top())
    if card.bottom() < number.top():
        return QPoint(number.center().x(), number.top() - 1), QPoint(x, card.bottom())
    if card.left() > number.right():
        return QPoint(number.right() + 1, number.center().y()), QPoint(card.left(), y)
    if card.right() < number.left():
        return QPoint(number.left() - 1, number.center().y()), QPoint(card.right(), y)
    return None


def _within(place: QPoint, size: QSize, inside: QRect) -> QPoint:
    x = max(min(place.x(), inside.right() + 1 - size.width()), inside.left())
    y = max(min(place.y(), inside.bottom() + 1 - size.height()), inside.top())
    return QPoint(x, y)


def _shared(card: QRect, others: Sequence[QRect]) -> int:
    """Return the area of a card that lies on other rectangles."""
    shared = (card & other for other in others)
    return sum(part.width() * part.height() for part in shared if not part.isEmpty())
