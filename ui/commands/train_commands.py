"""TrainCommands: handlers of the Train menu's actions, by their ids in the table of actions."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from ui.commands.actions import Handler
from ui.commands.table.rows import MISHAP_IDS, TASK_IDS
from ui.session.messages import Messages
from ui.session.training.tasks import MENDED
from ui.session.workbench import Workbench


class TrainCommands(QObject):
    """Tasks to learn, and training by keys.

    Signals:
        task_opened: a task was opened, to be trained.
    """

    task_opened = Signal()

    def __init__(self, workbench: Workbench, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._workbench, self._messages = workbench, messages
        workbench.trainer.told.connect(messages.tell)

    def handlers(self) -> Mapping[str, Handler]:
        """Return the handler of each action."""
        trainer = self._workbench.trainer
        tasks = {**TASK_IDS, **MISHAP_IDS}
        return {
            **{id: partial(self.open, key) for key, id in tasks.items()},
            "mend": self._mend,
            "train_step": partial(self._try, trainer.take_step),
            "train": partial(self._try, trainer.toggle),
            "undo_run": trainer.undo_run,
            "look_here": self._leave,
        }

    def open(self, key: str) -> None:
        """Open a task or mishap, by its key."""
        self._workbench.open_task(key)
        self.task_opened.emit()

    def _mend(self) -> None:
        """Open what differs from the mishap by its cure alone."""
        self.open(f"{self._workbench.documents.value.task}{MENDED}")

    def _try(self, act: Handler) -> None:
        """Act, or tell why the open document cannot be trained."""
        obstacle = self._workbench.trainer.obstacle
        if obstacle:
            self._messages.complain(obstacle)
        else:
            act()

    def _leave(self) -> None:
        """End a look elsewhere; where there is none, pause training."""
        if self._workbench.snapshot().elsewhere:
            self._workbench.look_here()
        else:
            self._workbench.trainer.pause()
