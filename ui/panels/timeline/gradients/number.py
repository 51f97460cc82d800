"""Numbers at places of a timeline: of dz, which stacks four gates, the part of one gate."""

from simulator.analysis.address import Address
from ui.panels.timeline.tracks.place import RowPlace
from ui.session.snapshot import Snapshot


def number_of(snapshot: Snapshot, place: RowPlace, timestep: int | None = None) -> Address:
    """Return the address of the number at a place with a unit, or at another timestep."""
    assert place.unit is not None
    key, unit = place.quantity, place.unit
    if key == "dz":
        block, unit = divmod(unit, snapshot.experiment.config.hidden_size)
        key = parts_of(snapshot)[block]
    t = place.timestep if timestep is None else timestep
    return Address(key, snapshot.lane, t, snapshot.row, unit)


def covered_cells_of(snapshot: Snapshot, key: str) -> frozenset[tuple[int, int]]:
    """Return the timesteps and places of a row of gradients that are not to be seen."""
    if key != "dz":
        return snapshot.covered(key)
    width = snapshot.experiment.config.hidden_size
    return frozenset(
        (t, block * width + unit)
        for block, part in enumerate(parts_of(snapshot))
        for t, unit in snapshot.covered(part)
    )


def parts_of(snapshot: Snapshot) -> list[str]:
    """Return the parts of dz of the document's cell, in the order in which they are stacked."""
    return [f"d{key}" for key in snapshot.experiment.config.cell.sums]
