"""Exporting a trace in any format, with what it was made with beside it or in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.experiment import Experiment
from simulator.files.atomic import atomic_write
from simulator.files.errors import StrPath
from simulator.files.sidecar import about, write_sidecar
from simulator.files.trace_csv import trace_blocks
from simulator.files.trace_npz import writing_npz
from simulator.files.trace_parts import EVERYTHING, Selection, torch_values
from simulator.run import Run

FORMATS = ("csv", "npz")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be exported.

    Attributes:
        format: "csv" or "npz". layout: of CSV, "wide" or "long".
        selection: the part. torch: whether torch's values are to be beside ours.
    """

    format: str = "csv"
    layout: str = "wide"
    selection: Selection = EVERYTHING
    torch: bool = False


def exporting(run: Run, path: StrPath, wish: Wish) -> Iterator[float]:
    """Write what a run has computed; yields the fraction done.

    Raises:
        FileError: a file can not be written. ValueError: a part that is not there.
        ImportError: torch's values are wanted, and torch can not be loaded.
    """
    wish.selection.validate(run.experiment.config, run.schedule.num_timesteps)
    torch, version = None, None
    if wish.torch:
        from simulator import torch_engine

        torch, version = torch_values(run, wish.selection), torch_engine.version()
    content = about(run, wish.selection, version)
    if wish.format == "npz":
        yield from writing_npz(run, path, content, wish.selection, torch)
        return
    with atomic_write(path) as file:
        for block in trace_blocks(run, wish.layout, wish.selection, torch):
            file.write(block.text.encode("ascii"))
            yield block.fraction
    write_sidecar(path, content)


def export_experiment(path: StrPath, experiment: Experiment, wish: Wish) -> None:
    """Run an experiment to its end and write its trace, in the process where torch is.

    Raises:
        FileError, ValueError, ImportError: as `exporting`.
    """
    run = Run(experiment)
    run.advance()
    for _ in exporting(run, path, wish):
        pass
