"""Layout of the cell diagram: its boxes, nodes and wires, and their places for a size in pixels.

It runs left to right in the order of the data flow, and mirrored for the reverse direction.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF

from simulator.cells.sheet import Cell
from simulator.translation import mark
from ui.panels.cell.columns import columns_in, least_width
from ui.panels.cell.diagram import ABOVE, Diagram, Wire, diagram

MARGIN = 3.0
"""Pixels around the diagram, for frames that are drawn around its outermost boxes."""

LEAST_SCALE = 0.6

STATE, LANE, WRITE, ABOVE_GATES = 56.0, 28.0, 34.0, 22.0
GATE, BUS, BELOW_BUS, INPUT, INPUT_LINE = 88.0, 12.0, 16.0, 28.0, 18.0
"""Heights at scale 1: a state's box; the memory's lane below the top, the node i × g below that,
the gates below that; a gate's box; the bus below it; x below the bus; x, and its second line."""

_ROOMY_GATE, _HIGHEST_GATE, _MOST_SPREAD = 100.0, 160.0, 24.0
_TITLE, _ROW, _BETWEEN_STATES = 26.0, 16.0, 14.0
_NODE, _FOOT, _PAD = 27.0, 20.0, 8.0

MEANINGS = {
    "f*c_prev": mark("f ⊙ {c_prev}: the part of the old cell state that is kept"),
    "i*g": mark("i ⊙ g: the part of the candidate that is written"),
    "+c": "c = f ⊙ {c_prev} + i ⊙ g",
    "t": mark("tanh(c): the cell state squashed to −1…1"),
    "o*t": mark("o ⊙ tanh(c): the part of the cell state that is output"),
    "W_hr": mark("h = W_hr m: the projection"),
}
"""Signs of an LSTM in words, by their names in `diagram`."""

BEFORE_WIRE = frozenset({"× c_prev", "× i"})
"""Rooms of factors that end at their wire; the others begin there."""


@dataclass(slots=True, eq=False)
class DiagramLayout:
    """Places in pixels, read-only. A wire is a line of points, in the direction of the flow.

    Two layouts are never equal, so that lines cut for one can be kept by it.

    Attributes:
        scale: 1 for text of 100 % with enough room; text and lengths shrink together.
        mirrored: True when it runs right to left.
        plates, nodes: boxes and signs by their names. A gate's sum lies in its box.
        wires, back: wires by their names in each pass, in `back` from target to source.
        labels: rooms for the numbers of the steps c and h, for the kept and the written part of
            the memory, and for the names of factors in the backward pass.
        numbered: the sign beside which the number of a step stands, by the step.
    """

    scale: float
    mirrored: bool = False
    plates: dict[str, QRectF] = field(default_factory=dict)
    nodes: dict[str, QRectF] = field(default_factory=dict)
    wires: dict[str, tuple[QPointF, ...]] = field(default_factory=dict)
    back: dict[str, tuple[QPointF, ...]] = field(default_factory=dict)
    labels: dict[str, QRectF] = field(default_factory=dict)
    numbered: dict[str, str] = field(default_factory=dict)


@lru_cache(maxsize=4)
def lay_out(
    width: float,
    height: float,
    *,
    cell: Cell,
    digit: float,
    largest: float = 1.0,
    mirrored: bool = False,
    rows: int = 1,
    input_lines: int = 1,
) -> DiagramLayout:
    """Lay out one cell. The result is cached, since most steps ask for the last one again.

    Args:
        width, height: the room in pixels.
        cell: an LSTM.
        digit: the width of a digit of 16 px, at scale 1. largest: the scale with enough room.
        mirrored: right to left.
        rows: the lines below a state's name. input_lines: 2 when the name of x needs its own line.
    """
    parts = diagram(cell)
    projected = "m" in parts.plates
    inner_width, inner_height = width - 2 * MARGIN, height - 2 * MARGIN
    natural = _natural_height(input_lines)
    room = min(inner_width / least_width(digit, projected), inner_height / natural)
    k = max(LEAST_SCALE, int(50 * min(largest, room)) / 50)
    layout = DiagramLayout(k, mirrored)
    edges = [(left * k, w * k) for left, w in columns_in(inner_width / k, digit, projected).edges]
    _place(layout, parts, edges, inner_height / k, rows, input_lines)
    _wire(layout, parts)
    _label(layout, parts)
    _reverse(layout, parts)
    if mirrored:
        _mirror(layout, width)
    return layout


