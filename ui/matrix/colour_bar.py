"""ColourBar: the scale of a heat map's colours, and a histogram of its values."""

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from simulator.translation import tr
from ui.matrix.matrix import Matrix
from ui.style import fonts, number_format
from ui.style.theme import Theme

_STRIP, _BARS = 7, 20


class ColourBar(QWidget):
    """Strip of the signed map from -end to end, under the histogram of the values."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._matrix: Matrix | None = None
        fonts.wear(self, fonts.mono_caption)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def bind(self, matrix: Matrix) -> None:
        """Show the range and the values of a matrix."""
        self._matrix = matrix
        self._say(matrix.end)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours and the decimals."""
        self._theme = theme
        if self._matrix is not None:
            self._say(self._matrix.end)
        self.update()

    def _say(self, limit: float) -> None:
        """Name the range for screen readers."""
        low, high = number_format.short(-limit), number_format.short(limit)
        self.setAccessibleName(tr("colours from {low} to {high}", low=low, high=high))

    def statistics(self) -> str:
        """Describe the values, in lines."""
        if self._matrix is None:
            return ""
        values = self._matrix.values
        finite = values[np.isfinite(values)].astype(np.float64)
        lines = [tr("{count:,} values of {name}", count=values.size, name=self._matrix.title)]
        if finite.size < values.size:
            lines.append(tr("not finite {count:,}", count=values.size - finite.size))
        if finite.size:
            lines += [
                tr("mean {value}", value=number_format.short(finite.mean(), 4)),
                tr("standard deviation {value}", value=number_format.short(finite.std(), 4)),
                tr("smallest {value}", value=number_format.short(finite.min(), 4)),
                tr("largest {value}", value=number_format.short(finite.max(), 4)),
                tr("exactly 0: {count:,}", count=np.count_nonzero(finite == 0)),
            ]
        return "\n".join((*lines, tr("Bar height: square root of the count.")))

    def sizeHint(self) -> QSize:
        """Return room for one line of numbers, a strip, and the bars."""
        return QSize(160, _BARS + 3 + _STRIP + self.fontMetrics().height())

    def event(self, event: QEvent) -> bool:
        """Compute the statistics only when a tooltip asks for them."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.statistics(), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars, the strip and its numbers."""
        if self._matrix is None:
            return
        painter = QPainter(self)
        strip = QRectF(0, _BARS, self.width(), _STRIP)
        scale = self._matrix.scale(self._theme)
        self._draw_bars(painter)
        painter.fillRect(strip, scale.map.gradient(strip.topLeft(), strip.topRight()))
        painter.setPen(QColor(self._theme.faint))
        under = self.rect().adjusted(0, _BARS + _STRIP + 2, 0, 0)
        limit = self._matrix.end
        ends = (
            (number_format.signed(-limit), "0", number_format.signed(limit))
            if limit
            else ("", "0", "")
        )
        sides = (
            Qt.AlignmentFlag.AlignLeft,
            Qt.AlignmentFlag.AlignHCenter,
            Qt.AlignmentFlag.AlignRight,
        )
        for text, side in zip(ends, sides, strict=True):
            painter.drawText(under, side | Qt.AlignmentFlag.AlignTop, text)

    def _draw_bars(self, painter: QPainter) -> None:
        counts = self._matrix.counts if self._matrix is not None else None
        if counts is None or not counts.any():
            return
        heights = np.sqrt(counts / counts.max()) * (_BARS - 2)
        edges = np.linspace(0, self.width(), len(counts) + 1).round().astype(int).tolist()
        for left, right, height in zip(edges, edges[1:], heights.tolist(), strict=False):
            if height:
                tall = max(1, round(height))
                bar = QRectF(left, _BARS - 1 - tall, max(1, right - left - 1), tall)
                painter.fillRect(bar, QColor(self._theme.faint))
