"""Torch process: takes one function at a time, and sends back its result.

The window never imports torch, and this process never Qt: loading both is slow, and on Windows
torch fails after Qt.
"""

import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from threading import Event, Lock, Thread
from typing import IO, Any, NamedTuple

from simulator import faults, translation
from simulator.child import is_frozen
from simulator.files.errors import FileError
from simulator.files.optional_packages import PYTORCH, install_command
from simulator.translation import tr
from ui.faults.fault_log import log
from ui.worker.wire import LENGTH_BYTES, Inbox, Outbox, header_of, length_of

LoadTorch = Callable[[], str]

TORCH, NO_TORCH, ANSWER, FAILURE = "torch", "no torch", "answer", "failure"
"""Kinds of message: first one of the first two, then one of the others for each request."""

BEAT_SECONDS = 1.0
"""Time between two signs of life, empty messages, while a request is worked on."""


class Failure(NamedTuple):
    """Failure of a request: one line for the user, and the traceback of a mistake of ours."""

    line: str
    trace: str

    @classmethod
    def of(cls, error: BaseException) -> "Failure":
        """Describe an exception."""
        trace = "".join(traceback.format_exception(error)) if is_mistake(error) else ""
        return cls(describe(error), trace)

    def noted(self) -> str:
        """Return the line; log the traceback."""
        if self.trace:
            log.error("%s\n%s", self.line, self.trace.rstrip())
        return self.line


def load_torch() -> str:
    """Import torch, limited to one thread beside the window; return its version."""
    import torch

    from simulator.reference import torch_lstm

    torch.set_num_threads(1)
    return torch_lstm.version()


def serve() -> None:
    """Answer the window's requests on stdin, on stdout, until it closes them.

    The first is not a request but how to load torch, and the language. Functions that need no torch
    run without it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window
    line, outbox, inbox = _Line(), Outbox(), Inbox()
    try:
        load, language = line.receive(inbox)()
        translation.load(language)
        line.send(outbox.messages(_loaded(load)))
        while True:
            line.send(_reply(line.receive(inbox), outbox))
    except (EOFError, OSError):
        return  # the window is gone


class _Line:
    """Line to the window: messages on stdin and stdout, and signs of life between them."""

    def __init__(self) -> None:
        self._inlet, self._outlet = _taken(0, "rb", os.O_RDONLY), _taken(1, "wb", os.O_WRONLY)
        self._sending, self._working = Lock(), Event()
        Thread(target=self._beat, daemon=True).start()

    def receive(self, inbox: Inbox) -> Callable[[], Any]:
        """Wait for an object; return a function that unpacks it. Raises EOFError."""
        self._working.clear()
        while not inbox.take(self._read(length_of(self._read(LENGTH_BYTES)))):
            pass
        self._working.set()
        return inbox.content

    def send(self, messages: Iterator[memoryview]) -> None:
        """Send an object."""
        for message in messages:
            self._write(message)

    def _read(self, count: int) -> bytes:
        found = self._inlet.read(count)
        if len(found) < count:
            raise EOFError
        return found

    def _write(self, message: memoryview | bytes) -> None:
        with self._sending:
            self._outlet.write(header_of(message))
            self._outlet.write(message)
            self._outlet.flush()

    def _beat(self) -> None:
        """Send signs of life while a request is worked on, which may take long."""
        try:
            while self._working.wait():
                time.sleep(BEAT_SECONDS)
                self._write(b"")
        except OSError:
            return  # the window is gone


def _taken(descriptor: int, mode: str, flags: int) -> IO[bytes]:
    """Return a standard stream as a file of our own; what libraries print or read is nothing."""
    file = os.fdopen(os.dup(descriptor), mode)
    nothing = os.open(os.devnull, flags)
    os.dup2(nothing, descriptor)
    os.close(nothing)
    return file


def describe(error: BaseException) -> str:
    """Describe an exception in one line for the user."""
    text = " ".join(str(error).split())
    if isinstance(error, ModuleNotFoundError) and error.name == "torch":
        if is_frozen():
            return tr("this Gatestep build lacks PyTorch. Get one that has it")
        return tr(
            "PyTorch is not installed. Install it with: {command}", command=install_command(PYTORCH)
        )
    if isinstance(error, ImportError):
        return tr("a package could not be loaded ({reason}). Install Gatestep again", reason=text)
    if isinstance(error, MemoryError):
        return tr("not enough memory: {reason}", reason=text or tr("close other programs"))
    if not is_mistake(error):
        return text
    return tr("this is a bug in Gatestep; please report it: {error}", error=faults.describe(error))


def is_mistake(error: BaseException) -> bool:
    """Return True for an exception that is no fault of a file, the user or the machine."""
    return not isinstance(error, FileError | ValueError | OSError | ImportError | MemoryError)


def why_no_torch(error: ImportError | OSError) -> str:
    """Say in one line why PyTorch is missing, and give a cure."""
    if isinstance(error, ModuleNotFoundError) and error.name == "torch":
        return describe(error)
    return tr(
        "PyTorch could not be loaded ({reason}). Try: {command}",
        reason=" ".join(str(error).split()),
        command=install_command(PYTORCH, again=True),
    )


def _loaded(load: LoadTorch) -> tuple[str, str]:
    try:
        return TORCH, load()
    except (ImportError, OSError) as error:
        return NO_TORCH, why_no_torch(error)


def _reply(request: Callable[[], Any], outbox: Outbox) -> Iterator[memoryview]:
    try:
        function, arguments = request()
        return outbox.messages((ANSWER, function(*arguments)))
    except Exception as error:
        return outbox.messages((FAILURE, Failure.of(error)))
