"""Judging: in parts as at once, in idle time, and while training runs for a tenth of the time."""

import gc
import time
import weakref
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QObject

from simulator.training.passes import Passes
from simulator.training.tasks.catalogue import TASKS
from simulator.training.tasks.mishaps import MISHAPS
from simulator.training.tasks.success import Answers
from tests.ui.panels.training.runs import bench, exploded, fresh, trained
from ui.panels.training.validation import judge as judge_module
from ui.panels.training.validation import judged as judged_module
from ui.panels.training.validation.asking import asked_of
from ui.panels.training.validation.judge import Asked, Judge
from ui.panels.training.validation.judged import Judged, judging, seconds
from ui.panels.training.validation.told import Told


def judge(network, batch):
    """Judge at once; return the parts that were told, and the result."""
    told, parts = [], judging(network, batch)
    while True:
        try:
            told.append(next(parts))
        except StopIteration as end:
            return told, end.value


@pytest.fixture
def judges(qapp):
    """Make judges; nothing that one found is known to the next test."""
    judge_module._KNOWN.clear()
    judge_module._SHARED.rested_at = 0.0
    parent = QObject()
    yield lambda: Judge(parent)
    judge_module._KNOWN.clear()


@pytest.mark.parametrize("task", ["parity", "first-bit", "anbn", "adding-20"])
def test_parts_give_what_all_at_once_gives(monkeypatch, task):
    of = replace(TASKS[task], tried_rows=8)
    network, batch = of.network(1), of.trial(1)
    _, whole = judge(network, batch)
    monkeypatch.setattr(judged_module, "_PRODUCTS", 3 * judged_module.products(network, batch) / 8)
    told, found = judge(network, batch)
    assert told == [3 / 8, 6 / 8, 1]
    assert isinstance(found, Judged)
    wanted = Answers.of(network, batch)
    order = np.argsort(wanted.rows, kind="stable")
    np.testing.assert_allclose(found.answers.y, wanted.y[order], atol=1e-6)
    np.testing.assert_array_equal(found.answers.targets, wanted.targets[order])
    assert (found.right, found.count) == (whole.right, whole.count)
    passes = Passes(network).judge(network.arrays, batch)
    assert found.whole_loss == pytest.approx(passes.loss, rel=1e-5)
    if found.count:
        assert found.right / found.count == passes.accuracy


def test_a_batch_with_dropout_masks_is_judged_at_once(monkeypatch):
    of = replace(MISHAPS["dropout"].wrong, tried_rows=6)
    network, batch = of.network(0), of.trial(0)
    assert batch.masks
    monkeypatch.setattr(judged_module, "_PRODUCTS", 1)
    told, found = judge(network, batch)
    assert not told
    assert found.whole_loss == pytest.approx(
        Passes(network).judge(network.arrays, batch).loss, rel=1e-5
    )


def test_what_a_run_judged_and_what_is_judged_here_are_one(judges, qtbot):
    run, made = trained(), judges()
    place = Asked(run, run.network_at(35), 35)
    made.ask([place], live=False)
    qtbot.waitUntil(lambda: not made.busy)
    told = Told.of(made.judged(place), 35)
    own = next(j for j in run.judgements if j.step == 35)
    assert told.loss == pytest.approx(own.loss, rel=1e-5)
    assert told == replace(Told.of_judgement(own, told.count), loss=told.loss)


def test_a_lost_network_is_judged_too(judges, qtbot):
    run, made = exploded(), judges()
    place = Asked(run, run.network, run.step)
    made.ask([place], live=False)
    qtbot.waitUntil(lambda: not made.busy)
    assert np.isnan(made.judged(place).whole_loss)


def test_only_what_is_asked_last_is_judged_and_all_judges_know_it(judges, qtbot):
    run, made, other = trained(), judges(), judges()
    early, late = (Asked(run, run.network_at(step), step) for step in (10, 20))
    made.ask([early], live=False)
    made.ask([late], live=False)
    qtbot.waitUntil(lambda: not made.busy)
    assert made.judged(early) is None
    assert other.judged(late) is made.judged(late)
    other.ask([late], live=False)
    assert not other.busy


