"""Output of several commands: lines and JSON on stdout, and progress on a terminal."""

import json
import sys
import time
from argparse import Namespace
from collections.abc import Generator, Mapping
from typing import Any, Final, TypeVar

from ..files.atomic import atomic_write
from ..progress import finish

Returned = TypeVar("Returned")

STDOUT: Final = "-"
"""Name that stands for stdout where a report is asked for."""

_PATIENCE: Final = 0.5
"""Seconds that work may take without a line about its progress."""
_EVERY: Final = 0.1
"""Seconds between two states of that line."""


def say(options: Namespace, *lines: str, well: bool = True) -> None:
    """Print lines on stdout, where JSON does not stand in place of them.

    Args:
        well: whether they tell what was hoped for; with `--quiet` that is not told.
    """
    if getattr(options, "report", None) == STDOUT or (options.quiet and well):
        return
    print(*lines, sep="\n", flush=True)


def write_report(options: Namespace, content: Mapping[str, Any]) -> None:
    """Write the JSON that `--report` asks for, to its file or to stdout."""
    if not options.report:
        return
    text = json.dumps(content, indent=2)
    if options.report == STDOUT:
        print(text)
        return
    with atomic_write(options.report) as file:
        file.write(text.encode() + b"\n")


def follow(quiet: bool, doing: str, work: Generator[float, None, Returned]) -> Returned:
    """Run work to its end, and tell on a terminal how far it is.

    Args:
        quiet: do not tell. doing: what it does, in a word.
    """
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        return finish(work)
    line = _Line(doing)
    try:
        return finish(work, line.show)
    finally:
        line.clear()


class _Line:
    """Line of a terminal about the progress of work, written anew each time.

    The cursor stays at its start, so that whatever is printed meanwhile takes its place.
    """

    def __init__(self, doing: str) -> None:
        self._doing, self._shown = doing, 0
        self._next = time.monotonic() + _PATIENCE

    def show(self, fraction: float) -> None:
        """Write a fraction, unless the work is young or the last one is."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _EVERY
        self._write(f"{self._doing} {fraction:4.0%}")

    def clear(self) -> None:
        """Write blanks over the line, if there is one."""
        if self._shown:
            self._write(" " * self._shown)

    def _write(self, text: str) -> None:
        self._shown = len(text)
        print(text, end="\r", file=sys.stderr, flush=True)
