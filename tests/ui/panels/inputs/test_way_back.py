"""Inputs on the way back: dx beside the input, the states' gradients once it has ended."""

import numpy as np
import pytest

from tests.simulator.gradients.cases import random_case
from tests.simulator.gradients.oracle import Autograd
from ui.panels.inputs.input_matrices import INPUT, STATES
from ui.panels.inputs.panel import InputsPanel
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import theme


def bench_of(seed):
    return Workbench(Document.of("any", random_case(seed, steps=5)))


@pytest.fixture
def shown(follow):
    return lambda bench: follow(InputsPanel(theme.LIGHT), bench, (500, 500))


@pytest.mark.parametrize("seed", range(10))
def test_at_the_end_they_are_autograd_s(qapp, shown, seed):
    bench = bench_of(seed)
    panel, experiment = shown(bench), bench.snapshot().experiment
    bench.last()
    bench.last()
    bench.select(bench.snapshot().lane, experiment.batch_size - 1)
    row, oracle, views = experiment.batch_size - 1, Autograd(experiment), panel.beside.views
    panel.show_tab(INPUT)
    wanted = oracle.gradient("input")[: experiment.lengths[row], row]
    np.testing.assert_allclose(views["dx"].matrix.values, wanted, rtol=1e-8, atol=1e-12)
    for tab in STATES:
        panel.show_tab(tab)
        wanted = oracle.gradient(tab)[:, row].T
        np.testing.assert_allclose(views[f"d{tab}"].matrix.values, wanted, rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_not_walked_yet_is_not_told(qapp, shown, seed):
    bench = bench_of(seed)
    panel, rng = shown(bench), np.random.default_rng(seed)
    schedule = bench.snapshot().schedule
    panel.show_tab(INPUT)
    for position in rng.integers(schedule.end + 1, schedule.last, 8).tolist():
        bench.go_to(position)
        now = bench.snapshot()
        length = now.experiment.lengths[now.row]
        matrix = panel.beside.views["dx"].matrix
        for t in range(length):
            reached = [
                schedule.position_after(schedule.cell_at(lane, t, now.row), "dx") <= position
                for lane in now.experiment.config.lanes()
                if lane.layer == 0
            ]
            assert (matrix.text(t, 0, 2) != "·") == all(reached)
    panel.show_tab("h_0")
    assert panel.beside.views["dh_0"].matrix.text(0, 0, 2) == "·"


def test_on_the_way_forwards_there_are_none(qapp, shown):
    bench = bench_of(2)
    panel = shown(bench)
    bench.last()
    assert not panel.beside.choice.isVisible()
    assert panel.beside.views == {}
