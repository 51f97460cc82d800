"""SlicedSteps: training steps in slices of the event loop: many in one, or one in many."""

import time
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from simulator.progress import Parts
from simulator.training.stops import Stop

if TYPE_CHECKING:
    from simulator.training.run import TrainingRun


SLICE_SECONDS: Final = 0.012
"""Most time that training steps hold the event loop at once."""

SINGLE_SECONDS: Final = 0.05
"""The same of a step that was asked for by itself: most of them are shown at once then."""

LEAST_SHARE: Final = 0.4
"""Share of it that they have at least."""

FRAME_SECONDS: Final = 0.03
"""Time of a frame with its slice: where it is exceeded, the slice is shorter."""

FEWEST_FRAMES: Final = 30
"""Frames a second that a shorter slice must be able to reach; else it has its whole time."""


class SlicedSteps:
    """Takes steps of one run after another. A step that takes long goes on in the next slice."""

    def __init__(self) -> None:
        self._open: tuple[TrainingRun, Parts[tuple[Stop, ...]]] | None = None
        self._ended: float | None = None  # when the last slice of a run that goes on did

    @property
    def under_way(self) -> bool:
        """True between two slices of one step."""
        return self._open is not None

    def take_one(self, run: "TrainingRun") -> tuple[Stop, ...]:
        """Take one step, or begin one that takes long; return the stops that it met."""
        return self._go_on(run, time.perf_counter() + SINGLE_SECONDS)

    def take(
        self, run: "TrainingRun", most: int, until: int, off: Collection[Stop] = ()
    ) -> tuple[Stop, ...]:
        """Take some steps more in one slice, up to a number of steps in all, or until a stop.

        Args:
            most: steps at once. off: stops that stop nothing.

        Returns:
            The stops that were met.
        """
        deadline = self._deadline()
        for _ in range(min(most, until - run.step)):
            found = self._go_on(run, deadline)
            if any(stop not in off for stop in found):
                return found
            if self.under_way or time.perf_counter() >= deadline:
                break
        self._ended = time.perf_counter()
        return ()

    def drop(self) -> None:
        """Give up a step that is under way."""
        self._open = self._ended = None

    def _deadline(self) -> float:
        """Return when the slice that begins now ends: sooner where the last frame took long."""
        now = time.perf_counter()
        rest = 0.0 if self._ended is None else now - self._ended
        least = LEAST_SHARE * SLICE_SECONDS
        if rest + least > 1 / FEWEST_FRAMES:
            return now + SLICE_SECONDS
        return now + max(least, SLICE_SECONDS - max(0.0, rest + SLICE_SECONDS - FRAME_SECONDS))

    def _go_on(self, run: "TrainingRun", deadline: float) -> tuple[Stop, ...]:
        """Carry a step on until a time; return the stops that it met, once it is taken."""
        open_, self._open = self._open, None
        step = open_[1] if open_ is not None and open_[0] is run else run.advancing()
        try:
            next(step)
            while time.perf_counter() < deadline:
                next(step)
        except StopIteration as end:
            found: tuple[Stop, ...] = end.value
            return found
        self._open = run, step
        return ()
