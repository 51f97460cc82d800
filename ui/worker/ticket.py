"""Ticket: one request to the worker, and the callbacks for its end."""

from collections.abc import Callable
from typing import Any

Done = Callable[[Any], object]
"""Function that takes the result."""

Failed = Callable[[str], object]
"""Function that takes one line on why there is no result."""


class Ticket:
    """Pending request: calls `done` or `failed` once, or neither after `cancel`."""

    def __init__(self, done: Done | None = None, failed: Failed | None = None) -> None:
        self._done, self._failed = done, failed
        self._open = True

    @property
    def open(self) -> bool:
        """True until the request is answered, has failed or is cancelled."""
        return self._open

    def cancel(self) -> None:
        """Drop the request: nothing is called, and if it was not sent yet, it never will be."""
        self._open = False
        self._done = self._failed = None  # they would keep their owners alive

    def succeed(self, answer: Any) -> None:
        """Hand over the result."""
        done = self._done
        self.cancel()
        if done is not None:
            done(answer)

    def fail(self, message: str) -> None:
        """Report why there is no result."""
        failed = self._failed
        self.cancel()
        if failed is not None:
            failed(message)
