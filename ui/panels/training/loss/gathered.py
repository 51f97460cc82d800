"""Gathered: columns of a training run's log by pixel, gathered as the steps come."""

from typing import Final

import numpy as np

from simulator.arrays import Array
from simulator.training.run import TrainingRun

LOSS, NORM, FINITE = "loss", "norm", "finite"

_ROOM: Final = 256
"""Blocks that new room is made for at least."""


class Gathered:
    """Least and largest loss, and largest norm, of each block of steps of one run.

    A block has as many steps as share a pixel, so that a frame costs what is new and a picture
    costs its pixels, however long the run is. NaN and infinite numbers have no place; they are
    counted apart.

    Attributes:
        run, size: the run, and the steps of a block. first: of the first block's steps.
        taken: rows of the log that are gathered.
        lost: the first step whose loss or gradients are not all finite; None where all are.
        lows, highs: of the loss by block, NaN for none. norms: the largest.
    """

    def __init__(self, run: TrainingRun, size: int) -> None:
        self.run, self.size, self.first, self.taken = run, size, run.first, 0
        self.lost: int | None = None
        self._blocks = 0
        self._low, self._high, self._norm = (np.full(_ROOM, np.nan) for _ in range(3))

    def __len__(self) -> int:
        return self._blocks

    @property
    def lows(self) -> Array:
        return self._low[: self._blocks]

    @property
    def highs(self) -> Array:
        return self._high[: self._blocks]

    @property
    def norms(self) -> Array:
        return self._norm[: self._blocks]

    def middles(self) -> Array:
        """Return the middle step of each block."""
        middles = self.first + np.arange(self._blocks) * self.size + (self.size - 1) / 2
        if self._blocks:  # the last one may still grow
            begin = self.first + (self._blocks - 1) * self.size
            middles[-1] = (begin + self.first + self.taken - 1) / 2
        return middles

    def extend(self) -> int:
        """Gather the steps that have been taken since; return the first block that changed."""
        rows = len(self.run.log)
        if rows == self.taken:
            return self._blocks
        begin = self.taken // self.size
        since = self.first + begin * self.size
        loss = self.run.log.column(LOSS, since)
        norm = self.run.log.column(NORM, since)
        finite = np.isfinite(loss) & (self.run.log.column(FINITE, since) == 1)
        if self.lost is None and not finite.all():
            self.lost = since + int(np.argmin(finite))
        starts = np.arange(0, len(loss), self.size)
        self._make_room(begin + len(starts))
        part = slice(begin, begin + len(starts))
        places = np.where(np.isfinite(loss) & (loss > 0), loss, np.nan)
        self._low[part] = np.fmin.reduceat(places, starts)
        self._high[part] = np.fmax.reduceat(places, starts)
        self._norm[part] = np.fmax.reduceat(norm, starts)
        self._blocks, self.taken = begin + len(starts), rows
        return begin

    def _make_room(self, blocks: int) -> None:
        if blocks > len(self._low):
            more = np.full(max(blocks, 2 * len(self._low)) - len(self._low), np.nan)
            self._low, self._high, self._norm = (
                np.concatenate([old, more]) for old in (self._low, self._high, self._norm)
            )
