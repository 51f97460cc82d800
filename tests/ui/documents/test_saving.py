"""Saved work is in the file, and the window says whether it is saved."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPlainTextEdit

from simulator.files.workspaces.reader import read_workspace
from simulator.files.workspaces.workspace import Workspace
from simulator.network.lane import Lane
from tests.simulator.files.workspaces.test_workspace import assert_same
from tests.ui.documents.work import edit, kept, save, weight_in
from tests.ui.windows import open_in
from ui.dialogs.notes import NotesDialog
from ui.documents import save_file
from ui.session.baselines import Baselines
from ui.session.document import Document
from ui.session.watching import Watching

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key
pytestmark = pytest.mark.usefixtures("chosen")


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
        Watching().typed("c[1] layer 1 row 1", Lane(), 0).typed("f all < 0.1", Lane(), 0)
    )
    bench.go_to(40)
    bench.select(Lane(1, 1), 1)
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
    open_in(other, qtbot, chosen.path)
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
    assert weight_in(chosen.path) == 4
    first, chosen.path = chosen.path, tmp_path / "b.gatestep"
    save(window, qtbot, CONTROL | SHIFT)
    assert window.windowTitle() == "b.gatestep[*] – Gatestep"
    edit(bench, 5.0)
    save(window, qtbot)
    assert weight_in(first) == 4
    assert weight_in(chosen.path) == 5


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
    assert weight_in(chosen.path) == 1.5
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
    assert "a save is still running" in caught.args[0]
    window.close()
    assert window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert "test" not in chosen.asked  # nothing is unsaved by then
    assert weight_in(chosen.path) == 3.25


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
    chosen.paths = iter((tmp_path / "nowhere" / "a.gatestep",))
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
    assert bench.documents.left == (first,)
    qtbot.waitUntil(lambda: bool(kept(folder)))
    assert_same(read_workspace(kept(folder)[0]).experiment, first.experiment)
    assert window.windowTitle() == "a.gatestep[*] – Gatestep"
    for _ in range(2):
        bench.undo()
    assert window.windowTitle() == "test[*] – Gatestep"
    assert window.isWindowModified()
    chosen.path = tmp_path / "b.gatestep"
    save(window, qtbot)
    save(window, qtbot)
    assert len(chosen.asked) == 3
    for _ in range(2):
        bench.redo()
    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot, CONTROL | SHIFT)
    for _ in range(2):
        bench.undo()
    assert window.windowTitle() == "b.gatestep[*] – Gatestep"
    assert not window.isWindowModified()


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
    open_in(window, qtbot, chosen.path)
    assert other.snapshot().document.notes == "unit 0 forgets\n<b>too soon</b>"


def test_a_failed_save_is_told_and_the_work_stays(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    (tmp_path / "gone").mkdir()
    path = tmp_path / "gone" / "a.gatestep"
    chosen.paths = iter((path,))
    edit(bench)
    save(window, qtbot)
    edit(bench, 4.0)
    shutil.rmtree(tmp_path / "gone")
    chosen.answer = save_file.SAVE
    with qtbot.waitSignal(window.messages.complained) as caught:
        window.close()
    assert str(path) in caught.args[0]
    assert "\n" not in caught.args[0]
    assert window.isVisible()
    assert window.isWindowModified()
    qtbot.waitUntil(lambda: bool(kept(folder)))
    assert weight_in(kept(folder)[0]) == 4
    (tmp_path / "gone").mkdir()
    save(window, qtbot)
    assert weight_in(path) == 4


NONSENSE = (
    {},
    {"position": -1, "lane": [0], "unit": "x", "granularity": "day", "layout": 5},
    {"position": 10**30, "lane": [9, 9, 9], "unit": 10**9, "layout": "!", "baseline": 3},
    {"position": True, "lane": [True, 0, 0], "watches": "c", "breakpoints": {"c": 1}},
    {"watches": None, "breakpoints": "c[99", "file": 5},
    {"layout": "AAAA" * 100, "lane": {"0": 0}, "baseline": -1},
)


def test_a_view_of_nonsense_changes_nothing(make_window, make_workbench):
    bench = make_workbench()
    window = make_window(bench)
    before = bench.snapshot()
    layout = window._memory.layout()
    of = before.document
    for view in NONSENSE:
        bench.open(of)
        window._saver.take_up(Workspace("x", of.experiment, of.original, view=view), None)
        after = bench.snapshot()
        for name in ("lane", "unit", "granularity", "watching"):
            assert getattr(after, name) == getattr(before, name), view
        assert after.target in (0, before.schedule.end), view
        assert window._memory.layout() == layout, view
