"""ShareMatrix: the result of each check for each quantity, as numbers coloured by their share."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.translation import tr
from ui.style import number_format
from ui.style.colours import shares_of
from ui.style.theme import Theme, mono_font

HEAD, NAMES, GAP = 16.0, 104.0, 2.0
NARROWEST = 40.0
"""Width below which a cell has room for the share only."""


class ShareFound(NamedTuple):
    """Largest difference of one quantity, and largest share of its bound."""

    difference: float
    share: float

    def text(self) -> str:
        """Write both in words."""
        if self.difference == 0:
            return tr("exactly equal")
        return tr(
            "largest difference {difference}, at most {share} of the bound",
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

    Signals:
        hovered: the full text of a cell; empty when the mouse has left.
    """

    hovered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns: tuple[str, ...] = ()
        self._rows: tuple[ShareRow, ...] = ()
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def set_rows(self, columns: Sequence[str], rows: Sequence[ShareRow]) -> None:
        """Show these rows, over these quantities."""
        if (self._columns, self._rows) != (tuple(columns), tuple(rows)):
            self._columns, self._rows = tuple(columns), tuple(rows)
            told = (f"{row.name}, {q}: {f.text()}" for row in rows for q, f in row.found.items())
            self.setAccessibleDescription("; ".join(told))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        height = HEAD + sum(self._height(row) + GAP for row in self._rows)
        return QSize(int(NAMES + NARROWEST * len(self._columns)), round(height))

    def minimumSizeHint(self) -> QSize:
        return QSize(int(NAMES + 24 * len(self._columns)), self.sizeHint().height())

    def text_at(self, row: int, quantity: str) -> str:
        """Return the full text of a cell; empty for a blank one."""
        found = self._rows[row].found.get(quantity)
        return "" if found is None else f"{self._rows[row].name}, {quantity}: {found.text()}"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = mono_font(8.0)
        painter.setFont(font)
        width = self._column_width()
        bold = QFont(font)
        bold.setBold(True)
        for k, quantity in enumerate(self._columns):
            painter.setPen(self._theme.colour(quantity))
            painter.setFont(bold)
            place = QRectF(NAMES + k * width, 0, width, HEAD)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, quantity)
        painter.setFont(font)
        top = HEAD
        for row in self._rows:
            height = self._height(row)
            painter.setPen(QColor(self._theme.faint))
            name = QRectF(0, top, NAMES - 6, height)
            left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(name, left, row.name)
            for k, quantity in enumerate(self._columns):
                found = row.found.get(quantity)
                if found is not None:
                    cell = QRectF(NAMES + k * width, top, width - GAP, height)
                    self._paint_cell(painter, cell, row, found)
            top += height + GAP

    def _paint_cell(
        self, painter: QPainter, cell: QRectF, row: ShareRow, found: ShareFound
    ) -> None:
        ground = shares_of(self._theme).colour(found.share)
        painter.fillRect(cell, ground)
        painter.setPen(self._theme.text_on(ground))
        if row.exact and found.share <= 1:
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, tr("exact"))
            return
        lines = [number_format.share(found.share)] if not row.exact else []
        if row.exact or cell.width() >= NARROWEST - GAP:
            lines.insert(0, number_format.delta(found.difference).lstrip("+"))
        metrics = QFontMetricsF(painter.font())
        text = "\n".join(
            metrics.elidedText(t, Qt.TextElideMode.ElideRight, cell.width()) for t in lines
        )
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)

    def _height(self, row: ShareRow) -> float:
        return 16.0 if row.exact else 26.0

    def _column_width(self) -> float:
        return (self.width() - NAMES) / max(1, len(self._columns))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hovered.emit(self._text_under(event.position().x(), event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit("")

    def _text_under(self, x: float, y: float) -> str:
        column, top = int((x - NAMES) // self._column_width()), HEAD
        if not (x >= NAMES and column < len(self._columns) and y >= HEAD):
            return ""
        for k, row in enumerate(self._rows):
            top += self._height(row) + GAP
            if y < top:
                return self.text_at(k, self._columns[column])
        return ""
