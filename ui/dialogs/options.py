"""OptionsDialog: the options of the present experiment that keep its shapes."""

import re

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from simulator.experiment.experiment import Experiment
from simulator.experiment.options import Options
from simulator.translation import tr
from ui.dialogs.form import Form, give_room
from ui.style import fonts
from ui.style.theme import Theme

_LARGEST_SEED = 2**31 - 1


class OptionsDialog(Form):
    """Form with torch's own names. Misfits, and options without effect, are reported below."""

    def __init__(self, experiment: Experiment, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(tr("Options"), parent, lines=3, bad=theme.bad)
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
        told = ", ".join(map(str, before.lengths))
        self.lengths = QLineEdit(told if before.packed else "")
        self.lengths.setPlaceholderText(tr("if empty: {lengths}", lengths=told))
        fonts.wear(self.lengths, fonts.mono_text)
        for field, does in (
            (self.batch_first, tr("The axes of input and output are (batch, timestep, feature)")),
            (self.dropout, tr("The share of h that is set to 0 between layers, in train mode")),
            (self.training, tr("Train mode, which draws dropout masks; eval mode draws none")),
            (self.seed, tr("The seed that torch uses for the masks")),
            (self.dtype, tr("About 7 or 16 digits")),
            (self.lengths, tr("Number of timesteps in each batch row, e.g. 5 3 4")),
        ):
            field.setToolTip(does)
        self._lay_out()
        self._judge()

    def options(self) -> Options:
        """Return the options; untouched fields keep their exact values.

        Raises:
            ValueError: the misfit, in words for the user.
        """
        before, shown = self._before, self._shown
        dropout, seed = self.dropout.value(), self.seed.value()
        lengths = self._lengths()
        options = Options(
            batch_first=self.batch_first.isChecked(),
            dropout=before.dropout if dropout == shown[0] else dropout,
            training=self.training.isChecked(),
            seed=before.seed if seed == shown[1] else seed,
            dtype=self.dtype.currentText(),
            lengths=lengths or (len(self._experiment.sequence),) * len(before.lengths),
            packed=bool(lengths),
        )
        options.validate(self._experiment)
        return options

    def _lengths(self) -> tuple[int, ...]:
        """Return the lengths as typed; empty where none are."""
        words = re.split(r"[\s,;]+", self.lengths.text().strip())
        if words == [""]:
            return ()
        if not all(word.isascii() and word.isdigit() for word in words):
            raise ValueError(tr("type the lengths as whole numbers, e.g. 7, 5, 2"))
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
            self._add_argument(form, name, field)
        form.setRowVisible(self.lengths, self._experiment.batched)
        layout = QVBoxLayout()
        layout.addLayout(form)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)
        self.setLayout(layout)
        give_room(self, 420, 300)

    def _tell(self) -> bool:
        self._say(_effect(self.options(), self._experiment), self._theme.faint)
        return True


def _effect(options: Options, experiment: Experiment) -> str:
    """Describe the effect of the options, and name those without any."""
    layers, dropout = experiment.config.num_layers, options.dropout
    lines = []
    if options.training and dropout and layers > 1:
        lines.append(tr("Train mode: torch draws the dropout masks with this seed."))
    elif dropout and layers == 1:
        lines.append(tr("dropout acts between layers: with one layer it does nothing."))
    elif dropout:
        lines.append(tr("dropout acts only in train mode."))
    elif options.training:
        lines.append(tr("Train mode has no effect without dropout."))
    if options.batch_first and not experiment.batched:
        lines.append(tr("batch_first has no effect on an unbatched input."))
    if options.dtype == "float32" and experiment.dtype == "float64":
        lines.append(tr("float32 rounds every weight and input."))
    return "\n".join(lines)