def test_judges_that_are_asked_at_once_judge_it_once(judges, qtbot, monkeypatch):
    run, both, begun = trained(), (judges(), judges()), []

    def at_once(network, batch, passes):
        begun.append(network)
        return judge(network, batch)[1]
        yield

    monkeypatch.setattr(judge_module, "judging", at_once)
    place = Asked(run, run.network_at(15), 15)
    for each in both:
        each.ask([place], live=False)
    qtbot.waitUntil(lambda: not any(each.busy for each in both))
    assert len(begun) == 1
    assert both[0].judged(place) is both[1].judged(place) is not None


def test_an_edited_network_that_is_gone_is_kept_by_nobody(judges, qtbot):
    run, made = fresh(), judges()
    experiment = TASKS["parity"].experiment(1)
    asked, gone = Asked.edited(run, experiment), weakref.ref(experiment)
    made.ask([asked], live=False)
    qtbot.waitUntil(lambda: not made.busy)
    assert made.judged(Asked.edited(run, experiment)) is made.judged(asked) is not None
    del asked, experiment
    gc.collect()
    assert gone() is None


def test_while_training_runs_judging_takes_its_share_at_most(judges, qtbot, monkeypatch):
    run, made, other, spent = trained(), judges(), judges(), []

    def slow(network, batch, passes):
        begun = time.perf_counter()
        while time.perf_counter() < begun + 0.004:
            pass
        spent.append(time.perf_counter() - begun)
        yield 0.5
        return judge(network, batch)[1]

    monkeypatch.setattr(judge_module, "judging", slow)
    begun = time.perf_counter()
    for step in range(30):
        for panel in (made, other):
            panel.ask([Asked(run, run.network_at(step), step)], live=True)
        qtbot.wait(16)
    passed = time.perf_counter() - begun
    assert len(spent) >= 2
    assert sum(spent[:-1]) <= judge_module.SHARE * passed  # the last one's rest is not over
    for panel in (made, other):
        panel.let_go()


def test_a_network_whose_parts_take_too_long_is_not_judged(judges, monkeypatch):
    run, made = trained(), judges()
    place = Asked(run, run.network, run.step)
    assert made.can(place)
    assert seconds(place.network, made.batch(run)) < 0.01
    monkeypatch.setattr(judged_module, "_A_SECOND", 1)
    assert not made.can(place)
    made.ask([place], live=False)
    assert not made.busy


def test_a_failure_is_told_and_not_tried_again_and_again(judges, qtbot, monkeypatch):
    run, made, tried = trained(), judges(), []

    def fail(network, batch, passes):
        tried.append(network)
        yield 0.0
        raise ValueError("no luck")

    monkeypatch.setattr(judge_module, "judging", fail)
    made.ask([Asked(run, run.network_at(s), s) for s in (1, 2)], live=False)
    qtbot.waitUntil(lambda: not made.busy)
    assert "no luck" in made.problem
    assert len(tried) == 1


def test_an_edited_network_is_judged_as_it_is_now(judges, qtbot):
    made, shown = judges(), bench(6)
    snapshot = shown.snapshot()
    (plain,) = asked_of(snapshot, snapshot.training)
    assert plain.key == 6
    experiment = snapshot.experiment
    parameters = experiment.parameters
    name = "weight_hh_l0"
    changed = parameters.with_arrays({name: -3 * parameters.arrays[name]})
    shown.edit(replace(experiment, parameters=changed), "turn")
    snapshot = shown.snapshot()
    assert snapshot.training.edited
    (edited,) = asked_of(snapshot, snapshot.training)
    made.ask([plain, edited], live=False)
    qtbot.waitUntil(lambda: not made.busy)
    assert made.judged(edited).whole_loss != made.judged(plain).whole_loss
