"""Outlines of thousands of holds: drawn at once, pixel by pixel as one by one."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from simulator.network.hold_table import HoldTable
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from ui.panels.timeline.tracks import hold_outlines
from ui.panels.timeline.tracks.hold_outlines import (
    MOST_VECTORS,
    ROOM_FOR_HALO,
    HoldOutlines,
    outlines,
)

INK, HALO = QColor("#123456"), QColor("#fedcba")


def one_by_one(rects, shape, scale):
    """Draw each outline with slices: first all halos, then all ink."""
    pixels = np.zeros(shape, np.uint32)
    for colour, half, least in ((HALO, 2 * scale, ROOM_FOR_HALO * scale), (INK, scale, 0)):
        for x, y, width, height in rects:
            if min(width, height) < least:
                continue
            edges = np.zeros(shape, bool)
            for value, by in ((True, half), (False, -half)):
                left, top = (max(0, int(np.rint(start - by))) for start in (x, y))
                right, bottom = (max(0, int(np.rint(e + by))) for e in (x + width, y + height))
                edges[top:bottom, left:right] = value
            pixels[edges] = colour.rgba()
    return pixels


@pytest.mark.parametrize("scale", [1, 2])
def test_all_outlines_at_once_are_those_of_each(scale):
    rng = np.random.default_rng(0)
    rects = np.hstack([rng.uniform(-5, 60, (40, 2)), rng.uniform(3, 30, (40, 2))])
    image = outlines(rects, (50, 70), scale, INK, HALO)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(50, 70)
    np.testing.assert_array_equal(pixels, one_by_one(rects, (50, 70), scale))


def test_thousands_of_holds_are_drawn_once(shown, make_workbench, monkeypatch):
    bench = make_workbench(timesteps=200, hidden_size=16)
    panel = shown(bench)
    bench.last()
    holds = [Hold("f", 0, 0, (k % 16,), k % 200, k % 200, 0.5) for k in range(3200)]
    drawn = {"one by one": 0, "at once": 0}

    def counting(name, function):
        def count(*arguments):
            drawn[name] += 1
            return function(*arguments)

        return count

    single, many = HoldOutlines._outline, hold_outlines.outlines
    monkeypatch.setattr(HoldOutlines, "_outline", counting("one by one", single))
    monkeypatch.setattr(hold_outlines, "outlines", counting("at once", many))
    before = bench.snapshot().experiment
    bench.edit(before.with_holds(*holds), "hold")
    panel.choose_tracks(("f",))
    row = panel.plots.rows["f"]
    assert len(row.holds.blocks) == 3200 > MOST_VECTORS
    for _ in range(3):
        panel.grab()
    assert drawn["one by one"] == 0
    assert 1 <= drawn["at once"] <= 2


def test_the_table_of_the_same_holds_is_made_once():
    holds = (Hold("f", 0, 0, (0, 1, 3), 2, 4, 0.5, 1), Hold("f", 0, 1, (2,), 0, 9, 1.0))
    assert HoldTable.of(holds) is HoldTable.of(holds)
    blocks = HoldTable.of(holds).on("f", Lane())
    assert list(zip(blocks.low.tolist(), blocks.high.tolist(), strict=True)) == [(0, 1), (3, 3)]
    assert blocks.in_row(0).low.tolist() == []
    assert blocks.at(2, 1).value.tolist() == [0.5, 0.5]
    assert blocks.at(5, 1).value.tolist() == []
