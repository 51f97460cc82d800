"""Readout in the window's bars: the chip y, the place, the slider, the loss and its change."""

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address
from simulator.engine.run import Run
from simulator.network.lane import Lane
from simulator.objective.objective import NO_OBJECTIVE
from tests import depth
from tests.ui.readouts import document_with_readout, experiment_with_readout
from tests.ui.window.test_transport import click, states
from tests.ui.windows import sweep
from ui.panels.cell.panel import CellDiagram
from ui.panels.consequence import consequence, loss_change
from ui.session.snapshot import GATE, TIMESTEP
from ui.window.status_bar import StatusBar
from ui.window.transport.transport_bar import TransportBar

Key = Qt.Key
NUMBER = re.compile(r"[\d.]+(?:e[-−]?\d+)?")


@pytest.fixture
def opened(window_again):
    def make(**options):
        window = window_again(document_with_readout(**options))
        return window._workbench, window, window.findChild(TransportBar)

    return make


def losses(window):
    """Return the losses that the status bar tells: none, one, or those before and after an edit."""
    first = window.findChild(StatusBar).state.text().split(" · ")[0]
    return [float(n.replace("−", "-")) for n in NUMBER.findall(first)] if "loss" in first else []


# Chips


def test_the_last_chip_is_the_readout(opened):
    bench, _, bar = opened()
    assert tuple(bar.chips.chips) == (*"figoch", "y")
    assert states(bar) == "-------"
    seen = []
    for _ in range(8):
        bench.step(1, GATE)
        seen.append(states(bar))
    assert seen[-3:] == ["+++++!-", "++++++!", "!------"]


def test_a_click_on_the_chip_goes_to_the_readout_of_the_timestep(opened):
    bench, _, bar = opened(num_layers=2, bidirectional=True)
    bench.go_to_timestep(3)
    click(bar.chips.chips["y"])
    snapshot = bench.snapshot()
    assert snapshot.position == Address("y", t=3).position(snapshot.schedule)
    assert snapshot.step.quantity == "y"
    bench.select(Lane(1))
    assert states(bar) == "++++++!"
    click(bar.chips.chips["g"])
    snapshot = bench.snapshot()
    assert (snapshot.step.quantity, snapshot.step.cell.lane) == ("g", Lane(1))
    assert snapshot.timestep == 3


def test_over_the_last_step_the_chip_is_ahead_until_the_end(opened):
    bench, _, bar = opened(objective={"over": "last"})
    bench.go_to_timestep(4)
    assert states(bar) == "+++++!-"
    click(bar.chips.chips["y"])
    assert bench.snapshot().position == bench.snapshot().schedule.end
    assert states(bar) == "++++++!"


def test_no_chip_is_lit_while_a_loss_is_looked_at_elsewhere(opened):
    bench, _, bar = opened()
    bench.last()
    assert states(bar) == "++++++!"
    bench.look_at(Address("loss", t=1))
    assert states(bar) == "+++++++"


def test_the_chips_follow_the_objective(opened):
    bench, _, bar = opened()
    bench.edit(bench.snapshot().experiment.with_objective(NO_OBJECTIVE), "none")
    assert "y" not in bar.chips.chips
    bench.undo()
    assert bar.chips.chips["y"].accessibleName().startswith("y, ")


# Place


def test_steps_of_the_readout_alone_are_named(opened):
    bench, window, bar = opened(bidirectional=True, steps=3)

    def told(number_of_readout):
        steps = []
        for _ in range(6):
            bench.step(1, TIMESTEP)
            steps.append(("readout" in bar.count.tail.text(), bar.count.box.value()))
            words = window._panels.of(CellDiagram).sentence.text()
            assert (number_of_readout in words) == steps[-1][0]
        return steps

    assert told("y[") == [(False, 0), (False, 1), (False, 2), (True, 0), (True, 1), (True, 2)]
    assert bar.slider.value() == bar.slider.hairpin.end == 6
    bench.select(Lane(0, 1))
    assert "readout" in window._panels.of(CellDiagram).sentence.text()
    assert "layer" not in window._panels.of(CellDiagram).sentence.text()
    assert told("dy ") == [(True, 2), (True, 1), (True, 0), (False, 2), (False, 1), (False, 0)]
    assert bar.slider.value() == bar.slider.maximum() == 12


@pytest.mark.parametrize("granularity", [TIMESTEP, GATE])
def test_the_second_handle_stands_at_the_readout_that_is_looked_at(opened, granularity):
    bench, _, bar = opened(bidirectional=True, steps=4)
    bench.set_granularity(granularity)
    bench.last()
    bench.look_at(Address("loss", t=1))
    position = Address("y", t=1).position(bench.snapshot().schedule)
    assert bar.slider.looked_at() == (position if granularity == GATE else 4 + 2)


