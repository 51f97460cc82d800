"""Stories of saving in the real window: what was made is in a file, or offered again."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QDockWidget,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from safetensors.numpy import save_file as save_safetensors

from simulator import translation
from simulator.experiment.equality import same_input
from simulator.files.workspaces.reader import read_workspace
from simulator.files.workspaces.workspace import Workspace
from simulator.lstm.interventions import Hold
from tests.paths import ROOT
from tests.simulator.files.workspaces.test_workspace import assert_same
from ui.commands.recent import RecentFiles
from ui.dialogs import save_file
from ui.dialogs.notes import NotesDialog
from ui.documents import autosave
from ui.documents.recovery_bar import RecoveryBar
from ui.session import trace_memory
from ui.session.baselines import Baselines
from ui.session.snapshot import Document
from ui.session.subject import Lane
from ui.session.watching import Watching
from ui.window.window_memory import LayoutSeal

CONTROL = Qt.KeyboardModifier.ControlModifier
ASK_TO_SAVE = save_file.ask_to_save  # which most tests answer without it
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(autosave, "SETTLE_MILLISECONDS", 10)


@pytest.fixture
def folder(tmp_path):
    """The application's own folder."""
    return tmp_path / "data" / "unsaved"


@pytest.fixture(autouse=True)
def chosen(monkeypatch):
    """What the user answers to the questions of the window, and which were asked."""

    class Chosen:
        path = None
        answer = save_file.DISCARD
        asked = ()

        def ask_path(self, parent, title, suggested, kinds):
            self.asked = (*self.asked, suggested)
            return None if self.path is None else (str(self.path), next(iter(kinds)))

        def ask_to_save(self, parent, title):
            self.asked = (*self.asked, title)
            return self.answer

    chosen = Chosen()
    monkeypatch.setattr(save_file, "ask_path", chosen.ask_path)
    monkeypatch.setattr(save_file, "ask_to_save", chosen.ask_to_save)
    return chosen


def edit(bench, value=3.25, key=None):
    """Change a weight."""
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("weight_ih_l0", (1, 2), value)
    bench.edit(experiment.with_parameters(parameters), "weight_ih_l0[1, 2]", key)


def save(window, qtbot, keys=CONTROL):
    with qtbot.waitSignal(window._saver.saved):
        QTest.keyClick(window, Key.Key_S, keys)


def kept(folder):
    return sorted(folder.glob("*.gatestep"))


def leave(folder, workspace_file):
    """What a window that was killed leaves: its copy, and a lock that nobody holds."""
    folder.mkdir(parents=True)
    shutil.copy(workspace_file, folder / "99999999-abc.gatestep")


def button(window, name):
    bar = window.findChild(RecoveryBar)
    (found,) = [b for b in bar.findChildren(QPushButton) if b.text() == name]
    return found


def test_edit_close_save_reopen(make_window, make_workbench, qtbot, tmp_path, folder, chosen):
    bench = make_workbench(timesteps=8, num_layers=2, bidirectional=True, batch=2, lengths=[8, 5])
    window = make_window(bench)
    window.keep_safe(folder)
    assert window.windowTitle() == "test[*] – Gatestep"
    assert not window.isWindowModified()
    edit(bench)
    bench.set_granularity("gate")
    bench.set_baselines(Baselines().with_pin("as it was", bench.snapshot().document.original))
    bench.set_watching(
        Watching().typed("c[1] layer 1 row 1", 0, 0, 0).typed("f all < 0.1", 0, 0, 0)
    )
    bench.go_to(40)
    bench.select(Lane(1, 1, 1))
    bench.select_unit(1)
    assert window.isWindowModified()
    before = bench.snapshot()

    chosen.answer = save_file.CANCEL
    window.close()
    assert window.isVisible()
    assert chosen.asked == ("test",)

    chosen.answer, chosen.path = save_file.SAVE, tmp_path / "work.gatestep"
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert chosen.asked == ("test", "test", "test.gatestep")
    assert not kept(folder)

    other_bench = make_workbench()
    other = make_window(other_bench)
    other.open_files([str(chosen.path)])
    qtbot.waitUntil(lambda: not other.busy)
    after = other_bench.snapshot()
    assert_same(after.experiment, before.experiment)
    assert_same(after.document.original, before.document.original)
    for name in ("position", "granularity", "lane", "unit", "watching"):
        assert getattr(after, name) == getattr(before, name), name
    (pin,) = after.against.baselines.pins
    assert (pin.name, after.against.baselines.chosen) == ("as it was", pin)
    assert_same(pin.experiment, before.document.original)
    assert other.windowTitle() == "work.gatestep[*] – Gatestep"
    assert not other.isWindowModified()


