"""PanelsBelow: makes the panels below the start page between events, before it is closed."""

from collections.abc import Iterator

from PySide6.QtCore import QTimer

from ui.panels.catalogue import PANELS
from ui.panels.panels import Panels
from ui.window.docking.docks import Docks


class PanelsBelow(QTimer):
    """Makes one after another those that will come into sight, each in two slices."""

    def __init__(self, docks: Docks, panels: Panels) -> None:
        super().__init__(docks, interval=0, singleShot=True)
        self._docks, self._panels = docks, panels
        self._slices: Iterator[object] = iter(())
        self.timeout.connect(self._go_on)

    def begin(self) -> None:
        """Begin, or begin anew; once nothing lies over the docks there is nothing to make."""
        self._slices = self._made()
        self.start()

    def _go_on(self) -> None:
        for _ in self._slices:
            self.start()
            return

    def _made(self) -> Iterator[object]:
        while key := self._docks.next_below():
            yield PANELS[key].kind  # imported
            yield self._panels[key]
