"""GoTo: a form for one place of the run, as it is typed after `--position`."""

from argparse import ArgumentTypeError

from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout, QWidget

from simulator.commands.place import Place, place
from simulator.translation import tr
from ui.dialogs.form import Form, give_room
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.theme import Theme

_WIDTH = 480


class GoTo(Form):
    """Form for a timestep or a gate step. A misfit is shown below, and OK waits until it fits."""

    def __init__(self, snapshot: Snapshot, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(tr("Go to timestep"), parent, lines=1, bad=theme.bad)
        self._snapshot = snapshot
        last = snapshot.experiment.lengths[snapshot.row] - 1
        here = Place(timestep=snapshot.timestep_here or 0, back=snapshot.goes_back)
        self._field = QLineEdit(here.text())
        self._field.setAccessibleName(tr("Timestep or gate step"))
        self._field.setToolTip(
            tr("A timestep such as 3, a gate step such as 3:f, or a value such as f[1] at 3")
            if not snapshot.schedule.source
            else tr("A timestep such as 3 or “back 3”, a step such as 3:f or 3:df, or “loss”")
        )
        fonts.wear(self._field, fonts.mono_text)
        form = QFormLayout()
        form.addRow(tr("Timestep, 0 to {last}", last=last), self._field)
        rows = QVBoxLayout()
        rows.addLayout(form)
        rows.addWidget(self.message)
        rows.addWidget(self.buttons)
        self.setLayout(rows)
        self._follow(self._field)
        self._judge()
        give_room(self, _WIDTH)
        self._field.setFocus()
        self._field.selectAll()

    def place(self) -> Place:
        """Return the place that is typed.

        Raises:
            ValueError: it is none, or the run lacks it, in a short line.
        """
        try:
            there = place(self._field.text())
        except ArgumentTypeError:
            raise ValueError(tr("type a timestep such as 3, or a gate step such as 3:f")) from None
        there.check(self._snapshot.experiment, self._snapshot.lane, self._snapshot.row)
        return there

    def _tell(self) -> bool:
        self.place()
        self._say(self._field.toolTip())
        return True
