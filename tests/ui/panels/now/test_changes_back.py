"""Now on the way back, beside a baseline: what each gradient was, and by how much it moved."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from simulator.network.lane import Lane
from simulator.objective.objective import NO_OBJECTIVE
from tests.simulator.gradients.oracle import Autograd
from tests.ui.readouts import experiment_with_readout
from ui.panels.now.panel import NowPanel
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import number_format, theme


def settle(bench):
    while bench.snapshot().position != bench.snapshot().target:
        QApplication.processEvents()


@pytest.fixture
def edited():
    """Return a bench in the middle of the way back after an edit, and both experiments."""
    before = experiment_with_readout(steps=5, num_layers=2)
    after = before.with_parameters(before.parameters.with_value("weight_hh_l0", (0, 0), 0.7))
    bench = Workbench(Document.of("test", before))
    bench.edit(after, "edit")
    bench.last()
    settle(bench)
    bench.step(2, "timestep")
    settle(bench)
    bench.select(Lane(0), 0)
    return bench, before, after


@pytest.mark.torch
def test_each_gradient_says_how_it_moved(follow, edited):
    bench, before, after = edited
    panel = follow(NowPanel(theme.LIGHT), bench, (420, 900))
    model, t = panel.back.model, bench.snapshot().timestep
    old, new = Autograd(before), Autograd(after)
    keys = [vector.key for vector in model.vectors]
    for key in ("dh", "dc", "do", "dg", "di", "df"):
        row = keys.index(key)
        was, now = (side.of_cell(key[1:], Lane(0), t, 0) for side in (old, new))
        for unit, moved in enumerate((now - was).tolist()):
            assert model.note(row, unit) == number_format.scientific(moved, 1)
            told = model.exact(row, unit).rpartition(" ")[2].replace(number_format.MINUS, "-")
            assert float(told) == pytest.approx(was[unit], abs=1e-9)
    panel.grab()  # with notes, the lit rows among them


def test_what_is_not_compared_has_no_note_and_no_room_for_one(follow):
    after = experiment_with_readout(steps=5)
    bench = Workbench(Document.of("test", after.with_objective(NO_OBJECTIVE)))
    bench.edit(after, "a loss")
    bench.last()
    settle(bench)
    bench.step(2, "timestep")
    settle(bench)
    panel = follow(NowPanel(theme.LIGHT), bench, (420, 900))
    model = panel.back.model
    assert not model.noted
    gradients = [row for row in range(model.rowCount()) if model.is_gradient(row)]
    assert not any(model.note(row, 0) for row in gradients)
    assert np.all([", was" not in model.exact(row, 0) for row in gradients])
