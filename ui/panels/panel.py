"""Panel: base of every panel of the window. It draws a snapshot and makes requests by signals."""

import time
from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from simulator.translation import mark
from ui.cards.anchor import CardAnchor
from ui.panels.lag import MANY_NUMBERS, Lag
from ui.session.document import Document
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme
from ui.widgets.key_filter import give_back_keys

OUT_OF_SIGHT_MILLISECONDS = 300
"""Delay before a hidden panel is drawn; of several, one after another."""

_APART_MILLISECONDS = 10
"""Least time for events between two of them."""


class Panel(QWidget):
    """One panel. It holds no state of the simulation and changes nothing itself.

    Attributes:
        play_waits: True when play waits while the mouse is on the panel.
        shows_cell: True when the panel shows the cell that is looked at; its title bar says so
            while that is not the one at the position.
        comes_first: True when the panel shows what is looked at, and no more of a run: after an
            edit of a large one it is drawn before the others.
        draws_edits: True when it can draw an edit alone, without what comes of it: a snapshot that
            is pending.
        lag: whether it is drawn later, and says so.
        caption_tip: what its caption tells, in English; marked.
        first_keys: the widget that gets the keys with the panel; None for its first.
        tools: the panel's small controls, for the right of its title bar; the panel makes them,
            the title bar holds them. They leave room for the name, or can be narrower.

    Signals:
        edited: an experiment to replace the present one, the edit's label, its merge key.
        settled: the edits so far are one undo step.
        cancelled: the merge key of edits to take back without a history entry.
        looked_at: an Address for the ledger.
        weight_asked: a Given, a weight whose gradient the ledger is to take apart.
        teaching_asked: a Given, a weight whose teachers a menu asks for.
        went_to: a position. went_to_timestep: a timestep of the selected lane and row.
        unit_selected: a unit for the ledger to follow.
        lane_selected: a Lane and a batch row to show.
        parameter_shown: torch's name of a parameter to show, and the index of a number to
            highlight, () for none. parameter_pointed: name and index under the mouse, to highlight
            only while its matrix is visible; an empty name when the mouse has left.
        hold_asked: a Hold to complete in a form; None for a new one.
        seed_asked: the Address of a number whose gradients are wanted; None for no seed.
        recaptioned: the caption is another one, without another snapshot.
        hovered: the exact value under the mouse, in words; empty when there is none.
        card_asked: the CardAnchor of the number under the mouse, where a card may open; None
            when there is none.
        hinted: keys of `cues.hints`, of gestures to tell; empty for none.
        gesture_done: the key of a gesture that was done: it need not be told again.
    """

    edited = Signal(object, str, object)
    settled = Signal()
    cancelled = Signal(object)
    looked_at = Signal(object)
    weight_asked = Signal(object)
    teaching_asked = Signal(object)
    went_to = Signal(object)
    went_to_timestep = Signal(int)
    unit_selected = Signal(int)
    lane_selected = Signal(object, int)
    parameter_shown = Signal(str, object)
    parameter_pointed = Signal(str, object)
    hold_asked = Signal(object)
    seed_asked = Signal(object)
    recaptioned = Signal()
    hovered = Signal(str)
    card_asked = Signal(object)
    hinted = Signal(object)
    gesture_done = Signal(str)

    caption_tip = mark(
        "What this panel shows: layer, direction, batch row, timestep and unit, when "
        "there is more than one."
    )
    play_waits = False
    shows_cell = False
    comes_first = False
    draws_edits = False
    first_keys: QWidget | None = None
    tools: QWidget | None = None
    _caught_up_out_of_sight = 0.0

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.snapshot: Snapshot | None = None
        self._under_mouse: CardAnchor | None = None
        self._awaited: Snapshot | None = None
        self._document: Document | None = None
        self._out_of_sight = QTimer(self, singleShot=True)
        self._out_of_sight.timeout.connect(self._catch_up_in_turn)
        self.lag = Lag(self)
        self.lag.due.connect(self.catch_up)
        self.card_asked.connect(self._keep_pointed)
        # Filled by the palette, not by the style sheet: then Qt knows that it is opaque, and does
        # not paint the widgets beneath.
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def focus_first(self) -> None:
        """Let the first widget inside that takes the keys have them, in the order of Tab.

        The panel has them before, and keeps them where there is none. (Not by `nextInFocusChain`:
        PySide makes each widget the owner of the next.)
        """
        self.focusNextChild()
        there = self.window().focusWidget()
        if there is None or not self.isAncestorOf(there):
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def follow(self, snapshot: Snapshot) -> None:
        """Draw at once when visible or focused, else a little later, and then only the newest.

        After an edit of a large run, and where it turns back or forwards, the panels that come
        first are painted before the others are drawn, with the edit alone in the panel with the
        keys; while its walk is under way only that is.

        Another document is drawn at once too, and gives the keys back to the steps. Menus close
        with their experiment: otherwise they could request edits of numbers that no longer exist.
        """
        before = self._document
        if before is None and self.snapshot is not None:
            before = self.snapshot.document
        another = before is not None and not snapshot.document.is_edit_of(before)
        self._awaited, self._document = snapshot, snapshot.document
        edited = before is not None and snapshot.document.computed != before.computed
        if edited:
            self._close_menus()
        opened = before is not None and snapshot.document.original is not before.original
        if opened and self._gets_keys():
            give_back_keys(self)
        has_keys = self._has_focus()
        if not (another or has_keys or self.in_sight):
            if not self._out_of_sight.isActive():
                self._out_of_sight.start(OUT_OF_SIGHT_MILLISECONDS)
        elif another or (has_keys and not self.draws_edits):
            self.catch_up()
        elif snapshot.pending or self._comes_later(snapshot, edited or self._turns(snapshot)):
            if has_keys:
                self.draw(replace(snapshot, pending=True))
            self.lag.fall_behind(soon=not snapshot.pending)
        else:
            self.catch_up()

    def _turns(self, snapshot: Snapshot) -> bool:
        """Return True where the way back begins or is left: much is to be drawn then."""
        return self.snapshot is not None and self.snapshot.goes_back != snapshot.goes_back

    def _comes_later(self, snapshot: Snapshot, changed: bool) -> bool:
        """Return True where other panels are painted before this one is drawn."""
        if self.comes_first or self.lag.is_long or not (changed or self.lag.behind):
            return False
        experiment = snapshot.experiment
        width = max(experiment.config.hidden_size, experiment.config.input_size)
        return experiment.num_timesteps * width >= MANY_NUMBERS

    @property
    def in_sight(self) -> bool:
        """True while a part of the panel is on screen; Qt's region lacks what its own parts cover.

        Behind a tab the panel lies outside of the window.
        """
        if not self.visibleRegion().isEmpty():
            return True
        window = self.window()
        place = QRect(self.mapTo(window, QPoint()), self.size())
        if not self.isVisible() or not place.intersects(window.rect()):
            return False
        return any(not part.visibleRegion().isEmpty() for part in self.findChildren(QWidget))

    @property
    def flashes(self) -> bool:
        """True while what has changed is lit."""
        return False

    @property
    def at_rest(self) -> bool:
        """True when all that the panel is to show is computed, and nothing flashes."""
        return not self.flashes

    def add_entries_to(self, menu: QMenu) -> None:
        """Add what a right click offers beside the pictures: to ask what made the number there.

        Away from every number that is asked of the one that the keys are at.
        """
        from ui.panels import seeds

        spot, named = self.spot_of_menu(), self._under_mouse is None
        if self.snapshot is not None:
            subject = None if spot is None else spot.subject
            seeds.add_entries(menu, self.snapshot, subject, self.seed_asked.emit, named=named)

    def spot_of_menu(self) -> CardAnchor | None:
        """Return the number that a right click is on, else the one that the keys are at."""
        return self._under_mouse or self.spot_of_keys()

    def _keep_pointed(self, spot: CardAnchor | None) -> None:
        self._under_mouse = spot

    def _close_menus(self) -> None:
        if QApplication.activePopupWidget() is None:
            return  # searching all children takes long
        for menu in self.findChildren(QMenu):
            if menu.isVisible():
                menu.close()

    def _gets_keys(self) -> bool:
        """Return True when keys come here once the window has them: a dialog may have them now."""
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _has_focus(self) -> bool:
        """Return True when keys come here; a panel behind another one can have them too."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def catch_up(self) -> None:
        """Draw the snapshot that was put off: the panel becomes visible, or is due."""
        awaited, self._awaited = self._awaited, None
        self.lag.catch_up()
        if awaited is not None:
            self._out_of_sight.stop()
            self.draw(awaited)

    def _catch_up_in_turn(self) -> None:
        """Catch up out of sight, unless another panel has just done so: then a little later."""
        now = time.perf_counter()
        if 1000 * (now - Panel._caught_up_out_of_sight) < _APART_MILLISECONDS:
            self._out_of_sight.start(_APART_MILLISECONDS)
            return
        self.catch_up()
        Panel._caught_up_out_of_sight = time.perf_counter()

    def prepare(self, snapshot: Snapshot) -> None:
        """Compute what takes long of a snapshot that is drawn in the next turn; most have none."""

    def draw(self, snapshot: Snapshot) -> None:
        """Show a snapshot: bind its new parts, move the others."""
        raise NotImplementedError

    def caption(self, snapshot: Snapshot) -> str:
        """Return what the title bar says beside the panel's name; it is asked at every frame."""
        return ""

    def remember(self, settings: QSettings) -> None:
        """Bring back the panel's own choices, and keep them from now on; most have none."""

    def spot_of_keys(self) -> CardAnchor | None:
        """Return the number that the keys are at in this panel; None where there is none."""
        return None

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and draw again."""
        raise NotImplementedError
