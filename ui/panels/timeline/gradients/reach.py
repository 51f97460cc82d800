"""GradientReach: the scale that a timeline draws gradients on."""

from collections.abc import Mapping

import numpy as np

from ui.panels.timeline.scales import doubled
from ui.style.colours import peak_of, round_limit
from ui.style.decades import WIDTHS, DecadeRange, Ends
from ui.widgets.downsampling import NOTHING, Recorded, grown

AUTOMATIC, LINEAR = "automatic", "linear"
CHOICES = (AUTOMATIC, *map(str, WIDTHS), LINEAR)
"""How gradients are drawn: in steps of as many decades as they need, or of some, or linear."""


class GradientReach:
    """Scale of all gradients together, so that their colours can be compared.

    It is the one that all panels share, or by choice one with other steps, or a linear one.

    Attributes:
        choice: one of `CHOICES`.
    """

    def __init__(self) -> None:
        self.choice = AUTOMATIC
        self._of: tuple[object, ...] = ()
        self._done: dict[str, slice] = {}
        self._peak = self._limit = 0.0

    def choose(self, choice: str) -> None:
        """Draw gradients in another way."""
        if choice != self.choice:
            self.choice, self._limit = choice, 0.0

    def start(self, *of: object, edited: bool = False) -> None:
        """Measure anew for another way back, lane or row. edited: by an edit of the experiment."""
        if len(of) != len(self._of) or any(
            a is not b and a != b for a, b in zip(of, self._of, strict=False)
        ):
            self._of, self._done, self._peak = of, {}, 0.0
            self._limit = self._limit if edited else 0.0

    def of(
        self,
        shared: DecadeRange | None,
        gradients: Mapping[str, Recorded],
        computed: Mapping[str, slice],
        whole: bool,
    ) -> Ends | None:
        """Return the scale of what is computed; None where all is 0.

        Args:
            shared: the scale of all panels. whole: all of the way back is computed.
        """
        if shared is None:
            return None
        if self.choice == AUTOMATIC:
            return shared
        if self.choice != LINEAR:
            return DecadeRange(shared.top, int(self.choice))
        for key, series in gradients.items():
            for part in grown(self._done.get(key, NOTHING), computed[key]):
                self._peak = max(self._peak, peak_of(np.asarray(series[part])))
            self._done[key] = computed[key]
        now = round_limit(self._peak) if whole else float(doubled(np.array(self._peak)))
        self._limit = now if whole else max(self._limit, now)
        return -self._limit, self._limit
