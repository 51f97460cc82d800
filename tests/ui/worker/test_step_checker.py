"""StepChecker: torch.optim takes the steps of a training run again, and finds a wrong one."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from simulator.check import optimisers
from simulator.experiment.experiment import Experiment
from simulator.training import run as runs
from simulator.training.optimisers import Adam
from simulator.training.plan import Plan
from simulator.training.step import take_step
from tests.ui.session.trainer.test_trainer import train
from tests.ui.worker.inline_worker import InlineWorker
from ui.session.document import Document
from ui.session.trainer.task_document import document_of
from ui.session.workbench import Workbench
from ui.style import theme
from ui.window.badge import CheckBadge, details
from ui.worker import step_checker
from ui.worker.checker import Checker
from ui.worker.step_checker import StepChecker

pytestmark = pytest.mark.torch


@pytest.fixture
def bench(qapp):
    bench = Workbench(document_of("parity"))
    bench.trainer.set_setting(replace(bench.trainer.setting, stops=(), pace=4))
    return bench


@pytest.fixture
def checker(bench, qapp):
    worker = InlineWorker()
    worker.ready.connect(lambda version: bench.set_torch(version, None))
    made = StepChecker(bench, worker)
    worker.start()
    yield made
    worker.close()
    made.deleteLater()
    worker.deleteLater()
    QApplication.processEvents()


def rest(checker, qtbot):
    bench = checker._workbench
    qtbot.waitUntil(lambda: bench.snapshot().check.torch_version is not None and not checker.busy)
    QApplication.processEvents()


def said(bench):
    badge = CheckBadge(theme.LIGHT)
    badge.draw(bench.snapshot())
    text, tip = badge.text(), badge.toolTip()
    badge.deleteLater()
    return text, tip


def test_every_step_of_a_short_run_agrees(bench, checker, qtbot):
    train(bench, qtbot, until=21)
    rest(checker, qtbot)
    report = bench.snapshot().check.steps
    assert report.steps_checked == 21
    assert report.confirms
    assert 0 < report.max_ratio_to_bound <= 0.5
    text, tip = said(bench)
    assert text.endswith(" · 21 Adam steps")
    assert "torch.optim" in tip
    assert tip == details(bench.snapshot())
    bench.trainer.take_step()
    rest(checker, qtbot)
    assert bench.snapshot().check.steps.steps_checked == 22


def test_a_wrong_step_is_found_and_told(bench, checker, qtbot, monkeypatch):
    def wrong(plan, weights, gradients, state):
        other = plan if state.count != 7 else Plan(Adam(0.02), clip=plan.clip)
        return take_step(other, weights, gradients, state)

    monkeypatch.setattr(runs, "take_step", wrong)
    train(bench, qtbot, until=12)
    rest(checker, qtbot)
    report = bench.snapshot().check.steps
    assert report.first_disagreement.step == 8
    text, tip = said(bench)
    assert "8" in text
    assert "torch agrees" not in text
    assert report.first_disagreement.text() in tip


def test_a_long_run_is_checked_in_even_steps(bench, checker, qtbot, monkeypatch):
    monkeypatch.setattr(step_checker, "MOST", 8)
    train(bench, qtbot, until=50)
    rest(checker, qtbot)
    assert checker._checked[bench.snapshot().training.run] >= {*range(0, 50, 4)}
    assert bench.snapshot().check.steps.steps_checked <= 13 + 50 // 2


def test_the_check_keeps_up_with_a_run_under_way(bench, checker, qtbot):
    bench.trainer.set_setting(replace(bench.trainer.setting, until=100_000, pace=1))
    bench.trainer.train()
    qtbot.waitUntil(lambda: bench.snapshot().training.step > 40)
    run = bench.snapshot().training.run
    assert run.step - max(checker._checked[run]) < 20
    assert bench.snapshot().check.steps.confirms
    bench.trainer.pause()


def test_each_run_has_its_own_report(bench, checker, qtbot):
    train(bench, qtbot, until=8)
    rest(checker, qtbot)
    first = bench.snapshot().check.steps
    bench.open_task("sine")
    bench.trainer.take_step()
    rest(checker, qtbot)
    assert bench.snapshot().check.steps.steps_checked == 1
    bench.undo()
    bench.undo()
    rest(checker, qtbot)
    assert bench.snapshot().check.steps is first


def test_why_a_step_cannot_be_checked_is_known_when_checks_are_on_again(
    bench, qapp, qtbot, monkeypatch
):
    def fail(*requests):
        raise RuntimeError("torch.optim knows no such optimiser")

    monkeypatch.setattr(optimisers, "perform_steps", fail)
    worker = InlineWorker()
    checker = Checker(bench, worker)
    worker.start()
    bench.trainer.take_step()
    qtbot.waitUntil(lambda: bench.snapshot().check.unavailable is not None)
    why = bench.snapshot().check.unavailable
    assert "no such optimiser" in why
    for on in (False, True):
        checker.set_on(on)
    assert bench.snapshot().check.unavailable == why
    worker.close()
    checker.close()
    checker.deleteLater()
    worker.deleteLater()
    QApplication.processEvents()


def test_a_document_that_cannot_learn_is_not_told_of_steps(bench, checker, qtbot):
    train(bench, qtbot, until=8)
    rest(checker, qtbot)
    shown = []
    bench.changed.connect(lambda snapshot: shown.append((snapshot.check.steps, said(bench))))
    parameters = bench.snapshot().experiment.parameters
    bench.open(Document.of("plain", Experiment.create(parameters, np.zeros((3, 1)))))
    assert bench.snapshot().training is None
    assert shown
    assert {steps for steps, _ in shown} == {None}
