"""The step check: every cell once more by torch, from the very numbers that ours started from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.arrays import Array
from simulator.bounds import BoundWeights, step_bounds
from simulator.config import GATES, LSTMConfig
from simulator.findings import Findings, Places
from simulator.held import Held, LaneHolds, OneStep
from simulator.holds import AnyHold
from simulator.kernel import Kernel
from simulator.parameters import CellWeights
from simulator.ragged_walk import RaggedWalk
from simulator.report import Comparison
from simulator.run import Run
from simulator.schedule import Cell
from simulator.trace import Lane

if TYPE_CHECKING:
    from simulator.torch_engine import TorchCell

VALUES_AT_ONCE = 1 << 20
"""How many pre-activations are checked at a time: some tens of megabytes with all that follows."""


@dataclass(frozen=True, eq=False)
class LaneSteps:
    """What one lane recorded at n (cell, batch row) pairs.

    Attributes:
        places: where they are, in the order of computation.
        inputs: x (n, I), h_prev (n, R), c_prev (n, H), as the cells read them.
        values: z_i z_f z_g z_o i f g o c (n, H), m (n, H) with a projection, h (n, R).
    """

    places: Places
    inputs: dict[str, Array]
    values: dict[str, Array]

    @classmethod
    def of(cls, run: Run, layer: int, direction: int, walks: range) -> "LaneSteps":
        """The given steps of a lane's walk, for the rows that take them."""
        places = places_of(run, layer, direction, walks)
        t, rows = places.t, places.rows
        trace, lane = run.trace, run.trace.lanes[layer, direction]
        inputs = {
            "x": trace.inputs[layer][t, rows],
            "h_prev": lane.h_prev[t, rows],
            "c_prev": lane.c_prev[t, rows],
        }
        quantities = [*(f"z_{gate}" for gate in GATES), *run.schedule.phases[1:]]
        values = {q: trace.values(q, layer, direction)[t, rows] for q in quantities}
        return cls(places, inputs, values)

    def chunks(self) -> Iterator["LaneSteps"]:
        """The same in parts of bounded size."""
        size = max(1, VALUES_AT_ONCE // (4 * self.values["i"].shape[1]))
        for start in range(0, len(self.places.cells), size):
            part = slice(start, start + size)
            yield LaneSteps(
                self.places.cut(part),
                {name: array[part] for name, array in self.inputs.items()},
                {name: array[part] for name, array in self.values.items()},
            )


def places_of(run: Run, layer: int, direction: int, walks: range) -> Places:
    """Where a lane is at the given steps of its walk; past its length a row takes none."""
    lengths = np.array(run.experiment.lengths)
    walk = np.arange(walks.start, walks.stop)[:, None]
    step, rows = np.nonzero(walk < lengths)
    walk = walk[step, 0]
    t = lengths[rows] - 1 - walk if direction else walk
    numbers = [run.schedule.cell_number(Cell(layer, direction, step)) for step in walks]
    return Places(layer, direction, np.array(numbers, dtype=int)[step], t, rows)


class Reference:
    """What is checked against: torch's cells, and the magnitudes of the weights for the bounds."""

    def __init__(
        self, config: LSTMConfig, arrays: Mapping[str, Array], holds: Sequence[AnyHold] = ()
    ) -> None:
        self.config, self.arrays, self.holds = config, arrays, holds
        self._cells: dict[tuple[int, int, str], TorchCell] = {}
        self._magnitudes: dict[tuple[int, int], BoundWeights] = {}

    def cell(self, layer: int, direction: int, dtype: str) -> "TorchCell":
        """One layer and direction in torch, in a dtype; made once."""
        from simulator.torch_engine import TorchCell

        key = layer, direction, dtype
        if key not in self._cells:
            self._cells[key] = TorchCell(self.config, self.arrays, *key, self.holds)
        return self._cells[key]

    def magnitudes(self, layer: int, direction: int) -> BoundWeights:
        """The magnitudes of a lane's weights; made once."""
        key = layer, direction
        if key not in self._magnitudes:
            self._magnitudes[key] = BoundWeights.of(self.arrays, *key)
        return self._magnitudes[key]


def check_steps(
    findings: Findings,
    steps: LaneSteps,
    weights: CellWeights,
    ragged: bool,
    dtype: str,
    reference: Reference,
) -> int:
    """Compare what was recorded with torch in `dtype`, and both engines once more in float64.

    A weight that is wrong by a millionth hides in the rounding of float32, but not of float64.

    Args:
        weights: those that our engine computed with. ragged: whether it did so by `RaggedWalk`.

    Returns:
        How many (cell, row) pairs can not be compared, because their sums may overflow.
    """
    lane = steps.places.layer, steps.places.direction
    wide = weights.astype(np.float64) if dtype != "float64" else None
    not_comparable = 0
    for part in steps.chunks():
        inputs = tuple(part.inputs.values())
        given = {**part.inputs, "t": part.places.t, "rows": part.places.rows}
        exact = reference.cell(*lane, "float64").step(**given)
        theirs = exact if wide is None else reference.cell(*lane, dtype).step(**given)
        not_comparable += _compare(findings, part, part.values, theirs, exact, dtype, reference)
        if wide is not None:
            held = _held(part, reference)
            ours = _our_values(reference.config, wide, held, ragged, *inputs)
            _compare(findings, part, ours, exact, exact, "float64", reference)
    return not_comparable


def _compare(
    findings: Findings,
    part: LaneSteps,
    ours: Mapping[str, Array],
    theirs: Mapping[str, Array],
    exact: Mapping[str, Array],
    dtype: str,
    reference: Reference,
) -> int:
    magnitudes = reference.magnitudes(part.places.layer, part.places.direction)
    x, h_prev, c_prev = part.inputs.values()
    held = _held(part, reference)
    bounds = step_bounds(magnitudes, x, h_prev, c_prev, exact, dtype, held=held)
    for quantity, expected in theirs.items():
        findings.compare(
            Comparison("step", dtype, quantity),
            part.places,
            ours[quantity],
            expected,
            bounds.errors[quantity],
            ~bounds.overflow,
        )
    return int(bounds.overflow.sum())


def _held(part: LaneSteps, reference: Reference) -> Held:
    layer, direction, _, t, rows = part.places
    holds = LaneHolds(reference.holds, reference.config, layer, direction, np.dtype(np.float64))
    return holds.at(t, rows)


def _our_values(
    config: LSTMConfig,
    weights: CellWeights,
    held: Held,
    ragged: bool,
    x: Array,
    h_prev: Array,
    c_prev: Array,
) -> dict[str, Array]:
    """What our engine computes in float64: one timestep, with the n rows as its batch."""
    n = len(x)
    lane = Lane.allocate(config, 0, 1, n, np.dtype(np.float64))
    lane.h_states[0], lane.c_states[0] = h_prev, c_prev
    inputs, holds = x[None].astype(np.float64), OneStep(held)
    with np.errstate(all="ignore"):
        if ragged:
            RaggedWalk(weights, inputs, lane, np.ones(n, int), holds).advance(1)
        else:
            Kernel(weights, inputs, lane, True, holds).advance(1)
    values = {"c": lane.c[0], "h": lane.h[0]} | ({} if lane.m is None else {"m": lane.m[0]})
    z_parts, gates = (np.split(array[0], 4, axis=-1) for array in (lane.z, lane.gates))
    values |= {f"z_{gate}": part for gate, part in zip(GATES, z_parts, strict=True)}
    return values | dict(zip(GATES, gates, strict=True))
