"""Axes of a heat map: names over the columns, and bands and names beside the rows."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ui.matrix.matrix import Band, Block, Matrix
from ui.style.round_spacing import round_spacing
from ui.style.theme import Theme, mono_font
from ui.widgets.paint_guard import AxisItem, guard_paint

_BAR = 5
_LETTER = 20
_MOST_NAME = 72
"""Widest a row's name may be, in pixels; longer ones are elided."""
_MEASURED = 500
"""Largest number of rows whose names are measured."""


class CellAxis(AxisItem):
    """Axis of a heat map; a double click on it shows the whole map again.

    Signals:
        chosen: the Block of the row, column or band that was clicked.
    """

    chosen = Signal(object)

    def __init__(self, orientation: str, theme: Theme, fit: Callable[[], None]) -> None:
        super().__init__(orientation)
        self._theme, self._fit = theme, fit
        self._matrix: Matrix | None = None
        self._lit: frozenset[str] = frozenset()
        self._under_mouse: int | None = None
        self._font: QFont = mono_font(8.5)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.update()

    def light(self, index: int | None) -> None:
        """Highlight the name of the row or column under the mouse."""
        if index != self._under_mouse:
            self._under_mouse = index
            self.update()

    def mouseClickEvent(self, event: object) -> None:
        """Choose the clicked row, column or band; a double click fits the map into its view."""
        if event.button() != Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            return
        event.accept()  # type: ignore[attr-defined]
        if event.double():  # type: ignore[attr-defined]
            self._fit()
            return
        block = self.block_at(event.pos())  # type: ignore[attr-defined]
        if block is not None:
            self.chosen.emit(block)

    def block_at(self, place: QPointF) -> Block | None:
        """Return the block named at a place of this axis."""
        raise NotImplementedError

    def cells_rect(self) -> QRectF:
        """Return the rectangle of the cells, in this axis's coordinates."""
        view = self.linkedView()
        return self.mapRectFromItem(view, QRectF(view.rect()))

    def ink(self, index: int) -> QColor:
        """Return the colour of a name."""
        return QColor(self._theme.ink if index == self._under_mouse else self._theme.faint)


