"""Documents: the history of what is open, and which of it files hold."""

from collections.abc import Hashable
from dataclasses import replace

from simulator.arrays import Array
from simulator.experiment import Experiment
from simulator.history import History
from simulator.wording import tr
from ui.snapshot import Document

_DOCUMENT_BYTES = 2000
"""What a document takes beside its arrays, nearly."""

_SAVED = 8
"""How many of the documents that files hold are remembered, beside the newest."""


class Documents(History[Document]):
    """Documents and their edits, one after another; the first is held by a file."""

    def __init__(self, document: Document) -> None:
        super().__init__(document, _arrays_of, beside=_DOCUMENT_BYTES)
        self._saved: tuple[Document, ...] = (document,)

    @property
    def saved(self) -> bool:
        """True when a file holds the present document."""
        return self._is_saved(self.value)

    @property
    def left(self) -> tuple[Document, ...]:
        """What was left for other documents with edits that no file holds, the newest first.

        An edited model that another sequence was opened under is not left: it goes on.
        """
        left, after = [], self.value
        for document in reversed(self.past):
            goes_on = document.experiment.parameters is after.experiment.parameters
            edited = document.experiment is not document.original or document.notes
            if document.original is not after.original and edited and not goes_on:
                left += [] if self._is_saved(document) else [document]
            after = document
        return tuple(left)

    @property
    def edited(self) -> Experiment | None:
        """The experiment before the last edit; None when the last was none."""
        before = self.before
        if before is None or before.original is not self.value.original:
            return None
        return before.experiment

    def open(self, document: Document, saved: bool) -> None:
        """Put another document after the present one; `saved` when files hold all of it."""
        self.record(document, tr("open {title}", title=document.title))
        if saved:
            self._saved = (*self._saved[-_SAVED:], document)

    def edit(self, experiment: Experiment, label: str, merge_key: Hashable | None) -> None:
        """Put the present document with another experiment after it."""
        self.record(replace(self.value, experiment=experiment), label, merge_key)

    def annotate(self, notes: str) -> None:
        """Put the present document with other notes after it."""
        self.record(replace(self.value, notes=notes), tr("notes"))

    def mark_saved(self, document: Document) -> None:
        """Remember that a file holds a document, and no other edit of what was opened."""
        others = [d for d in self._saved if d.original is not document.original]
        self._saved = (*others, document)

    def _is_saved(self, document: Document) -> bool:
        return any(map(document.is_like, self._saved))


def _arrays_of(document: Document) -> tuple[Array, ...]:
    return (*document.experiment.arrays(), *document.original.arrays())
