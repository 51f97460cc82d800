"""Documents of one window that have one file: none replaces another unasked, or unnamed."""

import pytest
from PySide6.QtWidgets import QMessageBox

from tests.simulator.files.workspaces.written import write_workspace
from tests.ui.documents.work import edit, save, weight_in
from tests.ui.windows import open_in
from ui.documents import save_file
from ui.documents.save_file import ask_about_newer
from ui.documents.workspace_view import workspace_of
from ui.session.document import Document

OWN, FOREIGN = "document in this window", "Another window or program"


class Box:
    """Question of the window.

    Attributes:
        answer: the button to press. told: the last text. buttons: the texts of its buttons.
    """

    answer = "Cancel"
    told, buttons = "", ()

    def press(self, box):
        """Note a box, and press its button."""
        self.told, self.buttons = box.text(), tuple(b.text() for b in box.buttons())
        next(b for b in box.buttons() if b.text() == self.answer).click()


@pytest.fixture
def box(chosen, monkeypatch):
    """Return what the question about a newer file tells, and its answer."""
    box = Box()
    monkeypatch.setattr(save_file, "ask_about_newer", ask_about_newer)
    monkeypatch.setattr(QMessageBox, "exec", lambda asked: box.press(asked))
    chosen.answer = save_file.SAVE
    return box


@pytest.fixture
def bench(make_workbench):
    """Return a workbench."""
    return make_workbench()


@pytest.fixture
def window(make_window, bench, qtbot, folder, chosen, tmp_path):
    """Return a window whose document is saved to `a.gatestep`, and edited since."""
    window = make_window(bench)
    window.keep_safe(folder)
    chosen.path = tmp_path / "a.gatestep"
    edit(bench, 1.5)
    save(window, qtbot)
    edit(bench, 2.5)
    return window


def close(window, qtbot):
    """Close a window that saves all before."""
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible())


@pytest.mark.parametrize("name", ["a.gatestep", "link.gatestep"])
def test_what_the_window_wrote_itself_is_not_blamed_on_another(
    window, bench, box, qtbot, tmp_path, chosen, name
):
    (tmp_path / "link.gatestep").symlink_to(tmp_path / "a.gatestep")
    open_in(window, qtbot, tmp_path / name)
    edit(bench, 3.5)
    assert not window.close()
    qtbot.waitUntil(lambda: bool(box.told) and not window._saver._saving)
    assert OWN in box.told
    assert FOREIGN not in box.told
    assert "a.gatestep" in box.told
    assert "“test”" in box.told
    assert "&Reload" not in box.buttons  # it is open here
    assert window.isVisible()
    assert weight_in(tmp_path / "a.gatestep") == 3.5


def test_it_goes_to_another_file_then(window, bench, box, qtbot, tmp_path, chosen):
    open_in(window, qtbot, tmp_path / "a.gatestep")
    edit(bench, 3.5)
    box.answer = "Save &as…"
    chosen.paths = iter([tmp_path / "a.gatestep", tmp_path / "b.gatestep"])
    close(window, qtbot)
    assert "taken: a.gatestep" in chosen.asked
    assert weight_in(tmp_path / "a.gatestep") == 3.5
    assert weight_in(tmp_path / "b.gatestep") == 2.5


def test_the_other_is_unsaved_once_it_is_overwritten(window, bench, box, qtbot, tmp_path, chosen):
    open_in(window, qtbot, tmp_path / "a.gatestep")
    edit(bench, 3.5)
    box.answer = "&Overwrite"
    chosen.path = tmp_path / "b.gatestep"
    close(window, qtbot)
    assert weight_in(tmp_path / "a.gatestep") == 2.5
    assert weight_in(tmp_path / "b.gatestep") == 3.5


def test_a_document_read_again_holds_its_file_for_as_long_as_redo_leads_to_it(
    window, bench, make_workbench, box, qtbot, tmp_path
):
    first, other = bench.snapshot().document, make_workbench(seed=1)
    write_workspace(tmp_path / "a.gatestep", workspace_of(other.snapshot(), ""))

    def ask():
        window._actions["save"].trigger()
        qtbot.waitUntil(lambda: not window._saver._saving)
        return box.told

    box.answer = "&Reload"
    assert FOREIGN in ask()
    qtbot.waitUntil(lambda: bench.snapshot().document.original is not first.original)
    bench.undo()
    assert bench.snapshot().document is first
    box.answer = "Cancel"
    assert OWN in ask()
    edit(bench, 4.5)  # nothing leads to it any more
    assert FOREIGN in ask()


def test_what_only_copies_hold_is_told_of_too(
    window, bench, make_workbench, box, qtbot, tmp_path, chosen
):
    bench.documents._limit = 0
    open_in(window, qtbot, tmp_path / "a.gatestep")
    edit(bench, 3.5)
    for seed in (1, 2):
        bench.open(Document.of("next", make_workbench(seed=seed).snapshot().experiment))
    qtbot.waitUntil(lambda: bench.documents.left == ())
    box.answer = "Save &as…"
    chosen.path = tmp_path / "b.gatestep"
    close(window, qtbot)
    assert OWN in box.told
    assert "“test”" in box.told
    assert sorted(weight_in(path) for path in tmp_path.glob("*.gatestep")) == [2.5, 3.5]


def test_no_two_get_one_file_in_one_save(
    window, bench, make_workbench, box, qtbot, tmp_path, chosen
):
    for seed in (1, 2):
        bench.open(Document.of(f"{seed}", make_workbench(seed=seed).snapshot().experiment))
        edit(bench, 2.5 + seed)
    names = ("a.gatestep", "b.gatestep", "b.gatestep", "c.gatestep")
    chosen.paths = iter([tmp_path / name for name in names])
    chosen.asked = ()
    close(window, qtbot)
    assert [asked for asked in chosen.asked if asked.startswith("taken")] == [
        "taken: a.gatestep",  # another document of this save has that file already
        "taken: b.gatestep",
    ]
    assert not box.told
    weights = {path.name: weight_in(path) for path in tmp_path.glob("*.gatestep")}
    assert weights == {"a.gatestep": 2.5, "b.gatestep": 4.5, "c.gatestep": 3.5}
