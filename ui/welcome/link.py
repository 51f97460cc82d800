"""Link: a button that looks like a word to follow."""

import math

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.style import fonts
from ui.style.theme import Theme

_AROUND = 4


class Link(QAbstractButton):
    """One line in the accent, cut in the middle where there is too little room."""

    def __init__(self, text: str, theme: Theme, font: fonts.Maker = fonts.text) -> None:
        super().__init__()
        self._theme = theme
        self._said = text
        fonts.wear(self, font)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def shown(self) -> str:
        """Return the text as displayed."""
        room = self.width() - 2 * _AROUND
        return QFontMetricsF(self.font()).elidedText(self._said, Qt.TextElideMode.ElideMiddle, room)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        width = math.ceil(metrics.horizontalAdvance(self._said)) + 2 * _AROUND
        return QSize(width, math.ceil(metrics.height()) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 80), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, underlined under the mouse, framed with the focus."""
        painter = QPainter(self)
        accent = QColor(self._theme.accent)
        painter.setPen(accent)
        font = QFont(self.font())
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        words = self.rect().adjusted(_AROUND, 0, -_AROUND, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, left | Qt.TextFlag.TextSingleLine, self.shown())
        if self.hasFocus():
            painter.setPen(QPen(accent, 2))
            around = QRect(self.rect())
            around.setWidth(min(around.width(), self.sizeHint().width()))
            painter.drawRoundedRect(around.adjusted(1, 1, -1, -1), 3, 3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow at Enter, as at Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
