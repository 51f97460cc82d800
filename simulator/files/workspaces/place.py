"""Place: the position of a run as a workspace stores it, whatever the order of the gate steps.

It is stored twice:

- `place`: `[t, layer, direction, quantity]` of the last gate step, or `start`, or `end` of the
  forward pass. t is the timestep of the longest row, since only that row takes every step. A
  quantity like `dc` or `dy`, or the step `dW`, is one of the way back;
- `position`: the number of gate steps taken, as every version of format 1 counts them: by
  `FORMER_STEPS`, where z is a step and a readout is none. Earlier versions read this alone, so it
  names the same quantity of the same cell. It is read where there is no place, by the same rule. A
  former position after z, before any gate, is the one before the cell's first gate step. For a
  place on the way back it is the end, where a run stands too that has lost its loss or seed.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from ...engine.gate_step import Cell
from ...engine.schedule import Schedule
from ...network.gradient_quantities import DY
from ...network.lane import Lane
from ...network.quantities import Y

PLACE, POSITION = "place", "position"
START, END = "start", "end"

FORMER_STEPS: Final = ("z", "i", "f", "g", "o", "c", "m", "h")
"""Steps by which `position` counts; m only with a projection. Frozen: files depend on it."""


class _FormerSchedule(Schedule):
    """Schedule of a cell's former steps."""

    @cached_property
    def phases(self) -> tuple[str, ...]:
        """Steps of one cell."""
        present = ("z", *self.config.steps)
        return tuple(step for step in FORMER_STEPS if step in present)


def stored(schedule: Schedule, position: int) -> dict[str, Any]:
    """Return the entries of a view for a position, as plain JSON."""
    former = _FormerSchedule(schedule.config, schedule.lengths)
    if position == 0:
        return {POSITION: 0, PLACE: START}
    if position == schedule.end:
        return {POSITION: former.end, PLACE: END}
    step = schedule.gate_step(position - 1)
    former_step = "h" if step.quantity == Y else step.quantity
    goes_back = schedule.goes_back(position)
    return {
        POSITION: former.end if goes_back else former.position_after(step.cell, former_step),
        PLACE: [schedule.timestep(step.cell, _longest(schedule)), *step.cell.lane, step.quantity],
    }


def position_of(schedule: Schedule, view: Mapping[str, Any]) -> int | None:
    """Return the position that a view stores; None where it has none that fits."""
    match view.get(PLACE):
        case "start":
            return 0
        case "end":
            return schedule.end
        case [int(t), int(layer), int(direction), str(quantity)]:
            lane = Lane(layer, direction)
            if 0 <= t < schedule.num_timesteps and lane in schedule.config.lanes():
                found = _after(schedule, schedule.cell_at(lane, t, _longest(schedule)), quantity)
                if found is not None:
                    return found
    number = view.get(POSITION)
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        return None
    return _by_former_steps(schedule, number)


def _after(schedule: Schedule, cell: Cell, quantity: str) -> int | None:
    """Return the position after the gate step of a cell, of either pass; None without that step."""
    if quantity in schedule.phases or (quantity == Y and schedule.readout):
        return schedule.position_after(cell, quantity)
    back = schedule.backward
    if back is not None and (quantity in back.phases or (quantity == DY and back.forward.readout)):
        return schedule.end + back.steps_until(cell, quantity)
    return None


def _by_former_steps(schedule: Schedule, number: int) -> int:
    """Return the position for a number of former gate steps."""
    former = _FormerSchedule(schedule.config, schedule.lengths)
    if number == 0:
        return 0
    if number >= former.end:
        return schedule.end
    step = former.gate_step(number - 1)
    if step.quantity == "z":
        return schedule.position_after_cells(schedule.cell_number(step.cell))
    return schedule.position_after(step.cell, step.quantity)


def _longest(schedule: Schedule) -> int:
    """Return the number of the longest row."""
    return schedule.lengths.index(schedule.num_timesteps)
