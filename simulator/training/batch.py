"""Batch: sequences, their targets and the loss of one training step. Frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain
from types import MappingProxyType
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
        states: the initial states by the cell's names, as of `Experiment`; empty for zeros.
        masks: of dropout, one (T, B, D*R) for each layer but the last; empty in eval mode.

    Raises:
        ValueError: shapes or lengths that do not fit each other.
    """

    inputs: Array
    targets: Targets
    loss: Loss
    lengths: tuple[int, ...] = ()
    states: Mapping[str, Array] = field(default_factory=dict)
    masks: tuple[Array, ...] = ()

    def __post_init__(self) -> None:
        if self.inputs.ndim != 3 or not self.inputs.size:
            raise ValueError(tr("a batch needs inputs (T, B, I), got {got}", got=self.inputs.shape))
        steps, rows, _ = self.inputs.shape
        check_shape(tr("the target mask"), self.targets.counted, (steps, rows))
        states = {name: read_only(state) for name, state in self.states.items()}
        object.__setattr__(self, "inputs", read_only(self.inputs))
        object.__setattr__(self, "states", MappingProxyType(states))
        object.__setattr__(self, "masks", tuple(map(read_only, self.masks)))
        lengths = tuple(self.lengths) or (steps,) * rows
        check_lengths(lengths, steps, rows)
        object.__setattr__(self, "lengths", lengths)

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
            e.sequence, objective.targets, objective.loss, e.lengths, e.states, e.masks
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
        states = {name: state[:, rows] for name, state in self.states.items()}
        lengths = tuple(self.lengths[row] for row in rows)
        return Batch(self.inputs[:, rows], targets, self.loss, lengths, states)

    def with_masks(self, masks: tuple[Array, ...]) -> "Batch":
        """Return the batch in train mode with these dropout masks; with none in eval mode."""
        return replace(self, masks=masks)

    def astype(self, dtype: Any) -> "Batch":
        """Convert every array of numbers to another dtype."""
        return replace(
            self,
            inputs=cast(self.inputs, dtype),
            targets=self.targets.astype(dtype),
            states={name: cast(state, dtype) for name, state in self.states.items()},
            masks=tuple(cast(mask, dtype) for mask in self.masks),
        )

    def experiment(self, network: Network) -> Experiment:
        """Return the experiment of a network on this batch: all that the window shows of it."""
        config, rows = network.config, self.rows
        states = self.states or zero_states(config, rows, network.dtype)
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
    states = {
        name: np.concatenate([batch.states[name] for batch in batches], axis=1)
        for name in first.states
    }
    return Batch(inputs, Targets(values, counted), first.loss, lengths, states)


def _kind_of(batch: Batch) -> tuple[object, ...]:
    """Return what batches that lie side by side have in common."""
    values = batch.targets.values
    of_targets = values.shape[2:], values.dtype
    of_states = tuple(batch.states)
    return batch.inputs.shape[2], batch.inputs.dtype, *of_targets, batch.loss, of_states


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
