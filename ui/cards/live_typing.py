"""LiveTyping: the typing that is under way in a card, requested again at every keystroke."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from simulator.experiment.experiment import Experiment
from ui.cards.window_keys import BorrowedKeys
from ui.session.document import Document
from ui.session.snapshot import Snapshot

if TYPE_CHECKING:
    from ui.cards.card import HoverCard
    from ui.cards.edits import Typing
    from ui.session.edits.hold_edits import HoldEdit


@dataclass(eq=False)
class _UnderWay:
    """A number that is being typed.

    Attributes:
        typing: what it changes. shown: the document before it.
        number: the one that stands in the field, once there is one that was typed.
        asked: the experiment requested last; None before the first. last: its number.
        merge_key: joins all requests in one undo step.
    """

    card: "HoverCard"
    typing: "Typing"
    shown: Document
    number: np.floating | None = None
    asked: Experiment | None = None
    last: np.floating | None = None
    merge_key: object = field(default_factory=object)

    def take(self, number: np.floating) -> "HoldEdit | None":
        """Return the edit for another number; None where it changes nothing."""
        self.number = number
        if self.last is None and not self.typing.holds and _same(number, self.typing.value):
            return None
        if self.last is not None and _same(number, self.last):
            return None
        edit = self.typing.edit(number)
        self.asked, self.last = edit.experiment, number
        return edit

    def go_on(self, typing: "Typing", shown: Document) -> None:
        """Go on in another experiment; what was requested before stays an edit of its own."""
        self.typing, self.shown = typing, shown
        self.asked = self.last = None
        self.merge_key = object()

    @property
    def stays(self) -> bool:
        """True when what was requested is to stay: a hold always, a number where it is another."""
        another = self.last is not None and not _same(self.last, self.typing.value)
        return another or (self.last is not None and self.typing.holds)


class LiveTyping(QObject):
    """LiveTyping of all cards; a number is typed in one at a time.

    Signals:
        edited: the Document that was shown, and the rest as in `Panel`, like the others.
    """

    edited = Signal(object, object, str, object)
    settled = Signal()
    cancelled = Signal(object)

    def __init__(self, keys: BorrowedKeys, parent: QObject) -> None:
        super().__init__(parent)
        self._keys = keys
        self._under_way: _UnderWay | None = None

    @property
    def card(self) -> "HoverCard | None":
        """Card in which a number is being typed."""
        return self._under_way.card if self._under_way is not None else None

    def begin(self, card: "HoverCard", snapshot: Snapshot, first: str) -> None:
        """Turn a card's value into a field; the card says why where that cannot be."""
        from ui.cards.edits import typing_of

        if self._under_way is not None:
            return
        try:
            typing = typing_of(snapshot, card.subject)
        except ValueError:
            return
        self._keys.borrow(card)
        self._under_way = _UnderWay(card, typing, snapshot.document)
        card.activateWindow()
        card.begin_typing(typing, first)

    def take(self, number: np.floating) -> None:
        """Request the experiment with another number."""
        under_way = self._under_way
        if under_way is not None and under_way.card.types:
            self._request(under_way, number)

    def end(self, kept: bool, by_enter: bool) -> None:
        """Keep what was typed, or take it back.

        Enter holds a number that is as it was, and puts what was typed again where it has changed.
        """
        under_way, self._under_way = self._under_way, None
        if under_way is None:
            return
        number = under_way.number
        if number is None and by_enter and under_way.typing.holds:
            number = under_way.typing.value
        if by_enter and under_way.last is None and number is not None:
            self._request(under_way, number)
        under_way.card.end_typing()
        if by_enter or not kept:
            self._keys.give_back()
        if kept and under_way.stays:
            self.settled.emit()
        elif under_way.last is not None:
            self.cancelled.emit(under_way.merge_key)

    def follow(self, snapshot: Snapshot) -> None:
        """Go on in an experiment that has changed otherwise; end where the number is gone."""
        under_way = self._under_way
        if under_way is None or snapshot.pending:
            return
        shown, asked = under_way.shown, under_way.asked
        if snapshot.experiment is (shown.experiment if asked is None else asked):
            return
        from ui.cards.edits import typing_of

        try:
            typing = typing_of(snapshot, under_way.card.subject)
        except ValueError:
            self.stop()
            return
        under_way.go_on(typing, snapshot.document)
        under_way.card.go_on_typing(typing, as_typed=under_way.number is not None)

    def stop(self) -> None:
        """End the typing without a request."""
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            under_way.card.end_typing()
            self._keys.give_back()

    def _request(self, under_way: _UnderWay, number: np.floating) -> None:
        edit = under_way.take(number)
        if edit is not None:
            self.edited.emit(under_way.shown, *edit, under_way.merge_key)


def _same(a: np.floating, b: np.floating) -> bool:
    return a.tobytes() == b.tobytes()
