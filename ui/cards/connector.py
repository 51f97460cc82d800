"""Stem: the line from a number to its card, of which a window has one."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.style.theme import Theme

_ROOM = 2


class Connectors:
    """The one stem, in the window of the card that leaves with the mouse."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._stem: _Stem | None = None

    def join(self, ends: tuple[QPoint, QPoint], host: QWidget) -> None:
        """Draw the line between two points of a window."""
        if self._stem is None or self._stem.parentWidget() is not host:
            if self._stem is not None:
                self._stem.deleteLater()
            self._stem = _Stem(self._theme, host)
        self._stem.join(ends)

    def hide(self) -> None:
        """Hide the line: the number may be elsewhere now."""
        if self._stem is not None:
            self._stem.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        if self._stem is not None:
            self._stem.theme = theme
            self._stem.update()


class _Stem(QWidget):
    """Line that lets the mouse through."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._ends = QPoint(), QPoint()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def join(self, ends: tuple[QPoint, QPoint]) -> None:
        around = QRect(*ends).normalized().adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
        self.setGeometry(around)
        self._ends = ends[0] - around.topLeft(), ends[1] - around.topLeft()
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.theme.ink), 1))
        painter.drawLine(*self._ends)
