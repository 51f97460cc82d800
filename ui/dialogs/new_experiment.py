"""NewExperiment: every argument of nn.LSTM, the initial weights, and a sequence to read."""

import warnings
from collections.abc import Mapping

import numpy as np
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from simulator.engine.trace import trace_bytes
from simulator.examples.recipe import SEQUENCES, Recipe
from simulator.files.limits import bytes_text
from simulator.lstm.config import LSTMConfig
from simulator.lstm.initialisers import INITIALISERS
from simulator.translation import tr
from ui.dialogs.form import Form
from ui.style.theme import Theme


class NewExperiment(Form):
    """Form with torch's own names. Refusals of nn.LSTM are shown below, in its words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(tr("New LSTM"), parent, lines=3, bad=theme.bad)
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
        self._sequence = _choice({name: tr(name) for name in SEQUENCES})
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
        left = QGroupBox("torch.nn.LSTM")
        form = QFormLayout(left)
        for name in (
            "input_size",
            "hidden_size",
            "num_layers",
            "bias",
            "batch_first",
            "dropout",
            "bidirectional",
            "proj_size",
            "dtype",
        ):
            self._add_argument(form, name, getattr(self, f"_{name}"))
        right = QGroupBox(tr("Weights and input"))
        form = QFormLayout(right)
        for text, field in (
            (tr("Weights"), self._initialiser),
            (tr("Seed"), self._seed),
            (tr("Sequence"), self._sequence),
            (tr("Timesteps"), self._timesteps),
            (tr("Batch"), self._batch),
        ):
            field.setAccessibleName(text)
            form.addRow(text, field)
            self._follow(field)
        form.addRow(self._training)
        self._follow(self._training)
        columns = QHBoxLayout()
        columns.addWidget(left)
        columns.addWidget(right)
        rows = QVBoxLayout(self)
        rows.addLayout(columns)
        rows.addWidget(self.message)
        rows.addWidget(self.buttons)
        self.resize(560, 420)

    def _tell(self) -> bool:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                recipe = self.recipe()
            except ValueError as error:
                text = tr("nn.LSTM refuses this: {error}", error=error)
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
                "{count:,} parameters; every value of a run takes {bytes}",
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
