"""Painting of the boxes in the backward pass: values faint at the left, gradients at the right."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPen

from simulator.cells.sheet import INPUT
from simulator.translation import tr
from ui.panels.cell.backward.plates import BAR, HEAD_BACK
from ui.panels.cell.cell_values import CellValues, Vector, meaning
from ui.panels.cell.highlight import gradients_of, plates_read
from ui.panels.cell.layout import DiagramLayout
from ui.panels.cell.pens import CENTRE, LEFT, RIGHT, TINT, WIRE, Pens, blend
from ui.panels.cell.plate_paint import mark_number, side_of_box
from ui.panels.cell.plates import FEW, Plate, shown_values, title_width
from ui.panels.cell.text_fit import Digits, Fonts, width_of
from ui.style.decades import DecadeRange, scale_of
from ui.widgets.strips.colour_strip import draw_gradients, draw_strip

_EDGE = 7.0
"""Width of a state's edge in the colour of its value, at scale 1."""

_DIM = 0.6
"""Opacity of the colours of values that the present step does not read."""

_RULE = 1.5
"""Thickness of the rule in place of a gradient that is not computed yet."""


class BackPlatePainter:
    """Painter of all boxes of one drawing of the backward pass.

    Args:
        reach: the sizes that the steps of colour of the gradients stand for.
    """

    def __init__(
        self,
        pens: Pens,
        fonts: Fonts,
        layout: DiagramLayout,
        plates: dict[str, Plate],
        values: CellValues,
        reach: DecadeRange,
    ) -> None:
        self.pens, self.fonts, self.layout, self.plates = pens, fonts, layout, plates
        self._values, self._reach = values, reach
        self._gates, self._sums = values.diagram.gates, values.config.cell.sums
        self._reads = plates_read(values.lit, values.config)
        self._lit = gradients_of(values.lit, values.config)
        self._between = layout.labels["t"].height() >= 1.3 * fonts.bold_text.metrics.height()
        self._names = self._gate_names()

    def paint(self, marked: tuple[str, int] | None) -> None:
        """Paint every box. `marked`: the key and unit of the number to frame."""
        for key, vector in self._values.vectors.items():
            if key in self._sums:
                continue
            gradient = self._values.gradients[f"d{key}"]
            if key == INPUT:
                self._input(vector, gradient)
            else:
                self._box(key, gradient)
                if key not in self._gates:
                    self._edge(self.layout.plates[key], self.plates[key])
                self._head(key, vector, gradient)
                self._value(self.plates[key])
                self._gradient(self.plates[gradient.key])
        for key in self._gates:
            self._sum(self.plates[f"d{self._values.sum_of(key)}"])
        if self._between:
            self._timesteps()
        self._rings()
        if marked is not None and marked[0] in self.plates:
            mark_number(self.pens, self.fonts, self.plates[marked[0]], marked[1])

    def _rings(self) -> None:
        """Ring the boxes of the gradients that the present step computes."""
        pens = self.pens
        pens.painter.setPen(QPen(pens.ink, 2))
        pens.painter.setBrush(Qt.BrushStyle.NoBrush)
        for key in filter(self.plates.__contains__, self._lit):
            rect, away = self.layout.plates[key[1:]], 0.0 if key[1:] in self._sums else 2.0
            pens.painter.drawRoundedRect(rect.adjusted(-away, -away, away, away), 5, 5)

    # Boxes and their heads

    def _box(self, key: str, gradient: Vector) -> None:
        """Draw a box; of a known gradient the field and the bar at its right."""
        pens, rect = self.pens, self.layout.plates[key]
        known, hue = gradient.values is not None, pens.theme.colour(gradient.quantity)
        frame = pens.pen(hue if known else pens.wire, WIRE)
        pens.box(rect, frame, pens.panel)
        if not known:
            return
        field, inset = self.plates[gradient.key].rect, frame.widthF() / 2
        within = rect.adjusted(inset, inset, -BAR, -inset)
        pens.fill(field & within, blend(hue, pens.panel, TINT))
        pens.painter.fillPath(side_of_box(rect.getRect(), -BAR), hue)

    def _edge(self, rect: QRectF, plate: Plate) -> None:
        """Colour the left edge of a state by the followed unit's value."""
        value = plate.vector.value(plate.unit)
        if value is None:
            return
        pens, quantity = self.pens, plate.vector.quantity
        colour = pens.of_value(quantity, float(value), pens.panel, ahead=False)
        share = 1.0 if plate.vector.key in self._reads else _DIM
        path = side_of_box(rect.getRect(), _EDGE * pens.scale)
        pens.painter.fillPath(path, blend(colour, pens.panel, share))

    def _head(self, key: str, vector: Vector, gradient: Vector) -> None:
        pens, k, fonts = self.pens, self.pens.scale, self.fonts
        rect = self.layout.plates[key]
        left = (8 if key in self._gates else 10) * k
        line = QRectF(rect.left() + left, rect.top() + 2 * k, 0, (HEAD_BACK - 2) * k)
        line.setRight(rect.right() - (8 if key in self._gates else 6) * k)
        name = vector.quantity if key in self._gates or self._between else vector.name
        read = key in self._reads
        pens.text(line, name, fonts.number.bold if read else fonts.number.font, self._ink(vector))
        word = self._names.get(key, "")
        if word:
            line.setLeft(line.left() + title_width(name, fonts) + 8 * k)
            pens.text(line, word, fonts.caption, pens.faint)
        known = gradient.values is not None
        hue = pens.theme.colour(gradient.quantity) if known else pens.faint
        pens.text(line, f"d{vector.quantity}", fonts.number.bold, hue, RIGHT)

    def _gate_names(self) -> dict[str, str]:
        """Return the names of the gates, as much as all boxes have room for."""
        fonts, k = self.fonts, self.pens.scale
        full: dict[str, str] = {key: meaning(key) for key in self._gates}
        short = {key: name.removesuffix(tr(" gate")) for key, name in full.items()}
        for names in (full, short):
            needed = max(width_of(name, fonts.caption) for name in names.values())
            room = min(self.layout.plates[key].width() for key in self._gates)
            if needed + 3 * fonts.number.digit + 32 * k <= room:
                return names
        return {}

    def _timesteps(self) -> None:
        """Write between the states at which timesteps they are; the present one in bold."""
        pens, fonts, labels = self.pens, self.fonts, self.layout.labels
        states = self._values.config.cell.states
        before = [self._values.vectors[f"{state}_prev"] for state in states]
        start = ", ".join(vector.note for vector in before)
        text = before[-1].note if before[-1].origins else start
        pens.text(labels["t−1"], text, fonts.caption, pens.faint, CENTRE)
        now = f"t {self._values.timestep}"
        pens.text(labels["t"], now, fonts.bold_text, pens.ink, CENTRE)

    # Numbers

    def _ink(self, vector: Vector) -> QColor:
        """Return the ink of a value: faint, but for a factor of the present step."""
        return self.pens.ink if vector.key in self._reads else self.pens.faint

    def _value(self, plate: Plate) -> None:
        pens, vector, ink = self.pens, plate.vector, self._ink(plate.vector)
        if plate.strip is not None:
            pens.painter.setOpacity(1.0 if vector.key in self._reads else _DIM)
            limit = pens.limit(vector.quantity)
            values = shown_values(vector)
            draw_strip(pens.painter, plate.strip, pens.theme, vector.quantity, values, limit)
            pens.painter.setOpacity(1.0)
        self._numbers(plate, ink)

    def _gradient(self, plate: Plate) -> None:
        if plate.strip is not None:
            self._strip(plate, plate.strip)
        self._numbers(plate, self.pens.ink)

    def _strip(self, plate: Plate, room: QRectF) -> None:
        """Draw all gradients in steps; before they are computed, the frame."""
        pens, vector = self.pens, plate.vector
        if vector.values is None:
            rule = QColor(pens.theme.rule)
            pens.box(room, pens.pen(rule, 1.0), pens.panel, 0.0)
            return
        values = shown_values(vector)
        if vector.width <= FEW:
            values = values[plate.unit : plate.unit + 1]
        draw_gradients(pens.painter, room, pens.theme, values, self._reach)

    def _numbers(self, plate: Plate, ink: QColor) -> None:
        """Write a number or a grid; a rule stands for each gradient that is not computed yet."""
        digits, grid = plate.digits or self.fonts.number, plate.grid
        if grid is None:
            if plate.number is not None:
                self._one(plate, plate.unit, plate.text, plate.number, digits, ink)
            return
        for unit, text in enumerate(grid.texts):
            self._one(plate, unit, text, grid.number(unit), digits, ink)

    def _one(
        self, plate: Plate, unit: int, text: str, room: QRectF, digits: Digits, ink: QColor
    ) -> None:
        pens, vector, key = self.pens, plate.vector, plate.vector.key
        if vector.seen is None:
            self._rule(room)
            return
        if vector.value(unit) is None:
            pens.hidden(room, digits.font)
            return
        gradient = key in self._values.gradients
        chosen = unit == plate.unit
        strong = chosen and (gradient or key in self._reads)
        align = RIGHT if gradient or plate.grid is not None else LEFT
        pens.text(room, text, digits.bold if strong else digits.font, ink, align)
        if chosen and key in self._reads:
            self._underline(room, digits)

    def _rule(self, room: QRectF) -> None:
        width = min(room.width(), 36 * self.pens.scale)
        y = round(room.center().y())
        rule = QColor(self.pens.theme.rule)
        self.pens.fill(QRectF(room.right() - width, y, width, _RULE), rule)

    def _underline(self, room: QRectF, digits: Digits) -> None:
        """Underline the selected unit's number, which is a factor of the present step."""
        y = room.center().y() + 0.33 * digits.line
        self.pens.fill(QRectF(room.left(), y, room.width(), 1.5), self.pens.ink)

    # dz and dx

    def _sum(self, plate: Plate) -> None:
        """Draw dz at the foot of its gate."""
        pens, k, foot = self.pens, self.pens.scale, plate.rect
        key, known = plate.vector.key, plate.vector.values is not None
        rule = QColor(pens.theme.rule)
        pens.fill(QRectF(foot.left(), round(foot.top()), foot.width(), 1), rule)
        hue = pens.theme.colour(plate.vector.quantity) if known else pens.faint
        font = self.fonts.small.bold if known else self.fonts.small.font
        pens.text(foot.adjusted(2 * k, 0, 0, 0), key, font, hue)
        if plate.strip is not None:
            self._strip(plate, plate.strip)
        self._numbers(plate, pens.ink)

    def _input(self, vector: Vector, gradient: Vector) -> None:
        """Draw the input's box: each name and value, and its gradient on a plate in steps."""
        pens, fonts, k = self.pens, self.fonts, self.pens.scale
        plate, known = self.plates[gradient.key], gradient.values is not None
        rect = self.layout.plates["x"]
        pens.box(rect, pens.pen(pens.ink if known else pens.wire, WIRE), pens.panel)
        if known:
            pens.painter.fillPath(side_of_box(rect.getRect(), -BAR), pens.ink)
        line = rect.adjusted(10 * k, 0, -10 * k, 0)
        if vector.origins:
            line.setHeight(22 * k)
        pens.text(line, "dx", fonts.number.bold, pens.ink if known else pens.faint)
        line.setLeft(line.left() + title_width(vector.title, fonts) + 12 * k)
        note = vector.note if vector.origins else vector.word
        pens.text(line, note, fonts.caption if vector.origins else fonts.bold_text, pens.faint)
        for item in plate.items:
            self._item(plate, item.unit, item.text, item.plate)
        for item in self.plates["x"].items:
            pens.text(item.plate, item.text, fonts.caption, self._ink(vector))
        if plate.strip is not None:
            self._strip(plate, plate.strip)

    def _item(self, plate: Plate, unit: int, text: str, room: QRectF) -> None:
        pens, vector, font = self.pens, plate.vector, self.fonts.number
        if vector.values is None:
            self._rule(room)
            return
        value = vector.value(unit)
        if value is None:
            pens.hidden(room, font.font)
            return
        colour = scale_of(pens.theme, self._reach).colour(float(value))
        pens.box(room, QPen(Qt.PenStyle.NoPen), colour, 0.0)
        pens.text(room, text, font.bold, pens.theme.text_on(colour), CENTRE)
