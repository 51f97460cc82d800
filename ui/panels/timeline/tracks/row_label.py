"""TimeRowLabel: a row's letter, its name and its vertical scale, left of its plot."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from simulator.cells.lstm import lstm
from simulator.network.quantities import cell_quantities
from simulator.translation import tr
from ui.style import fonts, number_format
from ui.style.charts import pg
from ui.style.round_spacing import round_spacing
from ui.style.theme import Theme
from ui.widgets.paint_guard import guard_paint

_WIDTH = 64
"""Width of every row's label without its name, at 100 % text size."""

NAME_AT = 30.0
"""Left edge of the name, in pixels."""

_APART, _WIDEST_TICK = 16, "−30"
"""Pixels around the ticks, and a tick that the name leaves room for."""


_LEAST_OF_NAME = 0.85
"""Least height of a named row, as a share of the height of its letters."""

EDGE = 3
"""Width of the bar of a quantity's hue beside its row: at the left of values."""

_BESIDE = 0.85
"""Share of a line's height from which a tick stands above or below the name, not beside it."""


def label_width(named: bool) -> float:
    """Return the width of every row's label, so that one time axis fits all.

    Where rows are named it has room for the longest of the usual names, and for its ticks.
    """
    if not named:
        return float(fonts.px(_WIDTH))
    metrics = QFontMetricsF(fonts.caption())
    steps = (of for of in cell_quantities(lstm()).values() if of.sentence)
    longest = max(metrics.horizontalAdvance(tr(of.meaning)) for of in steps)
    ticks = QFontMetricsF(fonts.mono_caption()).horizontalAdvance(_WIDEST_TICK)
    return float(math.ceil(fonts.px(NAME_AT) + longest + ticks + _APART))


