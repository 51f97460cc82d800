"""Overlay on a heat map's image: grid, numbers, marks of edited cells, and highlights."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from simulator.arrays import Array
from ui.matrix.axes import draw_fitted
from ui.matrix.cells.view import CellView
from ui.matrix.matrix import UNREAD, Block, Matrix, Reading
from ui.matrix.selection import Entry, Selection
from ui.style import fonts, number_format
from ui.style.charts import pg
from ui.style.colours import CLEAR, NO_PLACE, Scale, map_of
from ui.style.theme import Theme
from ui.widgets.paint_guard import guard_paint, guard_rect

_FONTS = ((fonts.mono_text, 1.0), (fonts.mono_caption, 0.8))
"""Fonts of the numbers, the larger first, each with the share that a tight cell may make it."""
_AROUND_NUMBER = 4
"""Pixels beside a number in its cell."""
_SMALL_CELL = 9.0
"""Size below which cells, in pixels, have no grid, and their marks are drawn around them."""
_MOST_CORNERS, _MOST_CIRCLES = 2000, 100
"""Largest numbers of visible edited cells that are marked; circles are larger than cells."""


class Mark(NamedTuple):
    """Highlighted block, outlined in a quantity's colour; strong for the selected one.

    A `struck` block is struck through instead: it has no effect.
    """

    block: Block
    quantity: str
    strong: bool = False
    struck: bool = False


@lru_cache(maxsize=4)
def _inks_of(theme: Theme) -> tuple[QColor, ...]:
    """Return the most readable ink on each shade of a heat map, then on that of NaN, infinity."""
    return _inks_on(theme, map_of(theme, None).table)


def _inks_on(theme: Theme, table: Array) -> tuple[QColor, ...]:
    """Return the most readable ink on each colour of a table; faint where nothing is drawn."""
    colours = table[: NO_PLACE + 1].tolist()
    inks = (theme.text_on(QColor.fromRgb(colour)) for colour in colours)
    return *inks, QColor(theme.faint)


class Overlay(pg.GraphicsObject):
    """Item drawn over the cells of a view box, in its pixels."""

    def __init__(self, view: CellView, theme: Theme) -> None:
        super().__init__()
        self._view, self._theme = view, theme
        self._matrix: Matrix | None = None
        self.setParentItem(view)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        view.sigResized.connect(self._moved)
        view.sigRangeChanged.connect(self._moved)

    def bind(self, matrix: Matrix) -> None:
        """Draw over another matrix."""
        self._matrix = matrix
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.update()

    @guard_rect
    def boundingRect(self) -> QRectF:
        """Return the view box's own rectangle."""
        return QRectF(self._view.rect())

    def scale_of(self) -> tuple[float, float]:
        """Return the pixels of one column and one row."""
        (left, right), (top, bottom) = self._view.viewRange()
        rect = self._view.rect()
        return rect.width() / (right - left), rect.height() / (bottom - top)

    def rect_of(self, block: Block) -> QRectF:
        """Return a block's rectangle, in pixels of the view box."""
        (left, _), (top, _) = self._view.viewRange()
        across, down = self.scale_of()
        first, last = self._view.rows.top(block.top), self._view.rows.top(block.bottom)
        return QRectF(
            (block.left - left) * across,
            (first - top) * down,
            (block.right - block.left) * across,
            (last - first) * down,
        )

    def visible(self) -> Block:
        """Return the visible cells."""
        assert self._matrix is not None
        (left, right), (top, bottom) = self._view.viewRange()
        rows, columns = self._matrix.shape
        places = self._view.rows
        return Block(
            max(0, places.row_at(top)),
            max(0, int(np.floor(left))),
            min(rows, places.row_at(math.ceil(bottom) - 1) + 1),
            min(columns, int(np.ceil(right))),
        )

    def _moved(self) -> None:
        self.prepareGeometryChange()
        self.update()


