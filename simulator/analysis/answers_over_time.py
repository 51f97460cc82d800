"""Answers over time: the answer of a readout to one row at every timestep, as one number each."""

from dataclasses import dataclass

import numpy as np

from ..arrays import Array
from ..engine.trace import Trace
from ..network.lane import Lane
from ..network.quantities import P, Y
from ..objective.readout import EVERY, IDENTITY
from .answers import CLASSES, counted_of, kind_of


@dataclass(frozen=True, eq=False, slots=True)
class AnswersOverTime:
    """One number a timestep that stands for a readout's answer, and the one that would be right.

    Of bits and numbers it is the first output; of classes p of the right one, which is to be 1.

    Attributes:
        quantity: p, or y where the outputs are not probabilities. values: (T,) in the run's dtype.
        right: (T,) NaN where nothing is right or wrong. outputs: (T,) the output of each.
        reads: (T,) where the readout gives this answer, and not only would.
    """

    quantity: str
    values: Array
    right: Array
    outputs: Array
    reads: Array


def answers_over_time(trace: Trace, row: int) -> AnswersOverTime | None:
    """Return the answers of a row; None without a readout, and for classes without a right one.

    A readout over the last timestep is asked at every timestep: what it would say if the row ended
    there. With two directions nobody can say that, for the reverse one would begin there: then all
    but the last are NaN. Timesteps that are not computed yet have no meaning.
    """
    experiment = trace.experiment
    readout, targets = experiment.objective.readout, experiment.objective.targets
    if readout is None:
        return None
    quantity = Y if readout.function == IDENTITY else P
    steps, length = experiment.num_timesteps, experiment.lengths[row]
    counted, outputs = counted_of(experiment, row), np.zeros(steps, np.intp)
    right = np.full(steps, np.nan)
    if kind_of(experiment) == CLASSES:
        if targets is None or not targets.classes or not counted.any():
            return None
        wanted = targets.values[:steps, row]
        outputs = _carried(wanted, counted)
        right[counted] = 1.0
    elif targets is not None:
        right[counted] = targets.values[:steps, row, 0][counted]
    config = experiment.config
    asked = readout.over != EVERY and config.num_directions == 1
    if asked:
        top = Lane(config.num_layers - 1, 0)
        y = readout.y(trace.values("h", top)[:, row][:, None])[:, 0]
        numbers = y if quantity == Y else readout.p(y)
    else:
        numbers = trace.values(quantity, Lane())[:, row]
    values = np.array(numbers[np.arange(steps), outputs])
    reads = experiment.objective.reads(steps, experiment.lengths)[:, row]
    values[length:] = np.nan
    if not asked:
        values[~reads] = np.nan
    return AnswersOverTime(quantity, values, right, outputs, reads)


def _carried(wanted: Array, counted: Array) -> Array:
    """Return the class of each timestep: where none is right, the next one, or the last.

    So the share of the class that is asked for at the end is shown from the start on.
    """
    there = np.flatnonzero(counted)
    nearest = np.minimum(np.searchsorted(there, np.arange(len(counted))), len(there) - 1)
    return np.asarray(wanted[there[nearest]], np.intp)
