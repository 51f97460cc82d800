"""GradientReach: the one scale of all gradients of a lane and row."""

from collections.abc import Mapping

import numpy as np

from ui.panels.timeline.scales import doubled
from ui.style.colours import peak_of, round_limit
from ui.style.decades import WIDTHS, DecadeCounts, DecadeRange, Ends
from ui.widgets.downsampling import NOTHING, Recorded, grown

AUTOMATIC, LINEAR = "automatic", "linear"
CHOICES = (AUTOMATIC, *map(str, WIDTHS), LINEAR)
"""How gradients are drawn: in steps of as many decades as they need, or of some, or linear."""


class GradientReach:
    """Scale of all gradients together, so that their colours can be compared.

    While the way back is walked it only grows; at its end it is that of the whole.

    Attributes:
        choice: one of `CHOICES`.
    """

    def __init__(self) -> None:
        self.choice = AUTOMATIC
        self._of: tuple[object, ...] = ()
        self._done: dict[str, slice] = {}
        self._counts, self._peak = DecadeCounts(), 0.0
        self._shown: Ends | None = None

    def choose(self, choice: str) -> None:
        """Draw gradients in another way."""
        if choice != self.choice:
            self.choice, self._shown = choice, None

    def start(self, *of: object, edited: bool = False) -> None:
        """Count anew for another way back, lane or row. edited: by an edit of the experiment."""
        if len(of) != len(self._of) or any(
            a is not b and a != b for a, b in zip(of, self._of, strict=False)
        ):
            self._of, self._done = of, {}
            self._counts, self._peak = DecadeCounts(), 0.0
            self._shown = self._shown if edited else None

    def of(
        self, gradients: Mapping[str, Recorded], computed: Mapping[str, slice], whole: bool
    ) -> Ends:
        """Return the scale of what is computed. whole: that is all of the way back."""
        for key, series in gradients.items():
            for part in grown(self._done.get(key, NOTHING), computed[key]):
                values = np.asarray(series[part])
                self._counts.add(values)
                self._peak = max(self._peak, peak_of(values)) if values.size else self._peak
            self._done[key] = computed[key]
        now, before = self._now(whole), self._shown
        if not whole and before is not None:
            now = _larger(before, now)
        self._shown = now
        return now

    def _now(self, whole: bool) -> Ends:
        if self.choice == LINEAR:
            limit = round_limit(self._peak) if whole else float(doubled(np.array(self._peak)))
            return -limit, limit
        return self._counts.range(None if self.choice == AUTOMATIC else int(self.choice))


def _larger(before: Ends, now: Ends) -> Ends:
    """Return the scale that reaches as far as both; those of another kind are forgotten."""
    if isinstance(before, DecadeRange) and isinstance(now, DecadeRange):
        return before.grown(now)
    if isinstance(before, tuple) and isinstance(now, tuple):
        return max(before, now, key=max)
    return now
