"""Layouts: divisions of the window into places; the catalogue gives each panel its places.

Sizes are those of a window of 1440 × 900 pixels; other windows share their room out alike.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from simulator.translation import mark

TAUGHT, NARROW, SLIM, LOW = 1420, 1180, 600, 640
"""Widths and height of the window, in pixels of the usual text size, below which places merge.

The first is that of a window with a lesson. Two title bars side by side, with names, tools and
buttons, have no room in a slim window.
"""


class Slot(Enum):
    """Place for panels, which share it as tabs."""

    LESSON = auto()  # of a lesson's text, at the left and as high as the window
    LEFT = auto()
    MAIN = auto()
    LOWER = auto()
    LOWER_RIGHT = auto()
    BOTTOM = auto()
    RIGHT = auto()
    RIGHT_MIDDLE = auto()
    RIGHT_LOWER = auto()


@dataclass(frozen=True, slots=True)
class Split:
    """Parts beside or below each other, each with its size in that direction.

    Attributes:
        beside: True for a row, False for a column.
    """

    beside: bool
    parts: tuple[tuple[int, "Part"], ...]


Part = Slot | Split


def row(*parts: tuple[int, Part]) -> Split:
    """Return parts side by side, with their widths."""
    return Split(True, parts)


def column(*parts: tuple[int, Part]) -> Split:
    """Return parts below each other, with their heights."""
    return Split(False, parts)


@dataclass(frozen=True, slots=True)
class DockLayout:
    """Division of the window.

    Attributes:
        text: the layout's entry in the View menu.
        taught, narrow, slim, low: slots whose panels are tabs of another slot, in a window that has
            little room beside a lesson, and in a narrow or a low one. A slim window is narrow too.
    """

    text: str
    whole: Split
    taught: Mapping[Slot, Slot] = field(default_factory=dict)
    narrow: Mapping[Slot, Slot] = field(default_factory=dict)
    slim: Mapping[Slot, Slot] = field(default_factory=dict)
    low: Mapping[Slot, Slot] = field(default_factory=dict)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """All slots, from left to right and from top to bottom."""
        return tuple(slots_of(self.whole))

    def merged(self, width: float, height: float, lesson: bool) -> Mapping[Slot, Slot]:
        """Return by slot the one that its panels go to, in a window of a size.

        The size is in pixels of the usual text size.

        Args:
            lesson: a lesson stands at the left.
        """
        to = {slot: slot for slot in self.slots}
        to.update(self.taught if lesson and width < TAUGHT else {})
        to.update(self.low if height < LOW else {})
        to.update(self.narrow if width < NARROW else {})
        to.update(self.slim if width < SLIM else {})
        return {slot: to[there] for slot, there in to.items()}


def slots_of(part: Part) -> Iterator[Slot]:
    """Yield the slots of a part."""
    if isinstance(part, Slot):
        yield part
    else:
        for _, inner in part.parts:
            yield from slots_of(inner)


def _beside_lesson(whole: Part) -> Split:
    """Leave room for a lesson at the left; without one the whole has it."""
    return row((304, Slot.LESSON), (1112, whole))


LEARN, EDIT, DEBUG, GRADIENTS = "learn", "edit", "debug", "gradients"
TRAINING = "training"

LAYOUTS: Final[Mapping[str, DockLayout]] = MappingProxyType(
    {
        LEARN: DockLayout(
            mark("&Learn"),
            _beside_lesson(
                column(
                    (324, Slot.MAIN),
                    (248, row((584, Slot.LOWER), (520, Slot.LOWER_RIGHT))),
                    (196, Slot.BOTTOM),
                )
            ),
            narrow={Slot.LOWER_RIGHT: Slot.LOWER},
            slim={Slot.LESSON: Slot.MAIN},
            low={Slot.LOWER: Slot.MAIN, Slot.LOWER_RIGHT: Slot.MAIN},
        ),
        EDIT: DockLayout(
            mark("&Edit"),
            _beside_lesson(
                column(
                    (490, row((520, Slot.LEFT), (572, Slot.MAIN), (332, Slot.RIGHT))),
                    (290, Slot.BOTTOM),
                )
            ),
            narrow={Slot.RIGHT: Slot.MAIN},
            slim={Slot.LESSON: Slot.MAIN, Slot.LEFT: Slot.MAIN},
        ),
        DEBUG: DockLayout(
            mark("&Debug"),
            _beside_lesson(
                row(
                    (304, Slot.LEFT),
                    (762, column((492, Slot.MAIN), (284, Slot.LOWER))),
                    (
                        342,
                        column(
                            (236, Slot.RIGHT), (276, Slot.RIGHT_MIDDLE), (256, Slot.RIGHT_LOWER)
                        ),
                    ),
                )
            ),
            narrow={
                Slot.LEFT: Slot.LOWER,
                Slot.RIGHT: Slot.LOWER,
                Slot.RIGHT_MIDDLE: Slot.LOWER,
                Slot.RIGHT_LOWER: Slot.LOWER,
            },
            slim={Slot.LESSON: Slot.MAIN},
            low={Slot.RIGHT_MIDDLE: Slot.RIGHT, Slot.RIGHT_LOWER: Slot.RIGHT},
        ),
        GRADIENTS: DockLayout(
            mark("&Gradients"),
            _beside_lesson(
                column(
                    (
                        474,
                        row(
                            (300, Slot.LEFT),
                            (780, column((290, Slot.MAIN), (184, Slot.LOWER))),
                            (344, Slot.RIGHT),
                        ),
                    ),
                    (306, Slot.BOTTOM),
                )
            ),
            taught={Slot.RIGHT: Slot.LOWER},
            narrow={Slot.RIGHT: Slot.LOWER, Slot.LEFT: Slot.LOWER},
            slim={Slot.LESSON: Slot.MAIN},
            low={Slot.LOWER: Slot.MAIN, Slot.LEFT: Slot.MAIN, Slot.RIGHT: Slot.MAIN},
        ),
        TRAINING: DockLayout(
            mark("&Training"),
            _beside_lesson(
                row(
                    (304, column((300, Slot.LEFT), (476, Slot.LOWER))),
                    (770, column((300, Slot.MAIN), (476, Slot.BOTTOM))),
                    (334, column((300, Slot.RIGHT), (476, Slot.LOWER_RIGHT))),
                )
            ),
            taught={Slot.RIGHT: Slot.MAIN},
            narrow={Slot.RIGHT: Slot.MAIN, Slot.LOWER_RIGHT: Slot.BOTTOM},
            slim={Slot.LESSON: Slot.MAIN, Slot.LEFT: Slot.MAIN, Slot.LOWER: Slot.BOTTOM},
        ),
    }
)
"""All layouts. The first is the default, which "Reset layout" restores."""
