"""Cell panel: the usual picture of a cell, live, with computed and coming steps."""

from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.panels.cell.canvas import CellCanvas
from ui.panels.cell.cell_values import cell_values, sentence
from ui.panels.cell.stack_map import StackMap
from ui.panels.panel import Panel
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme
from ui.widgets.elided_label import ElidedLabel


class CellDiagram(Panel):
    """Sentence on the present step, picture of its cell, and map of the layers."""

    play_waits = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.symbol = QLabel(self)
        bold = QFont(self.symbol.font())
        bold.setBold(True)
        self.symbol.setFont(bold)
        self.sentence = ElidedLabel(self)
        self.canvas = CellCanvas(theme, self)
        self.map = StackMap(theme, self)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.symbol)
        head.addWidget(self.sentence, 1)
        picture = QHBoxLayout()
        picture.setSpacing(4)
        picture.addWidget(self.canvas, 1)
        picture.addWidget(self.map)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 8, 4)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(picture, 1)
        self.canvas.looked_at.connect(self.looked_at)
        self.canvas.went_to.connect(self.went_to)
        self.canvas.unit_selected.connect(self.unit_selected)
        self.canvas.hovered.connect(self.hovered)
        self.map.lane_selected.connect(self.lane_selected)
        self.map.hovered.connect(self.hovered)

    def draw(self, snapshot: Snapshot) -> None:
        """Show the present cell of the selected lane."""
        self.snapshot = snapshot
        values = cell_values(snapshot)
        self.symbol.setText(values.lit or "")
        self.symbol.setVisible(values.lit is not None)
        self.sentence.set_text(sentence(snapshot, values))
        self._colour_symbol(values.lit)
        self.canvas.draw(snapshot, values)
        self.map.draw(snapshot)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        self.canvas.set_theme(theme)
        self.map.set_theme(theme)
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def _colour_symbol(self, quantity: str | None) -> None:
        palette = QPalette(self.palette())
        palette.setColor(self.symbol.foregroundRole(), self.theme.colour(quantity or ""))
        self.symbol.setPalette(palette)
