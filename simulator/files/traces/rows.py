"""Rows of a trace as a table: a row a unit, or a row a value; for every format with rows.

Wide, one row a unit: t, batch, layer, direction, unit, z_i z_f z_g z_o i f g o c h (m before h with
a projection, and h empty for the units that it leaves out). Long, one row a value: t, batch, layer,
direction, quantity, unit, value.

Rows are sorted by timestep, batch row, layer, direction. Numbers not computed yet, and padding past
a sequence's length, have no row. Torch's values, if wanted, follow ours, and the differences (ours
− torch's) follow those: wide torch_i … and difference_i …, long torch and difference. Last come
`label`, where timesteps have names, and the input, if wanted (see `input_columns`). The numbers of
a readout have rows of their own (see `readout_rows`).
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from ...analysis.comparison import difference
from ...arrays import Array
from ...engine.run import Run
from ...experiment.experiment import Experiment
from ...network.lane import Lane
from .input_columns import LABEL, UNNAMED, InputNames, input_columns, labels
from .selection import TorchValues, TraceSelection, chosen_cells, known_cells

LAYOUTS: Final = ("wide", "long")
PREFIXES: Final = ("", "torch_", "difference_")
"""What the names of the columns of ours, torch's and the difference begin with, wide."""


class Cells(NamedTuple):
    """Some consecutive cells of a trace, each of which is several rows.

    Attributes:
        t, batch, lane: (n,) integers, the lane as an index of `TraceRows.lanes`.
        numbers: (n, kinds, N), N the chosen units of all quantities side by side.
        fraction: the fraction of the trace done with them, 0…1.
    """

    t: Array
    batch: Array
    lane: Array
    numbers: Array
    fraction: float


class CellRows(ABC):
    """Rows of numbers that cells have, whatever they are.

    Attributes:
        wide: whether a row is a unit. lanes: all lanes of the run.
        units: chosen units by quantity, in the order of the columns.
        rows: units that have a row in the wide layout: those of any quantity.
        kinds: 1, or 3 with torch's values and the differences.
        places, values: names of the columns. inputs: those of the features, if they are wanted.
        labels: the names of all timesteps, or none.

    Args:
        experiment: what was run. cells: booleans, (T, B, lanes), True for the cells to write.
        names: those of timesteps and features. with_input: whether to write the input too.

    Raises:
        ValueError: a layout other than "wide" and "long".
    """

    def __init__(
        self,
        experiment: Experiment,
        layout: str,
        lanes: Sequence[Lane],
        cells: Array,
        units: Mapping[str, Array],
        kinds: int = 1,
        names: InputNames = UNNAMED,
        with_input: bool = False,
    ) -> None:
        if layout not in LAYOUTS:
            raise ValueError(f"layout must be wide or long, got {layout!r}")
        self._experiment, self._shape = experiment, cells.shape
        self._cells = np.flatnonzero(cells)
        self.wide, self.lanes, self.kinds = layout == "wide", list(lanes), kinds
        self.units = dict(units)
        self.rows = np.unique(np.concatenate([np.zeros(0, np.intp), *self.units.values()]))
        self.places: tuple[str, ...] = ("t", "batch", "layer", "direction", "unit")
        prefixes = PREFIXES[:kinds]
        self.values = tuple(f"{prefix}{name}" for prefix in prefixes for name in self.units)
        if not self.wide:
            self.places = (*self.places[:-1], "quantity", "unit")
            self.values = ("value", "torch", "difference")[:kinds]
        self.labels = labels(names)
        features = experiment.config.input_size
        self.inputs = input_columns(names, features) if with_input else ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns, in order."""
        return (*self.places, *self.values, *[LABEL][: len(self.labels)], *self.inputs)

    @property
    def rows_per_cell(self) -> int:
        """The number of rows of a cell."""
        return len(self.rows) if self.wide else sum(map(len, self.units.values()))

    def input_at(self, t: Array, batch: Array) -> Array:
        """Return the input at some timesteps of some batch rows, (n, I)."""
        return self._experiment.sequence[t, batch]

    def __len__(self) -> int:
        """The number of cells."""
        return len(self._cells)

    @property
    def slices(self) -> dict[str, slice]:
        """Place of each quantity among the N numbers of a cell."""
        ends = np.cumsum([len(units) for units in self.units.values()]).tolist()
        return dict(zip(self.units, map(slice, [0, *ends], ends), strict=True))

    def cells(self, numbers_at_once: int) -> Iterator[Cells]:
        """Yield all cells, with about `numbers_at_once` numbers at a time."""
        per_cell = self.kinds * sum(map(len, self.units.values()))
        written = per_cell + self.rows_per_cell * len(self.inputs)
        count = max(1, numbers_at_once // max(1, written))
        for start in range(0, len(self._cells), count):
            t, batch, lane = np.unravel_index(self._cells[start : start + count], self._shape)
            numbers = np.empty((len(t), self.kinds, per_cell // self.kinds), self._experiment.dtype)
            for index, key in enumerate(self.lanes):
                own = lane == index
                if own.any():
                    numbers[own] = self._numbers(key, t[own], batch[own])
            fraction = min(1.0, (start + count) / len(self._cells))
            yield Cells(t, batch, lane, numbers, fraction)

    @abstractmethod
    def _numbers(self, lane: Lane, t: Array, batch: Array) -> Array:
        """Return the numbers of some cells of one lane, (n, kinds, N)."""


class TraceRows(CellRows):
    """Rows of the chosen part of a trace, as far as the run has computed it at the call.

    Args:
        run: finished or not; it may advance meanwhile.
        torch: torch's values for the chosen part, to be written beside ours.
        names: those of timesteps and features. with_input: whether to write the input too.

    Raises:
        ValueError: a layout other than "wide" and "long", or a part that does not exist.
    """

    def __init__(
        self,
        run: Run,
        layout: str,
        selection: TraceSelection,
        torch: TorchValues | None,
        names: InputNames = UNNAMED,
        with_input: bool = False,
    ) -> None:
        experiment, config = run.experiment, run.experiment.config
        selection.validate(experiment)
        self._run, self._torch = run, torch
        lanes, widths = list(config.lanes()), selection.widths(config)
        chosen = chosen_cells(known_cells(run), lanes, selection) & bool(widths)
        self._whole = selection.units is None
        units = {name: selection.units_of(width) for name, width in widths.items()}
        kinds = 1 if torch is None else 3
        super().__init__(experiment, layout, lanes, chosen, units, kinds, names, with_input)

    def _numbers(self, lane: Lane, t: Array, batch: Array) -> Array:
        trace = self._run.trace
        ours = self._side_by_side({q: trace.values(q, lane) for q in self.units}, t, batch)
        if not self._torch:
            return ours[:, None]
        theirs = self._side_by_side({q: self._torch[q, lane] for q in self.units}, t, batch)
        return np.stack([ours, theirs, difference(theirs, ours)], axis=1)

    def _side_by_side(self, values: dict[str, Array], t: Array, batch: Array) -> Array:
        parts = [
            array[t, batch] if self._whole else array[t, batch][:, self.units[quantity]]
            for quantity, array in values.items()
        ]
        return np.concatenate(parts, axis=-1)
