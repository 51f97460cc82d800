"""Sums of many weights: they are made in a turn of the event loop before the one that draws."""

import pytest

from simulator.examples import EXAMPLES
from simulator.gradients.weight_sums import Rows
from tests.ui.windows import sweep
from ui.panels.weights.panel import WeightsPanel
from ui.session import runner
from ui.session.document import Document
from ui.session.workbench import Workbench


@pytest.fixture
def products(monkeypatch):
    """Tell of each product of weights whether it is made while Weights is drawn."""
    drawing, made = [False], []
    draw, product = WeightsPanel.draw, Rows.product

    def drawn(panel, snapshot):
        drawing[0] = True
        draw(panel, snapshot)
        drawing[0] = False

    def told(rows):
        made.append(drawing[0])
        return product(rows)

    monkeypatch.setattr(WeightsPanel, "draw", drawn)
    monkeypatch.setattr(Rows, "product", told)
    return made


@pytest.mark.few(1)
@pytest.mark.parametrize(("weights", "while_drawn"), [(1, False), (1 << 30, True)])
def test_drawing_makes_no_product_of_many_weights(
    make_window, qtbot, monkeypatch, products, weights, while_drawn
):
    monkeypatch.setattr(runner, "MANY_WEIGHTS", weights)
    bench = Workbench(Document.of_example(EXAMPLES["depth"]()))
    window = make_window(bench)
    window._docks.show_panel("Weights")
    bench.go_to(bench.snapshot().schedule.last - 9)
    qtbot.waitUntil(lambda: not bench.under_way)
    sweep()
    products.clear()
    bench.last()
    qtbot.waitUntil(lambda: not bench.under_way)
    assert bench.snapshot().position == bench.snapshot().schedule.last
    assert products
    assert any(products) == while_drawn
