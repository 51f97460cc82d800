"""SelfTester: runs the self-test in the worker, one engine a request, between the other work."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.session.workbench import Workbench
from ui.worker.ticket import Ticket
from ui.worker.torch_worker import TorchWorker

if TYPE_CHECKING:
    from simulator.check.selftest import Verdict


class SelfTester(QObject):
    """Started and stopped by `toggle`; the workbench gets the verdicts as they come."""

    def __init__(self, workbench: Workbench, worker: TorchWorker, parent: QObject) -> None:
        super().__init__(parent)
        self._workbench, self._worker = workbench, worker
        self._asked: Ticket | None = None
        self._verdicts: tuple[Verdict, ...] = ()

    def toggle(self) -> None:
        """Start from the beginning, or stop."""
        if self._asked is None:
            self._verdicts = ()
            self._ask()
        else:
            self._asked.cancel()
            self._asked = None
        self._tell()

    def _ask(self) -> None:
        from simulator.check.selftest import CASES, examine

        case = CASES[len(self._verdicts)]
        self._asked = self._worker.submit(examine, case, done=self._take, failed=self._fail)

    def _take(self, verdict: "Verdict") -> None:
        from simulator.check.selftest import CASES

        self._asked = None
        self._verdicts = (*self._verdicts, verdict)
        if len(self._verdicts) < len(CASES):
            self._ask()
        self._tell()

    def _fail(self, message: str) -> None:
        self._asked = None
        self._workbench.set_torch(None, message)
        self._tell()

    def _tell(self) -> None:
        self._workbench.set_self_test(self._verdicts, self._asked is not None)
