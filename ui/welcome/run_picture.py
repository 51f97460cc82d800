"""RunPicture: an example's run as a picture, drawn once its place is on screen."""

from collections import deque
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style.charts_ahead import importing
from ui.style.theme import Theme
from ui.welcome import example_pictures

_OVER: Final = object()


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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the picture, and ask for one of this size."""
        if not self.finished:
            self._ask()
        painter = QPainter(self)
        if self._drawn.isNull():
            painter.fillRect(self.rect(), QColor(self._theme.field))
        else:
            painter.drawPixmap(0, 0, self._drawn)

    def _ask(self) -> None:
        if self._studio is not None:
            self._studio.ask(self)


class Studio(QObject):
    """Draws pictures one after the other, each in a slice of the event loop's time.

    What draws them is imported in slices too.

    Signals:
        rests: every picture that was asked for is drawn.
    """

    rests = Signal()

    def __init__(self, pictures: Iterable[RunPicture], parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[RunPicture] = deque()
        self._imports = importing()
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
        if next(self._imports, _OVER) is _OVER:
            self._waiting.popleft().draw()
        if self._waiting:
            self._next.start()
        else:
            self.rests.emit()
