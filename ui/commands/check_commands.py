"""CheckCommands: handlers of the Check menu's actions on the check itself."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from simulator.translation import tr
from ui.commands.actions import Handler
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.widgets.asked import asked
from ui.worker.drift_meter import DriftMeter
from ui.worker.self_tester import SelfTester
from ui.worker.torch_worker import TorchWorker


class CheckCommands(QObject):
    """Self-test, drift, and sabotage, which is an edit like any other."""

    def __init__(
        self,
        workbench: Workbench,
        worker: TorchWorker,
        window: QWidget,
        is_still_open: Callable[[Document], bool],
    ) -> None:
        super().__init__(window)
        self._workbench, self._window = workbench, window
        self._is_still_open = is_still_open
        self.self_tester = SelfTester(workbench, worker, self)
        self._drift_meter = DriftMeter(workbench, worker, self)

    def handlers(self) -> Mapping[str, Handler]:
        """Return the handler of each action."""
        return {
            "self_test": self.self_tester.toggle,
            "sabotage": self.ask_sabotage,
            "end_sabotage": self.end_sabotage,
        }

    def ask_sabotage(self) -> None:
        """Choose a mistake in a dialog, and compute with it."""
        from simulator.mistakes.catalogue import MISTAKES
        from ui.dialogs.inject_error import ChooseInjectedError

        snapshot = self._workbench.snapshot()
        document, unchecked = snapshot.document, snapshot.check.unavailable or ""
        with asked(ChooseInjectedError(*document.computed, unchecked, self._window)) as dialog:
            name = dialog.name() if dialog.exec() else document.mistake
        if name != document.mistake and self._is_still_open(document):
            label = tr("inject error: {name}", name=MISTAKES[name].text())
            self._workbench.set_mistake(name, label)

    def end_sabotage(self) -> None:
        """Take the sabotage back."""
        if self._workbench.snapshot().document.mistake:
            self._workbench.set_mistake("", tr("remove injected error"))
