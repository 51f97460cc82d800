"""TorchWorker: runs functions in the torch process, and brings back their results."""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from simulator import child, translation
from simulator.translation import tr
from ui.worker import torch_process
from ui.worker.ticket import Failed, Ticket
from ui.worker.torch_process import Failure, LoadTorch
from ui.worker.wire import LENGTH_BYTES, PIECE, Inbox, Outbox, header_of, length_of

WATCH_MILLISECONDS = 1_000
"""Time between two looks at whether the process gives signs of life."""
PATIENCE = 10
"""Looks in a row without a sign of life before the process is said not to answer."""
LOADING_PATIENCE = 60
"""Looks while torch is loaded, which a slow disk may hold up without any sign."""

Answer = TypeVar("Answer")

RESTARTS = 3
"""Number of times that a dead process is replaced without an answer, before giving up."""
END_MILLISECONDS = 1_000
"""Time to wait for a killed process: one that hangs in the system's own work ends later."""

_START = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from ui.worker import torch_process; torch_process.serve()"
)


class Request(NamedTuple):
    """Function to be run in the process, with its arguments, and its ticket."""

    ticket: Ticket
    function: Callable[..., Any]
    arguments: tuple[Any, ...]


class TorchWorker(QObject):
    """Process that takes one request at a time; the others wait in the window.

    The window never waits for the process: Qt writes when there is room and tells what has arrived,
    and no more than one message lies unsent. No callback runs before the event loop turns, so that
    a ticket is known before its answer.

    Signals:
        ready: torch's version, when it is loaded. Again after every restart.
        unavailable: the reason why torch is missing, or that the process died too often.
        silent: True when the process gives no sign of life: it was stopped, or waits for memory.
            False when it answers again, or was started again.
    """

    ready = Signal(str)
    unavailable = Signal(str)
    silent = Signal(bool)

    def __init__(
        self, parent: QObject | None = None, load_torch: LoadTorch = torch_process.load_torch
    ) -> None:
        super().__init__(parent)
        self._load_torch = load_torch
        self._process: QProcess | None = None
        self._outbox, self._inbox = Outbox(), Inbox()
        self._length: int | None = None  # of the message that is arriving
        self._leaving: Iterator[memoryview] | None = None
        self._loading = False
        self._deaths = 0
        self._gone: str | None = None
        self._closed = False
        self._waiting: deque[Request] = deque()
        self._current: Request | None = None
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._turn)
        self._looks, self._silent = 0, False
        self._watch = QTimer(self, interval=WATCH_MILLISECONDS)
        self._watch.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """True while torch is being loaded or a request is not answered."""
        waiting = any(request.ticket.open for request in self._waiting)
        return self._loading or self._current is not None or waiting

    def start(self) -> None:
        """Start the process, if it does not run already. `submit` does so too."""
        if self._process is not None or self._gone is not None or self._closed:
            return
        self._process = process = QProcess(self)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        # Each only sets a timer: Qt tells nothing else from inside a slot of its signals.
        process.readyReadStandardOutput.connect(self._hear)
        process.bytesWritten.connect(self._hear)
        process.stateChanged.connect(self._hear)
        self._outbox, self._inbox, self._length = Outbox(), Inbox(), None
        self._leaving = self._outbox.messages((self._load_torch, translation.language()))
        self._loading = True
        paths = [os.path.abspath(path) for path in sys.path]
        program, *arguments = child.command("torch", _START, *paths)
        process.start(program, arguments)
        self._hear()
        self._watch.start()

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
        if self._closed:
            ticket.cancel()
            return ticket
        self._waiting.append(Request(ticket, function, arguments))
        self.start()
        self._soon.start()
        return ticket

    def restart(self) -> None:
        """Replace a process that does not answer by another, which gets its request again."""
        request, self._current = self._current, None
        if request is not None:
            self._waiting.appendleft(request)
        self._end_process()
        self.start()

    def close(self) -> None:
        """End the process at once, with its window. Present and later requests are dropped."""
        self._closed = True
        for request in self._waiting:
            request.ticket.cancel()
        self._waiting.clear()
        if self._current is not None:
            self._current.ticket.cancel()
        self._current = None
        self._loading = False
        self._soon.stop()
        self._end_process()

    def _hear(self, *_: object) -> None:
        """Note a sign of life, and handle what has come when the event loop turns."""
        self._looks = 0
        self._soon.start()
        self._set_silent(False)

    def _look(self) -> None:
        """Count looks, not seconds: a window that was itself asleep has looked once."""
        if self._current is None and not self._loading:
            self._watch.stop()
            return
        self._looks += 1
        if self._looks >= (LOADING_PATIENCE if self._loading else PATIENCE):
            self._set_silent(True)

    def _set_silent(self, silent: bool) -> None:
        if silent != self._silent:
            self._silent = silent
            self.silent.emit(silent)

    def _turn(self) -> None:
        """Take an object that has arrived, or see that the process has died, or send."""
        process = self._process
        if process is not None:
            alive = process.state() != QProcess.ProcessState.NotRunning
            # checked first: what it sent before its end counts
            if self._arrived(process):
                self._soon.start()  # before the callback, which may raise or wait in a dialog
                self._take()
                return
            if not alive:
                self._replace_process(process)
        self._send()

    def _arrived(self, process: QProcess) -> bool:
        """Read messages until an object is whole; return False when the rest has not come yet."""
        while True:
            if self._length is None:
                if process.bytesAvailable() < LENGTH_BYTES:
                    return False
                self._length = length_of(process.read(LENGTH_BYTES).data())
            if process.bytesAvailable() < self._length:
                return False
            length, self._length = self._length, None
            if length and self._inbox.take(process.read(length).data()):
                return True

    def _take(self) -> None:
        try:
            kind, content = self._inbox.content()
        except Exception as error:
            kind, content = torch_process.FAILURE, Failure.of(error)
        if kind in (torch_process.TORCH, torch_process.NO_TORCH):
            self._loading = False
            (self.ready if kind == torch_process.TORCH else self.unavailable).emit(content)
            return
        request, self._current = self._current, None
        assert request is not None
        self._deaths = 0
        if kind == torch_process.ANSWER:
            request.ticket.succeed(content)
        else:
            request.ticket.fail(content.noted())

    def _send(self) -> None:
        """Send the next part of the present or next request, if Qt has written the last."""
        if self._gone is not None:
            if self._waiting:
                self._soon.start()
                self._waiting.popleft().ticket.fail(self._gone)
            return
        if self._leaving is None and self._current is None and not self._loading:
            self._begin_next()
        process = self._process
        while self._leaving is not None and process is not None and process.bytesToWrite() < PIECE:
            message = next(self._leaving, None)
            if message is None:
                self._leaving = None
            else:
                process.write(header_of(message))
                process.write(message.tobytes())

    def _begin_next(self) -> None:
        while self._waiting and not self._waiting[0].ticket.open:
            self._waiting.popleft()
        if not self._waiting:
            return
        request = self._waiting.popleft()
        try:
            self._leaving = self._outbox.messages((request.function, request.arguments))
        except Exception as error:
            self._soon.start()
            request.ticket.fail(Failure.of(error).noted())
            return
        self._current = request
        self._looks = 0
        self._watch.start()

    def _replace_process(self, process: QProcess) -> None:
        """Handle the process's death: fail its request, and start another process, or give up."""
        request, self._current = self._current, None
        if process.error() == QProcess.ProcessError.FailedToStart:
            why = tr(
                "the process that runs torch could not start ({error})", error=process.errorString()
            )
        else:
            code = process.exitCode()
            why = tr("the process that runs torch ended unexpectedly (exit code {code})", code=code)
        self._end_process()
        self._deaths += 1
        if self._deaths > RESTARTS:
            self._gone = tr("{why}, {count} times. Restart Gatestep", why=why, count=self._deaths)
            self._loading = False
            self.unavailable.emit(self._gone)
        else:
            self.start()
        self._soon.start()
        if request is not None:
            request.ticket.fail(self._gone or tr("{why}; it was restarted", why=why))

    def _end_process(self) -> None:
        process, self._process, self._leaving = self._process, None, None
        self._watch.stop()
        self._set_silent(False)
        if process is None:
            return
        process.readyReadStandardOutput.disconnect(self._hear)
        process.bytesWritten.disconnect(self._hear)
        process.stateChanged.disconnect(self._hear)
        process.kill()  # it holds nothing that could be lost
        process.waitForFinished(END_MILLISECONDS)
        process.deleteLater()
