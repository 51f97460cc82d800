"""Texts for the place under the mouse on a timeline."""

from collections.abc import Callable

from simulator.translation import tr
from ui.panels.timeline.row import RowPlace
from ui.session.snapshot import Snapshot
from ui.style import number_format


def words_of(snapshot: Snapshot, place: RowPlace, shows: str, name_of: Callable[[int], str]) -> str:
    """Describe a place as `f[1] at t 17 = 0.79542047`.

    Args:
        shows: values, curves (with the baseline's value) or differences.
        name_of: returns the name of a timestep.
    """
    name = f"{place.quantity}{'' if place.unit is None else f'[{place.unit}]'}"
    where = tr("{name} at {place}", name=name, place=f"t {place.timestep}")
    if place.ended:
        return tr("{where}: past the end of the row", where=where)
    if place.value is None:
        return tr("{where}: not known yet", where=where)
    text = f"{where} = {number_format.exact(place.value)}"
    if shows == "differences":
        text = f"Δ {text}"
    text += _before(snapshot, place, shows)
    if snapshot.document.label_of(place.timestep):
        text += f" · {name_of(place.timestep)}"
    steps, units = place.among
    if steps == units == 1:
        return text
    return tr("{text} · outermost of {area}", text=text, area=area(units, steps))


def area(units: int, steps: int) -> str:
    """Write an area as `2 units × 3 timesteps`."""
    sides = []
    if units > 1:
        sides.append(tr("{count} units", count=units))
    if steps > 1:
        sides.append(tr("{count} timesteps", count=steps))
    return " × ".join(sides)


def _before(snapshot: Snapshot, place: RowPlace, shows: str) -> str:
    """Write the number's value in the baseline, where that is shown."""
    comparison, lane = snapshot.against.comparison, snapshot.lane
    compared = snapshot.compared(place.quantity)
    known = compared.start <= place.timestep < compared.stop
    if comparison is None or place.unit is None or not known or shows == "values":
        return ""
    both = comparison.values(place.quantity, lane, snapshot.row)
    before, after = (a[place.timestep, place.unit] for a in (both.before, both.after))
    if comparison.lacks(before):
        return ""
    if shows == "differences":
        return f": {number_format.exact(before)} → {number_format.exact(after)}"
    return tr(", was {value}", value=number_format.exact(before))
