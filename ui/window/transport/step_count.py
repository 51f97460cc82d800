"""StepCount: which step of its cell the position is, and how far the pass has come."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme


class StepCount(QWidget):
    """`step 5 of 11: df · 215 of 441 back`, of a run that has a way back; else it has no text.

    It is as wide as its widest text, so that nothing is laid out anew while one steps.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._text = theme, ""
        self._widest: tuple[str, ...] = ()
        self.setToolTip(tr("Steps in this cell, and gate steps in the whole pass"))

    def text(self) -> str:
        """Return the displayed text."""
        return self._text

    def draw(self, snapshot: Snapshot) -> None:
        """Count the steps at the position."""
        widest = _longest(snapshot)
        if widest != self._widest:
            self._widest = widest
            self.updateGeometry()
        text = _text(snapshot) if widest else ""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def wants(self) -> int:
        """Return the width of the longest text; 0 without a way back."""
        return max(map(self.fontMetrics().horizontalAdvance, self._widest), default=0)

    def sizeHint(self) -> QSize:
        return QSize(self.wants(), self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.faint))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()


def _text(snapshot: Snapshot) -> str:
    """Return both counts; of a position without a step the second alone."""
    schedule, step = snapshot.schedule, snapshot.step
    back = schedule.backward if snapshot.goes_back else None
    count = _count(snapshot, snapshot.position)
    if step is None:
        return count
    phases = schedule.phases if back is None else back.phases
    return f"{_step(step.quantity, phases)} · {count}"


def _step(quantity: str, phases: tuple[str, ...]) -> str:
    """Return the place of a step in its cell; a readout's, which is no step of a cell, by name."""
    if quantity not in phases:
        return quantity
    number = phases.index(quantity) + 1
    return tr("step {number} of {count}: {step}", number=number, count=len(phases), step=quantity)


def _count(snapshot: Snapshot, position: int) -> str:
    schedule = snapshot.schedule
    if position > schedule.end:
        steps, of = position - schedule.end, schedule.last - schedule.end
        return tr("{steps:,} of {of:,} backward", steps=steps, of=of)
    return tr("{steps:,} of {of:,}", steps=position, of=schedule.end)


def _longest(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the longest text of each pass; none without a way back."""
    schedule = snapshot.schedule
    if schedule.backward is None:
        return ()
    passes = (schedule.phases, schedule.end), (schedule.backward.phases, schedule.last)
    return tuple(
        f"{_step(max(phases, key=len), phases)} · {_count(snapshot, end)}" for phases, end in passes
    )
