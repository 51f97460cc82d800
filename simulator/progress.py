"""Slices of long work: generators that yield the fraction done, 0…1, and return a result."""

from collections.abc import Callable, Generator
from typing import TypeAlias, TypeVar

Returned = TypeVar("Returned")

Parts: TypeAlias = Generator[None, None, Returned]
"""Work of a moment, in parts of milliseconds: it need not tell how much of it is done."""


def part_of(
    work: Generator[float, None, Returned], start: float, stop: float
) -> Generator[float, None, Returned]:
    """Scale the progress of a part to its share, start…stop, of a longer work."""
    try:
        while True:
            yield start + (stop - start) * next(work)
    except StopIteration as end:
        result: Returned = end.value
        return result
    finally:
        work.close()


def finish(
    work: Generator[float, None, Returned],
    progress: Callable[[float], object] = lambda fraction: None,
) -> Returned:
    """Run work to its end; `progress` is called with every new percent done."""
    told = -1.0
    while True:
        try:
            fraction = next(work)
        except StopIteration as end:
            progress(1.0)
            result: Returned = end.value
            return result
        if fraction >= told + 0.01:
            told = fraction
            progress(fraction)


def to_the_end(work: Parts[Returned]) -> Returned:
    """Do all parts, and return the result."""
    try:
        while True:
            next(work)
    except StopIteration as end:
        result: Returned = end.value
        return result


def telling(fraction: float, work: Parts[Returned]) -> Generator[float, None, Returned]:
    """Tell one fraction between the parts, of a longer work that they are a step of."""
    try:
        while True:
            next(work)
            yield fraction
    except StopIteration as end:
        result: Returned = end.value
        return result
