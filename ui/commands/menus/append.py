"""AppendMenu: the words that can continue the input, as a menu, so that the palette finds them."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from simulator.experiment import appending
from simulator.files.errors import plain
from simulator.translation import tr
from ui.panels.inputs.next_input import wording_of
from ui.session.document import Document
from ui.session.snapshot import Snapshot
from ui.style.mnemonic import literal
from ui.style.theme import Theme

MOST = 30
"""Largest number of words in the menu; the field of the Inputs panel takes all."""


class AppendMenu(QObject):
    """Menu with an entry for each word; disabled where the input has none, or cannot go on.

    Signals:
        asked: the word to append.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._document: Document | None = None
        self.menu = QMenu(tr("&Append input"), parent)
        self.menu.setToolTipsVisible(True)

    def draw(self, snapshot: Snapshot) -> None:
        """List the words of the input."""
        if snapshot.document is self._document:
            return
        self._document = snapshot.document
        wording = wording_of(snapshot.document)
        words = () if wording is None else wording.offered[:MOST]
        if words != self._words:
            self._words = words
            self.menu.clear()
            for word in words:
                action = self.menu.addAction(literal(tr("Append {word}", word=plain(word, 40))))
                action.triggered.connect(partial(self._ask, word))
        possible = bool(words) and not appending.refusal(snapshot.experiment)
        self.menu.menuAction().setEnabled(possible)

    def set_theme(self, theme: Theme) -> None:
        """Do nothing: a menu has the palette's colours."""

    def _ask(self, word: str, _checked: bool = False) -> None:
        self.asked.emit(word)
