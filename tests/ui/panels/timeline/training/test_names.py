"""Names of lines: each beside its own line, inside the plot, over no other name."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from ui.panels.timeline.training.names import Line, placed

AREA = QRectF(40, 10, 500, 120)
HEIGHT = 14.0


def width(text):
    return 6.0 * len(text)


@st.composite
def drawn_lines(draw):
    count = draw(st.integers(1, 3))
    steps = draw(st.integers(1, 40))
    x = np.linspace(AREA.left(), AREA.right(), steps)
    lines = []
    for k in range(count):
        shares = draw(st.lists(st.floats(0, 1), min_size=steps, max_size=steps))
        gaps = draw(st.lists(st.booleans(), min_size=steps, max_size=steps))
        y = AREA.top() + AREA.height() * np.array(shares)
        lines.append(Line(str(k), f"step {k}", x, np.where(gaps, np.nan, y)))
    return lines


@given(drawn_lines())
def test_names_lie_inside_and_apart(lines):
    boxes = placed(lines, AREA, width, HEIGHT)
    there = {line.key for line in lines if np.isfinite(line.y).any()}
    assert boxes.keys() <= there
    assert bool(boxes) == bool(there)
    for key, box in boxes.items():
        assert AREA.contains(box)
        assert not any(box.intersects(other) for k, other in boxes.items() if k != key)


def test_a_name_keeps_clear_of_lines_where_it_can():
    x = np.linspace(AREA.left(), AREA.right(), 50)
    up, down = np.full(50, 30.0), np.full(50, 110.0)
    boxes = placed([Line("a", "step 0", x, up), Line("b", "step 9", x, down)], AREA, width, HEIGHT)
    for key, y in (("a", 30.0), ("b", 110.0)):
        near = min(abs(boxes[key].top() - y), abs(boxes[key].bottom() - y))
        assert near < 6
        for other in (30.0, 110.0):
            assert not boxes[key].top() < other < boxes[key].bottom()


def test_of_two_parts_of_a_line_the_last_is_named():
    x = np.linspace(AREA.left(), AREA.right(), 10)
    ahead, known = Line("a", "step 0", x, x * 0 + 30), Line("a", "step 0", x, x * 0 + 100)
    assert placed([ahead, known], AREA, width, HEIGHT)["a"].top() > 80


def test_names_without_room_are_left_out():
    low = QRectF(0, 0, 100, 20)
    x = np.linspace(0, 100, 5)
    lines = [Line(str(k), "a long name", x, x * 0 + 10) for k in range(4)]
    assert len(placed(lines, low, width, HEIGHT)) < 4


def test_a_name_hides_no_mark_where_it_can():
    x = np.linspace(AREA.left(), AREA.right(), 50)
    line = Line("a", "step 0", x, np.full(50, 60.0))
    bare = placed([line], AREA, width, HEIGHT)["a"]
    mark = np.full(3, bare.center().x()), np.full(3, bare.center().y())
    beside = placed([line], AREA, width, HEIGHT, [mark])["a"]
    assert bare.contains(mark[0][0], mark[1][0])
    assert not beside.contains(mark[0][0], mark[1][0])
