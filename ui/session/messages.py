"""Messages: lines for the user, from anyone who has one; the status bar shows them."""

from PySide6.QtCore import QObject, Signal


class Messages(QObject):
    """One channel for all lines, handed to everyone who may send one.

    Signals:
        told: progress or a result; an empty line clears it.
        complained: why something could not be done.
    """

    told = Signal(str)
    complained = Signal(str)

    def tell(self, line: str) -> None:
        """Report progress or a result, in place of the last line."""
        self.told.emit(line)

    def complain(self, line: str) -> None:
        """Report why something could not be done."""
        self.complained.emit(line)
