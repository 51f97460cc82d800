"""Normalisation in the window: its result is shown, and undo and "as read" lead back."""

import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from simulator.experiment.normalisation import DIVIDE, KINDS, MIN_MAX, NONE, Z_SCORE, Wanted
from simulator.files.sequences.column_choice import ColumnChoice
from simulator.network.lane import Lane
from tests.ui.worker.inline_worker import InlineWorker
from ui.dialogs.normalise import Normalise
from ui.documents.opener import Opener
from ui.documents.opening import Model, with_model
from ui.panels.inputs import input_matrices
from ui.panels.inputs.panel import InputsPanel
from ui.session.document import Document
from ui.session.messages import Messages
from ui.session.workbench import Workbench
from ui.style.theme import LIGHT

Key = Qt.Key


@pytest.fixture
def bench(make_workbench):
    """Return a workbench whose sequence is 40, 60, 80, 100 and 5, 5, 5, 5."""
    workbench = make_workbench(timesteps=4, input_size=2)
    values = np.array([[40, 5], [60, 5], [80, 5], [100, 5]], np.float32)[:, None]
    experiment = workbench.snapshot().experiment.with_sequence(values)
    return Workbench(Document.of("test", experiment, feature_names=("spots", "same")))


@pytest.fixture
def ask(qtbot, bench):
    """Open a dialog on the bench's sequence."""

    def make():
        dialog = Normalise(bench.snapshot().document, LIGHT)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


@pytest.fixture
def panel(qtbot, bench):
    panel = InputsPanel(LIGHT)
    qtbot.addWidget(panel)
    panel.edited.connect(bench.edit)
    bench.changed.connect(panel.draw)
    panel.resize(375, 480)
    panel.show()
    panel.draw(bench.snapshot())
    return panel


def choose(dialog, kind):
    dialog.form.kind.setCurrentIndex(KINDS.index(kind))


def test_the_dialog_tells_each_formula(ask):
    dialog = ask()
    told = dialog.form.formulas
    assert told.text() == ""
    for kind, text in (
        (MIN_MAX, "spots: (x − 40) / 60\nsame: x − 5"),
        (Z_SCORE, "spots: (x − 70) / 22.36\nsame: x − 5"),
        (DIVIDE, "spots: x / 100\nsame: x / 100"),
        (NONE, ""),
    ):
        choose(dialog, kind)
        assert told.text() == text
        assert dialog.form.by.isVisible() == (kind == DIVIDE)


def test_keys_choose_and_type_the_number(ask, bench):
    dialog = ask()
    ok = dialog.accept_button
    dialog.form.kind.setFocus()
    QTest.keyClick(dialog.form.kind, Key.Key_End)
    dialog.form.by.selectAll()
    for text, possible in (("0", False), ("x", False), ("", False), ("-2,5", True), ("20", True)):
        dialog.form.by.selectAll()
        QTest.keyClick(dialog.form.by, Key.Key_Delete)
        QTest.keyClicks(dialog.form.by, text)
        assert ok.isEnabled() == possible
        assert bool(dialog.form.formulas.text())
    QTest.keyClick(dialog.form.by, Key.Key_Return)
    assert dialog.result() == dialog.DialogCode.Accepted
    bench.edit(*dialog.edit())
    assert bench.snapshot().experiment.sequence[:, 0, 0].tolist() == [2, 3, 4, 5]


def test_it_begins_with_what_was_done_and_starts_from_what_was_read(ask, bench):
    before = bench.snapshot().experiment
    for kind in (Z_SCORE, DIVIDE, MIN_MAX, NONE):
        dialog = ask()
        choose(dialog, kind)
        bench.edit(*dialog.edit())
        expected = before.normalised(kind, 100.0).sequence
        assert bench.snapshot().experiment.sequence.tobytes() == expected.tobytes()
        assert ask().form.kind.currentData() == kind
    assert ask().edit() is None
    for _ in range(4):
        bench.undo()
    assert bench.snapshot().experiment is before


def test_the_panel_tells_what_was_done_and_leads_back(panel, bench):
    before = bench.snapshot().experiment
    assert panel.normalised.isHidden()
    bench.edit(before.normalised(Z_SCORE), "normalise the sequence")
    assert panel.normalised.text() == "spots: (x − 70) / 22.36, same: x − 5"
    assert "(read as 60.0)" in panel.editor.matrix.describe(1, 0)
    assert panel.editor.matrix.edited_count == 0
    panel.show_tab("h_0")
    assert panel.normalised.isHidden()
    panel.show_tab(input_matrices.INPUT)
    QTest.mouseClick(panel.as_read, Qt.MouseButton.LeftButton)
    assert bench.snapshot().undo_label == "values as read"
    assert bench.snapshot().experiment.sequence.tobytes() == before.sequence.tobytes()
    assert panel.normalised.isHidden()
    assert "read as" not in panel.editor.matrix.describe(1, 0)
    bench.undo()
    assert panel.normalised.isVisible()
    bench.reset()
    assert bench.snapshot().experiment is before


