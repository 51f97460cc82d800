"""The dialog of a readout: what it proposes, what it makes of each source, and its faults."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from simulator.examples import EXAMPLES
from simulator.experiment.experiment import Experiment
from simulator.files.checkpoints.linears import find_linears
from simulator.files.tensors import TensorInfo
from simulator.network.config import LSTMConfig
from simulator.objective.loss import BCE, CROSS_ENTROPY, MSE, Loss
from simulator.objective.objective import NO_OBJECTIVE, Objective
from simulator.objective.readout import H_N, IDENTITY, LAST, SIGMOID, SOFTMAX, Readout
from simulator.objective.targets import Targets
from tests.needs_torch import torch
from tests.simulator.experiments import random_parameters
from ui.dialogs.readout.dialog import Found, ReadoutDialog
from ui.session.document import Document
from ui.style.theme import LIGHT

STEPS, FEATURES = 6, 2


def document_of(values=None, hidden=3, names=(), **options):
    config = LSTMConfig(FEATURES if values is None else values.shape[-1], hidden, **options)
    parameters = random_parameters(config).astype(np.float32)
    if values is None:
        values = np.random.default_rng(0).standard_normal((STEPS, FEATURES)).astype(np.float32)
    return Document.of("test", Experiment.create(parameters, values), (), names)


@pytest.fixture
def open_dialog(qtbot):
    def make(document, found=None):
        dialog = ReadoutDialog(document, found or Found(), LIGHT)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def choose(combo, text):
    """Choose the one row of a choice that has a text in it."""
    (row,) = (row for row in range(combo.count()) if text in combo.itemText(row))
    combo.setCurrentIndex(row)


def shown(dialog, field):
    return field.isVisibleTo(dialog)


def accepts(dialog):
    return dialog.accept_button.isEnabled()


def test_without_a_readout_a_forecast_by_new_numbers_is_proposed(open_dialog):
    document = document_of()
    dialog = open_dialog(document)
    assert accepts(dialog)
    objective = dialog.objective()
    torch.manual_seed(0)
    linear = torch.nn.Linear(3, FEATURES)
    np.testing.assert_array_equal(objective.readout.weight, linear.weight.detach().numpy())
    np.testing.assert_array_equal(objective.readout.bias, linear.bias.detach().numpy())
    sequence = document.experiment.sequence
    np.testing.assert_array_equal(objective.targets.values[:-1], sequence[1:])
    assert objective.targets.counted[:, 0].tolist() == [True] * (STEPS - 1) + [False]
    assert (objective.loss.kind, objective.readout.function) == (MSE, IDENTITY)


def test_a_one_hot_input_is_forecast_as_classes_by_its_names(open_dialog):
    one_hot = np.eye(3, dtype=np.float32)[[0, 1, 2, 1, 0, 2]]
    dialog = open_dialog(document_of(one_hot, names=("mark", "tap", "clear")))
    objective = dialog.objective()
    assert (objective.loss.kind, objective.readout.function) == (CROSS_ENTROPY, SOFTMAX)
    assert objective.readout.names == ("mark", "tap", "clear")
    assert objective.targets.values[:5, 0].tolist() == [1, 2, 1, 0, 2]
    dialog.fields.ahead.setValue(2)
    assert dialog.objective().targets.values[:4, 0].tolist() == [2, 1, 0, 2]
    choose(dialog.fields.loss, "MSE")
    np.testing.assert_array_equal(dialog.objective().targets.values[:4, 0], one_hot[2:])


@pytest.mark.parametrize("id", ["latch", "depth", "tagger", "walk", "sunspots"])
def test_an_objective_comes_back_as_it_was(open_dialog, id):
    document = Document.of_example(EXAMPLES[id]())
    dialog = open_dialog(document)
    assert accepts(dialog)
    before, after = document.experiment.objective, dialog.objective()
    assert after.options() == before.options()
    for one, other in zip(before.arrays(), after.arrays(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_checkpoints_layers_are_proposed_in_their_order(open_dialog, tmp_path):
    path = tmp_path / "m.pt"
    linear, other = torch.nn.Linear(3, 5), torch.nn.Linear(3, 4)
    torch.save(
        {
            **{f"odd.{n}": a for n, a in other.state_dict().items()},
            **{f"decoder.{n}": a for n, a in linear.state_dict().items()},
        },
        path,
    )
    infos = {
        "odd.weight": TensorInfo((4, 3), "float32"),
        "odd.bias": TensorInfo((4,), "float32"),
        "decoder.weight": TensorInfo((5, 3), "float32"),
        "decoder.bias": TensorInfo((5,), "float32"),
    }
    dialog = open_dialog(document_of(), Found(path, find_linears(infos, 3)))
    choose(dialog.fields.target, "none")
    readout = dialog.objective().readout
    assert readout.layer == "decoder"
    np.testing.assert_array_equal(readout.weight, linear.weight.detach().numpy())
    np.testing.assert_array_equal(readout.bias, linear.bias.detach().numpy())
    choose(dialog.fields.v, "odd")
    assert dialog.objective().readout.width == 4


def test_v_comes_from_a_file_or_its_shape_is_asked_for(open_dialog, tmp_path):
    dialog = open_dialog(document_of())
    choose(dialog.fields.target, "none")
    weight = np.arange(12, dtype=np.float32).reshape(4, 3)
    np.save(tmp_path / "v.npy", weight)
    np.save(tmp_path / "wide.npy", weight.T)
    dialog.add_v(str(tmp_path / "v.npy"))
    np.testing.assert_array_equal(dialog.objective().readout.weight, weight)
    assert dialog.objective().readout.bias is None
    dialog.add_v(str(tmp_path / "wide.npy"))
    assert "3)" in dialog.message.text()
    assert "\n" not in dialog.message.text()
    np.testing.assert_array_equal(dialog.objective().readout.weight, weight)


def test_targets_of_a_file_choose_their_loss(open_dialog, tmp_path):
    dialog = open_dialog(document_of())
    fields = dialog.fields
    fields.outputs.setValue(1)
    bits = np.array([0, 1, 1, 0, 1, 0])
    np.save(tmp_path / "bits.npy", bits.astype(np.float32))
    dialog.add_target(str(tmp_path / "bits.npy"))
    assert dialog.objective().loss.kind == BCE
    assert dialog.objective().readout.function == SIGMOID
    np.testing.assert_array_equal(dialog.objective().targets.values[:, 0, 0], bits)
    fields.outputs.setValue(4)
    np.save(tmp_path / "ids.npy", np.array([0, 3, 1, 2, 2, 1]))
    dialog.add_target(str(tmp_path / "ids.npy"))
    assert dialog.objective().loss.kind == CROSS_ENTROPY
    assert dialog.objective().targets.values[:, 0].tolist() == [0, 3, 1, 2, 2, 1]


def test_a_column_of_a_table_is_chosen_by_name(open_dialog, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,b,right\n" + "".join(f"{t},{-t},{t / 4}\n" for t in range(STEPS)))
    dialog = open_dialog(document_of())
    dialog.fields.outputs.setValue(1)
    dialog.add_target(str(path))
    assert shown(dialog, dialog.fields.column)
    assert dialog.fields.column.currentText() == "right"
    assert dialog.objective().targets.values[:, 0, 0].tolist() == [t / 4 for t in range(STEPS)]
    choose(dialog.fields.column, "b")
    assert dialog.objective().targets.values[:, 0, 0].tolist() == [-t for t in range(STEPS)]
    assert dialog.objective().loss.kind == MSE


def test_a_wrong_shape_waits_and_says_which_is_needed(open_dialog, tmp_path):
    np.save(tmp_path / "short.npy", np.zeros((4, FEATURES), np.float32))
    dialog = open_dialog(document_of())
    dialog.add_target(str(tmp_path / "short.npy"))
    assert not accepts(dialog)
    told = dialog.message.text()
    assert "(6, 2)" in told
    assert "(4, 2)" in told


def test_answers_are_typed_by_keys_alone(open_dialog):
    document = document_of(bidirectional=True)
    dialog = open_dialog(document)
    dialog.fields.outputs.setValue(1)
    dialog.fields.over.setCurrentIndex(dialog.fields.over.findData(H_N))
    choose(dialog.fields.target, "typed")
    assert not accepts(dialog)
    dialog.fields.typed.setFocus()
    QTest.keyClicks(dialog.fields.typed, "0.5")
    assert accepts(dialog)
    objective = dialog.objective()
    assert np.argwhere(objective.targets.counted).tolist() == [[STEPS - 1, 0]]
    assert objective.targets.values[-1, 0, 0] == 0.5
    QTest.keyClick(dialog.fields.typed, Qt.Key.Key_Return)
    assert dialog.result() == dialog.DialogCode.Accepted


def test_fields_without_a_say_are_hidden(open_dialog):
    dialog = open_dialog(document_of())
    fields = dialog.fields
    assert shown(dialog, fields.seed)
    assert shown(dialog, fields.ahead)
    assert not shown(dialog, fields.typed)
    assert not shown(dialog, fields.column)
    choose(fields.target, "none")
    assert not shown(dialog, fields.loss)
    choose(fields.v, "h itself")
    assert not shown(dialog, fields.seed)
    assert not shown(dialog, fields.outputs)
    np.testing.assert_array_equal(dialog.objective().readout.weight, np.eye(3, dtype=np.float32))
    choose(fields.v, "no readout")
    assert not shown(dialog, fields.target)
    assert dialog.objective() is NO_OBJECTIVE


def test_least_squares_wait_for_targets(open_dialog):
    dialog = open_dialog(document_of())
    choose(dialog.fields.v, "least squares")
    assert accepts(dialog)
    assert dialog.to_fit
    choose(dialog.fields.target, "none")
    assert not accepts(dialog)


def test_names_are_typed_or_those_at_hand(open_dialog):
    dialog = open_dialog(document_of(names=("east", "north")))
    assert dialog.objective().readout.names == ("east", "north")
    choose(dialog.fields.target, "none")
    assert dialog.objective().readout.names == ()
    dialog.fields.names.setText("left, right")
    assert dialog.objective().readout.names == ("left", "right")
    dialog.fields.names.setText("left")
    assert not accepts(dialog)


def test_the_ignored_class_of_a_kept_loss_stays(open_dialog):
    document = document_of()
    targets = Targets.of(np.array([[0], [1], [1], [0], [1], [0]]))
    objective = Objective(
        Readout(np.zeros((2, 3), np.float32)), targets, Loss(CROSS_ENTROPY, ignore_index=1)
    )
    experiment = document.experiment.with_objective(objective)
    dialog = open_dialog(replace(document, experiment=experiment))
    assert dialog.objective().loss == objective.loss


def test_a_forecast_of_the_end_is_refused(open_dialog):
    dialog = open_dialog(document_of())
    for over in (LAST, H_N):
        dialog.fields.over.setCurrentIndex(dialog.fields.over.findData(over))
        assert not accepts(dialog)
    choose(dialog.fields.loss, "none")
    assert accepts(dialog)


def test_p_follows_the_loss_and_is_free_without_one(open_dialog):
    dialog = open_dialog(document_of())
    assert not shown(dialog, dialog.fields.function)
    choose(dialog.fields.loss, "BCE")
    assert dialog.objective().readout.function == SIGMOID
    choose(dialog.fields.target, "none")
    assert shown(dialog, dialog.fields.function)


def test_numbers_too_large_for_the_dtype_are_refused(open_dialog, tmp_path):
    dialog = open_dialog(document_of())
    choose(dialog.fields.target, "none")
    np.save(tmp_path / "v.npy", np.full((2, 3), 1e300))
    dialog.add_v(str(tmp_path / "v.npy"))
    assert not accepts(dialog)
    assert "float32" in dialog.message.text()


def test_names_let_words_be_read_that_came_before_them(open_dialog, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("right\n" + "".join(f"{word}\n" for word in ("up", "down") * 3))
    dialog = open_dialog(document_of())
    dialog.add_target(str(path))
    assert not accepts(dialog)
    dialog.fields.names.setText("down up")
    dialog.fields.names.editingFinished.emit()
    assert accepts(dialog)
    assert dialog.objective().loss.kind == CROSS_ENTROPY
    assert dialog.objective().targets.values[:, 0].tolist() == [1, 0] * 3
