"""ChangeBar: the legend of changes, whose colours run smoothly from the largest down to up."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from simulator.translation import tr
from ui.style import fonts, number_format
from ui.style.colours import map_of
from ui.style.theme import Theme

_STRIP = 9


class ChangeBar(QWidget):
    """Strip of the signed map from −end to +end, with its ends under it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._end = theme, 0.0
        fonts.wear(self, fonts.mono_caption)
        self._say()

    def bind(self, end: float) -> None:
        """Show another end."""
        if end != self._end:
            self._end = end
            self._say()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the strip and a line."""
        return QSize(fonts.px(60), _STRIP + 1 + self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strip and its ends; both in the middle where there is no room apart."""
        painter, strip = QPainter(self), QRectF(0, 0, self.width(), _STRIP)
        colours = map_of(self._theme, None)
        painter.fillRect(strip, colours.gradient(strip.topLeft(), strip.topRight()))
        painter.setPen(QColor(self._theme.faint))
        under = self.rect().adjusted(0, _STRIP + 1, 0, 0)
        low, high = self._texts()
        top = Qt.AlignmentFlag.AlignTop
        advance = self.fontMetrics().horizontalAdvance
        if advance(low) + advance(high) + 8 > self.width():
            middle = Qt.AlignmentFlag.AlignHCenter
            painter.drawText(under, middle | top, f"±{high.removeprefix('+')}")
            return
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft | top, low)
        painter.drawText(under, Qt.AlignmentFlag.AlignRight | top, high)

    def _texts(self) -> tuple[str, str]:
        end = self._end
        return number_format.scale_end(-end), number_format.with_sign(
            end, number_format.scale_end(end)
        )

    def _say(self) -> None:
        low, high = self._texts()
        self.setAccessibleName(tr("colours from {low} to {high}", low=low, high=high))
        self.setToolTip(tr("Red: the value rises. Blue: it falls."))
