"""A weight is dragged in the window, and the loss that is shown follows, pixel by pixel."""

import re
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.examples import EXAMPLES
from simulator.network.lane import Lane
from tests.depth import count
from tests.needs_torch import torch
from tests.ui.matrix.mouse import LEFT, NONE, move_to
from ui.panels.weights.panel import WeightsPanel
from ui.panels.weights.parameter_matrices import W_IH, V
from ui.session.document import Document
from ui.session.workbench import Workbench

ALT = Qt.KeyboardModifier.AltModifier
T = 100
"""Timestep to stand at: the loss is of the whole sequence also from its middle."""


class Forecast:
    """The example in torch: nn.LSTM, nn.Linear and mse_loss over the steps that have a next one."""

    def __init__(self, experiment):
        config, readout = experiment.config, experiment.objective.readout
        self.lstm = torch.nn.LSTM(config.input_size, config.hidden_size, config.num_layers).double()
        self.linear = torch.nn.Linear(config.hidden_size, readout.width).double()
        tensors = dict(self.lstm.named_parameters())
        tensors |= {f"readout.{name}": p for name, p in self.linear.named_parameters()}
        arrays = {**experiment.parameters.arrays, "readout.weight": readout.weight}
        arrays["readout.bias"] = readout.bias
        with torch.no_grad():
            for name, tensor in tensors.items():
                tensor.copy_(torch.tensor(np.array(arrays[name], np.float64)))
        self.tensors = tensors
        self.input = torch.tensor(np.array(experiment.sequence, np.float64))

    def loss(self, name, cell, weight):
        """Return the loss with another number in one place."""
        with torch.no_grad():
            self.tensors[name][cell] = float(weight)
            said = self.linear(self.lstm(self.input)[0])
            return float(torch.nn.functional.mse_loss(said[:-1], self.input[1:]))


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("tab", "name", "cell", "down", "modifiers"),
    [
        pytest.param(V, "readout.weight", (0, 5), 1, NONE, id="V, lower"),
        pytest.param(V, "readout.weight", (0, 3), -1, NONE, id="V, higher"),
        pytest.param(W_IH, "weight_ih_l0", (20, 0), 1, ALT, id="W_ig of the first layer"),
    ],
)
def test_the_least_loss_is_found_by_dragging_a_weight(
    make_window, tab, name, cell, down, modifiers
):
    bench = Workbench(Document.of_example(EXAMPLES["sunspots"]()))
    window = make_window(bench, (1280, 800))
    lane, quantity = (Lane(1), "y") if tab == V else (Lane(0), "o")
    bench.select(lane)
    schedule = bench.snapshot().schedule
    bench.go_to(schedule.position_after(schedule.cell_at(lane, T, 0), quantity))
    QApplication.processEvents()
    panel, status = window._panels.of(WeightsPanel), window.statusBar().state
    heat_map = panel.side.editors[tab].heat_map
    port, place = heat_map.viewport(), heat_map.cell_rect(cell).center()
    torchs = Forecast(bench.snapshot().experiment)

    def weight():
        experiment = bench.snapshot().experiment
        array = experiment.objective.named(name)
        return float((experiment.parameters[name] if array is None else array)[cell])

    first = torchs.loss(name, cell, weight())
    QTest.mousePress(port, LEFT, modifiers, place)
    move_to(port, place + QPoint(0, 8 * down), modifiers)  # where Qt tells a drag from a click
    texts, weights = [], []
    for pixel in range(8, 44, count(1, by_default=6)):
        move_to(port, place + QPoint(0, pixel * down), modifiers)
        texts.append(re.search(r"loss [\d.]+ → ([\d.]+)", status.text())[1])
        assert texts[-1] in panel.sheet.text()
        weights.append(weight())
    QTest.mouseRelease(port, LEFT, modifiers, place + QPoint(0, 43 * down))

    shown = np.array(texts, float)
    assert all(a != b for a, b in pairwise(texts))
    of_torch = [torchs.loss(name, cell, w) for w in weights]
    np.testing.assert_allclose(shown, of_torch, rtol=2e-5)
    fine = np.linspace(weights[0], weights[-1], 4 * len(weights))
    scan = np.array([torchs.loss(name, cell, w) for w in fine])
    assert 0 < scan.argmin() < len(scan) - 1
    assert first > 1.01 * scan.min()
    assert shown.min() == pytest.approx(scan.min(), rel=0.01)
    pixel = abs(weights[1] - weights[0])
    assert weights[shown.argmin()] == pytest.approx(fine[scan.argmin()], abs=pixel)
    assert bench.snapshot().undo_label == f"drag {panel.side.editors[tab].matrix.cell_name(*cell)}"
    bench.undo()
    assert bench.snapshot().experiment is bench.snapshot().document.original
