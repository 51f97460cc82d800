"""IdleWork: a panel's long work, in slices between the window's events, without a dialog."""

import time
from collections.abc import Generator
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ui.worker.torch_process import Failure

SLICE_SECONDS = 0.015
"""Longest time that a slice of several parts may hold the event loop."""


class IdleWork(QObject):
    """Runs one generator that yields the fraction done, 0…1; another one takes its place.

    Stopping closes the generator, so its `with` blocks clean up.

    Signals:
        progressed: the fraction done. done: the result. failed: one line on the error.
    """

    progressed = Signal(float)
    done = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Generator[float, None, Any] | None = None
        self._timer = QTimer(self, interval=0, singleShot=True)
        self._timer.timeout.connect(self._slice)

    @property
    def busy(self) -> bool:
        """True while there is work."""
        return self._work is not None

    def begin(self, work: Generator[float, None, Any]) -> None:
        """Begin work once events are processed; what was under way is stopped."""
        self.stop()
        self._work = work
        self._timer.start()

    def stop(self) -> None:
        """Stop the work, if there is any."""
        self._timer.stop()
        work, self._work = self._work, None
        if work is not None:
            work.close()

    def _slice(self) -> None:
        work = self._work
        if work is None:
            return
        deadline = time.perf_counter() + SLICE_SECONDS
        try:
            fraction = next(work)
            while time.perf_counter() < deadline:
                fraction = next(work)
        except StopIteration as end:
            self._work = None
            self.done.emit(end.value)
        except Exception as error:
            self._work = None
            self.failed.emit(Failure.of(error).noted())
        else:
            self._timer.start()
            self.progressed.emit(fraction)
