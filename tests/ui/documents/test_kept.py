"""Kept documents: the history has dropped them, and their copies alone hold them."""

import shutil

import pytest
from PySide6.QtWidgets import QLabel

from tests.ui.documents.work import edit, press, use_again, weight_in, weights_kept
from ui.documents import save_file
from ui.documents.recovery_bar import RecoveryBar
from ui.session.document import Document

pytestmark = pytest.mark.usefixtures("chosen")


@pytest.fixture
def ahead(make_window, make_workbench, folder):
    """Return a workbench, with an edited document to which redo leads, and its window."""
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    edit(bench, 2.5)
    for _ in range(2):
        bench.undo()
    return bench, window


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
    assert "Undo and redo can no longer restore “test”" in bar.findChild(QLabel).text()
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


def test_what_redo_no_longer_leads_to_can_be_discarded(ahead, qtbot, folder, chosen):
    bench, window = ahead
    edit(bench, 1.5)
    qtbot.waitUntil(lambda: window.findChild(RecoveryBar) is not None)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5, 2.5])
    press(window, "&Discard")
    assert weights_kept(folder) == [1.5]
    assert window.close()
    assert chosen.asked == ("test",)


@pytest.mark.parametrize("question", ["ask_to_save", "ask_path"])
def test_what_is_dropped_for_good_during_a_question_is_saved_once(
    ahead, qtbot, tmp_path, folder, chosen, monkeypatch, question
):
    bench, window = ahead
    edit(bench, 1.5, "typed")
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5, 2.5])
    answer = getattr(chosen, question)

    def answer_after_a_click(*asked):
        bench.settle()  # a click in the question ends the typing
        return answer(*asked)

    monkeypatch.setattr(save_file, question, answer_after_a_click)
    chosen.answer = save_file.SAVE
    paths = [tmp_path / f"{number}.gatestep" for number in range(2)]
    chosen.paths = iter(paths)
    assert not window.close()
    qtbot.waitUntil(lambda: not window._saver._saving)
    assert not window.isVisible()
    assert [weight_in(path) for path in paths] == [1.5, 2.5]
    assert chosen.asked[:2] == ("test", "second")
    assert not list(folder.iterdir())


@pytest.mark.parametrize("end", ["cancelled", "settled"])
def test_what_a_drag_has_dropped_is_offered_once_nothing_can_bring_it_back(
    ahead, qtbot, folder, chosen, end
):
    bench, window = ahead
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


def test_a_copy_that_alone_held_the_work_is_missed_once(
    make_window, make_workbench, qtbot, folder, chosen
):
    bench, other = make_workbench(), make_window()
    window = make_window(bench)
    window.keep_safe(folder)
    complaints = []
    window.messages.complained.connect(complaints.append)
    edit(bench, 1.5)
    bench.documents._limit = 0
    for seed in (1, 2):
        bench.open(Document.of(f"next {seed}", make_workbench(seed=seed).snapshot().experiment))
    qtbot.waitUntil(lambda: window.findChild(RecoveryBar) is not None)
    shutil.rmtree(folder)
    use_again(window, other, qtbot)
    qtbot.waitUntil(lambda: window.findChild(RecoveryBar) is None)
    use_again(window, other, qtbot)
    (complaint,) = complaints
    assert "test" in complaint
    assert str(folder) in complaint
    assert window.close()
    assert chosen.asked == ()


def weight(bench):
    return float(bench.snapshot().experiment.parameters["weight_ih_l0"][1, 2])
