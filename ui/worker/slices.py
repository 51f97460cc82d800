"""Slices of long work in the worker's process, which can be stopped between two.

A worker takes one request at a time. Work requested slice by slice lets other requests through,
reports its progress, and can be stopped. This module runs in the worker.
"""

import time
from collections.abc import Callable, Generator
from typing import Any, NamedTuple

from simulator.translation import tr

SLICE_SECONDS = 0.1

_works: dict[int, Generator[float, None, Any]] = {}


class Slice(NamedTuple):
    """Progress of work: the fraction done, whether it is over, and then its result."""

    fraction: float
    over: bool = False
    result: Any = None


def begin(key: int, make: Callable[..., Generator[float, None, Any]], *arguments: Any) -> Slice:
    """Begin work by a generator function that yields the fraction done, 0…1; do its first slice."""
    _works[key] = make(*arguments)
    return go_on(key)


def go_on(key: int) -> Slice:
    """Do the next slice.

    Raises:
        ValueError: this process has not begun the work. Also any exception of the work.
    """
    work = _works.pop(key, None)
    if work is None:
        raise ValueError(tr("the process was restarted. Try again"))
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
    """Stop work; its `with` blocks clean up."""
    work = _works.pop(key, None)
    if work is not None:
        work.close()
