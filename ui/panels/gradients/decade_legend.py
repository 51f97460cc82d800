"""DecadeLegend: the steps of colour of gradients, and the decades that they stand for."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.translation import tr
from ui.style import fonts
from ui.style.decades import STEPS, DecadeRange
from ui.style.theme import Theme
from ui.widgets.strips.decade_steps import decade_text, draw_steps, end_texts, step_text

_STEP, _HEIGHT = 11, 9


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
        metrics, (low, high) = QFontMetricsF(self.font()), end_texts(self._range)
        painter.setPen(QColor(self._theme.faint))
        middle, strip = Qt.AlignmentFlag.AlignVCenter, (2 * STEPS + 1) * fonts.px(_STEP)
        painter.drawText(QRectF(0, 0, self.width(), height), middle, low)
        x = metrics.horizontalAdvance(low) + 6
        room = QRectF(x, round((height - _HEIGHT) / 2), strip, _HEIGHT)
        draw_steps(painter, room, self._theme, self._range)
        x += strip + 5
        painter.drawText(QRectF(x, 0, self.width(), height), middle, high)
        x += metrics.horizontalAdvance(high) + 6
        for said in self._said():
            if x + metrics.horizontalAdvance(said) <= self.width():
                rest = QRectF(x + 8, 0, self.width() - x, height)
                painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, said)
                return

    def _said(self) -> tuple[str, ...]:
        """Say what a step is: in full, and shorter."""
        step, bottom = step_text(self._range), decade_text(self._range.bottom)
        return tr("{step}; background colour below {bottom}", step=step, bottom=bottom), step

    def _tell(self) -> None:
        top = decade_text(self._range.top)
        self.setAccessibleName(f"±{top}: {self._said()[0]}")
        self.setToolTip(tr("Increasing a value increases (red) or decreases (blue) the result"))
