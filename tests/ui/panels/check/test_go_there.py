"""Go there: every mistake of the way back leads from the Check panel to a number that exists."""

from functools import cache

import numpy as np
import pytest
from PySide6.QtCore import Qt

from simulator.analysis.address import Address, Given
from simulator.analysis.weight_gradient import WeightGradient
from simulator.check.request import check_backward, check_run
from simulator.check.selftest import probes_back
from simulator.engine.run import Run
from simulator.mistakes.catalogue import MISTAKES
from simulator.network.lane import Lane
from ui.panels.check.panel import CheckPanel
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style.theme import LIGHT

BACKWARDS = [name for name, mistake in MISTAKES.items() if mistake.backwards]

AFTER = {"input": "dx", "h_0": "dh_prev", "c_0": "dc_prev"}


def found_wrong(experiment, name=None):
    """Return a bench at the end of the way back, with a mistake, and both passes checked."""
    bench = Workbench(Document.of("test", experiment))
    if name is not None:
        bench.set_mistake(name, "sabotage")
    bench.last()
    bench.last()
    snapshot = bench.snapshot()
    bench.set_torch("2.0", None)
    bench.accept(snapshot.run, forward_report(experiment))
    return bench


@cache
def probes():
    return tuple(probes_back(0))


@cache
def forward_report(experiment):
    """Check the forward pass, which a mistake of the way back leaves as it is."""
    run = Run(experiment)
    run.advance()
    return check_run(run)


def gone_there(qtbot, bench):
    """Press "Go there", and return the disagreement and where the bench stands."""
    panel = CheckPanel(LIGHT)
    qtbot.addWidget(panel)
    panel.resize(1200, 220)
    panel.show()
    panel.draw(bench.snapshot())
    panel.went_there.connect(bench.go_there)
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    return bench.snapshot().check.first_disagreement, bench.snapshot()


@pytest.mark.few(2)
@pytest.mark.parametrize("name", BACKWARDS)
def test_every_mistake_of_the_way_back_leads_somewhere_that_exists(qtbot, name):
    bench = found_wrong(next(filter(MISTAKES[name].needs, probes())), name)
    bench.accept(bench.snapshot().run, check_backward(bench.snapshot().back))
    found, snapshot = gone_there(qtbot, bench)
    assert found.of_gradient
    schedule = snapshot.schedule
    assert schedule.end < snapshot.position <= schedule.last
    if found.weight:
        assert snapshot.parameter.text() == found.weight
        assert snapshot.weight_subject.walked > 0
        weights = snapshot.back.gradient(snapshot.parameter.name, snapshot.weight_subject.walked)
        assert snapshot.weight_subject.value(snapshot.back) == weights[snapshot.parameter.indices]
        before = WeightGradient.at(snapshot.parameter, schedule, snapshot.position - 1)
        assert before.walked < snapshot.weight_subject.walked  # the step adds the share
        of_readout = found.parameter.of_objective
        assert snapshot.step.quantity == ("dy" if of_readout else "dW")
        assert of_readout or snapshot.lane == found.at.lane
        return
    number = snapshot.pinned
    assert number.exists(snapshot.experiment)
    assert snapshot.knows_number(number)
    assert number.quantity == AFTER.get(found.at.quantity, found.at.quantity)
    place = found.at.lane, found.at.t, found.at.row, found.at.unit
    assert (number.lane, number.t, number.row, number.unit) == place
    if found.check == "link" and found.at.quantity not in AFTER:
        assert float(number.value(snapshot.back.trace)) == found.ours


def test_a_wrong_gradient_of_the_input_leads_to_dx_when_both_directions_are_walked(
    qtbot, monkeypatch
):
    bench = found_wrong(probes()[0])
    back = bench.snapshot().back
    right = back.input_gradient

    def wrong():
        found = right().copy()
        found[1, 0, 1] += 1
        return found

    monkeypatch.setattr(back, "input_gradient", wrong)
    bench.accept(back.run, check_backward(back))
    found, snapshot = gone_there(qtbot, bench)
    assert found.at.quantity == "input"
    assert snapshot.pinned == Address("dx", Lane(), 1, 0, 1)
    other = Address("dx", Lane(0, 1), 1, 0, 1)
    assert snapshot.knows_number(snapshot.pinned)
    assert snapshot.knows_number(other)
    earlier = snapshot.schedule.gate_step(snapshot.position - 1)
    assert earlier.quantity == "dx"


def test_a_wrong_gradient_of_c_0_leads_to_dc_prev(qtbot, monkeypatch):
    bench = found_wrong(probes()[0])
    back = bench.snapshot().back
    dh, dc = back.state_gradients()
    dc = dc.copy()
    dc[1, 0, 1] += 1  # layer 0, reverse
    monkeypatch.setattr(back, "state_gradients", lambda: (dh, dc))
    bench.accept(back.run, check_backward(back))
    found, snapshot = gone_there(qtbot, bench)
    first = back.run.experiment.lengths[0] - 1
    assert found.at == Address("c_0", Lane(0, 1), first, 0, 1)
    assert snapshot.pinned == Address("dc_prev", Lane(0, 1), first, 0, 1)
    assert snapshot.step.quantity == "dc_prev"


def test_a_gradient_past_the_end_of_its_row_leads_to_the_end_of_the_way_back(qtbot):
    bench = found_wrong(probes()[0])
    snapshot = bench.snapshot()
    lengths = snapshot.experiment.lengths
    row = int(np.argmin(lengths))
    snapshot.back._lanes[Lane()].values("dx")[lengths[row], row, 0] = 1
    bench.accept(snapshot.run, check_backward(snapshot.back))
    found, snapshot = gone_there(qtbot, bench)
    assert (found.at.quantity, found.at.t, found.at.row) == ("dx", lengths[row], row)
    assert snapshot.position == snapshot.schedule.last
    assert (snapshot.pinned, snapshot.row) == (None, row)


def test_the_name_of_a_weight_is_that_of_its_parameter():
    bench = found_wrong(probes()[0], "no gradient for b_hh")
    found = check_backward(bench.snapshot().back).first_disagreement
    assert isinstance(found.parameter, Given)
    assert found.parameter.text() == found.weight == found.to_json()["weight"]
