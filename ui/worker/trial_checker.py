"""TrialChecker: has torch.optim take the step that is shown, and compare it with ours."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from simulator.check.optimisers import StepCheckRequest, StepReport, perform_step
from simulator.training.one_step.trial import Trial
from ui.worker.ticket import Ticket
from ui.worker.torch_worker import TorchWorker


class TrialChecker(QObject):
    """Checks one step at a time: another one takes the place of one that is not answered.

    Signals:
        checked: a Trial, and the StepReport on it. failed: why there is none, in one line.
    """

    checked = Signal(object, object)
    failed = Signal(str)

    def __init__(self, worker: TorchWorker, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._asked: Ticket | None = None

    def check(self, trial: Trial) -> None:
        """Have a step checked."""
        if self._asked is not None:
            self._asked.cancel()
        weights, gradients = trial.network.arrays, trial.result.gradients
        request = StepCheckRequest.of(trial.plan, weights, gradients, trial.state)
        take = partial(self._take, trial)
        self._asked = self._worker.submit(perform_step, request, done=take, failed=self._fail)

    def _take(self, trial: Trial, report: StepReport) -> None:
        self._asked = None
        self.checked.emit(trial, report)

    def _fail(self, message: str) -> None:
        self._asked = None
        self.failed.emit(message)
