"""Child processes of this program: how one is started, by an interpreter or a frozen program.

A frozen program has no interpreter: `sys.executable` is Gatestep itself. There an argument that no
user gives makes `main.py` the server that it names.
"""

import sys
from collections.abc import Sequence
from typing import Final

SERVERS: Final = {"sandbox": "simulator.files.sandbox", "torch": "ui.worker.torch_process"}
"""Modules whose function `serve` is all that a child does."""

_SERVE: Final = "--serve"


def is_frozen() -> bool:
    """Return True in a program that was built with its interpreter, for a computer without one."""
    return bool(getattr(sys, "frozen", False))


def command(server: str, start: str, *arguments: str) -> list[str]:
    """Return the command of a child that is one of the `SERVERS`.

    Args:
        start, arguments: code that an interpreter runs to the same end, and what it reads in
            `sys.argv`. The folder that the user is in is not among those it imports from.
    """
    if is_frozen():
        return [sys.executable, _SERVE, server]
    return [sys.executable, "-P", "-c", start, *arguments]


def server_in(arguments: Sequence[str]) -> str | None:
    """Return the module that a frozen program's arguments ask for; None when a user gave them."""
    if is_frozen() and len(arguments) == 2 and arguments[0] == _SERVE:
        return SERVERS.get(arguments[1])
    return None
