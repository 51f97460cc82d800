"""Choices of a timeline: its tracks, and how gradients are drawn; the user's are kept."""

from collections.abc import Callable

from PySide6.QtCore import QSettings

from ui.panels.timeline.gradients.reach import AUTOMATIC, CHOICES
from ui.panels.timeline.plots import TimePlots
from ui.panels.timeline.tools import TimelineTools
from ui.panels.timeline.track_choice import GRADIENTS, TRACKS

_TRACKS = {False: "timeline_tracks", True: "timeline_tracks_back"}
_GRADIENTS = "timeline_gradients"
"""Keys in the settings: of the tracks on the way out and on the way back, and of their scale."""


class TimelineChoices:
    """What the user chose, in the settings, and what a lesson shows instead while it is open."""

    def __init__(
        self, plots: TimePlots, tools: TimelineTools, choose_gradients: Callable[[str], object]
    ) -> None:
        self._plots, self._tools = plots, tools
        self._choose_gradients = choose_gradients
        self._settings: QSettings | None = None
        self._taught: tuple[str, ...] = ()

    def remember(self, settings: QSettings) -> None:
        """Bring back what was chosen, and keep it from now on."""
        self._settings = settings
        self._bring_back()
        plots, tools = self._plots, self._tools
        tools.track_menu.chosen.connect(
            lambda tracks: settings.setValue(_TRACKS[plots.back], ",".join(tracks or ()))
        )
        choice = str(settings.value(_GRADIENTS, AUTOMATIC, type=str))
        if choice in CHOICES:
            tools.gradients.show_choice(choice)
            self._choose_gradients(choice)
        tools.gradients.chosen.connect(lambda choice: settings.setValue(_GRADIENTS, choice))

    def follow(self, taught: tuple[str, ...]) -> None:
        """Show the tracks of a lesson's step; without any, the user's own again.

        They are those of the way back too where gradients are among them.
        """
        if taught == self._taught:
            return
        self._taught = taught
        self._bring_back()
        if taught:
            self._plots.choose_tracks(taught, back=False)
            if any(track in GRADIENTS for track in taught):
                self._plots.choose_tracks(taught, back=True)

    def _bring_back(self) -> None:
        for back, name in _TRACKS.items():
            said = "" if self._settings is None else self._settings.value(name, "", type=str)
            kept = str(said).split(",")
            self._plots.choose_tracks(tuple(t for t in TRACKS if t in kept) or None, back)
