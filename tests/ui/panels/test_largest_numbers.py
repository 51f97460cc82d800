"""The largest numbers of a dtype are shown like any others, in every panel."""

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.parameters import Parameters
from tests.depth import count
from tests.ui.matrix.matrices import matrix
from ui.matrix.heat_map import HeatMap
from ui.panels.catalogue import PANELS
from ui.panels.lens.panel import LensPanel
from ui.panels.timeline.panel import TimelinePanel
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style.theme import LIGHT
from ui.widgets.strips.colour_strip import strip_image

DTYPES = [np.float32, np.float64]


def largest(dtype):
    return np.finfo(dtype).max


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_heat_map_has_its_first_and_last_colour_at_its_largest_numbers(qtbot, dtype):
    top = largest(dtype)
    values = np.array([[-top, 0], [top, top / 2]], dtype)
    heat_map = HeatMap(LIGHT)
    qtbot.addWidget(heat_map)
    heat_map.resize(340, 420)
    heat_map.show()
    heat_map.bind(matrix(values=values))
    QApplication.processEvents()
    picture = heat_map.grab().toImage()
    stops = [QColor(stop) for stop in LIGHT.signed_stops]
    for cell, colour in (((0, 0), stops[0]), ((1, 0), stops[-1]), ((0, 1), stops[len(stops) // 2])):
        corner = heat_map.cell_rect(cell).topLeft()
        seen = picture.pixelColor(corner.x() + 6, corner.y() + 6)
        assert max(abs(a - b) for a, b in zip(seen.getRgb(), colour.getRgb(), strict=True)) <= 3


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_strip_has_too(dtype):
    top = largest(dtype)
    image = strip_image(LIGHT, "c", np.array([-top, 0, top], dtype), 3)
    assert [image.pixelColor(x, 0).name() for x in (0, 2)] == [
        QColor(LIGHT.signed_stops[k]).name() for k in (0, -1)
    ]


@pytest.fixture
def unchecked():
    """Let torch check the largest numbers too."""


@pytest.mark.few(1)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("bidirectional", [False, True])
def test_every_panel_draws_them(make_window, dtype, bidirectional):
    """No exception and no numpy warning: sums that overflow are inf, or NaN."""
    config, rng = (
        LSTMConfig(3, 2, num_layers=2, bidirectional=bidirectional),
        np.random.default_rng(1),
    )
    arrays = {
        name: (rng.choice([-1, 1e-30, 1], shape) * largest(dtype)).astype(dtype)
        for name, shape in config.parameter_shapes().items()
    }
    x = (rng.choice([-1, 0, 1e-300, 1], (6, 3)) * largest(dtype)).astype(dtype)
    state = [np.full(config.state_shape(1, s)[::2], largest(dtype), dtype) for s in ("h_0", "c_0")]
    experiment = Experiment.create(Parameters(config, arrays), x, *state)
    bench = Workbench(Document.of("largest", experiment))
    window = make_window(bench, size=(960, 600))
    for steps in (1, 5, 40, 1000)[-count(4, by_default=1) :]:
        bench.step(steps)
        for title in PANELS:
            window._docks.show_panel(title)
            QApplication.processEvents()
    changed = experiment.parameters.with_value("weight_ih_l0", (0, 0), 1.0)
    bench.edit(experiment.with_parameters(changed), "edit")
    timeline, lens = window._panels.of(TimelinePanel), window._panels.of(LensPanel)
    window._docks.show_panel("Timeline")
    for shown in (timeline.curves_button, timeline.difference_button, timeline.heat_map_button):
        shown.click()
        QApplication.processEvents()
    window._docks.show_panel("Lens")
    lens.choose("", True)
    QApplication.processEvents()
    window.grab()
