"""Ticket: one request to the worker, and who is told how it ended."""

from collections.abc import Callable
from typing import Any

Done = Callable[[Any], object]
"""Takes what a function returned."""

Failed = Callable[[str], object]
"""Takes one line that says why there is no answer."""


class Ticket:
    """A request that waits for its end: one call of `done` or `failed`, or none after `cancel`."""

    def __init__(self, done: Done | None = None, failed: Failed | None = None) -> None:
        self._done, self._failed = done, failed
        self._open = True

    @property
    def open(self) -> bool:
        """True until the request is answered, has failed or is cancelled."""
        return self._open

    def cancel(self) -> None:
        """Drop the request: nobody is called, and what has not been sent never will be."""
        self._open = False
        self._done = self._failed = None  # they would keep their owners

    def succeed(self, answer: Any) -> None:
        """Hand over the answer."""
        done = self._done
        self.cancel()
        if done is not None:
            done(answer)

    def fail(self, message: str) -> None:
        """Say why there is no answer."""
        failed = self._failed
        self.cancel()
        if failed is not None:
            failed(message)
