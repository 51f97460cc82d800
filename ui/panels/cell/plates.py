"""Plates of the cell diagram: which numbers of a vector are shown where in its box."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from simulator.arrays import Array
from simulator.cells.sheet import INPUT
from simulator.network.quantities import EVERY
from simulator.translation import tr
from ui.panels.cell.cell_values import HIDDEN, CellValues, Vector, meaning
from ui.panels.cell.input_plate import InputItem, input_items
from ui.panels.cell.layout import DiagramLayout
from ui.panels.cell.number_grid import MOST, NumberGrid, fit_numbers
from ui.panels.cell.text_fit import Digits, Fonts, fit, width_of
from ui.style.theme import BOUNDED_0_1
from ui.widgets.strips.colour_strip import unit_at as strip_unit_at

FEW = 2
"""Largest width of a vector that shows only the followed unit."""

HEAD = 27.0
"""Height of the head of a gate's box at scale 1."""

_PAD, _EDGE = 8.0, 12.0


@dataclass(frozen=True, slots=True)
class Plate:
    """Box of a vector, and the places of its numbers and colours.

    Attributes:
        unit: the followed one, which `number` is of. text: that number, or its sign.
        number: the room for it; None where a grid has it. grid: all numbers. strip: all units in
            colour. bar: the followed unit's bar. items: the numbers of an input, with their names.
    """

    rect: QRectF
    vector: Vector
    unit: int
    number: QRectF | None = None
    text: str = ""
    digits: Digits | None = None
    grid: NumberGrid | None = None
    strip: QRectF | None = None
    bar: QRectF | None = None
    items: tuple[InputItem, ...] = ()

    def unit_at(self, point: QPointF) -> int | None:
        """Return the unit whose number or colour is at a point."""
        if self.vector.seen is None:
            return None
        if self.number is not None and self.number.contains(point):
            return self.unit
        for item in self.items:
            if item.plate.contains(point):
                return item.unit
        if self.grid is not None:
            return self.grid.unit_at(point)
        if self.strip is not None:
            return strip_unit_at(self.strip, self.vector.width, point)
        return None

    @property
    def numbered(self) -> Sequence[int]:
        """Units that have a number in the box; of a strip, which may show some, the followed one.

        A wide vector has few: to ask each unit for its place would take milliseconds.
        """
        if self.strip is not None:
            return (self.unit,)
        if self.items:
            return [item.unit for item in self.items]
        return (self.unit,) if self.grid is None else range(self.vector.width)

    def place(self, unit: int) -> QRectF | None:
        """Return the rectangle of a unit's number; None where it is only a colour."""
        for item in self.items:
            if item.unit == unit:
                return item.plate
        if self.grid is not None:
            return self.grid.number(unit)
        return self.number if unit == self.unit else None


def plates_of(
    values: CellValues, layout: DiagramLayout, fonts: Fonts, lit: str | None
) -> dict[str, Plate]:
    """Make the plates of all vectors. `lit`: the quantity whose number is the large one."""
    plates, sums, gates = {}, values.config.cell.sums, values.diagram.gates
    homes, k = values.diagram.homes, layout.scale
    for key, vector in values.vectors.items():
        rect, unit = layout.plates[key], values.unit_of(vector)
        if key == INPUT:
            plates[key] = _of_input(vector, rect, unit, fonts, k)
        elif key in gates:
            foot = layout.plates[values.sum_of(key)]
            plates[key] = _of_gate(vector, rect, foot, unit, fonts, k, key == lit)
        elif key not in sums:
            plates[key] = _of_state(vector, rect, unit, fonts, k, key == lit)
    for key in sums:
        vector, gate = values.vectors[key], plates[homes[key]]
        foot, unit = layout.plates[key], values.unit_of(vector)
        if gate.grid is None or gate.grid.rect.bottom() <= foot.top():
            plates[key] = _of_sum(vector, foot, unit, fonts, k)
        else:
            plates[key] = Plate(foot, vector, unit)
    return plates


def shown_values(vector: Vector) -> Array:
    """Return the values for pictures of all units: covered ones are 0, the colour of nothing."""
    assert vector.seen is not None
    if not vector.covered:
        return vector.seen
    values = np.array(vector.seen)
    values[list(vector.covered)] = 0
    return values


def changed_places(before: dict[str, Plate], after: dict[str, Plate]) -> list[QRectF]:
    """Return the places of the numbers that are seen in both and differ."""
    places = []
    for key in before.keys() & after.keys():
        plate, former = after[key], before[key].vector
        if plate.vector.seen is None or former.seen is None or former.width != plate.vector.width:
            continue
        for unit in plate.numbered:
            old, new = former.value(unit), plate.vector.value(unit)
            place = plate.place(unit)
            if place is not None and old is not None and new is not None and old != new:
                places.append(place)
    return places


