"""MatrixPicture: a 2-D array as a picture of its cells, to zoom and to move."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRect, Signal
from PySide6.QtWidgets import QWidget

from ui.matrix.axes import BandAxis, ColumnAxis
from ui.matrix.cell_view import CellView
from ui.matrix.matrix import Block, Matrix
from ui.matrix.overlay import IMAGE_SHADES, Cells, Lights, Mark
from ui.matrix.selection import Entry
from ui.style.colours import map_of
from ui.style.theme import Theme
from ui.widgets.downsampling import block, outermost, outermost_rows
from ui.widgets.paint_guard import ImageItem


class MatrixPicture(pg.PlotWidget):
    """Cells coloured from -limit over 0 to +limit, with bands, names, numbers and outlines.

    Signals:
        zoomed: True when only a part is visible.
    """

    zoomed = Signal(bool)

    def __init__(self, view: CellView, theme: Theme, parent: QWidget | None = None) -> None:
        self._view = view
        self._columns = ColumnAxis(theme, self.fit)
        self._rows = BandAxis(theme, self.fit)
        super().__init__(parent, viewBox=view, axisItems={"top": self._columns, "left": self._rows})
        self._matrix: Matrix | None = None
        self._shown: tuple[object, ...] = ()
        self._image = ImageItem(axisOrder="row-major")
        self._arrange_plot()
        self._cells = Cells(view, theme)
        self._lights = Lights(view, theme)
        view.sigRangeChanged.connect(self._range_changed)
        view.sigResized.connect(self._paint_image)
        self.set_theme(theme)

    def bind(self, matrix: Matrix) -> bool:
        """Show a matrix; with another key or shape, show all of it and return True."""
        before, self._matrix = self._matrix, None
        for part in (self._cells, self._lights, self._columns, self._rows):
            part.bind(matrix)
        other = before is None or (before.key, before.shape) != (matrix.key, matrix.shape)
        if other:  # Paint nothing before all of it is set up.
            self._limit_view(*matrix.shape)
            self._fit(matrix)
        self._matrix = matrix
        self._range_changed()
        return other

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Highlight the blocks in use."""
        self._lights.set_marks(marks)
        self._rows.light_bands(frozenset(mark.quantity for mark in marks))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Highlighted blocks."""
        return self._lights.marks

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.setBackground(theme.panel)
        self._image.setLookupTable(map_of(theme, None).shades(IMAGE_SHADES))
        for part in (self._cells, self._lights, self._columns, self._rows):
            part.set_theme(theme)

    @property
    def is_zoomed(self) -> bool:
        """True when only a part of the matrix is visible."""
        if self._matrix is None:
            return False
        rows, columns = self._matrix.shape
        (left, right), (top, bottom) = self._view.viewRange()
        return (right - left) / columns * (bottom - top) / rows < 0.999

    def fit(self) -> None:
        """Show the whole matrix."""
        if self._matrix is not None:
            self._fit(self._matrix)

    def block_rect(self, block: Block) -> QRect:
        """Return the visible part of a block's rectangle in this widget."""
        rect = self._lights.rect_of(block) & self._lights.boundingRect()
        return self.mapFromScene(self._view.mapRectToScene(rect)).boundingRect()

    def cell_rect(self, cell: Entry) -> QRect:
        """Return the visible part of a cell's rectangle in this widget."""
        return self.block_rect(Block.cell(*cell))

    def cell_at(self, position: QPointF) -> Entry | None:
        """Return the cell at a point of this widget."""
        place = self.mapToScene(position.toPoint())
        if self._matrix is None or not self._view.sceneBoundingRect().contains(place):
            return None
        point = self._view.mapSceneToView(place)
        row, column = int(np.floor(point.y())), int(np.floor(point.x()))
        rows, columns = self._matrix.shape
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    # Private

    def _arrange_plot(self) -> None:
        plot = self.getPlotItem()
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setContentsMargins(0, 0, 0, 0)
        plot.showAxis("top")
        plot.hideAxis("bottom")
        plot.addItem(self._image)

    def _paint_image(self) -> None:
        """Colour the visible cells, one a pixel; of many cells in one pixel the largest."""
        if self._matrix is None or self._view.rect().isEmpty():
            return
        visible, size = self._cells.visible(), self._view.rect().size()
        rows, columns = visible.shape
        tall, wide = block(rows, size.height()), block(columns, size.width())
        top, left = visible.top // tall * tall, visible.left // wide * wide
        shown = (self._matrix, top, left, visible.bottom, visible.right, tall, wide)
        if shown == self._shown:
            return
        self._shown = shown
        part = self._matrix.values[top : visible.bottom, left : visible.right]
        if tall > 1:
            part = outermost_rows(part, tall)
        if wide > 1:
            part = outermost(part, np.arange(0, part.shape[1], wide), axis=1)
        # Placed before: pyqtgraph takes differences, which of the largest numbers overflow.
        places = self._matrix.scale(self._theme).places(part)
        self._image.setImage(places, autoLevels=False, levels=(0.0, 1.0))
        self._image.setRect(left, top, part.shape[1] * wide, part.shape[0] * tall)

    def _fit(self, matrix: Matrix) -> None:
        rows, columns = matrix.shape
        self._view.setRange(xRange=(0, columns), yRange=(0, rows), padding=0)

    def _limit_view(self, rows: int, columns: int) -> None:
        self._view.setLimits(
            xMin=0, xMax=columns, yMin=0, yMax=rows,
            minXRange=min(2, columns), minYRange=min(2, rows), maxXRange=columns, maxYRange=rows,
        )  # fmt: skip

    def _bring_into_sight(self, cell: Entry) -> None:
        (left, right), (top, bottom) = self._view.viewRange()
        row, column = cell
        across = min(0.0, column - left) + max(0.0, column + 1 - right)
        down = min(0.0, row - top) + max(0.0, row + 1 - bottom)
        if across or down:
            self._view.translateBy(x=across, y=down)

    def _range_changed(self) -> None:
        self._paint_image()
        if self._matrix is not None:
            self.zoomed.emit(self.is_zoomed)
