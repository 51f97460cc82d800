"""RemoteWork: long work in the worker's process, with a progress bar and Cancel."""

from collections.abc import Callable, Generator
from itertools import count
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.worker import slices
from ui.worker.long_work import Work
from ui.worker.slices import Slice
from ui.worker.torch_worker import TorchWorker

_keys = count()


class RemoteWork(Work):
    """Like `LongWork`, for a generator function run by the worker; its arguments are pickled.

    The worker's other requests are answered between its slices.
    """

    def __init__(
        self,
        title: str,
        worker: TorchWorker,
        make: Callable[..., Generator[float, None, Any]],
        arguments: tuple[Any, ...],
        parent: QWidget,
    ) -> None:
        super().__init__(title, parent)
        self._worker, self._key = worker, next(_keys)
        self._ask(slices.begin, make, *arguments)

    def _ask(self, function: Callable[..., Slice], *arguments: Any) -> None:
        self._ticket = self._worker.submit(
            function, self._key, *arguments, done=self._take, failed=self._fail
        )

    def _take(self, slice: Slice) -> None:
        if slice.over:
            self._finish(slice.result)
        else:
            self._tell(slice.fraction)
            self._ask(slices.go_on)

    def _stop(self) -> None:
        self._ticket.cancel()
        self._worker.submit(slices.stop, self._key)
