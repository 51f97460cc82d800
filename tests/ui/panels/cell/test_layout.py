"""Layout of the cell: nothing overlaps, and every wire ends at something."""

from hypothesis import given
from hypothesis import strategies as st

from simulator.cells.lstm import lstm
from ui.panels.cell.layout import lay_out


@given(
    st.integers(420, 1800),
    st.integers(190, 1100),
    st.booleans(),
    st.booleans(),
    st.integers(1, 4),
    st.integers(1, 2),
    st.sampled_from([0.8, 1.0, 1.5, 2.0]),
)
def test_nothing_overlaps_at_any_size(width, height, projected, mirrored, rows, lines, largest):
    layout = lay_out(
        width,
        height,
        cell=lstm(projected=projected),
        digit=9.6,
        largest=largest,
        mirrored=mirrored,
        rows=rows,
        input_lines=lines,
    )
    assert 0.6 <= layout.scale <= largest
    sums = {name: rect for name, rect in layout.plates.items() if name.startswith("z_")}
    for name, rect in sums.items():
        assert layout.plates[name.removeprefix("z_")].contains(rect)
    places = {**layout.plates, **layout.nodes}
    names = sorted(set(places) - set(sums))
    for index, name in enumerate(names):
        rect = places[name]
        assert rect.width() > 8
        assert rect.height() > 8
        assert rect.left() >= -0.01
        assert rect.right() <= width + 0.01
        assert rect.top() >= 0
        assert rect.bottom() <= height
        for other in names[index + 1 :]:
            assert not rect.intersects(places[other]), (name, other)
    # Every wire starts and ends at something, or on a wire.
    for name, points in layout.wires.items():
        ends = [] if ":" in name.partition("→")[2] else [points[-1]]
        for end in ends:
            assert any(r.adjusted(-1, -1, 1, 1).contains(end) for r in places.values()), name


def test_the_gates_stand_in_the_order_of_their_steps():
    for mirrored in (False, True):
        layout = lay_out(1000, 260, cell=lstm(), digit=9.6, mirrored=mirrored)
        lefts = [layout.plates[gate].left() for gate in ("f", "i", "g", "o")]
        assert lefts == sorted(lefts, reverse=mirrored)
