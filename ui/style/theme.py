"""Theme: one colour a role, one hue and one map a quantity, for every panel.

Two themes, light and dark, each with two palettes: the standard one, and one for colour-blind eyes.
A colour means one thing: solid ink is now, `accent` can be pressed, `peek` is a look elsewhere, a
hue is a quantity, the two sides of the signed map are signs, `good` and `bad` are verdicts.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from simulator.network.colours import GATE_STOPS, NO_PLACE, SIGNED_STOPS
from simulator.network.gradient_quantities import quantity_of_gradient
from simulator.network.quantities import ALL, READOUT, Y

BOUNDED_0_1 = frozenset(key for key, of in ALL.items() if of.bounded == (0.0, 1.0))
"""Quantities in the range 0…1; the others are signed."""

STANDARD, COLOUR_BLIND = "standard", "colour-blind"
"""Names of the palettes."""


@dataclass(frozen=True, eq=False)
class Theme:
    """All colours of the window, as `#rrggbb`.

    Attributes:
        name: light or dark. palette: `STANDARD` or `COLOUR_BLIND`.
        paper: the ground between panels. panel: their own.
        ink: text, and all that is now. faint: text of less weight, readable on panel and paper.
        rule: lines that part. wire: connections, and what is ahead. field: ground of fields.
        zero: ground of a value of zero, and of one that is hidden.
        accent: what can be pressed, and the keys' place. good, bad, warn: verdicts.
        peek, peek_ink, peek_line: looking elsewhere: ground, its text, its frame.
        no_place: values without a place on a map, as NaN; like no colour of any map.
        hues: for letters, lines and edges, by role in a cell; m and y have their own.
        gate_stops: maps of the gates by role, 0…1.
        answer_stops: the map of answers and losses, from 0 on.
        signed_stops: −1…0…1, neutral at zero.
    """

    name: str
    palette: str
    paper: str
    panel: str
    ink: str
    faint: str
    rule: str
    wire: str
    field: str
    zero: str
    accent: str
    good: str
    bad: str
    warn: str
    peek: str
    peek_ink: str
    peek_line: str
    no_place: str
    hues: dict[str, str]
    gate_stops: dict[str, tuple[str, ...]]
    answer_stops: tuple[str, ...]
    signed_stops: tuple[str, ...]

    @property
    def dark(self) -> bool:
        """True for the dark theme."""
        return self.name == "dark"

    def colour(self, quantity: str) -> QColor:
        """Return the hue of a quantity of a cell or a readout, or of its gradient; else the ink."""
        quantity = quantity_of_gradient(quantity)
        if quantity in READOUT:
            quantity = Y
        role = ALL[quantity].role if quantity in ALL else ""
        return QColor(self.hues.get(quantity) or self.hues.get(role, self.ink))

    def stops_of(self, quantity: str | None) -> tuple[str, ...]:
        """Return the map of a quantity of a cell: a gate's own, else the map of signed values."""
        if quantity not in BOUNDED_0_1:
            return self.signed_stops
        return self.gate_stops.get(ALL[quantity].role, self.answer_stops)

    def text_on(self, background: QColor) -> QColor:
        """Return black or white ink, whichever has more contrast with a background (WCAG)."""
        return QColor(_ink_on(background.rgb()))


LIGHT = Theme(
    name="light",
    palette=STANDARD,
    paper="#eef1f5",
    panel="#ffffff",
    ink="#1d2430",
    faint="#5f6874",
    rule="#dde2e8",
    wire="#a3acb8",
    field="#f6f7f9",
    zero="#f1f3f6",
    accent="#0b62c4",
    good="#00735a",
    bad="#b3261e",
    warn="#8a5a00",
    peek="#ffe8a3",
    peek_ink="#1d2430",
    peek_line="#b58900",
    no_place=NO_PLACE,
    hues={
        "write": "#0072b2",
        "keep": "#ba5200",
        "candidate": "#00825c",
        "out": "#a6528c",
        "memory": "#8a5f00",
        "m": "#696bad",
        "state": "#287a98",
        "y": "#4b5563",
    },
    gate_stops=dict(GATE_STOPS),
    answer_stops=("#f1f3f6", "#c5c9cf", "#9aa0aa", "#717a86", "#4b5563"),
    signed_stops=SIGNED_STOPS,
)

