"""Document: an open model and sequence with their names; its history, and what files hold."""

import re
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import attrgetter

from simulator.arrays import Array
from simulator.experiment.equality import same_arrays, same_input, same_start
from simulator.experiment.experiment import Experiment
from simulator.experiment.history import History
from simulator.experiment.timestep_labels import labels_after_edits
from simulator.files.checkpoints.find_lstms import Origin
from simulator.translation import tr

_DOCUMENT_BYTES = 2000
"""Bytes of a document beside its arrays, about."""


@dataclass(frozen=True, eq=False, slots=True)
class Document:
    """Open model and sequence, with their names. The history keeps documents.

    Attributes:
        model_title: the model's name. sequence_title: the sequence's; empty for the model's own.
        experiment: the present one. original: the one that was opened, to mark edits against.
        original_labels: the names of the original's timesteps, if they have any (years, tokens).
        timestep_labels: those of the present one's.
        feature_names: the names of the input's columns. row_names: those of the batch rows.
        origin: the checkpoint that the model came from.
        notes: the user's notes.
        mistake: the key of the mistake that our engine makes on purpose; empty for none. No file
            keeps it.
    """

    model_title: str
    experiment: Experiment
    original: Experiment
    original_labels: tuple[str, ...] = ()
    feature_names: tuple[str, ...] = ()
    origin: Origin | None = None
    notes: str = ""
    sequence_title: str = ""
    row_names: tuple[str, ...] = ()
    mistake: str = ""
    timestep_labels: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        labels = labels_after_edits(
            self.original_labels, self.original, self.experiment, self.feature_names
        )
        object.__setattr__(self, "timestep_labels", labels)

    def __repr__(self) -> str:
        """Return title and experiment, and what the user has changed."""
        said = [repr(self.title), repr(self.experiment)]
        if self.experiment is not self.original:
            said.append("edited")
        if self.notes:
            said.append("with notes")
        if self.mistake:
            said.append(f"mistake={self.mistake!r}")
        return f"Document({', '.join(said)})"

    @classmethod
    def of(
        cls,
        model_title: str,
        experiment: Experiment,
        timestep_labels: tuple[str, ...] = (),
        feature_names: tuple[str, ...] = (),
        origin: Origin | None = None,
        sequence_title: str = "",
        row_names: tuple[str, ...] = (),
    ) -> "Document":
        """Make an unedited document."""
        return cls(
            model_title,
            experiment,
            experiment,
            timestep_labels,
            feature_names,
            origin,
            sequence_title=sequence_title,
            row_names=row_names,
        )

    @property
    def title(self) -> str:
        """Title in the window."""
        if not self.sequence_title:
            return self.model_title
        return tr("{model} on {sequence}", model=self.model_title, sequence=self.sequence_title)

    @property
    def stem(self) -> str:
        """File name without suffix: that of its checkpoint, else the model's title."""
        # A workspace may come from a system with other path separators.
        name = re.split(r"[\\/]", self.origin.path)[-1] if self.origin else self.model_title
        return re.sub(r"(?<=.)\.\w+$", "", name)

    def label_of(self, timestep: int) -> str:
        """Return the name of a timestep; empty without one."""
        labels = self.timestep_labels
        return labels[timestep] if timestep < len(labels) else ""

    @property
    def computed(self) -> tuple[Experiment, str]:
        """Experiment and mistake, which decide the numbers of the run."""
        return self.experiment, self.mistake

    def is_edit_of(self, other: "Document") -> bool:
        """Return True when both have one original, and arrays of equal shapes."""
        a, b = self.experiment, other.experiment
        same_shapes = a.config == b.config and a.sequence.shape == b.sequence.shape
        return self.original is other.original and same_shapes

    def is_like(self, other: "Document") -> bool:
        """Return True when both have one original, equal edits and notes, as files keep them."""
        same = self.original is other.original and self.notes == other.notes
        return same and same_arrays(self.experiment, other.experiment)


class DocumentHistory(History[Document]):
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
        """Documents left with edits that no file holds, the newest first.

        A restored copy that was undone counts. Edits still open do not: a model under another
        sequence, a sequence under another model, notes.
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
