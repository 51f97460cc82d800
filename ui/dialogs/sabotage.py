"""The dialog that chooses a mistake for our engine."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from simulator.experiment import Experiment
from simulator.sabotage.sabotage import SABOTAGES

_INTRODUCTION = (
    "Our engine will compute with one mistake, on purpose. PyTorch goes on computing what is "
    "right: watch the badge and the Check panel name the mistake. No file keeps a sabotage."
)
_LOOKS = {
    "step": "the step check, at the first cell that it touches",
    "link": "the link check, where a cell reads what was not written for it",
    "window": "a few steps of torch.nn.LSTM",
}


class ChooseSabotage(QDialog):
    """The mistakes that the present experiment can have, by what they are about."""

    def __init__(self, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Sabotage")
        self.resize(460, 520)
        introduction = QLabel(_INTRODUCTION, wordWrap=True)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("Mistakes")
        self.told = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.told.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = self.buttons.addButton(
            "Sabotage", QDialogButtonBox.ButtonRole.AcceptRole
        )
        column = QVBoxLayout(self)
        for widget in (introduction, self.tree, self.told, self.buttons):
            column.addWidget(widget)
        self._fill(experiment)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.tree.currentItemChanged.connect(self._tell)
        self.tree.itemActivated.connect(self._take)
        self._choose(experiment.sabotage)
        self._tell()

    def name(self) -> str:
        """The chosen mistake; empty when a heading is chosen."""
        item = self.tree.currentItem()
        return "" if item is None or item.parent() is None else item.text(0)

    def _fill(self, experiment: Experiment) -> None:
        groups: dict[str, QTreeWidgetItem] = {}
        for sabotage in SABOTAGES.values():
            if not sabotage.needs(experiment):
                continue
            if sabotage.group not in groups:
                heading = QTreeWidgetItem(self.tree, [sabotage.group.capitalize()])
                heading.setExpanded(True)
                groups[sabotage.group] = heading
            QTreeWidgetItem(groups[sabotage.group], [sabotage.name])

    def _choose(self, name: str) -> None:
        """Stand on a mistake, by default on the first."""
        flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
        first = self.tree.itemAt(0, 0)
        found = self.tree.findItems(name, flags) if name else []
        chosen = found[0] if found else self.tree.itemBelow(first) if first else None
        if chosen is not None:
            self.tree.setCurrentItem(chosen)

    def _take(self, item: QTreeWidgetItem) -> None:
        if item.parent() is not None:
            self.accept()

    def _tell(self, *_: object) -> None:
        name = self.name()
        self.accept_button.setEnabled(bool(name))
        looks = sorted(SABOTAGES[name].caught_by) if name else []
        seen = ", and ".join(_LOOKS[look] for look in looks)
        self.told.setText(f"It must be seen by {seen}." if seen else "")
