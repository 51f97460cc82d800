"""NetworkRuns: runs of a training run's networks on the open sequence, made in idle time."""

from collections.abc import Generator, Mapping
from typing import Final

from PySide6.QtCore import QObject, Signal

from simulator.engine.run import Run
from simulator.engine.trace import bytes_needed
from simulator.experiment.equality import same_values
from simulator.experiment.experiment import Experiment
from simulator.training.network import Network
from simulator.training.run import TrainingRun
from ui.worker.idle_work import IdleWork

_KEPT: Final = 4
"""Number of runs that are kept: the first step's and the pin's, before and after a new pin."""

_SLICE: Final = 0.008
"""Longest time that a part of a run takes, in seconds."""

_MOST_BYTES: Final = 64 << 20
"""Bytes that one run may take; a longer sequence has no earlier answers."""

Key = tuple[TrainingRun, int]
"""A training run, and the steps of it after which the network is the one that is run."""


class NetworkRuns(QObject):
    """Whole runs by training run and step, of which the last few are kept.

    Signals:
        came: another run is there.
    """

    came = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._runs: dict[Key, Run] = {}
        self._work = IdleWork(self)
        self._work.done.connect(self._on_done)
        self._wanted: dict[Key, Network] = {}
        self._experiment: Experiment | None = None

    @property
    def busy(self) -> bool:
        """True while a run is being made."""
        return self._work.busy

    def ask(self, experiment: Experiment, networks: Mapping[Key, Network]) -> dict[Key, Run]:
        """Return the runs that are there; the others are made, and `came` tells.

        Args:
            experiment: the open one, whose sequence, states and targets the networks get.
        """
        self._wanted, self._experiment = dict(networks), experiment
        there = {key: self._runs[key] for key in self._wanted if self._is_there(key)}
        missing = len(there) < len(self._wanted)
        if missing and not self._work.busy and bytes_needed(experiment) <= _MOST_BYTES:
            self._work.begin(self._make())
        return there

    def forget(self) -> None:
        """Drop all runs: no training is open."""
        self._work.stop()
        self._wanted, self._experiment = {}, None
        self._runs.clear()

    def _is_there(self, key: Key) -> bool:
        run = self._runs.get(key)
        if run is None or self._experiment is None:
            return False
        return same_values(self._wanted[key].put_into(self._experiment), run.experiment)

    def _make(self) -> Generator[float, None, None]:
        """Make what is missing, one run after the other, as things stand when it begins."""
        while missing := [key for key in self._wanted if not self._is_there(key)]:
            assert self._experiment is not None
            key = missing[0]
            run = Run(self._wanted[key].put_into(self._experiment))
            yield 0.0
            yield from run.computing(_SLICE)
            self._keep(key, run)
            yield 1.0

    def _keep(self, key: Key, run: Run) -> None:
        self._runs.pop(key, None)
        self._runs[key] = run
        for old in [key for key in self._runs if key not in self._wanted]:
            if len(self._runs) <= _KEPT:
                break
            del self._runs[old]
        self.came.emit()

    def _on_done(self, _: object) -> None:
        """Go on where others were asked for at the very end."""
        if self._experiment is not None and any(not self._is_there(k) for k in self._wanted):
            self._work.begin(self._make())
