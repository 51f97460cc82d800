"""What an exported trace was made with, for the file beside it: options, seed, dtype, versions."""

import json
import os
import platform
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import numpy as np

from simulator.files.atomic import atomic_write
from simulator.files.errors import StrPath
from simulator.files.trace_parts import EVERYTHING, Selection
from simulator.run import Run

FORMAT = 1
_BEGINNING = b'{\n  "format": 1,\n  "kind": "trace",\n'


def about(
    run: Run, selection: Selection = EVERYTHING, torch_version: str | None = None
) -> dict[str, Any]:
    """All that is needed to make the numbers again, but for the model and the sequence themselves.

    Args:
        run: what is exported. selection: the part of it.
        torch_version: of the torch whose values are beside ours; None without them.
    """
    experiment = run.experiment
    return {
        "format": FORMAT,
        "kind": "trace",
        "options": asdict(experiment.config),
        "dtype": str(experiment.dtype),
        "training": experiment.training,
        "seed": experiment.seed,
        "timesteps": experiment.num_timesteps,
        "lengths": list(experiment.lengths),
        "batched": experiment.batched,
        "holds": [str(hold) for hold in experiment.holds],
        "cells": {"computed": run.cells_done, "of": run.schedule.num_cells},
        "part": selection.to_json(experiment.config, run.schedule.num_timesteps),
        "torch_beside": torch_version is not None,
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            **({"torch": torch_version} if torch_version else {}),
        },
    }


def sidecar_path(path: StrPath) -> str:
    """Where the file beside an exported one is: its name with `.json` after it."""
    return f"{os.fspath(path)}.json"


def is_sidecar(path: StrPath) -> bool:
    """True for a file that says what an exported trace was made with; False for any other."""
    with suppress(OSError), open(path, "rb") as file:
        return file.read(200).startswith(_BEGINNING)
    return False


def workspace_path(path: StrPath) -> str:
    """Where the workspace beside an exported trace is, with which it can be replayed."""
    return f"{os.fspath(path)}.gatestep"


def write_sidecar(path: StrPath, content: Mapping[str, Any]) -> None:
    """Write the file beside an exported one.

    Args:
        path: the exported file's. content: of `about`.

    Raises:
        FileError: it can not be written.
    """
    with atomic_write(sidecar_path(path)) as file:
        file.write(json.dumps(content, indent=2, ensure_ascii=True).encode() + b"\n")
