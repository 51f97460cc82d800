"""Place: the position of a run as a workspace stores it, whatever the order of the gate steps.

It is stored twice:

- `place`: `[t, layer, direction, quantity]` of the last gate step, or `start` or `end`. t is the
  timestep of the longest row, since only that row takes every step;
- `position`: the number of gate steps taken, as every version of format 1 counts them: by
  `FORMER_STEPS`, where z is a step and a readout is none. Earlier versions read this alone, so it
  names the same quantity of the same cell. It is read where there is no place, by the same rule. A
  former position after z, before any gate, is the one before the cell's first gate step.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from ...engine.schedule import Schedule
from ...lstm.lane import Lane
from ...lstm.quantities import Y

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
    return {
        POSITION: former.position_after(step.cell, former_step),
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
            there = 0 <= t < schedule.num_timesteps and lane in schedule.config.lanes()
            if there and (quantity in schedule.phases or (quantity == Y and schedule.readout)):
                cell = schedule.cell_at(lane, t, _longest(schedule))
                return schedule.position_after(cell, quantity)
    number = view.get(POSITION)
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        return None
    return _by_former_steps(schedule, number)


def _by_former_steps(schedule: Schedule, number: int) -> int:
    """Return the position for a number of former gate steps."""
    former = _FormerSchedule(schedule.config, schedule.lengths)
    if number == 0:
        return 0
    step = former.gate_step(min(number, former.end) - 1)
    if step.quantity == "z":
        return schedule.position_after_cells(schedule.cell_number(step.cell))
    return schedule.position_after(step.cell, step.quantity)


def _longest(schedule: Schedule) -> int:
    """Return the number of the longest row."""
    return schedule.lengths.index(schedule.num_timesteps)
