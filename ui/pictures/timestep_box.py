"""TimestepBox: a spin box over the places between timesteps, in words: the start, or a timestep."""

import re

from PySide6.QtCore import QMargins, QSize
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox, QWidget

from simulator.engine.schedule import Schedule
from simulator.translation import tr

_RECKONED = 18


class TimestepBox(QSpinBox):
    """Chooses how much is finished: 0 is the start, and n what the n-th "next timestep" ends.

    It reads `start`, then `t 0`, `t 1` and so on. With two directions each step takes one timestep
    of either: `layer 0 · forward t 2 · reverse t 32`. A number that is typed is the timestep, with
    two directions the forward one, of the layer at hand or of one typed before it.

    Args:
        row: the batch row whose timesteps are told, which may be shorter than others.
    """

    def __init__(
        self, schedule: Schedule, row: int, value: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._schedule, self._row = schedule, row
        self.setRange(0, schedule.num_ticks)
        self.setValue(value)

    def sizeHint(self) -> QSize:
        """Return a size that holds the longest text; Qt reckons with 18 letters of it."""
        size, longest = super().sizeHint(), self._longest()
        width = self.fontMetrics().horizontalAdvance
        texts = (self.textFromValue(value) for value in (self.minimum(), self.maximum()))
        reckoned = max(width(text[:_RECKONED]) for text in texts)
        return size.grownBy(QMargins(0, 0, max(0, width(longest) - reckoned), 0))

    def _longest(self) -> str:
        """Return about the longest text: in the middle of the last layer both have many digits."""
        half = self._schedule.num_timesteps // 2
        return max(map(self.textFromValue, (self.maximum() - half, self.maximum())), key=len)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def textFromValue(self, value: int) -> str:
        """Write a value (Qt's hook)."""
        if value == 0:
            return tr("start")
        schedule = self._schedule
        cells = schedule.cells_in_tick(value - 1)
        if schedule.reads_alone(value - 1):
            return tr("readout t {t}", t=cells[0].walk)
        if not schedule.config.bidirectional:
            return f"t {value - 1}"
        forward, reverse = (schedule.timestep(cell, self._row) for cell in cells)
        layer = cells[0].lane.layer
        if forward is None:
            past = tr("row {row} ended", row=self._row)
            return tr("layer {layer} · {past}", layer=layer, past=past)
        return tr(
            "layer {layer} · forward t {forward} · reverse t {reverse}",
            layer=layer,
            forward=forward,
            reverse=reverse,
        )

    def valueFromText(self, text: str) -> int:
        """Read a value (Qt's hook)."""
        if text == self.textFromValue(self.value()):
            return self.value()
        numbers = [int(part[:9]) for part in re.findall("[0-9]+", text)]
        if not numbers:
            return 0
        steps = self._schedule.num_timesteps
        if text.startswith(tr("readout t {t}", t="").strip()):
            alone = self._schedule.num_readouts
            return self.maximum() - alone + 1 + min(numbers[0], alone - 1)
        if not self._schedule.config.bidirectional:
            return min(numbers[0] + 1, self.maximum())
        layer, t = (
            numbers[:2] if len(numbers) > 1 else (max(0, self.value() - 1) // steps, *numbers)
        )
        return min(layer * steps + min(t, steps - 1) + 1, self.maximum())

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Let everything be typed (Qt's hook)."""
        return QValidator.State.Acceptable, text, place
