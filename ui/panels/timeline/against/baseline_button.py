"""BaselineButton: names the baseline of the present run, and offers the others."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QInputDialog, QToolButton, QWidget

from simulator.analysis.comparison import obstacle
from simulator.translation import mark, tr
from ui.panels.timeline.against.moved_line import why_nothing
from ui.session.baselines import MOST, Pin
from ui.session.snapshot import Snapshot
from ui.style.mnemonic import literal
from ui.widgets.buttons import menu_of

LONGEST = 24
"""Longest name, in characters; longer ones are cut."""

BEFORE_EDIT = mark("The run before the last edit")


class BaselineButton(QToolButton):
    """Button with a menu to choose a baseline, pin, rename and unpin.

    Signals:
        chosen: the new Baselines.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = menu_of(self)
        self._menu.setToolTipsVisible(True)
        self._pins = QActionGroup(self._menu)
        self._pins.triggered.connect(self._choose)
        self._menu.aboutToShow.connect(self._fill)

    def draw(self, snapshot: Snapshot) -> None:
        """Show the name of the baseline."""
        self._snapshot = snapshot
        against = snapshot.against
        chosen = against.baselines.chosen
        waits = chosen is not None and chosen.is_of(snapshot.run) and not against.name
        if chosen is not None and (waits or chosen.gives(against.baseline)):
            text = tr("vs {name}", name=_cut(chosen.name))
        else:
            text = tr("vs before the edit") if against.comparison else tr("Compare")
        if self.text() != f"{text} ▾":
            self.setText(f"{text} ▾")
        tip = tr("Pin a run for comparison")
        if against.comparison is not None:
            tip = tr("Compared with {name}", name=against.name)
            if chosen is not None and chosen.remark and chosen.gives(against.baseline):
                tip += f": {chosen.remark}"
            if snapshot.goes_back and against.apart:
                tip += "\n" + tr("Gradients: {why}", why=against.apart)
        elif waits or against.obstacle is not None:
            tip = why_nothing(snapshot)
        if tip != self.toolTip():
            self.setToolTip(tip)
            self.setAccessibleName(tr("Baseline: {tip}", tip=tip))

    def _fill(self) -> None:
        self._menu.clear()
        if self._snapshot is None:
            return
        snapshot, baselines = self._snapshot, self._snapshot.against.baselines
        for pin in (None, *baselines.pins):
            action = self._menu.addAction(tr(BEFORE_EDIT) if pin is None else literal(pin.name))
            action.setCheckable(True)
            action.setChecked(pin is baselines.chosen)
            action.setData(pin)
            why = None if pin is None else obstacle(pin.experiment, snapshot.experiment)
            action.setEnabled(why is None)
            action.setToolTip(why or "")
            self._pins.addAction(action)
        self._menu.addSeparator()
        room = len(baselines.pins) < MOST
        self._add(tr("Pin this run"), self._pin_present, room)
        baseline, chosen = snapshot.against.baseline, baselines.chosen
        self._add(
            tr("Pin the run before the last edit"),
            self._pin_before,
            room and baseline is not None and (chosen is None or chosen.is_of(snapshot.run)),
        )
        if baselines.chosen is not None:
            name = literal(_cut(baselines.chosen.name))
            self._menu.addSeparator()
            self._add(tr("Rename {name}…", name=name), self._rename, True)
            self._add(tr("Unpin {name}", name=name), self._unpin, True)

    def _add(self, text: str, slot, enabled: bool) -> None:  # type: ignore[no-untyped-def]
        action = self._menu.addAction(text)
        action.triggered.connect(slot)
        action.setEnabled(enabled)

    def _choose(self, action: QAction) -> None:
        if self._snapshot is not None:
            self.chosen.emit(self._snapshot.against.baselines.choosing(action.data()))

    def _pin_present(self) -> None:
        if self._snapshot is not None:
            snapshot = self._snapshot
            baselines = snapshot.against.baselines
            self.chosen.emit(baselines.with_document(snapshot.document, snapshot.edit_label))

    def _pin_before(self) -> None:
        if self._snapshot is not None and self._snapshot.against.baseline is not None:
            against = self._snapshot.against
            run = self._snapshot.against.baseline
            baselines = against.baselines
            pinned = baselines.with_pin(against.name, run.experiment, mistake=run.mistake)
            self.chosen.emit(pinned)

    def _rename(self) -> None:
        pin = self._chosen_pin()
        if pin is None or self._snapshot is None:
            return
        name, ok = QInputDialog.getText(self, tr("Rename the baseline"), tr("Name"), text=pin.name)
        if ok:
            self.chosen.emit(self._snapshot.against.baselines.renamed(pin, name))

    def _unpin(self) -> None:
        pin = self._chosen_pin()
        if pin is not None and self._snapshot is not None:
            self.chosen.emit(self._snapshot.against.baselines.without(pin))

    def _chosen_pin(self) -> Pin | None:
        return None if self._snapshot is None else self._snapshot.against.baselines.chosen


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
