"""Pens of the cell diagram: colours by level, and texts, whose places are kept."""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.panels.cell.cell_values import HIDDEN
from ui.panels.cell.highlight import Highlight
from ui.panels.cell.text_fit import Measured, width_of
from ui.style.colours import Scale, map_of
from ui.style.theme import BOUNDED_0_1, Theme

Align = Qt.AlignmentFlag
LEFT = Align.AlignLeft | Align.AlignVCenter
RIGHT = Align.AlignRight | Align.AlignVCenter
CENTRE = Align.AlignCenter
# Qt would cut what leaves the rectangle by a fraction of a pixel.
_UNCUT = {align: int(align | Qt.TextFlag.TextDontClip) for align in (LEFT, RIGHT, CENTRE)}

AHEAD = 0.37
"""Share of a fill's colour over its ground, for values ahead."""

TINT = 0.05
"""Share of the hue over the panel, in the lit box."""

WIRE, LIT_WIRE = 1.25, 2.5

_FAINTEST_SIGN = 0.5
"""Share of the way to the end of the signed map that the thinnest line has, to show its sign."""


class Written(NamedTuple):
    """A text as painted: in a room that it must not leave."""

    text: str
    room: QRectF
    font: Measured
    align: Align

    @property
    def rect(self) -> QRectF:
        """Rectangle of its letters."""
        width, height = width_of(self.text, self.font), self.font.metrics.height()
        left = self.room.left()
        if self.align is RIGHT:
            left = self.room.right() - width
        elif self.align is CENTRE:
            left = self.room.center().x() - width / 2
        return QRectF(left, self.room.center().y() - height / 2, width, height)


def blend(a: QColor, b: QColor, share: float) -> QColor:
    """Return the mixture of `share` of `a` over `b`."""
    rest = 1 - share
    return QColor.fromRgbF(
        a.redF() * share + b.redF() * rest,
        a.greenF() * share + b.greenF() * rest,
        a.blueF() * share + b.blueF() * rest,
    )


@lru_cache(maxsize=256)
def _pen(rgba: int, width: float) -> QPen:
    pen = QPen(QColor.fromRgba(rgba), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


class Pens:
    """Colours and strokes for one drawing at one scale.

    Attributes:
        written: all texts that were painted.
    """

    def __init__(
        self, painter: QPainter, theme: Theme, scale: float, limits: dict[str, float]
    ) -> None:
        self.painter, self.theme, self.scale, self._limits = painter, theme, scale, limits
        self.panel, self.wire = QColor(theme.panel), QColor(theme.wire)
        self.ink, self.faint, self.zero = map(QColor, (theme.ink, theme.faint, theme.zero))
        self.written: list[Written] = []

    def text(
        self, room: QRectF, text: str, font: Measured, colour: QColor, align: Align = LEFT
    ) -> None:
        """Write a text in a room."""
        self.painter.setFont(font)
        self.painter.setPen(colour)
        self.painter.drawText(room, _UNCUT[align], text)
        self.written.append(Written(text, QRectF(room), font, align))

    def limit(self, quantity: str) -> float:
        """Return the magnitude at the ends of a quantity's scale."""
        return self._limits.get(quantity, 1.0)

    def of_value(self, quantity: str, value: float, ground: QColor, ahead: bool) -> QColor:
        """Return a value's colour on its quantity's map, dimmed over a ground where it is ahead."""
        end = self.limit(quantity)
        limits = (0.0, 1.0) if quantity in BOUNDED_0_1 else (-end, end)
        colour = Scale(map_of(self.theme, quantity), limits).colour(value)
        return blend(colour, ground, AHEAD) if ahead else colour

    def of_band(self, quantity: str, value: float, ahead: bool) -> QColor:
        """Return the colour of a state's band: never so pale that its sign is lost."""
        end = self.limit(quantity)
        if value == 0:
            return self.wire
        least = _FAINTEST_SIGN * end
        strong = min(max(abs(value), least), end) * (1 if value > 0 else -1)
        return self.of_value(quantity, strong, self.panel, ahead)

    def hue(self, quantity: str, level: Highlight) -> QColor:
        """Return the colour of a part's lines and letters."""
        return self.faint if level is Highlight.FUTURE else self.theme.colour(quantity)

    def frame(self, quantity: str, level: Highlight) -> QPen:
        """Return the pen of a box."""
        if level is Highlight.FUTURE:
            return self.pen(self.wire, WIRE)
        return self.pen(self.theme.colour(quantity), LIT_WIRE if level is Highlight.LIT else WIRE)

    def pen(self, colour: QColor, width: float) -> QPen:
        """Return a pen with square ends and round corners."""
        return _pen(colour.rgba(), max(1.0, width * min(1.0, self.scale)))

    def box(self, rect: QRectF, pen: QPen, fill: QColor, radius: float = 4.0) -> None:
        """Draw a box with round corners."""
        self.painter.setPen(pen)
        self.painter.setBrush(fill)
        self.painter.drawRoundedRect(rect, radius, radius)

    def fill(self, rect: QRectF, colour: QColor) -> None:
        """Fill a rectangle, without edges."""
        self.painter.fillRect(rect, colour)

    def hidden(self, rect: QRectF, font: Measured) -> None:
        """Draw the plate of a number that may not be seen."""
        height = min(rect.height(), font.metrics.height() + 2)
        plate = QRectF(rect.left(), rect.center().y() - height / 2, rect.width(), height)
        self.box(plate, QPen(Qt.PenStyle.NoPen), self.zero, 2.0)
        self.text(plate, HIDDEN, font, self.faint, CENTRE)

    def circle(self, centre: QPointF, number: int, font: Measured, lit: bool) -> None:
        """Draw a step's number: solid ink where the light is."""
        radius = 9 * self.scale
        self.painter.setPen(self.pen(self.ink if lit else self.wire, WIRE))
        self.painter.setBrush(self.ink if lit else self.panel)
        self.painter.drawEllipse(centre, radius, radius)
        room = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        self.text(room, str(number), font, self.panel if lit else self.faint, CENTRE)
