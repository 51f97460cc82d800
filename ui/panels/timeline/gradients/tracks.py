"""GradientTracks: binds a timeline's rows of gradients, and fills them as they are walked."""

from collections.abc import Mapping

import numpy as np

from simulator.analysis.comparison import FirstDifference
from simulator.analysis.gradient_series import GradientSeries
from simulator.network.gradient_quantities import DY
from simulator.network.quantities import Quantity, Y
from simulator.translation import tr
from ui.panels.timeline.gradients.number import covered_cells_of
from ui.panels.timeline.gradients.reach import GradientReach
from ui.panels.timeline.gradients.row import GradientRow
from ui.panels.timeline.track_choice import CURVES, DIFFERENCES, GRADIENTS, VALUES
from ui.session.document import Document
from ui.session.snapshot import Snapshot
from ui.style.decades import DecadeRange, Ends
from ui.widgets.downsampling import NOTHING, Recorded


class GradientTracks:
    """Rows of gradients of the selected lane and row.

    Attributes:
        reach: their one scale. ends: the scale that is shown; None while none but 0 is known.
        grows: it may still grow. known: the timesteps of each that are shown.
        differs: the rows show differences from the baseline, and nothing where there are none.

    Args:
        rows: those that are made so far, by key.
    """

    def __init__(self, rows: Mapping[str, GradientRow]) -> None:
        self._rows, self.reach = rows, GradientReach()
        self._series: dict[str, Recorded] = {}
        self._both: dict[str, FirstDifference] = {}
        self._of: tuple[object, ...] = ()
        self._document: Document | None = None
        self.ends: Ends | None = None
        self.grows = self.differs = self._behind = False
        self.known: dict[str, slice] = {}

    def move(
        self, snapshot: Snapshot, order: tuple[int, ...] | None, shows: str = VALUES
    ) -> dict[str, Ends]:
        """Show what is walked. Rows that are new, or of another lane or run, are bound.

        Rows that are out of sight on the way out wait until they are in sight.

        Args:
            order: the unit at each place; None for their own order.
            shows: VALUES, DIFFERENCES, or CURVES with the baseline's behind them.

        Returns:
            The scale of each row that the LSTM has, once there is one.
        """
        self._bind(snapshot, shows)
        compared = {key: self._compared(snapshot, key) for key in self._series}
        walked = {key: known_of(snapshot, key) for key in self._series}
        self.known = compared if self.differs else walked
        self._scale(snapshot)
        length = snapshot.experiment.lengths[snapshot.row]
        width, first = snapshot.experiment.config.hidden_size, True
        for key, series in self._series.items():
            row = self._rows.get(key)
            if row is None or not (snapshot.goes_back or row.view.isVisible()):
                continue
            of = (
                order
                if series.shape[1] == width
                else _order_of_gates(order, key, range(0, series.shape[1], width))
            )
            ghost = self._both[key].before if shows == CURVES and key in self._both else None
            row.bind_gradient(series, length, of, ghost)
            row.set_limits(self.ends or DecadeRange())
            row.cover(covered_cells_of(snapshot, key))
            row.move(self.known[key], ghost_known=compared[key])
            shown = row.view.isVisible()
            row.ground.note(self._note(snapshot, key) if shown and first else "")
            first = first and not shown
        if self.ends is None:
            return {}
        return {key: self.ends for key in self._series if key in self._rows}

    @property
    def has_new_row(self) -> bool:
        """True when a row in sight shows nothing yet: it came into sight after the last move."""
        return any(row.view.isVisible() and not row.is_bound for row in self._rows.values())

    def _compared(self, snapshot: Snapshot, key: str) -> slice:
        """Return the timesteps whose gradient is walked in both runs."""
        there = snapshot.goes_back and key in self._both
        return snapshot.compared(key) if there else NOTHING

    def _note(self, snapshot: Snapshot, key: str) -> str:
        """Say why the rest of a row is empty."""
        apart = self.differs and snapshot.goes_back and bool(snapshot.against.apart)
        return tr("not compared") if apart else tr("not yet")

    def _bind(self, snapshot: Snapshot, shows: str) -> None:
        """Bind another way back; after an edit it keeps the scale until it is walked."""
        back, before = snapshot.back, self._document
        comparison = snapshot.against.comparison
        ways = None if comparison is None else comparison.ways
        of = snapshot.lane, snapshot.row, snapshot.run, back, ways, shows
        if len(self._of) == len(of) and all(
            a is b or a == b for a, b in zip(of, self._of, strict=True)
        ):
            return
        edited = before is not None and snapshot.document.is_edit_of(before)
        edited = edited and self._of[:2] == of[:2] and shows == VALUES
        self._of, self._document = of, snapshot.document
        self.differs, self._behind = shows == DIFFERENCES, shows == CURVES
        self.reach.start(*of, edited=edited)
        self._series, self._both = {}, {}
        where = snapshot.lane, snapshot.row
        for key in gradients_of(snapshot):
            if comparison is not None and ways is not None and comparison.compares(key):
                self._both[key] = comparison.values(key, *where)
            if self.differs and key in self._both:
                self._series[key] = self._both[key]
            elif back is None:
                self._series[key] = _nothing_yet(snapshot, key)
            else:
                self._series[key] = GradientSeries(back.trace, key, *where)

    def _scale(self, snapshot: Snapshot) -> None:
        """Take the scale of what is computed of the way back, in both runs where both are shown."""
        back, comparison = snapshot.back, snapshot.against.comparison
        ways = None if comparison is None else comparison.ways
        if back is None or (self.differs and ways is None):
            self.ends, self.grows = None, False
            return
        both = (back,) if ways is None or not (self.differs or self._behind) else (back, ways[0])
        until = [snapshot.schedule.end + way.computed_until for way in both]
        where = snapshot.lane, snapshot.row
        drawn = {key: self._series[key] for key in (self._both if self.differs else self._series)}
        last = min(until) if self.differs else until[0]
        computed = {key: snapshot.known_at(key, *where, last) for key in drawn}
        if self._behind:
            for key, of_both in self._both.items():
                drawn[f"{key} behind"] = of_both.before
                computed[f"{key} behind"] = snapshot.known_at(key, *where, until[-1])
        whole = all(way.finished for way in both)
        shared = None if self.differs else snapshot.decades
        own = bool(self._both) and (self.differs or self._behind)
        self.grows = not whole
        self.ends = self.reach.of(shared, drawn, computed, whole, own=own)


