"""MadeAhead: parts that only the way back shows, made in idle time before anyone goes there."""

from collections.abc import Callable, Generator, Sequence

from PySide6.QtCore import QObject

from ui.session.snapshot import Snapshot
from ui.worker.idle_work import IdleWork


class MadeAhead(QObject):
    """Makes a panel's parts one by one once a run that has a way back is stepped on.

    So the step over the bend need not make them all, and a window that never goes back pays nothing
    when it starts. What is still missing at the bend the panel makes itself.

    Attributes:
        busy: True while something is still to be made.

    Args:
        missing: returns the keys of the parts that are not made yet. make: makes one of them.
    """

    def __init__(
        self, missing: Callable[[], Sequence[str]], make: Callable[[str], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._missing, self._make = missing, make
        self._work = IdleWork(self)

    def follow(self, snapshot: Snapshot) -> None:
        """Begin where the way back may be near, and stop where it is reached or gone."""
        ahead = snapshot.schedule.backward is not None and not snapshot.goes_back
        if not ahead or snapshot.position == 0:
            self._work.stop()
        elif not self._work.busy and self._missing():
            self._work.begin(self._one_by_one())

    @property
    def busy(self) -> bool:
        return self._work.busy

    def _one_by_one(self) -> Generator[float, None, None]:
        while missing := self._missing():
            self._make(missing[0])
            yield 0.0