DARK = Theme(
    name="dark",
    palette=STANDARD,
    paper="#14171c",
    panel="#1c2027",
    ink="#e6e9ee",
    faint="#98a1ae",
    rule="#323944",
    wire="#66707d",
    field="#232830",
    zero="#272c35",
    accent="#6cb0ff",
    good="#5ad19a",
    bad="#ff7b72",
    warn="#f2b632",
    peek="#5c4a10",
    peek_ink="#ffe9a8",
    peek_line="#e0b83c",
    no_place="#ffffff",
    hues={
        "write": "#5aa9e6",
        "keep": "#ff8a4c",
        "candidate": "#35c796",
        "out": "#e08ac6",
        "memory": "#f2b632",
        "m": "#a9abf2",
        "state": "#7fd3f0",
        "y": "#b6bfcb",
    },
    gate_stops={
        "write": ("#272c35", "#35495d", "#426788", "#4e87b6", "#5aa9e6"),
        "keep": ("#272c35", "#59443f", "#8d5b47", "#c5724b", "#ff8a4c"),
        "out": ("#272c35", "#524356", "#7f5a79", "#ae729f", "#e08ac6"),
    },
    answer_stops=("#272c35", "#474d57", "#6a717c", "#8f97a3", "#b6bfcb"),
    signed_stops=("#8d9bff", "#4c5597", "#272c35", "#8c4356", "#ff7590"),
)

# For colour-blind eyes: violet and ochre lie on the axis of blue and yellow, which protanopes and
# deuteranopes see; the hues of quantities differ in lightness too, where theirs would be one.
LIGHT_FOR_COLOUR_BLIND = replace(
    LIGHT,
    palette=COLOUR_BLIND,
    good="#0065a8",
    hues=LIGHT.hues
    | {
        "write": "#0045ab",
        "keep": "#b24a00",
        "candidate": "#057c63",
        "out": "#663a66",
        "memory": "#683800",
        "m": "#5a5d70",
        "state": "#0074a5",
    },
    gate_stops={
        "write": ("#f1f3f6", "#b5c8e6", "#7c9dd4", "#4473c1", "#0045ab"),
        "keep": ("#f1f3f6", "#e5c9be", "#d7a088", "#c67650", "#b24a00"),
        "out": ("#f1f3f6", "#cdc2d0", "#aa93ac", "#886588", "#663a66"),
    },
    answer_stops=("#f1f3f6", "#c5c9cf", "#9aa0aa", "#717a86", "#4b5563"),
    signed_stops=("#4527a0", "#9290cf", "#f1f3f6", "#c9ae8a", "#a06a00"),
)
DARK_FOR_COLOUR_BLIND = replace(
    DARK,
    palette=COLOUR_BLIND,
    good="#66c2ff",
    bad="#ff8a5c",
    hues=DARK.hues
    | {
        "write": "#73a8ff",
        "keep": "#ffb454",
        "candidate": "#589b81",
        "out": "#dba8bf",
        "memory": "#bd9800",
        "m": "#c9c6ff",
        "state": "#0094c2",
    },
    gate_stops={
        "write": ("#272c35", "#394962", "#4c6794", "#5f87c8", "#73a8ff"),
        "keep": ("#272c35", "#584c42", "#8c6d4c", "#c49052", "#ffb454"),
        "out": ("#272c35", "#504955", "#7c6776", "#aa879a", "#dba8bf"),
    },
    answer_stops=("#272c35", "#474d57", "#6a717c", "#8f97a3", "#b6bfcb"),
    signed_stops=("#8f84ff", "#585794", "#272c35", "#8c7446", "#ffc23d"),
)

NAMES = (LIGHT.name, DARK.name)
"""Names of the themes."""

_ALL = {
    (theme.name, theme.palette): theme
    for theme in (LIGHT, DARK, LIGHT_FOR_COLOUR_BLIND, DARK_FOR_COLOUR_BLIND)
}


def theme_named(name: str, palette: str = STANDARD) -> Theme:
    """Return the theme of a name, in one of the palettes.

    Raises:
        KeyError: there is none.
    """
    return _ALL[name, palette]


def contrast(a: QColor, b: QColor) -> float:
    """Return the contrast ratio of two colours, 1…21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def restyle(widget: QWidget, sheet: str) -> None:
    """Set a widget's style sheet, if it differs: Qt lays out anew even for an equal one."""
    if widget.styleSheet() != sheet:
        widget.setStyleSheet(sheet)


@lru_cache(maxsize=4096)
def _ink_on(rgb: int) -> str:
    background = QColor.fromRgb(rgb)
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(background, QColor(ink)))


def _luminance(colour: QColor) -> float:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
