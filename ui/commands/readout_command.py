"""ReadoutCommand: asks for a readout, targets and a loss, and gives them to the experiment."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from simulator.experiment.equality import same_objective
from simulator.experiment.experiment import Experiment
from simulator.files.errors import FileError
from simulator.translation import tr
from ui.session.document import Document
from ui.session.edit_requests import EditRequests
from ui.session.messages import Messages
from ui.session.workbench import Workbench
from ui.style.theme import Theme
from ui.widgets.asked import asked
from ui.worker.torch_worker import TorchWorker

if TYPE_CHECKING:
    from simulator.files.checkpoints.find_lstms import Origin
    from ui.dialogs.readout.dialog import Found


class ReadoutCommand(QObject):
    """Handler of the action. The worker lists the checkpoint's layers, and fits V and b."""

    def __init__(
        self,
        workbench: Workbench,
        worker: TorchWorker,
        messages: Messages,
        edits: EditRequests,
        theme: Theme,
        window: QWidget,
        is_still_open: Callable[[Document], bool],
    ) -> None:
        super().__init__(window)
        self._workbench, self._worker, self._messages = workbench, worker, messages
        self._edits = edits
        self._theme, self._window, self._is_still_open = theme, window, is_still_open

    def set_theme(self, theme: Theme) -> None:
        """Take another theme for the dialog."""
        self._theme = theme

    def ask(self) -> None:
        """Look for what can be proposed, then ask."""
        document = self._workbench.snapshot().document
        config, take = document.experiment.config, partial(self._ask, document)
        features = config.num_directions * config.output_size
        self._worker.submit(
            look, document.origin, features, done=take, failed=self._messages.complain
        )

    def _ask(self, document: Document, found: "Found") -> None:
        from simulator.analysis.fitted_readout import fitted
        from ui.dialogs.readout.dialog import ReadoutDialog

        if not self._is_still_open(document):
            return
        document = self._workbench.snapshot().document
        experiment = document.experiment
        with asked(ReadoutDialog(document, found, self._theme, self._window)) as dialog:
            if not dialog.exec():
                return
            chosen = experiment.with_objective(dialog.objective())
            if not dialog.to_fit:
                self._edit(document, chosen)
                return
        self._messages.tell(tr("Fitting V and b …"), lasting=True)
        self._worker.submit(
            fitted, chosen, done=partial(self._fitted, document), failed=self._messages.complain
        )

    def _fitted(self, document: Document, experiment: Experiment) -> None:
        self._messages.tell(tr("V and b are fitted to the targets by least squares"))
        self._edit(document, experiment)

    def _edit(self, document: Document, experiment: Experiment) -> None:
        if same_objective(experiment.objective, document.experiment.objective):
            return
        label = tr("readout and loss") if experiment.objective else tr("no readout")
        self._edits.edit(document, experiment, label)


def look(origin: "Origin | None", features: int) -> "Found":
    """List the Linear layers of a model's checkpoint that fit.

    Args:
        origin: the checkpoint; None for none. features: the width of what they read.
    """
    from simulator.files.checkpoints.linears import linears
    from ui.dialogs.readout.dialog import Found

    if origin is None:
        return Found()
    try:
        return Found(origin.path, linears(origin.path, features, origin.lstm))
    except FileError as error:
        return Found(trouble=str(error))
