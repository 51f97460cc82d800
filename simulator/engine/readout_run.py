"""ReadoutRun: computes y, p and the loss of a run, timestep after timestep."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import Array, read_only_view
from ..network.quantities import LOSS, P, Y
from ..objective.loss import Loss
from ..objective.objective import Objective
from ..objective.readout import EVERY, H_N
from .time_order import timestep_at
from .trace_storage import Allocate


@dataclass(frozen=True, eq=False, slots=True)
class ReadoutArrays:
    """Arrays of a readout: y and p (T, B, K), loss (T, B, 1); 0 where it gives no answer.

    taken: the loss by which it is computed; None without one.
    """

    y: Array
    p: Array
    loss: Array
    taken: Loss | None

    @classmethod
    def allocate(
        cls,
        objective: Objective,
        steps: int,
        batch: int,
        dtype: np.dtype[np.generic],
        zeros: Allocate,
    ) -> "ReadoutArrays":
        """Make arrays of zeros for the quantities that an objective has."""

        def room(key: str) -> Array:
            units = objective.width(key) if key in objective.quantities else 0
            return zeros((steps, batch, units), dtype)

        y = room(Y)
        p = room(P) if P in objective.quantities else y
        return cls(y, p, room(LOSS), objective.loss)

    def values(self, key: str) -> Array:
        """Return y, p or loss: (T, B, width)."""
        return {Y: self.y, P: self.p, LOSS: self.loss}[key]

    def different(self) -> tuple[Array, ...]:
        """List the arrays, each once: p is y where it is the answer itself."""
        return (self.y, self.loss) if self.p is self.y else (self.y, self.p, self.loss)

    def frozen(self) -> "ReadoutArrays":
        """Return read-only views of the same arrays."""
        y, p, loss = map(read_only_view, (self.y, self.p, self.loss))
        return ReadoutArrays(y, p, loss, self.taken)

    def whole(self, losses: Array, counts: Array) -> float:
        """Return the loss of some steps together; NaN where none counts. Both (T, B)."""
        return math.nan if self.taken is None else self.taken.whole(losses, counts)


class ReadoutRun:
    """Walk of a readout over the top layer: every call continues where the last one ended.

    Args:
        tops: h of the top layer's directions, (T, B, R) each, computed before it is read.
        arrays: where the results go.

    Attributes:
        walked: the number of readouts given.
    """

    def __init__(
        self,
        objective: Objective,
        tops: Sequence[Array],
        lengths: Sequence[int],
        arrays: ReadoutArrays,
    ) -> None:
        self.walked = 0
        self._objective, self._tops, self.arrays = objective, tops, arrays
        self._lengths = tuple(lengths)
        steps = int(max(lengths))
        uneven = min(lengths) < steps
        self._reads = objective.reads(steps, self._lengths) if uneven else None
        self._counts = objective.counts(steps, self._lengths)

    def advance(self, stop: int) -> None:
        """Give the answers up to number `stop`, exclusive."""
        readout = self._objective.readout
        if readout is None or stop <= self.walked:
            return
        if readout.over == EVERY:
            t = slice(self.walked, stop)
            read = _side_by_side([top[t] for top in self._tops])
            self._answer(readout.y(read), np.s_[t, :])
        else:
            rows, last = np.arange(len(self._lengths)), np.array(self._lengths) - 1
            read = read_at_end(readout.over, self._tops, self._lengths)
            self._answer(readout.y(read[None])[0], (last, rows))
        self.walked = stop

    def take_over(self, other: "ReadoutRun", answers: int) -> None:
        """Copy the first answers of another walk, of the same shapes, and go on after them."""
        pairs = zip(self.arrays.different(), other.arrays.different(), strict=True)
        for own, theirs in pairs:
            own[:answers] = theirs[:answers]
        self.walked = answers

    def _answer(self, y: Array, at: Any) -> None:
        """Record y (…, B, K) at some timesteps and rows, with the answer and the loss."""
        objective, arrays = self._objective, self.arrays
        self._clear_padding(y, at)
        arrays.y[at] = y
        if P in objective.quantities and objective.readout is not None:
            p = objective.readout.p(y)
            self._clear_padding(p, at)
            arrays.p[at] = p
        if objective.loss is not None and objective.targets is not None:
            counts, target = self._counts[at], objective.targets.values[at]
            if objective.targets.classes:
                target = np.where(counts, target, 0)
            arrays.loss[at] = np.where(counts, objective.loss.of_steps(y, target), 0)[..., None]

    def _clear_padding(self, values: Array, at: Any) -> None:
        """Set to 0 what is past a row's length: there is no answer."""
        if self._reads is not None:
            values[~self._reads[at]] = 0


def what_is_read(over: str, tops: Sequence[Array], lengths: Sequence[int]) -> Array:
    """Return the h that a readout reads where it gives an answer: (T, B, D*R), 0 elsewhere."""
    if over == EVERY:
        return _side_by_side(tops)
    read = np.zeros((*tops[0].shape[:2], sum(top.shape[-1] for top in tops)), tops[0].dtype)
    read[np.array(lengths) - 1, np.arange(len(lengths))] = read_at_end(over, tops, lengths)
    return read


def read_at_end(over: str, tops: Sequence[Array], lengths: Sequence[int]) -> Array:
    """Return the h that a readout over the last timestep or h_n reads: (B, D*R)."""
    rows, n = np.arange(len(lengths)), np.array(lengths)
    return _side_by_side([top[timestep_read(over, d, n), rows] for d, top in enumerate(tops)])


def timestep_read(over: str, direction: int, lengths: Array) -> Array:
    """Return the timestep of each row whose h a readout over the last timestep or h_n reads."""
    return timestep_at(direction if over == H_N else 0, lengths, lengths - 1)


def _side_by_side(parts: Sequence[Array]) -> Array:
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=-1)
