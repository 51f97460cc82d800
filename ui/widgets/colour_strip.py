"""Colour strips: one thin cell a unit, on the colour map of its quantity."""

import math
import sys
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from simulator.arrays import Array
from ui.style.theme import BOUNDED_0_1, Theme

LEVELS = 254
"""Colours on a map; the two indices after them are for what has no place on it."""

NOT_FINITE, EMPTY = LEVELS, LEVELS + 1

THINNEST = 2.0
"""The narrowest cell that can be told from its neighbours, in pixels."""


def limit_of(values: Array) -> float:
    """The ± range that signed values are coloured on: the next power of two, at least 1.

    It holds still while values grow, so that two timesteps can be compared.
    """
    sizes = np.abs(values[np.isfinite(values)])
    power = math.ceil(math.log2(float(sizes.max(initial=1.0))))
    return 2.0**power if power < sys.float_info.max_exp else sys.float_info.max


def columns_for(count: int, width: float) -> int:
    """How many units a row of a strip holds: no more than can be seen, all rows nearly full."""
    rows = -(-count // max(1, int(width / THINNEST)))
    return -(-count // rows)


def strip_image(theme: Theme, quantity: str, values: Array, columns: int) -> QImage:
    """A strip of `columns` pixels a row, a pixel a unit, to be stretched without smoothing.

    In the one format that Qt stretches fast: an indexed image takes ten times as long.
    """
    rows = -(-len(values) // columns)
    places = (
        values if quantity in BOUNDED_0_1 else 0.5 + 0.5 * (values / np.float64(limit_of(values)))
    )
    indices = np.full(rows * columns, EMPTY, np.uint8)
    finite = np.isfinite(values)
    scaled = np.clip(np.where(finite, places, 0), 0, 1) * (LEVELS - 1)
    indices[: len(values)] = np.where(finite, np.rint(scaled), NOT_FINITE)
    pixels = _colour_table(theme, quantity in BOUNDED_0_1)[indices]
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.tobytes(), columns, rows, 4 * columns, form).copy()


def draw_strip(painter: QPainter, rect: QRectF, theme: Theme, quantity: str, values: Array) -> None:
    """Fill a rectangle with the cells of `values`, row by row."""
    columns = columns_for(len(values), rect.width())
    image = strip_image(theme, quantity, values, columns)
    painter.drawImage(rect, image, QRectF(image.rect()))


def unit_at(rect: QRectF, count: int, point: QPointF) -> int | None:
    """The unit whose cell of a strip is at a point."""
    if not rect.contains(point):
        return None
    columns = columns_for(count, rect.width())
    rows = -(-count // columns)
    column = min(columns - 1, int((point.x() - rect.left()) / rect.width() * columns))
    row = min(rows - 1, int((point.y() - rect.top()) / rect.height() * rows))
    unit = row * columns + column
    return unit if unit < count else None


@lru_cache(maxsize=8)
def _colour_table(theme: Theme, bounded: bool) -> Array:
    colour_map = theme.unit_map if bounded else theme.signed_map
    colours = colour_map.map(np.linspace(0, 1, LEVELS), mode="byte")
    table = [QColor(*map(int, colour)).rgba() for colour in colours]
    return np.array([*table, QColor(theme.warn).rgba(), 0], np.uint32)
