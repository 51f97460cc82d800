"""DecadeLegend: the steps of colour of gradients, and the decades that they stand for."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.translation import tr
from ui.panels.gradients.plots.axes import decade_text
from ui.style import fonts
from ui.style.decades import DecadeRange, scale_of
from ui.style.number_format import MINUS
from ui.style.theme import Theme

_STEP: int = 11


class DecadeLegend(QWidget):
    """One line: the strongest step of each sign at an end, and what a step is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._range = theme, DecadeRange()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fonts.wear(self, fonts.caption)
        self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def draw(self, reach: DecadeRange) -> None:
        """Show another range."""
        if reach != self._range:
            self._range = reach
            self._tell()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, math.ceil(QFontMetricsF(self.font()).height()) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, height = QPainter(self), float(self.height())
        metrics, colours = QFontMetricsF(self.font()), scale_of(self._theme, self._range).colours
        painter.setPen(QColor(self._theme.faint))
        x, step = 0.0, float(fonts.px(_STEP))
        for end in (0, 1):
            label = (MINUS if end == 0 else "+") + decade_text(self._range.top)
            width = metrics.horizontalAdvance(label)
            painter.drawText(QRectF(x, 0, width + 1, height), Qt.AlignmentFlag.AlignVCenter, label)
            x += width + 6
            if end == 0:
                for colour in colours:
                    top = QPointF(round(x), round(height / 2 - 4.5))
                    painter.fillRect(QRectF(top, QPointF(round(x + step) - 1, top.y() + 9)), colour)
                    x += step
                x += 5
        for said in self._said():
            if x + metrics.horizontalAdvance(said) <= self.width():
                rest = QRectF(x + 8, 0, self.width() - x, height)
                painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, said)
                return

    def _said(self) -> tuple[str, ...]:
        """Say what a step is: in full, and shorter."""
        width, bottom = self._range.width, decade_text(self._range.bottom)
        step = tr("one step = 1 decade") if width == 1 else tr("one step = {n} decades", n=width)
        return tr("{step}; paper where less than {bottom}", step=step, bottom=bottom), step

    def _tell(self) -> None:
        top = decade_text(self._range.top)
        self.setAccessibleName(f"±{top}: {self._said()[0]}")
        self.setToolTip(tr("Red: raising it raises what is asked for; blue: lowers it"))
