"""Rows of a readout as a table: a row an output, or a row a value; for every format with rows.

Wide, a file of its own beside the trace, one row an output: t, batch, output, name where outputs
have names, y, p where it differs from y, target, counted, loss. A target that is a class is the
class's number, with its name in target_name, in the row of each output. counted is 1 where the
target counts in the loss, else 0, and the target is empty there. The loss is that of the timestep,
in the row of each output. Torch's values and the differences follow as torch_y … and difference_y
…, and `label` last.

Long, at the end of the trace, one row a value: y, p, target and loss as quantities, under layer 0
and forward, since a readout has no lane. The loss and a class have no unit, and a target that does
not count has no row.

Rows are sorted by timestep and batch row. Over the last step or h_n there is one answer a batch
row, at its last timestep.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from ...analysis.comparison import difference
from ...arrays import Array
from ...engine.run import Run
from ...network.lane import DIRECTIONS, Lane
from ...network.quantities import LOSS, TARGET, P, Y
from ...objective.objective import Objective
from .input_columns import LABEL, UNNAMED, InputNames, input_columns, labels, utf8
from .rows import PREFIXES
from .selection import TorchValues, TraceSelection, counted, known_answers


def readout_columns(objective: Objective, quantities: Sequence[str]) -> tuple[str, ...]:
    """Name the columns of the wide table, without torch's values and labels."""
    names = [] if objective.readout is None or not objective.readout.names else ["name"]
    target = [TARGET] if TARGET in quantities else []
    if target and names and objective.targets is not None and objective.targets.classes:
        target.append("target_name")
    if objective.targets is not None and not {TARGET, LOSS}.isdisjoint(quantities):
        target.append("counted")
    answers = [name for name in (Y, P) if name in quantities]
    return ("t", "batch", "output", *names, *answers, *target, *[LOSS][: LOSS in quantities])


class Table(NamedTuple):
    """Some consecutive rows.

    Attributes:
        columns: by name: numbers, masked where a cell is empty; words as a pair of codes, masked
            likewise, and the list that they are indices of.
        fraction: the fraction of the table done with them, 0…1.
    """

    columns: dict[str, Any]
    fraction: float


