"""Normalise: a normalisation of the present sequence, and the way back to the numbers as read."""

from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from simulator.experiment.experiment import Experiment
from simulator.experiment.normalisation import AS_READ, DIVIDE, NONE, Wanted, statistics
from simulator.translation import tr
from ui.dialogs.form import Form, give_room
from ui.dialogs.normalise_fields import NormaliseFields
from ui.session.document import Document
from ui.style.theme import Theme


class Normalise(Form):
    """Form over the numbers as read."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(tr("Normalise the sequence"), parent)
        self._document = document
        experiment = document.experiment
        self._features = tuple(statistics(experiment.sequence_as_read(), experiment.lengths))
        self.form = NormaliseFields(_present(experiment), theme)
        told = QLabel(
            tr(
                "Statistics are computed from the values as read, without padding. "
                "Those values are kept: “as they were read” restores them exactly."
            ),
            wordWrap=True,
        )
        form = QFormLayout()
        form.addRow(tr("&Values"), self.form)
        column = QVBoxLayout()
        column.addWidget(told)
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setLayout(column)
        self.form.changed.connect(self._judge)
        give_room(self, 460, 240)
        self._judge()

    def edit(self) -> tuple[Experiment, str] | None:
        """Return the normalised experiment and its undo label; None for no change."""
        wanted = self.form.wanted()
        experiment = self._document.experiment
        if wanted == _present(experiment) == AS_READ:
            return None
        label = tr("values as read") if wanted.kind == NONE else tr("normalise the sequence")
        return experiment.normalised(*wanted), label

    def _tell(self) -> bool:
        return self.form.tell(self._features, self._document.feature_names)


def _present(experiment: Experiment) -> Wanted:
    """Return the normalisation of an experiment's sequence."""
    if experiment.scaling is None:
        return AS_READ
    normalisation = experiment.scaling.normalisation
    by = normalisation.scale[0] if normalisation.kind == DIVIDE else 1.0
    return Wanted(normalisation.kind, by)
