"""NewExperiment: every argument of nn.LSTM, the initial weights, and a sequence to read."""

import warnings
from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from simulator.engine.trace import trace_bytes
from simulator.examples.recipe import SEQUENCES, Recipe
from simulator.files.limits import bytes_text
from simulator.network.config import LSTMConfig
from simulator.network.initialisers import INITIALISERS
from simulator.translation import mark, tr
from ui.dialogs.form import Form
from ui.panels.inputs.input_matrices import TITLES
from ui.style import fonts
from ui.style.theme import Theme

_ARGUMENTS = {
    "input_size": mark("number of features of x at each timestep"),
    "hidden_size": mark("H, the number of units: the size of c, h and each gate"),
    "num_layers": mark("stacked cells; each reads the h of the one below"),
    "bias": mark("adds b_ih and b_hh to each pre-activation z"),
    "batch_first": mark("the axes of the input are (batch, timestep, feature)"),
    "dropout": mark("the share of h set to 0 between layers, only in train mode"),
    "bidirectional": mark("a second cell reads in reverse; the outputs are concatenated"),
    "proj_size": mark("if > 0, W_hr projects h to this size; c has size H"),
    "dtype": mark("about 7 or 16 digits"),
}
"""What each argument of nn.LSTM does, in a line."""

_FORGETS = mark(
    "The forget biases start near 0, so f is about 0.5 and c decays within a few "
    "steps. They are often set to 1 for training."
)
_FIELD = 96
"""Width of an argument's field at the usual text size, in pixels."""
_SHOWS = "square"
"""The sequence at first: its steps show how a cell follows, and how long it remembers."""


