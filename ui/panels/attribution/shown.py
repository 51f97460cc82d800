"""Shown: contributions of one batch row over time, on one signed scale, with their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from simulator.analysis.attribution import Attribution
from simulator.arrays import Array
from simulator.translation import percent, tr
from ui.style.colours import Scale, map_of, peak_of, round_limit
from ui.style.number_format import signed
from ui.style.theme import Theme
from ui.style.word_text import one_line

_MOST_NAMED: Final = 4
"""Features that are named of a timestep, the largest contributions first."""

_FIGURES: Final = 3


@dataclass(frozen=True, eq=False)
class Shown:
    """Contributions of a row.

    Attributes:
        values: (n, I). words: those of the timesteps, empty where there is none.
        features: their names, or none.
    """

    values: Array
    words: tuple[str, ...]
    features: Sequence[str]

    @classmethod
    def of(
        cls, found: Attribution, row: int, labels: Sequence[str], features: Sequence[str]
    ) -> "Shown":
        """Take a row of an attribution; it has as many timesteps as labels, some of them empty."""
        names = features if len(features) == found.values.shape[-1] else ()
        return cls(found.values[: len(labels), row], tuple(map(one_line, labels)), names)

    @cached_property
    def over_time(self) -> Array:
        """Contributions of each timestep, (n,)."""
        return np.asarray(self.values.sum(axis=-1))

    @cached_property
    def limit(self) -> float:
        """Magnitude at the ends of the scale."""
        return round_limit(peak_of(self.over_time))

    def scale(self, theme: Theme) -> Scale:
        """Return the colours of contributions: smooth ones, for they are no gradients."""
        return Scale(map_of(theme, None), (-self.limit, self.limit))

    def word(self, t: int) -> str:
        """Return the word of a timestep, or its number."""
        return self.words[t] or f"t {t}"

    def sentence(self, t: int) -> str:
        """Write what a timestep contributes, and which features most of it."""
        word = f" “{self.words[t]}”" if self.words[t] else ""
        said = f"t {t}{word}: {signed(float(self.over_time[t]), 4)}"
        if self.values.shape[1] == 1:
            return said
        order = np.argsort(-np.abs(self.values[t]), kind="stable")[:_MOST_NAMED].tolist()
        parts = [
            f"{self._feature(k)} {signed(float(self.values[t, k]), 4)}"
            for k in order
            if self.values[t, k]
        ]
        return f"{said} ({', '.join(parts)})" if parts else said

    def _feature(self, k: int) -> str:
        return one_line(self.features[k]) if self.features else f"x[{k}]"


def completeness(found: Attribution) -> str:
    """Say what the contributions sum to, of what they should, and how much of that is missing."""
    whole = found.at_input - found.at_baseline
    numbers = {"total": signed(found.total, _FIGURES), "whole": signed(whole, _FIGURES)}
    if not np.isfinite(found.missing):
        return tr("sum: {total} of {whole}", **numbers)
    missing = percent(abs(found.missing / whole)) if whole else signed(found.missing, _FIGURES)
    return tr("sum: {total} of {whole}; {missing} missing", **numbers, missing=missing)
