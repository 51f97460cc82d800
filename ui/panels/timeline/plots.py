"""TimePlots: rows of quantities stacked on one time axis, under one cursor."""

from collections.abc import Mapping
from types import MappingProxyType

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent

from simulator.analysis.comparison import FirstDifference
from simulator.arrays import Array
from simulator.lstm.quantities import AFTER_SUMS
from simulator.translation import tr
from ui.panels.timeline.axis import MARGIN, TimeAxis
from ui.panels.timeline.cursor import HEAD, TimeCursor
from ui.panels.timeline.row import RowPlace, TimeRow
from ui.style.colours import limits_of
from ui.style.theme import Theme
from ui.widgets.downsampling import NOTHING, Series

LOWEST_ROW = 27.0
"""Smallest height of a row, in pixels, at which the optional m gets one."""

SPACING = 5


class TimePlots(pg.GraphicsLayoutWidget):
    """A row for each quantity of a lane. It draws its input and reports the mouse.

    Signals:
        pointed: the RowPlace under the mouse, None when there is none.
        clicked: a RowPlace and pyqtgraph's mouse event.
        dragged: the timestep that the cursor was dragged to.
        view_changed: the visible timesteps or their room have changed.
    """

    pointed = Signal(object)
    clicked = Signal(object, object)
    dragged = Signal(int)
    view_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Values over time"))
        self._steps = 1
        self._timestep: float | None = None
        self._mouse: QPointF | None = None
        self._projected = self._differs = False
        self.rows = {quantity: TimeRow(theme, quantity) for quantity in AFTER_SUMS}
        self.axis = TimeAxis(theme)
        self.cursor_line = TimeCursor(draggable=True)
        self.crosshair = TimeCursor(draggable=False)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self.setBackground(theme.panel)
        for row in self.rows.values():
            row.set_theme(theme)
        self.axis.set_theme(theme)
        self.cursor_line.set_colour(theme.ink)
        self.crosshair.set_colour(theme.faint)

    def bind(
        self,
        values: Mapping[str, Array],
        length: int,
        labels: tuple[str, ...],
        wide: frozenset[str],
        ghosts: Mapping[str, Array] = MappingProxyType({}),
    ) -> None:
        """Bind other arrays; no timestep of theirs is known yet. The view stays where it can.

        Args:
            values: (T, width) of each quantity, m only with a projection.
            length: the timesteps of the row, at most T.
            labels: the names of the timesteps; empty for their numbers.
            wide: the quantities that may pass 1.
            ghosts: (T, width) of each quantity, to draw behind the curves.
        """
        self._differs = False
        self._take_rows(values, labels)
        for quantity, array in values.items():
            self.rows[quantity].bind(array, length, quantity in wide, ghosts.get(quantity))
        self._fit_another_length(len(values["h"]))

    def bind_differences(
        self,
        values: Mapping[str, FirstDifference],
        length: int,
        labels: tuple[str, ...],
        wide: frozenset[str],
    ) -> None:
        """Show differences as heat maps, on one range for all but the wide quantities."""
        self._differs = True
        self._take_rows(values, labels)
        for quantity, difference in values.items():
            self.rows[quantity].bind_difference(difference, length, quantity in wide)
        self._fit_another_length(len(values["h"]))

    def move(
        self,
        known: Mapping[str, slice],
        timestep: float,
        ghosts_known: Mapping[str, slice] = MappingProxyType({}),
    ) -> None:
        """Show the known part and move to a timestep; half a timestep outside before the first."""
        for quantity, part in known.items():
            self.rows[quantity].move(part, ghosts_known.get(quantity, NOTHING))
        if self._differs:
            self._share_limits([self.rows[quantity] for quantity in known])
        if timestep != self._timestep:
            self._timestep = timestep
            self._follow()
            self._place_cursor()

    def _take_rows(self, values: Mapping[str, Series], labels: tuple[str, ...]) -> None:
        self._projected = "m" in values
        self._place_m()
        self.axis.bind(len(values["h"]), labels)

    def _fit_another_length(self, steps: int) -> None:
        """Fit a new length, after the rows are bound: until then they limit the view to the old."""
        if steps != self._steps:
            self._steps = steps
            self.fit()
            self.view_changed.emit()  # the range may now be all, unchanged for the view

    def _share_limits(self, rows: list[TimeRow]) -> None:
        for wide in (False, True):
            together = [row for row in rows if row.wide == wide]
            peak = max((row.heat_map.peak() for row in together), default=0.0)
            for row in together:
                row.set_limits(limits_of(None, peak))

    def select(self, unit: int, units: tuple[int, ...]) -> None:
        """Mark a unit, and choose the units drawn as curves."""
        for row in self.rows.values():
            row.select(unit, units)

    def show_curves(self, as_curves: bool) -> None:
        """Draw curves, or heat maps."""
        for row in self.rows.values():
            row.show_curves(as_curves)
        self.view_changed.emit()

    def show_ends(self, ends: bool) -> None:
        """Mark where gates are closed and open, in heat maps and in curves."""
        for row in self.rows.values():
            row.show_ends(ends)

    def under_mouse(self) -> RowPlace | None:
        """Return the place under the mouse; None when it is elsewhere."""
        return None if self._mouse is None else self._place_at(self._mouse)

    def fit(self) -> None:
        """Show all timesteps."""
        self._first.setXRange(-0.5, self._steps - 0.5, padding=0)

    @property
    def fits(self) -> bool:
        """True when all timesteps are visible."""
        left, right = self._first.viewRange()[0]
        return bool(right - left >= self._steps - 1e-6)

    @property
    def _first(self) -> pg.ViewBox:
        return self.rows["i"].view

    def _lay_out(self) -> None:
        layout = self.ci.layout
        layout.setContentsMargins(0, HEAD + 5, MARGIN, 0)
        layout.setHorizontalSpacing(0)
        layout.setVerticalSpacing(SPACING)
        for number, row in enumerate(self.rows.values()):
            if row.quantity != "m":
                self.addItem(row.label, number, 0)
                self.addItem(row.view, number, 1)
        self.addItem(self.axis, len(self.rows), 1)
        self.axis.linkToView(self._first)
        for line in (self.crosshair, self.cursor_line):
            self.scene().addItem(line)
        self.crosshair.hide()

    def _connect(self) -> None:
        for row in self.rows.values():
            row.view.sigXRangeChanged.connect(self._share_range)
        self._first.sigResized.connect(self._on_resized)
        self.axis.fit_asked.connect(self.fit)
        self.cursor_line.dragged.connect(self._on_dragged)
        self.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self.scene().sigMouseClicked.connect(self._on_mouse_clicked)

    def shows(self, quantity: str) -> bool:
        """Return True where a quantity has a row: m has none without room."""
        return self.rows[quantity].view in self.ci.items

    def _place_m(self) -> None:
        """Add or remove the row of m, by projection and height."""
        m, number = self.rows["m"], AFTER_SUMS.index("m")
        room = self.height() - self.axis.height() - 2 * HEAD
        wanted = self._projected and room / len(AFTER_SUMS) - SPACING >= LOWEST_ROW
        if wanted == self.shows("m"):
            return
        if wanted:
            self.addItem(m.label, number, 0)
            self.addItem(m.view, number, 1)
            m.view.setXRange(*self._first.viewRange()[0], padding=0)
        else:
            self.removeItem(m.label)
            self.removeItem(m.view)

    def _share_range(self, view: pg.ViewBox, visible: tuple[float, float]) -> None:
        for row in self.rows.values():
            if row.view is not view:
                row.view.setXRange(*visible, padding=0)
        if view is self._first:
            self._place_cursor()
            self.view_changed.emit()

    def _on_resized(self) -> None:
        self._place_cursor()
        self.view_changed.emit()

    def _follow(self) -> None:
        """Turn the page when the cursor leaves a zoomed view."""
        left, right = self._first.viewRange()[0]
        if self._timestep is None or self.fits or left <= self._timestep <= right:
            return
        left = self._timestep - (0.15 if self._timestep > right else 0.85) * (right - left)
        width = self._first.viewRange()[0][1] - self._first.viewRange()[0][0]
        left = min(max(left, -0.5), self._steps - 0.5 - width)
        self._first.setXRange(left, left + width, padding=0)

    def _scene_x(self, timestep: float) -> float | None:
        left, right = self._first.viewRange()[0]
        if not left - 1e-6 <= timestep <= right + 1e-6:
            return None
        return float(self._first.mapViewToScene(QPointF(timestep, 0)).x())

    def _place_cursor(self) -> None:
        self._place_line(self.cursor_line, self._timestep)

    def _place_line(self, line: TimeCursor, timestep: float | None) -> None:
        x = None if timestep is None else self._scene_x(timestep)
        line.setVisible(x is not None)
        if x is not None:
            top = self._first.sceneBoundingRect().top() - 3
            bottom = self.rows["h"].view.sceneBoundingRect().bottom()
            line.place(x, top, bottom)

    def _place_at(self, scene_point: QPointF) -> RowPlace | None:
        for row in self.rows.values():
            if row.view.scene() is self.scene():
                place = row.place_at(scene_point)
                if place is not None:
                    return place
        return None

    def _on_dragged(self, scene_point: QPointF) -> None:
        t = round(self._first.mapSceneToView(scene_point).x())
        self.dragged.emit(min(max(t, 0), self._steps - 1))

    def _on_mouse_moved(self, scene_point: QPointF) -> None:
        self._mouse = QPointF(scene_point)
        place = self.under_mouse()
        self._place_line(self.crosshair, None if place is None else place.pointed)
        self.pointed.emit(place)

    def _on_mouse_clicked(self, event) -> None:  # type: ignore[no-untyped-def]
        place = self._place_at(event.scenePos())
        if place is not None:
            event.accept()
            self.clicked.emit(place, event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._mouse = None
        self.crosshair.hide()
        self.pointed.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "rows"):
            before = self.shows("m")
            self._place_m()
            if self.shows("m") != before:
                self.view_changed.emit()
