"""Words of Activations on what is under the mouse."""

from simulator.analysis.activation_histogram import BINS, REACH, Histogram, middles
from simulator.arrays import Array
from simulator.network.quantities import EVERY
from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.style import number_format


def name_of_lane(snapshot: Snapshot) -> str:
    """Return the lane's name, after a dot, when there are several."""
    config, lane = snapshot.experiment.config, snapshot.lane
    if config.num_lanes == 1:
        return ""
    return f" · {lane.text() if config.bidirectional else tr('layer {layer}', layer=lane.layer)}"


def argument(quantity: str) -> str:
    """Return the quantity on a curve: a gate's sum, or c itself."""
    return EVERY[quantity].argument or quantity


def arguments_of(snapshot: Snapshot, quantity: str) -> Array:
    """Return the arguments of a quantity's curve over all timesteps: (T, H)."""
    return snapshot.values(argument(quantity))


def words_on_part(quantity: str, counted: Histogram, part: int) -> str:
    """Tell how many numbers lie in one part of a histogram."""
    half = REACH[counted.function] / BINS
    middle = float(middles(counted.function)[part])
    low, high = number_format.short(middle - half), number_format.short(middle + half)
    where = tr("from {low} to {high}", low=low, high=high)
    if part == 0:
        where = tr("below {high}", high=high)
    elif part == BINS - 1:
        where = tr("at least {low}", low=low)
    return tr(
        "{name}: {count:,} of {total:,} values are {where}",
        name=argument(quantity),
        count=counted.counts[part],
        total=counted.total,
        where=where,
    )


def words_on_unit(snapshot: Snapshot, quantity: str, unit: int) -> str:
    """Tell one unit's number at the timestep that is looked at."""
    t = snapshot.timestep
    assert t is not None
    at = number_format.exact(arguments_of(snapshot, quantity)[t, unit])
    name = tr("{name} at {place}", name=f"{quantity}[{unit}]", place=f"t {t}")
    function = EVERY[quantity].function
    if not function:
        return f"{name} = {at}"
    value = number_format.exact(snapshot.values(quantity)[t, unit])
    return f"{name} = {function}({at}) = {value}"
