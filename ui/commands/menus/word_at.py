"""WordAtMenu: the words that can stand at the present timestep, as a menu of the menu bar."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.panels.inputs import word_menu
from ui.panels.inputs.next_input import wording_of
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme


class WordAtMenu(QObject):
    """Menu that is filled when it opens; disabled where words do not name the input.

    Signals:
        edited: the Document that was shown, its experiment with another word, the edit's label.
    """

    edited = Signal(object, object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self.menu = word_menu.made(parent)
        self.menu.aboutToShow.connect(self._fill)

    def draw(self, snapshot: Snapshot) -> None:
        """Take the snapshot that is shown."""
        self._snapshot = snapshot
        is_there = snapshot.timestep is not None and wording_of(snapshot.document) is not None
        self.menu.menuAction().setEnabled(is_there)

    def set_theme(self, theme: Theme) -> None:
        """Do nothing: a menu has the palette's colours."""

    def _fill(self) -> None:
        here = self._snapshot
        if here is not None and here.timestep is not None:
            word_menu.fill(
                self.menu,
                here,
                here.timestep,
                lambda experiment, label, _: self.edited.emit(here.document, experiment, label),
            )
