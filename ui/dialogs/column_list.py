"""ColumnList: the columns of a file, to choose some in an order."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from simulator.files.errors import plain
from simulator.files.sequences.column_survey import SurveyedColumn
from simulator.translation import mark, tr
from ui.style import fonts

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_NOWHERE = QModelIndex()
_HEADINGS = (mark("Read as"), mark("Column"), mark("First values"), mark("Range"))
_TIPS = (
    mark("How the column is read: as a feature with its index, as timestep names, or not at all"),
    mark("Name of the column in the file"),
    mark("The first values in the column, as they are in the file"),
    mark("Smallest and largest number in the column"),
)
_NUMBER_TIP = mark("Column {number} of the file, counted from 0")
_WIDTHS = (90, 130, 210)


class ColumnModel(QAbstractTableModel):
    """One row for each column of the file: its role, its name, and its values.

    Signals:
        chose: the choice or its order has changed.
    """

    chose = Signal()

    def __init__(self, columns: Sequence[SurveyedColumn], most: int, chosen: Sequence[int]) -> None:
        super().__init__()
        self.columns, self._most = columns, most
        self.chosen = list(chosen)
        self._labels: int | None = None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns of the file."""
        return 0 if parent.isValid() else len(self.columns)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of facts about each."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """Return the headings of this table, and the file's column numbers, from 0."""
        across = orientation == Qt.Orientation.Horizontal
        if role == Role.ToolTipRole:
            return tr(_TIPS[section]) if across else tr(_NUMBER_TIP, number=section)
        if role != Role.DisplayRole:
            return None
        return tr(_HEADINGS[section]) if across else str(section)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return a text, or whether the column is chosen."""
        place, column = index.row(), self.columns[index.row()]
        if role == Role.CheckStateRole and index.column() == 0 and column.statistics is not None:
            checked = place in self.chosen
            return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
        if role == Role.DisplayRole:
            texts = plain(column.name, 60), ", ".join(column.first), _range(column)
            return (self._read_as(place), *texts)[index.column()]
        if role == Role.ToolTipRole:
            return plain(column.problem or column.title(place), 300).replace("<", "‹")
        if role == Role.FontRole and index.column() in (0, 2, 3):
            return fonts.mono_text()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Make columns without numbers visible but not choosable."""
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if index.column() == 0 and self.columns[index.row()].statistics is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Choose or release a column."""
        if role != Role.CheckStateRole:
            return False
        self.toggle(index.row())
        return True

    def toggle(self, place: int) -> None:
        """Choose a column after the others, or release it; a full choice replaces the last."""
        if self.columns[place].statistics is None:
            return
        if place in self.chosen:
            self.chosen.remove(place)
        else:
            self.chosen = [*self.chosen[: self._most - 1], place]
        self._tell()

    def move(self, place: int, by: int) -> None:
        """Read a chosen column earlier or later."""
        if place not in self.chosen:
            return
        order = self.chosen.index(place)
        other = order + by
        if 0 <= other < len(self.chosen):
            self.chosen[order], self.chosen[other] = self.chosen[other], place
            self._tell()

    def set_labels(self, place: int | None) -> None:
        """Mark the column of timestep labels."""
        self._labels = place
        self._tell()

    def _read_as(self, place: int) -> str:
        if place in self.chosen:
            return f"x[{self.chosen.index(place)}]"
        if place == self._labels:
            return tr("labels")
        return "" if self.columns[place].statistics is None else tr("not read")

    def _tell(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.columns) - 1, 0))
        self.chose.emit()


class ColumnList(QTableView):
    """Table: Space and a double click choose the row, Alt+Up and Alt+Down move it."""

    def __init__(self, model: ColumnModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = model
        model.setParent(self)
        self.setModel(model)
        self.setAccessibleName(tr("Columns of the file"))
        self.setToolTip(tr("Press Space or double-click to include or leave out a column"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 8)
        for section, width in enumerate(_WIDTHS):
            self.setColumnWidth(section, fonts.px(width))
        self.setColumnHidden(1, not any(column.name for column in model.columns))
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setCurrentIndex(model.index(model.chosen[0] if model.chosen else 0, 0))

    def move_current(self, by: int) -> None:
        """Read the current row's column earlier or later."""
        self.source.move(self.currentIndex().row(), by)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose and move by keys."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Space:
            self.source.toggle(self.currentIndex().row())
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_current(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose the row at a double click anywhere beside its box."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() > 0:
            self.source.toggle(index.row())
        else:
            super().mouseDoubleClickEvent(event)


def _range(column: SurveyedColumn) -> str:
    if column.statistics is None:
        return tr("no numbers")
    return f"{column.statistics.low:.4g} … {column.statistics.high:.4g}"
