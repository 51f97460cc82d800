"""DifferenceForm: Δ among the forms of the rows, while there is something to compare with."""

from PySide6.QtWidgets import QAbstractButton, QButtonGroup

from simulator.experiment.experiment import Experiment
from simulator.translation import mark, tr
from ui.panels.timeline.against.moved_line import why_nothing
from ui.session.snapshot import Snapshot

DIFFERENCES = mark("Differences from the baseline, as colours")


class DifferenceForm:
    """Offers Δ. Where nothing can be compared, the form before it stands in.

    Δ comes back with the next comparison of the same model, unless another form was chosen.
    """

    def __init__(
        self, button: QAbstractButton, forms: QButtonGroup, before: QAbstractButton
    ) -> None:
        self._button, self._before = button, before
        self._shown: Experiment | None = None
        self._wanted_in: Experiment | None = None
        self._standing_in = False
        forms.buttonToggled.connect(self._on_form)

    def waits(self, snapshot: Snapshot) -> bool:
        """Return True where Δ is wanted and another form stands in."""
        return self._wanted_in is snapshot.document.original and not self._button.isChecked()

    def draw(self, snapshot: Snapshot) -> None:
        """Enable Δ where there is something to compare with; its tool tip says why there is not."""
        button, there = self._button, snapshot.against.comparison is not None
        tip = why_nothing(snapshot) or tr(DIFFERENCES)
        button.setEnabled(there)
        if tip != button.toolTip():
            button.setToolTip(tip)
            button.setAccessibleName(f"Δ: {tip}")
        self._shown = snapshot.document.original
        if button.isChecked() and there:
            self._wanted_in = self._shown
        elif button.isChecked():
            self._standing_in = True
            self._before.setChecked(True)
            self._standing_in = False
        elif there and self.waits(snapshot):
            button.setChecked(True)

    def _on_form(self, button: QAbstractButton, checked: bool) -> None:
        if not checked:
            return
        if button is self._button:
            self._wanted_in = self._shown
        else:
            self._before = button
            if not self._standing_in:
                self._wanted_in = None
