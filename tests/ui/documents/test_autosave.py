"""Autosave: unsaved work has a copy in the application's own folder, until a file holds it."""

import errno
import os
import shutil
from itertools import count

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from simulator.files import atomic
from simulator.files.errors import FileError
from simulator.files.workspaces.reader import read_workspace
from tests.ui.documents.work import edit, kept, save, settle, use_again, weights_kept
from tests.ui.windows import open_in
from ui.documents import autosave
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
    with qtbot.waitSignal(window.messages.warned) as caught:
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
    for said in (window.messages.complained, window.messages.warned):
        said.connect(complaints.append)
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


def test_a_copy_that_is_gone_is_written_again_when_the_window_is_used_again(
    make_window, make_workbench, qtbot, folder
):
    bench, other = make_workbench(), make_window()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench, 1.5)
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    edit(bench, 2.5)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5, 2.5])
    shutil.rmtree(folder)
    use_again(window, other, qtbot)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5, 2.5])


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
    window.messages.warned.connect(complaints.append)
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
    with qtbot.waitSignal(window.messages.warned):
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
    with qtbot.waitSignal(window.messages.warned):
        window.keep_safe(folder)
    edit(bench, 1.5)
    (tmp_path / "data").unlink()
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5])


def test_edits_that_never_rest_are_kept_all_the_same(
    make_window, make_workbench, qtbot, folder, monkeypatch
):
    """A drag, play and a key held bring changes faster than any pause that could be waited for."""
    assert autosave.PATIENCE_MILLISECONDS < 5000
    monkeypatch.setattr(autosave, "SETTLE_MILLISECONDS", 600_000)
    monkeypatch.setattr(autosave, "PATIENCE_MILLISECONDS", 200)
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    values = count(1)
    never_at_rest = QTimer(window, interval=0)
    never_at_rest.timeout.connect(lambda: edit(bench, float(next(values))))
    never_at_rest.start()
    qtbot.waitUntil(lambda: bool(kept(folder)))
    first = weights_kept(folder)
    qtbot.waitUntil(lambda: weights_kept(folder) != first)
    never_at_rest.stop()
    last = next(values) - 1.0
    qtbot.waitUntil(lambda: weights_kept(folder) == [last])


def test_what_was_left_is_kept_as_soon_as_its_file_is_missed(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench, 1.5)
    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot)
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    chosen.path.unlink()
    window._saver.look_for_files()
    settle(window)
    assert weights_kept(folder) == [1.5]
