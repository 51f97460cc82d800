"""AnswerTable: the list of outputs, which paints only the rows in view."""

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from simulator.analysis.answers import CLASSES
from simulator.network.quantities import P
from simulator.translation import tr
from ui.panels.answers.model import (
    BAR,
    NAME,
    NUMBER,
    RANK,
    RIGHT,
    RIGHT_SIGN,
    SAID,
    WRONG_SIGN,
    AnswerModel,
)
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.key_filter import KEEPS_ESCAPE, give_back_keys

Index = QModelIndex | QPersistentModelIndex
USUAL_LINES = 10
"""Number of classes for which the table asks for room."""

FEWEST_LINES = 2
"""Least number of classes that are listed: what is said, and what is right."""

_ROW, _PADDING, _BAR, _SIGN = 22, 5, 10, 16
_MOST_OF_NAMES = 0.4
"""Largest share of the width that names take."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CHOSEN = 0.10
"""Share of the accent in the ground of the row that the ledger takes apart."""

_AHEAD = 0.38


class AnswerTable(QTableView):
    """Table. Click and Enter look at an output, a double click goes to it; Ctrl+C copies it all.

    Signals:
        picked, went_to: the row. pointed: row and column under the mouse, or None.
        resized: there is room for another number of lines.
    """

    picked = QtSignal(int)
    went_to = QtSignal(int)
    pointed = QtSignal(object)
    resized = QtSignal()
    copied = QtSignal()

    def __init__(self, model: AnswerModel, theme: Theme) -> None:
        super().__init__()
        self._answers = model
        self._delegate = _Delegate(model, theme, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        fonts.wear(self, fonts.mono_text)
        self.setAccessibleName(tr("Answers"))
        self.setProperty(KEEPS_ESCAPE, True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setMinimumSectionSize(4)
        header.setStyleSheet("QHeaderView::section { padding: 2px 4px; }")
        fonts.wear(header, fonts.caption)  # a style sheet would take its font away
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().valueChanged.connect(self.fit)
        self.fit()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._delegate.theme = theme
        self.fit()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Ask for room for the usual number of lines."""
        return QSize(fonts.px(280), self._head() + USUAL_LINES * fonts.px(_ROW))

    def minimumSizeHint(self) -> QSize:
        """Need room for what is said and what is right."""
        return QSize(fonts.px(120), self._head() + FEWEST_LINES * fonts.px(_ROW))

    def lines(self) -> int:
        """Return the number of lines that there is room for."""
        room = self.viewport().height() // max(1, fonts.px(_ROW))
        return max(FEWEST_LINES, room)

    def fit(self) -> None:
        """Give the columns the widths that the texts in view need; the bars get the rest."""
        self.verticalHeader().setDefaultSectionSize(fonts.px(_ROW))
        columns = self._answers.columns
        if self._answers.columnCount() == 0:
            return
        digits = QFontMetricsF(fonts.bold(self.font()))
        heads = QFontMetricsF(self.horizontalHeader().font())
        first = max(0, self.rowAt(0))
        rows = range(first, min(self._answers.rowCount(), first + self.lines() + 1))
        room = self.viewport().width()
        widths: dict[str, int] = {}
        for column in columns:
            if column == BAR:
                continue
            texts = (self._answers.text(row, column) for row in rows)
            widest = max(map(digits.horizontalAdvance, texts), default=0.0)
            wanted = max(widest, heads.horizontalAdvance(self._answers.head(column)))
            widths[column] = round(wanted) + 2 * _PADDING
        widths[NAME] = min(widths[NAME] + fonts.px(_SIGN), round(_MOST_OF_NAMES * room))
        narrow = room - sum(widths.values()) < 0
        if narrow and SAID in widths:  # it follows from the other numbers
            widths[SAID] = 0
        widths[BAR] = max(4, room - sum(widths.values()))
        for place, column in enumerate(columns):
            self.setColumnHidden(place, not widths[column])
            if self.columnWidth(place) != widths[column]:
                self.setColumnWidth(place, widths[column])

    def rect_of(self, row: int, column: str) -> QRect:
        """Return the rectangle of a cell in the viewport; empty when it is not listed."""
        columns = self._answers.columns
        if row >= self._answers.rowCount() or column not in columns:
            return QRect()
        return self.visualRect(self._answers.index(row, columns.index(column)))

    def current(self) -> int:
        """Return the row that the keys are at; -1 for none."""
        return self.currentIndex().row()

    def event(self, event: QEvent) -> bool:
        """Keep Enter from the window's shortcuts."""
        asks = event.type() == QEvent.Type.ShortcutOverride
        if asks and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.key() in _ENTER:
            if self.current() >= 0:
                self.picked.emit(self.current())
        elif event.key() == Qt.Key.Key_Escape:
            give_back_keys(self)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.went_to.emit(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        place = (index.row(), self._answers.columns[index.column()]) if index.isValid() else None
        self.pointed.emit(place)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
        self.fit()

    def _head(self) -> int:
        return self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()


class _Delegate(QStyledItemDelegate):
    """Paints the cells: names with their sign, bars with the right answer on them, numbers."""

    def __init__(self, model: AnswerModel, theme: Theme, table: AnswerTable) -> None:
        super().__init__(table)
        self.theme, self._answers, self._table = theme, model, table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        shown, row = self._answers.shown, index.row()
        if shown is None or row >= len(shown.outputs):
            return
        cell: Any = option
        rect, column = QRectF(cell.rect), self._answers.columns[index.column()]
        output = shown.outputs[row]
        if output == shown.view.chosen:
            tint = QColor(self.theme.accent)
            tint.setAlphaF(_CHOSEN)
            painter.fillRect(rect, tint)
        if column == BAR:
            self._paint_bar(painter, rect, row, output)
        else:
            self._paint_text(painter, rect, cell.font, row, column)
        if shown.ranks and shown.ranks[-1] > len(shown.outputs) and row == len(shown.outputs) - 1:
            painter.setPen(QPen(QColor(self.theme.wire), 1, Qt.PenStyle.DotLine))
            painter.drawLine(cell.rect.topLeft(), cell.rect.topRight())
        if self._table.hasFocus() and row == self._table.current():
            painter.setPen(QPen(QColor(self.theme.accent), 1))
            painter.drawLine(cell.rect.topLeft(), cell.rect.topRight())
            painter.drawLine(cell.rect.bottomLeft(), cell.rect.bottomRight())

    def _paint_text(
        self, painter: QPainter, rect: QRectF, font: Any, row: int, column: str
    ) -> None:
        shown, theme = self._answers.shown, self.theme
        assert shown is not None
        sign, ahead = self._answers.sign(row), shown.view.ahead
        of_class = shown.answer.kind == CLASSES
        judged = bool(sign) and column in ((NAME, NUMBER) if of_class else (SAID,))
        ink, bold = theme.ink, judged and not ahead
        if judged:
            ink = theme.good if sign == RIGHT_SIGN else theme.bad
        elif ahead or column == RANK:
            ink = theme.faint
        elif column == RIGHT:
            ink = theme.good
        font = fonts.bold(font) if bold else font
        painter.setFont(font)
        painter.setPen(QColor(ink))
        text, box = self._answers.text(row, column), rect.adjusted(_PADDING, 0, -_PADDING, 0)
        side = Qt.AlignmentFlag.AlignRight
        if column == NAME:
            side = Qt.AlignmentFlag.AlignLeft
            box.setRight(rect.right() - fonts.px(_SIGN))
            text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            beside = QRectF(box.right(), rect.top(), fonts.px(_SIGN), rect.height())
            painter.setPen(QColor(theme.good if sign == RIGHT_SIGN else theme.bad))
            painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, sign)
            painter.setPen(QColor(ink))
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_bar(self, painter: QPainter, rect: QRectF, row: int, output: int) -> None:
        """Paint p from 0 to 1, or y to either side of 0, and a line where the target is."""
        shown, theme = self._answers.shown, self.theme
        assert shown is not None
        answer, height = shown.answer, float(fonts.px(_BAR))
        bar = QRectF(rect.left() + 4, 0, rect.width() - 8, height)
        bar.moveTop(round(rect.center().y() - height / 2))
        painter.fillRect(bar, QColor(theme.zero))
        low, high = self._ends(answer.quantity == P)
        value = float(answer.numbers[output])
        if not np.isfinite(value):
            return

        def place(number: float) -> float:
            share = min(max((number - low) / (high - low), 0.0), 1.0)
            return bar.left() + share * bar.width()

        sign = self._answers.sign(row)
        colour = theme.colour("y")
        if sign and answer.kind == CLASSES:
            colour = QColor(theme.good if sign == RIGHT_SIGN else theme.bad)
        elif sign == WRONG_SIGN:
            colour = QColor(theme.bad)
        colour.setAlphaF(_AHEAD if shown.view.ahead else 1.0)
        left, right = sorted((round(place(0.0)), round(place(value))))
        painter.fillRect(QRectF(left, bar.top(), right - left, height), colour)
        target = None if answer.targets is None else float(answer.targets[output])
        if target is not None and np.isfinite(target):
            good = QColor(theme.good)
            good.setAlphaF(_AHEAD if shown.view.ahead else 1.0)
            x = min(max(round(place(target)) - 1, bar.left()), bar.right() - 3)
            painter.fillRect(QRectF(x, bar.top() - 3, 3, height + 6), good)

    def _ends(self, of_probabilities: bool) -> tuple[float, float]:
        """Return the ends of the bars' scale."""
        shown = self._answers.shown
        assert shown is not None
        if of_probabilities:
            return 0.0, 1.0
        return -shown.limit, shown.limit
