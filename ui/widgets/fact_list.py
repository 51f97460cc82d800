"""FactList: a heading over lines of a name and a value, as plain text."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.style.theme import Theme, mono_font


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
        bold = QFont(self.heading.font())
        bold.setBold(True)
        self.heading.setFont(bold)
        self._grid.addWidget(self.heading, 0, 0, 1, 2)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self.setAccessibleName(heading)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        for name, _ in self._rows:
            name.setStyleSheet(f"color: {theme.faint}")

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these names and values."""
        while len(self._rows) < len(facts):
            self._add_row()
        for row, (name, value) in enumerate(self._rows):
            there = row < len(facts)
            name.setVisible(there)
            value.setVisible(there)
            if there:
                name.setText(facts[row][0])
                value.setText(facts[row][1])
                value.setAccessibleName(f"{facts[row][0]}: {facts[row][1]}")

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
        value.setFont(mono_font(9.0))
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rows.append((name, value))
        row = len(self._rows)
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(value, row, 1)
