"""TimeLegend: the meaning of a timeline's colours, or the units of its markers."""

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.network.activation import LEFT_END, RIGHT_END
from simulator.translation import tr
from ui.panels.timeline.tracks.curves import draw_marker, marker_pen
from ui.style import fonts, number_format
from ui.style.charts import pg
from ui.style.colours import ends_of, map_of
from ui.style.decades import STEPS, DecadeRange
from ui.style.theme import BOUNDED_0_1, Theme
from ui.widgets.strips import decade_steps
from ui.widgets.strips.decade_steps import step_text

BAR, SHORT_BAR = 56.0, 28.0
GAP = 14.0
EDGE = 6
SWATCH = 12.0
FORMS = 0, 1, 2
"""Forms of a legend, the longest first."""
_NARROW: Final[tuple[float, ...]] = (0.0,) * len(FORMS)


def end_texts() -> tuple[str, str]:
    """Return the texts of a gate's two ends."""
    closed, opened = (number_format.fixed(end["σ"], 1) for end in (LEFT_END, RIGHT_END))
    return tr("closed < {value}", value=closed), tr("open > {value}", value=opened)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """Quantities that share a range of colours, and the range.

    Attributes:
        signed: the colours show differences. ends: they show only values at the range's ends.
        own: each unit has a range of its own. note: said after the range, as that it may grow.
        decades: of the steps of gradients, which have no limits. differs: of their differences.
    """

    quantities: tuple[str, ...]
    limits: tuple[float, float]
    signed: bool = False
    ends: bool = False
    own: bool = False
    note: str = ""
    decades: DecadeRange | None = None
    differs: bool = False

    def of(self, quantities: tuple[str, ...]) -> "LegendEntry":
        """Return the entry for some quantities."""
        return replace(self, quantities=quantities)

    @property
    def of_gates(self) -> bool:
        """True when each quantity has a map of its own, from 0 to 1."""
        return not self.signed and BOUNDED_0_1.issuperset(self.quantities)

    def text(self) -> str:
        """Write it as `g h: −1…1`, or `f i o: closed < 0.1, open > 0.9`."""
        if self.ends:
            return f"{' '.join(self.quantities)}: {', '.join(end_texts())}"
        note = f", {self.note}" if self.note else ""
        if self.decades is not None:
            name = gradients_text(self.differs)
            return f"{name}: {'…'.join(_ends_of(self))}, {step_text(self.decades)}{note}"
        name = f"{'Δ ' if self.signed else ''}{' '.join(self.quantities)}"
        return f"{name}: {_range_of(self)}{note}"


def gradients_text(differs: bool) -> str:
    """Name the scale of gradients, or of their differences from the baseline's."""
    return tr("Δ gradients") if differs else tr("gradients")


def _range_of(entry: LegendEntry) -> str:
    """Write the values of an entry's first and last colour."""
    if entry.own:
        return tr("one per unit")
    return "…".join(map(number_format.brief, entry.limits))


def _ends_of(entry: LegendEntry) -> tuple[str, str]:
    """Write what stands before and after the bar."""
    if entry.own:
        return "", tr("one per unit")
    if entry.decades is not None:
        return decade_steps.end_texts(entry.decades)
    low, high = map(number_format.scale_end, entry.limits)
    return low, high


def _around(entry: LegendEntry, form: int) -> tuple[str, str]:
    """Write what stands before and after the steps of gradients in a form."""
    assert entry.decades is not None
    note = f", {entry.note}" if entry.note else ""
    name, after = gradients_text(entry.differs), f" · {step_text(entry.decades)}{note}"
    return "" if form > 1 else name, "" if form > 0 else after


def _chosen(entries: tuple[LegendEntry, ...]) -> frozenset[tuple[object, ...]]:
    """Return what the user chose to see; a step or an edit changes the rest alone."""
    return frozenset((q, e.signed, e.ends, e.own) for e in entries for q in e.quantities)


