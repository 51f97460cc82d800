"""Difference between a stored trace and a run, number by number."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..arrays import Array, equal_or_nan, json_number
from ..engine.recorded_run import Key, RecordedRun
from ..engine.run import Run
from ..network.lane import DIRECTIONS
from ..network.quantities import READOUT
from ..translation import tr
from .address import Address
from .comparison import Change, distance

SLICE_SECONDS = 0.01
NUMBERS_AT_ONCE = 1 << 17


@dataclass(frozen=True, slots=True)
class TraceDifference:
    """Result of the comparison.

    Attributes:
        count: how many numbers both have. different: how many of them have other bits.
        largest: the number that differs most, None when none does; NaN on one side is the largest.
        size: its difference.
    """

    count: int = 0
    different: int = 0
    largest: Change | None = None
    size: float = 0.0

    @property
    def agrees(self) -> bool:
        """True when something was compared, and all of it has the same bits."""
        return bool(self.count) and not self.different

    def text(self, batch: int) -> str:
        """Describe the result in one line, for traces of `batch` rows."""
        if not self.count:
            return tr("the two runs have no values in common")
        if self.largest is None:
            return tr("all {count:,} values are the same, bit for bit", count=self.count)
        number, (_, before, after) = self.largest.number, self.largest
        names = {
            "quantity": number.quantity,
            "unit": number.unit,
            "t": number.t,
            "lane": number.lane.text(),
            "row": tr(", row {row}", row=number.row) if batch > 1 else "",
            "different": self.different,
            "count": self.count,
        }
        if number.quantity in READOUT:
            return self._text_of_readout(number.name, names)
        if np.isnan((before, after)).any():
            return tr(
                "{quantity} of unit {unit} at t={t}, {lane}{row} is NaN in one run "
                "and {number} in the other ({different:,} of {count:,} values differ)",
                number=str(after if np.isnan(before) else before),
                **names,
            )
        return tr(
            "largest difference {size}: {quantity} of unit {unit} at t={t}, {lane}{row} "
            "({different:,} of {count:,} values differ)",
            size=self._size(),
            **names,
        )

    def _text_of_readout(self, name: str, names: Mapping[str, Any]) -> str:
        assert self.largest is not None
        _, before, after = self.largest
        if np.isnan((before, after)).any():
            return tr(
                "{name} at t={t}{row} is NaN in one run and {number} in the other "
                "({different:,} of {count:,} values differ)",
                name=name,
                number=str(after if np.isnan(before) else before),
                **names,
            )
        return tr(
            "largest difference {size}: {name} at t={t}{row} "
            "({different:,} of {count:,} values differ)",
            size=self._size(),
            name=name,
            **names,
        )

    def to_json(self) -> dict[str, Any]:
        """Return it for `json.dumps`; numbers that JSON lacks become null."""
        largest = None
        if self.largest is not None:
            number, before, after = self.largest
            largest = {
                "quantity": number.quantity,
                "layer": number.lane.layer,
                "direction": DIRECTIONS[number.lane.direction],
                "t": number.t,
                "batch": number.row,
                "unit": number.unit,
                "before": json_number(float(before)),
                "after": json_number(float(after)),
                "difference": json_number(self.size),
            }
        return {
            "agrees": self.agrees,
            "compared": self.count,
            "different": self.different,
            "largest_difference": largest,
        }

    def _size(self) -> str:
        return f"{self.size:.2g}".replace("e-0", "e-").replace("e+0", "e")


def comparing(before: RecordedRun, after: Run) -> Generator[float, None, TraceDifference]:
    """Compare a stored trace with a run, which is finished first; yields the fraction done.

    Args:
        before: the stored trace. after: a run of equal shapes; of a second stored trace, and of a
            readout, only the numbers that both have are compared.
    """
    yield from after.computing(SLICE_SECONDS, last=0.5)
    found = TraceDifference()
    for done, (key, given) in enumerate(before.given.items()):
        if key[0] not in after.experiment.quantities:
            continue
        both = (before.trace.values(*key), after.trace.values(*key))
        also = after.given.get(key) if isinstance(after, RecordedRun) else None
        at_once = max(1, NUMBERS_AT_ONCE // given[0].size)
        for start in range(0, len(given), at_once):
            part = slice(start, start + at_once)
            mask = given[part] if also is None else given[part] & also[part]
            if isinstance(after, RecordedRun) and also is None:
                mask = np.zeros_like(mask)
            found = _more(found, key, start, mask, *(values[part] for values in both))
            yield 0.5 + 0.5 * (done + start / len(given)) / len(before.given)
    return found


def _more(
    found: TraceDifference,
    key: Key,
    start: int,
    mask: Array,
    old: Array,
    new: Array,
) -> TraceDifference:
    """Add some timesteps of a quantity to the result so far."""
    count = found.count + int(mask.sum())
    differ = mask & ~_same(old, new)
    if not differ.any():
        return replace(found, count=count)
    sizes = np.where(differ, distance(old.astype(np.float64), new.astype(np.float64)), -1.0)
    place = int(sizes.argmax())
    size, different = float(sizes.flat[place]), found.different + int(differ.sum())
    if found.largest is not None and size <= found.size:
        return replace(found, count=count, different=different)
    t, row, unit = (int(index) for index in np.unravel_index(place, sizes.shape))
    number = Address(*key, start + t, row, unit)
    return TraceDifference(
        count, different, Change(number, old[t, row, unit], new[t, row, unit]), size
    )


def _same(old: Array, new: Array) -> Array:
    """Return True where two numbers are equal in value and sign, or both NaN with any bits."""
    same_sign = (np.signbit(old) == np.signbit(new)) | np.isnan(old)
    return np.asarray(equal_or_nan(old, new) & same_sign)
