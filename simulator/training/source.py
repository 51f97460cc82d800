"""Source: where a training run's batches come from, each of them by the step's number alone."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Final, Protocol

import numpy as np

from ..arrays import Array, read_only
from ..experiment.experiment import Experiment
from ..objective.readout import EVERY
from ..objective.targets import Targets
from ..translation import tr
from .batch import Batch, joined

_SPLIT: Final = 1 << 32
"""What stands in place of an epoch where rows are drawn for the validation batch."""


class Source(Protocol):
    """Batches by step. Any step's can be made again without those before it."""

    def batch(self, step: int) -> Batch:
        """Return the batch that the network learns from after so many steps, counted from 0."""
        ...

    def validation(self) -> Batch | None:
        """Return what the network is judged by and never learns from; None for nothing."""
        ...


class NoBatches:
    """Batches that there are no more, as of a folder that is gone. A run still has what it kept.

    Attributes:
        why: the reason, in one line.
    """

    def __init__(self, why: str) -> None:
        self.why = why

    def batch(self, step: int) -> Batch:
        """Refuse a batch.

        Raises:
            ValueError: in any case, with the reason.
        """
        raise ValueError(self.why)

    def validation(self) -> Batch | None:
        """Return None: there is nothing to judge by."""
        return None


class GivenBatches:
    """Batches that are there already, as one for each file of a folder: in new order each epoch.

    Args:
        batches: at least one. judge: the validation batch. seed: of the order.
        together: how many are learnt from in one step, side by side (`batch.joined`). The last
            step of an epoch may have fewer.

    Raises:
        ValueError: there is none, or fewer than one together.
    """

    def __init__(
        self,
        batches: Sequence[Batch],
        judge: Batch | None = None,
        seed: int = 0,
        together: int = 1,
    ) -> None:
        if not batches:
            raise ValueError(tr("there is no batch to train on"))
        if together < 1:
            raise ValueError(tr("a step needs at least one batch, got {got}", got=together))
        self._batches, self._judge, self._seed = tuple(batches), judge, seed
        self._together = together

    @classmethod
    def split(
        cls, batches: Sequence[Batch], held_out: float, seed: int = 0, together: int = 1
    ) -> "GivenBatches":
        """Hold some of the batches out for validation, where they lie side by side.

        Args:
            held_out: share of the batches, of which at least one is held out and one learnt; 0 for
                none. seed: of the order, and of which are held out.

        Raises:
            ValueError: as the class and `batch.joined`; a share out of range, or a single batch.
        """
        _check_share(held_out)
        if not held_out:
            return cls(batches, None, seed, together)
        if len(batches) < 2:
            raise ValueError(tr("the only batch cannot be held out. Add batches"))
        judged, learnt = _drawn(len(batches), held_out, seed)
        judge = joined([batches[k] for k in judged])
        return cls([batches[k] for k in learnt], judge, seed, together)

    def __len__(self) -> int:
        """Return how many of the batches are learnt from."""
        return len(self._batches)

    @cached_property
    def learnt(self) -> Batch:
        """All that is learnt from, side by side.

        Raises:
            ValueError: as `batch.joined`.
        """
        return joined(self._batches)

    def batch(self, step: int) -> Batch:
        """Return the batch of a step."""
        number = -(-len(self._batches) // self._together)
        if number == 1:
            return self.learnt
        epoch, place = divmod(step, number)
        order = shuffled(len(self._batches), self._seed, epoch)
        chosen = order[place * self._together : (place + 1) * self._together]
        return joined([self._batches[int(k)] for k in chosen])

    def validation(self) -> Batch | None:
        """Return the validation batch, if there is one."""
        return self._judge


class OwnSequences:
    """Rows of an experiment's own batch, in new order each epoch.

    With several rows some are held out for validation. A single row is held out from a timestep
    on: the network learns from what lies before it, and is judged by the whole row, of which only
    what comes after counts.

    Args:
        experiment: with a readout, targets and a loss. rows: those of a mini-batch; all by default.
            The last mini-batch of an epoch may have fewer.
        held_out: share of rows, or of timesteps, for validation; 0 for none. seed: of the order,
            and of which rows are held out.

    Raises:
        ValueError: as `Batch.of`; a share, or a number of rows, that leaves nothing to learn from
            or to be judged by.
    """

    def __init__(
        self,
        experiment: Experiment,
        rows: int | None = None,
        held_out: float = 0.0,
        seed: int = 0,
    ) -> None:
        _check_share(held_out)
        whole = Batch.of(experiment).with_masks(())
        self._whole, self._seed, self._judge = whole, seed, None
        self._learnt = np.arange(whole.rows)
        if held_out and whole.rows > 1:
            judged, self._learnt = _drawn(whole.rows, held_out, seed)
            self._judge = whole.only(judged)
        elif held_out:
            readout = experiment.objective.readout
            if readout is None or readout.over != EVERY:
                raise ValueError(
                    tr(
                        "a single row with one prediction cannot be split for "
                        "validation. Add more rows"
                    )
                )
            self._whole, self._judge = split_in_time(whole, held_out)
        self._size = len(self._learnt) if rows is None else rows
        if self._size < 1:
            raise ValueError(tr("a batch needs at least one row, got {got}", got=rows))
        self._all = self._whole
        if len(self._learnt) < whole.rows:
            self._all = whole.only(self._learnt)

    @property
    def learnt(self) -> Batch:
        """All that is learnt from, as one batch."""
        return self._all

    def batch(self, step: int) -> Batch:
        """Return the rows of a step."""
        number = -(-len(self._learnt) // self._size)
        if number == 1:
            return self._all
        epoch, place = divmod(step, number)
        order = shuffled(len(self._learnt), self._seed, epoch)
        return self._all.only(order[place * self._size : (place + 1) * self._size])

    def validation(self) -> Batch | None:
        """Return what is held out, if anything is."""
        return self._judge


def split_in_time(batch: Batch, held_out: float) -> tuple[Batch, Batch]:
    """Split rows at a timestep: what is learnt from, and the whole, of which the rest counts.

    No answer that is learnt lies beyond the split, also where answers run ahead.

    Args:
        held_out: share of the timesteps after the split.

    Raises:
        ValueError: a part has no timestep that counts.
    """
    steps, targets = batch.steps, batch.targets
    at = min(max(1, round((1 - held_out) * steps)), steps - 1)
    counted, t = targets.counted[:steps], np.arange(steps)[:, None]
    learnt = (counted & (t + targets.ahead < at))[:at]
    judged = counted & (t + targets.ahead >= at)
    if not (learnt.any() and judged.any()):
        raise ValueError(
            tr("the training or held-out part of the row has no targets. Hold out a different part")
        )
    values = targets.values[:steps]
    whole = replace(batch, inputs=batch.inputs[:steps], targets=Targets(values, judged))
    before = replace(
        batch,
        inputs=batch.inputs[:at],
        targets=Targets(values[:at], learnt),
        lengths=tuple(min(n, at) for n in batch.lengths),
    )
    return before, whole


def _check_share(held_out: float) -> None:
    if not 0 <= held_out < 1:
        raise ValueError(
            tr("the validation share must be at least 0 and below 1, got {got}", got=held_out)
        )


def _drawn(number: int, held_out: float, seed: int) -> tuple[Array, Array]:
    """Draw a share of some numbers, 2 at least; return those that are held out, and the rest."""
    held = min(max(1, round(held_out * number)), number - 1)
    drawn = shuffled(number, seed, _SPLIT)
    return np.sort(drawn[:held]), np.sort(drawn[held:])


@lru_cache(maxsize=8)
def shuffled(number: int, seed: int, epoch: int) -> Array:
    """Return 0 … number-1 in an order that follows from seed and epoch alone, read-only.

    Args:
        number: of rows or batches. seed, epoch: at least 0.
    """
    return read_only(np.random.default_rng((seed, epoch)).permutation(number))
