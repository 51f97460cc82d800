"""Size of an exported trace, told before it is written: rows, columns, and roughly its bytes."""

from typing import Final, NamedTuple

from ...experiment.experiment import Experiment
from ...lstm.lane import DIRECTIONS
from ...translation import tr
from ..limits import bytes_text
from ..workspaces.experiment_json import to_json
from .export import ExportOptions
from .input_columns import InputNames, csv_cell

_DIGITS: Final = {4: 9.6, 8: 18.4}
"""Characters that a number of a trace takes in a CSV on average, by its dtype's bytes; measured."""
_LONG_PARQUET: Final = 0.8
"""Bytes that the place of a number takes in a long Parquet file, compressed; measured."""
_REPEATED: Final = 0.05
_DIFFERENCE: Final = 0.3
"""Shares of its bytes that a number takes in Parquet, compressed: one that many rows repeat, and a
difference, which is often 0; measured."""
_ENTRY: Final = 260
"""Bytes of an archive's entry besides its numbers."""
_FOOTER: Final = 2500
_SAMPLE: Final = 4096


class TraceSize(NamedTuple):
    """Size of a trace.

    Attributes:
        rows, columns: those of a table; 0 in an `.npz`. arrays: those of an `.npz`, else 0.
        nbytes: of the file, roughly.
    """

    rows: int
    columns: int
    arrays: int
    nbytes: int

    def text(self) -> str:
        """Write it in one line."""
        size = bytes_text(self.nbytes)
        if self.arrays:
            return tr("{count:,} arrays, about {size}", count=self.arrays, size=size)
        return tr(
            "{rows:,} rows, {columns:,} columns, about {size}",
            rows=self.rows,
            columns=self.columns,
            size=size,
        )


def size_of(experiment: Experiment, options: ExportOptions, names: InputNames) -> TraceSize:
    """Return the size of a finished run's trace; takes no time that a user would notice.

    Raises:
        ValueError: as for `ExportOptions.validate`.
    """
    options.validate(experiment)
    part, config = options.selection, experiment.config
    units = {name: len(part.units_of(width)) for name, width in part.widths(config).items()}
    features = config.input_size if options.with_input else 0
    steps = part.timesteps(experiment.num_timesteps)
    lanes = part.lanes(config)
    # The chosen timesteps of each batch row, which padding shortens.
    lengths = [len(range(steps.start, min(steps.stop, n))) for n in experiment.lengths]
    kinds, itemsize = 3 if options.torch else 1, experiment.dtype.itemsize
    if options.format == "npz":
        return _of_arrays(experiment, options, names, units, kinds, features)
    cells = sum(lengths) * len(lanes)
    wide = options.layout == "wide"
    rows_of_cell = max(units.values()) if wide else sum(units.values())
    rows, numbers = cells * rows_of_cell, cells * sum(units.values()) * kinds
    columns = (5 + kinds * len(units) if wide else 6 + kinds) + bool(names.timesteps) + features
    if options.format == "parquet":
        each = itemsize * ((2 + _DIFFERENCE) / 3 if options.torch else 1)
        nbytes = _FOOTER + numbers * each + (0 if wide else rows * _LONG_PARQUET)
        nbytes += rows * features * itemsize * _REPEATED
        return TraceSize(rows, columns, 0, round(nbytes))
    place = sum(
        _digits(n) for n in (len(steps), len(lengths), config.num_layers, max(units.values()))
    )
    direction = DIRECTIONS[0] if not config.bidirectional else max(DIRECTIONS, key=len)
    words = [len(name) * count for name, count in units.items()]
    quantity = 0.0 if wide else 1 + sum(words) / sum(units.values())
    empty = rows * kinds * len(units) - numbers if wide else 0
    line = place + len(direction) + 5 + quantity + _end(experiment, names, features)
    nbytes = rows * line + numbers * (_DIGITS[itemsize] + 1) + empty
    return TraceSize(rows, columns, 0, round(nbytes))


def _of_arrays(
    experiment: Experiment,
    options: ExportOptions,
    names: InputNames,
    units: dict[str, int],
    kinds: int,
    features: int,
) -> TraceSize:
    """Return the size of an `.npz`, which has room for padding too."""
    part, config = options.selection, experiment.config
    steps, lanes = part.timesteps(experiment.num_timesteps), part.lanes(config)
    cells, itemsize = len(steps) * experiment.batch_size, experiment.dtype.itemsize
    of_lane = 1 + kinds * sum(count > 0 for count in units.values())
    arrays = len(lanes) * of_lane + features
    nbytes = len(lanes) * cells * (1 + kinds * sum(units.values()) * itemsize)
    nbytes += features * cells * itemsize
    if names.timesteps:
        chosen = names.timesteps[steps.start : steps.stop]
        arrays, nbytes = arrays + 1, nbytes + 4 * len(chosen) * max(map(len, chosen))
    if options.experiment:
        own = to_json(experiment)[1]
        arrays, nbytes = arrays + len(own), nbytes + sum(a.nbytes for a in own.values())
    return TraceSize(0, 0, arrays, nbytes + _FOOTER + arrays * _ENTRY)


def _end(experiment: Experiment, names: InputNames, features: int) -> float:
    """Return the characters at the end of a row of a CSV that tell what came in, on average."""
    count = 0.0
    if names.timesteps:
        chosen = names.timesteps[:: max(1, len(names.timesteps) // _SAMPLE)]
        count += 1 + sum(len(csv_cell(label).encode("utf-8", "replace")) for label in chosen) / len(
            chosen
        )
    if features:
        flat = experiment.sequence.reshape(-1)
        texts = [str(number) for number in flat[:: max(1, len(flat) // _SAMPLE)]]
        count += features * (1 + sum(map(len, texts)) / len(texts))
    return count


def _digits(count: int) -> float:
    """Return the digits of 0 … count - 1, on average."""
    more = [count - int(10**power) for power in range(1, len(str(count)))]
    return 1 + sum(more) / count
