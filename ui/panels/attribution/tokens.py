"""ContributionWords: the timesteps' words in a row, tinted by what they contribute."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy

from simulator.translation import tr
from ui.panels.attribution.shown import Shown
from ui.panels.attribution.timesteps import TimestepPicker
from ui.style import fonts
from ui.style.theme import Theme

_PAD, _GAP = 5, 2
"""Room beside a word in its box, and between boxes, in pixels."""

_MOST_READ = 50
"""Timesteps that are read aloud."""


class ContributionWords(TimestepPicker):
    """Words in boxes, as many lines as they need. A click looks at a timestep."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: Shown | None = None
        self._t: int | None = None
        self._boxes: list[QRectF] = []
        fonts.wear(self, fonts.mono_text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setToolTip(
            tr("Red: raises the value relative to the baseline; blue: lowers it. Click to view.")
        )

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self._theme = theme
        self._place()
        self.update()

    def draw(self, shown: Shown | None, t: int | None) -> None:
        """Show contributions; `t` is looked at."""
        another = shown is not self._shown
        self._shown, self._t = shown, t
        if another:
            self._place()
            read = 0 if shown is None else min(_MOST_READ, len(shown.words))
            said = [] if shown is None else [shown.sentence(k) for k in range(read)]
            self.setAccessibleName("; ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(300), self.heightForWidth(max(self.width(), fonts.px(200))))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(100), 0)

    def heightForWidth(self, width: int) -> int:
        boxes = self._laid_out(width)
        return round(boxes[-1].bottom()) + 2 if boxes else 0

    def box_of(self, t: int) -> QRectF:
        """Return the box of a timestep's word."""
        return QRectF(self._boxes[t])

    def timestep_at(self, point: QPointF) -> int | None:
        """Return the timestep whose word is at a point."""
        return next((t for t, box in enumerate(self._boxes) if box.contains(point)), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._boxes = self._laid_out(self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown, exposed = self._shown, QRectF(event.rect())
        if shown is None:
            return
        painter, scale = QPainter(self), shown.scale(self._theme)
        painter.setFont(self.font())
        for t, box in enumerate(self._boxes):
            if not box.intersects(exposed):
                continue
            colour = scale.colour(float(shown.over_time[t]))
            painter.fillRect(box, colour)
            painter.setPen(self._theme.text_on(colour))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown.word(t))
            if t == self._t:
                painter.setPen(QPen(QColor(self._theme.ink), 2))
                painter.drawRect(box.adjusted(1, 1, -1, -1))

    def _place(self) -> None:
        self._boxes = self._laid_out(self.width())
        self.updateGeometry()

    def _laid_out(self, width: int) -> list[QRectF]:
        """Place the words in lines."""
        if self._shown is None:
            return []
        metrics = QFontMetricsF(self.font())
        rooms: dict[str, float] = {}
        boxes, x, y, height = [], 0.0, 0.0, metrics.height() + 4
        for t in range(len(self._shown.words)):
            word = self._shown.word(t)
            if word not in rooms:
                rooms[word] = round(metrics.horizontalAdvance(word)) + 2 * _PAD
            if x and x + rooms[word] > width:
                x, y = 0.0, y + height + _GAP
            boxes.append(QRectF(x, y, rooms[word], height))
            x += rooms[word] + _GAP
        return boxes
