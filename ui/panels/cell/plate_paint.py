"""Painting of the boxes of the cell diagram, with their heads and values."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen

from simulator.cells.sheet import INPUT
from simulator.network.activation import LEFT_END, RIGHT_END
from simulator.network.quantities import EVERY
from simulator.translation import tr
from ui.panels.cell.cell_values import CellValues
from ui.panels.cell.highlight import Highlight, step_numbers
from ui.panels.cell.pens import AHEAD, CENTRE, LEFT, RIGHT, TINT, WIRE, Pens, blend
from ui.panels.cell.plates import (
    Plate,
    gate_names,
    name_left,
    shown_values,
    state_titles,
    title_width,
)
from ui.panels.cell.text_fit import Fonts, width_of
from ui.style.theme import BOUNDED_0_1
from ui.widgets.strips.colour_strip import draw_strip

_EDGE = 7.0
"""Width of a state's edge in the colour of its value, at scale 1."""


class PlatePainter:
    """Painter of all boxes of one drawing."""

    def __init__(
        self,
        pens: Pens,
        fonts: Fonts,
        plates: dict[str, Plate],
        levels: dict[str, Highlight],
        values: CellValues,
    ) -> None:
        self.pens, self.fonts, self.plates, self.levels = pens, fonts, plates, levels
        self._numbers = step_numbers(values)
        self._between = values.between
        self._gates, self._sums = values.diagram.gates, values.config.cell.sums
        self._names = gate_names(self._gates, plates, fonts, pens.scale)
        self._titles = state_titles(values, plates, fonts, pens.scale)

    def paint(self, marked: tuple[str, int] | None) -> None:
        """Paint every box. `marked`: the key and unit of the number to frame."""
        for key, plate in self.plates.items():
            level = self.levels[key]
            if key in self._gates:
                self._box(plate, level)
                self._gate_head(plate, level)
            elif key in self._titles:
                self._box(plate, level)
                self._edge(plate, level)
                self._state_head(plate, level)
            elif key == INPUT:
                self._input(plate, level)
            elif plate.number is not None:
                self.pens.text(plate.rect, "z", self.fonts.text, self.pens.faint)
            self._content(plate, level)
            if marked is not None and marked[0] == key:
                mark_number(self.pens, self.fonts, plate, marked[1])

    def _box(self, plate: Plate, level: Highlight) -> None:
        pens, quantity = self.pens, plate.vector.quantity
        fill = pens.panel
        if level is Highlight.LIT:
            fill = blend(pens.theme.colour(quantity), pens.panel, TINT)
        pens.box(plate.rect, pens.frame(quantity, level), fill)

    # Heads

    def _gate_head(self, plate: Plate, level: Highlight) -> None:
        pens, fonts, k, key = self.pens, self.fonts, self.pens.scale, plate.vector.key
        line = QRectF(plate.rect.left(), plate.rect.top() + 5 * k, plate.rect.width(), 20 * k)
        centre = QPointF(line.left() + 17 * k, line.center().y())
        pens.circle(centre, self._numbers[key], fonts.caption, level is Highlight.LIT)
        letter = QRectF(line)
        letter.setLeft(line.left() + 34 * k)
        pens.text(letter, key, fonts.value.bold, pens.hue(key, level))
        name, function = self._names[key]
        ink = pens.faint if level is Highlight.FUTURE else pens.ink
        if name:
            line.setLeft(name_left(plate.rect, fonts, k))
            pens.text(line, name, fonts.caption, ink)
        if function:
            line.setRight(plate.rect.right() - 8 * k)
            pens.text(line, function, fonts.small.font, pens.faint, RIGHT)

    def _state_head(self, plate: Plate, level: Highlight) -> None:
        pens, fonts, k, key = self.pens, self.fonts, self.pens.scale, plate.vector.key
        title, note = self._titles[key]
        line = plate.rect.adjusted(12 * k, 3 * k, -8 * k, 0)
        line.setHeight(18 * k)
        if key in self._between:
            centre = QPointF(line.left() + 9 * k, line.center().y() + k)
            pens.circle(centre, self._numbers[key], fonts.caption, level is Highlight.LIT)
            line.setLeft(line.left() + 22 * k)
        pens.text(line, title, fonts.number.bold, pens.hue(plate.vector.quantity, level))
        line.setLeft(line.left() + title_width(title, fonts))
        pens.text(line, note, fonts.caption, pens.faint, RIGHT)

    def _edge(self, plate: Plate, level: Highlight) -> None:
        """Colour the left edge of a state by the followed unit's value, once it is known."""
        value = plate.vector.value(plate.unit)
        if value is None or level is Highlight.FUTURE:
            return
        pens, painter = self.pens, self.pens.painter
        left = side_of_box(plate.rect.getRect(), _EDGE * pens.scale)
        quantity = plate.vector.quantity
        colour = pens.of_value(quantity, float(value), pens.panel, ahead=False)
        painter.fillPath(left, colour)
        painter.setPen(pens.frame(quantity, level))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(plate.rect, 4, 4)

    def _input(self, plate: Plate, level: Highlight) -> None:
        pens, fonts, k, vector = self.pens, self.fonts, self.pens.scale, plate.vector
        future = level is Highlight.FUTURE
        pens.box(plate.rect, pens.pen(pens.wire if future else pens.ink, WIRE), pens.panel)
        line = plate.rect.adjusted(10 * k, 0, -10 * k, 0)
        if vector.origins:
            line.setHeight(22 * k)
        ink = pens.faint if future else pens.ink
        pens.text(line, vector.title, fonts.number.bold, ink)
        line.setLeft(line.left() + title_width(vector.title, fonts) + 12 * k)
        note = vector.note if vector.origins else vector.word
        if note:
            font = fonts.caption if vector.origins else fonts.bold_text
            pens.text(line, note, font, pens.faint if vector.origins else pens.ink)
        for item in plate.items:
            if item.name:
                pens.text(item.label, item.name, fonts.caption, pens.faint)
            value = vector.value(item.unit)
            if value is None:
                pens.hidden(item.plate, fonts.number.font)
                continue
            colour = pens.of_value("x", float(value), pens.panel, ahead=future)
            pens.box(item.plate, QPen(Qt.PenStyle.NoPen), colour, 0.0)
            ink = pens.faint if future else pens.theme.text_on(colour)
            font = fonts.number.font if future else fonts.number.bold
            pens.text(item.plate, item.text, font, ink, CENTRE)
        if vector.seen is None:
            room = QRectF(plate.rect.adjusted(10 * k, 0, -10 * k, -3 * k))
            room.setTop(plate.rect.top() + 22 * k)
            pens.hidden(room, fonts.number.font)

    # Values

    def _content(self, plate: Plate, level: Highlight) -> None:
        vector, pens = plate.vector, self.pens
        if plate.strip is not None and vector.seen is not None:
            pens.painter.setOpacity(AHEAD if level is Highlight.FUTURE else 1.0)
            limit = pens.limit(vector.quantity)
            draw_strip(
                pens.painter, plate.strip, pens.theme, vector.quantity, shown_values(vector), limit
            )
            pens.painter.setOpacity(1.0)
        if plate.bar is not None and vector.value(plate.unit) is not None:
            self._bar(plate, level)
        if plate.grid is not None:
            self._grid(plate, level)
        if plate.number is not None:
            self._number(plate, level)

    def _number(self, plate: Plate, level: Highlight) -> None:
        pens, room, key = self.pens, plate.number, plate.vector.key
        digits = plate.digits
        if room is None or digits is None:
            return
        value = plate.vector.value(plate.unit)
        if value is None:
            pens.hidden(room, digits.font)
            return
        large = level is Highlight.LIT and key not in self._sums
        font = digits.bold if large or self._is_strong(key, level) else digits.font
        pens.text(room, plate.text, font, self._ink(plate, level), RIGHT)
        self._beside(plate, float(value), room, large)

    def _is_strong(self, key: str, level: Highlight) -> bool:
        """Return True for a number in bold: of a known state, and the sum of the lit gate."""
        return level is Highlight.LIT or (level is not Highlight.FUTURE and key in self._titles)

    def _ink(self, plate: Plate, level: Highlight) -> QColor:
        if level is Highlight.FUTURE:
            return self.pens.faint
        lit = level is Highlight.LIT and plate.vector.key not in self._sums
        return self.pens.theme.colour(plate.vector.quantity) if lit else self.pens.ink

    def _beside(self, plate: Plate, value: float, number: QRectF, lit: bool) -> None:
        """Say left of a number whether the gate is closed or open, or whose of many units it is."""
        pens, fonts, k, vector = self.pens, self.fonts, self.pens.scale, plate.vector
        word, font, colour = "", fonts.caption, pens.faint
        if lit and vector.quantity in BOUNDED_0_1:
            if value < LEFT_END["σ"]:
                word = tr("closed")
            elif value > RIGHT_END["σ"]:
                word = tr("open")
            font, colour = fonts.bold_text, pens.theme.colour(vector.quantity)
        if not word and plate.strip is not None and vector.key != INPUT:
            word, font, colour = f"[{plate.unit}]", fonts.small.font, pens.faint
        left = plate.rect.left() + (8 if vector.key in self._gates else 12) * k
        room = QRectF(left, number.top(), number.left() - 6 * k - left, number.height())
        if word and width_of(word, font) <= room.width():
            pens.text(room, word, font, colour, LEFT)

    def _bar(self, plate: Plate, level: Highlight) -> None:
        """Fill a gate's bar from the left in its hue, a signed value's from the middle."""
        pens, bar, key = self.pens, plate.bar, plate.vector.key
        value = plate.vector.value(plate.unit)
        if bar is None or value is None:
            return
        pens.fill(bar, pens.zero)
        low, high = EVERY[key].bounded or (-1.0, 1.0)
        share = min(max((float(value) - low) / (high - low), 0.0), 1.0) if value == value else 0.0
        base = 0.0 if low == 0 else 0.5
        ahead = level is Highlight.FUTURE
        if low == 0:
            hue = pens.theme.colour(key)
            colour = blend(hue, pens.zero, AHEAD) if ahead else hue
        else:
            strong = max(0.5, abs(float(value))) * (1 if value > 0 else -1)
            colour = pens.of_value(key, strong, pens.zero, ahead)
        start, end = sorted((base, share))
        width = max(1.5, (end - start) * bar.width()) if value else 0.0
        fill = QRectF(bar.left() + start * bar.width(), bar.top(), width, bar.height())
        pens.fill(fill, colour)
        if base:
            middle = bar.center().x()
            pens.fill(QRectF(middle - 0.5, bar.top() - 1.5, 1, bar.height() + 3), pens.faint)

    def _grid(self, plate: Plate, level: Highlight) -> None:
        grid, pens, digits = plate.grid, self.pens, self.fonts.number
        if grid is None:
            return
        ink = pens.faint if level is Highlight.FUTURE else pens.ink
        for unit, text in enumerate(grid.texts):
            cell = grid.number(unit)
            chosen = unit == plate.unit and level is not Highlight.FUTURE
            colour = self._ink(plate, level) if chosen else ink
            if plate.vector.value(unit) is None:
                pens.hidden(cell, digits.font)
                continue
            pens.text(cell, text, digits.bold if chosen else digits.font, colour, RIGHT)


def mark_number(pens: Pens, fonts: Fonts, plate: Plate, unit: int) -> None:
    """Frame the number that is looked at, in its hue."""
    place, k = plate.place(unit), pens.scale
    if place is None:
        return
    digits = plate.digits or fonts.number
    height = min(place.height() + 2 * k, digits.line + 2)
    rect = QRectF(place.left() - 3 * k, 0, place.width() + 6 * k, height)
    rect.moveCenter(place.center())
    pens.painter.setPen(pens.pen(pens.theme.colour(plate.vector.quantity), 1.5))
    pens.painter.setBrush(Qt.BrushStyle.NoBrush)
    pens.painter.drawRoundedRect(rect, 3, 3)


@lru_cache(maxsize=64)
def side_of_box(rect: tuple[float, float, float, float], width: float) -> QPainterPath:
    """Return the left part of a rounded box, or with a negative width the right: cut once."""
    shape, strip = QPainterPath(), QPainterPath()
    shape.addRoundedRect(*rect, 4, 4)
    x, y, whole, height = rect
    strip.addRect(x if width > 0 else x + whole + width, y, abs(width), height)
    return shape.intersected(strip)
