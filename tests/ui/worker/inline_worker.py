"""InlineWorker: a TorchWorker's interface, with the work done in this process."""

import pickle
from collections import deque

from PySide6.QtCore import QObject, QTimer, Signal

from ui.worker.ticket import Ticket
from ui.worker.torch_process import Failure, load_torch, why_no_torch


class InlineWorker(QObject):
    """Worker that runs its requests in this process, one at each turn of the event loop.

    Answers are pickled on their way, as those of another process.
    """

    ready = Signal(str)
    unavailable = Signal(str)
    silent = Signal(bool)

    def __init__(self, parent=None, load_torch=load_torch):
        super().__init__(parent)
        self._load_torch = load_torch
        self._started = self._loaded = self._closed = False
        self._waiting = deque()
        self._turn = QTimer(self, interval=0, singleShot=True)
        self._turn.timeout.connect(self._work)

    @property
    def busy(self):
        return self._turn.isActive() or any(ticket.open for ticket, *_ in self._waiting)

    def start(self):
        if not self._started:
            self._started = True
            self._turn.start()

    def restart(self):
        """Answer again, as a process does that was started again."""
        self.silent.emit(False)

    def submit(self, function, *arguments, done=None, failed=None):
        ticket = Ticket(done, failed)
        if self._closed:
            ticket.cancel()
            return ticket
        self.start()
        self._waiting.append((ticket, function, arguments))
        self._turn.start()
        return ticket

    def close(self):
        self._closed = True
        self._turn.stop()
        for ticket, *_ in self._waiting:
            ticket.cancel()
        self._waiting.clear()

    def _work(self):
        try:
            if not self._loaded:
                self._load()
            elif self._waiting:
                self._answer(*self._waiting.popleft())
        finally:
            if self._waiting:
                self._turn.start()

    def _answer(self, ticket, function, arguments):
        if not ticket.open:
            return
        try:
            answer = function(*arguments)
        except Exception as error:
            ticket.fail(Failure.of(error).noted())
        else:
            ticket.succeed(pickle.loads(pickle.dumps(answer)))

    def _load(self):
        self._loaded = True
        try:
            version = self._load_torch()
        except (ImportError, OSError) as error:
            self.unavailable.emit(why_no_torch(error))
        else:
            self.ready.emit(version)
