"""What an edit cannot reach of the way back: the first steps of each lane that stay as they were.

A lane goes back through all that its walk recorded, so its walk has to be the same from end to end.
Then it shares the steps before the first at which something else comes to h or c: from a seed, from
the readout, or from the layer above, whose other direction is heard of at once.
"""

import numpy as np

from ..arrays import Array, same_bits
from ..experiment.experiment import Experiment
from ..lstm.lane import Lane
from ..objective.readout import EVERY, Readout
from .sources import Sources


def steps_back_unreached(before: Sources, after: Sources) -> dict[Lane, int]:
    """Return how many first steps back of each lane are those of the way back before."""
    experiment = after.run.experiment
    found: dict[Lane, int] = {}
    T, top = experiment.num_timesteps, experiment.config.num_layers - 1
    forwards = after.run.steps_in_common(before.run)
    for lane in reversed([*experiment.config.lanes()]):
        layer, direction = lane
        steps = [T if forwards[lane] == T else 0]
        for quantity in ("h", "c"):
            one, other = (sources.seeds(lane, quantity) for sources in (before, after))
            steps.append(_until_other(one, other, direction, experiment))
        if layer == top:
            steps.append(_until_readout(before, after, direction))
        else:
            steps.append(found[Lane(layer + 1, direction)])
            if experiment.config.bidirectional and found[Lane(layer + 1, 1 - direction)] < T:
                steps.append(0)
        found[lane] = min(steps)
    return {lane: found[lane] for lane in experiment.config.lanes()}


def answers_unreached(before: Sources, after: Sources) -> bool:
    """Return True when V and b learn from the same numbers: dy, and what the readout read."""
    experiment, forwards = after.run.experiment, after.run.steps_in_common(before.run)
    T, top = experiment.num_timesteps, experiment.config.num_layers - 1
    walks = all(steps == T for lane, steps in forwards.items() if lane.layer == top)
    if not walks or before.dy is None or after.dy is None:
        return False
    readouts = (s.run.experiment.objective.readout for s in (before, after))
    over = {None if readout is None else readout.over for readout in readouts}
    return len(over) == 1 and same_bits(before.dy, after.dy, however_large=True)


def _until_readout(before: Sources, after: Sources, direction: int) -> int:
    """Return the first step back of a top lane to which the readout sends something else."""
    experiment, T = after.run.experiment, after.run.experiment.num_timesteps
    readouts = [s.run.experiment.objective.readout for s in (before, after)]
    if before.dy is None and after.dy is None:
        return T
    if before.dy is None or after.dy is None or not _same_readout(*readouts):
        return 0
    steps = _until_other(before.dy, after.dy, direction, experiment)
    over = None if readouts[1] is None else readouts[1].over
    return steps if over == EVERY or steps == T else 0


def _same_readout(one: Readout | None, other: Readout | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.over == other.over and same_bits(one.weight, other.weight, however_large=True)


def _until_other(one: Array | None, other: Array | None, direction: int, of: Experiment) -> int:
    """Return the first step back at which two arrays (T, B, width) have other bits."""
    T = of.num_timesteps
    if one is None or other is None or one.shape != other.shape:
        return T if one is other else 0
    unsigned = f"u{one.itemsize}"
    t, rows = np.nonzero((one.view(unsigned) != other.view(unsigned)).any(axis=-1))
    back = t + T - np.array(of.lengths)[rows] if direction else T - 1 - t
    return int(back.min(initial=T))
