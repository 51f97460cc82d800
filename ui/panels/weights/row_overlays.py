"""What lies over the rows of the matrices side by side: their sums, and the lit row's frame."""

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

from ui.panels.weights.readings import RowSum
from ui.style import fonts
from ui.style.theme import Theme

HEAD, SUM = 20, 78
"""Height of what stands above the matrices, and width of the sums, in pixels."""

_LINE, _ROUND = 2, 4
"""Width of the frame's lines, and radius of its corners, in pixels."""


class Rows(Protocol):
    """Rows of matrices beside each other."""

    @property
    def writes(self) -> bool:
        """True while sums are written."""

    def row_rect(self, row: int) -> QRectF:
        """Return the place of a row; empty where it cannot be seen."""


class Sums(QWidget):
    """The sums of the rows, beside them: the lit one, and where there is room all."""

    def __init__(self, theme: Theme, rows: Rows, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._rows = theme, rows
        self._shown: tuple[Mapping[int, RowSum], int | None] = {}, None
        self.total = "z"
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_sums(self, sums: Mapping[int, RowSum], lit: int | None) -> None:
        """Write other sums, by their rows; the lit row's is bold."""
        if (sums, lit) != self._shown:
            self._shown = sums, lit
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the numbers, right-aligned at their rows."""
        painter = QPainter(self)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        font = fonts.bold(fonts.mono_text())
        painter.setFont(font)
        painter.setPen(QColor(self._theme.ink))
        width = self.width() - 8
        painter.drawText(QRectF(0, 0, width, fonts.px(HEAD)), right, self.total)
        sums, lit = self._shown
        for row, of in sums.items():
            place = self._rows.row_rect(row)
            if place.isEmpty():
                continue
            font.setBold(row == lit)
            painter.setFont(font)
            seen = self._theme.ink if row == lit else self._theme.faint
            painter.setPen(QColor(seen))
            middle = min(max(place.center().y(), fonts.px(HEAD) + 8), self.height() - 8)
            painter.drawText(QRectF(0, middle - 10, width, 20), right, of.text)


class Light(QWidget):
    """Frame around the lit row, across all matrices.

    It lies over the matrices, which are painted anew wherever it is: so it asks for its lines only.
    """

    def __init__(self, theme: Theme, rows: Rows, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._rows = theme, rows
        self._row: int | None = None
        self._quantity = ""
        self._placed = QRectF()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_row(self, row: int | None, quantity: str) -> None:
        """Frame another row in its quantity's hue; None for no row."""
        other = quantity != self._quantity
        self._row, self._quantity = row, quantity
        self.place()
        if other:
            self._ask_for(self._placed)

    def place(self) -> None:
        """Draw the frame where its row is now."""
        frame = self._frame()
        if frame != self._placed:
            self._ask_for(self._placed)
            self._ask_for(frame)
            self._placed = frame

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame."""
        self.place()  # the rows may have another place since they were shown
        if self._placed.isEmpty():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour(self._quantity), _LINE))
        painter.drawRoundedRect(self._placed, _ROUND, _ROUND)

    def _frame(self) -> QRectF:
        """Return the frame's place; empty for no row."""
        place = QRectF() if self._row is None else self._rows.row_rect(self._row)
        if place.isEmpty():
            return QRectF()
        short = max(0.0, 6 - place.height()) / 2
        wide = self.width() - 2 - (0 if self._rows.writes else fonts.px(SUM))
        return QRectF(1, place.top(), wide, place.height()).adjusted(0, -short, 0, short)

    def _ask_for(self, frame: QRectF) -> None:
        """Paint the lines of a frame anew, and what lies below them."""
        if not frame.isEmpty():
            around = frame.adjusted(-_LINE, -_LINE, _LINE, _LINE).toAlignedRect()
            within = frame.adjusted(_ROUND, _ROUND, -_ROUND, -_ROUND).toAlignedRect()
            self.update(QRegion(around) - QRegion(within))
