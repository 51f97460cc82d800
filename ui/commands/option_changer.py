"""OptionChanger: gives the experiment other options; the worker draws the masks they need."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from simulator.arrays import Array
from simulator.translation import tr
from ui.session.document import Document
from ui.session.edit_requests import ELSEWHERE, not_done
from ui.session.messages import Messages
from ui.session.workbench import Workbench
from ui.worker.ticket import Ticket
from ui.worker.torch_worker import TorchWorker

if TYPE_CHECKING:
    from simulator.experiment.dropout_masks import MaskRequest
    from simulator.experiment.options import Options


class OptionChanger(QObject):
    """One change at a time; a newer one replaces one that waits for its masks."""

    def __init__(
        self,
        workbench: Workbench,
        worker: TorchWorker,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._worker, self._messages = workbench, worker, messages
        self._asked: Ticket | None = None

    def ask(self, options: "Options") -> None:
        """Give the present experiment these options, at once or when its masks are drawn."""
        from simulator.reference.dropout import draw_masks

        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
        document = self._workbench.snapshot().document
        try:
            request = options.masks_to_draw(document.experiment)
        except ValueError as error:
            self._messages.complain(str(error))
            return
        if request is None:
            self._edit(document, options, ())
        else:
            take = partial(self._take, options, request, document)
            self._asked = self._worker.submit(draw_masks, request, done=take, failed=self._fail)

    def _take(
        self,
        options: "Options",
        request: "MaskRequest",
        asked: Document,
        drawn: tuple[Array, ...],
    ) -> None:
        from simulator.experiment.options import Options

        self._asked = None
        document = self._workbench.snapshot().document
        if document.original is not asked.original:
            label = options.label(Options.of(asked.experiment))
            self._messages.complain(not_done(label, tr(ELSEWHERE)))
            return
        if options.masks_to_draw(document.experiment) == request:
            self._edit(document, options, drawn)
        else:
            self.ask(options)

    def _edit(self, document: Document, options: "Options", drawn: tuple[Array, ...]) -> None:
        from simulator.experiment.options import Options

        before = document.experiment
        label = options.label(Options.of(before))
        if not label:
            return
        try:
            experiment = options.applied_to(before, drawn)
        except ValueError as error:
            self._messages.complain(str(error))
        else:
            self._workbench.edit(experiment, label)

    def _fail(self, message: str) -> None:
        self._asked = None
        self._messages.complain(
            tr("The dropout masks could not be drawn: {message}", message=message)
        )
