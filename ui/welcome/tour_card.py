"""TourCard: the stops of the tour, and the button that begins it."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from simulator.translation import tr
from ui.style import fonts
from ui.style.fonts import px
from ui.style.mnemonic import without_mnemonic
from ui.style.theme import Theme, restyle
from ui.welcome.card import words
from ui.welcome.sheet import Sheet

_RING = 22


class TourCard(Sheet):
    """Sheet with the tour's stops by number, and a button.

    Attributes:
        button: begins the tour.
    """

    def __init__(self, stops: Sequence[tuple[str, str]], theme: Theme) -> None:
        """Take the titles of the stops, and what there is to see."""
        super().__init__(theme)
        text = tr("Take the to&ur")
        self.button = QPushButton(text)
        self.button.setAccessibleName(without_mnemonic(text))
        self._length = words(tr("2 minutes"), fonts.text)
        self._rings = [_Ring(number + 1, theme) for number in range(len(stops))]
        self._gists: list[QLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 20)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        title = words(tr("Tour of the window"), fonts.sentence, bold=True)
        title.setWordWrap(False)
        head.addWidget(title)
        head.addWidget(self._length, 1)
        column.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        for number, (ring, (stop, gist)) in enumerate(zip(self._rings, stops, strict=True)):
            grid.addWidget(ring, number, 0, Qt.AlignmentFlag.AlignVCenter)
            self._gists.append(words(gist, fonts.caption))
            for column_of, label in ((1, words(stop, fonts.text)), (2, self._gists[-1])):
                label.setMinimumHeight(px(_RING))
                grid.addWidget(label, number, column_of)
        column.addLayout(grid)
        column.addStretch()
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        super().set_theme(theme)
        for label in (self._length, *self._gists):
            restyle(label, f"color: {theme.faint};")
        for ring in self._rings:
            ring.set_theme(theme)


class _Ring(QWidget):
    """Number in a ring."""

    def __init__(self, number: int, theme: Theme) -> None:
        super().__init__()
        self._number, self._theme = number, theme
        fonts.wear(self, fonts.caption)
        self.setFixedSize(px(_RING), px(_RING))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours and the text size."""
        self._theme = theme
        self.setFixedSize(px(_RING), px(_RING))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring and its number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.wire), 1.2))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.setPen(QColor(self._theme.faint))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))
