"""Changes of a cell's numbers since the baseline: those of one timestep, in both runs."""

from collections.abc import Iterable

from simulator.arrays import Array
from ui.session.snapshot import Snapshot

Changes = dict[str, tuple[Array, Array]]
"""(before, after) of one timestep by quantity, (width,) each."""


def changes_of(snapshot: Snapshot, timestep: int, keys: Iterable[str]) -> Changes:
    """Return the numbers of a timestep of the selected lane and row that both runs know.

    Args:
        keys: of quantities and gradients; what is not compared is left out.
    """
    comparison, changes = snapshot.against.comparison, Changes()
    if comparison is None:
        return changes
    for key in keys:
        compared = snapshot.compared(key) if comparison.compares(key) else slice(0, 0)
        if compared.start <= timestep < compared.stop:
            both = comparison.values(key, snapshot.lane, snapshot.row)
            before, after = both.before[timestep], both.after[timestep]
            if not comparison.lacks(before):
                changes[key] = before, after
    return changes