class ReadoutRows:
    """Rows of the chosen part of a readout's numbers, as far as the run has given answers.

    Attributes:
        quantities: the chosen ones, in order. outputs: K. names: those of the outputs, or none.
        kinds: 1, or 3 with torch's values and the differences.
        columns: names of the columns of the wide table, without torch's values and labels.

    Args:
        run: finished or not; it may advance meanwhile.
        torch: torch's values for the chosen part, to be written beside ours.
        names: those of timesteps and features. with_input: whether long rows have the input too.
    """

    def __init__(
        self,
        run: Run,
        selection: TraceSelection,
        torch: TorchValues | None = None,
        names: InputNames = UNNAMED,
        with_input: bool = False,
    ) -> None:
        experiment, objective = run.experiment, run.experiment.objective
        self._run, self._torch = run, torch
        self.quantities = selection.of_readout(objective)
        self._targets = objective.targets
        self.names = () if objective.readout is None else tuple(map(utf8, objective.readout.names))
        self.outputs = 0 if objective.readout is None else objective.readout.width
        self.kinds = 1 if torch is None else 3
        self.columns = readout_columns(objective, self.quantities)
        self._counted = counted(experiment)
        self._labels = labels(names)
        features = experiment.config.input_size
        self._inputs = input_columns(names, features) if with_input else ()
        known = known_answers(run) & bool(self.quantities)
        timesteps = selection.timesteps(len(known))
        first, last = timesteps.start, timesteps.stop
        self._places = np.argwhere(known[first:last]) + np.array([first, 0])

    def __len__(self) -> int:
        """The number of answers: pairs of a timestep and a batch row."""
        return len(self._places)

    def wide(self, numbers_at_once: int) -> Iterator[Table]:
        """Yield the wide table, with about `numbers_at_once` cells at a time."""
        count = max(1, numbers_at_once // max(1, self.outputs * len(self.columns) * self.kinds))
        for start in range(0, len(self), count):
            yield self.wide_table(start, start + count)

    def long(self, numbers_at_once: int) -> Iterator[Table]:
        """Yield the rows of the long table, with about `numbers_at_once` numbers at a time."""
        a_row = self.kinds + len(self._inputs)
        count = max(1, numbers_at_once // max(1, self.outputs * len(self.quantities) * a_row))
        for start in range(0, len(self), count):
            yield self._long_table(start, start + count)

    def wide_table(self, start: int, stop: int) -> Table:
        """Return the wide table's rows for the answers start … stop - 1."""
        t, batch = self._places[start:stop].T
        columns = {name: self._column(name, t, batch) for name in self.columns}
        for prefix in PREFIXES[1 : self.kinds]:
            for quantity in self.quantities:
                if quantity != TARGET:
                    values = self._values(prefix, quantity, t, batch)
                    columns[f"{prefix}{quantity}"] = self._over_outputs(values)
        if self._labels:
            columns[LABEL] = columns["t"], self._labels
        return Table(columns, min(1.0, stop / max(1, len(self))))

    def _long_table(self, start: int, stop: int) -> Table:
        (t, batch), dtype = self._places[start:stop].T, self._run.experiment.dtype
        values = {q: self._values("", q, t, batch) for q in self.quantities}
        widths = [part.shape[1] for part in values.values()]
        of_outputs = [not self._single(quantity) for quantity in self.quantities]
        units = np.concatenate([np.arange(width) for width in widths])
        has_unit = np.repeat(of_outputs, widths)
        total, count = len(units), len(t)
        numbers = _side_by_side([*values.values()], dtype)
        there = ~np.ma.getmaskarray(numbers)

        def repeated(array: Array) -> Array:
            return np.repeat(array, total).astype(np.int32)[there]

        columns: dict[str, Any] = {
            "t": repeated(t),
            "batch": repeated(batch),
            "layer": repeated(0 * t),
            "direction": (repeated(0 * t), DIRECTIONS),
            "quantity": (
                np.tile(np.repeat(np.arange(len(widths)), widths), count)[there],
                self.quantities,
            ),
            "unit": np.ma.masked_array(
                np.tile(units, count).astype(np.int32), np.tile(~has_unit, count)
            )[there],
            "value": numbers.data[there],
        }
        for prefix in PREFIXES[1 : self.kinds]:
            beside = [self._values(prefix, q, t, batch) for q in self.quantities]
            columns[prefix.removesuffix("_")] = _side_by_side(beside, dtype)[there]
        if self._labels:
            columns[LABEL] = columns["t"], self._labels
        if self._inputs:
            came_in = self._run.experiment.sequence[columns["t"], columns["batch"]]
            columns |= zip(self._inputs, came_in.T, strict=True)
        return Table(columns, min(1.0, stop / max(1, len(self))))

    @property
    def _of_classes(self) -> bool:
        return self._targets is not None and self._targets.classes

    def _single(self, quantity: str) -> bool:
        """Return True for a quantity with one number for all outputs."""
        return quantity == LOSS or (quantity == TARGET and self._of_classes)

    def _values(self, prefix: str, quantity: str, t: Array, batch: Array) -> Any:
        """Return the numbers of some answers: masked (n, K), or (n, 1) where one is for all."""
        if quantity == TARGET:
            assert self._targets is not None
            values = self._targets.values[t, batch]
            values = values[:, None] if self._targets.classes else values
            missing = ~self._counted[t, batch] | bool(prefix)
            return np.ma.masked_array(values, np.repeat(missing[:, None], values.shape[1], 1))
        values = self._run.trace.values(quantity, Lane())[t, batch]
        if prefix and self._torch is not None:
            theirs = self._torch[quantity, Lane()][t, batch]
            values = theirs if prefix == PREFIXES[1] else difference(theirs, values)
        return np.ma.masked_array(values)

    def _column(self, name: str, t: Array, batch: Array) -> Any:
        """Return a column of the wide table with a row for each output."""
        match name:
            case "t" | "batch":
                return np.repeat(t if name == "t" else batch, self.outputs).astype(np.int32)
            case "output":
                return np.tile(np.arange(self.outputs, dtype=np.int32), len(t))
            case "name":
                return self._column("output", t, batch), self.names
            case "target_name":
                classes = self._column(TARGET, t, batch)
                return np.ma.masked_array(classes.filled(0), classes.mask), self.names
            case "counted":
                return np.repeat(self._counted[t, batch], self.outputs).astype(np.int8)
        return self._over_outputs(self._values("", name, t, batch))

    def _over_outputs(self, values: Any) -> Any:
        """Return a column with a row for each output, of (n, K) or (n, 1)."""
        shape = len(values), self.outputs
        mask = np.broadcast_to(np.ma.getmaskarray(values), shape)
        return np.ma.masked_array(np.broadcast_to(values.data, shape).ravel(), mask.ravel())


def _side_by_side(parts: Sequence[Any], dtype: Any) -> Any:
    """Return masked (n, …) side by side as one column of a dtype, row after row."""
    numbers = np.concatenate([np.ma.getdata(part) for part in parts], axis=1)
    masks = np.concatenate([np.ma.getmaskarray(part) for part in parts], axis=1)
    return np.ma.masked_array(numbers.ravel().astype(dtype), masks.ravel())
