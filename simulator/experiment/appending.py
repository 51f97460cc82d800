"""Appending: further timesteps at the end of a batch row."""

from dataclasses import replace

import numpy as np

from ..arrays import Array, cast, read_only
from ..network.interventions import Intervention
from ..translation import tr
from .experiment import Experiment
from .normalisation import Scaling


def refusal(experiment: Experiment) -> str:
    """Say why nothing can be appended to an input; empty when it can."""
    if experiment.needs_masks:
        return tr(
            "In train mode the dropout masks are drawn for the whole sequence. "
            "Switch to eval mode to append to it"
        )
    return ""


def appended(experiment: Experiment, rows: Array, row: int = 0) -> Experiment:
    """Append timesteps to a batch row; where it had padding, they take its place.

    A row that becomes longer than the others leaves them padded, so that lengths are given. What is
    held or cut to the end of the row goes on to its new end.

    Args:
        rows: (n, I) float64, as the input was read: they are normalised as it is.

    Raises:
        ValueError: nothing can be appended, or the width is another.
    """
    if refusal(experiment):
        raise ValueError(refusal(experiment))
    steps, batch, width = experiment.sequence.shape
    if rows.ndim != 2 or rows.shape[1] != width:
        raise ValueError(tr("a timestep needs {width} numbers", width=width))
    begin = experiment.lengths[row]
    end = begin + len(rows)
    room = np.zeros((max(0, end - steps), batch, width))

    def longer(sequence: Array, read: Array) -> Array:
        grown = np.concatenate([sequence, room.astype(sequence.dtype)])
        grown[begin:end, row] = read
        return read_only(grown)

    scaling, values = experiment.scaling, cast(rows, experiment.dtype)
    if scaling is not None:
        added = Scaling(rows[:, None], scaling.normalisation)
        values = added.values(experiment.dtype)[:, 0]
        scaling = Scaling(longer(scaling.raw, rows), scaling.normalisation)
    lengths = experiment.lengths
    return replace(
        experiment,
        sequence=longer(experiment.sequence, values),
        scaling=scaling,
        lengths=(*lengths[:row], end, *lengths[row + 1 :]),
        holds=tuple(_reaching(hold, row, lengths, end) for hold in experiment.holds),
        objective=experiment.objective.resized(max(end, steps), batch),
    )


def _reaching(hold: Intervention, row: int, lengths: tuple[int, ...], end: int) -> Intervention:
    """Let a hold or cut go on to the new end, where it covered the row to its old one."""
    of_row = hold.row == row or (hold.row is None and lengths[row] == max(lengths))
    if of_row and lengths[row] - 1 <= hold.last < end - 1:
        return replace(hold, last=end - 1)
    return hold
