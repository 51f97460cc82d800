"""Places of a timeline's rows: what lies at a point, and where it is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPolygonF, QTransform

if TYPE_CHECKING:
    from ui.panels.timeline.tracks.row import TimeRow

KNOWN, AHEAD, COVERED, UNKNOWN, ENDED = "known", "ahead", "covered", "unknown", "ended"
"""States of a place: reached, dimmed, hidden on purpose, not shown yet, past the row's end."""

Cells = frozenset[tuple[int, int]]
"""Timesteps and units."""


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Value at a point of a timeline.

    Attributes:
        quantity: the row's letter: a quantity of a cell, x, or ∏f.
        unit: None where no unit is drawn. timestep: of the value that the plot shows there.
        pointed: the timestep under the point.
        value: in the trace's dtype; None when it is not to be seen.
        state: why it is seen, or not.
        among: timesteps and units that share the point; the value is the outermost of them.
        units: the units that share the point, in the order of the row; empty over curves.
    """

    quantity: str
    unit: int | None
    timestep: int
    pointed: int
    value: np.floating | None = None
    state: str = KNOWN
    among: tuple[int, int] = (1, 1)
    units: tuple[int, ...] = ()

    @property
    def ended(self) -> bool:
        """True past the end of a row that is shorter than others."""
        return self.state == ENDED


class RowPlaces:
    """Places of one row: each unit's cell, or over curves a timestep."""

    def __init__(self, row: "TimeRow") -> None:
        self._row = row

    def rect_of(self, place: RowPlace, to_widget: QTransform) -> QRect:
        """Return the rectangle of a place in its widget: its cell, or in curves its timestep."""
        row = self._row
        low, high = row.view.viewRange()[1]
        if not row.as_curves and place.unit in row.order:
            low = row.order.index(place.unit) - 0.5
            high = low + 1
        across = place.pointed - 0.5, place.pointed + 0.5
        corners = (row.view.mapViewToScene(QPointF(x, y)) for x in across for y in (low, high))
        cell = QPolygonF([to_widget.map(corner) for corner in corners]).boundingRect()
        return cell.adjusted(-1, -1, 1, 1).toAlignedRect()

    def at(self, scene_point: QPointF) -> RowPlace | None:
        """Return the place at a point of the scene; None beside the plot."""
        row = self._row
        if not row.view.sceneBoundingRect().contains(scene_point):
            return None
        point = row.view.mapSceneToView(scene_point)
        t = min(max(round(point.x()), 0), len(row.values) - 1)
        state = row.state(t)
        seen = state in (KNOWN, AHEAD)
        if row.worded:
            return self.place(None, t, t, state)
        if row.as_curves:
            unit = row.curves.nearest(t, point.y()) if seen else None
            return self.place(unit, t, t, state)
        place = min(max(round(point.y()), 0), len(row.order) - 1)
        if not seen:
            return self.place(row.order[place], t, t, state)
        steps, units = row.heat_map.cell
        begin = place - place % units
        sharing = tuple(int(unit) for unit in row.order[begin : begin + units])
        place, timestep = row.heat_map.shown_at(place, t)
        return self.place(row.order[place], timestep, t, state, (steps, units), sharing)

    def place(
        self,
        unit: int | None,
        timestep: int,
        pointed: int,
        state: str,
        among: tuple[int, int] = (1, 1),
        units: tuple[int, ...] = (),
    ) -> RowPlace:
        """Return a place with its value, where that may be seen; the rest as for `RowPlace`."""
        row, value = self._row, None
        if state in (KNOWN, AHEAD) and unit is not None:
            if row.covers_number(timestep, unit):
                state = COVERED
            else:
                value = row.values[timestep, unit]
        return RowPlace(row.letter, unit, timestep, pointed, value, state, among, units)
