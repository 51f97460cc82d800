"""Layouts of windows as plain data: their docks, and the position of their workbench."""

from PySide6.QtWidgets import QApplication, QDockWidget

from tests.former_files import condition_of


def docks_of(window):
    """Return the place of each dock, by its object name.

    `beside` are the docks that share its place as tabs. Docks in front have `at`: left, top, width
    and height, as fractions of the window's.
    """
    QApplication.processEvents()
    found = {}
    for dock in window.findChildren(QDockWidget):
        is_open = dock.toggleViewAction().isChecked()
        place = found[dock.objectName()] = {
            "open": is_open,
            "floating": dock.isFloating(),
            "area": window.dockWidgetArea(dock).name,
            "beside": sorted(other.objectName() for other in window.tabifiedDockWidgets(dock)),
        }
        box, width, height = dock.geometry(), window.width(), window.height()
        if is_open and not dock.isFloating() and window.rect().contains(box.center()):
            sizes = (box.x() / width, box.y() / height, box.width() / width, box.height() / height)
            place["at"] = [round(size, 3) for size in sizes]
    return found


def standing(snapshot):
    """Return a workbench's position, and its view of the open document."""
    step, baselines = snapshot.step, snapshot.against.baselines
    rows = range(snapshot.experiment.batch_size)
    lane = snapshot.lane
    return {
        "last_step": None
        if step is None
        else {
            "layer": step.cell.lane.layer,
            "direction": step.cell.lane.direction,
            "walk": step.cell.walk,
            "quantity": step.quantity,
            "timesteps": [snapshot.schedule.timestep(step.cell, row) for row in rows],
        },
        "at_end": snapshot.position == snapshot.schedule.end,
        "granularity": snapshot.granularity,
        "lane": [lane.layer, lane.direction, snapshot.row],
        "unit": snapshot.unit,
        "watches": [
            [watch.quantity, watch.unit, *watch.lane, watch.row]
            for watch in snapshot.watching.watches
        ],
        "breakpoints": [
            {**condition_of(b.condition), "enabled": b.enabled}
            for b in snapshot.watching.breakpoints
        ],
        "pins": [pin.name for pin in baselines.pins],
        "baseline": None if baselines.chosen is None else baselines.chosen.name,
    }
