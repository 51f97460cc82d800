"""DecadeBar: the legend of gradients, whose colours go in steps of decades."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from simulator.translation import tr
from ui.style import fonts, number_format
from ui.style.decades import DecadeRange, scale_of
from ui.style.theme import Theme

_STRIP = 9


class DecadeBar(QWidget):
    """Strip of thirteen colours, −10^E over 0 to +10^E, with its ends, and what a step is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._reach = theme, DecadeRange()
        fonts.wear(self, fonts.mono_caption)
        self._say()

    def bind(self, reach: DecadeRange) -> None:
        """Show another range."""
        if reach != self._reach:
            self._reach = reach
            self._say()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def step_text(self) -> str:
        """Say how many decades a step of colour has."""
        width = self._reach.width
        if width == 1:
            return tr("one step = 1 decade")
        return tr("one step = {count} decades", count=width)

    def sizeHint(self) -> QSize:
        """Return room for the strip and two lines."""
        return QSize(fonts.px(120), _STRIP + 2 * self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the steps, the ends and the words."""
        painter = QPainter(self)
        colours = scale_of(self._theme, self._reach).colours
        wide = self.width() / len(colours)
        for place, colour in enumerate(colours):
            painter.fillRect(QRectF(place * wide, 0, wide - 1, _STRIP), colour)
        painter.setPen(QColor(self._theme.faint))
        line = QRectF(0, _STRIP + 1, self.width(), self.fontMetrics().height())
        top = Qt.AlignmentFlag.AlignTop
        for text, side in zip(self._ends(), _SIDES, strict=True):
            painter.drawText(line, side | top, text)
        metrics = QFontMetricsF(self.font())
        if metrics.horizontalAdvance(self.step_text()) <= self.width():
            painter.drawText(
                line.translated(0, line.height()), Qt.AlignmentFlag.AlignHCenter, self.step_text()
            )

    def _ends(self) -> tuple[str, str, str]:
        exponent = str(self._reach.top).replace("-", number_format.MINUS)
        return f"{number_format.MINUS}1e{exponent}", "0", f"+1e{exponent}"

    def _say(self) -> None:
        low, _, high = self._ends()
        colours = tr("colours from {low} to {high}", low=low, high=high)
        self.setAccessibleName(f"{colours}, {self.step_text()}")
        told = tr("Red: raising it raises the loss or the seeded number. Blue: it lowers that.")
        self.setToolTip(f"{self.step_text()}\n{told}")


_SIDES = (
    Qt.AlignmentFlag.AlignLeft,
    Qt.AlignmentFlag.AlignHCenter,
    Qt.AlignmentFlag.AlignRight,
)
