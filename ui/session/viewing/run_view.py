"""RunView: where the user stands in a run at one moment, and what may be shown there. Frozen."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from simulator.analysis.address import WITHOUT_LANE, Address, Given, Source
from simulator.arrays import Array
from simulator.engine.gate_step import Cell, GateStep
from simulator.engine.run import Run
from simulator.engine.schedule import Schedule
from simulator.engine.trace import Trace
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.gradients.gradient_trace import GradientTrace
from simulator.network.gradient_quantities import DY, is_gradient
from simulator.network.lane import Lane
from simulator.network.quantities import LOSS, READOUT, Y
from simulator.objective.readout import EVERY
from ui.session.baselines import Against
from ui.session.check_state import CheckState
from ui.session.document import Document
from ui.session.viewing.hidden_values import HiddenValues
from ui.session.viewing.value_ranges import ValueRanges
from ui.session.watching import Watching
from ui.style.decades import DecadeRange

if TYPE_CHECKING:
    from simulator.breakpoints.conditions import Hit


@dataclass(frozen=True, eq=False)
class RunView:
    """State of the window: what is open, selected, known and seen. `Snapshot` adds the words.

    Attributes:
        run: the run. back: the way back through it; None until the reader goes there.
        position: the reader's place in it.
        target: the position being computed towards; `position` when at rest.
        pending: True while there is nothing to show of a run but the edit that it begins with:
            the walk to the position is under way, or other panels are painted first.
        computed: the position up to which the run is computed, ahead of the reader: numbers
            between are shown dimmed, or hidden by the `cover`.
        ranges: the ends of the scales of values without fixed ends.
        decades: the scale of gradients; None where none other than 0 is known.
        lane, row: the selected ones. unit: the unit whose sum the ledger follows.
        pinned: the number that the user looks at, None to follow the position. All panels show
            its cell, which may lie elsewhere.
        parameter: the weight whose gradient the ledger stays at, None for numbers.
        trail: the numbers that the ledger came from, for its way back.
        at_opening: undo leads from what was opened to the document before.
        edit_label: of the last edit of the experiment, None without one; notes do not count.
        saved: False when there are edits that no file holds.
        against: the comparison with the baseline. watching: the watches and breakpoints.
        hit: the breakpoint hit that stopped the run. notice: that hit in words, or that there was
            none; empty after a move.
    """

    run: Run
    back: BackwardRun | None
    position: int
    target: int
    pending: bool
    computed: int
    ranges: ValueRanges
    decades: DecadeRange | None
    cover: HiddenValues
    document: Document
    lane: Lane
    row: int
    unit: int
    pinned: Address | None
    parameter: Given | None
    trail: tuple[Source, ...]
    granularity: str
    playing: bool
    speed: float
    looping: bool
    check: CheckState
    undo_label: str | None
    redo_label: str | None
    at_opening: bool
    edit_label: str | None
    saved: bool
    against: Against
    watching: Watching
    hit: "Hit | None"
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
        if is_gradient(quantity):
            if self.back is None:
                raise KeyError(quantity)
            return self.back.trace.values(quantity, self.lane, np.s_[:, self.row])
        values = self.run.trace.values(quantity, self.lane)
        return values[:, self.row]

    def at(self, quantity: str, timestep: int) -> Array:
        """Return a quantity of the selected lane and row at a timestep, forwards: (width,)."""
        return self.run.trace.at(quantity, self.lane, timestep, self.row)

    @property
    def numbers(self) -> Trace | GradientTrace:
        """Everything recorded: with the gradients where the reader has gone there."""
        return self.run.trace if self.back is None else self.back.trace

    @property
    def goes_back(self) -> bool:
        """True when the position is on the way back."""
        return self.schedule.goes_back(self.position)

    def newest(self, lane: Lane) -> Cell | None:
        """Return the newest cell of a lane that has begun; None before the first.

        Past the selected row's length no cell is newer: the row's last one stays. A readout that is
        given after all layers stands at the top layer's cell of its timestep, and so does its
        gradient, with which the way back begins a timestep.
        """
        if self.reading is not None and self.reading.lane == lane:
            return self.reading
        last = self.experiment.lengths[self.row] - 1
        step = self.step
        if step is not None and step.quantity == DY and step.cell.lane == lane:
            return Cell(lane, min(step.cell.walk, last))
        if self.goes_back:
            back = self.schedule.walked(self.position, lane, self.experiment.config.steps_back[0])
            return Cell(lane, min(self.schedule.num_timesteps - max(back, 1), last))
        begun = self.schedule.walked(self.position, lane, self.schedule.phases[0])
        walked = min(begun, self.experiment.lengths[self.row])
        return Cell(lane, walked - 1) if walked else None

    @cached_property
    def reading(self) -> Cell | None:
        """Cell at which a tick of the readout alone stands; None in other ticks."""
        step = self.step
        if step is None or step.quantity not in (Y, DY) or not self.schedule.reads_alone(step.tick):
            return None
        last = self.experiment.lengths[self.row] - 1
        return step.cell._replace(walk=min(step.cell.walk, last))

    @cached_property
    def here(self) -> Cell | None:
        """Newest cell of the selected lane that has begun; None before the first."""
        return self.newest(self.lane)

    @cached_property
    def cell(self) -> Cell | None:
        """Cell that every panel shows: that of the pinned number, else the one `here`."""
        if self.pinned is None:
            return self.here
        return self.pinned.cell(self.schedule)

    @property
    def elsewhere(self) -> bool:
        """True when the cell that is looked at is not the one at the position."""
        return self.cell != self.here

    @cached_property
    def timestep(self) -> int | None:
        """Timestep of the cell that is looked at; None before the lane's first."""
        return None if self.cell is None else self.schedule.timestep(self.cell, self.row)

    @cached_property
    def timestep_here(self) -> int | None:
        """Timestep of the selected lane at the position; None before its first."""
        return self.timestep_of(self.lane)

    def timestep_of(self, lane: Lane) -> int | None:
        """Return the timestep of a lane of the selected row at the position; None before any."""
        cell = self.newest(lane)
        return None if cell is None else self.schedule.timestep(cell, self.row)

    @cached_property
    def quantity(self) -> str | None:
        """Quantity that is looked at: the pinned one, else the newest that `here` knows."""
        if self.pinned is not None:
            return self.experiment.config.step_of(self.pinned.quantity)
        if self.here is None:
            return None
        if self.goes_back:
            return self._gradient_here(self.here)
        if self.reads_here and self.knows(self.here, Y):
            return Y
        known = [q for q in self.schedule.phases if self.knows(self.here, q)]
        return known[-1]

    def _gradient_here(self, here: Cell) -> str:
        """Return the newest gradient that a cell knows; before its first, that of the readout."""
        known = [q for q in self.experiment.config.gradients if self.knows(here, q)]
        if known:
            return self.experiment.config.step_of(known[-1])
        from_readout = self.schedule.source == "readout"
        return DY if from_readout else self.experiment.config.steps_back[0]

    @property
    def reads_looked_at(self) -> bool:
        """True when a readout stands at the cell that is looked at."""
        return self._reads(self.cell, self.timestep)

    @cached_property
    def reads_here(self) -> bool:
        """True when a readout stands at the cell `here`: it is the last step of its timestep."""
        return self._reads(self.here, self.timestep_here)

    def reads_at(self, timestep: int) -> bool:
        """Return True when a readout gives an answer at a timestep of the selected row."""
        experiment = self.experiment
        return experiment.objective.reads_at(timestep, experiment.lengths[self.row])

    def _reads(self, cell: Cell | None, timestep: int | None) -> bool:
        if cell is None or timestep is None or not self.reads_at(timestep):
            return False
        return cell.lane == self.schedule.readout_cell(0).lane

    @property
    def on_step(self) -> bool:
        """True when the cell that is looked at took the last step: the light is there.

        A readout over the last step or h_n is one step for all rows, at the last timestep of each.
        """
        if self.step is None:
            return False
        at_once = self.step.quantity in (Y, DY) and self.schedule.readout != EVERY
        return self.cell == (self.reading if at_once else self.step.cell)

    # Sight: what may be shown

    def knows(self, cell: Cell, quantity: str) -> bool:
        """Return True when the position has reached a cell's quantity."""
        return self.schedule.position_after(cell, quantity) <= self.position

    def shows(self, cell: Cell, quantity: str) -> bool:
        """Return True when a cell's quantity may be shown: known, or computed ahead, uncovered."""
        return self.schedule.position_after(cell, quantity) <= self._seen

    def ahead(self, quantity: str) -> slice:
        """Return the timesteps ahead, of the selected lane and row, that are shown dimmed."""
        known = self.known(quantity)
        seen = self.known_at(quantity, self.lane, self.row, self._seen)
        if self.lane.reverse and quantity not in READOUT:
            return slice(seen.start, known.start) if known.stop > known.start else seen
        return slice(max(known.stop, seen.start), seen.stop)

    @property
    def _seen(self) -> int:
        """Position up to which numbers are shown."""
        return self.position if self.cover.ahead else max(self.position, self.computed)

    def knows_number(self, number: Address) -> bool:
        """Return True when the position has reached a number of the trace."""
        return self.knows(number.cell(self.schedule), number.quantity)

    def shows_number(self, number: Address) -> bool:
        """Return True when a number of the trace may be shown, in any panel or text."""
        cell = number.cell(self.schedule)
        return self.shows(cell, number.quantity) and number not in self.cover.numbers

    def covered(self, quantity: str) -> frozenset[tuple[int, int]]:
        """Return the timesteps and units of the selected lane and row that are to be hidden."""
        lane = Lane() if quantity in WITHOUT_LANE else self.lane
        hidden = (n for n in self.cover.numbers if n.quantity == quantity)
        return frozenset((n.t, n.unit) for n in hidden if (n.lane, n.row) == (lane, self.row))

    @property
    def loss(self) -> float | None:
        """Loss of the whole run; None before its end, without one, and where it is covered."""
        ahead = self.cover.ahead and self.position < self.schedule.end
        if ahead or any(number.quantity == LOSS for number in self.cover.numbers):
            return None
        return self.run.loss
