"""A file that something else has written or removed is never replaced, or lost, unasked."""

import os
import shutil

import pytest

from simulator.files.workspaces import writer
from tests.ui.documents.work import edit, kept, leave, press, weight_in
from tests.ui.windows import open_in
from ui.documents import save_file
from ui.session.document import Document

pytestmark = pytest.mark.usefixtures("chosen")


def ask_to_save(window):
    """Ask for a save, also in a window behind another."""
    window._actions["save"].trigger()


def save(window, qtbot):
    """Save, and wait for the file."""
    with qtbot.waitSignal(window._saver.saved):
        ask_to_save(window)


def wait(qtbot, window):
    qtbot.waitUntil(lambda: not window._saver._saving, timeout=5000)


@pytest.fixture
def one(make_window, make_workbench, qtbot, tmp_path, chosen):
    """Return a window that saved a workspace, and its workbench; the weight is 1.5."""
    chosen.path = tmp_path / "a.gatestep"
    bench = make_workbench()
    window = make_window(bench)
    edit(bench, 1.5)
    save(window, qtbot)
    chosen.asked = ()
    return window, bench


@pytest.fixture
def two(one, make_window, make_workbench, qtbot, chosen):
    """Return two windows with one workspace in them, and their workbenches."""
    bench = make_workbench(seed=1)
    window = make_window(bench)
    open_in(window, qtbot, chosen.path)
    return (one[0], window), (one[1], bench)


def test_a_second_window_does_not_write_over_what_the_first_wrote(two, qtbot, chosen):
    windows, benches = two
    for value in (2.5, 3.5):  # its own writes are its own
        edit(benches[0], value)
        save(windows[0], qtbot)
    assert chosen.asked == ()
    edit(benches[1], 4.5)
    ask_to_save(windows[1])
    wait(qtbot, windows[1])
    assert chosen.asked == ("newer: a.gatestep",)
    assert weight_in(chosen.path) == 3.5
    assert windows[1].isWindowModified()
    chosen.newer = save_file.OVERWRITE
    save(windows[1], qtbot)
    assert weight_in(chosen.path) == 4.5
    assert not windows[1].isWindowModified()
    save(windows[1], qtbot)
    assert len(chosen.asked) == 2


def test_it_is_saved_elsewhere_instead(two, qtbot, tmp_path, chosen):
    windows, benches = two
    edit(benches[0], 2.5)
    save(windows[0], qtbot)
    edit(benches[1], 4.5)
    first, chosen.path, chosen.newer = chosen.path, tmp_path / "b.gatestep", save_file.SAVE_AS
    save(windows[1], qtbot)
    assert (weight_in(first), weight_in(chosen.path)) == (2.5, 4.5)
    save(windows[1], qtbot)
    assert windows[1].windowTitle().startswith("b.gatestep")


def test_it_is_read_again_instead_and_the_own_edits_are_left(two, qtbot, chosen):
    windows, benches = two
    edit(benches[0], 2.5)
    save(windows[0], qtbot)
    edit(benches[1], 4.5)
    mine = benches[1].snapshot().document
    chosen.newer = save_file.RELOAD
    ask_to_save(windows[1])
    wait(qtbot, windows[1])
    qtbot.waitUntil(lambda: benches[1].snapshot().document.original is not mine.original)
    parameters = benches[1].snapshot().experiment.parameters
    assert parameters["weight_ih_l0"][1, 2] == 2.5
    assert not windows[1].isWindowModified()
    assert benches[1].documents.left == (mine,)
    save(windows[1], qtbot)
    assert chosen.asked == ("newer: a.gatestep",)


def test_what_is_noticed_only_at_the_write_itself_is_asked_about_too(
    one, qtbot, chosen, monkeypatch
):
    """Something else writes the file while this window writes its new one."""
    window, bench = one
    edit(bench, 2.5)
    real = writer.ArchiveWriter

    class Slow(real):
        def add(self, name, blocks, size):
            chosen.path.write_bytes(b"theirs")
            return super().add(name, blocks, size)

    with monkeypatch.context() as slow:
        slow.setattr(writer, "ArchiveWriter", Slow)
        ask_to_save(window)
        wait(qtbot, window)
        assert chosen.asked == ("newer: a.gatestep",)
    assert chosen.path.read_bytes() == b"theirs"
    assert [path.name for path in chosen.path.parent.glob(".gatestep-*")] == []
    assert window.isWindowModified()


