"""ReadoutPass: answers, loss and their gradients for a whole batch at once, batch rows last."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...arrays import Array
from ...network.config import LSTMConfig
from ...objective.gradient import counted_numbers
from ...objective.loss import BCE, MEAN, MSE, Loss
from ...objective.readout import EVERY, H_N, Readout
from ..batch import Batch
from ..network import BIAS, WEIGHT
from .lane_walk import room


@dataclass(frozen=True, eq=False, slots=True)
class ReadoutRecord:
    """Numbers of a readout for n answers of B rows, in order of time; n is T, or 1 a row.

    Attributes:
        read: (n, B, D*R), the h that it reads. y, dy: (n, B, K). d_output: (T, B, D*R), what it
            lays on h.
    """

    read: Array
    y: Array
    dy: Array
    d_output: Array


class ReadoutPass:
    """Arrays of the readout and the loss for T timesteps of B rows, reused from step to step.

    Attributes:
        output: (D*R, T, B), what the top layer computed, in order of time, to be filled.
        d_output: (D*R, T, B), its gradient, after `back`.
        y: (K, n, B), the answers: n is T, or 1 where there is one answer a row.
    """

    def __init__(
        self, config: LSTMConfig, readout: Readout, steps: int, rows: int, dtype: Any
    ) -> None:
        F, K = config.num_directions * config.output_size, readout.width
        self._over, self._R, self._dtype = readout.over, config.output_size, np.dtype(dtype)
        n = steps if readout.over == EVERY else 1
        self.output, self.d_output = (room((F, steps, rows), dtype) for _ in range(2))
        self._read = self.output if readout.over == EVERY else room((F, 1, rows), dtype)
        self.y, self._dy = room((K, n, rows), dtype), room((K, n, rows), dtype)
        self._each = room((K, n, rows), dtype)
        self._weight, self._bias = np.zeros((K, F), dtype), np.zeros((K, 1), dtype)

    def load_batch(self, batch: Batch, readout: Readout) -> None:
        """Take over the targets of a batch."""
        counts = batch.counts(readout)
        lengths = np.array(batch.lengths)
        self._rows = np.arange(len(lengths))
        self._ends = lengths - 1
        target = batch.targets.values[: batch.steps]
        if self._over != EVERY:
            counts = counts[self._ends, self._rows][None]
            target = target[self._ends, self._rows][None]
        self.counts, self._all = counts, bool(counts.all())
        loss, K = batch.loss, len(self.y)
        self._loss: Loss = loss
        number = counted_numbers(loss, counts, K)
        self._number = number
        self._scale = self._dtype.type(1 / number if number and loss.reduction == MEAN else 1)
        if loss.of_classes:
            self.target = np.where(counts, target, 0)[None]
        else:
            wide = target.transpose(2, 0, 1)
            self.target = np.ascontiguousarray(wide if self._all else np.where(counts, wide, 0))

    def load(self, weights: Mapping[str, Array]) -> None:
        """Take over V and b, by their names."""
        self._weight = weights[WEIGHT]
        self._bias = weights[BIAS][:, None] if BIAS in weights else self._bias

    def forwards(self) -> float:
        """Compute the answers and return the loss; NaN where nothing counts."""
        if self._over != EVERY:
            self._read[:, 0] = self._at_end(self.output)
        y = self.y.reshape(len(self.y), -1)
        np.matmul(self._weight, self._read.reshape(len(self._read), -1), out=y)
        np.add(y, self._bias, y)
        if not self._number:
            return math.nan
        return self._loss_and_dy()

    def back(self, into: Mapping[str, Array]) -> None:
        """Go back from the loss: fill d_output, and write the gradients of V and b."""
        dy = self._dy.reshape(len(self._dy), -1)
        if not self._number:
            dy[...] = 0
        if WEIGHT in into:
            np.matmul(dy, self._read.reshape(len(self._read), -1).T, out=into[WEIGHT])
        if BIAS in into:
            np.sum(dy, axis=1, out=into[BIAS])
        if self._over == EVERY:
            wide = self.d_output.reshape(len(self.d_output), -1)
            if len(dy) == 1:  # a product of a column and a row: faster than by matmul
                np.multiply(self._weight.T, dy, out=wide)
            else:
                np.matmul(self._weight.T, dy, out=wide)
            return
        self.d_output[...] = 0
        found = np.matmul(self._weight.T, dy)
        for part, ends in self._parts():
            self.d_output[part, ends, self._rows] = found[part]

    def record(self) -> ReadoutRecord:
        """Return copies of all numbers, after `back`."""
        arrays = (self._read, self.y, self._dy, self.d_output)
        return ReadoutRecord(*(array.transpose(1, 2, 0).copy() for array in arrays))

    def _at_end(self, output: Array) -> Array:
        """Return the h of each row that a readout over one h a row reads: (D*R, B)."""
        return np.concatenate([output[part, ends, self._rows] for part, ends in self._parts()])

    def _parts(self) -> list[tuple[slice, Any]]:
        """Return the columns of each direction, and each row's timestep at which they are read."""
        R = self._R
        of_state = self._over == H_N
        return [
            (slice(first, first + R), 0 * self._ends if first and of_state else self._ends)
            for first in range(0, len(self.output), R)
        ]

    def _loss_and_dy(self) -> float:
        """Write the gradient of the loss, and return the loss."""
        y, dy, each, target, loss = self.y, self._dy, self._each, self.target, self._loss
        if loss.kind == MSE:
            np.subtract(y, target, dy)
            np.multiply(dy, dy, each)
            np.multiply(dy, self._dtype.type(2) * self._scale, dy)
        elif loss.kind == BCE:
            # With e = e^−|y|: max(y, 0) − y·target + log(1 + e), and σ = (y ≥ 0 ? 1 : e)/(1 + e).
            np.abs(y, dy)
            np.negative(dy, dy)
            np.exp(dy, dy)
            np.log1p(dy, each)
            each += np.maximum(y, 0)
            each -= y * target
            sigma = np.where(y >= 0, self._dtype.type(1), dy)
            np.add(dy, self._dtype.type(1), dy)
            np.divide(sigma, dy, dy)
            np.subtract(dy, target, dy)
            np.multiply(dy, self._scale, dy)
        else:
            np.subtract(y, y.max(axis=0), each)
            np.exp(each, dy)
            total = dy.sum(axis=0)
            np.divide(dy, total, dy)
            less = np.take_along_axis(dy, target, 0) - self._dtype.type(1)
            np.put_along_axis(dy, target, less, 0)
            np.multiply(dy, self._scale, dy)
            each = np.log(total) - np.take_along_axis(each, target, 0)[0]
        if not self._all:
            dy[:, ~self.counts] = 0
            each = each[..., self.counts]
        summed = float(np.sum(each, dtype=np.float64))
        return summed / self._number if loss.reduction == MEAN else summed
