"""TrackChoice: which tracks a timeline shows: chosen ones, or as many as there is room for."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from simulator.analysis.quantity_text import explained
from simulator.network.gradient_quantities import DY, EVERY_GRADIENT
from simulator.network.quantities import ALL, FULL, LOSS, Quantity, Y
from simulator.translation import mark, tr
from ui.style import fonts

CARRIED = FULL.states[-1]
"""State of one unit that has a track of its own: the memory, in a cell that has one."""

INPUT, KEPT, OF_UNIT = "x", "∏f", f"{CARRIED}[unit]"
"""Tracks that are no quantity of all units of a lane."""

VALUES, CURVES, DIFFERENCES = "values", "curves", "differences"
"""What rows show; behind curves is the baseline's run."""

ANSWERS = (Y, LOSS)
"""Tracks of a readout: what it says with what is right, and the loss of each timestep."""

BLAMES = tuple(
    key
    for key, of in EVERY_GRADIENT.items()
    if of.block is None and key != DY and not key.endswith("_prev")
)
"""Tracks of a cell's gradients in the order of the steps back: dh dm dc do dg di df dz dx.

What a step sends back, dh_prev and dc_prev, is in the dh and dc of the timestep before.
"""

GRADIENTS = (DY, *BLAMES)
"""Tracks of gradients, from the top."""

OF_UNITS = tuple(key for key in GRADIENTS if EVERY_GRADIENT[key].width in ("H", "R"))
"""Of these the tracks that have a place for each unit of the cell."""

SAID = "said"
"""Track of what networks of several training steps say, while a training run is open."""

KEEPS, MEMORIES = FULL.with_role("keep"), FULL.with_role("memory")
"""Tracks of the gates that say how much stays, and of what stays."""

PINNED = {key: f"{key} pinned" for key in (*KEEPS, *MEMORIES)}
"""Tracks of the pin's network in a training run, by quantity; each is under the present one's."""

OF_PINNED = {track: quantity for quantity, track in PINNED.items()}
"""Their quantities by track."""

OF_TRAINING = (SAID, *PINNED.values())
"""Tracks that are there while a training run is open."""

_TIPS_OF_PINNED = {
    "keep": mark("f of the pinned network"),
    "memory": mark("c of the pinned network"),
}
"""By the role of the quantity."""


def _with_pins(keys: Iterable[str]) -> tuple[str, ...]:
    """Return tracks of quantities, each with the pin's under it."""
    return tuple(track for key in keys for track in (key, PINNED.get(key)) if track)


TRACKS = (SAID, INPUT, *_with_pins(FULL.steps), OF_UNIT, KEPT, *ANSWERS, *GRADIENTS)
"""All tracks, from the top."""

SPACING = 6
WORDS = 20.0
"""Height of the track of words, in pixels at 100 % text size."""

LOWEST_ROW, LOWEST_BARS = 18.0, 24.0
"""Smallest height of a row at which all have one: of heat maps, of bars. In the same pixels."""

FEWEST = (INPUT, *MEMORIES, FULL.output)
"""Tracks without room for more: what comes in, what is kept, what goes out."""

SPACING_BACK = 2
LOWEST_BACK = 10.5
"""Distance of rows on the way back, where there are two for each quantity; least height of values.
"""

WEIGHT_OF_VALUES, WEIGHT_OF_GRADIENTS = 3, 4
WEIGHTS_BACK = {"dz": 8, Y: 6, SAID: 12}
"""Heights of rows on the way back in proportion; dz has the places of four gates."""

WEIGHT_OF_SAID = 4
"""Height of the track of what is said on the way out, in heights of the others."""

FEWEST_BACK = tuple(f"d{state}" for state in FULL.states)
"""Tracks of gradients without room for more."""


