"""Optimiser step panel: what it shows is what the step then does, by keys and by mouse."""

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from simulator.check.optimisers import StepCheckRequest, perform_step
from simulator.training.foretold import foretold
from simulator.training.one_step.changes import largest
from simulator.training.one_step.formula import formula_of
from simulator.training.optimisers import SGD
from simulator.training.plan import Plan
from tests.ui.double_click import double_click
from tests.ui.worker.inline_worker import InlineWorker
from ui.panels.training.step import step_work
from ui.panels.training.step.panel import OptimiserStepPanel
from ui.session.trainer.task_document import document_of
from ui.session.workbench import Workbench
from ui.style import theme
from ui.worker import trial_checker
from ui.worker.trial_checker import TrialChecker

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def shown(follow, qtbot):
    """Show the panel over a task after some steps, at rest."""

    def make(steps=3, task="parity", size=(900, 600), of=theme.LIGHT):
        bench = Workbench(document_of(task))
        for _ in range(steps):
            bench.trainer.take_step()
        panel = OptimiserStepPanel(of)
        panel.step_taken.connect(bench.trainer.take_step)
        panel.undone.connect(bench.undo)
        panel.scrubbed_to.connect(bench.trainer.scrub)
        follow(panel, bench, size)
        wait(qtbot, panel)
        return panel, bench

    return make


@pytest.fixture
def coarse(monkeypatch):
    """Let only a few points be computed, as of a network that takes long."""
    monkeypatch.setattr(step_work, "SLOW_SECONDS", 0.0)


def wait(qtbot, panel):
    qtbot.waitUntil(lambda: panel.at_rest and panel.view is not None)


def place_of(bench):
    return bench.snapshot().document.training


def test_the_curve_and_both_changes_are_foretold(shown):
    panel, bench = shown()
    run = place_of(bench).run
    view, step = panel.view, panel.view.trial.step
    wanted = foretold(run.network_at(3), run.batch(3), step.weights, (-0.5, 0.5, 2.0))
    assert view.predicted == pytest.approx(wanted.predicted, rel=1e-9)
    points = view.along.points
    assert len(points) >= 60
    for share, loss in zip(wanted.alphas, wanted.losses, strict=True):
        assert points[share].loss == pytest.approx(loss, rel=1e-12)
    assert view.promises[3].true == pytest.approx(wanted.true, rel=1e-9)
    assert sorted(view.promises) == [0, 1, 2, 3]


def test_taking_it_takes_what_was_shown_and_undo_takes_it_back(coarse, shown, qtbot):
    panel, bench = shown()
    after, before = panel.view.trial.step.weights, place_of(bench).network.arrays
    QTest.mouseClick(panel.foot.take, LEFT)
    wait(qtbot, panel)
    for name, array in place_of(bench).network.arrays.items():
        np.testing.assert_array_equal(array, after[name])
    assert panel.view.trial.number == 4
    assert "Adam step 4" in panel.headline.text()
    panel.foot.undo.setFocus()
    QTest.keyClick(panel.foot.undo, Key.Key_Space)
    wait(qtbot, panel)
    assert panel.view.trial.number == 3
    for name, array in place_of(bench).network.arrays.items():
        np.testing.assert_array_equal(array, before[name])


def test_half_of_it_is_an_edit_and_no_step(coarse, shown, qtbot):
    panel, bench = shown()
    trial = panel.view.trial
    QTest.mouseClick(panel.foot.part, LEFT)
    wait(qtbot, panel)
    now = bench.snapshot()
    assert now.undo_label == "0.5 × step 3"
    assert now.training.edited
    for name, array in trial.network.arrays.items():
        half = (array.astype(np.float64) + trial.step.weights[name]) / 2
        got = now.experiment.objective.named(name)
        got = now.experiment.parameters[name] if got is None else got
        np.testing.assert_array_equal(got, half.astype(np.float32))
    assert panel.view.trial.network.parameters is now.experiment.parameters


