"""Places of a timeline's rows: what lies at a point."""

from dataclasses import dataclass

import numpy as np

KNOWN, AHEAD, COVERED, UNKNOWN, ENDED = "known", "ahead", "covered", "unknown", "ended"
"""States of a place: reached, dimmed, hidden on purpose, not shown yet, past the row's end."""

Cells = frozenset[tuple[int, int]]
"""Timesteps and units."""


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Value at a point of a timeline.

    Attributes:
        quantity: the row's letter: a quantity of a cell, x, or ∏f.
        unit: None where no unit is drawn. timestep: of the value that the plot shows there.
        pointed: the timestep under the point.
        value: in the trace's dtype; None when it is not to be seen.
        state: why it is seen, or not.
        among: timesteps and units that share the point; the value is the outermost of them.
        units: the units that share the point, in the order of the row; empty over curves.
    """

    quantity: str
    unit: int | None
    timestep: int
    pointed: int
    value: np.floating | None = None
    state: str = KNOWN
    among: tuple[int, int] = (1, 1)
    units: tuple[int, ...] = ()

    @property
    def ended(self) -> bool:
        """True past the end of a row that is shorter than others."""
        return self.state == ENDED
