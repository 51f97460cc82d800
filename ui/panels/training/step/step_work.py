"""StepWork: computes what a step does, in idle time: the coarse before the fine."""

import time
import weakref
from collections.abc import Generator
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from simulator.progress import telling
from simulator.training.one_step.along import Along
from simulator.training.one_step.changes import count, largest
from simulator.training.one_step.promises import Promise, promise_of
from simulator.training.passes import Passes
from simulator.training.run import TrainingRun
from ui.panels.training.step.changes_list import MOST as LISTED
from ui.panels.training.step.promise_bars import MOST as STEPS
from ui.panels.training.step.view import StepView
from ui.session.training_state.next_step import NextStep
from ui.worker.idle_work import IdleWork

_POINTS: Final = 60
"""Points of the finished curve."""

_MILLISECONDS: Final = 100
"""Least time between two steps that are looked at while training runs."""

_AT_ONCE: Final = 11
"""Points of the coarse curve."""

SLOW_SECONDS, _FEW = 0.15, 5
"""Processor's time of a pass from which only a few points are computed."""

_PART_SECONDS: Final = 0.005


class StepWork(QObject):
    """Computes one step's view. While training runs, that of an earlier one is finished first.

    Attributes:
        view: as much as is known.

    Signals:
        found: there is more in the view. failed: one line on the error.
    """

    found = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.view: StepView | None = None
        self._work = IdleWork(self)
        self._work.progressed.connect(self.found)
        self._work.done.connect(self._finish)
        self._work.failed.connect(self.failed)
        self._step: NextStep | None = None  # that is being computed
        self._seen: NextStep | None = None  # that the view is of
        self._whole: NextStep | None = None  # of which nothing is missing
        self._is_slow = False
        self._next: tuple[NextStep, bool] | None = None
        self._pause = QTimer(self, interval=_MILLISECONDS, singleShot=True)
        self._pause.timeout.connect(self._go_on)
        self._promises: tuple[weakref.ref[TrainingRun] | None, dict[int, Promise]] = (None, {})

    @property
    def busy(self) -> bool:
        """True while something is still to come."""
        return self._work.busy

    def follow(self, step: NextStep, running: bool) -> None:
        """Compute another step, unless it is the one that is there.

        Args:
            running: only its coarse curve, for another step follows soon.
        """
        if step == self._step and (self._work.busy or self._seen == step):
            self._next = None
            if not running and not self._work.busy and step != self._whole:
                self._begin(step, False)
            return
        if running and (self._work.busy or self._pause.isActive()):
            self._next = step, running  # else none would ever be finished
            return
        self._begin(step, running)

    def let_go(self) -> None:
        """Stop all work, and let go of the run."""
        self._work.stop()
        self._pause.stop()
        self._step = self._seen = self._whole = self._next = self.view = None

    def ask(self, share: float) -> None:
        """Compute the loss at a share of the step, if it is not known, and takes no long time."""
        if self.view is not None and share not in self.view.along.points and not self._is_slow:
            self.view.along.at(share)
            self.found.emit()

    def _begin(self, step: NextStep, running: bool) -> None:
        again = step == self._seen
        self._next, self._step = None, step
        self._pause.start()
        self._work.begin(self._compute(step, running, again))

    def _compute(self, step: NextStep, running: bool, again: bool) -> Generator[float, None, None]:
        promises = self._promises_of(step)
        if not again:
            while (trial := step.trial_within(_PART_SECONDS)) is None:
                yield 0.0
            along = Along(trial, self._passes_of(step))
            changes = largest(trial, LISTED)
            begun = time.process_time()
            yield from telling(0.1, along.finding(0.0))
            self._is_slow = time.process_time() - begun > SLOW_SECONDS
            yield from telling(0.1, along.finding(1.0))
            predicted = yield from telling(0.1, along.predicting())
            self._seen = step
            self.view = StepView(trial, changes, count(trial), along, predicted, promises)
            true = along.at(1.0).loss - along.at(0.0).loss
            promises[step.number] = Promise(step.number, predicted, true)
            yield 0.1
        assert self.view is not None
        along = self.view.along
        for _ in along.refine(_FEW if self._is_slow else _AT_ONCE):
            yield 0.2
        if running:
            return
        if not self._is_slow:
            yield from self._of_promises(step, promises)
            for _ in along.refine(_POINTS):
                yield 0.8
        self._whole = step

    def _of_promises(
        self, step: NextStep, promises: dict[int, Promise]
    ) -> Generator[float, None, None]:
        """Compute the last steps' promises, the newest first."""
        for number in range(step.number, max(step.run.first, step.number - STEPS + 1) - 1, -1):
            if number not in promises:
                promises[number] = promise_of(step.run, number)
                yield 0.5

    def _passes_of(self, step: NextStep) -> Passes | None:
        """Return the passes of the step before, if it is one of this run."""
        if self.view is None or self._seen is None or self._seen.run is not step.run:
            return None
        return self.view.along.passes

    def _promises_of(self, step: NextStep) -> dict[int, Promise]:
        run = self._promises[0]
        if run is None or run() is not step.run:
            self._promises = weakref.ref(step.run), {}
        return self._promises[1]

    def _finish(self, result: Any) -> None:
        self.found.emit()
        if not self._pause.isActive():
            self._go_on()

    def _go_on(self) -> None:
        if self._next is not None and not self._work.busy:
            self._begin(*self._next)
