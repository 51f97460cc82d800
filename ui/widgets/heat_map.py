"""HeatMap: a 2-D array as a picture of its cells, to look at, point at, and move about in."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets.cell_keys import command_of
from ui.widgets.heat_map_axes import BandAxis, ColumnAxis
from ui.widgets.heat_map_cells import Cells, Lights, Mark, colours_of
from ui.widgets.matrix import Block, Matrix
from ui.widgets.time_bands import block, largest

Cell = tuple[int, int]

_Key = Qt.Key
_MOVES = {
    _Key.Key_Left: (0, -1),
    _Key.Key_Right: (0, 1),
    _Key.Key_Up: (-1, 0),
    _Key.Key_Down: (1, 0),
    _Key.Key_PageUp: (-10, 0),
    _Key.Key_PageDown: (10, 0),
    _Key.Key_Home: (0, -(2**31)),
    _Key.Key_End: (0, 2**31),
}
_EDITS = {_Key.Key_Return, _Key.Key_Enter, _Key.Key_F2}


class HeatMap(pg.PlotWidget):
    """Cells coloured from -limit over 0 to +limit, with bands, names, numbers and outlines.

    The wheel zooms, a drag moves, a double click on an axis shows the whole. One cell is selected,
    which the arrow keys move.

    Signals:
        cell_hovered: the (row, column) under the mouse, or None.
        cell_clicked: a (row, column). cell_opened: one whose number is to be typed, and a text to
            begin with (double click, Enter, F2, a digit).
        commanded: `copy`, `paste` or `zero`, for the selected cell.
        menu_asked: a (row, column) and where on the screen.
        zoomed: True when not all of it is in sight.
    """

    cell_hovered = Signal(object)
    cell_clicked = Signal(object)
    cell_opened = Signal(object, str)
    commanded = Signal(str)
    menu_asked = Signal(object, QPoint)
    zoomed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._view = _CellView()
        self._columns = ColumnAxis(theme, self.fit)
        self._rows = BandAxis(theme, self.fit)
        super().__init__(
            parent, viewBox=self._view, axisItems={"top": self._columns, "left": self._rows}
        )
        self._theme = theme
        self._matrix: Matrix | None = None
        self._hovered: Cell | None = None
        self._selected: Cell | None = None
        self._shown: tuple[object, ...] = ()
        self._image = pg.ImageItem(axisOrder="row-major")
        self._arrange_plot()
        self._cells = Cells(self._view, theme)
        self._lights = Lights(self._view, theme)
        self._view.sigRangeChanged.connect(self._range_changed)
        self._view.sigResized.connect(self._paint_image)
        self._view.clicked.connect(self._clicked)
        self.set_theme(theme)

    @property
    def selected(self) -> Cell | None:
        """The cell that the keys act on."""
        return self._selected

    def bind(self, matrix: Matrix) -> None:
        """Show a matrix; one of another key or shape from the start, in whole."""
        before, self._matrix = self._matrix, matrix
        for part in (self._cells, self._lights, self._columns, self._rows):
            part.bind(matrix)
        if before is None or (before.key, before.shape) != (matrix.key, matrix.shape):
            self._selected = self._hovered = None
            self._limit_view(*matrix.shape)
            self.fit()
            self._outline()
        self._paint_image()
        self._describe()

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Light the blocks that are in use."""
        self._lights.set_marks(marks)
        self._rows.light_bands(frozenset(mark.quantity for mark in marks))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The blocks that are lit."""
        return self._lights.marks

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.setBackground(theme.panel)
        self._image.setLookupTable(colours_of(theme)[0])
        for part in (self._cells, self._lights, self._columns, self._rows):
            part.set_theme(theme)

    def fit(self) -> None:
        """Show the whole matrix."""
        if self._matrix is not None:
            rows, columns = self._matrix.shape
            self._view.setRange(xRange=(0, columns), yRange=(0, rows), padding=0)

    def select(self, cell: Cell) -> None:
        """Select a cell and bring it into sight."""
        self._selected = cell
        self._bring_into_sight(cell)
        self._outline()
        self._describe()

    def cell_rect(self, cell: Cell) -> QRect:
        """A cell's rectangle in this widget, as far as it is in sight."""
        rect = self._lights.rect_of(Block.cell(*cell)) & self._lights.boundingRect()
        return self.mapFromScene(self._view.mapRectToScene(rect)).boundingRect()

    def cell_at(self, position: QPointF) -> Cell | None:
        """The cell at a point of this widget."""
        place = self.mapToScene(position.toPoint())
        if self._matrix is None or not self._view.sceneBoundingRect().contains(place):
            return None
        point = self._view.mapSceneToView(place)
        row, column = int(np.floor(point.y())), int(np.floor(point.x()))
        rows, columns = self._matrix.shape
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    # What Qt tells us

    def event(self, event: QEvent) -> bool:
        """Keep the keys that move and edit from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and self._uses(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return bool(super().event(event))

    def viewportEvent(self, event: QEvent) -> bool:
        """Let no click through to what is behind, whatever the scene made of it."""
        done = bool(super().viewportEvent(event))
        if isinstance(event, QMouseEvent):
            event.accept()
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the selected cell, or act on it."""
        if self._matrix is None or not self._uses(event):
            event.ignore()
            return
        cell = self._selected or (0, 0)
        command = command_of(event)
        if command:
            self.commanded.emit(command)
        elif event.key() == _Key.Key_Menu:
            self.menu_asked.emit(cell, self.mapToGlobal(self.cell_rect(cell).center()))
        elif event.key() in _EDITS:
            self.cell_opened.emit(cell, "")
        elif event.key() in _MOVES:
            self._move(event)
        else:
            self.cell_opened.emit(cell, event.text())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which cell is under the mouse."""
        super().mouseMoveEvent(event)
        dragging = event.buttons() != Qt.MouseButton.NoButton
        self._hover(None if dragging else self.cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """No cell is under the mouse any more."""
        super().leaveEvent(event)
        self._hover(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show what the keys act on."""
        super().focusInEvent(event)
        if self._selected is None and self._matrix is not None:
            self._selected = (0, 0)
        self._outline()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keys act elsewhere."""
        super().focusOutEvent(event)
        self._outline()

    # Inside

    def _arrange_plot(self) -> None:
        plot = self.getPlotItem()
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setContentsMargins(0, 0, 0, 0)
        plot.showAxis("top")
        plot.hideAxis("bottom")
        plot.addItem(self._image)

    def _paint_image(self) -> None:
        """Colour what is in sight: a cell a pixel, or of many cells in one pixel the largest."""
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
            part = largest(part, np.arange(0, part.shape[0], tall), axis=0)
        if wide > 1:
            part = largest(part, np.arange(0, part.shape[1], wide), axis=1)
        limit = self._matrix.limit or 1.0
        self._image.setImage(part, autoLevels=False, levels=(-limit, limit))
        self._image.setRect(left, top, part.shape[1] * wide, part.shape[0] * tall)

    def _limit_view(self, rows: int, columns: int) -> None:
        self._view.setLimits(
            xMin=0, xMax=columns, yMin=0, yMax=rows,
            minXRange=min(2, columns), minYRange=min(2, rows), maxXRange=columns, maxYRange=rows,
        )  # fmt: skip

    def _uses(self, event: QKeyEvent) -> bool:
        if command_of(event):
            return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return (
                event.key() in _MOVES and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            )
        digit = event.text().isascii() and event.text().isdigit()
        return event.key() in _MOVES or event.key() in _EDITS | {_Key.Key_Menu} or digit

    def _move(self, event: QKeyEvent) -> None:
        assert self._matrix is not None
        down, across = _MOVES[_Key(event.key())]
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            down, across = down * 2**31, across * 2**31
        rows, columns = self._matrix.shape
        row, column = self._selected or (0, 0)
        self.select((min(max(row + down, 0), rows - 1), min(max(column + across, 0), columns - 1)))

    def _bring_into_sight(self, cell: Cell) -> None:
        (left, right), (top, bottom) = self._view.viewRange()
        row, column = cell
        across = min(0.0, column - left) + max(0.0, column + 1 - right)
        down = min(0.0, row - top) + max(0.0, row + 1 - bottom)
        if across or down:
            self._view.translateBy(x=across, y=down)

    def _clicked(self, place: QPointF, button: Qt.MouseButton, double: bool) -> None:
        position = self.mapFromScene(place)
        cell = self.cell_at(QPointF(position))
        if cell is None:
            return
        self.setFocus()
        self.select(cell)
        if button == Qt.MouseButton.RightButton:
            self.menu_asked.emit(cell, self.mapToGlobal(position))
        elif double:
            self.cell_opened.emit(cell, "")
        else:
            self.cell_clicked.emit(cell)

    def _hover(self, cell: Cell | None) -> None:
        if cell != self._hovered:
            self._hovered = cell
            row, column = cell if cell is not None else (None, None)
            self._rows.light(row)
            self._columns.light(column)
            self._outline()
            self.cell_hovered.emit(cell)

    def _outline(self) -> None:
        self._lights.set_cells(self._hovered, self._selected, self.hasFocus())

    def _range_changed(self) -> None:
        self._paint_image()
        if self._matrix is not None:
            rows, columns = self._matrix.shape
            (left, right), (top, bottom) = self._view.viewRange()
            shown = (right - left) / columns * (bottom - top) / rows
            self.zoomed.emit(shown < 0.999)

    def _describe(self) -> None:
        assert self._matrix is not None
        self.setAccessibleName(f"{self._matrix.title}, heat map")
        if self._selected is not None:
            self.setAccessibleDescription(self._matrix.describe(*self._selected))


class _CellView(pg.ViewBox):
    """The view of the cells: row 0 at the top, zoomed by the wheel, moved by the left button."""

    clicked = Signal(QPointF, object, bool)

    def __init__(self) -> None:
        super().__init__(enableMenu=False, invertY=True, defaultPadding=0)
        self.disableAutoRange()

    def mouseClickEvent(self, event: object) -> None:
        """Pass a click on, with where, by which button and whether it was double."""
        event.accept()  # type: ignore[attr-defined]
        self.clicked.emit(event.scenePos(), event.button(), event.double())  # type: ignore[attr-defined]

    def mouseDragEvent(self, event: object, axis: int | None = None) -> None:
        """Move by the left button; the others do nothing."""
        if event.button() == Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            super().mouseDragEvent(event, axis)
        else:
            event.accept()  # type: ignore[attr-defined]
