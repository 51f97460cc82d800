"""ExportAnimation: the choice of steps, subject and speed."""

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QWidget

from simulator.translation import tr
from ui.dialogs.form import SAVE, Form
from ui.pictures.animation import Film
from ui.pictures.timestep_box import TimestepBox
from ui.session.snapshot import GATE, Snapshot

MOST_PICTURES = 3000
_A_SECOND = (0.25, 50.0)


class ExportAnimation(Form):
    """Form for an animation: `film` and `subject` return the choice.

    `subjects` are English titles by their keys.
    """

    def __init__(
        self, snapshot: Snapshot, subjects: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Export an animation"), parent, button=SAVE)
        self._snapshot = snapshot
        self.subjects = QComboBox()
        for key, title in subjects.items():
            self.subjects.addItem(tr(title), key)
        ticks = snapshot.schedule.num_ticks
        now = snapshot.schedule.ticks_finished(snapshot.position)
        first = min(now, max(0, ticks - 10))
        self.first = TimestepBox(snapshot.schedule, snapshot.row, first)
        self.last = TimestepBox(snapshot.schedule, snapshot.row, min(ticks, first + 10))
        self.each = QComboBox()
        self.each.addItems([tr("timestep"), tr("gate step")])
        self.each.setCurrentIndex(int(snapshot.granularity == GATE))
        self.speed = QDoubleSpinBox(decimals=2, suffix=tr(" frames per second"))
        self.speed.setRange(*_A_SECOND)
        self.speed.setValue(snapshot.speed)
        form = QFormLayout(self)
        form.addRow(tr("Picture of"), self.subjects)
        form.addRow(tr("From"), self.first)
        form.addRow(tr("To"), self.last)
        form.addRow(tr("One frame per"), self.each)
        form.addRow(tr("Speed"), self.speed)
        form.addRow(self.message)
        form.addRow(self.buttons)
        self._follow(self.first, self.last, self.speed, self.each)
        self._judge()

    @property
    def subject(self) -> str:
        """Return the key of the subject of the pictures."""
        return str(self.subjects.currentData())

    def film(self) -> Film:
        """Return the chosen steps."""
        first, last = self.first.value(), self.last.value()
        milliseconds = round(1000 / self.speed.value())
        by_gate = self.each.currentIndex() == 1
        return Film(min(first, last), max(first, last), by_gate, milliseconds)

    def _tell(self) -> bool:
        film = self.film()
        count = len(film.positions(self._snapshot.schedule))
        seconds = count * film.milliseconds / 1000
        text = tr("{count:,} frames, {seconds:,.1f} s", count=count, seconds=seconds)
        if count > MOST_PICTURES:
            raise ValueError(tr("{text}: at most {most:,} frames", text=text, most=MOST_PICTURES))
        self._say(text)
        return True
