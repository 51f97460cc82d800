"""Export of a trace in any format, with its description inside or beside it."""

import os
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from ...engine.run import Run
from ...experiment.experiment import Experiment
from ...progress import part_of
from ..errors import StrPath
from ..workspaces.experiment_json import to_json
from ..workspaces.workspace import Workspace
from ..workspaces.writer import writing as writing_workspace
from .csv_writer import writing_csv
from .input_columns import UNNAMED, InputNames, check_features
from .npz import writing_npz
from .parquet_writer import writing_parquet
from .selection import EVERYTHING, TraceSelection, computing_torch_values
from .sidecar import about, readout_path, sidecar_path, workspace_path, write_sidecar

FORMATS = ("csv", "npz", "parquet")
SLICE_SECONDS = 0.01
_TRACE_DONE = 0.9
"""Fraction done after the trace, when a workspace follows."""


def format_for(path: StrPath) -> str:
    """Return the format that the end of a file's name asks for; CSV for any other."""
    suffix = os.path.splitext(path)[1].lower().removeprefix(".")
    return suffix if suffix in FORMATS else "csv"


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Options of an export.

    Attributes:
        format: "csv", "npz" or "parquet". layout: for CSV and Parquet, "wide" or "long".
        selection: the part. torch: whether to write torch's values beside ours.
        experiment: whether to write everything that decides the numbers, so that the trace can be
            replayed: inside an `.npz`, as a workspace beside the other formats.
        with_input: whether to write what the LSTM read, as `x_…`.
    """

    format: str = "csv"
    layout: str = "wide"
    selection: TraceSelection = EVERYTHING
    torch: bool = False
    experiment: bool = False
    with_input: bool = False

    def validate(self, experiment: Experiment) -> None:
        """Check that an experiment has the part, and an input that can be written.

        Raises:
            ValueError: one line that says what is missing or too much.
        """
        self.selection.validate(experiment)
        if self.with_input:
            check_features(experiment.config.input_size)

    def companions(self, path: StrPath, readout: bool = False) -> list[str]:
        """List the files that are written beside the trace.

        Args:
            readout: whether the experiment has one.
        """
        part, tabular = self.selection, self.format != "npz"
        beside = tabular and self.layout == "wide" and part.has_cells and part.has_readout
        found = [sidecar_path(path)] if self.format == "csv" else []
        found += [readout_path(path)] * (readout and beside)
        return found + [workspace_path(path)] * (self.experiment and tabular)


def exporting(
    run: Run, path: StrPath, options: ExportOptions, names: InputNames = UNNAMED
) -> Generator[float, None, None]:
    """Write the computed part of a run; yields the fraction done.

    Args:
        names: those of timesteps and features.

    Raises:
        FileError: a file cannot be written. ValueError: a part that does not exist.
        ImportError: torch's values are wanted, and torch cannot be loaded.
    """
    options.validate(run.experiment)
    torch, version, begun = None, None, 0.0
    if options.torch:
        from ...reference import torch_lstm

        version = torch_lstm.version()
        torch = yield from part_of(
            computing_torch_values(run, options.selection), 0.0, begun := 0.5
        )
    part, with_input = options.selection, options.with_input
    content = about(run, part, version)
    if options.experiment:
        content |= {"experiment": to_json(run.experiment)[0]}
    if options.format == "npz":
        writing = writing_npz(
            run, path, content, part, torch, options.experiment, names, with_input
        )
    elif options.format == "parquet":
        writing = writing_parquet(
            run, path, content, options.layout, part, torch, names, with_input
        )
    else:
        writing = writing_csv(run, path, options.layout, part, torch, names, with_input)
    workspace_follows = options.experiment and options.format != "npz"
    yield from part_of(writing, begun, _TRACE_DONE if workspace_follows else 1.0)
    if options.format == "csv":
        write_sidecar(path, content)
    if workspace_follows:
        workspace = Workspace(
            Path(path).name, run.experiment, run.experiment, names.timesteps, names.features
        )
        yield from part_of(writing_workspace(workspace_path(path), workspace), _TRACE_DONE, 1.0)


def exporting_experiment(
    path: StrPath,
    experiment: Experiment,
    options: ExportOptions,
    names: InputNames = UNNAMED,
) -> Generator[float, None, None]:
    """Run an experiment and write its trace, in a process with torch; yields the fraction done.

    Raises:
        FileError, ValueError, ImportError: as for `exporting`.
    """
    yield from exporting_run(Run(experiment), path, options, names)


def exporting_run(
    run: Run, path: StrPath, options: ExportOptions, names: InputNames = UNNAMED
) -> Generator[float, None, None]:
    """Finish a run and write its trace; yields the fraction done.

    Raises:
        FileError, ValueError, ImportError: as for `exporting`.
    """
    yield from run.computing(SLICE_SECONDS, last=0.5)
    yield from part_of(exporting(run, path, options, names), 0.5, 1.0)
