"""TrainCommands: handlers of the Train menu's actions, by their ids in the table of actions."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from simulator.experiment.experiment import Experiment
from simulator.translation import tr
from ui.commands.actions import Handler
from ui.commands.table.rows import MISHAP_IDS, TASK_IDS
from ui.session.messages import Messages
from ui.session.workbench import Workbench
from ui.worker.torch_worker import TorchWorker

if TYPE_CHECKING:
    from simulator.files.training.folder import BatchFolder


class TrainCommands(QObject):
    """Tasks and folders to learn, and training by keys.

    Signals:
        task_opened: a task was opened, to be trained.
    """

    task_opened = Signal()

    def __init__(
        self, workbench: Workbench, worker: TorchWorker, messages: Messages, window: QWidget
    ) -> None:
        super().__init__(window)
        self._workbench, self._worker, self._messages = workbench, worker, messages
        self._window = window
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

    def ask_folder(self) -> None:
        """Ask for a folder, whose files the open network is then to learn."""
        from simulator.files.training.folder import Learner, read_folder

        experiment = self._workbench.documents.value.experiment
        try:
            learner = Learner.of(experiment)
        except ValueError as error:
            self._messages.complain(str(error))
            return
        title = tr("Folder of training files: each file is a batch")
        path = QFileDialog.getExistingDirectory(self._window, title)
        if not path:
            return
        self._messages.tell(tr("Reading {name} …", name=Path(path).name), lasting=True)
        take = partial(self._learn, self._workbench.documents.value.original)
        self._worker.submit(read_folder, path, learner, done=take, failed=self._messages.complain)

    def _learn(self, original: Experiment, folder: "BatchFolder") -> None:
        """Learn a folder from now on, if its document is still open and can."""
        document, trainer = self._workbench.documents.value, self._workbench.trainer
        if document.original is not original:
            self._messages.complain(
                tr(
                    "Another experiment was opened in the meantime, so nothing was "
                    "changed. Try again"
                )
            )
            return
        before = trainer.setting
        batch = 1 if before.folder is None else before.batch
        setting = replace(before, task="", folder=folder, batch=batch)
        try:
            setting.source_for(document)
        except ValueError as error:
            self._messages.complain(str(error))
            return
        self._messages.tell("")
        trainer.set_setting(setting)

    def _mend(self) -> None:
        """Open what differs from the mishap by its cure alone, with the mishap's run beside it."""
        from ui.session.training_state.tasks import MENDED, title_of

        document = self._workbench.documents.value
        if document.training is not None:
            self._workbench.pin_place(document.training, tr(title_of(document.task)))
        self.open(f"{document.task}{MENDED}")

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
