"""Scale of gradients: the decades that their steps of colour stand for, one for all panels.

The drawing of the way back asks for it: one number has one colour, wherever it stands, and an edit
changes the colours only of what it has changed.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from simulator.arrays import Array
from simulator.network.gradient_quantities import DY
from simulator.network.lane import Lane
from ui.style.decades import Cover, DecadeCounts, DecadeRange

if TYPE_CHECKING:
    from simulator.gradients.backward_run import BackwardRun


class GradientScaleKeeper:
    """Follows ways back as they are computed, and keeps the scale of what is looked at.

    While the first way back of a document is walked the scale only grows; at its end it is that of
    the whole. Through edits, and in other lanes and rows, it stays until it must grow.
    """

    def __init__(self) -> None:
        self._asked: tuple[object, ...] = ()
        self._answer: DecadeRange | None = None
        self._of: tuple[object, ...] = ()
        self._done: dict[str, slice] = {}
        self._counts = DecadeCounts()
        self._cover: Cover | None = None
        self._scale: DecadeRange | None = None
        self._settled = False

    def forget(self) -> None:
        """Keep no scale of former runs: another document is opened."""
        self._asked = self._of = ()
        self._scale, self._settled = None, False

    def of(self, back: "BackwardRun | None", lane: Lane, row: int) -> DecadeRange | None:
        """Return the scale of a way back; None where no gradient other than 0 is known."""
        asked = back, lane, row, 0 if back is None else back.computed_until
        if self._asked != asked:  # it is asked for several times a frame
            self._asked, self._answer = asked, self._find(back, lane, row)
        return self._answer

    def _find(self, back: "BackwardRun | None", lane: Lane, row: int) -> DecadeRange | None:
        of = back, lane, row
        if self._of != of:
            self._of, self._done, self._counts = of, {}, DecadeCounts()
            kept = self._scale if self._settled else None
            self._cover = None if kept is None else Cover(kept)
        if back is None:
            return None
        if self._cover is not None:
            self._look_on(back, lane, row, self._cover.add)
            if self._cover.serves or not self._done:
                return self._scale
            self._cover, self._done = None, {}
        if self._look_on(back, lane, row, self._counts.add) and self._counts.any:
            self._take(self._counts.range(), back.finished)
        return self._scale if self._counts.any or not self._done else None

    def _take(self, now: DecadeRange, whole: bool) -> None:
        keeps = self._settled or not whole
        self._scale = now if self._scale is None or not keeps else self._scale.grown(now)
        self._settled = self._settled or whole

    def _look_on(
        self, back: "BackwardRun", lane: Lane, row: int, add: Callable[[Array], None]
    ) -> bool:
        """Add what is newly computed; return True where there is some."""
        from simulator.analysis.gradient_series import GradientSeries

        new = False
        for key, known in _known(back, lane, row).items():
            done = self._done.get(key, slice(known.start, known.start))
            if known.start >= known.stop or known == done:
                continue
            series = GradientSeries(back.trace, key, lane, row)
            for part in (slice(known.start, done.start), slice(done.stop, known.stop)):
                if part.start < part.stop:
                    add(np.asarray(series[part]))
            self._done[key], new = known, True
        return new


def _known(back: "BackwardRun", lane: Lane, row: int) -> Mapping[str, slice]:
    """Return the timesteps at which each gradient is computed."""
    schedule, config = back.run.schedule, back.run.experiment.config
    until = schedule.end + back.computed_until
    steps = (step for step in config.steps_back if step in config.gradients)
    keys = (*steps, DY) if schedule.source == "readout" else tuple(steps)
    return {key: schedule.known(until, lane, row, key) for key in keys}
