"""Buttons of a lesson: Enter presses them; Space plays, as everywhere in the window."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton

from ui.widgets.key_filter import LEAVES_SPACE

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

_TALL = 10_000


class LessonButton(QPushButton):
    """Button that Space does not press."""

    def __init__(self, text: str = "", primary: bool = False) -> None:
        super().__init__(text)
        self.setProperty(LEAVES_SPACE, True)
        self.setDefault(primary)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press at Enter; leave all other keys to the window."""
        if event.key() in ENTER and not event.isAutoRepeat():
            self.click()
        else:
            event.ignore()


class WrappedButton(LessonButton):
    """Button whose text goes on in a further line where it has no room in one."""

    def __init__(self, text: str = "", side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:
        super().__init__(text)
        self._flags = int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        words = map(self.fontMetrics().horizontalAdvance, self.text().split())
        return QSize(
            self._around().width() + max(words, default=0) + 2, super().sizeHint().height()
        )

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines in a width."""
        return self._around().height() + self._lines(width).height()

    def resizeEvent(self, event: object) -> None:
        """Take the height that the width needs."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QPainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        left = self._around().width() // 2
        painter.setPen(self.palette().buttonText().color())
        painter.drawText(self.rect().adjusted(left, 0, -left, 0), self._flags, self.text())
        painter.end()

    def _around(self) -> QSize:
        """Return the size of edge and padding."""
        text, metrics = super().sizeHint(), self.fontMetrics()
        line = metrics.size(int(Qt.TextFlag.TextShowMnemonic), self.text())
        return QSize(max(text.width() - line.width(), 0), max(text.height() - line.height(), 0))

    def _lines(self, width: int) -> QRect:
        room = QRect(0, 0, max(width - self._around().width(), 1), _TALL)
        return self.fontMetrics().boundingRect(room, self._flags, self.text())
