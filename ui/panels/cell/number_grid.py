"""NumberGrid: a few numbers in a rectangle, in as many columns and decimals as fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from simulator.arrays import Array
from ui.panels.cell.text_fit import DECIMALS
from ui.style import number_format

MOST = 8
"""Largest count that is shown as numbers; more are compared, by colour."""


@dataclass(frozen=True, slots=True)
class NumberGrid:
    """Numbers as texts, row by row in equal cells of a rectangle."""

    rect: QRectF
    texts: tuple[str, ...]
    columns: int
    digit: float

    @property
    def rows(self) -> int:
        """Number of lines."""
        return -(-len(self.texts) // self.columns)

    def cell(self, unit: int) -> QRectF:
        """Return the rectangle of one number."""
        row, column = divmod(unit, self.columns)
        width, height = self.rect.width() / self.columns, self.rect.height() / self.rows
        return QRectF(
            self.rect.left() + column * width, self.rect.top() + row * height, width, height
        )

    def number(self, unit: int) -> QRectF:
        """Return the part of a number's cell that the widest number needs, in its middle."""
        cell = self.cell(unit)
        width = max(map(len, self.texts)) * self.digit
        return QRectF(cell.center().x() - width / 2, cell.top(), width, cell.height())

    def unit_at(self, point: QPointF) -> int | None:
        """Return the unit whose number is at a point."""
        for unit in range(len(self.texts)):
            if self.cell(unit).contains(point):
                return unit
        return None


def fit_numbers(
    values: Array,
    rect: QRectF,
    digit_width: float,
    line_height: float,
    decimals: Sequence[int] | None = None,
) -> NumberGrid | None:
    """Fit all values into a rectangle, uncut; None when they do not fit.

    As many decimals as fit, in as few rows as the width allows.

    Args:
        decimals: those to try; None for the usual ones.
    """
    count = len(values)
    if not 0 < count <= MOST:
        return None
    most_rows = int(rect.height() / line_height)
    for places in decimals or number_format.choices(DECIMALS):
        # Room for a minus even without one: gates of one cell get equal layouts, which do not jump
        # when signs change. Half a digit between columns.
        usual = len("−0.") + places
        texts = tuple(number_format.compact(value, places, usual) for value in values)
        longest = max(usual, *map(len, texts))
        column_width = (longest + 0.5) * digit_width
        most_columns = int((rect.width() + 0.5 * digit_width) / column_width)
        if most_rows * most_columns >= count:
            rows = -(-count // most_columns)
            return NumberGrid(rect, texts, -(-count // rows), digit_width)
    return None
