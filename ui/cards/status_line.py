"""StatusLine: the exact value under the mouse, and a little later what it means."""

from PySide6.QtCore import QObject, QTimer, Signal

from ui.cards.anchor import CardAnchor
from ui.session.snapshot import Snapshot

BRIEF_MILLISECONDS = 80
"""Rest of the mouse until the line has the sentence."""


class StatusLine(QObject):
    """Line for the number under the mouse.

    Signals:
        told: the line.
    """

    told = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.snapshot: Snapshot | None = None
        self._spot: CardAnchor | None = None
        self._heard = self._sentence = ""
        self.rest = QTimer(self, interval=BRIEF_MILLISECONDS, singleShot=True)
        self.rest.timeout.connect(self._explain)

    def point(self, spot: CardAnchor | None) -> None:
        """Take the number under the mouse; None where there is none."""
        before, self._spot = self._spot, spot
        if spot is None or before is None or before.subject != spot.subject:
            self._sentence = ""
            self.rest.stop()
        if spot is not None and not self._sentence and not self.rest.isActive():
            self.rest.start()

    def hear(self, text: str) -> None:
        """Take the exact value under the mouse, in words, and tell it with its sentence."""
        if text != self._heard:
            self._heard, self._sentence = text, ""
            if text and self._spot is not None:
                self.rest.start()
        self._tell()

    def renew(self) -> None:
        """Write the sentence anew, in other decimals."""
        if self._sentence:
            self._explain()

    def _explain(self) -> None:
        from ui.cards.content import brief_of, exists

        snapshot, spot = self.snapshot, self._spot
        if snapshot is not None and spot is not None and exists(snapshot, spot.subject):
            self._sentence = brief_of(snapshot, spot.subject)
            self._tell()

    def _tell(self) -> None:
        self.told.emit(" · ".join(filter(None, (self._heard, self._sentence))))
