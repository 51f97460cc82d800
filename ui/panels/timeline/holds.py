"""Holds in the timeline: their marks, a selection, and the menu entries."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from simulator.analysis.address import Address
from simulator.experiment.experiment import Experiment
from simulator.network.hold_table import HeldBlocks, HoldTable
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from simulator.translation import tr
from ui.panels.timeline.tracks.hold_outlines import TimeBlock
from ui.panels.timeline.tracks.place import AHEAD, KNOWN, RowPlace
from ui.panels.timeline.tracks.row import TimeRow
from ui.session.document import Document
from ui.session.edits import hold_edits
from ui.session.snapshot import Snapshot


class TimelineHolds(QObject):
    """Menu entries for a cell, or for the selected block around it.

    Signals:
        edited: as for panels. asked: a Hold to complete in a form.
    """

    edited = Signal(object, str, object)
    asked = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        self._draft: Hold | None = None
        self._held: tuple[Hold, ...] = ()
        self._document: Document | None = None
        self._place: tuple[Lane, int] | None = None
        self._holds: tuple[object, ...] | None = None
        self._marked: tuple[object, ...] = ()
        self.selection: tuple[str, TimeBlock] | None = None
        self.hold_action, self.form_action, self.release_action = (QAction(self) for _ in range(3))
        self.hold_action.triggered.connect(self._hold)
        self.form_action.triggered.connect(self._ask)
        self.release_action.triggered.connect(self._release)

    @property
    def entries(self) -> list[QAction]:
        """Return the menu entries; aim them before the menu opens."""
        return [self.hold_action, self.form_action, self.release_action]

    def select(self, snapshot: Snapshot, place: RowPlace) -> None:
        """Select from the ledger's number, if it is in this row, to a place."""
        assert place.unit is not None
        unit, t, subject = place.unit, place.timestep, snapshot.subject
        if (
            subject is not None
            and subject.quantity == place.quantity
            and (subject.lane, subject.row) == (snapshot.lane, snapshot.row)
        ):
            unit, t = subject.unit, subject.t
        first, last = sorted((t, place.timestep))
        low, high = sorted((unit, place.unit))
        self.selection = place.quantity, TimeBlock(first, last, low, high)

    def mark(self, snapshot: Snapshot, rows: Mapping[str, TimeRow]) -> None:
        """Outline the holds and the selection, which ends with its lane and its document."""
        document, place = snapshot.document, (snapshot.lane, snapshot.row)
        if place != self._place or (self._document and not document.is_edit_of(self._document)):
            self.selection = None
        self._document, self._place = document, place
        holds, marked = snapshot.experiment.holds, (place, snapshot.experiment.lengths)
        if holds is self._holds and (*marked, self.selection) == self._marked:
            return
        self._holds, self._marked = holds, (*marked, self.selection)
        for quantity, row in rows.items():
            row.holds.mark(self.marks(snapshot, quantity), self.selected(quantity))

    def marks(self, snapshot: Snapshot, quantity: str) -> HeldBlocks:
        """Return the held blocks of a quantity in the selected lane and row, within its length."""
        length = snapshot.experiment.lengths[snapshot.row]
        table = HoldTable.of(snapshot.experiment.holds)
        blocks = table.on(quantity, snapshot.lane).in_row(snapshot.row)
        blocks = blocks.taken(blocks.first < length)
        return blocks._replace(last=np.minimum(blocks.last, length - 1))

    def selected(self, quantity: str) -> TimeBlock | None:
        """Return the selected block of a quantity."""
        chosen = self.selection
        return chosen[1] if chosen is not None and chosen[0] == quantity else None

    def aim(self, snapshot: Snapshot, place: RowPlace) -> None:
        """Aim the entries at a place."""
        self._experiment, self._draft, self._held = snapshot.experiment, None, ()
        can_be_held = place.quantity in snapshot.experiment.config.steps
        if can_be_held and place.unit is not None and not place.ended:
            t, unit = place.timestep, place.unit
            self._draft = hold_edits.draft(
                snapshot, Address(place.quantity, snapshot.lane, t, snapshot.row, unit)
            )
        if self._draft is not None:
            block = self.selected(place.quantity)
            if block is not None and _contains(block, place):
                units = tuple(range(block.low, block.high + 1))
                self._draft = replace(self._draft, units=units, first=block.first, last=block.last)
            else:
                block = TimeBlock(place.timestep, place.timestep, *(2 * [self._draft.units[0]]))
            self._held = self._standing(snapshot, place.quantity, block)
        self._say(place.state in (KNOWN, AHEAD) and place.value is not None)

    def _standing(self, snapshot: Snapshot, quantity: str, block: TimeBlock) -> tuple[Hold, ...]:
        """Return the holds that touch a block of the selected lane and row."""
        units = range(block.low, block.high + 1)
        return tuple(
            hold
            for hold in _held(snapshot, quantity)
            if hold.first <= block.last
            and block.first <= hold.last
            and not set(units).isdisjoint(hold.units)
        )

    def _say(self, seen: bool) -> None:
        """Write the entries, and show those that apply."""
        experiment, draft, held = self._experiment, self._draft, self._held
        self.hold_action.setVisible(draft is not None and seen)
        self.form_action.setVisible(draft is not None)
        self.release_action.setVisible(bool(held))
        if experiment is None or draft is None:
            return
        name, value = (
            hold_edits.name_of(draft, experiment),
            hold_edits.value_text(draft, experiment),
        )
        when = hold_edits.timesteps_text(draft)
        self.hold_action.setText(
            tr("Hold {name} at {value}, {when}", name=name, value=value, when=when)
        )
        self.form_action.setText(tr("Hold {name}…", name=name))
        names = [
            f"{hold_edits.name_of(h, experiment)} ({hold_edits.timesteps_text(h)})" for h in held
        ]
        told = f"{', '.join(names[:2])}{' …' * (len(names) > 2)}"
        self.release_action.setText(tr("Release {name}", name=told))

    def _hold(self) -> None:
        if self._experiment is not None and self._draft is not None:
            self.edited.emit(*hold_edits.with_hold(self._experiment, self._draft), None)

    def _ask(self) -> None:
        self.asked.emit(self._draft)

    def _release(self) -> None:
        if self._experiment is not None:
            self.edited.emit(*hold_edits.without(self._experiment, *self._held), None)


def _held(snapshot: Snapshot, quantity: str) -> list[Hold]:
    """Return the holds on a quantity in the selected lane and row."""
    holds = hold_edits.on_row(snapshot.experiment, quantity, snapshot.lane, snapshot.row)
    return [hold for hold in holds if isinstance(hold, Hold)]


def _contains(block: TimeBlock, place: RowPlace) -> bool:
    inside = block.first <= place.timestep <= block.last
    return inside and place.unit is not None and block.low <= place.unit <= block.high
