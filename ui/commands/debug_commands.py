"""DebugCommands: handlers of the Debug menu's actions, by their ids in the table of actions."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from simulator.translation import tr
from ui.commands.actions import Handler
from ui.session.messages import Messages
from ui.session.watching import at_subject
from ui.session.workbench import Workbench


class DebugCommands(QObject):
    """Breakpoints, watches and baselines by keys."""

    def __init__(self, workbench: Workbench, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._workbench, self._messages = workbench, messages

    def handlers(self) -> Mapping[str, Handler]:
        """Return the handler of each action."""
        return {
            "run_on": self._workbench.run_on,
            "run_back": self._workbench.run_back,
            "break": self._toggle_breakpoint,
            "watch": self._watch,
            "pin": self._pin,
            "baseline": self._compare_with_next,
        }

    def _toggle_breakpoint(self) -> None:
        snapshot = self._workbench.snapshot()
        if snapshot.subject is not None:
            condition = at_subject(snapshot.subject)
            self._workbench.set_watching(snapshot.watching.toggled(condition))

    def _watch(self) -> None:
        snapshot = self._workbench.snapshot()
        if snapshot.subject is not None:
            self._workbench.set_watching(snapshot.watching.with_watch(snapshot.subject))

    def _pin(self) -> None:
        snapshot = self._workbench.snapshot()
        try:
            baselines = snapshot.against.baselines
            pinned = baselines.with_document(snapshot.document, snapshot.edit_label)
        except ValueError as error:
            self._messages.complain(str(error))
        else:
            self._workbench.set_baselines(pinned)
            if pinned.chosen is not None:
                name = pinned.chosen.name
                self._messages.tell(
                    tr("Pinned “{name}” for comparison with the next edits", name=name)
                )

    def _compare_with_next(self) -> None:
        baselines = self._workbench.snapshot().against.baselines
        self._workbench.set_baselines(baselines.choosing_next())
