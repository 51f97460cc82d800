"""A line of plain text that is cut with an ellipsis where there is no room for all of it."""

import math

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class ElidedLabel(QWidget):
    """One line of text that never asks for width; the whole text is its tooltip when cut."""

    def __init__(
        self,
        parent: QWidget | None = None,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._text, self._cut = "", cut
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def shown(self) -> str:
        """What there is room for."""
        return self.fontMetrics().elidedText(self._text, self._cut, self.width())

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def sizeHint(self) -> QSize:
        # Rounded up: what is cut is judged by the pixel's fraction.
        width = math.ceil(QFontMetricsF(self.font()).horizontalAdvance(self._text))
        return QSize(width, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.shown()
        tooltip = self._text if shown != self._text else ""
        if tooltip != self.toolTip():
            self.setToolTip(tooltip)
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
