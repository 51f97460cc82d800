"""StepChecker: has torch.optim take the steps of a training run again; the workbench is told."""

from collections.abc import Generator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QTimer, Signal

from simulator.progress import telling
from ui.session.snapshot import Snapshot
from ui.session.workbench import Workbench
from ui.worker.idle_work import IdleWork
from ui.worker.ticket import Ticket
from ui.worker.torch_worker import TorchWorker

if TYPE_CHECKING:
    from simulator.check.optimisers import StepCheckRequest, StepReport
    from simulator.training.run import TrainingRun


MOST: Final = 1024
"""Steps of a run that are checked at least, and at most twice as many: every one of a short run."""

AT_REST, RUNNING = 8, 2
"""Steps that one request has, at rest and while the run goes on."""

NUMBERS_A_REQUEST: Final = 500_000
"""Numbers that learn, in all steps of a request."""


class StepChecker(QObject):
    """Checker with one request at a time, of evenly spread steps of the open run.

    While a run goes on the newest of them come first, so that the check keeps up; the others follow
    when it rests.

    Signals:
        failed: why torch cannot check a step, in words.
    """

    failed = Signal(str)

    def __init__(
        self, workbench: Workbench, worker: TorchWorker, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._worker = workbench, worker
        self._asked: Ticket | None = None
        self._open = True
        self._checked: WeakKeyDictionary[TrainingRun, set[int]] = WeakKeyDictionary()
        self._reports: WeakKeyDictionary[TrainingRun, StepReport] = WeakKeyDictionary()
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._go_on)
        self._work = IdleWork(self)
        self._work.done.connect(self._submit)
        self._work.failed.connect(self._fail)
        workbench.changed.connect(self._follow)

    def close(self) -> None:
        """Check no more: the window closes."""
        self._open = False
        self._soon.stop()
        self._work.stop()
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None

    @property
    def busy(self) -> bool:
        """True while steps of the open run are not checked that are to be."""
        return self._under_way or bool(self._next(self._workbench.snapshot()))

    @property
    def _under_way(self) -> bool:
        return self._asked is not None or self._work.busy

    def _follow(self, snapshot: Snapshot) -> None:
        other = self._open and self._report_of(snapshot) is not snapshot.check.steps
        if not self._soon.isActive() and (other or (not self._under_way and self._next(snapshot))):
            self._soon.start()

    def _report_of(self, snapshot: Snapshot) -> "StepReport | None":
        training = snapshot.training
        if training is None or training.begun is None:
            return None
        return self._reports.get(training.run)

    def _next(self, snapshot: Snapshot) -> list[int]:
        """Return the steps to check next."""
        if not self._open:
            return []
        training, check = snapshot.training, snapshot.check
        if training is None or training.begun is None:
            return []
        if check.torch_version is None or check.unavailable is not None:
            return []
        run = training.run
        report = self._reports.get(run)
        if report is not None and not report.agrees:
            return []
        checked = self._checked.setdefault(run, set())
        steps = range(run.first, run.step, self._stride(run))
        if training.running:
            steps = steps[: -4 * RUNNING - 1 : -1]
        most = RUNNING if training.running else AT_REST
        most = max(1, min(most, NUMBERS_A_REQUEST // max(1, run.kept.numbers)))
        return list(islice((step for step in steps if step not in checked), most))

    def _stride(self, run: "TrainingRun") -> int:
        """Return how far apart the checked steps are: a kept one lies before each."""
        stride = run.kept.keeping.every
        while (run.step - run.first) // stride > 2 * MOST:
            stride *= 2
        return stride

    def _go_on(self) -> None:
        """Tell what is known of the open run, and ask for more."""
        snapshot = self._workbench.snapshot()
        report = self._report_of(snapshot)
        if report is not snapshot.check.steps:
            self._workbench.accept_steps(report)
        steps = self._next(snapshot)
        if self._under_way or not steps or snapshot.training is None:
            return
        self._work.begin(_requests(snapshot.training.run, steps))

    def _submit(self, made: "_Made") -> None:
        """Have the steps checked that were taken again."""
        from simulator.check.optimisers import perform_steps

        take = partial(self._take, made.run, made.steps)
        self._asked = self._worker.submit(
            perform_steps, made.requests, done=take, failed=self._fail
        )

    def _take(self, run: "TrainingRun", steps: tuple[int, ...], found: "StepReport") -> None:
        self._asked = None
        self._checked.setdefault(run, set()).update(steps)
        report = self._reports.get(run)
        self._reports[run] = found if report is None else report.merged(found)
        if not self._soon.isActive():
            self._soon.start()

    def _fail(self, message: str) -> None:
        self._asked = None
        self.failed.emit(message)


class _Made(NamedTuple):
    """Steps of a run that were taken again, for the check."""

    run: "TrainingRun"
    steps: tuple[int, ...]
    requests: "tuple[StepCheckRequest, ...]"


def _requests(run: "TrainingRun", steps: Sequence[int]) -> Generator[float, None, _Made]:
    """Take steps again, between events: one may take long."""
    from simulator.check.optimisers import StepCheckRequest
    from simulator.training.passes import Passes

    passes, requests = Passes(run.network), []
    for number, step in enumerate(steps):
        taking = run.taking(step, passes)
        moment, gradients, taken = yield from telling(number / len(steps), taking)
        requests.append(
            StepCheckRequest.taken(run.plan, moment.weights, gradients, moment.state, taken)
        )
    return _Made(run, tuple(steps), tuple(requests))
