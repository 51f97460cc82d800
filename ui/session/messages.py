"""Messages: lines for the user, from anyone who has one; the status bar shows them."""

from PySide6.QtCore import QObject, Signal


class Messages(QObject):
    """One channel for all lines, handed to everyone who may send one.

    Attributes:
        lasting: True when the last line tells of something under way: it stays until the next.

    Signals:
        told: progress or a result; an empty line clears it.
        complained: why something could not be done.
    """

    told = Signal(str)
    complained = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lasting = False

    def tell(self, line: str, lasting: bool = False) -> None:
        """Report a result, or what is under way (lasting), in place of the last line."""
        self.lasting = lasting
        self.told.emit(line)

    def complain(self, line: str) -> None:
        """Report why something could not be done."""
        self.complained.emit(line)
