"""SortBar: by which figure of which quantity units are sorted, and in which direction."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from simulator.breakpoints.unit_search import VARIANCE
from simulator.network.quantities import EVERY, FULL
from simulator.translation import tr
from ui.panels.units.figures import QUANTITIES
from ui.panels.units.words import FIGURES, SHARES
from ui.style import fonts
from ui.widgets.buttons import tool_button

NUMBER: Final = "number"
"""Choice of the units' own order."""


class SortBar(QWidget):
    """Two lists of choices and a button. The quantity's figure stays when units are in own order.

    Attributes:
        figure, quantity: the chosen ones. by_number: units are in their own order.
        largest_first: the direction; of the own order, the lowest first.

    Signals:
        changed: the user chose another order.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.figure, self.largest_first, self.by_number = VARIANCE, True, False
        self.figure_box, self.quantity_box = QComboBox(), QComboBox()
        self.turn_button = tool_button("⇅", tr("Reverse the order"), name=tr("Reverse the order"))
        for key, of in FIGURES.items():
            self.figure_box.addItem(tr(of.choice), key)
            last = self.figure_box.count() - 1
            self.figure_box.setItemData(last, tr(of.tip), Qt.ItemDataRole.ToolTipRole)
        self.figure_box.addItem(tr("number"), NUMBER)
        for quantity in QUANTITIES:
            self.quantity_box.addItem(quantity, quantity)
        self.figure_box.setAccessibleName(tr("Measure to sort the units by"))
        self.figure_box.setToolTip(tr("Measure to sort the units by, largest first"))
        self.figure_box.setMinimumContentsLength(2)
        self.figure_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.quantity_box.setAccessibleName(tr("Quantity to sort by"))
        self.quantity_box.setToolTip(tr("Quantity to sort by: a gate, c or h"))
        fonts.wear(self.quantity_box, fonts.mono_text)
        self.figure_box.activated.connect(self._on_choice)
        self.quantity_box.activated.connect(self._on_choice)
        self.turn_button.clicked.connect(self.turn)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.figure_box, 1)
        row.addWidget(self.quantity_box)
        row.addWidget(self.turn_button)

    @property
    def quantity(self) -> str:
        """Quantity whose units are listed."""
        return str(self.quantity_box.currentData())

    def put(self, figure: str, quantity: str) -> None:
        """Choose a figure, the largest first. For h, whose curve has no ends, c stands in."""
        if figure in SHARES and not EVERY[quantity].curve:
            (quantity, *_) = FULL.with_role("memory")
        self.figure, self.largest_first, self.by_number = figure, True, False
        self.quantity_box.setCurrentIndex(self.quantity_box.findData(quantity))
        self._show()

    def choose(self, figure: str) -> None:
        """Sort by a figure, or by the number; the one that is sorted by already turns round."""
        now = NUMBER if self.by_number else self.figure
        if figure == now:
            self.turn()
            return
        self.put(self.figure if figure == NUMBER else figure, self.quantity)
        self.by_number = figure == NUMBER
        self._show()
        self.changed.emit()

    def turn(self) -> None:
        """Reverse the order."""
        self.largest_first = not self.largest_first
        self.changed.emit()

    def _show(self) -> None:
        key = NUMBER if self.by_number else self.figure
        self.figure_box.setCurrentIndex(self.figure_box.findData(key))

    def _on_choice(self, *_: object) -> None:
        chosen = str(self.figure_box.currentData())
        self.put(self.figure if chosen == NUMBER else chosen, self.quantity)
        self.by_number = chosen == NUMBER
        self._show()
        self.changed.emit()
