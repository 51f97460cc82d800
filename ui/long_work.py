"""LongWork: work in slices between the window's events, with a progress bar and Cancel."""

import time
from collections.abc import Generator
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

SLICE_SECONDS = 0.02
_PARTS = 1000


class LongWork(QObject):
    """Runs a generator that yields the fraction done, 0…1, a few milliseconds of work at a time.

    Cancelling closes the generator, so its `with` blocks clean up. It deletes itself when over.

    Attributes:
        result: what the generator returned, once it is done.

    Signals:
        done: the work has ended. failed: one line, what went wrong. cancelled: the user stopped it.
    """

    done = Signal()
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, title: str, work: Generator[float, None, Any], parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self.result: object = None
        self._bar = QProgressDialog(title, "Cancel", 0, _PARTS, parent)
        self._bar.setMinimumDuration(400)
        self._bar.setAutoClose(False)
        self._bar.canceled.connect(self._cancel)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._slice)
        self._timer.start()

    def _slice(self) -> None:
        deadline = time.perf_counter() + SLICE_SECONDS
        try:
            while time.perf_counter() < deadline:
                fraction = next(self._work)
        except StopIteration as end:
            self.result = end.value
            self._end()
            self.done.emit()
        except Exception as error:
            self._end()
            self.failed.emit(str(error))
        else:
            self._bar.setValue(min(_PARTS - 1, int(_PARTS * fraction)))

    def _cancel(self) -> None:
        self._work.close()
        self._end()
        self.cancelled.emit()

    def _end(self) -> None:
        self._timer.stop()
        self._bar.canceled.disconnect(self._cancel)
        self._bar.close()
        self._bar.deleteLater()
        self.deleteLater()
