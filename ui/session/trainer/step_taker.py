"""StepTaker: training steps, many in a slice, or one in a thread where it takes long."""

import gc
import time
from collections.abc import Collection
from threading import Thread
from typing import Final

from simulator.training.run import TrainingRun
from simulator.training.stops import Stop

SLICE_SECONDS: Final = 0.012
"""Time that training steps hold the event loop at once."""

LONG_SECONDS: Final = 0.04
"""Time from which a step is a long one."""

_A_TIMESTEP, _A_PRODUCT = 4e-5, 4e-10
"""Seconds that a cell's timestep takes at least, and one weight's part in it; an estimate."""


def seems_long(run: TrainingRun) -> bool:
    """Estimate before the first step whether one takes longer than the window may wait."""
    batch, network = run.source.batch(run.step), run.network
    weights = sum(array.size for array in network.parameters.arrays.values())
    cells = batch.steps * network.config.num_lanes
    return cells * _A_TIMESTEP + batch.steps * batch.rows * weights * 3 * _A_PRODUCT > LONG_SECONDS


class StepTaker:
    """Takes steps of one run after another."""

    def __init__(self) -> None:
        self._long: _LongStep | None = None
        self._known: tuple[TrainingRun, bool] | None = None

    @property
    def under_way(self) -> bool:
        """True while a long step is taken. Its run can be read meanwhile."""
        return self._long is not None and not self._long.done

    @property
    def pending(self) -> bool:
        """True from the beginning of a long step until `take` or `drop` has heard of its end."""
        return self._long is not None

    def is_long(self, run: TrainingRun) -> bool:
        """Return True when a step of a run takes longer than the window may wait."""
        if self._known is None or self._known[0] is not run:
            self._known = run, seems_long(run)
        return self._known[1]

    def take(
        self, run: TrainingRun, most: int, until: int, off: Collection[Stop] = ()
    ) -> tuple[Stop, ...] | None:
        """Take some steps more, up to a number of steps in all, or until a stop is met.

        Args:
            most: steps at once. off: stops that stop nothing.

        Returns:
            The stops that were met; None while a long step is under way.
        """
        long = self._long
        if long is not None:
            self.drop()
            if long.run is run:
                return long.result()
        if run.step < until and self.is_long(run):
            self._long = _LongStep(run)
            return None
        before = time.perf_counter()
        deadline = before + SLICE_SECONDS
        for _ in range(min(most, until - run.step)):
            found = run.advance(1)
            if any(stop not in off for stop in found):
                return found
            now = time.perf_counter()
            if now - before > LONG_SECONDS:
                self._known = run, True
            if now >= deadline:
                break
            before = now
        return ()

    def drop(self) -> None:
        """Hear no more of a step that has ended."""
        if self._long is not None:
            self._long.end()
        self._long = None


class _LongStep:
    """A step in a thread of its own.

    Until `end` Python collects no garbage: it would do so in that thread too, and free widgets in
    it, which Qt does not survive.
    """

    def __init__(self, run: TrainingRun) -> None:
        self.run = run
        self._found: tuple[Stop, ...] = ()
        self._error: Exception | None = None
        self._collects = gc.isenabled()
        gc.disable()
        self._thread = Thread(target=self._take, daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """True when the step is taken."""
        return not self._thread.is_alive()

    def end(self) -> None:
        """Wait for the step, and collect garbage again."""
        self._thread.join()
        if self._collects:
            gc.enable()

    def result(self) -> tuple[Stop, ...]:
        """Return the stops that the step met, or raise what it raised."""
        if self._error is not None:
            raise self._error
        return self._found

    def _take(self) -> None:
        try:
            self._found = self.run.advance(1)
        except Exception as error:
            self._error = error
