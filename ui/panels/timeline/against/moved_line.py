"""MovedLine: names the h that differs most from the baseline, with a link to it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from simulator.analysis.address import Address
from simulator.experiment.experiment import Experiment
from simulator.translation import tr
from ui.session.baselines import Pin
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.widgets.elided_link import ElidedLink


class MovedLine(ElidedLink):
    """Line like `h of unit 1 at t=12: 0.31 → 0.58`; or the reason why there is none.

    Signals:
        looked_at: the Address that it names.
    """

    looked_at = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject: Address | None = None
        self._pin: Pin | None = None
        self._chosen_in: Experiment | None = None
        self.followed.connect(self._look)

    def draw(self, snapshot: Snapshot, asked: bool) -> None:
        """Show the largest change. asked: show also that there is no baseline.

        A pin that cannot be compared is told of in the model that it was chosen in. Where another
        is opened, the tool tips tell.
        """
        against, opened = snapshot.against, snapshot.document.original
        pin = against.baselines.chosen
        if self._chosen_in is None or pin is not self._pin:
            self._pin, self._chosen_in = pin, opened
        change = against.comparison and against.comparison.largest(snapshot.position)
        if change and not snapshot.shows_number(change.number):
            self._subject = change = None
            self.set_text(tr("the largest change is hidden"))
        elif change:
            self._subject = change.number
            moved = number_format.change(change.before, change.after)
            self.set_text(f"{_place(snapshot, change.number)}: {moved}")
        else:
            self._subject = None
            here = pin is None or opened is self._chosen_in
            self.set_text(_still(snapshot, asked, here))
        self.set_leads(bool(change))

    def _look(self) -> None:
        if self._subject is not None:
            self.looked_at.emit(self._subject)


def why_nothing(snapshot: Snapshot) -> str:
    """Say why the present run is compared with nothing; empty when it is compared."""
    against = snapshot.against
    if against.obstacle is not None:
        return tr("{name} cannot be compared: {why}", name=against.name, why=against.obstacle)
    if against.comparison is not None:
        return ""
    if against.baselines.chosen is not None:
        return tr("the pinned run is the current one. Change a weight to compare")
    return tr("nothing to compare with. Change a weight, or pin a run")


def _still(snapshot: Snapshot, asked: bool, chosen_here: bool) -> str:
    """Return the line of a run in which no h has moved."""
    against = snapshot.against
    if against.comparison is not None:
        return tr("no difference in h so far") if snapshot.position else ""
    told = asked or (against.obstacle is not None and chosen_here)
    return why_nothing(snapshot) if told else ""


def _place(snapshot: Snapshot, number: Address) -> str:
    """Write a number's address; lane and row only where there are several."""
    config, words = snapshot.experiment.config, []
    if config.num_lanes > 1:
        words.append(number.lane.text())
    if snapshot.experiment.batch_size > 1:
        words.append(tr("row {row}", row=number.row))
    where = tr(
        "{quantity} of unit {unit} at t={t}",
        quantity=number.quantity,
        unit=number.unit,
        t=number.t,
    )
    return f"{where} ({', '.join(words)})" if words else where
