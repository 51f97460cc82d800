"""Depth: how much of a law the default run tries; the option `--full` tries all of it.

By default each value of each parameter is tried at least once, in place of all their pairs, and a
sixth of the seeds and of hypothesis' examples. Of a law marked `few(count)` that many cases are
tried. What is marked `slow` waits for `--full`.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

SHARE = 6
"""One in so many seeds and examples is tried by default."""

LEAST_EXAMPLES, LEAST_SEEDS = 5, 2

full = False
"""True with `--full`; set before the tests are imported."""

Case = TypeVar("Case")
Cells = Mapping[str, int]
"""Which value each parameter of a case has, by its number."""


def take(is_full: bool) -> None:
    """Set the depth. Examples are equal in every run, however busy the machine is."""
    global full
    full = is_full
    settings.register_profile(
        "same",
        derandomize=True,
        deadline=None,
        max_examples=_some(100),
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("same")


def examples(count: int, **others: object) -> Callable:
    """Return the settings of a law that hypothesis tries with `count` examples."""
    return settings(max_examples=_some(count), **others)


def count(in_full: int, by_default: int) -> int:
    """Return how many cases a law tries that goes through them in a loop."""
    return in_full if full else by_default


def _some(count: int) -> int:
    return count if full else min(count, max(LEAST_EXAMPLES, -(-count // SHARE)))


def in_default_run(items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """Return the tests of the default run."""
    functions = defaultdict(list)
    for item in items:
        if item.get_closest_marker("slow") is None:
            functions[item.nodeid.partition("[")[0]].append(item)
    return {item for cases in functions.values() for item in covering(cases, _cells)[: _few(cases)]}


def _few(cases: list[pytest.Item]) -> int:
    """Return how many cases of a function the default run has at most."""
    few = cases[0].get_closest_marker("few")
    return len(cases) if few is None else few.args[0]


def _cells(item: pytest.Item) -> Cells:
    return item.callspec.indices if hasattr(item, "callspec") else {}


def covering(cases: Iterable[Case], cells: Callable[[Case], Cells]) -> list[Case]:
    """Return few cases in which each value of each parameter occurs, but for the later seeds.

    The next is always the first that brings as many new values as any.
    """
    left = [(case, set(cells(case).items())) for case in cases]
    wanted = _without_later_seeds(set().union(*(values for _, values in left)))
    chosen = [left[0][0]] if not wanted else []
    gain = len(left[0][1])
    while wanted:
        at = next((n for n, (_, values) in enumerate(left) if len(values & wanted) == gain), None)
        if at is None:
            gain -= 1
            continue
        case, values = left.pop(at)
        chosen.append(case)
        wanted -= values
    return chosen


def _without_later_seeds(values: set[tuple[str, Hashable]]) -> set[tuple[str, Hashable]]:
    seeds = 1 + max((number for name, number in values if name == "seed"), default=0)
    first = max(LEAST_SEEDS, -(-seeds // SHARE))
    return {(name, number) for name, number in values if name != "seed" or number < first}
