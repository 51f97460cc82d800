"""Stops panel: conditions by the keys and by the mouse, and the story of a step."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.meaning.training_events import sentences
from simulator.training.happened.facts import Happened, Setback
from simulator.training.one_step.promises import Promise
from simulator.training.stops import NAN, first_met, parse
from ui.panels.training.stops import story
from ui.panels.training.stops.panel import StopsPanel
from ui.session.trainer.task_document import document_of
from ui.session.workbench import Workbench
from ui.style import theme
from ui.worker import idle_work

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def shown(follow, monkeypatch):
    """Show the panel over a task, wired to its trainer as in the window."""
    monkeypatch.setattr(story, "SETTLED_MILLISECONDS", 0)

    def make(task="parity", seed=0, size=(330, 420), **setting):
        bench = Workbench(document_of(task, seed))
        trainer = bench.trainer
        trainer.set_setting(replace(trainer.setting, pace=0, seed=seed, **setting))
        panel = StopsPanel(theme.LIGHT)
        panel.setting_asked.connect(trainer.set_setting)
        panel.step_followed.connect(trainer.scrub)
        return follow(panel, bench, size), bench

    return make


@pytest.fixture
def trained(qtbot):
    """Train to the end of a setting, and wait for the story."""

    def train(panel, bench):
        while bench.trainer.setting.until > (
            0 if bench.snapshot().training is None else bench.snapshot().training.length
        ):
            bench.trainer.train()
            qtbot.waitUntil(lambda: not bench.trainer.running)
        qtbot.waitUntil(lambda: panel.at_rest)

    return train


def texts(panel):
    return [row.box.text() for row in panel.rows]


def steps(panel):
    return [row.link.text() for row in panel.rows]


def type_in(panel, text):
    panel.field.setFocus()
    QTest.keyClicks(panel.field, text)
    QTest.keyClick(panel.field, Key.Key_Return)


def test_conditions_are_typed_switched_off_and_removed_by_keys(shown):
    panel, bench = shown()
    assert texts(panel) == ["val_accuracy > 0.99", NAN]
    type_in(panel, "validation loss > 10*best")
    assert texts(panel)[-1] == "val_loss > 10 * best"
    assert panel.field.text() == ""
    box = panel.rows[0].box
    box.setFocus()
    QTest.keyClick(box, Key.Key_Space)
    assert bench.snapshot().setting.off == {panel.rows[0].stop}
    assert not box.isChecked()
    type_in(panel, "val_accuracy > 0.99")  # typed again, it is on again
    assert bench.snapshot().setting.off == frozenset()
    assert len(panel.rows) == 3
    panel.rows[1].box.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Delete)
    assert texts(panel) == ["val_accuracy > 0.99", "val_loss > 10 * best"]
    assert panel.isAncestorOf(QApplication.focusWidget())


def test_a_condition_on_the_validation_is_said_to_be_judged_now_and_then(shown, trained):
    panel, bench = shown(until=10)
    type_in(panel, "val_loss < 0.001")
    assert steps(panel) == ["never", "never", "never"]
    trained(panel, bench)
    assert steps(panel) == ["> 0", "never", "> 0"]
    assert panel.rows[0].link.about == (
        "Not true by step 0. Validation runs every 25 steps, next at step 25"
    )
    for until, said in ((25, "never"), (30, "> 25")):
        bench.trainer.set_setting(replace(bench.trainer.setting, until=until))
        trained(panel, bench)
        assert steps(panel) == [said, "never", said]
    assert panel.rows[0].link.about == (
        "Not true by step 25. Validation runs every 25 steps, next at step 50"
    )


def test_what_is_not_understood_stays_to_be_corrected(shown):
    panel, bench = shown()
    before = bench.snapshot().setting
    type_in(panel, "loss ~ 3")
    assert panel.problem.isVisible()
    assert "“loss ~ 3” is not understood: type loss < 0.1" in panel.problem.text()
    assert panel.field.text() == "loss ~ 3"
    QTest.keyClick(panel.field, Key.Key_Backspace)
    assert not panel.problem.isVisible()
    assert bench.snapshot().setting == before


def test_by_mouse_a_condition_is_added_switched_removed_and_its_step_looked_at(shown, trained):
    panel, bench = shown(until=8)
    QTest.keyClicks(panel.field, "loss < 9")
    QTest.mouseClick(panel.add_button, LEFT)
    row = panel.rows[-1]
    QTest.mouseClick(row.box, LEFT, pos=QPoint(8, row.box.height() // 2))
    assert row.stop in bench.snapshot().setting.off
    trained(panel, bench)
    assert steps(panel) == ["> 0", "never", "0"]
    assert bench.snapshot().training.step == 8
    QTest.mouseClick(panel.rows[0].link, LEFT)
    assert bench.snapshot().training.step == 8
    QTest.mouseClick(row.link, LEFT)
    assert bench.snapshot().training.step == 0
    QTest.mouseClick(row.remove, LEFT)
    assert texts(panel) == ["val_accuracy > 0.99", NAN]


def test_a_condition_that_is_on_pauses_and_the_step_is_told(shown, qtbot):
    panel, bench = shown(until=50)
    type_in(panel, "loss < 9")
    bench.trainer.train()
    qtbot.waitUntil(lambda: not bench.trainer.running)
    view = bench.snapshot().training
    assert view.length == 1
    assert "loss < 9" in view.status
    assert steps(panel)[-1] == "0"


def test_a_condition_that_is_typed_after_a_run_tells_when_it_was_first_true(shown, trained):
    panel, bench = shown(until=60)
    trained(panel, bench)
    run = bench.snapshot().training.run
    for text in ("loss < 0.99 * best", "loss > 0.5", "grad_norm > 1e9"):
        type_in(panel, text)
        met = first_met(parse(text), run.log, run.judgements)
        assert steps(panel)[-1] == ("never" if met is None else str(met))
    assert steps(panel)[-2:] == ["0", "never"]


def test_the_story_is_that_of_the_step_that_is_looked_at(shown, trained, qtbot):
    panel, bench = shown(until=30)
    qtbot.waitUntil(lambda: panel.at_rest)
    assert panel.story.text.text() == "No step has been taken yet."
    trained(panel, bench)
    assert panel.story.found.step == 30
    assert panel.story.text.text() == " ".join(sentences(panel.story.found))
    assert "Step 29" in panel.story.text.text()
    bench.trainer.scrub(12)
    qtbot.waitUntil(lambda: panel.at_rest)
    assert panel.story.found.step == 12
    assert "Step 11" in panel.story.text.text()
    assert not panel.story.look.isVisible()


def test_while_training_runs_nothing_is_searched(shown, monkeypatch):
    panel, bench = shown(until=10**6)
    bench.trainer.train()
    assert panel.story.at_rest
    assert panel.story.found is None
    assert "Pause training" in panel.story.text.text()
    bench.trainer.pause()
    assert not panel.story.at_rest


def test_the_step_that_tells_most_can_be_looked_at(shown, trained, monkeypatch):
    setback = Setback(2, 0.01, 0.5, 6, 0.02, 0.3, Promise(6, -1e-5, 0.2), None)

    def search(run, step):
        yield 0.0
        return Happened(step, setback=None if step == 6 else setback, promise=setback.promise)

    monkeypatch.setattr(story, "what_happened", search)
    monkeypatch.setattr(idle_work, "SLICE_SECONDS", 0.0)
    panel, bench = shown(until=9)
    trained(panel, bench)
    assert panel.story.text.text().startswith("The validation loss was 0.010 at step 2")
    assert panel.story.look.text() == "View step 6"
    panel.story.look.setFocus()
    QTest.keyClick(panel.story.look, Key.Key_Space)
    assert bench.snapshot().training.step == 6
    while not panel.at_rest:
        QApplication.processEvents()
    assert not panel.story.look.isVisible()


def test_an_error_of_the_search_is_told(shown, qtbot, monkeypatch):
    def search(run, step):
        raise RuntimeError("no room")
        yield 0.0

    monkeypatch.setattr(story, "what_happened", search)
    panel, _ = shown()
    qtbot.waitUntil(lambda: "no room" in panel.story.text.text())


def test_a_panel_that_nobody_sees_searches_once_it_is_seen(shown, qtbot):
    panel, bench = shown(until=5)
    qtbot.waitUntil(lambda: panel.at_rest)
    panel.hide()
    bench.trainer.take_step()
    panel.draw(bench.snapshot())
    assert panel.at_rest
    assert panel.story.found is None
    panel.show()
    qtbot.waitUntil(lambda: panel.story.found is not None)
    assert panel.story.found.step == 1


def test_without_a_loss_there_are_conditions_and_no_story(follow, make_workbench):
    panel = follow(StopsPanel(theme.LIGHT), make_workbench(), (330, 300))
    assert texts(panel) == ["val_accuracy > 0.99", NAN]
    assert steps(panel) == ["never", "never"]
    assert panel.at_rest
    assert "Pause training" in panel.story.text.text()


def test_what_was_told_of_another_step_is_faint_and_the_panel_takes_a_theme(shown, qtbot):
    panel, bench = shown()
    qtbot.waitUntil(lambda: panel.at_rest)
    bench.trainer.take_step()
    panel.set_theme(theme.DARK)
    assert theme.DARK.faint in panel.story.text.styleSheet()  # while it is searched
    qtbot.waitUntil(lambda: panel.at_rest)
    assert theme.DARK.ink in panel.story.text.styleSheet()
    assert theme.DARK.bad in panel.problem.styleSheet()
    assert theme.DARK.faint in panel.rows[0].remove.styleSheet()
