"""Opening a trace that was exported, in any format, with all that went with it."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from ...analysis.comparison import shape_obstacle
from ...arrays import Array, cast, read_only
from ...engine.recorded_run import Key, Points, RecordedRun, TraceShape
from ...engine.trace import bytes_needed, trace_bytes
from ...experiment.experiment import Experiment
from ...translation import tr
from ..archive import Archive
from ..errors import FileError, StrPath, cannot_read, plain
from ..limits import bytes_text, check_fits
from ..registry import Format, format_of
from ..workspaces.experiment_json import from_json
from ..workspaces.reader import read_workspace, stored_array
from .csv_reader import is_trace, read_trace
from .npz import ABOUT, is_trace_npz, read_about, read_trace_npz
from .parquet_reader import is_trace_parquet, read_trace_parquet
from .sidecar import parse_about, read_sidecar, shape_of, workspace_path

_PLENTY: Final = 256 * 2**20
_FOR_A_NUMBER: Final = 10_000
"""Bytes for each number of a trace that it may take beyond `_PLENTY`, so that no few take all."""


@dataclass(frozen=True, eq=False, slots=True)
class StoredTrace:
    """What a file holds of a trace.

    Attributes:
        path: the file. points: the numbers, in the trace's dtype where that is known, else float64.
        shape: of the trace that they are from; None where the file does not say.
        experiment: what was run, where it went with the trace; None else.
    """

    path: Path
    points: Mapping[Key, Points]
    shape: TraceShape | None = None
    experiment: Experiment | None = None

    def recorded(self, present: Experiment) -> RecordedRun:
        """The numbers as a run like that of another experiment, to be compared with it.

        Raises:
            FileError: the shapes do not agree; how they differ.
        """
        return self._of(self.like(present))

    def recording(self, present: Experiment) -> Generator[float, None, RecordedRun]:
        """The same in slices; yields the fraction done.

        Raises:
            FileError: as `recorded`.
        """
        experiment = self.like(present)
        check_fits(self.path, 2 * bytes_needed(experiment))
        try:
            return (yield from RecordedRun.filling(experiment, self.points))
        except ValueError as error:
            raise self._unlike(str(error)) from None

    def like(self, present: Experiment) -> Experiment:
        """The experiment itself, or in the trace's dtype where it has another.

        Raises:
            FileError: the shapes do not agree; how they differ.
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
        """The numbers as a run of the experiment that went with them, or of none.

        Raises:
            FileError: they do not fit it, or into memory.
        """
        return self._of(self._own(self.points))

    def beside(self, other: "StoredTrace") -> tuple[RecordedRun, RecordedRun]:
        """The numbers of both as runs of one shape, whichever of the two says which.

        Raises:
            FileError: the shapes do not agree, or do not fit into memory.
        """
        if self.shape is not None and other.shape is None:
            own = self._own(self.points)
            return self._of(own), other.recorded(own)
        own = other._own(self.points, other.points)
        return self.recorded(own), other._of(own)

    def _own(self, *points: Mapping[Key, Points]) -> Experiment:
        """The experiment of these numbers; a blank one, around `points`, where none is told."""
        if self.experiment is not None:
            return self.experiment
        shape = self.shape or TraceShape.around(*points)
        steps, rows = max(shape.lengths), len(shape.lengths)
        parameters = sum(
            int(np.prod(s, dtype=object)) for s in shape.config.parameter_shapes().values()
        )
        needed = 8 * parameters + 2 * trace_bytes(shape.config, steps, rows, 8)
        numbers = sum(len(values) for some in points for _, values in some.values())
        if needed > max(_PLENTY, _FOR_A_NUMBER * numbers):
            raise cannot_read(
                self.path,
                tr(
                    "its {numbers:,} numbers are of a trace that needs {needed} of memory: compare "
                    "it with a run of its model",
                    numbers=numbers,
                    needed=bytes_text(needed),
                ),
            )
        check_fits(self.path, needed)
        return shape.blank()

    def _of(self, experiment: Experiment) -> RecordedRun:
        check_fits(self.path, 2 * bytes_needed(experiment))
        try:
            return RecordedRun(experiment, self.points)
        except ValueError as error:
            raise self._unlike(str(error)) from None

    def _unlike(self, why: str) -> FileError:
        return FileError(
            tr(
                "{path} can not be compared with this run: {why}",
                path=plain(self.path, 1000),
                why=why,
            )
        )


def is_stored_trace(path: StrPath) -> bool:
    """True for a trace that Gatestep has written, by its first bytes or its last.

    Raises:
        FileError: the file can not be read, or is of no known format.
    """
    match format_of(path):
        case Format.NPZ:
            return is_trace_npz(path)
        case Format.CSV:
            return is_trace(path)
        case Format.PARQUET:
            return is_trace_parquet(path)
    return False


def read_stored_trace(path: StrPath) -> StoredTrace:
    """Read a trace, and what it was made with, in it or beside it.

    Raises:
        FileError: it is no trace, or damaged; or the file beside it is.
    """
    if not is_stored_trace(path):
        raise cannot_read(path, tr("it is no trace that Gatestep has exported"))
    match format_of(path):
        case Format.NPZ:
            points, about = read_trace_npz(path), read_about(path)
        case Format.PARQUET:
            points, text = read_trace_parquet(path)
            about = parse_about(path, text)
        case _:
            points, about = read_trace(path), read_sidecar(path)
    points = {k: _frozen(where.astype(np.int32), values) for k, (where, values) in points.items()}
    if about is None:
        return StoredTrace(Path(path), points)
    try:
        shape = shape_of(about)
        options = about.get("experiment")
        experiment = None if options is None else _experiment(path, options)
    except (ValueError, OverflowError) as error:
        raise cannot_read(
            path,
            tr("what it was made with is damaged ({why}): export it again", why=plain(error, 200)),
        ) from None
    if experiment is not None and TraceShape.of(experiment) != shape:
        raise cannot_read(path, tr("its model is not the one that the trace is of"))
    points = {k: _frozen(where, cast(values, shape.dtype)) for k, (where, values) in points.items()}
    return StoredTrace(Path(path), points, shape, experiment)


def _frozen(where: Array, values: Array) -> Points:
    """Read-only, so that another process gets them in pieces."""
    return read_only(where), read_only(values)


def _experiment(path: StrPath, options: Any) -> Experiment | None:
    """What was run: of an `.npz` from its own arrays, else from the workspace beside it, if any."""
    if format_of(path) is Format.NPZ:
        return from_json(options, _arrays(path))
    beside = Path(workspace_path(path))
    return read_workspace(beside).experiment if beside.exists() else None


def _arrays(path: StrPath) -> dict[str, Array]:
    """The arrays of an experiment, which are those that are of no lane of the trace."""
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


_OF_EXPERIMENT = ("weight_", "bias_", "sequence", "h_0", "c_0", "mask_")
