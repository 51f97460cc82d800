"""Sunspots: next year's number from the years before, 1700 to 2008 (resources/SOURCES.md).

Learnt from are the years to 1949; judged are the forecasts for 1950 and later.
"""

import csv
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from ...arrays import Array, Rng, read_only
from .drawn import Drawn

YEARLY: Final = Path(__file__).resolve().parents[3] / "resources" / "sunspots.csv"
"""Yearly numbers divided by 100, beside this package in a clone and in an installed wheel."""

FIRST_UNSEEN_YEAR: Final = 1950


def seen_years(rng: Rng, rows: int) -> Drawn:
    """Return the years to 1949, each year's answer the next one; the last has none."""
    years, numbers = _read()
    seen = numbers[years < FIRST_UNSEEN_YEAR]
    return _forecast(seen, _all_but_last(len(seen)))


def unseen_years(rng: Rng, rows: int) -> Drawn:
    """Return all years; only forecasts for 1950 and later are asked."""
    years, numbers = _read()
    asked = _all_but_last(len(years)) & (years + 1 >= FIRST_UNSEEN_YEAR)[:, None]
    return _forecast(numbers, asked)


def _forecast(numbers: Array, asked: Array) -> Drawn:
    following = np.append(numbers[1:], 0.0)
    return Drawn(numbers.reshape(-1, 1, 1), following.reshape(-1, 1, 1), asked)


def _all_but_last(steps: int) -> Array:
    return np.arange(steps)[:, None] < steps - 1


@cache
def _read() -> tuple[Array, Array]:
    """Read the years and their numbers, once: a run asks for them at each step."""
    with open(YEARLY, newline="", encoding="ascii") as file:
        rows = list(csv.reader(file))[1:]
    years = np.array([int(year) for year, _ in rows])
    return read_only(years), read_only(np.array([float(number) for _, number in rows]))
