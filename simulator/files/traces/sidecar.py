"""Description of an exported trace, for the file beside it: options, seed, dtype, versions."""

import json
import math
import os
import platform
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import numpy as np

from ...engine.run import Run
from ...objective.readout import Readout
from ...translation import tr
from ...version import VERSION
from ..atomic import atomic_write
from ..contents import GRADIENTS, TRACE
from ..errors import FileError, StrPath, cannot_read, reading
from ..json_text import parse_json
from ..workspaces.experiment_json import config_of
from .selection import EVERYTHING, TraceSelection
from .trace_shape import TraceShape

FORMAT = 1
MOST_ABOUT = 2**24
"""Largest number of characters in a description, which has a line for each row's length."""
_MOST_TIMESTEPS = 10**9
_BEGINNINGS = tuple(
    f'{{\n  "format": 1,\n  "kind": "{kind}",\n'.encode() for kind in (TRACE, GRADIENTS)
)


def about(
    run: Run, selection: TraceSelection = EVERYTHING, torch_version: str | None = None
) -> dict[str, Any]:
    """Describe everything needed to make the numbers again, except the model and the sequence.

    Args:
        run: the exported run. selection: the part.
        torch_version: the version whose values are beside ours; None without them.
    """
    experiment = run.experiment
    readout = experiment.objective.readout
    return {
        "format": FORMAT,
        "kind": TRACE,
        "options": asdict(experiment.config),
        "dtype": str(experiment.dtype),
        "training": experiment.training,
        "seed": experiment.seed,
        "timesteps": experiment.num_timesteps,
        "lengths": list(experiment.lengths),
        "batched": experiment.batched,
        "holds": [str(hold) for hold in experiment.holds],
        "cells": {"computed": run.cells_done, "of": run.schedule.num_cells},
        **({} if readout is None else {"readout": _about_readout(run, readout)}),
        "part": selection.to_json(experiment),
        "torch_beside": torch_version is not None,
        "versions": {
            "gatestep": VERSION,
            "python": platform.python_version(),
            "numpy": np.__version__,
            **({"torch": torch_version} if torch_version else {}),
        },
    }


def _about_readout(run: Run, readout: Readout) -> dict[str, Any]:
    """Describe a readout and its loss, of the whole run where it is finished."""
    loss, value = run.experiment.objective.loss, run.loss
    finite = value is not None and math.isfinite(value)
    return {
        "outputs": readout.width,
        "over": readout.over,
        "function": readout.function,
        "layer": readout.layer,
        "loss": None if loss is None else {**asdict(loss), "value": value if finite else None},
    }


def shape_of(content: Any) -> TraceShape:
    """Return the shapes of the trace that a description belongs to.

    Raises:
        ValueError: a shape that is missing or impossible.
    """
    match content:
        case {
            "kind": "trace",
            "options": dict(options),
            "lengths": list(lengths),
            "batched": bool(batched),
            "dtype": "float32" | "float64" as dtype,
        } if all(type(n) is int and n < _MOST_TIMESTEPS for n in lengths):
            return TraceShape(config_of(options), tuple(lengths), batched, dtype)
    raise ValueError(tr("it does not describe a trace"))


def read_sidecar(path: StrPath) -> Any:
    """Read the description beside an exported file; None when there is none.

    Raises:
        FileError: it cannot be read, is no JSON, or describes something else.
    """
    beside = sidecar_path(path)
    if not os.path.lexists(beside):
        return None
    with reading(beside), open(beside, "rb") as file:
        told = parse_about(beside, file.read(MOST_ABOUT + 1))
    match told:
        case None | {"kind": "trace"}:
            return told
    raise _says_nothing(beside)


def parse_about(path: StrPath, text: bytes | str) -> Any:
    """Parse a description as JSON.

    Raises:
        FileError: it is no JSON, or too long.
    """
    try:
        if len(text) <= MOST_ABOUT:
            return parse_json(text)
    except ValueError:
        pass
    raise _says_nothing(path)


def _says_nothing(path: StrPath) -> FileError:
    return cannot_read(
        path,
        tr("it does not give the source of its trace. Remove it, or export the trace again"),
    )


def sidecar_path(path: StrPath) -> str:
    """Return the path of the description beside an exported file: its name plus `.json`."""
    return f"{os.fspath(path)}.json"


def readout_path(path: StrPath) -> str:
    """Return the path of the readout beside a wide trace: `t.readout.csv` beside `t.csv`."""
    root, suffix = os.path.splitext(os.fspath(path))
    return f"{root}.readout{suffix}"


def is_sidecar(path: StrPath) -> bool:
    """Return True for the description of an exported trace or gradients; else False."""
    with suppress(OSError), open(path, "rb") as file:
        return file.read(200).startswith(_BEGINNINGS)
    return False


def workspace_path(path: StrPath) -> str:
    """Return the path of the workspace beside an exported trace, by which it can be replayed."""
    return f"{os.fspath(path)}.gatestep"


def write_sidecar(path: StrPath, content: Mapping[str, Any]) -> None:
    """Write the description beside an exported file.

    Args:
        path: the exported file. content: the description, from `about`.

    Raises:
        FileError: it cannot be written.
    """
    with atomic_write(sidecar_path(path)) as file:
        file.write(json.dumps(content, indent=2, ensure_ascii=True).encode() + b"\n")
