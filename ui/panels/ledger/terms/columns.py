"""Columns: how wide a ledger's columns are, and what is left out where there is little room."""

import math
from typing import Final, NamedTuple

from PySide6.QtGui import QFontMetricsF

from ui.panels.ledger.terms.drawing import GAP
from ui.panels.ledger.terms.term_model import BAR, FACTORS, ORIGIN, SUM, TermModel
from ui.style import fonts

_LARGEST_BAR: Final = 240

_LOOKS: Final = (
    (False, fonts.mono_text, 110, ()),
    (False, fonts.mono_caption, 90, ()),
    (True, fonts.mono_caption, 80, ()),
    (True, fonts.mono_tight, 64, ()),
    (True, fonts.mono_tight, 64, (SUM,)),
    (True, fonts.mono_tight, 0, (SUM, BAR)),
    (True, fonts.mono_tight, 0, (SUM, BAR, FACTORS)),
)
"""Looks from wide to narrow: brief or not, the font, room for bars, and columns left out."""


class Columns(NamedTuple):
    """Widths of all columns in pixels, the font of their texts, and the columns left out."""

    widths: dict[int, int]
    worn: fonts.Maker
    left_out: tuple[int, ...]


def fit_columns(terms: TermModel, room: int) -> Columns:
    """Give each column the width of its text, and the bars the rest; be brief when tight."""
    for brief, worn, bar, left_out in _LOOKS:
        terms.set_brief(brief)
        widths = text_widths(terms, worn)
        widths |= dict.fromkeys(left_out, 0)
        if sum(widths.values()) + bar <= room:
            break
    rest = max(0, room - sum(widths.values()))
    widths[BAR] = 0 if BAR in left_out else min(rest, fonts.px(_LARGEST_BAR))
    widths[ORIGIN] += rest - widths[BAR]
    return Columns(widths, worn, left_out)


def text_widths(terms: TermModel, worn: fonts.Maker) -> dict[int, int]:
    """Return the width that the text of each column needs in a font."""
    # Measured without setting the font, which would lay out the table for each.
    metrics, heads = QFontMetricsF(worn()), QFontMetricsF(fonts.caption())
    character = metrics.horizontalAdvance("0")
    widths = {}
    for column, count in terms.widths().items():
        head = 0 if column == ORIGIN else heads.horizontalAdvance(terms.head(column))
        widths[column] = math.ceil(max(count * character, head)) + 2 * GAP
    return widths
