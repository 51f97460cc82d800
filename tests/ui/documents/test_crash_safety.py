"""Unsaved work is asked about before the window closes."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file as save_safetensors

from simulator.experiment.equality import same_input
from simulator.files.sequences.sequence import Sequence
from simulator.files.workspaces.reader import read_workspace
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from tests.ui.documents.work import edit, kept, save, weight_in
from tests.ui.windows import open_in
from ui.documents import save_file
from ui.session.document import Document
from ui.session.document_extras import DocumentExtras
from ui.session.watching import Watching

pytestmark = pytest.mark.usefixtures("chosen")


def test_discard_and_cancel(make_window, make_workbench, qtbot, folder, chosen):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench)
    qtbot.waitUntil(lambda: bool(kept(folder)))
    chosen.answer = save_file.SAVE  # the user then gives no path
    window.close()
    assert window.isVisible()
    chosen.answer = save_file.DISCARD
    window.close()
    assert not window.isVisible()
    assert not list(folder.iterdir())


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


def test_edits_that_were_left_for_another_document_are_asked_about_too(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench)
    for title in ("second", "third"):
        bench.open(Document.of(title, make_workbench(seed=1).snapshot().experiment))
    assert not window.isWindowModified()

    chosen.answer = save_file.CANCEL
    assert not window.close()
    assert chosen.asked == ("test",)
    assert bench.snapshot().document.title == "third"

    chosen.answer, chosen.path = save_file.SAVE, tmp_path / "left.gatestep"
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert chosen.asked[-1] == "test.gatestep"
    saved = read_workspace(tmp_path / "left.gatestep").experiment.parameters
    assert saved["weight_ih_l0"][1, 2] == 3.25


def test_one_question_saves_all(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen, monkeypatch
):
    """Each with its own weights, baselines and watches, to its own file."""
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    paths = []

    def ask_path(parent, title, suggested, kinds):
        paths.append(tmp_path / f"{len(paths)}.gatestep")
        return str(paths[-1]), next(iter(kinds))

    for number, watch in enumerate(("c[1]", "h[0]", "f[1]")):
        edit(bench, float(number))
        bench.set_watching(Watching().typed(watch, Lane(), 0))
        bench.open(Document.of("next", make_workbench(seed=number).snapshot().experiment))
        bench.set_companions(DocumentExtras())
    edit(bench, 3.0)
    chosen.answer = save_file.SAVE
    assert not window.close()  # no path is given
    assert window.isVisible()
    assert len(bench.documents.left) == 3
    monkeypatch.setattr(save_file, "ask_path", ask_path)
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    stored = [read_workspace(path) for path in paths]
    assert [float(s.experiment.parameters["weight_ih_l0"][1, 2]) for s in stored] == [3, 2, 1, 0]
    watches = [[text.split()[0] for text in s.view["watches"]] for s in stored]
    assert watches == [[], ["f[1]"], ["h[0]"], ["c[1]"]]


def test_a_file_that_can_not_be_written_at_closing_may_be_another(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    """The document that was left has no other way to another file."""
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    (tmp_path / "gone").mkdir()
    chosen.paths = iter((tmp_path / "gone" / "a.gatestep",))
    edit(bench, 1.0)
    save(window, qtbot)
    edit(bench, 2.0)
    bench.open(Document.of("next", make_workbench().snapshot().experiment))
    edit(bench, 3.0)
    shutil.rmtree(tmp_path / "gone")
    chosen.answer = save_file.SAVE
    chosen.paths = iter((tmp_path / "b.gatestep", tmp_path / "b.gatestep", tmp_path / "c.gatestep"))
    with qtbot.waitSignal(window.messages.complained):
        window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert [weight_in(tmp_path / name) for name in ("b.gatestep", "c.gatestep")] == [3.0, 2.0]
    assert "taken: b.gatestep" in chosen.asked


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
    open_in(window, qtbot, tmp_path / "x.npy")
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
        open_in(window, qtbot, tmp_path / "x.npy")
    parameters = bench.snapshot().experiment.parameters.astype(np.float64)
    bench.edit(bench.snapshot().experiment.astype(np.float64).with_parameters(parameters), "dtype")
    open_in(window, qtbot, tmp_path / "x.npy")
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
    open_in(window, qtbot, tmp_path / "m.safetensors")
    after = bench.snapshot().document
    assert same_input(after.experiment, before)
    assert same_input(after.original, first)
    assert after.experiment.parameters is after.original.parameters
    assert window.isWindowModified()
    assert bench.documents.left == ()
    open_in(window, qtbot, tmp_path / "m.safetensors")
    assert window.isWindowModified()
    bench.reset()
    assert same_input(bench.snapshot().experiment, first)
    bench.undo()
    assert window.close()
    assert chosen.asked == ("m.safetensors",)


def test_workspaces_that_were_looked_through_are_not_asked_about(
    make_window, make_workbench, folder, chosen
):
    """Their number does not matter: files hold their edits."""
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    for seed in range(20):
        stored = make_workbench(seed=seed)
        edit(stored)
        bench.open(stored.snapshot().document)
    assert bench.documents.left == ()
    for _ in range(20):
        bench.undo()
        assert not window.isWindowModified()


def test_another_sequence_under_an_edited_model_is_unsaved(
    make_window, make_workbench, qtbot, tmp_path
):
    np.save(tmp_path / "x.npy", np.zeros((4, 3)))
    bench = make_workbench()
    window = make_window(bench)
    open_in(window, qtbot, tmp_path / "x.npy")
    assert not window.isWindowModified()
    edit(bench)
    open_in(window, qtbot, tmp_path / "x.npy")
    assert window.isWindowModified()


def test_notes_that_no_file_holds_go_on_to_another_sequence_unsaved(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    np.save(tmp_path / "x.npy", np.zeros((4, 3)))
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    bench.annotate("unit 0 forgets")
    open_in(window, qtbot, tmp_path / "x.npy")
    assert bench.snapshot().document.notes == "unit 0 forgets"
    assert window.isWindowModified()
    chosen.answer = save_file.CANCEL
    assert not window.close()
    assert chosen.asked == ("test on x.npy",)

    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot)
    open_in(window, qtbot, tmp_path / "x.npy")
    assert not window.isWindowModified()


def test_carried_edits_that_are_reset_are_in_files(make_window, make_workbench, qtbot, tmp_path):
    np.save(tmp_path / "x.npy", np.zeros((4, 3)))
    other = make_workbench(seed=3).snapshot().experiment.parameters
    save_safetensors(dict(other.arrays), tmp_path / "m.safetensors")
    for path, change in (("x.npy", edit), ("m.safetensors", edit_input)):
        bench = make_workbench()
        window = make_window(bench)
        change(bench)
        open_in(window, qtbot, tmp_path / path)
        assert window.isWindowModified()
        bench.reset()
        assert not window.isWindowModified()
        bench.undo()
        assert window.isWindowModified()


def edit_input(bench):
    bench.edit(with_input(bench.snapshot().experiment), "x")


def test_typed_numbers_are_unsaved_until_they_are_saved(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    other = make_workbench(seed=3).snapshot().experiment.parameters
    save_safetensors(dict(other.arrays), tmp_path / "m.safetensors")
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    window._commands.opener.take(Sequence(Path(), np.ones((4, 3))))
    assert window.isWindowModified()
    qtbot.waitUntil(lambda: bool(kept(folder)))

    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    assert [document.title for document in bench.documents.left] == ["test on typed input"]
    bench.undo()
    open_in(window, qtbot, tmp_path / "m.safetensors")
    assert window.isWindowModified()
    assert bench.documents.left == ()  # they go on under the other model
    bench.undo()
    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot)
    assert not window.isWindowModified()
    open_in(window, qtbot, tmp_path / "m.safetensors")
    assert not window.isWindowModified()
    assert window.close()
    assert len(chosen.asked) == 1  # the path
