"""TimeAxis: the timesteps below the plots, by number, and by the sequence's own labels."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from simulator.translation import tr
from ui.panels.timeline.tracks.row_label import label_width
from ui.style import fonts
from ui.style.charts import pg
from ui.style.round_spacing import round_spacing
from ui.style.theme import Theme
from ui.widgets.paint_guard import AxisItem, guard_paint

LONGEST = 20
"""Longest label, in characters: a date with a time fits; longer ones are cut."""

GAP = 24.0

MARGIN = 14.0
"""Pixels to the right of the axis that a label may use."""

MARGIN_LEFT = 44
"""Pixels to the left of the axis that a label may use, below the names of the rows."""

FEWEST = 3
"""Smallest number of labels with names that must fit; with less room there are only numbers."""


class TimeAxis(AxisItem):
    """Time axis with as many labels as fit beside each other, at round timesteps.

    Signals:
        dragged: the point in the scene that was dragged to, or double-clicked.
    """

    dragged = Signal(QPointF)

    def __init__(self, theme: Theme) -> None:
        super().__init__("bottom")
        self._labels: tuple[str, ...] = ()
        self._offset = 0
        self._steps = 1
        self._told_elsewhere = self._named = False
        self._chips: tuple[float, ...] = ()
        self._left_out: frozenset[str] = frozenset()
        self._placed: list[tuple[QRectF, Qt.AlignmentFlag, str]] = []
        self._widest = self._widest_named = self._widest_number = 0.0
        self.setStyle(tickLength=-4, tickTextOffset=4, maxTickLevel=0)
        self.setStyle(hideOverlappingLabels=MARGIN_LEFT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(
            tr("Timesteps, counted from 0, and their names. Double-click or drag to go there.")
        )
        self.set_theme(theme)
        self.bind(1, ())

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours and the text size."""
        self._font = fonts.mono_caption()
        self.setStyle(tickFont=self._font)
        self.setHeight(round(QFontMetricsF(self._font).height()) + 8)
        self._measure()
        self.setTickPen(pg.mkPen(theme.rule))
        self.setTextPen(pg.mkPen(theme.faint))
        self.setPen(pg.mkPen(theme.panel))

    def bind(self, steps: int, labels: tuple[str, ...], told_elsewhere: bool = False) -> None:
        """Label `steps` timesteps.

        Args:
            labels: their names. told_elsewhere: a track shows the names, the axis only numbers.
        """
        if len(labels) < steps:
            labels = ()
        if (steps, labels) == (self._steps, self._labels) and self._widest:
            if told_elsewhere != self._told_elsewhere:
                self._told_elsewhere = told_elsewhere
                self._changed()
            return
        self._steps, self._labels, self._told_elsewhere = steps, labels, told_elsewhere
        self._offset = _first_number(labels[:steps])
        self._measure()

    def _measure(self) -> None:
        """Find the widest label."""
        metrics = QFontMetricsF(self._font)
        self._widest = self._widest_number = metrics.horizontalAdvance(str(self._steps))
        names = set(map(_written, set(self._labels[: self._steps])))
        widest = max(map(metrics.horizontalAdvance, names), default=0.0)
        self._widest_named = widest + metrics.horizontalAdvance(f"{self._steps} · ")
        self._changed()

    def tell_names(self, tell: bool) -> None:
        """Tell the names of the timesteps, or leave them to a track."""
        if tell == self._told_elsewhere:
            self._told_elsewhere = not tell
            self._changed()

    def _changed(self) -> None:
        self.leave_out(self._chips)  # labels have other texts
        self.picture = None
        self.update()

    def name_of(self, timestep: int) -> str:
        """Return the name of a timestep: its label, or its number where it has none."""
        label = self._labels[timestep] if self._labels else ""
        return _written(label) if label else str(timestep)

    def text_of(self, timestep: int) -> str:
        """Return the label of a tick: the number, and the name where that is told."""
        if not self._named or not self._labels[timestep]:
            return str(timestep)
        return f"{timestep} · {self.name_of(timestep)}"

    def ticks(self, left: float, right: float, pixels: float) -> range:
        """Return the timesteps to label in a view; decides too whether names are told."""
        fits = pixels >= FEWEST * (self._widest_named + GAP)
        self._named = bool(self._labels) and fits and not self._told_elsewhere
        self._widest = self._widest_named if self._named else self._widest_number
        room = max(1.0, pixels / (self._widest + GAP))
        spacing = round_spacing((right - left) / room)
        begin = max(0, math.ceil(left))
        begin += (-(self._offset if self._named else 0) - begin) % spacing
        last = right - (self._widest / 2 - MARGIN) * (right - left) / max(1.0, pixels)
        return range(begin, min(self._steps, math.floor(min(last, right)) + 1), spacing)

    def leave_out(self, chips: tuple[float, ...]) -> None:
        """Leave out the labels that chips at some timesteps would cut."""
        self._chips = chips
        left, right = self.range
        shown = self.ticks(left, right, self.width())
        reach = (self._widest / 2 + self._widest_number + 8) * (right - left) / max(1, self.width())
        out = {t for t in shown for chip in chips if abs(t - chip) < reach}
        texts = frozenset(map(self.text_of, out))
        others, self._left_out = texts ^ self._left_out, texts
        for rect, _, text in self._placed if others else ():
            if text in others:
                self.update(rect.adjusted(-1, -1, 1, 1))

    @property
    def texts(self) -> list[str]:
        """Labels that were drawn, from the left."""
        return [text for _, _, text in self._placed if text not in self._left_out]

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list:
        """Return one level of ticks (pyqtgraph's hook)."""
        ticks = self.ticks(minVal, maxVal, size)
        return [(float(ticks.step), [float(t) for t in ticks])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the labels of some ticks (pyqtgraph's hook)."""
        return [self.text_of(int(t)) for t in values]

    def drawPicture(self, p, axisSpec, tickSpecs, textSpecs) -> None:  # type: ignore[no-untyped-def]
        """Draw the lines into pyqtgraph's picture, and keep the labels: chips hide some of them."""
        super().drawPicture(p, axisSpec, tickSpecs, [])
        self._placed = textSpecs

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the lines, and the labels that no chip would cut."""
        if option.exposedRect.isEmpty():
            return  # Qt asks neighbours of what is painted too
        super().paint(painter, option, widget)
        painter.setFont(self._font)
        painter.setPen(self.textPen())
        for rect, flags, text in self._placed:
            if text not in self._left_out:
                painter.drawText(rect, flags, text)

    def mouseDragEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Report where a drag leads (pyqtgraph's hook)."""
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            self.dragged.emit(QPointF(event.scenePos()))

    def mouseClickEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Report a double click (pyqtgraph's hook)."""
        if event.double():
            event.accept()
            self.dragged.emit(QPointF(event.scenePos()))


class AxisName(pg.GraphicsWidget):
    """The letter t, left of the axis."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._named = False
        self.setToolTip(tr("t: the timestep, counted from 0"))
        self.setFixedHeight(22)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.setFixedHeight(round(QFontMetricsF(fonts.mono_caption()).height()) + 8)
        self.set_named(self._named)
        self.update()

    def set_named(self, named: bool) -> None:
        """Be as wide as the rows' labels."""
        self._named = named
        self.setFixedWidth(label_width(named))

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the letter."""
        painter.setFont(fonts.bold(fonts.text()))
        painter.setPen(QColor(self._theme.ink))
        box = self.rect().adjusted(8, 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, "t")


def _written(label: str) -> str:
    """Return a label in one line of the axis."""
    text = "".join(c if c.isprintable() else " " for c in label)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _first_number(labels: tuple[str, ...]) -> int:
    """Return the first of labels that count up by one, as years do, so that ticks are round."""
    try:
        numbers = [int(label) for label in labels]
    except ValueError:
        return 0
    counts = numbers and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return numbers[0] if counts else 0
