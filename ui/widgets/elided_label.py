"""ElidedLabel: a line of plain text, cut with an ellipsis where there is too little room."""

import math
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class ElidedLabel(QWidget):
    """One line of text that makes no widget wider; when cut, its tooltip shows the whole text.

    Attributes:
        about: what the line tells, for its tooltip, in the user's language.

    Args:
        cut: where the ellipsis is. least: the fewest characters that say something: a text cut to
            fewer is left out. asks: the label takes its text's width where there is room for
            it, and not only the width that others leave.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        asks: bool = False,
        least: int = 0,
    ) -> None:
        super().__init__(parent)
        self._text, self._cut, self._asks, self._least = "", cut, asks, least
        self.about = ""
        width = QSizePolicy.Policy.Preferred if asks else QSizePolicy.Policy.Ignored
        self.setSizePolicy(width, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def shown(self) -> str:
        """Return the text as displayed."""
        shown = self.fontMetrics().elidedText(self._text, self._cut, self.width())
        return shown if shown == self._text or len(shown) >= self._least else ""

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            before = self.sizeHint()
            self._text = text
            self.setAccessibleName(text)
            if self.about:
                self.tell()
            self.update()
            if self._asks and self.sizeHint() != before:
                self.updateGeometry()  # this lays out the whole window anew

    def sizeHint(self) -> QSize:
        # Rounded up: the ellipsis depends on fractions of a pixel.
        width = math.ceil(QFontMetricsF(self.font()).horizontalAdvance(self._text))
        return QSize(width, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.tell()
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)

    def tell(self) -> str:
        """Take the tooltip that belongs to the text, and return the text as displayed."""
        shown = self.shown()
        # Marked up so that Qt breaks its lines, and reads no markup of a file's in it.
        lines = [self._text] if shown != self._text else []
        if self.about and self._text:
            lines.append(self.about)
        tooltip = f"<qt>{'<br>'.join(map(escape, lines))}</qt>" if lines else ""
        if tooltip != self.toolTip():
            self.setToolTip(tooltip)
        return shown
