"""ChangesList: the weights that a step moves farthest, each as a ghost and where it goes."""

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
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from simulator.network.config import LSTMConfig
from simulator.training.one_step.changes import Change
from simulator.translation import tr
from ui.panels.training.step.words import step_text
from ui.session.weight_names import WeightName, name_of
from ui.style import fonts
from ui.style.colours import map_of
from ui.style.number_format import MINUS, fixed, scientific, with_sign
from ui.style.theme import Theme
from ui.widgets.key_filter import KEEPS_MOVES

MOST: Final = 9
"""Weights that are listed at most."""

_ROW, _LEAST_ROWS, _GAP, _DOT = 21, 3, 14.0, 4.0
_LEAST_WIDTH: Final = 240
_BEFORE, _AFTER, _GRADIENT = "before", "after", "gradient"
_WASH: Final = 0.1
_STRONG: Final = 0.92


class ChangesList(QWidget):
    """A row a weight: name, before, the way from ghost to new, after, gradient.

    Columns without room are left out: the gradient, then what was before. Up and Down choose.

    Signals:
        chosen: the Change of a row. asked: one to be shown in its matrix, by Enter or double click.
        pointed: the one under the mouse; None for none. resized: there may be room for others.
    """

    chosen = Signal(object)
    asked = Signal(object)
    pointed = Signal(object)
    resized = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._changes: tuple[Change, ...] = ()
        self._names: list[WeightName] = []
        self._selected: tuple[str, tuple[int, ...]] | None = None
        self.setProperty(KEEPS_MOVES, True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("The largest weight changes"))
        self.setMouseTracking(True)
        fonts.wear(self, fonts.mono_caption)

    @property
    def selected(self) -> Change | None:
        """The chosen weight: the one that was chosen while it is listed, else the first."""
        listed = self.listed
        keys = [(change.name, change.indices) for change in listed]
        if self._selected in keys:
            return listed[keys.index(self._selected)]
        return listed[0] if listed else None

    @property
    def listed(self) -> tuple[Change, ...]:
        """Weights that have room."""
        return self._changes[: self.rows]

    @property
    def rows(self) -> int:
        """Number of rows that have room under the head."""
        return max(_LEAST_ROWS, min(MOST, (self.height() - fonts.px(_ROW)) // fonts.px(_ROW)))

    def draw(self, changes: tuple[Change, ...], config: LSTMConfig) -> None:
        """Show other changes."""
        self._changes = changes
        self._names = [name_of(config, change.name, change.indices) for change in changes]
        self._say()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(410), (MOST + 1) * fonts.px(_ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(_LEAST_WIDTH), (_LEAST_ROWS + 1) * fonts.px(_ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def row_rect(self, row: int) -> QRectF:
        """Return the place of a row."""
        height = fonts.px(_ROW)
        return QRectF(0, (row + 1) * height, self.width(), height)

    # Input

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event)
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event)
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit(self.listed[row])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event)
        self.pointed.emit(None if row is None else self.listed[row])

    def leaveEvent(self, event: object) -> None:
        self.pointed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, listed, change = Qt.Key, self.listed, self.selected
        at = listed.index(change) if change is not None else 0
        moves = {
            key.Key_Up: at - 1,
            key.Key_Down: at + 1,
            key.Key_Home: 0,
            key.Key_PageUp: 0,
            key.Key_End: len(listed) - 1,
            key.Key_PageDown: len(listed) - 1,
        }
        if event.key() in moves and listed:
            self._choose(min(max(moves[key(event.key())], 0), len(listed) - 1))
        elif event.key() in (key.Key_Return, key.Key_Enter) and change is not None:
            self.asked.emit(change)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _row_at(self, event: QMouseEvent) -> int | None:
        row = int(event.position().y() // fonts.px(_ROW)) - 1
        return row if 0 <= row < len(self.listed) else None

    def _choose(self, row: int) -> None:
        change = self.listed[row]
        self._selected = change.name, change.indices
        self._say()
        self.update()
        self.chosen.emit(change)

    def _say(self) -> None:
        change, said = self.selected, tr("The largest weight changes")
        if change is not None:
            name = self._names[self._changes.index(change)]
            said += f": {name.text} {_weight(change.before)} → {_weight(change.after)}"
        self.setAccessibleName(said)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._changes:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = self._columns()
        reach = max((_size(change.delta) for change in self.listed), default=0.0)
        self._draw_heads(painter, columns, reach)
        selected = self.selected
        for row, change in enumerate(self.listed):
            self._draw_row(painter, row, change, columns, reach, change is selected)

    def _columns(self) -> dict[str, tuple[float, float]]:
        """Return left and right end of each column that has room; "" is that of the ways."""
        mono = QFontMetricsF(fonts.bold(fonts.mono_caption()))
        name = max(mono.horizontalAdvance(self._title(k)) for k in range(len(self.listed)))
        name = max(name, QFontMetricsF(fonts.caption()).horizontalAdvance(tr("weight")))
        number = mono.horizontalAdvance("+0.00000")
        gradient = mono.horizontalAdvance("+0.0e−00")
        way, room = fonts.px(64), self.width() - name - 8
        with_all = room >= 2 * number + gradient + way + 4 * _GAP
        with_both = room >= 2 * number + way + 3 * _GAP
        x, found = 8 + name, {"name": (8.0, 8 + name)}
        if with_both:
            found[_BEFORE] = x + _GAP, x + _GAP + number
            x += _GAP + number
        right = float(self.width() - 6)
        if with_all:
            found[_GRADIENT] = right - gradient, right
            right -= gradient + _GAP
        found[_AFTER] = right - number, right
        found[""] = x + _GAP, max(x + _GAP + 10, right - number - _GAP)
        return found

    def _title(self, row: int) -> str:
        name = self._names[row]
        return f"{name.text} {name.lane}".strip()

    def _draw_heads(
        self, painter: QPainter, columns: dict[str, tuple[float, float]], reach: float
    ) -> None:
        painter.setFont(fonts.caption())
        painter.setPen(QColor(self._theme.faint))
        heads = {"name": tr("weight"), _BEFORE: tr("before"), _AFTER: tr("after")}
        heads[_GRADIENT] = tr("gradient")
        step = step_text(reach).lstrip(f"+{MINUS}") if math.isfinite(reach) else "∞"
        heads[""] = f"Δ ±{step}"
        sides = {"name": Qt.AlignmentFlag.AlignLeft, "": Qt.AlignmentFlag.AlignHCenter}
        for key, (left, right) in columns.items():
            side = sides.get(key, Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter
            box = QRectF(left - 4, 0, right - left + (4 if key != "" else 8), fonts.px(_ROW))
            if key == "name":
                box = QRectF(left, 0, right - left, fonts.px(_ROW))
            painter.drawText(box, side, heads[key])

    def _draw_row(
        self,
        painter: QPainter,
        row: int,
        change: Change,
        columns: dict[str, tuple[float, float]],
        reach: float,
        selected: bool,
    ) -> None:
        theme, box = self._theme, self.row_rect(row)
        if selected:
            wash = QColor(theme.accent)
            wash.setAlphaF(_WASH)
            painter.fillRect(box, wash)
            if self.hasFocus():
                painter.setPen(QPen(QColor(theme.accent), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        bold, usual = fonts.bold(fonts.mono_caption()), fonts.mono_caption()
        texts = {
            "name": (self._title(row), theme.colour(self._names[row].quantity), selected),
            _BEFORE: (_weight(change.before), QColor(theme.faint), False),
            _AFTER: (_weight(change.after), QColor(theme.ink), selected),
            _GRADIENT: (scientific(change.gradient), QColor(theme.ink), False),
        }
        for key, (text, colour, strong) in texts.items():
            if key not in columns:
                continue
            left, right = columns[key]
            side = Qt.AlignmentFlag.AlignVCenter
            side |= Qt.AlignmentFlag.AlignLeft if key == "name" else Qt.AlignmentFlag.AlignRight
            painter.setFont(bold if strong else usual)
            painter.setPen(colour)
            painter.drawText(QRectF(left, box.top(), right - left, box.height()), side, text)
        self._draw_way(painter, box, columns[""], change, reach)

    def _draw_way(
        self,
        painter: QPainter,
        box: QRectF,
        ends: tuple[float, float],
        change: Change,
        reach: float,
    ) -> None:
        """Draw the ghost in the middle, hollow, and the bar to the new place, filled."""
        theme, y = self._theme, box.center().y()
        middle, half = (ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / 2 - _DOT
        ghost = QPointF(middle, y)
        known = math.isfinite(change.delta) and reach and math.isfinite(reach)
        share = change.delta / reach if known else 0.0
        up = map_of(theme, None).at(_STRONG if share > 0 else 1 - _STRONG)
        there = QPointF(middle + share * half, y)
        if share:
            painter.setPen(QPen(up, 3))
            painter.drawLine(ghost, there)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(up)
            painter.drawEllipse(there, _DOT, _DOT)
        painter.setPen(QPen(QColor(theme.faint), 1.5))
        painter.setBrush(QColor(theme.panel))
        painter.drawEllipse(ghost, _DOT, _DOT)


def _size(delta: float) -> float:
    return abs(delta) if math.isfinite(delta) else 0.0


def _weight(value: float) -> str:
    return with_sign(value, fixed(value, 4))
