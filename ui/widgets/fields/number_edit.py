"""NumberEdit: a line in which a number of a dtype is typed."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from simulator.translation import tr
from ui.style import fonts, number_format
from ui.style.theme import Theme


class NumberEdit(QLineEdit):
    """Line edit for a number of a dtype; any other text is unacceptable input.

    `check` may refuse a number, by a ValueError.

    Signals:
        typed: the number, at every keystroke that makes one.
        refused: why the text is not a number; empty when it is one.
        gave_up: Esc was pressed.
    """

    typed = Signal(object)
    refused = Signal(str)
    gave_up = Signal()

    def __init__(self, dtype: np.dtype, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dtype, self._theme = dtype, theme
        self.check: Callable[[np.floating], object] | None = None
        self.setAccessibleName(tr("Value"))
        fonts.wear(self, fonts.mono_text)
        self.setValidator(_NumberValidator(self))
        self.textChanged.connect(self._judge)

    def number(self) -> np.floating:
        """Return the number in the line.

        Raises:
            ValueError: in words for the user, for text that is no number, or from `check`.
        """
        return self.number_of(self.text())

    def number_of(self, text: str) -> np.floating:
        """Convert a text to a number; ValueError as in `number`."""
        value = number_format.parse_as(text, self._dtype)
        if self.check is not None:
            self.check(value)
        return value

    def set_number(self, value: np.floating) -> None:
        """Show a number exactly, ready to be typed over."""
        self._dtype = value.dtype
        self.setText(number_format.exact(value))
        self._select_from_the_end()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self._frame(self.hasAcceptableInput())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keep the first digits visible, also after a table has selected them."""
        super().focusInEvent(event)
        if self.selectedText() == self.text():
            self._select_from_the_end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up on Esc; stop Enter here, for the cells below would act on it."""
        if event.key() == Qt.Key.Key_Escape:
            self.gave_up.emit()
        else:
            super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()

    def _select_from_the_end(self) -> None:
        """Select all, with the cursor at the first digit, since Qt keeps the cursor visible."""
        self.end(False)
        self.home(True)

    def _judge(self) -> None:
        try:
            value = self.number()
        except ValueError as error:
            self._frame(False)
            self.refused.emit(str(error))
        else:
            self._frame(True)
            self.refused.emit("")
            self.typed.emit(value)

    def _frame(self, good: bool) -> None:
        colour = self._theme.accent if good else self._theme.bad
        self.setStyleSheet(
            f"QLineEdit {{ border: 1px solid {colour}; border-radius: 3px; padding: 1px 3px;"
            f" background: {self._theme.panel}; color: {self._theme.ink}; }}"
        )


class _NumberValidator(QValidator):
    """Lets every text be typed, and tells which are numbers."""

    def __init__(self, edit: NumberEdit) -> None:
        super().__init__(edit)
        self._edit = edit

    def validate(self, text: str, cursor: int) -> object:
        try:
            self._edit.number_of(text)
        except ValueError:
            return QValidator.State.Intermediate, text, cursor
        return QValidator.State.Acceptable, text, cursor