def gradients_of(snapshot: Snapshot) -> dict[str, Quantity]:
    """Return the tracks of gradients that an experiment's way back has, and the table row of each.

    The rows are those of the selected lane.
    """
    source, config = snapshot.schedule.source, snapshot.experiment.config
    if not source:
        return {}
    there = {*config.gradients, *([DY] if source == "readout" else [])}
    direction = snapshot.lane.direction
    return {key: config.gradient(key, direction) for key in GRADIENTS if key in there}


def known_of(snapshot: Snapshot, key: str) -> slice:
    """Return the timesteps of the selected lane and row whose gradient is walked."""
    return snapshot.known(key) if snapshot.goes_back else NOTHING


def _order_of_gates(
    order: tuple[int, ...] | None, key: str, starts: range
) -> tuple[int, ...] | None:
    """Return the places of all gates, each with its units in an order; None for other widths.

    Args:
        starts: the place of each gate's first unit.
    """
    if order is None or key != "dz":
        return None
    return tuple(start + unit for start in starts for unit in order)


def _nothing_yet(snapshot: Snapshot, key: str) -> Recorded:
    """Return the values of a gradient before the way back is made: none is known."""
    experiment = snapshot.experiment
    if key == DY:
        width = experiment.width(Y)
    else:
        width = experiment.config.gradient_width(key, snapshot.lane.layer)
    return np.broadcast_to(0.0, (experiment.num_timesteps, width))
