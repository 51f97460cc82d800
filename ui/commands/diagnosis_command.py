"""Diagnoser: compares another code's numbers with the present run, and shows the diagnosis."""

from collections.abc import Generator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from simulator.experiment.experiment import Experiment
from simulator.files.registry import Format
from simulator.translation import tr
from ui.session.messages import Messages
from ui.session.workbench import Workbench
from ui.style.theme import Theme
from ui.worker.long_work import LongWork
from ui.worker.ticket import Ticket
from ui.worker.torch_worker import TorchWorker

if TYPE_CHECKING:
    from simulator.diagnosis.diagnosis import DiagnosedDifference, Diagnosis, Explanation
    from simulator.diagnosis.load import Evidence
    from simulator.files.traces.foreign_numbers import Numbers


SECONDS = 60
"""Seconds for testing pairs of mistakes."""

_READABLE = Format.NPZ, Format.NPY, Format.CSV, Format.PARQUET
_FILES = " ".join(f"*{suffix}" for format in _READABLE for suffix in format.row.suffixes)


class Diagnoser(QObject):
    """Asks for a file; the worker reads it, and the search runs in slices beside the window.

    Signals:
        applied: an edit was made that explains the other numbers.
    """

    applied = Signal()

    def __init__(
        self,
        workbench: Workbench,
        worker: TorchWorker,
        messages: Messages,
        theme: Theme,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workbench, self._worker, self._messages = workbench, worker, messages
        self._window, self._theme = window, theme
        self._asked: Ticket | None = None

    def set_theme(self, theme: Theme) -> None:
        """Take another theme for later dialogs."""
        self._theme = theme

    def ask(self) -> None:
        """Choose a file of numbers, and compare it; a lesson may have them at hand."""
        theirs = self._workbench.tutor.theirs
        if theirs is not None:
            self.compare_numbers(theirs)
            return
        path, _ = QFileDialog.getOpenFileName(
            self._window,
            tr("Why are my numbers different?"),
            "",
            tr("LSTM values ({files})", files=_FILES),
        )
        if path:
            self.compare(path)

    def compare(self, path: str) -> None:
        """Compare a file of numbers with the present experiment."""
        from simulator.diagnosis.load import load_evidence

        experiment = self._workbench.snapshot().experiment
        if self._asked is not None:
            self._asked.cancel()
        take = partial(self._take, path, experiment)
        self._asked = self._worker.submit(
            load_evidence, path, experiment, done=take, failed=self._fail
        )
        self._messages.tell(tr("Reading {name} …", name=Path(path).name), lasting=True)

    def compare_numbers(self, numbers: "Numbers") -> None:
        """Compare numbers that are there already, as those of a lesson."""
        from simulator.diagnosis.layout import lay_out
        from simulator.diagnosis.load import Evidence

        experiment = self._workbench.snapshot().experiment
        try:
            evidence = Evidence(lay_out(numbers, experiment), {})
        except ValueError as error:
            self._messages.complain(str(error))
            return
        self._take(tr("their numbers"), experiment, evidence)

    def _take(self, path: str, experiment: Experiment, evidence: "Evidence") -> None:
        self._messages.tell("")
        search = _Search(path, experiment, evidence)
        title = tr("Comparing with {name}", name=Path(path).name)
        work = LongWork(title, search.run(), self._window, search.stop)
        work.failed.connect(self._messages.complain)
        work.done.connect(partial(self._show, search))

    def _fail(self, message: str) -> None:
        self._messages.tell("")
        self._messages.complain(message)

    def _show(self, search: "_Search") -> None:
        from ui.dialogs.diagnosis import DiagnosisDialog

        if search.found is None:
            return
        title = tr("{name} and this LSTM", name=Path(search.path).name)
        dialog = DiagnosisDialog(title, search.found, self._theme, self._window)
        dialog.went_there.connect(self._go)
        dialog.applied.connect(partial(self._apply, search.experiment))
        dialog.show()

    def _go(self, difference: "DiagnosedDifference") -> None:
        """Go where a number is known, and show it in the ledger."""
        at, experiment = difference.at.recorded(), self._workbench.snapshot().experiment
        if at.exists(experiment):
            self._workbench.go_there(at, difference.position)
        else:
            self._messages.complain(
                tr("The open document has no such position, because its shape differs")
            )

    def _apply(self, compared: Experiment, explanation: "Explanation") -> None:
        """Make the model compute the other numbers: an edit like any other."""
        if self._workbench.snapshot().experiment is not compared:
            self._messages.complain(tr("The model has changed since the comparison. Compare again"))
        elif explanation.experiment is not None:
            label = tr("apply {phrase}", phrase=explanation.phrase)
            self._workbench.edit(explanation.experiment, label)
            self.applied.emit()


class _Search:
    """One search and its result."""

    def __init__(self, path: str, experiment: Experiment, evidence: "Evidence") -> None:
        self.path, self.experiment, self.evidence = path, experiment, evidence
        self.found: Diagnosis | None = None
        self._stopped = False

    def stop(self) -> None:
        """End the search with what it has found."""
        self._stopped = True

    def run(self) -> Generator[float, None, None]:
        """Run the search; yields the fraction done."""
        from simulator.diagnosis.search import diagnose

        observed, masks = self.evidence.observed, self.evidence.masks
        self.found = yield from diagnose(
            self.experiment, observed, masks, SECONDS, lambda: self._stopped
        )
