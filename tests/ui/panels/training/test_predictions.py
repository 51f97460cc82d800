"""Predictions panel: its numbers are those of the validation batch by the network of the step."""

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from simulator.files.limits import bytes_text
from simulator.training.passes import Passes
from simulator.training.tasks.catalogue import TASKS
from tests.depth import count
from tests.ui.panels.training.runs import bench, fresh
from tests.ui.panels.training.test_judge import judge
from ui.panels.training.predictions.groups import BINS, groups_of
from ui.panels.training.predictions.histograms import Bar
from ui.panels.training.predictions.panel import PredictionsPanel
from ui.panels.training.predictions.words import heading, kept_text
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import theme

SIZE = (322, 440)


@pytest.fixture
def shown(follow, qtbot):
    """Show the panel over a bench."""

    def make(bench, size=SIZE, colours=theme.LIGHT):
        panel = follow(PredictionsPanel(colours), bench, size)
        qtbot.waitUntil(lambda: panel.at_rest)
        return panel

    return make


def judged_of(task, rows=40):
    of = replace(TASKS[task], tried_rows=rows)
    return judge(of.network(2), of.trial(2))[1]


@pytest.mark.parametrize("task", ["parity", "first-bit", "anbn"])
def test_groups_count_every_answer_once_by_its_target_and_p(task):
    judged = judged_of(task)
    groups = groups_of(judged)
    assert sum(group.num_right for group in groups) == judged.right
    assert sum(group.count for group in groups) == judged.count
    answers, p = judged.answers, judged.p
    for group in groups:
        assert (group.right >= 0).all()
        assert (group.wrong >= 0).all()
    counted = np.zeros(BINS, int)
    for y, target in zip(p, answers.targets, strict=True):  # one by one, by hand
        of_target = y[int(target)] if judged.loss.of_classes else y[0]
        counted[min(int(of_target * BINS), BINS - 1)] += 1
    np.testing.assert_array_equal(sum(group.heights for group in groups), counted)


