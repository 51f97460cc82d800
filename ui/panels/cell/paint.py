"""Painting of the cell diagram: the memory's band and the wires, then nodes, then boxes."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from simulator.network.quantities import GATES
from simulator.translation import tr
from ui.panels.cell.cell_values import HIDDEN, CellValues
from ui.panels.cell.highlight import (
    Highlight,
    node_level,
    node_quantity,
    plate_levels,
    step_numbers,
    wire_levels,
)
from ui.panels.cell.layout import NODES, DiagramLayout
from ui.panels.cell.pens import CENTRE, LEFT, LIT_WIRE, RIGHT, WIRE, Pens, Written
from ui.panels.cell.plate_paint import PlatePainter
from ui.panels.cell.plates import STATES, Plate
from ui.panels.cell.text_fit import Fonts, fit, width_of
from ui.style.theme import Theme

THICKNESS, THINNEST = 14.0, 1.5
"""Pixels of the memory's band at the end of the scale of c, and at least."""

BANDS = {"c_in": ("c_prev",), "c_kept": ("f", "c_prev"), "c_out": ("c",)}
"""Parts of the band, and the vectors whose product each carries."""


class DiagramPainter:
    """Painter for one drawing of one cell.

    Args:
        limits: the magnitude at the ends of the scale of each quantity without fixed ends.
    """

    def __init__(
        self,
        painter: QPainter,
        theme: Theme,
        layout: DiagramLayout,
        fonts: Fonts,
        limits: dict[str, float],
    ) -> None:
        self.painter, self.theme, self.layout, self.fonts = painter, theme, layout, fonts
        self.pens = Pens(painter, theme, layout.scale, limits)

    @property
    def written(self) -> list[Written]:
        """All texts that were painted."""
        return self.pens.written

    def paint(
        self, values: CellValues, plates: dict[str, Plate], marked: tuple[str, int] | None
    ) -> None:
        """Paint everything. `marked`: the key and unit of the number that is looked at."""
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._values = values
        self._bands()
        wires = wire_levels(values)
        for name, level in sorted(wires.items(), key=lambda item: item[1]):
            if name in self.layout.wires and name not in BANDS:
                self._wire(name, level)
        for name in self.layout.nodes:
            self._node(name, node_level(name, values))
        self._labels()
        painter = PlatePainter(self.pens, self.fonts, plates, plate_levels(values), values)
        painter.paint(marked)
        for plate in plates.values():  # last, since they lie on edges
            if plate.vector.held:
                self._badge(plate)

    def focus_ring(self, rects: list[QRectF]) -> None:
        """Frame the step that the keys are at."""
        self.painter.setPen(QPen(QColor(self.theme.accent), 2))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect in rects:
            self.painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), 5, 5)

    # The memory

    def _bands(self) -> None:
        for name, factors in BANDS.items():
            start, end = self.layout.wires[name]
            value = self._product(factors)
            if value is None:
                self.painter.setPen(self.pens.pen(self.pens.wire, WIRE))
                self.painter.drawLine(start, end)
                continue
            share = min(1.0, abs(value) / self.pens.limit("c"))
            thickness = max(THINNEST, THICKNESS * share * self.layout.scale)
            colour = self.pens.of_band(value, self._ahead(factors))
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
        return any(self._values.vectors[key].values is None for key in keys)

    def _labels(self) -> None:
        labels = self.layout.labels
        self._flows()
        numbers = step_numbers(self._values)
        for step in ("c", "h"):
            self._step_label(step, numbers[step], labels[step])
        if self._values.turn:
            self._turn(labels["t"])

    def _turn(self, room: QRectF) -> None:
        """Write what the way back begins with, where the states leave room between them."""
        text, font = self._values.turn, self.fonts.bold_text
        fits = font.metrics.height() <= room.height() and width_of(text, font) <= room.width()
        if fits:
            self.pens.text(room, text, font, self.pens.ink, CENTRE)

    def _flows(self) -> None:
        self._flow("kept", tr("kept"), ("f", "c_prev"))
        self._flow("written", tr("written"), ("i", "g"))

    def _flow(self, name: str, word: str, factors: tuple[str, ...]) -> None:
        """Write what is kept or written over the band, as much of it as there is room for."""
        memory, room, fonts = self._values.vectors["c"], self.layout.labels[name], self.fonts
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

    # Wires and nodes

    def _wire(self, name: str, level: Highlight) -> None:
        lit = level is Highlight.LIT
        colour = self.theme.colour(self._values.lit or "") if lit else self.pens.wire
        self.painter.setPen(self.pens.pen(colour, LIT_WIRE if lit else WIRE))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawPolyline(QPolygonF(list(self.layout.wires[name])))

    def _node(self, name: str, level: Highlight) -> None:
        node, rect, pens = NODES[name], self.layout.nodes[name], self.pens
        hue = node.gate or node_quantity(name, self._values)
        if level is Highlight.LIT and self._values.lit:
            hue = self._values.lit
        known = level is not Highlight.FUTURE
        colour = self.theme.colour(hue) if known else pens.wire
        width = LIT_WIRE if level is Highlight.LIT else (1.8 if known else WIRE)
        self.painter.setPen(pens.pen(colour, width))
        self.painter.setBrush(pens.panel)
        self.painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        ink = colour if known else pens.faint
        if len(node.sign) > 1:
            pens.text(rect, node.sign, self.fonts.caption, ink, CENTRE)
            return
        self._cross(rect.center(), node.sign, ink)

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
        below = vector.key == "c" or vector.key not in (*GATES, *STATES)
        edge = plate.rect.bottom() if below else plate.rect.top()
        outward = 0.35 * height if below else -0.35 * height
        rect.moveCenter(QPointF(plate.rect.right() - rect.width() / 2 - 4 * k, edge + outward))
        self.pens.box(rect, self.pens.pen(self.pens.panel, 1.5), self.pens.ink, rect.height() / 2)
        self.pens.text(rect, text, font, self.theme.text_on(self.pens.ink), CENTRE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
