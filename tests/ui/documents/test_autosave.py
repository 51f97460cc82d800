"""Autosave: unsaved work has a copy in the application's own folder, until a file holds it."""

import errno
import os
import shutil
from itertools import count

import numpy as np
import pytest
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from simulator.files import atomic
from simulator.files.errors import FileError
from simulator.files.workspaces.reader import read_workspace
from tests.ui.documents.work import edit, kept, press, save, settle, weight_in, weights_kept
from tests.ui.windows import open_in
from ui.documents import autosave, save_file
from ui.documents.recovery_bar import RecoveryBar
from ui.documents.unsaved import Copy
from ui.session.document import Document

CONTROL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
pytestmark = pytest.mark.usefixtures("chosen")


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


def test_what_no_file_holds_is_kept_until_one_does(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    bench.step(3)
    settle(window)
    assert not kept(folder)
    edit(bench, 1.5)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5])
    edit(bench, 2.5)
    qtbot.waitUntil(lambda: weights_kept(folder) == [2.5])
    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot)
    assert not kept(folder)
    bench.undo()
    qtbot.waitUntil(lambda: bool(kept(folder)))
    bench.redo()
    assert not kept(folder)


@pytest.mark.parametrize("rested", [False, True])
def test_what_was_left_is_kept_beside_what_is_open(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen, rested
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench, 1.5)
    if rested:
        qtbot.waitUntil(lambda: weights_kept(folder) == [1.5])
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5])
    edit(bench, 2.5)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5, 2.5])
    bench.undo()
    assert weights_kept(folder) == [1.5]
    bench.redo()
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5, 2.5])

    for _ in range(2):
        bench.undo()
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5, 2.5])
    edit(bench, 1.75)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.75, 2.5])
    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot)
    assert weights_kept(folder) == [2.5]


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
    open_in(window, qtbot, tmp_path / "x.npy")
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
    settle(window)
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


def test_a_folder_that_was_removed_is_made_again(make_window, make_workbench, qtbot, folder):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    complaints = []
    window.messages.complained.connect(complaints.append)
    edit(bench, 1.5)
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    edit(bench, 2.5)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5, 2.5])
    shutil.rmtree(folder)
    edit(bench, 3.5)
    qtbot.waitUntil(lambda: folder.exists() and weights_kept(folder) == [1.5, 3.5])
    assert complaints == []
    other = make_window()
    other.keep_safe(folder)
    assert other.findChild(RecoveryBar) is None  # both copies are locked


def test_it_tries_again_by_itself_once_there_is_room(
    make_window, make_workbench, qtbot, folder, monkeypatch
):
    monkeypatch.setattr(autosave, "RETRY_MILLISECONDS", 10)
    room, tries = [], []

    def sync(number):
        tries.append(number)
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")

    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    complaints = []
    window.messages.complained.connect(complaints.append)
    monkeypatch.setattr(atomic.os, "fsync", sync)
    edit(bench, 1.5)
    qtbot.waitUntil(lambda: len(tries) >= 3)
    assert not kept(folder)
    assert len(complaints) == 1  # once, not at each try
    room.append(True)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5])
    room.clear()
    edit(bench, 2.5)
    qtbot.waitUntil(lambda: len(complaints) == 2)
    assert weights_kept(folder) == [1.5]
    room.append(True)
    qtbot.waitUntil(lambda: weights_kept(folder) == [2.5])


def test_it_tries_again_also_once_nothing_unsaved_is_open(
    make_window, make_workbench, qtbot, folder, monkeypatch
):
    monkeypatch.setattr(autosave, "RETRY_MILLISECONDS", 10)
    room = []

    begin = Copy.begin

    def begin_if_there_is_room(where):
        if not room:
            raise FileError("the disk is full")
        return begin(where)

    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    monkeypatch.setattr(Copy, "begin", begin_if_there_is_room)
    with qtbot.waitSignal(window.messages.complained):
        edit(bench, 1.5)
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    bench.step(1)
    settle(window)
    assert not kept(folder)
    room.append(True)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5])


def test_a_folder_that_was_no_folder_at_first_is_used_later(
    make_window, make_workbench, qtbot, tmp_path, folder, monkeypatch
):
    monkeypatch.setattr(autosave, "RETRY_MILLISECONDS", 10)
    (tmp_path / "data").touch()
    bench = make_workbench()
    window = make_window(bench)
    with qtbot.waitSignal(window.messages.complained):
        window.keep_safe(folder)
    edit(bench, 1.5)
    (tmp_path / "data").unlink()
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5])


