"""TimeAxis: the timesteps below the plots, by the sequence's own labels, if it has any."""

import math

import pyqtgraph as pg
from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF

from ui.style.round_spacing import round_spacing
from ui.style.theme import Theme, mono_font
from ui.widgets.paint_guard import AxisItem

LONGEST = 20
"""Longest label, in characters: a date with a time fits; longer ones are cut."""

GAP = 24.0

MARGIN = 14.0
"""Pixels to the right of the axis that a label may use."""

MARGIN_LEFT = 60
"""Pixels to the left of the axis that a label may use, below the names of the rows."""


class TimeAxis(AxisItem):
    """Time axis with as many labels as fit beside each other, at round timesteps.

    Signals:
        fit_asked: show all timesteps (a double click).
    """

    fit_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("bottom")
        self._labels: tuple[str, ...] = ()
        self._offset = 0
        self._steps = 1
        self._font = mono_font(8.5)
        self._widest = 0.0
        self.setStyle(tickFont=self._font, tickLength=-4, tickTextOffset=4, maxTickLevel=0)
        self.setStyle(hideOverlappingLabels=MARGIN_LEFT)
        self.setHeight(22)
        self.set_theme(theme)
        self.bind(1, ())

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self.setTickPen(pg.mkPen(theme.rule))
        self.setTextPen(pg.mkPen(theme.faint))
        self.setPen(pg.mkPen(theme.panel))

    def bind(self, steps: int, labels: tuple[str, ...]) -> None:
        """Label `steps` timesteps, each by its label, else by its number."""
        if len(labels) < steps:
            labels = ()
        if (steps, labels) == (self._steps, self._labels) and self._widest:
            return
        self._steps, self._labels = steps, labels
        self._offset = _first_number(labels[:steps])
        metrics = QFontMetricsF(self._font)
        texts = set(map(_written, set(labels[:steps]))) if labels else {str(steps)}
        self._widest = max(metrics.horizontalAdvance(text) for text in texts)
        self.picture = None
        self.update()

    def name_of(self, timestep: int) -> str:
        """Return the name of a timestep: its label, or its number where it has none."""
        label = self._labels[timestep] if self._labels else ""
        return _written(label) if label else str(timestep)

    def ticks(self, left: float, right: float, pixels: float) -> range:
        """Return the timesteps to label in a view."""
        room = max(1.0, pixels / (self._widest + GAP))
        spacing = round_spacing((right - left) / room)
        begin = max(0, math.ceil(left))
        begin += (-self._offset - begin) % spacing
        last = right - (self._widest / 2 - MARGIN) * (right - left) / max(1.0, pixels)
        return range(begin, min(self._steps, math.floor(min(last, right)) + 1), spacing)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list:
        """Return one level of ticks (pyqtgraph's hook)."""
        ticks = self.ticks(minVal, maxVal, size)
        return [(float(ticks.step), [float(t) for t in ticks])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the labels of some ticks (pyqtgraph's hook)."""
        return [self.name_of(int(value)) for value in values]

    def mouseClickEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Request the whole sequence on a double click."""
        if event.double():
            event.accept()
            self.fit_asked.emit()


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
