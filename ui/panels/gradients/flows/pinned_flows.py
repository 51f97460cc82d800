"""PinnedFlows: the gradient flow of pinned runs, computed when the program is idle."""

from collections.abc import Generator, Sequence

from PySide6.QtCore import QObject, Signal

from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.network.lane import Lane
from simulator.progress import part_of
from ui.panels.gradients.flows.reading import FlowReading, judged, read
from ui.panels.gradients.flows.whole_runs import Computed, computed_of, walked
from ui.session.baselines import Pin
from ui.session.trace_memory import bytes_beside, why_too_large
from ui.worker.idle_work import IdleWork

KEPT_BYTES = 64 * 10**6
"""Memory for runs that are kept, so that another lane or row need not compute them again."""

_Key = tuple[Computed, Lane, int]


def stands_beside(pin: Pin, experiment: Experiment, lane: Lane, row: int) -> bool:
    """Return True when a pin has a way back through a lane and row, as long as an experiment's."""
    other = pin.experiment
    return (
        pin.recorded is None
        and bool(other.source)
        and lane in other.config.lanes()
        and row < other.batch_size
        and other.lengths[row] == experiment.lengths[row]
    )


class PinnedFlows(QObject):
    """Computes one pinned run at a time, forwards and back. It keeps what pins have, no others.

    Signals:
        found: the reading of another pin, or a part of it, is there.
    """

    found = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._readings: dict[_Key, FlowReading | str] = {}
        self._kept: dict[Computed, BackwardRun] = {}
        self._wanted: tuple[_Key, ...] = ()
        self._under_way: _Key | None = None
        self._work = IdleWork(self)
        self._work.done.connect(self._take)
        self._work.failed.connect(self._take)

    @property
    def busy(self) -> bool:
        """True while a pin is being computed."""
        return self._work.busy

    def ask(self, pins: Sequence[Pin], lane: Lane, row: int) -> None:
        """Want the readings of some pins, in this order; others are stopped and forgotten."""
        self._wanted = tuple((computed_of(pin), lane, row) for pin in pins)
        pinned = {computed_of(pin) for pin in pins}
        self._readings = {key: of for key, of in self._readings.items() if key[0] in pinned}
        self._kept = {computed: of for computed, of in self._kept.items() if computed in pinned}
        if self._under_way not in self._wanted:
            self.stop()
        if not self._work.busy:
            self._go_on()

    def stop(self) -> None:
        """Stop computing, until pins are asked for again."""
        self._under_way = None
        self._work.stop()

    def of(self, pin: Pin, lane: Lane, row: int) -> FlowReading | str | None:
        """Return a pin's reading, why there is none, or None while it is computed."""
        return self._readings.get((computed_of(pin), lane, row))

    def back_of(self, pin: Pin) -> BackwardRun | None:
        """Return a pin's run and way back, where they are kept."""
        return self._kept.get(computed_of(pin))

    def _go_on(self) -> None:
        missing = [key for key in self._wanted if key not in self._readings]
        if missing:
            self._under_way = missing[0]
            self._work.begin(self._reading_of(*missing[0]))

    def _take(self, reading: FlowReading | str) -> None:
        key, self._under_way = self._under_way, None
        if key is not None:
            self._readings[key] = reading
            self.found.emit()
        if not self._work.busy:
            self._go_on()

    def _reading_of(
        self, computed: Computed, lane: Lane, row: int
    ) -> Generator[float, None, FlowReading | str]:
        """Compute a run forwards and back and read it, in slices that tell the fraction done."""
        back = self._kept.get(computed)
        if back is None:
            problem = why_too_large(computed[0])
            if problem:
                return problem
            back = yield from part_of(walked(computed), 0.0, 0.7)
            self._keep(computed, back)
        reading = yield from part_of(read(back, lane, row), 0.7, 0.8)
        judgement: FlowReading = yield from part_of(judged(back, reading), 0.8, 1.0)
        return judgement

    def _keep(self, computed: Computed, back: BackwardRun) -> None:
        taken = sum(bytes_beside(experiment) for experiment, _ in (*self._kept, computed))
        if taken <= KEPT_BYTES:
            self._kept[computed] = back
