"""Heading: what is above a matrix: the tabs, its name and shape, and the choice of its parts."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from simulator.translation import tr
from ui.style import fonts
from ui.widgets.elided_label import ElidedLabel

_LEAST = 6
"""Characters that say something of a name that is cut."""


class Heading:
    """Line of tabs, and under it the name and the shape with the choice of parts.

    Tight, it is the tabs and the choice in one line.

    Attributes:
        line: the tabs. between: a place for more, under the tabs.
        names: the name, the shape and the choice.
    """

    def __init__(self, tabs: QTabBar, choice: QWidget) -> None:
        self._choice, self._tight = choice, False
        self.name, self.shape = ElidedLabel(least=_LEAST), ElidedLabel(least=_LEAST)
        self.name.about = tr("Name of the tensor in torch")
        self.shape.about = tr("Its shape, as a formula and in numbers")
        fonts.wear(self.name, fonts.mono_text)
        self.line, self.between, self.names = QHBoxLayout(), QVBoxLayout(), QGridLayout()
        self.line.addWidget(tabs, 1)
        self.names.addWidget(self.name, 0, 0)
        self.names.addWidget(self.shape, 1, 0)
        self.names.addWidget(choice, 0, 1, 2, 1)
        self.names.setColumnStretch(0, 1)
        self.names.setSpacing(0)

    def lay_out(self, page: QVBoxLayout) -> None:
        """Add the lines to the layout of a page."""
        for part in (self.line, self.between, self.names):
            page.addLayout(part)

    @property
    def spare(self) -> int:
        """Pixels of height that the name, the shape and the choice need under the tabs."""
        two_lines = self.name.sizeHint().height() + self.shape.sizeHint().height()
        return max(two_lines, self._choice.sizeHint().height())

    def tighten(self, tight: bool) -> None:
        """Take the form of one line, or the usual one."""
        if tight == self._tight:
            return
        self._tight = tight
        for label in (self.name, self.shape):
            label.setVisible(not tight)
        if tight:
            self.names.removeWidget(self._choice)
            self.line.addWidget(self._choice)
        else:
            self.line.removeWidget(self._choice)
            self.names.addWidget(self._choice, 0, 1, 2, 1)
