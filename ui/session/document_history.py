"""DocumentHistory: documents and their edits, and which of them no file holds."""

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from operator import attrgetter

from simulator.arrays import Array
from simulator.experiment.equality import same_input, same_start, same_weights
from simulator.experiment.experiment import Experiment
from simulator.experiment.history import History
from simulator.translation import tr
from ui.session.document import Document

_DOCUMENT_BYTES = 2000
"""Bytes of a document beside its arrays, about."""


class DocumentHistory(History[Document]):
    """Documents and their edits, one after another; a file holds the first.

    A document is left when another was opened after it, or when its opening was undone. It is
    dropped when its place in the history is gone: older than the memory allows, or not redone.

    Attributes:
        dropped: the documents dropped with edits that no file holds, until they are released.
    """

    def __init__(self, document: Document) -> None:
        self.dropped: tuple[Document, ...] = ()
        self._held: tuple[Document, ...] = (document,)
        self._homeless: frozenset[Experiment] = frozenset()
        self._known: tuple[Document, bool] | None = None  # whether files hold the present one
        super().__init__(document, _arrays_of, beside=_DOCUMENT_BYTES)

    @property
    def saved(self) -> bool:
        """True when a file holds the present document."""
        if self._known is None or self._known[0] is not self.value:
            self._known = self.value, self._is_held(self.value)
        return self._known[1]

    @property
    def left(self) -> tuple[Document, ...]:
        """Documents left or dropped with edits that no file holds, the newest first.

        Each counts as it was last, also when its edits were undone on the way back past its
        opening. Edits still open do not count: a model under another sequence, a sequence under
        another model, notes.
        """
        values, now = self.values, len(self.past)
        before, ahead = _ends_before(values[now::-1]), _ends_ahead(values[now:])
        return (*self._losses(before), *self._losses(ahead), *self.dropped)

    @property
    def originals(self) -> set[Experiment]:
        """Originals of all documents of the history, and of the dropped ones."""
        return {document.original for document in (*self.values, *self.dropped)}

    @property
    def at_opening(self) -> bool:
        """True where undo leads from what was opened to the document before."""
        return self.before is not None and self.before.original is not self.value.original

    @property
    def last_edit(self) -> tuple[Document, str] | None:
        """Document before the last edit of experiment or mistake, and the edit's label, or None."""
        change = self.last_change(attrgetter("computed"))
        if change is None or change[0].original is not self.value.original:
            return None
        return change

    @property
    def edit_label(self) -> str | None:
        """Label of the last edit of experiment or mistake; None without one."""
        return None if self.last_edit is None else self.last_edit[1]

    def open(self, document: Document, held: Collection[Document] | None = None) -> None:
        """Put another document after the present one.

        Args:
            held: the versions that files hold; None for the document itself.
        """
        self.record(document, tr("open {title}", title=document.title))
        originals = self.originals
        kept = [known for known in self._held if known.original in originals]
        self._hold(*kept, *((document,) if held is None else held))
        self._homeless &= originals
        if held is not None and not held and not document.typed:
            self._homeless |= {document.original}

    def edit(
        self, experiment: Experiment, mistake: str, label: str, merge_key: Hashable | None
    ) -> None:
        """Put the present document with another experiment and mistake after it."""
        self.record(replace(self.value, experiment=experiment, mistake=mistake), label, merge_key)

    def append(self, experiment: Experiment, words: Sequence[str], label: str) -> None:
        """Put the present document, its input continued by words, after it."""
        self.record(self.value.appended(experiment, words), label)

    def annotate(self, notes: str) -> None:
        """Put the present document with other notes after it."""
        self.record(replace(self.value, notes=notes), tr("notes"))

    def record(
        self, value: Document, label: str, merge_key: Hashable | None = None
    ) -> tuple[list[Document], list[Document]]:
        """Record a document, and keep those that are dropped with edits that no file holds."""
        here = self.value
        oldest, ahead = super().record(value, label, merge_key)
        undone = self._losses(_ends_ahead([here, *ahead]))
        past = self._losses(_ends_before([self.first, *reversed(oldest)]))
        self.dropped = (*undone, *past, *self.dropped)
        return oldest, ahead

    def cancel(self, merge_key: Hashable) -> Document:
        """Take back the edits with this key; what they dropped is in the history again."""
        value = super().cancel(merge_key)
        if self.dropped:
            there = set(self.values)
            self.dropped = tuple(document for document in self.dropped if document not in there)
        return value

    def release(self, document: Document) -> None:
        """Forget a dropped document: a copy of it is kept."""
        self.dropped = tuple(other for other in self.dropped if other is not document)

    def mark_saved(self, document: Document, instead_of: Collection[Experiment] = ()) -> None:
        """Remember that a file holds a document, and no other edit of the same original.

        Args:
            instead_of: the originals of the documents that the file held before.
        """
        self.mark_gone(instead_of)
        self._hold(*(d for d in self._held if d.original is not document.original), document)
        self._homeless -= {document.original}

    def mark_gone(self, originals: Collection[Experiment]) -> None:
        """Remember that the files of these documents are gone."""
        self._homeless |= frozenset(originals)
        self._hold(*(d for d in self._held if d.original not in originals))

    def _hold(self, *held: Document) -> None:
        self._held, self._known = held, None
        self.dropped = tuple(d for d in self.dropped if not self._is_held(d))

    def _is_held(self, document: Document) -> bool:
        return any(map(document.is_like, self._held))

    def _losses(self, ends: Iterator[tuple[Document, Document]]) -> Iterator[Document]:
        """Yield those of (document left, document instead) whose edits no file holds."""
        for document, instead in ends:
            homeless = document.original in self._homeless
            if (homeless or _loses_edits(document, instead)) and not self._is_held(document):
                yield document


def _ends_before(back: Sequence[Document]) -> Iterator[tuple[Document, Document]]:
    """Yield the documents left for others, each with the one opened after it.

    Args:
        back: the present document, and those before it, the newest first.
    """
    for instead, document in pairwise(back):
        if document.original is not instead.original:
            yield document, instead


def _ends_ahead(ahead: Sequence[Document]) -> Iterator[tuple[Document, Document]]:
    """Yield the last version of each document whose opening was undone, and the one before it.

    Args:
        ahead: the present document, and those that redo leads to.
    """
    versions = groupby(ahead, attrgetter("original"))
    ends = [list(edits)[-1] for _, edits in versions]
    return ((document, instead) for instead, document in pairwise(ends))


def _loses_edits(document: Document, instead: Document) -> bool:
    """Return True when edits of a document are missing in the one open instead."""
    present, original, other = document.experiment, document.original, instead.experiment
    kept = any(same_weights(present.parameters, e.parameters) for e in (original, other))
    read = any(same_input(present, e) for e in ((other,) if document.typed else (original, other)))
    noted = document.notes not in ("", instead.notes)
    return noted or not kept or not read or not same_start(present, original)


def _arrays_of(document: Document) -> tuple[Array, ...]:
    kept = () if document.training is None else document.training.kept
    return (*document.experiment.arrays(), *document.original.arrays(), *kept)
