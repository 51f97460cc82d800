"""TimeRow: one quantity over time: its letter and ticks at the left, its plot beside them."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF

from simulator.analysis.comparison import FirstDifference
from simulator.arrays import Array
from simulator.lstm.activation import LEFT_END, RIGHT_END
from ui.panels.timeline.curves import TimeCurves
from ui.panels.timeline.ground import TimeGround
from ui.panels.timeline.heat_map import TimeHeatMap
from ui.panels.timeline.hold_outlines import HoldOutlines
from ui.panels.timeline.row_label import TimeRowLabel
from ui.style.colours import limits_of
from ui.style.theme import BOUNDED_0_1, Theme
from ui.widgets.downsampling import NOTHING, Bands, Series

FEWEST_STEPS = 4
"""Smallest number of visible timesteps, at the highest zoom."""


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Value at a point of a timeline.

    Attributes:
        unit: None where no unit is drawn. timestep: of the value that the plot shows there.
        pointed: the timestep under the point.
        value: in the trace's dtype; None when it is not known, or the row has ended.
        ended: past the end of a row that is shorter than others.
        among: timesteps and units that share the point; the value is the largest of them.
    """

    quantity: str
    unit: int | None
    timestep: int
    pointed: int
    value: np.floating | None = None
    ended: bool = False
    among: tuple[int, int] = (1, 1)


class TimeRow:
    """Items of one quantity: a label, a view, and in the view the heat map and the curves."""

    def __init__(self, theme: Theme, quantity: str) -> None:
        self.quantity = quantity
        self.view = pg.ViewBox(enableMenu=False, defaultPadding=0)
        self.view.setMouseEnabled(x=True, y=False)
        self.view.setMinimumHeight(8)
        self.ground = TimeGround(theme)
        self.heat_map = TimeHeatMap(theme)
        self.curves = TimeCurves(theme)
        self.holds = HoldOutlines(theme)
        self.label = TimeRowLabel(theme, quantity, self.view)
        for item in (self.ground, self.heat_map, self.curves, self.holds):
            self.view.addItem(item, ignoreBounds=True)
        self._values: Series = np.zeros((1, 1))
        self._ghost_bands: Bands | None = None
        self._length, self._known, self._ghost_known = 1, NOTHING, NOTHING
        self.wide = self._differs = self._ends = False
        self.limits = (0.0, 1.0)
        self.as_curves = False
        self.show_curves(False)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        for item in (self.ground, self.heat_map, self.curves, self.holds, self.label):
            item.set_theme(theme)
        self.view.setBackgroundColor(theme.panel)

    def bind(self, values: Array, length: int, wide: bool, ghost: Array | None = None) -> None:
        """Bind another array; no timestep of it is known yet.

        Args:
            values: (T, width). length: the timesteps of the row, at most T.
            wide: the values may pass 1, so the range follows the known part.
            ghost: (T, width), drawn behind the curves.
        """
        self.heat_map.bind(self.quantity, values)
        self.curves.bind(self.quantity, values, ghost)
        self._ghost_bands = None if ghost is None else Bands(ghost, 1)
        self._bind(values, length, wide, differs=False)

    def bind_difference(self, values: FirstDifference, length: int, wide: bool) -> None:
        """Show differences as a heat map; `set_limits` sets the range. Arguments as for `bind`."""
        self.heat_map.bind(None, values)
        self._ghost_bands = None
        self._bind(values, length, wide, differs=True)

    def _bind(self, values: Series, length: int, wide: bool, differs: bool) -> None:
        self._values, self._length, self.wide, self._differs = values, length, wide, differs
        self._known = self._ghost_known = NOTHING
        self.ground.bind(len(values), length)
        self.holds.bind(len(values))
        self.label.bind(values.shape[1])
        self.view.setLimits(
            xMin=-0.5,
            xMax=len(values) - 0.5,
            minXRange=min(FEWEST_STEPS, len(values)),
            maxXRange=len(values),
        )
        self._scale()

    def move(self, known: slice, ghost_known: slice = NOTHING) -> None:
        """Show the known timesteps of the values and of their ghost."""
        self._known, self._ghost_known = known, ghost_known
        self.heat_map.move(known)
        self.curves.move(known, ghost_known)
        self.ground.move(known, self._levels())
        if not self._differs:
            self.set_limits(limits_of(self.quantity, self._peak() if self.wide else 1.0))

    def show_ends(self, ends: bool) -> None:
        """Show in a gate's heat map only closed and open; in its curves, mark both thresholds."""
        self._ends = ends
        self.heat_map.show_ends(ends)
        self.move(self._known, self._ghost_known)

    def _levels(self) -> tuple[float, ...]:
        """Return the values at which a line is drawn behind the curves."""
        if not self.as_curves:
            return ()
        if self.quantity not in BOUNDED_0_1:
            return (0.0,)
        return (LEFT_END["σ"], RIGHT_END["σ"]) if self._ends else ()

    def _peak(self) -> float:
        if self._ghost_bands is None:
            return self.heat_map.peak()
        self._ghost_bands.extend(self._ghost_known)
        return max(self.heat_map.peak(), self._ghost_bands.peak(self._ghost_known))

    def set_limits(self, limits: tuple[float, float]) -> None:
        """Set the values at the ends of the range."""
        if limits != self.limits:
            self.limits = limits
            self._scale()

    def select(self, unit: int, units: tuple[int, ...]) -> None:
        """Mark a unit, and choose the units drawn as curves."""
        self.label.select(unit)
        self.curves.set_units(units, unit)

    def show_curves(self, as_curves: bool) -> None:
        """Draw curves, or the heat map."""
        self.as_curves = as_curves
        self.heat_map.setVisible(not as_curves)
        self.curves.setVisible(as_curves)
        self.view.invertY(not as_curves)
        self._scale()
        self.move(self._known, self._ghost_known)

    def place_at(self, scene_point: QPointF) -> RowPlace | None:
        """Return the place at a point of the scene; None beside the plot."""
        if not self.view.sceneBoundingRect().contains(scene_point):
            return None
        point = self.view.mapSceneToView(scene_point)
        t = min(max(round(point.x()), 0), len(self._values) - 1)
        known = self._known.start <= t < self._known.stop
        if self.as_curves:
            unit = self.curves.nearest(t, point.y()) if known else None
            value = self._values[t, unit] if unit is not None else None
            return RowPlace(self.quantity, unit, t, t, value, t >= self._length)
        unit = min(max(round(point.y()), 0), self._values.shape[1] - 1)
        if not known:
            return RowPlace(self.quantity, unit, t, t, None, t >= self._length)
        unit, timestep = self.heat_map.shown_at(unit, t)
        value = self._values[timestep, unit]
        return RowPlace(self.quantity, unit, timestep, t, value, False, self.heat_map.cell)

    def _scale(self) -> None:
        self.heat_map.set_limits(self.limits)
        self.curves.set_limits(self.limits)
        low, high = self.limits if self.as_curves else (-0.5, self._values.shape[1] - 0.5)
        room = 0.14 * (high - low) if self.as_curves else 0.0
        self.ground.set_heights(low - room, high + room)
        self.holds.set_heights(low - room, high + room, self.as_curves)
        self.view.setYRange(low - room, high + room, padding=0)
        self.label.set_range(self.limits if self.as_curves else None)
