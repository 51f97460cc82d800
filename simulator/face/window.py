"""Window from Python: opened in a process of its own, on the numbers at hand."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Final

from ..child import is_frozen
from ..files.workspaces.handover import hand_over
from .request import Request

PROGRAM: Final = Path(__file__).resolve().parents[2] / "main.py"


def opened(request: Request) -> "View":
    """Open the window on a request.

    Raises:
        FileError: there is no room for what is handed over. RuntimeError: as `View`.
    """
    path = hand_over(request.workspace())
    return View(["--handed", path], path)


class View:
    """Window that was opened from Python."""

    def __init__(self, arguments: Sequence[str], handed: str | None = None) -> None:
        """Start the window's process.

        Args:
            arguments: those of the program. handed: a file that goes away, at the latest when the
                process ends.

        Raises:
            RuntimeError: it cannot be started, and why.
        """
        self._handed, self._asked_to_close = handed, False
        self._status, self._words = 0, ""
        try:
            self._process, said = _started(arguments)
        except RuntimeError:
            self._remove_handed()
            raise
        self._waiting = threading.Thread(target=self._until_closed, args=(said,), daemon=True)
        self._waiting.start()

    def __repr__(self) -> str:
        """Return whether the window is open, and what it said where it could not be."""
        if self.is_open:
            return "<gatestep window, open>"
        return f"<gatestep window, closed{f': {self._problem}' if self._problem else ''}>"

    @property
    def is_open(self) -> bool:
        """True as long as the window's process runs."""
        return self._waiting.is_alive()

    def wait(self, timeout: float | None = None) -> None:
        """Wait until the user has closed the window.

        Args:
            timeout: seconds after which `TimeoutError` is raised; None for ever.

        Raises:
            RuntimeError: the window could not be opened, or ended by an error, in its own words.
        """
        self._waiting.join(timeout)
        if self.is_open:
            raise TimeoutError(f"the window is still open after {timeout:g} s")
        if self._problem:
            raise RuntimeError(self._problem)

    def close(self) -> None:
        """Ask the window to close, as Ctrl+C in its terminal does; it asks about unsaved edits."""
        if self.is_open:
            self._asked_to_close = True
            self._process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
            self._remove_handed()  # at once: this program may end before the window's

    @property
    def _problem(self) -> str:
        if not self._status or self._asked_to_close:
            return ""
        return self._words or f"it ended with status {self._status}"

    def _until_closed(self, said: IO[bytes]) -> None:
        """Wait for the end of the process, and keep what it said."""
        self._status = self._process.wait()
        self._remove_handed()
        with said:
            said.seek(0)
            words = said.read().decode(errors="replace")
        self._words = " ".join(words.split()).removeprefix("gatestep: ")

    def _remove_handed(self) -> None:
        """Remove what a process has not taken that ended early."""
        if self._handed:
            with suppress(OSError):
                os.remove(self._handed)


def _started(arguments: Sequence[str]) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
    """Return a process of the program, and the file into which it speaks."""
    if is_frozen() or not sys.executable:
        raise RuntimeError(
            "the window is opened by a Python interpreter, and this program does not say where one "
            "is: save the trace, and open the file in Gatestep"
        )
    # As a script, so that the window's own folder comes first, whatever lies in this one.
    unsafe = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    with ExitStack() as undo:
        try:
            said = undo.enter_context(tempfile.TemporaryFile())
            process = subprocess.Popen(
                [sys.executable, str(PROGRAM), *arguments],
                env=unsafe,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        except OSError as error:
            raise RuntimeError(f"the window cannot be opened: {error}") from error
        undo.pop_all()
    return process, said
