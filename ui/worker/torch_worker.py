"""TorchWorker: runs functions in the torch process, and brings back their results."""

import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from simulator import translation
from simulator.translation import tr
from ui.worker import torch_process
from ui.worker.ticket import Failed, Ticket
from ui.worker.torch_process import LoadTorch
from ui.worker.wire import Inbox, Outbox

POLL_MILLISECONDS = 10
TURN_SECONDS = 0.005
"""Longest time in the event loop for messages; at least one is handled."""

Answer = TypeVar("Answer")

RESTARTS = 3
"""Number of times that a dead process is replaced, before the worker gives up."""


class TorchWorker(QObject):
    """Spawned process that takes one request at a time; the others wait in the window.

    No callback runs before the event loop turns, so that a ticket is known before its answer.

    Signals:
        ready: torch's version, when it is loaded. Again after every restart.
        unavailable: the reason why torch is missing, or that the process died too often.
    """

    ready = Signal(str)
    unavailable = Signal(str)

    def __init__(
        self, parent: QObject | None = None, load_torch: LoadTorch = torch_process.load_torch
    ) -> None:
        super().__init__(parent)
        self._load_torch = load_torch
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._outbox, self._inbox = Outbox(), Inbox()
        self._leaving: Iterator[memoryview] | None = None
        self._loading = False
        self._deaths = 0
        self._gone: str | None = None
        self._waiting: deque[tuple[Ticket, Callable[..., Any], tuple[Any, ...]]] = deque()
        self._current: Ticket | None = None
        self._poll = QTimer(self, interval=POLL_MILLISECONDS)
        self._poll.timeout.connect(self._turn)

    @property
    def busy(self) -> bool:
        """True while torch is being loaded or a request is not answered."""
        waiting = any(ticket.open for ticket, _, _ in self._waiting)
        return self._loading or self._current is not None or waiting

    def start(self) -> None:
        """Start the process, if it does not run already. `submit` does so too."""
        if self._process is not None or self._gone is not None:
            return
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._outbox, self._inbox, self._leaving = Outbox(), Inbox(), None
        arguments = (theirs, self._load_torch, translation.language())
        self._process = context.Process(target=torch_process.serve, args=arguments, daemon=True)
        self._process.start()
        theirs.close()  # so that the process's end is seen here
        self._loading = True
        self._poll.start()

    def submit(
        self,
        function: Callable[..., Answer],
        *arguments: Any,
        done: Callable[[Answer], object] | None = None,
        failed: Failed | None = None,
    ) -> Ticket:
        """Run a function of a module, with arguments that can be pickled, in the process.

        `done` gets the result, or `failed` one line on the error. Both are bound methods, called in
        the order of the requests, and released after the call.
        """
        ticket = Ticket(done, failed)
        self._waiting.append((ticket, function, arguments))
        self.start()
        self._poll.start()
        return ticket

    def close(self) -> None:
        """End the process at once. Requests are dropped, and later ones fail."""
        self._gone = tr("the worker is closed")
        self._poll.stop()
        for ticket, _, _ in self._waiting:
            ticket.cancel()
        self._waiting.clear()
        if self._current is not None:
            self._current.cancel()
        self._current = None
        self._loading = False
        self._end_process()

    def _turn(self) -> None:
        """Receive messages, check that the process lives, and send the next request."""
        connection = self._connection
        if connection is not None and self._process is not None:
            alive = self._process.is_alive()  # checked first: what it sent before its end counts
            deadline = time.perf_counter() + TURN_SECONDS
            # All messages of a dead process are taken at once: no later event reports its end.
            while connection is self._connection and not (alive and time.perf_counter() > deadline):
                try:
                    message = connection.recv_bytes() if connection.poll() else None
                except (EOFError, OSError):
                    alive, message = False, None
                if message is None:
                    break
                if self._inbox.take(message):
                    self._take()
            if connection is self._connection and not alive:
                self._replace_process()
        self._send()
        if not self.busy:
            self._poll.stop()

    def _take(self) -> None:
        try:
            kind, content = self._inbox.content()
        except Exception as error:
            kind, content = torch_process.FAILURE, torch_process.describe(error)
        if kind in (torch_process.TORCH, torch_process.NO_TORCH):
            self._loading = False
            (self.ready if kind == torch_process.TORCH else self.unavailable).emit(content)
            return
        ticket, self._current = self._current, None
        assert ticket is not None
        if kind == torch_process.ANSWER:
            ticket.succeed(content)
        else:
            ticket.fail(content)

    def _send(self) -> None:
        """Send as much of the present or next request as time allows."""
        if self._gone is not None:
            while self._waiting:
                self._waiting.popleft()[0].fail(self._gone)
            return
        if self._leaving is None and self._current is None and not self._loading:
            self._begin_next()
        deadline = time.perf_counter() + TURN_SECONDS
        try:
            while self._leaving is not None and self._connection is not None:
                message = next(self._leaving, None)
                if message is None:
                    self._leaving = None
                else:
                    self._connection.send_bytes(message)
                if time.perf_counter() > deadline:
                    return
        except OSError:
            self._replace_process()

    def _begin_next(self) -> None:
        while self._waiting and not self._waiting[0][0].open:
            self._waiting.popleft()
        if not self._waiting:
            return
        ticket, function, arguments = self._waiting.popleft()
        try:
            self._leaving = self._outbox.messages((function, arguments))
        except Exception as error:
            ticket.fail(torch_process.describe(error))
            return
        self._current = ticket

    def _replace_process(self) -> None:
        """Handle the process's death: fail its request, and start another process, or give up."""
        ticket, self._current, self._leaving = self._current, None, None
        code = self._end_process()
        self._deaths += 1
        why = tr("the process that runs torch ended unexpectedly (exit code {code})", code=code)
        if self._deaths > RESTARTS:
            self._gone = tr(
                "{why}, {count} times; start Gatestep again", why=why, count=self._deaths
            )
            self._loading = False
            self.unavailable.emit(self._gone)
        else:
            self.start()
        if ticket is not None:
            ticket.fail(self._gone or tr("{why}; it was started again", why=why))

    def _end_process(self) -> int | None:
        process, self._process = self._process, None
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        if process is None:
            return None
        process.kill()  # it holds nothing that could be lost
        process.join()
        code = process.exitcode
        process.close()
        return code
