"""The command for a readout and its loss: a language model by two choices, a fit, faults."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMessageBox

from simulator.objective.loss import CROSS_ENTROPY
from simulator.objective.readout import EVERY
from tests.needs_torch import torch
from ui.dialogs.readout.dialog import ReadoutDialog
from ui.dialogs.text_sequence import ReadText

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TEXT = "she sells sea shells by the sea shore"
TOKENS = sorted({*TEXT})
ACCEPTED, REJECTED = QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected


@pytest.fixture
def language_model(tmp_path):
    """Save Embedding, two layers in both directions, and Linear; return them and their files."""
    torch.manual_seed(2)
    K = len(TOKENS)
    net = torch.nn.ModuleDict(
        {
            "emb": torch.nn.Embedding(K, 5),
            "lstm": torch.nn.LSTM(5, 4, 2, bidirectional=True),
            "decoder": torch.nn.Linear(8, K),
        }
    )
    torch.save(net.state_dict(), tmp_path / "model.pt")
    (tmp_path / "text.txt").write_text(TEXT)
    return net, str(tmp_path / "model.pt"), str(tmp_path / "text.txt")


def loss_by_torch(net, text):
    """Return the mean cross entropy of the next token."""
    ids = torch.tensor([TOKENS.index(token) for token in text])
    with torch.no_grad():
        y = net["decoder"](net["lstm"](net["emb"](ids))[0])
        return float(torch.nn.functional.cross_entropy(y[:-1], ids[1:]))


def ask(window):
    QTest.keyClick(window, Qt.Key.Key_R, CONTROL | SHIFT)


def answers(monkeypatch, dialog, answer):
    """Have a kind of dialog answered by a function of it."""
    monkeypatch.setattr(dialog, "exec", answer)


def test_a_language_model_opens_by_two_choices(window_again, qtbot, language_model, monkeypatch):
    net, model, text = language_model
    window = window_again()
    bench = window._workbench
    answers(monkeypatch, ReadText, lambda dialog: ACCEPTED)
    answers(monkeypatch, ReadoutDialog, lambda dialog: ACCEPTED)
    window.open_files([model, text])
    qtbot.waitUntil(lambda: not window.busy)
    ask(window)
    qtbot.waitUntil(lambda: bool(bench.snapshot().experiment.objective))
    bench.last()
    qtbot.waitUntil(lambda: bench.snapshot().position == bench.snapshot().schedule.end)
    snapshot = bench.snapshot()
    objective = snapshot.experiment.objective
    assert (objective.readout.layer, objective.readout.over) == ("decoder", EVERY)
    assert objective.loss.kind == CROSS_ENTROPY
    words = [objective.readout.names[id] for id in objective.targets.values[:-1, 0]]
    read = snapshot.document.timestep_labels
    assert words == list(read[1:])
    assert snapshot.run.loss == pytest.approx(loss_by_torch(net, TEXT), rel=1e-6)
    bench.undo()
    assert not bench.snapshot().experiment.objective


def test_another_text_is_told_by_the_same_readout(
    window_again, qtbot, language_model, monkeypatch, tmp_path
):
    net, model, text = language_model
    window = window_again()
    bench = window._workbench
    answers(monkeypatch, ReadText, lambda dialog: ACCEPTED)
    answers(monkeypatch, ReadoutDialog, lambda dialog: ACCEPTED)
    window.open_files([model, text])
    qtbot.waitUntil(lambda: not window.busy)
    ask(window)
    other = TEXT[::-1] + TEXT
    (tmp_path / "other.txt").write_text(other)
    window.open_files([str(tmp_path / "other.txt")])
    qtbot.waitUntil(lambda: not window.busy)
    bench.last()
    snapshot = bench.snapshot()
    assert len(snapshot.experiment.sequence) == len(other)
    assert snapshot.run.loss == pytest.approx(loss_by_torch(net, other), rel=1e-6)
    window.open_files([model])
    qtbot.waitUntil(lambda: not window.busy)
    bench.last()
    assert bench.snapshot().run.loss == pytest.approx(loss_by_torch(net, other), rel=1e-6)


def test_a_fit_is_one_edit(window_again, qtbot, monkeypatch):
    window = window_again(timesteps=30, hidden_size=5)
    bench = window._workbench

    def fit(dialog):
        for row in range(dialog.fields.v.count()):
            if "least squares" in dialog.fields.v.itemText(row):
                dialog.fields.v.setCurrentIndex(row)
        return ACCEPTED

    answers(monkeypatch, ReadoutDialog, fit)
    ask(window)
    qtbot.waitUntil(lambda: not window.busy and bool(bench.snapshot().experiment.objective))
    bench.last()
    snapshot = bench.snapshot()
    sequence = snapshot.experiment.sequence[:, 0].astype(np.float64)
    mean = ((sequence[1:] - sequence[1:].mean(axis=0)) ** 2).mean()
    assert snapshot.run.loss < mean
    bench.undo()
    assert not bench.snapshot().experiment.objective


def test_cancel_changes_nothing(window_again, qtbot, monkeypatch):
    window = window_again()
    bench = window._workbench
    before, asked = bench.snapshot().document, []
    answers(monkeypatch, ReadoutDialog, lambda dialog: asked.append(dialog) or REJECTED)
    ask(window)
    qtbot.waitUntil(lambda: bool(asked))
    assert bench.snapshot().document is before


def test_a_checkpoint_that_is_gone_is_told_and_a_readout_is_still_made(
    window_again, qtbot, language_model, monkeypatch
):
    _, model, _ = language_model
    window = window_again()
    bench = window._workbench
    window.open_files([model])
    qtbot.waitUntil(lambda: not window.busy)
    document = bench.snapshot().document
    gone = replace(document, origin=replace(document.origin, path=model + ".gone"))
    bench.open(gone)
    told = []

    def read(dialog):
        dialog.fields.v.setCurrentIndex(dialog.fields.v.count() - 1)
        told.append(dialog.message.text())
        dialog.fields.v.setCurrentIndex(0)
        return ACCEPTED

    answers(monkeypatch, ReadoutDialog, read)
    ask(window)
    qtbot.waitUntil(lambda: bool(bench.snapshot().experiment.objective))
    assert "model.pt.gone" in told[0]


@pytest.mark.parametrize("button", ["truncate", "cancel"])
def test_targets_that_do_not_fit_are_asked_about(
    window_again, qtbot, monkeypatch, tmp_path, button
):
    window = window_again(timesteps=6)
    bench = window._workbench

    def typed(dialog):
        dialog.fields.outputs.setValue(1)
        dialog.fields.target.setCurrentIndex(1)
        dialog.fields.typed.setText("1 0 1 1 0 1")
        assert dialog.accept_button.isEnabled()
        return ACCEPTED

    answers(monkeypatch, ReadoutDialog, typed)
    ask(window)
    qtbot.waitUntil(lambda: bool(bench.snapshot().experiment.objective))
    before = bench.snapshot().document

    def press(box):
        box.show()
        (wanted,) = (b for b in box.buttons() if button in b.text().lower())
        wanted.click()

    monkeypatch.setattr(QMessageBox, "exec", press)
    np.save(tmp_path / "short.npy", np.zeros((4, 3), np.float32))
    window.open_files([str(tmp_path / "short.npy")])
    qtbot.waitUntil(lambda: not window.busy)
    document = bench.snapshot().document
    if button == "cancel":
        assert document is before
    else:
        values = document.experiment.objective.targets.values
        assert values[:, 0, 0].tolist() == [1, 0, 1, 1]


def test_ok_without_a_change_is_no_edit(window_again, qtbot, monkeypatch):
    window = window_again(timesteps=6)
    bench = window._workbench
    asked = []
    answers(monkeypatch, ReadoutDialog, lambda dialog: asked.append(dialog) or ACCEPTED)
    ask(window)
    qtbot.waitUntil(lambda: bool(bench.snapshot().experiment.objective))
    document = bench.snapshot().document
    ask(window)
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert bench.snapshot().document is document


def test_a_model_of_another_input_says_that_the_readout_goes(
    window_again, qtbot, monkeypatch, language_model
):
    window = window_again(timesteps=6)
    bench = window._workbench
    answers(monkeypatch, ReadoutDialog, lambda dialog: ACCEPTED)
    ask(window)
    qtbot.waitUntil(lambda: bool(bench.snapshot().experiment.objective))
    told = []
    monkeypatch.setattr(window.statusBar().hover, "set_text", told.append)
    window.open_files([language_model[1]])
    qtbot.waitUntil(lambda: not window.busy)
    assert not bench.snapshot().experiment.objective
    assert any("readout of test" in line for line in told)
