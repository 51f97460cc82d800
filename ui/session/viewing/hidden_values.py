"""HiddenValues: numbers that are computed but hidden in panels, tooltips and the status line.

Everyone who shows a number asks the snapshot first (`Snapshot.shows`); nobody else decides.
"""

from dataclasses import dataclass

from simulator.analysis.address import Address


@dataclass(frozen=True, slots=True)
class HiddenValues:
    """Numbers to hide.

    Attributes:
        ahead: True to hide everything that the position has not reached.
        numbers: single numbers to hide.
    """

    ahead: bool = False
    numbers: frozenset[Address] = frozenset()
