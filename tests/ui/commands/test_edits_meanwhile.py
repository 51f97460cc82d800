"""What a dialog or a field was opened for is done, though the experiment has changed meanwhile."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from simulator.experiment.equality import same_values
from tests.ui.covered_window import lasting_window as lasting_window
from tests.ui.readouts import bench_with_readout, document_with_readout
from ui.dialogs.hold_value import HoldValue
from ui.dialogs.normalise import Normalise
from ui.dialogs.notes import NotesDialog
from ui.dialogs.readout.dialog import ReadoutDialog

Key = Qt.Key


@pytest.fixture
def window(window_again):
    return window_again(document_with_readout())


@pytest.fixture
def complaints(window):
    told = []
    window.messages.complained.connect(told.append)
    yield told
    window.messages.complained.disconnect(told.append)


def meanwhile(monkeypatch, window, dialog):
    """Take a step of training while a dialog is open; return the experiment after it."""
    trained = []

    def answer(_):
        window._workbench.trainer.take_step()
        trained.append(window._workbench.snapshot().experiment)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(dialog, "exec", answer)
    return trained


def test_a_hold_is_put_into_what_was_trained(window, monkeypatch, complaints):
    trained = meanwhile(monkeypatch, window, HoldValue)
    window._actions["hold_value"].trigger()
    now = window._workbench.snapshot().experiment
    (hold,) = now.holds
    assert same_values(now, trained[0].with_holds(hold))
    assert not complaints


def test_a_loss_is_put_beside_what_was_trained(window, monkeypatch, complaints, qtbot):
    trained = meanwhile(monkeypatch, window, ReadoutDialog)
    monkeypatch.setattr(ReadoutDialog, "objective", lambda dialog: without_a_loss(window))
    window._actions["readout"].trigger()
    bench = window._workbench
    qtbot.waitUntil(lambda: bool(complaints) or bench.snapshot().experiment.objective.loss is None)
    now = bench.snapshot().experiment
    assert now.parameters is trained[0].parameters
    assert now.objective.readout is trained[0].objective.readout
    assert not complaints


def without_a_loss(window):
    objective = window._workbench.documents.before.experiment.objective
    return type(objective)(objective.readout, objective.targets)


def test_numbers_are_normalised_beside_what_was_trained(window, monkeypatch, complaints):
    trained = meanwhile(monkeypatch, window, Normalise)
    raw = window._workbench.snapshot().experiment.normalised("divide", 2.0)
    monkeypatch.setattr(Normalise, "edit", lambda _: (raw, "by two"))
    window._actions["normalise"].trigger()
    now = window._workbench.snapshot().experiment
    assert np.array_equal(now.sequence, raw.sequence)
    assert now.scaling is raw.scaling
    assert now.parameters is trained[0].parameters
    assert not complaints


def test_notes_are_of_the_document_and_not_of_its_numbers(window, monkeypatch, complaints):
    meanwhile(monkeypatch, window, NotesDialog)
    monkeypatch.setattr(NotesDialog, "notes", lambda _: "seen")
    window._actions["notes"].trigger()
    assert window._workbench.snapshot().document.notes == "seen"
    assert not complaints


def test_a_dialog_of_another_document_says_what_it_has_not_done(window, monkeypatch, complaints):
    def answer(_):
        window._workbench.open(document_with_readout())
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(HoldValue, "exec", answer)
    window._actions["hold_value"].trigger()
    assert not window._workbench.snapshot().experiment.holds
    (line,) = complaints
    assert "f[0]" in line


def test_a_weight_is_typed_into_what_was_trained(window):
    panel = window._panels["Weights"]
    bench = window._workbench
    bench.trainer.take_step()  # the panel shows one matrix from now on
    panel.show_tab("W_ih")
    panel.editor.open_field((2, 1))
    bench.trainer.take_step()
    trained = bench.snapshot().experiment
    field = panel.editor.field
    field.edit.setText("0.5")
    QTest.keyClick(field.edit, Key.Key_Return)
    now = bench.snapshot().experiment
    differ = {
        name: np.argwhere(array != trained.parameters[name]).tolist()
        for name, array in now.parameters.arrays.items()
    }
    changed = {name: places for name, places in differ.items() if places}
    assert len(changed) == 1
    ((name, (place,)),) = changed.items()
    assert now.parameters[name][tuple(place)] == 0.5
    bench.undo()
    assert bench.snapshot().experiment is trained


def test_a_number_that_a_step_has_trained_is_not_put_back(make_window):
    """It was applied as it was typed; who leaves the field asks for nothing more."""
    window = make_window(bench_with_readout())
    panel, bench = window._panels["Weights"], window._workbench
    bench.trainer.take_step()  # the panel shows one matrix from now on
    panel.editor.open_field((2, 1))
    field = panel.editor.field
    QTest.keyClicks(field.edit, "1.5")
    typed = bench.snapshot().experiment
    QTest.keyClick(field.edit, Key.Key_F7)
    assert bench.documents.before.experiment is typed
    trained = bench.snapshot().experiment
    assert field.isVisible()
    window.setFocus()
    assert not field.isVisible()
    assert bench.snapshot().experiment is trained
