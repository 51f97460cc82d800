"""ShareMatrix: the result of each check for each quantity, as numbers coloured by their share."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QMarginsF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.translation import tr
from ui.style import fonts, number_format
from ui.style.colours import shares_of
from ui.style.theme import Theme

GAP = 2.0
_HEAD, _NAMES, _NARROWEST = 18, 112, 44
"""Lengths at 100 % text size: of the heading, of the checks' names, and the width of a cell below
which the matrix lies on its side."""

_SIDE_HEAD, _SIDE_NAMES, _SIDE_ROW, _BOTH = 34, 56, 18, 92
"""On its side: of the heading of two lines, of the quantities' names, of a row, and the width of a
cell from which it holds difference and share."""


def names_width() -> int:
    """Return the room for the checks' names."""
    return fonts.px(_NAMES)


class ShareFound(NamedTuple):
    """Largest difference of one quantity, and largest share of its bound."""

    difference: float
    share: float

    def text(self) -> str:
        """Write both in words."""
        if self.difference == 0:
            return tr("exactly equal")
        return tr(
            "largest difference {difference}, at most {share} of the rounding allowance",
            difference=number_format.short(self.difference),
            share=number_format.share(self.share),
        )


class ShareRow(NamedTuple):
    """One kind of check. exact: every difference is wrong, so there is no share."""

    name: str
    found: dict[str, ShareFound]
    exact: bool = False


class ShareMatrix(QWidget):
    """Table of checks × quantities; blank where a check does not apply.

    Without room for numbers beside each other it lies on its side, the quantities below each
    other.

    Signals:
        hovered: the full text of a cell; empty when the mouse has left.
    """

    hovered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns: tuple[str, ...] = ()
        self._rows: tuple[ShareRow, ...] = ()
        self.lies = False
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self._theme = theme
        self._turn()
        self.updateGeometry()
        self.update()

    def set_rows(self, columns: Sequence[str], rows: Sequence[ShareRow]) -> None:
        """Show these rows, over these quantities."""
        if (self._columns, self._rows) != (tuple(columns), tuple(rows)):
            self._columns, self._rows = tuple(columns), tuple(rows)
            told = (f"{row.name}, {q}: {f.text()}" for row in rows for q, f in row.found.items())
            self.setAccessibleDescription("; ".join(told))
            self._turn()
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        width = names_width() + fonts.px(_NARROWEST) * len(self._columns)
        if self.lies:
            height = fonts.px(_SIDE_HEAD) + len(self._columns) * (fonts.px(_SIDE_ROW) + GAP)
        else:
            height = fonts.px(_HEAD) + sum(_height(row) + GAP for row in self._rows)
        return QSize(int(width), round(height))

    def minimumSizeHint(self) -> QSize:
        width = fonts.px(_SIDE_NAMES) + fonts.px(_NARROWEST) * len(self._rows)
        return QSize(int(width), self.sizeHint().height())

    def text_at(self, row: int, quantity: str) -> str:
        """Return the full text of a cell; empty for a blank one."""
        found = self._rows[row].found.get(quantity)
        return "" if found is None else f"{self._rows[row].name}, {quantity}: {found.text()}"

    def cell(self, row: int, column: int) -> QRectF:
        """Return the rectangle of a check's result for a quantity."""
        if self.lies:
            left, width = float(fonts.px(_SIDE_NAMES)), self._width_of_row()
            high = float(fonts.px(_SIDE_ROW))
            top = float(fonts.px(_SIDE_HEAD)) + column * (high + GAP)
            return QRectF(left + row * width, top, width - GAP, high)
        width = self._width_of_column()
        top = fonts.px(_HEAD) + sum(_height(above) + GAP for above in self._rows[:row])
        left = names_width() + column * width
        return QRectF(left, top, width - GAP, _height(self._rows[row]))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = fonts.mono_caption()
        bold = fonts.bold(font)
        for k, quantity in enumerate(self._columns):
            painter.setPen(self._theme.colour(quantity))
            painter.setFont(bold)
            painter.drawText(*self._head_of_column(k), quantity)
        painter.setFont(font)
        for number, row in enumerate(self._rows):
            painter.setPen(QColor(self._theme.faint))
            place, flags = self._head_of_row(number)
            painter.drawText(place, flags, row.name)
            for k, quantity in enumerate(self._columns):
                found = row.found.get(quantity)
                if found is not None:
                    self._paint_cell(painter, self.cell(number, k), row, found)

    def _head_of_column(self, column: int) -> tuple[QRectF, Qt.AlignmentFlag]:
        cell = self.cell(0, column) if self._rows else QRectF()
        if self.lies:
            cell.setLeft(0)
            cell.setRight(fonts.px(_SIDE_NAMES))
            return cell, Qt.AlignmentFlag.AlignVCenter
        cell.setTop(0)
        cell.setHeight(fonts.px(_HEAD))
        return cell, Qt.AlignmentFlag.AlignCenter

    def _head_of_row(self, row: int) -> tuple[QRectF, int]:
        cell = self.cell(row, 0)
        if self.lies:
            place = QRectF(cell.left(), 0, cell.width(), fonts.px(_SIDE_HEAD) - GAP)
            bottom = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
            return place, bottom.value | Qt.TextFlag.TextWordWrap.value
        place = QRectF(0, cell.top(), names_width() - 6, cell.height())
        return place, Qt.AlignmentFlag.AlignVCenter.value

    def _paint_cell(
        self, painter: QPainter, cell: QRectF, row: ShareRow, found: ShareFound
    ) -> None:
        ground = shares_of(self._theme).colour(found.share)
        painter.fillRect(cell, ground)
        painter.setPen(self._theme.text_on(ground))
        if row.exact and found.share <= 1:
            text = exact_in(cell.width(), QFontMetricsF(painter.font()))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)
            return
        lines = [number_format.share(found.share)] if not row.exact else []
        if row.exact or not self.lies or cell.width() >= fonts.px(_BOTH):
            lines.insert(0, number_format.delta(found.difference).lstrip("+"))
        metrics = QFontMetricsF(painter.font())
        between = "   " if self.lies else "\n"
        text = between.join(
            metrics.elidedText(t, Qt.TextElideMode.ElideRight, cell.width()) for t in lines
        )
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)

    def _turn(self) -> None:
        """Lie down where there is no room for the quantities beside each other."""
        lies = self._width_of_column() < fonts.px(_NARROWEST)
        if lies != self.lies:
            self.lies = lies
            self.updateGeometry()

    def _width_of_column(self) -> float:
        return (self.width() - names_width()) / max(1, len(self._columns))

    def _width_of_row(self) -> float:
        """Return the width of a check's cells where the matrix lies on its side."""
        return (self.width() - fonts.px(_SIDE_NAMES)) / max(1, len(self._rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hovered.emit(self._text_under(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit("")

    def _text_under(self, point: QPointF) -> str:
        around = QMarginsF(0, 0, GAP, GAP)
        for row in range(len(self._rows)):
            for k, quantity in enumerate(self._columns):
                if self.cell(row, k).marginsAdded(around).contains(point):
                    return self.text_at(row, quantity)
        return ""


def exact_in(width: float, metrics: QFontMetricsF) -> str:
    """Say that numbers are equal, with a sign where the word has no room."""
    return tr("exact") if metrics.horizontalAdvance(tr("exact")) <= width else "="


def _height(row: ShareRow) -> float:
    """Return the height of a check's row, where the quantities are beside each other."""
    return fonts.px(18 if row.exact else 34)
