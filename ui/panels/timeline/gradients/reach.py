"""GradientReach: the scale that a timeline draws gradients on."""

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

    It is the one that all panels share, or by choice one with other steps, or a linear one. What
    only the timeline shows, differences and a baseline behind curves, it measures itself.

    Attributes:
        choice: one of `CHOICES`.
    """

    def __init__(self) -> None:
        self.choice = AUTOMATIC
        self._of: tuple[object, ...] = ()
        self._done: dict[str, slice] = {}
        self._counts, self._peak, self._limit = DecadeCounts(), 0.0, 0.0

    def choose(self, choice: str) -> None:
        """Draw gradients in another way."""
        if choice != self.choice:
            self.choice, self._limit = choice, 0.0

    def start(self, *of: object, edited: bool = False) -> None:
        """Measure anew for another way back, lane or row. edited: by an edit of the experiment."""
        if len(of) != len(self._of) or any(
            a is not b and a != b for a, b in zip(of, self._of, strict=False)
        ):
            self._of, self._done = of, {}
            self._counts, self._peak = DecadeCounts(), 0.0
            self._limit = self._limit if edited else 0.0

    def of(
        self,
        shared: DecadeRange | None,
        gradients: Mapping[str, Recorded],
        computed: Mapping[str, slice],
        whole: bool,
        own: bool = False,
    ) -> Ends | None:
        """Return the scale of what is computed; None where all is 0.

        Args:
            shared: the scale of all panels. whole: all of the way back is computed.
            own: some of the gradients are shown by the timeline alone.
        """
        if own or self.choice == LINEAR:
            self._measure(gradients, computed)
        decades = shared
        if own and self._counts.any:
            found = self._counts.range()
            decades = found if shared is None else shared.grown(found)
        if decades is None or self.choice == AUTOMATIC:
            return decades
        if self.choice != LINEAR:
            return DecadeRange(decades.top, int(self.choice))
        now = round_limit(self._peak) if whole else float(doubled(np.array(self._peak)))
        self._limit = now if whole else max(self._limit, now)
        return -self._limit, self._limit

    def _measure(self, gradients: Mapping[str, Recorded], computed: Mapping[str, slice]) -> None:
        """Look at what is newly computed."""
        for key, series in gradients.items():
            for part in grown(self._done.get(key, NOTHING), computed[key]):
                values = np.asarray(series[part])
                self._counts.add(values)
                self._peak = max(self._peak, peak_of(values))
            self._done[key] = computed[key]
