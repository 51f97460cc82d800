"""NumberGrid: a few numbers in a rectangle, in as many columns and decimals as fit."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from simulator.arrays import Array
from ui.style import number_format

MOST = 16
"""Largest count that is shown as numbers; more are compared, by colour."""

DECIMALS = (3, 2)


@dataclass(frozen=True, slots=True)
class NumberGrid:
    """Numbers as texts, row by row in equal cells of a rectangle."""

    rect: QRectF
    texts: tuple[str, ...]
    columns: int

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

    def unit_at(self, point: QPointF) -> int | None:
        """Return the unit whose number is at a point."""
        for unit in range(len(self.texts)):
            if self.cell(unit).contains(point):
                return unit
        return None


def fit_numbers(
    values: Array, rect: QRectF, digit_width: float, line_height: float
) -> NumberGrid | None:
    """Fit all values into a rectangle, uncut; None when they do not fit.

    Three decimals if they fit, else two, in as few rows as the width allows.
    """
    count = len(values)
    if not 0 < count <= MOST:
        return None
    most_rows = int(rect.height() / line_height)
    for decimals in DECIMALS:
        texts = tuple(number_format.short(value, decimals) for value in values)
        # Room for a minus even without one: gates of one cell get equal layouts, which do not jump
        # when signs change. Half a digit between columns.
        longest = max(len("−0.") + decimals, *map(len, texts))
        column_width = (longest + 0.5) * digit_width
        most_columns = int((rect.width() + 0.5 * digit_width) / column_width)
        if most_rows * most_columns >= count:
            rows = -(-count // most_columns)
            return NumberGrid(rect, texts, -(-count // rows))
    return None
