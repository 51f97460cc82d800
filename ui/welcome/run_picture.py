"""RunPicture: an example's run as a picture, drawn once the page is on screen."""

from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style.theme import Theme
from ui.welcome import example_pictures


class RunPicture(QWidget):
    """Place of a picture; an empty ground until it is drawn."""

    def __init__(self, id: str, theme: Theme) -> None:
        super().__init__()
        self.id = id
        self._theme = theme
        self._drawn = QPixmap()
        self._studio: Studio | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self._ask()

    def belong_to(self, studio: "Studio") -> None:
        """Take the studio that draws it."""
        self._studio = studio

    @property
    def finished(self) -> bool:
        """True when the picture is that of the present size."""
        return self._drawn.deviceIndependentSize().toSize() == self.size()

    def draw(self) -> None:
        """Draw the picture in the present size."""
        size, ratio = self.size(), self.devicePixelRatioF()
        if min(size.width(), size.height()) > 1:
            self._drawn = example_pictures.picture(self.id, size, ratio, self._theme)
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a picture of that size."""
        super().resizeEvent(event)
        self._ask()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the picture."""
        painter = QPainter(self)
        if self._drawn.isNull():
            painter.fillRect(self.rect(), QColor(self._theme.field))
        else:
            painter.drawPixmap(0, 0, self._drawn)

    def _ask(self) -> None:
        if self._studio is not None:
            self._studio.ask(self)


class Studio(QObject):
    """Draws pictures one after the other, each in a slice of the event loop's time."""

    def __init__(self, pictures: Iterable[RunPicture], parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[RunPicture] = deque()
        self._next = QTimer(self, interval=0, singleShot=True)
        self._next.timeout.connect(self._draw)
        for picture in pictures:
            picture.belong_to(self)

    @property
    def idle(self) -> bool:
        """True when no picture waits."""
        return not self._waiting

    def ask(self, picture: RunPicture) -> None:
        """Draw a picture as soon as there is time."""
        if picture not in self._waiting:
            self._waiting.append(picture)
        self._next.start()

    def _draw(self) -> None:
        picture = self._waiting.popleft()
        picture.draw()
        if self._waiting:
            self._next.start()
