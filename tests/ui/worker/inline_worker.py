"""InlineWorker: a TorchWorker's interface, with the work done in this process."""

from PySide6.QtCore import QObject, QTimer, Signal

from ui.worker.torch_process import describe, load_torch, why_no_torch
from ui.worker.torch_worker import Ticket


class InlineWorker(QObject):
    """Runs what is submitted when the event loop turns next, one request a turn."""

    ready = Signal(str)
    unavailable = Signal(str)
    answered = Signal(object, object)
    failed = Signal(object, str)

    def __init__(self, parent=None, load_torch=load_torch):
        super().__init__(parent)
        self._load_torch = load_torch
        self._started = False
        self._waiting = []
        self._turn = QTimer(self, interval=0, singleShot=True)
        self._turn.timeout.connect(self._work)

    @property
    def busy(self):
        return self._turn.isActive() or bool(self._waiting)

    def start(self):
        if not self._started:
            self._started = True
            self._waiting.insert(0, None)
            self._turn.start()

    def submit(self, function, *arguments):
        ticket = Ticket()
        self.start()
        self._waiting.append((ticket, function, arguments))
        self._turn.start()
        return ticket

    def forget(self, ticket):
        self._waiting = [
            entry for entry in self._waiting if entry is None or entry[0] is not ticket
        ]

    def close(self):
        self._turn.stop()
        self._waiting.clear()

    def _work(self):
        if not self._waiting:
            return
        entry = self._waiting.pop(0)
        if entry is None:
            self._load()
        else:
            ticket, function, arguments = entry
            try:
                answer = function(*arguments)
            except Exception as error:
                self.failed.emit(ticket, describe(error))
            else:
                self.answered.emit(ticket, answer)
        if self._waiting:
            self._turn.start()

    def _load(self):
        try:
            version = self._load_torch()
        except (ImportError, OSError) as error:
            self.unavailable.emit(why_no_torch(error))
        else:
            self.ready.emit(version)
