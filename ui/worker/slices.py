"""Slices: long work in the worker's process, done a little at a time, so that it can be stopped.

A worker takes one request at a time. Work that is asked for slice by slice lets the others through
between two of them, tells how far it is, and can be let go. What is here runs in the worker.
"""

import time
from collections.abc import Callable, Generator
from typing import Any, NamedTuple

from simulator.translation import tr

SLICE_SECONDS = 0.1

_works: dict[int, Generator[float, None, Any]] = {}


class Slice(NamedTuple):
    """How far work is: the fraction done, whether it is over, and then what it returned."""

    fraction: float
    over: bool = False
    result: Any = None


def begin(key: int, make: Callable[..., Generator[float, None, Any]], *arguments: Any) -> Slice:
    """Take up work: a function that yields the fraction done, 0…1; and do the first slice of it."""
    _works[key] = make(*arguments)
    return go_on(key)


def go_on(key: int) -> Slice:
    """Do the next slice.

    Raises:
        ValueError: this process has not begun the work. Whatever the work raises.
    """
    work = _works.pop(key, None)
    if work is None:
        raise ValueError(tr("the process that did it was started again: do it once more"))
    deadline = time.perf_counter() + SLICE_SECONDS
    try:
        fraction = next(work)
        while time.perf_counter() < deadline:
            fraction = next(work)
    except StopIteration as end:
        return Slice(1.0, True, end.value)
    _works[key] = work
    return Slice(fraction)


def stop(key: int) -> None:
    """Let work go: its `with` blocks clean up."""
    work = _works.pop(key, None)
    if work is not None:
        work.close()
