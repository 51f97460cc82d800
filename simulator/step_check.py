"""The step check: every cell once more by torch, from the very numbers that ours started from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator import cell
from simulator.arrays import Array
from simulator.bounds import BoundWeights, step_bounds
from simulator.config import GATES, LSTMConfig
from simulator.findings import Findings, Places
from simulator.parameters import CellWeights
from simulator.report import Comparison
from simulator.run import Run
from simulator.schedule import Cell

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

    def __init__(self, config: LSTMConfig, arrays: Mapping[str, Array]) -> None:
        self.config = config
        self.arrays = arrays
        self._cells: dict[tuple[int, int, str], TorchCell] = {}
        self._magnitudes: dict[tuple[int, int], BoundWeights] = {}

    def cell(self, layer: int, direction: int, dtype: str) -> "TorchCell":
        """One layer and direction in torch, in a dtype; made once."""
        from simulator.torch_engine import TorchCell

        key = layer, direction, dtype
        if key not in self._cells:
            self._cells[key] = TorchCell(self.config, self.arrays, *key)
        return self._cells[key]

    def magnitudes(self, layer: int, direction: int) -> BoundWeights:
        """The magnitudes of a lane's weights; made once."""
        key = layer, direction
        if key not in self._magnitudes:
            self._magnitudes[key] = BoundWeights.of(self.arrays, *key)
        return self._magnitudes[key]


def check_steps(
    findings: Findings, steps: LaneSteps, weights: CellWeights, dtype: str, reference: Reference
) -> int:
    """Compare what was recorded with torch in `dtype`, and both engines once more in float64.

    A weight that is wrong by a millionth hides in the rounding of float32, but not of float64.

    Args:
        weights: those that our engine computed with.

    Returns:
        How many (cell, row) pairs can not be compared, because their sums may overflow.
    """
    lane = steps.places.layer, steps.places.direction
    wide = weights.astype(np.float64) if dtype != "float64" else None
    not_comparable = 0
    for part in steps.chunks():
        inputs = tuple(part.inputs.values())
        exact = reference.cell(*lane, "float64").step(*inputs)
        theirs = exact if wide is None else reference.cell(*lane, dtype).step(*inputs)
        not_comparable += _compare(findings, part, part.values, theirs, exact, dtype, reference)
        if wide is not None:
            ours = _our_values(wide, *(array.astype(np.float64) for array in inputs))
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
    bounds = step_bounds(magnitudes, x, h_prev, c_prev, exact, dtype)
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


def _our_values(weights: CellWeights, *inputs: Any) -> dict[str, Array]:
    with np.errstate(all="ignore"):
        values = cell.step(weights, *inputs)
    named = {name: value for name, value in values._asdict().items() if value is not None}
    parts = np.split(named.pop("z"), 4, axis=-1)
    return {**{f"z_{gate}": part for gate, part in zip(GATES, parts, strict=True)}, **named}
