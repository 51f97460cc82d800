"""ForgetBias: the bias of every forget gate, as one edit; at 1 and more gradients last longer."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QToolButton, QWidget

from simulator.experiment.experiment import Experiment
from simulator.network.refills import forget_bias_of, with_forget_bias
from simulator.translation import mark, tr
from ui.session.snapshot import Snapshot
from ui.widgets.buttons import menu_of

BIASES: Final[Mapping[int, str]] = {
    0: mark("Forget bias &0"),
    1: mark("Forget bias &1"),
    3: mark("Forget bias &3"),
    5: mark("Forget bias &5"),
}
"""Values to choose from, and their texts in a menu. Where the other terms of its sum are 0, f is
then 0.5, 0.73, 0.95 or 0.99."""


def edit_of(experiment: Experiment, bias: float) -> tuple[Experiment, str]:
    """Return the experiment with a forget bias in every layer and direction, and the edit's label.

    Raises:
        ValueError: the LSTM has no biases.
    """
    changed = with_forget_bias(experiment.parameters, bias)
    return experiment.with_parameters(changed), label_of(bias)


def label_of(bias: float) -> str:
    """Return the label of the edit that sets a forget bias."""
    return tr("forget bias {bias}", bias=f"{bias:g}")


class ForgetBiasButton(QToolButton):
    """Button with a menu of forget biases; the present one is checked.

    Signals:
        chosen: the new experiment and the edit's label.
    """

    chosen = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        menu = menu_of(self)
        self._group = QActionGroup(menu)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for bias, text in BIASES.items():
            action = menu.addAction(tr(text))
            action.setCheckable(True)
            action.setData(bias)
            self._group.addAction(action)
        self._group.triggered.connect(lambda action: self._choose(action.data()))
        menu.aboutToShow.connect(self._check)
        self._name(None)

    def draw(self, snapshot: Snapshot) -> None:
        """Name the present bias, where all units have the same."""
        experiment = snapshot.experiment
        known = self._experiment
        if known is not None and known.parameters is experiment.parameters:
            self._experiment = experiment
            return
        self._experiment = experiment
        bias = forget_bias_of(experiment.parameters)
        self.setEnabled(experiment.config.bias)
        self._name(bias)
        self.setToolTip(
            tr("Sets the bias of every forget gate: b_ih to the value, b_hh to 0")
            if experiment.config.bias
            else tr("This LSTM has no biases (bias=False)")
        )

    def _name(self, bias: float | None) -> None:
        name = tr("forget bias") if bias is None else label_of(bias)
        self.setText(f"{name} ▾")

    def _check(self) -> None:
        bias = None if self._experiment is None else forget_bias_of(self._experiment.parameters)
        for action in self._group.actions():
            action.setChecked(action.data() == bias)

    def _choose(self, bias: float) -> None:
        if self._experiment is not None:
            self.chosen.emit(*edit_of(self._experiment, bias))
