"""Rows of training: what networks of several steps say, and what the pin's network keeps."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF

from simulator.analysis.answers_over_time import AnswersOverTime
from ui.panels.timeline.track_choice import PINNED, SAID
from ui.panels.timeline.tracks.place import AHEAD, KNOWN, RowPlace
from ui.panels.timeline.tracks.row import TimeRow
from ui.panels.timeline.training.said import SaidBy, TimeSaid
from ui.style.decades import Ends
from ui.style.theme import Theme
from ui.widgets.downsampling import NOTHING


class SaidRow(TimeRow):
    """Row of one number a timestep, as several networks say it: lines, whatever the form."""

    def __init__(self, theme: Theme) -> None:
        self.said = TimeSaid(theme)
        self._outputs, self._reads = np.zeros(1, np.intp), np.zeros(1, bool)
        super().__init__(theme, "p", SAID, most_bars=1)
        self.worded = True
        self.label.set_letter("p")
        self.view.addItem(self.said, ignoreBounds=True)
        self._scale()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        super().set_theme(theme)
        self.said.set_theme(theme)

    def bind_said(self, now: AnswersOverTime, said: Sequence[SaidBy], length: int) -> None:
        """Show what networks say; a place tells what the present one does."""
        self.letter = now.quantity
        self.label.set_letter(now.quantity)
        self._outputs, self._reads = now.outputs, now.reads
        self.bind(now.values[:, None], length)
        self.said.bind(said, now.right)
        self.said.set_steps(len(now.values))

    def set_limits(self, limits: Ends) -> None:
        """Set the values at the ends of the scale."""
        super().set_limits(limits)
        self.said.set_limits(self._axis())

    def move(self, known: slice, ahead: slice = NOTHING, ghost_known: slice = NOTHING) -> None:
        """Show the known timesteps, and dimmed those ahead."""
        super().move(known, ahead)
        self.said.move(known, ahead)

    def dim(self, dimmed: bool) -> None:
        """Stay as it is: what is compared is read on the way back too."""

    def show_curves(self, as_curves: bool) -> None:
        """Stay as it is: there are lines alone."""
        super().show_curves(False)
        self.heat_map.hide()

    def show_ends(self, ends: bool) -> None:
        """Stay as it is: only gates have ends."""

    def place_at(self, scene_point: QPointF) -> RowPlace | None:
        """Return the place at a point, with the output that its number is of.

        Where the readout gives no answer, but would, it is a place of this track alone.
        """
        place = super().place_at(scene_point)
        if place is None or place.state not in (KNOWN, AHEAD):
            return place
        value = self._values[place.timestep, 0]
        told = value if np.isfinite(value) else None
        output = int(self._outputs[place.timestep])
        quantity = self.letter if self._reads[place.timestep] else SAID
        return RowPlace(quantity, output, place.timestep, place.pointed, told, place.state)

    def _scale(self) -> None:
        super()._scale()
        self.said.set_heights(-0.5, 0.5)

    def _tell(self, lone: int | None, limits: tuple[float, float]) -> None:
        self.label.bind(self.order, "", numbered=True)
        self.label.set_range(limits)


class PinnedRow(TimeRow):
    """Row of a gate or of c in the pin's network, under the present one's, on its scale."""

    def __init__(self, theme: Theme, quantity: str) -> None:
        super().__init__(theme, quantity, PINNED[quantity])
        self.label.set_letter(quantity)

    def _tell(self, lone: int | None, limits: tuple[float, float]) -> None:
        super()._tell(lone, limits)
        self.label.bind(self.order, self._name, numbered=lone is not None or len(self.order) > 1)
