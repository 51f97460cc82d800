"""Files: the export against pandas, and a large checkpoint opened by its index."""

import numpy as np
import pandas
import pytest

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.files.traces.csv_writer import writing_csv
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.progress import finish
from tests.benchmarks.memory import MEGABYTE, measure
from tests.simulator.experiments import random_parameters

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
        columns[quantity] = trace.values(quantity, Lane()).ravel()
    frame = pandas.DataFrame(columns)
    versus(
        "export, wide CSV, 10⁶ rows",
        lambda: finish(writing_csv(long_run, tmp_path / "ours.csv")),
        lambda: frame.to_csv(tmp_path / "pandas.csv", index=False),
        1.0,
        rounds=3,
        rival_name="pandas.to_csv",
    )


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
    took = versus.once(lambda: measure("pick", path))
    assert took.number == 1
    what = f"picking an LSTM of a 512 MB .{kind}"
    milliseconds, megabytes = 1e3 * took.seconds, took.grown / MEGABYTE
    versus.limit(f"{what}: time", took.seconds, 0.5, f"{milliseconds:.1f} ms", "≤ 0.5 s")
    versus.limit(f"{what}: memory", megabytes, 50, f"{megabytes:.1f} MB", "≤ 50 MB")
