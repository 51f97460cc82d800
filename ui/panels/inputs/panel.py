"""Inputs panel: the sequence and the initial states, to read and to edit."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from simulator.experiment.normalisation import NONE
from simulator.experiment.options import Options
from simulator.files.errors import plain
from simulator.translation import tr
from ui.panels.inputs import input_matrices
from ui.panels.matrices.matrix_panel import MatrixPanel
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme, mono_font
from ui.widgets.buttons import tool_button
from ui.widgets.elided_label import ElidedLabel


class InputsPanel(MatrixPanel):
    """Input, h_0 and c_0 of the selected batch row; in a batch, the row's length too.

    Signals:
        options_asked: the new Options of the experiment.
    """

    options_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(input_matrices, theme, parent)
        self._length_title = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.length = QSpinBox(minimum=1)
        self.length.setKeyboardTracking(False)
        self.length.setToolTip(tr("How many timesteps of this row are read; the rest is padding"))
        self.foot.addWidget(self._length_title, 0, 0)
        self.foot.addWidget(self.length, 0, 1, 1, 2, Qt.AlignmentFlag.AlignRight)
        self.length.valueChanged.connect(self._set_length)
        self.normalised = ElidedLabel()
        self.normalised.setFont(mono_font(9))
        self.as_read = tool_button(tr("as read"), tr("Bring back the numbers that were read"))
        self.as_read.clicked.connect(self._read_again)
        done = QHBoxLayout()
        done.addWidget(self.normalised, 1)
        done.addWidget(self.as_read)
        self.foot.addLayout(done, 2, 0, 1, 3)
        self.set_theme(theme)

    def bind(self, snapshot: Snapshot) -> None:
        """Show the matrix of the tab in front, and the row's length."""
        super().bind(snapshot)
        experiment, row = snapshot.experiment, snapshot.row
        for widget in (self._length_title, self.length):
            widget.setVisible(experiment.batched)
        self._length_title.setText(tr("length of row {row}", row=row))
        self.length.setAccessibleName(self._length_title.text())
        self._tell_normalisation(snapshot)
        steps, length = len(experiment.sequence), experiment.lengths[row]
        self.length.setSuffix(tr(" of {steps} timesteps", steps=steps))
        self.length.setMaximum(
            max(steps, self.length.value())
        )  # a value beyond the maximum would be requested
        self.length.setValue(length)
        self.length.setMaximum(steps)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        super().set_theme(theme)
        self._length_title.setStyleSheet(f"color: {theme.faint};")
        self.as_read.setStyleSheet(f"color: {theme.accent}; padding: 0 4px;")

    def _tell_normalisation(self, snapshot: Snapshot) -> None:
        """Write the features' normalisation in a line, while the input is in front."""
        scaling = snapshot.experiment.scaling
        formulas = []
        if scaling is not None and self.tab == input_matrices.INPUT:
            names = [plain(name, 40) for name in snapshot.document.feature_names]
            formulas = scaling.normalisation.formulas(names)
        self.normalised.set_text(", ".join(formulas))
        for widget in (self.normalised, self.as_read):
            widget.setVisible(bool(formulas))

    def _read_again(self) -> None:
        assert self.snapshot is not None
        self.edited.emit(self.snapshot.experiment.normalised(NONE), tr("numbers as read"), None)

    def _set_length(self, length: int) -> None:
        assert self.snapshot is not None
        options, row = Options.of(self.snapshot.experiment), self.snapshot.row
        if length != options.lengths[row]:
            lengths = (*options.lengths[:row], length, *options.lengths[row + 1 :])
            self.options_asked.emit(replace(options, lengths=lengths, packed=True))
            self.length.setValue(self.snapshot.experiment.lengths[row])  # its present length
