"""Checker on the way back: it follows the steps, after the forward pass, and finds mistakes."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from simulator.check import step_check
from simulator.gradients.backward_run import BackwardRun
from simulator.mistakes.catalogue import MISTAKES
from simulator.objective.loss import MSE
from tests.simulator.gradients.cases import random_case
from tests.ui.readouts import bench_with_readout
from tests.ui.worker.inline_worker import InlineWorker
from ui.session.check_state import CheckVerdict
from ui.session.document import Document
from ui.session.snapshot import GATE
from ui.session.workbench import Workbench
from ui.style import theme
from ui.window.badge import CheckBadge, details
from ui.worker import checker as checkers
from ui.worker.checker import Checker

pytestmark = pytest.mark.torch


@pytest.fixture
def checked(qapp):
    """Return a function that has a bench checked until there is nothing left to check."""
    kept = []

    def check(bench):
        worker = InlineWorker()
        made = Checker(bench, worker, qapp)
        kept.append((made, worker))
        worker.start()

        def rest():
            for _ in range(1000):
                QApplication.processEvents()
                if not made.busy:
                    return
                made._ask()
            raise AssertionError("the checker does not come to rest")

        return rest

    yield check
    for made, worker in kept:
        made.deleteLater()
        worker.deleteLater()
    QApplication.processEvents()


@pytest.mark.parametrize("seed", range(6))
def test_both_passes_are_checked_to_the_last_cell(checked, seed):
    bench = Workbench(Document.of("test", random_case(seed)))
    rest = checked(bench)
    bench.last()
    rest()
    assert bench.snapshot().check.back is None
    bench.last()
    rest()
    state, order = bench.snapshot().check, bench.snapshot().schedule.backward
    assert state.back.cells_to == order.num_cells
    assert state.back.backward
    assert state.both_passes
    assert state.verdict is CheckVerdict.AGREES
    badge = CheckBadge(theme.LIGHT)
    badge.draw(bench.snapshot())
    assert "both passes" in badge.text()


def test_only_the_steps_walked_are_checked(checked):
    bench = bench_with_readout()
    rest = checked(bench)
    bench.last()
    bench.step(13, GATE)
    rest()
    back = bench.snapshot().back
    assert bench.snapshot().check.back.cells_to == back.cells_done < back.order.num_cells


def test_small_requests_say_the_same_together(checked, monkeypatch):
    bench = bench_with_readout(steps=7)
    monkeypatch.setattr(checkers, "NUMBERS_A_REQUEST", 1)
    rest = checked(bench)
    bench.last()
    bench.last()
    rest()
    report = bench.snapshot().check.back
    assert report.cells_to == bench.snapshot().schedule.backward.num_cells
    assert report.agrees


def test_a_wrong_gradient_is_found_and_told_in_the_badge(checked, monkeypatch):
    bench = bench_with_readout()
    rest = checked(bench)
    bench.last()
    bench.last()
    back = bench.snapshot().back
    assert type(back) is BackwardRun
    lane = next(iter(back._lanes))
    back._lanes[lane].values("dc")[2, 0, 1] *= 1.001
    rest()
    snapshot = bench.snapshot()
    found = snapshot.check.first_disagreement
    assert found.at.is_gradient
    assert snapshot.check.verdict is CheckVerdict.DISAGREES
    badge = CheckBadge(theme.LIGHT)
    badge.draw(snapshot)
    assert str(found.at.t) in badge.text()
    assert ", backward" in badge.text()
    assert found.text() in details(snapshot)


def test_the_badge_tells_the_difference_and_the_overflow_of_the_way_back(checked):
    bench = bench_with_readout()
    rest = checked(bench)
    bench.last()
    bench.last()
    rest()
    snapshot = bench.snapshot()
    report = replace(snapshot.check.back, not_comparable=1357)
    bench.accept(snapshot.run, report)
    told = details(bench.snapshot())
    assert "1,357" in told
    assert f"{report.max_abs_difference:.2e}" in told


def test_an_edit_forgets_what_was_checked_of_the_way_back(checked):
    bench = bench_with_readout()
    rest = checked(bench)
    bench.last()
    bench.last()
    rest()
    parameters = bench.snapshot().experiment.parameters
    changed = parameters.with_value("weight_hh_l0", (0, 0), 1.5)
    bench.edit(bench.snapshot().experiment.with_parameters(changed), "a weight")
    assert bench.snapshot().check.back is None
    rest()
    assert bench.snapshot().check.both_passes


def test_an_edit_of_a_target_keeps_what_it_leaves_alone_of_the_way_back(checked, monkeypatch):
    monkeypatch.setattr(step_check, "steps_of_block", lambda experiment: 1)
    bench = bench_with_readout(steps=9, objective={"loss": MSE})
    rest = checked(bench)
    bench.last()
    bench.last()
    rest()
    whole = bench.snapshot().check.back
    objective = bench.snapshot().experiment.objective
    for t, shared in ((3, 5), (6, 2)):
        target = objective.named("target").copy()
        target[t, 0, 0] += 1
        objective = objective.with_named("target", target)
        bench.edit(bench.snapshot().experiment.with_objective(objective), "a target")
        assert bench.snapshot().check.back.steps_checked == shared
        rest()
        report = bench.snapshot().check.back
        assert report.agrees
        assert report.steps_checked == whole.steps_checked
        assert report.sums_checked == whole.sums_checked


def test_a_way_back_that_begins_later_keeps_what_was_agreed_to(checked, monkeypatch):
    """The edit is followed by another before the way back begins again."""
    monkeypatch.setattr(step_check, "steps_of_block", lambda experiment: 1)
    bench = bench_with_readout(steps=9, objective={"loss": MSE})
    rest = checked(bench)
    bench.last()
    bench.last()
    rest()
    here = bench.snapshot().experiment
    monkeypatch.setattr(bench._runner, "answer", lambda: None)
    for t in (3, 4):
        target = here.objective.named("target").copy()
        target[t, 0, 0] += 1
        here = here.with_objective(here.objective.with_named("target", target))
        bench.edit(here, "a target")
        assert bench.snapshot().back is None
        assert bench.snapshot().check.back is None
    bench.go_to(bench.snapshot().schedule.last)
    assert bench.snapshot().check.back.steps_checked == 9 - 1 - 4
    rest()
    assert bench.snapshot().check.back.steps_checked == 9


def test_a_mistake_of_the_way_back_is_made_in_the_window_and_found(checked):
    bench = bench_with_readout()
    rest = checked(bench)
    key = next(key for key, mistake in MISTAKES.items() if mistake.backwards and "slope" in key)
    bench.set_mistake(key, "a mistake")
    bench.last()
    bench.last()
    rest()
    assert bench.snapshot().check.report.agrees
    assert bench.snapshot().check.verdict is CheckVerdict.DISAGREES