def test_a_save_takes_the_star_away_and_undo_brings_it_back(
    make_window, make_workbench, qtbot, tmp_path, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    edit(bench)
    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot)
    assert not window.isWindowModified()
    assert window.windowTitle() == "a.gatestep[*] – Gatestep"
    bench.undo()
    assert window.isWindowModified()
    bench.redo()
    assert not window.isWindowModified()
    edit(bench, 4.0)
    save(window, qtbot)
    assert len(chosen.asked) == 1
    assert read_workspace(chosen.path).experiment.parameters["weight_ih_l0"][1, 2] == 4
    first, chosen.path = chosen.path, tmp_path / "b.gatestep"
    save(window, qtbot, CONTROL | SHIFT)
    assert window.windowTitle() == "b.gatestep[*] – Gatestep"
    edit(bench, 5.0)
    save(window, qtbot)
    assert read_workspace(first).experiment.parameters["weight_ih_l0"][1, 2] == 4
    assert read_workspace(chosen.path).experiment.parameters["weight_ih_l0"][1, 2] == 5


def test_a_save_marks_what_it_wrote_not_what_is_there_by_then(
    make_window, make_workbench, qtbot, tmp_path, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    edit(bench, 1.5)
    chosen.path = tmp_path / "a.gatestep"
    QTest.keyClick(window, Key.Key_S, CONTROL)
    edit(bench, 2.5)
    qtbot.waitSignal(window._saver.saved).wait()
    assert window.isWindowModified()
    assert read_workspace(chosen.path).experiment.parameters["weight_ih_l0"][1, 2] == 1.5
    bench.undo()
    assert not window.isWindowModified()


def test_one_save_at_a_time_and_closing_waits_for_it(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench)
    chosen.path = tmp_path / "a.gatestep"
    QTest.keyClick(window, Key.Key_S, CONTROL)
    with qtbot.waitSignal(window.messages.complained) as caught:
        QTest.keyClick(window, Key.Key_S, CONTROL)
    assert "a save is still going on" in caught.args[0]
    window.close()
    assert window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert "test" not in chosen.asked  # nothing is unsaved then
    assert read_workspace(chosen.path).experiment.parameters["weight_ih_l0"][1, 2] == 3.25


def test_closing_waits_for_a_save_of_what_nobody_changed(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    chosen.path = tmp_path / "a.gatestep"
    QTest.keyClick(window, Key.Key_S, CONTROL)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert_same(read_workspace(chosen.path).experiment, bench.snapshot().experiment)


def test_a_window_stays_where_the_save_that_it_waits_for_fails(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench)
    chosen.path = tmp_path / "nowhere" / "a.gatestep"
    with qtbot.waitSignal(window.messages.complained):
        QTest.keyClick(window, Key.Key_S, CONTROL)
        window.close()
    assert window.isVisible()
    assert window.close()
    assert chosen.asked[-1] == "test"


def test_a_file_that_is_written_over_holds_what_it_held_no_longer(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench)
    first = bench.snapshot().document
    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot)
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    edit(bench)
    save(window, qtbot)
    assert bench.left == (first,)
    qtbot.waitUntil(lambda: bool(kept(folder)))
    assert_same(read_workspace(kept(folder)[0]).experiment, first.experiment)
    assert window.windowTitle() == "a.gatestep[*] – Gatestep"
    bench.return_to(first)
    assert window.windowTitle() == "test[*] – Gatestep"
    assert window.isWindowModified()
    chosen.path = tmp_path / "b.gatestep"
    save(window, qtbot)
    save(window, qtbot)
    assert len(chosen.asked) == 3
    bench.redo()
    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot, CONTROL | SHIFT)
    bench.return_to(first)
    assert window.windowTitle() == "b.gatestep[*] – Gatestep"
    assert not window.isWindowModified()


def test_discard_and_cancel(make_window, make_workbench, qtbot, folder, chosen):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench)
    qtbot.waitUntil(lambda: bool(kept(folder)))
    chosen.answer = save_file.SAVE  # and then no path
    window.close()
    assert window.isVisible()
    chosen.answer = save_file.DISCARD
    window.close()
    assert not window.isVisible()
    assert not list(folder.iterdir())


