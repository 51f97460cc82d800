"""Sabotage in the real window: chosen, marked, found by the check, undone, kept by no file."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from simulator.check.selftest import CASES
from simulator.engine.recorded_run import RecordedRun
from simulator.files.workspaces.reader import read_workspace
from simulator.mistakes.catalogue import MISTAKES
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from tests import depth
from tests.needs_torch import INSTALLED
from tests.simulator.letters import letters
from tests.simulator.train_mode import probe
from ui.dialogs.inject_error import ChooseInjectedError
from ui.documents import save_file
from ui.documents.known_files import KnownFile
from ui.documents.opening import document_of_workspace
from ui.documents.workspace_view import workspace_of
from ui.panels.check.panel import CheckPanel
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.window.sabotage_bar import SabotageBar
from ui.worker.drift_meter import DriftMeter


@pytest.fixture
def opened(make_window, make_workbench, qtbot):
    """Return a window at the end of a run that torch agrees with, and its bench."""
    bench = make_workbench(timesteps=6)
    window = make_window(bench)
    bench.last()
    qtbot.waitUntil(lambda: window.checked)
    return window, bench


def choose(monkeypatch, name):
    """Choose a mistake in the dialog, when it opens."""

    def exec_(dialog):
        found = dialog.tree.findItems(name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
        dialog.tree.setCurrentItem(found[0])
        assert dialog.accept_button.isEnabled()
        return True

    monkeypatch.setattr(ChooseInjectedError, "exec", exec_)


def pin_present(bench):
    snapshot = bench.snapshot()
    pinned = snapshot.against.baselines.with_document(snapshot.document, snapshot.edit_label)
    bench.set_baselines(pinned)


def panel_of(window):
    return window._panels.of(CheckPanel)


@pytest.mark.torch
def test_a_sabotage_is_named_by_the_check_and_taken_back(opened, qtbot, monkeypatch):
    window, bench = opened
    bar, panel = window.findChild(SabotageBar), panel_of(window)
    assert not bar.isVisible()
    before = bench.snapshot().run.trace.values("c", Lane()).copy()
    choose(monkeypatch, "i and f swapped")
    qtbot.mouseClick(panel.sabotage, Qt.MouseButton.LeftButton)
    assert bench.snapshot().document.mistake == "gate order figo"
    assert (bench.snapshot().run.trace.values("c", Lane()) != before).any()
    assert bar.isVisible()
    assert "i and f swapped" in bar.text.text()
    qtbot.waitUntil(lambda: window.checked)
    window._bars.transport.badge.click()
    assert "differs at t 0" in window._bars.transport.badge.text()
    assert panel.facts.heading.text() == "torch disagrees"
    assert panel.story.text().startswith("Layer 0 forward, t 0")
    qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    qtbot.waitUntil(lambda: window.checked)
    assert "agrees" in window._bars.transport.badge.text()
    assert (bench.snapshot().run.trace.values("c", Lane()) == before).all()


def test_undo_and_redo_follow_a_sabotage(opened):
    window, bench = opened
    bench.set_mistake("hard sigmoid 1/6", "sabotage")
    bar = window.findChild(SabotageBar)
    assert bar.isVisible()
    window._actions["undo"].trigger()
    assert not bar.isVisible()
    window._actions["redo"].trigger()
    assert bar.isVisible()
    window._actions["end_sabotage"].trigger()
    assert not bar.isVisible()
    assert not window._actions["end_sabotage"].isEnabled()


def test_a_sabotage_is_nothing_to_save(opened, tmp_path, monkeypatch):
    window, bench = opened
    window.keep_safe(tmp_path / "unsaved")
    monkeypatch.setattr(save_file, "ask_to_save", lambda *_: pytest.fail("nothing was changed"))
    bench.set_mistake("hard sigmoid 1/6", "sabotage")
    assert not window.isWindowModified()
    window._actions["end_sabotage"].trigger()
    assert not window.isWindowModified()
    held = bench.snapshot().experiment.with_holds(Hold("c", 0, 0, (1,), 0, 3, 0.5))
    bench.edit(held, "held")
    bench.set_mistake("hard sigmoid 1/6", "both")
    assert window.isWindowModified()
    bench.edit(held.with_holds(), "released")
    assert not window.isWindowModified()
    assert window.close()


def test_a_mistake_is_compared_with_the_run_without_it_and_can_be_pinned(opened):
    _, bench = opened
    bench.set_mistake("hard sigmoid 1/6", "sabotage")
    comparison = bench.snapshot().against.comparison
    assert (comparison.before.mistake, comparison.after.mistake) == ("", "hard sigmoid 1/6")
    assert comparison.before.experiment is comparison.after.experiment
    assert comparison.largest(bench.snapshot().position) is not None
    pin_present(bench)
    bench.undo()
    against = bench.snapshot().against
    assert (against.name, against.comparison.before.mistake) == ("sabotage", "hard sigmoid 1/6")
    assert against.comparison.largest(bench.snapshot().position) is not None


def test_an_edit_keeps_the_mistake_and_a_reset_ends_it(opened):
    window, bench = opened
    right = bench.snapshot().experiment
    bench.set_mistake("hard sigmoid 1/6", "sabotage")
    bench.edit(right.with_sequence(right.sequence * 2), "twice")
    assert bench.snapshot().run.mistake == bench.snapshot().document.mistake == "hard sigmoid 1/6"
    bench.undo()
    assert bench.snapshot().experiment is right
    assert window._actions["reset"].isEnabled()
    window._actions["reset"].trigger()
    assert bench.snapshot().document.computed == (right, "")
    assert bench.snapshot().run.mistake == ""


def test_nothing_hides_the_bar(opened):
    window, bench = opened
    bar, layout = window.findChild(SabotageBar), window._memory.layout()
    bench.set_mistake("hard sigmoid 1/6", "sabotage")
    bar.toggleViewAction().trigger()
    bar.hide()
    window.restoreState(layout, 2)
    assert bar.isVisible()
    sabotaged = window._memory.layout()
    bench.undo()
    window.restoreState(sabotaged, 2)
    assert not bar.isVisible()


def test_all_that_no_file_keeps_is_said_at_once(opened, qtbot, tmp_path):
    window, bench = opened
    right = bench.snapshot().experiment
    recorded = RecordedRun(right, {})
    against = bench.snapshot().against.baselines
    bench.set_baselines(against.with_pin("trace", recorded.experiment, recorded))
    bench.set_mistake("hard sigmoid 1/6", "sabotage")
    window._saver.remember(bench.snapshot().document, KnownFile(str(tmp_path / "x.gatestep"), None))
    said = []
    window.messages.told.connect(said.append)
    with qtbot.waitSignal(window._saver.saved):
        window._saver.save()
    _, line = said  # it names the saved file, and the part left out
    assert "without the injected error" in line
    assert "without the baselines opened from files" in line
    assert read_workspace(tmp_path / "x.gatestep").pins == ()


def test_no_file_keeps_a_sabotage_and_it_is_said(opened, qtbot, tmp_path):
    window, bench = opened
    right = bench.snapshot().experiment
    bench.set_mistake("hard sigmoid 1/6", "sabotage")
    pin_present(bench)
    path = tmp_path / "x.gatestep"
    window._saver.remember(bench.snapshot().document, KnownFile(str(path), None))
    said = []
    window.messages.told.connect(said.append)
    window._saver.save()
    qtbot.waitUntil(lambda: len(said) == 2)
    kept = read_workspace(path)
    assert not document_of_workspace(kept).mistake
    assert len(kept.pins) == 1
    assert (kept.experiment.parameters["weight_ih_l0"] == right.parameters["weight_ih_l0"]).all()
    assert workspace_of(bench.snapshot(), "").original is right


def test_the_numbers_of_a_sabotaged_run_are_not_exported(opened, monkeypatch):
    window, bench = opened
    asked = []
    monkeypatch.setattr("ui.dialogs.export.export_trace.ask", lambda *_: asked.append(True))
    complaints = []
    window.messages.complained.connect(complaints.append)
    bench.set_mistake("hard sigmoid 1/6", "sabotage")
    window._actions["export_trace"].trigger()
    assert asked == []
    assert len(complaints) == 1
    bench.undo()
    window._actions["export_trace"].trigger()
    assert asked == [True]


def test_the_dialog_offers_what_fits(qtbot, make_workbench):
    for experiment in (make_workbench().snapshot().experiment, probe(0, projected=False)):
        dialog = ChooseInjectedError(experiment, "hard sigmoid 1/6")
        qtbot.addWidget(dialog)
        assert dialog.name() == "hard sigmoid 1/6"
        groups = [dialog.tree.topLevelItem(k) for k in range(dialog.tree.topLevelItemCount())]
        offered = {group.child(k).text(0) for group in groups for k in range(group.childCount())}
        assert offered == {m.text() for m in MISTAKES.values() if m.needs(experiment)}
        assert "step check" in dialog.message.text()
        dialog.tree.setCurrentItem(groups[0])
        assert not dialog.accept_button.isEnabled()
    dialog = ChooseInjectedError(make_workbench().snapshot().experiment, "")
    qtbot.addWidget(dialog)
    assert dialog.name() == "gate order figo"


def test_the_dialog_promises_what_the_check_will_tell(qtbot):
    experiment = letters().experiment
    for name, unchecked, told, untold in (
        ("hard sigmoid 1/6", "", "step check", "link check"),
        ("h_n and c_n swapped", "", "link check", "step check"),
        ("h_n and c_n swapped", "", "window check", "step check"),
        ("gate order figo", "", "no value", "check:"),  # all gates are equal
        ("hard sigmoid 1/6", "PyTorch is away", "PyTorch is away", "step check"),
    ):
        dialog = ChooseInjectedError(experiment, name, unchecked)
        qtbot.addWidget(dialog)
        assert dialog.name() == name
        assert told in dialog.message.text()
        assert untold not in dialog.message.text()


STEPPED = (
    *("the reverse direction not reversed", "the lengths ignored", "dropout off"),
    *("hard sigmoid 1/6", "everything shifted one timestep later", "h_n and c_n swapped"),
)


def test_sabotages_of_every_kind_can_be_stepped_through(make_window, qtbot):
    """All panels draw, and the check names the sabotages that change a number."""
    bench = Workbench(Document.of("probe", probe(0, projected=False)))
    window = make_window(bench, shown=True)
    for name in STEPPED[:: depth.count(1, by_default=2)]:
        bench.set_mistake(name, "sabotage")
        bench.first()
        for _ in range(4):
            bench.step(3)
        bench.last()
        qtbot.waitUntil(lambda: window.checked)
        assert not INSTALLED or not bench.snapshot().check.report.agrees


def test_the_badge_brings_the_check_forward(opened):
    window, _ = opened
    panel = panel_of(window)
    assert panel.visibleRegion().isEmpty()
    window._bars.transport.badge.click()
    QApplication.processEvents()
    assert not panel.visibleRegion().isEmpty()


@pytest.mark.torch
def test_the_self_test_runs_in_the_worker_and_can_be_stopped(opened, qtbot, monkeypatch):
    window, bench = opened
    monkeypatch.setattr("simulator.check.selftest.CASES", CASES[:6])
    panel = panel_of(window)
    window._bars.transport.badge.click()
    panel.self_test.click()
    assert bench.snapshot().check.testing
    panel.self_test.click()
    assert not bench.snapshot().check.testing
    panel.self_test.click()
    qtbot.waitUntil(lambda: not bench.snapshot().check.testing)
    verdicts = bench.snapshot().check.verdicts
    assert [verdict.case for verdict in verdicts] == list(CASES[:6])
    assert all(verdict.passed for verdict in verdicts)


@pytest.mark.torch
def test_the_drift_is_measured_once_a_run_is_checked_to_its_end(opened, qtbot):
    window, bench = opened
    qtbot.waitUntil(lambda: bench.snapshot().check.drift is not None)
    drift = bench.snapshot().check.drift
    assert len(drift.precision) == 6
    bench.step(-1)
    assert not window.findChild(DriftMeter)._settle.isActive()
    assert bench.snapshot().check.drift is drift
