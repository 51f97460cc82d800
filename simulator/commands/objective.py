"""Objective of several commands: `--readout`, `--target`, `--loss`, `--over`, `--reduction`."""

import os
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from ..arrays import Array, shape_text
from ..engine.trace import Trace
from ..experiment.experiment import Experiment
from ..experiment.tokens import ahead as ahead_of
from ..experiment.tokens import one_hot_ids
from ..files.objectives.readout_file import load_readout
from ..files.objectives.target_file import load_columns, load_targets
from ..files.registry import Format
from ..files.sequences.sequence import Sequence
from ..network.quantities import LOSS, P, Y
from ..objective.loss import CROSS_ENTROPY, MEAN, Loss
from ..objective.making import FUNCTIONS, likely_loss
from ..objective.objective import Objective
from ..objective.readout import EVERY, IDENTITY, Readout
from ..objective.targets import Targets
from .errors import CommandError, UsageError, tell
from .values import AHEAD, COLUMN

_OF_READOUTS: Final = frozenset(
    suffix
    for format in Format
    if format in (Format.NPY, Format.NPZ) or "checkpoint" in format.row.holds
    for suffix in format.row.all_suffixes
)


Linear = tuple[Array, Array | None, str]
"""V, b and the layer's name."""


@dataclass(frozen=True, eq=False, slots=True)
class Given:
    """Options of a command, and what they have been read to so far.

    Attributes:
        sequence: the LSTM's input, as read. lstm: the LSTM's name in the model's file.
        linear: V, b and the layer's name, where they have been read before; else None.
    """

    options: Namespace
    sequence: Sequence
    lstm: str
    linear: Linear | None = None


def check_options(options: Namespace) -> None:
    """Refuse options that need others.

    Raises:
        UsageError: one line that names both.
    """
    needs = {"target": "readout", "over": "readout", "loss": "target", "reduction": "target"}
    for name, needed in needs.items():
        if getattr(options, name, None) is not None and getattr(options, needed) is None:
            raise UsageError(f"--{name} needs --{needed}: give both, or leave it out")


def loss_text(trace: Trace) -> str:
    """Say the loss of a finished run in one line."""
    experiment, loss = trace.experiment, trace.experiment.objective.loss
    if loss is None:
        return ""
    counted = int(experiment.counts().sum())
    over = f"the {loss.reduction} over {counted} {'answer' if counted == 1 else 'answers'}"
    return f"loss {trace.loss()!r}: {loss.kind}, {over}"


def layout_text(experiment: Experiment, answers: Mapping[str, Array]) -> str:
    """Say over which axes y, p and the loss lie: `y (T, B, K) = (5, 3, 7), …`."""
    readout = experiment.objective.readout
    axes = "B" if experiment.batched else ""
    if readout is not None and readout.over == EVERY:
        axes = f"{axes}T" if experiment.config.batch_first else f"T{axes}"
    told = []
    for key, values in answers.items():
        letters = f"{axes}K" if key in (Y, P) else axes
        shape = shape_text(values.shape)
        told.append(f"{key} ({', '.join(letters)}{',' * (len(letters) == 1)}) = {shape}")
    if LOSS in answers:
        told.append("the loss is NaN where no target counts")
    return ", ".join(told)


def target_column(options: Namespace) -> str | None:
    """Return the column of targets in the tables of the sequence; None without one."""
    kind, colon, name = (getattr(options, "target", None) or "").partition(":")
    return name if kind == COLUMN and colon else None


def with_objective(experiment: Experiment, given: Given) -> Experiment:
    """Return an experiment with the objective that the options describe, if they do.

    Raises:
        FileError: a file that cannot be read, or does not fit.
        CommandError: parts that do not fit each other.
    """
    options = given.options
    if getattr(options, "readout", None) is None:
        return experiment
    over = options.over or EVERY
    weight, bias, layer = given.linear or linear_of(experiment, given)
    targets, loss, function = None, None, IDENTITY
    if options.target is not None:
        targets = _targets(experiment, given, len(weight), over)
        kind = options.loss or likely_loss(targets)[0]
        loss, function = Loss(kind, options.reduction or MEAN), FUNCTIONS[kind]
    try:
        names = _names(experiment, given, len(weight), targets)
        readout = Readout(weight, bias, over, function, names, layer).astype(experiment.dtype)
        chosen = experiment.with_objective(Objective(readout, targets, loss))
    except ValueError as error:
        what = f"--target {options.target}" if options.target else f"--readout {options.readout}"
        raise CommandError(f"{what} does not fit: {error}") from error
    if loss is not None and not chosen.counts().any():
        raise CommandError(
            f"--target {options.target} has no answer where the readout reads h: choose another, "
            "or --over every"
        )
    return chosen


