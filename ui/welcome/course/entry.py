"""LessonEntry: a lesson in the list of the course, and how far one has come in it."""

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from simulator.lessons.course import COURSE
from simulator.translation import tr
from ui.style import fonts
from ui.style.fonts import px
from ui.style.theme import Theme

_ROW, _RING, _AROUND, _GAP, _BAR = 26, 20, 6, 10, 2
_TINT = 28
"""Opacity of the ground of the next lesson."""

_TICK = ((-0.22, 0.02), (-0.06, 0.18), (0.24, -0.16))
"""Points of a tick, in shares of the ring from its middle."""


class LessonEntry(QAbstractButton):
    """Row with the lesson's number in a ring, its title, and a thin bar of what is done of it.

    A tick stands for the number when all is; the ring of the next lesson is filled with ink.

    Attributes:
        done, steps: how many steps are done, and how many there are; 0 before they are known.
    """

    def __init__(self, number: int, title: str, theme: Theme) -> None:
        super().__init__()
        self._number, self._title, self._theme = number, title, theme
        self._idea = ""
        self.done = self.steps = 0
        self._next = False
        fonts.wear(self, fonts.text)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._describe()

    @property
    def finished(self) -> bool:
        """True when every step is done."""
        return 0 < self.steps == self.done

    @property
    def is_next(self) -> bool:
        """True for the lesson to go on with."""
        return self._next

    @property
    def state(self) -> str:
        """How far one has come, in few words; empty where the ring says it."""
        if 0 < self.done < self.steps:
            return tr("{number} of {count}", number=self.done, count=self.steps)
        return tr("next") if self._next else ""

    def tell(self, done: int, steps: int, idea: str) -> None:
        """Show how many steps are done; say the lesson's idea under the mouse."""
        self.done, self.steps, self._idea = done, steps, idea
        self._describe()

    def set_next(self, is_next: bool) -> None:
        """Mark the lesson to go on with."""
        self._next = is_next
        self._describe()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def least_width(self) -> int:
        """Return the width that ring and title need."""
        title = QFontMetricsF(fonts.bold(fonts.text())).horizontalAdvance(self._title)
        return math.ceil(title) + px(_RING) + _GAP + 2 * _AROUND

    def sizeHint(self) -> QSize:
        return QSize(self.least_width(), px(_ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, px(_ROW))

    def shown(self) -> str:
        """Return the title as displayed."""
        room = self.width() - self.least_width()
        whole = QFontMetricsF(fonts.bold(fonts.text())).horizontalAdvance(self._title)
        metrics = QFontMetricsF(self._title_font())
        return metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, whole + room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(self.rect())
        if self._next or self.underMouse():
            ground = QColor(theme.accent)
            ground.setAlpha(_TINT if self._next else _TINT // 2)
            painter.fillRect(row, ground)
        side = px(_RING)
        ring = QRectF(_AROUND, (row.height() - side) / 2, side, side).adjusted(1, 1, -1, -1)
        self._draw_ring(painter, ring)
        words = row.adjusted(_AROUND + side + _GAP, 0, -_AROUND, 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.setFont(self._title_font())
        painter.setPen(QColor(theme.ink))
        title = self.shown()
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | middle, title)
        left = words.width() - QFontMetricsF(painter.font()).horizontalAdvance(title)
        painter.setFont(fonts.caption())
        if left >= QFontMetricsF(painter.font()).horizontalAdvance(self.state) + _GAP:
            painter.setPen(QColor(theme.ink if self._next else theme.faint))
            painter.drawText(words, Qt.AlignmentFlag.AlignRight | middle, self.state)
        if 0 < self.done < self.steps:
            bar = QRectF(words.left(), row.bottom() - _BAR - 1, words.width(), _BAR)
            painter.fillRect(bar, QColor(theme.rule))
            bar.setWidth(bar.width() * self.done / self.steps)
            painter.fillRect(bar, QColor(theme.good))
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), 3, 3)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the mouse."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show that it is gone."""
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose at Enter, as at Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _draw_ring(self, painter: QPainter, ring: QRectF) -> None:
        """Draw the number in its ring, or the tick in its disc."""
        theme = self._theme
        disc = theme.good if self.finished else theme.ink if self._next else ""
        painter.setPen(Qt.PenStyle.NoPen if disc else QPen(QColor(theme.wire), 1.2))
        painter.setBrush(QColor(disc) if disc else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.finished:
            middle, side = ring.center(), ring.width()
            painter.setPen(QPen(QColor(theme.panel), max(2.0, side / 10)))
            points = [middle + QPointF(x * side, y * side) for x, y in _TICK]
            painter.drawPolyline(QPolygonF(points))
            return
        painter.setPen(QColor(theme.panel if disc else theme.faint))
        painter.setFont(fonts.bold(fonts.caption()) if disc else fonts.caption())
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _title_font(self) -> QFont:
        return fonts.bold(fonts.text()) if self._next else fonts.text()

    def _describe(self) -> None:
        """Say the same to the mouse and to who hears the window."""
        place = tr("Lesson {number} of {count}", number=self._number, count=len(COURSE))
        told = [place]
        if self.steps:
            told.append(tr("{count} of {all} steps done", count=self.done, all=self.steps))
        if self._next:
            told.append(tr("next"))
        line = " · ".join(told)
        self.setAccessibleDescription(". ".join(filter(None, (line, self._idea))))
        self.setToolTip("\n".join(filter(None, (f"{self._title}: {line}", self._idea))))
        self.update()