def _natural_height(input_lines: int) -> float:
    x = INPUT + (input_lines - 1) * INPUT_LINE
    return LANE + WRITE + ABOVE_GATES + GATE + BUS + BELOW_BUS + x


def _place(
    layout: DiagramLayout,
    parts: Diagram,
    columns: list[tuple[float, float]],
    height: float,
    rows: int,
    input_lines: int,
) -> None:
    """Place everything; `height` is in pixels at scale 1."""
    k, plates = layout.scale, layout.plates
    more = max(0.0, height - _natural_height(input_lines))
    for_gate = min(more, _ROOMY_GATE - GATE)
    for_gate += min(0.6 * (more - for_gate), _HIGHEST_GATE - _ROOMY_GATE)
    spread = min((more - for_gate) / 2, _MOST_SPREAD)
    top = (more - for_gate - 2 * spread) / 2
    x_height = INPUT + (input_lines - 1) * INPUT_LINE
    lane = top + LANE
    write = lane + WRITE + spread
    gates = write + ABOVE_GATES + spread
    gate = min(GATE + for_gate, height - gates - BUS - BELOW_BUS - x_height)
    bus = gates + gate + BUS
    bottom = bus + BELOW_BUS + x_height
    side = min(max(STATE, _TITLE + _ROW * rows), (bottom - top - _BETWEEN_STATES) / 2)

    def box(column: tuple[float, float], y: float, h: float) -> QRectF:
        return QRectF(MARGIN + column[0], MARGIN + k * y, column[1], k * h)

    first, last = columns[0], columns[-1]
    plates["c_prev"], plates["c"] = box(first, top, side), box(last, top, side)
    plates["h_prev"] = box(first, bottom - side, side)
    plates["h"] = box(last, bottom - side, side)
    sums = {home: key for key, home in parts.homes.items() if key != home}
    for key, column in zip(parts.gates, columns[1:5], strict=True):
        plates[key] = box(column, gates, gate)
        foot = box(column, gates + gate - _FOOT - 2, _FOOT)
        plates[sums[key]] = foot.adjusted(_PAD * k, 0, -_PAD * k, 0)
    left, right = plates[parts.gates[0]].left(), plates[parts.gates[-1]].right()
    x_top = MARGIN + k * (bus + BELOW_BUS)
    plates["x"] = QRectF(left, x_top, right - left, k * x_height)
    heights = MARGIN + k * lane, MARGIN + k * write
    _place_nodes(layout, parts, columns[5], *heights)


def _place_nodes(
    layout: DiagramLayout, parts: Diagram, out: tuple[float, float], lane: float, write: float
) -> None:
    """Place the signs: on the lane of the memory, below it at `write`, and in the column `out`."""
    k, plates, size = layout.scale, layout.plates, _NODE * layout.scale
    projected = "m" in parts.plates
    between = (plates["i"].center().x() + plates["g"].center().x()) / 2
    left = MARGIN + out[0]
    x = left + out[1] / 2 if projected else left + size / 2
    gate = plates["o"]
    let_out = gate.top() + 0.2 * gate.height() if projected else gate.center().y()
    pill = 20 * k
    squash = (lane + let_out) / 2 if projected else lane + 0.37 * (let_out - lane)
    layout.nodes = {
        "f*c_prev": _around(plates["f"].center().x(), lane, size, size),
        "i*g": _around(between, write, size, size),
        "+c": _around(between, lane, size, size),
        "t": _around(x, squash, 44 * k, pill),
        "o*t": _around(x, let_out, size, size),
    }
    if projected:
        end = _entry(layout)
        layout.nodes["W_hr"] = _around(x, end, 44 * k, pill)
        above = layout.nodes["o*t"].bottom() + 8 * k
        room = QRectF(left, above, out[1], end - pill / 2 - 8 * k - above)
        plates["m"] = room


