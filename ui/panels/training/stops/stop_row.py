"""StopRow: one condition of the Stops panel, with the step at which it was first true."""

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from simulator.training.stops import Stop
from simulator.translation import tr
from ui.style import fonts
from ui.style.theme import Theme, restyle
from ui.widgets.buttons import tool_button
from ui.widgets.elided_link import ElidedLink


class Judged(NamedTuple):
    """When a run judges the validation.

    Attributes:
        every: each so many steps. last: the last of them, or the run's first step. next: the next.
    """

    every: int
    last: int
    next: int


class StopRow(QWidget):
    """A check box with the condition, its step as a link, and a button that removes it.

    Signals:
        switched: the Stop, and True for on. removed: the Stop. followed: a step to look at.
    """

    switched = Signal(object, bool)
    removed = Signal(object)
    followed = Signal(int)

    def __init__(self, stop: Stop, theme: Theme) -> None:
        super().__init__()
        self.stop = stop
        self._met: int | None = None
        self.box = QCheckBox(stop.text())
        fonts.wear(self.box, fonts.mono_text)
        self.box.setToolTip(tr("Training pauses when this is true. Delete removes it"))
        self.link = ElidedLink(asks=True)
        self.remove = tool_button("✕", tr("Remove this condition"), name=tr("Remove"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.box, 1)
        row.addWidget(self.link)
        row.addWidget(self.remove)
        self.box.clicked.connect(self._switch)
        self.link.followed.connect(self._follow)
        self.remove.clicked.connect(self._remove)
        self.set_theme(theme)

    def draw(self, on: bool, met: int | None, judged: Judged | None = None) -> None:
        """Show whether it is on, and the step at which it was first true.

        Args:
            judged: when the validation is; None where the condition is not of the validation, or
                the newest step is judged.
        """
        self._met = met
        self.box.setChecked(on)
        stop = self.stop.text()
        if met is not None:
            text, about = str(met), tr("View step {step}", step=met)
            name = tr("{stop}: first true at step {step}", stop=stop, step=met)
        elif judged is not None:
            text = f"> {judged.last}"
            about = tr(
                "Not true by step {step}. Validation runs every {every} steps, next at step {next}",
                step=judged.last,
                every=judged.every,
                next=judged.next,
            )
            name = tr("{stop}: not true by step {step}", stop=stop, step=judged.last)
        else:
            text, about = tr("never"), tr("Not true at any step of this run")
            name = tr("{stop}: never true", stop=stop)
        self.link.set_text(text)
        self.link.about = about
        self.link.setAccessibleName(name)
        self.link.set_leads(met is not None)
        self._colour()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        restyle(self.remove, f"color: {theme.faint}; padding: 0 4px;")
        self._colour()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove the condition on Delete."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove()
        else:
            super().keyPressEvent(event)

    def _colour(self) -> None:
        theme = self._theme
        ink = theme.ink if self.box.isChecked() else theme.faint
        of_link = theme.faint if self._met is None else theme.accent
        for part, colour in ((self.box, ink), (self.link, of_link)):
            palette = part.palette()
            if palette.color(QPalette.ColorRole.WindowText).name() != colour:
                palette.setColor(QPalette.ColorRole.WindowText, colour)
                part.setPalette(palette)

    def _switch(self, on: bool) -> None:
        self.switched.emit(self.stop, on)

    def _follow(self) -> None:
        if self._met is not None:
            self.followed.emit(self._met)

    def _remove(self) -> None:
        self.removed.emit(self.stop)
