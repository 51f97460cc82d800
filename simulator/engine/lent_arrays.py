"""Arrays of a run that are another run's as far as the two agree.

What another run lends is copied when it is read: so an edit that is felt late costs only the steps
that feel it, and an array that nobody looks at takes memory only for those.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload

import numpy as np

from ..arrays import Array, read_only_view
from ..lstm.quantities import EVERY
from .trace_storage import take_large_pages
from .walk_order import span

_STATES = frozenset(quantity.array for quantity in EVERY.values() if quantity.carried)
"""Names of the arrays with T+1 slots: they have the initial state too."""


class LentArray:
    """Array of which some parts are another run's. Reading it copies them, once.

    Attributes:
        own: the array as it is, for what writes the rest.

    Args:
        lender: the array that has these parts, or one to which they are lent in turn.
        places: the index of each part, in both arrays.
        steps: how many steps of each walk they are: fewer are lent on by the same lender.
    """

    def __init__(
        self,
        own: Array,
        lender: "Array | LentArray",
        places: Sequence[Any],
        steps: tuple[int, ...],
    ) -> None:
        self.own, self._places, self._steps = own, places, steps
        self.lender: Array | None = (
            lender if isinstance(lender, np.ndarray) else lender._holder(steps)
        )

    def read(self) -> Array:
        """Return the whole array."""
        if self.lender is not None:
            take_large_pages(self.own)
            for place in self._places:
                self.own[place] = self.lender[place]
            self.lender = None
        return self.own

    def part(self, slots: slice) -> Array:
        """Return some slots of an array of one part; those that are lent are not copied."""
        (place,), lent, own = self._places, self.lender, self.own
        if lent is None or not isinstance(place, slice):
            return np.asarray(self.read()[slots])
        wanted, there = range(len(own))[slots], range(len(own))[place]
        inside = range(max(wanted.start, there.start), min(wanted.stop, there.stop))
        if not inside:
            return np.asarray(own[slots])
        cuts = wanted.start, inside.start, inside.stop, wanted.stop
        parts = [a[i:j] for a, i, j in zip((own, lent, own), cuts, cuts[1:], strict=False) if i < j]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _holder(self, steps: tuple[int, ...]) -> Array:
        """Return an array that has the first steps of each walk: the lender, if it has."""
        fewer = all(few <= many for few, many in zip(steps, self._steps, strict=True))
        return self.lender if self.lender is not None and fewer else self.read()


class LentArrays(Mapping[str, Array]):
    """Arrays of a lane by name, as in `LaneArrays`, whose first steps are another run's.

    Attributes:
        own: the arrays as they are, for a walk that writes the steps after those. They have the
            states from which it goes on.

    Args:
        lender: the arrays of another run, which has computed these steps.
        direction: the lane's. lengths: of the batch rows. steps: how many steps are lent.
    """

    def __init__(
        self,
        own: Mapping[str, Array],
        lender: Mapping[str, Array],
        direction: int,
        lengths: Sequence[int],
        steps: int,
    ) -> None:
        self.own = own
        lent: Mapping[str, Array | LentArray] = lender
        if isinstance(lender, LentArrays):
            lent = lender._arrays
        places = {
            states: _first_steps(direction, lengths, steps, states) for states in (False, True)
        }
        self._arrays: dict[str, LentArray] = {
            name: LentArray(array, lent[name], [places[name in _STATES]], (steps,))
            for name, array in own.items()
        }
        last = _state_after(direction, lengths, steps)
        for name in _STATES:
            there = self._arrays[name].lender
            assert there is not None
            own[name][last] = there[last]

    def __getitem__(self, name: str) -> Array:
        """Return a whole array."""
        return self._arrays[name].read()

    def __iter__(self) -> Iterator[str]:
        return iter(self.own)

    def __len__(self) -> int:
        return len(self.own)

    def part(self, name: str, slots: slice) -> Array:
        """Return some slots of an array, see `LentArray.part`."""
        return self._arrays[name].part(slots)


def _first_steps(direction: int, lengths: Sequence[int], steps: int, states: bool) -> slice | Array:
    """Return the index of the first steps of a walk; with the initial one in an array of states."""
    if min(lengths) == max(lengths):
        first, stop = span(direction, lengths[0], 0, steps)
        return slice(first, stop + states)
    n = np.array(lengths)
    first_of, stop_of = span(direction, n, 0 * n, np.minimum(n, steps))
    t = np.arange(n.max() + states)[:, None]
    return np.asarray((first_of <= t) & (t < stop_of + states))


def _state_after(direction: int, lengths: Sequence[int], steps: int) -> Any:
    """Return the index, among the states, of those after the first steps of a walk."""
    if min(lengths) == max(lengths):
        return lengths[0] - steps if direction else steps
    n = np.array(lengths)
    taken = np.minimum(n, steps)
    return n - taken if direction else taken, np.arange(len(n))


class LayerInputs(Sequence[Array]):
    """Read-only input of each layer, (T, B, width).

    Args:
        arrays: of each layer. lent: those of which some parts are copied when they are read.
    """

    def __init__(self, arrays: Sequence[Array], lent: Mapping[int, LentArray]) -> None:
        self._arrays, self._lent = arrays, lent

    @overload
    def __getitem__(self, layer: int) -> Array: ...
    @overload
    def __getitem__(self, layer: slice) -> Sequence[Array]: ...
    def __getitem__(self, layer: int | slice) -> Array | Sequence[Array]:
        """Return the input of a layer, or of several."""
        if isinstance(layer, slice):
            return [self[k] for k in range(len(self))[layer]]
        number = range(len(self))[layer]
        lent = self._lent.get(number)
        return read_only_view(self._arrays[number] if lent is None else lent.read())

    def __len__(self) -> int:
        return len(self._arrays)


class ReadOnlyArrays(Mapping[str, Array]):
    """Read-only views of arrays by name, each made when it is read."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._arrays = arrays

    def __getitem__(self, name: str) -> Array:
        return read_only_view(self._arrays[name])

    def part(self, name: str, slots: slice) -> Array:
        """Return some slots of an array, see `LentArrays.part`."""
        arrays = self._arrays
        return read_only_view(
            arrays.part(name, slots) if isinstance(arrays, LentArrays) else arrays[name][slots]
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)