class Cells(Overlay):
    """Grid lines, the numbers where they fit, and a corner mark in every edited cell."""

    def __init__(self, view: CellView, theme: Theme) -> None:
        super().__init__(view, theme)
        self._reading = UNREAD
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.setZValue(10)

    def set_reading(self, reading: Reading) -> None:
        """Write other products in the lit row."""
        if reading.products != self._reading.products or reading.row != self._reading.row:
            self._reading = reading
            self.update()

    @property
    def has_numbers(self) -> bool:
        """True where cells are large enough for their numbers."""
        across, down = self.scale_of()
        typical = Matrix.typical if self._matrix is None else self._matrix.typical
        return _font_for(across - 6, down - 2, typical) is not None

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the visible part."""
        if self._matrix is None or self._view.rect().isEmpty():
            return
        visible = self.visible()
        across, down = self.scale_of()
        if min(across, down) >= _SMALL_CELL:
            self._draw_grid(painter, visible, 2 if min(across, down) >= 14 else 1)
        self._draw_band_gaps(painter, 4 if down >= 14 else 2)
        self._draw_numbers(painter, visible, across, down)
        self._draw_edited(painter, visible, min(across, down))

    def _draw_grid(self, painter: QPainter, visible: Block, width: int) -> None:
        painter.setPen(QPen(QColor(self._theme.panel), width))
        area = self.rect_of(visible)
        for column in range(visible.left + 1, visible.right):
            x = self.rect_of(Block.cell(0, column)).left()
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for row in range(visible.top + 1, visible.bottom):
            y = self.rect_of(Block.cell(row, 0)).top()
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    def _draw_band_gaps(self, painter: QPainter, width: int) -> None:
        assert self._matrix is not None
        painter.setPen(QPen(QColor(self._theme.panel), width))
        for band in self._matrix.bands[1:]:
            y = self.rect_of(Block.cell(band.start, 0)).top()
            painter.drawLine(QPointF(0, y), QPointF(self._view.rect().width(), y))

    def _draw_numbers(self, painter: QPainter, visible: Block, across: float, down: float) -> None:
        assert self._matrix is not None
        fitting = _font_for(across - 6, down - 2, self._matrix.typical)
        if fitting is None:
            return
        font, metrics = fitting
        inks, products = self._inks(visible), self._reading.products
        (left, _), _ = self._view.viewRange()
        decimals = self._decimals(metrics, across)
        for row in range(visible.top, visible.bottom):
            lit = bool(products) and row == self._reading.row
            font.setBold(lit)
            painter.setFont(font)
            first = self.rect_of(Block.cell(row, visible.left))
            for column in range(visible.left, visible.right):
                text = self._matrix.text(row, column, decimals)
                rect = QRectF((column - left) * across, first.top(), across, first.height())
                painter.setPen(inks[row - visible.top][column - visible.left])
                if lit:
                    over, under = _lines_of(rect, metrics.height())
                    draw_fitted(painter, over, text, metrics)
                    font.setBold(False)
                    painter.setFont(font)
                    draw_fitted(painter, under, products[column], metrics)
                    font.setBold(True)
                    painter.setFont(font)
                else:
                    draw_fitted(painter, rect, text, metrics)

    def _decimals(self, metrics: QFontMetricsF, across: float) -> int:
        """Return the decimals that the user has chosen, or as many of them as cells have room for.

        Never fewer than the matrix has by itself.
        """
        assert self._matrix is not None
        *more, usual = number_format.choices((self._matrix.decimals,))
        for decimals in more:
            widest = number_format.fixed(-self._matrix.limit, decimals)
            if metrics.horizontalAdvance(widest) <= across - _AROUND_NUMBER:
                return decimals
        return usual

    def _inks(self, visible: Block) -> list[list[QColor]]:
        assert self._matrix is not None
        scale = self._matrix.scale(self._theme)
        smooth = isinstance(scale, Scale)
        inks = _inks_of(self._theme) if smooth else _inks_on(self._theme, scale.table)
        index = scale.index(self._matrix.values[visible.slices])
        unknown = self._matrix.unknown(visible.top, visible.bottom)
        if unknown is not None:
            index[unknown] = CLEAR
        return [[inks[shade] for shade in row] for row in index.tolist()]

    def _draw_edited(self, painter: QPainter, visible: Block, cell: float) -> None:
        assert self._matrix is not None
        if not self._matrix.edited_count:
            return
        rows, columns = self._matrix.edited_in(visible)
        small = cell < _SMALL_CELL
        if len(rows) > (_MOST_CIRCLES if small else _MOST_CORNERS):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inks = [] if small else self._inks(visible)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            rect = self.rect_of(Block.cell(visible.top + row, visible.left + column))
            if small:
                painter.setPen(QPen(QColor(self._theme.ink), 1.5))
                painter.drawEllipse(rect.center(), 4, 4)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(inks[row][column])
                painter.drawPolygon(_corner(rect, min(8.0, 0.35 * cell)))
                painter.setBrush(Qt.BrushStyle.NoBrush)


class Lights(Overlay):
    """Outlines of highlighted blocks, of the cell under the mouse, and of the selection."""

    def __init__(self, view: CellView, theme: Theme) -> None:
        super().__init__(view, theme)
        self.setZValue(20)
        self.marks: tuple[Mark, ...] = ()
        self._hovered: Entry | None = None
        self._selection: Selection | None = None
        self._focused = False

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Highlight other blocks."""
        if marks != self.marks:
            self.marks = marks
            self.update()

    def set_cells(self, hovered: Entry | None, selection: Selection | None, focused: bool) -> None:
        """Outline the cell under the mouse, and the selection."""
        if (hovered, selection, focused) != (self._hovered, self._selection, self._focused):
            self._hovered, self._selection, self._focused = hovered, selection, focused
            self.update()

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the outlines, the weakest first."""
        if self._matrix is None or self._view.rect().isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in sorted(self.marks, key=lambda mark: mark.strong):
            colour = self._theme.colour(mark.quantity)
            if mark.struck:
                self._strike(painter, self.rect_of(mark.block))
                continue
            self._outline(painter, self.rect_of(mark.block), colour, 2.5 if mark.strong else 1.5)
        if self._hovered is not None:
            rect = self.rect_of(Block.cell(*self._hovered))
            self._outline(painter, rect, QColor(self._theme.faint), 1.5)
        if self._selection is not None:
            colour = QColor(self._theme.accent if self._focused else self._theme.faint)
            block = self._selection.block
            if block.size > 1:
                rect = self.rect_of(Block.cell(*self._selection.cell))
                self._outline(painter, rect, colour, 1.0)
            self._outline(painter, self.rect_of(block), colour, 2.5)

    def _strike(self, painter: QPainter, rect: QRectF) -> None:
        reach = QPointF(min(28.0, max(5.0, rect.width() / 2 - 3)), 0)
        for colour, width in ((self._theme.panel, 4.5), (self._theme.ink, 2.0)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawLine(rect.center() - reach, rect.center() + reach)

    def _outline(self, painter: QPainter, rect: QRectF, colour: QColor, width: float) -> None:
        room = QRectF(self._view.rect()).adjusted(1, 1, -1, -1)
        rect = _at_least(rect, 4).intersected(room)
        painter.setPen(QPen(QColor(self._theme.panel), width + 2))
        painter.drawRect(rect)
        painter.setPen(QPen(colour, width))
        painter.drawRect(rect)


def _lines_of(rect: QRectF, height: float) -> tuple[QRectF, QRectF]:
    """Return the places of two lines of a height in the middle of a cell."""
    middle = rect.center().y()
    return (
        QRectF(rect.left(), middle - height, rect.width(), height),
        QRectF(rect.left(), middle, rect.width(), height),
    )


def _font_for(width: float, height: float, typical: str) -> tuple[QFont, QFontMetricsF] | None:
    for make, share in _FONTS:
        font = make()
        metrics = QFontMetricsF(font)
        wide, high = metrics.horizontalAdvance(typical), metrics.height()
        if share * wide <= width and share * high <= height:
            if wide > width or high > height:
                font.setPixelSize(int(font.pixelSize() * min(width / wide, height / high)))
                metrics = QFontMetricsF(font)
            return font, metrics
    return None


def _corner(rect: QRectF, size: float) -> QPolygonF:
    corner = rect.topRight() + QPointF(-2, 2)
    return QPolygonF([corner, corner + QPointF(-size, 0), corner + QPointF(0, size)])


def _at_least(rect: QRectF, size: float) -> QRectF:
    across, down = max(0.0, size - rect.width()) / 2, max(0.0, size - rect.height()) / 2
    return rect.adjusted(-across, -down, across, down)
