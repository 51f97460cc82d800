"""Answers in Now: y, p and the loss beside the cell, as they become known."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address
from simulator.examples import EXAMPLES
from simulator.network.lane import Lane
from simulator.objective.objective import NO_OBJECTIVE
from tests.ui.readouts import bench_with_readout
from ui.panels.now.panel import NowPanel
from ui.session.document import Document
from ui.session.snapshot import GATE
from ui.session.viewing.hidden_values import HiddenValues
from ui.session.workbench import Workbench
from ui.style import number_format, theme

SIZE = (420, 700)


@pytest.fixture
def shown(follow):
    def show(bench):
        return follow(NowPanel(theme.LIGHT), bench, SIZE)

    return show


def rows(panel):
    """Return the texts of the table of answers by the heads of its rows."""
    model = panel.answers
    return {
        model.headerData(row, Qt.Orientation.Vertical): [
            model.text(row, column) for column in range(model.columnCount())
        ]
        for row in range(model.rowCount())
    }


def test_the_answer_is_empty_until_its_step(shown):
    bench = bench_with_readout(objective={"function": "softmax", "loss": "cross-entropy"})
    bench.toggle_ahead()
    panel = shown(bench)
    bench.step(6, GATE)
    assert rows(panel) == {"y[t]": ["·"] * 3, "p[t]": ["·"] * 3, "loss[t]": ["·", "", ""]}
    bench.step(1, GATE)
    trace = bench.snapshot().run.trace
    for row, key in enumerate(("y", "p", "loss")):
        values = trace.values(key, Lane())[0, 0]
        told = [number_format.fixed(v, panel.answers.decimals) for v in values]
        assert list(rows(panel).values())[row][: len(told)] == told


def test_the_one_answer_at_the_end_is_named_by_its_timestep(shown):
    bench = bench_with_readout(objective={"over": "h_n"})
    panel = shown(bench)
    bench.go_to_timestep(1)
    assert set(rows(panel)) == {"y[4]", "loss[4]"}
    bench.last()
    y = bench.snapshot().run.trace.values("y", Lane())[4, 0]
    assert np.allclose(
        [float(text.replace("−", "-")) for text in rows(panel)["y[4]"]], y, atol=0.01
    )


def test_a_click_or_enter_on_an_answer_shows_its_ledger(shown):
    bench = bench_with_readout()
    bench.last()
    panel = shown(bench)
    table, model = panel.answer_table, panel.answers
    centre = table.visualRect(model.index(0, 2)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert bench.snapshot().pinned == Address("y", t=4, unit=2)
    table.setFocus()
    table.setCurrentIndex(model.index(1, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert bench.snapshot().pinned == Address("loss", t=4)
    assert panel.spot_of_keys().subject == Address("loss", t=4)


def test_an_answer_is_told_with_its_name_and_every_digit(shown):
    bench = Workbench(Document.of_example(EXAMPLES["latch"]()))
    bench.last()
    panel = shown(bench)
    told = []
    panel.hovered.connect(told.append)
    trace = bench.snapshot().run.trace
    for row, key in enumerate(("y", "p", "loss")):
        panel.answer_table.pointed.emit(row, 0)
        value = number_format.exact(trace.values(key, Lane())[-1, 0, 0])
        name = "loss" if key == "loss" else f"{key}[0] yes"
        assert told[-1] == f"{name} at t 11 = {value}"
        index = panel.answers.index(row, 0)
        assert panel.answers.data(index, Qt.ItemDataRole.AccessibleTextRole) == told[-1]
    bench.cover(HiddenValues(numbers=frozenset({Address("y", t=11)})))
    panel.answer_table.pointed.emit(0, 0)
    assert told[-1] == "y[0] yes at t 11 = ?"


def test_without_a_readout_there_is_no_table(shown):
    bench = bench_with_readout()
    panel = shown(bench)
    assert panel.answer_table.isVisible()
    bench.edit(bench.snapshot().experiment.with_objective(NO_OBJECTIVE), "none")
    QApplication.processEvents()
    assert not panel.answer_table.isVisible()
