"""Step check: torch computes every cell again from the very numbers that our cell read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..arrays import Array
from ..cells.bounds import BoundWeights, step_bounds
from ..cells.interventions import StepInterventions
from ..cells.weights import CellWeights
from ..engine.fast_lane import FastLane
from ..engine.lane_interventions import LaneInterventions, OneStep
from ..engine.ragged_lane import RaggedLane
from ..engine.run import Run
from ..engine.time_order import taken, timestep_at
from ..engine.trace import LaneArrays
from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..network.interventions import Intervention
from ..network.lane import Lane
from ..network.parameters import weights_of
from .findings import Findings, Places
from .report import CheckKind

if TYPE_CHECKING:
    from ..reference.torch_lstm import TorchCell

VALUES_AT_ONCE = 1 << 16
"""Number of pre-activations checked at a time: few enough to stay in a processor's cache."""

FEWEST_ROWS = 128
"""Smallest number of rows in a part; with fewer, reading the weights for each part takes longer."""

FULLY_CHECKED = 64
"""Units up to which a cell is checked in float64 at every step; n times as many, at every n-th."""


MOST_BLOCKS = 256
"""Largest number of blocks of a walk."""

LEAST_STEPS = 256
"""Smallest number of steps in a block: to begin one takes time."""


def rows_at_once(hidden_size: int) -> int:
    """Return how many (cell, batch row) pairs are checked at a time."""
    return max(FEWEST_ROWS, VALUES_AT_ONCE // (4 * hidden_size))


def steps_of_block(experiment: Experiment) -> int:
    """Return how many steps of a walk have their findings kept together."""
    filled = rows_at_once(experiment.config.hidden_size) // experiment.batch_size
    return max(LEAST_STEPS, filled, -(-experiment.num_timesteps // MOST_BLOCKS))


def blocks_of(walks: range, experiment: Experiment) -> Iterator[tuple[int, range]]:
    """Yield some steps of a walk in parts, each with the number of the block that it begins in.

    What is found in parts of one number is kept together. The last part is the longest.
    """
    size = steps_of_block(experiment)
    later = range(walks.start + size, walks.stop - size + 1, size)
    for start, stop in pairwise([walks.start, *later, walks.stop] if walks else ()):
        yield start // size, range(start, stop)


@dataclass(frozen=True, eq=False)
class LaneSteps:
    """Numbers that one lane recorded at n (cell, batch row) pairs.

    Attributes:
        places: their addresses, in the order of computation.
        inputs: x (n, I) and the states before the step, (n, R) and (n, H), as the cells read them;
            by their names in the sheet.
        values: z_i z_f z_g z_o i f g o c (n, H), m (n, H) with a projection, h (n, R).
        walks, block: the steps of the lane's walk, and the number of their block.
        M: (n, 4H) the sums of magnitudes in the bounds of z; None until they are known.
    """

    places: Places
    inputs: dict[str, Array]
    values: dict[str, Array]
    walks: range = range(0)
    block: int = 0
    M: Array | None = None

    @classmethod
    def of(cls, run: Run, lane: Lane, walks: range, block: int = 0) -> "LaneSteps":
        """Collect the given steps of a lane's walk, for the rows long enough to take them.

        The steps of a single row are views of the trace.
        """
        places, order = places_of(run, lane, walks), -1 if lane.direction else 1
        trace, arrays = run.trace, run.trace.lanes[lane]

        def taken_from(array: Array) -> Array:
            if array.shape[1] == 1:
                return array[::order, 0][walks.start : walks.stop]
            return array[places.t, places.rows]

        inputs = {
            "x": taken_from(trace.inputs[lane.layer]),
            "h'": taken_from(arrays.h_prev),
            "c'": taken_from(arrays.c_prev),
        }
        quantities = run.experiment.config.quantities
        values = {q: taken_from(trace.values(q, lane)) for q in quantities}
        return cls(places, inputs, values, walks, block)

    def chunks(self) -> Iterator["LaneSteps"]:
        """Yield parts of bounded size."""
        size = rows_at_once(self.inputs["c'"].shape[1])
        for start in range(0, len(self.places.cells), size):
            yield self.cut(slice(start, start + size))

    def cut(self, part: slice | Array) -> "LaneSteps":
        """Return a part of the n pairs."""
        return replace(
            self,
            places=self.places.cut(part),
            inputs={name: array[part] for name, array in self.inputs.items()},
            values={name: array[part] for name, array in self.values.items()},
            M=None if self.M is None else self.M[part],
        )


def places_of(run: Run, lane: Lane, walks: range) -> Places:
    """Return a lane's addresses at the given steps of its walk, for the rows that take them."""
    lengths = np.array(run.experiment.lengths)
    step, rows = np.nonzero(taken(lengths, walks))
    walk = walks.start + step
    t = timestep_at(lane.direction, lengths[rows], walk)
    cells = run.schedule.cell_numbers(lane, walk)
    return Places(lane, cells, t, rows)


class Reference:
    """Reference for the check: torch's cells, and the magnitudes of the weights for the bounds."""

    def __init__(
        self, config: LSTMConfig, arrays: Mapping[str, Array], holds: Sequence[Intervention] = ()
    ) -> None:
        self.config, self.arrays, self.holds = config, arrays, holds
        self._cells: dict[tuple[Lane, str], TorchCell] = {}
        self._magnitudes: dict[Lane, BoundWeights] = {}

    def cell(self, lane: Lane, dtype: str) -> "TorchCell":
        """Return one layer and direction in torch, in a dtype; made once."""
        from ..reference.torch_lstm import TorchCell

        key = lane, dtype
        if key not in self._cells:
            self._cells[key] = TorchCell(self.config, self.arrays, *key, self.holds)
        return self._cells[key]

    def has(self, weights: CellWeights, lane: Lane) -> bool:
        """Return True when these weights equal a lane's parameters bit for bit."""
        ours, theirs = weights.arrays, weights_of(self.arrays, lane).arrays
        return ours.keys() == theirs.keys() and all(
            np.array_equal(ours[kind], theirs[kind]) for kind in ours
        )

    def magnitudes(self, lane: Lane) -> BoundWeights:
        """Return the magnitudes of a lane's weights; made once."""
        if lane not in self._magnitudes:
            self._magnitudes[lane] = BoundWeights(weights_of(self.arrays, lane))
        return self._magnitudes[lane]


class StepCounts(NamedTuple):
    """Number of (cell, row) pairs compared, compared in float64 too, and not comparable."""

    checked: int
    in_float64: int
    not_comparable: int


def check_steps(
    findings: Findings,
    steps: LaneSteps,
    weights: CellWeights,
    uneven: bool,
    dtype: str,
    reference: Reference,
) -> StepCounts:
    """Compare recorded numbers with torch in `dtype`, and both engines once more in float64.

    A weight that is wrong by a millionth hides in the rounding of float32, but not of float64. A
    wide cell takes several times as long in float64. So only some of its many steps are compared
    there, as long as our engine's weights are the very parameters.

    Args:
        weights: those that our engine computed with. uneven: whether it used `RaggedLane`.
    """
    # Both dtypes need these sums, and one product reads the weights once.
    magnitudes = reference.magnitudes(steps.places.lane)
    steps = replace(steps, M=magnitudes.sums(steps.inputs))
    overflow = [
        compare_steps(findings, part, part.values, dtype, reference) for part in steps.chunks()
    ]
    comparable = ~np.concatenate([np.empty(0, bool), *overflow])
    checked = int(comparable.sum())
    counts = StepCounts(checked, checked, len(comparable) - checked)
    if dtype == "float64":
        return counts
    every = 1
    if len(comparable) > FEWEST_ROWS and reference.has(weights, steps.places.lane):
        every = max(1, reference.config.hidden_size // FULLY_CHECKED)
    turn = (steps.places.t + steps.places.rows) % every == 0
    chosen = replace(steps, values={}).cut(np.flatnonzero(comparable & turn))
    wide = weights.astype(np.float64)
    for part in chosen.chunks():
        held = held_on(part.places, reference)
        lane = our_step(reference.config, wide, held, uneven, part.inputs)
        ours = {key: lane.values(key)[0] for key in reference.config.quantities}
        compare_steps(findings, part, ours, "float64", reference)
    return counts._replace(in_float64=len(chosen.places.cells))


def compare_steps(
    findings: Findings,
    part: LaneSteps,
    ours: Mapping[str, Array],
    dtype: str,
    reference: Reference,
) -> Array:
    """Compare our values, all or some, with torch's in a dtype.

    Returns:
        (n,) True where sums may overflow, so that nothing was compared.
    """
    places, (x, h_prev, c_prev) = part.places, part.inputs.values()
    theirs = reference.cell(places.lane, dtype).step(x, h_prev, c_prev, places.t, places.rows)
    held = held_on(places, reference)
    magnitudes = reference.magnitudes(places.lane)
    bounds = step_bounds(magnitudes, part.inputs, theirs, dtype, held=held, M=part.M)
    comparable = ~bounds.overflow if bounds.overflow.any() else None
    shares = np.zeros(len(places.cells))
    for quantity, recorded in ours.items():
        kind, bound = CheckKind("step", dtype, quantity), bounds.errors[quantity]
        of = findings.compare(kind, places, recorded, theirs[quantity], bound, comparable)
        np.maximum(shares, of, out=shares)
    findings.note(places, shares)
    return bounds.overflow


def held_on(places: Places, reference: Reference) -> StepInterventions:
    """Return the holds and cuts on n places."""
    dtype = np.dtype(np.float64)
    holds = LaneInterventions(reference.holds, reference.config, places.lane, dtype)
    return holds.at(places.t, places.rows)


def our_step(
    config: LSTMConfig,
    weights: CellWeights,
    held: StepInterventions,
    uneven: bool,
    inputs: Mapping[str, Array],
) -> LaneArrays:
    """Compute our engine's values in float64: one timestep, with the n rows as its batch.

    Args:
        inputs: x (n, I), h' (n, R), c' (n, H).
    """
    x, h_prev, c_prev = inputs.values()
    n = len(x)
    lane = LaneArrays.allocate(config, 0, 1, n, np.dtype(np.float64))
    lane.h_states[0], lane.c_states[0] = h_prev, c_prev
    sequence, holds = x[None].astype(np.float64), OneStep(held)
    with np.errstate(all="ignore"):
        if uneven:
            RaggedLane(weights, sequence, lane, np.ones(n, int), holds).advance(1)
        else:
            FastLane(weights, sequence, lane, True, holds).advance(1)
    return lane
