"""Head of the cell panel, in its dock's title bar: the choice of the unit, and the sentence."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from simulator.translation import tr
from ui.panels.cell.words.sentence_line import SentenceLine
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.fields.number_choice import NumberChoice

_BEFORE = 8
"""Pixels before the sentence."""


class UnitChoice(QWidget):
    """Number of the followed unit; hidden where there is only one.

    Signals:
        chosen: another unit.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel(tr("unit"), self)
        self.field = NumberChoice(self)
        self.field.setAccessibleName(tr("Unit shown in the diagram"))
        self.field.setToolTip(tr("The unit whose values the boxes show"))
        self.label.setBuddy(self.field)
        fonts.wear(self.label, fonts.caption)
        fonts.wear(self.field, fonts.caption)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(4)
        row.addWidget(self.label)
        row.addWidget(self.field)
        self.field.chosen.connect(self.chosen)
        self.hide()

    def show_unit(self, unit: int, width: int) -> None:
        """Show the followed unit among `width`."""
        self.field.show_number(unit, 0, width - 1)
        if self.isHidden() != (width == 1):
            self.setVisible(width > 1)


class Head(QWidget):
    """What stands in the title bar: the sentence in a low panel, and the choice of the unit."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.sentence = SentenceLine(theme)
        self.sentence.hide()
        self.unit = UnitChoice()
        row = QHBoxLayout(self)
        row.setContentsMargins(_BEFORE, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.unit)

    def show_sentence(self, shown: bool) -> None:
        """Show the sentence, which takes all the room that there is, or leave it to the panel."""
        self.sentence.setVisible(shown)
        width = QSizePolicy.Policy.Expanding if shown else QSizePolicy.Policy.Preferred
        self.setSizePolicy(width, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Leave the room to the name."""
        return QSize(0, 0)
