"""AnswerModel: the outputs of an answer as rows of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from simulator.analysis.address import Given, Source
from simulator.analysis.answers import BITS, CLASSES, Answer
from simulator.arrays import Array
from simulator.network.gradient_quantities import DY
from simulator.network.quantities import P
from simulator.translation import tr
from ui.panels.answers.view import AnswerView
from ui.style import number_format
from ui.style.colours import peak_of

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()

RANK, NAME, BAR, NUMBER, SAID, RIGHT = "rank", "name", "bar", "number", "said", "right"
GRADIENT = "gradient"
"""Columns, by what they tell."""

_COLUMNS = {
    CLASSES: (RANK, NAME, BAR, NUMBER),
    BITS: (NAME, BAR, NUMBER, SAID, RIGHT),
}
_OF_NUMBERS = (NAME, BAR, NUMBER, RIGHT, SAID)
YES, NO, RIGHT_SIGN, WRONG_SIGN = "1", "0", "✓", "✗"


@dataclass(frozen=True, eq=False, slots=True)
class _Shown:
    """What the rows are of.

    Attributes:
        ranks: of the classes that are listed. limit: the largest magnitude of y and targets.
    """

    view: AnswerView
    answer: Answer
    outputs: Sequence[int]
    ranks: tuple[int, ...] = ()
    limit: float = 1.0


class AnswerModel(QAbstractTableModel):
    """Rows: the classes with the largest p, and the right one; or all outputs in their order.

    Of thousands of outputs only those in view are written. y − target stands in the column SAID of
    numbers, what is said of yes or no.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown: _Shown | None = None

    def take(self, view: AnswerView, lines: int) -> None:
        """Show an answer; of classes as many as there are lines for."""
        answer, before = view.answer, self._form()
        if answer is None:
            shown = None
        elif answer.kind == CLASSES:
            outputs = answer.shown(lines)
            ranks = (*range(1, len(outputs)), *(answer.rank(k) for k in outputs[-1:]))
            shown = _Shown(view, answer, outputs, ranks, _limit(answer))
        else:
            shown = _Shown(view, answer, range(len(answer.y)), limit=_limit(answer))
        form = self._form_of(shown)
        if form != before:
            self.beginResetModel()
        self.shown = shown
        if form != before:
            self.endResetModel()
        elif shown is not None and shown.outputs:
            rows, columns = self.rowCount(), self.columnCount()
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the present kind of answers."""
        return self._form_of(self.shown)[1]

    def row_of(self, output: int) -> int | None:
        """Return the row of an output; None when it is not listed."""
        if self.shown is None or output not in self.shown.outputs:
            return None
        return self.shown.outputs.index(output)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else self._form()[0]

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def text(self, row: int, column: str) -> str:
        """Return the text of a cell; the bars have none."""
        if self.shown is None or row >= len(self.shown.outputs):
            return ""
        view, answer, output = self.shown.view, self.shown.answer, self.shown.outputs[row]
        if column == RANK:
            return f"{self.shown.ranks[row]:,}" if self.shown.ranks else ""
        if column == NAME:
            return view.name(output)
        if column == NUMBER:
            return view.share(output)
        if column == GRADIENT:
            return "" if view.gradient is None else _gradient_text(view.gradient, output)
        if column == SAID:
            return _said(answer, output)
        if column != RIGHT or answer.targets is None:
            return ""
        target = float(answer.targets[output])
        if answer.kind == BITS:
            return (YES if target else NO) if target in (0, 1) else number_format.short(target, 2)
        return number_format.signed(target, 4)

    def sign(self, row: int) -> str:
        """Return ✓ for what is right, ✗ for what is wrongly said, else nothing."""
        if self.shown is None or row >= len(self.shown.outputs):
            return ""
        answer, output = self.shown.answer, self.shown.outputs[row]
        if answer.kind == CLASSES and answer.right is not None:
            if output == answer.right:
                return RIGHT_SIGN
            return WRONG_SIGN if output == answer.said else ""
        if answer.kind == BITS and answer.targets is not None:
            return WRONG_SIGN if answer.is_wrong(output) else RIGHT_SIGN
        return ""

    def source(self, row: int, column: str) -> Source | None:
        """Return the number in a cell: an output's, or its target."""
        if self.shown is None or not 0 <= row < len(self.shown.outputs):
            return None
        view, output = self.shown.view, self.shown.outputs[row]
        if column == RIGHT and self.shown.answer.targets is not None:
            return Given("target", (view.t, view.row, output))
        return view.address(output, DY if column == GRADIENT else "")

    def exact(self, row: int) -> str:
        """Write a row with every digit: `p[17] “h” at t 29 = 0.0172345, rank 12, ✓`."""
        if self.shown is None or not 0 <= row < len(self.shown.outputs):
            return ""
        view, answer, output = self.shown.view, self.shown.answer, self.shown.outputs[row]
        number = view.address(output)
        own = "" if view.readout is None else view.readout.name(output)
        called = f"{number.name} “{view.name(output)}”" if own else number.name
        where = tr("{name} at {place}", name=called, place=f"t {view.t}")
        parts = [f"{where} = {number_format.exact(answer.numbers[output])}"]
        if answer.kind == CLASSES:
            parts.append(tr("rank {rank}", rank=f"{self.shown.ranks[row]:,}"))
        elif answer.targets is not None:
            target = np.asarray(answer.targets)[output]
            parts.append(tr("target is {target}", target=number_format.exact(target)))
        if self.sign(row) and answer.kind == CLASSES:
            right = self.sign(row) == RIGHT_SIGN
            parts.append(tr("the target") if right else tr("predicted, and wrong"))
        if view.gradient is not None:
            parts.append(f"{DY}[{output}] = {number_format.exact(view.gradient[output])}")
        return ", ".join(parts)

    def copied(self) -> str:
        """Return the table as text: tabs between the columns, a line for each row."""
        columns = [column for column in self.columns if column != BAR]
        lines = [[self.head(column) for column in columns]]
        for row in range(self.rowCount()):
            lines.append([*(self.text(row, column) for column in columns), self.sign(row)])
        return "\n".join("\t".join(line).rstrip("\t") for line in lines)

    def head(self, column: str) -> str:
        """Return the head of a column."""
        kind = CLASSES if self.shown is None else self.shown.answer.kind
        quantity = P if self.shown is None else self.shown.answer.quantity
        return {
            RANK: tr("rank"),
            NAME: tr("class") if kind == CLASSES else tr("output"),
            BAR: "",
            NUMBER: quantity,
            GRADIENT: DY,
            SAID: tr("predicts") if kind == BITS else tr("error"),
            RIGHT: tr("target"),
        }[column]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return the texts; the table paints the bars."""
        if not index.isValid():
            return None
        if role == Role.DisplayRole:
            return self.text(index.row(), self.columns[index.column()])
        return self.exact(index.row()) if role == Role.AccessibleTextRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return the heads of the columns."""
        columns = self.columns
        if orientation != Qt.Orientation.Horizontal or section >= len(columns):
            return None
        if role == Role.DisplayRole:
            return self.head(columns[section])
        if role == Role.TextAlignmentRole:
            left = columns[section] in (NAME, BAR)
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _form(self) -> tuple[int, tuple[str, ...]]:
        return self._form_of(self.shown)

    @staticmethod
    def _form_of(shown: _Shown | None) -> tuple[int, tuple[str, ...]]:
        """Return the number of rows, and the columns."""
        if shown is None:
            return 0, _COLUMNS[CLASSES]
        columns = _COLUMNS.get(shown.answer.kind, _OF_NUMBERS)
        if shown.answer.targets is None and shown.answer.kind != CLASSES:
            least = (RIGHT,) if shown.answer.kind == BITS else (RIGHT, SAID)
            columns = tuple(column for column in columns if column not in least)
        if shown.view.gradient is not None:
            columns = (*columns, GRADIENT)
        return len(shown.outputs), columns


def _gradient_text(gradient: Array, output: int) -> str:
    return number_format.scientific(float(gradient[output]))


def _said(answer: Answer, output: int) -> str:
    if answer.kind == BITS:
        return YES if answer.says_yes(output) else NO
    error = answer.error(output)
    return "" if error is None else number_format.signed(error, 4)


def _limit(answer: Answer) -> float:
    """Return the largest magnitude of y and of the targets; 1 for zeros."""
    both = [peak_of(answer.y), 0.0 if answer.targets is None else peak_of(answer.targets)]
    return max(both) or 1.0
