"""Texts for the place under the mouse on a timeline."""

from collections.abc import Callable

from simulator.arrays import Array
from simulator.network.gradient_quantities import DY, is_gradient
from simulator.network.quantities import LOSS, READOUT
from simulator.translation import tr
from ui.panels.timeline.gradients.number import number_of
from ui.panels.timeline.track_choice import INPUT, KEPT, OF_PINNED, SAID
from ui.panels.timeline.tracks.place import AHEAD, COVERED, UNKNOWN, RowPlace
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.style.unit_ranges import units_text

MOST_NAMED = 40
"""Longest list of units that is told, in characters; a longer one is counted."""


def words_of(
    snapshot: Snapshot,
    place: RowPlace,
    shows: str,
    name_of: Callable[[int], str],
    own: Array | None = None,
) -> str:
    """Describe a place as `f[1] at t 17 = 0.79542047`.

    Args:
        shows: values, curves (with the baseline's value) or differences.
        name_of: returns the name of a timestep. own: the magnitudes of units on their own scales.
    """
    where = tr("{name} at {place}", name=_name(snapshot, place), place=f"t {place.timestep}")
    label = snapshot.document.label_of(place.timestep)
    if place.ended:
        return tr("{where}: past the end of the row", where=where)
    if place.quantity in (*READOUT, DY) and not snapshot.reads_at(place.timestep):
        return tr("{where}: the readout has no output here", where=where)
    if place.state == UNKNOWN:
        return tr("{where}: not computed yet", where=where)
    if place.state == COVERED:
        return tr("{where}: hidden", where=where)
    if place.value is None:
        return f"{where} · {name_of(place.timestep)}" if label else where
    parts = [f"{where} = {number_format.exact(place.value)}"]
    if shows == "differences":
        parts = [f"Δ {parts[0]}"]
    parts[0] += _before(snapshot, place, shows)
    if label:
        parts.append(name_of(place.timestep))
    if place.state == AHEAD and place.quantity != INPUT:
        parts.append(tr("ahead"))
    if own is not None and place.unit is not None:
        limit = number_format.brief(float(own[place.unit]))
        parts.append(tr("scale of this unit: ±{limit}", limit=limit))
    if place.among != (1, 1):
        steps, units = place.among
        parts.append(tr("furthest from 0 in {area}", area=area(units, steps, place.units)))
    return " · ".join(parts)


def area(units: int, steps: int, named: tuple[int, ...] = ()) -> str:
    """Write an area as `2 units × 3 timesteps`, or as `units 3, 17, 40 × 3 timesteps`."""
    sides = []
    if units > 1:
        text = units_text(tuple(sorted(named)))
        told = named and len(text) <= MOST_NAMED
        sides.append(tr("units {units}", units=text) if told else tr("{count} units", count=units))
    if steps > 1:
        sides.append(tr("{count} timesteps", count=steps))
    return " × ".join(sides)


def _name(snapshot: Snapshot, place: RowPlace) -> str:
    """Write what a place shows: `f[1]`, an input by its column's name, or the share of c kept."""
    if place.quantity == KEPT:
        return tr("{what}, how much of c[{unit}] is kept", what=KEPT, unit=snapshot.unit)
    if place.quantity == LOSS:
        return LOSS
    if place.quantity == SAID:
        return tr("the prediction, if the row ended here,")
    if place.quantity in OF_PINNED and place.unit is not None:
        of = f"{OF_PINNED[place.quantity]}[{place.unit}]"
        return tr("{number} of the pinned network", number=of)
    if is_gradient(place.quantity) and place.unit is not None:
        return number_of(snapshot, place).name
    names = snapshot.document.feature_names
    if place.quantity == INPUT and place.unit is not None and place.unit < len(names):
        return f"x {names[place.unit]}"
    return f"{place.quantity}{'' if place.unit is None else f'[{place.unit}]'}"


def _before(snapshot: Snapshot, place: RowPlace, shows: str) -> str:
    """Write the number's value in the baseline, where that is shown."""
    comparison, lane = snapshot.against.comparison, snapshot.lane
    if comparison is None or place.unit is None or shows == "values":
        return ""
    if place.quantity in (INPUT, KEPT, SAID, *OF_PINNED) or not comparison.compares(place.quantity):
        return ""
    compared = snapshot.compared(place.quantity)
    if not compared.start <= place.timestep < compared.stop:
        return ""
    both = comparison.values(place.quantity, lane, snapshot.row)
    before, after = (a[place.timestep, place.unit] for a in (both.before, both.after))
    if comparison.lacks(before):
        return ""
    if shows == "differences":
        return f": {number_format.exact(before)} → {number_format.exact(after)}"
    return tr(", was {value}", value=number_format.exact(before))
