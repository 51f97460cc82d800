"""KeptSteps: weights and optimiser state by step, thinned so that they fit their room.

All are kept while they fit; then every second, every fourth, … counted from the first. A step in
between is made again from the last kept one before it. How many are kept follows from the number
of steps alone, so that it can be told before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import Array, read_only
from ..translation import tr
from .state import OptimiserState

ROOM = 64 << 20
"""Bytes that kept steps take at most, by default."""

_CHUNK = 8 << 20
"""Bytes of memory that are taken at once."""


@dataclass(frozen=True, eq=False, slots=True)
class Moment:
    """Everything that decides how training goes on after some steps.

    Attributes:
        step: the number of steps taken. weights: every array by its name, read-only.
        state: the optimiser's.
    """

    step: int
    weights: dict[str, Array]
    state: OptimiserState


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many steps are kept: told before a run.

    Attributes:
        every: one of so many steps is kept. kept: their number. nbytes: the bytes that they take.
    """

    every: int
    kept: int
    nbytes: int

    @classmethod
    def of(cls, steps: int, nbytes: int, room: int = ROOM) -> "Keeping":
        """Tell how a run of so many steps is kept.

        Args:
            nbytes: bytes of one step's weights that learn and of their optimiser's state.
            room: bytes that there are; the first step is kept in any case.
        """
        most, every = max(1, room // max(1, nbytes)), 1
        while steps // every + 1 > most and every <= steps:
            every *= 2
        kept = steps // every + 1
        return cls(every, kept, kept * nbytes)


class KeptSteps:
    """Moments of a run, the first always among them.

    They lie end to end in large arrays: new memory for each would cost more than the step.

    Args:
        first: where the run begins. learning: names of the weights that learn; the others stay.
        kinds: of the arrays that the optimiser keeps. room: as of `Keeping.of`.
    """

    def __init__(
        self,
        first: Moment,
        learning: Sequence[str],
        kinds: Sequence[str],
        room: int = ROOM,
    ) -> None:
        self._first, self._room = first, room
        self._learning, self._kinds = tuple(learning), tuple(kinds)
        self._size = sum(first.weights[name].size for name in learning) * (1 + len(kinds))
        self._dtype = first.weights[learning[0]].dtype
        self._chunks: list[Array] = []
        self._most = max(1, room // max(1, self._nbytes))
        # An eighth of the room at most: thinning takes one part more than there is.
        self._a_chunk = max(1, min(_CHUNK // max(1, self._nbytes), self._most // 8))
        self._count, self._keeping = 0, Keeping.of(0, self._nbytes, room)

    @property
    def _nbytes(self) -> int:
        return self._size * self._dtype.itemsize

    @property
    def keeping(self) -> Keeping:
        """How the steps so far are kept."""
        return self._keeping

    @property
    def steps(self) -> range:
        """Steps that are kept."""
        start, every = self._first.step, self._keeping.every
        return range(start, start + (self._count + 1) * every, every)

    @property
    def first(self) -> Moment:
        """The first moment, which is always kept."""
        return self._first

    @property
    def room(self) -> int:
        """Bytes that the kept steps may take."""
        return self._room

    @property
    def numbers(self) -> int:
        """Numbers that one kept step has."""
        return self._size

    def rows(self, by: int = 1) -> Array:
        """Return a copy of one row in so many, counted from the first moment, which has none.

        A row is what learns and its optimiser's state, end to end: (n, size).
        """
        places = range(by - 1, self._count, by)
        rows = np.empty((len(places), self._size), self._dtype)
        for row, place in zip(rows, places, strict=True):
            row[...] = self._row(place)
        return rows

    def refill(self, rows: Array, taken: int) -> None:
        """Put rows of `rows` in place of all that is kept, after so many steps.

        Raises:
            ValueError: they are not those that would be kept then.
        """
        keeping = Keeping.of(taken, self._nbytes, self._room)
        if rows.shape != (taken // keeping.every, self._size) or rows.dtype != self._dtype:
            raise ValueError(tr("the saved steps do not belong to the run"))
        self._keeping = keeping
        self._fill(rows)

    @property
    def arrays(self) -> tuple[Array, ...]:
        """The arrays that are filled so far, one a chunk of memory."""
        full, rest = divmod(self._count, self._a_chunk)
        return (*self._chunks[:full], *((self._chunks[full][:rest],) if rest else ()))

    def add(self, moment: Moment) -> None:
        """Keep a moment, which is the next step's, if its turn comes; drop those that lose theirs.

        Each comes once, in order.
        """
        taken, before = moment.step - self._first.step, self._keeping.every
        self._keeping = Keeping.of(taken, self._nbytes, self._room)
        if self._keeping.every != before:
            self._thin(self._keeping.every // before)
        if taken % self._keeping.every:
            return
        sets = (moment.weights, *(moment.state.buffers[kind] for kind in self._kinds))
        arrays = [named[name].reshape(-1) for named in sets for name in self._learning]
        np.concatenate(arrays, out=self._new_row())

    def before(self, step: int) -> Moment:
        """Return the last moment that is kept up to a step, itself included.

        Raises:
            KeyError: the step is before the first, or after the last.
        """
        first, every = self._first, self._keeping.every
        place = (step - first.step) // every
        if not 0 <= place <= self._count:
            raise KeyError(step)
        return self._moment(place) if place else first

    def _moment(self, place: int) -> Moment:
        first, found, start = self._first, read_only(self._row(place - 1)), 0
        sets: list[dict[str, Array]] = []
        for _ in range(1 + len(self._kinds)):
            named = {}
            for name in self._learning:
                like = first.weights[name]
                named[name] = found[start : start + like.size].reshape(like.shape)
                start += like.size
            sets.append(named)
        taken = place * self._keeping.every
        # In the order of the first: what lies end to end is added up in this order.
        weights = {name: sets[0].get(name, array) for name, array in first.weights.items()}
        buffers = dict(zip(self._kinds, sets[1:], strict=True))
        state = OptimiserState(first.state.count + taken, buffers)
        return Moment(first.step + taken, weights, state)

    def _thin(self, by: int) -> None:
        """Keep one of so many, counted from the first, which has no row.

        They move to new arrays: moments that were handed out have the old ones.
        """
        old, left = self._chunks[::-1], self._count
        self._chunks, self._count, place = [], 0, 0
        while old:
            for row in old.pop()[:left]:
                left, place = left - 1, place + 1
                if place % by == 0:
                    self._new_row()[...] = row

    def _fill(self, rows: Array) -> None:
        """Put rows in place of all."""
        self._chunks, self._count = [], 0
        for row in rows:
            self._new_row()[...] = row

    def _new_row(self) -> Array:
        """Return the next row, in new memory where there is no room for it."""
        if self._count == len(self._chunks) * self._a_chunk:
            rows = max(1, min(self._a_chunk, self._most - self._count))
            self._chunks.append(np.empty((rows, self._size), self._dtype))
        self._count += 1
        return self._row(self._count - 1)

    def _row(self, place: int) -> Array:
        chunk, row = divmod(place, self._a_chunk)
        return np.asarray(self._chunks[chunk][row])
