"""Layout of the cell diagram: its boxes, nodes and wires, and their places for a size in pixels.

It runs left to right in the order of the data flow, and mirrored for the reverse direction.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF

from simulator.network.quantities import GATES, STEPS
from simulator.translation import mark
from ui.panels.cell.columns import columns_in, least_width

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

ORDER = tuple(step for step in STEPS if step in GATES)
"""Gates from left to right: as their steps come."""


@dataclass(frozen=True, slots=True)
class Node:
    """Sign between the boxes.

    Attributes:
        step: the quantity that it helps to compute; `out` as in `WIRES`. meaning: in words.
        gate: the gate that it multiplies by, if any.
    """

    sign: str
    step: str
    meaning: str
    gate: str = ""


WIRES: dict[str, tuple[str, tuple[str, ...]]] = {
    # name: the vector it is known with, the steps that light it
    "c_in": ("c_prev", ("c",)),
    "c_kept": ("f", ("c",)),
    "c_out": ("c", ("c",)),
    "f_out": ("f", ("f", "c")),
    "i_out": ("i", ("i", "c")),
    "g_out": ("g", ("g", "c")),
    "new": ("g", ("c",)),
    "x_in": ("x", ("f", "i", "g", "o")),
    "bus_f": ("h_prev", ("f", "i", "g", "o")),
    "bus_i": ("h_prev", ("i", "g", "o")),
    "bus_g": ("h_prev", ("g", "o")),
    "bus_o": ("h_prev", ("o",)),
    **{f"sum_{gate}": ("h_prev", (gate,)) for gate in ORDER},
    "tap": ("c", ("out",)),
    "squashed": ("c", ("out",)),
    "o_out": ("o", ("o", "out")),
    "out": ("out", ("out",)),
    "m_out": ("m", ("h",)),
    "h_out": ("h", ("h",)),
}
"""Wires of the diagram. `out` stands for the result of o ⊙ tanh(c): m when projected, else h."""

NODES = {
    "keep": Node("×", "c", mark("f ⊙ {c_prev}: the part of the old cell state that is kept"), "f"),
    "write": Node("×", "c", mark("i ⊙ g: the part of the candidate that is written"), "i"),
    "add": Node("+", "c", "c = f ⊙ {c_prev} + i ⊙ g"),
    "squash": Node("tanh", "out", mark("tanh(c): the cell state squashed to −1…1")),
    "let_out": Node(
        "×", "out", mark("o ⊙ tanh(c): the part of the cell state that is output"), "o"
    ),
    "project": Node("W_hr", "h", mark("h = W_hr m: the projection")),
}
"""Signs between the boxes."""


@dataclass(slots=True, eq=False)
class DiagramLayout:
    """Places in pixels, read-only. A wire is a line of points, in the direction of the flow.

    Two layouts are never equal, so that what is cut for one can be kept by it.

    Attributes:
        scale: 1 for text of 100 % with enough room; text and lengths shrink together.
        plates, nodes, wires: by their names. A gate's sum lies in its box.
        labels: rooms for the numbers of the steps c and h, for what is kept and written, and for
            the names of factors on the way back.
        mirrored: True when it runs right to left.
    """

    scale: float
    mirrored: bool = False
    plates: dict[str, QRectF] = field(default_factory=dict)
    nodes: dict[str, QRectF] = field(default_factory=dict)
    wires: dict[str, tuple[QPointF, ...]] = field(default_factory=dict)
    labels: dict[str, QRectF] = field(default_factory=dict)


@lru_cache(maxsize=4)
def lay_out(
    width: float,
    height: float,
    *,
    digit: float,
    largest: float = 1.0,
    projected: bool = False,
    mirrored: bool = False,
    rows: int = 1,
    input_lines: int = 1,
) -> DiagramLayout:
    """Lay out one cell. The result is cached, since most steps ask for the last one again.

    Args:
        width, height: the room in pixels.
        digit: the width of a digit of 16 px, at scale 1. largest: the scale with enough room.
        projected: with m and W_hr. mirrored: right to left.
        rows: the lines below a state's name. input_lines: 2 when the name of x needs its own line.
    """
    inner_width, inner_height = width - 2 * MARGIN, height - 2 * MARGIN
    natural = _natural_height(input_lines)
    room = min(inner_width / least_width(digit, projected), inner_height / natural)
    k = max(LEAST_SCALE, int(50 * min(largest, room)) / 50)
    layout = DiagramLayout(k, mirrored)
    edges = [(left * k, w * k) for left, w in columns_in(inner_width / k, digit, projected).edges]
    _place(layout, edges, inner_height / k, projected, rows, input_lines)
    _wire(layout, projected)
    _label(layout, projected)
    if mirrored:
        _mirror(layout, width)
    return layout


def _natural_height(input_lines: int) -> float:
    x = INPUT + (input_lines - 1) * INPUT_LINE
    return LANE + WRITE + ABOVE_GATES + GATE + BUS + BELOW_BUS + x


def _place(
    layout: DiagramLayout,
    columns: list[tuple[float, float]],
    height: float,
    projected: bool,
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
    for key, column in zip(ORDER, columns[1:5], strict=True):
        plates[key] = box(column, gates, gate)
        foot = box(column, gates + gate - _FOOT - 2, _FOOT)
        plates[f"z_{key}"] = foot.adjusted(_PAD * k, 0, -_PAD * k, 0)
    left, right = plates[ORDER[0]].left(), plates[ORDER[-1]].right()
    x_top = MARGIN + k * (bus + BELOW_BUS)
    plates["x"] = QRectF(left, x_top, right - left, k * x_height)
    lines = {"lane": lane, "write": write, "gates": gates, "gate": gate, "bottom": bottom}
    _place_nodes(layout, columns[5], {name: MARGIN + k * y for name, y in lines.items()}, projected)


def _place_nodes(
    layout: DiagramLayout, out: tuple[float, float], y: dict[str, float], projected: bool
) -> None:
    k, plates, size = layout.scale, layout.plates, _NODE * layout.scale
    between = (plates["i"].center().x() + plates["g"].center().x()) / 2
    left = MARGIN + out[0]
    x = left + out[1] / 2 if projected else left + size / 2
    gate = plates["o"]
    let_out = gate.top() + 0.2 * gate.height() if projected else gate.center().y()
    pill = 20 * k
    squash = (y["lane"] + let_out) / 2 if projected else y["lane"] + 0.37 * (let_out - y["lane"])
    layout.nodes = {
        "keep": _around(plates["f"].center().x(), y["lane"], size, size),
        "write": _around(between, y["write"], size, size),
        "add": _around(between, y["lane"], size, size),
        "squash": _around(x, squash, 44 * k, pill),
        "let_out": _around(x, let_out, size, size),
    }
    if projected:
        end = plates["h"].bottom() - 20 * k
        layout.nodes["project"] = _around(x, end, 44 * k, pill)
        above = layout.nodes["let_out"].bottom() + 8 * k
        room = QRectF(left, above, out[1], end - pill / 2 - 8 * k - above)
        plates["m"] = room


def _wire(layout: DiagramLayout, projected: bool) -> None:
    p, n, k = layout.plates, layout.nodes, layout.scale
    lane, write = n["add"].center().y(), n["write"].center().y()
    bus = p["f"].bottom() + BUS * k
    point, wires = QPointF, layout.wires
    wires["c_in"] = (point(p["c_prev"].right(), lane), point(n["keep"].left(), lane))
    wires["c_kept"] = (point(n["keep"].right(), lane), point(n["add"].left(), lane))
    wires["c_out"] = (point(n["add"].right(), lane), point(p["c"].left(), lane))
    wires["f_out"] = (_top(p["f"]), _bottom(n["keep"]))
    for gate, end in (("i", n["write"].left()), ("g", n["write"].right())):
        x = p[gate].center().x()
        wires[f"{gate}_out"] = (_top(p[gate]), point(x, write), point(end, write))
    wires["new"] = (_top(n["write"]), _bottom(n["add"]))
    joint = (p["h_prev"].right() + p["f"].left()) / 2
    x_y = p["x"].center().y()
    wires["x_in"] = (point(p["x"].left(), x_y), point(joint, x_y), point(joint, bus))
    start = p["h_prev"].right()
    for gate in ORDER:
        x = p[gate].center().x()
        wires[f"bus_{gate}"] = (point(start, bus), point(x, bus))
        wires[f"sum_{gate}"] = (point(x, bus), _bottom(p[gate]))
        start = x
    out = n["let_out"].center()
    wires["tap"] = (point(out.x(), lane), _top(n["squash"]))
    wires["squashed"] = (_bottom(n["squash"]), _top(n["let_out"]))
    wires["o_out"] = (point(p["o"].right(), out.y()), point(n["let_out"].left(), out.y()))
    end = p["h"].bottom() - 20 * k
    if projected:
        wires["out"] = (_bottom(n["let_out"]), _top(p["m"]))
        wires["m_out"] = (_bottom(p["m"]), _top(n["project"]))
        wires["h_out"] = (point(n["project"].right(), end), point(p["h"].left(), end))
    else:
        wires["out"] = (_bottom(n["let_out"]), point(out.x(), end), point(p["h"].left(), end))


def _label(layout: DiagramLayout, projected: bool) -> None:
    """Place the rooms of labels: right of their nodes, or above the memory's lane."""
    n, p, k = layout.nodes, layout.plates, layout.scale
    height, gap = 20 * k, 5 * k
    write, out = n["write"], n["project" if projected else "let_out"]
    reach = p["g"].center().x() + 22 * k
    layout.labels["c"] = _beside(write, min(38 * k, reach - write.right() - gap), height, gap)
    reach = p["h"].left() - 4 * k
    layout.labels["h"] = _beside(out, min(38 * k, reach - out.right() - gap), height, gap)
    lane = n["add"].center().y()
    for name, start, end in (("kept", "keep", n["add"].left()), ("written", "add", p["c"].left())):
        left = n[start].right() + gap
        layout.labels[name] = QRectF(left, lane - 25 * k, end - gap - left, 17 * k)
    _label_factors(layout)


