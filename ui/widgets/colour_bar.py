"""ColourBar: what the colours of a signed heat map mean, from -limit over 0 to +limit."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import numbers
from ui.theme import Theme, mono_font


class ColourBar(QWidget):
    """A strip of the signed map with its three numbers under it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._limit = theme, 1.0
        self.setFont(mono_font(8.5))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_limit(self, limit: float) -> None:
        """Say what the strongest colours stand for."""
        if limit != self._limit:
            self._limit = limit
            self.setAccessibleName(
                f"colours from {numbers.short(-limit)} to {numbers.short(limit)}"
            )
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """One line of numbers and a strip."""
        return QSize(160, 10 + self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strip and its numbers."""
        painter = QPainter(self)
        strip = QRectF(0, 0, self.width(), 7)
        gradient = QLinearGradient(strip.topLeft(), strip.topRight())
        stops = self._theme.signed_stops
        for index, stop in enumerate(stops):
            gradient.setColorAt(index / (len(stops) - 1), QColor(stop))
        painter.fillRect(strip, gradient)
        painter.setPen(QColor(self._theme.faint))
        under = self.rect().adjusted(0, 9, 0, 0)
        ends = (numbers.signed(-self._limit), "0", numbers.signed(self._limit))
        sides = (
            Qt.AlignmentFlag.AlignLeft,
            Qt.AlignmentFlag.AlignHCenter,
            Qt.AlignmentFlag.AlignRight,
        )
        for text, side in zip(ends, sides, strict=True):
            painter.drawText(under, side | Qt.AlignmentFlag.AlignTop, text)
