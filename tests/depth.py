"""Depth: how much of a law the default run tries; the option `--full` tries all of it.

By default each value of each parameter is tried at least once, in place of all their pairs, and a
sixth of the seeds and of hypothesis' examples. Of a law marked `few(count)` that many cases are
tried. What is marked `slow` waits for `--full`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

SHARE = 6
"""One in so many seeds and examples is tried by default."""

LEAST_EXAMPLES, LEAST_SEEDS = 5, 2

full = False
"""True with `--full`; set before the tests are imported."""

Case = TypeVar("Case")
Cells = Mapping[str, int]
"""Which value each parameter of a case has, by its number."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="try every case, also those marked slow")


def pytest_configure(config: pytest.Config) -> None:
    """Set the depth. Examples are equal in every run, in any order, however busy the machine is.

    Hypothesis would try constants of the program too, but only of modules imported so far.
    """
    global full
    full = config.getoption("full")
    settings.register_profile(
        "same",
        derandomize=True,
        deadline=None,
        max_examples=_some(100),
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("same")
    providers.is_local_module_file = lambda path: False


@pytest.hookimpl(tryfirst=True)  # before xdist sends what is left to its processes
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what waits for `--full`, but what is named by its id."""
    if not full and not any("::" in name for name in config.args):
        taken = in_default_run(items)
        config.hook.pytest_deselected(items=[item for item in items if item not in taken])
        items[:] = [item for item in items if item in taken]


def examples(in_full: int, by_default: int | None = None, **others: object) -> Callable:
    """Return the settings of a law that hypothesis tries with so many examples.

    by_default: their number without `--full`, where it is not the usual share.
    """
    some = _some(in_full) if by_default is None else count(in_full, by_default)
    return settings(max_examples=some, **others)


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
    return {item for cases in functions.values() for item in _few(covering(cases, _cells(cases)))}


def _few(cases: list[pytest.Item]) -> list[pytest.Item]:
    """Return of the cases of a function as many as it is marked with, evenly spread."""
    few = cases[0].get_closest_marker("few")
    count = len(cases) if few is None else min(few.args[0], len(cases))
    return [cases[n * len(cases) // count] for n in range(count)]


def _cells(cases: list[pytest.Item]) -> Callable[[pytest.Item], Cells]:
    """Return a function that numbers the values of a case, as they first occur among the cases.

    pytest's own `indices` number the cases, not the values, but for the parameters of fixtures.
    """
    found: dict[str, dict[Hashable, int]] = defaultdict(dict)

    def numbered(values: Mapping[str, Hashable]) -> Cells:
        return {name: found[name].setdefault(v, len(found[name])) for name, v in values.items()}

    return {item: numbered(_values(item)) for item in cases}.__getitem__


def _values(item: pytest.Item) -> Mapping[str, Hashable]:
    """Return which values a case has; those that one mark gives together are one."""
    if not hasattr(item, "callspec"):
        return {}
    left = {name: id(value) for name, value in item.callspec.params.items()}
    values: dict[str, Hashable] = {}
    for mark in item.iter_markers("parametrize"):
        names = mark.args[0].split(",") if isinstance(mark.args[0], str) else mark.args[0]
        values[",".join(names)] = tuple(left.pop(name.strip()) for name in names)
    return values | left


def covering(cases: Iterable[Case], cells: Callable[[Case], Cells]) -> list[Case]:
    """Return few cases in which each value of each parameter occurs, but for the later seeds.

    The next is always one that brings as many new values as any, and of these the one whose values
    have occurred least.
    """
    left = [(case, set(cells(case).items())) for case in cases]
    wanted = _without_later_seeds(set().union(*(values for _, values in left)))
    if len({name for name, _ in wanted}) < 2:
        return [case for case, values in left if values & wanted] or [left[0][0]]
    chosen, occurred = [], Counter()

    def worth(at: int) -> tuple[int, int]:
        values = left[at][1]
        return len(values & wanted), -sum(occurred[value] for value in values)

    while wanted:
        case, values = left.pop(max(range(len(left)), key=worth))
        chosen.append(case)
        occurred.update(values)
        wanted -= values
    return chosen


def _without_later_seeds(values: set[tuple[str, Hashable]]) -> set[tuple[str, Hashable]]:
    seeds = 1 + max((number for name, number in values if name == "seed"), default=0)
    first = max(LEAST_SEEDS, -(-seeds // SHARE))
    return {(name, number) for name, number in values if name != "seed" or number < first}
