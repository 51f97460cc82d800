"""Torch process: takes one function at a time, and sends back its result.

The window never imports torch, and this process never Qt: loading both is slow, and on Windows
torch fails after Qt. A spawned process imports the program's main module again, so that module must
not import Qt either.
"""

import signal
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection

from simulator import faults, translation
from simulator.files.errors import FileError
from simulator.translation import tr
from ui.worker.wire import Inbox, Outbox

LoadTorch = Callable[[], str]

TORCH, NO_TORCH, ANSWER, FAILURE = "torch", "no torch", "answer", "failure"
"""Kinds of message: first one of the first two, then one of the others for each request."""


def load_torch() -> str:
    """Import torch, limited to one thread beside the window; return its version."""
    import torch

    from simulator.reference import torch_lstm

    torch.set_num_threads(1)
    return torch_lstm.version()


def serve(connection: Connection, load: LoadTorch, language: str = translation.ENGLISH) -> None:
    """Answer requests until the other end closes. Functions that need no torch run without it."""
    translation.load(language)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window
    outbox, inbox = Outbox(), Inbox()
    try:
        _send(connection, outbox.messages(_loaded(load)))
        while True:
            if inbox.take(connection.recv_bytes()):
                _send(connection, _reply(inbox, outbox))
    except (EOFError, OSError):
        return  # the window is gone


def describe(error: BaseException) -> str:
    """Describe an exception in one line for the user."""
    text = " ".join(str(error).split())
    if isinstance(error, ModuleNotFoundError) and error.name == "torch":
        return tr("PyTorch is not installed; install it with: pip install torch")
    if isinstance(error, ImportError):
        return tr("a package could not be loaded ({reason}); install Gatestep again", reason=text)
    if isinstance(error, MemoryError):
        return tr("not enough memory: {reason}", reason=text or tr("close other programs"))
    if isinstance(error, FileError | ValueError | OSError):
        return text
    return tr(
        "this is a mistake in Gatestep, please report it: {error}", error=faults.describe(error)
    )


def why_no_torch(error: ImportError | OSError) -> str:
    """Say in one line why PyTorch is missing, and give a cure."""
    if isinstance(error, ModuleNotFoundError) and error.name == "torch":
        return describe(error)
    return tr(
        "PyTorch could not be loaded ({reason}); try: pip install --force-reinstall torch",
        reason=" ".join(str(error).split()),
    )


def _loaded(load: LoadTorch) -> tuple[str, str]:
    try:
        return TORCH, load()
    except (ImportError, OSError) as error:
        return NO_TORCH, why_no_torch(error)


def _reply(inbox: Inbox, outbox: Outbox) -> Iterator[memoryview]:
    try:
        function, arguments = inbox.content()
        return outbox.messages((ANSWER, function(*arguments)))
    except Exception as error:
        return outbox.messages((FAILURE, describe(error)))


def _send(connection: Connection, messages: Iterator[memoryview]) -> None:
    for message in messages:
        connection.send_bytes(message)
