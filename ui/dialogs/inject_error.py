"""Dialog that chooses a mistake for our engine."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from simulator.check import expected_findings
from simulator.experiment.experiment import Experiment
from simulator.mistakes.catalogue import GROUPS, MISTAKES
from simulator.translation import mark, tr
from ui.dialogs.form import Form, give_room

_INTRODUCTION = mark(
    "Gatestep's engine will deliberately make one mistake. PyTorch keeps computing "
    "correctly, so the badge and the Check panel can find the mistake. It is never "
    "saved."
)
_CHECKS = {
    "link": mark("link check: cell inputs and results are compared with their sources"),
    "step": mark("step check: each cell is recomputed on its own from its recorded inputs"),
    "sum": mark("sum check: the gradients of the weights are added up again, block by block"),
    "window": mark("window check: a few steps are computed by torch.nn.LSTM"),
}
_NAME = Qt.ItemDataRole.UserRole


class ChooseInjectedError(Form):
    """Mistakes that can be made with an experiment, by group.

    Below stands what the check will tell of the chosen one.

    Args:
        present: the present mistake; empty for none.
        unchecked: why torch checks nothing; empty when it does.
    """

    def __init__(
        self,
        experiment: Experiment,
        present: str,
        unchecked: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Inject an error"), parent, lines=4)
        self._experiment, self._unchecked = experiment, unchecked
        self._right = expected_findings.finished(experiment)
        give_room(self, 460, 520)
        introduction = QLabel(tr(_INTRODUCTION), wordWrap=True)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self._items: dict[str, QTreeWidgetItem] = {}
        self.tree.setAccessibleName(tr("Mistakes"))
        self.tree.setToolTip(tr("Choose one; the text below says what the check will find"))
        self.accept_button.setText(tr("Inject an error"))
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
        self._say(self._promise(name) if name else "")
        return bool(name)

    def _promise(self, name: str) -> str:
        """Say what the check will tell of a mistake."""
        if self._unchecked:
            return tr("No check will detect it. {why}", why=self._unchecked)
        wrong = None if self._right is None else expected_findings.finished(self._experiment, name)
        if not expected_findings.shows(self._right, wrong):
            return tr("It changes no value in this run, so torch will still agree.")
        checks = [tr(_CHECKS[check]) for check in expected_findings.told_by(name)]
        if len(checks) == 1:
            told = tr("torch will disagree. This check will find the first wrong value:")
        else:
            told = tr("torch will disagree. One of these checks will find the first wrong value:")
        return "\n".join([told, *(f"· {check}" for check in checks)])


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
