"""Pointing: what the mouse asks for on a timeline's plots."""

from PySide6.QtCore import QObject, Qt, Signal

from simulator.analysis.address import Address, Given, Source
from simulator.network.gradient_quantities import is_gradient, quantity_of_gradient
from simulator.network.quantities import READOUT, Y
from ui.cards.anchor import CardAnchor
from ui.panels.timeline.gradients.number import number_of
from ui.panels.timeline.holds import TimelineHolds
from ui.panels.timeline.mouse.place_menu import PlaceMenu
from ui.panels.timeline.mouse.place_words import words_of
from ui.panels.timeline.plots import TimePlots
from ui.panels.timeline.tools import TimelineTools
from ui.panels.timeline.track_choice import (
    CURVES,
    GRADIENTS,
    INPUT,
    KEPT,
    OF_PINNED,
    OF_UNITS,
    SAID,
    VALUES,
)
from ui.panels.timeline.tracks.place import RowPlace
from ui.session.snapshot import Snapshot

_WITHOUT_UNITS = frozenset(GRADIENTS) - frozenset(OF_UNITS)
"""Tracks whose places are no units of the cell."""

_SHOWN_ALONE = frozenset((KEPT, SAID, *OF_PINNED))
"""Tracks of numbers that no cell of the run computes."""


class Pointing(QObject):
    """Turns clicks and drags into requests.

    Signals:
        looked_at, unit_selected, went_to, went_to_timestep: as in `Panel`.
        toggled: the unit to draw as a curve, or no longer.
        card_asked: as in `Panel`. hovered: the words on the place under the mouse.

    Attributes:
        shows: what the rows show, as for `words_of`. said: the words that were told last.
    """

    looked_at = Signal(object)
    unit_selected = Signal(int)
    went_to = Signal(object)
    went_to_timestep = Signal(int)
    toggled = Signal(int)
    card_asked = Signal(object)
    hovered = Signal(str)

    def __init__(
        self, plots: TimePlots, tools: TimelineTools, holds: TimelineHolds, menu: PlaceMenu
    ) -> None:
        super().__init__(plots)
        self._plots, self._tools, self._holds, self._menu = plots, tools, holds, menu
        self._snapshot: Snapshot | None = None
        self.shows, self.said, self._is_pointed = VALUES, "", False
        plots.clicked.connect(self._click)
        plots.dragged.connect(self._drag)
        plots.pointed.connect(self._point)

    def draw(self, snapshot: Snapshot) -> None:
        """Take the snapshot that is shown."""
        self._snapshot = snapshot

    def tell(self) -> None:
        """Tell of the place under the mouse."""
        self._point(self._plots.under_mouse())

    def say_again(self) -> None:
        """Tell once more what was told last."""
        self.hovered.emit(self.said)

    def _point(self, place: RowPlace | None) -> None:
        if place is None and not self._is_pointed:
            return  # the mouse may be on a number of another panel
        self._is_pointed = place is not None
        self.card_asked.emit(None if place is None else self.spot_of(place))
        said = "" if place is None else self.words(place)
        if said != self.said:
            self.said = said
            self.hovered.emit(said)

    def spot_of(self, place: RowPlace) -> CardAnchor | None:
        """Return the number at a place; none where no unit is, or what no cell computes."""
        snapshot, plots = self._snapshot, self._plots
        if snapshot is None or place.ended or place.quantity in _SHOWN_ALONE:
            return None
        subject: Source
        if place.quantity == INPUT:
            values = snapshot.experiment.sequence[place.timestep, snapshot.row]
            column = int(values.argmax()) if place.unit is None else place.unit
            subject = Given("input", (place.timestep, snapshot.row, column))
        elif place.unit is not None:
            subject = number_of(snapshot, place)
            if not subject.exists(snapshot.experiment):  # a readout that gives no answer here
                return None
        else:
            return None
        return CardAnchor(
            subject, plots, lambda: plots.rect_of(place), lambda: [plots.row_rect(place)]
        )

    def words(self, place: RowPlace) -> str:
        """Describe a place, as `words_of`; of answers with those of the baseline."""
        if self._snapshot is None:
            return ""
        row = self._plots.rows.get(place.quantity)
        own = None if row is None else row.own
        shows = CURVES if place.quantity == Y else self.shows
        return words_of(self._snapshot, place, shows, self._plots.axis.name_of, own)

    def _drag(self, timestep: int) -> None:
        """Go where the frame is dragged to, within the row."""
        snapshot = self._snapshot
        if snapshot is None:
            return
        timestep = min(timestep, snapshot.experiment.lengths[snapshot.row] - 1)
        if not snapshot.elsewhere and timestep == snapshot.timestep_here:
            return
        if snapshot.goes_back:
            where = snapshot.lane, timestep, snapshot.row
            self.went_to.emit(snapshot.schedule.position_after_timestep_back(*where))
        else:
            self.went_to_timestep.emit(timestep)

    def _click(self, place: RowPlace, event) -> None:  # type: ignore[no-untyped-def]
        snapshot = self._snapshot
        if snapshot is None:
            return
        if event.button() == Qt.MouseButton.RightButton:
            self._menu.open(snapshot, place, event.screenPos().toPoint())
        elif event.button() != Qt.MouseButton.LeftButton or place.ended:
            return
        elif event.double():
            self._go(snapshot, place)
        elif place.quantity in (INPUT, *_SHOWN_ALONE):
            self._look(snapshot, self._beside(snapshot, place.timestep))
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if place.unit is not None and place.quantity not in _WITHOUT_UNITS:
                self.toggled.emit(place.unit)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and place.unit is not None:
            if not self._tools.curves.isChecked() and not is_gradient(place.quantity):
                self._holds.select(snapshot, place)
                self._holds.mark(snapshot, self._plots.rows)
        elif place.value is not None and place.unit is not None:
            self._holds.selection = None
            self._look(snapshot, number_of(snapshot, place))
        elif place.unit is not None and place.quantity not in _WITHOUT_UNITS:
            self.unit_selected.emit(place.unit)

    def _go(self, snapshot: Snapshot, place: RowPlace) -> None:
        """Go to the end of a timestep of the selected lane; in a row of a readout, to its step.

        In a row of a gradient go to the step back that computes it.
        """
        if is_gradient(place.quantity):
            if place.unit is not None:
                number = number_of(snapshot, place, place.pointed)
                self.went_to.emit(number.position(snapshot.schedule))
        elif place.quantity in READOUT and snapshot.reads_at(place.pointed):
            number = Address(place.quantity, t=place.pointed, row=snapshot.row)
            self.went_to.emit(number.position(snapshot.schedule))
        else:
            self.went_to_timestep.emit(place.pointed)

    def _beside(self, snapshot: Snapshot, timestep: int) -> Address:
        """Return the number to look at for an input: of the quantity that is looked at, or h."""
        config = snapshot.experiment.config
        quantity = snapshot.quantity or config.cell.output
        if is_gradient(quantity):
            quantity = quantity_of_gradient(quantity)
            quantity = quantity if quantity in config.steps else config.cell.output
        if quantity == Y and snapshot.reads_at(timestep):
            return snapshot.said(timestep)
        quantity = config.cell.output if quantity == Y else quantity
        unit = min(snapshot.unit, config.width(quantity) - 1)
        return Address(quantity, snapshot.lane, timestep, snapshot.row, unit)

    def _look(self, snapshot: Snapshot, number: Address) -> None:
        """Look at a number, if it may be shown."""
        if snapshot.shows_number(number):
            self.looked_at.emit(number)
