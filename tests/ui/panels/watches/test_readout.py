"""Watches and breakpoints on y, p, the loss and wrong answers, typed in the real window."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.analysis.address import Address
from simulator.breakpoints.conditions import Condition
from simulator.examples import EXAMPLES
from simulator.network.lane import Lane
from simulator.objective.objective import NO_OBJECTIVE
from tests.ui.readouts import experiment_with_readout
from ui.panels.watches.model import CURVE, NAME, VALUE
from ui.panels.watches.panel import WatchesPanel
from ui.session.document import Document
from ui.style import number_format
from ui.style.colours import limits_of

Key, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(window_again):
    """Return the file's window over an experiment, its workbench and its panel of watches."""

    def make(document):
        window = window_again(document)
        QTest.keyClick(window, Key.Key_9, CONTROL)
        return window, window._workbench, window._panels.of(WatchesPanel)

    return make


def type_in(panel, *texts):
    for text in texts:
        QTest.keyClicks(panel.field, text)
        QTest.keyClick(panel.field, Key.Key_Return)
        assert panel.problem.isHidden()


def column(panel, number):
    return [panel.rows.index(row, number).data() for row in range(panel.rows.rowCount())]


def latch():
    return Document.of_example(EXAMPLES["latch"]())


def document_with_readout(**options):
    return Document.of("test", experiment_with_readout(**options))


def test_numbers_of_a_readout_are_watched_at_every_step(opened):
    _, bench, panel = opened(
        document_with_readout(num_layers=2, bidirectional=True, objective={"function": "softmax"})
    )
    bench.toggle_ahead()
    type_in(panel, "y[1]", "p[2]", "loss")
    assert column(panel, NAME) == ["y[1]", "p[2]", "loss"]
    assert column(panel, VALUE) == ["·"] * 3
    bench.go_to(Address("y", t=1).position(bench.snapshot().schedule))
    trace = bench.snapshot().run.trace
    for t in (1, 3):
        bench.go_to(Address("y", t=t).position(bench.snapshot().schedule))
        told = [
            number_format.short(trace.values(key, Lane())[t, 0, unit], 3)
            for key, unit in (("y", 1), ("p", 2), ("loss", 0))
        ]
        assert column(panel, VALUE) == told
        assert {row.subject.t for row in panel.rows.rows} == {t}
    bench.look_at(Address("c", Lane(0), 0))
    assert column(panel, VALUE)[0] == number_format.short(trace.values("y", Lane())[0, 0, 1], 3)


def test_the_one_answer_at_the_end_is_watched_where_it_is(opened):
    _, bench, panel = opened(document_with_readout(objective={"over": "last"}))
    bench.toggle_ahead()
    type_in(panel, "y[0]")
    bench.go_to_timestep(3)
    assert column(panel, VALUE) == ["·"]
    bench.last()
    assert panel.rows.rows[0].subject == Address("y", t=4)
    bench.look_at(Address("h", t=1))
    assert panel.rows.rows[0].subject is None
    assert column(panel, VALUE) == ["·"]


def test_what_a_document_lacks_is_told_and_kept(opened):
    _, bench, panel = opened(document_with_readout())
    type_in(panel, "y[1]", "loss > 1")
    bench.edit(bench.snapshot().experiment.with_objective(NO_OBJECTIVE), "none")
    assert column(panel, VALUE) == ["–", ""]
    bench.undo()
    bench.last()
    assert column(panel, VALUE)[0] not in ("–", "·")


@pytest.mark.few(2)
@pytest.mark.parametrize(
    ("typed", "met"),
    [
        ("loss > 0.0121", lambda y, p, loss: loss > 0.0121),
        ("y[0] > 0.5", lambda y, p, loss: y > 0.5),
        ("p[0] < 0.1", lambda y, p, loss: p < 0.1),
    ],
)
def test_a_run_stops_at_each_step_where_a_condition_begins(opened, typed, met):
    window, bench, panel = opened(latch())
    bench.last()
    values = [bench.snapshot().values(key)[:, 0] for key in ("y", "p", "loss")]
    bench.first()
    holds = met(*values)
    holds[0] &= "loss" not in typed or bench.snapshot().experiment.counts()[0, 0]
    wanted = [t for t in range(len(holds)) if holds[t] and not (t and holds[t - 1])]
    assert wanted
    type_in(panel, typed)
    for t in wanted:
        QTest.keyClick(window, Key.Key_F5)
        snapshot = bench.snapshot()
        assert snapshot.position == Address("y", t=t).position(snapshot.schedule)
        assert snapshot.notice.startswith(f"Stopped by {typed}: {typed.split()[0]} at t {t}")
        row = panel.rows.rows[0]
        assert row.met
        assert row.thresholds == (float(typed.split()[-1]),)
    QTest.keyClick(window, Key.Key_F5)
    assert bench.snapshot().position == bench.snapshot().schedule.end


def test_a_run_stops_where_an_answer_is_wrong(opened):
    window, bench, panel = opened(latch())
    experiment = bench.snapshot().experiment
    wrong = experiment.parameters.with_value("weight_ih_l0", (2, 0), -6.0)
    bench.edit(experiment.with_parameters(wrong), "yes means no")
    type_in(panel, "wrong")
    assert column(panel, NAME) == ["wrong"]
    QTest.keyClick(window, Key.Key_F5)
    snapshot = bench.snapshot()
    p = snapshot.run.trace.values("p", Lane())[:, 0, 0]
    targets = snapshot.experiment.objective.targets
    off = targets.counted[:, 0] & ((p > 0.5) != (targets.values[:, 0, 0] > 0.5))
    assert snapshot.timestep == int(np.argmax(off))
    assert snapshot.subject == Address("y", t=snapshot.timestep)
    assert "wrong" in snapshot.notice


def test_the_sparkline_of_a_loss_begins_at_0_and_shows_what_is_waited_for(opened):
    _, bench, panel = opened(latch())
    bench.last()
    type_in(panel, "loss > 0.004")
    panel.table.grab()
    rect = panel.table.visualRect(panel.rows.index(0, CURVE))
    image = panel.table.viewport().grab().toImage()
    faint = QColor(panel.theme.faint)

    def dashes(y):
        pixels = [image.pixelColor(x, y) for x in range(rect.left(), rect.right())]
        return sum(abs(p.red() - faint.red()) < 40 for p in pixels)

    marked = max(range(rect.top(), rect.bottom()), key=dashes)
    assert dashes(marked) > rect.width() / 4
    low, limit = limits_of("loss", bench.snapshot().values("loss").max())
    assert low == 0
    share = (rect.bottom() - marked) / rect.height()
    assert share == pytest.approx(0.004 / limit, abs=0.15)


def test_break_on_the_ledgers_number_is_at_its_timestep(opened):
    window, bench, panel = opened(latch())
    bench.last()
    bench.look_at(Address("loss", t=7))
    panel.break_button.click()
    (made,) = bench.snapshot().watching.breakpoints
    assert made.condition == Condition("at", "loss", 0, number=7, where=made.condition.where)
    bench.first()
    QTest.keyClick(window, Key.Key_F5)
    snapshot = bench.snapshot()
    assert snapshot.position == Address("loss", t=7).position(snapshot.schedule)
    panel.watch_button.click()
    assert bench.snapshot().watching.watches[0].quantity == "y"
