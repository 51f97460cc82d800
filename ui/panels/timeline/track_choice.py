"""TrackChoice: which tracks a timeline shows: chosen ones, or as many as there is room for."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from simulator.analysis.quantity_text import explained
from simulator.lstm.quantities import ALL, LOSS, STEPS, Y
from simulator.translation import tr
from ui.style import fonts

INPUT, KEPT, OF_UNIT = "x", "∏f", "c[unit]"
"""Tracks that are no quantity of all units of a lane."""

ANSWERS = (Y, LOSS)
"""Tracks of a readout: what it says with what is right, and the loss of each timestep."""

TRACKS = (INPUT, *STEPS, OF_UNIT, KEPT, *ANSWERS)
"""All tracks, from the top."""

SPACING = 6
WORDS = 20.0
"""Height of the track of words, in pixels at 100 % text size."""

LOWEST_ROW, LOWEST_BARS = 18.0, 24.0
"""Smallest height of a row at which all have one: of heat maps, of bars. In the same pixels."""

FEWEST = (INPUT, "c", "h")
"""Tracks without room for more: what comes in, what is kept, what goes out."""


def tracks_for(
    height: float, quantities: tuple[str, ...], bars: bool, answers: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Return the tracks for a height in pixels: all, all but m, or the fewest.

    Args:
        answers: the tracks of a readout; of the fewest y is one where there is room for it too.
    """
    lowest, words = fonts.px(LOWEST_BARS if bars else LOWEST_ROW), fonts.px(WORDS)
    for left_out in ("", "m"):
        rows = [key for key in STEPS if key in quantities and key != left_out] + [*answers]
        if (height - words - SPACING) / len(rows) - SPACING >= lowest:
            return INPUT, *rows
    for fewest in ((*FEWEST, *answers[:1]), FEWEST):
        if height >= words + (len(fewest) - 1) * (lowest / 2 + SPACING):
            return fewest
    return FEWEST[1:]


def tip_of(track: str) -> str:
    """Explain a track in a sentence."""
    if track in ALL:
        return f"{track}: {explained(ALL[track])}"
    return {
        INPUT: tr("x: what comes in at each timestep, by its name or by its values"),
        OF_UNIT: tr("c: the cell state of the selected unit alone, as bars from zero"),
        KEPT: tr(
            "The product of f after the timestep that is looked at: how much of its c is kept"
        ),
    }[track]


class TrackMenu(QMenu):
    """Menu of the tracks: by room, or those checked.

    Signals:
        chosen: the tracks, None for those that there is room for.
    """

    chosen = Signal(object)

    def __init__(self, texts: Mapping[str, str], parent: QWidget | None = None) -> None:
        """Args: texts: of each track."""
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self._told: tuple[object, ...] = ()
        self._by_room = self.addAction(tr("As many as there is room for"))
        self._by_room.setCheckable(True)
        self._by_room.setChecked(True)
        self._by_room.triggered.connect(self._choose_by_room)
        self.addSeparator()
        self.entries: dict[str, QAction] = {}
        for track, text in texts.items():
            action = self.addAction(text)
            action.setCheckable(True)
            action.setToolTip(tip_of(track))
            action.triggered.connect(self._choose)
            self.entries[track] = action

    def show_choice(self, shown: tuple[str, ...], by_room: bool, offered: frozenset[str]) -> None:
        """Check the tracks that are shown; only those on offer can be chosen."""
        if (shown, by_room, offered) == self._told:
            return
        self._told = shown, by_room, offered
        self._by_room.setChecked(by_room)
        for track, action in self.entries.items():
            action.setChecked(track in shown)
            action.setVisible(track in offered)

    def _choose_by_room(self) -> None:
        self._told = ()
        self.chosen.emit(None)

    def _choose(self) -> None:
        self._told = ()  # the click may have changed nothing but the check mark
        chosen = tuple(track for track, action in self.entries.items() if action.isChecked())
        self.chosen.emit(chosen or None)