def test_edits_that_never_rest_are_kept_all_the_same(
    make_window, make_workbench, qtbot, folder, monkeypatch
):
    """A drag, play and a key held bring changes faster than any pause that could be waited for."""
    assert autosave.PATIENCE_MILLISECONDS < 5000
    monkeypatch.setattr(autosave, "SETTLE_MILLISECONDS", 2000)
    monkeypatch.setattr(autosave, "PATIENCE_MILLISECONDS", 200)
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    values, since = count(1), QElapsedTimer()
    never_at_rest = QTimer(window, interval=0)
    never_at_rest.timeout.connect(lambda: edit(bench, float(next(values))))
    since.start()
    never_at_rest.start()
    qtbot.waitUntil(lambda: bool(kept(folder)))
    assert since.elapsed() < 2000
    first = weights_kept(folder)
    qtbot.waitUntil(lambda: weights_kept(folder) != first)
    never_at_rest.stop()
    last = next(values) - 1.0
    qtbot.waitUntil(lambda: weights_kept(folder) == [last])


def test_what_the_history_has_dropped_lives_on_in_its_copy(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench, 1.5)
    bench.documents._limit = 0
    for seed in (1, 2):
        bench.open(Document.of(f"next {seed}", make_workbench(seed=seed).snapshot().experiment))
        edit(bench, 1.5 + seed)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5, 2.5, 3.5])
    qtbot.waitUntil(lambda: bench.documents.dropped == ())
    assert len(bench.documents.originals) == 1
    bar = window.findChild(RecoveryBar)
    assert "Undo and redo no longer lead to “test”" in bar.findChild(QLabel).text()
    third = make_window()
    third.keep_safe(folder)
    assert third.findChild(RecoveryBar) is None

    press(window, "&Restore")
    qtbot.waitUntil(lambda: weight(bench) == 1.5)
    assert window.isWindowModified()
    qtbot.waitUntil(lambda: "next 1" in window.findChild(RecoveryBar).findChild(QLabel).text())
    press(window, "&Later")
    assert weights_kept(folder) == [1.5, 2.5, 3.5]

    chosen.answer = save_file.CANCEL
    assert not window.close()
    assert sorted(chosen.asked) == ["next 1", "next 2", "test"]
    chosen.answer = save_file.SAVE
    paths = [tmp_path / f"{number}.gatestep" for number in range(3)]
    chosen.paths = iter(paths)
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert sorted(map(weight_in, paths)) == [1.5, 2.5, 3.5]
    assert not list(folder.iterdir())


def test_what_redo_no_longer_leads_to_can_be_discarded(
    make_window, make_workbench, qtbot, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    edit(bench, 2.5)
    for _ in range(2):
        bench.undo()
    edit(bench, 1.5)
    qtbot.waitUntil(lambda: window.findChild(RecoveryBar) is not None)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5, 2.5])
    press(window, "&Discard")
    assert weights_kept(folder) == [1.5]
    assert window.close()
    assert chosen.asked == ("test",)


@pytest.mark.parametrize("end", ["cancelled", "settled"])
def test_what_a_drag_has_dropped_is_offered_once_nothing_can_bring_it_back(
    make_window, make_workbench, qtbot, folder, chosen, end
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    edit(bench, 2.5)
    for _ in range(2):
        bench.undo()
    edit(bench, 1.25, "drag")
    edit(bench, 1.5, "drag")
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5, 2.5])
    assert window.findChild(RecoveryBar) is None
    if end == "cancelled":
        bench.cancel_edit("drag")
        assert window.findChild(RecoveryBar) is None
        for _ in range(2):
            bench.redo()
        assert weight(bench) == 2.5
        qtbot.waitUntil(lambda: weights_kept(folder) == [2.5])
    else:
        bench.settle()
        assert "second" in window.findChild(RecoveryBar).findChild(QLabel).text()
    assert window.close()
    assert sorted(chosen.asked) == (["second"] if end == "cancelled" else ["second", "test"])


def weight(bench):
    return float(bench.snapshot().experiment.parameters["weight_ih_l0"][1, 2])
