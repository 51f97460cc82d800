"""PresentFlow: the gradient flow of this run, read as far as it is walked."""

from collections.abc import Generator
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from simulator.gradients.backward_run import BackwardRun
from simulator.network.lane import Lane
from simulator.progress import finish, part_of
from ui.panels.gradients.flows.reading import FlowReading, judged, read
from ui.session.snapshot import Snapshot
from ui.worker.idle_work import IdleWork

_AT_ONCE: Final = 20_000
"""Numbers of dc that are read at every step; of more, some time after it."""

_OTHER_AT_ONCE: Final = 100_000
"""Numbers of dc of another run, lane or row that are read at once."""

_LATER_MILLISECONDS, _MEANWHILE_MILLISECONDS = 80, 400
"""Time after a step, and between two readings while a longer way is walked."""

_Place = tuple[BackwardRun, Lane, int, int, int]


class PresentFlow(QObject):
    """Reads the flow at every step where that is quick, else some time after; so its verdict.

    While a longer way is walked it is read now and then, and judged at its end.

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
        self._moves = False
        self._work = IdleWork(self)
        self._later = QTimer(self, singleShot=True)
        self._work.done.connect(self._take)
        self._later.timeout.connect(self._begin)

    @property
    def busy(self) -> bool:
        """True while a reading or its verdict is still to come."""
        return self._work.busy or self._later.isActive()

    def follow(self, back: BackwardRun, snapshot: Snapshot) -> None:
        """Read a snapshot's lane and row, unless they are read already."""
        walked = walked_timesteps(snapshot)
        place = back, snapshot.lane, snapshot.row, walked.start, walked.stop
        before, self._place = self._place, place
        moved, self._moves = self._moves, snapshot.position != snapshot.target
        if before == place and (self._moves or not moved):
            return
        other = before is None or before[:3] != place[:3]
        if other:
            self._forget()
        numbers = self._numbers_of(place)
        if numbers <= (_OTHER_AT_ONCE if other else _AT_ONCE):
            self._read()
        elif not self._moves:
            self._later.start(0 if other else _LATER_MILLISECONDS)
        elif not self.busy:
            self._later.start(_MEANWHILE_MILLISECONDS)

    def let_go(self) -> None:
        """Stop all work, and let go of the run: its trace may be large."""
        self._forget()
        self._place, self._moves = None, False

    def _numbers_of(self, place: _Place) -> int:
        """Return the numbers of dc of the whole lane, for so many slopes are read with it."""
        experiment = place[0].run.experiment
        return int(experiment.lengths[place[2]] * experiment.config.hidden_size)

    def _forget(self) -> None:
        """Stop all work, and forget what is read."""
        self._work.stop()
        self._later.stop()
        self.reading = None

    def _read(self) -> None:
        """Read the flow; its verdict comes at once where that is quick."""
        if self._place is None:
            return
        back, lane, row, first, stop = self._place
        self._work.stop()
        self._later.stop()
        self.reading = finish(read(back, lane, row, slice(first, stop)))
        work = judged(back, self.reading)
        if self._numbers_of(self._place) <= _AT_ONCE // 4:
            self.reading = finish(work)
        else:
            self._work.begin(work)

    def _begin(self) -> None:
        """Begin to read the flow in slices; its verdict is found unless more is being walked."""
        if self._place is not None:
            self._work.begin(self._reading(self._place, judges=not self._moves))

    def _reading(self, place: _Place, judges: bool) -> Generator[float, None, FlowReading]:
        back, lane, row, first, stop = place
        reading: FlowReading = yield from part_of(read(back, lane, row, slice(first, stop)), 0, 0.2)
        if not judges:
            return reading
        self._take(reading)
        return (yield from part_of(judged(back, reading), 0.2, 1.0))

    def _take(self, reading: FlowReading) -> None:
        self.reading = reading
        self.found.emit()


def walked_timesteps(snapshot: Snapshot) -> slice:
    """Return the timesteps of the selected lane and row that are walked on the way back."""
    return snapshot.known("dc") if snapshot.goes_back else slice(0, 0)
