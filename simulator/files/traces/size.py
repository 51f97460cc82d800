"""Size of an exported trace, told before it is written: rows, columns, and roughly its bytes."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from ...experiment.experiment import Experiment
from ...network.lane import DIRECTIONS
from ...network.quantities import TARGET, Y
from ...translation import tr
from ..limits import bytes_text
from ..workspaces.experiment_json import to_json
from .export import ExportOptions
from .input_columns import InputNames, csv_cell, utf8
from .readout_rows import readout_columns
from .selection import TraceSelection, counted

DIGITS: Final = {4: 9.6, 8: 18.4}
"""Characters that a number of a trace takes in a CSV on average, by its dtype's bytes; measured."""
LONG_PARQUET: Final = 0.8
"""Bytes that the place of a number takes in a long Parquet file, compressed; measured."""
_REPEATED: Final = 0.05
_DIFFERENCE: Final = 0.3
"""Shares of its bytes that a number takes in Parquet, compressed: one that many rows repeat, and a
difference, which is often 0; measured."""
ENTRY: Final = 260
"""Bytes of an archive's entry besides its numbers."""
FOOTER: Final = 2500
_SAMPLE: Final = 4096


class TraceSize(NamedTuple):
    """Size of a trace.

    Attributes:
        rows, columns: those of a table; 0 in an `.npz`. arrays: those of an `.npz`, else 0.
        nbytes: of the file, roughly. readout: size of the file beside it, where there is one.
    """

    rows: int
    columns: int
    arrays: int
    nbytes: int
    readout: "TraceSize | None" = None

    def text(self) -> str:
        """Write it in one line."""
        if self.readout is not None:
            return tr(
                "{cells}; readout file: {readout}",
                cells=self._replace(readout=None).text(),
                readout=self.readout.text(),
            )
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
    part = options.selection
    if options.format == "npz":
        return _of_arrays(experiment, options, names)
    cells = _of_cells(experiment, options, names)
    if not part.of_readout(experiment.objective):
        return cells
    read = _of_readout(experiment, options, names)
    if options.layout == "wide":
        return cells._replace(readout=read) if part.has_cells else read
    rows, nbytes = cells.rows + read.rows, cells.nbytes + read.nbytes
    return cells._replace(rows=rows, nbytes=nbytes)


def _of_cells(experiment: Experiment, options: ExportOptions, names: InputNames) -> TraceSize:
    """Return the size of the table of the cells."""
    part, config = options.selection, experiment.config
    units = _units(experiment, part)
    features = config.input_size if options.with_input else 0
    steps = part.timesteps(experiment.num_timesteps)
    lanes = part.lanes(config) if units else []
    # The chosen timesteps of each batch row, which padding shortens.
    lengths = [len(range(steps.start, min(steps.stop, n))) for n in experiment.lengths]
    kinds, itemsize = 3 if options.torch else 1, experiment.dtype.itemsize
    cells = sum(lengths) * len(lanes)
    wide = options.layout == "wide"
    longest, total = max(units.values(), default=1), sum(units.values())
    rows, numbers = cells * (longest if wide else total), cells * total * kinds
    columns = (5 + kinds * len(units) if wide else 6 + kinds) + bool(names.timesteps) + features
    if options.format == "parquet":
        nbytes = FOOTER + numbers * _in_parquet(itemsize, options)
        nbytes += 0 if wide else rows * LONG_PARQUET
        nbytes += rows * features * itemsize * _REPEATED
        return TraceSize(rows, columns, 0, round(nbytes))
    place = sum(digits(n) for n in (len(steps), len(lengths), config.num_layers, longest))
    direction = DIRECTIONS[0] if not config.bidirectional else max(DIRECTIONS, key=len)
    words = [len(name) * count for name, count in units.items()]
    quantity = 0.0 if wide else 1 + sum(words) / max(1, total)
    empty = rows * kinds * len(units) - numbers if wide else 0
    line = place + len(direction) + 5 + quantity + end_of_row(experiment, names, features)
    nbytes = rows * line + numbers * (DIGITS[itemsize] + 1) + empty
    return TraceSize(rows, columns, 0, round(nbytes))


def _of_readout(experiment: Experiment, options: ExportOptions, names: InputNames) -> TraceSize:
    """Return the size of the table of a readout, or of its rows in a long table."""
    read, wide = _Answers.of(experiment, options.selection), options.layout == "wide"
    kinds, itemsize = 3 if options.torch else 1, experiment.dtype.itemsize
    features = 0 if wide or not options.with_input else experiment.config.input_size
    own = sum(read.widths.values())
    rows = read.answers * (read.outputs if wide else own) + (0 if wide else read.targets)
    columns = len(read.columns) + (kinds - 1) * len(read.widths) + bool(names.timesteps)
    if options.format == "parquet":
        numbers = read.answers * own * kinds * _in_parquet(itemsize, options)
        repeated = rows * (len(read.columns) + features) * itemsize * _REPEATED
        place = 0 if wide else rows * LONG_PARQUET
        nbytes = FOOTER + numbers + read.targets * itemsize + repeated + place
        return TraceSize(rows, columns, 0, round(nbytes))
    steps, batch = experiment.num_timesteps, experiment.batch_size
    line = digits(steps) + digits(batch) + digits(read.outputs)
    number = DIGITS[itemsize]
    if wide:
        share = read.targets / max(1, read.answers * read.each_target)
        line += len(read.columns) + (kinds - 1) * len(read.widths) * (number + 1)
        line += len(read.widths) * number + ("counted" in read.columns)
        line += read.name + share * (read.target + read.name * ("target_name" in read.columns))
        values = 0.0
    else:
        words = sum(len(name) * count for name, count in read.widths.items()) / max(1, own)
        line += len(f"0{DIRECTIONS[0]}") + 6 + words
        values = read.answers * own * kinds * (number + 1) + read.targets * (kinds + read.target)
    return TraceSize(
        rows, columns, 0, round(rows * (line + end_of_row(experiment, names, features)) + values)
    )


