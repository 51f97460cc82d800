"""Plates of the backward pass: a value at the left of its box, its gradient at the right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRectF

from simulator.analysis.number_text import scientific
from simulator.cells.sheet import INPUT
from simulator.network.gradient_quantities import is_gradient
from ui.panels.cell.cell_values import HIDDEN, CellValues, Vector
from ui.panels.cell.highlight import gradients_of
from ui.panels.cell.input_plate import InputItem, fit_items, room_of_items
from ui.panels.cell.layout import DiagramLayout
from ui.panels.cell.number_grid import MOST, NumberGrid
from ui.panels.cell.plates import FEW, Plate
from ui.panels.cell.text_fit import DECIMALS, Digits, Fonts, shrunk, width_of
from ui.style import number_format

BAR = 3.0
"""Pixels of the bar at a gradient's right edge."""

HEAD_BACK = 19.0
"""Height of the head of a gate's box at scale 1."""

_PAD, _EDGE, _NARROW, _BETWEEN, _STRIP = 8.0, 10.0, 5.5, 4.0, 12.0
_CLOSE = 0.78
"""Height of a line of a grid, as a share of the height of its font."""

NOT_YET = "−0.0e−0"
"""Usual form of a gradient: the room of one that is not computed yet."""

_ALONE, _APART = 0.3, 0.8
"""Digits that stay free beside a number, the only one in its line or with others."""

_FORMS = ((2, 2), (2, 1), (1, 1))
"""Decimals of a value and digits of its gradient to try in a grid."""


@dataclass(frozen=True, slots=True)
class _Box:
    """Box of a vector and its gradient, and the room below its head.

    Attributes:
        bottom: where the field of the gradient ends.
    """

    rect: QRectF
    inner: QRectF
    bottom: float


def plates_back(values: CellValues, layout: DiagramLayout, fonts: Fonts) -> dict[str, Plate]:
    """Make the plates of all values but the sums, and of all gradients."""
    plates: dict[str, Plate] = {}
    k, lit = layout.scale, gradients_of(values.lit, values.config)
    sums, gates = values.config.cell.sums, values.diagram.gates
    for key, vector in values.vectors.items():
        gradient = values.gradients[f"d{key}"]
        unit, rect = values.unit_of(vector), layout.plates[key]
        if key in sums:
            plates[gradient.key] = _of_sum(gradient, rect, unit, fonts, k)
            continue
        if key == INPUT:
            pair = _of_input(vector, gradient, rect, unit, fonts, k)
        else:
            box = _box_of_state(rect, k)
            if key in gates:
                box = _box_of_gate(rect, layout.plates[values.sum_of(key)].top(), k)
            pair = _pair(vector, gradient, box, unit, fonts, k, gradient.key in lit)
        plates[key], plates[gradient.key] = pair
    return plates


def _box_of_gate(rect: QRectF, foot: float, k: float) -> _Box:
    inner = rect.adjusted(_PAD * k, HEAD_BACK * k, -_PAD * k, 0)
    inner.setBottom(foot - k)
    return _Box(rect, inner, foot)


def _box_of_state(rect: QRectF, k: float) -> _Box:
    inner = rect.adjusted(_EDGE * k, 20 * k, -_NARROW * k, -3 * k)
    return _Box(rect, inner, rect.bottom())


def _pair(
    vector: Vector, gradient: Vector, box: _Box, unit: int, fonts: Fonts, k: float, lit: bool
) -> tuple[Plate, Plate]:
    """Share a box out between a value and its gradient: as a grid of both, else of one unit."""
    if FEW < vector.width <= MOST:
        grids = _grids(vector, gradient, box.inner, fonts, k)
        if grids is not None:
            (left, right), digits = grids
            split = right.rect.left() - _BETWEEN * k / 2
            return (
                Plate(_left_of(box, split), vector, unit, grid=left, digits=digits),
                Plate(_right_of(box, split), gradient, unit, grid=right, digits=digits),
            )
    inner, gap = box.inner, _BETWEEN * k
    value, told = _one_of_each(vector, gradient, unit, inner.width() - gap, fonts, lit)
    widest = inner.width() - gap - len(value[0]) * value[1].digit
    width = min(max(0.6 * inner.width() - gap, len(told[0]) * told[1].digit), widest)
    split = inner.right() - width - gap / 2
    value_room, gradient_room = QRectF(inner), QRectF(inner)
    value_room.setRight(split - gap / 2)
    gradient_room.setLeft(split + gap / 2)
    return (
        _of_unit(_left_of(box, split), vector, unit, value_room, value, fonts, k),
        _of_unit(_right_of(box, split), gradient, unit, gradient_room, told, fonts, k),
    )


