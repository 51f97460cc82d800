"""DriftMeter: has the worker measure the drift of a run, once all of it is checked."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from simulator.engine.run import Run
from ui.session.snapshot import Snapshot
from ui.session.workbench import Workbench
from ui.worker.ticket import Ticket
from ui.worker.torch_worker import TorchWorker

if TYPE_CHECKING:
    from simulator.check.drift import Drift


SETTLE_MILLISECONDS = 300
"""Time that a run must stay the same: an edit in progress makes many."""


class DriftMeter(QObject):
    """Measures each run once, after its last cell is checked."""

    def __init__(self, workbench: Workbench, worker: TorchWorker, parent: QObject) -> None:
        super().__init__(parent)
        self._workbench, self._worker = workbench, worker
        self._run: Run | None = None
        self._asked: Ticket | None = None
        self._settle = QTimer(self, interval=SETTLE_MILLISECONDS, singleShot=True)
        self._settle.timeout.connect(self._ask)
        workbench.changed.connect(self._follow)

    def _follow(self, snapshot: Snapshot) -> None:
        if snapshot.run is not self._run:
            self._run = None  # its trace may be large, and is no longer needed
            if self._asked is not None:
                self._asked.cancel()  # or it would be measured before the new run is checked
        if self._run is not None or not _checked(snapshot):
            self._settle.stop()
        elif not self._settle.isActive():
            self._settle.start()

    def _ask(self) -> None:
        from simulator.check.drift import measure, shortened

        snapshot = self._workbench.snapshot()
        if snapshot.run is self._run or not _checked(snapshot):
            return
        self._run = snapshot.run
        experiment = snapshot.experiment
        total = experiment.num_timesteps
        self._asked = self._worker.submit(measure, shortened(experiment), total, done=self._take)

    def _take(self, drift: "Drift | None") -> None:
        if drift is not None and self._run is self._workbench.snapshot().run:
            self._workbench.set_drift(drift)


def _checked(snapshot: Snapshot) -> bool:
    report = snapshot.check.report
    done = report is not None and report.cells_to >= snapshot.schedule.num_cells
    return done and snapshot.check.unavailable is None and not snapshot.experiment.holds