class ColumnAxis(CellAxis):
    """Axis with the columns' names: all when there is room, else every n-th; long ones elided."""

    def __init__(self, theme: Theme, fit: Callable[[], None]) -> None:
        super().__init__("top", theme, fit)
        self.setHeight(int(QFontMetricsF(self._font).height()) + 5)

    def bind(self, matrix: Matrix) -> None:
        """Show another matrix's column names."""
        self._matrix = matrix
        self.update()

    def block_at(self, place: QPointF) -> Block | None:
        """Return the column at a place."""
        if self._matrix is None or self.linkedView() is None:
            return None
        area, (left, right) = self.cells_rect(), self.linkedView().viewRange()[0]
        column = int(left + (place.x() - area.left()) / area.width() * (right - left))
        rows, columns = self._matrix.shape
        inside = area.left() <= place.x() < area.right() and column < columns
        return Block(0, column, rows, column + 1) if inside else None

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the visible names."""
        if self._matrix is None or self.linkedView() is None:
            return
        area, metrics = self.cells_rect(), QFontMetricsF(self._font)
        left, right = self.linkedView().viewRange()[0]
        pixels = area.width() / (right - left)
        count = self._matrix.shape[1]
        widest = metrics.horizontalAdvance(self._matrix.column_name(count - 1)) + 8
        stride = round_spacing(min(widest, 60.0) / pixels)
        painter.setFont(self._font)
        painter.setClipRect(QRectF(area.left(), 0, area.width(), self.height()))
        for column in range(first_of(left, stride), min(count, int(right) + 1), stride):
            name = metrics.elidedText(
                printable(self._matrix.column_name(column)),
                Qt.TextElideMode.ElideRight,
                max(stride * pixels, 1.0) - 4,
            )
            width = metrics.horizontalAdvance(name) + 1
            x = area.left() + (column + 0.5 - left) * pixels - width / 2
            x = max(area.left(), min(x, area.right() - width))
            painter.setPen(self.ink(column))
            painter.drawText(
                QRectF(x, 0, width, self.height() - 2), Qt.AlignmentFlag.AlignVCenter, name
            )


class BandAxis(CellAxis):
    """Axis beside the rows: a coloured bar and a letter for each band, and the rows' names."""

    def __init__(self, theme: Theme, fit: Callable[[], None]) -> None:
        super().__init__("left", theme, fit)

    def bind(self, matrix: Matrix) -> None:
        """Show another matrix's row names."""
        self._matrix = matrix
        rows = matrix.shape[0]
        some = (*range(0, rows, -(-rows // _MEASURED)), rows - 1)
        name = printable(max(map(matrix.row_name, some), key=len))
        names = QFontMetricsF(self._font).horizontalAdvance(name)
        bands = _BAR + _LETTER if matrix.bands else 0
        self.setWidth(bands + min(names, _MOST_NAME) + 8)
        self.update()

    def block_at(self, place: QPointF) -> Block | None:
        """Return the band whose letter is at a place, or the row whose name is there."""
        if self._matrix is None or self.linkedView() is None:
            return None
        area, (top, bottom) = self.cells_rect(), self.linkedView().viewRange()[1]
        row = int(top + (place.y() - area.top()) / area.height() * (bottom - top))
        rows, columns = self._matrix.shape
        if not (area.top() <= place.y() < area.bottom() and row < rows):
            return None
        band = self._matrix.band_of(row)
        if band is not None and place.x() < _BAR + _LETTER:
            return Block(band.start, 0, band.stop, columns)
        return Block(row, 0, row + 1, columns)

    def light_bands(self, quantities: frozenset[str]) -> None:
        """Fill the letters of the bands in use."""
        if quantities != self._lit:
            self._lit = quantities
            self.update()

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the visible bands and names."""
        if self._matrix is None or self.linkedView() is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.cells_rect()
        top, bottom = self.linkedView().viewRange()[1]
        pixels = area.height() / (bottom - top)
        painter.setClipRect(QRectF(0, area.top(), self.width(), area.height()))
        for band in self._matrix.bands:
            start = area.top() + (band.start - top) * pixels
            stop = area.top() + (band.stop - top) * pixels
            visible = QRectF(0, start + 2, self.width(), stop - start - 4)
            self._draw_band(painter, band, visible & QRectF(area.adjusted(-1e4, 0, 1e4, 0)))
        self._draw_names(painter, area, pixels, top, bottom)

    def _draw_band(self, painter: QPainter, band: Band, rect: QRectF) -> None:
        if rect.isEmpty():
            return
        colour = self._theme.colour(band.quantity)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(0, rect.top(), _BAR, rect.height()), 2, 2)
        font = mono_font(10.5)
        font.setBold(True)
        painter.setFont(font)
        letter = QRectF(_BAR + 3, rect.center().y() - 9, _LETTER - 4, 18)
        lit = band.quantity in self._lit
        if lit:
            painter.drawRoundedRect(letter, 4, 4)
        painter.setPen(self._theme.text_on(colour) if lit else colour)
        painter.drawText(letter, Qt.AlignmentFlag.AlignCenter, band.letter)

    def _draw_names(
        self, painter: QPainter, area: QRectF, pixels: float, top: float, bottom: float
    ) -> None:
        assert self._matrix is not None
        metrics = QFontMetricsF(self._font)
        stride = round_spacing(metrics.height() / pixels)
        if stride > 1 and self._matrix.bands:
            return  # naming every n-th row of a band would only confuse
        left = _BAR + _LETTER if self._matrix.bands else 0
        painter.setFont(self._font)
        last = min(self._matrix.shape[0], int(bottom) + 1)
        for row in range(first_of(top, stride), last, stride):
            y = area.top() + (row + 0.5 - top) * pixels
            above = min(max(y - metrics.height() / 2, area.top()), area.bottom() - metrics.height())
            rect = QRectF(left, above, self.width() - left - 5, metrics.height())
            name = metrics.elidedText(
                printable(self._matrix.row_name(row)), Qt.TextElideMode.ElideMiddle, rect.width()
            )
            painter.setPen(self.ink(row))
            painter.drawText(
                rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name
            )


def first_of(start: float, stride: int) -> int:
    """Return the first multiple of a stride whose cell is at or after `start`."""
    return max(0, int(start) // stride * stride)


def printable(name: str) -> str:
    """Remove control and direction marks, which could disturb a line, from a name."""
    return "".join(c for c in name if c.isprintable())
