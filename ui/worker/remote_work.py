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
    """As `LongWork`, of a generator function that the worker runs; its arguments are pickled.

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
        worker.answered.connect(self._take)
        worker.failed.connect(self._give_up)
        self._ticket = worker.submit(slices.begin, self._key, make, *arguments)

    def _take(self, ticket: object, answer: Slice) -> None:
        if ticket is not self._ticket:
            return
        if answer.over:
            self._finish(answer.result)
        else:
            self._tell(answer.fraction)
            self._ticket = self._worker.submit(slices.go_on, self._key)

    def _give_up(self, ticket: object, message: str) -> None:
        if ticket is self._ticket:
            self._fail(message)

    def _stop(self) -> None:
        self._worker.forget(self._ticket)
        self._worker.submit(slices.stop, self._key)

    def _end(self) -> None:
        self._worker.answered.disconnect(self._take)
        self._worker.failed.disconnect(self._give_up)
        super()._end()
