"""Layout of the cell diagram: its plates, nodes and wires, and their places for a size in pixels.

It runs left to right in the order of the data flow, and mirrored for the reverse direction.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF

from simulator.translation import mark

SIDE, BOX, OUT, PROJECTED_OUT = 92.0, 84.0, 40.0, 84.0
"""Widths of the columns at scale 1: the states, a gate, ⊙ and tanh, the same with m."""

GAPS = (22.0, 16.0, 12.0, 16.0, 18.0, 22.0)
MARGIN, HEIGHT = 6.0, 226.0
SMALLEST, LARGEST = 0.86, 1.7


WIRES: dict[str, tuple[str, str, str]] = {
    # name: its colour's quantity, the vector it is known with, its steps, a letter each (`zifgo`)
    "c_in": ("c", "c_prev", "c"),
    "c_kept": ("c", "c", "c"),
    "c_out": ("c", "c", "c"),
    "f_out": ("f", "f", "c"),
    "i_out": ("i", "i", "c"),
    "g_out": ("g", "g", "c"),
    "new": ("c", "c", "c"),
    "x_in": ("x", "x", "zifgo"),
    "bus_f": ("h", "h_prev", "zfigo"),
    "bus_i": ("h", "h_prev", "zigo"),
    "bus_g": ("h", "h_prev", "zgo"),
    "bus_o": ("h", "h_prev", "zo"),
    **{f"sum_{gate}": (gate, "z_i", f"z{gate}") for gate in "figo"},
    **{f"act_{gate}": (gate, gate, gate) for gate in "figo"},
    "tap": ("c", "c", "out"),
    "squashed": ("c", "out", "out"),
    "o_out": ("o", "o", "out"),
    "out": ("out", "out", "out"),
    "m_out": ("m", "h", "h"),
    "h_out": ("h", "h", "h"),
}
"""Wires of the diagram. `out` stands for the result of o ⊙ tanh(c): m when projected, else h."""

NODES: dict[str, tuple[str, str, str]] = {
    # name: (sign, the quantity that it helps to compute, its meaning)
    "keep": ("⊙", "c", mark("f ⊙ {c_prev}: what stays of the old memory")),
    "write": ("⊙", "c", mark("i ⊙ g: what is written of the new")),
    "add": ("+", "c", "c = f ⊙ {c_prev} + i ⊙ g"),
    "squash": ("tanh", "out", mark("tanh(c): the memory brought into −1…1")),
    "let_out": ("⊙", "out", mark("o ⊙ tanh(c): what of the memory is let out")),
    "project": ("W_hr", "h", mark("h = W_hr m: the projection")),
}
"""Signs between the plates."""


@dataclass(slots=True)
class DiagramLayout:
    """Places in pixels, read-only. A wire is a line of points, in the direction of the flow.

    Attributes:
        scale: 1 at the smallest comfortable size; lines and letters grow with it.
        plates, nodes, wires: by their names.
    """

    scale: float
    plates: dict[str, QRectF] = field(default_factory=dict)
    nodes: dict[str, QRectF] = field(default_factory=dict)
    wires: dict[str, tuple[QPointF, ...]] = field(default_factory=dict)


@lru_cache(maxsize=4)
def lay_out(
    width: float,
    height: float,
    *,
    projected: bool,
    mirrored: bool,
    rows: int = 1,
    input_lines: int = 1,
) -> DiagramLayout:
    """Lay out one cell. The result is cached, since most steps ask for the last one again.

    Args:
        width, height: the room in pixels.
        projected: with m and W_hr. mirrored: right to left.
        rows: the preferred lines of numbers for a sum z.
        input_lines: 2 when the name of x needs its own line.
    """
    columns = [SIDE, *[BOX] * 4, PROJECTED_OUT if projected else OUT, SIDE]
    natural = sum(columns) + sum(GAPS) + 2 * MARGIN
    room = min(width / natural, height / HEIGHT)
    # Half of the room above the natural size makes letters larger, the rest fits more of them.
    scale = min(LARGEST, max(SMALLEST, room if room < 1 else 1 + (room - 1) / 2))
    stretch = min(width / natural, 1.8 * scale)
    left = (width - stretch * natural) / 2 + MARGIN * stretch
    edges = []
    for column, gap in zip(columns, (*GAPS, 0.0), strict=True):
        edges.append((left, column * stretch))
        left += (column + gap) * stretch
    layout = DiagramLayout(scale)
    _place(layout, edges, height, projected, rows, input_lines)
    _wire(layout, projected)
    if mirrored:
        _mirror(layout, width)
    return layout


def _place(
    layout: DiagramLayout,
    columns: list[tuple[float, float]],
    height: float,
    projected: bool,
    rows: int,
    input_lines: int,
) -> None:
    s = layout.scale
    spare = max(0.0, height - HEIGHT * s)
    side = 70 * s + 0.2 * spare
    c_lane = 29 * s + 0.09 * spare
    x_height = (24 if input_lines == 1 else 36) * s + 0.16 * spare
    h_lane = height - MARGIN * s - x_height - 12 * s - 0.04 * spare
    (first, side_width), (last, _) = columns[0], columns[-1]
    h_top = height - MARGIN * s - side
    plates = layout.plates
    plates["c_prev"] = QRectF(first, MARGIN * s, side_width, side)
    plates["c"] = QRectF(last, MARGIN * s, side_width, side)
    plates["h_prev"] = QRectF(first, h_top, side_width, side)
    plates["h"] = QRectF(last, h_top, side_width, side)
    write_y = c_lane + 31 * s + 0.08 * spare
    top, bottom = write_y + 15 * s, h_lane - 11 * s
    sum_height = min((12.5 * rows + 6) * s, max(14 * s, bottom - top - (12.5 * rows + 30) * s))
    for gate, (x, w) in zip("figo", columns[1:5], strict=True):
        plates[gate] = QRectF(x, top, w, bottom - top - sum_height - 6 * s)
        plates[f"z_{gate}"] = QRectF(x, bottom - sum_height, w, sum_height)
    x_left, x_right = plates["f"].left(), plates["o"].right()
    plates["x"] = QRectF(x_left, height - MARGIN * s - x_height, x_right - x_left, x_height)
    _place_nodes(layout, columns[5], c_lane, write_y, h_lane, projected)
    if projected:
        (x, w), above = columns[5], layout.nodes["let_out"].bottom() + 8 * s
        plates["m"] = QRectF(x, above, w, layout.nodes["project"].top() - 8 * s - above)


def _place_nodes(
    layout: DiagramLayout,
    out_column: tuple[float, float],
    c_lane: float,
    write_y: float,
    h_lane: float,
    projected: bool,
) -> None:
    s, plates = layout.scale, layout.plates
    between = (plates["i"].center().x() + plates["g"].center().x()) / 2
    out_x = out_column[0] + out_column[1] / 2
    gate = plates["o"]
    let_out_y = gate.top() + 14 * s if projected else gate.center().y()
    layout.nodes = {
        "keep": _around(plates["f"].center().x(), c_lane, 20 * s, 20 * s),
        "write": _around(between, write_y, 18 * s, 18 * s),
        "add": _around(between, c_lane, 20 * s, 20 * s),
        "squash": _around(out_x, (c_lane + let_out_y) / 2, 40 * s, 18 * s),
        "let_out": _around(out_x, let_out_y, 20 * s, 20 * s),
    }
    if projected:
        layout.nodes["project"] = _around(out_x, h_lane, 46 * s, 20 * s)


def _wire(layout: DiagramLayout, projected: bool) -> None:
    p, n, s = layout.plates, layout.nodes, layout.scale
    c_lane = n["add"].center().y()
    h_lane = p["z_f"].bottom() + 11 * s
    point, wires = QPointF, layout.wires
    wires["c_in"] = (_right(p["c_prev"], c_lane), _left(n["keep"], c_lane))
    wires["c_kept"] = (_right(n["keep"], c_lane), _left(n["add"], c_lane))
    wires["c_out"] = (_right(n["add"], c_lane), _left(p["c"], c_lane))
    wires["f_out"] = (_top(p["f"]), _bottom(n["keep"]))
    write_y = n["write"].center().y()
    for gate, end in (("i", n["write"].left()), ("g", n["write"].right())):
        x = p[gate].center().x()
        wires[f"{gate}_out"] = (_top(p[gate]), point(x, write_y), point(end, write_y))
    wires["new"] = (_top(n["write"]), _bottom(n["add"]))
    joint = (p["h_prev"].right() + p["f"].left()) / 2
    x_y = p["x"].center().y()
    wires["x_in"] = (point(p["x"].left(), x_y), point(joint, x_y), point(joint, h_lane))
    start = p["h_prev"].right()
    for gate in "figo":
        x = p[gate].center().x()
        wires[f"bus_{gate}"] = (point(start, h_lane), point(x, h_lane))
        wires[f"sum_{gate}"] = (point(x, h_lane), _bottom(p[f"z_{gate}"]))
        wires[f"act_{gate}"] = (_top(p[f"z_{gate}"]), _bottom(p[gate]))
        start = x
    out = n["let_out"].center()
    wires["tap"] = (point(out.x(), c_lane), _top(n["squash"]))
    wires["squashed"] = (_bottom(n["squash"]), _top(n["let_out"]))
    wires["o_out"] = (_right(p["o"], out.y()), _left(n["let_out"], out.y()))
    if projected:
        wires["out"] = (_bottom(n["let_out"]), _top(p["m"]))
        wires["m_out"] = (_bottom(p["m"]), _top(n["project"]))
        wires["h_out"] = (_right(n["project"], h_lane), _left(p["h"], h_lane))
    else:
        wires["out"] = (_bottom(n["let_out"]), point(out.x(), h_lane), _left(p["h"], h_lane))


def _mirror(layout: DiagramLayout, width: float) -> None:
    for places in (layout.plates, layout.nodes):
        for rect in places.values():
            rect.moveLeft(width - rect.right())
    for name, points in layout.wires.items():
        layout.wires[name] = tuple(QPointF(width - p.x(), p.y()) for p in points)


def _around(x: float, y: float, width: float, height: float) -> QRectF:
    return QRectF(x - width / 2, y - height / 2, width, height)


def _left(rect: QRectF, y: float) -> QPointF:
    return QPointF(rect.left(), y)


def _right(rect: QRectF, y: float) -> QPointF:
    return QPointF(rect.right(), y)


def _top(rect: QRectF) -> QPointF:
    return QPointF(rect.center().x(), rect.top())


def _bottom(rect: QRectF) -> QPointF:
    return QPointF(rect.center().x(), rect.bottom())
