"""Documents: the history of open documents, and which of them are saved in files."""

from collections.abc import Collection, Hashable
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter

from simulator.arrays import Array
from simulator.experiment.equality import same_input, same_start
from simulator.experiment.experiment import Experiment
from simulator.experiment.history import History
from simulator.translation import tr
from ui.session.snapshot import Document

_DOCUMENT_BYTES = 2000
"""Bytes of a document beside its arrays, about."""


class Documents(History[Document]):
    """Documents and their edits, one after another; a file holds the first."""

    def __init__(self, document: Document) -> None:
        super().__init__(document, _arrays_of, beside=_DOCUMENT_BYTES)
        self._saved: tuple[Document, ...] = (document,)

    @property
    def saved(self) -> bool:
        """True when a file holds the present document."""
        return self._is_saved(self.value)

    @property
    def left(self) -> tuple[Document, ...]:
        """Documents left for others with edits that no file holds, the newest first.

        Documents that were opened with such edits (a restored copy) and then undone are among them.
        An edited model that another sequence was opened under is not: it is still open. The same
        holds for notes, and for an edited sequence under another model.
        """
        values, now = self.values, len(self.past)
        return tuple(
            document
            for instead, document in (*pairwise(values[now::-1]), *pairwise(values[now:]))
            if document.original is not instead.original
            and _loses_edits(document, instead)
            and not self._is_saved(document)
        )

    @property
    def last_edit(self) -> tuple[Document, str] | None:
        """Document before the last edit of experiment or mistake, and the edit's label, or None."""
        change = self.last_change(attrgetter("computed"))
        if change is None or change[0].original is not self.value.original:
            return None
        return change

    def open(self, document: Document, saved: bool) -> None:
        """Put another document after the present one; `saved` when files hold all of it."""
        self.record(document, tr("open {title}", title=document.title))
        originals = {value.original for value in self.values}
        self._saved = tuple(d for d in self._saved if d.original in originals)
        if saved:
            self._saved = (*self._saved, document)

    def edit(
        self, experiment: Experiment, mistake: str, label: str, merge_key: Hashable | None
    ) -> None:
        """Put the present document with another experiment and mistake after it."""
        self.record(replace(self.value, experiment=experiment, mistake=mistake), label, merge_key)

    def annotate(self, notes: str) -> None:
        """Put the present document with other notes after it."""
        self.record(replace(self.value, notes=notes), tr("notes"))

    def mark_saved(self, document: Document, instead_of: Collection[Experiment] = ()) -> None:
        """Remember that a file holds a document, and no other edit of the same original.

        Args:
            instead_of: the originals of documents whose edits the file held before.
        """
        others = [d for d in self._saved if d.original is not document.original]
        others = [d for d in others if d.original not in instead_of or not _is_edited(d)]
        self._saved = (*others, document)

    def _is_saved(self, document: Document) -> bool:
        return any(map(document.is_like, self._saved))


def _is_edited(document: Document) -> bool:
    return document.experiment is not document.original or bool(document.notes)


def _loses_edits(document: Document, instead: Document) -> bool:
    """Return True when edits of a document are missing in the one open instead."""
    present, original, other = document.experiment, document.original, instead.experiment
    weights = present.parameters not in (original.parameters, other.parameters)
    read = same_input(present, original) or same_input(present, other)
    noted = document.notes not in ("", instead.notes)
    return weights or noted or not read or not same_start(present, original)


def _arrays_of(document: Document) -> tuple[Array, ...]:
    return (*document.experiment.arrays(), *document.original.arrays())