class NewExperiment(Form):
    """Form with torch's own names. Refusals of nn.LSTM are shown below, in its words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(tr("New LSTM"), parent, lines=2, bad=theme.bad)
        self._theme = theme
        self._input_size = _whole(3, 1, 4096)
        self._hidden_size = _whole(4, 1, 4096)
        self._num_layers = _whole(1, 1, 64)
        self._proj_size = _whole(0, 0, 4095)
        self._dropout = QDoubleSpinBox(maximum=1.0, singleStep=0.05, decimals=3)
        self._bias = QCheckBox()
        self._bias.setChecked(True)
        self._batch_first = QCheckBox()
        self._bidirectional = QCheckBox()
        self._dtype = _choice({name: name for name in ("float32", "float64")})
        self._initialiser = _choice({key: tr(i.title) for key, i in INITIALISERS.items()})
        self._seed = _whole(0, 0, 2**31 - 1)
        self._timesteps = _whole(24, 1, 1_000_000)
        self._batch = _whole(0, 0, 4096)
        self._batch.setSpecialValueText(tr("unbatched"))
        self._sequence = _choice({name: tr(TITLES[name]) for name in SEQUENCES})
        self._sequence.setCurrentIndex(self._sequence.findData(_SHOWS))
        self._training = QCheckBox(tr("train mode: draw dropout masks from the seed"))
        self._lay_out()
        self._judge()

    def recipe(self) -> Recipe:
        """Return the recipe.

        Raises:
            ValueError: in nn.LSTM's words, for options that it refuses.
        """
        config = LSTMConfig(
            input_size=self._input_size.value(),
            hidden_size=self._hidden_size.value(),
            num_layers=self._num_layers.value(),
            bias=self._bias.isChecked(),
            batch_first=self._batch_first.isChecked(),
            dropout=self._dropout.value(),
            bidirectional=self._bidirectional.isChecked(),
            proj_size=self._proj_size.value(),
        )
        return Recipe(
            config,
            dtype=self._dtype.currentText(),
            initialiser=self._initialiser.currentData(),
            seed=self._seed.value(),
            sequence=self._sequence.currentData(),
            timesteps=self._timesteps.value(),
            batch=self._batch.value() or None,
            training=self._training.isChecked(),
        )

    def _lay_out(self) -> None:
        arguments = QGroupBox("torch.nn.LSTM")
        form = QFormLayout(arguments)
        form.setVerticalSpacing(4)
        for name, does in _ARGUMENTS.items():
            self._add_explained(form, name, getattr(self, f"_{name}"), tr(does))
        filled = QGroupBox(tr("Weights and input"))
        grid = QGridLayout(filled)
        grid.setVerticalSpacing(4)
        for place, text, field, does in (
            ((0, 0), tr("Weights"), self._initialiser, tr("How the weights are initialised")),
            (
                (0, 1),
                tr("Seed"),
                self._seed,
                tr("The same seed gives the same weights, inputs and masks"),
            ),
            ((1, 0), tr("Sequence"), self._sequence, tr("What the LSTM reads")),
            ((1, 1), tr("Timesteps"), self._timesteps, tr("T, the length of the sequence")),
            ((2, 1), tr("Batch"), self._batch, tr("Sequences computed in parallel")),
        ):
            field.setToolTip(does)
            self._add_field(grid, *place, text, field)
        self._training.setToolTip(tr("Dropout acts only in train mode"))
        grid.addWidget(self._training, 2, 0, 1, 2)
        self._follow(self._training)
        note = self._help(tr(_FORGETS))
        note.setWordWrap(True)
        grid.addWidget(note, 3, 0, 1, 4)
        grid.setColumnStretch(1, 1)
        rows = QVBoxLayout(self)
        for widget in (arguments, filled, self.message, self.buttons):
            rows.addWidget(widget)

    def _add_explained(self, rows: QFormLayout, name: str, field: QWidget, does: str) -> None:
        """Lay out an argument with what it does beside its field, and as the tool tip."""
        field.setAccessibleName(name)
        self._follow(field)
        beside = QHBoxLayout()
        beside.setSpacing(12)
        field.setFixedWidth(fonts.px(_FIELD))
        field.setToolTip(does)
        field.setAccessibleDescription(does)
        label = QLabel(name)
        fonts.wear(label, fonts.mono_text)
        label.setToolTip(does)
        rows.addRow(label, beside)  # first: else PySide would not know whose the widgets are
        beside.addWidget(field)
        beside.addWidget(self._help(does), 1)

    def _add_field(
        self, grid: QGridLayout, row: int, column: int, text: str, field: QWidget
    ) -> None:
        field.setAccessibleName(text)
        grid.addWidget(QLabel(text), row, 2 * column)
        grid.addWidget(field, row, 2 * column + 1)
        self._follow(field)

    def _help(self, text: str) -> QLabel:
        label = QLabel(text, textFormat=Qt.TextFormat.PlainText)
        label.setStyleSheet(f"color: {self._theme.faint};")
        return label

    def _tell(self) -> bool:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                recipe = self.recipe()
            except ValueError as error:
                text = tr("nn.LSTM does not accept this: {error}", error=error)
                raise ValueError(text) from error
        if caught:
            text = tr("nn.LSTM warns: {warning}", warning=caught[0].message)
            self._say(text, self._theme.warn)
        else:
            count = sum(int(np.prod(s)) for s in recipe.config.parameter_shapes().values())
            needed = trace_bytes(
                recipe.config, recipe.timesteps, recipe.batch or 1, np.dtype(recipe.dtype).itemsize
            )
            text = tr(
                "{count:,} parameters; all values of a run take {bytes}",
                count=count,
                bytes=bytes_text(needed),
            )
            self._say(text, self._theme.faint)
        return True


def _whole(value: int, low: int, high: int) -> QSpinBox:
    return QSpinBox(minimum=low, maximum=high, value=value)


def _choice(texts: Mapping[str, str]) -> QComboBox:
    """Make a box of keys, with their texts."""
    box = QComboBox()
    for key, text in texts.items():
        box.addItem(text, key)
    return box
