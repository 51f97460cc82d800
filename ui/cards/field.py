"""CardField: the field of a card in which another number is typed."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.style.theme import Theme
from ui.widgets.fields.leaving import Leaving
from ui.widgets.fields.number_edit import NumberEdit


class CardField(NumberEdit):
    """Field that ends by Enter, Esc, a press elsewhere, or by losing the keys.

    Signals:
        ended: True when the number is kept, and True when that was by Enter.
    """

    ended = Signal(bool, bool)

    def __init__(self, theme: Theme, card: QWidget) -> None:
        super().__init__(np.dtype(np.float64), theme, card)
        self._leaving = Leaving(self, card)
        self._leaving.left.connect(self._leave)
        self.returnPressed.connect(self._enter)
        self.gave_up.connect(self._give_up)
        self.hide()

    @property
    def is_live(self) -> bool:
        """True while a number is being typed."""
        return self._leaving.listens

    def begin(self, value: np.floating, first: str) -> None:
        """Show a number, and a text to begin with in its place, if given."""
        self.set_number(value)
        self._leaving.listen()
        self.show()
        self.setFocus()
        if first:
            self.setText(first)

    def renew(self, value: np.floating) -> None:
        """Show another number in place of the one that nobody has typed over."""
        self._leaving.rest()
        self.set_number(value)
        self._leaving.listen()

    def stop(self) -> None:
        """Close without a signal: the number being typed is gone."""
        self._leaving.rest()
        self.hide()

    def _leave(self) -> None:
        """Keep a number; give up any other text."""
        self._finish(self.hasAcceptableInput(), False)

    def _enter(self) -> None:
        self._finish(True, True)

    def _give_up(self) -> None:
        self._finish(False, False)

    def _finish(self, kept: bool, by_enter: bool) -> None:
        if self._leaving.listens:
            self._leaving.rest()
            self.ended.emit(kept, by_enter)
