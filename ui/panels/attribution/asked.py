"""Asked: which attribution is asked for, and the controls that choose it."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from simulator.analysis.attribution import (
    MEAN,
    USUAL_STEPS,
    ZERO,
    Attribution,
    gradient_times_input,
    integrated_gradients,
)
from simulator.experiment.experiment import Experiment
from simulator.translation import mark, tr
from ui.style import fonts
from ui.widgets.flow_layout import FlowLayout

PRODUCT, INTEGRATED = "product", "integrated"
_METHODS: Final = {
    INTEGRATED: mark("Integrated gradients"),
    PRODUCT: mark("Gradient × input"),
}
_STEPS: Final = (16, USUAL_STEPS, 256)
_BASELINES: Final = {ZERO: mark("from an input of 0"), MEAN: mark("from the mean input")}


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to attribute: a method, the points of its integral, and where that begins."""

    method: str = INTEGRATED
    steps: int = USUAL_STEPS
    baseline: str = ZERO

    def work(self, experiment: Experiment) -> Generator[float, None, Attribution]:
        """Return the computation, in slices that tell the fraction done."""
        if self.method == PRODUCT:
            return gradient_times_input(experiment)
        return integrated_gradients(experiment, self.steps, self.baseline)


class AskedBar(QWidget):
    """Lists of choices. Gradient × input has no steps, and is told from 0.

    Signals:
        changed: the user chose.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.method, self.steps, self.baseline = QComboBox(), QComboBox(), QComboBox()
        for key, text in _METHODS.items():
            self.method.addItem(tr(text), key)
        for steps in _STEPS:
            self.steps.addItem(tr("{n} steps", n=steps), steps)
        for key, text in _BASELINES.items():
            self.baseline.addItem(tr(text), key)
        self.steps.setCurrentIndex(_STEPS.index(USUAL_STEPS))
        self.method.setAccessibleName(tr("Method"))
        self.method.setToolTip(
            tr(
                "Gradient × input: the contribution of the input if everything were "
                "linear. Integrated gradients follow the path from a baseline to the "
                "input, and are complete"
            )
        )
        self.steps.setAccessibleName(tr("Integration points"))
        self.steps.setToolTip(
            tr("Integration points: four times as many leave about a sixteenth of the error")
        )
        self.baseline.setAccessibleName(tr("Baseline"))
        self.baseline.setToolTip(tr("The input that contributions are measured from"))
        row = FlowLayout(self, spacing=6)
        for box in (self.method, self.steps, self.baseline):
            fonts.wear(box, fonts.text)
            row.addWidget(box)
            box.activated.connect(self._choose)

    @property
    def asked(self) -> Asked:
        """Present choice."""
        method = str(self.method.currentData())
        if method == PRODUCT:
            return Asked(PRODUCT, 1, ZERO)
        return Asked(method, int(self.steps.currentData()), str(self.baseline.currentData()))

    def _choose(self) -> None:
        integrated = self.method.currentData() == INTEGRATED
        for box in (self.steps, self.baseline):
            box.setEnabled(integrated)
        self.changed.emit()