def linear_of(experiment: Experiment, given: Given) -> Linear:
    """Read V, b and the layer's name, from a file or from the model's own.

    Raises:
        FileError: the file cannot be read, or has no such layer. CommandError: too large numbers.
    """
    wanted, config = given.options.readout, experiment.config
    features = config.num_directions * config.output_size
    if os.path.isfile(wanted) or Path(wanted).suffix.lower() in _OF_READOUTS:
        source, name = wanted, None
    else:
        source, name = given.options.model, wanted
    weight, bias, layer = load_readout(source, features, name, given.lstm)
    read, dtype = Readout(weight, bias), experiment.dtype
    if not read.fits(dtype):
        raise CommandError(f"--readout {wanted} is too large for {dtype}")
    narrow = zip(read.astype(dtype).arrays, read.arrays, strict=True)
    if not all(np.array_equal(*pair, equal_nan=True) for pair in narrow):
        tell(f"--readout {wanted}: its {weight.dtype} numbers are rounded to {dtype}")
    return weight, bias, layer


def _targets(experiment: Experiment, given: Given, outputs: int, over: str) -> Targets:
    options = given.options
    classes = None if options.loss is None else options.loss == CROSS_ENTROPY
    names, (kind, colon, told) = _words(experiment, given, outputs), options.target.partition(":")
    if kind == AHEAD and colon:
        found = _ahead(experiment, given.sequence, int(told), classes)
    elif (column := target_column(options)) is not None:
        paths = options.sequence
        found = load_columns(paths, experiment, outputs, classes, over, column, names)
    else:
        found = load_targets(options.target, experiment, outputs, classes, over, names=names)
    if not found.counted.any():
        raise CommandError(f"--target {options.target} has no answer for any timestep")
    return found


def _ahead(experiment: Experiment, given: Sequence, ahead: int, classes: bool | None) -> Targets:
    """Return the input, some timesteps ahead: as classes where it is tokens or one-hot."""
    sequence, lengths = experiment.sequence, experiment.lengths
    numbers = Targets.forecast(sequence, lengths, ahead)
    if classes is False:
        return numbers
    one_hot = Targets.forecast(sequence, lengths, ahead, classes=True)
    if sequence.shape[2] > 1 and np.array_equal(one_hot.counted, numbers.counted):
        return one_hot
    if given.tokens is not None:
        return Targets.of(ahead_of(given.tokens.ids[:, None], lengths, ahead))
    if classes and not one_hot.counted.any() and numbers.counted.any():
        raise CommandError(
            f"cross-entropy needs classes, and {given.path} has neither token ids nor one-hot "
            "vectors: take another --loss, or a --target with classes"
        )
    return one_hot if classes else numbers


def _names(
    experiment: Experiment, given: Given, outputs: int, targets: Targets | None
) -> tuple[str, ...]:
    """Name the outputs: by their column, the tokens, or the features that they forecast."""
    if (column := target_column(given.options)) is not None:
        return (column,) if outputs == 1 else ()
    if words := _words(experiment, given, outputs):
        return words
    names = given.sequence.columns or ()
    return names if targets is not None and targets.ahead and len(names) == outputs else ()


def _words(experiment: Experiment, given: Given, outputs: int) -> tuple[str, ...]:
    """Return the tokens of a text, or of one-hot vectors, where there is one for each output."""
    tokens, columns = given.sequence.tokens, given.sequence.columns or ()
    if tokens is not None:
        return tokens.names(outputs)
    return columns if len(columns) == outputs and one_hot_ids(experiment) is not None else ()
