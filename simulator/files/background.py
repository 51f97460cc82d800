"""Work for the disk that nobody waits for."""

from collections.abc import Callable
from threading import Thread
from typing import Any


def aside(deed: Callable[..., object], *arguments: Any) -> None:
    """Do it in a thread of its own, or here where none can be started.

    Args:
        deed: what waits for the disk without the interpreter; the program may end before it does.
    """
    thread = Thread(target=deed, args=arguments, daemon=True)
    try:
        thread.start()
    except RuntimeError:  # there are too many, or the program ends
        deed(*arguments)
