"""Interrupts: Ctrl+C, or the program that opened the window, asks it to close, at any time."""

import signal

_asked: list[int] = []


def keep() -> None:
    """From now on only remember an interrupt: raised amid imports or in Qt it may be swallowed."""
    signal.signal(signal.SIGINT, lambda number, _: _asked.append(number))


def was_asked() -> bool:
    """Return True when one is remembered."""
    return bool(_asked)
