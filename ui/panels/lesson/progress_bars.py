"""ProgressBars: a bar for each step of a lesson, filled where it is done."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.translation import tr
from ui.style.theme import Theme

_HEIGHT, _GAP, _BAR, _MARK = 14, 4, 4, 2


class ProgressBars(QWidget):
    """Bars side by side; the present one is marked. A click goes to its step.

    Signals:
        chosen: the number of a step.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._done: tuple[bool, ...] = ()
        self._here = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_steps(self, done: Sequence[bool], here: int) -> None:
        """Show which steps are done, and which one is the present."""
        if (self._done, self._here) != (tuple(done), here):
            self._done, self._here = tuple(done), here
            count = sum(self._done)
            self.setToolTip(tr("{count} of {all} steps done", count=count, all=len(self._done)))
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        for number, done in enumerate(self._done):
            bar = self._bar(number)
            colour = theme.good if done else theme.ink if number == self._here else theme.rule
            painter.fillRect(bar, QColor(colour))
            if number == self._here:
                below = QRectF(bar.left(), bar.bottom() + _MARK, bar.width(), _MARK)
                painter.fillRect(below, QColor(theme.ink))
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the step under the mouse."""
        for number in range(len(self._done)):
            if self._bar(number).adjusted(0, -_HEIGHT, 0, _HEIGHT).contains(event.position()):
                self.chosen.emit(number)

    def _bar(self, number: int) -> QRectF:
        count = max(len(self._done), 1)
        width = (self.width() - (count - 1) * _GAP) / count
        return QRectF(number * (width + _GAP), (_HEIGHT - _BAR) / 2, width, _BAR)
