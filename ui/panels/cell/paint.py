"""Painting of the cell diagram: wires first, then nodes, then plates with their values."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from simulator.lstm.quantities import EVERY, GATES, KEYS
from simulator.translation import tr
from ui.panels.cell.cell_values import CellValues, Vector, meaning
from ui.panels.cell.layout import DiagramLayout
from ui.panels.cell.number_grid import NumberGrid, fit_numbers
from ui.panels.cell.parts import NODES, Level, node_level, node_quantity, plate_levels, wire_levels
from ui.style.theme import Theme, mono_font
from ui.widgets.colour_strip import draw_strip
from ui.widgets.colour_strip import unit_at as strip_unit_at

Align = Qt.AlignmentFlag
STATES = ("c_prev", "h_prev", *(key for key in KEYS if EVERY[key].block is None))
ARROWS = ("c_out", "h_out", "x_in", *(f"act_{gate}" for gate in "figo"))


class Fonts:
    """Fonts of a diagram at one scale."""

    def __init__(self, base: QFont, scale: float) -> None:
        self.title = QFont(base)
        self.title.setBold(True)
        self.title.setPixelSize(round(12.5 * scale))
        self.small = QFont(base)
        self.small.setPixelSize(round(11 * scale))
        self.number = mono_font()
        self.number.setPixelSize(round(11.6 * scale))
        metrics = QFontMetricsF(self.number)
        self.digit = metrics.horizontalAdvance("0")
        self.line = metrics.capHeight() + 3.6 * scale
        self.title_height = QFontMetricsF(self.title).height()


@dataclass(frozen=True, slots=True)
class Face:
    """Content of a plate in `inner`: numbers where they fit, else a strip.

    `shown` is the plate's own vector, or the sum z of a gate that is not computed yet.
    """

    rect: QRectF
    inner: QRectF
    vector: Vector
    shown: Vector
    grid: NumberGrid | None

    @classmethod
    def of(cls, vector: Vector, shown: Vector, rect: QRectF, fonts: Fonts, scale: float) -> "Face":
        """Make the face of a plate. A low one has its name at the left, the others above."""
        pad = 3 * scale
        inner = rect.adjusted(pad, pad, -pad, -pad)
        if is_low(vector, rect, fonts):
            inner.setLeft(inner.left() + name_width(vector, rect, fonts))
        else:
            inner.setTop(rect.top() + fonts.title_height + 2 * scale)
        grid = None
        if shown.values is not None:
            grid = fit_numbers(shown.values, inner, fonts.digit, fonts.line)
        return cls(rect, inner, vector, shown, grid)

    def unit_at(self, point: QPointF) -> int | None:
        """Return the unit whose number or colour is at a point."""
        if self.shown.values is None:
            return None
        if self.grid is not None:
            return self.grid.unit_at(point)
        return strip_unit_at(self.inner, self.shown.width, point)


def faces(values: CellValues, layout: DiagramLayout, fonts: Fonts) -> dict[str, Face]:
    """Make the face of every plate.

    When a sum's own plate is too small for its numbers, they are shown in its gate's empty plate.
    """
    result: dict[str, Face] = {}
    for key, vector in values.vectors.items():
        shown = vector
        if key in GATES and vector.values is None and result[f"z_{key}"].grid is None:
            waiting = Face.of(vector, values.vectors[f"z_{key}"], layout.plates[key], fonts, 1.0)
            shown = waiting.shown if waiting.grid is not None else vector
        result[key] = Face.of(vector, shown, layout.plates[key], fonts, layout.scale)
    return result


def is_low(vector: Vector, rect: QRectF, fonts: Fonts) -> bool:
    """Return True for a plate of x or z without room for a name above its numbers."""
    if vector.key == "x":
        return rect.height() < fonts.title_height + 1.4 * fonts.line
    return vector.key.startswith("z_") and rect.height() < fonts.title_height + 2.5 * fonts.line


def name_width(vector: Vector, rect: QRectF, fonts: Fonts) -> float:
    """Return the width of the name at the left of a low plate."""
    if vector.key != "x":
        return QFontMetricsF(fonts.small).horizontalAdvance("z_m ")
    title = QFontMetricsF(fonts.title).horizontalAdvance(vector.title + " m")
    note = QFontMetricsF(fonts.small).horizontalAdvance(vector.note)
    return min(title + note, 0.45 * rect.width())


def state_titles(faces: dict[str, Face], fonts: Fonts, scale: float) -> dict[str, tuple[str, str]]:
    """Return the name and note of every state: `c[t−1]` and `t 16`, or both in one as `c[16]`."""
    bold, small = QFontMetricsF(fonts.title), QFontMetricsF(fonts.small)
    states = [faces[key] for key in STATES if key in faces]
    fit = all(
        bold.horizontalAdvance(face.vector.title + " ") + small.horizontalAdvance(face.vector.note)
        <= face.rect.width() - 12 * scale
        for face in states
    )
    return {
        face.vector.key: (face.vector.title, face.vector.note) if fit else (face.vector.name, "")
        for face in states
    }


def blend(a: QColor, b: QColor, share: float) -> QColor:
    """Return the mixture of `share` of `a` over `b`."""
    rest = 1 - share
    return QColor.fromRgbF(
        a.redF() * share + b.redF() * rest,
        a.greenF() * share + b.greenF() * rest,
        a.blueF() * share + b.blueF() * rest,
    )


class DiagramPainter:
    """Painter for one drawing of one cell."""

    def __init__(
        self, painter: QPainter, theme: Theme, layout: DiagramLayout, fonts: Fonts
    ) -> None:
        self.painter, self.theme, self.layout, self.fonts = painter, theme, layout, fonts
        self.panel = QColor(theme.panel)
        self.grey = blend(QColor(theme.faint), self.panel, 0.4)

    def paint(
        self, values: CellValues, faces: dict[str, Face], marked: tuple[str, int] | None
    ) -> None:
        """Paint everything. `marked`: the key and unit of the number in the ledger."""
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        by_level = sorted(wire_levels(values).items(), key=lambda item: item[1][1])
        for name, (quantity, level) in by_level:
            if name in self.layout.wires:
                self._wire(name, quantity, level)
        for name in self.layout.nodes:
            self._node(name, node_quantity(name, values), node_level(name, values))
        levels = plate_levels(values)
        self._states = state_titles(faces, self.fonts, self.layout.scale)
        for key, face in faces.items():
            unit = marked[1] if marked is not None and marked[0] == key else None
            self._plate(face, levels[key], unit)
        for face in faces.values():  # last, since they overlap neighbouring plates
            if face.vector.held:
                self._badge(face)

    def focus_ring(self, rects: list[QRectF]) -> None:
        """Frame the step that the keys are at."""
        self.painter.setPen(QPen(QColor(self.theme.accent), 2 * self.layout.scale))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect in rects:
            self.painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), 8, 8)

    def _colour(self, quantity: str, level: Level) -> QColor:
        if level is Level.FUTURE:
            return self.grey
        colour = self.theme.colour(quantity)
        return blend(colour, self.panel, 0.55) if level is Level.KNOWN else colour

    def _wire(self, name: str, quantity: str, level: Level) -> None:
        colour, s = self._colour(quantity, level), self.layout.scale
        pen = QPen(colour, (3.2 if level is Level.LIT else 1.8) * s)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        points = list(self.layout.wires[name])
        to_plate = name in ARROWS or (name == "out" and "h_out" not in self.layout.wires)
        self.painter.drawPolyline(QPolygonF(points))
        if to_plate:
            self._arrow_head(points[-2], points[-1], colour, (5 if level is Level.LIT else 4) * s)

    def _arrow_head(self, start: QPointF, tip: QPointF, colour: QColor, size: float) -> None:
        along = tip - start
        length = (along.x() ** 2 + along.y() ** 2) ** 0.5 or 1.0
        along = QPointF(along.x() / length, along.y() / length)
        across = QPointF(-along.y(), along.x())
        back = tip - along * 1.5 * size
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        self.painter.drawPolygon(QPolygonF([tip, back + across * size, back - across * size]))

    def _node(self, name: str, quantity: str, level: Level) -> None:
        painter, s, rect = self.painter, self.layout.scale, self.layout.nodes[name]
        colour, sign = self.theme.colour(quantity), NODES[name][0]
        lit = level is Level.LIT
        outline = self.grey if level is Level.FUTURE else colour
        painter.setPen(QPen(outline, 1.5 * s))
        painter.setBrush(colour if lit else self.panel)
        radius = 5 * s if name == "project" else rect.height() / 2
        painter.drawRoundedRect(rect, radius, radius)
        ink = self.theme.text_on(colour) if lit else outline
        centre, arm = rect.center(), 4.5 * s
        if sign == "⊙":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(centre, 2.4 * s, 2.4 * s)
        elif sign == "+":
            painter.setPen(QPen(ink, 1.8 * s))
            painter.drawLine(centre - QPointF(arm, 0), centre + QPointF(arm, 0))
            painter.drawLine(centre - QPointF(0, arm), centre + QPointF(0, arm))
        else:
            future = QColor(self.theme.faint)
            painter.setPen(future if level is Level.FUTURE else ink)
            painter.setFont(self.fonts.small)
            painter.drawText(rect, Align.AlignCenter, sign)

    def _plate(self, face: Face, level: Level, marked: int | None) -> None:
        painter, s, key = self.painter, self.layout.scale, face.vector.key
        colour = self.theme.colour(face.vector.quantity)
        fill = {
            Level.LIT: colour,
            Level.READ: blend(colour, self.panel, 0.12),
        }.get(level, self.panel)
        outline = self.grey if level is Level.FUTURE else colour
        painter.setPen(QPen(outline, (2.4 if level >= Level.READ else 1.3) * s))
        painter.setBrush(fill)
        radius = (4 if key.startswith("z_") else 6) * s
        painter.drawRoundedRect(face.rect, radius, radius)
        ink = QColor(self.theme.faint if level is Level.FUTURE else self.theme.ink)
        if level is Level.LIT:
            ink = self.theme.text_on(fill)
        name = ink if level in (Level.LIT, Level.FUTURE) else colour
        self._title(face, name, ink if level is Level.LIT else QColor(self.theme.faint))
        self._values(face, ink, marked)

    def _badge(self, face: Face) -> None:
        """Label the plate's edge when some of its numbers are held, or connections cut."""
        painter, s, vector = self.painter, self.layout.scale, face.vector
        count = len(vector.held)
        some = 1 < vector.width != count
        text = f"{vector.badge} {count}" if some and count > 1 else vector.badge
        metrics = QFontMetricsF(self.fonts.small)
        # Hangul fills its line; it needs a margin of its own, which extends away from the numbers.
        height = max(metrics.height(), metrics.tightBoundingRect(text).height() + 4 * s)
        outward = (height - metrics.height()) / 2
        rect = QRectF(0, 0, metrics.horizontalAdvance(text) + 10 * s, height)
        # The states have a note in their upper corner.
        below = vector.key in STATES
        edge = face.rect.bottom() + outward if below else face.rect.top() - outward
        rect.moveCenter(QPointF(face.rect.right() - rect.width() / 2 - 4 * s, edge))
        rect.moveBottom(min(rect.bottom(), painter.window().height() - 1.0))
        painter.setPen(QPen(self.panel, 1.5 * s))
        painter.setBrush(QColor(self.theme.ink))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        painter.setPen(self.theme.text_on(QColor(self.theme.ink)))
        painter.setFont(self.fonts.small)
        painter.drawText(rect, Align.AlignCenter, text)

    def _title(self, face: Face, name: QColor, faint: QColor) -> None:
        painter, s, vector = self.painter, self.layout.scale, face.vector
        small, bold = QFontMetricsF(self.fonts.small), QFontMetricsF(self.fonts.title)
        painter.setPen(name)
        low = is_low(vector, face.rect, self.fonts)
        if low and vector.key != "x":
            painter.setFont(self.fonts.small)
            painter.drawText(face.rect.adjusted(5 * s, 0, 0, 0), Align.AlignVCenter, vector.title)
            return
        line = QRectF(
            face.rect.left() + 6 * s, face.rect.top() + 1.5 * s, face.rect.width() - 12 * s, 0
        )
        line.setHeight(self.fonts.title_height)
        if low:
            line = QRectF(face.rect.adjusted(6 * s, 0, 0, 0))
            line.setWidth(name_width(vector, face.rect, self.fonts) - 6 * s)
        is_gate = vector.key in GATES or vector.key.startswith("z_")
        title, note = self._states.get(vector.key, (vector.title, vector.note))
        if is_gate:
            own = face.shown is vector
            note = EVERY[vector.key].function if own else face.shown.title
        painter.setFont(self.fonts.title)
        painter.drawText(line, Align.AlignVCenter, title)
        line.setLeft(line.left() + bold.horizontalAdvance(title + " "))
        painter.setFont(self.fonts.small)
        painter.setPen(name if is_gate else faint)
        side = Align.AlignLeft if is_gate or vector.key == "x" else Align.AlignRight
        note = small.elidedText(note, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Align.AlignVCenter | side, note)

    def _values(self, face: Face, ink: QColor, marked: int | None) -> None:
        painter, vector = self.painter, face.shown
        if vector.values is None:
            if not vector.key.startswith("z_"):
                painter.setPen(ink)
                painter.setFont(self.fonts.small)
                what = meaning(vector.quantity).removesuffix(tr(" gate"))
                advance = painter.fontMetrics().horizontalAdvance
                # Without room for "output before W_hr", "before W_hr" is enough.
                shorter = what.partition(" ")[2]
                fitting = (t for t in (what, shorter) if advance(t) <= face.inner.width())
                painter.drawText(face.inner, Align.AlignCenter, next(fitting, ""))
            return
        if face.grid is None:
            draw_strip(painter, face.inner, self.theme, vector.quantity, vector.values)
            return
        painter.setFont(self.fonts.number)
        painter.setPen(ink)
        for unit, text in enumerate(face.grid.texts):
            cell = face.grid.cell(unit)
            widest = max(map(len, face.grid.texts)) * self.fonts.digit
            right = cell.center().x() + widest / 2
            cell.setRight(right)
            painter.drawText(cell, Align.AlignRight | Align.AlignVCenter, text)
            if unit == marked:
                # Close below the digits, so that it does not strike through the next line.
                s = self.layout.scale
                y = cell.center().y() + self.fonts.line / 2 - 1.1 * s
                painter.fillRect(QRectF(right - widest, y, widest, 1.2 * s), ink)
