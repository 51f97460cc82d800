"""PartChoice: which of a matrix and its gradients are shown: `w | share | Σ`."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from simulator.translation import tr
from ui.widgets.buttons import tool_button


class PartChoice(QWidget):
    """Buttons: where there is room, each shows or hides its matrix; else one is shown at a time.

    Signals:
        changed: the user chose.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QToolButton] = {}
        self._hidden: set[str] = set()
        self._last = ""
        self._several = True
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def offer(self, keys: Mapping[str, str], several: bool) -> tuple[str, ...]:
        """Offer parts by their keys, with what each is; return those to show.

        Args:
            several: there is room for more than one.
        """
        if tuple(keys) != tuple(self._buttons):
            self._make(keys)
        self._several = several
        shown = self._shown()
        for key, button in self._buttons.items():
            button.setChecked(key in shown)
            button.setToolTip(keys[key])
        return shown

    def press(self, key: str) -> None:
        """Show or hide a part, or show it alone where there is no room for several."""
        hidden = key not in self._hidden and self._several
        if hidden and len(self._shown()) > 1:
            self._hidden.add(key)
        else:
            self._hidden.discard(key)
        self._last = key
        self.changed.emit()

    def _shown(self) -> tuple[str, ...]:
        keys = tuple(self._buttons)
        if self._several:
            return tuple(key for key in keys if key not in self._hidden) or keys[:1]
        return (self._last if self._last in keys else keys[0],)

    def _make(self, keys: Mapping[str, str]) -> None:
        for button in self._buttons.values():
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = {}
        for key in keys:
            word = tr(key)
            button = tool_button(word, keys[key], name=tr("show {what}", what=word), checkable=True)
            button.setStyleSheet("padding: 1px 5px;")
            button.clicked.connect(partial(self.press, key))
            self._row.addWidget(button)
            self._buttons[key] = button
