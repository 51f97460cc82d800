"""Checker: has torch check all that is computed; the workbench gets the reports."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from simulator.engine.run import Run
from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.session.workbench import Workbench
from ui.worker.step_checker import StepChecker
from ui.worker.ticket import Ticket
from ui.worker.torch_worker import TorchWorker

if TYPE_CHECKING:
    from simulator.check.report import CheckReport


SETTLE_MILLISECONDS = 40
"""Time that a run must stay the same: a drag or a held key changes it too fast to check."""

NUMBERS_A_REQUEST = 2_000_000
"""Number of recorded values that one request sends to the worker."""


class Checker(QObject):
    """Checker with one request at a time: the cells computed since the last report.

    The way back is checked after the way forwards, steps of training beside them.
    """

    def __init__(
        self, workbench: Workbench, worker: TorchWorker, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._worker = workbench, worker
        self._of_training = StepChecker(workbench, worker, self)
        self._asked: Ticket | None = None
        self._on = True
        self._torch: tuple[str | None, str | None] = (None, None)  # version, or why there is none
        self._settle = QTimer(self, interval=SETTLE_MILLISECONDS, singleShot=True)
        self._settle.timeout.connect(self._ask)
        workbench.changed.connect(self._follow)
        worker.ready.connect(self._torch_ready)
        worker.unavailable.connect(self._torch_unavailable)
        self._of_training.failed.connect(self._torch_unavailable)

    def set_on(self, on: bool) -> None:
        """Have torch check, or ask it nothing from now on."""
        if on == self._on:
            return
        self._on = on
        if on:
            self._workbench.set_torch(*self._torch)
            self._worker.start()
        else:
            self._drop()
            self._workbench.set_torch(None, tr("switched off in Settings"))

    def close(self) -> None:
        """Ask nothing more of torch."""
        self._of_training.close()

    @property
    def busy(self) -> bool:
        """True while torch has not started, or steps on screen are not checked yet."""
        snapshot = self._workbench.snapshot()
        starting = snapshot.check.torch_version is None and snapshot.check.unavailable is None
        forwards_or_back = self._asked is not None or bool(self._unchecked(snapshot))
        return starting or forwards_or_back or self._of_training.busy

    def _follow(self, snapshot: Snapshot) -> None:
        if self._asked is None and self._unchecked(snapshot) and not self._settle.isActive():
            self._settle.start()

    def _unchecked(self, snapshot: Snapshot) -> range:
        if snapshot.check.unavailable is not None or snapshot.check.torch_version is None:
            return range(0)
        if snapshot.check.first_disagreement is not None:
            return range(0)
        if snapshot.training is not None and snapshot.training.running:
            return range(0)  # the run is another one at every frame
        return self._forwards(snapshot) or self._back(snapshot)

    def _forwards(self, snapshot: Snapshot) -> range:
        """Return the next cells of the forward pass to check."""
        report = snapshot.check.report
        first = report.cells_to if report is not None else 0
        last = snapshot.schedule.cells_until(snapshot.position)
        config = snapshot.experiment.config
        width = sum(map(config.width, config.quantities)) * snapshot.experiment.batch_size
        return range(first, min(last, first + max(1, NUMBERS_A_REQUEST // width)))

    def _back(self, snapshot: Snapshot) -> range:
        """Return the next cells of the backward pass to check, once the forward pass is checked."""
        back, report = snapshot.back, snapshot.check.back
        if back is None or not snapshot.goes_back:
            return range(0)
        first = report.cells_to if report is not None else 0
        last = back.order.cells_needed(snapshot.position - snapshot.schedule.end)
        config = snapshot.experiment.config
        width = sum(config.gradient_width(key, 0) for key in config.gradients)
        width *= 3 * snapshot.experiment.batch_size  # beside the values that they come from
        return range(first, min(last, first + max(1, NUMBERS_A_REQUEST // width)))

    def _ask(self) -> None:
        from simulator.check.request import CheckRequest, perform

        snapshot = self._workbench.snapshot()
        if self._asked is not None or not self._unchecked(snapshot):
            return
        take = partial(self._take, snapshot.run)
        if cells := self._forwards(snapshot):
            known = snapshot.check.report
            request = CheckRequest.of(snapshot.run, cells.start, cells.stop, known)
            self._asked = self._worker.submit(perform, request, done=take, failed=self._fail)
            return
        cells, back = self._back(snapshot), snapshot.back
        assert back is not None
        known = snapshot.check.back
        of_back = CheckRequest.of_backward(back, cells.start, cells.stop, known)
        self._asked = self._worker.submit(perform, of_back, done=take, failed=self._fail)

    def _take(self, run: Run, found: "CheckReport") -> None:
        self._asked = None
        snapshot = self._workbench.snapshot()
        if run is snapshot.run:
            report = snapshot.check.back if found.backward else snapshot.check.report
            self._workbench.accept(run, found if report is None else report.merged(found))
        else:
            self._follow(snapshot)

    def _fail(self, message: str) -> None:
        self._asked = None
        self._know(None, message)

    def _torch_ready(self, version: str) -> None:
        self._know(version, None)

    def _torch_unavailable(self, reason: str) -> None:
        self._drop()
        self._know(None, reason)

    def _know(self, version: str | None, unavailable: str | None) -> None:
        self._torch = version, unavailable
        if self._on:
            self._workbench.set_torch(version, unavailable)

    def _drop(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
