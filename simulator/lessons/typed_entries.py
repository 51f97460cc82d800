"""Entries of a lesson's tables, each of the type that it must have; else one line says which."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..arrays import Array
from ..files.errors import plain
from ..translation import tr

Table = Mapping[str, Any]


def refuse_unknown(table: Table, names: Sequence[str], what: str) -> None:
    """Refuse names that a table does not have.

    Raises:
        ValueError: in words; so of every function here.
    """
    for name in table:
        if name not in names:
            raise ValueError(tr("{what} has no “{name}”", what=what, name=plain(name)))


def table_of(table: Table, name: str) -> Table:
    """Return a table; an empty one where there is none."""
    return checked_table(table.get(name, {}), name)


def checked_table(found: Any, name: str) -> Table:
    """Return what must be a table."""
    if not isinstance(found, Mapping):
        raise ValueError(tr("{name} must be a table", name=name))
    return found


def tables_of(table: Table, name: str) -> list[Table]:
    """Return a list of tables; an empty one where there is none."""
    found = table.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise ValueError(tr("{name} must be a list of tables", name=name))
    return found


def text(table: Table, name: str, otherwise: str = "") -> str:
    """Return a text; a number is taken as it is written."""
    return _written(table.get(name, otherwise), name)


def needed(table: Table, name: str) -> str:
    """Return a text that must be there."""
    if name not in table:
        raise ValueError(tr("{name} is missing", name=name))
    return text(table, name)


def words(table: Table, name: str) -> tuple[str, ...]:
    """Return a list of texts; an empty one where there is none."""
    found = table.get(name, [])
    if not isinstance(found, list):
        raise ValueError(tr("{name} must be a list", name=name))
    return tuple(_written(one, name) for one in found)


def _written(found: Any, name: str) -> str:
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        raise ValueError(tr("{name} must be text", name=name))
    return str(found)


def flag(table: Table, name: str) -> bool:
    """Return true or false; false where it is not there."""
    found = table.get(name, False)
    if not isinstance(found, bool):
        raise ValueError(tr("{name} must be true or false", name=name))
    return found


def whole(table: Table, name: str, otherwise: int = 0, least: int = 0) -> int:
    """Return a whole number, not less than the least."""
    found = table.get(name, otherwise)
    if isinstance(found, bool) or not isinstance(found, int) or found < least:
        raise ValueError(tr("{name} must be a whole number ≥ {least}", name=name, least=least))
    return found


def number(table: Table, name: str, otherwise: float = 0.0, least: float | None = None) -> float:
    """Return a finite number, not less than the least."""
    found = table.get(name, otherwise)
    if isinstance(found, bool) or not isinstance(found, int | float) or not _is_finite(found):
        raise ValueError(tr("{name} must be a number", name=name))
    if least is not None and found < least:
        raise ValueError(tr("{name} must be at least {least}", name=name, least=least))
    return float(found)


def numbers(table: Table, name: str, dtype: str = "float64") -> Array:
    """Return finite numbers: one, a list, or a list of lists of equal lengths."""
    try:
        with np.errstate(over="ignore"):
            found = np.asarray(table[name], np.float64).astype(dtype)
    except (ValueError, TypeError, OverflowError):
        found = np.array(np.nan)
    if not np.isfinite(found).all():
        raise ValueError(
            tr("{name} must be a number, a list of numbers or equal-length lists", name=name)
        )
    return found


def _is_finite(found: float) -> bool:
    try:
        return bool(np.isfinite(float(found)))
    except OverflowError:
        return False
