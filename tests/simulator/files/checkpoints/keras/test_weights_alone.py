"""Weights without a configuration: their settings come from beside them, or by the version."""

import json
import os

import numpy as np
import pytest

from simulator.files.checkpoints import checkpoint
from simulator.files.checkpoints.checkpoint import UndecidedActivation
from simulator.files.checkpoints.keras.architecture import MAX_CONFIG
from tests.simulator.files.checkpoints.checkpoints import refusal
from tests.simulator.files.checkpoints.keras.models import (
    KerasLayer,
    NestedModel,
    as_cudnn,
    save_old_weights,
    save_weights,
    save_whole,
    sequential,
    weights,
    wrapped,
)

I, U = 3, 4
LAYER = KerasLayer("memory", weights(I, U))


def notes_of(path):
    return " · ".join(checkpoint.load(path)[1].notes)


def test_hard_sigmoid_gives_other_numbers():
    """The reason for the question: at z = 1 the two differ by 0.03."""
    assert abs(1 / (1 + np.exp(-1)) - np.clip(0.2 * 1 + 0.5, 0, 1)) > 0.03


@pytest.mark.parametrize("version", ["2.3.0", "2.3.0-tf", "2.4.0", "2.15.0", "3.0.5"])
def test_since_keras_2_3_sigmoid_is_assumed_and_said(tmp_path, version):
    assert "sigmoid" in notes_of(save_old_weights([LAYER], tmp_path, version))


@pytest.mark.parametrize(
    "version", [None, "2.0.8", "2.1.6-tf", "2.2.4", "2.2.5", "2.2.4-tf", "1.2.2", "", "new"]
)
def test_where_sigmoid_was_not_certainly_the_default_it_is_asked(tmp_path, version):
    path = save_old_weights([LAYER], tmp_path, version)
    (listed,) = checkpoint.inspect(path)
    assert listed.undecided
    with pytest.raises(UndecidedActivation) as caught:
        checkpoint.load(path)
    assert caught.value.stored.name == "memory"
    line = str(caught.value)
    assert line.isprintable()
    assert "--recurrent-activation" in line
    assert "weights.json" in line
    assert listed.undecided in line
    if version and version[0].isdigit():
        assert version in line


def test_tensorflow_1_and_2_both_wrote_2_2_4_tf(tmp_path):
    """TF 1.15's default was hard_sigmoid and TF 2.0's sigmoid, under one Keras version."""
    (listed,) = checkpoint.inspect(save_old_weights([LAYER], tmp_path, "2.2.4-tf"))
    assert "TensorFlow 1" in listed.undecided


def test_the_answer_decides(tmp_path):
    path = save_old_weights([LAYER], tmp_path, "2.2.4")
    parameters, stored = checkpoint.load(path, recurrent_activation="sigmoid")
    kernel = LAYER.weights[0][0]
    np.testing.assert_array_equal(parameters["weight_ih_l0"], kernel.T)
    assert any("2.2.4" in note for note in stored.notes)
    assert not stored.undecided
    message = refusal(checkpoint.load, path, recurrent_activation="hard_sigmoid")
    assert "hard_sigmoid" in message


def test_hard_sigmoid_is_refused_for_any_file(tmp_path):
    path = save_whole([LAYER], tmp_path)
    assert "hard_sigmoid" in refusal(checkpoint.load, path, recurrent_activation="hard_sigmoid")
    assert checkpoint.load(path, recurrent_activation="sigmoid")


def test_an_answer_does_not_overrule_what_the_configuration_says(tmp_path):
    hard = KerasLayer("memory", weights(I, U), config={"recurrent_activation": "hard_sigmoid"})
    path = save_whole([hard], tmp_path)
    assert "hard_sigmoid" in refusal(checkpoint.load, path, recurrent_activation="sigmoid")


def test_weights_of_keras_3_are_since_2_3(tmp_path):
    """Keras numbers weights since 2.12, and such a file has no version."""
    assert "sigmoid" in notes_of(save_weights([LAYER], tmp_path))


@pytest.mark.parametrize("version", [None, "2.2.4", "2.4.0"])
def test_the_cudnn_layout_has_no_such_choice(tmp_path, version):
    """cuDNN computes sigmoid alone, so nothing is asked or assumed."""
    fast = KerasLayer("fast", [as_cudnn(*weights(I, U)[0])], "CuDNNLSTM")
    told = notes_of(save_old_weights([fast], tmp_path, version))
    assert "sigmoid" not in told
    assert "cuDNN" in told


def beside(path, config, name="weights.json"):
    (path.parent / name).write_text(config)
    return path


def test_an_architecture_beside_the_weights_tells_the_settings(tmp_path):
    path = save_old_weights([LAYER], tmp_path, "2.2.4")
    told = notes_of(beside(path, sequential([LAYER])))
    assert "weights.json" in told
    assert "assumed" not in told
    hard = KerasLayer("memory", weights(I, U), config={"recurrent_activation": "hard_sigmoid"})
    beside(path, sequential([hard]))
    assert "its recurrent_activation is hard_sigmoid" in refusal(checkpoint.load, path)


def test_it_tells_the_direction_too(tmp_path):
    back = KerasLayer("memory", weights(I, U), config={"go_backwards": True})
    path = beside(save_old_weights([back], tmp_path), sequential([back]))
    assert "go_backwards" in notes_of(path)


@pytest.mark.parametrize("name", ["model.weights.json", "model.json"])
def test_keras_3_ends_its_names_in_weights_h5(tmp_path, name):
    hard = KerasLayer("lstm", weights(I, U), config={"recurrent_activation": "hard_sigmoid"})
    path = beside(save_weights([hard], tmp_path), sequential([hard]), name)
    assert "its recurrent_activation is hard_sigmoid" in refusal(checkpoint.load, path)


