"""Files: the export against pandas, and opening a large checkpoint by its index."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas
import pytest

from simulator.config import LSTMConfig
from simulator.experiment import Experiment
from simulator.files.trace_csv import write_trace
from simulator.run import Run
from tests.simulator.experiments import random_parameters

ROOT = Path(__file__).parent.parent.parent
ROWS = 1_000_000


@pytest.fixture(scope="module")
def long_run():
    config = LSTMConfig(4, 50)
    values = np.random.default_rng(0).standard_normal((ROWS // 50, 4)).astype(np.float32)
    run = Run(Experiment.create(random_parameters(config), values))
    run.advance()
    return run


def test_export_of_a_million_rows(versus, long_run, tmp_path):
    trace = long_run.trace
    T, H = ROWS // 50, 50
    columns = {
        "t": np.repeat(np.arange(T), H),
        "batch": 0,
        "layer": 0,
        "direction": "forward",
        "unit": np.tile(np.arange(H), T),
    }
    for quantity in ("z_i", "z_f", "z_g", "z_o", "i", "f", "g", "o", "c", "h"):
        columns[quantity] = trace.values(quantity, 0, 0).ravel()
    frame = pandas.DataFrame(columns)
    versus(
        "export, wide CSV, 10⁶ rows",
        lambda: write_trace(long_run, tmp_path / "ours.csv"),
        lambda: frame.to_csv(tmp_path / "pandas.csv", index=False),
        1.0,
        rounds=3,
        rival_name="pandas.to_csv",
    )


MEASURED = """
import resource, sys, time
if sys.argv[1].endswith(".pt"):
    import torch  # it is there already in the process that reads .pt files
from simulator.files import checkpoint
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
found = checkpoint.inspect(sys.argv[1])
print(len(found), time.perf_counter() - start,
      (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


def pick(path):
    """List the LSTMs of a file in a new process: how many, the seconds, the megabytes."""
    command = [sys.executable, "-c", MEASURED, str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.split()


@pytest.mark.parametrize("kind", ["safetensors", "pt"])
def test_picking_an_lstm_of_a_large_checkpoint(versus, tmp_path, kind):
    path = tmp_path / f"large.{kind}"
    arrays = dict(random_parameters(LSTMConfig(64, 64)).arrays)
    arrays["embedding"] = np.zeros((512 * 2**20 // 4 // 256, 256), np.float32)
    if kind == "pt":
        import torch

        torch.save({name: torch.from_numpy(array.copy()) for name, array in arrays.items()}, path)
    else:
        from safetensors.numpy import save_file

        save_file(arrays, path)
    assert path.stat().st_size >= 512 * 2**20
    printed = []
    versus.once(lambda: printed.extend(pick(path)))
    count, seconds, megabytes = int(printed[0]), float(printed[1]), float(printed[2])
    assert count == 1
    what = f"picking an LSTM of a 512 MB .{kind}"
    versus.limit(f"{what}: time", seconds, 0.5, f"{seconds:.3f} s", "≤ 0.5 s")
    versus.limit(f"{what}: memory", megabytes, 50, f"{megabytes:.1f} MB", "≤ 50 MB")
