"""AnswerLegend: what the colours of the answers mean, and how high a bar is."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.translation import tr
from ui.style import fonts
from ui.style.theme import Theme

_BOX, _GAP, _APART = 10.0, 5.0, 12.0


class AnswerLegend(QWidget):
    """Two lines: signs with their names, and a remark."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown = False, "", ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fonts.wear(self, fonts.caption)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def draw(self, numbers: bool, pinned: str, remark: str) -> None:
        """Explain histograms, or a plane of numbers.

        Args:
            pinned: the pin's name; empty without one. remark: for the second line; by default how
                high a bar is.
        """
        if (numbers, pinned, remark) != self._shown:
            self._shown = numbers, pinned, remark
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, 2 * round(QFontMetricsF(self.font()).height()) + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        numbers, pinned, remark = self._shown
        theme, metrics = self._theme, QFontMetricsF(self.font())
        painter, left, line = QPainter(self), 0.0, metrics.height()
        filled = [(tr("correct"), QColor(theme.good)), (tr("wrong"), QColor(theme.bad))]
        if numbers:
            filled = [(tr("predicted"), theme.colour("y"))]
        for text, colour in filled:
            box = QRectF(left, round((line - _BOX) / 2), _BOX, _BOX)
            painter.fillRect(box, colour)
            left = self._write(painter, left + _BOX + _GAP, text)
        if pinned:
            box = QRectF(left + 0.5, round((line - _BOX) / 2) + 0.5, _BOX, _BOX)
            if numbers:
                painter.fillRect(box, QColor(theme.wire))
            else:
                painter.setPen(QPen(QColor(theme.ink), 1, Qt.PenStyle.DashLine))
                painter.drawRect(box)
            room = self.width() - left - _BOX - _GAP
            self._write(
                painter,
                left + _BOX + _GAP,
                metrics.elidedText(pinned, Qt.TextElideMode.ElideRight, room),
            )
        painter.setPen(QColor(theme.faint))
        remark = remark or tr("bar height: square root of the count")
        painter.drawText(QPointF(0, line + 2 + metrics.ascent()), remark)

    def _write(self, painter: QPainter, left: float, text: str) -> float:
        """Write a name, and return where the next sign begins."""
        metrics = QFontMetricsF(self.font())
        painter.setPen(QColor(self._theme.faint))
        painter.drawText(QPointF(left, metrics.ascent()), text)
        return left + metrics.horizontalAdvance(text) + _APART