def test_edits_that_were_left_for_another_document_are_asked_about_too(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench)
    left = bench.snapshot().document
    for title in ("second", "third"):
        bench.open(Document.of(title, make_workbench(seed=1).snapshot().experiment))
    assert not window.isWindowModified()

    chosen.answer = save_file.CANCEL
    assert not window.close()
    assert chosen.asked == ("test",)
    assert bench.snapshot().document.title == "third"

    chosen.answer, chosen.path = save_file.SAVE, tmp_path / "left.gatestep"
    with qtbot.waitSignal(window._saver.saved):
        assert not window.close()
    assert bench.snapshot().document is left
    qtbot.waitUntil(lambda: not window.isVisible())
    saved = read_workspace(tmp_path / "left.gatestep").experiment.parameters
    assert saved["weight_ih_l0"][1, 2] == 3.25


def test_what_was_left_may_be_discarded_and_what_goes_on_is_not_asked_about(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench)
    np.save(tmp_path / "x.npy", np.ones((6, 3), np.float32))
    window.open_files([str(tmp_path / "x.npy")])
    qtbot.waitUntil(lambda: "x.npy" in window.windowTitle())
    edit(bench, 4.5)
    bench.open(Document.of("second", make_workbench().snapshot().experiment))
    assert window.close()
    assert chosen.asked == ("test on x.npy",)


def held(experiment):
    return experiment.with_holds(Hold("c", 0, 0, (1,), 0, 3, 0.5))


def with_input(experiment):
    sequence = experiment.sequence.copy()
    sequence[1] = np.nan
    return experiment.with_sequence(sequence)


def with_state(experiment):
    return experiment.with_states(c_0=np.ones_like(experiment.c_0))


def shorter(experiment):
    return replace(experiment, lengths=(4,))


def training(experiment):
    return replace(experiment, training=True)


@pytest.mark.parametrize("change", [held, with_input, with_state, shorter, training])
def test_edits_beside_the_weights_are_left_where_another_sequence_is_opened(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen, change
):
    np.save(tmp_path / "x.npy", np.zeros((4, 3), np.float32))
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    bench.edit(change(bench.snapshot().experiment), "an edit")
    window.open_files([str(tmp_path / "x.npy")])
    qtbot.waitUntil(lambda: not window.busy)
    assert not window.isWindowModified()
    assert window.close()
    assert chosen.asked == ("test",)


def test_an_edited_model_goes_on_whatever_it_reads(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    np.save(tmp_path / "x.npy", np.full((4, 3), np.nan))
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench)
    for _ in range(2):
        window.open_files([str(tmp_path / "x.npy")])
        qtbot.waitUntil(lambda: not window.busy)
    parameters = bench.snapshot().experiment.parameters.astype(np.float64)
    bench.edit(bench.snapshot().experiment.astype(np.float64).with_parameters(parameters), "dtype")
    window.open_files([str(tmp_path / "x.npy")])
    qtbot.waitUntil(lambda: not window.busy)
    assert window.close()
    assert chosen.asked == ("test on x.npy",)


@pytest.mark.parametrize("options", [{}, {"batch": 2, "lengths": [6, 4]}])
def test_an_edited_sequence_goes_on_under_another_model(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen, options
):
    other = make_workbench(seed=3, hidden_size=4).snapshot().experiment.parameters
    save_safetensors(dict(other.arrays), tmp_path / "m.safetensors")
    bench = make_workbench(**options)
    window = make_window(bench)
    window.keep_safe(folder)
    first = bench.snapshot().experiment
    bench.edit(with_input(first), "x")
    before = bench.snapshot().experiment
    window.open_files([str(tmp_path / "m.safetensors")])
    qtbot.waitUntil(lambda: not window.busy)
    after = bench.snapshot().document
    assert same_input(after.experiment, before)
    assert same_input(after.original, first)
    assert after.experiment.parameters is after.original.parameters
    assert window.isWindowModified()
    assert bench.left == ()
    window.open_files([str(tmp_path / "m.safetensors")])
    qtbot.waitUntil(lambda: not window.busy)
    assert window.isWindowModified()
    bench.reset()
    assert same_input(bench.snapshot().experiment, first)
    bench.undo()
    assert window.close()
    assert chosen.asked == ("m.safetensors",)


