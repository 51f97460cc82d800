"""Document: an open model and sequence with their names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from simulator.arrays import Array
from simulator.experiment.equality import same_values
from simulator.experiment.experiment import Experiment
from simulator.experiment.timestep_labels import labels_after_edits
from simulator.experiment.tokens import Tokens, one_hot_ids
from simulator.lessons.lesson import Lesson
from simulator.objective.targets import IGNORED
from simulator.translation import tr
from ui.session.training_state.checkpoint import TrainingCheckpoint

if TYPE_CHECKING:
    from simulator.examples import Example
    from simulator.files.checkpoints.find_lstms import Origin
    from simulator.files.traces.input_columns import InputNames


@dataclass(frozen=True, eq=False, slots=True)
class Document:
    """Open model and sequence, with their names. The history keeps documents.

    Attributes:
        model_title: the model's name. sequence_title: the sequence's; empty for the model's own.
        experiment: the present one. original: the one that was opened, to mark edits against.
        original_labels: the names of the original's timesteps, if they have any (years, tokens),
            and of those appended to it.
        timestep_labels: those of the present one's.
        feature_names: the names of the input's columns. row_names: those of the batch rows.
        origin: the checkpoint that the model came from.
        notes: the user's notes.
        mistake: the key of the mistake that our engine makes on purpose; empty for none. No file
            keeps it.
        typed: the input was typed: no file has it but a workspace.
        tokens: what the original's rows stand for, where a text was read by an embedding. No file
            keeps it.
        task: the key of the task that it was opened with; empty for none.
        training: the step of the run that its network comes from; None before the first.
        lesson: the lesson that it is the network of. No file keeps it.
        stands_in: nobody has opened it: a window began with it, and it was not edited.
    """

    model_title: str
    experiment: Experiment
    original: Experiment
    original_labels: tuple[str, ...] = ()
    feature_names: tuple[str, ...] = ()
    origin: "Origin | None" = None
    notes: str = ""
    sequence_title: str = ""
    row_names: tuple[str, ...] = ()
    mistake: str = ""
    typed: bool = False
    tokens: Tokens | None = None
    task: str = ""
    training: TrainingCheckpoint | None = None
    lesson: Lesson | None = None
    stands_in: bool = False
    timestep_labels: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        steps = len(self.experiment.sequence)
        object.__setattr__(self, "original_labels", self.original_labels[:steps])
        labels = labels_after_edits(
            self.original_labels, self.original, self.experiment, self.feature_names
        )
        object.__setattr__(self, "timestep_labels", labels)
        if self.stands_in and self.computed != (self.original, ""):
            object.__setattr__(self, "stands_in", False)
        if self.training is not None and not self.training.fits(self.experiment):
            object.__setattr__(self, "training", None)

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
        origin: "Origin | None" = None,
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

    @classmethod
    def of_example(cls, example: "Example") -> "Document":
        """Make a document of a shipped example."""
        return cls.of(tr(example.title), example.experiment, example.labels, example.columns)

    @property
    def title(self) -> str:
        """Title in the window."""
        if not self.sequence_title:
            return self.model_title
        return tr("{model} on {sequence}", model=self.model_title, sequence=self.sequence_title)

    @property
    def input_names(self) -> "InputNames":
        """Names of the present timesteps and of the features, as a trace takes them along."""
        from simulator.files.traces.input_columns import InputNames

        return InputNames(self.timestep_labels, self.feature_names)

    @property
    def stem(self) -> str:
        """File name without suffix: that of its checkpoint, else the model's title."""
        # A workspace may come from a system with other path separators.
        name = re.split(r"[\\/]", self.origin.path)[-1] if self.origin else self.model_title
        return re.sub(r"(?<=.)\.\w+$", "", name)

    @property
    def unedited(self) -> "Document":
        """The document as it was opened, without edits and notes."""
        return replace(self, experiment=self.original, notes="", mistake="", training=None)

    def appended(self, experiment: Experiment, words: Sequence[str]) -> "Document":
        """Return the document with an experiment whose input goes on, labelled by words.

        Words label timesteps, which all batch rows share: those of a batch are not kept.
        """
        before, steps = self.original_labels, len(experiment.sequence)
        if not (before or any(words)) or steps == len(self.experiment.sequence):
            return replace(self, experiment=experiment)
        begun = before or ("",) * len(self.experiment.sequence)
        named = tuple(words) if experiment.batch_size == 1 else ()
        labels = (*begun, *named, *("",) * steps)[:steps]
        return replace(self, experiment=experiment, original_labels=labels)

    def label_of(self, timestep: int) -> str:
        """Return the name of a timestep; empty without one."""
        labels = self.timestep_labels
        return labels[timestep] if timestep < len(labels) else ""

    def class_names(self, count: int) -> tuple[str, ...]:
        """Return the words that name a readout's classes: its vocabulary, or a one-hot input's.

        None where the vocabulary has another size.
        """
        if self.tokens is not None:
            return self.tokens.names(count)
        if len(self.feature_names) != count or one_hot_ids(self.experiment) is None:
            return ()
        return self.feature_names

    def token_ids(self) -> Array | None:
        """Return the id of each present row in the vocabulary, (T, B) int64; None without one.

        A row that is no token is `IGNORED`. Without a vocabulary that was read, the words of the
        timesteps are looked up among the readout's classes, so that a workspace has them too.
        """
        if self.tokens is not None:
            return self.tokens.after_edits(self.original, self.experiment)
        ids = one_hot_ids(self.experiment)
        return self._ids_of_labels() if ids is None else ids

    def _ids_of_labels(self) -> Array | None:
        """Return the classes that the timesteps are named by; None where one is named otherwise."""
        readout, labels = self.experiment.objective.readout, self.timestep_labels
        if readout is None or not labels or self.experiment.batch_size > 1:
            return None
        classes = {name: k for k, name in enumerate(readout.names)}
        if len(classes) < len(readout.names) or not classes.keys() >= {*labels} - {""}:
            return None
        return np.array([[classes.get(label, IGNORED)] for label in labels])

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
        a, b = self.training, other.training
        if a is not b and (a is None or not a.is_like(b)):
            return False
        return same and same_values(self.experiment, other.experiment)
