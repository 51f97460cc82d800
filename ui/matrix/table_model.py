"""ValueModel: a matrix for Qt's table views, and the header with its row names."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.matrix.axes import printable
from ui.matrix.cells.overlay import Mark
from ui.matrix.matrix import Band, Block, Matrix
from ui.style import fonts, number_format
from ui.style.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_HORIZONTAL = Qt.Orientation.Horizontal
_DECIMALS = 4


class ValueModel(QAbstractTableModel):
    """Matrix for a table view: four decimals to read, every digit to edit.

    Signals:
        typed: the block of one cell, and its new number.
    """

    typed = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.matrix: Matrix | None = None
        self._font, self._bold = fonts.mono_text(), fonts.bold(fonts.mono_text())

    def bind(self, matrix: Matrix) -> None:
        """Show a matrix; the selection stays when key and shape do."""
        before = self.matrix
        if before is None or (before.key, before.shape) != (matrix.key, matrix.shape):
            self.beginResetModel()
            self.matrix = matrix
            self.endResetModel()
        else:
            self.matrix = matrix
            rows, columns = matrix.shape
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours and the text size."""
        self._theme = theme
        self._font, self._bold = fonts.mono_text(), fonts.bold(fonts.mono_text())

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if self.matrix is None or parent.isValid() else self.matrix.shape[0]

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if self.matrix is None or parent.isValid() else self.matrix.shape[1]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Make every cell of a matrix that can be changed editable."""
        fixed = self.matrix is not None and not self.matrix.editable
        return super().flags(index) | (Qt.ItemFlag(0) if fixed else Qt.ItemFlag.ItemIsEditable)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return a cell's number, short or exact, and its style."""
        if self.matrix is None:
            return None
        row, column = index.row(), index.column()
        if role == _Role.DisplayRole:
            return number_format.short(self.matrix.values[row, column], _DECIMALS)
        if role == _Role.EditRole:
            return number_format.exact(self.matrix.values[row, column])
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        edited = bool(self.matrix.edited[row, column])
        if role == _Role.FontRole:
            return self._bold if edited else self._font
        if role == _Role.ForegroundRole and edited:
            return QColor(self._theme.accent)
        if role in (_Role.ToolTipRole, _Role.AccessibleTextRole):
            return self.matrix.describe(row, column)
        return None

    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Request a number for a cell; nothing changes before it comes back by `bind`."""
        if role != _Role.EditRole:
            return False
        self.typed.emit(Block.cell(index.row(), index.column()), value)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """Return the names of columns and rows; a row's with the letter and colour of its band."""
        # While one header takes a new matrix, the other still asks for sections of the old one.
        if self.matrix is None or section >= self.matrix.shape[orientation == _HORIZONTAL]:
            return None
        if orientation == _HORIZONTAL:
            return (
                printable(self.matrix.column_name(section)) if role == _Role.DisplayRole else None
            )
        if role != _Role.DisplayRole:
            return None
        band = self.band_of(section)
        name = printable(self.matrix.row_name(section))
        return f"{band.letter} {name}" if band else name

    def band_of(self, row: int) -> Band | None:
        """Return the band of a row, or None."""
        return None if self.matrix is None else self.matrix.band_of(row)


class RowHeader(QHeaderView):
    """Header with the rows' names in the colours of their bands, and a bar at those in use."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme
        self._marks: tuple[Mark, ...] = ()
        self.setSectionsClickable(True)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.viewport().update()

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Highlight other rows."""
        if marks != self._marks:
            self._marks = marks
            self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw one row's name."""
        model = self.model()
        assert isinstance(model, ValueModel)
        band = model.band_of(logicalIndex)
        lit = [m for m in self._marks if m.block.top <= logicalIndex < m.block.bottom]
        painter.save()
        painter.fillRect(rect, QColor(self._theme.panel))
        if lit:
            width = 5 if any(mark.strong for mark in lit) else 2
            bar = QRect(rect.left(), rect.top(), width, rect.height())
            painter.fillRect(bar, self._theme.colour(lit[-1].quantity))
        colour = self._theme.colour(band.quantity) if band else QColor(self._theme.faint)
        painter.setPen(colour)
        painter.setFont(self.font())
        name = model.headerData(logicalIndex, Qt.Orientation.Vertical)
        painter.drawText(
            rect.adjusted(8, 0, -6, 0),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, rect.width() - 14),
        )
        painter.restore()
