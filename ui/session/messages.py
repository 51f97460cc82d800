"""Messages: lines for the user, from anyone who has one; the status bar shows them."""

from PySide6.QtCore import QObject, Signal


class Messages(QObject):
    """One channel for all lines, handed to everyone who may send one.

    Attributes:
        lasting: True when the last line tells of something under way: it stays until the next.

    Signals:
        told: progress or a result; an empty line clears it.
        complained: why something that was asked for could not be done.
        warned: what went wrong by itself.
    """

    told = Signal(str)
    complained = Signal(str)
    warned = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lasting = False

    def tell(self, line: str, lasting: bool = False) -> None:
        """Report a result, or what is under way (lasting), in place of the last line."""
        self.lasting = lasting
        self.told.emit(line)

    def complain(self, line: str) -> None:
        """Report why something that was asked for could not be done."""
        self.complained.emit(line)

    def warn(self, line: str) -> None:
        """Report what went wrong by itself, such as a folder that cannot be written."""
        self.warned.emit(line)