def _of_gate(
    vector: Vector, rect: QRectF, foot: QRectF, unit: int, fonts: Fonts, k: float, lit: bool
) -> Plate:
    inner = rect.adjusted(_PAD * k, HEAD * k, -_PAD * k, 0)
    if FEW < vector.width <= MOST and vector.seen is not None:
        # Without room for the sum at the foot, the grid takes its place.
        for bottom in (foot.top() - k, rect.bottom() - 3 * k):
            inner.setBottom(bottom)
            grid = _grid(vector, inner, fonts)
            if grid is not None:
                return Plate(rect, vector, unit, grid=grid)
    bar, strip = QRectF(inner), None
    bar.setBottom(foot.top() - 2 * k)
    bar.setTop(bar.bottom() - 8 * k)
    row = QRectF(inner)
    row.setBottom(bar.top())
    if vector.width > FEW:
        row.setBottom(min(row.top() + 27 * k, bar.top()))
        strip = QRectF(bar)
        strip.setTop(row.bottom() + k)
    large = (fonts.lit, fonts.between) if lit else ()
    return _with_number(
        Plate(rect, vector, unit, bar=None if strip else bar, strip=strip),
        row,
        (*large, fonts.value, fonts.number),
        alone=lit,
    )


def _of_state(vector: Vector, rect: QRectF, unit: int, fonts: Fonts, k: float, lit: bool) -> Plate:
    inner = rect.adjusted(_EDGE * k, 22 * k, -_PAD * k, -3 * k)
    if FEW < vector.width <= MOST and vector.seen is not None:
        grid = _grid(vector, inner.adjusted(0, 0, 4 * k, 0), fonts)
        if grid is not None:
            return Plate(rect, vector, unit, grid=grid)
    strip = None
    if vector.width > FEW:
        strip = inner.adjusted(0, 24 * k, 0, -3 * k)
        inner.setBottom(strip.top() - 2 * k)
    large = (fonts.lit, fonts.between) if lit else ()
    return _with_number(
        Plate(rect, vector, unit, strip=strip), inner, (*large, fonts.value, fonts.number)
    )


def _of_sum(vector: Vector, rect: QRectF, unit: int, fonts: Fonts, k: float) -> Plate:
    room = QRectF(rect)
    room.setLeft(rect.left() + width_of("z ", fonts.text))
    return _with_number(Plate(rect, vector, unit), room, (fonts.number, fonts.small))


def _of_input(vector: Vector, rect: QRectF, unit: int, fonts: Fonts, k: float) -> Plate:
    items, strip = input_items(vector, rect, fonts, k)
    return Plate(rect, vector, unit, items=items, strip=strip)


def _with_number(plate: Plate, row: QRectF, sizes: Sequence[Digits], alone: bool = False) -> Plate:
    """Put the followed unit's number at the right of a row."""
    vector, value = plate.vector, plate.vector.value(plate.unit)
    if value is None:
        text, digits = HIDDEN, sizes[-1]
    else:
        sign = vector.quantity not in BOUNDED_0_1
        text, digits = fit(float(value), row.width(), sizes, sign, alone)
    width = min(row.width(), len(text) * digits.digit)
    if value is None:
        width = min(row.width(), 3 * digits.digit)
    number = QRectF(row.right() - width, row.top(), width, row.height())
    return Plate(
        plate.rect,
        vector,
        plate.unit,
        number,
        text,
        digits,
        strip=plate.strip,
        bar=plate.bar,
    )


def _grid(vector: Vector, rect: QRectF, fonts: Fonts) -> NumberGrid | None:
    """Fit all numbers; covered ones are not among them."""
    grid = fit_numbers(shown_values(vector), rect, fonts.number.digit, fonts.number.line)
    if grid is None or not vector.covered:
        return grid
    texts = tuple(HIDDEN if u in vector.covered else text for u, text in enumerate(grid.texts))
    return replace(grid, texts=texts)


# Heads

_FULL, _SHORT, _NONE = range(3)


def gate_names(
    gates: Sequence[str], plates: dict[str, Plate], fonts: Fonts, k: float
) -> dict[str, tuple[str, str]]:
    """Return the name and the function of every gate, as much as all of them have room for."""
    full = {key: (meaning(key), EVERY[key].function) for key in gates}
    for names in (full, _short(full), dict.fromkeys(full, ("", ""))):
        if all(_fits(plates[key].rect, *names[key], fonts, k) for key in gates):
            return names
    return names


def _short(full: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    return {key: (name.removesuffix(tr(" gate")), "") for key, (name, _) in full.items()}


def name_left(rect: QRectF, fonts: Fonts, k: float) -> float:
    """Return where a gate's name begins: right of the step's number and the letter."""
    return rect.left() + (_PAD + 18 + 8) * k + fonts.value.digit + 8 * k


def _fits(rect: QRectF, name: str, function: str, fonts: Fonts, k: float) -> bool:
    needed = name_left(rect, fonts, k) - rect.left() + width_of(name, fonts.caption) + _PAD * k
    if function:
        needed += width_of(function, fonts.small.font) + 8 * k
    return needed <= rect.width()


def state_titles(
    values: CellValues, plates: dict[str, Plate], fonts: Fonts, k: float
) -> dict[str, tuple[str, str]]:
    """Return the name and note of every state: `c[t−1]` and `t 16`, or both in one as `c[16]`."""
    states = [plates[key] for key in values.states]
    fit_all = all(
        title_width(plate.vector.title, fonts)
        + width_of("  " + plate.vector.note, fonts.caption)
        + (22 * k if plate.vector.key in values.between else 0)
        <= plate.rect.width() - (_EDGE + _PAD) * k
        for plate in states
    )
    return {
        p.vector.key: (p.vector.title, p.vector.note) if fit_all else (p.vector.name, "")
        for p in states
    }


def title_width(text: str, fonts: Fonts) -> float:
    """Return the width of a bold name in fixed width."""
    return len(text) * fonts.number.digit
