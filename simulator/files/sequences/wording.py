"""Wording: the words that name the rows of a one-hot input, and texts of such words as rows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ...arrays import Array
from ...experiment.experiment import Experiment
from ...translation import tr
from ..errors import plain
from .text import shown

SILENCE: Final = "…"
"""Word for a row of zeros, which every wording knows."""
MOST_WORDS: Final = 1_000_000
"""Largest number of words in a text."""
_LARGEST: Final = 20_000_000
"""Largest number of numbers that are looked at."""
_NAMED = 12
"""Number of words that an error names."""

_REPEATED = re.compile(r"(.+)[×*]([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of a one-hot input: each names a column, or a row of zeros.

    Attributes:
        columns: the names of the I features, all different.
        silent: the words for rows of zeros, in the order in which the input has them.
    """

    columns: tuple[str, ...]
    silent: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, experiment: Experiment, columns: Sequence[str], labels: Sequence[str]
    ) -> "Wording | None":
        """Return the words of an experiment's input; None where words do not name its rows.

        They do when each column has a name of its own and every row has at most one number, a 1. A
        single column of zeros and ones is only so where a label is its name.

        Args:
            columns: the names of the features, if they have any. labels: of the timesteps.
        """
        names, sequence = tuple(columns), experiment.sequence
        if len({*names} - {""}) != sequence.shape[2] or sequence.size > _LARGEST:
            return None
        if experiment.scaling is not None or (len(names) == 1 and names[0] not in labels):
            return None
        within = np.arange(len(sequence))[:, None] < np.array(experiment.lengths)
        bits = (sequence == 0) | (sequence == 1)
        if not (bits.all(axis=2) & (sequence.sum(axis=2) <= 1) | ~within).all():
            return None
        heard: list[bool] = np.any(sequence, axis=(1, 2)).tolist()
        silent = (label for label, hot in zip(labels, heard, strict=False) if not hot)
        return cls(names, tuple(dict.fromkeys(w for w in silent if w and w not in names)))

    @property
    def is_letters(self) -> bool:
        """True when every word is one character, so that a text needs no separators."""
        return all(len(word) == 1 for word in (*self.columns, *self.silent))

    @property
    def offered(self) -> tuple[str, ...]:
        """The words to choose from: those of the columns, and those for silence.

        Where many letters are silent, as in a text of which only the brackets are heard, one sign
        stands for them.
        """
        any_letter = self.is_letters and len(self.silent) > 1
        return (*self.columns, *((SILENCE,) if any_letter or not self.silent else self.silent))

    def read(self, text: str) -> tuple[str, ...]:
        """Return the words of a text, in full.

        Words are separated by spaces or commas; a beginning that fits one word alone is enough, and
        `tap×3` or `tap*3` is three. Letters need no separators.

        Raises:
            ValueError: names what is no word, and the words there are.
        """
        words: list[str] = []
        for word, times in self._letters(text) if self.is_letters else self._words(text):
            if len(words) + times > MOST_WORDS:
                raise ValueError(tr("more than {most:,} words", most=MOST_WORDS))
            words += [word] * times
        return tuple(words)

    def rows(self, words: Iterable[str]) -> Array:
        """Return one-hot rows, (n, I) float64; words that name no column give zeros."""
        places = {name: place for place, name in enumerate(self.columns)}
        hot = [places.get(word, -1) for word in words]
        rows = np.zeros((len(hot), len(self.columns)))
        for t, column in enumerate(hot):
            if column >= 0:
                rows[t, column] = 1
        return rows

    def _letters(self, text: str) -> Iterable[tuple[str, int]]:
        known = {*self.columns, *self.silent, SILENCE}
        for letter in text.removesuffix("\n"):
            word = letter if letter in known else shown(letter)
            if word in known:
                yield word, 1
            elif not letter.isspace():
                if len(self.silent) < 2:
                    raise self._no_word(letter)
                yield letter, 1

    def _words(self, text: str) -> Iterable[tuple[str, int]]:
        known = dict.fromkeys((*self.columns, *self.silent, SILENCE))
        spaced = any(re.search(r"\s", word) for word in known)
        for typed in filter(None, re.split(r"\s*[,\n]\s*" if spaced else r"[\s,]+", text.strip())):
            repeated = None if typed in known else _REPEATED.fullmatch(typed)
            if repeated is None:
                yield self._word(typed, known), 1
            else:
                yield self._word(repeated[1].strip(), known), int(repeated[2])

    def _word(self, typed: str, known: Iterable[str]) -> str:
        """Return the word that was meant: itself, else without its case, else by its beginning."""
        if typed in known:
            return typed
        if typed in ("...", "."):
            return SILENCE
        folded = typed.casefold()
        for fits in (folded.__eq__, lambda word: word.startswith(folded)):
            found = [word for word in known if fits(word.casefold())]
            if len(found) == 1:
                return found[0]
            if found:
                either = ", ".join(plain(word, 40) for word in found[:_NAMED])
                raise ValueError(
                    tr("“{word}” can mean {words}. Type more", word=plain(typed, 40), words=either)
                )
        raise self._no_word(typed)

    def _no_word(self, typed: str) -> ValueError:
        words = ", ".join(plain(word, 40) for word in self.offered[:_NAMED])
        if len(self.offered) > _NAMED:
            words += ", …"
        word = plain(typed, 40)
        return ValueError(
            tr("“{word}” is not a word in this input. Available: {words}", word=word, words=words)
        )
