"""RunTools: the buttons of the gradient flow panel, and the menu of a run in its table."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from simulator.translation import tr
from ui.panels.gradients.flows.reading import FlowRow
from ui.panels.gradients.forget_bias import ForgetBiasButton
from ui.panels.gradients.strength_line import StrengthLine
from ui.session.baselines import MOST, Baselines
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme
from ui.widgets.buttons import tool_button
from ui.widgets.flow_layout import FlowLayout

_BETWEEN: Final = 6
"""Pixels between two buttons."""


class RunTools(QWidget):
    """Buttons that set the forget bias, pin this run, unpin all, and ask for more figures.

    Signals:
        baselines_set: the new Baselines. edited: an experiment, the edit's label, its merge key.
    """

    baselines_set = Signal(object)
    edited = Signal(object, str, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self.bias = ForgetBiasButton()
        self.pin = tool_button(tr("Pin this run"), tr("Keeps this run for comparison"))
        self.unpin = tool_button(tr("Unpin all"), tr("Removes every pinned run"))
        self.strength = StrengthLine(theme)
        row = FlowLayout(self, spacing=_BETWEEN)
        for part in (self.bias, self.pin, self.unpin, self.strength):
            row.addWidget(part)
        self.bias.chosen.connect(self._set_bias)
        self.pin.clicked.connect(self._pin_present)
        self.unpin.clicked.connect(self._unpin_all)

    def whole_width(self) -> int:
        """Return the width at which all stand in one line."""
        parts = (self.bias, self.pin, self.unpin, self.strength)
        return sum(part.sizeHint().width() + _BETWEEN for part in parts)

    def draw(self, snapshot: Snapshot) -> None:
        """Enable what can be done with a run."""
        self._snapshot = snapshot
        self.bias.draw(snapshot)
        self.strength.draw(snapshot.run, snapshot.lane, snapshot.timestep, snapshot.row)
        pins = snapshot.against.baselines.pins
        pinned = any(pin.is_of(snapshot.run) for pin in pins)
        self.pin.setEnabled(not pinned and len(pins) < MOST)
        self.unpin.setEnabled(bool(pins))

    def choose(self, row: FlowRow) -> None:
        """Compare with a pinned run."""
        if self._snapshot is not None and row.pin is not None and not row.present:
            self.baselines_set.emit(self._snapshot.against.baselines.choosing(row.pin))

    def open(self, row: FlowRow) -> None:
        """Take a pinned run's experiment as an edit."""
        if row.pin is not None and self._can_open(row):
            label = tr("run “{name}”", name=row.pin.name)
            self.edited.emit(row.pin.experiment, label, None)

    def add_entries(self, menu: QMenu, row: FlowRow) -> None:
        """Add what can be done with a pinned run."""
        if row.pin is None:
            return
        menu.addAction(tr("Open this run"), lambda: self.open(row)).setEnabled(self._can_open(row))
        compared = menu.addAction(tr("Compare with this run"), lambda: self.choose(row))
        compared.setEnabled(not row.present)
        menu.addAction(tr("Unpin this run"), lambda: self._unpin(row))
        menu.addSeparator()

    def _can_open(self, row: FlowRow) -> bool:
        """Return True for another run over an input of this shape, by the same engine."""
        snapshot, pin = self._snapshot, row.pin
        if snapshot is None or pin is None or row.present:
            return False
        same = pin.experiment.sequence.shape == snapshot.experiment.sequence.shape
        return same and pin.mistake == snapshot.document.mistake

    def _set_bias(self, experiment: object, label: str) -> None:
        self.edited.emit(experiment, label, None)

    def _pin_present(self) -> None:
        if self._snapshot is not None:
            document, label = self._snapshot.document, self._snapshot.edit_label
            baselines = self._snapshot.against.baselines
            self.baselines_set.emit(baselines.with_document(document, label))

    def _unpin(self, row: FlowRow) -> None:
        if self._snapshot is not None and row.pin is not None:
            self.baselines_set.emit(self._snapshot.against.baselines.without(row.pin))

    def _unpin_all(self) -> None:
        self.baselines_set.emit(Baselines())
