"""Stored trace: an exported trace in any format, opened with everything that goes with it."""

import os
from collections.abc import Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from ...analysis.comparison import shape_obstacle
from ...arrays import Array, cast, read_only
from ...engine.recorded_run import Key, Points, RecordedRun
from ...engine.trace import bytes_needed, trace_bytes
from ...experiment.experiment import Experiment
from ...network.quantities import READOUT
from ...translation import tr
from ..archive import Archive
from ..errors import FileError, StrPath, cannot_read, plain
from ..limits import bytes_text, check_fits
from ..registry import Format, Opened, format_of, recognise
from ..workspaces.experiment_json import from_json
from ..workspaces.reader import read_workspace, stored_array
from .csv_reader import is_trace, read_trace
from .input_columns import UNNAMED, InputNames
from .npz import ABOUT, is_trace_npz, read_about, read_trace_npz
from .parquet_reader import is_trace_parquet, read_trace_parquet
from .sidecar import parse_about, read_sidecar, readout_path, shape_of, workspace_path
from .trace_shape import TraceShape

_PLENTY: Final = 256 * 2**20
_FOR_A_NUMBER: Final = 10_000
"""Bytes that a trace may take per stored number, beyond `_PLENTY`: bounds small files."""


@dataclass(frozen=True, eq=False, slots=True)
class StoredTrace:
    """Contents of an exported trace.

    Attributes:
        path: the file. points: the numbers, in the trace's dtype if it is known, else float64;
            those of a readout too, which a wide trace has in a file beside it.
        shape: the shape of the whole trace; None where the file does not say.
        experiment: the experiment that was run, if it went with the trace; else None.
        names: those of its timesteps and features, if they went with it in a workspace.
    """

    path: Path
    points: Mapping[Key, Points]
    shape: TraceShape | None = None
    experiment: Experiment | None = None
    names: InputNames = UNNAMED

    def recorded(self, present: Experiment) -> RecordedRun:
        """Return the numbers as a run with the shape of another experiment, for comparison.

        Raises:
            FileError: the shapes do not agree; says how they differ.
        """
        return self._of(self.like(present))

    def recording(self, present: Experiment) -> Generator[float, None, RecordedRun]:
        """Make the run of `recorded` in slices; yields the fraction done.

        Raises:
            FileError: as for `recorded`.
        """
        experiment = self.like(present)
        check_fits(self.path, 2 * bytes_needed(experiment))
        try:
            return (yield from RecordedRun.filling(experiment, self.points))
        except ValueError as error:
            raise self._unlike(str(error)) from None

    def like(self, present: Experiment) -> Experiment:
        """Return the experiment, in the trace's dtype.

        Raises:
            FileError: the shapes do not agree; says how they differ.
        """
        if self.shape is not None:
            own, there = self.shape, TraceShape.of(present)
            why = shape_obstacle(own.config, own.lengths, there.config, there.lengths)
            if why is not None:
                raise self._unlike(why)
            if own.dtype != there.dtype:
                return present.astype(own.dtype)
        return present

    def alone(self) -> RecordedRun:
        """Return the numbers as a run of the trace's own experiment, or of a blank one.

        Raises:
            FileError: they do not fit it, or do not fit into memory.
        """
        return self._of(self._own(self.points))

    def beside(self, other: "StoredTrace") -> tuple[RecordedRun, RecordedRun]:
        """Return the numbers of both as runs of one shape, which either of them may give.

        Raises:
            FileError: the shapes do not agree, or do not fit into memory.
        """
        if self.shape is not None and other.shape is None:
            own = self._own(self.points)
            return self._of(own), other.recorded(own)
        own = other._own(self.points, other.points)
        return self.recorded(own), other._of(own)

    def _own(self, *points: Mapping[Key, Points]) -> Experiment:
        """Return the stored experiment of these numbers, or a blank one around `points`."""
        if self.experiment is not None:
            return self.experiment
        shape = self.shape or TraceShape.around(*points)
        steps, rows = max(shape.lengths), len(shape.lengths)
        parameters = sum(
            int(np.prod(s, dtype=object)) for s in shape.config.parameter_shapes().values()
        )
        read = {key: n for some in points for (key, _), n in some.items() if key in READOUT}
        outputs = max((1 + int(where[:, 2].max()) for where, _ in read.values()), default=0)
        parameters += outputs * shape.config.num_directions * shape.config.output_size
        needed = 8 * parameters + 2 * trace_bytes(shape.config, steps, rows, 8)
        needed += 8 * 6 * outputs * steps * rows
        numbers = sum(len(values) for some in points for _, values in some.values())
        if needed > max(_PLENTY, _FOR_A_NUMBER * numbers):
            raise cannot_read(
                self.path,
                tr(
                    "its {numbers:,} values belong to a trace that needs {needed} of "
                    "memory. Compare it with a run of its model",
                    numbers=numbers,
                    needed=bytes_text(needed),
                ),
            )
        check_fits(self.path, needed)
        return shape.blank(outputs, read)

    def _of(self, experiment: Experiment) -> RecordedRun:
        check_fits(self.path, 2 * bytes_needed(experiment))
        try:
            return RecordedRun(experiment, self.points)
        except ValueError as error:
            raise self._unlike(str(error)) from None

    def _unlike(self, why: str) -> FileError:
        return FileError(
            tr(
                "{path} cannot be compared with this run: {why}",
                path=plain(self.path, 1000),
                why=why,
            )
        )


