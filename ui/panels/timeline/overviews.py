"""Overviews: a timeline's rows, with all units at their left and all timesteps below."""

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.panels.timeline.plots import TimePlots
from ui.panels.timeline.tracks.row import TimeRow
from ui.panels.timeline.tracks.time_overview import TimeOverview
from ui.panels.timeline.tracks.unit_overview import UnitOverview
from ui.style import fonts
from ui.style.theme import Theme

LEAST_HEIGHT, LEAST_UNITS, LEAST_STEPS = 300, 32, 100
"""Height, at 100 % text size, units and timesteps from which a part is lost without an overview."""

_READABLE = 10.0
"""Height of a row, and width of a column, to which a click in an overview of all zooms."""


class Overviews(QWidget):
    """The rows, and where there is much of it, all of it at a glance. A click there leads there.

    Signals:
        hovered: what is under the mouse in an overview, in words; empty when it has left.
    """

    hovered = Signal(str)

    def __init__(self, plots: TimePlots, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plots = plots
        self.units, self.time = UnitOverview(theme), TimeOverview(theme)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.units, 0, 0)
        grid.addWidget(plots, 0, 1)
        grid.addWidget(self.time, 1, 0, 1, 2)
        self.units.hide()
        self.time.hide()
        plots.view_changed.connect(self._place)
        self.units.moved.connect(self._show_place)
        self.units.zoomed.connect(plots.zoom_units)
        self.units.hovered.connect(self.hovered)
        self.time.moved.connect(self._show_step)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours and the text size."""
        self.units.set_theme(theme)
        self.time.set_theme(theme)
        self.draw()

    def draw(self) -> None:
        """Show what the rows have now, and where now is."""
        self._place()
        row, frames = self._row(), self._plots.frames
        if row is None:
            return
        picture = row.picture()
        self.units.show_picture(None if self.units.isHidden() else picture)
        steps = len(picture.values)
        self.time.show_run(steps, self._walked() or picture.known, frames.timestep, frames.peek)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show or hide the overviews."""
        super().resizeEvent(event)
        self.draw()

    def _walked(self) -> slice | None:
        """Return the timesteps that the way back has walked; None on the way out."""
        if not self._plots.back:
            return None
        return next((row.known for row in self._plots.gradients.values()), None)

    def _row(self) -> TimeRow | None:
        """Return the first row of all units: its picture stands for all."""
        rows = self._plots.unit_rows
        return next((rows[track] for track in self._plots.shown if track in rows), None)

    def _place(self) -> None:
        row, plots = self._row(), self._plots
        if row is None:
            return
        high = self.height() >= fonts.px(LEAST_HEIGHT)
        many = len(row.order) >= LEAST_UNITS and not row.as_curves
        steps = len(row.picture().values)
        for overview, seen in ((self.units, many), (self.time, steps >= LEAST_STEPS)):
            if overview.isHidden() == (high and seen):
                overview.setVisible(high and seen)
        rows = plots.unit_rows
        last = next(rows[track] for track in reversed(plots.shown) if track in rows)
        first_box, last_box = (of.view.sceneBoundingRect() for of in (row, last))
        top = plots.mapFromScene(first_box.topLeft()).y()
        bottom = plots.mapFromScene(last_box.bottomLeft()).y()
        self.units.show_window(plots.places, float(top), float(bottom))
        ends = (
            plots.mapTo(self, plots.mapFromScene(QPointF(x, first_box.top()))).x()
            for x in (first_box.left(), first_box.right())
        )
        left, right = plots.first.viewRange()[0]
        self.time.show_window((left, right), *map(float, ends))

    def _show_place(self, place: float) -> None:
        """Bring a place into the middle; from all, zoom to rows that can be read."""
        row, (low, high) = self._row(), self._plots.places
        if row is None:
            return
        span = high - low
        if span >= len(row.order):
            span = min(span, max(1.0, row.view.height() / _READABLE))
        self._plots.zoom((place - span / 2, place + span / 2))

    def _show_step(self, timestep: float) -> None:
        """Bring a timestep into the middle; from all, zoom to columns that can be read."""
        first = self._plots.first
        low, high = first.viewRange()[0]
        span = high - low
        if self._plots.fits_time:
            span = min(span, max(1.0, first.width() / _READABLE))
        first.setXRange(timestep - span / 2, timestep + span / 2, padding=0)
