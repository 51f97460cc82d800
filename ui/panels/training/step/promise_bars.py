"""PromiseBars: what the last steps promised of the loss, hollow, beside what came, filled."""

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from simulator.training.one_step.promises import Promise
from simulator.translation import tr
from ui.panels.training.step import words
from ui.style import fonts
from ui.style.colours import map_of
from ui.style.theme import Theme
from ui.widgets.strips.decade_steps import decade_text

MOST: Final = 20
"""Steps that are shown."""

_DECADES: Final = 6
_BAR, _STRONG = 11.0, 0.92


class PromiseBars(QWidget):
    """Two bars a step on two mirrored log axes that share the zero line.

    Signals:
        picked: the number of a step that was clicked. pointed: that under the mouse; -1 for none.
    """

    picked = Signal(int)
    pointed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._promises: dict[int, Promise] = {}
        self._last = 0
        self.setMouseTracking(True)
        fonts.wear(self, fonts.mono_caption)
        self._say()

    def draw(self, promises: dict[int, Promise], last: int) -> None:
        """Show the steps up to the last."""
        self._promises, self._last = dict(promises), last
        self._say()
        self.update()

    @property
    def first(self) -> int:
        """The number of the step at the left end."""
        return max(0, self._last - MOST + 1)

    def shown(self) -> dict[int, Promise]:
        """Return the promises that are shown, by the numbers of their steps."""
        return {n: p for n, p in self._promises.items() if self.first <= n <= self._last}

    @property
    def decades(self) -> tuple[int, int]:
        """Exponents of the ends of the axes: nothing is drawn below the first."""
        sizes = [
            math.log10(abs(number))
            for promise in self.shown().values()
            for number in (promise.predicted, promise.true)
            if number and math.isfinite(number)
        ]
        if not sizes:
            return -5, 0
        top = math.ceil(max(sizes))
        return max(top - _DECADES, math.floor(min(sizes))), top

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(480), fonts.px(100))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(160), fonts.px(84))

    def step_rect(self, number: int) -> QRectF:
        """Return the place of a step's bars."""
        room, wide = self._room(), self._room().width() / MOST
        return QRectF(room.left() + (number - self.first) * wide, room.top(), wide, room.height())

    def step_at(self, x: float) -> int:
        """Return the step at a place across; -1 where none is."""
        room = self._room()
        number = self.first + math.floor((x - room.left()) / max(1.0, room.width()) * MOST)
        return number if number in self.shown() else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(self.step_at(event.position().x()))

    def leaveEvent(self, event: object) -> None:
        self.pointed.emit(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self.step_at(event.position().x())
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and number >= 0 and inside:
            self.picked.emit(number)

    def _say(self) -> None:
        said, newest = tr("Loss change in each recent step"), self._promises.get(self._last)
        if newest is not None:
            told = tr("predicted {predicted}, true {true}", **told_of(newest))
            said += f": {told}"
        self.setAccessibleName(said)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, room = QPainter(self), self._room()
        theme, (low, high) = self._theme, self.decades
        metrics = QFontMetricsF(self.font())
        zero = round(room.center().y()) + 0.5
        middle = (low + high + 1) // 2
        labels = {high: 1.0, middle: (middle - low) / max(1, high - low)}
        if (1 - labels[middle]) * room.height() / 2 < 1.1 * metrics.height():
            del labels[middle]
        for exponent, share in labels.items():
            for sign in (1, -1):
                y = round(zero - sign * share * room.height() / 2) + 0.5
                painter.setPen(QPen(QColor(theme.rule), 1))
                painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
                text = ("+" if sign > 0 else "−") + decade_text(exponent)
                box = QRectF(0, y - metrics.height(), room.left() - 6, 2 * metrics.height())
                painter.setPen(QColor(theme.faint))
                side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(box, side, text)
        for number, promise in self.shown().items():
            self._draw_step(painter, number, promise, zero)
        painter.setPen(QPen(QColor(theme.wire), 1))
        painter.drawLine(QPointF(room.left(), zero), QPointF(room.right(), zero))
        self._number(painter, room)

    def _draw_step(self, painter: QPainter, number: int, promise: Promise, zero: float) -> None:
        theme, place = self._theme, self.step_rect(number)
        wide = min(_BAR, place.width() / 2 - 2)
        middle = place.center().x()
        for bar, value in enumerate((promise.predicted, promise.true)):
            tall = self._height(value)
            top = zero - tall if value > 0 else zero
            left = middle - wide - 0.5 if bar == 0 else middle + 0.5
            box = QRectF(left, top, wide, tall)
            if not math.isfinite(value):
                painter.fillRect(QRectF(left, zero - 3, wide, 6), QColor(theme.warn))
            elif bar:
                at = _STRONG if value > 0 else 1 - _STRONG
                painter.fillRect(box, map_of(theme, None).at(at))
            elif tall:
                painter.setPen(QPen(QColor(theme.faint), 1.3))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box.adjusted(0.5, 0, -0.5, 0))

    def _height(self, value: float) -> float:
        """Return the pixels of a bar: at least 2 for what is not 0."""
        if not value or not math.isfinite(value):
            return 0.0
        low, high = self.decades
        share = (math.log10(abs(value)) - low) / max(1, high - low)
        return max(2.0, min(1.0, share) * self._room().height() / 2)

    def _number(self, painter: QPainter, room: QRectF) -> None:
        metrics = QFontMetricsF(fonts.bold(self.font()))
        wide = room.width() / MOST
        widest = metrics.horizontalAdvance(str(self._last)) + 10
        every = next(k for k in (1, 2, 5, 10, 20, 50) if k * wide >= widest or k == 50)
        for number in range(self.first, self._last + 1):
            last = number == self._last
            near = (self._last - number) * wide < widest
            if not last and (number % every or near):
                continue
            painter.setFont(fonts.bold(self.font()) if last else self.font())
            painter.setPen(QColor(self._theme.ink if last else self._theme.faint))
            box = self.step_rect(number).adjusted(-widest, 0, widest, 0)
            box.setTop(room.bottom() + 3)
            box.setHeight(metrics.height())
            side = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(box, side, str(number))

    def _room(self) -> QRectF:
        metrics = QFontMetricsF(self.font())
        left = metrics.horizontalAdvance("+1e−00") + 8
        high = max(1.0, self.height() - 1.5 * metrics.height() - 4)
        size = max(1.0, self.width() - left - 4), high
        return QRectF(left, metrics.height() / 2, *size)


def told_of(promise: Promise) -> dict[str, str]:
    """Return a promise's numbers as they are written."""
    return {
        "predicted": words.change_text(promise.predicted),
        "true": words.change_text(promise.true),
    }
