"""What a timeline draws of a snapshot: arrays, and the timesteps of each that are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.analysis.comparison import FirstDifference
from simulator.analysis.memory_kept import memory_kept
from simulator.arrays import Array
from simulator.network.quantities import EVERY
from simulator.translation import tr
from ui.panels.timeline.scales import TrackScales
from ui.panels.timeline.tracks.row import TimeRow
from ui.session.snapshot import Snapshot
from ui.widgets.downsampling import Recorded, joined


@dataclass(frozen=True)
class Bound:
    """Arrays of one lane and row.

    Attributes:
        values: (T, width) of each quantity, m only with a projection.
        length: the timesteps of the row, at most T.
        ghosts: (T, width) of each quantity, to draw behind the curves.
        own: (width,) magnitudes of the units of each quantity on scales of their own.
        names: of each quantity. differs: the values are differences.
    """

    values: Mapping[str, Array | FirstDifference]
    length: int
    ghosts: Mapping[str, Recorded] = field(default_factory=dict)
    own: Mapping[str, Array] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    differs: bool = False


@dataclass(frozen=True)
class Seen:
    """Timesteps of each quantity to show: known, ahead, and known of the ghosts."""

    known: Mapping[str, slice]
    ahead: Mapping[str, slice] = field(default_factory=dict)
    ghosts: Mapping[str, slice] = field(default_factory=dict)


def bound_of(snapshot: Snapshot, differs: bool, scales: TrackScales, each_own: bool) -> Bound:
    """Return the arrays of the selected lane and row.

    Args:
        differs: draw differences. each_own: draw each unit on a scale of its own.
    """
    quantities = snapshot.experiment.config.steps
    comparison, row = snapshot.against.comparison, snapshot.row
    length = snapshot.experiment.lengths[row]
    names = {quantity: tr(EVERY[quantity].meaning) for quantity in quantities}
    differences = {
        quantity: comparison.values(quantity, snapshot.lane, row)
        for quantity in quantities
        if comparison is not None
    }
    if differs:
        return Bound(differences, length, names=names, differs=True)
    return Bound(
        {quantity: snapshot.values(quantity) for quantity in quantities},
        length,
        {quantity: both.before for quantity, both in differences.items()},
        scales.owns(snapshot) if each_own else {},
        names,
    )


def seen_of(snapshot: Snapshot, differs: bool) -> Seen:
    """Return the timesteps that are shown: of differences those known in both runs."""
    quantities = snapshot.experiment.config.steps
    known = {quantity: snapshot.known(quantity) for quantity in quantities}
    ahead = {quantity: snapshot.ahead(quantity) for quantity in quantities}
    if snapshot.against.comparison is None:
        return Seen(known, ahead)
    compared = {quantity: snapshot.compared(quantity) for quantity in quantities}
    if not differs:
        return Seen(known, ahead, compared)
    for quantity in quantities:
        both = snapshot.known_at(quantity, snapshot.lane, snapshot.row, snapshot.against.position)
        ahead[quantity] = common(ahead[quantity], both)
    return Seen(compared, ahead)


def kept_of(snapshot: Snapshot) -> tuple[Array, slice, slice]:
    """Return the share of the selected unit's c at the looked-at timestep that is kept later.

    Returns:
        (T, 1), and its known timesteps and those ahead, as far as no f before them is covered.
    """
    start, reverse = snapshot.timestep, bool(snapshot.lane.direction)
    (keep, *_) = snapshot.experiment.config.cell.with_role("keep")
    known, ahead = snapshot.known(keep), snapshot.ahead(keep)
    values = snapshot.values(keep)
    unit = min(snapshot.unit, values.shape[1] - 1)
    if start is None:
        return memory_kept(values[:, unit], -1, slice(0, 0))[:, None], slice(0, 0), slice(0, 0)
    hidden = [t for t, u in snapshot.covered(keep) if u == unit]
    if reverse:
        reach = slice(max((t for t in hidden if t < start), default=-1) + 1, start + 1)
    else:
        reach = slice(start, min((t for t in hidden if t > start), default=len(values)))
    known, ahead = common(known, reach), common(ahead, reach)
    kept = memory_kept(values[:, unit], start, joined(known, ahead), reverse)
    return kept[:, None], known, ahead


def place_of_now(snapshot: Snapshot) -> float:
    """Return the lane's newest timestep; half a timestep outside before its first."""
    if snapshot.timestep_here is not None:
        return snapshot.timestep_here
    length = snapshot.experiment.lengths[snapshot.row]
    return length - 0.5 if snapshot.lane.direction else -0.5


def walks_to(snapshot: Snapshot) -> int:
    """Return where the way back walks: to the left, −1, or to the right, 1; 0 on the way out."""
    if not snapshot.goes_back:
        return 0
    return 1 if snapshot.lane.reverse else -1


def place_elsewhere(snapshot: Snapshot) -> int | None:
    """Return the timestep of the selected lane that is looked at, where that is not now."""
    elsewhere = snapshot.elsewhere and snapshot.cell is not None
    same_lane = elsewhere and snapshot.cell is not None and snapshot.cell.lane == snapshot.lane
    return snapshot.timestep if same_lane else None


def common(a: slice, b: slice) -> slice:
    """Return the timesteps that are in both parts."""
    start, stop = max(a.start, b.start), min(a.stop, b.stop)
    return slice(start, stop) if start < stop else slice(0, 0)


def show_kept(row: TimeRow, snapshot: Snapshot) -> None:
    """Show the product of f from the looked-at timestep on."""
    values, known, ahead = kept_of(snapshot)
    start, length = snapshot.timestep, snapshot.experiment.lengths[snapshot.row]
    row.bind(values, length, name="" if start is None else tr("from t {t}", t=start))
    row.move(known, ahead)


def is_edit(before: Snapshot, after: Snapshot) -> bool:
    """Return True where an edit of what was shown has made another run."""
    edited = before.run is not after.run and after.document.is_edit_of(before.document)
    return edited and (before.lane, before.row) == (after.lane, after.row)
