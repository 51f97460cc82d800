"""WatchEntries: the menu entries to watch a number of a timeline, and to stop where it is met."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from simulator.analysis.address import WITHOUT_LANE, Address, Where
from simulator.breakpoints.conditions import TOLERANCE, WRONG, Condition
from simulator.network.gradient_quantities import is_gradient
from simulator.network.quantities import ALL, LOSS, Y
from simulator.translation import tr
from ui.panels.timeline.gradients.number import number_of
from ui.panels.timeline.tracks.place import RowPlace
from ui.session.snapshot import Snapshot
from ui.session.watching import Watching, at_subject

_DIGITS = 3
"""Significant digits of the number that a condition compares with."""


class WatchEntries(QObject):
    """An entry that watches a number, and a menu of conditions on it.

    Signals:
        watching_set: the new Watching.
    """

    watching_set = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._watching = Watching()
        self._number: Address | None = None
        self.watch = QAction(self)
        self.watch.triggered.connect(self._watch)
        self.menu = QMenu(tr("Break when"), parent)

    def aim(self, snapshot: Snapshot, place: RowPlace) -> None:
        """Aim the entries at a place; hide them where no number of the trace is."""
        self._watching, self._number = snapshot.watching, number_at(snapshot, place)
        self.watch.setVisible(self._number is not None)
        self.menu.menuAction().setVisible(self._number is not None)
        self.menu.clear()
        if self._number is None:
            return
        self.watch.setText(tr("Watch {number}", number=self._number.name))
        for condition in conditions_on(snapshot, self._number, place):
            self.menu.addAction(condition.text(), partial(self._break, condition))

    def _watch(self) -> None:
        if self._number is not None:
            self.watching_set.emit(self._watching.with_watch(self._number))

    def _break(self, condition: Condition) -> None:
        self.watching_set.emit(self._watching.with_breakpoint(condition))


def number_at(snapshot: Snapshot, place: RowPlace) -> Address | None:
    """Return the number at a place; None where no cell and no readout computes one."""
    known = place.quantity in ALL or is_gradient(place.quantity)
    if place.ended or place.unit is None or not known:
        return None
    number = number_of(snapshot, place)
    return number if number.exists(snapshot.experiment) else None


def conditions_on(snapshot: Snapshot, number: Address, place: RowPlace) -> list[Condition]:
    """Return the conditions that are offered on a number: on its value, on its timestep.

    Of y also that the answer is wrong.
    """
    experiment = snapshot.experiment
    row = number.row if experiment.batch_size > 1 else None
    several = experiment.config.num_lanes > 1 and number.quantity not in WITHOUT_LANE
    layer, direction = number.lane if several else (None, None)
    where = Where(layer, direction, row)
    offered = []
    if place.value is not None:
        value = float(f"{float(place.value):.{_DIGITS}g}")
        offered = [
            Condition(test, number.quantity, number.unit, number=value, where=where)
            for test in (">", "<")
        ]
    if number.quantity == Y and LOSS in experiment.quantities:
        offered.append(Condition(WRONG, Y, number=TOLERANCE, where=where))
    return [*offered, at_subject(number)]