def test_workspaces_that_were_looked_through_are_not_asked_about(
    make_window, make_workbench, folder, chosen
):
    """However many there are: they have edits, and files hold them."""
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    for seed in range(20):
        stored = make_workbench(seed=seed)
        edit(stored)
        bench.open(stored.snapshot().document)
    assert bench.left == ()
    for _ in range(20):
        bench.undo()
        assert not window.isWindowModified()


def test_nothing_is_asked_when_nothing_was_changed(make_window, make_workbench, folder, chosen):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    bench.step(3)
    edit(bench)
    bench.undo()
    window.close()
    assert not window.isVisible()
    assert chosen.asked == ()


def test_another_sequence_under_an_edited_model_is_unsaved(
    make_window, make_workbench, qtbot, tmp_path
):
    np.save(tmp_path / "x.npy", np.zeros((4, 3)))
    bench = make_workbench()
    window = make_window(bench)
    window.open_files([str(tmp_path / "x.npy")])
    qtbot.waitUntil(lambda: not window.busy)
    assert not window.isWindowModified()
    edit(bench)
    window.open_files([str(tmp_path / "x.npy")])
    qtbot.waitUntil(lambda: not window.busy)
    assert window.isWindowModified()


def test_notes_that_no_file_holds_go_on_to_another_sequence_unsaved(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    np.save(tmp_path / "x.npy", np.zeros((4, 3)))
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    bench.annotate("unit 0 forgets")
    window.open_files([str(tmp_path / "x.npy")])
    qtbot.waitUntil(lambda: not window.busy)
    assert bench.snapshot().document.notes == "unit 0 forgets"
    assert window.isWindowModified()
    chosen.answer = save_file.CANCEL
    assert not window.close()
    assert chosen.asked == ("test on x.npy",)

    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot)
    window.open_files([str(tmp_path / "x.npy")])
    qtbot.waitUntil(lambda: not window.busy)
    assert not window.isWindowModified()


def test_the_question_is_plain_text_with_three_answers(make_window, monkeypatch):
    seen = []

    def look(box):
        seen.append((box.text(), box.textFormat(), box.standardButtons()))
        return int(save_file.DISCARD)

    monkeypatch.setattr(QMessageBox, "exec", look)
    assert ASK_TO_SAVE(make_window(), "<b>x</b>\n") == save_file.DISCARD
    ((text, text_format, buttons),) = seen
    assert text.startswith("<b>x</b>� has changes")
    assert text_format == Qt.TextFormat.PlainText
    assert buttons == save_file.SAVE | save_file.DISCARD | save_file.CANCEL


def test_the_answer_that_discards_says_so_in_korean(qtbot, monkeypatch):
    parent, seen = QWidget(), []
    qtbot.addWidget(parent)

    def look(box):
        seen.append(box.button(save_file.DISCARD).text())
        return int(save_file.DISCARD)

    monkeypatch.setattr(QMessageBox, "exec", look)
    translation.load("ko")
    try:
        ASK_TO_SAVE(parent, "x")
    finally:
        translation.load(translation.ENGLISH)
    assert seen == ["버리기(&D)"]


def test_notes_are_an_edit_and_are_kept(
    make_window, make_workbench, qtbot, tmp_path, monkeypatch, chosen
):
    bench = make_workbench()
    window = make_window(bench)

    def write(dialog):
        dialog.findChild(QPlainTextEdit).setPlainText("unit 0 forgets\n<b>too soon</b>")
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(NotesDialog, "exec", write)
    QTest.keyClick(window, Key.Key_N, CONTROL | SHIFT)
    assert window.isWindowModified()
    bench.undo()
    assert not window.isWindowModified()
    bench.redo()
    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot)
    assert not window.isWindowModified()
    other = make_workbench(hidden_size=3)
    window = make_window(other)
    window.open_files([str(chosen.path)])
    qtbot.waitUntil(lambda: not window.busy)
    assert other.snapshot().document.notes == "unit 0 forgets\n<b>too soon</b>"


@pytest.mark.parametrize(
    ("title", "name"),
    [("a/b: c?", "a-b- c"), ("..", "workspace"), ("", "workspace"), ("x\n", "x"), ("é", "é")],
)
def test_a_title_becomes_a_file_name(title, name):
    assert save_file.file_name(title) == name


# What can go wrong with a file


