"""EditedFoot: how many numbers of a matrix were edited, and how to put them back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from simulator.translation import tr
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.buttons import tool_button


class EditedFoot(QWidget):
    """Line below a matrix; a panel may add lines above and below it.

    Attributes:
        grid: of the lines. Its second row is the number of edited values.
        reset: button that puts the matrix back.
    """

    def __init__(self) -> None:
        super().__init__()
        self.grid = QGridLayout(self)
        self.reset = tool_button(tr("reset"), tr("Reset this matrix to its original values"))
        self._title = QLabel(tr("edited values"), textFormat=Qt.TextFormat.PlainText)
        self._count = QLabel(textFormat=Qt.TextFormat.PlainText)
        tip = tr("Number of values changed since opening. Each has a marked corner.")
        for label in (self._title, self._count):
            label.setToolTip(tip)
        fonts.wear(self._count, fonts.mono_text)
        self.grid.addWidget(self._title, 1, 0)
        self.grid.addWidget(self._count, 1, 1, Qt.AlignmentFlag.AlignRight)
        self.grid.addWidget(self.reset, 1, 2)
        self.grid.setColumnStretch(1, 1)
        self.grid.setVerticalSpacing(3)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.reset.hide()

    def count(self, edited: int, size: int) -> None:
        """Show how many of a matrix's numbers were edited."""
        words = tr("{count:,} of {size:,} values", count=edited, size=size)
        self._count.setText(words if edited else tr("none"))
        self.reset.setVisible(edited > 0)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._title.setStyleSheet(f"color: {theme.faint};")
        self.reset.setStyleSheet(f"color: {theme.accent}; padding: 0 4px;")
