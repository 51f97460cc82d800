"""Histories: what a network would say of a timestep, had it begun only so many before."""

from dataclasses import replace

import numpy as np

from ...experiment.experiment import Experiment
from ...objective.targets import Targets
from ...translation import tr


def with_history(experiment: Experiment, length: int, ends: range) -> Experiment:
    """Return a batch with a row for each of some timesteps: the last so many timesteps up to it.

    Every row begins with the states of the experiment. Only the answer to a row's end counts.

    Raises:
        ValueError: it is a batch already, or a row would begin before the first timestep, in words.
    """
    if experiment.batch_size != 1:
        raise ValueError(tr("histories work only for a single sequence, and this is a batch"))
    first, last = ends.start, ends.stop - 1
    if not (1 <= length <= first + 1 and last < experiment.num_timesteps):
        raise ValueError(
            tr(
                "no history of {length} timesteps ends at {first}..{last}",
                length=length,
                first=first,
                last=last,
            )
        )
    rows, objective = len(ends), experiment.objective
    starts = [experiment.sequence[t + 1 - length : t + 1, 0] for t in ends]
    if objective.targets is not None:
        whole = objective.targets
        values = np.zeros((length, rows, *whole.values.shape[2:]), whole.values.dtype)
        counted = np.zeros((length, rows), bool)
        values[-1], counted[-1] = whole.values[ends, 0], whole.counted[ends, 0]
        objective = replace(objective, targets=Targets(values, counted))
    return replace(
        experiment,
        sequence=np.stack(starts, axis=1),
        states={key: np.repeat(state, rows, axis=1) for key, state in experiment.states.items()},
        lengths=(length,) * rows,
        batched=True,
        holds=(),
        packed=False,
        objective=replace(objective, seeds=()),
    )
