"""DocumentName: what is open, at the right of the menus and in the window's title."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMainWindow

from simulator.translation import tr
from ui.session.document import Document
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme, restyle
from ui.widgets.elided_label import ElidedLabel

_UNSAVED = "•"
_SHARE = 0.4
"""Largest share of the menu bar's width."""


class DocumentName(ElidedLabel):
    """Name of the open document, with a dot while no file holds its edits; cut in the middle."""

    def __init__(
        self, title_of: Callable[[Document], str], window: QMainWindow, theme: Theme
    ) -> None:
        self._window, self._title, self._covered = window, "Gatestep[*]", False
        super().__init__(window.menuBar(), Qt.TextElideMode.ElideMiddle, asks=True)
        self._title_of, self._menu_bar = title_of, window.menuBar()
        self.about = tr("The open document. A dot after its name means unsaved edits.")
        self._menu_bar.setCornerWidget(self)
        self.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Show the name of the document, here and in the window's title."""
        name = self._title_of(snapshot.document)
        self.show_document(name, snapshot.saved)
        title = name.replace("[*]", "[*][*]")
        self._title = f"{title}[*] – Gatestep"
        self._entitle()
        if self._window.isWindowModified() == snapshot.saved:  # it takes long, at each step too
            self._window.setWindowModified(not snapshot.saved)

    def setVisible(self, visible: bool) -> None:
        """Leave the window's title too, while the start page covers what is open."""
        super().setVisible(visible)
        self._covered = not visible
        self._entitle()

    def _entitle(self) -> None:
        self._window.setWindowTitle("Gatestep[*]" if self._covered else self._title)

    def show_document(self, name: str, saved: bool) -> None:
        """Show a name."""
        text = name if saved else f"{name} {_UNSAVED}"
        if text != self.text():
            self.set_text(text)
            self._menu_bar.setCornerWidget(self)  # the menu bar asks for its width only then

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        restyle(self, f"color: {theme.faint};")

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint()
        most = round(self._menu_bar.width() * _SHARE)
        return QSize(min(wanted.width(), most) + 12, self._menu_bar.height())
