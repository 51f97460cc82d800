"""Growth: time of a frame with T and H, memory of traces, of exports, and of long work."""

import gc
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.memory import MEGABYTE, measure
from tests.benchmarks.workloads import experiment_of
from tests.paths import ROOT
from ui.session.snapshot import TIMESTEP

STEPS, EDITS = 100_000, 10_000

FRAMES, ROUNDS = 40, 9
"""Frames in a turn of two windows, and their turns."""


def resident():
    """Return the bytes of memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def frames(bench, app, count, steps=1):
    """Return the processor's seconds of each frame; each goes `steps` on, and back by turns."""
    times = []
    for k in range(count):
        start = time.thread_time()
        for _ in range(steps):
            bench.step(1 if k % 2 else -1, TIMESTEP)
        app.processEvents()
        times.append(time.thread_time() - start)
    return times


def stepper(open_window, app, hidden_size, timesteps):
    """Return a function that paints ten frames in the middle of a complete run."""
    _, bench, _ = open_window(experiment_of(hidden_size, timesteps))
    stand_in_the_middle(bench, app)
    return lambda: frames(bench, app, 10)


def stand_in_the_middle(bench, app):
    bench.snapshot().run.advance()
    bench.last()
    app.processEvents()
    bench.go_to(bench.snapshot().schedule.end // 2)
    app.processEvents()


@pytest.mark.parametrize(
    ("what", "large", "small"),
    [
        ("a frame of T=10⁵ against T=10³, H=32", (32, 100_000), (32, 1000)),
        ("a frame of T=10⁶ against T=10³, H=32", (32, 1_000_000), (32, 1000)),
        ("a frame of H=512 against H=128, T=500", (512, 500), (128, 500)),
    ],
)
def test_a_frame_costs_the_same(versus, open_window, qapp, what, large, small):
    ours, rival = (stepper(open_window, qapp, *size) for size in (large, small))
    versus(what, ours, rival, 1.2, per=10)


@pytest.mark.parametrize("room", ["memory", "disk"])
def test_a_run_of_a_million_timesteps(versus, tmp_path, room):
    """Each deed holds the event loop briefly; beside files on the disk memory hardly grows."""
    command = [sys.executable, "-m", "tests.benchmarks.long_story", str(tmp_path), room]

    def story():
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        return done.stdout

    told = dict(line.split("\t") for line in versus.once(story).splitlines())
    grown, limits = int(told.pop("memory")) / MEGABYTE, []
    for during, gap in told.items():
        text, what = f"{1e3 * float(gap):.0f} ms", f"T=10⁶, H=32, trace in {room}: {during}"
        limits.append((what, float(gap), 0.1, text, "≤ 100 ms"))
    if room == "disk":
        what = "the same: memory beside the files"
        limits.append((what, grown, 512, f"{grown:+.0f} MB", "≤ 512 MB"))
    for limit in limits:
        versus.tell(*limit)
    assert all(value <= goal for _, value, goal, *_ in limits)


def test_a_trace_takes_what_was_announced(versus):
    took = versus.once(lambda: measure("trace"))
    taken, told = took.grown / MEGABYTE, took.number / MEGABYTE
    text = f"{taken:.0f} MB of {told:.0f} told"
    versus.limit("memory of a trace, H=64, T=50,000", taken / told, 1.05, text, "≤ 1.05 × told")


def test_memory_of_an_export(versus, tmp_path):
    took = versus.once(lambda: measure("export", tmp_path / "trace.csv"))
    assert took.number > 100 * MEGABYTE
    grown = took.grown / MEGABYTE
    versus.limit("memory of that export", grown, 64, f"{grown:.0f} MB", "≤ 64 MB")


def test_a_hundred_thousand_steps(versus, open_window, qapp):
    a_frame = 10  # steps, as in fast play

    def stepping():
        _, bench, _ = open_window(experiment_of(32, 500))
        stand_in_the_middle(bench, qapp)
        return lambda count: frames(bench, qapp, count, a_frame)

    steady(versus, f"{STEPS:,} steps", stepping, STEPS // a_frame)


def test_ten_thousand_edits(versus, open_window, qapp):
    """The matrices are so large that the undo history is full after the first tenth."""

    def editing():
        _, bench, _ = open_window(experiment_of(128, 100))
        bench.last()
        values = iter(np.linspace(0.1, 0.9, 2 * EDITS))

        def edits(count):
            times = []
            for _ in range(count):
                start = time.thread_time()
                before = bench.snapshot().experiment
                changed = before.parameters.with_value("weight_hh_l0", (3, 4), next(values))
                bench.edit(before.with_parameters(changed), "edit")
                qapp.processEvents()
                times.append(time.thread_time() - start)
            return times

        return edits

    steady(versus, f"{EDITS:,} edits", editing, EDITS)


def steady(versus, what, begin, count):
    """Work `count` times in a window: it takes no more memory after the first tenth of them.

    A frame takes no longer than in a window that has worked a tenth as often, by turns with it:
    within the minutes of the work a machine becomes faster and slower by itself.
    """
    tenth, work = count // 10, begin()
    work(tenth)
    gc.collect()
    before = resident()
    versus.once(lambda: work(count - tenth))
    gc.collect()
    grown = (resident() - before) / MEGABYTE
    young = begin()
    young(tenth)
    turns = [[statistics.median(of(FRAMES)) for of in (work, young)] for _ in range(ROUNDS)]
    late = statistics.median(old / new for old, new in turns)
    versus.limit(f"{what}: memory", grown, 16, f"{grown:+.1f} MB", "≤ 16 MB")
    text = f"{late:.2f} × after a tenth"
    versus.limit(f"{what}: a frame after them", late, 1.2, text, "≤ 1.2 ×")
