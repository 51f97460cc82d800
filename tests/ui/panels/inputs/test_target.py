"""Targets in the Inputs panel: typed over, left out, and refused where they are no classes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from simulator.analysis.address import Given
from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.network.lane import Lane
from simulator.objective.loss import CROSS_ENTROPY, MSE
from tests.depth import examples
from tests.simulator.objective.objectives import objective_of, with_objective
from tests.ui.cards.at_numbers import press, rest
from tests.ui.matrix.mouse import drag
from ui.matrix.cells.overlay import Mark
from ui.matrix.matrix import Block
from ui.panels.inputs import input_matrices
from ui.panels.inputs.input_matrices import INPUT, TABS, TARGET
from ui.panels.inputs.panel import InputsPanel
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style.theme import DARK, LIGHT

NAN = float("nan")


@pytest.fixture
def make_panel(follow, make_workbench):
    """Return a panel with the target in front, at the end of a run, and its workbench."""

    def make(loss=MSE, lstm=None, names=(), **options):
        experiment = make_workbench(**(lstm or {})).snapshot().experiment
        shape = experiment.sequence.shape[:2]
        objective = objective_of(experiment.config, shape, experiment.dtype, loss=loss, **options)
        readout = replace(objective.readout, names=names)
        objective = replace(objective, readout=readout)
        bench = Workbench(Document.of("", experiment.with_objective(objective)))
        bench.last()
        panel = follow(InputsPanel(LIGHT), bench, (420, 480))
        panel.show_tab(TARGET)
        return panel, bench

    return make


def type_into(panel, cell, text):
    panel.editor.open_field(cell)
    QTest.keyClicks(panel.editor.field.edit, text)
    QTest.keyClick(panel.editor.field.edit, Qt.Key.Key_Return)


def leave_out(panel, block):
    menu = panel.editor.menu_for(block)
    next(a for a in menu.actions() if a.text() == "Leave out").trigger()
    menu.close()


def targets(bench):
    return bench.snapshot().experiment.objective.targets


@given(with_objective(), st.data())
@examples(80)
def test_a_matrix_shows_what_counts_and_an_edit_of_a_timestep_changes_it_alone(experiment, data):
    document, before = Document.of("", experiment), experiment.objective.targets
    assert TARGET in input_matrices.tabs(experiment)
    row = data.draw(st.integers(0, experiment.batch_size - 1))
    matrix = input_matrices.matrix_of(document, Lane(), row, TARGET)
    counts = experiment.objective.loss.ignore_index != before.values
    counts = before.counted & counts if before.classes else before.counted
    length = experiment.lengths[row]
    assert np.array_equal(~np.isnan(matrix.values).any(axis=1), counts[:length, row])
    t = data.draw(st.integers(0, length - 1))
    number = experiment.objective.readout.width - 1 if before.classes else 7.5
    array = matrix.with_block(Block(t, 0, t + 1, matrix.shape[1]), np.float64(number))
    edited = input_matrices.with_matrix(experiment, Lane(), row, TARGET, array)
    after = edited.objective.targets
    assert (after.values[t, row] == number).all()
    assert after.counted[t, row]
    others = np.ones(before.counted.shape, bool)
    others[t, row] = False
    assert np.array_equal(after.values[others], before.values[others])
    assert np.array_equal(after.counted[others], before.counted[others])
    assert edited.parameters is experiment.parameters
    array = matrix.with_block(Block(t, 0, t + 1, matrix.shape[1]), np.float64(NAN))
    edited = input_matrices.with_matrix(experiment, Lane(), row, TARGET, array)
    assert not edited.objective.counts(*_batch(edited))[t, row]


def _batch(experiment):
    return experiment.num_timesteps, experiment.lengths


@pytest.mark.parametrize("loss", [MSE, CROSS_ENTROPY])
def test_the_loss_follows_what_is_typed_and_left_out(make_panel, loss):
    panel, bench = make_panel(loss)
    before = bench.snapshot()
    type_into(panel, (2, 0), "2")
    assert (targets(bench).values[2, 0].flat[0], bench.snapshot().undo_label[:3]) == (2, "set")
    leave_out(panel, Block(3, 0, 5, 1))
    assert not targets(bench).counted[3:5, 0].any()
    assert "leave out" in bench.snapshot().undo_label
    after = bench.snapshot()
    fresh = Run(after.experiment)
    fresh.advance()
    assert after.run.loss == fresh.loss != before.run.loss
    assert after.experiment.parameters is before.experiment.parameters
    assert panel.editor.matrix.edited_count
    panel.editor.reset(panel.editor.matrix.whole)
    assert bench.snapshot().run.loss == before.run.loss
    assert panel.editor.matrix.edited_count == 0
    bench.undo()
    bench.undo()
    bench.undo()
    assert bench.snapshot().experiment is before.experiment


def test_a_timestep_that_lacks_a_number_keeps_the_others_and_counts_when_it_is_whole(make_panel):
    panel, bench = make_panel(outputs=2)
    leave_out(panel, Block(1, 0, 2, 2))
    type_into(panel, (1, 0), "0.5")
    assert not targets(bench).counted[1, 0]
    assert panel.editor.matrix.values[1, 0] == 0.5
    type_into(panel, (1, 1), "0.25")
    assert targets(bench).counted[1, 0]
    assert targets(bench).values[1, 0].tolist() == [0.5, 0.25]


def test_a_target_is_dragged(make_panel):
    panel, bench = make_panel()
    t = int(np.flatnonzero(targets(bench).counted[:, 0])[0])
    before = targets(bench).values[t, 0, 1]
    drag(panel, (t, 1), [(0, -10), (0, -10)])
    assert targets(bench).values[t, 0, 1] > before
    assert bench.snapshot().undo_label.startswith("drag target[1]")


@pytest.mark.parametrize("text", ["3", "1.5", "-1"])
def test_what_is_no_class_changes_nothing_and_says_which_there_are(make_panel, text):
    panel, bench = make_panel(CROSS_ENTROPY, names=("a", "b", "c"))
    before = bench.snapshot().experiment
    panel.editor.put(Block.cell(2, 0), np.float32(text))
    assert bench.snapshot().experiment is before
    assert "0 to 2" in panel.editor._complaint.text()
    assert panel.editor._complaint.isVisible()
    panel.editor.put(Block.cell(2, 0), np.float32(1))
    assert not panel.editor._complaint.isVisible()
    assert "(b)" in panel.editor.matrix.describe(2, 0)


def test_a_forecast_has_no_target_of_its_own_and_leads_to_its_input(follow):
    bench = Workbench(Document.of_example(EXAMPLES["sunspots"]()))
    panel = follow(InputsPanel(LIGHT), bench, (420, 480))
    assert not panel.tabs.isTabVisible(TABS.index(TARGET))
    panel.show_given(Given("target", (9, 0, 0)))
    assert panel.tab == INPUT
    assert panel.editor.selected_block == Block.cell(10, 0)


def test_a_card_of_a_target_leads_to_it_and_edits_it(make_window, qtbot):
    bench = Workbench(Document.of_example(EXAMPLES["latch"]()))
    window = make_window(bench)
    bench.go_to_timestep(8)
    qtbot.waitUntil(lambda: not window.busy and window.checked)
    window._docks.show_panel("Inputs")
    panel = window._panels.of(InputsPanel)
    panel.show_given(Given("target", (8, 0, 0)))
    assert panel.tab == TARGET
    assert panel.editor.selected_block == Block.cell(8, 0)
    assert Mark(Block.cell(8, 0), "y", True) in panel.editor.heat_map.marks
    spot = panel._spot_in(TARGET, panel.editor, (8, 0))
    window.setFocus()
    card = rest(window, spot)
    press(Qt.Key.Key_0)
    QTest.keyClicks(card.field, ".25")
    press(Qt.Key.Key_Return)
    assert targets(bench).values[8, 0, 0] == 0.25
    leave_out(panel, Block.cell(8, 0))
    assert panel._spot_in(TARGET, panel.editor, (8, 0)) is None


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("loss", [MSE, CROSS_ENTROPY])
def test_it_draws(make_panel, theme, loss):
    panel, bench = make_panel(loss, lstm={"batch": 2, "lengths": (6, 4)})
    panel.set_theme(theme)
    for row, length in ((0, 6), (1, 4)):
        bench.select(Lane(), row)
        assert panel.editor.matrix.shape[0] == length
        assert not panel.grab().isNull()
