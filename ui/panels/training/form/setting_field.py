"""SettingField: a line for one number of a setting, taken on Enter or on leaving."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.style import fonts, number_format
from ui.style.theme import Theme
from ui.widgets.fields.leaving import STAYS
from ui.widgets.key_filter import give_back_keys

_LEAST = 48
"""Pixels that a line may be narrowed to."""


class SettingField(QLineEdit):
    """A number. Esc brings the present one back, and so does leaving a text that is no number.

    Signals:
        chosen: the number, as a float; None for an empty line, where that means something.
        refused: why a text is not taken; empty once it is mended.
    """

    chosen = Signal(object)
    refused = Signal(str)

    def __init__(self, theme: Theme, name: str, tip: str, empty: str = "") -> None:
        """Args: empty: what an empty line means; empty where a number is needed."""
        super().__init__()
        self._theme, self._empty = theme, empty
        self._number: float | None = None
        self._refused = False
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setPlaceholderText(empty)
        self.setMinimumWidth(_LEAST)
        fonts.wear(self, fonts.mono_text)
        self.returnPressed.connect(self._take)
        self.textEdited.connect(self._forgive)

    def show_number(self, number: float | None) -> None:
        """Show the present number, unless another one is being typed."""
        if number == self._number and (self.isModified() or self._refused):
            return
        self._number = number
        self._bring_back()

    def refuse(self, why: str) -> None:
        """Mark the line, whose number cannot be taken."""
        self._refused = True
        self._frame()
        self.refused.emit(f"{self.accessibleName()}: {why}")

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self._frame()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self._bring_back()
            give_back_keys(self)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed, or go back to the present number."""
        super().focusOutEvent(event)
        if event.reason() in STAYS:
            return
        if self.isModified():
            self._take()
        if self._refused:
            self._bring_back()

    def _take(self) -> None:
        """Ask for what is typed."""
        try:
            number = None if self._empty and not self.text().strip() else self._parsed()
        except ValueError as error:
            self.refuse(str(error))
            return
        self.setModified(False)
        if number == self._number:
            self._bring_back()
        else:
            self.chosen.emit(number)

    def _parsed(self) -> float:
        return number_format.parse(self.text())

    def _bring_back(self) -> None:
        number = self._number
        text = "" if number is None else number_format.brief(number)
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)
        self.setModified(False)
        self._forgive()

    def _forgive(self, _text: str = "") -> None:
        if self._refused:
            self._refused = False
            self._frame()
            self.refused.emit("")

    def _frame(self) -> None:
        self.setStyleSheet(f"border: 1px solid {self._theme.bad};" if self._refused else "")
