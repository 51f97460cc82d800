"""PresentFlow: the gradient flow of this run, read as far as it is walked."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from simulator.gradients.backward_run import BackwardRun
from simulator.lstm.lane import Lane
from simulator.progress import finish
from ui.panels.gradients.flows.reading import FlowReading, judged, read
from ui.session.snapshot import Snapshot
from ui.worker.idle_work import IdleWork

_AT_ONCE: Final = 20_000
"""Numbers of dc that are read at every step; of more, some time after it."""

_LATER_MILLISECONDS: Final = 80

_Place = tuple[BackwardRun, Lane, int, int, int]


class PresentFlow(QObject):
    """Reads the flow at every step where that is quick, else some time after; so its verdict.

    Attributes:
        reading: the present one; None where there is none.

    Signals:
        found: another reading is there, or its verdict.
    """

    found = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.reading: FlowReading | None = None
        self._place: _Place | None = None
        self._judge = IdleWork(self)
        self._later = QTimer(self, interval=_LATER_MILLISECONDS, singleShot=True)
        self._judge.done.connect(self._take)
        self._later.timeout.connect(self._read_later)

    @property
    def busy(self) -> bool:
        """True while a reading or its verdict is still to come."""
        return self._judge.busy or self._later.isActive()

    def follow(self, back: BackwardRun, snapshot: Snapshot) -> None:
        """Read a snapshot's lane and row, unless they are read already."""
        walked = walked_timesteps(snapshot)
        place = back, snapshot.lane, snapshot.row, walked.start, walked.stop
        before, self._place = self._place, place
        if before is not None and before[0] is back and before[1:] == place[1:]:
            return
        of_other = before is None or before[:3] != place[:3]
        numbers = (walked.stop - walked.start) * snapshot.experiment.config.hidden_size
        if of_other or numbers <= _AT_ONCE:
            self._later.stop()
            self._read()
        else:
            self._later.start()

    def let_go(self) -> None:
        """Stop all work, and let go of the run: its trace may be large."""
        self._judge.stop()
        self._later.stop()
        self._place = self.reading = None

    def _read(self) -> None:
        """Read the flow; its verdict comes at once where that is quick."""
        if self._place is None:
            return
        back, lane, row, first, stop = self._place
        self._judge.stop()
        self.reading = finish(read(back, lane, row, slice(first, stop)))
        work = judged(back, self.reading)
        if (stop - first) * self.reading.flow.dc.shape[1] <= _AT_ONCE // 4:
            self.reading = finish(work)
        else:
            self._judge.begin(work)

    def _read_later(self) -> None:
        self._read()
        self.found.emit()

    def _take(self, reading: FlowReading) -> None:
        self.reading = reading
        self.found.emit()


def walked_timesteps(snapshot: Snapshot) -> slice:
    """Return the timesteps of the selected lane and row that are walked on the way back."""
    return snapshot.known("dc") if snapshot.goes_back else slice(0, 0)
