"""Panel: base of every panel of the window. It draws a snapshot and makes requests by signals."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ui.session.document import Document
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme

OUT_OF_SIGHT_MILLISECONDS = 300
"""Longest delay before a hidden panel is drawn."""


class Panel(QWidget):
    """One panel. It holds no state of the simulation and changes nothing itself.

    Attributes:
        play_waits: True when play waits while the mouse is on the panel.

    Signals:
        edited: an experiment to replace the present one, the edit's label, its merge key.
        settled: the edits so far are one undo step.
        cancelled: the merge key of edits to take back without a history entry.
        looked_at: an Address for the ledger.
        went_to: a position. went_to_timestep: a timestep of the selected lane and row.
        unit_selected: a unit for the ledger to follow.
        lane_selected: a Lane and a batch row to show.
        parameter_shown: torch's name of a parameter to show, and the index of a number to
            highlight, () for none. parameter_pointed: name and index under the mouse, to highlight
            only while its matrix is visible; an empty name when the mouse has left.
        hold_asked: a Hold to complete in a form; None for a new one.
        hovered: the exact value under the mouse, in words; empty when there is none.
    """

    edited = Signal(object, str, object)
    settled = Signal()
    cancelled = Signal(object)
    looked_at = Signal(object)
    went_to = Signal(object)
    went_to_timestep = Signal(int)
    unit_selected = Signal(int)
    lane_selected = Signal(object, int)
    parameter_shown = Signal(str, object)
    parameter_pointed = Signal(str, object)
    hold_asked = Signal(object)
    hovered = Signal(str)

    play_waits = False

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.snapshot: Snapshot | None = None
        self._awaited: Snapshot | None = None
        self._document: Document | None = None
        self._out_of_sight = QTimer(self, interval=OUT_OF_SIGHT_MILLISECONDS, singleShot=True)
        self._out_of_sight.timeout.connect(self.catch_up)
        # Filled by the palette, not by the style sheet: then Qt knows that it is opaque, and does
        # not paint the widgets beneath.
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def follow(self, snapshot: Snapshot) -> None:
        """Draw at once when visible or focused, else a little later, and then only the newest.

        Another document is drawn at once too, and menus close with their experiment: otherwise they
        could request edits of numbers that no longer exist.
        """
        before = self._document
        another = before is not None and not snapshot.document.is_edit_of(before)
        self._awaited, self._document = snapshot, snapshot.document
        if before is not None and snapshot.document.computed != before.computed:
            self._close_menus()
        if another or not self.visibleRegion().isEmpty() or self._has_focus():
            self.catch_up()
        elif not self._out_of_sight.isActive():
            self._out_of_sight.start()

    def _close_menus(self) -> None:
        if QApplication.activePopupWidget() is None:
            return  # searching all children takes long
        for menu in self.findChildren(QMenu):
            if menu.isVisible():
                menu.close()

    def _has_focus(self) -> bool:
        """Return True when keys come here; a panel behind another one can have them too."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def catch_up(self) -> None:
        """Draw the snapshot that was put off: the panel becomes visible."""
        awaited, self._awaited = self._awaited, None
        if awaited is not None:
            self._out_of_sight.stop()
            self.draw(awaited)

    def draw(self, snapshot: Snapshot) -> None:
        """Show a snapshot: bind its new parts, move the others."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and draw again."""
        raise NotImplementedError
