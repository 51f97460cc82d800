"""Models of the Now panel: units × quantities, and the input vectors of the cell."""

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from simulator.analysis.comparison import difference
from simulator.analysis.quantity_text import explained
from simulator.arrays import Array
from simulator.cells.sheet import INPUT
from simulator.network.quantities import EVERY, FULL
from simulator.translation import tr
from ui.panels.cell.cell_values import CellValues, Vector
from ui.panels.now.number_table import NumberModel
from ui.style import number_format
from ui.style.colours import Scale, limits_of, map_of, peak_of, steady_limit
from ui.style.theme import BOUNDED_0_1, Theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()
NOT_KNOWN = "·"


class VectorModel(NumberModel):
    """Vectors of one cell as a table; subclasses choose rows or columns."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dip(theme)
        self.vectors: list[Vector] = []
        self.lit: str | None = None
        self.unit = 0

    def take(self, values: CellValues, unit: int) -> bool:
        """Show a cell; return True when the table's shape has changed."""
        vectors = [values.vectors[key] for key in self.keys(values)]
        reshaped = [(v.key, v.width) for v in vectors] != [(v.key, v.width) for v in self.vectors]
        if reshaped:
            self.beginResetModel()
        headings = self.headings()
        self.vectors, self.lit, self.unit = vectors, values.lit, unit
        if reshaped:
            self.endResetModel()
        else:
            self._tell(self.headings() != headings)
        return reshaped

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._dip(theme)
        self._tell(headings_too=True)

    def keys(self, values: CellValues) -> tuple[str, ...]:
        """Return the keys of the vectors in this table."""
        raise NotImplementedError

    def place(self, row: int, column: int) -> tuple[Vector, int] | None:
        """Return the vector and unit in a cell of the table; None past a vector's width."""
        raise NotImplementedError

    def headings(self) -> tuple[Any, ...]:
        """Return all that the headers depend on. Qt measures each section of a changed header."""
        raise NotImplementedError

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return the number as text, its exact value for a screen reader, and its colours."""
        row, column = index.row(), index.column()
        if role == Role.DisplayRole:
            return self.text(row, column)
        if role == Role.AccessibleTextRole:
            place = self.place(row, column)
            return place[0].exact(place[1]) if place is not None else ""
        if role == Role.BackgroundRole:
            return self.background(row, column)
        return self.ink(row, column) if role == Role.ForegroundRole else None

    def text(self, row: int, column: int) -> str:
        place = self.place(row, column)
        if place is None:
            return ""
        vector, unit = place
        if vector.values is None:
            return NOT_KNOWN
        return number_format.fixed(vector.values[unit], self.decimals)

    def ink(self, row: int, column: int) -> QColor:
        place = self.place(row, column)
        if place is None or place[0].values is None:
            return self._faint
        return self.known_ink(row, column)

    def known_ink(self, row: int, column: int) -> QColor:
        """Return the colour of a known number, by default the theme's, readable on every tint."""
        return self._ink

    def widest(self) -> int:
        """Return the number of units of the widest vector."""
        return max((vector.width for vector in self.vectors), default=0)

    def _dip(self, theme: Theme) -> None:
        self.theme, self._ink, self._faint = theme, QColor(theme.ink), QColor(theme.faint)

    def _tell(self, headings_too: bool) -> None:
        rows, columns = self.rowCount(), self.columnCount()
        if rows and columns:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))
        if rows and columns and headings_too:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, rows - 1)