def is_stored_trace(path: StrPath) -> bool:
    """Return True for a trace, or its readout, written by Gatestep, by its first bytes or its last.

    Raises:
        FileError: the file cannot be read, or has no known format.
    """
    match format_of(path):
        case Format.NPZ:
            return is_trace_npz(path)
        case Format.CSV:
            return is_trace(path)
        case Format.PARQUET:
            return is_trace_parquet(path)
    return False


def is_exported(path: StrPath) -> bool:
    """Return True for a trace, or its readout, whatever its name; False for any other file."""
    with suppress(FileError):
        return is_stored_trace(path)
    return False


def read_stored_trace(path: StrPath) -> StoredTrace:
    """Read a trace and its description, in it or beside it.

    Raises:
        FileError: it is no trace, or damaged; or the file beside it is.
    """
    file = recognise(path)
    if not is_stored_trace(file):
        raise cannot_read(path, tr("it is not a trace exported by Gatestep"))
    match file.format:
        case Format.NPZ:
            points, about = read_trace_npz(path), read_about(path)
        case Format.PARQUET:
            points, text = read_trace_parquet(path)
            about = parse_about(path, text)
        case _:
            points, about = read_trace(path), read_sidecar(path)
    if file.format is not Format.NPZ and READOUT.keys().isdisjoint(key for key, _ in points):
        points |= _readout_beside(file, about)
    points = {k: _frozen(where.astype(np.int32), values) for k, (where, values) in points.items()}
    if about is None:
        return StoredTrace(Path(path), points)
    try:
        shape = shape_of(about)
        options = about.get("experiment")
        experiment, names = (None, UNNAMED) if options is None else _experiment(file, options)
    except (ValueError, OverflowError) as error:
        raise cannot_read(
            path,
            tr(
                "the record of how it was made is damaged ({why}). Export it again",
                why=plain(error, 200),
            ),
        ) from None
    if experiment is not None and TraceShape.of(experiment) != shape:
        raise cannot_read(path, tr("its model is not the one that the trace was computed with"))
    points = {k: _frozen(where, cast(values, shape.dtype)) for k, (where, values) in points.items()}
    return StoredTrace(Path(path), points, shape, experiment, names)


def _readout_beside(file: Opened, about: Any) -> dict[Key, Points]:
    """Read the numbers of a readout beside a wide trace; none where the trace has none."""
    beside = readout_path(file)
    match about:
        case {"part": {"quantities": list(quantities)}} if READOUT.keys().isdisjoint(
            name for name in quantities if isinstance(name, str)
        ):
            return {}  # what is there is of an older trace
    if not os.path.lexists(beside) or not is_stored_trace(beside):
        return {}
    found = read_trace_parquet(beside)[0] if file.format is Format.PARQUET else read_trace(beside)
    return {key: points for key, points in found.items() if key[0] in READOUT}


def _frozen(where: Array, values: Array) -> Points:
    """Make both read-only, so that another process gets them in pieces."""
    return read_only(where), read_only(values)


def _experiment(file: Opened, options: Any) -> tuple[Experiment | None, InputNames]:
    """Read the trace's experiment from its `.npz`, or with names from the workspace beside it."""
    if file.format is Format.NPZ:
        return from_json(options, _arrays(file)), UNNAMED
    beside = Path(workspace_path(file))
    if not beside.exists():
        return None, UNNAMED
    workspace = read_workspace(beside)
    names = InputNames(workspace.timestep_labels, workspace.feature_names)
    return workspace.experiment, names


def _arrays(path: StrPath) -> dict[str, Array]:
    """Read the arrays of an experiment: those that belong to no lane of the trace."""
    arrays: dict[str, Array] = {}
    with Archive(path) as archive:
        check_fits(path, 2 * sum(archive.sizes.values()))
        for entry, size in archive.sizes.items():
            name = entry.removesuffix(".npy")
            if entry != ABOUT and name.startswith(_OF_EXPERIMENT) and name != entry:
                with archive.open(entry) as stream:
                    arrays[name] = stored_array(path, entry, stream, size)
                arrays[name].flags.writeable = False
    return arrays


_OF_EXPERIMENT = ("weight_", "bias_", "sequence", "h_0", "c_0", "mask_", "readout_")