def test_a_version_beside_the_weights_counts(tmp_path):
    """Keras 1 and early 2 leave settings out of a configuration; `to_json` names its version."""
    bare = wrapped("LSTM", {"name": "memory", "units": U})
    config = {**wrapped("Sequential", {"layers": [bare]}), "keras_version": "2.4.0"}
    path = beside(save_old_weights([LAYER], tmp_path, None), json.dumps(config))
    assert "sigmoid" in notes_of(path)
    beside(path, json.dumps({**config, "keras_version": "2.1.0"}))
    assert "2.1.0" in checkpoint.inspect(path)[0].undecided


def test_the_version_that_wrote_the_weights_counts_before_that_of_the_json(tmp_path):
    bare = wrapped("LSTM", {"name": "memory", "units": U})
    config = {**wrapped("Sequential", {"layers": [bare]}), "keras_version": "2.4.0"}
    path = beside(save_old_weights([LAYER], tmp_path, "2.2.4"), json.dumps(config))
    assert "2.2.4" in checkpoint.inspect(path)[0].undecided
    beside(save_old_weights([LAYER], tmp_path), json.dumps({**config, "keras_version": "2.1.0"}))
    assert not checkpoint.inspect(path)[0].undecided


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("inner_activation", "hard_sigmoid", "its recurrent_activation is hard_sigmoid"),
        ("dropout_U", 0.2, "recurrent_dropout 0.2"),
    ],
)
def test_an_architecture_of_keras_1_tells_its_settings_by_their_old_names(
    tmp_path, key, value, words
):
    """Keras 2 opens it, and its weights are then those of Keras 2."""
    old = {"name": "memory", "output_dim": U, "activation": "tanh", "inner_activation": "sigmoid"}
    path = save_old_weights([LAYER], tmp_path)
    told = wrapped("LSTM", {**old, key: value})
    beside(path, json.dumps(wrapped("Sequential", [told])))
    assert words in refusal(checkpoint.load, path)
    beside(path, json.dumps(wrapped("Sequential", [wrapped("LSTM", old)])))
    assert "default" not in notes_of(path)


@pytest.mark.parametrize("kind", ["LSTM", "MyLSTM", "Bare"])
@pytest.mark.parametrize("told", [True, False])
def test_what_lies_beside_tells_the_settings_or_does_not(tmp_path, kind, told):
    layer = KerasLayer("memory", weights(I, U), kind)
    entry = layer.entry() if told else wrapped("Dense", {"name": "another"})
    path = save_old_weights([layer], tmp_path)
    beside(path, json.dumps(wrapped("Sequential", {"layers": [entry]})))
    (stored,) = checkpoint.inspect(path)
    assert any("weights.json" in note for note in stored.notes) == told
    assert not any("the file does not give" in note for note in stored.notes)
    assert bool(stored.undecided) != told


@pytest.mark.parametrize("text", ['["a", "b"]', '{"a": 0, "b": 1}', "3"])
def test_another_json_of_that_name_is_no_architecture(tmp_path, text):
    path = beside(save_old_weights([LAYER], tmp_path), text)
    assert "weights.json" not in notes_of(path)


@pytest.mark.parametrize(
    "text", ['{"class_name": "Sequential", "config": {"lay', "", "[" * 200, "\x00"]
)
def test_an_architecture_that_is_damaged_is_told(tmp_path, text):
    """What is wrong with it may be just what would have told hard_sigmoid."""
    path = beside(save_old_weights([LAYER], tmp_path), text)
    assert "weights.json" in refusal(checkpoint.load, path)


def test_an_architecture_that_is_too_large_or_no_file_is_told_or_left(tmp_path):
    path = save_old_weights([LAYER], tmp_path)
    with open(tmp_path / "weights.json", "wb") as file:
        file.truncate(MAX_CONFIG + 1)
    assert "weights.json" in refusal(checkpoint.load, path)
    (tmp_path / "weights.json").unlink()
    os.mkfifo(tmp_path / "weights.json")
    assert checkpoint.load(path)


def test_a_whole_model_does_not_look_beside_itself(tmp_path):
    path = save_whole([LAYER], tmp_path)
    hard = KerasLayer("memory", weights(I, U), config={"recurrent_activation": "hard_sigmoid"})
    beside(path, sequential([hard]), "model.json")
    assert checkpoint.load(path)


@pytest.mark.parametrize("name", ["backward_lstm", "lstm_go_backwards", "Backward"])
def test_a_name_that_says_backwards_is_said(tmp_path, name):
    path = save_old_weights([KerasLayer(name, weights(I, U))], tmp_path)
    told = notes_of(path)
    assert "reversed in time" in told
    assert "forwards" not in told


def test_a_name_that_says_backwards_in_a_pair_is_a_direction(tmp_path):
    both = KerasLayer("both", weights(I, U, 2), "Bidirectional")
    path = save_old_weights([both], tmp_path)
    assert "reversed in time" not in notes_of(path)
    assert checkpoint.inspect(path)[0].bidirectional


def test_each_layer_is_asked_for_itself(tmp_path):
    """One layer's settings are in the architecture; the other's model is built in code."""
    told = NestedModel("m", [LAYER])
    path = save_old_weights([LAYER, KerasLayer("other", weights(U, U))], tmp_path, "2.2.4")
    beside(path, sequential([told]))
    undecided = {stored.name: bool(stored.undecided) for stored in checkpoint.inspect(path)}
    assert undecided == {"m.memory": False, "other": True}
