"""Fault log: what went wrong inside Gatestep, with tracebacks, for whoever mends it."""

import logging
import os
from collections import deque
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from simulator.files.private import make_private_file, make_private_folder

BYTES: Final = 256 * 1024
"""Bytes of a file of the log, before another is begun."""
FORMER: Final = 3
"""Number of former files that are kept."""
LAST: Final = 5
"""Number of errors that are remembered in this window."""

_FORMAT: Final = "%(asctime)s %(levelname)s %(message)s"

log = logging.getLogger("gatestep")


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return home_shortened(super().format(record))


class LogFile(RotatingFileHandler):
    """Log in a private file, which is made when there is something to write."""

    def __init__(self, folder: Path) -> None:
        path = folder / "gatestep.log"
        super().__init__(path, "a", BYTES, FORMER, "utf-8", delay=True, errors="backslashreplace")
        self.setFormatter(_Formatter(_FORMAT))

    def _open(self) -> TextIOWrapper:
        make_private_folder(os.path.dirname(self.baseFilename))
        make_private_file(self.baseFilename)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """Let a fault go that cannot be written: it is told in the window and on stderr too."""


class _Last(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.setFormatter(_Formatter(_FORMAT))
        self.texts: deque[str] = deque(maxlen=LAST)

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(self.format(record))


_last = _Last()
log.addHandler(_last)


def last_faults() -> tuple[str, ...]:
    """Return the last errors with their tracebacks, the newest at the end."""
    return tuple(_last.texts)


def home_shortened(text: str) -> str:
    """Write `~` for the user's folder, whose name is often a person's."""
    home = os.path.expanduser("~").rstrip(os.sep)
    return text.replace(home, "~") if home else text
