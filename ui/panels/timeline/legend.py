"""TimeLegend: the meaning of a timeline's colours, or the units of its markers."""

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.lstm.activation import LEFT_END, RIGHT_END
from simulator.translation import tr
from ui.panels.timeline.curves import draw_marker, marker_pen
from ui.style import number_format
from ui.style.colours import ends_of, map_of
from ui.style.theme import Theme, mono_font

BAR = 56.0
GAP = 14.0
SWATCH = 12.0


def end_texts() -> tuple[str, str]:
    """Return the texts of a gate's two ends."""
    closed, opened = (number_format.short(end["σ"], 1) for end in (LEFT_END, RIGHT_END))
    return tr("closed < {value}", value=closed), tr("open > {value}", value=opened)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """Quantities that share a range of colours, and the range.

    Attributes:
        signed: the colours show differences. ends: they show only values at the range's ends.
    """

    quantities: tuple[str, ...]
    limits: tuple[float, float]
    signed: bool = False
    ends: bool = False

    def text(self) -> str:
        """Write it as `g h: −1…1`, or `i f o: closed < 0.1, open > 0.9`."""
        if self.ends:
            return f"{' '.join(self.quantities)}: {', '.join(end_texts())}"
        low, high = map(number_format.brief, self.limits)
        return f"{'Δ ' if self.signed else ''}{' '.join(self.quantities)}: {low}…{high}"


class TimeLegend(QWidget):
    """One line with the scales of the heat maps, or the markers of the curves."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._entries: tuple[LegendEntry, ...] = ()
        self._units: tuple[int, ...] = ()
        self._selected = 0
        self.setFont(mono_font(8.5))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.update()

    def show_entries(self, entries: tuple[LegendEntry, ...]) -> None:
        """Show the ranges of the heat maps."""
        if entries != self._entries or self._units:
            self._entries, self._units = entries, ()
            self._changed("; ".join(entry.text() for entry in entries))

    def show_units(self, units: tuple[int, ...], selected: int) -> None:
        """Show the markers of the curves."""
        if (units, selected) != (self._units, self._selected) or self._entries:
            self._entries, self._units, self._selected = (), units, selected
            self._changed(tr("curves of units {units}", units=", ".join(map(str, units))))

    def sizeHint(self) -> QSize:
        width = sum(map(self._entry_width, self._entries)) + sum(map(self._unit_width, self._units))
        return QSize(round(width), self.fontMetrics().height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = 0.0
        for entry in self._entries:
            self._draw_entry(painter, x, entry)
            x += self._entry_width(entry)
        for place, unit in enumerate(self._units):
            self._draw_unit(painter, x, place, unit)
            x += self._unit_width(unit)

    def _changed(self, words: str) -> None:
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def _advance(self, text: str) -> float:
        return float(self.fontMetrics().horizontalAdvance(text))

    def _entry_width(self, entry: LegendEntry) -> float:
        if entry.ends:
            letters = sum(map(self._advance, entry.quantities)) + 4 * len(entry.quantities)
            return letters + sum(SWATCH + 12 + self._advance(text) for text in end_texts()) + GAP
        texts = [*entry.quantities, *map(number_format.brief, entry.limits)]
        return sum(map(self._advance, texts)) + 4 * len(entry.quantities) + BAR + 10 + GAP

    def _unit_width(self, unit: int) -> float:
        return self._advance(str(unit)) + 24 + GAP

    def _draw_entry(self, painter: QPainter, x: float, entry: LegendEntry) -> None:
        for quantity in entry.quantities:
            x = self._write(painter, x, quantity, self._theme.colour(quantity)) + 4
        faint = QColor(self._theme.faint)
        if entry.ends:
            self._draw_ends(painter, x + 2)
            return
        low, high = map(number_format.brief, entry.limits)
        x = self._write(painter, x + 2, low, faint) + 4
        bar = QRectF(x, self.height() / 2 - 4, BAR, 8)
        colours = map_of(self._theme, None if entry.signed else entry.quantities[0])
        painter.fillRect(bar, colours.gradient(bar.topLeft(), bar.topRight()))
        painter.setPen(pg.mkPen(self._theme.rule))
        painter.drawRect(bar.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._write(painter, x + BAR + 4, high, faint)

    def _draw_ends(self, painter: QPainter, x: float) -> None:
        ends = ends_of(self._theme)
        for text, colour in zip(end_texts(), (ends.closed, ends.open), strict=True):
            painter.fillRect(QRectF(x, self.height() / 2 - 4, SWATCH, 8), QColor(colour))
            x = self._write(painter, x + SWATCH + 4, text, QColor(self._theme.faint)) + 8

    def _draw_unit(self, painter: QPainter, x: float, place: int, unit: int) -> None:
        selected = unit == self._selected
        ink = QColor(self._theme.ink if selected else self._theme.faint)
        middle = self.height() / 2
        painter.setPen(QPen(ink, 2.4 if selected else 1.2))
        painter.drawLine(QPointF(x, middle), QPointF(x + 18, middle))
        painter.setPen(marker_pen(ink))
        painter.setBrush(QColor(self._theme.panel))
        draw_marker(painter, place, QPointF(x + 9, middle))
        self._write(painter, x + 23, str(unit), ink)

    def _write(self, painter: QPainter, x: float, text: str, colour: QColor) -> float:
        width = self._advance(text)
        painter.setPen(colour)
        box = QRectF(x, 0, width + 1, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        return x + width
