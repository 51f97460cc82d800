"""Sections: the body of the start page, in as many columns as there is room for."""

import math
from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from simulator.translation import tr
from ui.style import fonts
from ui.style.fonts import px
from ui.style.theme import Theme, restyle
from ui.welcome.card import words

_WIDEST = 1344
_GROWTH, _HIGHEST = (12, 7, 6), (312, 132, 148)
"""Shares of the room that is left, for each section's row; heights at which it grows no more."""

_NO_LIMIT = 16777215
"""Qt's largest size of a widget."""

_GAP, _BETWEEN_ROWS = 16, 10
_MARGINS = ((1200, 48), (0, 24))
"""Least width of the page, and its margins then, in pixels."""
_LEAST_CARD, _LEAST_HALF = 220, 540
"""Least widths of an example's card, and of a half of the page."""


class Sections(QWidget):
    """Title, what to begin with, examples, and the user's own files."""

    def __init__(
        self,
        begin: Sequence[QWidget],
        examples: Sequence[QWidget],
        own: Sequence[QWidget],
        theme: Theme,
    ) -> None:
        super().__init__()
        self._begin, self._examples, self._own = begin, examples, own
        self._columns: tuple[int, int] = (0, 0)
        self._grids = [QGridLayout() for _ in range(3)]
        self._quiet = [
            words(text, font)
            for text, font in (
                (tr("An LSTM, one gate at a time. Every number on screen is computed; "
                    "none is made up."),
                 fonts.sentence),
                (tr("small enough to read every number; everything can be edited"), fonts.text),
                (tr("weights from torch, Keras or ONNX, and an input sequence"),
                 fonts.text),
            )
        ]  # fmt: skip
        titles = (
            words("Gatestep", fonts.lit, bold=True),
            words(tr("Examples"), fonts.sentence, bold=True),
            words(tr("Your own"), fonts.sentence, bold=True),
        )
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        page = QWidget()
        around.addStretch()
        around.addWidget(page, 1000)
        around.addStretch()
        self._page, self._column = page, QVBoxLayout(page)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        for number, (title, line, grid) in enumerate(
            zip(titles, self._quiet, self._grids, strict=True)
        ):
            title.setWordWrap(False)
            head = QHBoxLayout()
            self._column.addLayout(head)
            head.setSpacing(16 if number == 0 else 10)
            head.addWidget(title)
            head.addWidget(line, 1)
            self._column.addSpacing(8 if number == 0 else 6)
            grid.setHorizontalSpacing(_GAP)
            grid.setVerticalSpacing(_BETWEEN_ROWS)
            self._column.addLayout(grid, _GROWTH[number])
            if number < 2:
                self._column.addSpacing(8)
            self._column.addStretch(1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        for label in self._quiet:
            restyle(label, f"color: {theme.faint};")
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        side = next(margin for least, margin in _MARGINS if self.width() >= least)
        self._page.setMaximumWidth(max(_WIDEST, px(_WIDEST * 0.8)) + 2 * side)
        self._column.setContentsMargins(side, side // 6, side, 0)
        inner = self.width() - 2 * side
        halves = 2 if inner >= 2 * px(_LEAST_HALF) + _GAP else 1
        fit = max(1, (inner + _GAP) // (px(_LEAST_CARD) + _GAP))
        rows = math.ceil(len(self._examples) / fit)
        cards = math.ceil(len(self._examples) / rows)  # rows of like length
        sections = (self._begin, self._examples, self._own)
        at_once = halves == 2 and rows <= 2
        for parts, height in zip(sections, _HIGHEST, strict=True):
            for part in parts:
                part.setMaximumHeight(px(height) if at_once else _NO_LIMIT)
        if (halves, cards) == self._columns:
            return
        self._columns = halves, cards
        for grid, parts, columns in zip(
            self._grids,
            sections,
            (halves, cards, halves),
            strict=True,
        ):
            _fill(grid, parts, columns)
        self._grids[2].setColumnStretch(1, 2 if halves == 2 else 0)


def _fill(grid: QGridLayout, parts: Sequence[QWidget], columns: int) -> None:
    """Lay parts out in rows of so many."""
    for part in parts:
        grid.removeWidget(part)
    for column in range(grid.columnCount()):
        grid.setColumnStretch(column, 1 if column < columns else 0)
    for number, part in enumerate(parts):
        grid.addWidget(part, *divmod(number, columns))
        grid.setColumnStretch(number % columns, 1)
