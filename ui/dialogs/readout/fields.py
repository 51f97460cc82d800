"""ReadoutFields: the fields of a readout, its targets and its loss, and which of them are shown."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from simulator.objective.loss import BCE, CROSS_ENTROPY, LOSSES, MSE, REDUCTIONS
from simulator.objective.readout import (
    ANSWERS,
    EVERY,
    H_N,
    IDENTITY,
    LAST,
    OVER,
    SIGMOID,
    SOFTMAX,
)
from simulator.translation import mark, tr
from ui.style import fonts

_OVER = {
    EVERY: mark("h at every timestep"),
    LAST: mark("h at the last timestep of each row"),
    H_N: mark("h_n, its directions side by side"),
}
_ANSWERS = {IDENTITY: mark("y itself"), SIGMOID: mark("σ(y)"), SOFTMAX: mark("softmax(y)")}
_LOSSES = {
    MSE: mark("MSE: targets are numbers"),
    BCE: mark("BCE with logits: each target is 0 or 1"),
    CROSS_ENTROPY: mark("cross entropy: targets are classes"),
}
_MOST_OUTPUTS = 1_000_000
_GAP = 10
"""Pixels above a group's head, besides the usual ones."""
_NARROW = 110
"""Width of a number's field at the usual text size, in pixels."""


class ReadoutFields(QWidget):
    """Fields in three groups; torch's own words where torch has them.

    Args:
        steps: the timesteps of the input.
    """

    def __init__(self, steps: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.v, self.target, self.column = _wide(), _wide(), _wide()
        self.over = _choice({key: tr(_OVER[key]) for key in OVER})
        self.function = _choice({key: tr(_ANSWERS[key]) for key in ANSWERS})
        self.loss = _choice({kind: tr(_LOSSES[kind]) for kind in LOSSES})
        self.loss.addItem(tr("none"), None)
        self.reduction = _choice({word: word for word in REDUCTIONS})
        self.outputs = _whole(1, _MOST_OUTPUTS)
        self.seed = _whole(0, 2**31 - 1)
        self.ahead = _whole(1, max(steps - 1, 1))
        self.names, self.typed = QLineEdit(), QLineEdit()
        self.v_file = QPushButton(tr("Open a file…"), autoDefault=False)
        self.target_file = QPushButton(tr("Open a file…"), autoDefault=False)
        for field in (self.names, self.typed):
            fonts.wear(field, fonts.mono_text)
        self._rows = QFormLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._lay_out()

    def show_fields(
        self, *, readout: bool, drawn: bool, sized: bool, target: str, loss: bool
    ) -> None:
        """Show the fields that have something to say.

        Args:
            readout: there is one. drawn: by a seed. sized: its outputs are to be chosen.
            target: "ahead", "column" or "typed", what asks more of a target; "none" without one.
            loss: there is one.
        """
        there = target != "none"
        for field, shown in (
            (self._seed_row, drawn),
            (self._outputs_row, sized),
            (self.over, readout),
            (self.function, readout and not (there and loss)),
            (self.names, readout),
            (self._target_head, readout),
            (self._target_row, readout),
            (self._ahead_row, target == "ahead"),
            (self.column, target == "column"),
            (self.typed, target == "typed"),
            (self._loss_head, readout and there),
            (self.loss, readout and there),
            (self.reduction, readout and there and loss),
        ):
            self._rows.setRowVisible(field, shown)

    def _lay_out(self) -> None:
        self._add_head(tr("Readout y = V h + b"))
        self._add(tr("&V and b"), _side_by_side(self.v, self.v_file), self.v)
        self._outputs_row = self._add(tr("&Outputs"), _short(self.outputs), self.outputs)
        self._seed_row = self._add(tr("&Seed"), _short(self.seed), self.seed)
        self._add(tr("&Reads"), self.over)
        self._add(tr("&Prediction p ="), self.function)
        self._add(tr("&Names"), self.names)
        self._target_head = self._add_head(tr("Targets"))
        both = _side_by_side(self.target, self.target_file)
        self._target_row = self._add(tr("Tar&get"), both, self.target)
        self._ahead_row = self._add(tr("Timesteps a&head"), _short(self.ahead), self.ahead)
        self._add(tr("&Column"), self.column)
        self._add(tr("T&yped targets"), self.typed)
        self._loss_head = self._add_head(tr("Loss"))
        self._add(tr("&Loss"), self.loss)
        self._add(tr("R&eduction"), self.reduction)
        for button, name in (
            (self.v_file, tr("Open V and b from file")),
            (self.target_file, tr("Open targets from file")),
        ):
            button.setAccessibleName(name)
        for tipped, does in (
            (self.v, tr("Where the values of this nn.Linear come from")),
            (self.function, tr("How y is shown as a prediction; the loss uses y itself")),
            (self.names, tr("The names of the outputs, separated by spaces")),
            (self.target, tr("Where the targets come from")),
            (self.typed, tr("Targets in order, with _ where there is none")),
            (self.reduction, tr("Mean or sum over the targets, as in torch")),
        ):
            tipped.setToolTip(does)

    def _add_head(self, text: str) -> QLabel:
        head = QLabel(text)
        if self._rows.rowCount():
            head.setContentsMargins(0, _GAP, 0, 0)
        self._rows.addRow(head)
        head.setFont(fonts.bold(head.font()))
        fonts.wear(head, fonts.text)
        return head

    def _add(self, name: str, row: QWidget, field: QWidget | None = None) -> QWidget:
        """Add a row for a field, which may stand in it with others; return the row."""
        label, named = QLabel(name), field or row
        label.setBuddy(named)
        named.setAccessibleName(name.replace("&", ""))
        self._rows.addRow(label, row)
        return row


def _choice(items: dict[str, str]) -> QComboBox:
    combo = QComboBox()
    for key, text in items.items():
        combo.addItem(text, key)
    return combo


def _wide() -> QComboBox:
    """Make a choice whose long texts do not widen the dialog."""
    combo = QComboBox()
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(24)
    return combo


def _whole(least: int, most: int) -> QSpinBox:
    return QSpinBox(minimum=least, maximum=most)


def _short(field: QWidget) -> QWidget:
    field.setFixedWidth(fonts.px(_NARROW))
    return _side_by_side(field)


def _side_by_side(*fields: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    for number, field in enumerate(fields):
        layout.addWidget(field, int(number == 0 and len(fields) > 1))
    if len(fields) == 1:
        layout.addStretch(1)
    return row