def test_the_handle_moves_by_keys_and_mouse_and_the_button_takes_as_much(shown, qtbot):
    panel, bench = shown()
    plot = panel.plot
    plot.setFocus()
    QTest.keyClick(plot, Key.Key_Right)
    assert plot.share == 1.05
    assert 1.05 in panel.view.along.points
    for key, share in (
        (Key.Key_PageUp, 1.3),
        (Key.Key_Home, 0),
        (Key.Key_PageDown, -0.25),
        (Key.Key_Left, -0.3),
        (Key.Key_End, 1),
    ):
        QTest.keyClick(plot, key)
        assert plot.share == pytest.approx(share)
    for _ in range(20):
        QTest.keyClick(plot, Key.Key_PageUp)
    assert plot.share == 2
    at = plot.place_of(0.75).toPoint()
    QTest.mousePress(plot, LEFT, Qt.KeyboardModifier.NoModifier, plot.place_of(2).toPoint())
    QTest.mouseMove(plot, at)
    QTest.mouseRelease(plot, LEFT, Qt.KeyboardModifier.NoModifier, at)
    assert plot.share == pytest.approx(0.75, abs=0.01)
    near = plot.place_of(0.49).toPoint()
    QTest.mouseClick(plot, LEFT, Qt.KeyboardModifier.NoModifier, near)
    assert plot.share == 0.5
    QTest.keyClick(plot, Key.Key_PageDown)
    assert panel.foot.part.text() == "Apply 0.25 × step"
    QTest.mouseClick(panel.foot.part, LEFT)
    wait(qtbot, panel)
    assert bench.snapshot().undo_label == "0.25 × step 3"
    assert panel.plot.share == 1
    assert panel.foot.part.text() == "Apply half"


def test_the_list_has_the_farthest_and_the_formula_of_the_chosen_one(coarse, shown):
    panel, _ = shown()
    trial, listed = panel.view.trial, panel.changes.listed
    assert listed == largest(trial, 9)
    panel.changes.setFocus()
    for key, row in ((Key.Key_Down, 1), (Key.Key_End, 8), (Key.Key_Up, 7), (Key.Key_Home, 0)):
        QTest.keyClick(panel.changes, key)
        assert panel.changes.selected == listed[row]
    chosen = []
    panel.parameter_shown.connect(lambda *of: chosen.append(of))
    at = panel.changes.row_rect(2).center().toPoint()
    QTest.mouseClick(panel.changes, LEFT, Qt.KeyboardModifier.NoModifier, at)
    change = panel.changes.selected
    assert change == listed[2]
    formula = formula_of(trial, change.name, change.indices)
    assert formula.delta == pytest.approx(change.delta, abs=1e-6)
    assert panel.parts.text().startswith("m: ")
    double_click(panel.changes, pos=at)
    QTest.keyClick(panel.changes, Key.Key_Return)
    assert chosen == [(change.name, change.indices)] * 2


def test_a_low_panel_lists_fewer(coarse, shown):
    panel, _ = shown(size=(900, 320))
    assert 3 <= len(panel.changes.listed) < 9
    assert f"the {panel.changes.rows} largest" in panel.changes_title.text()


def test_the_bars_lead_to_their_step(shown, qtbot):
    panel, bench = shown(steps=5)
    told = []
    panel.hovered.connect(told.append)
    at = panel.bars.step_rect(2).center().toPoint()
    QTest.mouseMove(panel.bars, at)
    assert told[-1].startswith("step 2: predicted")
    QTest.mouseClick(panel.bars, LEFT, Qt.KeyboardModifier.NoModifier, at)
    wait(qtbot, panel)
    assert place_of(bench).step == 2
    assert panel.view.trial.number == 2
    beside = QPoint(panel.bars.step_rect(15).center().toPoint())
    QTest.mouseClick(panel.bars, LEFT, Qt.KeyboardModifier.NoModifier, beside)
    assert place_of(bench).step == 2


def test_another_setting_is_tried_at_once(coarse, shown, qtbot):
    panel, bench = shown()
    setting = replace(bench.trainer.setting, plan=Plan(SGD(0.2)))
    bench.trainer.set_setting(setting)
    wait(qtbot, panel)
    assert "SGD step 3" in panel.headline.text()
    step = panel.view.trial.step
    assert panel.view.predicted == pytest.approx(-0.2 * step.norm**2, rel=1e-4)


