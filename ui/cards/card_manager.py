"""CardManager: opens a card at the number that the mouse rests on, and keeps those that are pinned.

Panels report the number under the mouse as a `CardAnchor`. Nothing is computed before the mouse
rests.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget

from simulator.analysis.address import Address, Source
from simulator.analysis.weight_gradient import WeightGradient
from ui.cards.anchor import CardAnchor, Subject
from ui.cards.card_keys import CardInput
from ui.cards.connector import Connectors
from ui.cards.live_typing import LiveTyping
from ui.cards.status_line import StatusLine
from ui.cards.window_keys import BorrowedKeys, WindowKeys, is_in
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme
from ui.widgets.fields.number_edit import NumberEdit

if TYPE_CHECKING:
    from ui.cards.card import HoverCard


REST_MILLISECONDS, LEAVE_MILLISECONDS = 300, 250
"""Rest of the mouse until a card opens; time that the mouse has to come on to the card."""

MOST_PINNED = 4


class CardManager(QObject):
    """Keeper of all cards of a window: at most one that leaves with the mouse, and the pinned ones.

    Attributes:
        card: the one that leaves with the mouse, or None. pinned: the others, the newest last.
        status: the line for the number under the mouse.

    Signals: `settled`, `cancelled`, `looked_at` and `parameter_shown` as in `Panel`.
        edited: as of `LiveTyping`.
        panel_asked: the key of a panel to show. kept: a click on a number keeps its card.
        weight_asked: a Given, a weight whose gradient the ledger is to take apart.
        given_shown: a Given of the input or of an initial state to show.
    """

    edited = Signal(object, object, str, object)
    settled = Signal()
    cancelled = Signal(object)
    looked_at = Signal(object)
    parameter_shown = Signal(str, object)
    panel_asked = Signal(str)
    kept = Signal()
    weight_asked = Signal(object)
    given_shown = Signal(object)

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        self._snapshot: Snapshot | None = None
        self.card: HoverCard | None = None
        self.pinned: list[HoverCard] = []
        self._spare: HoverCard | None = None
        self._stems = Connectors(theme)
        self._spot: CardAnchor | None = None
        self._by_keys = False
        self._keys_at: QPoint | None = None
        self._closed: Subject | None = None
        self._kept_by_click: HoverCard | None = None
        self._keys = BorrowedKeys(window)
        self._typist = LiveTyping(self._keys, self)
        self._stay = CardInput(self)
        self._states: dict[HoverCard, tuple[object, ...]] = {}
        self.status = StatusLine(self)
        self.rest, self.leave = (
            QTimer(self, interval=interval, singleShot=True)
            for interval in (REST_MILLISECONDS, LEAVE_MILLISECONDS)
        )
        self.rest.timeout.connect(self._open_at_rest)
        self.leave.timeout.connect(self.close_card)
        self._typist.edited.connect(self.edited)
        self._typist.settled.connect(self.settled)
        self._typist.cancelled.connect(self.cancelled)
        self._stay.clicked.connect(self._pin_by_click)
        self._stay.doubled.connect(self._leave_to_panel)
        self._stay.left.connect(self._leave_number)
        WindowKeys(window, self._escape).used.connect(self._key_used)

    # What panels report

    def point(self, spot: CardAnchor | None) -> None:
        """Take the number under the mouse; None where there is none."""
        if self._keys_at != QCursor.pos():
            self._keys_at = None
        before, self._spot = self._spot, spot
        same = before is not None and spot is not None and before.subject == spot.subject
        self.status.point(spot)
        if spot is None:
            self._closed = None
            self.rest.stop()
            self._leave_card()
            return
        if spot.subject == self._closed:
            return
        self._closed = None
        if self.card is not None and self.card.subject == spot.subject:
            self.leave.stop()
            self.rest.stop()
        elif not same or not self.rest.isActive():
            self._leave_card()
            self.rest.start()

    def open_by_keys(self, spot: CardAnchor | None) -> bool:
        """Open a card at the keys' place, and give it the keys; False where there is no number."""
        from ui.cards.content import exists

        if spot is None or self._snapshot is None or not exists(self._snapshot, spot.subject):
            return False
        self._by_keys = True
        self._open(spot)
        if self.card is not None:
            self._keys.borrow(self.card)
            self.card.activateWindow()
            self.card.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    # As a part of the window

    def draw(self, snapshot: Snapshot) -> None:
        """Let the cards follow a snapshot; those whose numbers are gone close."""
        before, self._snapshot = self._snapshot, snapshot
        self.status.snapshot = snapshot
        if snapshot.playing:
            self.rest.stop()
            self.close_card()
        for card in self._cards():
            another = before is not None and not snapshot.document.is_edit_of(before.document)
            self._renew_or_close(card, snapshot, another)
        self._typist.follow(snapshot)
        if self.card is None:
            self._stems.hide()

    def _renew_or_close(self, card: "HoverCard", snapshot: Snapshot, another: bool) -> None:
        """Write a card anew, or close it: its number is gone, or of another document."""
        from ui.cards.content import exists

        if another or not exists(snapshot, card.subject):
            self._close(card)
        else:
            self._refresh(card)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        for card in self._cards():
            card.set_theme(theme)
        self._stems.set_theme(theme)
        self.status.renew()

    # Opening and closing

    def close_card(self) -> None:
        """Close the card that leaves with the mouse, unless a number is being typed in it."""
        if self.card is not None and not self.card.types:
            self._close(self.card)

    def _open_at_rest(self) -> None:
        from ui.cards.content import exists

        spot, snapshot = self._spot, self._snapshot
        if spot is None or snapshot is None or snapshot.playing:
            return
        busy = (
            QApplication.mouseButtons() != Qt.MouseButton.NoButton
            or QApplication.activePopupWidget() is not None
            or QApplication.activeModalWidget() is not None
            or isinstance(QApplication.focusWidget(), NumberEdit)
            or self._keys_at == QCursor.pos()
        )
        by_keys = self.card is not None and self._by_keys and is_in(self.card, self._focused())
        pinned = any(card.subject == spot.subject for card in self.pinned)
        there = spot.widget.isVisible() and exists(snapshot, spot.subject)
        if busy or by_keys or pinned or not there:
            return
        self._by_keys = False
        self._open(spot)

    def _open(self, spot: CardAnchor) -> None:
        from ui.cards import place

        self.close_card()
        if self.card is not None:
            return  # a number is being typed in it
        stand = place.stand_for(spot, self._window)
        self.card = card = self._card_for(spot.subject, stand.host)
        if stand.alone:
            card.setWindowFlags(Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint)
        self._refresh(card)
        card.move(place.placed(stand.number, card.size(), stand.room, stand.around))
        card.hangs = card.geometry().bottom() < stand.number.top()
        card.show()
        card.raise_()
        ends = place.stem(stand.number, card.geometry())
        if ends is not None and not stand.alone:
            self._stems.join(ends, stand.host)
        self._stay.begin(card, spot)
        spot.opened()

    def _card_for(self, subject: Subject, host: QWidget) -> "HoverCard":
        """Return a card for a number: the one that was closed last, as making one takes long."""
        card, self._spare = self._spare, None
        if card is None:
            return self._make(subject, host)
        if card.parentWidget() is not host or card.isWindow():
            card.setParent(host)
        card.take(subject)
        if card.theme is not self._theme:
            card.set_theme(self._theme)
        return card

    def _make(self, subject: Subject, host: QWidget) -> "HoverCard":
        from ui.cards.card import HoverCard

        card = HoverCard(self._theme, subject, host)
        card.linked.connect(self._follow)
        card.opened.connect(partial(self._open_elsewhere, card))
        card.typing_asked.connect(partial(self._begin_typing, card))
        card.typed.connect(self._typist.take)
        card.ended.connect(self._typist.end)
        card.ended.connect(self._leave_unless_there)
        card.pin_asked.connect(partial(self._toggle_pin, card))
        card.dragged.connect(partial(self._dragged, card))
        card.closed.connect(partial(self._close_for_good, card))
        card.entered.connect(self.leave.stop)
        card.entered.connect(self.rest.stop)
        card.left.connect(self._leave_card)
        return card

    def _leave_card(self) -> None:
        if self.card is not None and not self._by_keys and not self.card.types:
            self.leave.start()

    def _close_for_good(self, card: "HoverCard") -> None:
        """Close a card, and open none there before the mouse was elsewhere.

        A button of it may be let go after it was closed.
        """
        if card in self._cards():
            self._closed = card.subject
            self._close(card)

    def _close(self, card: "HoverCard") -> None:
        if self._typist.card is card:
            self._typist.stop()
        had_keys = is_in(card, self._focused())
        if self._stay.card is card:
            self._stay.end()
        if card is self.card:
            self._let_go()
        else:
            self.pinned.remove(card)
        if self.card is None:
            self._stems.hide()
        self._states.pop(card, None)
        card.hide()
        if self._spare is not None:
            self._spare.deleteLater()
        self._spare = card
        if had_keys:
            self._keys.give_back()

    def _let_go(self) -> None:
        """Let a card no longer leave with the mouse."""
        self.card = None
        self.leave.stop()

    def _leave_number(self) -> None:
        """Close the card that leaves with the mouse; a clicked one stays, without the keys."""
        if self.card is None:
            self._stay.end()
        self.close_card()

    def _leave_to_panel(self) -> None:
        """Close the card at a double click, for the panel opens its own field there."""
        card = self._stay.card
        if card is not None:
            self._close(card)

    def _leave_unless_there(self) -> None:
        if self.card is not None and not self.card.underMouse():
            self._leave_card()

    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self._window

    def _cards(self) -> "list[HoverCard]":
        return [*self.pinned, *([self.card] if self.card is not None else [])]

    # Pins

    def _toggle_pin(self, card: "HoverCard") -> None:
        if card.pinned:
            self._close_for_good(card)
        else:
            self._pin(card)

    def _pin(self, card: "HoverCard") -> None:
        if card is self.card:
            self._stay.end()
            self._keep(card)

    def _keep(self, card: "HoverCard") -> None:
        """Let a card stay where it is; the stay at its number goes on."""
        self._let_go()
        card.set_pinned(True)
        self.pinned.append(card)
        for old in self.pinned[:-MOST_PINNED]:
            self._close(old)

    def _pin_by_click(self) -> None:
        """Pin the card whose number was clicked; the next such click replaces it."""
        before, card = self._kept_by_click, self.card
        if card is None:
            return
        self._keep(card)
        if before in self.pinned:
            self._close(before)
        self._kept_by_click = card
        self.kept.emit()

    def _dragged(self, card: "HoverCard") -> None:
        self._pin(card)
        if self._kept_by_click is card:
            self._kept_by_click = None
        self._stems.hide()

    # Contents

    def _refresh(self, card: "HoverCard") -> None:
        """Write a card anew if what it shows may have changed."""
        from ui.cards.content import content_of, state_of
        from ui.cards.edits import is_held, why_not

        snapshot = self._snapshot
        assert snapshot is not None
        state = state_of(snapshot, card.subject)
        if self._states.get(card) != state:
            self._states[card] = state
            card.show_content(
                content_of(snapshot, card.subject),
                why_not(snapshot, card.subject),
                isinstance(card.subject, Address),
                is_held(snapshot, card.subject),
            )

    # Requests

    def _begin_typing(self, card: "HoverCard", first: str) -> None:
        self.leave.stop()
        if self._snapshot is not None:
            self._typist.begin(card, self._snapshot, first)

    def _follow(self, source: Source) -> None:
        if isinstance(source, Address):
            self.looked_at.emit(source)
        elif source.is_parameter:
            self.panel_asked.emit("Weights")
            self.parameter_shown.emit(source.name, source.indices)
        else:
            self.panel_asked.emit("Inputs")
            self.given_shown.emit(source)

    def _open_elsewhere(self, card: "HoverCard") -> None:
        subject = card.subject
        if not card.pinned:
            self._close_for_good(card)
        if isinstance(subject, WeightGradient):
            self.weight_asked.emit(subject.parameter)
        else:
            self._follow(subject)
        if isinstance(subject, Address | WeightGradient):
            self.panel_asked.emit("Ledger")

    # Keys of the window

    def _key_used(self) -> None:
        """Open no card while keys are used."""
        self._keys_at = QCursor.pos()
        self.rest.stop()

    def _escape(self) -> bool:
        """Close the newest pinned card."""
        if not self.pinned or self.card is not None:
            return False
        self._close_for_good(self.pinned[-1])
        return True
