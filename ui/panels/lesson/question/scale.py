"""AnswerScale: an axis on which a ring is dragged, and the true mark appears beside it."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.analysis.number_text import MINUS
from simulator.lessons.marking import DECIMALS, MOST_DECIMALS
from simulator.translation import tr
from ui.style import fonts
from ui.style.fonts import px
from ui.style.theme import Theme
from ui.widgets.key_filter import KEEPS_MOVES

_RING, _MARK, _MARGIN = 6, 9, 8
_PART = 0.01
"""Share of the scale that an arrow key moves the ring by."""


def decimals_on(ends: tuple[float, float]) -> int:
    """Return the decimals that tell the places of the ring from each other."""
    low, high = ends
    finer = math.ceil(-math.log10((high - low) * _PART) - 1e-9)
    return min(max(DECIMALS, finer), MOST_DECIMALS)


class AnswerScale(QWidget):
    """Axis between two ends. Mouse and arrow keys move the ring.

    Signals:
        moved: the number under the ring.
    """

    moved = Signal(float)

    def __init__(self, ends: tuple[float, float], theme: Theme) -> None:
        super().__init__()
        self._ends, self._theme = ends, theme
        self._given: float | None = None
        self._true: float | None = None
        self._hue = theme.ink
        self._open = True
        self.setProperty(KEEPS_MOVES, True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Your answer on a scale"))
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._tell()

    def put(self, given: float | None) -> None:
        """Put the ring on a number; nowhere for None."""
        self._given = given
        self._tell()

    def reveal(self, true: float | None, hue: str, is_open: bool) -> None:
        """Show the true number in its quantity's hue; the ring moves while the question is open."""
        self._true, self._hue, self._open = true, hue, is_open
        self.setEnabled(is_open)
        self._tell()

    def write(self, number: float) -> str:
        """Write a number with the decimals that tell places of the ring apart."""
        return f"{number:.{decimals_on(self._ends)}f}".replace("-", MINUS)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, px(18) + 2 * _MARK + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y, low, high = _MARK + 2.0, *self._ends
        painter.setPen(QPen(QColor(theme.wire), 2))
        painter.drawLine(QPointF(self._x(low), y), QPointF(self._x(high), y))
        painter.setFont(fonts.caption())
        room = QRectF(0, y + _MARK, self.width(), px(18))
        painter.setPen(QColor(theme.faint))
        for number, side in (
            (low, Qt.AlignmentFlag.AlignLeft),
            ((low + high) / 2, Qt.AlignmentFlag.AlignHCenter),
            (high, Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(room, side, _short(number))
        if self._true is not None:
            painter.setPen(QPen(QColor(self._hue), 4))
            x = self._x(self._true)
            painter.drawLine(QPointF(x, y - _MARK), QPointF(x, y + _MARK))
        if self._given is not None:
            painter.setPen(QPen(QColor(theme.ink), 2))
            painter.setBrush(QColor(theme.panel))
            painter.drawEllipse(QPointF(self._x(self._given), y), _RING, _RING)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the ring under the mouse."""
        self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the ring."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the ring by a hundredth of the scale, to its ends by Home and End."""
        low, high = self._ends
        at = (low + high) / 2 if self._given is None else self._given
        by = {Qt.Key.Key_Left: -_PART, Qt.Key.Key_Right: _PART}
        by |= {Qt.Key.Key_Down: -_PART, Qt.Key.Key_Up: _PART}
        by |= {Qt.Key.Key_PageDown: -10 * _PART, Qt.Key.Key_PageUp: 10 * _PART}
        key = Qt.Key(event.key())
        if key in by:
            self._move(at + by[key] * (high - low))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move(low if key == Qt.Key.Key_Home else high)
        else:
            event.ignore()

    def _drag(self, event: QMouseEvent) -> None:
        if self._open:
            low, high = self._ends
            share = (event.position().x() - _MARGIN) / max(self.width() - 2 * _MARGIN, 1)
            self._move(low + share * (high - low))

    def _move(self, number: float) -> None:
        low, high = self._ends
        steps = round((min(max(number, low), high) - low) / (high - low) / _PART)
        self._given = low + steps * _PART * (high - low)
        self._tell()
        self.moved.emit(self._given)

    def _tell(self) -> None:
        """Draw the ring anew, and let a screen reader say where it and the true mark are."""
        ends = tr("from {low} to {high}", low=_short(self._ends[0]), high=_short(self._ends[1]))
        places = [ends]
        if self._given is not None:
            places.insert(0, self.write(self._given))
        if self._true is not None:
            places.append(tr("the correct answer is {answer}", answer=self.write(self._true)))
        self.setAccessibleDescription(", ".join(places))
        self.update()

    def _x(self, number: float) -> float:
        low, high = self._ends
        share = (min(max(number, low), high) - low) / (high - low)
        return _MARGIN + share * (self.width() - 2 * _MARGIN)


def _short(number: float) -> str:
    return f"{number:g}".replace("-", MINUS)
