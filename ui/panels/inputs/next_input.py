"""NextInput: what is typed to continue the input, as words of the example or as numbers."""

from typing import NamedTuple

import numpy as np

from simulator.arrays import Array
from simulator.experiment import appending
from simulator.experiment.experiment import Experiment
from simulator.files.sequences.wording import Wording
from simulator.translation import tr
from ui.session.document import Document
from ui.style import number_format


class NextInput(NamedTuple):
    """Timesteps to append: (n, I) numbers as the input was read, and their words, or empty ones."""

    rows: Array
    words: tuple[str, ...]

    def appended_to(self, experiment: Experiment, row: int) -> tuple[Experiment, str]:
        """Return the longer experiment, and the edit's label.

        Raises:
            ValueError: nothing can be appended.
        """
        longer = appending.appended(experiment, self.rows, row)
        said = self.words if any(self.words) else [" ".join(map(_said, r)) for r in self.rows]
        what = " ".join(said[:3]) + (" …" if len(said) > 3 else "")
        if experiment.batch_size > 1:
            return longer, tr("append {what} to row {row}", what=what, row=row)
        return longer, tr("append {what}", what=what)


_last: tuple[object, ...] = ()
_wording: Wording | None = None


def wording_of(document: Document) -> Wording | None:
    """Return the words of a document's input; the last answer is remembered."""
    global _last, _wording
    experiment = document.experiment
    # Objects, compared by identity: panels ask at every edit.
    asked = experiment.sequence, experiment.lengths, experiment.scaling, *_names(document)
    if len(asked) != len(_last) or any(a is not b for a, b in zip(asked, _last, strict=True)):
        _wording = Wording.of(experiment, *_names(document))
        _last = asked
    return _wording


def _names(document: Document) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return document.feature_names, document.timestep_labels


def read_next(document: Document, text: str) -> NextInput:
    """Read what is typed: words where the input has words, else the numbers of one timestep.

    Raises:
        ValueError, FileError: it is neither; says what is wanted.
    """
    from simulator.files.sequences.typed import typed

    wording, width = wording_of(document), document.experiment.config.input_size
    if wording is not None:
        words = wording.read(text)
        if not words:
            raise ValueError(tr("type a word"))
        return NextInput(wording.rows(words), words)
    if width == 1:
        return NextInput(np.array([[number_format.parse(text)]]), ("",))
    rows = typed(text, width).values.astype(np.float64)
    return NextInput(rows, ("",) * len(rows))


def _said(value: float) -> str:
    return number_format.brief(value)
