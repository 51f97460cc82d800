"""Choices: a button for each answer that can be chosen."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from simulator.translation import tr
from ui.panels.lesson.buttons import WrappedButton
from ui.style.theme import Theme, restyle

_BESIDE = 3
"""Letters of options up to which they stand side by side."""


class Choices(QWidget):
    """Buttons with the texts of the options, below each other; signs stand side by side.

    The right one gets a tick and an edge once it may be seen.

    Signals:
        answered: the key of an option.
    """

    answered = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._chosen, self._right = "", ""
        self._texts = dict(options)
        self.buttons = {key: WrappedButton(text) for key, text in options}
        beside = all(len(text) <= _BESIDE for _, text in options)
        box: QBoxLayout = QHBoxLayout(self) if beside else QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for key, button in self.buttons.items():
            button.setAccessibleName(button.text())
            button.setToolTip(tr("Answer: {option}", option=button.text()))
            button.clicked.connect(partial(self._answer, key))
            box.addWidget(button)

    def reveal(self, chosen: str, right: str, is_open: bool) -> None:
        """Mark the chosen option and, once it may be seen, the right one."""
        self._chosen, self._right = chosen, right
        for button in self.buttons.values():
            button.setEnabled(is_open)
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        for key, button in self.buttons.items():
            edge = theme.good if key == self._right else theme.ink if key == self._chosen else ""
            bold = "font-weight: 600;" if key in (self._right, self._chosen) else ""
            sheet = f"border: 2px solid {edge}; color: {theme.ink}; {bold}" if edge else ""
            button.setText(f"✓ {self._texts[key]}" if key == self._right else self._texts[key])
            restyle(button, f"padding: 0 10px; {sheet}")
            button.updateGeometry()

    def take_keys(self) -> None:
        """Let the first button have the keys."""
        next(iter(self.buttons.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self, key: str, _checked: bool = False) -> None:
        self.answered.emit(key)
