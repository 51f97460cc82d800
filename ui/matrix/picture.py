"""MatrixPicture: a 2-D array as a picture of its cells, to zoom and to move."""

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtWidgets import QGraphicsScene, QWidget

from ui.matrix.axes import ColumnAxis
from ui.matrix.band_axis import BandAxis
from ui.matrix.cells.colours import CellColours
from ui.matrix.cells.overlay import Cells, Lights, Mark
from ui.matrix.cells.view import CellView, RowPlaces
from ui.matrix.matrix import UNREAD, Block, Matrix, Reading
from ui.matrix.selection import Entry
from ui.style.theme import Theme
from ui.widgets.plot import Plot


class MatrixPicture(Plot):
    """Cells coloured from -limit over 0 to +limit, with bands, names, numbers and outlines.

    Signals:
        zoomed: True when only a part is visible.
        rows_moved: the upper and lower end of the rows that are visible, as places in the view;
            told also when the same rows have another place or height on the screen.
    """

    zoomed = Signal(bool)
    rows_moved = Signal(float, float)

    def __init__(self, view: CellView, theme: Theme, parent: QWidget | None = None) -> None:
        self._columns, self._rows = ColumnAxis(theme), BandAxis(theme)
        super().__init__(view, {"top": self._columns, "left": self._rows}, parent)
        # An index of places, for scenes of thousands of items, would be stale after a resize.
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._matrix: Matrix | None = None
        self._part: int | None = None
        # What uses it has its own menu: else that of the panel behind would open beside it.
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._colours, self._cells = CellColours(view, theme), Cells(view, theme)
        self._lights = Lights(view, theme)
        view.sigRangeChanged.connect(self._range_changed)
        for moved in (view.sigYRangeChanged, view.sigResized):
            moved.connect(self._tell_rows)
        for axis in (self._columns, self._rows):
            axis.fit_asked.connect(self.fit)
        self.set_theme(theme)

    def bind(self, matrix: Matrix) -> bool:
        """Show a matrix; with another key or shape, show all of it and return True."""
        before, self._matrix = self._matrix, None
        for part in (self._colours, self._cells, self._lights, self._columns, self._rows):
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

    def show_reading(self, reading: Reading, line: bool) -> None:
        """Show what the columns are multiplied with: as numbers, with a tall row, or as a line."""
        tall = None if line else reading.row
        self._columns.show_reading(reading, line)
        self._cells.set_reading(UNREAD if line else reading)
        if tall != self.view.rows.tall:
            places = self.places
            self.view.rows = RowPlaces(tall)
            if self._matrix is not None and self.places != places:
                self._limit_view(*self._matrix.shape)
                self._fit(self._matrix)
            self._range_changed()
            for part in (self._colours, self._cells, self._lights, self._rows):
                part.update()

    def move_rows_to(self, top: float, bottom: float) -> None:
        """Show the rows between two places, as a matrix beside this one does."""
        self.view.setYRange(top, bottom, padding=0)

    def show_part(self, places: int | None) -> None:
        """Take so many places of rows for the whole; the others are scrolled to. None for all."""
        if places != self._part:
            self._part = places
            self.fit()

    @property
    def places(self) -> int:
        """Places that the rows take; the tall row takes two."""
        return 0 if self._matrix is None else self.view.rows.top(self._matrix.shape[0])

    def shows_row(self, row: int) -> bool:
        """Return True where at least a part of a row is seen."""
        top, bottom = self.view.viewRange()[1]
        places = self.view.rows
        return places.top(row) < bottom and places.top(row + 1) > top

    @property
    def matrix_width(self) -> int:
        """Columns of the matrix."""
        return 0 if self._matrix is None else self._matrix.shape[1]

    @property
    def names_width(self) -> int:
        """Pixels beside the cells for the names of the rows."""
        return self._rows.names_width

    def show_rows(self, shown: bool) -> None:
        """Show the names beside the rows, or leave them to the matrix at the left."""
        self._rows.setVisible(shown)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Highlighted blocks."""
        return self._lights.marks

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.setBackground(theme.panel)
        for part in (self._colours, self._cells, self._lights, self._columns, self._rows):
            part.set_theme(theme)

    @property
    def is_zoomed(self) -> bool:
        """True when only a part of the matrix is visible."""
        if self._matrix is None:
            return False
        rows, columns = self._matrix.shape
        (left, right), (top, bottom) = self.view.viewRange()
        return (right - left) / columns * (bottom - top) / self._whole(rows) < 0.999

    def fit(self) -> None:
        """Show the whole matrix."""
        if self._matrix is not None:
            self._fit(self._matrix)

    def block_rect(self, block: Block) -> QRect:
        """Return the visible part of a block's rectangle in this widget."""
        rect = self._lights.rect_of(block) & self._lights.boundingRect()
        return self.mapFromScene(self.view.mapRectToScene(rect)).boundingRect()

    def cell_rect(self, cell: Entry) -> QRect:
        """Return the visible part of a cell's rectangle in this widget."""
        return self.block_rect(Block.cell(*cell))

    def cell_at(self, position: QPointF) -> Entry | None:
        """Return the cell at a point of this widget."""
        place = self.mapToScene(position.toPoint())
        if self._matrix is None or not self.view.sceneBoundingRect().contains(place):
            return None
        point = self.view.mapSceneToView(place)
        row, column = self.view.rows.row_at(point.y()), int(np.floor(point.x()))
        rows, columns = self._matrix.shape
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    # Private

    def _tell_rows(self) -> None:
        self.rows_moved.emit(*self.view.viewRange()[1])

    def _fit(self, matrix: Matrix) -> None:
        rows, columns = matrix.shape
        height = self._whole(rows)
        top = min(max(0, round(self.view.viewRange()[1][0])), self.view.rows.top(rows) - height)
        self.view.setRange(xRange=(0, columns), yRange=(top, top + height), padding=0)

    def _whole(self, rows: int) -> int:
        """Return how many places are seen where the map is not zoomed."""
        places = self.view.rows.top(rows)
        return places if self._part is None else min(places, self._part)

    def _limit_view(self, rows: int, columns: int) -> None:
        rows = self.view.rows.top(rows)
        self.view.setLimits(
            xMin=0, xMax=columns, yMin=0, yMax=rows,
            minXRange=min(2, columns), minYRange=min(2, rows), maxXRange=columns, maxYRange=rows,
        )  # fmt: skip

    def _bring_into_sight(self, cell: Entry) -> None:
        (left, right), (top, bottom) = self.view.viewRange()
        row, column = self.view.rows.top(cell[0]), cell[1]
        across = min(0.0, column - left) + max(0.0, column + 1 - right)
        down = min(0.0, row - top) + max(0.0, row + 1 - bottom)
        if across or down:
            self.view.translateBy(x=across, y=down)

    def _range_changed(self) -> None:
        if self._matrix is not None:
            self.zoomed.emit(self.is_zoomed)
