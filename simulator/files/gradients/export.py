"""Export of gradients in any format, with their description inside or beside them.

In an `.npz` everything is in one file (`npz`). As CSV or Parquet the gradients of cells are in the
file itself, and those of weights, input and states in another beside it (`rows`): `G.weights.csv`
beside `G.csv`.
"""

import os
from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

import numpy as np

from ...analysis.address_parser import typed_seed
from ...engine.run import Run
from ...engine.trace_storage import IN_MEMORY, Storage
from ...experiment.experiment import Experiment
from ...experiment.tokens import Tokens
from ...gradients.backward_run import BackwardRun
from ...progress import part_of
from ..atomic import atomic_write
from ..contents import GRADIENTS, is_gradients
from ..errors import FileError, StrPath
from ..traces.csv_writer import CsvBlock, cell_blocks, csv_lines
from ..traces.input_columns import UNNAMED, InputNames
from ..traces.parquet_writer import NUMBERS_AT_ONCE, Part, Words, cells_part, writing_parts
from ..traces.sidecar import about, sidecar_path, write_sidecar
from .npz import writing_npz
from .rows import INDICES, LEAF_COLUMNS, gradient_rows, leaf_tables

FORMATS: Final = ("csv", "npz", "parquet")
SLICE_SECONDS: Final = 0.01
_LEAVES_AT_ONCE: Final = 1 << 15
_WALKED: Final = 0.3
"""Fraction done when every gradient is computed."""


def writing_gradients(
    back: BackwardRun, path: StrPath, format: str = "csv", names: InputNames = UNNAMED
) -> Generator[float, None, None]:
    """Finish a way back and write its gradients; yields the fraction done.

    Every file is complete, or as it was before.

    Args:
        format: one of `FORMATS`. names: those of timesteps, and their tokens.

    Raises:
        FileError: a file cannot be written.
    """
    yield from back.computing(SLICE_SECONDS, last=_WALKED)
    content = described(back)
    if format == "npz":
        writing = writing_npz(back, path, content, names)
    elif format == "parquet":
        writing = writing_parts(_parts(back, path, names), content)
    else:
        writing = _writing_csv(back, path, names)
    yield from part_of(writing, _WALKED, 1.0)
    if format == "csv":
        write_sidecar(path, content)


def exporting_gradients(
    path: StrPath, experiment: Experiment, format: str = "csv", names: InputNames = UNNAMED
) -> Generator[float, None, None]:
    """Run an experiment forwards and back, and write its gradients; yields the fraction done.

    Raises:
        FileError: as for `writing_gradients`. ValueError: it has neither a loss nor a seed.
    """
    yield from exporting_run_back(Run(experiment), path, format, names)


def exporting_run_back(
    run: Run,
    path: StrPath,
    format: str = "csv",
    names: InputNames = UNNAMED,
    storage: Storage = IN_MEMORY,
) -> Generator[float, None, None]:
    """Finish a run, go back through it, and write its gradients; yields the fraction done.

    Args:
        storage: where the gradients lie.

    Raises:
        FileError: as for `writing_gradients`. ValueError: there is neither a loss nor a seed.
    """
    yield from run.computing(SLICE_SECONDS, last=0.3)
    yield from part_of(writing_gradients(BackwardRun(run, storage), path, format, names), 0.3, 1.0)


def companions(path: StrPath, format: str) -> list[str]:
    """List the files that are written beside the gradients."""
    beside = [] if format == "npz" else [weights_path(path)]
    return beside + [sidecar_path(path)] * (format == "csv")


def weights_path(path: StrPath) -> str:
    """Return the path of the leaves' gradients: `g.weights.csv` beside `g.csv`."""
    root, suffix = os.path.splitext(os.fspath(path))
    return f"{root}.weights{suffix}"


def is_exported_gradients(path: StrPath) -> bool:
    """Return True for gradients that Gatestep has exported; False for any other file."""
    with suppress(FileError):
        return is_gradients(path)
    return False


def described(back: BackwardRun) -> dict[str, Any]:
    """Describe what the gradients are of, and what made them."""
    told, objective = about(back.run), back.run.experiment.objective
    of: dict[str, Any] = {"loss": None if objective.loss is None else objective.loss.kind}
    if objective.seeds:
        of = {"seeds": [{"at": typed_seed(s), "number": s.number} for s in objective.seeds]}
    kept = {key: told[key] for key in told if key not in ("cells", "part", "torch_beside")}
    return kept | {"kind": GRADIENTS, "of": of}


def _writing_csv(
    back: BackwardRun, path: StrPath, names: InputNames
) -> Generator[float, None, None]:
    rows = [*gradient_rows(back, names)]
    with atomic_write(path) as file, atomic_write(weights_path(path)) as beside:
        for number, part in enumerate(rows):
            for block in cell_blocks(part, header=not number):
                file.write(block.text.encode())
                yield (number + block.fraction) / (len(rows) + 1)
        for block in _leaf_blocks(back, names.tokens):
            beside.write(block.text.encode())
            yield (len(rows) + block.fraction) / (len(rows) + 1)


def _leaf_blocks(back: BackwardRun, tokens: Tokens | None) -> Iterator[CsvBlock]:
    yield CsvBlock(f"{','.join(LEAF_COLUMNS)}\n", 0.0)
    for table in leaf_tables(back, _LEAVES_AT_ONCE, tokens):
        yield CsvBlock(csv_lines(table.columns), table.fraction)


def _parts(back: BackwardRun, path: StrPath, names: InputNames) -> list[Part]:
    dtype = back.run.experiment.dtype
    cells = [cells_part(path, rows, dtype) for rows in gradient_rows(back, names)]
    kinds: Mapping[str, Any] = {
        "name": Words("int32"),
        **dict.fromkeys(INDICES, np.dtype(np.int32)),
        "value": dtype,
    }
    leaves = leaf_tables(back, NUMBERS_AT_ONCE, names.tokens)
    return [*cells, Part(weights_path(path), kinds, leaves)]
