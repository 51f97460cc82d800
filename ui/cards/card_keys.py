"""CardInput: what mouse and keys do while a card is open at a number that has just been met."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.cards.anchor import CardAnchor
from ui.cards.keys import CardKey, card_key
from ui.cards.window_keys import is_in
from ui.widgets.key_filter import takes_text

if TYPE_CHECKING:
    from ui.cards.card import HoverCard


class CardInput(QObject):
    """The user's stay at the number of one card. It hears all events of the program meanwhile.

    Signals:
        clicked: the number was clicked. doubled: it was double clicked, which its panel answers.
        left: anything else was done.
    """

    clicked = Signal()
    doubled = Signal()
    left = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._card: HoverCard | None = None
        self._spot: CardAnchor | None = None
        self._pressed_at: QPoint | None = None

    @property
    def card(self) -> "HoverCard | None":
        """Card at whose number the user stays."""
        return self._card

    def begin(self, card: "HoverCard", spot: CardAnchor) -> None:
        """Begin at a number whose card has opened."""
        self._card, self._spot, self._pressed_at = card, spot, None
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def end(self) -> None:
        """Hear no more."""
        self._card = self._spot = self._pressed_at = None
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the card's keys, and find out clicks, drags, wheels and other keys."""
        card = self._card
        if card is None or card.types or not isinstance(watched, QWidget):
            return False
        if is_in(card, watched):
            return False
        kind = event.type()
        if isinstance(event, QKeyEvent) and kind in (
            QEvent.Type.ShortcutOverride,
            QEvent.Type.KeyPress,
        ):
            return self._key(card, watched, event)
        if kind == QEvent.Type.MouseButtonDblClick:
            self.doubled.emit()
        elif kind == QEvent.Type.Wheel:
            self.left.emit()
        elif isinstance(event, QMouseEvent):
            self._mouse(watched, event)
        return False

    def _key(self, card: "HoverCard", watched: QWidget, event: QKeyEvent) -> bool:
        key, pressed = card_key(event, False), event.type() == QEvent.Type.KeyPress
        if key is CardKey.MODIFIER:
            return False
        if key is CardKey.OTHER or takes_text(watched):
            if pressed or key is CardKey.OTHER:
                self.left.emit()
            return False
        event.accept()
        if pressed:
            card.press(event, False)
        return True

    def _mouse(self, watched: QWidget, event: QMouseEvent) -> None:
        at = event.globalPosition().toPoint()
        match event.type():
            case QEvent.Type.MouseButtonPress:
                if event.button() == Qt.MouseButton.LeftButton and self._on_number(watched, at):
                    self._pressed_at = at
                else:
                    self.left.emit()
            case QEvent.Type.MouseMove if self._pressed_at is not None:
                way = (at - self._pressed_at).manhattanLength()
                if way >= QApplication.startDragDistance():
                    self.left.emit()
            case QEvent.Type.MouseButtonRelease if self._pressed_at is not None:
                self._pressed_at = None
                self.clicked.emit()
            case _:
                pass

    def _on_number(self, watched: QWidget, at: QPoint) -> bool:
        spot = self._spot
        if spot is None or not is_in(spot.widget, watched):
            return False
        return spot.rect().contains(spot.widget.mapFromGlobal(at))