@pytest.mark.parametrize("keep", ["mtime", "size"])
def test_one_difference_is_enough(one, qtbot, chosen, keep):
    window, bench = one
    before = chosen.path.stat()
    other = chosen.path.with_name("other")
    shutil.copy(chosen.path, other)
    if keep == "mtime":
        other.write_bytes(other.read_bytes() + b"\0")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    os.replace(other, chosen.path)
    edit(bench, 2.5)
    ask_to_save(window)
    wait(qtbot, window)
    assert chosen.asked == ("newer: a.gatestep",)


def test_a_file_that_vanished_leaves_its_document_unsaved(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot)
    assert not window.isWindowModified()
    chosen.path.unlink()
    chosen.answer = save_file.CANCEL
    with qtbot.waitSignal(window.messages.told):
        assert not window.close()
    assert chosen.asked[-1] == "a.gatestep"
    assert window.isWindowModified()
    qtbot.waitUntil(lambda: bool(kept(folder)))
    chosen.asked = ()
    save(window, qtbot)
    assert chosen.asked == ()
    assert chosen.path.exists()
    assert not window.isWindowModified()
    assert not kept(folder)
    assert window.close()


def test_it_is_noticed_when_the_window_is_used_again(two, qtbot, chosen):
    windows, _ = two
    for window in windows:
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
    chosen.path.unlink()
    windows[0].activateWindow()
    qtbot.waitUntil(windows[0].isWindowModified)


def test_a_restored_copy_knows_how_its_file_was(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(tmp_path / "elsewhere")
    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot)
    edit(bench, 7.5)
    qtbot.waitUntil(lambda: bool(kept(tmp_path / "elsewhere")))
    leave(folder, kept(tmp_path / "elsewhere")[0])
    window.close()
    os.utime(chosen.path, ns=(1, 1))
    bench = make_workbench(seed=1)
    other = make_window(bench)
    other.keep_safe(folder)
    press(other, "&Restore")
    qtbot.waitUntil(other.isWindowModified)
    chosen.asked = ()
    ask_to_save(other)
    wait(qtbot, other)
    assert chosen.asked == ("newer: a.gatestep",)


def garble(path):
    path.write_bytes(b"theirs")


def put_folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [garble, put_folder])
def test_what_something_else_wrote_over_is_held_by_no_file(one, qtbot, chosen, folder, harm):
    window, bench = one
    window.keep_safe(folder)
    edit(bench, 1.25)
    save(window, qtbot)
    harm(chosen.path)
    chosen.answer = save_file.CANCEL
    assert not window.close()
    assert chosen.asked[-1] == "a.gatestep"
    assert window.isWindowModified()


def test_what_another_window_wrote_over_is_asked_about(two, qtbot, chosen, folder):
    windows, benches = two
    for window in windows:
        window.keep_safe(folder)
    edit(benches[0], 1.25)
    save(windows[0], qtbot)
    edit(benches[1], 4.5)
    chosen.newer = save_file.OVERWRITE
    save(windows[1], qtbot)
    chosen.asked, chosen.answer = (), save_file.CANCEL
    assert windows[1].close()  # its own write is its own
    assert not windows[0].close()
    assert chosen.asked == ("a.gatestep",)
    ask_to_save(windows[0])
    wait(qtbot, windows[0])
    assert chosen.asked[-1] == "newer: a.gatestep"
    assert weight_in(chosen.path) == 1.25


def test_a_new_time_alone_loses_nothing(one, qtbot, chosen):
    window, bench = one
    edit(bench, 1.25)
    save(window, qtbot)
    chosen.asked = ()
    os.utime(chosen.path, ns=(1, 1))
    assert window.close()
    assert chosen.asked == ()


def test_a_document_saved_over_through_a_link_is_left(
    make_window, make_workbench, qtbot, tmp_path, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    (tmp_path / "d").mkdir()
    (tmp_path / "l.gatestep").symlink_to(tmp_path / "d" / "real.gatestep")
    chosen.path = tmp_path / "d" / "real.gatestep"
    edit(bench)
    first = bench.snapshot().document
    save(window, qtbot)
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    edit(bench)
    chosen.path = tmp_path / "l.gatestep"
    save(window, qtbot)
    assert bench.documents.left == (first,)
