"""WordLayout: where the words that are said have room, found once for what is seen."""

from typing import NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF

from ui.panels.timeline.answers.said import SaidClasses
from ui.style import fonts
from ui.widgets.word_places import columns_between, place_words

_GAP = 4.0
"""Room between two words, in pixels."""

_LEAST_DOT = 6.0
"""Narrowest column with a dot for a word, in pixels."""


class PlacedWord(NamedTuple):
    """A word, or a dot, that stands at a timestep: its left edge and width in pixels."""

    timestep: int
    left: float
    width: float
    text: str


class WordLayout:
    """Words and dots of some timesteps in columns; a step that shows no other word keeps it.

    Attributes:
        widest: the width of the widest word, in pixels.
    """

    def __init__(self) -> None:
        self.widest = 0.0
        self._key: tuple[object, ...] = ()
        self._placed: list[PlacedWord] = []

    def placed(
        self, classes: SaidClasses, seen: slice, timesteps: range, column: float
    ) -> list[PlacedWord]:
        """Return the words that have room; a dot stands for another one, if it is no letter.

        Wrong words come first, then changes. A dot comes where its column is wide enough.

        Args:
            seen: the timesteps that may be shown. timesteps: those of the columns.
        """
        key = classes, seen.start, seen.stop, timesteps, column, fonts.text_size()
        if key != self._key:
            shown = range(max(timesteps.start, seen.start), min(timesteps.stop, seen.stop))
            self._key, self._placed = key, _place(classes, shown, timesteps, column)
            self.widest = max((word.width for word in self._placed), default=0.0)
        return self._placed


def font_of(classes: SaidClasses) -> QFont:
    """Return the font of the words: letters stand in one of equal widths."""
    return fonts.mono_caption() if classes.letters else fonts.caption()


def _place(classes: SaidClasses, shown: range, timesteps: range, column: float) -> list[PlacedWord]:
    if not shown:
        return []
    classes.of(slice(shown.start, shown.stop))  # at once, for that is faster
    words = {t: classes.word(t) for t in shown}
    metrics = QFontMetricsF(fonts.bold(font_of(classes)))
    gap = 0.0 if classes.letters else _GAP
    rooms = {word: metrics.horizontalAdvance(word) + gap for word in set(words.values())}

    def room(t: int) -> float:
        return rooms[words[t]]

    def is_firm(t: int) -> bool:
        return classes.is_right(t) is False or words[t] != words.get(t - 1)

    ranked = sorted(shown, key=lambda t: (classes.is_right(t) is not False, not is_firm(t)))
    placed = place_words(ranked, timesteps, column, room, is_firm)
    found = [PlacedWord(t, left, room(t), words[t]) for t, left in placed]
    if column >= _LEAST_DOT and not classes.letters:
        free = columns_between(placed, timesteps, column, room)
        found += [PlacedWord(t, (t - timesteps.start) * column, column, "·")
                  for t in free if t in shown]  # fmt: skip
    return found
