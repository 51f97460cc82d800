"""BackModel: values and gradients of the present cell as rows, units as columns."""

import math
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from simulator.analysis.comparison import difference
from simulator.analysis.quantity_text import explained
from simulator.arrays import Array
from simulator.network.config import LSTMConfig
from simulator.network.gradient_quantities import EVERY_GRADIENT, is_gradient
from simulator.network.quantities import Quantity
from simulator.translation import tr
from ui.panels.cell.cell_values import HIDDEN, Vector
from ui.panels.now.changes import Changes
from ui.panels.now.models import NOT_KNOWN
from ui.panels.now.number_table import NumberModel
from ui.style import number_format
from ui.style.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()
_USUAL = -1.7e-3


class BackModel(NumberModel):
    """Rows in the order of the way back, each gradient below its value.

    Attributes:
        vectors: one a row. lit: the step of the way back that was taken last in this cell; None
            when it was elsewhere. unit: the selected one.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dip(theme)
        self.vectors: list[Vector] = []
        self.lit: str | None = None
        self.unit = 0
        self._config: LSTMConfig | None = None
        self._changes: Changes = {}
        self._moved: dict[str, Array] = {}

    def compare(self, changes: Changes, noted: bool) -> None:
        """Set the changes, which `take` shows next. noted: leave room for them in every cell."""
        self._changes, self.noted = changes, noted
        self._moved = {key: difference(*both) for key, both in changes.items()}

    def take(
        self, vectors: list[Vector], lit: str | None, unit: int, config: LSTMConfig | None = None
    ) -> bool:
        """Show a cell of an LSTM; return True when the table's shape has changed."""
        self._config = config
        reshaped = [(v.key, v.width) for v in vectors] != [(v.key, v.width) for v in self.vectors]
        if reshaped:
            self.beginResetModel()
        heads = self._heads()
        self.vectors, self.lit, self.unit = vectors, lit, unit
        if reshaped:
            self.endResetModel()
        else:
            self._tell(self._heads() != heads)
        return reshaped

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._dip(theme)
        self._tell(heads_too=True)

    def lit_rows(self) -> tuple[int, ...]:
        """Return the rows of the last step, values with their gradients: for dz those of all z."""
        rows = [
            row
            for row, vector in enumerate(self.vectors)
            if self._config is not None
            and is_gradient(vector.key)
            and self._config.step_of(vector.key) == self.lit
        ]
        return tuple(sorted({*rows, *(self.value_row(row) for row in rows)}))

    def value_row(self, row: int) -> int:
        """Return the row of the value whose gradient a row is."""
        return row - 1

    def is_gradient(self, row: int) -> bool:
        """Return True for the row of a gradient."""
        return is_gradient(self.vectors[row].key)

    def hue(self, row: int) -> QColor:
        """Return the hue of a row's quantity."""
        return self.theme.colour(self.vectors[row].quantity)

    def place(self, row: int, column: int) -> tuple[Vector, int] | None:
        """Return the vector and unit in a cell of the table; None past a vector's width."""
        inside = 0 <= row < len(self.vectors) and 0 <= column < self.vectors[row].width
        return (self.vectors[row], column) if inside else None

    def exact(self, row: int, column: int) -> str:
        """Write a number with every digit."""
        place = self.place(row, column)
        if place is None:
            return ""
        vector, unit = place
        text = vector.exact(unit)
        if vector.key in self._changes and vector.values is not None and unit not in vector.covered:
            before = self._changes[vector.key][0][unit]
            text += tr(", was {value}", value=number_format.exact(before))
        return text

    def note(self, row: int, column: int) -> str:
        """Return Δ from the baseline, where it is not zero."""
        place = self.place(row, column)
        if place is None or place[0].key not in self._moved or column in place[0].covered:
            return ""
        moved = float(self._moved[place[0].key][column])
        if moved == 0:
            return ""
        if is_gradient(place[0].key):
            return number_format.scientific(moved, 1)
        return number_format.delta(moved)

    def text(self, row: int, column: int) -> str:
        place = self.place(row, column)
        if place is None:
            return ""
        vector, unit = place
        if vector.values is None:
            return NOT_KNOWN
        if unit in vector.covered:
            return HIDDEN
        value = float(vector.values[unit])
        if is_gradient(vector.key):
            return number_format.scientific(value)
        return number_format.fixed(value, self.decimals)

    def ink(self, row: int, column: int) -> QColor:
        """Return the ink of a gradient; values, which are given by now, are faint."""
        place = self.place(row, column)
        if place is None or place[0].values is None:
            return self._faint
        if not math.isfinite(float(place[0].values[column])):
            return self._warn
        return self._ink if is_gradient(place[0].key) else self._faint

    def background(self, row: int, column: int) -> QColor | None:
        return None

    def usual_text(self, column: int) -> str:
        return number_format.scientific(_USUAL)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.vectors)

    def columnCount(self, parent: Index = ROOT) -> int:
        widths = (vector.width for vector in self.vectors)
        return 0 if parent.isValid() else max(widths, default=0)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return the number as text, and its exact value for a screen reader."""
        if role == Role.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Role.AccessibleTextRole:
            return self.exact(index.row(), index.column())
        return self.ink(index.row(), index.column()) if role == Role.ForegroundRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return the unit's number, or the name of a row; those of gradients are bold."""
        if orientation == Qt.Orientation.Horizontal:
            return self._head_of_unit(section, role)
        if not 0 <= section < len(self.vectors):
            return None
        vector = self.vectors[section]
        gradient = is_gradient(vector.key)
        if role == Role.DisplayRole:
            return vector.title.replace("[t]", "")
        if role == Role.ForegroundRole:
            return self.theme.colour(vector.quantity) if gradient else self._faint
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Role.FontRole:
            return _bold(gradient)
        if role == Role.ToolTipRole:
            return explained(self._of(vector)) if gradient else vector.note
        return None

    def _of(self, vector: Vector) -> Quantity:
        """Return the table row of a gradient, for the options and direction of its cell."""
        if self._config is None:
            return EVERY_GRADIENT[vector.key]
        return self._config.gradient(vector.key, vector.origins[0].lane.direction)

    def _head_of_unit(self, section: int, role: int) -> Any:
        selected = section == self.unit
        if role == Role.DisplayRole:
            return str(section)
        if role == Role.ForegroundRole:
            return self._ink if selected else self._faint
        if role == Role.FontRole:
            return _bold(selected)
        if role == Role.ToolTipRole:
            return tr("Element {place} of each value, and of its gradient", place=section)
        return None

    def _heads(self) -> tuple[Any, ...]:
        return *(vector.title for vector in self.vectors), self.unit

    def _dip(self, theme: Theme) -> None:
        self.theme, self._ink, self._faint = theme, QColor(theme.ink), QColor(theme.faint)
        self._warn = QColor(theme.warn)

    def _tell(self, heads_too: bool) -> None:
        rows, columns = self.rowCount(), self.columnCount()
        if rows and columns:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))
        if rows and columns and heads_too:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, rows - 1)


def _bold(bold: bool) -> QFont:
    font = QFont()
    font.setBold(bold)
    return font
