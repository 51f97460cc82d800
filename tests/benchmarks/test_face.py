"""Python's face: what it adds to the computation itself, and what its import takes."""

import os
import subprocess
import sys

import numpy as np
import torch

from simulator.engine.run import Run
from simulator.face.trace import trace
from tests.benchmarks.conftest import timed
from tests.paths import RESOURCES

ROUNDS = 31

IMPORT = (
    "import time; start = time.perf_counter(); import gatestep; print(time.perf_counter() - start)"
)


def test_a_trace_costs_little_more_than_the_run(versus):
    lstm, x = torch.nn.LSTM(32, 32), torch.randn(100, 1, 32)
    experiment = trace(lstm, x).experiment

    def beyond():
        ours = [timed(lambda: trace(lstm, x)) for _ in range(ROUNDS)]
        run = [timed(lambda: Run(experiment).advance()) for _ in range(ROUNDS)]
        return float(np.median(ours) - np.median(run))

    more = versus.once(beyond)
    text = f"{1e3 * more:.2f} ms"
    versus.limit("gatestep.trace beyond the run, H=32, T=100", more, 5e-3, text, "≤ 5 ms")


def test_the_import_takes_no_time(versus):
    environment = {**os.environ, "PYTHONPATH": str(RESOURCES / "package")}

    def once():
        command = [sys.executable, "-c", IMPORT]
        return float(subprocess.check_output(command, env=environment, text=True))

    taken = versus.once(lambda: float(np.median([once() for _ in range(ROUNDS)])))
    versus.limit("import gatestep", taken, 10e-3, f"{1e3 * taken:.1f} ms", "≤ 10 ms")
