"""UnitModel: the listed units as rows of a table: number, bar, figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from simulator.arrays import Array
from simulator.breakpoints.unit_search import NOW
from simulator.translation import percent, tr
from ui.panels.units import words
from ui.panels.units.figures import Spread
from ui.style import number_format
from ui.style.theme import BOUNDED_0_1

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()
UNIT, BAR, FIGURE = range(3)
DOWN, UP = "▾", "▴"
UNKNOWN = "·"


@dataclass(frozen=True, eq=False, slots=True)
class UnitsView:
    """What the list shows of the units.

    Attributes:
        quantity, figure: the chosen ones. largest_first: the order; by_number: in their own order.
        figures: (width,). spread: the bars. steps: the number of timesteps so far.
        covered: units that have numbers which are not to be seen. unit: the selected one.
        ahead: the figures are numbers ahead of the position.
    """

    quantity: str
    figure: str
    largest_first: bool
    by_number: bool
    figures: Array
    spread: Spread
    steps: int
    covered: frozenset[int]
    unit: int
    ahead: bool = False

    def text(self, unit: int) -> str:
        """Write a unit's figure."""
        if unit in self.covered:
            return "?"
        value = float(self.figures[unit])
        if np.isnan(value) and not (self.steps and self.spread.undefined[unit] > 0):
            return UNKNOWN
        return words.written(self.figure, self.quantity, value)

    def sentence(self, unit: int) -> str:
        """Describe a unit in a line."""
        name = f"{self.quantity}[{unit}]"
        if unit in self.covered:
            return tr("{name}: hidden", name=name)
        unknown = self.text(unit) == UNKNOWN
        if unknown and (self.figure == NOW or not self.steps):
            return tr("{name}: not computed yet", name=name)
        of, choice = self.spread, tr(words.FIGURES[self.figure].choice)
        said = f"{name}: {choice} {self.text(unit)}"
        if not self.steps:
            return said
        if self.quantity in BOUNDED_0_1:
            return tr(
                "{said} · {shut} closed, {open} open over {steps:,} timesteps",
                said=said,
                shut=percent(float(of.left[unit])),
                open=percent(float(of.right[unit])),
                steps=self.steps,
            )
        return tr(
            "{said} · mean {mean} ± {deviation} over {steps:,} timesteps",
            said=said,
            mean=number_format.signed(float(of.mean[unit])),
            deviation=number_format.short(float(of.deviation[unit])),
            steps=self.steps,
        )

    def ranked(self, listed: Array) -> Array:
        """Return units in order; equal ones stay in the order of their numbers.

        A unit that is not a number somewhere counts as the largest, a hidden one as the smallest.
        """
        if self.by_number:
            return listed if self.largest_first else listed[::-1]
        keys = np.asarray(self.figures[listed], np.float64)
        keys = np.abs(keys) if self.quantity not in BOUNDED_0_1 else keys
        keys = np.where(np.isnan(keys), np.inf, keys)
        keys[[unit in self.covered for unit in listed.tolist()]] = -np.inf
        return listed[np.argsort(-keys if self.largest_first else keys, kind="stable")]


class UnitModel(QAbstractTableModel):
    """Columns: the unit's number, its bar, the figure that the list is sorted by.

    Attributes:
        view: what is shown; None before the first snapshot. units: the unit of each row.
        short_head: there is little room for the head of the bars.
    """

    short_head = False

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view: UnitsView | None = None
        self.units: Sequence[int] = ()

    def take(self, view: UnitsView, order: Array) -> None:
        """Show these units, in this order; selected rows follow their units."""
        before, units = self.units, tuple(order.tolist())
        head = None if self.view is None else (self.view.quantity, self.view.figure)
        if units == before:
            self.view = view
        elif len(units) == len(before) and set(units) == set(before):
            self.layoutAboutToBeChanged.emit()
            self.view, self.units = view, units
            self._move_indices(before)
            self.layoutChanged.emit()
        else:
            self.beginResetModel()
            self.view, self.units = view, units
            self.endResetModel()
        if head != (view.quantity, view.figure):
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, UNIT, FIGURE)

    def row_of(self, unit: int) -> int | None:
        """Return the row of a unit; None when it is not listed."""
        return self.units.index(unit) if unit in self.units else None

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.units)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return the texts; the table paints the bars."""
        if self.view is None or index.row() >= len(self.units):
            return None
        unit = self.units[index.row()]
        if role == Role.DisplayRole:
            return {UNIT: str(unit), BAR: "", FIGURE: self.view.text(unit)}[index.column()]
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return self.view.sentence(unit)
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return the heads of the columns, with the order's arrow, and what they mean."""
        view = self.view
        if view is None or orientation != Qt.Orientation.Horizontal:
            return None
        figure = words.FIGURES[view.figure]
        arrow = DOWN if view.largest_first != view.by_number else UP
        if role == Role.DisplayRole:
            bars = words.head_of_bars(view.quantity, self.short_head)
            texts = [tr("unit"), bars, words.head_of(view.figure, view.quantity)]
            sorted_by = UNIT if view.by_number else FIGURE
            texts[sorted_by] = f"{arrow} {texts[sorted_by]}"
            return texts[section]
        if role == Role.ToolTipRole:
            tips = [
                tr("Unit number. Click to sort by it."),
                words.tip_of_bars(view.quantity),
                " ".join((tr(figure.tip), tr("Click to reverse the order."))),
            ]
            return tips[section]
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == BAR else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _move_indices(self, before: Sequence[int]) -> None:
        """Let persistent indices, of the selection, follow their units."""
        old = self.persistentIndexList()
        if old:
            rows = {unit: row for row, unit in enumerate(self.units)}
            new = [self.index(rows[before[index.row()]], index.column()) for index in old]
            self.changePersistentIndexList(old, new)
