"""Panels: the window's panels by the catalogue's keys, each made when it is first needed."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QSettings

from ui.panels.catalogue import PANELS
from ui.panels.panel import Panel
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme

if TYPE_CHECKING:
    from ui.panels.inputs.panel import InputsPanel
    from ui.panels.ledger.panel import LedgerPanel
    from ui.panels.timeline.panel import TimelinePanel
    from ui.panels.units.panel import UnitsPanel
    from ui.panels.weights.panel import WeightsPanel

P = TypeVar("P", bound=Panel)


class Panels(Mapping[str, Panel]):
    """All panels of a window. To look one up makes it: most people never see half of them."""

    def __init__(self, theme: Theme, settings: QSettings) -> None:
        self._receivers: list[Callable[[str, Panel], object]] = []
        self._theme, self._settings = theme, settings
        self._made: dict[str, Panel] = {}

    def __getitem__(self, key: str) -> Panel:
        panel = self._made.get(key)
        if panel is None:
            panel = self._made[key] = PANELS[key].make(self._theme)
            panel.remember(self._settings)
            for receive in self._receivers:
                receive(key, panel)
        return panel

    def __iter__(self) -> Iterator[str]:
        return iter(PANELS)

    def __len__(self) -> int:
        return len(PANELS)

    def __contains__(self, key: object) -> bool:
        return key in PANELS

    def hand_to(self, receive: Callable[[str, Panel], object]) -> None:
        """Call a function with the key and the panel when one is made, after those before it."""
        self._receivers.append(receive)

    def of(self, kind: type[P]) -> P:
        """Return the panel of a class."""
        name = f"{kind.__module__}:{kind.__name__}".removeprefix(__package__)
        panel = next(self[key] for key, row in PANELS.items() if row.made_by == name)
        assert isinstance(panel, kind)
        return panel

    @property
    def inputs(self) -> "InputsPanel":
        """The panel of inputs; each of these five is made to be asked something."""
        return cast("InputsPanel", self["Inputs"])

    @property
    def ledger(self) -> "LedgerPanel":
        """The ledger."""
        return cast("LedgerPanel", self["Ledger"])

    @property
    def timeline(self) -> "TimelinePanel":
        """The timeline."""
        return cast("TimelinePanel", self["Timeline"])

    @property
    def units(self) -> "UnitsPanel":
        """The panel of units."""
        return cast("UnitsPanel", self["Units"])

    @property
    def weights(self) -> "WeightsPanel":
        """The panel of weights."""
        return cast("WeightsPanel", self["Weights"])

    @property
    def made(self) -> Mapping[str, Panel]:
        """The panels that were needed so far, as they are now: to draw one may make another."""
        return dict(self._made)

    @property
    def at_rest(self) -> bool:
        """True when all that the panels are to show is there, and nothing flashes or lags."""
        panels = self.made.values()
        return all(panel.at_rest and not panel.lag.marked for panel in panels)

    def draw(self, snapshot: Snapshot) -> None:
        """Draw a snapshot in each panel, in sight or not."""
        for panel in self.made.values():
            panel.draw(snapshot)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours, also for panels that are yet to be made."""
        self._theme = theme
        for panel in self.made.values():
            panel.set_theme(theme)
