"""Answer of a readout beside the cell that is looked at: y, p and the loss, as vectors."""

from simulator.analysis.address import Address
from simulator.network.quantities import ALL, LOSS
from simulator.objective.readout import EVERY
from simulator.translation import tr
from ui.panels.cell.cell_values import Vector
from ui.session.snapshot import Snapshot


def answer_vectors(snapshot: Snapshot, timestep: int) -> dict[str, Vector]:
    """Return y, p and loss at a timestep of the selected row by key; empty without a readout.

    Over the last step or h_n there is one answer: it is that, whatever the timestep.
    """
    objective, row = snapshot.experiment.objective, snapshot.row
    readout = objective.readout
    if readout is None:
        return {}
    every = readout.over == EVERY
    t = timestep if every else snapshot.experiment.lengths[row] - 1
    vectors = {}
    for key in objective.quantities:
        first = Address(key, t=t, row=row)
        cell, values = first.cell(snapshot.schedule), snapshot.values(key)[t]
        known, shown = snapshot.knows(cell, key), snapshot.shows(cell, key)
        hidden = (n for n in snapshot.cover.numbers if (n.quantity, n.t, n.row) == (key, t, row))
        vectors[key] = Vector(
            key,
            key,
            f"{key}[t]" if every else f"{key}[{t}]",
            tr("{meaning} at {place}", meaning=tr(ALL[key].meaning), place=f"t {t}"),
            values if known else None,
            len(values),
            (first,),
            names=() if key == LOSS else readout.names,
            ahead=values if shown and not known else None,
            covered=frozenset(n.unit for n in hidden),
        )
    return vectors
