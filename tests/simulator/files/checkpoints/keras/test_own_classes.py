"""Classes made from Keras's own are read by their configuration and weights, not by their name."""

import json

import h5py
import numpy as np
import pytest

from simulator.files.checkpoints import checkpoint
from simulator.files.checkpoints.checkpoint import UndecidedActivation
from tests.simulator.files.checkpoints.checkpoints import refusal
from tests.simulator.files.checkpoints.keras.models import (
    KerasLayer,
    as_cudnn,
    bidirectional,
    lstm,
    save_keras,
    save_old_weights,
    save_whole,
    sequential,
    weights,
    wrapped,
)
from tests.simulator.files.checkpoints.keras.test_file import I, U, close, run_here, sequence

OWN = ["MyLSTM", "ReversedLSTM", "mine>MyLSTM", "mine>LSTM", "Unnamed"]


def save_beside(layers, folder, config=None):
    """Save weights alone, and the architecture beside them."""
    path = save_old_weights(layers, folder)
    path.with_suffix(".json").write_text(sequential(layers) if config is None else config)
    return path


CONTAINERS = {"keras": save_keras, "whole": save_whole, "beside": save_beside}


@pytest.fixture(params=CONTAINERS)
def save(request):
    return CONTAINERS[request.param]


def notes_of(path):
    return checkpoint.load(path)[1].notes


def saved_alone(folder, entry, layers):
    """Save layers as Keras 2 does, under a configuration of one's own entry."""
    return save_whole(layers, folder, json.dumps(wrapped("Sequential", {"layers": [entry]})))


@pytest.mark.parametrize("kind", OWN)
def test_a_class_made_from_lstm_is_read_with_its_settings(tmp_path, save, kind):
    layer = KerasLayer("memory", weights(I, U), kind)
    path, x = save([layer], tmp_path), sequence()
    close(run_here(path, x), lstm(x, *layer.weights[0]))
    (stored,) = checkpoint.inspect(path)
    assert stored.name == "memory"
    assert not stored.undecided
    assert any(f"is not Keras's own ({kind})" in note for note in stored.notes)
    assert not any("assumed" in note for note in stored.notes)


def test_a_class_of_keras_has_no_such_note(tmp_path, save):
    path = save([KerasLayer("memory", weights(I, U))], tmp_path)
    assert not any("is not Keras's own" in note for note in notes_of(path))


SETTINGS = [
    {"recurrent_activation": "hard_sigmoid"},
    {"activation": "relu"},
    {"recurrent_dropout": 0.2},
    {"use_bias": False},
]


@pytest.mark.parametrize("config", SETTINGS, ids=str)
@pytest.mark.parametrize("kind", OWN)
def test_what_a_plain_lstm_is_refused_for_it_is_refused_for_too(tmp_path, save, kind, config):
    words = refusal(
        checkpoint.load, save([KerasLayer("memory", weights(I, U), "LSTM", config)], tmp_path)
    )
    own = KerasLayer("memory", weights(I, U), kind, config)
    assert refusal(checkpoint.load, save([own], tmp_path)) == words


@pytest.mark.parametrize("kind", OWN)
def test_it_reads_backwards_where_its_configuration_says_so(tmp_path, save, kind):
    layer = KerasLayer("memory", weights(I, U), kind, {"go_backwards": True})
    path, x = save([layer], tmp_path), sequence()
    assert any("(go_backwards)" in note for note in notes_of(path))
    close(run_here(path, x[:, ::-1].copy()), lstm(x, *layer.weights[0], backwards=True))


def test_a_bidirectional_around_it_has_its_settings(tmp_path, save):
    both = KerasLayer("memory", weights(I, U, 2), "Bidirectional", inner="MyLSTM")
    path, x = save([both], tmp_path), sequence()
    close(run_here(path, x), bidirectional(x, *both.weights))
    assert any("MyLSTM" in note for note in notes_of(path))
    both.config["activation"] = "relu"
    assert "its activation is relu" in refusal(checkpoint.load, save([both], tmp_path))


def test_a_bidirectional_of_ones_own_is_two_directions(tmp_path, save):
    both = KerasLayer("memory", weights(I, U, 2), "Bidirectional")
    config = sequential([both]).replace("Bidirectional", "MyBidirectional")
    path, x = save([both], tmp_path, config), sequence()
    close(run_here(path, x), bidirectional(x, *both.weights))
    assert any("MyBidirectional" in note for note in notes_of(path))


def test_an_rnn_or_a_cell_of_ones_own_is_read_by_the_cells_settings(tmp_path, save):
    cell = KerasLayer("memory", weights(I, U), "RNN", inner="MyCell")
    path, x = save([cell], tmp_path), sequence()
    close(run_here(path, x), lstm(x, *cell.weights[0]))
    assert any("MyCell" in note for note in notes_of(path))
    path = save([cell], tmp_path, sequential([cell]).replace('"RNN"', '"MyRNN"'))
    assert any("MyRNN, MyCell" in note for note in notes_of(path))
    cell.config["activation"] = "relu"
    assert "its activation is relu" in refusal(checkpoint.load, save([cell], tmp_path))


