"""FactList: a heading over lines of a name and a value, as plain text."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.style import fonts
from ui.style.theme import Theme

_LONG: Final = 30
"""Characters from which a name is written in as many lines as it needs."""

NO_TIPS: Final[Mapping[str, str]] = MappingProxyType({})


class FactList(QWidget):
    """Names at the left, values at the right in fixed width, under a bold heading.

    Attributes:
        heading: its label; a long heading is wrapped.
    """

    def __init__(self, heading: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self.heading = QLabel(heading, self)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.heading.setFont(fonts.bold(fonts.text()))
        fonts.wear(self.heading, fonts.text)
        self._grid.addWidget(self.heading, 0, 0, 1, 2)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._alone: list[bool] = []
        self.setAccessibleName(heading)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        for name, _ in self._rows:
            name.setStyleSheet(f"color: {theme.faint}")

    def set_facts(
        self, facts: Sequence[tuple[str, str]], tips: Mapping[str, str] = NO_TIPS
    ) -> None:
        """Show these names and values; `tips` explains names under the mouse."""
        while len(self._rows) < len(facts):
            self._add_row()
        for row, (name, value) in enumerate(self._rows):
            there = row < len(facts)
            name.setVisible(there)
            value.setVisible(there)
            if there:
                name.setText(facts[row][0])
                name.setWordWrap(not facts[row][1] or len(facts[row][0]) > _LONG)
                value.setText(facts[row][1])
                for label in (name, value):
                    label.setToolTip(tips.get(facts[row][0], ""))
                value.setAccessibleName(f"{facts[row][0]}: {facts[row][1]}")
                self._place(row, alone=not facts[row][1])

    def value(self, name: str) -> str:
        """Return the value beside a name.

        Raises:
            KeyError: no line has that name.
        """
        return {n.text(): v.text() for n, v in self._rows if not n.isHidden()}[name]

    def _add_row(self) -> None:
        name, value = QLabel(self), QLabel(self)
        for label in (name, value):
            label.setTextFormat(Qt.TextFormat.PlainText)
        name.setStyleSheet(f"color: {self._theme.faint}")
        fonts.wear(value, fonts.mono_text)
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rows.append((name, value))
        self._alone.append(False)
        self._grid.addWidget(name, len(self._rows), 0)
        self._grid.addWidget(value, len(self._rows), 1)

    def _place(self, row: int, alone: bool) -> None:
        """Give a name that has no value the whole line, and as many lines as it needs."""
        name, value = self._rows[row]
        value.setVisible(not alone)
        if alone != self._alone[row]:
            self._alone[row] = alone
            self._grid.addWidget(name, row + 1, 0, 1, 2 if alone else 1)
