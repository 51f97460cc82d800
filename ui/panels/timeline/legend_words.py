"""What the head of a timeline says: whose scales the rows have, and what a pixel stands for."""

from simulator.translation import tr
from ui.panels.timeline.gradients.tracks import GradientTracks
from ui.panels.timeline.legend import LegendEntry, gradients_text
from ui.panels.timeline.mouse.place_words import area
from ui.panels.timeline.plots import TimePlots
from ui.panels.timeline.track_choice import CARRIED
from ui.session.snapshot import Snapshot
from ui.style.decades import DecadeRange
from ui.style.theme import BOUNDED_0_1


def entries_of(plots: TimePlots, snapshot: Snapshot, differs: bool) -> tuple[LegendEntry, ...]:
    """Return the scales of the rows; rows with equal ones share an entry.

    Args:
        differs: the rows show differences.
    """
    shared: dict[LegendEntry, list[str]] = {}
    for quantity in filter(plots.rows.__contains__, plots.shown):
        row = plots.rows[quantity]
        fixed = quantity in BOUNDED_0_1 or (snapshot.lane, quantity) not in snapshot.ranges.limits
        grows = not (fixed or differs or snapshot.ranges.whole)
        own = row.own is not None
        limits = row.limits if isinstance(row.limits, tuple) and not own else (-1.0, 1.0)
        note = tr("so far") if grows and not own else ""
        entry = LegendEntry((), limits, differs, row.heat_map.marks_ends, own, note)
        shared.setdefault(entry, []).append(quantity)
    return tuple(entry.of(tuple(quantities)) for entry, quantities in shared.items())


def entry_of_gradients(plots: TimePlots, tracks: GradientTracks) -> LegendEntry | None:
    """Return the scale of the rows of gradients; None while there are none, or nothing of them."""
    shown = tuple(track for track in plots.shown if track in plots.gradients)
    known = [tracks.known[track] for track in shown if track in tracks.known]
    if tracks.ends is None or all(part.start >= part.stop for part in known):
        return None
    note = tr("so far") if tracks.grows else ""
    if isinstance(tracks.ends, DecadeRange):
        limits, differs = (-1.0, 1.0), tracks.differs
        return LegendEntry(shown, limits, True, note=note, decades=tracks.ends, differs=differs)
    return LegendEntry((gradients_text(tracks.differs),), tracks.ends, note=note)


def shared_pixels(plots: TimePlots, as_curves: bool) -> str:
    """Say how many values share a pixel; empty where none do."""
    steps, units = plots.rows[CARRIED].heat_map.cell
    if as_curves:
        if steps == 1:
            return ""
        return tr("each pixel covers {steps} timesteps", steps=steps)
    if steps == units == 1:
        return tr("rows ordered as in Units") if plots.order is not None else ""
    text = tr("each cell shows the value furthest from 0 in {area}", area=area(units, steps))
    if any(plots.rows[gate].heat_map.marks_ends for gate in BOUNDED_0_1.intersection(plots.rows)):
        text += tr(". A cell is “between” only if all its values are")
    return text
