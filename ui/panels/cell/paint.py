"""Painting of the cell diagram in both passes: wires and bands, then signs, then boxes."""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from simulator.analysis.weight_gradient import STEP_OF_WEIGHTS
from simulator.cells.sheet import CURVES
from simulator.translation import tr
from ui.panels.cell.backward.plate_paint import BackPlatePainter
from ui.panels.cell.cell_values import HIDDEN, CellValues
from ui.panels.cell.diagram import ABOVE, Diagram, OtherFactor, Wire
from ui.panels.cell.highlight import (
    Highlight,
    plate_levels,
    sign_level,
    step_numbers,
    wire_level,
)
from ui.panels.cell.layout import BEFORE_WIRE, DiagramLayout
from ui.panels.cell.pens import CENTRE, LEFT, LIT_WIRE, RIGHT, WIRE, Pens, Written
from ui.panels.cell.plate_paint import PlatePainter
from ui.panels.cell.plates import Plate
from ui.panels.cell.text_fit import Fonts, fit, width_of
from ui.style.decades import DecadeRange
from ui.style.theme import Theme

THICKNESS, THINNEST = 14.0, 1.5
"""Pixels of the memory's band at the end of the scale of c, and at least."""

NOW, DONE, NOT_YET = 3.5, 2.0, 2.0
"""Pixels of a wire backwards: lit by the present step, passed, still ahead."""


