"""EditRequests: edits that a panel, a card or a dialog asks for in the document it has shown."""

from collections.abc import Hashable
from weakref import WeakSet

from PySide6.QtCore import QObject

from simulator.analysis.address import Address
from simulator.experiment.carried import carried
from simulator.experiment.experiment import Experiment
from simulator.translation import mark, tr
from ui.session.document import Document
from ui.session.messages import Messages
from ui.session.workbench import Workbench

ELSEWHERE = mark("Another experiment was opened meanwhile")
"""Why an edit has nothing to change."""


def not_done(label: str, why: str) -> str:
    """Say that an edit was not done, and why."""
    return tr("Not done: {label}. {why}", label=label, why=why)


class EditRequests(QObject):
    """Takes the edits of one asker. One line says which edit could not be done, and why.

    Between the moment that something was shown and the request, another edit, a step of training
    or undo may have made another experiment. The edit is then carried over to that one.
    """

    def __init__(self, bench: Workbench, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._bench, self._messages = bench, messages
        self._asked: WeakSet[Experiment] = WeakSet()  # under the newest merge key

    def edit(
        self, shown: Document, experiment: Experiment, label: str, merge_key: Hashable | None = None
    ) -> None:
        """Edit the open document.

        Args:
            shown: the document that the edit was made of. experiment: its own, edited.
        """
        try:
            self._bench.edit(self._of_present(shown, experiment, merge_key), label, merge_key)
        except (ValueError, OSError, MemoryError) as error:
            self._messages.complain(not_done(label, str(error)))

    def seed(self, number: Address | None) -> None:
        """Ask what made a number; None for the loss again (see `Workbench.seed`)."""
        try:
            self._bench.seed(number)
        except (ValueError, OSError, MemoryError) as error:
            self._messages.complain(str(error))

    def _of_present(
        self, shown: Document, experiment: Experiment, merge_key: Hashable | None
    ) -> Experiment:
        """Return the present experiment with the edit.

        Raises:
            ValueError: it does not fit, in words.
        """
        documents = self._bench.documents
        now, before = documents.value, documents.before
        if shown.original is not now.original:
            raise ValueError(tr(ELSEWHERE))
        replaces = before is not None and documents.merges(merge_key)
        if not replaces:
            self._asked.clear()
        onto = before if replaces and before is not None else now
        if shown.experiment is not now.experiment and shown.experiment not in self._asked:
            experiment = carried(shown.experiment, experiment, onto.experiment)
        self._asked.add(experiment)
        return experiment
