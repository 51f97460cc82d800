"""Columns: how wide a ledger's columns are, and what is left out where there is little room."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtGui import QFontMetrics, QFontMetricsF

from ui.panels.ledger.terms.drawing import GAP
from ui.panels.ledger.terms.term_lines import Line
from ui.panels.ledger.terms.term_model import BAR, FACTORS, ORIGIN, PRODUCT, SHARE, SUM, TermModel
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

_LEAST_BAR: Final = 48
"""Width of the axis from which bars are drawn, in pixels."""
_BESIDE_AXIS: Final = 16
"""Pixels beside the axis, for half of the numbers at its ends."""


class Columns(NamedTuple):
    """Arrangement of all columns.

    Attributes:
        widths: in pixels. worn: the font of the texts. brief: origins are in few words.
        left_out: the columns that are hidden.
    """

    widths: dict[int, int]
    worn: fonts.Maker
    brief: bool
    left_out: tuple[int, ...]

    @property
    def terms_end(self) -> int:
        """Place where the column of products ends; it is the right edge of what stands below."""
        return sum(self.widths[column] for column in range(PRODUCT + 1)) - GAP

    @property
    def axis(self) -> tuple[int, int]:
        """Left end and width of the axis of the bars, in pixels."""
        margin = fonts.px(_BESIDE_AXIS)
        left = sum(self.widths[column] for column in range(BAR))
        return left + margin, max(0, self.widths[BAR] - 2 * margin)

    @property
    def has_bars(self) -> bool:
        """True where there is room for the waterfall."""
        return BAR not in self.left_out and self.axis[1] >= _LEAST_BAR


def fit_columns(terms: TermModel, lines: Sequence[Line], room: int) -> Columns:
    """Give each column the width of its text, and the bars the rest; be brief when tight.

    Args:
        lines: of the model's ledger, as they are folded. room: pixels for all columns.
    """
    without = () if terms.of_weight else (SHARE,)
    for brief, worn, bar, tight in _LOOKS:
        left_out = *without, *tight
        widths = text_widths(terms, lines, brief, worn)
        widths |= dict.fromkeys(left_out, 0)
        if sum(widths.values()) + bar <= room:
            break
    rest = max(0, room - sum(widths.values()))
    widths[BAR] = 0 if BAR in left_out else min(rest, fonts.px(_LARGEST_BAR))
    widths[ORIGIN] += rest - widths[BAR]
    return Columns(widths, worn, brief, left_out)


def row_height(worn: fonts.Maker) -> int:
    """Return the height of rows in a font."""
    return max(fonts.px(20), QFontMetrics(worn()).height() + 2)


def text_widths(
    terms: TermModel, lines: Sequence[Line], brief: bool, worn: fonts.Maker
) -> dict[int, int]:
    """Return the width that the text of each column needs in a font."""
    # Measured without setting the font, which would lay out the table for each.
    metrics, heads = QFontMetricsF(worn()), QFontMetricsF(fonts.caption())
    character = metrics.horizontalAdvance("0")
    widths = {}
    for column, count in terms.widths(lines, brief).items():
        head = 0 if column == ORIGIN else heads.horizontalAdvance(terms.head(column))
        widths[column] = math.ceil(max(count * character, head)) + 2 * GAP
    return widths
