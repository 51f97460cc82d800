"""Diagnosis in the window: choose a file, read the findings, go there, apply, undo."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QProgressDialog, QPushButton, QTableWidget

from simulator.diagnosis.search import diagnose
from simulator.files.registry import Format
from tests.simulator.diagnosis.foreign import MISTAKES, Foreign
from ui.commands.diagnosis_command import Diagnoser
from ui.dialogs.diagnosis import DiagnosisDialog
from ui.worker import long_work

WITH_THE_MISTAKE = ("with the mistake", "remaining difference")


@pytest.fixture
def compare(qtbot, tmp_path, window_again, monkeypatch):
    """Compare a bench with an engine's results, by the keys; return the bench and the dialog."""

    def run(engine, keep=("output",), **options):
        window = window_again(timesteps=8, **options)
        bench = window._workbench
        results = engine(bench.snapshot().experiment).numbers()
        path = tmp_path / "theirs.npz"
        np.savez(path, **{name: results[name] for name in keep})
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a, **k: (str(path), ""))
        QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: bool(window.findChildren(DiagnosisDialog)))
        dialog = window.findChild(DiagnosisDialog)
        return bench, dialog

    return run


def text_of(dialog):
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def press(dialog, text):
    button = next(b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    return button


def test_each_format_of_arrays_and_traces_is_offered(window_again, monkeypatch):
    window, asked = window_again(), []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: asked.extend(a) or ("", ""))
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    readable = [f.row for f in Format if {"array", "trace"} & set(f.row.holds)]
    for suffix in (suffix for row in readable for suffix in row.suffixes):
        assert f"*{suffix}" in asked[-1]


def test_a_mistake_is_named_and_applied_and_undone(compare):
    bench, dialog = compare(MISTAKES["Order_iofg"].engine)
    diagnosis = dialog._diagnosis
    (found,) = diagnosis.explanations
    assert found.names == ("gate order iofg",)
    assert diagnosis.sentence() in text_of(dialog)
    before = bench.snapshot().experiment
    press(dialog, "Apply to the model")
    after = bench.snapshot().experiment
    theirs = MISTAKES["Order_iofg"].engine(before).run()["output"]
    np.testing.assert_allclose(Foreign(after).run()["output"], theirs, atol=1e-12)
    assert bench.snapshot().undo_label == f"apply {found.phrase}"
    bench.undo()
    assert bench.snapshot().experiment is before
    press(dialog, "Close")


def test_a_difference_of_nothing_is_written_as_nothing(compare):
    _, dialog = compare(MISTAKES["StateReset"].engine, keep=("h_l0", "c_l0", "f_l0"))
    table = dialog.findChild(QTableWidget)
    assert [table.item(row, 3).text() for row in range(table.rowCount())] == ["0", "0"]
    press(dialog, "Close")


def test_go_there_stands_where_they_part(compare):
    bench, dialog = compare(MISTAKES["StateReset"].engine, keep=("h_l0", "c_l0", "f_l0"))
    press(dialog, "Go there")
    snapshot = bench.snapshot()
    assert (snapshot.timestep, snapshot.subject.quantity, snapshot.subject.t) == (1, "f", 1)
    assert snapshot.knows_number(snapshot.subject)
    dialog.close()


def test_both_sides_stand_beside_each_other(compare):
    bench, dialog = compare(MISTAKES["NoBhh"].engine)
    tables = {t.accessibleName(): t for t in dialog.findChildren(QTableWidget)}
    both = tables["Both sides"]
    headers = [both.horizontalHeaderItem(c).text() for c in range(both.columnCount())]
    assert headers == ["t", "unit", "yours", "here", "difference", *WITH_THE_MISTAKE]
    assert both.rowCount() == 16
    theirs = MISTAKES["NoBhh"].engine(bench.snapshot().experiment).run()["output"]
    assert both.item(3, 2).text().replace("−", "-") == f"{theirs[1, 0, 1]:.6f}"
    best = dialog._diagnosis.explanations[0]
    assert dialog._explanations.item(0, 0).text() == best.phrase
    dialog.close()