def test_an_edit_of_a_normalised_number_is_told_and_marked_alone(panel, bench):
    before = bench.snapshot().experiment
    bench.edit(before.normalised(DIVIDE, 100.0), "normalise the sequence")
    edited = bench.snapshot().experiment.sequence.copy()
    edited[1, 0, 0] = 0.75
    bench.edit(bench.snapshot().experiment.with_sequence(edited), "edit")
    assert panel.editor.matrix.edited_count == 1
    assert "(read as 75.0)" in panel.editor.matrix.describe(1, 0)
    assert "(read as 40.0)" in panel.editor.matrix.describe(0, 0)
    QTest.mouseClick(panel.foot.reset, Qt.MouseButton.LeftButton)
    assert panel.editor.matrix.edited_count == 0
    back = bench.snapshot().experiment.normalised(NONE)
    assert back.sequence.tobytes() == before.sequence.tobytes()


def test_no_number_of_a_scaling_outlives_it(bench):
    document = bench.snapshot().document
    edited = replace(document, experiment=document.experiment.normalised(MIN_MAX))
    matrix = input_matrices.matrix_of(edited, Lane(), 0, input_matrices.INPUT)
    assert matrix.edited_count == 0
    raw = weakref.ref(edited.experiment.scaling.raw)
    del edited, matrix
    gc.collect()
    assert raw() is None


def test_what_was_opened_normalised_marks_no_edit_as_it_was_read(bench):
    document = bench.snapshot().document
    normalised = document.experiment.normalised(MIN_MAX)
    opened = replace(document, experiment=normalised.normalised(NONE), original=normalised)
    matrix = input_matrices.matrix_of(opened, Lane(), 0, input_matrices.INPUT)
    assert matrix.edited_count == 0


@pytest.mark.parametrize("kind", [MIN_MAX, Z_SCORE])
def test_a_file_is_normalised_by_its_own_numbers_before_they_are_rounded(
    tmp_path, make_workbench, qtbot, kind
):
    stamps = 1.6e9 + np.arange(5)  # float32 cannot tell them apart
    path = tmp_path / "x.csv"
    path.write_text("a,b\n" + "\n".join(f"{x!r},7" for x in stamps.tolist()))
    bench, worker = make_workbench(input_size=1), InlineWorker()
    choice = ColumnChoice((0,), None, Wanted(kind))
    opener = Opener(bench, worker, Messages(), lambda question: choice, lambda question: False)
    opener.open([str(path)])
    qtbot.waitUntil(lambda: not opener.busy)
    experiment = bench.snapshot().experiment
    wanted = np.arange(5) / 4 if kind == MIN_MAX else (np.arange(5) - 2) / np.sqrt(2)
    np.testing.assert_allclose(experiment.sequence[:, 0, 0], wanted, rtol=1e-6)
    assert experiment.scaling.raw[:, 0, 0].tolist() == stamps.tolist()
    assert bench.snapshot().document.original.sequence.tobytes() == experiment.sequence.tobytes()
    worker.close()


def test_another_model_reads_the_same_numbers_and_the_way_back_stays(make_workbench):
    before = make_workbench(input_size=3).snapshot().document
    normalised = replace(before, experiment=before.experiment.normalised(Z_SCORE))
    parameters = make_workbench(input_size=3, hidden_size=5, dtype=np.float64, seed=3)
    parameters = parameters.snapshot().experiment.parameters
    stored = type("Stored", (), {"name": "", "label": "m"})
    after = with_model(normalised, Model("/m.safetensors", stored, parameters), True).experiment
    assert after.sequence.tobytes() == normalised.experiment.sequence.astype(np.float64).tobytes()
    read = before.experiment.sequence.astype(np.float64)
    assert after.normalised(NONE).sequence.tobytes() == read.tobytes()


def test_what_was_opened_while_the_dialog_stood_is_not_normalised(
    make_window, make_workbench, bench, monkeypatch
):
    window = make_window(bench)
    other = make_workbench(input_size=2).snapshot().document

    def fill(dialog):
        choose(dialog, MIN_MAX)
        bench.open(other)
        return dialog.DialogCode.Accepted

    monkeypatch.setattr(Normalise, "exec", fill)
    window._actions["normalise"].trigger()
    assert bench.snapshot().document is other


def test_the_window_normalises_by_its_menu(make_window, bench, monkeypatch):
    window = make_window(bench)
    before = bench.snapshot().experiment

    def fill(dialog):
        choose(dialog, MIN_MAX)
        return dialog.DialogCode.Accepted

    monkeypatch.setattr(Normalise, "exec", fill)
    window._actions["normalise"].trigger()
    assert bench.snapshot().undo_label == "normalise the sequence"
    assert bench.snapshot().experiment.sequence[:, 0, 0] == pytest.approx([0, 1 / 3, 2 / 3, 1])
    window._actions["undo"].trigger()
    assert bench.snapshot().experiment is before


def test_the_number_to_divide_by_is_shown_to_the_last_digit(ask, bench):
    before = bench.snapshot().experiment
    for by in (1234567.25, 1e-7 / 3, -2e40):
        normalised = before.normalised(DIVIDE, by)
        bench.edit(normalised, "normalise the sequence")
        again, _ = ask().edit()
        assert again.scaling.normalisation == normalised.scaling.normalisation
        assert again.sequence.tobytes() == normalised.sequence.tobytes()
