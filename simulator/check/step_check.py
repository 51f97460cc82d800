"""Step check: torch computes every cell again from the very numbers that our cell read.

Backwards its autograd goes through every cell, from the dh that our engine recorded and what
arrived at c. So it finds every mistake in the equations, and none in the wiring (`wiring_check`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from ..arrays import Array
from ..cells.bounds import BoundWeights, StepBounds, exact, step_bounds
from ..cells.bounds_back import gradient_bounds
from ..cells.edges import edges_to
from ..cells.interventions import StepInterventions
from ..cells.sheet import INPUT, Cell, before
from ..cells.weights import CellWeights
from ..engine.fast_lane import FastLane
from ..engine.lane_interventions import LaneInterventions, OneStep
from ..engine.ragged_lane import RaggedLane
from ..engine.run import Run
from ..engine.time_order import taken, timestep_at
from ..engine.trace import LaneArrays
from ..experiment.experiment import Experiment
from ..gradients.backward_run import BackwardRun
from ..gradients.gradient_trace import LaneGradients
from ..gradients.lane_backward import FastLaneBackward, LaneBackward
from ..network.config import LSTMConfig
from ..network.interventions import Intervention
from ..network.lane import Lane
from ..network.parameters import weights_of
from .findings import Findings, Places
from .report import CheckKind
from .wiring_check import Arrivals

if TYPE_CHECKING:
    from ..reference.autograd import AutogradCell
    from ..reference.torch_lstm import TorchCell

UNITS_AT_ONCE = 1 << 14
"""Number of units checked at a time: few enough to stay in a processor's cache."""

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
    return max(FEWEST_ROWS, UNITS_AT_ONCE // hidden_size)


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
class Steps:
    """Numbers of one lane at n (cell, batch row) pairs of a pass.

    Attributes:
        places: their addresses, in the order of computation.
        inputs: x (n, I) and the states before the step, (n, R) and (n, H), as the cells read them;
            by their names in the sheet.
        recorded: the numbers that are compared, by key, (n, width) each.
        M: (n, 4H) the sums of magnitudes in the bounds of z; None until they are known.
    """

    places: Places
    inputs: dict[str, Array]
    recorded: dict[str, Array]
    M: Array | None = None

    def chunks(self) -> Iterator[Self]:
        """Yield parts of bounded size."""
        *_, hidden_size = (array.shape[1] for array in self.inputs.values())
        size = rows_at_once(hidden_size)
        for start in range(0, len(self.places.cells), size):
            yield self.cut(slice(start, start + size))

    def cut(self, part: slice | Array) -> Self:
        """Return a part of the n pairs."""
        return replace(
            self,
            places=self.places.cut(part),
            inputs={name: array[part] for name, array in self.inputs.items()},
            recorded={name: array[part] for name, array in self.recorded.items()},
            M=None if self.M is None else self.M[part],
        )

    def compared(
        self, dtype: str, reference: "Reference", held: StepInterventions
    ) -> tuple[Mapping[str, Array], StepBounds]:
        """Return torch's numbers in a dtype, and the bounds on the difference of ours, by key."""
        raise NotImplementedError

    def ours(
        self, weights: CellWeights, held: StepInterventions, uneven: bool, reference: "Reference"
    ) -> dict[str, Array]:
        """Compute our engine's numbers in float64: one timestep, with the n rows as its batch."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class LaneSteps(Steps):
    """Steps forwards: z_i z_f z_g z_o i f g o c, m with a projection, h."""

    @classmethod
    def of(cls, run: Run, lane: Lane, walks: range) -> "LaneSteps":
        """Collect the given steps of a lane's walk, for the rows long enough to take them.

        The steps of a single row are views of the trace.
        """
        places, order = places_of(run, lane, walks), -1 if lane.direction else 1
        trace, arrays = run.trace, run.trace.lanes[lane]

        def taken_from(array: Array) -> Array:
            if array.shape[1] == 1:
                return array[::order, 0][walks.start : walks.stop]
            return array[places.t, places.rows]

        config, inputs = run.experiment.config, {INPUT: taken_from(trace.inputs[lane.layer])}
        inputs |= {before(state): taken_from(arrays.before(state)) for state in config.cell.states}
        values = {q: taken_from(trace.values(q, lane)) for q in config.quantities}
        return cls(places, inputs, values)

    def compared(
        self, dtype: str, reference: "Reference", held: StepInterventions
    ) -> tuple[Mapping[str, Array], StepBounds]:
        """Return torch's values in a dtype, and the bounds on the difference of ours."""
        at, inputs = self.places, [*self.inputs.values()]
        theirs = reference.cell(at.lane, dtype).step(inputs, at.t, at.rows)
        magnitudes = reference.magnitudes(at.lane)
        return theirs, step_bounds(magnitudes, self.inputs, theirs, dtype, held=held, M=self.M)

    def ours(
        self, weights: CellWeights, held: StepInterventions, uneven: bool, reference: "Reference"
    ) -> dict[str, Array]:
        """Compute our engine's values in float64: one timestep, with the n rows as its batch."""
        lane = our_step(reference.config, weights, held, uneven, self.inputs)
        return {key: lane.values(key)[0] for key in reference.config.quantities}


@dataclass(frozen=True, eq=False)
class GradientSteps(Steps):
    """Steps back, whose cells are counted on the backward pass.

    Attributes:
        arriving: by state, the gradients from outside the cell, (n, width): dh as recorded, and
            what reaches c but through h.
    """

    arriving: dict[str, Array] = field(default_factory=dict)

    @classmethod
    def of(cls, back: BackwardRun, lane: Lane, walked: range) -> "GradientSteps":
        """Collect some steps back of a lane's walk, for the rows long enough to take them."""
        places = places_back(back, lane, walked)
        at, config = (places.t, places.rows), back.run.experiment.config
        forward, values, cell = back.run.trace.lanes[lane], back.trace.values, config.cell
        inputs = {INPUT: back.run.trace.inputs[lane.layer][at]}
        inputs |= {before(state): forward.before(state)[at] for state in cell.states}
        arrivals, whole = Arrivals(back, lane, *at), _given(cell)
        arriving = {state: arrivals.arriving(state) for state in cell.states}
        arriving |= {key[1:]: values(key, lane)[at] for key in whole if key[1:] in arriving}
        found = {key: values(key, lane, at) for key in config.gradients if key not in whole}
        return cls(places, inputs, found, arriving=arriving)

    def cut(self, part: slice | Array) -> "GradientSteps":
        """Return a part of the n pairs."""
        arriving = {state: array[part] for state, array in self.arriving.items()}
        return replace(super().cut(part), arriving=arriving)

    def compared(
        self, dtype: str, reference: "Reference", held: StepInterventions
    ) -> tuple[Mapping[str, Array], StepBounds]:
        """Return torch's gradients in a dtype, and the bounds on the difference of ours."""
        at, inputs, arriving = self.places, [*self.inputs.values()], [*self.arriving.values()]
        cell, magnitudes = reference.cell_back(at.lane, dtype), reference.magnitudes(at.lane)
        values, theirs = cell.back(inputs, arriving, at.t, at.rows)
        forward = step_bounds(magnitudes, self.inputs, values, dtype, held=held, M=self.M)
        sizes = {state: exact(array) for state, array in self.arriving.items()}
        given = forward, self.inputs, sizes, values, theirs, dtype
        return theirs, gradient_bounds(magnitudes, *given, held=held)

    def ours(
        self, weights: CellWeights, held: StepInterventions, uneven: bool, reference: "Reference"
    ) -> dict[str, Array]:
        """Compute our engine's gradients in float64: one step, with the n rows as its batch.

        Only kept gradients: the others are products of these, compared where they were
        recorded.
        """
        config, layer = reference.config, self.places.lane.layer
        lane = our_step(config, weights, held, uneven, self.inputs)
        n, wide = len(self.places.cells), np.dtype(np.float64)
        gradients = LaneGradients.allocate(config, layer, (1, n), wide)
        arriving = {state: array[None].astype(wide) for state, array in self.arriving.items()}
        dh = arriving.pop(config.cell.output)
        kind = LaneBackward if uneven else FastLaneBackward
        walk = kind(
            weights, lane, gradients, np.ones(n, int), OneStep(held), lambda t: dh, arriving
        )
        with np.errstate(all="ignore"):
            walk.advance(1)
        kept = ((key, gradients.kept(key)) for key in config.gradients)
        given = _given(config.cell)
        return {key: of[0] for key, of in kept if of is not None and key not in given}


def _given(cell: Cell) -> frozenset[str]:
    """Return what a step back is given, not compared: dh, of which it has no part; and dz whole."""
    outside = (state for state in cell.states if state not in edges_to(cell))
    return frozenset({"dz", *(f"d{state}" for state in outside)})


def places_of(run: Run, lane: Lane, walks: range) -> Places:
    """Return a lane's addresses at the given steps of its walk, for the rows that take them."""
    lengths = np.array(run.experiment.lengths)
    step, rows = np.nonzero(taken(lengths, walks))
    walk = walks.start + step
    t = timestep_at(lane.direction, lengths[rows], walk)
    cells = run.schedule.cell_numbers(lane, walk)
    return Places(lane, cells, t, rows)


def places_back(back: BackwardRun, lane: Lane, walked: range) -> Places:
    """Return a lane's addresses at some steps back of its walk, in the order of computation."""
    T, order = back.run.experiment.num_timesteps, back.order
    places = places_of(back.run, lane, range(T - walked.stop, T - walked.start))
    lengths = np.array(back.run.experiment.lengths)[places.rows]
    walks = lengths - 1 - places.t if lane.direction else places.t
    cells = order.num_cells - 1 - order.forward.cell_numbers(lane, walks)
    return places._replace(cells=cells).cut(np.argsort(cells, kind="stable"))


class Reference:
    """Reference for the check: torch's cells, and the magnitudes of the weights for the bounds."""

    def __init__(
        self, config: LSTMConfig, arrays: Mapping[str, Array], holds: Sequence[Intervention] = ()
    ) -> None:
        self.config, self.arrays, self.holds = config, arrays, holds
        self._cells: dict[tuple[Lane, str], TorchCell] = {}
        self._cells_back: dict[tuple[Lane, str], AutogradCell] = {}
        self._magnitudes: dict[Lane, BoundWeights] = {}

    def cell(self, lane: Lane, dtype: str) -> "TorchCell":
        """Return one layer and direction in torch, in a dtype; made once."""
        from ..reference.torch_lstm import TorchCell

        key = lane, dtype
        if key not in self._cells:
            self._cells[key] = TorchCell(self.config, self.arrays, *key, self.holds)
        return self._cells[key]

    def cell_back(self, lane: Lane, dtype: str) -> "AutogradCell":
        """Return one layer and direction under autograd, in a dtype; made once."""
        from ..reference.autograd import AutogradCell

        key = lane, dtype
        if key not in self._cells_back:
            self._cells_back[key] = AutogradCell(self.config, self.arrays, *key, self.holds)
        return self._cells_back[key]

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
    steps: Steps,
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
        weights: our engine's. uneven: whether rows differ in length.
    """
    # Both dtypes need these sums, and one product reads the weights once.
    magnitudes = reference.magnitudes(steps.places.lane)
    steps = replace(steps, M=magnitudes.sums(steps.inputs))
    overflow = [
        compare_steps(findings, part, part.recorded, dtype, reference) for part in steps.chunks()
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
    chosen = replace(steps, recorded={}).cut(np.flatnonzero(comparable & turn))
    wide = weights.astype(np.float64)
    for part in chosen.chunks():
        ours = part.ours(wide, held_on(part.places, reference), uneven, reference)
        compare_steps(findings, part, ours, "float64", reference)
    return counts._replace(in_float64=len(chosen.places.cells))


def compare_steps(
    findings: Findings, part: Steps, ours: Mapping[str, Array], dtype: str, reference: Reference
) -> Array:
    """Compare our numbers, all or some, with torch's in a dtype.

    Returns:
        (n,) True where sums may overflow, so that nothing was compared.
    """
    theirs, bounds = part.compared(dtype, reference, held_on(part.places, reference))
    comparable = ~bounds.overflow if bounds.overflow.any() else None
    shares = np.zeros(len(part.places.cells))
    for key, recorded in ours.items():
        kind, bound = CheckKind("step", dtype, key), bounds.errors[key]
        of = findings.compare(kind, part.places, recorded, theirs[key], bound, comparable)
        np.maximum(shares, of, out=shares)
    findings.note(part.places, shares)
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
        inputs: x and the states before the step, (n, width), by their names in the sheet.
    """
    x = inputs[INPUT]
    n = len(x)
    lane = LaneArrays.allocate(config, 0, 1, n, np.dtype(np.float64))
    for state in config.cell.states:
        lane.before(state)[0] = inputs[before(state)]
    sequence, holds = x[None].astype(np.float64), OneStep(held)
    with np.errstate(all="ignore"):
        if uneven:
            RaggedLane(weights, sequence, lane, np.ones(n, int), holds).advance(1)
        else:
            FastLane(weights, sequence, lane, True, holds).advance(1)
    return lane