@pytest.mark.parametrize(
    ("kind", "gates", "words"), [("MyGRU", 3, "a GRU"), ("My", 1, "plain RNN")]
)
def test_the_weights_say_that_it_is_no_lstm(tmp_path, save, kind, gates, words):
    """Its settings are not named: a GRU that is trained on with sigmoid is still none."""
    own = [np.ones((width, gates * U), "f4") for width in (I, U)]
    config = {"recurrent_activation": "hard_sigmoid", "use_bias": False}
    path = save([KerasLayer("lstm", [own], kind, config)], tmp_path)
    message = refusal(checkpoint.load, path)
    assert words in message
    assert "hard_sigmoid" not in message


@pytest.mark.parametrize("kind", ["MyLSTM", "LSTM"])
def test_a_class_with_weights_of_its_own_is_another_cell(tmp_path, kind):
    """Also a plain LSTM keeps a state of its random numbers, which are no floats."""
    path = save_whole([KerasLayer("memory", weights(I, U), kind)], tmp_path)
    with h5py.File(path, "a") as file:
        group = file["model_weights/memory/memory/lstm_cell_1"]
        group["seed_generator_state:0"] = np.zeros(2, "u4")
    assert checkpoint.load(path)
    with h5py.File(path, "a") as file:
        file["model_weights/memory/memory/attention/query:0"] = np.ones(U, "f4")
    if kind == "LSTM":
        assert checkpoint.load(path)
    else:
        assert "attention/query:0" in refusal(checkpoint.load, path)


@pytest.mark.parametrize("key", ["activation", "recurrent_activation", "go_backwards"])
@pytest.mark.parametrize("way", [1, 2])
def test_a_setting_that_it_does_not_write_is_not_assumed(tmp_path, save, key, way):
    """The default of its code is not Keras's."""
    kind, inner = ("Bidirectional", "MyLSTM") if way == 2 else ("MyLSTM", "")
    layer = KerasLayer("memory", weights(I, U, way), kind, inner=inner)
    config = sequential([layer]).replace(f'"{key}"', '"another"')
    message = refusal(checkpoint.load, save([layer], tmp_path, config))
    assert "MyLSTM" in message
    assert key in message


def test_the_cudnn_layout_has_no_activations_to_write(tmp_path):
    fast = KerasLayer("fast", [as_cudnn(*weights(I, U)[0])], "MyCuDNN")
    config = {"name": "fast", "recurrent_initializer": "orthogonal", "go_backwards": False}
    path, x = saved_alone(tmp_path, wrapped("MyCuDNN", config), [fast]), sequence()
    close(run_here(path, x), lstm(x, *weights(I, U)[0]))


BUILT_IN_CODE = {
    "a class that writes no settings": wrapped("Bare", {"name": "memory", "units": U}),
    "the name of one of Keras's": {**wrapped("LSTM", {"name": "memory"}), "module": "mine.layers"},
    "a layer around it": wrapped("Encoder", {"name": "encoder"}),
}


@pytest.mark.parametrize("case", BUILT_IN_CODE)
def test_what_no_configuration_tells_is_asked(tmp_path, save, case):
    """Whatever the version: what a class sets itself is no default of Keras's."""
    config = json.dumps(wrapped("Sequential", {"layers": [BUILT_IN_CODE[case]]}))
    layer = KerasLayer("memory", weights(I, U), "Bare")
    path = save([layer], tmp_path, config)
    with pytest.raises(UndecidedActivation):
        checkpoint.load(path)
    parameters, stored = checkpoint.load(path, recurrent_activation="sigmoid")
    assert "tanh and the forward" in stored.notes[-1]
    np.testing.assert_array_equal(parameters["weight_ih_l0"], layer.weights[0][0].T)
    assert not any(" next to it" in note for note in stored.notes)


@pytest.mark.parametrize("config", [{}, *SETTINGS[:2], {"go_backwards": True}], ids=str)
def test_a_layer_in_the_configuration_of_another_is_found(tmp_path, save, config):
    """A layer may take another as its argument, under any name."""
    layer = KerasLayer("memory", weights(I, U), config=config)
    holder = wrapped("Holder", {"name": "hold", "rnn": layer.entry()})
    path = save([layer], tmp_path, json.dumps(wrapped("Sequential", {"layers": [holder]})))
    if "go_backwards" in config or not config:
        assert any("(go_backwards)" in note for note in notes_of(path)) == bool(config)
    else:
        assert next(iter(config.values())) in refusal(checkpoint.load, path)


def test_one_configuration_is_not_that_of_two_layers(tmp_path):
    """The wrapped layer's weights are named by the wrapper, the other's class writes nothing."""
    told = KerasLayer("inner", weights(I, U))
    layers = [
        wrapped("TimeDistributed", {"name": "each", "layer": told.entry()}),
        wrapped("Bare", {"name": "bare"}),
    ]
    config = json.dumps(wrapped("Sequential", {"layers": layers}))
    found = [KerasLayer("each", weights(I, U)), KerasLayer("bare", weights(U, U))]
    message = refusal(checkpoint.load, save_whole(found, tmp_path, config))
    assert "its layer in the configuration is not clear" in message
