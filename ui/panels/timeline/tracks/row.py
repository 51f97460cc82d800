"""TimeRow: one quantity over time: its letter and ticks at the left, its plot beside them."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPolygonF, QTransform

from simulator.arrays import Array
from simulator.network.activation import LEFT_END, RIGHT_END
from simulator.translation import tr
from ui.panels.timeline.tracks.covers import CoverPlates
from ui.panels.timeline.tracks.curves import TimeCurves
from ui.panels.timeline.tracks.ground import TimeGround
from ui.panels.timeline.tracks.heat_map import TimeHeatMap
from ui.panels.timeline.tracks.hold_outlines import HoldOutlines
from ui.panels.timeline.tracks.place import (
    AHEAD,
    COVERED,
    ENDED,
    KNOWN,
    UNKNOWN,
    Cells,
    RowPlace,
)
from ui.panels.timeline.tracks.row_label import TimeRowLabel
from ui.panels.timeline.tracks.unit_overview import UnitPicture
from ui.panels.timeline.tracks.view import TimeView
from ui.style.decades import Ends
from ui.style.theme import BOUNDED_0_1, Theme
from ui.widgets.downsampling import NOTHING, ArrangedUnits, Recorded, Series, joined

FEWEST_STEPS = 4
"""Smallest number of visible timesteps, at the highest zoom."""

MOST_BARS = 4
"""Largest number of units that are drawn as bars."""

BAR_ROOM = 10.0
"""Smallest height of a unit's bars, in pixels; with less only the selected unit is shown."""

DIMMED = 0.6
"""Opacity of what is not computed in the present pass."""


