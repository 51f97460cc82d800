"""Work with a progress bar and Cancel; LongWork runs it in slices between the window's events."""

import time
from collections.abc import Callable, Generator
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QProgressDialog, QWidget

from simulator.translation import tr
from ui.worker.torch_process import Failure

SLICE_SECONDS = 0.02
_PARTS = 1000


class Work(QObject):
    """Long work with a progress bar and Cancel. It deletes itself at the end.

    Attributes:
        result: the work's result, once it is done.

    Signals:
        done: the work has ended. failed: one line on the error. cancelled: the user stopped it.
    """

    done = Signal()
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.result: object = None
        self._bar = QProgressDialog("", tr("Cancel"), 0, _PARTS, parent)
        self._bar.setLabel(QLabel(title, textFormat=Qt.TextFormat.PlainText))
        self._bar.setMinimumDuration(400)
        self._bar.setValue(0)  # starts the clock, which is else set to 4 s
        self._bar.setAutoClose(False)
        self._bar.canceled.connect(self._cancel)
        # Esc without the window's focus is no shortcut: it closes the bar as any dialog.
        self._bar.rejected.connect(self._bar.canceled)

    def cancel(self) -> None:
        """Stop the work at once."""
        self._stop()
        self._end()
        self.cancelled.emit()

    def _tell(self, fraction: float) -> None:
        self._bar.setValue(min(_PARTS - 1, int(_PARTS * fraction)))

    def _finish(self, result: object) -> None:
        self.result = result
        self._end()
        self.done.emit()

    def _fail(self, message: str) -> None:
        self._end()
        self.failed.emit(message)

    def _cancel(self) -> None:
        self.cancel()

    def _stop(self) -> None:
        raise NotImplementedError

    def _end(self) -> None:
        self._bar.canceled.disconnect(self._cancel)
        self._bar.close()
        self._bar.deleteLater()
        self.deleteLater()


class LongWork(Work):
    """Runs a generator that yields the fraction done, 0…1, a few milliseconds at a time.

    Cancelling closes the generator, so its `with` blocks clean up. Work that has a result whenever
    it is stopped gives `stop`: cancelling calls that, and the work comes to its end by itself.
    """

    def __init__(
        self,
        title: str,
        work: Generator[float, None, Any],
        parent: QWidget,
        stop: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(title, parent)
        self._work, self._ask_to_stop = work, stop
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._slice)
        self._timer.start()

    def _slice(self) -> None:
        deadline = time.perf_counter() + SLICE_SECONDS
        try:
            fraction = next(self._work)
            while time.perf_counter() < deadline:
                fraction = next(self._work)
        except StopIteration as end:
            self._finish(end.value)
        except Exception as error:
            self._fail(Failure.of(error).noted())
        else:
            if not self._bar.wasCanceled():
                self._tell(fraction)

    def _cancel(self) -> None:
        if self._ask_to_stop is None:
            super()._cancel()
        else:
            self._ask_to_stop()

    def _stop(self) -> None:
        self._work.close()

    def _end(self) -> None:
        self._timer.stop()
        super()._end()