class UnitModel(VectorModel):
    """Rows are units, columns quantities f i g o c (m) h; notes are differences from a baseline.

    Attributes:
        changes: (before, after) of the present timestep by quantity, where both are known.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self.changes: dict[str, tuple[Array, Array]] = {}
        self._moved: dict[str, Array] = {}

    def compare(self, changes: dict[str, tuple[Array, Array]]) -> None:
        """Set the changes, which `take` shows next."""
        self.changes, self.noted = changes, bool(changes)
        self._moved = {quantity: difference(*both) for quantity, both in changes.items()}

    def note(self, row: int, column: int) -> str:
        """Return Δ, where it is not zero."""
        vector = self.vectors[column]
        if vector.key not in self.changes or row >= vector.width:
            return ""
        moved = float(self._moved[vector.key][row])
        return number_format.delta(moved) if moved != 0 else ""

    def exact(self, row: int, column: int) -> str:
        """Write a number in words, with its value in the baseline."""
        place = self.place(row, column)
        if place is None:
            return ""
        vector, unit = place
        text = vector.exact(unit)
        if vector.key in self.changes and vector.values is not None:
            before = self.changes[vector.key][0][unit]
            text += tr(", was {value}", value=number_format.exact(before))
        return text

    def keys(self, values: CellValues) -> tuple[str, ...]:
        return tuple(key for key in FULL.steps if key in values.vectors)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else self.widest()

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.vectors)

    def place(self, row: int, column: int) -> tuple[Vector, int] | None:
        inside = 0 <= column < len(self.vectors) and 0 <= row < self.vectors[column].width
        return (self.vectors[column], row) if inside else None

    def usual_text(self, column: int) -> str:
        return number_format.fixed(
            0.5 if self.vectors[column].key in BOUNDED_0_1 else -0.5, self.decimals
        )

    def background(self, row: int, column: int) -> QColor | None:
        """Tint the lit quantity's column in its colour, and the selected unit's row in grey."""
        vector, selected = self.vectors[column], row == self.unit
        if vector.key == self.lit:
            tint = self.theme.colour(vector.quantity)
            tint.setAlpha(80 if selected else 40)
        elif selected:
            tint = QColor(self.theme.faint)
            tint.setAlpha(40)
        else:
            return None
        return tint

    def headings(self) -> tuple[Any, ...]:
        return *(vector.quantity for vector in self.vectors), self.lit, self.unit

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return the unit's number, marked if selected, or the quantity's letter in its colour."""
        if orientation == Qt.Orientation.Vertical:
            selected = section == self.unit
            if role == Role.DisplayRole:
                return f"▸{section}" if selected else str(section)
            if role == Role.ToolTipRole:
                return tr(
                    "Values of unit {unit}: its gates, c and h. ▸ is the selected unit.",
                    unit=section,
                )
            if role == Role.ForegroundRole:
                return QColor(self.theme.ink if selected else self.theme.faint)
            if role == Role.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            return None
        if not 0 <= section < len(self.vectors):
            return None
        quantity = self.vectors[section].quantity
        if role == Role.DisplayRole:
            return quantity
        if role == Role.ForegroundRole:
            return self.theme.colour(quantity)
        if role == Role.FontRole:
            font = QFont()
            font.setBold(True)
            font.setUnderline(quantity == self.lit)
            return font
        if role == Role.ToolTipRole:
            how = tr("Click a number to see where it comes from.")
            return f"{explained(EVERY[quantity])}\n{how}"
        return None


class ReadModel(VectorModel):
    """Rows are x[t], h[t−1] and c[t−1], columns units, coloured by their values."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self._limits: list[tuple[float, float]] = []

    def take(self, values: CellValues, unit: int) -> bool:
        vectors = [values.vectors[key] for key in self.keys(values)]
        peaks = [0.0 if v.values is None else peak_of(v.values) for v in vectors]
        self._limits = [
            limits_of(vector.quantity, peak, steady_limit)
            for vector, peak in zip(vectors, peaks, strict=True)
        ]
        return super().take(values, unit)

    def keys(self, values: CellValues) -> tuple[str, ...]:
        return (INPUT, *(f"{state}_prev" for state in FULL.states))

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.vectors)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else self.widest()

    def place(self, row: int, column: int) -> tuple[Vector, int] | None:
        inside = 0 <= row < len(self.vectors) and 0 <= column < self.vectors[row].width
        return (self.vectors[row], column) if inside else None

    def usual_text(self, column: int) -> str:
        return number_format.fixed(-0.5, self.decimals)

    def background(self, row: int, column: int) -> QColor | None:
        """Return the value's colour."""
        place = self.place(row, column)
        if place is None or place[0].values is None:
            return None
        vector, unit = place
        scale = Scale(map_of(self.theme, vector.quantity), self._limits[row])
        return scale.colour(float(place[0].values[unit]))

    def known_ink(self, row: int, column: int) -> QColor:
        """Return the colour that is most readable on the value's colour."""
        return self.theme.text_on(self.background(row, column) or QColor(self.theme.panel))

    def headings(self) -> tuple[Any, ...]:
        return tuple(vector.title for vector in self.vectors)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return the unit's number, or the vector's title in its colour."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Role.ForegroundRole:
                return QColor(self.theme.faint)
            if role == Role.ToolTipRole:
                return tr("Element {place} of the vectors that the cell reads", place=section)
            return str(section) if role == Role.DisplayRole else None
        if not 0 <= section < len(self.vectors):
            return None
        vector = self.vectors[section]
        if role == Role.DisplayRole:
            return vector.title
        if role == Role.ForegroundRole:
            return self.theme.colour(vector.quantity)
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return f"{vector.title}: {vector.note}" if role == Role.ToolTipRole else None


class AnswerModel(ReadModel):
    """Rows are y, p and the loss of a readout, columns outputs, coloured by their values."""

    def keys(self, values: CellValues) -> tuple[str, ...]:
        return tuple(values.vectors)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return the output's number, with its name as the tool tip; or the quantity."""
        if orientation == Qt.Orientation.Horizontal and role == Role.ToolTipRole:
            name = next((v.names[section] for v in self.vectors if section < len(v.names)), "")
            return f"y[{section}] {name}".rstrip()
        return super().headerData(section, orientation, role)
