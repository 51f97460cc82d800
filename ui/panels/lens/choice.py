"""LensChoice: which quantities' plots are shown, and of which timesteps."""

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox

from simulator.network.quantities import EVERY, FULL
from simulator.translation import mark, tr
from ui.style import fonts

QUANTITIES: Final = tuple(key for key in FULL.steps if EVERY[key].curve)
"""Quantities plotted: each gate on its own activation, c on the tanh through which h reads it."""

_NOW, _SO_FAR = "now", "all"
_TEXTS: Final = ((_NOW, mark("{what} now")), (_SO_FAR, mark("{what} so far")))


class LensChoice(QComboBox):
    """List of choices, as `f so far`.

    Signals:
        changed: the user chose.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        for when, text in _TEXTS:
            for quantity in ("", *QUANTITIES):
                self.addItem(tr(text, what=quantity or tr("all")), f"{when} {quantity}")
        self.insertSeparator(1 + len(QUANTITIES))
        fonts.wear(self, fonts.caption)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.view().setMinimumWidth(fonts.px(110))
        self.setAccessibleName(tr("Quantity and timesteps shown"))
        self.setToolTip(
            tr(
                "The quantity shown. “All” shows only the current one if there is no "
                "room for them all. “Now” has one dot per unit; “so far”, one per "
                "timestep up to now."
            )
        )
        self.activated.connect(self.changed)
        self.currentIndexChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Ask for room for the present choice alone; the list may be wider."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        hint = super().sizeHint()
        content = QSize(self.fontMetrics().horizontalAdvance(self.currentText()), hint.height())
        kind = QStyle.ContentsType.CT_ComboBox
        wide = self.style().sizeFromContents(kind, option, content, self).width()
        return QSize(min(wide, hint.width()), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @property
    def quantity(self) -> str:
        """Chosen quantity; empty for all."""
        return self._key[1]

    @property
    def over_time(self) -> bool:
        """True for all timesteps so far, False for the present one."""
        return self._key[0] == _SO_FAR

    def put(self, quantity: str, over_time: bool) -> None:
        """Choose a quantity, empty for all, and the timesteps."""
        self.setCurrentIndex(self.findData(f"{_SO_FAR if over_time else _NOW} {quantity}"))

    @property
    def _key(self) -> tuple[str, str]:
        when, _, quantity = str(self.currentData()).partition(" ")
        return when, quantity
