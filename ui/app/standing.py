"""Where a picture's window stands: a workbench goes to a place that was typed."""

from simulator.commands.place import Place
from ui.session.workbench import Workbench


def stand_at(workbench: Workbench, position: Place | int | None) -> None:
    """Go to a place, or behind a number of ticks, by default half of them.

    Raises:
        ValueError: the run has no such place.
    """
    now = workbench.snapshot()
    schedule = now.schedule
    if not isinstance(position, Place):
        workbench.go_to_tick((schedule.num_ticks // 2 if position is None else position) - 1)
        return
    workbench.go_to_place(position)
