"""Labels of timesteps after the input was edited: a word that names a one-hot row follows it."""

from collections.abc import Sequence

import numpy as np

from ..arrays import Array
from .experiment import Experiment

_ZEROS = -1
_OTHER = -2


def labels_after_edits(
    labels: tuple[str, ...],
    original: Experiment,
    present: Experiment,
    feature_names: Sequence[str] = (),
) -> tuple[str, ...]:
    """Return the labels of the present input's timesteps.

    Labels that name rows, as words name the rows of a one-hot text, belong to the rows: a row that
    became another is named by its new word, or by nothing where it has no word. Other labels, as
    years, name the timesteps, and stay. A normalised input is looked at as it was read.

    Args:
        labels: of the original input, T of them or none, and of the timesteps appended to it.
        feature_names: I of them or none.
    """
    if not labels or original.sequence is present.sequence:
        return labels
    before, now = original.sequence_as_read(), present.sequence_as_read()
    if before.shape[1:] != now.shape[1:] or len(labels) != len(now) or len(now) < len(before):
        return labels
    columns = _hot_columns(before, original.lengths)
    word_of = _words(labels[: len(before)], columns, feature_names)
    if word_of is None:
        return labels
    column_of = {word: column for column, word in word_of.items()}
    column_of |= {name: column for column, name in enumerate(feature_names)}
    begun = [column_of.get(word, _ZEROS) for word in labels[len(before) :]]
    for column, name in enumerate(feature_names):
        if name not in word_of.values():
            word_of.setdefault(column, name)
    after = _hot_columns(now, present.lengths)
    return tuple(
        label if old == new else word_of.get(new, "")
        for label, old, new in zip(labels, [*columns.tolist(), *begun], after.tolist(), strict=True)
    )


def _words(
    labels: tuple[str, ...], columns: Array, feature_names: Sequence[str]
) -> dict[int, str] | None:
    """Return each row's word by its hot column; None when the labels do not name the rows.

    They do when rows with equal words are equal, and when that is not by chance: a word is
    repeated, or is the name of its row's column. Rows of zeros may have several words, which name
    none of them.
    """
    if len(labels) != len(columns) or (columns == _OTHER).any():
        return None
    pairs = set(zip(columns.tolist(), labels, strict=True))
    words: dict[int, list[str]] = {}
    for column, word in pairs:
        words.setdefault(column, []).append(word)
    several = {column for column, found in words.items() if len(found) > 1}
    if several - {_ZEROS} or len({word for _, word in pairs}) < len(pairs):
        return None
    word_of = {column: word for column, (word, *_) in words.items() if column not in several}
    named = any(feature_names[c : c + 1] == (word,) for c, word in pairs if c >= 0)
    return word_of if named or len(pairs) < len(labels) else None


def _hot_columns(values: Array, lengths: tuple[int, ...]) -> Array:
    """Return the column of the 1 in each timestep's one-hot row, which all batch rows share: (T,).

    `_ZEROS` stands for a row of zeros, `_OTHER` for one that is not one-hot, or not shared.

    Args:
        values: (T, B, I). lengths: the timesteps of each batch row; padding is not looked at.
    """
    one_hot = ((values == 0) | (values == 1)).all(axis=2) & (values.sum(axis=2) <= 1)
    column = np.where(values.any(axis=2), values.argmax(axis=2), _ZEROS)
    column = np.where(one_hot, column, _OTHER)
    within = np.arange(len(values))[:, None] < np.array(lengths)
    longest = column[:, int(np.argmax(lengths))]
    shared = ((column == longest[:, None]) | ~within).all(axis=1)
    return np.where(shared, longest, _OTHER)