def _left_of(box: _Box, split: float) -> QRectF:
    return QRectF(box.rect.left(), box.rect.top(), split - box.rect.left(), box.rect.height())


def _right_of(box: _Box, split: float) -> QRectF:
    return QRectF(split, box.rect.top(), box.rect.right() - split, box.bottom - box.rect.top())


# All units


def _grids(
    vector: Vector, gradient: Vector, room: QRectF, fonts: Fonts, k: float
) -> tuple[tuple[NumberGrid, NumberGrid], Digits] | None:
    """Fit all values and gradients side by side, in the fewest columns; None without room."""
    gap = _BETWEEN * k
    for decimals, figures in _FORMS:
        values, gradients = _texts(vector, decimals), _gradient_texts(gradient, figures)
        for digits in (fonts.number, fonts.small):
            rows = int(room.height() / (_CLOSE * digits.line))
            if rows < 1 or room.width() <= 0:
                continue
            columns = -(-vector.width // rows)
            if columns > 1 and decimals < 2:
                continue
            apart = _ALONE if columns == 1 else _APART
            left = _width(values, len("−0.") + decimals, digits, apart)
            right = _width(gradients, _usual(figures), digits, apart)
            if columns * (left + right) + gap <= room.width():
                lines = digits.line * -(-vector.width // columns)
                first, second = _halves(room, columns * left, columns * right, gap, lines)
                return (
                    NumberGrid(first, tuple(values), columns, digits.digit),
                    NumberGrid(second, tuple(gradients), columns, digits.digit),
                ), digits
    return None


def _width(texts: list[str], usual: int, digits: Digits, apart: float) -> float:
    """Return the width of a column of numbers, which does not change with their signs.

    Args:
        apart: the digits that stay free beside the longest number.
    """
    return (max(usual, *map(len, texts)) + apart) * digits.digit


def _usual(figures: int) -> int:
    return len(NOT_YET) - 2 * (figures == 1)


def _halves(
    room: QRectF, left: float, right: float, gap: float, lines: float
) -> tuple[QRectF, QRectF]:
    """Return the rooms of two grids of so many pixels; spare height is shared out a little."""
    rows = QRectF(room)
    if lines < room.height():
        rows.setHeight(min(room.height(), 1.25 * lines))
        rows.moveCenter(room.center())
    first, second = QRectF(rows), QRectF(rows)
    second.setLeft(room.right() - right)
    first.setRight(min(second.left() - gap, room.left() + 1.3 * left))
    return first, second


def _texts(vector: Vector, decimals: int) -> list[str]:
    values = map(vector.value, range(vector.width))
    usual = len("−0.") + decimals
    return [
        HIDDEN if v is None else number_format.compact(float(v), decimals, usual) for v in values
    ]


def _gradient_texts(vector: Vector, figures: int, units: Iterable[int] | None = None) -> list[str]:
    """Write gradients; before they are computed, a text that keeps their room."""
    chosen = range(vector.width) if units is None else units
    if vector.values is None:
        return [NOT_YET if figures == 2 else NOT_YET.replace(".0", "") for _ in chosen]
    values = map(vector.value, chosen)
    return [HIDDEN if v is None else scientific(float(v), figures) for v in values]


# One unit


def _one_of_each(
    vector: Vector, gradient: Vector, unit: int, room: float, fonts: Fonts, lit: bool
) -> tuple[tuple[str, Digits], tuple[str, Digits]]:
    """Write a value and its gradient side by side: the gradient in the largest face that fits."""
    value = vector.value(unit)
    large = (fonts.lit, fonts.between) if lit else ()
    for figures, least in ((2, 2), (2, 1), (1, 1)):
        gradient_text = _gradient_texts(gradient, figures, (unit,))[0]
        for face in (*large, fonts.value, fonts.number, fonts.small):
            rest = room - max(_usual(figures), len(gradient_text)) * face.digit
            found = _value_in(value, rest, (fonts.number, fonts.small), least)
            if found is not None:
                return found, (gradient_text, face)
    text = HIDDEN if value is None else number_format.compact(float(value), 1, 4)
    face = shrunk(fonts.small, len(text) + len(gradient_text), room)
    return (text, face), (gradient_text, face)


def _value_in(
    value: np.floating | None, room: float, faces: Sequence[Digits], least: int
) -> tuple[str, Digits] | None:
    """Write a value with the most decimals that fit, `least` or more; None where none do."""
    if value is None:
        return (HIDDEN, faces[-1]) if faces[-1].digit <= room else None
    for decimals in (*number_format.choices(DECIMALS), least):
        usual = len("−0.") + decimals
        text = number_format.compact(float(value), decimals, usual)
        for face in faces:
            if decimals >= least and max(usual, len(text)) * face.digit <= room:
                return text, face
    return None


def _of_unit(
    rect: QRectF,
    vector: Vector,
    unit: int,
    room: QRectF,
    written: tuple[str, Digits],
    fonts: Fonts,
    k: float,
) -> Plate:
    """Show the followed unit's number, and all units in colour below it where there are many."""
    strip, row, (text, digits) = None, QRectF(room), written
    if vector.width > FEW:
        height = min(_STRIP * k, max(3.0, room.height() - 0.9 * fonts.number.line))
        strip = QRectF(room)
        strip.setTop(room.bottom() - height)
        row.setBottom(strip.top() - k)
    width = min(row.width(), len(text) * digits.digit)
    number = QRectF(row.right() - width, row.top(), width, row.height())
    if not is_gradient(vector.key):
        number.moveLeft(row.left())
    return Plate(rect, vector, unit, number=number, text=text, digits=digits, strip=strip)


def _of_sum(gradient: Vector, foot: QRectF, unit: int, fonts: Fonts, k: float) -> Plate:
    """Show dz at the foot of its gate: one number after its colour, or all units in colour."""
    room = foot.adjusted(width_of(gradient.key + " ", fonts.small.font), 0, 0, 0)
    plate = Plate(foot, gradient, unit)
    if gradient.width > FEW:
        return replace(plate, strip=room.adjusted(0, 4 * k, 0, -3 * k))
    square = QRectF(room.left(), room.top() + 4 * k, 12 * k, room.height() - 7 * k)
    beside = room.adjusted(16 * k, 0, 0, 0)
    for figures in (2, 1):
        text = _gradient_texts(gradient, figures, (unit,))[0]
        for face in (fonts.number, fonts.small):
            width = len(text) * face.digit
            if max(_usual(figures), len(text)) * face.digit <= beside.width():
                number = QRectF(room.right() - width, room.top(), width, room.height())
                return replace(plate, number=number, text=text, digits=face, strip=square)
    face = shrunk(fonts.small, len(text), room.width())
    return replace(plate, number=room, text=text, digits=face)


# The input


def _of_input(
    vector: Vector, gradient: Vector, rect: QRectF, unit: int, fonts: Fonts, k: float
) -> tuple[Plate, Plate]:
    """Show the gradients of an input in a row, each after its input's name and value."""
    room = room_of_items(vector, rect, fonts, k)
    items: tuple[InputItem, ...] | None = None
    if vector.width <= 2 * MOST:
        items = _items(vector, gradient, room, fonts, k)
    if items is not None:
        values = tuple(replace(item, plate=item.label, text=item.name) for item in items)
        return Plate(rect, vector, unit, items=values), Plate(rect, gradient, unit, items=items)
    strip = None if room.width() < 12 * k else room.adjusted(0, 2 * k, 0, -2 * k)
    return Plate(rect, vector, unit), Plate(rect, gradient, unit, strip=strip)


def _items(
    vector: Vector, gradient: Vector, room: QRectF, fonts: Fonts, k: float
) -> tuple[InputItem, ...] | None:
    units = range(vector.width)
    names = [vector.names[u] if u < len(vector.names) else "" for u in units]
    whole = all(v is None or float(v).is_integer() for v in map(vector.value, units))
    write = number_format.brief if whole else number_format.short
    values = [HIDDEN if v is None else write(float(v)) for v in map(vector.value, units)]
    both = [f"{name} {value}".strip() for name, value in zip(names, values, strict=True)]
    blank = [""] * vector.width
    for labels in (both, values, blank):
        for figures in (2, 1):
            texts = _gradient_texts(gradient, figures)
            gaps = (24 * k, 12 * k) if labels is not blank else (10 * k, 4 * k)
            for gap in gaps:
                items = fit_items(texts, labels, room, fonts, gap, k)
                if items is not None:
                    return items
    return None
