"""Passes: loss and gradients of a network on a batch, fast, and nothing that a window shows.

For everything else there is `engine.run.Run` and `gradients.backward_run.BackwardRun`, which keep
every number: a batch's experiment gives their numbers, and these agree within float rounding.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ..arrays import Array
from ..network.config import LSTMConfig
from ..network.lane import Lane
from ..objective.loss import BCE, CROSS_ENTROPY, Loss
from ..objective.readout import Readout
from ..progress import Parts, Returned, to_the_end
from .batch import Batch
from .network import Network
from .walks.lane_walk import LaneWalk
from .walks.readout_pass import ReadoutPass, ReadoutRecord
from .walks.recorded import LaneRecord, RecordedWalk

_ROOM_BYTES: Final = 64 << 20
"""Bytes of arrays that are kept for shapes of batches that may come again.

There are two at least: that of the steps, and that of the validation.
"""


@dataclass(frozen=True, eq=False, slots=True)
class Result:
    """What a network makes of a batch.

    Attributes:
        loss: NaN where no timestep counts.
        accuracy: the share of right answers among those that count; NaN where answers are numbers
            that are near their targets or not, and for none.
        gradients: of the loss by each array, by name; empty without a way back.
    """

    loss: float
    accuracy: float
    gradients: Mapping[str, Array]


@dataclass(frozen=True, eq=False, slots=True)
class Recording:
    """All numbers of both passes of a batch, for their check.

    Attributes:
        result: loss, accuracy, and every gradient. lanes: in the order of their walks.
    """

    result: Result
    lanes: Mapping[Lane, LaneRecord]
    readout: ReadoutRecord


class Passes:
    """Both passes of networks of one shape, whose arrays are reused from step to step.

    Args:
        network: a network of the shape; its numbers do not matter.
    """

    _kind_of_walk: type[LaneWalk] = LaneWalk

    def __init__(self, network: Network) -> None:
        self._config, self._readout, self._dtype = network.config, network.readout, network.dtype
        self._shapes = {name: array.shape for name, array in network.arrays.items()}
        self._rooms: dict[tuple[int, int], _Room] = {}

    def gradients(
        self, weights: Mapping[str, Array], batch: Batch, into: Mapping[str, Array] | None = None
    ) -> Result:
        """Return loss, accuracy and gradients.

        Args:
            weights: every array of the network by its name. batch: in the network's dtype.
            into: arrays that the gradients are written to, of those names that are asked for; by
                default new ones of all names.
        """
        if into is None:
            into = {name: np.empty(shape, self._dtype) for name, shape in self._shapes.items()}
        return to_the_end(self.in_parts(weights, batch, into))

    def judge(self, weights: Mapping[str, Array], batch: Batch) -> Result:
        """Return loss and accuracy alone: the pass forwards; arguments as of `gradients`."""
        return to_the_end(self.in_parts(weights, batch, {}))

    def in_parts(
        self, weights: Mapping[str, Array], batch: Batch, into: Mapping[str, Array]
    ) -> Parts[Result]:
        """Return what `gradients` does, in parts; `judge` for no names.

        Another pass may begin between two parts; then this one is not to be carried on.
        """
        found = self._room(batch)
        with np.errstate(all="ignore"):
            found.load(batch, weights, bool(into))
        loss = yield from _quietly(found.forwards())
        if into:
            yield from _quietly(found.back(into))
        return Result(loss, found.accuracy(), into)

    def answers(self, weights: Mapping[str, Array], batch: Batch) -> Array:
        """Return y of a batch: (T, B, K), or (1, B, K) of a readout with one answer a row.

        Args:
            weights, batch: as of `gradients`.
        """
        self.judge(weights, batch)
        return self._room(batch).readout.y.transpose(1, 2, 0).copy()

    def _room(self, batch: Batch) -> "_Room":
        shape = batch.steps, batch.rows
        found = self._rooms.pop(shape, None)
        if found is None:
            found = _Room(self._kind_of_walk, self._config, self._readout, *shape, self._dtype)
            kept = found.nbytes + sum(room.nbytes for room in self._rooms.values())
            while len(self._rooms) > 1 and kept > _ROOM_BYTES:
                kept -= self._rooms.pop(next(iter(self._rooms))).nbytes
        self._rooms[shape] = found  # the latest is the last
        return found


class RecordedPasses(Passes):
    """Passes that keep all numbers of a batch: the same bits, and more memory."""

    _kind_of_walk = RecordedWalk

    def record(self, weights: Mapping[str, Array], batch: Batch) -> Recording:
        """Go both ways, and return all numbers.

        Args:
            weights, batch: as of `gradients`.
        """
        result, found = self.gradients(weights, batch), self._room(batch)
        lanes = {
            lane: walk.record()
            for lane, walk in found.lanes.items()
            if isinstance(walk, RecordedWalk)
        }
        return Recording(result, lanes, found.readout.record())


class _Room:
    """Every lane and the readout for batches of T timesteps and B rows."""

    def __init__(
        self,
        kind: type[LaneWalk],
        config: LSTMConfig,
        readout: Readout,
        steps: int,
        rows: int,
        dtype: Any,
    ) -> None:
        self._config, self._steps, self._over = config, steps, readout
        self.lanes = {lane: kind(config, lane, steps, rows, dtype) for lane in config.lanes()}
        self.readout = ReadoutPass(config, readout, steps, rows, dtype)
        self.nbytes = sum(walk.nbytes for walk in self.lanes.values())
        self._batch: Batch | None = None
        self._masks: list[Array] = []
        self._mirror: tuple[Array, Array] | None = None

    def load(self, batch: Batch, weights: Mapping[str, Array], back: bool) -> None:
        """Take over a batch, unless it is the one before, and weights."""
        for walk in self.lanes.values():
            walk.load(weights, back)
        self.readout.load(weights)
        if batch is self._batch:
            return
        self._batch, steps = batch, self._steps
        lengths = np.array(batch.lengths)
        uneven = int(lengths.min()) < steps
        t = np.arange(steps)[:, None]
        self._mirror = None
        inputs = batch.inputs[:steps]
        if uneven:
            inputs = np.where((t < lengths)[..., None], inputs, 0)  # padding may be anything
            at = np.where(t < lengths, lengths - 1 - t, t)
            self._mirror = at, np.arange(len(lengths))
        inputs = inputs.transpose(2, 0, 1)
        for row, (lane, walk) in enumerate(self.lanes.items()):
            for name, state in walk.states.items():
                state[...] = batch.states[name][row].T if batch.states else 0
            if not lane.layer:
                walk.x.transpose(1, 0, 2)[...] = self._turned(inputs, lane.direction)
        self._masks = [mask[:steps].transpose(2, 0, 1) for mask in batch.masks]
        self.readout.load_batch(batch, self._over)

    def forwards(self) -> Parts[float]:
        """Compute every lane, the answers, and return the loss."""
        config, R = self._config, self._config.output_size
        below: Array | None = None
        for layer in range(config.num_layers):
            last = layer == config.num_layers - 1
            output = self.readout.output if last else np.empty_like(self.readout.output)
            for direction in range(config.num_directions):
                walk = self.lanes[config.lane(layer * config.num_directions + direction)]
                if below is not None:
                    walk.x.transpose(1, 0, 2)[...] = self._turned(below, direction)
                yield from walk.forwards()
                computed = self._turned(walk.h.transpose(1, 0, 2), direction)
                output[direction * R : (direction + 1) * R] = computed
            if not last and self._masks:
                output *= self._masks[layer]
            below = output
        return self.readout.forwards()

    def back(self, into: Mapping[str, Array]) -> Parts[None]:
        """Go back from the loss through every lane, and write the gradients."""
        config, R = self._config, self._config.output_size
        self.readout.back(into)
        above = self.readout.d_output
        for layer in reversed(range(config.num_layers)):
            below: Array | None = None
            for direction in range(config.num_directions):
                walk = self.lanes[config.lane(layer * config.num_directions + direction)]
                part = above[direction * R : (direction + 1) * R]
                walk.above.transpose(1, 0, 2)[...] = self._turned(part, direction)
                yield from walk.back()
                walk.put_gradients(into)
                if walk.dx is not None:
                    dx = self._turned(walk.dx, direction)
                    below = dx.copy() if below is None else below + dx
            if below is not None:
                above = below * self._masks[layer - 1] if self._masks else below

    def accuracy(self) -> float:
        """Return the share of right answers; NaN where there is none to be right."""
        assert self._batch is not None
        return _accuracy(self._batch.loss, self.readout)

    def _turned(self, values: Array, direction: int) -> Array:
        """Turn (…, T, B) from order of time to that of a direction's walk, and back.

        Padding stays where it is.
        """
        if not direction:
            return values
        if self._mirror is None:
            return values[..., ::-1, :]
        return np.asarray(values[:, self._mirror[0], self._mirror[1]])


def _quietly(work: Parts[Returned]) -> Parts[Returned]:
    """Let no number of the work warn, and leave NumPy as it was between two parts."""
    while True:
        with np.errstate(all="ignore"):
            try:
                next(work)
            except StopIteration as end:
                result: Returned = end.value
                return result
        yield


def _accuracy(loss: Loss, readout: ReadoutPass) -> float:
    if loss.kind == BCE:
        right = (readout.y > 0) == (readout.target > 0.5)
    elif loss.kind == CROSS_ENTROPY:
        right = (readout.y.argmax(axis=0) == readout.target[0])[None]
    else:
        return math.nan
    counted = right[:, readout.counts]
    return float(np.count_nonzero(counted)) / counted.size if counted.size else math.nan
