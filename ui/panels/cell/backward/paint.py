"""Painting of the cell diagram on the way back: wires that carry blame, signs, factors, boxes."""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from simulator.analysis.weight_gradient import STEP_OF_WEIGHTS
from ui.panels.cell.backward.plate_paint import BackPlatePainter
from ui.panels.cell.backward.steps import (
    FACTORS,
    NODES_BACK,
    WIRES_BACK,
    level_of,
    quantity_of,
)
from ui.panels.cell.cell_values import CellValues
from ui.panels.cell.highlight import Highlight
from ui.panels.cell.layout import NODES, DiagramLayout
from ui.panels.cell.paint import DiagramPainter
from ui.panels.cell.pens import CENTRE, LEFT, RIGHT, WIRE
from ui.panels.cell.plates import Plate
from ui.panels.cell.text_fit import Fonts, width_of
from ui.style.decades import DecadeRange
from ui.style.theme import Theme

NOW, WALKED, NOT_YET = 3.5, 2.0, 2.0
"""Pixels of a wire: lit by the present step, walked, still ahead."""

_TIPS = {
    "h_out", "m_out", "squashed", "tap", "joins", "o_out", "g_out", "i_out", "f_out", "x_in",
    "bus_h", "c_in", "c_out", "c_kept", "above",
}  # fmt: skip
"""Wires that end in an arrow; the others end on a wire."""


class BackPainter(DiagramPainter):
    """Painter for one drawing of one cell on the way back; see `DiagramPainter`.

    Args:
        reach: the sizes that the steps of colour of the gradients stand for.
    """

    def __init__(
        self,
        painter: QPainter,
        theme: Theme,
        layout: DiagramLayout,
        fonts: Fonts,
        limits: dict[str, float],
        reach: DecadeRange,
    ) -> None:
        super().__init__(painter, theme, layout, fonts, limits)
        self._reach = reach

    def paint(
        self, values: CellValues, plates: dict[str, Plate], marked: tuple[str, int] | None
    ) -> None:
        """Paint everything. `marked`: the key and unit of the number that is looked at."""
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._values = values
        self._bands()
        wires = _wires(self.layout)
        levels = {name: level_of(WIRES_BACK[name], values) for name in wires}
        if "dc" not in values.walked or levels["c_out"] is not Highlight.FUTURE:
            del levels["joins"]  # from there on the blame goes the other way
        for name, level in sorted(levels.items(), key=lambda item: item[1]):
            self._wire_back(name, wires[name], level)
        factor = FACTORS.get(values.lit or "")
        for name in factor.wires if factor is not None else ():
            self._dotted(wires[name])
        for name in self.layout.nodes:
            self._node_back(name)
        self._labels()
        boxes = BackPlatePainter(self.pens, self.fonts, self.layout, plates, values, self._reach)
        boxes.paint(marked)
        for key, vector in values.vectors.items():
            if vector.held:
                self._badge(Plate(self.layout.plates[key], vector, values.unit_of(vector)))

    def _ahead(self, keys: tuple[str, ...]) -> bool:
        """Return True: what the forward pass did with the memory is known, and stays faint."""
        return True

    # Wires

    def _wire_back(self, name: str, wire: "_Wire", level: Highlight) -> None:
        colour, width = QColor(self.theme.rule), NOT_YET
        if level is Highlight.LIT:
            colour, width = self.pens.ink, NOW
        elif level is Highlight.KNOWN:
            hue = quantity_of(WIRES_BACK[name], self._values)
            # The hue of the input is ink, which means now.
            colour, width = QColor(self.theme.faint), WALKED
            if hue != "x":
                colour = self.theme.colour(hue)
        line, tip = wire.strokes(width, self.pens.scale)
        if tip is not None:
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(colour)
            self.painter.drawPolygon(tip)
        if line is not None:
            self.painter.setPen(self.pens.pen(colour, width))
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.drawPolyline(line)

    def _dotted(self, wire: "_Wire") -> None:
        """Dot the wire that carries the other factor over what it shows of blame."""
        pen = QPen(self.pens.ink, max(1.5, 2 * min(1.0, self.pens.scale)))
        pen.setDashPattern([1, 1.5])
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawPolyline(wire.whole)

    # Signs and names

    def _node_back(self, name: str) -> None:
        rect, pens, part = self.layout.nodes[name], self.pens, NODES_BACK[name]
        level = level_of(part, self._values)
        colour, width = pens.wire, WIRE
        if level is Highlight.LIT:
            colour, width = self.pens.ink, NOW - 1
        elif level is Highlight.KNOWN:
            colour, width = self.theme.colour(quantity_of(part, self._values)), WALKED
        self.painter.setPen(pens.pen(colour, width))
        self.painter.setBrush(pens.panel)
        self.painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        ink = pens.faint if level is Highlight.FUTURE else colour
        sign = NODES[name].sign
        if name == "squash" and self._values.lit != "do":
            sign += "′"
        if len(sign) > 1:
            pens.text(rect, sign, self.fonts.caption, ink, CENTRE)
        else:
            self._cross(rect.center(), sign, ink)

    def _labels(self) -> None:
        """Name what was kept and written, the other factor, and the step of the weights."""
        self._flows()
        self._factor()
        self._weights()
        self._from_above()

    def _factor(self) -> None:
        factor = FACTORS.get(self._values.lit or "")
        if factor is None or not factor.texts:
            return
        font, room = self.fonts.small.font, self.layout.labels[factor.label]
        names = {key: vector.title for key, vector in self._values.vectors.items()}
        for text in factor.texts:
            text = text.format(**names)
            if width_of(text, font) <= room.width():
                at_right = factor.label in ("× c_prev", "× i")
                align = RIGHT if at_right != self.layout.mirrored else LEFT
                self.pens.text(room, text, font, self.pens.ink, align)
                return

    def _from_above(self) -> None:
        """Name what comes down into dh, where it has room before the timestep."""
        font, room = self.fonts.small.font, self.layout.labels["t"]
        text = self._values.above
        if room.height() < 1.6 * font.metrics.height():
            return
        x, width = _wires(self.layout)["above"].points[0].x(), width_of(text, font)
        if 5 + width + 0.12 * room.width() > 0.5 * room.width() - 3 * self.fonts.small.digit:
            return
        left = x + 5 if not self.layout.mirrored else x - 5 - width
        place = QRectF(left, room.top() + 2, width, font.metrics.height())
        lit = self._values.lit in WIRES_BACK["above"].lights
        self.pens.text(place, text, font, self.pens.ink if lit else self.pens.faint)

    def _weights(self) -> None:
        """Write dW where dz meets the inputs: it has no box, its numbers are the weights'."""
        pens, room = self.pens, self.layout.labels["dW"]
        lit = self._values.lit == STEP_OF_WEIGHTS
        colour = pens.ink if STEP_OF_WEIGHTS in self._values.walked else pens.faint
        if lit:
            colour = self.pens.ink
        font = self.fonts.small.bold if lit else self.fonts.small.font
        before = self._values.vectors["h_prev"].title
        text = f"dW += dz · (x, {before}, 1)" if lit else STEP_OF_WEIGHTS
        if width_of(text, font) > room.width():
            text = STEP_OF_WEIGHTS
        pens.text(room, text, font, colour, LEFT if self.layout.mirrored else RIGHT)


