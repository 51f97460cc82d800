"""Rows of gradients as tables: a row a value, for every format with rows.

Gradients of cells have the columns of a long trace: t, batch, layer, direction, quantity, unit,
value, and `label` where timesteps have names. The quantities are dh, dm with a projection, dc, do,
dg, di, df, dz_i dz_f dz_g dz_o, dx, dh_prev, dc_prev. Rows are sorted by layer, timestep, batch
row, direction: layers differ in the width of dx. dy comes last, under layer 0 and forward, since a
readout has no lane. Padding past a sequence's length has no row.

Gradients of leaves have a table of their own: name, index_0, index_1, index_2, value. An index that
an array of fewer dimensions does not have is empty.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from ...arrays import Array
from ...experiment.tokens import Tokens
from ...gradients.backward_run import BackwardRun
from ...network.config import LSTMConfig
from ...network.gradient_quantities import DY
from ...network.lane import Lane
from ..traces.input_columns import UNNAMED, InputNames
from ..traces.readout_rows import Table
from ..traces.rows import CellRows
from .leaves import leaf_shapes, leaves

INDICES: Final = ("index_0", "index_1", "index_2")
LEAF_COLUMNS: Final = ("name", *INDICES, "value")
"""Columns of the table of leaves."""


class GradientRows(CellRows):
    """Rows of some gradients of a finished way back.

    Args:
        lanes: those whose gradients are written; `Lane()` for dy. cells: (T, B, lanes), True for
            those with rows. widths: the number of units of each gradient.
        names: those of timesteps.
    """

    def __init__(
        self,
        back: BackwardRun,
        lanes: Sequence[Lane],
        cells: Array,
        widths: Mapping[str, int],
        names: InputNames,
    ) -> None:
        units = {key: np.arange(width) for key, width in widths.items()}
        super().__init__(back.run.experiment, "long", lanes, cells, units, names=names)
        self._trace = back.trace

    def _numbers(self, lane: Lane, t: Array, batch: Array) -> Array:
        """Return the gradients of some cells of one lane, (n, 1, N)."""
        parts = [self._trace.values(key, lane, (t, batch)) for key in self.units]
        return np.concatenate(parts, axis=-1)[:, None]


def gradient_rows(back: BackwardRun, names: InputNames = UNNAMED) -> Iterator[GradientRows]:
    """Yield the rows of each layer's gradients, then those of dy, if there is one."""
    experiment, config = back.run.experiment, back.run.experiment.config
    steps, lengths = experiment.num_timesteps, np.array(experiment.lengths)
    within = np.arange(steps)[:, None] < lengths
    for layer in range(config.num_layers):
        lanes = [lane for lane in config.lanes() if lane.layer == layer]
        cells = np.repeat(within[..., None], len(lanes), axis=-1)
        yield GradientRows(back, lanes, cells, row_widths(config, layer), names)
    if back.trace.dy is not None:
        cells = experiment.objective.reads(steps, experiment.lengths)[..., None]
        yield GradientRows(back, [Lane()], cells, {DY: back.trace.dy.shape[-1]}, names)


def row_widths(config: LSTMConfig, layer: int) -> dict[str, int]:
    """Return the gradients of a layer's cells that have rows, with the number of their units."""
    return {key: config.gradient_width(key, layer) for key in config.gradients if key != "dz"}


def leaf_tables(
    back: BackwardRun, numbers_at_once: int, tokens: Tokens | None = None
) -> Iterator[Table]:
    """Yield the table of leaves, with about `numbers_at_once` numbers at a time."""
    sizes = [int(np.prod(shape)) for shape in leaf_shapes(back.run.experiment, tokens).values()]
    total, done = sum(sizes), 0
    for name, array in leaves(back, tokens):
        for start in range(0, array.size, numbers_at_once):
            stop = min(start + numbers_at_once, array.size)
            yield _leaf_table(name, array, range(start, stop), (done + stop) / total)
        done += array.size


def _leaf_table(name: str, array: Array, part: range, fraction: float) -> Table:
    places, count = np.unravel_index(np.arange(part.start, part.stop), array.shape), len(part)
    columns: dict[str, object] = {"name": (np.zeros(count, np.int32), [name])}
    for axis, index in enumerate(INDICES):
        there = axis < array.ndim
        values = (places[axis] if there else np.zeros(count)).astype(np.int32)
        columns[index] = np.ma.masked_array(values, np.full(count, not there))
    columns["value"] = array[places]
    return Table(columns, fraction)
