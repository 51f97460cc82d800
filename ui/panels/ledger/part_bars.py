"""PartBars: the sum of each kind of term, as signed bars on one scale."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from simulator.analysis.ledger import Ledger
from simulator.translation import tr
from ui.style import number_format
from ui.style.colours import map_of
from ui.style.theme import Theme, mono_font

_BAR = 9


class PartBars(QWidget):
    """One bar for each kind of term, with its name and its sum above."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sums: list[tuple[str, float]] = []

    def sizeHint(self) -> QSize:
        return QSize(150, 150)

    def set_sums(self, sums: list[tuple[str, float]], theme: Theme) -> None:
        """Show other sums, by name."""
        self._sums, self._theme = sums, theme
        self.setAccessibleName(", ".join(self.lines()))
        self.update()

    def lines(self) -> list[str]:
        """Return every name with its number, as written."""
        return [f"{name} {number_format.signed(total, 4)}" for name, total in self._sums]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(mono_font(8.5))
        metrics = painter.fontMetrics()
        pitch = min(metrics.height() + _BAR + 16, self.height() // max(1, len(self._sums)))
        scale = max((abs(total) for _, total in self._sums if math.isfinite(total)), default=0)
        middle, half = self.width() / 2, self.width() / 2 - 4
        for row, (name, total) in enumerate(self._sums):
            text = QRectF(4, row * pitch, self.width() - 8, metrics.height())
            painter.setPen(QColor(self._theme.faint))
            painter.drawText(text, Qt.AlignmentFlag.AlignLeft, name)
            painter.setPen(QColor(self._theme.ink))
            painter.drawText(text, Qt.AlignmentFlag.AlignRight, number_format.signed(total, 4))
            bar = QRectF(middle, text.bottom() + 2, 0, _BAR)
            if scale and math.isfinite(total):
                bar.setWidth(half * total / scale)
            painter.fillRect(bar.normalized(), map_of(self._theme, None).at(float(total > 0)))
            painter.fillRect(QRectF(middle, bar.top() - 1, 1, _BAR + 2), QColor(self._theme.faint))


def sums_of(book: Ledger) -> list[tuple[str, float]]:
    """Return the sum of each kind of term; for a single kind, the raising and lowering terms."""
    if len(book.parts) > 1:
        return [(part.name, float(part.products.sum())) for part in book.parts]
    products = book.products
    return [
        (tr("raising"), float(products[products > 0].sum())),
        (tr("lowering"), float(products[products < 0].sum())),
    ]