def test_what_it_looks_like_has_a_line_of_its_own(compare, qtbot):
    _, dialog = compare(Foreign)
    suspected = replace(dialog._diagnosis, agrees=False, looks_like=("dropout", "other states"))
    other = DiagnosisDialog("", suspected, dialog._theme)
    qtbot.addWidget(other)
    lines = text_of(other).splitlines()
    assert lines[0] == suspected.sentence()
    assert lines[1:3] == suspected.suspicions()
    assert all(c in line for c, line in zip(suspected.looks_like, lines[1:3], strict=True))
    dialog.close()


def test_what_no_edit_makes_can_not_be_applied(compare):
    _, dialog = compare(MISTAKES["HardSigmoidFifth"].engine)
    assert not press(dialog, "Apply to the model").isEnabled()
    dialog.close()


def test_a_model_that_was_changed_since_is_not_overwritten(compare):
    bench, dialog = compare(MISTAKES["NoBhh"].engine)
    complaints = []
    dialog.parent().messages.complained.connect(complaints.append)
    parameters = bench.snapshot().experiment.parameters.with_value("weight_ih_l0", (0, 0), 5.0)
    bench.edit(bench.snapshot().experiment.with_parameters(parameters), "edit")
    edited = bench.snapshot().experiment
    press(dialog, "Apply to the model")
    assert bench.snapshot().experiment is edited
    assert complaints == ["The model has changed since the comparison. Compare again"]
    dialog.close()


def test_escape_ends_the_search_with_what_it_found(qtbot, tmp_path, window_again, monkeypatch):
    """The search rests after its first steps until it is stopped."""

    def resting(*given):
        stopped = given[-1]
        search = diagnose(*given)
        for _ in range(10):
            yield next(search)
        while not stopped():
            yield 0.5
        return (yield from search)

    monkeypatch.setattr("simulator.diagnosis.search.diagnose", resting)
    monkeypatch.setattr(long_work, "SLICE_SECONDS", 0.01)
    window = window_again()
    bench = window._workbench
    shape = Foreign(bench.snapshot().experiment).run()["output"].shape
    np.savez(tmp_path / "x.npz", output=np.random.default_rng(0).uniform(-1, 1, shape))
    window.findChild(Diagnoser).compare(str(tmp_path / "x.npz"))
    qtbot.waitUntil(lambda: any(b.isVisible() for b in window.findChildren(QProgressDialog)))
    (bar,) = window.findChildren(QProgressDialog)
    assert "x.npz" in bar.findChild(QLabel).text()
    assert bar.value() > 0
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(window.findChildren(DiagnosisDialog)))
    dialog = window.findChild(DiagnosisDialog)
    assert not dialog._diagnosis.finished
    qtbot.waitUntil(lambda: not window.findChildren(QProgressDialog))
    assert dialog._diagnosis.sentence() in text_of(dialog)
    dialog.close()


def test_right_numbers_agree_and_have_no_buttons(compare):
    _, dialog = compare(Foreign, bidirectional=True, num_layers=2, batch=2)
    assert dialog._diagnosis.agrees
    assert text_of(dialog).startswith(dialog._diagnosis.sentence())
    assert {b.text() for b in dialog.findChildren(QPushButton) if b.isVisible()} == {"Close"}
    dialog.close()


def test_a_file_of_another_shape_is_told_in_one_line(qtbot, tmp_path, window_again):
    window = window_again()
    complaints = []
    window.messages.complained.connect(complaints.append)
    np.save(tmp_path / "x.npy", np.ones((9, 9)))
    window.findChild(Diagnoser).compare(str(tmp_path / "x.npy"))
    qtbot.waitUntil(lambda: bool(complaints))
    assert "(9, 9)" in complaints[0]
    assert "\n" not in complaints[0]
