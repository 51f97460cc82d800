"""FrozenMenu: a button with a menu of the weights, of which those that are checked learn."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton

from simulator.experiment.experiment import Experiment
from simulator.training.network import READOUT_NAMES
from simulator.translation import tr
from ui.widgets.buttons import menu_of


def names_of(experiment: Experiment) -> tuple[str, ...]:
    """Return the names of all weights of an experiment's network."""
    names, readout = tuple(experiment.parameters.arrays), experiment.objective.readout
    return names if readout is None else names + READOUT_NAMES[: len(readout.arrays)]


class FrozenMenu(QToolButton):
    """Names of the weights that learn.

    Signals:
        chosen: a frozenset of the names that do not learn.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._frozen: frozenset[str] = frozenset()
        self._menu = menu_of(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setToolTip(tr("Which weights are trained; the others stay as they are (frozen)"))
        self._say()

    def draw(self, names: tuple[str, ...], frozen: frozenset[str]) -> None:
        """Show which of these weights learn."""
        if (names, frozen) != (self._names, self._frozen):
            self._names, self._frozen = names, frozen
            self._say()

    def _say(self) -> None:
        frozen = [name for name in self._names if name in self._frozen]
        if not frozen:
            text = tr("all trained")
        elif frozen == [name for name in self._names if name not in READOUT_NAMES]:
            text = tr("readout trained")
        else:
            text = tr(
                "{number} of {total} trained",
                number=len(self._names) - len(frozen),
                total=len(self._names),
            )
        self.setText(f"{text} ▾")

    def _fill(self) -> None:
        menu = self._menu
        menu.clear()
        menu.addAction(tr("Train all weights"), partial(self.chosen.emit, frozenset()))
        lstm = frozenset(self._names) - frozenset(READOUT_NAMES)
        if len(lstm) < len(self._names):
            menu.addAction(tr("Train only the readout"), partial(self.chosen.emit, lstm))
        menu.addSeparator()
        for name in self._names:
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(name not in self._frozen)
            action.triggered.connect(partial(self._switch, name))

    def _switch(self, name: str) -> None:
        self.chosen.emit(self._frozen ^ {name})