class TimeRow:
    """Items of one quantity: a label, a view, and in the view its heat map, bars or curves.

    A heat map has a place for each unit, in their own order or in a chosen one; bars too.

    Attributes:
        quantity: whose map and hue the row has. worded: words tell the values, which are hidden.
    """

    def __init__(
        self, theme: Theme, quantity: str, letter: str = "", most_bars: int = MOST_BARS
    ) -> None:
        """Make an empty row.

        Args:
            letter: shown instead of the quantity. most_bars: the units that are drawn as bars.
        """
        self.quantity, self.letter, self._most_bars = quantity, letter or quantity, most_bars
        self.worded = False
        self.view = TimeView()
        self.ground = TimeGround(theme)
        self.heat_map = TimeHeatMap(theme)
        self.curves = TimeCurves(theme)
        self.holds = HoldOutlines(theme)
        self.covers = CoverPlates(theme)
        self.label = TimeRowLabel(theme, self.letter, self.view, quantity)
        self._items = self.ground, self.heat_map, self.curves, self.covers, self.holds
        for item in self._items:
            self.view.addItem(item, ignoreBounds=True)
        self._values: Recorded = np.zeros((1, 1))
        self._series: Series = self._values
        self._order: tuple[int, ...] | None = None
        self._own: Array | None = None
        self._name = ""
        self._form: tuple[object, ...] = ()
        self._unit, self._length = 0, 1
        self._known = self._ghost_known = self._ahead = NOTHING
        self._covered: Cells = frozenset()
        self._zoomed: tuple[float, float] | None = None
        self._ends = self._differs = self._dimmed = False
        self.limits: Ends = (0.0, 1.0)
        self.as_curves = False
        self.view.sigResized.connect(self._scale)
        self.show_curves(False)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        for item in (*self._items, self.label):
            item.set_theme(theme)
        self.view.setBackgroundColor(theme.panel)

    def bind(
        self,
        values: Recorded,
        length: int,
        *,
        ghost: Recorded | None = None,
        order: tuple[int, ...] | None = None,
        own: Array | None = None,
        name: str = "",
        differs: bool = False,
    ) -> None:
        """Bind another array; no timestep of it is known yet.

        Args:
            values: (T, width). length: the timesteps of the row, at most T.
            ghost: (T, width), drawn behind the curves. order: the unit at each place.
            own: (width,) the magnitude of each unit, on scales of their own; None on a shared one.
            name: of the quantity, shown where there is room.
            differs: the values are differences: they have no curves.
        """
        form = values.shape, length, order, name, differs, self.worded
        alike = own is self._own and form == self._form
        self._form = form
        self._values, self._length, self._name, self._differs = values, length, name, differs
        self._order, self._own = order, own
        factors = None if own is None else 1.0 / own
        arranged = order is not None or own is not None
        self._series = ArrangedUnits(values, order, factors) if arranged else values
        self.heat_map.bind(self._map, self._series)
        if not differs and own is None:
            self.curves.bind(self.quantity, values, ghost)
        elif not differs:
            behind = None if ghost is None else ArrangedUnits(ghost, None, factors)
            self.curves.bind(self.quantity, ArrangedUnits(values, None, factors), behind)
        self._known = self._ghost_known = self._ahead = NOTHING
        self.ground.bind(len(values), length)
        self.holds.set_steps(len(values))
        self.covers.set_steps(len(values))
        self.holds.set_order(order)
        if not alike:
            self._scale()

    def limit_time(self, steps: int) -> None:
        """Let the view show no more than `steps` timesteps."""
        self.view.setLimits(
            xMin=-0.5,
            xMax=steps - 0.5,
            minXRange=min(FEWEST_STEPS, steps),
            maxXRange=steps,
        )

    def move(self, known: slice, ahead: slice = NOTHING, ghost_known: slice = NOTHING) -> None:
        """Show the known timesteps of the values and of their ghost, and dimmed those ahead."""
        self._known, self._ghost_known, self._ahead = known, ghost_known, ahead
        self.heat_map.move(known, ahead)
        self.curves.move(known, ghost_known, ahead)
        self.ground.move(joined(known, ahead), self._levels())

    def cover(self, cells: Cells) -> None:
        """Hide numbers: timesteps and units."""
        if cells == self._covered and not cells:
            return
        self._covered = cells
        places = {unit: place for place, unit in enumerate(self.order)}
        shown = ((t, places[unit]) for t, unit in cells if unit in places)
        if self.as_curves:
            shown = ((t, unit) for t, unit in cells if unit in self.curves.units)
        self.covers.cover(tuple(sorted(shown)))
        units = {unit for _, unit in cells}
        self.curves.cover({u: tuple(t for t, unit in cells if unit == u) for u in units})

    def show_ends(self, ends: bool) -> None:
        """Show in a gate's heat map only closed and open; in its curves, mark both thresholds."""
        self._ends = ends
        self.heat_map.show_ends(ends)
        self._scale()

    def dim(self, dimmed: bool) -> None:
        """Draw it fainter, without bars and with its hue on the left edge, or as it was."""
        if dimmed != self._dimmed:
            self._dimmed = dimmed
            self.label.show_edge(dimmed and self._most_bars > 1)
            for item in (self.heat_map, self.curves):
                item.setOpacity(DIMMED if dimmed else 1.0)
            self._scale()

    def set_limits(self, limits: Ends) -> None:
        """Set the values at the ends of the range."""
        if limits != self.limits:
            self.limits = limits
            self._scale()

    def select(self, unit: int, units: tuple[int, ...]) -> None:
        """Mark a unit, and choose the units drawn as curves."""
        moved, self._unit = unit != self._unit, unit
        self.label.select(unit)
        self.curves.set_units(units, unit)
        if moved:
            self._scale()

    def show_curves(self, as_curves: bool) -> None:
        """Draw curves, or the heat map."""
        self.as_curves = as_curves
        self.heat_map.setVisible(not as_curves)
        self.curves.setVisible(as_curves)
        self.view.invertY(not as_curves)
        self._scale()

    def show(self, shown: bool) -> None:
        """Show the row, or hide it; a hidden row takes no room."""
        self.label.setVisible(shown)
        self.view.setVisible(shown)

    def prefer(self, height: float) -> None:
        """Ask for a height, in pixels; −1 for as much as other rows."""
        for part in (self.label, self.view):
            part.setPreferredHeight(height)

    def zoom(self, places: tuple[float, float] | None) -> None:
        """Show a part of the places; None for all."""
        if places != self._zoomed:
            self._zoomed = places
            self._scale()

    def picture(self) -> UnitPicture:
        """Return all that is shown of all units, for an overview."""
        return UnitPicture(
            self._series,
            self._map,
            self._limits(),
            joined(self._known, self._ahead),
            self._known,
            self.order,
            self.letter,
            self._covered,
        )

    @property
    def order(self) -> Sequence[int]:
        """Unit at each place."""
        return range(self._values.shape[1]) if self._order is None else self._order

    @property
    def own(self) -> Array | None:
        """Magnitudes of the units on scales of their own; None on a shared scale."""
        return self._own

    @property
    def bars(self) -> bool:
        """True where few units are drawn as bars."""
        few = len(self.order) <= self._most_bars
        other = self.as_curves or self.heat_map.marks_ends or self.worded or self._dimmed
        return few and not other

    @property
    def lone(self) -> int | None:
        """The only unit that the bars show: the selected one where there is no room for more."""
        if not self.bars or self.view.height() >= BAR_ROOM * len(self.order):
            return self.order[0] if self.bars and len(self.order) == 1 else None
        return self._unit if self._unit in self.order else self.order[0]

    @property
    def values(self) -> Recorded:
        """Values that are bound, (T, width), in the order of units."""
        return self._values

    # Places: each unit's cell, or over curves a timestep

    def rect_of(self, place: RowPlace, to_widget: QTransform) -> QRect:
        """Return the rectangle of a place in its widget: its cell, or in curves its timestep."""
        low, high = self.view.viewRange()[1]
        if not self.as_curves and place.unit in self.order:
            low = self.order.index(place.unit) - 0.5
            high = low + 1
        across = place.pointed - 0.5, place.pointed + 0.5
        corners = (self.view.mapViewToScene(QPointF(x, y)) for x in across for y in (low, high))
        cell = QPolygonF([to_widget.map(corner) for corner in corners]).boundingRect()
        return cell.adjusted(-1, -1, 1, 1).toAlignedRect()

    def place_at(self, scene_point: QPointF) -> RowPlace | None:
        """Return the place at a point of the scene; None beside the plot."""
        if not self.view.sceneBoundingRect().contains(scene_point):
            return None
        point = self.view.mapSceneToView(scene_point)
        t = min(max(round(point.x()), 0), len(self._values) - 1)
        state = self._state(t)
        seen = state in (KNOWN, AHEAD)
        if self.worded:
            return self.place_of(None, t, t, state)
        if self.as_curves:
            unit = self.curves.nearest(t, point.y()) if seen else None
            return self.place_of(unit, t, t, state)
        place = min(max(round(point.y()), 0), len(self.order) - 1)
        if not seen:
            return self.place_of(self.order[place], t, t, state)
        steps, units = self.heat_map.cell
        begin = place - place % units
        sharing = tuple(int(unit) for unit in self.order[begin : begin + units])
        place, timestep = self.heat_map.shown_at(place, t)
        return self.place_of(self.order[place], timestep, t, state, (steps, units), sharing)

    def place_of(
        self,
        unit: int | None,
        timestep: int,
        pointed: int,
        state: str,
        among: tuple[int, int] = (1, 1),
        units: tuple[int, ...] = (),
    ) -> RowPlace:
        """Return a place with its value, where that may be seen; the rest as for `RowPlace`."""
        value = None
        if state in (KNOWN, AHEAD) and unit is not None:
            if (timestep, unit) in self._covered:
                state = COVERED
            else:
                value = self._values[timestep, unit]
        return RowPlace(self.letter, unit, timestep, pointed, value, state, among, units)

    # Private

    def _state(self, timestep: int) -> str:
        """Return why a timestep is seen, or not."""
        if timestep >= self._length:
            return ENDED
        if self._known.start <= timestep < self._known.stop:
            return KNOWN
        return AHEAD if self._ahead.start <= timestep < self._ahead.stop else UNKNOWN

    def _levels(self) -> tuple[float, ...]:
        """Return the heights at which a line is drawn behind the curves or the bars."""
        signed = self.quantity not in BOUNDED_0_1 or self._differs
        if self.bars:
            return tuple(map(float, range(len(self.order)))) if signed else ()
        if not self.as_curves:
            return ()
        if signed:
            return (0.0,)
        return (LEFT_END["σ"], RIGHT_END["σ"]) if self._ends else ()

    @property
    def _map(self) -> str | None:
        """Quantity whose map the cells have; None for the signed one."""
        return None if self._differs else self.quantity

    def _limits(self) -> Ends:
        """Return the ends of the scale as drawn: on scales of their own, −1 and 1."""
        return self.limits if self._own is None else (-1.0, 1.0)

    def _axis(self) -> tuple[float, float]:
        """Return the ends of the vertical axis of the curves."""
        limits = self._limits()
        return limits if isinstance(limits, tuple) else (-1.0, 1.0)

    def _scale(self) -> None:
        limits = self._axis()
        self.heat_map.set_limits(self._limits())
        self.heat_map.show_bars(self.bars)
        self.curves.set_limits(limits)
        lone = self.lone
        low, high = limits if self.as_curves else self._places_shown(lone)
        room = 0.14 * (high - low) if self.as_curves else 0.0
        ends = limits if self.as_curves else (-0.5, len(self.order) - 0.5)
        self.ground.fill(self.bars)
        self.ground.set_heights(ends[0] - room, ends[1] + room)
        self.ground.move(joined(self._known, self._ahead), self._levels())
        self.holds.set_heights(ends[0] - room, ends[1] + room)
        self.covers.set_heights(*ends)
        for marks in (self.holds, self.covers):
            marks.show_as_curves(self.as_curves)
        self.view.setYRange(low - room, high + room, padding=0)
        framed = self._frames_unit and self._unit in self.order
        self.holds.frame_place(list(self.order).index(self._unit) if framed else None)
        self._tell(lone, limits)

    @property
    def _frames_unit(self) -> bool:
        """True where the selected unit's cells have a frame: on the way back a mark is enough."""
        return not (self.bars or self.as_curves or self._most_bars == 1 or self._dimmed)

    @property
    def _has_one(self) -> bool:
        """True for cells of one unit on the way back: nothing tells it from others."""
        return self._dimmed and len(self.order) == 1

    def _places_shown(self, lone: int | None) -> tuple[float, float]:
        if lone is not None:
            place = list(self.order).index(lone)
            return place - 0.5, place + 0.5
        return self._zoomed or (-0.5, len(self.order) - 0.5)

    def _tell(self, lone: int | None, limits: tuple[float, float]) -> None:
        """Label the range where values have heights, else the units."""
        name = self._name
        if lone is not None:
            if self._own is not None:
                limits = -float(self._own[lone]), float(self._own[lone])
            if self._values.shape[1] > 1 and self.quantity != "x":
                name = tr("unit {unit}", unit=lone)
        numbered = lone is not None or (self._most_bars > 1 and not self._has_one)
        self.label.bind(self.order, name, numbered=numbered)
        self.label.set_range(limits if self.as_curves or lone is not None else None)
