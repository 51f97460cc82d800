"""ScaleFlash: frames the legend and the rows whose scale has moved, for a moment."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from ui.panels.timeline.plots import TimePlots
from ui.panels.timeline.tools import TimelineTools

FLASH_MILLISECONDS = 600
"""How long a scale that has moved is framed."""


class ScaleFlash(QObject):
    """Frames of a moment.

    Signals:
        begun, ended: the frames are shown, and gone.
    """

    begun = Signal()
    ended = Signal()

    def __init__(self, plots: TimePlots, tools: TimelineTools) -> None:
        super().__init__(plots)
        self._plots, self._tools = plots, tools
        self._over = QTimer(self, singleShot=True)
        self._over.timeout.connect(self.end)

    @property
    def active(self) -> bool:
        """True while the frames are shown."""
        return self._over.isActive()

    def begin(self, changed: tuple[str, ...]) -> None:
        """Frame the legend, and the rows whose past is painted anew."""
        for quantity in changed:
            self._plots.tracks[quantity].label.flash(True)
        self._tools.flash(True)
        self._over.start(FLASH_MILLISECONDS)
        self.begun.emit()

    def begin_past(self, changed: tuple[str, ...], known: Mapping[str, slice]) -> None:
        """Frame those that have a past.

        Args:
            known: the timesteps that are shown as known, by row.
        """
        past = tuple(row for row in changed if known[row].start < known[row].stop)
        if past:
            self.begin(past)

    def end(self) -> None:
        """Take the frames away."""
        self._over.stop()
        for row in self._plots.tracks.values():
            row.label.flash(False)
        self._tools.flash(False)
        self.ended.emit()
