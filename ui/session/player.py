"""Player: takes steps at the chosen speed while the workbench is playing."""

import math
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ui.session.snapshot import GATE, Snapshot
from ui.session.workbench import Workbench


class Player(QObject):
    """Clock for `workbench.step`. It waits while the mouse is over a watched widget.

    Attributes:
        waiting: True while it waits for the mouse.

    Signals:
        waiting_changed: play begins or ends to wait for the mouse to leave a watched widget.
    """

    waiting_changed = Signal(bool)

    def __init__(self, workbench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._clock = QTimer(self, timerType=Qt.TimerType.PreciseTimer, singleShot=True)
        self._clock.timeout.connect(self._take_steps)
        self._playing = self.waiting = False
        self._speed = 0.0
        self._steps = 1
        self._begin(workbench.snapshot())
        workbench.changed.connect(self._follow)

    def watch(self, widget: QWidget) -> None:
        """Wait while the mouse is over a widget, if it came there during play."""
        widget.installEventFilter(self)

    def pause(self) -> None:
        """End play, since the user goes to another place."""
        if self._workbench.snapshot().playing:
            self._workbench.set_playing(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait when the mouse enters a watched widget, go on when it leaves."""
        if event.type() == QEvent.Type.Enter and self._playing:
            self._set_waiting(True)
        elif event.type() == QEvent.Type.Leave:
            self._set_waiting(False)
        return False

    def _follow(self, snapshot: Snapshot) -> None:
        began_or_ended = snapshot.playing != self._playing
        faster_or_slower = snapshot.speed != self._speed
        self._playing, self._speed = snapshot.playing, snapshot.speed
        if snapshot.looping != self._looping:
            self._choose_pass(snapshot)
        if began_or_ended:
            self._set_waiting(False)
            self._start_again(snapshot)
        elif faster_or_slower and self._clock.isActive():
            self._wait(snapshot)

    def _set_waiting(self, waiting: bool) -> None:
        if waiting != self.waiting:
            self.waiting = waiting
            self._start_again(self._workbench.snapshot())
            self.waiting_changed.emit(waiting)

    def _start_again(self, snapshot: Snapshot) -> None:
        self._clock.stop()
        if snapshot.playing and not self.waiting:
            self._begin(snapshot)
            self._wait(snapshot)

    def _begin(self, snapshot: Snapshot) -> None:
        """Start anew: the step after this position is the first one played."""
        self._played = 0
        self._first_tick = snapshot.schedule.ticks_finished(snapshot.position)
        self._choose_pass(snapshot)

    def _choose_pass(self, snapshot: Snapshot) -> None:
        """Play in the pass that the position is in; the bend belongs to the way back."""
        self._looping = snapshot.looping
        self._forwards = snapshot.position < snapshot.schedule.end

    def _end(self, snapshot: Snapshot) -> int:
        """Return where play ends, with its pass; a loop goes through both.

        An edit during play may move or take away the way back.
        """
        schedule = snapshot.schedule
        return schedule.end if self._forwards and not snapshot.looping else schedule.last

    def _wait(self, snapshot: Snapshot) -> None:
        same = snapshot.schedule.ticks_begun(snapshot.position) <= self._first_tick + 1
        stay = periods(snapshot.granularity == GATE, self._played, same)
        milliseconds, self._steps = beat(snapshot.speed, stay)
        self._clock.start(milliseconds)

    def _take_steps(self) -> None:
        snapshot = self._workbench.snapshot()
        if snapshot.position == snapshot.target:
            end = self._end(snapshot)
            if snapshot.position < end:
                self._played += 1
                self._workbench.step(min(self._steps, _steps_to(snapshot, end)))
            elif snapshot.looping:
                self._workbench.go_to(0)
                self._begin(self._workbench.snapshot())
            else:
                self._workbench.set_playing(False)
        snapshot = self._workbench.snapshot()
        if snapshot.playing and not self.waiting:
            self._wait(snapshot)


def _steps_to(snapshot: Snapshot, end: int) -> int:
    """Return how many steps of the present granularity lead to the end of a pass."""
    if snapshot.granularity == GATE:
        return end - snapshot.position
    schedule = snapshot.schedule
    return schedule.ticks_begun(end) - schedule.ticks_finished(snapshot.position)


FRAMES_A_SECOND = 60

AT_HAND, LATER = 4.0, 0.25
"""Periods that the first gate played, and each gate of a later timestep, stays."""


class Beat(NamedTuple):
    """Time until the next steps, and their number."""

    milliseconds: int
    steps: int


def periods(by_gate: bool, played: int, same_timestep: bool) -> float:
    """Return how many periods the present step stays.

    Args:
        played: the steps played since play began; 0 is where it began.
        same_timestep: no step beyond the first one's timestep has been played.
    """
    if not by_gate or played == 0:
        return 1.0
    if not same_timestep:
        return LATER
    return AT_HAND if played == 1 else 1.0


def beat(speed: float, periods: float) -> Beat:
    """Return the time of one step at `speed` periods a second, or of the steps in one frame."""
    seconds = periods / speed
    steps = max(1, math.ceil(1 / FRAMES_A_SECOND / seconds - 1e-9))
    return Beat(round(1000 * steps * seconds), steps)
