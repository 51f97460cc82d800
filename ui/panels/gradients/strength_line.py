"""StrengthLine: how much one step can carry, ρ(J) and ‖J‖ at the timestep, when it is asked for."""

import math
from typing import NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from simulator.engine.run import Run
from simulator.gradients.jacobian import jacobian, strength
from simulator.lstm.lane import Lane
from simulator.translation import tr
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.buttons import tool_button
from ui.widgets.elided_label import ElidedLabel

_IDLE_MILLISECONDS = 60
"""Rest after a move before the Jacobian is computed: at H = 512 it takes 90 ms."""


class _Place(NamedTuple):
    run: Run
    lane: Lane
    t: int
    row: int


class StrengthLine(QWidget):
    """A button, and beside it what it asked for.

    Signals:
        asked: the button was pressed.
    """

    asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._place: _Place | None = None
        self._timer = QTimer(self, interval=_IDLE_MILLISECONDS, singleShot=True)
        self._timer.timeout.connect(self._compute)
        self.button: QToolButton = tool_button("ρ(J) ‖J‖", checkable=True)
        self.button.setToolTip(
            tr(
                "J = ∂(h, c)/∂(h[t−1], c[t−1]) at the timestep that is looked at: its spectral "
                "radius ρ, and ‖J‖, the most that one step can make a gradient grow"
            )
        )
        self.button.setAccessibleName(tr("Spectral radius and norm of the step's Jacobian"))
        self.label = ElidedLabel(asks=True)
        fonts.wear(self.button, fonts.mono_caption)
        fonts.wear(self.label, fonts.mono_caption)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.button)
        row.addWidget(self.label)
        self.button.toggled.connect(self._toggle)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        palette = self.label.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.ink)
        self.label.setPalette(palette)

    def draw(self, run: Run, lane: Lane, t: int | None, row: int) -> None:
        """Follow to another timestep; None has no step."""
        place = None if t is None else _Place(run, lane, t, row)
        same = place is not None and self._place is not None and place.run is self._place.run
        if same and place is not None and self._place is not None and place[1:] == self._place[1:]:
            return
        self._place = place
        if self.button.isChecked():
            self._timer.start()

    def forget(self) -> None:
        """Let go of the run: its trace may be large."""
        self._timer.stop()
        self._place = None

    def _toggle(self, on: bool) -> None:
        self.label.set_text("")
        self.asked.emit()
        if on:
            self._timer.start(0)

    def _compute(self) -> None:
        place = self._place
        if place is None or not self.button.isChecked():
            return
        self._timer.setInterval(_IDLE_MILLISECONDS)
        found = strength(jacobian(place.run, place.lane, place.t, place.row))
        sign = "" if found.exact else "≈ "
        numbers = {"radius": _written(found.radius), "norm": _written(found.norm)}
        self.label.set_text(
            tr("t {t}: ρ {sign}{radius} · ‖J‖ {sign}{norm}", t=place.t, sign=sign, **numbers)
        )


def _written(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3g}"
