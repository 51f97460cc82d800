"""AlarmBar: a line and a button across the whole window, while something is wrong."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolBar, QWidget

from ui.style.theme import Theme, restyle
from ui.widgets.elided_label import ElidedLabel


class AlarmBar(QToolBar):
    """Bar that is visible exactly while its alarm is on: no layout or menu can hide it.

    Args:
        name: for layouts. title: for menus and screen readers. answer, action: the button's text,
            and what it does, for screen readers.

    Signals:
        answered: the button was pressed.
    """

    answered = Signal()

    def __init__(
        self, name: str, title: str, answer: str, action: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self._on = False
        self.setObjectName(name)
        self.setMovable(False)
        self.setAccessibleName(title)
        self.text = ElidedLabel()
        self.button = QPushButton(answer)
        self.button.setAccessibleName(action)
        self.button.clicked.connect(self.answered)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(6, 2, 6, 2)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button)
        self.addWidget(row)
        self.setVisible(False)

    def set_alarm(self, text: str) -> None:
        """Show an alarm; hide the bar when the text is empty."""
        self._on = bool(text)
        if text:
            self.text.set_text(text)
        if self.isHidden() == self._on:
            self.setVisible(self._on)

    def setVisible(self, visible: bool) -> None:
        """Show the bar exactly while there is an alarm, whatever is requested."""
        super().setVisible(self._on)

    def set_colour(self, theme: Theme, ground: str) -> None:
        """Take a colour, and the theme's ink on it."""
        ink = theme.text_on(QColor(ground)).name()
        restyle(
            self,
            f"QToolBar {{ background: {ground}; }}"
            f" QWidget {{ color: {ink}; background: {ground}; font-weight: bold; }}"
            f" QPushButton {{ border: 1px solid {ink}; border-radius: 4px; padding: 2px 14px; }}"
            f" QPushButton:focus {{ border: 2px solid {ink}; }}",
        )
