"""DiagnosisDialog: a diagnosis, with links to the difference and to an edit of the model."""

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from simulator.diagnosis.diagnosis import ComparedNumber, Diagnosis, Explanation, short
from simulator.network.lane import DIRECTIONS
from simulator.translation import tr
from ui.dialogs.form import give_room
from ui.style import fonts, number_format
from ui.style.theme import Theme

_DECIMALS = 6
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SHOWN = 6
"""Number of explanations shown without scrolling."""


class DiagnosisDialog(QDialog):
    """Answer, first difference, explanations, and both sides. It stays beside the window.

    Signals:
        went_there: the Difference to go to. applied: the Explanation to apply to the model.
    """

    went_there = Signal(object)
    applied = Signal(object)

    def __init__(
        self, title: str, diagnosis: Diagnosis, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._diagnosis, self._theme = diagnosis, theme
        rows = QVBoxLayout()
        rows.addWidget(self._answer())
        for note in (*diagnosis.suspicions(), *diagnosis.notes):
            rows.addWidget(_text(note))
        if diagnosis.first is not None:
            rows.addLayout(self._place())
        self._explanations = self._explanation_table()
        self._apply = QPushButton(tr("&Apply to the model"))
        if diagnosis.explanations:
            rows.addWidget(self._explanations)
            rows.addWidget(self._apply, alignment=Qt.AlignmentFlag.AlignLeft)
        if diagnosis.pairs:
            rows.addWidget(self._pairs_title())
            rows.addWidget(self._pair_table(), 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        rows.addWidget(buttons)
        self.setLayout(rows)
        self._apply.clicked.connect(self._ask_to_apply)
        self._explanations.itemSelectionChanged.connect(self._judge)
        self._judge()
        give_room(self, 680, 560 if diagnosis.pairs else 0)

    def _answer(self) -> QLabel:
        diagnosis, theme = self._diagnosis, self._theme
        colour = theme.good if diagnosis.agrees else theme.warn
        if diagnosis.explained or diagnosis.undecided:
            colour = theme.ink
        answer = _text(diagnosis.sentence())
        fonts.wear(answer, fonts.sentence)
        answer.setStyleSheet(f"color: {colour};")
        return answer

    def _place(self) -> QHBoxLayout:
        """Make the row with the first difference and the button that goes there."""
        assert self._diagnosis.first is not None
        row = QHBoxLayout()
        row.addWidget(_text(self._diagnosis.first.text()), 1)
        button = QPushButton(tr("&Go there"))
        button.clicked.connect(self._ask_to_go)
        row.addWidget(button, alignment=Qt.AlignmentFlag.AlignTop)
        return row

    def _explanation_table(self) -> QTableWidget:
        found = self._diagnosis.explanations
        title = tr("This LSTM with") if self._diagnosis.explained else tr("Nearest: this LSTM with")
        table = _table(
            (title, tr("agree"), tr("of"), tr("largest difference"), tr("error left")),
            len(found),
            words=1,
        )
        table.setAccessibleName(tr("Explanations, best first"))
        for row, explanation in enumerate(found):
            texts = (
                explanation.phrase,
                f"{explanation.agreeing:,}",
                f"{explanation.compared:,}",
                short(explanation.largest),
                tr("none") if explanation.complete else number_format.share(explanation.error),
            )
            _fill_row(table, row, texts, words=1)[0].setToolTip(explanation.phrase)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.resizeRowsToContents()
        lines = [table.rowHeight(row) for row in range(min(len(found), _SHOWN))]
        table.setFixedHeight(table.horizontalHeader().sizeHint().height() + sum(lines) + 4)
        table.selectRow(0)
        return table

    def _pairs_title(self) -> QLabel:
        assert self._diagnosis.first is not None
        at = self._diagnosis.first.at
        quantity, batch = at.quantity, at.row
        if quantity == "output":
            text = tr(
                "{quantity} near the difference, batch {batch}, directions side by side:",
                quantity=quantity,
                batch=batch,
            )
        elif quantity in ("h_n", "c_n"):
            text = tr(
                "{quantity} near the difference, batch {batch}, by {quantity} row:",
                quantity=quantity,
                batch=batch,
            )
        else:
            text = tr(
                "{quantity} near the difference, layer {layer} {direction}, batch {batch}:",
                quantity=quantity,
                layer=at.lane.layer,
                direction=tr(DIRECTIONS[at.lane.direction]),
                batch=batch,
            )
        return _text(text)

    def _pair_table(self) -> QTableWidget:
        pairs = self._diagnosis.pairs
        first = self._diagnosis.first
        assert first is not None
        row_is = tr("row") if first.at.quantity in ("h_n", "c_n") else "t"
        columns = [row_is, tr("unit"), tr("yours"), tr("here"), tr("difference")]
        explained = any(not math.isnan(pair.explained) for pair in pairs)
        columns += [tr("with the mistake"), tr("remaining difference")] if explained else []
        table = _table(columns, len(pairs), words=0)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.setAccessibleName(tr("Both sides"))
        for row, pair in enumerate(pairs):
            items = _fill_row(table, row, _texts(pair, explained), words=0)
            if not pair.agrees:
                items[2].setForeground(QColor(self._theme.bad))
        return table

    def _chosen(self) -> Explanation | None:
        rows = self._explanations.selectionModel().selectedRows()
        return self._diagnosis.explanations[rows[0].row()] if rows else None

    def _judge(self) -> None:
        chosen = self._chosen()
        can = chosen is not None and chosen.experiment is not None
        self._apply.setEnabled(can)
        why = tr("Edits the weights, input or states here so that they reproduce your numbers")
        if not can:
            why = tr(
                "This mistake is not in the weights, input or states, so no edit "
                "here can reproduce it"
            )
        self._apply.setToolTip(why)

    def _ask_to_go(self) -> None:
        self.went_there.emit(self._diagnosis.first)

    def _ask_to_apply(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.applied.emit(chosen)


def _text(text: str) -> QLabel:
    label = QLabel(text, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _table(columns: Sequence[str], rows: int, words: int) -> QTableWidget:
    """Make an empty table; the first `words` columns hold words, the others numbers."""
    table = QTableWidget(rows, len(columns))
    for column, name in enumerate(columns):
        item = QTableWidgetItem(name)
        if column >= words:
            item.setTextAlignment(_RIGHT)
        table.setHorizontalHeaderItem(column, item)
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)  # Tab leads on, to the buttons
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 8)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return table


def _fill_row(
    table: QTableWidget, row: int, texts: Sequence[str], words: int
) -> list[QTableWidgetItem]:
    """Write a row; the first `words` cells are words, the others numbers."""
    items = []
    for column, text in enumerate(texts):
        item = QTableWidgetItem(text)
        if column >= words:
            item.setTextAlignment(_RIGHT)
            item.setFont(fonts.mono_text())
        table.setItem(row, column, item)
        items.append(item)
    return items


def _texts(pair: ComparedNumber, explained: bool) -> list[str]:
    texts = [str(pair.t), str(pair.unit), _number(pair.theirs), _number(pair.ours)]
    texts += [_number(pair.theirs - pair.ours)]
    if explained:
        texts += [_number(pair.explained), _number(pair.theirs - pair.explained)]
    return texts


def _number(value: float) -> str:
    if math.isinf(value):
        return tr("not finite")
    return "–" if math.isnan(value) else number_format.fixed(value, _DECIMALS)
