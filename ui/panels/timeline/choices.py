"""Choices of a timeline that are kept in the settings: its tracks, and how gradients are drawn."""

from collections.abc import Callable

from PySide6.QtCore import QSettings

from ui.panels.timeline.gradients.reach import AUTOMATIC, CHOICES
from ui.panels.timeline.plots import TimePlots
from ui.panels.timeline.tools import TimelineTools
from ui.panels.timeline.track_choice import TRACKS

_TRACKS = {False: "timeline_tracks", True: "timeline_tracks_back"}
_GRADIENTS = "timeline_gradients"
"""Keys in the settings: of the tracks on the way out and on the way back, and of their scale."""


def bring_back(
    settings: QSettings,
    plots: TimePlots,
    tools: TimelineTools,
    choose_gradients: Callable[[str], object],
) -> None:
    """Bring back what was chosen, and keep it from now on."""
    for back, name in _TRACKS.items():
        kept = str(settings.value(name, "", type=str)).split(",")
        tracks = tuple(track for track in TRACKS if track in kept) or None
        plots.choose_tracks(tracks, back)
    tools.track_menu.chosen.connect(
        lambda tracks: settings.setValue(_TRACKS[plots.back], ",".join(tracks or ()))
    )
    choice = str(settings.value(_GRADIENTS, AUTOMATIC, type=str))
    if choice in CHOICES:
        tools.gradients.show_choice(choice)
        choose_gradients(choice)
    tools.gradients.chosen.connect(lambda choice: settings.setValue(_GRADIENTS, choice))
