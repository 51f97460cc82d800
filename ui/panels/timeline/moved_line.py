"""MovedLine: names the h that differs most from the baseline, with a link to it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from simulator.analysis.address import Address
from simulator.translation import tr
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
        self.followed.connect(self._look)

    def draw(self, snapshot: Snapshot, asked: bool) -> None:
        """Show the largest change. asked: show also that there is no baseline."""
        against = snapshot.against
        change = against.comparison and against.comparison.largest(snapshot.position)
        if change:
            self._subject = change.number
            moved = number_format.change(change.before, change.after)
            self.set_text(f"{_place(snapshot, change.number)}: {moved}")
        else:
            self._subject = None
            self.set_text(_why_nothing(snapshot, asked))
        self.set_leads(bool(change))

    def _look(self) -> None:
        if self._subject is not None:
            self.looked_at.emit(self._subject)


def _why_nothing(snapshot: Snapshot, asked: bool) -> str:
    against = snapshot.against
    if against.obstacle is not None:
        return tr("{name} can not be compared: {why}", name=against.name, why=against.obstacle)
    if against.comparison is not None:
        return tr("no h differs up to here") if snapshot.position else ""
    return tr("nothing to compare with: change a weight, or pin a run") if asked else ""


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
