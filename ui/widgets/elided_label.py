"""ElidedLabel: a line of plain text, cut with an ellipsis where there is too little room."""

import math
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class ElidedLabel(QWidget):
    """One line of text that asks for no width; when cut, its tooltip shows the whole text."""

    def __init__(
        self,
        parent: QWidget | None = None,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._text, self._cut = "", cut
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def shown(self) -> str:
        """Return the text as displayed."""
        return self.fontMetrics().elidedText(self._text, self._cut, self.width())

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def sizeHint(self) -> QSize:
        # Rounded up: the ellipsis depends on fractions of a pixel.
        width = math.ceil(QFontMetricsF(self.font()).horizontalAdvance(self._text))
        return QSize(width, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.shown()
        # Marked up so that Qt breaks its lines, and reads no markup of a file's in it.
        tooltip = f"<qt>{escape(self._text)}</qt>" if shown != self._text else ""
        if tooltip != self.toolTip():
            self.setToolTip(tooltip)
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