def _label_factors(layout: DiagramLayout) -> None:
    """Place the rooms for the names of factors on the way back, each beside its wire."""
    n, p, k, labels = layout.nodes, layout.plates, layout.scale, layout.labels
    write, height, gap = n["write"].center().y() - 8.5 * k, 17 * k, 5 * k
    start, end = layout.wires["c_in"]
    labels["× c_prev"] = QRectF(start.x(), start.y() - 22 * k, end.x() - start.x() - gap, height)
    labels["× f"] = QRectF(p["f"].center().x() + gap, write, 60 * k, height)
    labels["× i"] = QRectF(p["i"].center().x() - gap - 60 * k, write, 60 * k, height)
    labels["× g"] = QRectF(p["g"].center().x() + gap, write, 60 * k, height)
    for name, node in (("× o", "let_out"), ("× tanh(c)", "squash")):
        room = p["h"].left() - 4 * k - n[node].right() - gap
        labels[name] = _beside(n[node], room, height, gap)
    bus = p["f"].bottom() + BUS * k
    labels["× W"] = QRectF(p["x"].left(), bus + k, p["x"].width() / 2, (BELOW_BUS - 2) * k)
    labels["dW"] = labels["× W"].translated(p["x"].width() / 2, 0)
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
    for name, points in layout.wires.items():
        layout.wires[name] = tuple(QPointF(width - p.x(), p.y()) for p in points)


def _around(x: float, y: float, width: float, height: float) -> QRectF:
    return QRectF(x - width / 2, y - height / 2, width, height)


def _top(rect: QRectF) -> QPointF:
    return QPointF(rect.center().x(), rect.top())


def _bottom(rect: QRectF) -> QPointF:
    return QPointF(rect.center().x(), rect.bottom())
