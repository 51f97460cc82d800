"""Recovery: work left by a crash is offered, restored, discarded or kept for later."""

import os
import shutil
import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from tests.simulator.files.workspaces.test_workspace import assert_same
from tests.simulator.files.workspaces.written import write_workspace
from tests.ui.conftest import PatientBot, opened, workbench_of
from tests.ui.documents.work import edit, kept, leave, press, save, settle, weight_in
from tests.ui.windows import close, sweep
from ui.documents import save_file
from ui.documents.recovery_bar import RecoveryBar, what_was_left
from ui.documents.workspace_view import workspace_of
from ui.session import trace_memory
from ui.session.document import Document

pytestmark = pytest.mark.usefixtures("chosen")


@pytest.fixture(scope="module")
def work(qapp, request, tmp_path_factory):
    """Return the snapshot of a window's work, edited after a save; its copy, its file, a spare."""
    place = tmp_path_factory.mktemp("work")
    file, bench = place / "mine.gatestep", workbench_of(hidden_size=5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(save_file, "ask_path", lambda *asked, **_: (str(file), next(iter(asked[3]))))
        patch.setattr(save_file, "ask_to_save", lambda *_: save_file.DISCARD)
        window = opened(bench, place, shown=False)
        window.keep_safe(place / "unsaved")
        edit(bench, 1.0)
        window._actions["save"].trigger()
        PatientBot(request).waitUntil(lambda: not window.isWindowModified())
        edit(bench, 7.5)
        bench.go_to(11)
        settle(window)
        (copy,) = kept(place / "unsaved")
        copy = shutil.copy2(copy, place / "copy")
        close(window)
        sweep()
    (spare := place / "spare").hardlink_to(file)
    return bench.snapshot(), copy, file, spare


@pytest.fixture
def left(work, folder, chosen):
    """Return work that a window left: edited after it was saved to a file."""
    snapshot, copy, file, spare = work
    file.unlink(missing_ok=True)
    file.hardlink_to(spare)  # the very one that is known: nobody has written it since
    chosen.path = file
    leave(folder, copy)
    return snapshot


def test_what_was_left_is_offered_and_restored(
    make_window, make_workbench, qtbot, folder, left, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    bar = window.findChild(RecoveryBar)
    assert bar.isVisible()
    assert "“mine.gatestep”" in bar.findChild(QLabel).text()
    press(window, "&Restore")
    qtbot.waitUntil(lambda: bench.snapshot().experiment.config.hidden_size == 5)
    assert_same(bench.snapshot().experiment, left.experiment)
    assert_same(bench.snapshot().document.original, left.document.original)
    assert bench.snapshot().position == 11
    assert window.isWindowModified()
    assert window.windowTitle() == "mine.gatestep[*] – Gatestep"
    qtbot.waitUntil(lambda: window.findChild(RecoveryBar) is None)
    assert [path.stem for path in kept(folder)] == ["99999999-abc"]
    assert weight_in(chosen.path) == 1
    save(window, qtbot)
    assert not kept(folder)
    assert weight_in(chosen.path) == 7.5


@pytest.mark.parametrize("dropped", [False, True])
@pytest.mark.parametrize(
    ("place", "named"),
    [({}, "test"), ({"file": 5}, "test"), ({"file": "/home/me/of\nme.gatestep"}, "of�me.gatestep")],
)
def test_work_is_named_by_its_file_or_else_by_its_title(
    make_workbench, tmp_path, place, named, dropped
):
    workspace = workspace_of(make_workbench().snapshot(), "")
    path = tmp_path / "copy.gatestep"
    write_workspace(path, replace(workspace, view={**workspace.view, **place}))
    told = what_was_left(path, dropped)
    assert f"“{named}”" in told
    assert "home" not in told
    assert ("redo" in told) == dropped


def test_what_was_left_can_be_discarded_or_left_for_later(make_window, qtbot, folder, left):
    window = make_window()
    window.keep_safe(folder)
    other = make_window()
    other.keep_safe(folder)
    assert other.findChild(RecoveryBar) is None  # the first window is already asking
    press(window, "&Later")
    qtbot.waitUntil(lambda: window.findChild(RecoveryBar) is None)
    third = make_window()
    third.keep_safe(folder)
    press(third, "&Discard")
    qtbot.waitUntil(lambda: third.findChild(RecoveryBar) is None)
    assert not kept(folder)


def test_what_was_restored_and_undone_is_kept_and_asked_about(
    make_window, make_workbench, qtbot, folder, left, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    press(window, "&Restore")
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
    assert weight_in(chosen.path) == 7.5
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
        press(window, name)
        qtbot.waitUntil(lambda bar=bar: window.findChild(RecoveryBar) not in (None, bar))
    assert kept(folder) == [folder / f"99999999-{name}.gatestep" for name in ("1", "2", "abc")]
    for number in (1, 2):
        bar = window.findChild(RecoveryBar)
        press(window, "&Restore")
        qtbot.waitUntil(
            lambda n=number: len(bench.documents.left) == n - 1 and window.isWindowModified()
        )
        qtbot.waitUntil(lambda bar=bar: window.findChild(RecoveryBar) is not bar)
        assert bench.snapshot().experiment.config.hidden_size == 5
    qtbot.waitUntil(lambda: window.findChild(RecoveryBar) is None)
    assert len(kept(folder)) == 3  # two are in use, and one is for later
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
        with qtbot.waitSignal(window.messages.complained):
            press(window, "&Restore")
    assert bench.snapshot().document is before
    press(window, "&Restore")
    qtbot.waitUntil(lambda: bench.snapshot().experiment.config.hidden_size == 5)


def test_damaged_work_is_told_and_can_be_discarded(make_window, qtbot, folder):
    folder.mkdir(parents=True)
    (folder / "1-a.gatestep").write_bytes(b"PK\x03\x04 nothing")
    window = make_window()
    window.keep_safe(folder)
    assert "before the work was saved" in window.findChild(RecoveryBar).findChild(QLabel).text()
    with qtbot.waitSignal(window.messages.complained) as caught:
        press(window, "&Restore")
    assert "1-a.gatestep" in caught.args[0]
    press(window, "&Discard")
    assert not kept(folder)


def test_work_whose_copy_is_gone_is_offered_no_longer(make_window, qtbot, folder, left):
    window = make_window()
    window.keep_safe(folder)
    shutil.rmtree(folder)
    with qtbot.waitSignal(window.messages.complained) as caught:
        press(window, "&Restore")
    assert "99999999-abc" in caught.args[0]
    qtbot.waitUntil(lambda: window.findChild(RecoveryBar) is None)


def test_the_bar_leaves_when_something_else_is_opened(
    make_window, make_workbench, qtbot, folder, left, chosen
):
    (first,) = kept(folder)
    shutil.copy(first, folder / "99999999-0.gatestep")
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench, 2.0)
    bench.undo()
    assert window.findChild(RecoveryBar).isVisible(), "an edit opens nothing"
    bench.open(Document.of("other", make_workbench(seed=1).snapshot().experiment))
    qtbot.waitUntil(lambda: window.findChild(RecoveryBar) is None)
    assert window.statusBar().hover.text()
    assert len(kept(folder)) == 2
    window.close()
    another = make_window()
    another.keep_safe(folder)
    assert another.findChild(RecoveryBar).isVisible(), "they are offered again"


def test_the_bar_stays_beside_the_files_that_it_was_started_with(
    make_window, make_workbench, qtbot, folder, left, chosen, tmp_path
):
    bench = make_workbench(input_size=3)
    window = make_window(bench)
    before = bench.snapshot().document
    np.save(tmp_path / "x.npy", np.zeros((4, 3)))
    window.open_files([str(tmp_path / "x.npy")])
    assert window._commands.opener.busy
    window.keep_safe(folder)
    qtbot.waitUntil(lambda: not window._commands.opener.busy)
    assert bench.snapshot().document is not before
    assert window.findChild(RecoveryBar).isVisible()
    bench.undo()
    assert window.findChild(RecoveryBar).isVisible(), "this was open before"
    bench.open(Document.of("other", make_workbench(seed=1).snapshot().experiment))
    qtbot.waitUntil(lambda: window.findChild(RecoveryBar) is None)