def test_nothing_in_the_bar_moves_at_steps_of_the_readout(opened):
    bench, _, bar = opened(bidirectional=True, num_layers=2)
    sweep()
    parts = (bar.chips, bar.slider, bar.count, bar.badge)
    before = [part.geometry() for part in parts]
    for _ in range(bench.snapshot().schedule.num_ticks):
        bench.step(1, TIMESTEP)
        sweep()
        assert [part.geometry() for part in parts] == before


@pytest.mark.few(1)
@pytest.mark.parametrize("over", ["every", "last", "h_n"])
def test_the_keys_walk_through_every_readout_and_back(opened, over):
    steps = depth.count(4, by_default=2)
    bench, window, _ = opened(
        batch=2, lengths=[steps, steps // 2], steps=steps, num_layers=2, bidirectional=True,
        objective={"over": over, "loss": "cross-entropy", "function": "softmax"},
    )  # fmt: skip
    reads = {"every": steps, "last": 1, "h_n": 1}[over]
    end = bench.snapshot().schedule.end
    window.setFocus()
    QTest.keyClick(window, Key.Key_End)
    quantities = []
    while bench.snapshot().position:
        snapshot = bench.snapshot()
        quantities.append(snapshot.step.quantity)
        if snapshot.step.quantity == "y":
            window.grab()
        QTest.keyClick(window, Key.Key_Comma)
    assert quantities == ["y"] * reads + ["h", "c", "o", "g", "i", "f"] * ((end - reads) // 6)
    for _ in range(end):
        QTest.keyClick(window, Key.Key_Period)
    assert bench.snapshot().position == end


# Loss


def test_the_loss_is_told_once_the_run_is_whole(opened, in_slices):
    steps = depth.count(40, by_default=6)
    bench, window, _ = opened(steps=steps)
    told = []
    for _ in range(steps):
        bench.step(1)
        QApplication.processEvents()
        told.append(bool(losses(window)))
        assert told[-1] == bench.snapshot().run.finished
    bench.last()
    while bench.under_way:
        QApplication.processEvents()
    assert losses(window)


def test_the_loss_and_its_change_by_an_edit_and_by_undo(opened):
    bench, window, _ = opened()
    bench.last()
    experiment = bench.snapshot().experiment
    own = Run(experiment)
    own.advance()
    assert losses(window) == [pytest.approx(own.loss, rel=1e-3)]
    changed = experiment.parameters.with_value("weight_hh_l0", (0, 0), 2.0)
    bench.edit(experiment.with_parameters(changed), "a weight")
    bench.last()
    other = Run(bench.snapshot().experiment)
    other.advance()
    assert own.loss != other.loss
    assert losses(window) == [
        pytest.approx(own.loss, rel=1e-2),
        pytest.approx(other.loss, rel=1e-2),
    ]
    assert "→" in window.findChild(StatusBar).state.text()
    bench.undo()
    bench.last()
    assert losses(window) == [pytest.approx(own.loss, rel=1e-3)]


def test_without_a_loss_none_is_told(opened):
    bench, window, _ = opened()
    bench.last()
    experiment = bench.snapshot().experiment
    bench.edit(experiment.with_objective(NO_OBJECTIVE), "none")
    bench.last()
    assert losses(window) == []
    targets = experiment.objective.targets
    uncounted = replace(targets, counted=targets.counted & False)
    nothing = replace(experiment.objective, targets=uncounted)
    bench.edit(experiment.with_objective(nothing), "nothing counts")
    bench.last()
    assert losses(window) == []


def test_a_loss_beside_another_objective_is_told_alone(opened):
    bench, window, _ = opened()
    bench.last()
    other = experiment_with_readout(objective={"over": "last", "seed": 3})
    bench.edit(other, "another readout")
    bench.last()
    run = Run(other)
    run.advance()
    assert losses(window) == [pytest.approx(run.loss, rel=1e-3)]


def test_losses_of_other_questions_are_not_compared(opened):
    bench, window, _ = opened()
    bench.last()
    experiment = bench.snapshot().experiment
    objective = experiment.objective
    for other in (
        replace(objective, loss=replace(objective.loss, reduction="sum")),
        replace(objective, targets=replace(objective.targets, values=objective.targets.values + 1)),
    ):
        bench.edit(experiment.with_objective(other), "other")
        assert len(losses(window)) == 1
    bench.edit(experiment.astype(np.float64), "dtype")
    assert len(losses(window)) == 1


def test_what_is_ahead_hides_the_loss_of_the_whole(opened):
    bench, window, _ = opened()
    bench.go_to_timestep(2)
    assert losses(window)
    parameters = bench.snapshot().experiment.parameters.with_value("weight_hh_l0", (0, 0), 3.0)
    bench.edit(bench.snapshot().experiment.with_parameters(parameters), "a weight")
    change = loss_change(bench.snapshot())
    assert change in consequence(bench.snapshot())
    bench.toggle_ahead()
    assert not losses(window)
    assert change not in consequence(bench.snapshot())
    bench.last()
    assert losses(window)
    assert change in consequence(bench.snapshot())
