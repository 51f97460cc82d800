"""Colour strips: one thin cell a unit, on the colour map of its quantity."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from simulator.arrays import Array
from ui.style.colours import CLEAR, Scale, limits_of, map_of, peak_of, steady_limit
from ui.style.decades import DecadeRange, DecadeScale, scale_of
from ui.style.theme import Theme

THINNEST = 2.0
"""Narrowest cell that can be told from its neighbours, in pixels."""


def columns_for(count: int, width: float) -> int:
    """Return the number of units in a row of a strip: all visible, and all rows nearly full."""
    rows = -(-count // max(1, int(width / THINNEST)))
    return -(-count // rows)


def strip_image(
    theme: Theme, quantity: str, values: Array, columns: int, limit: float | None = None
) -> QImage:
    """Paint a strip of `columns` pixels a row, one pixel a unit, to be stretched without smoothing.

    `limit` is the magnitude at the ends of the scale, by default a steady one of the values.

    The format is the one that Qt stretches fast: an indexed image takes ten times as long.
    """
    peak = peak_of(values) if limit is None else limit
    limits = limits_of(quantity, peak, steady_limit if limit is None else float)
    return _image(Scale(map_of(theme, quantity), limits), values, columns)


def _image(scale: Scale | DecadeScale, values: Array, columns: int) -> QImage:
    rows = -(-len(values) // columns)
    indices = np.full(rows * columns, CLEAR, np.uint8)
    indices[: len(values)] = scale.index(values)
    pixels = scale.table[indices]
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.tobytes(), columns, rows, 4 * columns, form).copy()


def draw_strip(
    painter: QPainter,
    rect: QRectF,
    theme: Theme,
    quantity: str,
    values: Array,
    limit: float | None = None,
) -> None:
    """Fill a rectangle with the cells of `values`, row by row (see `strip_image`)."""
    columns = columns_for(len(values), rect.width())
    image = strip_image(theme, quantity, values, columns, limit)
    painter.drawImage(rect, image, QRectF(image.rect()))


def draw_gradients(
    painter: QPainter, rect: QRectF, theme: Theme, values: Array, reach: DecadeRange
) -> None:
    """Fill a rectangle with the cells of gradients, in steps of decades."""
    image = _image(scale_of(theme, reach), values, columns_for(len(values), rect.width()))
    painter.drawImage(rect, image, QRectF(image.rect()))


def unit_at(rect: QRectF, count: int, point: QPointF) -> int | None:
    """Return the unit whose cell of a strip is at a point; None outside."""
    if not rect.contains(point):
        return None
    columns = columns_for(count, rect.width())
    rows = -(-count // columns)
    column = min(columns - 1, int((point.x() - rect.left()) / rect.width() * columns))
    row = min(rows - 1, int((point.y() - rect.top()) / rect.height() * rows))
    unit = row * columns + column
    return unit if unit < count else None