def _entry(layout: DiagramLayout) -> float:
    """Return the height at which h enters its box."""
    return layout.plates["h"].bottom() - 20 * layout.scale


def _wire(layout: DiagramLayout, parts: Diagram) -> None:
    """Lead every wire from its source to its target."""
    p, first = layout.plates, layout.plates[parts.gates[0]]
    forks = {
        key: QPointF(p[key].center().x(), first.bottom() + BUS * layout.scale)
        for key in parts.gates
    }
    joint = QPointF((p["h_prev"].right() + first.left()) / 2, forks[parts.gates[0]].y())
    for name, wire in parts.wires.items():
        layout.wires[name] = _route(layout, wire, forks, joint)


def _route(
    layout: DiagramLayout, wire: Wire, forks: dict[str, QPointF], joint: QPointF
) -> tuple[QPointF, ...]:
    """Lead a wire: along a bus or a lane, straight, or with one bend."""
    places, point = {**layout.plates, **layout.nodes}, QPointF
    fork, key = (end.rpartition(":")[2] for end in (wire.source, wire.target))
    if wire.target.endswith(":"):
        y = places[wire.source].center().y()
        return point(places[wire.source].left(), y), point(joint.x(), y), joint
    if ":" in wire.target:
        start = forks[fork] if ":" in wire.source else point(places[fork].right(), joint.y())
        return start, forks[key]
    target = places[wire.target]
    if ":" in wire.source:
        return forks[fork], _bottom(target)
    source, lane = places[wire.source], layout.nodes["+c"].center().y()
    if wire.band:
        return point(source.right(), lane), point(target.left(), lane)
    if wire.source in layout.plates and wire.target == "t":
        return point(target.center().x(), lane), _top(target)
    return _between(source, target, target.center().y() if wire.target != "h" else _entry(layout))


def _between(source: QRectF, target: QRectF, y: float) -> tuple[QPointF, ...]:
    """Lead a wire from the edge of a box to the edge of another, which it enters at `y`."""
    x, point = source.center().x(), QPointF
    if abs(x - target.center().x()) < 1:
        below = target.top() > source.top()
        return (_bottom(source), _top(target)) if below else (_top(source), _bottom(target))
    side = target.left() if x < target.center().x() else target.right()
    if source.top() < y < source.bottom():
        return point(source.right(), y), point(side, y)
    return _bottom(source) if y > source.top() else _top(source), point(x, y), point(side, y)


def _reverse(layout: DiagramLayout, parts: Diagram) -> None:
    """Turn every wire round for the backward pass, and lead the wires that only this pass has."""
    for name, wire in parts.back.items():
        if name in layout.wires:
            layout.back[name] = tuple(reversed(layout.wires[name]))
        elif wire.target == ABOVE:
            gap, plate = layout.labels["t"], layout.plates[wire.source]
            x = plate.left() + 0.12 * plate.width()
            layout.back[name] = QPointF(x, gap.top() + 1), QPointF(x, gap.bottom())
        elif wire.target.endswith("^"):
            leaves = next(n for n, other in parts.wires.items() if other.source == wire.source)
            enters = next(n for n, other in parts.wires.items() if other.target == wire.source)
            layout.back[name] = layout.wires[leaves][0], layout.wires[enters][-1]
        else:
            whole = next(
                n
                for n, other in parts.wires.items()
                if other.joint and wire.source in (other.joint, other.source)
            )
            start, end = layout.wires[whole]
            joint = layout.wires[next(n for n, o in parts.wires.items() if o.target.endswith(":"))][
                -1
            ]
            layout.back[name] = (end, joint) if wire.source.endswith(":") else (joint, start)


