"""Tokens: the words of a vocabulary that a sequence's rows stand for, by their ids."""

from dataclasses import dataclass

import numpy as np

from ..arrays import Array, cast, read_only
from ..objective.targets import IGNORED
from .experiment import Experiment


@dataclass(frozen=True, eq=False, slots=True)
class Tokens:
    """Tokens of a text, or of a file of ids, read as rows of an embedding.

    Attributes:
        ids: the token of each timestep, (T,) int64.
        words: the tokens by their ids, as displayed; none where only ids are known.
        rows: the number of rows of the embedding, which can be more than the words.
    """

    ids: Array
    words: tuple[str, ...]
    rows: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "ids", read_only(cast(self.ids, np.int64)))

    def names(self, count: int) -> tuple[str, ...]:
        """Return the names of so many classes; none where these tokens cannot be the classes.

        A row of the embedding without a word has its number.
        """
        known = len(self.words)
        if not known or not known <= count <= max(known, self.rows):
            return ()
        return (*self.words, *map(str, range(known, count)))

    def after_edits(self, original: Experiment, present: Experiment) -> Array:
        """Return the id of each row of the present input: (T, B) int64.

        A row that was changed or appended is the token whose row it equals; `IGNORED` for a row
        without a token in the text, and for padding.

        Args:
            original: the experiment over these tokens, of one batch row. present: an edit of it.
        """
        if present.sequence is original.sequence:
            return self.ids[:, None]
        now = cast(present.sequence_as_read(), present.dtype)
        before = cast(original.sequence_as_read(), present.dtype)
        steps, batch, width = now.shape
        found = np.full((steps, batch), IGNORED)
        if before.shape[2] != width:
            return found
        ids, first = np.unique(self.ids, return_index=True)
        rows = before[first, 0]
        known = {row.tobytes(): id for row, id in zip(rows, ids.tolist(), strict=True)}
        common = min(steps, len(before))
        same = np.zeros((steps, batch), bool)
        same[:common] = (now[:common] == before[:common, :1]).all(axis=2)
        found[:common] = np.where(same[:common], self.ids[:common, None], IGNORED)
        for t, row in np.argwhere(~same).tolist():
            found[t, row] = known.get(now[t, row].tobytes(), IGNORED)
        return _within(found, present)


def one_hot_ids(experiment: Experiment) -> Array | None:
    """Return the column of the 1 in each one-hot row: (T, B) int64.

    `IGNORED` stands for a row of zeros and for padding. None where a row is something else, or no
    row has a 1, or there is one column only.
    """
    values = experiment.sequence_as_read()
    hot = values == 1
    one = ((values == 0) | hot).all(axis=2) & (hot.sum(axis=2) <= 1)
    within = np.arange(len(values))[:, None] < np.asarray(experiment.lengths)
    if values.shape[2] < 2 or not (one | ~within).all() or not hot.any():
        return None
    return _within(np.where(hot.any(axis=2), hot.argmax(axis=2), IGNORED), experiment)


def ahead(ids: Array, lengths: tuple[int, ...], steps: int) -> Array:
    """Return the token that comes some steps after each timestep, as classes to forecast: (T, B).

    `IGNORED` stands where the row has ended by then.

    Args:
        ids: (T, B). lengths: of the batch rows. steps: at least 1.
    """
    classes = np.full_like(ids, IGNORED)
    classes[: max(len(ids) - steps, 0)] = ids[steps:]
    classes[np.arange(len(ids))[:, None] + steps >= np.asarray(lengths)] = IGNORED
    return classes


def _within(ids: Array, experiment: Experiment) -> Array:
    """Return the ids, with padding ignored."""
    t = np.arange(len(ids))[:, None]
    return np.where(t < np.asarray(experiment.lengths), ids, IGNORED)
