"""Export of gradients: the choice of format and target, with the size told before."""

from functools import partial

from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from simulator.analysis.meaning.gradients.goal import goal
from simulator.experiment.experiment import Experiment
from simulator.files.gradients.export import companions
from simulator.files.gradients.size import size_of_gradients
from simulator.files.traces.input_columns import UNNAMED, InputNames
from simulator.translation import mark, tr
from ui.dialogs.export.formats import ask_file, refuse_missing
from ui.dialogs.form import SAVE, Form, give_room
from ui.documents import save_file
from ui.session.document import Document
from ui.style.theme import Theme
from ui.widgets.asked import asked

_KINDS = {
    mark("NumPy .npz, with torch's names"): "npz",
    mark("CSV, one row per value"): "csv",
    mark("Parquet, one row per value"): "parquet",
}


class ExportGradients(Form):
    """Form for the format of all gradients of an experiment that has a way back."""

    def __init__(
        self,
        experiment: Experiment,
        theme: Theme,
        parent: QWidget | None = None,
        names: InputNames = UNNAMED,
        note: str = "",
    ) -> None:
        """Make the form; `note` tells what computing the gradients takes."""
        super().__init__(tr("Export the gradients"), parent, lines=2, bad=theme.bad, button=SAVE)
        self._experiment, self._names, self._note = experiment, names, note
        self._kind = QComboBox()
        self._kind.addItems([tr(kind) for kind in _KINDS])
        form = QFormLayout()
        form.addRow(tr("Gradients of"), QLabel(goal(experiment).text))
        form.addRow(tr("&Format"), self._kind)
        column = QVBoxLayout()
        column.addLayout(form)
        column.addWidget(self.message)
        column.addWidget(self.buttons)
        self.setLayout(column)
        give_room(self, 460)
        self._follow(self._kind)
        self._judge()

    def format(self) -> str:
        """Return the format, one of `export.FORMATS`.

        Raises:
            ValueError: its package is not installed.
        """
        format = list(_KINDS.values())[self._kind.currentIndex()]
        refuse_missing(format)
        return format

    def _tell(self) -> bool:
        size = size_of_gradients(self._experiment, self.format(), self._names).text()
        self._say("\n".join(filter(None, (size, self._note))))
        return True


def ask(
    parent: QWidget, document: Document, theme: Theme, note: str = ""
) -> tuple[str, str] | None:
    """Ask for the path and the format; None when the user cancels."""
    form = ExportGradients(document.experiment, theme, parent, document.input_names, note)
    with asked(form) as dialog:
        format = dialog.format() if dialog.exec() else None
    if format is None:
        return None
    suggested = f"{save_file.file_name(document.stem)}-gradients.{format}"
    kind, beside = (mark("Gradients"), f".{format}"), partial(companions, format=format)
    path = ask_file(parent, tr("Export the gradients"), suggested, kind, beside)
    return None if path is None else (path, format)
