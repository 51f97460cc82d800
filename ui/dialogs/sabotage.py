"""Dialog that chooses a mistake for our engine."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from simulator.experiment.experiment import Experiment
from simulator.mistakes.catalogue import GROUPS, MISTAKES
from simulator.translation import mark, tr
from ui.dialogs.form import Form

_INTRODUCTION = mark(
    "Our engine will compute with one mistake, on purpose. PyTorch goes on computing what is "
    "right: watch the badge and the Check panel name the mistake. No file keeps a sabotage."
)
_LOOKS = {
    "step": mark("the step check, at the first cell that it touches"),
    "link": mark("the link check, where a cell reads what was not written for it"),
    "window": mark("a few steps of torch.nn.LSTM"),
}
_NAME = Qt.ItemDataRole.UserRole


class ChooseSabotage(Form):
    """Mistakes that can be made with an experiment, by group.

    `present` is the present mistake; empty for none.
    """

    def __init__(self, experiment: Experiment, present: str, parent: QWidget | None = None) -> None:
        super().__init__(tr("Sabotage"), parent, lines=2)
        self.resize(460, 520)
        introduction = QLabel(tr(_INTRODUCTION), wordWrap=True)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self._items: dict[str, QTreeWidgetItem] = {}
        self.tree.setAccessibleName(tr("Mistakes"))
        self.accept_button.setText(tr("Sabotage"))
        column = QVBoxLayout(self)
        for widget in (introduction, self.tree, self.message, self.buttons):
            column.addWidget(widget)
        self._fill(experiment)
        self.tree.currentItemChanged.connect(self._judge)
        self.tree.itemActivated.connect(self._take)
        self._choose(present)
        self._judge()

    def name(self) -> str:
        """Return the chosen mistake; empty when a heading is chosen."""
        item = self.tree.currentItem()
        return "" if item is None or item.parent() is None else str(item.data(0, _NAME))

    def _fill(self, experiment: Experiment) -> None:
        fitting = [m for m in MISTAKES.values() if m.needs(experiment)]
        for group in GROUPS:
            of_group = [mistake for mistake in fitting if mistake.group == group]
            if not of_group:
                continue
            heading = QTreeWidgetItem(self.tree, [_capitalised(tr(group))])
            heading.setExpanded(True)
            for mistake in of_group:
                item = QTreeWidgetItem(heading, [mistake.text()])
                item.setData(0, _NAME, mistake.name)
                self._items[mistake.name] = item

    def _choose(self, name: str) -> None:
        """Select a mistake, by default the first."""
        chosen = self._items.get(name, next(iter(self._items.values()), None))
        if chosen is not None:
            self.tree.setCurrentItem(chosen)

    def _take(self, item: QTreeWidgetItem) -> None:
        if item.parent() is not None:
            self.accept()

    def _tell(self) -> bool:
        name = self.name()
        looks = sorted(MISTAKES[name].caught_by) if name else []
        seen = tr(", and ").join(tr(_LOOKS[look]) for look in looks)
        self._say(tr("It must be seen by {checks}.", checks=seen) if seen else "")
        return bool(name)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
