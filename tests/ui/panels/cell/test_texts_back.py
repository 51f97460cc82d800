"""Texts of the diagram on the way back: at every size none is cut, and none lies on another."""

import pytest
from PySide6.QtCore import QRectF

from simulator.network.lane import Lane
from tests.depth import count
from tests.ui.panels.cell.test_texts import SIZES, faults_of
from tests.ui.panels.cell.ways_back import bench_with_loss, step_of_cell
from ui.panels.cell.canvas import CellCanvas
from ui.panels.cell.cell_values import cell_values
from ui.style import theme

OPTIONS = {
    "one unit": {"hidden_size": 1},
    "few": {"hidden_size": 2, "num_layers": 2},
    "grid": {"hidden_size": 4},
    "largest grid": {"hidden_size": 8, "input_size": 12},
    "strip": {"hidden_size": 64, "input_size": 40},
    "projection": {"hidden_size": 4, "proj_size": 2},
    "both directions": {"hidden_size": 2, "bidirectional": True},
}


@pytest.mark.few(1)
@pytest.mark.parametrize("model", OPTIONS)
def test_no_text_is_cut_or_covered_on_the_way_back(qtbot, model):
    sizes = SIZES[:: count(1, by_default=3)]
    for scale in (0.7, 30.0):
        bench = bench_with_loss(scale, **OPTIONS[model])
        canvas = CellCanvas(theme.LIGHT)
        qtbot.addWidget(canvas)
        config = bench.snapshot().experiment.config
        lane = Lane(config.num_layers - 1, config.num_directions - 1)
        bench.last()
        for step in ("dh", "df", "dz", "dW"):
            step_of_cell(bench, qtbot, step, lane=lane)
            bench.select(lane)
            for size in sizes:
                canvas.resize(*size)
                canvas.draw(bench.snapshot(), cell_values(bench.snapshot()))
                canvas.grab()
                faults = faults_of(canvas.written, QRectF(canvas.rect()))
                assert faults == [], (size, step, scale)