class _Answers(NamedTuple):
    """Numbers of a readout that are written.

    Attributes:
        answers: pairs of a timestep and a row. outputs: K. widths: units of the chosen y, p, loss.
        targets: numbers of targets that count. each_target: of an answer, 0 where none is written.
        target, name: characters of a target and of an output's name, on average.
        columns: of the wide table, without torch's values.
    """

    answers: int
    outputs: int
    widths: dict[str, int]
    targets: int
    each_target: int
    target: float
    name: float
    columns: tuple[str, ...]

    @classmethod
    def of(cls, experiment: Experiment, part: TraceSelection) -> "_Answers":
        objective, T = experiment.objective, experiment.num_timesteps
        steps = part.timesteps(T)
        chosen = slice(steps.start, steps.stop)
        quantities, targets = part.of_readout(objective), objective.targets
        widths = {name: objective.width(name) for name in quantities if name != TARGET}
        count = int(counted(experiment)[chosen].sum())
        names = () if objective.readout is None else objective.readout.names
        each, target = 0, 0.0
        if TARGET in quantities and targets is not None:
            each = 1 if targets.classes else targets.values.shape[2]
            target = _characters(list(map(str, _sample(targets.values.reshape(-1)))))
        return cls(
            int(objective.reads(T, experiment.lengths)[chosen].sum()),
            objective.width(Y),
            widths,
            each * count,
            each,
            target,
            _characters([csv_cell(utf8(name)) for name in _sample(names)]),
            readout_columns(objective, quantities),
        )


def _of_arrays(experiment: Experiment, options: ExportOptions, names: InputNames) -> TraceSize:
    """Return the size of an `.npz`, which has room for padding too."""
    part, config = options.selection, experiment.config
    units, kinds = _units(experiment, part), 3 if options.torch else 1
    features = config.input_size if options.with_input else 0
    steps, lanes = part.timesteps(experiment.num_timesteps), part.lanes(config) if units else []
    cells, itemsize = len(steps) * experiment.batch_size, experiment.dtype.itemsize
    of_lane = 1 + kinds * sum(count > 0 for count in units.values())
    arrays = len(lanes) * of_lane + features
    nbytes = len(lanes) * cells * (1 + kinds * sum(units.values()) * itemsize)
    nbytes += features * cells * itemsize
    if part.of_readout(experiment.objective):
        read = _Answers.of(experiment, part)
        classes = experiment.objective.targets is not None and experiment.objective.targets.classes
        flags = 1 + ("counted" in read.columns)  # and known_readout
        arrays += flags + kinds * len(read.widths) + bool(read.each_target)
        of_cell = kinds * sum(read.widths.values()) * itemsize
        nbytes += cells * (flags + of_cell + read.each_target * (8 if classes else itemsize))
    if names.timesteps:
        chosen = names.timesteps[steps.start : steps.stop]
        arrays, nbytes = arrays + 1, nbytes + 4 * len(chosen) * max(map(len, chosen))
    if options.experiment:
        own = to_json(experiment)[1]
        arrays, nbytes = arrays + len(own), nbytes + sum(a.nbytes for a in own.values())
    return TraceSize(0, 0, arrays, nbytes + FOOTER + arrays * ENTRY)


def _units(experiment: Experiment, part: TraceSelection) -> dict[str, int]:
    """Return the number of chosen units of each chosen quantity of the cells."""
    widths = part.widths(experiment.config).items()
    return {name: len(part.units_of(width)) for name, width in widths}


def _in_parquet(itemsize: int, options: ExportOptions) -> float:
    """Return the bytes that a number takes in Parquet, on average."""
    return itemsize * ((2 + _DIFFERENCE) / 3 if options.torch else 1)


def _sample(values: Any) -> Any:
    return values[:: max(1, len(values) // _SAMPLE)]


def _characters(texts: Sequence[str]) -> float:
    """Return the length of some texts in UTF-8, on average; 0 without any."""
    return sum(len(text.encode("utf-8", "replace")) for text in texts) / max(1, len(texts))


def end_of_row(experiment: Experiment, names: InputNames, features: int) -> float:
    """Return the characters at the end of a row of a CSV that tell what came in, on average."""
    count = 0.0
    if names.timesteps:
        count += 1 + _characters([csv_cell(label) for label in _sample(names.timesteps)])
    if features:
        texts = [str(number) for number in _sample(experiment.sequence.reshape(-1))]
        count += features * (1 + _characters(texts))
    return count


def digits(count: int) -> float:
    """Return the digits of 0 … count - 1, on average."""
    more = [count - int(10**power) for power in range(1, len(str(count)))]
    return 1 + sum(more) / count
