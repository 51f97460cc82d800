"""The input's box: its numbers in a row, with their names where there is room."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from ui.panels.cell.cell_values import HIDDEN, Vector
from ui.panels.cell.text_fit import DECIMALS, Fonts, width_of
from ui.style import number_format

_MOST = 16
"""Largest width that is shown as numbers."""

_PAD, _PLATE, _AROUND = 10.0, 32.0, 10.0


@dataclass(frozen=True, slots=True)
class InputItem:
    """One number of the input: its name, and the plate that it stands on."""

    unit: int
    name: str
    label: QRectF
    plate: QRectF
    text: str


def head_width(vector: Vector, fonts: Fonts, k: float) -> float:
    """Return the width of the name and of the word or note beside it."""
    width = len(vector.title) * fonts.number.digit + _PAD * k
    if vector.origins:
        return width + 12 * k + width_of(vector.note, fonts.caption)
    return width + (12 * k + width_of(vector.word, fonts.bold_text) if vector.word else 0.0)


def room_of_items(vector: Vector, rect: QRectF, fonts: Fonts, k: float) -> QRectF:
    """Return the room for the numbers: right of the name, or below it."""
    room = rect.adjusted(_PAD * k, 3 * k, -_PAD * k, -3 * k)
    if vector.origins:
        room.setTop(rect.top() + 22 * k)
    else:
        room.setLeft(rect.left() + head_width(vector, fonts, k) + 20 * k)
    return room


def input_items(
    vector: Vector, rect: QRectF, fonts: Fonts, k: float
) -> tuple[tuple[InputItem, ...], QRectF | None]:
    """Return the numbers of an input in its box; where they do not fit, the room for a strip."""
    room = room_of_items(vector, rect, fonts, k)
    if vector.seen is None:
        return (), None
    if vector.width <= _MOST:
        names = [vector.names[u] if u < len(vector.names) else "" for u in range(vector.width)]
        for named, gap in ((True, 24 * k), (True, 12 * k), (False, 10 * k), (False, 4 * k)):
            if named and not any(names):
                continue
            shown = names if named else [""] * vector.width
            for texts in _texts(vector):
                items = fit_items(texts, shown, room, fonts, gap, k)
                if items is not None:
                    return items, None
    if room.width() < 12 * k:
        return (), None
    return (), room.adjusted(0, 2 * k, 0, -2 * k)


def _texts(vector: Vector) -> Sequence[list[str]]:
    """Return the texts of all numbers, those with the most decimals first."""
    values = [vector.value(unit) for unit in range(vector.width)]
    if all(value is None or float(value).is_integer() for value in values):
        return [[HIDDEN if v is None else number_format.brief(float(v)) for v in values]]
    return [
        [HIDDEN if v is None else number_format.fixed(float(v), places) for v in values]
        for places in number_format.choices(DECIMALS)
    ]


def fit_items(
    texts: list[str], names: list[str], room: QRectF, fonts: Fonts, gap: float, k: float
) -> tuple[InputItem, ...] | None:
    """Put the numbers side by side; None when they need more than the room."""
    longest = max(map(len, texts))
    plate_width = longest * fonts.number.digit + _AROUND * k
    if longest <= 2:
        plate_width = max(plate_width, _PLATE * k)
    x, items = room.left(), []
    for unit, (text, name) in enumerate(zip(texts, names, strict=True)):
        label = QRectF(x, room.top(), width_of(name, fonts.caption) if name else 0.0, room.height())
        x = label.right() + (8 * k if name else 0.0)
        plate = QRectF(x, room.center().y() - 9 * k, plate_width, 18 * k)
        items.append(InputItem(unit, name, label, plate, text))
        x = plate.right() + gap
    return tuple(items) if x - gap <= room.right() + 0.01 else None