class TimeLegend(QWidget):
    """One line with the scales of the heat maps, or the markers of the curves.

    The steps of gradients have shorter forms: without what a step is, and without their name too.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._entries: tuple[LegendEntry, ...] = ()
        self._units: tuple[int, ...] = ()
        self._selected = 0
        self._flash = False
        self._widest = _NARROW
        self._form = 0
        fonts.wear(self, fonts.mono_caption)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.update()

    def show_entries(self, entries: tuple[LegendEntry, ...]) -> None:
        """Show the ranges of the heat maps."""
        if entries != self._entries or self._units:
            if _chosen(entries) != _chosen(self._entries):
                self._widest = _NARROW
                self.updateGeometry()
            self._entries, self._units = entries, ()
            self._changed("; ".join(entry.text() for entry in entries))

    def show_units(self, units: tuple[int, ...], selected: int) -> None:
        """Show the markers of the curves."""
        if (units, selected) != (self._units, self._selected) or self._entries:
            self._entries, self._units, self._selected, self._widest = (), units, selected, _NARROW
            self._changed(tr("curves of units {units}", units=", ".join(map(str, units))))

    def flash(self, on: bool) -> None:
        """Frame the legend for a moment, when a scale has changed."""
        if on != self._flash:
            self._flash = on
            self.update()

    def width_of(self, form: int) -> int:
        """Return the width of a form: 0 in full, then the shorter ones."""
        return round(max(self._widest[form], self._needed(form))) + EDGE

    def fit(self, room: int) -> None:
        """Take the longest form that has room, or the shortest."""
        form = next((form for form in FORMS if self.width_of(form) <= room), FORMS[-1])
        if form != self._form:
            self._form = form
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.width_of(self._form), self.fontMetrics().height() + 6)

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._widest = _NARROW
            self.updateGeometry()

    def _needed(self, form: int) -> float:
        """Return the width of what is shown, in a form."""
        entries = sum(self._entry_width(entry, form) for entry in self._entries)
        return entries + sum(map(self._unit_width, self._units))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # What is short stands at the right.
        x = max(float(EDGE), self.width() - self._needed(self._form))
        for entry in self._entries:
            self._draw_entry(painter, x, entry)
            x += self._entry_width(entry, self._form)
        for place, unit in enumerate(self._units):
            self._draw_unit(painter, x, place, unit)
            x += self._unit_width(unit)
        if self._flash:
            painter.setPen(QPen(QColor(self._theme.ink), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -GAP + 7, -1), 3, 3)

    def _changed(self, words: str) -> None:
        self.setAccessibleName(words)
        self.setToolTip(words)
        before = self._widest  # narrower by a step it keeps its room: the window stands still
        self._widest = tuple(max(known, self._needed(form)) for form, known in enumerate(before))
        if self._widest[self._form] > before[self._form]:
            self.updateGeometry()
        self.update()

    def _advance(self, text: str) -> float:
        return float(self.fontMetrics().horizontalAdvance(text))

    def _entry_width(self, entry: LegendEntry, form: int) -> float:
        letters = sum(self._advance(quantity) + 4 for quantity in entry.quantities)
        if entry.ends:
            swatches = SWATCH * (1 + len(entry.quantities)) + 24
            return letters + swatches + sum(map(self._advance, end_texts())) + GAP
        if entry.of_gates:
            bars = len(entry.quantities) * (SHORT_BAR + 8)
            return letters + bars + self._advance(_range_of(entry)) + GAP
        limits = _ends_of(entry)
        note = self._advance(f" {entry.note}") if entry.note else 0.0
        if entry.decades is not None:
            words = sum(map(self._advance, (*limits, *_around(entry, form))))
            return words + (2 * STEPS + 1) * SWATCH + 14 + GAP
        return letters + sum(map(self._advance, limits)) + BAR + 10 + note + GAP

    def _unit_width(self, unit: int) -> float:
        return self._advance(str(unit)) + 24 + GAP

    def _draw_entry(self, painter: QPainter, x: float, entry: LegendEntry) -> None:
        faint = QColor(self._theme.faint)
        if entry.of_gates and not entry.ends:
            for gate in entry.quantities:
                x = self._write(painter, x, gate, self._theme.colour(gate)) + 4
                x = self._draw_bar(painter, x, SHORT_BAR, gate) + 8
            self._write(painter, x, _range_of(entry), faint)
            return
        if entry.decades is not None:
            self._draw_decades(painter, x, entry, entry.decades)
            return
        for quantity in entry.quantities:
            x = self._write(painter, x, quantity, self._theme.colour(quantity)) + 4
        if entry.ends:
            self._draw_ends(painter, x + 2, entry.quantities)
            return
        low, high = _ends_of(entry)
        x = self._write(painter, x + 2, low, faint) + 4
        x = self._draw_bar(painter, x, BAR, None if entry.signed else entry.quantities[0])
        x = self._write(painter, x + 4, high, faint)
        if entry.note:
            self._write(painter, x, f" {entry.note}", faint)

    def _draw_decades(
        self, painter: QPainter, x: float, entry: LegendEntry, decades: DecadeRange
    ) -> None:
        """Draw the colours of the steps of both signs, and what one stands for."""
        faint, (low, high) = QColor(self._theme.faint), _ends_of(entry)
        name, after = _around(entry, self._form)
        x = self._write(painter, x, name, faint) + 6
        x = self._write(painter, x, low, faint) + 4
        room = QRectF(x, self.height() / 2 - 4, (2 * STEPS + 1) * SWATCH, 8)
        decade_steps.draw_steps(painter, room, self._theme, decades)
        x = self._write(painter, room.right() + 3, high, faint)
        self._write(painter, x, after, faint)

    def _draw_bar(self, painter: QPainter, x: float, width: float, quantity: str | None) -> float:
        """Draw the map of a quantity; return its right end."""
        bar = QRectF(x, self.height() / 2 - 4, width, 8)
        colours = map_of(self._theme, quantity)
        painter.fillRect(bar, colours.gradient(bar.topLeft(), bar.topRight()))
        painter.setPen(pg.mkPen(self._theme.rule))
        painter.drawRect(bar.adjusted(-0.5, -0.5, 0.5, 0.5))
        return bar.right()

    def _draw_ends(self, painter: QPainter, x: float, gates: tuple[str, ...]) -> None:
        """Draw the colour of a closed gate, then that of each open one."""
        ends = [ends_of(self._theme, gate) for gate in gates]
        colours = [ends[0].closed], [end.open for end in ends]
        for text, shown in zip(end_texts(), colours, strict=True):
            for colour in shown:
                painter.fillRect(QRectF(x, self.height() / 2 - 4, SWATCH, 8), QColor(colour))
                x += SWATCH
            x = self._write(painter, x + 4, text, QColor(self._theme.faint)) + 8

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
