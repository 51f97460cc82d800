"""Memory and time of one piece of work, in a process that holds nothing else.

python -m tests.benchmarks.memory trace|export|pick FILE

prints the growth of the process's peak memory in bytes, the seconds, and a number of the work's
own: the bytes promised for the trace, the size of the exported file, the LSTMs in the checkpoint.
"""

import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import main as _settings_of_the_process  # noqa: F401, which come before numpy
from simulator.engine.run import Run
from simulator.engine.trace import bytes_needed
from simulator.files.checkpoints import checkpoint
from simulator.files.traces.csv_writer import writing_csv
from simulator.progress import finish
from tests.benchmarks.workloads import experiment_of
from tests.paths import ROOT

MEGABYTE = 2**20


class Measured(NamedTuple):
    """Cost of a piece of work."""

    grown: int
    seconds: float
    number: int


def measure(work, path=""):
    """Do a piece of work in a process of its own, and measure it."""
    command = [sys.executable, "-m", "tests.benchmarks.memory", work, str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    grown, seconds, number = done.stdout.split()
    return Measured(int(grown), float(seconds), int(number))


def peak():
    """Return the most bytes that this process has held since the last reset.

    The figure of getrusage does not serve: it begins at the memory of the parent process.
    """
    (line,) = (
        line
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmHWM:")
    )
    return int(line.split()[1]) * 1024


def reset_peak():
    Path("/proc/self/clear_refs").write_text("5")


def trace(_path):
    Run(experiment_of(64, 50)).advance()
    experiment = experiment_of(64, 50_000)

    def work():
        run = Run(experiment)
        run.advance()
        return run

    return work, lambda _run: bytes_needed(experiment)


def export(path):
    run = Run(experiment_of(50, 20_000))
    run.advance()
    small = Run(experiment_of(50, 20))
    small.advance()
    finish(writing_csv(small, path))
    return lambda: finish(writing_csv(run, path)), lambda _: Path(path).stat().st_size


def pick(path):
    if path.endswith(".pt"):
        import torch  # noqa: F401, which is there already in the process that reads .pt files
    return lambda: checkpoint.inspect(path), len


def main():
    """Do the named work."""
    _, name, path = sys.argv
    work, number_of = {"trace": trace, "export": export, "pick": pick}[name](path)
    reset_peak()
    before, start = peak(), time.perf_counter()
    done = work()
    seconds = time.perf_counter() - start
    print(peak() - before, seconds, number_of(done))


if __name__ == "__main__":
    main()