def tracks_for(
    height: float, quantities: tuple[str, ...], bars: bool, answers: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Return the tracks for a height in pixels: all, all but m, or the fewest.

    Args:
        answers: the tracks of a readout; of the fewest y is one where there is room for it too.
    """
    lowest, words = fonts.px(LOWEST_BARS if bars else LOWEST_ROW), fonts.px(WORDS)
    for left_out in ("", "m"):
        rows = [key for key in FULL.steps if key in quantities and key != left_out] + [*answers]
        if (height - words - SPACING) / len(rows) - SPACING >= lowest:
            return INPUT, *rows
    for fewest in ((*FEWEST, *answers[:1]), FEWEST):
        if height >= words + (len(fewest) - 1) * (lowest / 2 + SPACING):
            return fewest
    return FEWEST[1:]


def tracks_of_training(
    height: float, trained: tuple[str, ...], gradients: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Return the tracks for a height during training: the output, x, keep gate, memory and state.

    Args:
        trained: the tracks that there are of training. gradients: on the way back, all there are.
    """
    back = bool(gradients)
    blames = tuple(key for key in FEWEST_BACK if key in gradients)
    memories = _with_pins(MEMORIES)
    for wanted in (
        (SAID, INPUT, *_with_pins(KEEPS), *memories, FULL.output, *blames),
        (SAID, INPUT, *KEEPS, *memories, *blames),
        (SAID, INPUT, *memories, *blames[-1:]),
        (SAID, *memories, *blames[-1:]),
        (SAID, *MEMORIES),
    ):
        tracks = tuple(track for track in wanted if track in trained or track not in OF_TRAINING)
        least = sum(map(_least_back, tracks)) if back else sum(map(_least_out, tracks))
        if least <= height:
            return tracks
    return (SAID,)


def weight_out(track: str) -> int:
    """Return the height of a row on the way out, in proportion to the others."""
    return WEIGHT_OF_SAID if track == SAID else 1


def tracks_back(
    height: float, values: tuple[str, ...], gradients: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the tracks on the way back for a height: gradients first, then values above them.

    Args:
        values: the tracks of the way forwards. gradients: all that there are.
    """
    answers = tuple(key for key in gradients if key == DY)
    cells = tuple(key for key in gradients if key not in (DY, "dx"))
    plain = tuple(key for key in cells if key != "dm")
    quantities = tuple(key for key in values if key in FULL.steps and key != "m")
    few = tuple(key for key in values if key in FEWEST)
    for tracks in (
        (*values, *gradients),
        (*values, *answers, *cells),
        (*few[:1], *quantities, *answers, *plain),
        (*few, *answers, *plain),
        (*few, *plain),
        tuple(key for key in (*few, *plain) if key != INPUT),
        plain,
        plain[:-1],
    ):
        if sum(map(_least_back, tracks)) <= height:
            return tracks
    return tuple(key for key in plain if key in FEWEST_BACK)


def weight_back(track: str) -> int:
    """Return the height of a row on the way back, in proportion to the others."""
    usual = WEIGHT_OF_GRADIENTS if track in GRADIENTS else WEIGHT_OF_VALUES
    return WEIGHTS_BACK.get(track, usual)


def _least_out(track: str) -> float:
    """Return the least height of a row on the way out, with its distance from the next."""
    if track == INPUT:
        return fonts.px(WORDS) + SPACING
    return fonts.px(LOWEST_ROW) * weight_out(track) + SPACING


def _least_back(track: str) -> float:
    """Return the least height of a row on the way back, with its distance from the next."""
    if track == INPUT:
        return fonts.px(WORDS) + SPACING_BACK
    return fonts.px(LOWEST_BACK) * weight_back(track) / WEIGHT_OF_VALUES + SPACING_BACK


def tip_of(track: str, of: Quantity | None = None) -> str:
    """Explain a track in a sentence; a gradient with its equation, by its table row in a lane."""
    if track in GRADIENTS:
        return f"{track}: {tr(EVERY_GRADIENT[track].sentence) if of is None else explained(of)}"
    if track in ALL:
        return f"{track}: {explained(ALL[track])}"
    if track in OF_PINNED:
        return tr(_TIPS_OF_PINNED[ALL[OF_PINNED[track]].role])
    return {
        SAID: tr(
            "The network's prediction for each timestep at the first training step, "
            "the pinned step and the selected step"
        ),
        INPUT: tr("x: the input at each timestep, as a name or as values"),
        OF_UNIT: tr("c: the cell state of the selected unit, as bars from zero"),
        KEPT: tr("Running product of f after the viewed timestep: how much of its c is kept"),
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
        self._by_room = self.addAction(tr("As many as fit"))
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
