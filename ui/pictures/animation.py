"""Animation: a run of steps as pictures of the window's own panels, in an animated PNG."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Protocol

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from simulator.arrays import Array
from simulator.engine.schedule import Schedule
from simulator.files.apng import AnimatedPng
from simulator.files.atomic import atomic_write
from simulator.translation import tr
from ui.session.sight.focus import Focus
from ui.session.snapshot import Snapshot
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


class Reel:
    """Pictures of one size into an animated PNG: of each only what has changed.

    Args:
        pictures: how many will be added.
    """

    def __init__(self, file: BinaryIO, pictures: int) -> None:
        self._writer = AnimatedPng(file, pictures)
        self._before: QImage | None = None

    def add(self, image: QImage, milliseconds: int) -> None:
        """Add a picture with its duration.

        Raises:
            ValueError: it has another size.
        """
        taken = image.convertToFormat(QImage.Format.Format_RGB32)
        changed = _changed(self._before, taken)
        frame = taken.copy(changed).convertToFormat(QImage.Format.Format_RGB888)
        self._writer.add(screenshot.png(frame), milliseconds, changed.left(), changed.top())
        self._before = taken

    def end(self) -> None:
        """Write the end of the file."""
        self._writer.end()


def _taken(widget: QWidget, parts: Sequence[PicturePart], snapshot: Snapshot) -> QImage:
    _draw(parts, snapshot)
    return screenshot.image(widget)


def _draw(parts: Sequence[PicturePart], snapshot: Snapshot) -> None:
    for part in parts:
        part.draw(snapshot)
    # A part's layout requests would otherwise wait for the window's events.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def _changed(before: QImage | None, after: QImage) -> QRect:
    """Return the smallest rectangle in which two pictures differ; never empty."""
    if before is None:
        return after.rect()
    if before.size() != after.size():
        raise ValueError(
            tr("the pictures must all have one size: leave the window as large as it is")
        )
    differs = _pixels(before) != _pixels(after)
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not len(rows):
        return QRect(0, 0, 1, 1)
    left, top = int(columns[0]), int(rows[0])
    return QRect(left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1)


def _pixels(image: QImage) -> Array:
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
