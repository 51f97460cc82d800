"""Animation: a run of steps as pictures of the window's own panels, in an animated PNG."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from simulator.engine.schedule import Schedule
from simulator.files.atomic import atomic_write
from ui.pictures.reel import Reel
from ui.session.snapshot import Snapshot
from ui.session.viewing.focus import Focus
from ui.widgets import screenshot

CELLS_AT_ONCE = 16


class PicturePart(Protocol):
    """Part of the window that draws snapshots."""

    def draw(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""


@dataclass(frozen=True, slots=True)
class Film:
    """Steps to show, and the time of each.

    Attributes:
        first, last: the finished ticks in the first and in the last picture; 0 is the start.
        by_gate: a picture for every gate step between, else for every tick.
        milliseconds: the time of each picture.
    """

    first: int
    last: int
    by_gate: bool
    milliseconds: int

    def positions(self, schedule: Schedule) -> Sequence[int]:
        """Return the positions of the pictures."""
        return schedule.stops(self.first, self.last, by_tick=not self.by_gate)


def snapshots(film: Film, snapshot: Snapshot) -> Iterator[Snapshot]:
    """Yield the window's snapshot at each position: like `snapshot`, but following the steps."""
    focus = Focus(snapshot.lane, snapshot.row, snapshot.unit)
    bidirectional = snapshot.experiment.config.bidirectional
    for position in film.positions(snapshot.schedule):
        if position:
            step = snapshot.schedule.gate_step(position - 1)
            focus = focus.on_step(step, not film.by_gate, bidirectional)
        yield replace(
            snapshot,
            position=position,
            target=position,
            lane=focus.lane,
            row=focus.row,
            pinned=None,
            trail=(),
            hit=None,
            notice="",
        )


def shoot(
    film: Film,
    snapshot: Snapshot,
    widget: QWidget,
    parts: Sequence[PicturePart],
    present: Callable[[], Snapshot],
    path: str,
) -> Generator[float, None, None]:
    """Compute missing cells, then take the pictures; yields the fraction done.

    Args:
        widget: the widget in the pictures. parts: the parts drawn for them. The user sees nothing:
            each time, `present()` is drawn again before the window handles events.

    Raises:
        FileError: the file cannot be written. ValueError: the widget has changed its size.
    """
    run, positions = snapshot.run, film.positions(snapshot.schedule)
    needed = snapshot.schedule.cells_until(positions[-1])
    while run.cells_done < needed:
        cells = min(needed, run.cells_done + CELLS_AT_ONCE)
        run.advance(snapshot.schedule.position_after_cells(cells))
        yield 0.2 * run.cells_done / needed
    _taken(widget, parts, present())  # a panel that was never seen gets its size now
    with atomic_write(path) as file:
        reel = Reel(file, len(positions))
        for number, each in enumerate(snapshots(film, snapshot)):
            taken = _taken(widget, parts, each)
            _draw(parts, present())
            yield 0.2 + 0.8 * (number + 0.5) / len(positions)
            reel.add(taken, film.milliseconds)
            yield 0.2 + 0.8 * (number + 1) / len(positions)
        reel.end()


def _taken(widget: QWidget, parts: Sequence[PicturePart], snapshot: Snapshot) -> QImage:
    _draw(parts, snapshot)
    return screenshot.image(widget)


def _draw(parts: Sequence[PicturePart], snapshot: Snapshot) -> None:
    for part in parts:
        part.draw(snapshot)
    # A part's layout requests would otherwise wait for the window's events.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