class DiagramPainter:
    """Painter for one drawing of one cell.

    Args:
        limits: the magnitude at the ends of the scale of each quantity without fixed ends.
        reach: the sizes that the steps of colour of the gradients stand for.
        values: the cell. plates: its boxes.
    """

    def __init__(
        self,
        painter: QPainter,
        theme: Theme,
        layout: DiagramLayout,
        fonts: Fonts,
        limits: dict[str, float],
        reach: DecadeRange,
        values: CellValues,
        plates: dict[str, Plate],
    ) -> None:
        self.painter, self.theme, self.layout, self.fonts = painter, theme, layout, fonts
        self.pens = Pens(painter, theme, layout.scale, limits)
        self._reach, self._values, self._plates = reach, values, plates
        self._parts, self._back = values.diagram, bool(values.gradients)
        factors = self._parts.factors.get((values.lit or "")[1:], ()) if self._back else ()
        self._factors: tuple[OtherFactor, ...] = factors

    @property
    def written(self) -> list[Written]:
        """All texts that were painted."""
        return self.pens.written

    def paint(self, marked: tuple[str, int] | None) -> None:
        """Paint everything. `marked`: the key and unit of the number that is looked at."""
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        values, layout = self._values, self.layout
        self._bands()
        self._wires()
        for name in layout.nodes:
            self._node(name)
        self._labels()
        if self._back:
            BackPlatePainter(
                self.pens, self.fonts, layout, self._plates, values, self._reach
            ).paint(marked)
        else:
            levels = plate_levels(values)
            PlatePainter(self.pens, self.fonts, self._plates, levels, values).paint(marked)
        for key, vector in values.vectors.items():  # last, since they lie on edges
            if vector.held:
                self._badge(Plate(layout.plates[key], vector, values.unit_of(vector)))

    def focus_ring(self, rects: list[QRectF]) -> None:
        """Frame the step that the keys are at."""
        self.painter.setPen(QPen(QColor(self.theme.accent), 2))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect in rects:
            self.painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), 5, 5)

    # The memory

    def _bands(self) -> None:
        """Draw the lane of a state: as thick as its value, in the colour of its sign."""
        for name, wire in self._parts.wires.items():
            if not wire.band:
                continue
            start, end = self.layout.wires[name]
            value, quantity = self._product(wire.band), wire.hue.removesuffix("_prev")
            if value is None:
                self.painter.setPen(self.pens.pen(self.pens.wire, WIRE))
                self.painter.drawLine(start, end)
                continue
            share = min(1.0, abs(value) / self.pens.limit(quantity))
            thickness = max(THINNEST, THICKNESS * share * self.layout.scale)
            colour = self.pens.of_band(quantity, value, self._ahead(wire.band))
            left, right = sorted((start.x(), end.x()))
            # Its edges lie on whole pixels where it is thin, so that it is not blurred.
            self.pens.fill(QRectF(left, start.y() - thickness / 2, right - left, thickness), colour)

    def _product(self, keys: tuple[str, ...]) -> float | None:
        """Return the product of the followed unit's values; None where one may not be seen."""
        product = None
        for key in keys:
            vector = self._values.vectors[key]
            value = vector.value(self._values.unit_of(vector))
            if value is None:
                return None
            product = value if product is None else product * value
        return None if product is None else float(product)

    def _ahead(self, keys: tuple[str, ...]) -> bool:
        """Return True for numbers ahead; backwards for all, since the memory stays faint there."""
        return self._back or any(self._values.vectors[key].values is None for key in keys)

    def _labels(self) -> None:
        """Name the parts of the memory, and the steps, or the other factor and the weights."""
        self._flows()
        if self._back:
            for factor in self._factors:
                self._factor(factor)
            self._weights()
            self._from_above()
            return
        for step, number in step_numbers(self._values).items():
            if step in self.layout.numbered:
                self._step_label(step, number, self.layout.labels[step])
        if self._values.turn:
            self._turn(self.layout.labels["t"])

    def _turn(self, room: QRectF) -> None:
        """Write the start of the backward pass, where the states leave room between them."""
        text, font = self._values.turn, self.fonts.bold_text
        fits = font.metrics.height() <= room.height() and width_of(text, font) <= room.width()
        if fits:
            self.pens.text(room, text, font, self.pens.ink, CENTRE)

    def _flows(self) -> None:
        """Name the two products that a lane adds."""
        signs, wires = self._parts.signs, self._parts.wires.values()
        for kept in (w for w in wires if w.band and w.source in signs and w.target in signs):
            for wire in wires:
                if wire.target == kept.target and wire.source in signs:
                    name, word = (
                        ("kept", tr("kept")) if wire is kept else ("written", tr("written"))
                    )
                    self._flow(name, word, signs[wire.source].reads, signs[wire.source].row)

    def _flow(self, name: str, word: str, factors: tuple[str, ...], row: str) -> None:
        """Label the band with a product, in the longest form that there is room for."""
        memory, room, fonts = self._values.vectors[row], self.layout.labels[name], self.fonts
        is_covered = self._values.unit_of(memory) in memory.covered
        value = None if is_covered else self._product(factors)
        ahead = self._ahead(factors)
        align = RIGHT if self.layout.mirrored else LEFT
        word_width = width_of(word + "  ", fonts.caption)
        if value is None:
            text, digits = HIDDEN, fonts.number
        else:
            text, digits = fit(value, room.width() - word_width, (fonts.number, fonts.small))
        number_width = len(text) * digits.digit
        if word_width + number_width > room.width():
            word_width = 0.0
            if number_width > room.width():
                return
        left = room.right() - word_width - number_width if self.layout.mirrored else room.left()
        if word_width:
            place = QRectF(left, room.top(), word_width, room.height())
            self.pens.text(place, word, fonts.caption, self.pens.faint if ahead else self.pens.ink)
        place = QRectF(left + word_width, room.top(), number_width, room.height())
        if value is None:
            self.pens.hidden(place.adjusted(0, 0, number_width, 0), digits.font)
        else:
            font = digits.font if ahead else digits.bold
            self.pens.text(place, text, font, self.pens.faint if ahead else self.pens.ink, align)

    def _step_label(self, step: str, number: int, room: QRectF) -> None:
        """Write the number of a step that has no box of a gate, and its letter if it fits."""
        k, mirrored = self.layout.scale, self.layout.mirrored
        level = Highlight.FUTURE if self._values.vectors[step].values is None else Highlight.KNOWN
        lit = self._values.lit == step
        size, letter = 18 * k, self.fonts.number
        whole = size + 5 * k + letter.digit
        fits = whole <= room.width()
        left = room.left() if not mirrored else room.right() - (whole if fits else size)
        ground = QRectF(left - 2 * k, room.top(), (whole if fits else size) + 4 * k, room.height())
        self.pens.fill(ground, self.pens.panel)
        self.pens.circle(
            QPointF(left + size / 2, room.center().y()), number, self.fonts.caption, lit
        )
        if fits:
            place = QRectF(left + size + 5 * k, room.top(), letter.digit, room.height())
            self.pens.text(place, step, letter.bold, self.pens.hue(step, level))

    # Wires and signs

    def _wires(self) -> None:
        """Draw the wires, the highest level last; then the dots of the other factor."""
        wires = dict(self._parts.back if self._back else self._parts.wires)
        levels = {name: wire_level(wire, self._values) for name, wire in wires.items()}
        for name, wire in wires.items():
            if wire.target.endswith("^") and not self._turns_in(wire, levels):
                del levels[name]
        lines = _lines(self.layout, self._parts, self._back)
        for name, level in sorted(levels.items(), key=lambda item: item[1]):
            if self._back or not wires[name].band:
                self._wire(wires[name], lines[name], level)
        dotted = [name for factor in self._factors for name in factor.wires]
        if self._values.lit == STEP_OF_WEIGHTS:
            dotted = list(self._parts.bus)
        for name in dotted:
            self._dotted(lines[name])

    def _turns_in(self, wire: Wire, levels: dict[str, Highlight]) -> bool:
        """Return True while the gradient of a state has only come to its box."""
        state = wire.source
        entry = next(name for name, w in self._parts.wires.items() if w.target == state)
        return f"d{state}" in self._values.taken and levels[entry] is Highlight.FUTURE

    def _wire(self, wire: Wire, line: "_Line", level: Highlight) -> None:
        colour, width = self.pens.wire, WIRE
        if level is Highlight.LIT:
            colour = self.pens.ink if self._back else self.theme.colour(self._values.lit or "")
            width = NOW if self._back else LIT_WIRE
        elif self._back:
            colour, width = QColor(self.theme.rule), NOT_YET
            if level is Highlight.KNOWN:
                hue = wire.hue.removesuffix("_prev")
                # The hue of the input is ink, which means now.
                colour = self.pens.faint if hue == "x" else self.theme.colour(hue)
                width = DONE
        stroke, tip = line.strokes(width, self.pens.scale)
        if tip is not None:
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(colour)
            self.painter.drawPolygon(tip)
        if stroke is not None:
            self.painter.setPen(self.pens.pen(colour, width))
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.drawPolyline(stroke)

    def _dotted(self, line: "_Line") -> None:
        """Dot the wire that carries the other factor over its colour."""
        pen = QPen(self.pens.ink, max(1.5, 2 * min(1.0, self.pens.scale)))
        pen.setDashPattern([1, 1.5])
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawPolyline(line.whole)

    def _node(self, name: str) -> None:
        sign, rect, pens = self._parts.signs[name], self.layout.nodes[name], self.pens
        level, text = sign_level(sign, self._values), sign.sign
        hue = sign.hue if self._back else sign.gate or sign.row
        colour, width = self.theme.colour(hue), DONE if self._back else 1.8
        if level is Highlight.LIT:
            lit = self.theme.colour(self._values.lit or "")
            colour, width = (pens.ink, NOW - 1) if self._back else (lit, LIT_WIRE)
        elif level is Highlight.FUTURE:
            colour, width = pens.wire, WIRE
        self.painter.setPen(pens.pen(colour, width))
        self.painter.setBrush(pens.panel)
        self.painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        ink = pens.faint if level is Highlight.FUTURE else colour
        if self._back and text in CURVES and all(name != factor.of for factor in self._factors):
            text += "′"
        if len(text) > 1:
            pens.text(rect, text, self.fonts.caption, ink, CENTRE)
        else:
            self._cross(rect.center(), text, ink)

    def _cross(self, centre: QPointF, sign: str, ink: QColor) -> None:
        """Draw a × or a +."""
        arm = 3.6 * self.layout.scale
        self.painter.setPen(self.pens.pen(ink, 1.8))
        for x, y in ((1, 1), (1, -1)) if sign == "×" else ((1.25, 0), (0, 1.25)):
            along = QPointF(x * arm, y * arm)
            self.painter.drawLine(centre - along, centre + along)

    def _badge(self, plate: Plate) -> None:
        """Label a box's edge when some of its numbers are held, or connections cut."""
        painter, k, vector = self.painter, self.layout.scale, plate.vector
        count = len(vector.held)
        some = 1 < vector.width != count
        text = f"{vector.badge} {count}" if some and count > 1 else vector.badge
        font = self.fonts.caption
        metrics = font.metrics
        # Hangul fills its line; it needs a margin of its own.
        height = max(metrics.height(), metrics.tightBoundingRect(text).height() + 4 * k)
        rect = QRectF(0, 0, metrics.horizontalAdvance(text) + 10 * k, height)
        cell = self._values.config.cell
        below = vector.key in (*cell.states[1:], *cell.sums)
        edge = plate.rect.bottom() if below else plate.rect.top()
        outward = 0.35 * height if below else -0.35 * height
        rect.moveCenter(QPointF(plate.rect.right() - rect.width() / 2 - 4 * k, edge + outward))
        self.pens.box(rect, self.pens.pen(self.pens.panel, 1.5), self.pens.ink, rect.height() / 2)
        self.pens.text(rect, text, font, self.theme.text_on(self.pens.ink), CENTRE)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # Backwards

    def _factor(self, factor: OtherFactor) -> None:
        """Name the other factor of the present step beside its wire."""
        label = f"× {factor.of}"
        font, room = self.fonts.small.font, self.layout.labels[label]
        names = {key: vector.title for key, vector in self._values.vectors.items()}
        short = [f"× {factor.function}"] if factor.function else []
        for text in (f"× {factor.text.format(**names)}", *short):
            if width_of(text, font) <= room.width():
                align = RIGHT if (label in BEFORE_WIRE) != self.layout.mirrored else LEFT
                self.pens.text(room, text, font, self.pens.ink, align)
                return

    def _from_above(self) -> None:
        """Name the gradient that comes down into dh, where it has room before the timestep."""
        font, room = self.fonts.small.font, self.layout.labels["t"]
        text = self._values.above
        if room.height() < 1.6 * font.metrics.height():
            return
        name, wire = next((n, w) for n, w in self._parts.back.items() if w.target == ABOVE)
        x, width = self.layout.back[name][0].x(), width_of(text, font)
        if 5 + width + 0.12 * room.width() > 0.5 * room.width() - 3 * self.fonts.small.digit:
            return
        left = x + 5 if not self.layout.mirrored else x - 5 - width
        place = QRectF(left, room.top() + 2, width, font.metrics.height())
        lit = wire_level(wire, self._values) is Highlight.LIT
        self.pens.text(place, text, font, self.pens.ink if lit else self.pens.faint)

    def _weights(self) -> None:
        """Write dW where dz meets the inputs: it has no box, its numbers are the weights'."""
        pens, room = self.pens, self.layout.labels[STEP_OF_WEIGHTS]
        lit = self._values.lit == STEP_OF_WEIGHTS
        colour = pens.ink if lit or STEP_OF_WEIGHTS in self._values.taken else pens.faint
        font = self.fonts.small.bold if lit else self.fonts.small.font
        before = self._values.vectors["h_prev"].title
        text = f"dW += dz · (x, {before}, 1)" if lit else STEP_OF_WEIGHTS
        if width_of(text, font) > room.width():
            text = STEP_OF_WEIGHTS
        pens.text(room, text, font, colour, LEFT if self.layout.mirrored else RIGHT)


