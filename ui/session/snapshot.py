"""Snapshot: everything that a panel needs to draw the window at one moment. Frozen."""

from dataclasses import dataclass, replace
from functools import cached_property

from simulator.analysis.address import Address
from simulator.arrays import Array
from simulator.breakpoints.conditions import Hit
from simulator.engine.run import Run
from simulator.engine.schedule import Cell, GateStep, Schedule
from simulator.experiment.experiment import Experiment
from simulator.lstm.lane import DIRECTIONS, Lane
from simulator.lstm.quantities import SUMS
from simulator.translation import tr
from ui.session.baselines import Against
from ui.session.check_state import CheckState
from ui.session.document import Document
from ui.session.watching import Watching

TIMESTEP, GATE = "timestep", "gate"
"""Granularities of a step."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """State of the whole window. Snapshots of one run share it: compare runs by identity.

    Attributes:
        run: the run; only its part before `position` may be shown.
        target: the position being computed towards; `position` when at rest.
        lane, row: the selected ones. unit: the unit whose sum the ledger follows.
        pinned: the number that the ledger is pinned to, None when it follows the position.
        trail: the numbers that the ledger came from, for its way back.
        edit_label: of the last edit of the experiment, None without one; notes do not count.
        saved: False when there are edits that no file holds.
        against: the comparison with the baseline. watching: the watches and breakpoints.
        hit: the breakpoint hit that stopped the run. notice: that hit in words, or that there was
            none; empty after a move.
    """

    run: Run
    position: int
    target: int
    document: Document
    lane: Lane
    row: int
    unit: int
    pinned: Address | None
    trail: tuple[Address, ...]
    granularity: str
    playing: bool
    speed: float
    looping: bool
    check: CheckState
    undo_label: str | None
    redo_label: str | None
    edit_label: str | None
    saved: bool
    against: Against
    watching: Watching
    hit: Hit | None
    notice: str

    @property
    def experiment(self) -> Experiment:
        """Experiment of the run."""
        return self.run.experiment

    @property
    def schedule(self) -> Schedule:
        """Order of computation."""
        return self.run.schedule

    @cached_property
    def step(self) -> GateStep | None:
        """Last gate step taken; None at position 0."""
        return self.schedule.gate_step(self.position - 1) if self.position else None

    def walked(self, quantity: str) -> int:
        """Return the number of steps of the selected lane's walk that know a quantity."""
        return self.schedule.walked(self.position, self.lane, quantity)

    def known(self, quantity: str) -> slice:
        """Return the timesteps at which the selected lane and row know a quantity."""
        return self.known_at(quantity, self.lane, self.row, self.position)

    def known_at(self, quantity: str, lane: Lane, row: int, position: int) -> slice:
        """Return the timesteps at which a lane and row know a quantity at a position."""
        return self.schedule.known(position, lane, row, quantity)

    def compared(self, quantity: str) -> slice:
        """Return the timesteps at which the selected lane and row know a quantity in both runs."""
        position = min(self.position, self.against.position)
        return self.known_at(quantity, self.lane, self.row, position)

    def values(self, quantity: str) -> Array:
        """Return a quantity of the selected lane and row over all timesteps: (T, width).

        Only `known(quantity)` may be shown.
        """
        values = self.run.trace.values(quantity, self.lane)
        return values[:, self.row]

    @cached_property
    def cell(self) -> Cell | None:
        """Newest cell of the selected lane that has begun; None before the first.

        Past the row's length no cell is newer: the row's last one stays.
        """
        walked = min(self.walked("z"), self.experiment.lengths[self.row])
        return Cell(self.lane, walked - 1) if walked else None

    @cached_property
    def timestep(self) -> int | None:
        """Timestep of the selected lane; None before its first."""
        if self.cell is None:
            return None
        return self.schedule.timestep(self.cell, self.row)

    @cached_property
    def quantity(self) -> str | None:
        """Newest quantity that `cell` knows: the lit gate."""
        if self.cell is None:
            return None
        known = [q for q in self.schedule.phases if self.knows(self.cell, q)]
        return known[-1]

    @property
    def on_step(self) -> bool:
        """True when the last gate step was taken in the selected lane."""
        return self.step is not None and self.step.cell == self.cell

    def knows(self, cell: Cell, quantity: str) -> bool:
        """Return True when a cell's quantity is known."""
        return self.schedule.position_after(cell, quantity) <= self.position

    def place(self) -> str:
        """Position in words: `t 5 of 120 · layer 1 forward · step 3 of 7: g`."""
        total = self.schedule.num_timesteps
        if self.step is None:
            return tr("start · {total} timesteps ahead", total=total)
        cell, phases = self.step.cell, self.schedule.phases
        timestep = self.schedule.timestep(cell, self.row)
        if timestep is None:
            where = tr("past row {row}", row=self.row)
        else:
            where = tr("t {t} of {total}", t=timestep, total=total)
        return tr(
            "{where} · layer {layer} {direction} · step {step} of {steps}: {quantity}",
            where=where,
            layer=cell.lane.layer,
            direction=tr(DIRECTIONS[cell.lane.direction]),
            step=self.step.phase + 1,
            steps=len(phases),
            quantity=self.step.quantity,
        )

    @property
    def subject(self) -> Address | None:
        """The ledger's number: the pinned one, else the lit gate's selected unit."""
        if self.pinned is not None:
            return self.pinned
        if self.timestep is None or self.quantity is None:
            return None
        quantity = SUMS[0] if self.quantity == "z" else self.quantity
        unit = min(self.unit, self.experiment.config.width(quantity) - 1)
        return Address(quantity, self.lane, self.timestep, self.row, unit)

    def followed(self, lane: Lane, row: int, unit: int) -> Address | None:
        """Return the number that the ledger follows in another lane, row and unit."""
        return replace(self, lane=lane, row=row, unit=unit, pinned=None).subject

    def knows_subject(self, subject: Address) -> bool:
        """Return True when a number of the trace is known at this position."""
        cell = self.schedule.cell_at(subject.lane, subject.t, subject.row)
        return self.knows(cell, subject.quantity)
