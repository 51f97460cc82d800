"""Flash: lights what has changed, once and briefly."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.style.theme import Theme

MILLISECONDS = 400
MOST, FRAMED = 200, 8
"""Largest number of places that are lit at once: more would say nothing. Up to so many are framed:
frames of more would hide what they are around.
"""


class Flash(QWidget):
    """Overlay on a widget that lights places of it, all for the same moment; few are framed.

    It lets the mouse through, and takes no time while nothing is lit.

    Attributes:
        rects: the places that are lit.
    """

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme = theme
        self.rects: tuple[QRectF, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._over = QTimer(self, interval=MILLISECONDS, singleShot=True)
        self._over.timeout.connect(self._end)
        over.installEventFilter(self)
        self._leave()
        self.show()

    def flash(self, rects: Iterable[QRectF]) -> None:
        """Light places of the widget, and nothing else; without any, or with too many, nothing."""
        lit = tuple(rect for rect in rects if not rect.isEmpty())
        if not lit or len(lit) > MOST:
            return
        self.rects = lit
        around = self.parentWidget()
        assert around is not None
        places = QRectF()
        for rect in lit:
            places |= rect
        # What lies below is painted anew wherever this is: it is no larger than it must be.
        self.setGeometry(places.toAlignedRect() & around.rect())
        self.raise_()
        self.update()
        self._over.start()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Light nothing at a place that has moved."""
        if event.type() == QEvent.Type.Resize and self.rects:
            self._end()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Light the places."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        framed = len(self.rects) <= FRAMED
        ground = QColor(self._theme.ink)
        ground.setAlpha(38 if framed else 56)
        painter.setPen(QPen(QColor(self._theme.ink), 1.5) if framed else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.translate(-self.pos())
        for rect in self.rects:
            # On whole pixels: it blends seven times as fast as between them.
            painter.drawRoundedRect(QRectF(rect.toAlignedRect()).adjusted(1, 1, -1, -1), 3, 3)

    def _end(self) -> None:
        self.rects = ()
        self._over.stop()
        self._leave()

    def _leave(self) -> None:
        """Take no room. It is not hidden: to be shown again would paint what is below twice."""
        self.setGeometry(QRect())
