"""OptionChanger: gives the experiment other options; the worker draws the masks that they need."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from simulator.experiment.dropout_masks import MaskRequest
from simulator.experiment.options import Options
from simulator.reference.dropout import draw_masks
from simulator.translation import tr
from ui.session.snapshot import Document
from ui.session.workbench import Workbench
from ui.worker.torch_worker import TorchWorker


class _Asked(NamedTuple):
    ticket: object
    options: Options
    request: MaskRequest
    original: object


class OptionChanger(QObject):
    """One change at a time; a newer one takes the place of one that waits for its masks.

    Signals:
        failed: one line on why the options could not be taken.
    """

    failed = Signal(str)

    def __init__(
        self, workbench: Workbench, worker: TorchWorker, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._worker = workbench, worker
        self._asked: _Asked | None = None
        worker.answered.connect(self._take)
        worker.failed.connect(self._fail)

    @property
    def busy(self) -> bool:
        """True while masks are being drawn."""
        return self._asked is not None

    def ask(self, options: Options) -> None:
        """Give the present experiment these options, now or when its masks are drawn."""
        self._asked = None
        document = self._workbench.snapshot().document
        try:
            request = options.masks_to_draw(document.experiment)
        except ValueError as error:
            self.failed.emit(str(error))
            return
        if request is None:
            self._edit(document, options, ())
        else:
            ticket = self._worker.submit(draw_masks, request)
            self._asked = _Asked(ticket, options, request, document.original)

    def _take(self, ticket: object, answer: object) -> None:
        asked = self._asked
        if asked is None or ticket is not asked.ticket:
            return
        self._asked = None
        document = self._workbench.snapshot().document
        if document.original is not asked.original:
            return  # something else was opened in the meantime
        if asked.options.masks_to_draw(document.experiment) == asked.request:
            self._edit(document, asked.options, answer)
        else:
            self.ask(asked.options)

    def _edit(self, document: Document, options: Options, drawn: object) -> None:
        before = document.experiment
        label = options.label(Options.of(before))
        if not label:
            return
        assert isinstance(drawn, tuple)
        try:
            experiment = options.applied_to(before, drawn)
        except ValueError as error:
            self.failed.emit(str(error))
        else:
            self._workbench.edit(experiment, label)

    def _fail(self, ticket: object, message: str) -> None:
        if self._asked is not None and ticket is self._asked.ticket:
            self._asked = None
            self.failed.emit(tr("The dropout masks could not be drawn: {message}", message=message))
