"""Palette: the 255 colours that stand for all colours of some pictures, so that files are small."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from simulator.arrays import Array

MOST: Final = 255
"""Colours of a palette; the place behind them is for what is transparent."""

_KEPT_BITS: Final = np.uint32(0xF8F8F8)
"""The first five bits of each channel: colours that differ in others are neighbours."""

_OPAQUE: Final = np.uint32(0xFF000000)

_TRANSPARENT: Final = 0


def pixels(image: QImage) -> Array:
    """Return the pixels of a picture of Format_RGB32: (height, width) uint32, 0xffRRGGBB.

    They are a copy, for the picture's own end with it.
    """
    seen = np.frombuffer(image.constBits(), np.uint32)
    return seen.reshape(image.height(), image.width()).copy()


def palette_of(images: Iterable[QImage]) -> list[int]:
    """Return at most 255 colours, the most frequent first.

    Of neighbours only the most frequent is one: else shades of grey would leave no room for hues.
    """
    counted: dict[int, int] = {}
    for image in images:
        colours, counts = np.unique(pixels(image), return_counts=True)
        for colour, count in zip(colours.tolist(), counts.tolist(), strict=True):
            counted[colour] = counted.get(colour, 0) + count
    colours = np.array(list(counted), np.uint32) | _OPAQUE
    counts = np.array(list(counted.values()))
    order = np.lexsort((colours, -counts))
    _, first = np.unique(colours[order] & _KEPT_BITS, return_index=True)
    chosen = np.sort(first)[:MOST]
    rest = np.setdiff1d(np.arange(len(order)), chosen, assume_unique=True)
    found = [*chosen.tolist(), *rest.tolist()][:MOST]
    return [int(colour) for colour in colours[order][sorted(found)]]


def reduced(image: QImage, palette: list[int], stays: Array | None = None) -> QImage:
    """Return a picture in the colours of a palette, each pixel in the nearest.

    Args:
        stays: (height, width), True for pixels that are to be transparent.
    """
    plain = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    found = image.convertToFormat(QImage.Format.Format_Indexed8, palette, plain)
    found.setColorTable([*palette, *[_TRANSPARENT] * (MOST + 1 - len(palette))])
    if stays is not None:
        lines = np.frombuffer(found.bits(), np.uint8).reshape(found.height(), -1)
        lines[:, : found.width()][stays] = MOST
    return found
