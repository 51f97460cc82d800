"""OptionsDialog: the options of the present experiment that keep its shapes."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from simulator.experiment.experiment import Experiment
from simulator.experiment.options import Options
from simulator.translation import tr
from ui.style.theme import Theme, mono_font

_LARGEST_SEED = 2**31 - 1


class OptionsDialog(QDialog):
    """A form by torch's own names. What does not fit, and what does nothing, is said below it."""

    def __init__(self, experiment: Experiment, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Options"))
        self._experiment, self._theme = experiment, theme
        self._before = before = Options.of(experiment)
        self.batch_first, self.training = QCheckBox(), QCheckBox()
        self.batch_first.setChecked(before.batch_first)
        self.training.setChecked(before.training)
        self.dropout = QDoubleSpinBox(maximum=1.0, singleStep=0.05, decimals=3)
        self.dropout.setValue(before.dropout)
        self.seed = QSpinBox(maximum=_LARGEST_SEED)
        self.seed.setValue(min(before.seed, _LARGEST_SEED))
        self._shown = self.dropout.value(), self.seed.value()
        self.dtype = QComboBox()
        self.dtype.addItems(["float32", "float64"])
        self.dtype.setCurrentText(before.dtype)
        self.lengths = QLineEdit(", ".join(map(str, before.lengths)))
        self.lengths.setFont(mono_font())
        self._message = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._message.setMinimumHeight(3 * self._message.fontMetrics().lineSpacing())
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._lay_out()
        for changed in (
            self.batch_first.toggled,
            self.dropout.valueChanged,
            self.training.toggled,
            self.seed.valueChanged,
            self.dtype.currentIndexChanged,
            self.lengths.textChanged,
        ):
            changed.connect(self._judge)
        self._judge()

    def options(self) -> Options:
        """What the form says; what was not touched is as it was.

        Raises:
            ValueError: what does not fit, in words for the person.
        """
        before, shown = self._before, self._shown
        dropout, seed = self.dropout.value(), self.seed.value()
        options = Options(
            batch_first=self.batch_first.isChecked(),
            dropout=before.dropout if dropout == shown[0] else dropout,
            training=self.training.isChecked(),
            seed=before.seed if seed == shown[1] else seed,
            dtype=self.dtype.currentText(),
            lengths=self._lengths(),
        )
        options.validate(self._experiment)
        return options

    def _lengths(self) -> tuple[int, ...]:
        words = re.split(r"[\s,;]+", self.lengths.text().strip())
        if not all(word.isascii() and word.isdigit() for word in words):
            raise ValueError(tr("type the lengths as whole numbers, as 7, 5, 2"))
        return tuple(map(int, words))

    def _lay_out(self) -> None:
        form = QFormLayout()
        for name, field in (
            ("batch_first", self.batch_first),
            ("dropout", self.dropout),
            ("training", self.training),
            ("seed", self.seed),
            ("dtype", self.dtype),
            ("lengths", self.lengths),
        ):
            label = QLabel(name)
            label.setFont(mono_font())
            field.setAccessibleName(name)
            form.addRow(label, field)
        form.setRowVisible(self.lengths, self._experiment.batched)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._message)
        layout.addWidget(self._buttons)
        self.resize(420, 300)

    def _judge(self) -> None:
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        try:
            options = self.options()
        except ValueError as error:
            self._say(str(error), self._theme.bad)
            ok.setEnabled(False)
            return
        ok.setEnabled(True)
        self._say(_effect(options, self._experiment), self._theme.faint)

    def _say(self, text: str, colour: str) -> None:
        self._message.setText(text)
        self._message.setStyleSheet(f"color: {colour};")


def _effect(options: Options, experiment: Experiment) -> str:
    """What the options do, and which of them nothing."""
    layers, dropout = experiment.config.num_layers, options.dropout
    lines = []
    if options.training and dropout and layers > 1:
        lines.append(tr("Train mode: torch draws the dropout masks under this seed."))
    elif dropout and layers == 1:
        lines.append(tr("dropout acts between layers: with one layer it does nothing."))
    elif dropout:
        lines.append(tr("dropout acts in train mode alone."))
    elif options.training:
        lines.append(tr("Train mode does nothing without dropout."))
    if options.batch_first and not experiment.batched:
        lines.append(tr("batch_first does nothing to an input without a batch."))
    if options.dtype == "float32" and experiment.dtype == "float64":
        lines.append(tr("float32 rounds every weight and input."))
    return "\n".join(lines)