def test_yes_and_no_are_right_on_their_side_of_a_half():
    for group, yes in zip(groups_of(judged_of("parity", 60)), (True, False), strict=True):
        low = slice(0, BINS // 2)
        high = slice(BINS // 2, BINS)
        assert not (group.right[low] if yes else group.right[high]).any()
        assert not (group.wrong[high] if yes else group.wrong[low]).any()


def test_numbers_have_no_groups():
    assert groups_of(judged_of("adding-20")) == []


@pytest.mark.parametrize(("task", "at_end"), [("parity", False), ("first-bit", True)])
def test_the_head_counts_sequences_and_all_their_answers(task, at_end):
    for rows in (1, 3):
        judged = judged_of(task, rows)
        counted = [rows] if at_end else [rows, judged.count]
        assert re.findall(r"\d+", heading(judged)) == [str(number) for number in counted]


@pytest.mark.parametrize(("room", "steps", "number"), [(1, 0, 1), (100, 7, 8), (4, 7, 2)])
def test_it_is_told_how_many_steps_are_kept(room, steps, number):
    """The first alone, all of them, or one of every so many where there is no room for more."""
    run = fresh(room=room * fresh().kept.keeping.nbytes)
    run.advance(steps)
    said, _, size = kept_text(run).partition(bytes_text(run.kept.keeping.nbytes))
    assert re.findall(r"\d+", said)[-1] == str(number)
    assert run.kept.keeping.every == (2 if size else 1)


def test_the_panel_counts_what_the_passes_count(shown):
    here = bench(8)
    panel = shown(here)
    run = here.snapshot().training.run
    batch = run.source.validation()
    for step in (8, 3):
        here.trainer.scrub(step)
        _settle(panel)
        network = run.network_at(step)
        accuracy = Passes(network).judge(network.arrays, batch).accuracy
        counted = sum(group.num_right for group in panel.histograms.groups)
        assert counted == panel.shown.right
        assert counted / panel.shown.count == accuracy
        assert panel.caption(here.snapshot()) == f"step {step}"
    assert panel.head.text() == "256 validation sequences, 5,120 predictions"
    assert panel.kept.text().startswith("parameters kept: all 9 steps, ")


def test_while_training_runs_the_caption_names_the_step_of_the_numbers(shown, qtbot):
    here = bench(0)
    panel, told = shown(here), []
    here.changed.connect(lambda new: told.append((panel.caption(new), panel.shown)))
    here.trainer.train()
    qtbot.waitUntil(lambda: not here.trainer.running)
    _settle(panel)
    run = here.snapshot().training.run
    batch = run.source.validation()
    assert panel.caption(here.snapshot()) == "step 40"
    assert len(told) >= 40
    for caption, numbers in told[:: count(5, by_default=10)]:
        network = run.network_at(int(caption.removeprefix("step ")))
        accuracy = Passes(network).judge(network.arrays, batch).accuracy
        assert numbers.right / numbers.count == accuracy


def test_a_pin_is_outlined_and_told(shown):
    here = bench(8)
    here.trainer.scrub(2)
    pins = here.snapshot().against.baselines.with_document(here.documents.value, None)
    here.set_baselines(pins)
    panel = shown(here)
    here.trainer.scrub(8)
    _settle(panel)
    run = here.snapshot().training.run
    network = run.network_at(2)
    pinned = judge(network, run.source.validation())[1]
    group = panel.histograms.groups[0]
    place = int(np.argmax(groups_of(pinned)[0].heights))
    told = []
    panel.hovered.connect(told.append)
    room = panel.histograms.bars_of(0)
    x = room.left() + (place + 0.5) / BINS * room.width()
    at = QPointF(x, room.center().y())
    assert panel.histograms.bar_at(at) == Bar(0, place)
    QTest.mouseMove(panel.histograms, at.toPoint())
    assert told[-1].startswith(f"{group.name}, p ")
    assert told[-1].endswith(f"step 2: {groups_of(pinned)[0].heights.max():,}")
    QTest.mouseMove(panel.histograms, QPoint(2, 2))
    assert told[-1] == ""


def test_bars_are_as_high_as_the_root_of_their_number(shown):
    panel = shown(bench(8))
    bars = panel.histograms
    image, group, room = bars.grab().toImage(), bars.groups[0], bars.bars_of(0)
    good, bad = theme.LIGHT.good, theme.LIGHT.bad
    for place in np.flatnonzero(group.heights).tolist():
        x = round(room.left() + (place + 0.5) / BINS * room.width())
        column = [
            image.pixelColor(x, y).name() for y in range(int(room.top()), round(room.bottom()))
        ]
        height = sum(colour in (good, bad) for colour in column)
        wanted = max(2.0, (group.heights[place] / bars.peak()) ** 0.5 * room.height())
        assert height == pytest.approx(wanted, abs=2)


def test_numbers_are_shown_over_what_is_wanted(shown):
    panel = shown(bench(5, "adding-20"))
    assert panel._answers.currentWidget() is panel.plane
    plane, answers = panel.plane, panel.shown.answers
    points = plane._points(plane._said, plane.place())
    assert len(points) == len(answers.y)
    low, high = plane._ends
    room = plane.place()
    x = [low + (point.x() - room.left()) / room.width() * (high - low) for point in points]
    y = [low + (room.bottom() - point.y()) / room.height() * (high - low) for point in points]
    np.testing.assert_allclose(x, answers.targets[:, 0], atol=1e-6)
    np.testing.assert_allclose(y, answers.y[:, 0], atol=1e-6)


def test_without_a_loss_or_without_validation_it_says_so(shown, make_workbench, make_own):
    panel = shown(make_workbench())
    assert panel.message.text()
    assert panel.shown is None
    panel = shown(make_own())
    assert panel.message.text().startswith("No sequence is held out")


def test_the_numbers_can_be_copied(shown):
    panel = shown(bench(3))
    menu = QMenu()
    panel.add_entries_to(menu)
    next(a for a in menu.actions() if a.text() == "Copy validation").trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == panel.head.text()
    assert [line.split(":")[0] for line in lines[1:]] == ["target 1", "target 0"]


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(150, 130), (322, 440), (900, 300)])
def test_it_can_be_drawn_in_any_size(shown, size, colours):
    panel = shown(bench(2), size, colours)
    bars = panel.histograms
    assert 1 <= bars.shown <= 2
    assert all(bars.rect().contains(bars.bars_of(n).toRect()) for n in range(bars.shown))


@pytest.fixture
def make_own():
    """Make benches over the sequences of a parity task as open ones, with nothing held out."""

    def make():
        return Workbench(Document.of("own", TASKS["parity"].experiment(0, rows=3)))

    return make


def _settle(panel):
    for _ in range(50):
        QApplication.processEvents()
        if panel.at_rest:
            return
    raise AssertionError("still judging")