def _label(layout: DiagramLayout, parts: Diagram) -> None:
    """Place the rooms of labels: right of their nodes, or above the memory's lane."""
    n, p, k = layout.nodes, layout.plates, layout.scale
    height, gap = 20 * k, 5 * k
    layout.numbered = {"c": "i*g", "h": "W_hr" if "m" in parts.plates else "o*t"}
    write, out = (n[sign] for sign in layout.numbered.values())
    reach = p["g"].center().x() + 22 * k
    layout.labels["c"] = _beside(write, min(38 * k, reach - write.right() - gap), height, gap)
    reach = p["h"].left() - 4 * k
    layout.labels["h"] = _beside(out, min(38 * k, reach - out.right() - gap), height, gap)
    lane = n["+c"].center().y()
    for name, start, end in (
        ("kept", "f*c_prev", n["+c"].left()),
        ("written", "+c", p["c"].left()),
    ):
        left = n[start].right() + gap
        layout.labels[name] = QRectF(left, lane - 25 * k, end - gap - left, 17 * k)
    _label_factors(layout)


def _label_factors(layout: DiagramLayout) -> None:
    """Place the rooms for the names of factors in the backward pass, each beside its wire."""
    n, p, k, labels = layout.nodes, layout.plates, layout.scale, layout.labels
    write, height, gap = n["i*g"].center().y() - 8.5 * k, 17 * k, 5 * k
    start, end = layout.wires["c_prev→f*c_prev"]
    labels["× c_prev"] = QRectF(start.x(), start.y() - 22 * k, end.x() - start.x() - gap, height)
    labels["× f"] = QRectF(p["f"].center().x() + gap, write, 60 * k, height)
    labels["× i"] = QRectF(p["i"].center().x() - gap - 60 * k, write, 60 * k, height)
    labels["× g"] = QRectF(p["g"].center().x() + gap, write, 60 * k, height)
    for name, node in (("× o", "o*t"), ("× t", "t")):
        room = p["h"].left() - 4 * k - n[node].right() - gap
        labels[name] = _beside(n[node], room, height, gap)
    bus = p["f"].bottom() + BUS * k
    matrix = QRectF(p["x"].left(), bus + k, p["x"].width() / 2, (BELOW_BUS - 2) * k)
    labels["× weight_ih"], labels["× weight_hh"] = matrix, QRectF(matrix)
    labels["dW"] = matrix.translated(p["x"].width() / 2, 0)
    for name, above, below in (("t−1", "c_prev", "h_prev"), ("t", "c", "h")):
        side = p[above]
        labels[name] = QRectF(side.left(), side.bottom(), side.width(), 0)
        labels[name].setBottom(p[below].top())


def _beside(node: QRectF, width: float, height: float, gap: float) -> QRectF:
    return QRectF(node.right() + gap, node.center().y() - height / 2, width, height)


def _mirror(layout: DiagramLayout, width: float) -> None:
    for places in (layout.plates, layout.nodes, layout.labels):
        for rect in places.values():
            rect.moveLeft(width - rect.right())
    for wires in (layout.wires, layout.back):
        for name, points in wires.items():
            wires[name] = tuple(QPointF(width - p.x(), p.y()) for p in points)


def _around(x: float, y: float, width: float, height: float) -> QRectF:
    return QRectF(x - width / 2, y - height / 2, width, height)


def _top(rect: QRectF) -> QPointF:
    return QPointF(rect.center().x(), rect.top())


def _bottom(rect: QRectF) -> QPointF:
    return QPointF(rect.center().x(), rect.bottom())
