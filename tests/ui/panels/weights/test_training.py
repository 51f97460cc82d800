"""Weights in training: the ghost of the next step and what was added, beside the numbers."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from simulator.mistakes.catalogue import MISTAKES
from simulator.training.optimisers import SGD
from simulator.training.plan import Plan
from ui.panels.matrices.change_bar import ChangeBar
from ui.panels.weights import panel as weights_panel
from ui.panels.weights import parameter_matrices, weight_changes
from ui.panels.weights.panel import WeightsPanel
from ui.panels.weights.parameter_matrices import BIASES, W_HH, W_IH
from ui.panels.weights.readout_matrices import B_Y, V
from ui.panels.weights.weight_changes import SINCE, STEP
from ui.session.trainer.task_document import document_of
from ui.session.workbench import Workbench
from ui.style import number_format, theme

SIZE = 640, 620

NAMES = {
    W_IH: ("weight_ih_l0",),
    W_HH: ("weight_hh_l0",),
    BIASES: ("bias_ih_l0", "bias_hh_l0"),
    V: ("readout.weight",),
    B_Y: ("readout.bias",),
}


@pytest.fixture
def bench(qapp):
    return Workbench(document_of("parity"))


@pytest.fixture
def shown(weights_over):
    """Show the file's panel, which follows a workbench."""
    return lambda bench, size=SIZE: weights_over(bench, size)


def take(bench, steps):
    for _ in range(steps):
        bench.trainer.take_step()


def difference(one, other, tab):
    arrays = [
        one.network.arrays[n].astype(np.float64) - other.network.arrays[n] for n in NAMES[tab]
    ]
    return np.stack(arrays, axis=1) if tab in (BIASES, B_Y) else arrays[0]


def test_before_the_first_step_nothing_is_beside_the_weights(bench, follow):
    panel = follow(WeightsPanel(theme.LIGHT), bench, SIZE)
    assert not panel.beside.has_gradients
    bench.go_to(bench.snapshot().schedule.last)
    assert panel.beside.has_gradients, "on the way back there are gradients"
    assert not panel._foretelling.isActive(), "and nobody foretells a step"


@pytest.mark.few(2)
@pytest.mark.parametrize("tab", NAMES)
def test_the_ghost_is_what_the_next_step_then_adds(bench, shown, tab):
    panel = shown(bench)
    take(bench, 3)
    panel.show_tab(tab)
    before = bench.snapshot().document.training
    ghost = panel.beside.views[STEP].matrix.values
    assert panel.beside.views[STEP].isVisible()
    assert np.abs(ghost).max() > 0
    take(bench, 1)
    after = bench.snapshot().document.training
    np.testing.assert_array_equal(ghost, difference(after, before, tab))


def test_a_change_is_written_with_its_sign_and_its_decade(bench, shown):
    panel = shown(bench)
    take(bench, 2)
    matrix = panel.beside.views[STEP].matrix
    changes = matrix.values[:, 0].tolist()
    assert min(changes) < 0 < max(changes)
    for row, change in enumerate(changes):
        text = matrix.text(row, 0, 2)
        assert "e" in text
        assert text[0] == ("+" if change > 0 else number_format.MINUS)
        assert number_format.parse(text) == pytest.approx(change, rel=0.06)


@pytest.mark.parametrize(("width", "apart"), [(160, True), (50, False)])
def test_the_ends_of_the_colours_stand_below_theirs_or_as_one_in_the_middle(bring_up, width, apart):
    bar = ChangeBar(theme.LIGHT)
    bar.bind(0.25)
    bar.resize(width, bar.sizeHint().height())
    image = bring_up(bar).grab().toImage()
    ground = image.pixelColor(0, image.height() - 1)
    below = range(12, image.height())
    inked = [x for x in range(width) if any(image.pixelColor(x, y) != ground for y in below)]
    left, right = inked[0], width - 1 - inked[-1]
    assert abs(left - right) <= 3
    assert (any(width / 3 < x < 2 * width / 3 for x in inked)) is not apart
    assert (left <= 2) is apart


@pytest.mark.few(2)
@pytest.mark.parametrize("tab", NAMES)
def test_what_was_added_is_since_the_pin_or_else_since_the_first_step(bench, shown, tab):
    panel = shown(bench)
    take(bench, 2)
    pinned = bench.snapshot().document.training
    panel.show_tab(tab)
    first, here = pinned.at(0), pinned
    np.testing.assert_array_equal(
        panel.beside.views[SINCE].matrix.values, difference(here, first, tab)
    )
    now = bench.snapshot()
    bench.set_baselines(now.against.baselines.with_document(now.document, None))
    assert not panel.beside.views[SINCE].matrix.values.any()
    take(bench, 3)
    here = bench.snapshot().document.training
    assert panel.beside._heads.shown(SINCE) == ("Δ since", "step 2")
    assert panel.beside._heads.shown(STEP) == ("Δ step", "5 → 6")
    np.testing.assert_array_equal(
        panel.beside.views[SINCE].matrix.values, difference(here, pinned, tab)
    )
    bench.trainer.scrub(1)
    here = bench.snapshot().document.training
    np.testing.assert_array_equal(
        panel.beside.views[SINCE].matrix.values, difference(here, pinned, tab)
    )


