"""NumberCards: the cards of numbers in panels, by mouse and by keys."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from simulator.translation import tr
from ui.cards.anchor import CardAnchor
from ui.cards.card_manager import CardManager
from ui.panels.panel import Panel
from ui.style.theme import Theme


class NumberCards(CardManager):
    """Keeper of the cards at the numbers of panels.

    Signals:
        complained: why there is no card, in words.
    """

    complained = Signal(str)

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window)
        self._panels: list[Panel] = []

    def attend(self, key: str, panel: Panel) -> None:
        """Listen to a panel."""
        self._panels.append(panel)
        panel.hovered.connect(self.status.hear)
        panel.card_asked.connect(self.point)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Return the handler of each action."""
        return {"card": self._open_at_keys}

    def _open_at_keys(self) -> None:
        if not self.open_by_keys(self._spot_of_keys()):
            self.complained.emit(tr("No number to explain yet. Take a step, or click a number"))

    def _spot_of_keys(self) -> CardAnchor | None:
        """Return the number that the keys are at; else the one that a visible panel lights."""
        focused = QApplication.focusWidget()
        seen = [panel for panel in self._panels if panel.in_sight]
        for panel in self._panels:
            if focused is not None and panel.isAncestorOf(focused):
                seen.insert(0, panel)
        spots = (panel.spot_of_keys() for panel in seen)
        return next((spot for spot in spots if spot is not None), None)
