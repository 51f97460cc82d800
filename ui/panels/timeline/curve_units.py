"""CurveUnits: the units that a timeline draws as curves."""

from ui.panels.timeline.tracks.curves import MARKERS
from ui.session.snapshot import Snapshot

AT_FIRST = 4
"""Number of curves drawn before the user chooses."""


class CurveUnits:
    """Units that the user has chosen, beside the selected one."""

    def __init__(self) -> None:
        self._chosen: tuple[int, ...] | None = None

    def choose(self, units: tuple[int, ...]) -> None:
        """Draw these units."""
        self._chosen = units

    def chosen_of(self, snapshot: Snapshot) -> tuple[int, ...]:
        """Return the chosen units that a lane has."""
        width = snapshot.experiment.config.hidden_size
        if self._chosen is None:
            return tuple(range(min(AT_FIRST, width)))
        return tuple(unit for unit in self._chosen if unit < width)

    def drawn(self, snapshot: Snapshot) -> tuple[int, ...]:
        """Return the chosen units and the selected one, at most as many as there are markers."""
        unit = snapshot.unit
        others = [u for u in self.chosen_of(snapshot) if u != unit][: MARKERS - 1]
        return tuple(sorted([*others, unit]))

    def toggled(self, snapshot: Snapshot, unit: int) -> tuple[int, ...] | None:
        """Return the chosen units with another one, or without it; None where it has no marker."""
        chosen = set(self.chosen_of(snapshot)) ^ {unit}
        return tuple(sorted(chosen)) if len(chosen) <= MARKERS else None
