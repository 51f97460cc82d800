"""StepPlot: the loss of the batch along a step, with a handle for how much of it is taken."""

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from simulator.training.one_step.along import FIRST, LAST, Point
from simulator.translation import tr
from ui.panels.training.step import words
from ui.panels.training.step.curve import ends_of, labels_of, plateaus_of
from ui.panels.training.step.view import StepView
from ui.style import fonts
from ui.style.number_format import in_figures
from ui.style.theme import Theme
from ui.widgets.key_filter import KEEPS_MOVES

_TICKS: Final = (0.0, 0.5, 1.0, 1.5, 2.0)
_STEP, _PAGE = 0.05, 0.25
_CATCH: Final = 0.03
"""Distance from 0, a half and 1 at which the handle falls into place."""

_HANDLE, _DOT = 6.5, 4.5
_FLAT: Final = 0.2
"""Part of the height that the curve may rise along a stretch that is named."""

_LEAST_HEIGHT, _LEAST_WIDTH = 136, 220


class StepPlot(QWidget):
    """Loss over the share of a step, −0.5 … 2; the slope's promise is dashed.

    A drag, a click, arrows, page keys, Home and End move the handle. What is predicted there is
    hollow, what is true is filled.

    Attributes:
        share: where the handle is.

    Signals:
        moved: the share that the handle was moved to.
    """

    moved = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._view: StepView | None = None
        self.share = 1.0
        self.setProperty(KEEPS_MOVES, True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        fonts.wear(self, fonts.caption)
        self._say()

    def draw(self, view: StepView | None, share: float) -> None:
        """Show what is known along a step, with the handle at a share."""
        self._view, self.share = view, share
        self._say()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(420), fonts.px(250))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(_LEAST_WIDTH), fonts.px(_LEAST_HEIGHT))

    def place_of(self, share: float) -> QPointF:
        """Return the middle of the handle where it stands at a share."""
        room = self._room()
        return QPointF(self._x(share, room), self._track(room))

    # Input

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to(self._caught(event.position().x()))

    mouseMoveEvent = mousePressEvent

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, at = Qt.Key, self.share
        moves = {
            key.Key_Left: at - _STEP,
            key.Key_Down: at - _STEP,
            key.Key_Right: at + _STEP,
            key.Key_Up: at + _STEP,
            key.Key_PageDown: at - _PAGE,
            key.Key_PageUp: at + _PAGE,
            key.Key_Home: 0.0,
            key.Key_End: 1.0,
        }
        if event.key() in moves:
            self._move_to(round(moves[key(event.key())], 2))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _caught(self, x: float) -> float:
        room = self._room()
        share = FIRST + (x - room.left()) / max(1.0, room.width()) * (LAST - FIRST)
        near = min((0.0, 0.5, 1.0), key=lambda at: abs(at - share))
        return near if abs(near - share) <= _CATCH else round(share, 2)

    def _move_to(self, share: float) -> None:
        share = min(max(share, FIRST), LAST)
        if share != self.share and self._view is not None:
            self.share = share
            self._say()
            self.update()
            self.moved.emit(share)

    def _say(self) -> None:
        point = self._point()
        said = tr("Loss on this batch along the step")
        if point is not None:
            at = in_figures(self.share, 3)
            loss = words.loss_text(point.loss)
            said = tr("{what}: {loss} at {share} × the step", what=said, loss=loss, share=at)
        self.setAccessibleName(said)

    def _point(self) -> Point | None:
        return None if self._view is None else self._view.along.near(self.share)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        view = self._view
        painter, room = QPainter(self), self._room()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ends = ends_of(view)
        self._draw_axes(painter, room, ends)
        self._draw_handle(painter, room)
        if view is None or ends is None:
            return
        points = [p for p in view.along.line() if math.isfinite(p.loss)]
        self._draw_slope(painter, room, ends, view)
        painter.setPen(QPen(QColor(self._theme.ink), 2))
        spots = [self._spot(p.share, p.loss, room, ends) for p in points]
        painter.drawPolyline(QPolygonF(spots))
        self._name_plateaus(painter, room, ends, view)
        self._draw_changes(painter, room, ends, view)

    def _draw_axes(self, painter: QPainter, room: QRectF, ends: tuple[float, float] | None) -> None:
        theme, metrics = self._theme, QFontMetricsF(fonts.mono_caption())
        painter.setFont(fonts.mono_caption())
        labels = labels_of(ends, room.height() / (2.2 * metrics.height())) if ends else []
        for value, text in labels:
            y = self._y(value, room, ends or (0, 1))
            painter.setPen(QPen(QColor(theme.rule), 1))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            box = QRectF(0, y - metrics.height(), room.left() - 6, 2 * metrics.height())
            painter.setPen(QColor(theme.faint))
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, side, text)
        wide = metrics.horizontalAdvance("0.5 × ")
        every = 1 if room.width() / (LAST - FIRST) * 0.5 > wide else 2
        for share in _TICKS[::every]:
            text = f"{in_figures(share, 2)} ×"
            x = min(
                self._x(share, room) - metrics.horizontalAdvance(text) / 2,
                self.width() - metrics.horizontalAdvance(text),
            )
            y = self._track(room) + _HANDLE + 4 + metrics.ascent()
            painter.setPen(QColor(theme.faint))
            painter.drawText(QPointF(x, y), text)
        self._name_lines(painter, room)

    def _name_lines(self, painter: QPainter, room: QRectF) -> None:
        """Draw the lines before the step and at the handle, each with its name above."""
        theme, metrics = self._theme, QFontMetricsF(fonts.caption())
        painter.setFont(fonts.caption())
        here = tr("after") if self.share == 1 else f"{in_figures(self.share, 2)} ×"
        marks = [(0.0, tr("before"), theme.wire, theme.faint)]
        marks.append((self.share, here, theme.accent, theme.accent))
        if abs(self.share) < _CATCH:
            marks = [marks[0]]
        taken = QRectF()
        for share, text, line, ink in reversed(marks):
            x, wide = self._x(share, room), metrics.horizontalAdvance(text)
            painter.setPen(QPen(QColor(line), 1.5 if line == theme.accent else 1))
            painter.drawLine(QPointF(x, room.top() - 2), QPointF(x, room.bottom()))
            left = max(0.0, x - wide / 2)
            box = QRectF(min(left, self.width() - wide), 0, wide + 1, metrics.height())
            if not box.adjusted(-6, 0, 6, 0).intersects(taken):
                painter.setPen(QColor(ink))
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft, text)
                taken = box

    def _draw_slope(
        self, painter: QPainter, room: QRectF, ends: tuple[float, float], view: StepView
    ) -> None:
        start = view.start
        if start is None or view.predicted is None:
            return
        painter.save()
        painter.setClipRect(room.adjusted(-1, -2, 1, 2))
        painter.setPen(QPen(QColor(self._theme.faint), 1.2, Qt.PenStyle.DashLine))
        spots = (
            self._spot(share, start.loss + share * view.predicted, room, ends)
            for share in (FIRST, LAST)
        )
        painter.drawLine(*spots)
        painter.restore()

    def _draw_changes(
        self, painter: QPainter, room: QRectF, ends: tuple[float, float], view: StepView
    ) -> None:
        """Draw what is predicted at the handle, hollow, and what is true, filled."""
        theme, start, here = self._theme, view.start, self._point()
        if start is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ink))
        painter.drawEllipse(self._spot(0, start.loss, room, ends), _DOT, _DOT)
        if here is None or not self.share:
            return
        true = here.loss - start.loss
        colour = QColor(theme.bad if true > 0 else theme.good)
        at_true = self._spot(self.share, here.loss, room, ends)
        labels = []
        if view.predicted is not None:
            promised = self.share * view.predicted
            at = self._spot(self.share, start.loss + promised, room, ends)
            painter.setPen(QPen(QColor(theme.faint), 2))
            painter.setBrush(QColor(theme.panel))
            if room.top() - 2 <= at.y() <= room.bottom() + 2:
                painter.drawEllipse(at, _DOT + 1.5, _DOT + 1.5)
            number = words.change_text(promised)
            labels.append((at, tr("predicted"), number, QColor(theme.ink)))
        if math.isfinite(here.loss):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(at_true, _DOT, _DOT)
        labels.append((at_true, tr("true"), words.change_text(true), colour))
        self._write_changes(painter, room, labels)

    def _write_changes(
        self,
        painter: QPainter,
        room: QRectF,
        labels: list[tuple[QPointF, str, str, QColor]],
    ) -> None:
        """Write both changes beside their points, the upper one above, the lower one below."""
        usual, bold = fonts.caption(), fonts.bold(fonts.mono_caption())
        line = QFontMetricsF(bold).height()
        upper = min((at for at, *_ in labels if math.isfinite(at.y())), key=QPointF.y, default=None)
        upper = upper if len(labels) > 1 else None
        for at, word, number, colour in labels:
            wide = QFontMetricsF(usual).horizontalAdvance(f"{word} ")
            whole = wide + QFontMetricsF(bold).horizontalAdvance(number)
            x = at.x() + 10 if at.x() + 10 + whole <= self.width() else at.x() - 10 - whole
            y = min(max(at.y(), room.top()), room.bottom()) if math.isfinite(at.y()) else room.top()
            top = y - line - 5 if at is upper else y + 5
            top = min(max(top, room.top() - line), room.bottom() - line)
            plate = QRectF(x - 2, top, whole + 4, line)
            ground = QColor(self._theme.panel)
            ground.setAlphaF(0.85)
            painter.fillRect(plate, ground)
            painter.setPen(colour)
            painter.setFont(usual)
            side = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(x, top, wide, line), side, word)
            painter.setFont(bold)
            painter.drawText(QRectF(x + wide, top, whole - wide + 2, line), side, number)

    def _name_plateaus(
        self, painter: QPainter, room: QRectF, ends: tuple[float, float], view: StepView
    ) -> None:
        """Write over each run of points how many answers are right, where there is room."""
        metrics = QFontMetricsF(fonts.caption())
        painter.setFont(fonts.caption())
        painter.setPen(QColor(self._theme.faint))
        first = True
        for right, run in plateaus_of(view.along.line()):
            text = tr("{right} correct", right=right)
            if first:
                text = tr("{right} of {all} correct", right=right, all=view.along.answers)
            left, end = (self._x(point.share, room) for point in (run[0], run[-1]))
            wide = metrics.horizontalAdvance(text)
            heights = [self._y(point.loss, room, ends) for point in run]
            y = min(heights) - 5
            flat = max(heights) - min(heights) <= _FLAT * room.height()
            if end - left < wide + 12 or not flat or y - metrics.ascent() < room.top():
                continue
            painter.drawText(QPointF((left + end - wide) / 2, y), text)
            first = False

    def _draw_handle(self, painter: QPainter, room: QRectF) -> None:
        theme, y = self._theme, self._track(room)
        cap = Qt.PenCapStyle.RoundCap
        painter.setPen(QPen(QColor(theme.wire), 3, Qt.PenStyle.SolidLine, cap))
        painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
        painter.setPen(QPen(QColor(theme.accent), 3, Qt.PenStyle.SolidLine, cap))
        at = QPointF(self._x(self.share, room), y)
        painter.drawLine(QPointF(self._x(0, room), y), at)
        painter.setPen(QPen(QColor(theme.accent), 2.5))
        painter.setBrush(QColor(theme.panel))
        painter.drawEllipse(at, _HANDLE, _HANDLE)
        if self.hasFocus():
            painter.setBrush(QColor(theme.accent))
            painter.drawEllipse(at, 2.5, 2.5)

    # Places

    def _room(self) -> QRectF:
        """Return the rectangle of the curve."""
        mono, line = QFontMetricsF(fonts.mono_caption()), QFontMetricsF(fonts.caption()).height()
        left = mono.horizontalAdvance("0.00000") + 8
        under = 3 * _HANDLE + 8 + mono.height()
        size = max(1.0, self.width() - left - 8), max(1.0, self.height() - line - 4 - under)
        return QRectF(left, line + 4, *size)

    def _track(self, room: QRectF) -> float:
        return room.bottom() + 2 * _HANDLE

    def _x(self, share: float, room: QRectF) -> float:
        return room.left() + (share - FIRST) / (LAST - FIRST) * room.width()

    def _y(self, loss: float, room: QRectF, ends: tuple[float, float]) -> float:
        low, high = ends
        return room.bottom() - (loss - low) / (high - low) * room.height()

    def _spot(self, share: float, loss: float, room: QRectF, ends: tuple[float, float]) -> QPointF:
        return QPointF(self._x(share, room), self._y(loss, room, ends))
