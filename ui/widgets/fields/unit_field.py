"""UnitField: a line edit for a choice of units, as `0–3, 37`."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit

from simulator.translation import tr
from ui.style import fonts
from ui.style.theme import Theme
from ui.style.unit_ranges import parse_units, units_text
from ui.widgets.fields.leaving import STAYS


class UnitField(QLineEdit):
    """A choice of units by number, taken on Enter or on leaving.

    An invalid text is reported on Enter, and replaced by the present choice on leaving.

    Signals:
        chosen: a tuple of units, in order and without doubles.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, most: int) -> None:
        super().__init__()
        self._theme, self._most = theme, most
        self._width = 1
        self._units: tuple[int, ...] = ()
        fonts.wear(self, fonts.mono_caption)
        self.setPlaceholderText(tr("units, e.g. 0–3, 7"))
        self.setAccessibleName(tr("Units drawn as curves"))
        self.setMaximumWidth(140)
        self.editingFinished.connect(self._keep)
        self._say("")

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self._say("")

    def set_units(self, units: tuple[int, ...], width: int) -> None:
        """Show the present choice among `width` units, unless the user is typing."""
        self._width = width
        if units != self._units or not self.isModified():
            self._units = units
            self.setText(units_text(units))
            self.setCursorPosition(0)
            self.setModified(False)
            self._say("")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the typed choice, or go back to the present one."""
        super().focusOutEvent(event)
        if self.isModified() and event.reason() not in STAYS:
            self.setModified(False)
            self.set_units(self._units, self._width)

    def _keep(self) -> None:
        if not self.isModified():
            return
        try:
            units = parse_units(self.text(), self._width, self._most)
        except ValueError as error:
            self._say(str(error))
            return
        self.setModified(False)
        self._say("")
        self.chosen.emit(units)

    def _say(self, problem: str) -> None:
        self.setToolTip(
            problem
            or tr(
                "units and ranges, e.g. 0–3, 7: up to {most} units; press Enter to apply",
                most=self._most,
            )
        )
        self.setStyleSheet(f"border: 1px solid {self._theme.bad};" if problem else "")
