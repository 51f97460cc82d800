"""Batch: sequences, their targets and the loss of one training step. Frozen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from typing import Any

import numpy as np

from ..arrays import Array, cast, check_shape, read_only
from ..experiment.checks import check_lengths, zero_states
from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..objective.loss import Loss
from ..objective.objective import Objective
from ..objective.readout import Readout
from ..objective.targets import Targets
from ..translation import tr
from .network import Network


@dataclass(frozen=True, eq=False, slots=True)
class Batch:
    """Sequences that a network learns from in one step, or is judged by.

    Attributes:
        inputs: (T, B, I), time first. targets: of these T timesteps and B rows.
        loss: how far answers are from the targets.
        lengths: timesteps of each row, B of them; empty for T everywhere.
        h_0: (L*D, B, R). c_0: (L*D, B, H). Both None for zeros.
        masks: of dropout, one (T, B, D*R) for each layer but the last; empty in eval mode.

    Raises:
        ValueError: shapes or lengths that do not fit each other.
    """

    inputs: Array
    targets: Targets
    loss: Loss
    lengths: tuple[int, ...] = ()
    h_0: Array | None = None
    c_0: Array | None = None
    masks: tuple[Array, ...] = ()

    def __post_init__(self) -> None:
        if self.inputs.ndim != 3 or not self.inputs.size:
            raise ValueError(tr("a batch needs inputs (T, B, I), got {got}", got=self.inputs.shape))
        steps, rows, _ = self.inputs.shape
        check_shape(tr("the target mask"), self.targets.counted, (steps, rows))
        for name in ("inputs", "h_0", "c_0"):
            array = getattr(self, name)
            object.__setattr__(self, name, None if array is None else read_only(array))
        object.__setattr__(self, "masks", tuple(map(read_only, self.masks)))
        lengths = tuple(self.lengths) or (steps,) * rows
        check_lengths(lengths, steps, rows)
        object.__setattr__(self, "lengths", lengths)
        if (self.h_0 is None) != (self.c_0 is None):
            raise ValueError(tr("h_0 and c_0 go together. Give both or neither"))

    def __repr__(self) -> str:
        """Return shapes and the loss, without the numbers."""
        return f"Batch({self.inputs.shape}, {self.targets!r}, {self.loss.kind!r})"

    @classmethod
    def of(cls, experiment: Experiment) -> "Batch":
        """Return an experiment's own sequences and targets; in train mode with its masks.

        Raises:
            ValueError: it has no loss, or holds or cuts, which training leaves to the debugger.
        """
        objective = experiment.objective
        if objective.targets is None or objective.loss is None:
            raise ValueError(tr("training needs targets and a loss. Choose them first"))
        if experiment.holds:
            raise ValueError(
                tr("training does not support held values or cuts. Release them first")
            )
        e = experiment
        return cls(
            e.sequence, objective.targets, objective.loss, e.lengths, e.h_0, e.c_0, e.masks
        )  # fmt: skip

    @property
    def steps(self) -> int:
        """Number of timesteps computed: the longest of the lengths."""
        return max(self.lengths)

    @property
    def rows(self) -> int:
        """B, the number of rows."""
        return int(self.inputs.shape[1])

    def counts(self, readout: Readout) -> Array:
        """Return which timesteps and rows count in the loss: (T, B) of the T computed."""
        return Objective(readout, self.targets, self.loss).counts(self.steps, self.lengths)

    def only(self, rows: Array) -> "Batch":
        """Return some rows, in that order; masks stay behind, for they belong to whole batches.

        Args:
            rows: their numbers, (n,).
        """
        targets = Targets(self.targets.values[:, rows], self.targets.counted[:, rows])
        h_0 = None if self.h_0 is None else self.h_0[:, rows]
        c_0 = None if self.c_0 is None else self.c_0[:, rows]
        lengths = tuple(self.lengths[row] for row in rows)
        return Batch(self.inputs[:, rows], targets, self.loss, lengths, h_0, c_0)

    def with_masks(self, masks: tuple[Array, ...]) -> "Batch":
        """Return the batch in train mode with these dropout masks; with none in eval mode."""
        return replace(self, masks=masks)

    def astype(self, dtype: Any) -> "Batch":
        """Convert every array of numbers to another dtype."""
        return replace(
            self,
            inputs=cast(self.inputs, dtype),
            targets=self.targets.astype(dtype),
            h_0=None if self.h_0 is None else cast(self.h_0, dtype),
            c_0=None if self.c_0 is None else cast(self.c_0, dtype),
            masks=tuple(cast(mask, dtype) for mask in self.masks),
        )

    def experiment(self, network: Network) -> Experiment:
        """Return the experiment of a network on this batch: all that the window shows of it."""
        config, rows = network.config, self.rows
        states = zero_states(config, rows, network.dtype)
        if self.h_0 is not None and self.c_0 is not None:
            states = {"h": self.h_0, "c": self.c_0}
        return Experiment(
            network.parameters,
            self.inputs,
            states,
            self.lengths,
            training=bool(self.masks),
            masks=self.masks,
            objective=Objective(network.readout, self.targets, self.loss),
        )


def joined(batches: Sequence[Batch]) -> Batch:
    """Return the rows of several batches side by side: (T, sum of B, I), T the longest.

    A mean over the whole is over all that counts in it; it is not the mean of the batches' own.
    Masks stay behind. A single batch is returned as it is.

    Args:
        batches: at least one, of one loss, width, kind of targets and dtype; with states or
            without, all alike.

    Raises:
        ValueError: they are not alike.
    """
    first = batches[0]
    if len(batches) == 1:
        return first
    if len({_kind_of(batch) for batch in batches}) > 1:
        raise ValueError(tr("joined batches need the same width, targets and loss"))
    steps, rows = max(batch.steps for batch in batches), [batch.rows for batch in batches]
    inputs = np.zeros((steps, sum(rows), first.inputs.shape[2]), first.inputs.dtype)
    kind = first.targets.values
    values = np.zeros((steps, sum(rows), *kind.shape[2:]), kind.dtype)
    counted = np.zeros((steps, sum(rows)), bool)
    for batch, end in zip(batches, accumulate(rows), strict=True):
        part = np.s_[: batch.steps, end - batch.rows : end]
        inputs[part] = batch.inputs[: batch.steps]
        values[part] = batch.targets.values[: batch.steps]
        counted[part] = batch.targets.counted[: batch.steps]
    lengths = tuple(chain.from_iterable(batch.lengths for batch in batches))
    h_0, c_0 = (
        None if getattr(first, name) is None
        else np.concatenate([getattr(batch, name) for batch in batches], axis=1)
        for name in ("h_0", "c_0")
    )  # fmt: skip
    return Batch(inputs, Targets(values, counted), first.loss, lengths, h_0, c_0)


def _kind_of(batch: Batch) -> tuple[object, ...]:
    """Return what batches that lie side by side have in common."""
    values = batch.targets.values
    of_targets = values.shape[2:], values.dtype
    return batch.inputs.shape[2], batch.inputs.dtype, *of_targets, batch.loss, batch.h_0 is None


def drawn_masks(config: LSTMConfig, batch: Batch, seed: tuple[int, ...]) -> tuple[Array, ...]:
    """Draw dropout masks for a batch from a seed alone; none where the LSTM has no dropout.

    They are no bits of torch's: a training step draws them without it.

    Args:
        seed: numbers that are not negative, as the run's seed and the step's.
    """
    if not config.drops_between_layers:
        return ()
    rng = np.random.default_rng(seed)
    steps, rows, _ = batch.inputs.shape
    shape, dtype = (steps, rows, config.layer_input_size(1)), batch.inputs.dtype
    keep: Any = dtype.type(1 / (1 - config.dropout)) if config.dropout < 1 else dtype.type(0)
    drawn = (rng.random(shape) >= config.dropout for _ in range(config.num_layers - 1))
    return tuple(kept.astype(dtype) * keep for kept in drawn)
