"""BandAxis: the bands and the names beside the rows of a heat map."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from simulator.translation import tr
from ui.matrix.axes import CellAxis, first_of, printable
from ui.matrix.matrix import Band, Block, Matrix
from ui.style import fonts
from ui.style.round_spacing import round_spacing
from ui.style.theme import Theme
from ui.widgets.paint_guard import guard_paint

_BAR = 5
_LETTER = 20
_MOST_NAME = 72
"""Widest a row's name may be, in pixels at 100 % text size; longer ones are elided."""
_MEASURED = 500
"""Largest number of rows whose names are measured."""


class BandAxis(CellAxis):
    """Axis beside the rows: a coloured bar and a letter for each band, and the rows' names."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("left", theme)
        self.names_width = 0
        self._named = True
        self.setToolTip(
            tr(
                "Names of the rows. Click to select a row, or all rows of a gate; "
                "double-click to show the whole matrix."
            )
        )

    def bind(self, matrix: Matrix) -> None:
        """Show another matrix's row names."""
        before, self._matrix = self._matrix, matrix
        if before is None or before.names_of != matrix.names_of:
            self.measure()
            self.update()

    def measure(self) -> None:
        matrix = self._matrix
        if matrix is None:
            return
        rows = matrix.shape[0]
        some = (*range(0, rows, -(-rows // _MEASURED)), rows - 1)
        self._named = any(band.stop - band.start > 1 for band in matrix.bands) or not matrix.bands
        name = printable(max(map(matrix.row_name, some), key=len)) if self._named else ""
        names = QFontMetricsF(self._font).horizontalAdvance(name)
        bands = _BAR + fonts.px(_LETTER) if matrix.bands else 0
        self.names_width = int(bands + min(names, fonts.px(_MOST_NAME)) + 8)
        self.setWidth(self.names_width)

    def block_at(self, place: QPointF) -> Block | None:
        """Return the band whose letter is at a place, or the row whose name is there."""
        if self._matrix is None or self.linkedView() is None:
            return None
        area, (top, bottom) = self.cells_rect(), self.linkedView().viewRange()[1]
        y = top + (place.y() - area.top()) / area.height() * (bottom - top)
        row = self.linkedView().rows.row_at(y)
        rows, columns = self._matrix.shape
        if not (area.top() <= place.y() < area.bottom() and row < rows):
            return None
        band = self._matrix.band_of(row)
        if band is not None and place.x() < _BAR + fonts.px(_LETTER):
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
        if area.isEmpty() or not option.exposedRect.intersects(area.adjusted(-1e4, 2, 1e4, 0)):
            return
        top, bottom = self.linkedView().viewRange()[1]
        pixels = area.height() / (bottom - top)
        painter.setClipRect(QRectF(0, area.top(), self.width(), area.height()))
        places = self.linkedView().rows
        for band in self._matrix.bands:
            start = area.top() + (places.top(band.start) - top) * pixels
            stop = area.top() + (places.top(band.stop) - top) * pixels
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
        painter.setFont(fonts.bold(fonts.mono_text()))
        wide, high = fonts.px(_LETTER) - 4, fonts.px(18)
        letter = QRectF(_BAR + 3, rect.center().y() - high / 2, wide, high)
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
        if (stride > 1 and self._matrix.bands) or not self._named:
            return  # naming every n-th row of a band would only confuse
        left = _BAR + fonts.px(_LETTER) if self._matrix.bands else 0
        painter.setFont(self._font)
        places = self.linkedView().rows
        last = min(self._matrix.shape[0], int(bottom) + 1)
        for row in range(first_of(places.row_at(top), stride), last, stride):
            if places.top(row) >= bottom:
                break
            middle = (places.top(row) + places.top(row + 1)) / 2
            y = area.top() + (middle - top) * pixels
            above = min(max(y - metrics.height() / 2, area.top()), area.bottom() - metrics.height())
            rect = QRectF(left, above, self.width() - left - 5, metrics.height())
            name = metrics.elidedText(
                printable(self._matrix.row_name(row)), Qt.TextElideMode.ElideMiddle, rect.width()
            )
            painter.setPen(self.ink(row))
            painter.drawText(
                rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name
            )