def back_wires(layout: DiagramLayout) -> dict[str, list[QPointF]]:
    """Return the wires in the direction of blame: those of the layout turned round, and four more.

    The bus parts where the input joins it: `bus_x` leads there, `bus_h` on to the state before.
    `joins` leads from the fork of c to its box, `above` into the box of h.
    """
    wires = {name: list(reversed(points)) for name, points in layout.wires.items()}
    joint, (start, end) = layout.wires["x_in"][-1], layout.wires["bus_f"]
    del wires["bus_f"]
    wires["bus_x"], wires["bus_h"] = [end, joint], [joint, start]
    wires["joins"] = [layout.wires["tap"][0], layout.wires["c_out"][-1]]
    gap, h = layout.labels["t"], layout.plates["h"]
    inset = 0.12 * h.width()
    x = h.right() - inset if layout.mirrored else h.left() + inset
    wires["above"] = [QPointF(x, gap.top() + 1), QPointF(x, gap.bottom())]
    return wires


class _Wire:
    """A wire and its strokes, which are cut once for each width: most frames draw them again.

    Args:
        tipped: it ends in an arrow.
    """

    def __init__(self, points: list[QPointF], tipped: bool) -> None:
        self.points, self._tipped = points, tipped
        self.whole = QPolygonF(points)
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


@lru_cache(maxsize=4)
def _wires(layout: DiagramLayout) -> dict[str, _Wire]:
    """Return the wires of `back_wires`, kept for as many layouts as `lay_out` keeps."""
    return {name: _Wire(points, name in _TIPS) for name, points in back_wires(layout).items()}
