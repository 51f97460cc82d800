"""Sources: the numbers that the backward pass starts from: dy of the loss, and seeds.

From the sources of two backward passes follow the first steps of each lane that an edit does not
change. A lane goes back through all that its walk recorded, so its walk has to be the same from end
to end. Then it shares the steps before the first at which something else comes to h or c: from a
seed, from the readout, or from the layer above, whose other direction changes all of them.
"""

from functools import cached_property

import numpy as np

from ..arrays import Array, same_bits
from ..engine.readout_run import timestep_read
from ..engine.run import Run
from ..engine.unchanged_prefix import passed_on, until_changed
from ..experiment.experiment import Experiment
from ..network.lane import Lane
from ..network.quantities import Y
from ..objective.gradient import counted_numbers, loss_gradient
from ..objective.loss import Loss
from ..objective.objective import Seed
from ..objective.readout import EVERY, Readout


class Sources:
    """What the loss or the seeds lay on y, h and c of a finished run.

    Attributes:
        run: the run, every cell computed.
    """

    def __init__(self, run: Run) -> None:
        self.run, self._experiment = run, run.experiment
        self._lengths = np.array(run.experiment.lengths)

    @cached_property
    def dy(self) -> Array | None:
        """Gradient of the readout, (T, B, K); None where the backward pass has no readout."""
        experiment, objective = self._experiment, self._experiment.objective
        readout, targets, loss = objective.readout, objective.targets, objective.loss
        if readout is None or experiment.source != "readout":
            return None
        seeds = [(s.t, s.row, s.unit, s.number) for s in objective.seeds if s.quantity == Y]
        dy = self._laid(seeds, readout.width)
        if not objective.seeds and loss is not None and targets is not None:
            self._lay_loss(dy, loss, targets.values[: len(dy)])
        return dy

    def seeds(self, lane: Lane, quantity: str) -> Array | None:
        """Return the seeds on h or c of a lane, (T, B, width); None without any.

        A seed on `output` lies on h of the top layer's lane that is in its column.
        """
        experiment, found = self._experiment, []
        for seed in experiment.objective.seeds:
            key, at, unit = place_of(seed, experiment)
            if (key, at) == (quantity, lane):
                found.append((seed.t, seed.row, unit, seed.number))
        return self._laid(found, experiment.config.width(quantity)) if found else None

    def answers(self) -> Array:
        """Return where the readout gives an answer, which V and b learn from: (T, B)."""
        experiment = self._experiment
        return experiment.objective.reads(experiment.num_timesteps, experiment.lengths)

    def from_readout(self, direction: int, t: slice) -> Array | None:
        """Return what the readout lays on h of a top lane at some timesteps, (n, B, R); or None.

        Each timestep is one product of (B, K) with (K, D*R), so that its bits do not depend on how
        many there are.
        """
        dy, readout = self.dy, self._experiment.objective.readout
        if dy is None or readout is None:
            return None
        R = self._experiment.config.output_size
        columns = slice(direction * R, (direction + 1) * R)
        if readout.over == EVERY:
            return np.asarray(np.matmul(dy[t], readout.weight)[..., columns])
        return self._at_end[direction][t]

    def _laid(self, seeds: list[tuple[int, int, int, float]], width: int) -> Array:
        """Return numbers at their t, row and unit, (T, B, width), added up where they meet.

        Several that meet can be infinite.
        """
        experiment = self._experiment
        shape = (experiment.num_timesteps, experiment.batch_size, width)
        found = np.zeros(shape, experiment.dtype)
        if seeds:
            t, rows, units, numbers = zip(*seeds, strict=True)
            with np.errstate(all="ignore"):
                np.add.at(found, (t, rows, units), np.array(numbers, found.dtype))
        return found

    def _lay_loss(self, dy: Array, loss: Loss, target: Array) -> None:
        """Write the gradient of a loss into dy (T, B, K), at the steps that count."""
        counts = self._experiment.counts()
        y = self.run.trace.values(Y, Lane())
        number = counted_numbers(loss, counts, dy.shape[-1])
        dy[counts] = loss_gradient(loss, y[counts], target[counts], number)

    @cached_property
    def _at_end(self) -> list[Array]:
        """What a readout over the last timestep or h_n lays on each direction, (T, B, R)."""
        experiment, readout, dy = self._experiment, self._experiment.objective.readout, self.dy
        assert readout is not None
        assert dy is not None
        rows, n, R = np.arange(len(self._lengths)), self._lengths, experiment.config.output_size
        back = np.matmul(dy[n - 1, rows], readout.weight)
        found = []
        for direction in range(experiment.config.num_directions):
            laid = np.zeros((experiment.num_timesteps, len(n), R), experiment.dtype)
            laid[self._end(direction), rows] = back[:, direction * R : (direction + 1) * R]
            found.append(laid)
        return found

    def _end(self, direction: int) -> Array:
        """Return the timestep of each row, (B,), whose h a readout over one h a row reads."""
        readout = self._experiment.objective.readout
        return timestep_read("" if readout is None else readout.over, direction, self._lengths)


def place_of(seed: Seed, experiment: Experiment) -> tuple[str, Lane, int]:
    """Return the quantity, lane and unit that a seed lies on."""
    config = experiment.config
    if seed.quantity != "output":
        return seed.quantity, seed.lane, seed.unit
    direction, unit = divmod(seed.unit, config.output_size)
    return "h", Lane(config.num_layers - 1, direction), unit


def steps_back_unreached(before: Sources, after: Sources) -> dict[Lane, int]:
    """Return how many first steps back of each lane stay the same."""
    experiment = after.run.experiment
    found: dict[Lane, int] = {}
    T, top = experiment.num_timesteps, experiment.config.num_layers - 1
    forwards = after.run.steps_in_common(before.run)
    for lane in reversed([*experiment.config.lanes()]):
        layer, direction = lane
        steps = [T if forwards[lane] == T else 0]
        for quantity in experiment.config.cell.states:
            one, other = (sources.seeds(lane, quantity) for sources in (before, after))
            steps.append(until_changed(one, other, direction, experiment, back=True))
        if layer == top:
            steps.append(_until_readout(before, after, direction))
        else:
            steps.append(passed_on(found, Lane(layer + 1, direction), T))
        found[lane] = min(steps)
    return {lane: found[lane] for lane in experiment.config.lanes()}


def answers_unreached(before: Sources, after: Sources) -> bool:
    """Return True when V and b learn from the same numbers: dy, and the readout's input."""
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
    steps = until_changed(before.dy, after.dy, direction, experiment, back=True)
    over = None if readouts[1] is None else readouts[1].over
    return steps if over == EVERY or steps == T else 0


def _same_readout(one: Readout | None, other: Readout | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.over == other.over and same_bits(one.weight, other.weight, however_large=True)
