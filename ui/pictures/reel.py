"""Reel: pictures of one size that become an animated PNG, of each only what has changed."""

from typing import BinaryIO

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from simulator.arrays import Array
from simulator.files.apng import AnimatedPng
from simulator.translation import tr
from ui.pictures.palette import palette_of, pixels, reduced
from ui.widgets import screenshot


class Reel:
    """Writes pictures as they come, in all their colours.

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
        part, place = self._part(image)
        frame = part.convertToFormat(QImage.Format.Format_RGB888)
        self._writer.add(screenshot.png(frame), milliseconds, place.left(), place.top())

    def end(self) -> None:
        """Write the end of the file."""
        self._writer.end()

    def _part(self, image: QImage) -> tuple[QImage, QRect]:
        """Return what has changed since the picture before, and its place."""
        taken = image.convertToFormat(QImage.Format.Format_RGB32)
        place = _changed(self._before, taken)
        self._before = taken
        return taken.copy(place), place


class SmallReel(Reel):
    """Writes pictures at the end, in the 255 colours that suit all of them.

    What stays in the rectangle that has changed is left transparent. Both together make a file of
    a fifth of the size.
    """

    def __init__(self, file: BinaryIO, pictures: int) -> None:
        super().__init__(file, pictures)
        self._parts: list[tuple[QImage, QRect, Array | None, int]] = []

    def add(self, image: QImage, milliseconds: int) -> None:
        """Add a picture with its duration.

        Raises:
            ValueError: it has another size.
        """
        before = self._before
        part, place = self._part(image)
        stays = None if before is None else pixels(part) == pixels(before.copy(place))
        self._parts.append((part, place, stays, milliseconds))

    def end(self) -> None:
        """Write everything."""
        palette = palette_of(part for part, *_ in self._parts)
        for part, place, stays, milliseconds in self._parts:
            png = screenshot.png(reduced(part, palette, stays))
            self._writer.add(png, milliseconds, place.left(), place.top(), over=stays is not None)
        super().end()


def _changed(before: QImage | None, after: QImage) -> QRect:
    """Return the smallest rectangle in which two pictures differ; never empty."""
    if before is None:
        return after.rect()
    if before.size() != after.size():
        raise ValueError(tr("all frames must have the same size: do not resize the window"))
    differs = pixels(before) != pixels(after)
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not len(rows):
        return QRect(0, 0, 1, 1)
    left, top = int(columns[0]), int(rows[0])
    return QRect(left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1)
