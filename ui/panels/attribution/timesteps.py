"""TimestepPicker: a widget that shows timesteps, to point at and to click."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal, SignalInstance
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget


class TimestepPicker(QWidget):
    """Tells of the timestep under the mouse. A click looks at it, a double click goes there.

    Signals:
        picked, went_to: the timestep. pointed: that under the mouse; None for none.
    """

    picked = Signal(int)
    went_to = Signal(int)
    pointed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)

    def timestep_at(self, point: QPointF) -> int | None:
        """Return the timestep at a point; None where none is shown."""
        raise NotImplementedError

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(self.timestep_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ask(event, self.picked)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._ask(event, self.went_to)

    def _ask(self, event: QMouseEvent, signal: SignalInstance) -> None:
        t = self.timestep_at(event.position())
        if t is not None and event.button() == Qt.MouseButton.LeftButton:
            signal.emit(t)