class _Line:
    """A wire and its strokes, which are cut once for each width: most frames draw them again.

    Args:
        tipped: it ends in an arrow.
    """

    def __init__(self, points: tuple[QPointF, ...], tipped: bool) -> None:
        self.points, self._tipped = points, tipped
        self.whole = QPolygonF(list(points))
        self._strokes: dict[tuple[float, float], tuple[QPolygonF | None, QPolygonF | None]] = {}

    def strokes(self, width: float, scale: float) -> tuple[QPolygonF | None, QPolygonF | None]:
        """Return the line and the arrow at its end, where it has them."""
        key = width, scale
        if key not in self._strokes:
            self._strokes[key] = self._cut(width, scale) if self._tipped else (self.whole, None)
        return self._strokes[key]

    def _cut(self, width: float, scale: float) -> tuple[QPolygonF | None, QPolygonF | None]:
        before, end = self.points[-2:]
        length = math.hypot(end.x() - before.x(), end.y() - before.y())
        if length == 0:
            return None, None
        size = min((4 + 1.4 * width) * scale, length)
        along = (end - before) / length
        across = QPointF(-along.y(), along.x()) * (0.55 * size)
        root = end - along * size
        line = QPolygonF([*self.points[:-1], root])
        return line, QPolygonF([end, root + across, root - across])


@lru_cache(maxsize=8)
def _lines(layout: DiagramLayout, parts: Diagram, back: bool) -> dict[str, _Line]:
    """Return the lines of all wires of a pass, kept for as many layouts as `lay_out` keeps."""
    if not back:
        return {name: _Line(points, False) for name, points in layout.wires.items()}
    tips = {name for name, wire in parts.back.items() if _is_tipped(wire, parts)}
    return {name: _Line(points, name in tips) for name, points in layout.back.items()}


def _is_tipped(wire: Wire, parts: Diagram) -> bool:
    """Return True for a wire that ends in an arrow backwards: not on a bus, nor at a fork."""
    if ":" in wire.source:
        return False
    sign = parts.signs.get(wire.source)
    return sign is None or sign.sign != "×" or bool(wire.band)
