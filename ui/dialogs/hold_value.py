"""HoldValue: a form for one hold: its numbers, its timesteps and its value."""

from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from simulator.experiment.experiment import Experiment
from simulator.network.interventions import Hold
from simulator.network.lane import DIRECTIONS
from simulator.translation import tr
from ui.dialogs.form import Form
from ui.session.edits import hold_edits
from ui.session.edits.hold_edits import HoldEdit
from ui.style import fonts, number_format
from ui.style.theme import Theme
from ui.style.unit_ranges import parse_units


class HoldValue(Form):
    """Form for one hold. Misfits are shown below, and OK waits until all fits."""

    def __init__(
        self, experiment: Experiment, draft: Hold, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Hold"), parent, lines=2, bad=theme.bad)
        self._experiment, self._theme = experiment, theme
        config, last = experiment.config, len(experiment.sequence) - 1
        self._quantity = QComboBox()
        self._quantity.addItems(config.steps)
        self._lane = QComboBox()
        for layer, direction in config.lanes():
            self._lane.addItem(f"{layer} {tr(DIRECTIONS[direction])}")
        self._units, self._value = QLineEdit(), QLineEdit()
        self._first, self._last = (QSpinBox(maximum=last, prefix="t ") for _ in range(2))
        for field, does in (
            (self._first, tr("First held timestep")),
            (self._last, tr("Last held timestep")),
            (self._units, tr("Units, e.g. 0–3, 7, or all")),
        ):
            field.setToolTip(does)
        self._row = QComboBox()
        self._row.addItem(tr("all"), None)
        for row in range(experiment.batch_size):
            self._row.addItem(str(row), row)
        self.accept_button.setText(tr("Hold"))
        self._lay_out()
        self._fill(draft)
        self._follow(
            self._quantity, self._lane, self._units, self._first, self._last, self._row, self._value
        )
        self._judge()
        self._value.setFocus()
        self._value.selectAll()

    def edit(self) -> HoldEdit:
        """Return the edit that adds the hold.

        Raises:
            ValueError: the misfit, in words for the user.
        """
        quantity, dtype = self._quantity.currentText(), self._experiment.dtype
        width = self._experiment.config.width(quantity)
        text = self._units.text().strip()
        units = (
            tuple(range(width)) if text in ("all", tr("all")) else parse_units(text, width, width)
        )
        if not units:
            raise ValueError(tr("type the units, e.g. 0–3, 7, or all"))
        if self._first.value() > self._last.value():
            raise ValueError(tr("the last timestep comes before the first"))
        layer, direction = self._experiment.config.lane(self._lane.currentIndex())
        hold = Hold(
            quantity,
            layer,
            direction,
            units,
            self._first.value(),
            self._last.value(),
            float(number_format.parse_as(self._value.text(), dtype)),
            self._row.currentData(),
        )
        return hold_edits.with_hold(self._experiment, hold)

    def _fill(self, draft: Hold) -> None:
        config = self._experiment.config
        self._quantity.setCurrentText(draft.quantity)
        self._lane.setCurrentIndex(config.state_row(draft.lane))
        self._units.setText(hold_edits.units_of(draft, self._experiment))
        self._first.setValue(draft.first)
        self._last.setValue(draft.last)
        self._row.setCurrentIndex(0 if draft.row is None else draft.row + 1)
        self._value.setText(hold_edits.value_text(draft, self._experiment))

    def _lay_out(self) -> None:
        config = self._experiment.config
        form = QFormLayout()
        form.addRow(tr("&Quantity"), self._quantity)
        form.addRow(tr("&Layer"), self._lane)
        form.setRowVisible(self._lane, config.num_lanes > 1)
        form.addRow(tr("&Units"), self._units)
        when = QHBoxLayout()
        when.addWidget(self._first, 1)
        when.addWidget(QLabel(tr("to")))
        when.addWidget(self._last, 1)
        begins = QLabel(tr("&From"))
        begins.setBuddy(self._first)  # a row of a layout gives its label no buddy: & would be shown
        form.addRow(begins, when)
        form.addRow(tr("&Batch row"), self._row)
        form.setRowVisible(self._row, self._experiment.batch_size > 1)
        form.addRow(tr("&Value"), self._value)
        for name, field in (
            (tr("Quantity"), self._quantity),
            (tr("Layer and direction"), self._lane),
            (tr("Units"), self._units),
            (tr("First timestep"), self._first),
            (tr("Last timestep"), self._last),
            (tr("Batch row"), self._row),
            (tr("Value"), self._value),
        ):
            field.setAccessibleName(name)
            fonts.wear(field, fonts.mono_text)
        self._units.setPlaceholderText(tr("e.g. 0–3, 7, or all"))
        rows = QVBoxLayout()
        rows.addLayout(form)
        rows.addWidget(self.message)
        rows.addWidget(self.buttons)
        self.setLayout(rows)
        self.setMinimumWidth(fonts.px(360))

    def _tell(self) -> bool:
        hold = self.edit().experiment.holds[-1]
        self._say(hold_edits.words(hold, self._experiment), self._theme.faint)
        return True
