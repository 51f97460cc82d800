"""Export of a trace: the choice of part, format and target."""

import re
from functools import partial

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from simulator.experiment.experiment import Experiment
from simulator.files.traces.export import ExportOptions
from simulator.files.traces.input_columns import UNNAMED, InputNames
from simulator.files.traces.selection import TraceSelection, all_widths, readout_quantities
from simulator.files.traces.size import size_of
from simulator.network.quantities import ALL, TARGET
from simulator.translation import mark, tr
from ui.dialogs.export.formats import ask_file, refuse_missing
from ui.dialogs.form import SAVE, Form, give_room
from ui.documents import save_file
from ui.session.document import Document
from ui.style.theme import Theme
from ui.widgets.asked import asked

_KINDS = {
    mark("CSV, one row per unit"): ("csv", "wide"),
    mark("CSV, one row per value"): ("csv", "long"),
    mark("NumPy .npz, one array per quantity and layer"): ("npz", "wide"),
    mark("Parquet, one row per unit"): ("parquet", "wide"),
    mark("Parquet, one row per value"): ("parquet", "long"),
}
_MOST_NUMBERS = 100_000
_TARGET = mark("the readout targets that count towards the loss")


class ExportTrace(Form):
    """Form for an `ExportOptions`. Missing parts are reported before a file is asked for."""

    def __init__(
        self,
        experiment: Experiment,
        theme: Theme,
        parent: QWidget | None = None,
        names: InputNames = UNNAMED,
    ) -> None:
        super().__init__(tr("Export the trace"), parent, lines=2, bad=theme.bad, button=SAVE)
        self._experiment, self._names = experiment, names
        config, steps = experiment.config, experiment.num_timesteps
        self._kind = QComboBox()
        self._kind.addItems([tr(kind) for kind in _KINDS])
        quantities = (*all_widths(config), *readout_quantities(experiment.objective))
        self._quantities = {name: QCheckBox(name) for name in quantities}
        for name, box in self._quantities.items():
            box.setChecked(True)
            box.setToolTip(tr(_TARGET if name == TARGET else ALL[name].tensor))
        self._layers = QLineEdit(
            placeholderText=tr("all, or e.g. 0,2-3 (0 to {last})", last=config.num_layers - 1)
        )
        self._units = QLineEdit(
            placeholderText=tr("all, or e.g. 0-7,12 (0 to {last})", last=config.hidden_size - 1)
        )
        self._first = QSpinBox(minimum=0, maximum=steps - 1)
        self._last = QSpinBox(minimum=0, maximum=steps - 1, value=steps - 1)
        self._torch = QCheckBox(tr("Include torch values and differences"))
        self._input = QCheckBox(tr("Include input"))
        self._input.setToolTip(
            tr("Adds the LSTM input at each timestep, one column x_… per feature")
        )
        self._model = QCheckBox(
            tr("Include the model and the sequence, so the run can be replayed")
        )
        self._torch.setToolTip(tr("PyTorch computes the run too, which takes a while"))
        self._model.setToolTip(tr("Opening the file then restores the model and its run"))
        self._lay_out()
        self._follow(self._kind, *self._quantities.values(), self._layers, self._units)
        self._follow(self._first, self._last, self._torch, self._input, self._model)
        self._judge()

    def options(self) -> ExportOptions:
        """Return the export options.

        Raises:
            ValueError: one line that names a missing part.
        """
        chosen = tuple(name for name, box in self._quantities.items() if box.isChecked())
        selection = TraceSelection(
            None if len(chosen) == len(self._quantities) else chosen,
            _numbers(self._layers.text()),
            _numbers(self._units.text()),
            self._first.value(),
            self._last.value() + 1,
        )
        format, layout = list(_KINDS.values())[self._kind.currentIndex()]
        refuse_missing(format)
        options = ExportOptions(
            format,
            layout,
            selection,
            self._torch.isChecked(),
            self._model.isChecked(),
            self._input.isChecked(),
        )
        options.validate(self._experiment)
        return options

    def _lay_out(self) -> None:
        quantities, of_cells = QGridLayout(), len(all_widths(self._experiment.config))
        for index, box in enumerate(self._quantities.values()):
            place = index if index < of_cells else index - of_cells + 4 * -(-of_cells // 4)
            quantities.addWidget(box, place // 4, place % 4)
        form = QFormLayout()
        form.addRow(tr("&Format"), self._kind)
        form.addRow(tr("Quantities"), quantities)
        form.addRow(tr("&Layers"), self._layers)
        form.addRow(tr("&Units"), self._units)
        form.addRow(tr("F&irst timestep"), self._first)
        form.addRow(tr("L&ast timestep"), self._last)
        form.addRow("", self._input)
        form.addRow("", self._torch)
        form.addRow("", self._model)
        column = QVBoxLayout()
        column.addLayout(form)
        column.addWidget(self.message)
        column.addWidget(self.buttons)
        self.setLayout(column)
        give_room(self, 520)

    def _tell(self) -> bool:
        self._say(size_of(self._experiment, self.options(), self._names).text())
        return True


def ask(parent: QWidget, document: Document, theme: Theme) -> tuple[str, ExportOptions] | None:
    """Ask for the path and the part; None when the user cancels."""
    with asked(ExportTrace(document.experiment, theme, parent, document.input_names)) as dialog:
        options = dialog.options() if dialog.exec() else None
    if options is None:
        return None
    suggested = f"{save_file.file_name(document.stem)}-trace.{options.format}"
    kind = mark("Trace"), f".{options.format}"
    beside = partial(options.companions, readout=document.experiment.objective.readout is not None)
    path = ask_file(parent, tr("Export the trace"), suggested, kind, beside)
    return None if path is None else (path, options)


def _numbers(text: str) -> tuple[int, ...] | None:
    """Parse numbers and ranges like 0-3,7; None for an empty text, which means all.

    Raises:
        ValueError: any other text.
    """
    if not text.strip():
        return None
    found: list[int] = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*([0-9]{1,6})\s*(?:-\s*([0-9]{1,6})\s*)?", part)
        if match is None:
            raise ValueError(
                tr(
                    "{text!r} is not valid. Type whole numbers and ranges, e.g. 0-3,7",
                    text=part.strip(),
                )
            )
        first = int(match[1])
        found += range(first, int(match[2] or first) + 1)
        if len(found) > _MOST_NUMBERS:
            raise ValueError(tr("there are too many numbers"))
    return tuple(found)
