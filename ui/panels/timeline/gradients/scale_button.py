"""GradientScaleButton: offers how gradients are drawn: in steps of decades, or linear."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QToolButton, QWidget

from simulator.translation import tr
from ui.panels.timeline.gradients.reach import AUTOMATIC, CHOICES, LINEAR
from ui.widgets.buttons import menu_of


class GradientScaleButton(QToolButton):
    """Button with a menu: `Gradients: log ▾`.

    Signals:
        chosen: one of `reach.CHOICES`.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(tr("Gradient colours: decades per colour step"))
        menu = menu_of(self)
        group = QActionGroup(menu)
        group.triggered.connect(self._choose)
        self.entries: dict[str, QAction] = {}
        for choice in CHOICES:
            action = menu.addAction(_text_of(choice))
            action.setCheckable(True)
            action.setData(choice)
            group.addAction(action)
            self.entries[choice] = action
        self.show_choice(AUTOMATIC)

    def show_choice(self, choice: str) -> None:
        """Check a choice, and name it on the button."""
        self.entries[choice].setChecked(True)
        self.setText(tr("Gradients: linear ▾") if choice == LINEAR else tr("Gradients: log ▾"))
        self.setAccessibleName(f"{self.text()} {_text_of(choice)}")

    def _choose(self, action: QAction) -> None:
        self.show_choice(action.data())
        self.chosen.emit(action.data())


def _text_of(choice: str) -> str:
    if choice == AUTOMATIC:
        return tr("Logarithmic, with as many decades per step as needed")
    if choice == LINEAR:
        return tr("Linear")
    if choice == "1":
        return tr("Logarithmic, 1 decade per step")
    return tr("Logarithmic, {count} decades per step", count=choice)
