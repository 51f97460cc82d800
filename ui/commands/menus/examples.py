"""ExamplesMenu: the examples that ship, as a menu."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from simulator.examples import WORDS as EXAMPLE_TEXTS
from simulator.translation import tr
from ui.commands.actions import WORDS
from ui.commands.table.synonyms import EXAMPLE_WORDS, words_of


class ExamplesMenu(QObject):
    """Menu with one entry an example, with its paragraph as the tool tip.

    Signals:
        chosen: the id of an example to open.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.menu = QMenu(tr("Open an &example"), parent)
        self.menu.setToolTipsVisible(True)
        for id, example in EXAMPLE_TEXTS.items():
            action = self.menu.addAction(tr(example.title))
            action.setToolTip(f"<p>{tr(example.description)}</p>")
            action.setProperty(WORDS, words_of(EXAMPLE_WORDS, id))
            action.triggered.connect(partial(self._choose, id))

    def _choose(self, id: str, _checked: bool = False) -> None:
        self.chosen.emit(id)
