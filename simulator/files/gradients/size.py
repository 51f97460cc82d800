"""Size of exported gradients, told before they are written: rows, columns, roughly their bytes."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from ...experiment.experiment import Experiment
from ...network.lane import DIRECTIONS
from ...network.quantities import Y
from ...translation import tr
from ..traces.input_columns import UNNAMED, InputNames
from ..traces.size import ENTRY, FOOTER, LONG_PARQUET, TraceSize, digits, end_of_row
from .leaves import EMBEDDING, leaf_shapes
from .npz import cell_arrays
from .rows import LEAF_COLUMNS, row_widths

_DIGITS: Final = {4: 13.0, 8: 21.5}
"""Characters that a gradient takes in a CSV on average, by its dtype's bytes; measured."""
_LEAF_PLACE: Final = 1.7
"""Bytes that the place of a number takes in the Parquet file of leaves, compressed; measured."""


class GradientSize(NamedTuple):
    """Sizes of the file of gradients, and of that of weights, input and states beside it.

    Attributes:
        beside: None for an `.npz`, which has everything.
    """

    cells: TraceSize
    beside: TraceSize | None = None

    def text(self) -> str:
        """Write it in one line."""
        if self.beside is None:
            return self.cells.text()
        return tr(
            "{cells}; weights file: {weights}",
            cells=self.cells.text(),
            weights=self.beside.text(),
        )


def size_of_gradients(
    experiment: Experiment, format: str, names: InputNames = UNNAMED
) -> GradientSize:
    """Return the size of all gradients of an experiment; takes no time that a user would notice.

    Args:
        format: one of `export.FORMATS`. names: those of timesteps, and their tokens.
    """
    if format == "npz":
        return GradientSize(_of_arrays(experiment, names))
    itemsize, tabular = experiment.dtype.itemsize, format == "csv"
    widths = [*_rows_by_quantity(experiment)]
    rows, columns = sum(count for _, count in widths), 7 + bool(names.timesteps)
    leaves = leaf_shapes(experiment, names.tokens)
    numbers = sum(map(_count, leaves.values()))
    if not tabular:
        cells = FOOTER + rows * (itemsize + LONG_PARQUET)
        filled = numbers - _empty(experiment, names)
        beside = FOOTER + filled * itemsize + numbers * _LEAF_PLACE
    else:
        lanes = f"0{max(DIRECTIONS[: experiment.config.num_directions], key=len)}"
        line = digits(experiment.num_timesteps) + digits(experiment.batch_size) + len(lanes)
        line += digits(experiment.config.hidden_size) + 7 + _DIGITS[itemsize]
        line += end_of_row(experiment, names, 0)
        cells = rows * line + sum(len(key) * count for key, count in widths)
        beside = sum(_leaf_bytes(name, shape, itemsize) for name, shape in leaves.items())
        beside -= _empty(experiment, names) * (_DIGITS[itemsize] - len("0.0"))
    return GradientSize(
        TraceSize(rows, columns, 0, round(cells)),
        TraceSize(numbers, len(LEAF_COLUMNS), 0, round(beside)),
    )


def _rows_by_quantity(experiment: Experiment) -> Iterator[tuple[str, int]]:
    """Yield each gradient of each layer, and dy, with the number of its rows."""
    config, cells = experiment.config, sum(experiment.lengths) * experiment.config.num_directions
    for layer in range(config.num_layers):
        for key, width in row_widths(config, layer).items():
            yield key, cells * width
    if experiment.source == "readout":
        reads = experiment.objective.reads(experiment.num_timesteps, experiment.lengths)
        yield "dy", int(reads.sum()) * experiment.objective.width(Y)


def _leaf_bytes(name: str, shape: tuple[int, ...], itemsize: int) -> float:
    line = len(name) + sum(map(digits, shape)) + 5 + _DIGITS[itemsize]
    return _count(shape) * line


def _empty(experiment: Experiment, names: InputNames) -> int:
    """Return how many numbers of an embedding are those of tokens that are not in the input."""
    shape = leaf_shapes(experiment, names.tokens).get(EMBEDDING)
    if shape is None or names.tokens is None:
        return 0
    return (shape[0] - len(np.unique(names.tokens.ids))) * shape[1]


def _of_arrays(experiment: Experiment, names: InputNames) -> TraceSize:
    config, leaves = experiment.config, leaf_shapes(experiment, names.tokens)
    cells = experiment.num_timesteps * experiment.batch_size
    widths = [
        config.gradient_width(k, lane.layer) for lane in config.lanes() for k in cell_arrays(config)
    ]
    if experiment.source == "readout":
        widths.append(experiment.objective.width(Y))
    arrays = len(leaves) + len(widths)
    numbers = sum(map(_count, leaves.values())) + cells * sum(widths)
    nbytes = FOOTER + numbers * experiment.dtype.itemsize
    if names.timesteps:
        written = names.timesteps[: experiment.num_timesteps]
        arrays, nbytes = arrays + 1, nbytes + 4 * len(written) * max(map(len, written))
    return TraceSize(0, 0, arrays, nbytes + arrays * ENTRY)


def _count(shape: tuple[int, ...]) -> int:
    return int(np.prod(shape))
