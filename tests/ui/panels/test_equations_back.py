"""Equations of gradients: every panel writes them for the options and the direction of its lane."""

import pytest
from PySide6.QtCore import Qt

from simulator.analysis.address import Address
from simulator.analysis.decomposition.gradient_ledger import gradient_ledger
from simulator.analysis.quantity_text import equation_text
from simulator.network.gradient_quantities import steps_back
from simulator.network.lane import Lane
from simulator.network.quantities import FULL
from tests.ui.readouts import bench_with_readout
from ui.panels.cell.highlight import plates_read
from ui.panels.cell.panel import CellDiagram
from ui.panels.ledger.gradient_summary import gradient_equation
from ui.panels.now.panel import NowPanel
from ui.panels.timeline.panel import TimelinePanel
from ui.style import theme
from ui.window.transport.step_chips import StepChips


@pytest.fixture(params=[(False, 0), (False, 1), (True, 0), (True, 1)])
def bench(request):
    """Stand at the end of the way back, at a lane, with a projection or without."""
    projected, direction = request.param
    options = {"hidden_size": 3, "proj_size": 2 if projected else 0, "bidirectional": True}
    bench = bench_with_readout(steps=4, **options)
    bench.last()
    bench.last()
    bench.select(Lane(0, direction))
    return bench


def texts(bench):
    """Return the equation of each gradient of the selected lane, as plain text."""
    snapshot = bench.snapshot()
    config, direction = snapshot.experiment.config, snapshot.lane.direction
    return {key: equation_text(config.gradient(key, direction)) for key in config.gradients}


def test_the_equations_are_of_the_lane(bench):
    snapshot, said = bench.snapshot(), texts(bench)
    after, before = ("t−1", "t+1") if snapshot.lane.reverse else ("t+1", "t−1")
    out = "dm" if snapshot.experiment.config.proj_size else "dh"
    assert said["dc"] == f"dc[t] = dc[{after}] ⊙ f[{after}] + {out}[t] ⊙ o[t] ⊙ (1 − tanh²(c[t]))"
    assert said["do"] == f"do[t] = {out}[t] ⊙ tanh(c[t])"
    assert said["df"] == f"df[t] = dc[t] ⊙ c[{before}]"
    assert said["dh_prev"] == "dh_prev = W_hh^T dz[t]"


def test_the_boxes_of_the_cell(bench, follow):
    panel = CellDiagram(theme.LIGHT)
    follow(panel, bench, (1200, 700))
    canvas, said = panel.canvas, texts(bench)
    for key, plate in canvas._plates.items():
        if key in said:
            assert canvas._tip(plate).endswith(f"\n{said[key]}")
    assert {"dc", "dh", "dz_f", "dc_prev"} <= canvas._plates.keys()


def test_the_boxes_that_a_step_reads(bench):
    config = bench.snapshot().experiment.config
    out, other = ("dm", "dh") if config.proj_size else ("dh", "dm")
    for key in ("dc", "do"):
        assert out in plates_read(key, config)
        assert other not in plates_read(key, config)
    if config.proj_size:
        assert plates_read("dm", config) == {"dh"}
    assert plates_read("dx", config) == {"dz_i", "dz_f", "dz_g", "dz_o"}


def test_the_names_of_rows_in_the_now_panel(bench, follow):
    panel = NowPanel(theme.LIGHT)
    follow(panel, bench, (400, 700))
    model, said = panel.back.model, texts(bench)
    rows = {vector.key: row for row, vector in enumerate(model.vectors)}
    for key in said:
        if key != "dz":
            tip = model.headerData(rows[key], Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
            assert tip.endswith(f"\n{said[key]}")


def test_the_chips_of_the_steps(bench):
    chips, said = StepChips(theme.LIGHT), texts(bench)
    other = Lane(0, 1 - bench.snapshot().lane.direction)
    lane = bench.snapshot().lane
    for at in (lane, other, lane):
        bench.select(at)
        chips.draw(bench.snapshot())
    for step in steps_back(FULL):
        if step in said:
            assert said[step] in chips.chips[step].toolTip().splitlines()


def test_the_ledger(bench):
    snapshot = bench.snapshot()
    for key in snapshot.experiment.config.gradients:
        if key != "dz":
            book = gradient_ledger(snapshot.back, Address(key, snapshot.lane, 1, 0, 0))
            row = snapshot.experiment.config.gradient(key, snapshot.lane.direction)
            assert gradient_equation(snapshot, book) == row.equation


@pytest.mark.few(2)  # each goes to both directions
def test_the_rows_of_the_timeline(bench, follow):
    panel = TimelinePanel(theme.LIGHT)
    panel.choose_tracks(("h", "dh", "dc", "df"))
    follow(panel, bench, (1200, 900))
    lane = bench.snapshot().lane
    for at in (Lane(0, 1 - lane.direction), lane):
        bench.select(at)
        said = texts(bench)
        for key in ("dh", "dc", "df"):
            assert panel.plots.gradients[key].label.toolTip().endswith(f"\n{said[key]}")
