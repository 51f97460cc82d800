"""Judge: computes in idle time how the networks of training steps do on the validation batch."""

import math
import time
import weakref
from collections import OrderedDict
from collections.abc import Generator, Hashable
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QTimer, Signal

from simulator.experiment.experiment import Experiment
from simulator.training.batch import Batch
from simulator.training.network import Network
from simulator.training.passes import Passes
from simulator.training.run import TrainingRun
from ui.panels.training.validation.judged import Judged, judging, seconds
from ui.session.training_state.checkpoint import TrainingCheckpoint
from ui.worker.idle_work import IdleWork

KEPT: Final = 64
"""Judged networks of a run that are kept."""

SHARE: Final = 0.05
"""Part of the time that judging takes at most while training goes on."""

_UNDER_WAY: Final = 0.25
"""Seconds that another judge waits for one at work, while training runs."""

LONGEST: Final = 0.1
"""Seconds that a part of the work may take; what takes longer is not judged between the run's own
judgements."""


@dataclass(frozen=True, eq=False, slots=True)
class Asked:
    """A network to judge by a run's validation batch.

    Attributes:
        run: the run. network: the network. key: the step that it is after; of an edited one its
            experiment, held weakly.
    """

    run: TrainingRun
    network: Network
    key: Hashable

    @classmethod
    def at(cls, place: TrainingCheckpoint) -> "Asked":
        """Ask for a training step."""
        return cls(place.run, place.network, place.step)

    @classmethod
    def edited(cls, run: TrainingRun, experiment: Experiment) -> "Asked":
        """Ask for a network that was edited after a step of a run."""
        return cls(run, Network.of(experiment), weakref.ref(experiment))


class _Known:
    """What is known of a run: its validation batch, and what was judged, the latest last."""

    def __init__(self, run: TrainingRun) -> None:
        self.batch: Batch | None = run.source.validation()
        self.passes = Passes(run.network)
        self.by_key: OrderedDict[Hashable, Judged] = OrderedDict()


_KNOWN: WeakKeyDictionary[TrainingRun, _Known] = WeakKeyDictionary()
"""By run, for all panels."""


class _Shared(QObject):
    """What all judges share: when they may work again while training runs.

    Signals:
        found: one of them has found something.
    """

    found = Signal()
    rested_at = 0.0


_SHARED = _Shared()


class Judge(QObject):
    """Judges the networks that are asked for. All judges share what they find, and its cost.

    While training runs, work goes on to its end, and then all rest for 19 times as long.

    Attributes:
        problem: why the last one could not be judged, in one line; empty otherwise.

    Signals:
        found: a network that was asked for is judged, or cannot be.
    """

    found = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        _SHARED.found.connect(self.found)
        self._work = IdleWork(self)
        self._work.done.connect(self._take)
        self._work.failed.connect(self._fail)
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._begin)
        self._wanted: list[Asked] = []
        self._under_way: Asked | None = None
        self._live, self._spent = False, 0.0
        self.problem = ""

    @property
    def busy(self) -> bool:
        """True while something that was asked for is not judged."""
        return bool(self._wanted) or self._work.busy

    def batch(self, run: TrainingRun) -> Batch | None:
        """Return the validation batch of a run; None without one."""
        return _known(run).batch

    def judged(self, asked: Asked) -> Judged | None:
        """Return what is known of a network; None for nothing yet."""
        return _known(asked.run).by_key.get(asked.key)

    def latest(self, run: TrainingRun) -> tuple[Hashable, Judged] | None:
        """Return the key and the answers of the network of a run that was judged last."""
        by_key = _known(run).by_key
        return next(reversed(by_key.items()), None)

    def can(self, asked: Asked) -> bool:
        """Return True where there is something to judge by, and it does not take too long."""
        batch = self.batch(asked.run)
        return batch is not None and seconds(asked.network, batch) <= LONGEST

    def ask(self, all_asked: list[Asked], live: bool) -> None:
        """Judge those that are not yet, in this order, and no others.

        Args:
            live: training runs: what is under way is not stopped for something newer.
        """
        wanted = [p for p in all_asked if self.can(p) and self.judged(p) is None]
        self._live, self._wanted = live, wanted
        if self._work.busy:
            under_way = self._under_way
            if live or any(_same(asked, under_way) for asked in wanted):
                return
            self._work.stop()
        self._begin()

    def let_go(self) -> None:
        """Stop, and forget what was asked for."""
        self._wanted, self._under_way = [], None
        self._work.stop()
        self._rest.stop()

    def _begin(self) -> None:
        """Begin with the next one, while training runs once all have rested."""
        self._wanted = [asked for asked in self._wanted if self.judged(asked) is None]
        if not self._wanted or self._work.busy:
            return
        rest = _SHARED.rested_at - time.perf_counter() if self._live else 0.0
        if rest > 0:
            self._rest.start(max(1, math.ceil(1000 * rest)))
            return
        self._rest.stop()
        if self._live:
            _SHARED.rested_at = time.perf_counter() + _UNDER_WAY
        self._under_way, self._spent = self._wanted[0], 0.0
        self._work.begin(self._judging(self._under_way))

    def _judging(self, asked: Asked) -> Generator[float, None, Judged | None]:
        """Judge a network, and add up the seconds that this takes."""
        known = _known(asked.run)
        found = known.by_key.get(asked.key)  # another panel's judge may have been faster
        if found is not None or known.batch is None:
            return found
        parts = judging(asked.network, known.batch, known.passes)
        while True:
            begun = time.perf_counter()
            try:
                fraction = next(parts)
            except StopIteration as end:
                self._spent += time.perf_counter() - begun
                judged: Judged = end.value
                return judged
            self._spent += time.perf_counter() - begun
            yield fraction

    def _take(self, judged: Judged | None) -> None:
        asked, self._under_way, self.problem = self._under_way, None, ""
        if self._live:
            _SHARED.rested_at = time.perf_counter() + self._spent * (1 / SHARE - 1)
        if asked is not None and judged is not None:
            by_key = _known(asked.run).by_key
            by_key[asked.key] = judged
            while len(by_key) > KEPT:
                by_key.popitem(last=False)
        self._begin()
        _SHARED.found.emit()

    def _fail(self, line: str) -> None:
        self._wanted, self._under_way, self.problem = [], None, line
        self.found.emit()


def _known(run: TrainingRun) -> _Known:
    known = _KNOWN.get(run)
    if known is None:
        known = _KNOWN[run] = _Known(run)
    return known


def _same(asked: Asked, other: Asked | None) -> bool:
    return other is not None and asked.run is other.run and asked.key == other.key