def test_a_failed_save_is_told_and_the_work_stays(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    (tmp_path / "gone").mkdir()
    chosen.path = tmp_path / "gone" / "a.gatestep"
    edit(bench)
    save(window, qtbot)
    edit(bench, 4.0)
    shutil.rmtree(tmp_path / "gone")
    chosen.answer = save_file.SAVE
    with qtbot.waitSignal(window.messages.complained) as caught:
        window.close()
    assert "its folder does not exist" in caught.args[0]
    assert "\n" not in caught.args[0]
    assert window.isVisible()
    assert window.isWindowModified()
    qtbot.waitUntil(lambda: bool(kept(folder)))
    assert read_workspace(kept(folder)[0]).experiment.parameters["weight_ih_l0"][1, 2] == 4
    (tmp_path / "gone").mkdir()
    save(window, qtbot)
    assert read_workspace(chosen.path).experiment.parameters["weight_ih_l0"][1, 2] == 4


def test_a_folder_of_our_own_that_can_not_be_written_is_told(
    make_window, make_workbench, tmp_path, qtbot
):
    (tmp_path / "file").touch()
    window = make_window()
    with qtbot.waitSignal(window.messages.complained) as caught:
        window.keep_safe(tmp_path / "file" / "unsaved")
    assert "file" in caught.args[0]
    window.close()
    assert not window.isVisible()


# Autosave


def test_what_no_file_holds_is_kept_until_one_does(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    bench.step(3)
    qtbot.wait(30)
    assert not kept(folder)
    edit(bench, 1.5)
    qtbot.waitUntil(lambda: bool(kept(folder)))
    assert read_workspace(kept(folder)[0]).experiment.parameters["weight_ih_l0"][1, 2] == 1.5
    edit(bench, 2.5)

    def follows():
        return read_workspace(kept(folder)[0]).experiment.parameters["weight_ih_l0"][1, 2] == 2.5

    qtbot.waitUntil(follows)
    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot)
    assert not kept(folder)
    bench.undo()
    qtbot.waitUntil(lambda: bool(kept(folder)))
    bench.redo()
    assert not kept(folder)


def weights_kept(folder):
    return sorted(
        float(read_workspace(path).experiment.parameters["weight_ih_l0"][1, 2])
        for path in kept(folder)
    )


@pytest.mark.parametrize("rest", [0, 30])
def test_what_was_left_is_kept_beside_what_is_open(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen, rest
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench, 1.5)
    if rest:
        qtbot.waitUntil(lambda: weights_kept(folder) == [1.5])
    left = bench.snapshot().document
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5])
    edit(bench, 2.5)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5, 2.5])
    bench.undo()
    assert weights_kept(folder) == [1.5]
    bench.redo()
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5, 2.5])

    bench.return_to(left)
    assert weights_kept(folder) == [1.5]
    edit(bench, 1.75)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.75])
    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot)
    assert not kept(folder)


def test_what_goes_on_has_one_copy_all_the_time(
    make_window, make_workbench, qtbot, tmp_path, folder
):
    np.save(tmp_path / "x.npy", np.zeros((4, 3), np.float32))
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench, 1.5)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5])
    (path,) = kept(folder)
    window.open_files([str(tmp_path / "x.npy")])
    qtbot.waitUntil(lambda: not window.busy)
    assert kept(folder) == [path]
    qtbot.waitUntil(lambda: read_workspace(path).experiment.num_timesteps == 4)
    assert kept(folder) == [path]
    bench.undo()
    qtbot.waitUntil(lambda: read_workspace(path).experiment.num_timesteps == 6)
    assert kept(folder) == [path]


def test_a_save_that_ends_after_another_was_opened_needs_no_copy(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench, 1.5)
    chosen.path = tmp_path / "a.gatestep"
    QTest.keyClick(window, Key.Key_S, CONTROL)
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    qtbot.waitSignal(window._saver.saved).wait()
    qtbot.wait(30)
    assert not kept(folder)
    assert window.close()
    assert len(chosen.asked) == 1


def test_discarded_with_the_window_are_all_copies(
    make_window, make_workbench, qtbot, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench, 1.5)
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    edit(bench, 2.5)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5, 2.5])
    assert window.close()
    assert chosen.asked == ("second", "test")
    assert not list(folder.iterdir())


