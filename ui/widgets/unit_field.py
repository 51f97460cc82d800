"""UnitField: a line to type which units are meant, as `0–3, 37`."""

import re

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit

from simulator.wording import tr
from ui.theme import Theme, mono_font
from ui.widgets.value_field import STAYS

_PART = re.compile(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?", re.ASCII)


class UnitField(QLineEdit):
    """Units by number, kept with Enter or by leaving.

    What can not be meant is said upon Enter, and gives way to the present choice upon leaving.

    Signals:
        chosen: a tuple of units, in order and without doubles.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, most: int) -> None:
        super().__init__()
        self._theme, self._most = theme, most
        self._width = 1
        self._units: tuple[int, ...] = ()
        self.setFont(mono_font(8.5))
        self.setPlaceholderText(tr("units, as 0–3, 7"))
        self.setAccessibleName(tr("Units drawn as curves"))
        self.setMaximumWidth(140)
        self.editingFinished.connect(self._keep)
        self._say("")

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self._say("")

    def set_units(self, units: tuple[int, ...], width: int) -> None:
        """Show the present choice among `width` units, unless another is being typed."""
        self._width = width
        if units != self._units or not self.isModified():
            self._units = units
            self.setText(units_text(units))
            self.setCursorPosition(0)
            self.setModified(False)
            self._say("")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was typed, or go back to the present choice."""
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
                "numbers of units and ranges, as 0–3, 7: up to {most} units; Enter keeps them",
                most=self._most,
            )
        )
        self.setStyleSheet(f"border: 1px solid {self._theme.bad};" if problem else "")


def parse_units(text: str, width: int, most: int) -> tuple[int, ...]:
    """The units that a person typed, of `width`; nothing typed is none.

    Raises:
        ValueError: in words for the person.
    """
    units: set[int] = set()
    for part in filter(None, (p.strip() for p in text.split(","))):
        match = _PART.fullmatch(part)
        if match is None:
            raise ValueError(
                tr("“{part}” is not a unit: type numbers and ranges, as 0–3, 7", part=part)
            )
        first = int(match[1])
        last = int(match[2] or first)
        if last < first or last >= width:
            raise ValueError(
                tr("“{part}” is not among the units 0–{last}", part=part, last=width - 1)
            )
        if last - first >= most:
            raise ValueError(
                tr(
                    "“{part}” is too many: at most {most} curves can be told apart",
                    part=part,
                    most=most,
                )
            )
        units.update(range(first, last + 1))
    if len(units) > most:
        raise ValueError(
            tr(
                "{count} units are too many: at most {most} can be told apart",
                count=len(units),
                most=most,
            )
        )
    return tuple(sorted(units))


def units_text(units: tuple[int, ...]) -> str:
    """Units as they are typed: neighbours as a range."""
    runs: list[list[int]] = []
    for unit in units:
        if runs and unit == runs[-1][1] + 1:
            runs[-1][1] = unit
        else:
            runs.append([unit, unit])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
