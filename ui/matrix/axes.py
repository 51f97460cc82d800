"""Axes of a heat map: what they share; and the columns', with names and what the columns read."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from simulator.arrays import Array
from simulator.translation import tr
from ui.matrix.matrix import UNREAD, Block, Matrix, Reading
from ui.style import fonts, number_format
from ui.style.colours import Scale, map_of
from ui.style.round_spacing import round_spacing
from ui.style.theme import Theme
from ui.widgets.paint_guard import AxisItem, guard_paint

_LINE = 6
"""Height of a line of colours."""


class CellAxis(AxisItem):
    """Axis of a heat map; a double click on it shows the whole map again.

    Signals:
        chosen: the Block of the row, column or band that was clicked.
        fit_asked: the whole map is to be shown.
    """

    chosen = Signal(object)
    fit_asked = Signal()

    def __init__(self, orientation: str, theme: Theme) -> None:
        super().__init__(orientation)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._theme = theme
        self._matrix: Matrix | None = None
        self._lit: frozenset[str] = frozenset()
        self._under_mouse: int | None = None
        self._font: QFont = fonts.mono_caption()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours and the text size."""
        self._theme, self._font = theme, fonts.mono_caption()
        self.measure()
        self.update()

    def measure(self) -> None:
        """Take the room that the names need."""
        raise NotImplementedError

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
            self.fit_asked.emit()
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

    def __init__(self, theme: Theme) -> None:
        super().__init__("top", theme)
        self._reading, self._line = UNREAD, False
        self.setToolTip(
            tr(
                "Names of the columns, and the values they multiply. Click to select "
                "a column; double-click to show the whole matrix."
            )
        )
        self.measure()

    def measure(self) -> None:
        """Take the height of the names, and of what stands under them."""
        self._name_height = height = int(QFontMetricsF(self._font).height()) + 5
        if self._reading.values is not None or self._reading.texts:
            height += _LINE + 3 if self._line else self._name_height
        if height != self.fixedHeight:  # else all would be laid out anew
            self.setHeight(height)

    def show_reading(self, reading: Reading, line: bool) -> None:
        """Show what each column is multiplied with: its number, or all as a line of colours."""
        before, self._reading = self._reading, reading
        texts_alone = before.values is reading.values is None
        if texts_alone and before.texts == reading.texts and line == self._line:
            return
        self._line = line
        self.measure()
        below = self._name_height
        self.update(QRectF(0, below, self.width(), self.height() - below))

    def bind(self, matrix: Matrix) -> None:
        """Show another matrix's column names."""
        before, self._matrix = self._matrix, matrix
        if before is None or before.names_of != matrix.names_of:
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
        area = self.cells_rect()
        if area.isEmpty():
            return
        left, right = self.linkedView().viewRange()[0]
        pixels = area.width() / (right - left)
        painter.setFont(self._font)
        painter.setClipRect(QRectF(area.left(), 0, area.width(), self.height()))
        if option.exposedRect.top() < self._name_height - 2:
            self._draw_names(painter, area, left, right, pixels)
        if self._line:
            self._draw_line(painter, area, left, right)
        else:
            self._draw_plates(painter, area, left, pixels)

    def _draw_names(
        self, painter: QPainter, area: QRectF, left: float, right: float, pixels: float
    ) -> None:
        assert self._matrix is not None
        metrics, count = QFontMetricsF(self._font), self._matrix.shape[1]
        widest = metrics.horizontalAdvance(self._matrix.column_name(count - 1)) + 8
        stride = round_spacing(min(widest, fonts.px(60)) / pixels)
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
                QRectF(x, 0, width, self._name_height - 2), Qt.AlignmentFlag.AlignVCenter, name
            )

    def _draw_line(self, painter: QPainter, area: QRectF, left: float, right: float) -> None:
        values = self._reading.values
        if values is None:
            return
        first, last = int(left), min(len(values), math.ceil(right))
        strip = QRectF(area.left(), self._name_height, area.width(), _LINE)
        place = QRectF(left - first, 0, right - left, 1)
        painter.drawImage(strip, line_of_colours(self._scale(), values[first:last]), place)

    def _draw_plates(self, painter: QPainter, area: QRectF, left: float, pixels: float) -> None:
        assert self._matrix is not None
        values, texts = self._reading.values, self._reading.texts
        for column in range(self._matrix.shape[1] if values is not None or texts else 0):
            x = area.left() + (column - left) * pixels
            plate = QRectF(x + 2, self._name_height, pixels - 4, self._name_height - 4)
            painter.setPen(QColor(self._theme.faint))
            text = texts[column] if texts else ""
            if values is not None and not texts:
                colour = self._scale().colour(float(values[column]))
                painter.fillRect(plate, colour)
                painter.setPen(self._theme.text_on(colour))
                text = factor_text(values[column])
            draw_fitted(painter, plate, text, QFontMetricsF(painter.font()))

    def _scale(self) -> Scale:
        limit = self._reading.limit
        return Scale(map_of(self._theme, None), (-limit, limit))


def first_of(start: float, stride: int) -> int:
    """Return the first multiple of a stride whose cell is at or after `start`."""
    return max(0, int(start) // stride * stride)


def printable(name: str) -> str:
    """Remove control and direction marks, which could disturb a line, from a name."""
    return "".join(c for c in name if c.isprintable())


def draw_fitted(painter: QPainter, rect: QRectF, text: str, metrics: QFontMetricsF) -> None:
    """Draw a number in its cell: smaller when it is long, not at all when it would be cut."""
    room = (rect.width() - 4) / max(metrics.horizontalAdvance(text), 1.0)
    if room >= 1:
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    elif room >= 0.6:
        painter.save()
        font = painter.font()
        font.setPixelSize(int(font.pixelSize() * room))
        painter.setFont(font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


def factor_text(value: np.floating) -> str:
    """Write a factor: whole as `1` or `−8`, else signed, with four decimals."""
    number = float(value)
    if number.is_integer():
        return number_format.brief(number)
    return number_format.signed(number, 4)


def line_of_colours(scale: Scale, values: Array) -> QImage:
    """Paint values, one pixel each, in one line."""
    pixels = scale.table[scale.index(values)]
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.tobytes(), len(values), 1, 4 * len(values), form).copy()
