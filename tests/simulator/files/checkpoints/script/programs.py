"""Runs exported programs, all in one process beside that of the tests: torch takes long to load.

In that process there is PyTorch, and nothing of Gatestep.
"""

import atexit
import json
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

SERVE = """
import contextlib, io, json, os, runpy, sys, traceback, warnings
import numpy as np
answers = os.fdopen(os.dup(1), "w")
for line in sys.stdin:
    path, wanted, out, error = *json.loads(line), io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(out), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            names = runpy.run_path(path)
        found = {}
        for name in wanted:
            value = names.get(name)
            found |= value if isinstance(value, dict) else {name: value}
        np.savez(path + ".npz", **{k: v.numpy() for k, v in found.items() if v is not None})
    except BaseException:
        error = traceback.format_exc()
    print(json.dumps([out.getvalue(), error]), file=answers, flush=True)
"""


class Outcome(NamedTuple):
    """What a program printed, and the arrays asked for that it has."""

    printed: str
    arrays: dict[str, np.ndarray]


@cache
def _server() -> subprocess.Popen:
    folder = tempfile.TemporaryDirectory(prefix="gatestep-programs-")  # nothing to import is there
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        cwd=folder.name,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def end() -> None:
        process.communicate()
        folder.cleanup()

    atexit.register(end)
    return process


def ran(path: Path, *names: str) -> Outcome:
    """Run a program; of these names, return the tensors, and those in a dict of tensors."""
    server = _server()
    print(json.dumps([str(path), names]), file=server.stdin, flush=True)
    printed, error = json.loads(server.stdout.readline())
    assert not error, error
    with np.load(f"{path}.npz") as arrays:
        return Outcome(printed, dict(arrays))