def test_another_plan_and_an_edit_have_another_ghost(bench, shown):
    panel = shown(bench)
    take(bench, 2)
    panel.show_tab(BIASES)
    ghost = panel.beside.views[STEP].matrix.values
    setting = replace(bench.trainer.setting, plan=Plan(SGD(0.5), frozen=["bias_ih_l0"]))
    bench.trainer.set_setting(setting)
    other = panel.beside.views[STEP].matrix.values
    assert not other[:, 0].any()
    assert other[:, 1].any()
    assert not np.array_equal(other, ghost)
    experiment = bench.snapshot().experiment
    moved = experiment.parameters["weight_hh_l0"] * np.float32(2)
    parameters = experiment.parameters.with_arrays({"weight_hh_l0": moved})
    bench.edit(experiment.with_parameters(parameters), "twice")
    edited = panel.beside.views[STEP].matrix.values
    before = bench.snapshot().experiment.parameters["bias_hh_l0"].astype(np.float64)
    take(bench, 1)
    after = bench.snapshot().experiment.parameters["bias_hh_l0"]
    np.testing.assert_array_equal(edited[:, 1], after - before)


def test_where_no_step_can_be_taken_there_is_no_ghost(bench, shown):
    panel = shown(bench)
    take(bench, 2)
    panel.show_tab(W_HH)
    assert panel.beside.views[STEP].isVisible()
    bench.set_mistake(next(iter(MISTAKES)), "sabotage")
    assert bench.snapshot().obstacle
    assert not panel.beside.views[STEP].isVisible()
    assert panel.beside.views[SINCE].isVisible()
    assert STEP not in panel.beside.shown
    bench.undo()
    assert panel.beside.views[STEP].isVisible()
    assert panel.beside.views[STEP].matrix.values.any()


def test_trained_weights_are_not_marked_as_edited_but_those_of_a_hand_are(bench, shown):
    panel = shown(bench)
    take(bench, 2)
    now = bench.snapshot()
    assert not parameter_matrices.edited_tabs(now.document, now.lane, now.row)
    for tab in NAMES:
        panel.show_tab(tab)
        assert panel.single.matrix.edited_count == 0
    experiment = now.experiment
    moved = np.array(experiment.parameters["weight_ih_l0"])
    moved[3, 0] += 1
    parameters = experiment.parameters.with_arrays({"weight_ih_l0": moved})
    bench.edit(experiment.with_parameters(parameters), "one")
    panel.show_tab(W_IH)
    assert panel.single.matrix.edited_count == 1
    assert panel.single.matrix.edited[3, 0]
    readout = experiment.objective.readout
    bench.undo()
    objective = experiment.objective.with_named("readout.weight", readout.weight * np.float32(2))
    bench.edit(experiment.with_objective(objective), "V")
    now = bench.snapshot()
    assert parameter_matrices.edited_tabs(now.document, now.lane, now.row) == {V}


def test_nothing_flashes_in_training_but_what_undo_of_an_edit_brings_back(bench, follow):
    panel = follow(WeightsPanel(theme.LIGHT), bench, SIZE)
    take(bench, 1)
    panel.show_tab(W_IH)
    take(bench, 1)
    assert not panel.flash.rects
    experiment = bench.snapshot().experiment
    moved = np.array(experiment.parameters["weight_ih_l0"])
    moved[3, 0] += 1
    parameters = experiment.parameters.with_arrays({"weight_ih_l0": moved})
    bench.edit(experiment.with_parameters(parameters), "one")
    bench.undo()
    assert len(panel.flash.rects) == 1


def test_a_key_hides_a_part_and_the_way_back_adds_its_gradients(bench, shown):
    panel = shown(bench)
    take(bench, 1)
    assert list(panel.beside.choice._buttons) == ["w", STEP, SINCE]
    button = panel.beside.choice._buttons[STEP]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert panel.beside.views[STEP].isHidden()
    assert panel.beside.change_bars[STEP].isHidden()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.beside.views[STEP].isVisible()
    bench.last()
    bench.last()
    assert bench.snapshot().goes_back
    assert list(panel.beside.choice._buttons) == ["w", "share", "Σ", STEP, SINCE]
    assert panel.beside.views["Σ"].isVisible()
    assert panel.beside.bar.geometry().right() < panel.beside.change_bars[STEP].geometry().left()
    bench.undo()
    panel.side_button.setChecked(False)
    bench.first()  # the bend
    bench.first()
    assert not panel.beside.has_gradients
    assert panel.beside.change_bars[SINCE].isHidden()


def test_a_step_that_takes_long_is_shown_once_it_is_made(bench, follow, qtbot, monkeypatch):
    monkeypatch.setattr(weight_changes, "_SOON_SECONDS", 0.0)
    monkeypatch.setattr(weights_panel, "_SLICE_SECONDS", 0.0)
    panel = follow(WeightsPanel(theme.LIGHT), bench, SIZE)
    take(bench, 3)
    qtbot.waitUntil(lambda: STEP in panel.beside.views)
    run = bench.snapshot().training.run
    now, after = run.network_at(3), run.branch(3)
    after.advance(1)
    wanted = after.network.arrays["weight_ih_l0"] - now.arrays["weight_ih_l0"].astype(np.float64)
    np.testing.assert_array_equal(panel.beside.views[STEP].matrix.values, wanted)
