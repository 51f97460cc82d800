"""The inputs: the sequence that is read and the states it starts from, to see and to edit."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox, QWidget

from simulator.changes import Options
from simulator.wording import mark, tr
from ui.panels import input_matrices
from ui.panels.matrix_panel import MatrixPanel, plain_label
from ui.snapshot import Snapshot
from ui.theme import Theme


class InputsPanel(MatrixPanel):
    """The input, h_0 and c_0 of the selected row; in a batch, the row's length as well."""

    title = mark("Inputs")

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(input_matrices, theme, parent)
        self._length_title = plain_label()
        self.length = QSpinBox(minimum=1)
        self.length.setKeyboardTracking(False)
        self.length.setToolTip(tr("How many timesteps of this row are read; the rest is padding"))
        self.foot.addWidget(self._length_title, 0, 0)
        self.foot.addWidget(self.length, 0, 1, 1, 2, Qt.AlignmentFlag.AlignRight)
        self.length.valueChanged.connect(self._set_length)
        self.set_theme(theme)

    def bind(self, snapshot: Snapshot) -> None:
        """Show the matrix of the tab in front, and the row's length."""
        super().bind(snapshot)
        experiment, row = snapshot.experiment, snapshot.lane.row
        for widget in (self._length_title, self.length):
            widget.setVisible(experiment.batched)
        self._length_title.setText(tr("length of row {row}", row=row))
        self.length.setAccessibleName(self._length_title.text())
        steps, length = len(experiment.sequence), experiment.lengths[row]
        self.length.setSuffix(tr(" of {steps} timesteps", steps=steps))
        self.length.setMaximum(
            max(steps, self.length.value())
        )  # a value cut short would be asked for
        self.length.setValue(length)
        self.length.setMaximum(steps)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        super().set_theme(theme)
        self._length_title.setStyleSheet(f"color: {theme.faint};")

    def _set_length(self, length: int) -> None:
        assert self.snapshot is not None
        options, row = Options.of(self.snapshot.experiment), self.snapshot.lane.row
        if length != options.lengths[row]:
            lengths = (*options.lengths[:row], length, *options.lengths[row + 1 :])
            self.options_asked.emit(replace(options, lengths=lengths))
            self.length.setValue(self.snapshot.experiment.lengths[row])  # what it has become by now
