"""ElidedLink: a line of plain text that can be followed, by a click or by Enter."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionFocusRect, QWidget

from ui.widgets.elided_label import ElidedLabel


class ElidedLink(ElidedLabel):
    """An ElidedLabel that can be followed while it is enabled; underlined under the mouse.

    Signals:
        followed: it was clicked, or Enter was pressed on it.
    """

    followed = Signal()

    def __init__(self, parent: QWidget | None = None, asks: bool = False) -> None:
        super().__init__(parent, asks=asks)
        self._leads = False

    def set_leads(self, leads: bool) -> None:
        """Enable or disable following."""
        if leads == self._leads:
            return
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if leads else Qt.FocusPolicy.NoFocus)
        if leads:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()
        self._leads = leads
        self._underline(leads and self.underMouse())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            painter = QPainter(self)
            self.style().drawPrimitive(
                QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        inside = self.rect().contains(event.position().toPoint())
        if self._leads and inside and event.button() == Qt.MouseButton.LeftButton:
            self.followed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._leads and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.followed.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEvent) -> None:
        self._underline(self._leads)

    def leaveEvent(self, event: QEvent) -> None:
        self._underline(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _underline(self, underlined: bool) -> None:
        font = self.font()
        if font.underline() != underlined:
            font.setUnderline(underlined)
            self.setFont(font)