def test_while_training_runs_only_the_coarse_is_computed_and_the_rest_when_it_rests(shown, qtbot):
    panel, bench = shown(steps=0)
    bench.trainer.set_setting(replace(bench.trainer.setting, until=12))
    bench.trainer.train()
    assert not panel.foot.take.isEnabled()
    qtbot.waitUntil(lambda: not bench.trainer.running)
    wait(qtbot, panel)
    assert panel.view.trial.number == 12
    assert len(panel.view.along.points) >= 60
    assert sorted(panel.view.promises) == list(range(13))
    assert panel.foot.take.isEnabled()


def test_of_a_network_that_takes_long_only_a_few_points_are_computed(coarse, shown, qtbot):
    panel, bench = shown()
    assert sorted(panel.view.along.points) == [-0.5, 0, 0.5, 1, 2]
    assert list(panel.view.promises) == [3]
    QTest.keyClick(panel.plot, Key.Key_Right)
    assert 1.05 not in panel.view.along.points
    bench.select_unit(1)
    assert panel.at_rest


def test_out_of_sight_it_works_not_and_lets_go(coarse, shown, qtbot):
    panel, bench = shown()
    panel.hide()
    assert panel.view is None
    bench.trainer.take_step()
    assert panel.at_rest
    panel.show()
    wait(qtbot, panel)
    assert panel.view.trial.number == 4


def test_where_nothing_can_be_trained_it_says_why(follow, make_workbench):
    bench = make_workbench()
    panel = follow(OptimiserStepPanel(theme.DARK), bench, (600, 400))
    assert panel.message.isVisible()
    assert panel.message.text() == bench.snapshot().obstacle
    assert "training needs" in panel.message.text()


@pytest.fixture
def checked(coarse, shown, qtbot):
    """Show the panel with a worker that checks its step, or says why it cannot."""

    def make():
        panel, bench = shown()
        checker = TrialChecker(InlineWorker(panel), panel)
        panel.check_asked.connect(checker.check)
        checker.checked.connect(panel.tell_check)
        checker.failed.connect(panel.tell_unchecked)
        bench.trainer.take_step()
        wait(qtbot, panel)
        qtbot.waitUntil(lambda: bool(panel.foot.check.text()))
        return panel

    return make


@pytest.mark.torch
def test_torch_optim_agrees_with_the_step_that_is_shown(checked):
    panel = checked()
    assert panel.foot.check.text().startswith("✓ torch.optim agrees to within ")
    learnt = sum(array.size for array in panel.view.trial.step.weights.values())
    count = int(re.search(r"([\d,]+) values", panel.foot.check.about)[1].replace(",", ""))
    assert count >= 3 * learnt, "weights and Adam's two averages"


@pytest.mark.torch
def test_a_step_that_differs_and_one_that_is_no_longer_shown(checked):
    panel = checked()
    trial = panel.view.trial
    moved = {n: a + np.float32(1e-3) for n, a in trial.step.weights.items()}
    wrong = replace(trial.step, weights=moved)
    weights, gradients = trial.network.arrays, trial.result.gradients
    request = StepCheckRequest.of(trial.plan, weights, gradients, trial.state)
    report = perform_step(replace(request, step=wrong))
    panel.tell_check(replace(trial), report)
    assert panel.foot.check.text().startswith("✓")
    panel.tell_check(trial, report)
    assert panel.foot.check.text() == "✗ torch.optim differs"
    assert panel.foot.check.about == report.first_disagreement.text()


def test_without_torch_it_says_so(checked, monkeypatch):
    def perform(request):
        raise ModuleNotFoundError("not checked by torch")

    monkeypatch.setattr(trial_checker, "perform_step", perform)
    said = checked().foot.check.text()
    assert said.startswith("not checked: ")
    assert "not checked by torch" in said


@pytest.mark.few(2)
@pytest.mark.parametrize("task", ["anbn", "sine", "first-bit"])
@pytest.mark.parametrize("size", [(320, 420), (780, 300), (1200, 800)])
def test_it_is_drawn_at_any_size_in_either_theme(shown, task, size):
    panel, _ = shown(steps=1, task=task, size=size, of=theme.DARK)
    assert not panel.grab().isNull()
    panel.set_theme(theme.LIGHT)
    assert not panel.grab().isNull()
