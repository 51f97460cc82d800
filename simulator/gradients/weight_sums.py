"""WeightSums: the gradients of a lane's weights, summed up to any step, with the same bits always.

A lane's backward pass is cut into blocks of K steps, counted from its start. After p steps, with
k = p div K, the sum is S_k + P(k·K … p), where S_{k+1} = S_k + P(a whole block) and P is one matrix
product over steps and rows, in order of time. So it depends only on p, however one gets
there. There is never an array of weights for each timestep.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import prod
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from ..arrays import Array, read_only_view
from ..experiment.experiment import Experiment
from ..network.lane import Lane
from ..objective.readout import EVERY, Readout

STEPS_OF_MANY = 128
"""K, the steps of a block, for many weights."""

FEW_WEIGHTS = 8192
"""Weights of a lane up to which K is 1."""

ROOM = 64 << 20
"""Bytes of the sums S_k that are kept; what lies between them is made again."""

_MOST_KEPT = 64
"""Largest number of sums that are kept: a jump makes few products again."""

_AT_ONCE = 1 << 16
"""Largest number of weights in the products that are made at once."""


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """Rows of some steps, in order of time: the factors of the sum of their outer products.

    left: (n, J). right: (n, K). gone: weights (j, k) and the rows (n,) True where a cut connection
    gives nothing. counts: how many rows each step has.
    """

    left: Array
    right: Array
    counts: Array
    gone: tuple[tuple[int, int, Array], ...] = ()

    def product(self) -> Array:
        """Return leftᵀ right, (J, K)."""
        found = _outer(self.left[None], self.right[None])[0]
        for j, k, cut in self.gone:
            if not cut.any():  # its bits do not depend on a cut elsewhere
                continue
            kept = ~cut
            found[j, k] = np.dot(self.left[kept, j], self.right[kept, k])
        return np.asarray(found)

    def products(self) -> Array:
        """Return leftᵀ right of each of k steps, (k, J, K), with the bits of its own `product`."""
        ends = np.cumsum(self.counts)
        count = self.counts[0]
        if not self.gone and (self.counts == count).all():
            left, right = (side.reshape(len(ends), count, -1) for side in (self.left, self.right))
            return _outer(left, right)
        parts = (slice(end - n, end) for n, end in zip(self.counts, ends, strict=True))
        return np.stack([self.part(part).product() for part in parts])

    def part(self, rows: slice) -> "Rows":
        """Return some of the rows, as the rows of one step."""
        gone = tuple((j, k, cut[rows]) for j, k, cut in self.gone)
        left = self.left[rows]
        return Rows(left, self.right[rows], np.array([len(left)]), gone)


def _outer(left: Array, right: Array) -> Array:
    """Return leftᵀ right of each step: (k, n, J) and (k, n, K) → (k, J, K)."""
    if left.shape[1] == 1:  # numpy's product of a column and a row takes five times as long
        return np.asarray(left[:, 0, :, None] * right[:, 0, None, :])
    return np.asarray(np.matmul(left.swapaxes(1, 2), right))


@dataclass(frozen=True, slots=True)
class SumPlan:
    """How a matrix of weights is summed up over a backward walk.

    Attributes:
        shape: (J, K) of the matrix. dtype: its numbers'. weights: the number of the lane's weights,
            which decides the length of a block. steps: of the whole walk.
    """

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    weights: int
    steps: int

    @classmethod
    def of_lane(cls, experiment: Experiment, layer: int, matrix: str) -> "SumPlan":
        """Return the sum of the gates, (4H, I+R+1), or of "weight_hr", (R, H)."""
        config, shapes = experiment.config, experiment.config.parameter_shapes()
        names = config.parameter_names(Lane(layer))
        weights = sum(prod(shapes[name]) for name in names.values())
        if matrix in names:
            shape = shapes[names[matrix]]
        else:
            inputs = config.layer_input_size(layer) + config.output_size
            shape = shapes[names["weight_hh"]][0], inputs + 1
        return cls(shape, experiment.dtype, weights, experiment.num_timesteps)

    @classmethod
    def of_readout(cls, experiment: Experiment, readout: Readout) -> "SumPlan":
        """Return the sum of V and b, (K, D*R+1)."""
        outputs, features = readout.weight.shape
        shape = outputs, features + 1
        steps = experiment.num_timesteps if readout.over == EVERY else 1
        return cls(shape, experiment.dtype, prod(shape), steps)

    @property
    def block(self) -> int:
        """K, the steps of a block."""
        return 1 if self.weights <= FEW_WEIGHTS else STEPS_OF_MANY

    @property
    def every(self) -> int:
        """Number of blocks after which a sum is kept."""
        most = min(_MOST_KEPT, max(1, ROOM // max(1, self._size)))
        return -(-(self.steps // self.block) // most) or 1

    @property
    def nbytes(self) -> int:
        """Bytes that are kept in the end: zeros, every S_k that is, and the latest if it is not."""
        sums = 1 + self.steps // self.block // self.every + (self.every > 1)
        return sums * self._size

    @property
    def _size(self) -> int:
        return prod(self.shape) * self.dtype.itemsize


class WeightSums:
    """Sums of one matrix of weights over a backward walk.

    Args:
        rows: returns the rows of the steps first … stop-1 back, which are computed. plan: how they
            are summed up.
        earlier_first: True where an earlier timestep is an earlier step back, as in a reverse lane.

    Attributes:
        block: K, the steps of a block. steps: of the whole walk.
    """

    def __init__(
        self, rows: Callable[[int, int], Rows], plan: SumPlan, earlier_first: bool = False
    ) -> None:
        self.block, self.steps, self._every = plan.block, plan.steps, plan.every
        self._rows, self._earlier_first = rows, earlier_first
        self._kept: dict[int, Array] = {0: np.zeros(plan.shape, plan.dtype)}
        self._latest = 0, self._kept[0]
        self._at_once = max(1, _AT_ONCE // max(1, self._kept[0].size)) if self.block == 1 else 1
        self._held: WeakValueDictionary[tuple[str, int], Array] = WeakValueDictionary()

    def take_over(self, other: "WeightSums", steps: int) -> None:
        """Take the sums that another walk has made of the first `steps`, which are the same."""
        there = {k: kept for k, kept in other._kept.items() if k * self.block <= steps}
        self._kept |= there
        if other._latest[0] * self.block <= steps:
            self._latest = other._latest

    def after(self, steps: int) -> Array:
        """Return the sum after the first `steps` steps back, (J, K), read-only.

        They must be computed. It is made once as long as anybody holds it, or a part of it.
        """
        return self._once("sum", steps, self._sum)

    def series(self, first: int, last: int) -> Array:
        """Return S_first … S_last, the sums after so many whole blocks: (k, J, K)."""
        start = self._whole(first)
        found = np.empty((last - first + 1, *start.shape), start.dtype)
        found[0] = start
        with np.errstate(all="ignore"):
            for begin in range(first, last, self._at_once):
                stop = min(begin + self._at_once, last)
                for k, product in enumerate(self._products(begin, stop), begin - first):
                    np.add(found[k], product, out=found[k + 1])
        return found

    def share(self, step: int) -> Array:
        """Return what one step back adds, (J, K), read-only; it is made once, as a sum is."""
        return self._once("share", step, lambda step: self._rows(step, step + 1).product())

    def _once(self, kind: str, step: int, make: Callable[[int], Array]) -> Array:
        """Return what is held already, or make it.

        A part of an array holds the whole: the weights of the input, the recurrent weights and the
        biases are parts of one product, and each of them is asked for by itself.
        """
        held = self._held.get((kind, step))
        if held is None:
            with np.errstate(all="ignore"):
                made = make(step)
            held = made if made.base is None else made.base
            self._held[kind, step] = held
        return read_only_view(held.reshape(self._kept[0].shape))

    def _sum(self, steps: int) -> Array:
        blocks, rest = divmod(steps, self.block)
        found = self._whole(blocks)
        if rest:
            start = blocks * self.block
            part = self._rows(start, start + rest).product()  # its room is new: take it
            found = np.add(found, part, out=part)
        return found

    def _whole(self, blocks: int) -> Array:
        """Return S_k, the sum after whole blocks."""
        start, found = self._latest
        if start > blocks or blocks - start > self._every:
            start = max(k for k in self._kept if k <= blocks)
            found = self._kept[start]
        if start == blocks:
            return found
        found = found.copy()
        for first in range(start, blocks, self._at_once):
            stop = min(first + self._at_once, blocks)
            for k, product in enumerate(self._products(first, stop), first + 1):
                found += product
                if k % self._every == 0 and k < blocks:
                    self._kept[k] = found.copy()
        if blocks % self._every == 0:
            self._kept[blocks] = found
        self._latest = blocks, found
        return found

    def _products(self, first: int, stop: int) -> Iterable[Array]:
        """Return P of some whole blocks, in the order of the backward pass."""
        rows = self._rows(first * self.block, stop * self.block)
        if self.block > 1:
            return [rows.product()]
        products = rows.products()
        return products if self._earlier_first else products[::-1]
