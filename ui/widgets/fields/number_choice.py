"""NumberChoice: a spin box that tells apart a number that is chosen from one that it is shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSlider, QSpinBox, QWidget

from ui.widgets.key_filter import give_back_keys


class NumberChoice(QSpinBox):
    """Spin box of a number that others may change too.

    Signals:
        chosen: another number than the one it was shown.
        confirmed: Enter on the number that it was shown.
    """

    chosen = Signal(int)
    confirmed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = self.value()
        self._has_chosen = False
        self.setKeyboardTracking(False)
        self.valueChanged.connect(self._choose)

    def show_number(self, number: int, low: int, high: int) -> None:
        """Show a number of a range, and choose nothing."""
        self._shown = number
        put(self, number, low, high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the number typed at Enter, or confirm the one that is there; give up on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.setValue(self.value())  # writes it anew
            give_back_keys(self)
            return
        self._has_chosen = False
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._has_chosen:
            self.confirmed.emit(self.value())

    def _choose(self, number: int) -> None:
        if number != self._shown:
            self._shown, self._has_chosen = number, True
            self.chosen.emit(number)


def put(field: QSpinBox | QSlider, number: int, low: int, high: int) -> None:
    """Set a field's range and its number; it takes no third number on the way.

    Qt moves a number that is outside of a new range to the nearest end, and announces it. It writes
    a number anew even where it is set already, and so erases what is being typed.
    """
    if (field.minimum(), field.maximum()) != (low, high):
        field.setRange(min(low, field.value()), max(high, field.value()))
    if field.value() != number:
        field.setValue(number)
    if (field.minimum(), field.maximum()) != (low, high):
        field.setRange(low, high)