def test_two_windows_keep_their_own_and_offer_nothing_of_each_other(
    make_window, make_workbench, qtbot, folder
):
    benches = make_workbench(), make_workbench(hidden_size=4)
    windows = [make_window(bench) for bench in benches]
    for window, bench, value in zip(windows, benches, (1.5, 2.5), strict=True):
        window.keep_safe(folder)
        edit(bench, value)
    qtbot.waitUntil(lambda: len(kept(folder)) == 2)
    third = make_window()
    third.keep_safe(folder)
    assert third.findChild(RecoveryBar) is None
    values = [read_workspace(p).experiment.parameters["weight_ih_l0"][1, 2] for p in kept(folder)]
    assert sorted(values) == [1.5, 2.5]


@pytest.fixture
def left(make_window, make_workbench, qtbot, tmp_path, folder, chosen):
    """Work that a window left: edited after it was saved to a file."""
    bench = make_workbench(hidden_size=5)
    window = make_window(bench)
    window.keep_safe(tmp_path / "elsewhere")
    edit(bench, 1.0)
    chosen.path = tmp_path / "mine.gatestep"
    save(window, qtbot)
    edit(bench, 7.5)
    bench.go_to(11)
    qtbot.waitUntil(lambda: bool(kept(tmp_path / "elsewhere")))
    leave(folder, kept(tmp_path / "elsewhere")[0])
    chosen.answer = save_file.DISCARD
    window.close()
    return bench.snapshot()


