"""DecadeBar: the legend of gradients, whose colours go in steps of decades."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from simulator.translation import tr
from ui.style import fonts
from ui.style.decades import DecadeRange
from ui.style.theme import Theme
from ui.widgets.strips.decade_steps import draw_steps, end_texts, step_text

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

    def sizeHint(self) -> QSize:
        """Return room for the strip and two lines."""
        return QSize(fonts.px(120), _STRIP + 2 * self.fontMetrics().height())

    @property
    def least_height(self) -> int:
        """Pixels of the strip and the line of its ends alone."""
        return _STRIP + 1 + self.fontMetrics().height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the steps, the ends and the words."""
        painter = QPainter(self)
        strip = QRectF(0, 0, self.width(), _STRIP)
        draw_steps(painter, strip, self._theme, self._reach)
        painter.setPen(QColor(self._theme.faint))
        line = QRectF(0, _STRIP + 1, self.width(), self.fontMetrics().height())
        top = Qt.AlignmentFlag.AlignTop
        low, high = end_texts(self._reach)
        for text, side in zip((low, "0", high), _SIDES, strict=True):
            painter.drawText(line, side | top, text)
        step, middle = step_text(self._reach), Qt.AlignmentFlag.AlignHCenter
        fits = QFontMetricsF(self.font()).horizontalAdvance(step) <= self.width()
        if fits and self.height() > self.least_height:
            painter.drawText(line.translated(0, line.height()), middle, step)

    def _say(self) -> None:
        low, high = end_texts(self._reach)
        colours = tr("colours from {low} to {high}", low=low, high=high)
        self.setAccessibleName(f"{colours}, {step_text(self._reach)}")
        told = tr(
            "Increasing a value increases (red) or decreases (blue) the loss or the chosen value."
        )
        self.setToolTip(f"{step_text(self._reach)}\n{told}")


_SIDES = (
    Qt.AlignmentFlag.AlignLeft,
    Qt.AlignmentFlag.AlignHCenter,
    Qt.AlignmentFlag.AlignRight,
)