class TimeRowLabel(pg.GraphicsWidget):
    """Letter in its colour; units with the selected one marked, or the range of the values."""

    def __init__(self, theme: Theme, letter: str, view: pg.ViewBox, hue: str) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._letter, self._view, self._hue = letter, view, hue
        self._name = ""
        self._order: Sequence[int] = range(1)
        self._unit = 0
        self._range: tuple[float, float] | None = None
        self._numbered = True
        self._flash = self._named = self._edge = False
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours and the text size."""
        self._theme, self._font = theme, fonts.mono_caption()
        self._metrics = QFontMetricsF(self._font)
        self.set_named(self._named)
        self.update()

    def bind(self, order: Sequence[int], name: str, numbered: bool = True) -> None:
        """Label a row with a unit at each place. name: after the letter. numbered: tell units."""
        if (order, name, numbered) != (self._order, self._name, self._numbered):
            self._order, self._name, self._numbered = order, name, numbered
            self.update()

    def set_letter(self, letter: str) -> None:
        """Show another letter."""
        if letter != self._letter:
            self._letter = letter
            self.update()

    def set_named(self, named: bool) -> None:
        """Leave room for the name, or not."""
        self._named = named
        self.setFixedWidth(label_width(named))

    def select(self, unit: int) -> None:
        """Mark a unit."""
        if unit != self._unit:
            self._unit = unit
            self.update()

    def set_range(self, limits: tuple[float, float] | None) -> None:
        """Label the values of curves and of lone bars; with None, units."""
        if limits != self._range:
            self._range = limits
            self.update()

    def show_edge(self, on: bool) -> None:
        """Draw a bar of the hue along the row, or none."""
        if on != self._edge:
            self._edge = on
            self.update()

    def flash(self, on: bool) -> None:
        """Frame the row's scale for a moment, when it has changed."""
        if on != self._flash:
            self._flash = on
            self.update()

    def ticks(self) -> list[tuple[float, str]]:
        """Return the labels that fit: their places, in pixels from the top, and texts."""
        gap = self._metrics.height() - 2
        height = self.rect().height()
        if height < gap or not self._numbered:
            return []
        placed: list[tuple[float, str]] = []
        edge = self._metrics.capHeight() / 2 + 1  # of the digits, which hang below no line
        for value, text in self._candidates(height / gap):
            y = min(max(self._pixel(value), edge), height - edge)
            if all(abs(y - other) >= gap for other, _ in placed):
                placed.append((y, text))
        return placed

    @guard_paint
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the letter, the name, the ticks and the mark."""
        if option.exposedRect.isEmpty():
            return  # Qt asks neighbours of what is painted too
        height, width = self.rect().height(), self.rect().width()
        letter = fonts.bold(fonts.text())
        letter.setPixelSize(max(8, min(letter.pixelSize(), int(height))))
        painter.setFont(letter)
        painter.setPen(self._theme.colour(self._hue))
        box = QRectF(8, 0, width - 10, height)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, middle | Qt.TextFlag.TextDontClip, self._letter)
        self._draw_name(painter)
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.faint))
        for y, text in self.ticks():
            flags = middle | Qt.AlignmentFlag.AlignRight
            painter.drawText(QRectF(0, y - width / 2, width - 10, width), flags, text)
        if self._range is None and self._numbered:
            places = [place for place, unit in enumerate(self._order) if unit == self._unit]
            if places:
                self._draw_mark(painter, self._pixel(places[0]))
        if self._edge:
            painter.fillRect(QRectF(width - EDGE, 0, EDGE, height), self._theme.colour(self._hue))
        if self._flash:
            painter.setPen(pg.mkPen(self._theme.ink, width=2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(2, 1, -2, -1))

    @property
    def name(self) -> str:
        """Name that is written: empty where not all of it fits beside the ticks, or is too high."""
        if self.rect().height() < _LEAST_OF_NAME * QFontMetricsF(fonts.caption()).ascent():
            return ""
        fits = QFontMetricsF(fonts.caption()).horizontalAdvance(self._name) <= self._room()
        return self._name if fits else ""

    def _room(self) -> float:
        """Return the width that the ticks at the name's height leave for it."""
        middle, apart = self.rect().height() / 2, _BESIDE * (self._metrics.height() - 2)
        ticks = [text for y, text in self.ticks() if abs(y - middle) < apart]
        taken = max(map(self._metrics.horizontalAdvance, ticks), default=0.0)
        return self.rect().width() - self._left() - taken - _APART

    def _left(self) -> float:
        return float(fonts.px(NAME_AT if len(self._letter) == 1 else NAME_AT + 6))

    def _draw_name(self, painter: QPainter) -> None:
        painter.setFont(fonts.caption())
        painter.setPen(QColor(self._theme.faint))
        box = QRectF(self._left(), 0, self._room() + 2, self.rect().height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.drawText(box, flags, self.name)

    def _draw_mark(self, painter: QPainter, y: float) -> None:
        height, width = self.rect().height(), self.rect().width()
        if not -1 <= y <= height + 1:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.ink))
        y = min(max(y, 4.0), height - 4.0)
        right = width - 1 - EDGE * self._edge
        corners = (right - 6, -4), (right, 0), (right - 6, 4)
        painter.drawPolygon(QPolygonF([QPointF(x, y + dy) for x, dy in corners]))

    def _candidates(self, room: float) -> list[tuple[float, str]]:
        """Return the values to label, the most important first."""
        if self._range is not None:
            low, high = self._range
            values = (high, low, (low + high) / 2)[: 3 if room > 4 else 2]
            return [(value, number_format.scale_end(value)) for value in values]
        low, high = self._view.viewRange()[1]
        first, last = max(0, round(low + 0.5)), min(len(self._order) - 1, round(high - 0.5))
        shown = range(first, max(first, last) + 1)
        # The first stands half its height below its unit: with room for that, none is missing.
        spacing = round_spacing(1.5 * len(shown) / room)
        marked = [place for place in shown if self._order[place] == self._unit]
        places = [*marked, shown[0], shown[-1]]
        places += [place for place in shown if place % spacing == 0]
        return [(place, str(self._order[place])) for place in dict.fromkeys(places)]

    def _pixel(self, value: float) -> float:
        """Return the pixel of a value from the top, or of a place."""
        height = self.rect().height()
        if self._range is not None:
            low, high = self._range
            return height * (1 - (value - low) / (high - low))
        low, high = self._view.viewRange()[1]
        share = (value - low) / (high - low)
        return height * (share if self._view.yInverted() else 1 - share)
