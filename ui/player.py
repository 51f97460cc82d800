"""Player: takes steps at the chosen speed while the workbench is playing."""

from PySide6.QtCore import QObject, Qt, QTimer

from ui.snapshot import Snapshot
from ui.workbench import Workbench

FRAMES_A_SECOND = 60


class Player(QObject):
    """A clock for `workbench.step`. Above 60 steps a second it takes several steps a frame."""

    def __init__(self, workbench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._clock = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._take_steps)
        workbench.changed.connect(self._follow)

    def _follow(self, snapshot: Snapshot) -> None:
        interval = round(1000 / min(snapshot.speed, FRAMES_A_SECOND))
        if self._clock.interval() != interval:
            self._clock.setInterval(interval)
        if snapshot.playing and not self._clock.isActive():
            self._clock.start()
        elif not snapshot.playing:
            self._clock.stop()

    def _take_steps(self) -> None:
        snapshot = self._workbench.snapshot()
        if snapshot.position < snapshot.target:
            return
        if snapshot.position < snapshot.schedule.end:
            self._workbench.step(max(1, round(snapshot.speed / FRAMES_A_SECOND)))
        elif snapshot.looping:
            self._workbench.first()
        else:
            self._workbench.set_playing(False)
