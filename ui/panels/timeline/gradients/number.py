"""Numbers at places of a timeline: of dz, which stacks four gates, the part of one gate."""

from simulator.analysis.address import Address
from simulator.network.gradient_quantities import GRADIENTS
from ui.panels.timeline.tracks.place import RowPlace
from ui.session.snapshot import Snapshot


def number_of(snapshot: Snapshot, place: RowPlace, timestep: int | None = None) -> Address:
    """Return the address of the number at a place with a unit, or at another timestep."""
    assert place.unit is not None
    key, unit = place.quantity, place.unit
    parts = {row.block: part for part, row in GRADIENTS.items() if row.block is not None}
    if key == "dz":
        block, unit = divmod(unit, snapshot.experiment.config.hidden_size)
        key = parts[block]
    t = place.timestep if timestep is None else timestep
    return Address(key, snapshot.lane, t, snapshot.row, unit)


def covered_cells_of(snapshot: Snapshot, key: str) -> frozenset[tuple[int, int]]:
    """Return the timesteps and places of a row of gradients that are not to be seen."""
    if key != "dz":
        return snapshot.covered(key)
    width = snapshot.experiment.config.hidden_size
    return frozenset(
        (t, row.block * width + unit)
        for part, row in GRADIENTS.items()
        if row.block is not None
        for t, unit in snapshot.covered(part)
    )
