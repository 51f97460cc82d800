"""Lag: whether a panel still shows the run of before an edit, and how long that is marked."""

import time

from PySide6.QtCore import QObject, QTimer, Signal

MANY_NUMBERS = 1 << 17
"""Timesteps × units of a run from which most panels are drawn after the one that is looked at."""

LONGEST_SECONDS = 0.1
"""Longest time that a panel is put off while edits follow each other without a rest."""

APART_MILLISECONDS = 5
"""Least time for events between two panels that were put off."""

MARK_MILLISECONDS = 250
"""Time for which the mark stays once the panel is drawn: in a drag it does not flicker."""


class Lag(QObject):
    """Lag of one panel behind the newest edit.

    Attributes:
        behind: True while the panel shows the run of before the edit, or the edit alone.
        marked: True while its title bar says so, which it does a little longer.

    Signals:
        due: the panel is to be drawn: what comes first is painted. Of several panels one after
            another is due. changed: the new `marked`.
    """

    due = Signal()
    changed = Signal(bool)
    _last_due = 0.0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.behind = self.marked = False
        self._since = 0.0
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._take_turn)
        self._mark = QTimer(self, singleShot=True)
        self._mark.timeout.connect(self._unmark)

    @property
    def is_long(self) -> bool:
        """True when the panel is behind for so long that it is drawn at once."""
        return self.behind and time.perf_counter() - self._since > LONGEST_SECONDS

    def fall_behind(self, soon: bool) -> None:
        """Keep what is shown, and mark it. `soon`: the panel is due after what is painted now."""
        if not self.behind:
            self.behind, self._since = True, time.perf_counter()
        self._mark.start(MARK_MILLISECONDS)
        if not self.marked:
            self.marked = True
            self.changed.emit(True)
        if soon:
            self._soon.start(0)
        else:
            self._soon.stop()

    def catch_up(self) -> None:
        """Note that the panel is drawn."""
        self._soon.stop()
        self.behind = False

    def _take_turn(self) -> None:
        """Be due, unless another panel has just been: then a little later."""
        if 1000 * (time.perf_counter() - Lag._last_due) < APART_MILLISECONDS:
            self._soon.start(APART_MILLISECONDS)
            return
        self.due.emit()
        Lag._last_due = time.perf_counter()

    def _unmark(self) -> None:
        if self.behind:
            self._mark.start(MARK_MILLISECONDS)
            return
        self.marked = False
        self.changed.emit(False)
