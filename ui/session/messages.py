"""Messages: lines for the user, from whoever has something to say; the status bar shows them."""

from PySide6.QtCore import QObject, Signal


class Messages(QObject):
    """One way for all lines, which is handed to everyone who may have to say one.

    Signals:
        told: what is being done or is done; empty once there is nothing to tell any more.
        complained: why something could not be done.
    """

    told = Signal(str)
    complained = Signal(str)

    def tell(self, line: str) -> None:
        """Say what is being done or is done, in place of what was said before."""
        self.told.emit(line)

    def complain(self, line: str) -> None:
        """Say why something could not be done."""
        self.complained.emit(line)
