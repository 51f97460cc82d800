"""StrengthLine: asks for figures that cost more, and tells ρ(J) and ‖J‖ at the timestep."""

import math
from typing import Final, NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from simulator.analysis.gradient_flow.jacobian import Strength, strength_at
from simulator.engine.run import Run
from simulator.network.lane import Lane
from simulator.translation import mark, tr
from ui.style import fonts, number_format
from ui.style.theme import Theme
from ui.widgets.buttons import tool_button
from ui.widgets.elided_label import ElidedLabel
from ui.worker.idle_work import IdleWork

_IDLE_MILLISECONDS = 60
"""Rest after a move before the Jacobian is computed: at H = 512 it takes 90 ms, in slices."""


_TIPS: Final = (
    mark("Computes in idle time, for every run in the table:"),
    mark(
        "ρ(J) and ‖J‖, where J = ∂(h, c)/∂(h[t−1], c[t−1]): its spectral radius, and "
        "the most that one step can make a gradient grow"
    ),
    mark("growth per step in the four fastest-growing directions"),
    mark("the part of dh that came back through each gate"),
    mark(
        "how much gradient arrives in ten random networks, if this one has PyTorch's "
        "default weights"
    ),
)
"""What the button asks for, a line each."""


class _Place(NamedTuple):
    run: Run
    lane: Lane
    t: int
    row: int


class StrengthLine(QWidget):
    """A button that asks for figures, and beside it those of the timestep that is looked at.

    Signals:
        asked: the button was pressed or let go.
    """

    asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._place: _Place | None = None
        self._timer = QTimer(self, interval=_IDLE_MILLISECONDS, singleShot=True)
        self._timer.timeout.connect(self._compute)
        self._work = IdleWork(self)
        self._work.done.connect(self._tell)
        self.button: QToolButton = tool_button(tr("Compute more"), checkable=True)
        self.button.setToolTip("\n".join(map(tr, _TIPS)))
        self.label = ElidedLabel(asks=True)
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
        self._keep_room()

    def draw(self, run: Run, lane: Lane, t: int | None, row: int) -> None:
        """Follow to another timestep; None has no step."""
        place = None if t is None else _Place(run, lane, t, row)
        same = place is not None and self._place is not None and place.run is self._place.run
        if same and place is not None and self._place is not None and place[1:] == self._place[1:]:
            return
        self._place = place
        self._work.stop()
        if self.button.isChecked():
            self._timer.start()

    def forget(self) -> None:
        """Let go of the run: its trace may be large."""
        self._timer.stop()
        self._work.stop()
        self._place = None

    @property
    def asks(self) -> bool:
        """True while figures are asked for."""
        return self.button.isChecked()

    @property
    def busy(self) -> bool:
        """True while those of a timestep are still to come."""
        return self._work.busy or self._timer.isActive()

    def _toggle(self, on: bool) -> None:
        self.label.set_text("")
        self._work.stop()
        self._keep_room()
        self.asked.emit()
        if on:
            self._timer.start(0)

    def _keep_room(self) -> None:
        """Keep room for the numbers, so that they move nothing when they come."""
        metrics = self.label.fontMetrics()
        width = metrics.horizontalAdvance("t 999: ρ 0.999 · ‖J‖ 0.999")
        self.label.setMinimumWidth(width if self.asks else 0)

    def _compute(self) -> None:
        place = self._place
        if place is None or not self.button.isChecked():
            return
        self._timer.setInterval(_IDLE_MILLISECONDS)
        self._work.begin(strength_at(*place))

    def _tell(self, found: Strength) -> None:
        place = self._place
        if place is None:
            return
        sign = "" if found.exact else "≈ "
        numbers = {"radius": _written(found.radius), "norm": _written(found.norm)}
        self.label.set_text(
            tr("t {t}: ρ {sign}{radius} · ‖J‖ {sign}{norm}", t=place.t, sign=sign, **numbers)
        )


def _written(value: float) -> str:
    return "–" if math.isnan(value) else number_format.in_figures(value)