def test_what_was_left_is_offered_and_restored(
    make_window, make_workbench, qtbot, folder, left, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    bar = window.findChild(RecoveryBar)
    assert bar.isVisible()
    assert "Gatestep ended before “test” was saved" in bar.findChild(QLabel).text()
    button(window, "&Restore").click()
    qtbot.waitUntil(lambda: bench.snapshot().experiment.config.hidden_size == 5)
    assert_same(bench.snapshot().experiment, left.experiment)
    assert_same(bench.snapshot().document.original, left.document.original)
    assert bench.snapshot().position == 11
    assert window.isWindowModified()
    assert window.windowTitle() == "mine.gatestep[*] – Gatestep"
    qtbot.waitUntil(lambda: window.findChild(RecoveryBar) is None)
    assert [path.stem for path in kept(folder)] == ["99999999-abc"]
    assert read_workspace(chosen.path).experiment.parameters["weight_ih_l0"][1, 2] == 1
    save(window, qtbot)
    assert not kept(folder)
    assert read_workspace(chosen.path).experiment.parameters["weight_ih_l0"][1, 2] == 7.5


def test_what_was_left_can_be_discarded_or_left_for_later(make_window, qtbot, folder, left):
    window = make_window()
    window.keep_safe(folder)
    other = make_window()
    other.keep_safe(folder)
    assert other.findChild(RecoveryBar) is None  # the first window is asking already
    button(window, "&Later").click()
    qtbot.waitUntil(lambda: window.findChild(RecoveryBar) is None)
    third = make_window()
    third.keep_safe(folder)
    button(third, "&Discard").click()
    qtbot.waitUntil(lambda: third.findChild(RecoveryBar) is None)
    assert not kept(folder)


def test_what_was_restored_and_undone_is_kept_and_asked_about(
    make_window, make_workbench, qtbot, folder, left, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    button(window, "&Restore").click()
    qtbot.waitUntil(lambda: bench.snapshot().experiment.config.hidden_size == 5)
    (copy,) = kept(folder)
    bench.undo()
    assert kept(folder) == [copy]
    chosen.answer = save_file.CANCEL
    assert not window.close()
    assert chosen.asked[-1] == "mine.gatestep"
    chosen.answer = save_file.SAVE
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert read_workspace(chosen.path).experiment.parameters["weight_ih_l0"][1, 2] == 7.5
    assert not kept(folder)


def test_one_after_the_other_is_offered_what_was_left(
    make_window, make_workbench, qtbot, tmp_path, folder, left, chosen
):
    (first,) = kept(folder)
    for number, age in enumerate((20, 30, 40)):
        other = folder / f"99999999-{number}.gatestep"
        shutil.copy(first, other)
        os.utime(other, (time.time() - age,) * 2)
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    for name in ("&Later", "&Discard"):
        bar = window.findChild(RecoveryBar)
        button(window, name).click()
        qtbot.waitUntil(lambda bar=bar: window.findChild(RecoveryBar) not in (None, bar))
    assert kept(folder) == [folder / f"99999999-{name}.gatestep" for name in ("1", "2", "abc")]
    for number in (1, 2):
        bar = window.findChild(RecoveryBar)
        button(window, "&Restore").click()
        qtbot.waitUntil(lambda n=number: len(bench.left) == n - 1 and window.isWindowModified())
        qtbot.waitUntil(lambda bar=bar: window.findChild(RecoveryBar) is not bar)
        assert bench.snapshot().experiment.config.hidden_size == 5
    qtbot.waitUntil(lambda: window.findChild(RecoveryBar) is None)
    assert len(kept(folder)) == 3  # they are in use, and one is for later
    assert window.close()
    assert chosen.asked[-2:] == ("mine.gatestep", "mine.gatestep")
    assert kept(folder) == [first]


def _no_folder():
    raise PermissionError


def test_what_was_left_stays_where_there_is_no_room_for_its_trace(
    make_window, make_workbench, qtbot, folder, left, monkeypatch
):
    bench = make_workbench()
    window, before = make_window(bench), bench.snapshot().document
    window.keep_safe(folder)
    with monkeypatch.context() as small:
        small.setattr(trace_memory, "ALWAYS_FITS", 0)
        small.setattr(trace_memory, "available_bytes", lambda: -(10**9))
        small.setattr(trace_memory, "_folder", _no_folder)
        with qtbot.waitSignal(window.messages.complained) as caught:
            button(window, "&Restore").click()
    assert "take a shorter sequence" in caught.args[0]
    assert bench.snapshot().document is before
    button(window, "&Restore").click()
    qtbot.waitUntil(lambda: bench.snapshot().experiment.config.hidden_size == 5)


def test_damaged_work_is_told_and_can_be_discarded(make_window, qtbot, folder):
    folder.mkdir(parents=True)
    (folder / "1-a.gatestep").write_bytes(b"PK\x03\x04 nothing")
    window = make_window()
    window.keep_safe(folder)
    assert "before the work was saved" in window.findChild(RecoveryBar).findChild(QLabel).text()
    with qtbot.waitSignal(window.messages.complained) as caught:
        button(window, "&Restore").click()
    assert "it is damaged" in caught.args[0]
    button(window, "&Discard").click()
    assert not kept(folder)


def test_a_killed_program_leaves_its_work_to_the_next(make_window, make_workbench, qtbot, folder):
    """A real process, ended by SIGKILL after its edit was kept."""
    program = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from simulator.examples import teaching
from ui.documents import autosave
from ui.documents import opening
from ui.style import theme
from ui.window.main_window import MainWindow
from ui.worker.torch_worker import TorchWorker
from ui.session.workbench import Workbench

autosave.SETTLE_MILLISECONDS = 10
app = QApplication([])
theme.apply(app, theme.LIGHT)
bench = Workbench(opening.document_of_example(teaching()))
settings = QSettings({str(folder.parent / "s.ini")!r}, QSettings.Format.IniFormat)
window = MainWindow(bench, TorchWorker(app), theme.LIGHT, settings)
window.keep_safe(Path({str(folder)!r}))
window.show()
experiment = bench.snapshot().experiment
parameters = experiment.parameters.with_value("weight_hh_l0", (2, 1), -9.75)
bench.edit(experiment.with_parameters(parameters), "a weight")
app.exec()
"""
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
    try:
        deadline = time.monotonic() + 60
        while not kept(folder) and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.02)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert kept(folder)
    assert list(folder.glob("*.lock"))
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    assert "Count the ticks after a mark" in window.findChild(RecoveryBar).findChild(QLabel).text()
    button(window, "&Restore").click()
    qtbot.waitUntil(lambda: window.isWindowModified())
    assert bench.snapshot().experiment.parameters["weight_hh_l0"][2, 1] == -9.75


def test_old_temporary_files_are_cleared_away(make_window, folder):
    folder.mkdir(parents=True)
    old, new = folder / f".gatestep-{'a' * 16}.tmp", folder / f".gatestep-{'b' * 16}.tmp"
    other = folder / ".gatestep-notes.tmp"
    for path in (old, new, other):
        path.touch()
    for path in (old, other):
        os.utime(path, (0, 0))
    (folder / "1-a.lock").touch()
    make_window().keep_safe(folder)
    assert not old.exists()
    assert new.exists()
    assert other.exists()


# Recent files, and what a workspace says of the window


def test_recent_files_open_again(make_window, make_workbench, qtbot, tmp_path, chosen):
    bench = make_workbench()
    window = make_window(bench)
    assert not window._recent.menu.isEnabled()
    chosen.path = tmp_path / "a & <b>b.gatestep"
    save(window, qtbot)
    np.save(tmp_path / "x.npy", np.zeros((4, 3)))
    window.open_files([str(tmp_path / "x.npy")])
    qtbot.waitUntil(lambda: not window.busy)
    later = make_window(make_workbench(hidden_size=4))
    texts = [action.text() for action in later._recent.menu.actions()]
    assert texts[:2] == ["&1  x.npy", "&2  a && <b>b.gatestep"]
    later._recent.menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: not later.busy)
    assert later.windowTitle() == "a & <b>b.gatestep[*] – Gatestep"
    assert [Path(p).name for p in later._recent.paths()] == ["a & <b>b.gatestep", "x.npy"]
    later._recent.menu.actions()[-1].trigger()
    assert later._recent.paths() == []


def test_a_file_that_could_not_be_opened_is_not_remembered(make_window, qtbot, tmp_path):
    (tmp_path / "bad.npy").write_bytes(b"no")
    window = make_window()
    with qtbot.waitSignal(window.messages.complained):
        window.open_files([str(tmp_path / "bad.npy")])
    assert window._recent.paths() == []


def test_settings_of_one_path_and_of_nonsense(qtbot, tmp_path):
    owner = QWidget()
    qtbot.addWidget(owner)
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    files = RecentFiles(settings, owner)
    files.add("/a/b.npy")
    settings.sync()
    again = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    assert RecentFiles(again, owner).paths() == ["/a/b.npy"]
    again.setValue("recent", 5)
    assert RecentFiles(again, owner).paths() in ([], ["5"])


def test_the_layout_comes_back(make_window, make_workbench, qtbot, tmp_path, chosen):
    window = make_window(make_workbench())
    timeline = window.findChild(QDockWidget, "Timeline")
    timeline.setVisible(False)
    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot)
    timeline.setVisible(True)
    window.open_files([str(chosen.path)])
    qtbot.waitUntil(lambda: not window.busy)
    assert not timeline.isVisible()


def test_a_layout_of_anyone_else_is_not_taken(make_window, make_workbench, tmp_path):
    """Qt ends the program over some layouts: none is given to it that we have not written."""
    window = make_window(make_workbench())
    timeline = window.findChild(QDockWidget, "Timeline")
    timeline.setVisible(False)
    sealed = window._memory.sealed()
    timeline.setVisible(True)
    settings = QSettings(str(tmp_path / "theirs.ini"), QSettings.Format.IniFormat)
    theirs = LayoutSeal(settings).close(window._memory.layout())
    assert LayoutSeal(settings).open(theirs) == window._memory.layout()
    changed = sealed[:-9] + ("A" if sealed[-9] != "A" else "B") + sealed[-8:]
    for text in ("", ".", theirs, changed, sealed[65:], "é" + sealed, sealed + "A" * 70_000):
        window._memory.take(text)
        assert timeline.isVisible()
    window._memory.take(sealed)
    assert not timeline.isVisible()


@pytest.mark.parametrize(
    "view",
    [
        {},
        {"position": -1, "lane": [0], "unit": "x", "granularity": "day", "layout": 5},
        {"position": 10**30, "lane": [9, 9, 9], "unit": 10**9, "layout": "!", "baseline": 3},
        {"position": True, "lane": [True, 0, 0], "watches": "c", "breakpoints": [["c", 1], 3]},
        {"watches": ["nonsense ((", 4], "breakpoints": [["c[99", True]], "file": 5},
        {"layout": "AAAA" * 100, "lane": {"0": 0}, "baseline": -1},
    ],
)
def test_a_view_of_nonsense_changes_nothing(make_window, make_workbench, view):
    bench = make_workbench()
    window = make_window(bench)
    before = bench.snapshot()
    layout = window._memory.layout()
    document = before.document
    window._saver.take_up(Workspace("x", document.experiment, document.original, view=view), None)
    after = bench.snapshot()
    for name in ("lane", "unit", "granularity", "watching"):
        assert getattr(after, name) == getattr(before, name)
    assert after.target in (0, before.schedule.end)
    assert window._memory.layout() == layout
