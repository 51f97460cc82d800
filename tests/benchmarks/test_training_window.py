"""The window while it trains: frames, the longest gap, and memory over 2,000 steps of parity."""

import gc
import time
from dataclasses import replace

import numpy as np
import pytest

from simulator.training.run import bytes_a_step
from simulator.training.tasks.catalogue import TASKS
from tests.benchmarks.memory import MEGABYTE
from tests.benchmarks.test_growth import resident
from ui.panels.layouts import TRAINING

STEPS = 2_000

AS_FAST_AS_IT_GOES = 0


@pytest.fixture
def learning(open_window, qapp):
    """Open parity in the layout of training, at the end of its sequence."""

    def open_(pace):
        window, bench, _ = open_window(TASKS["parity"].experiment(0))
        bench.open_task("parity")
        window.lay_out(TRAINING)
        bench.last()
        trainer = bench.trainer
        trainer.set_setting(replace(trainer.setting, pace=pace, stops=()))
        for _ in range(20):
            qapp.processEvents()
        return bench

    return open_


class Watched:
    """One stretch of training: the processor's time at each frame, and the longest slices."""

    def __init__(self, bench, app, until):
        trainer, self.frames, self.slices, self.steps = bench.trainer, [], [], []
        trainer.set_setting(replace(trainer.setting, until=until))
        bench.changed.connect(self._note)
        trainer.train()
        while trainer.running:
            start = time.perf_counter()
            app.processEvents()
            self.slices.append(time.perf_counter() - start)
        bench.changed.disconnect(self._note)

    def _note(self, snapshot):
        if snapshot.training is not None:
            self.frames.append(time.thread_time())
            self.steps.append(snapshot.training.step)

    @property
    def gap(self):
        """Median of the processor's seconds from one frame to the next, with all its steps."""
        return float(np.median(np.diff(self.frames)))


def test_a_step_a_frame(versus, learning, qapp):
    bench = learning(pace=1)
    watched = versus.once(lambda: Watched(bench, qapp, 400))
    assert np.diff(watched.steps).max() == 1  # every step is shown
    what = "parity is learnt, a step a frame"
    text = f"{1e3 * watched.gap:.1f} ms"
    versus.limit(f"{what}: a frame", watched.gap, 0.033, text, "≤ 33 ms")


def test_two_thousand_steps(versus, learning, qapp):
    """Memory may grow by what is told of the kept steps, and by no more than 16 MB."""
    bench = learning(pace=AS_FAST_AS_IT_GOES)
    early = Watched(bench, qapp, STEPS // 10)
    gc.collect()
    before, run = resident(), bench.snapshot().training.run
    told = bytes_a_step(run.network, run.plan) * (STEPS - run.step)
    start = time.thread_time()
    late = versus.once(lambda: Watched(bench, qapp, STEPS))
    seconds = time.thread_time() - start
    gc.collect()
    grown = (resident() - before) / MEGABYTE
    what = f"{STEPS:,} steps of parity, as fast as it goes"
    rate = (STEPS - STEPS // 10) / seconds
    versus.limit(f"{what}: steps", -rate, -200, f"{rate:.0f} steps/s", "≥ 200 a second")
    text = f"{1e3 * late.gap:.1f} ms"
    versus.limit(f"{what}: a frame", late.gap, 0.033, text, "≤ 33 ms")
    longest = max(late.slices)
    text = f"{1e3 * longest:.0f} ms"
    versus.limit(f"{what}: longest gap of the event loop", longest, 0.1, text, "≤ 100 ms")
    ratio = late.gap / early.gap
    versus.limit(f"{what}: a frame at the end", ratio, 1.2, f"{ratio:.2f} × the first", "≤ 1.2 ×")
    more = grown - told / MEGABYTE
    text = f"{grown:+.1f} MB, {told / MEGABYTE:.1f} told"
    versus.limit(f"{what}: memory", more, 16, text, "≤ told + 16 MB")
