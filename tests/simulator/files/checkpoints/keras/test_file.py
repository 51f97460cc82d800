"""Keras's LSTMs give the numbers of its own equations; those that nn.LSTM lacks are refused."""

import json
import random
import zipfile

import h5py
import numpy as np
import pytest

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.files import optional_packages, sandbox
from simulator.files.checkpoints import checkpoint
from simulator.files.registry import Format
from tests.needs_torch import torch
from tests.simulator.files.checkpoints.checkpoints import refusal, same_bits
from tests.simulator.files.checkpoints.keras.models import (
    SAVERS,
    TELLING,
    KerasLayer,
    NestedModel,
    as_cudnn,
    bidirectional,
    lstm,
    save_keras,
    save_old_weights,
    save_weights,
    save_whole,
    sequential,
    weights,
    wrapped,
)

B, T, I, U = 2, 5, 3, 4


@pytest.fixture(params=SAVERS)
def saver(request):
    return request.param


def sequence(width=I, dtype=np.float32):
    return np.random.default_rng(9).standard_normal((B, T, width)).astype(dtype)


def run_here(path, x, name=None):
    """Return nn.LSTM's output on (B, T, I)."""
    parameters, _ = checkpoint.load(path, name, batch_first=True)
    run = Run(Experiment.create(parameters, x))
    run.advance()
    return run.trace.outputs().output


def close(ours, theirs):
    assert ours.shape == theirs.shape
    assert ours.dtype == theirs.dtype
    exact = ours.dtype == np.float64
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-14 if exact else 2e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("bias", [True, False])
def test_outputs_match_keras_equations(tmp_path, saver, bias, dtype):
    layer = KerasLayer("memory", weights(I, U, bias=bias, dtype=dtype))
    path, x = SAVERS[saver]([layer], tmp_path), sequence(dtype=dtype)
    close(run_here(path, x), lstm(x, *layer.weights[0]))
    (stored,) = checkpoint.inspect(path)
    assert (stored.input_size, stored.hidden_size, stored.bias) == (I, U, bias)
    assert (stored.num_layers, stored.bidirectional, stored.proj_size) == (1, False, 0)
    assert stored.dtype == np.dtype(dtype).name
    assert stored.name == ("lstm" if saver == "weights" else "memory")
    assert stored.notes[0] == "Keras's gate columns, in order i f c o, are read as i f g o"
    assert ("its single bias is read as bias_ih, with bias_hh zero" in stored.notes) == bias
    assert any("assumed" in note for note in stored.notes) == (saver not in TELLING)


@pytest.mark.parametrize("bias", [True, False])
def test_bidirectional_matches(tmp_path, saver, bias):
    layer = KerasLayer("both", weights(I, U, 2, bias), "Bidirectional")
    path, x = SAVERS[saver]([layer], tmp_path), sequence()
    close(run_here(path, x), bidirectional(x, *layer.weights))
    assert checkpoint.inspect(path)[0].bidirectional


@pytest.mark.parametrize("saver", TELLING)
def test_backwards_alone_is_read_and_said(tmp_path, saver):
    layer = KerasLayer("back", weights(I, U), config={"go_backwards": True})
    path, x = SAVERS[saver]([layer], tmp_path), sequence()
    close(run_here(path, x[:, ::-1].copy()), lstm(x, *layer.weights[0], backwards=True))
    assert any("(go_backwards)" in note for note in checkpoint.inspect(path)[0].notes)


@pytest.mark.parametrize("saver", TELLING)
def test_a_cell_in_an_rnn_is_an_lstm(tmp_path, saver):
    layer = KerasLayer("rnn", weights(I, U), "RNN")
    path, x = SAVERS[saver]([layer], tmp_path), sequence()
    close(run_here(path, x), lstm(x, *layer.weights[0]))


@pytest.mark.parametrize("save", [save_whole, save_old_weights])
@pytest.mark.parametrize("units", [I, U])
def test_the_cudnn_layout_is_converted(tmp_path, save, units):
    """This holds also where units and inputs are equally many, so that no shape tells it."""
    plain = weights(I, units)[0]
    path = save([KerasLayer("fast", [as_cudnn(*plain)], "CuDNNLSTM")], tmp_path)
    parameters, stored = checkpoint.load(path)
    assert "its kernels use cuDNN's layout" in stored.notes
    assert parameters["bias_hh_l0"].any()
    x = sequence()
    close(run_here(path, x), lstm(x, *plain))


def test_both_directions_in_the_cudnn_layout(tmp_path):
    plain = weights(I, U, 2)
    layer = KerasLayer("b", [as_cudnn(*own) for own in plain], "Bidirectional")
    x = sequence()
    close(run_here(save_old_weights([layer], tmp_path), x), bidirectional(x, *plain))
    mixed = KerasLayer("b", [as_cudnn(*plain[0]), plain[1]], "Bidirectional")
    message = refusal(checkpoint.inspect, save_old_weights([mixed], tmp_path))
    assert "its bias length does not match CuDNNLSTM" in message


STACK = [
    KerasLayer("zeta", weights(I, U, seed=1)),
    KerasLayer("both", weights(U, U, 2, seed=2), "Bidirectional"),
    NestedModel("inner", [KerasLayer("deep", weights(2 * U, I, seed=3))]),
    KerasLayer("alpha", weights(I, 2, seed=4)),
]


@pytest.mark.parametrize("names", [True, False])
@pytest.mark.parametrize("saver", TELLING)
def test_layers_are_listed_each_by_name_in_their_order(tmp_path, saver, names):
    more = {"names": names} if saver == "keras" else {}
    path, x = SAVERS[saver](STACK, tmp_path, **more), sequence()
    listed = ["zeta", "both", "inner.deep", "alpha"]
    assert [stored.name for stored in checkpoint.inspect(path)] == listed
    assert "Choose one by name: zeta, both, inner.deep, alpha" in refusal(checkpoint.load, path)
    expected = lstm(x, *STACK[0].weights[0])
    close(run_here(path, x, "zeta"), expected)
    x, expected = expected, bidirectional(expected, *STACK[1].weights)
    close(run_here(path, x, "both"), expected)
    close(run_here(path, expected, "deep"), lstm(expected, *STACK[2].layers[0].weights[0]))


def test_layers_without_a_configuration_are_named_by_their_place(tmp_path):
    names = {stored.name for stored in checkpoint.inspect(save_weights(STACK, tmp_path))}
    assert names == {"lstm", "lstm_1", "bidirectional", "sequential.lstm"}
    names = {stored.name for stored in checkpoint.inspect(save_old_weights(STACK, tmp_path))}
    assert names == {"zeta", "both", "deep", "alpha"}


def test_layers_built_in_code_are_asked_for(tmp_path):
    """A model of one's own class has no layers in its configuration."""
    config = json.dumps(wrapped("MyModel", {"name": "mine"}))
    (stored,) = checkpoint.inspect(save_keras(STACK[:1], tmp_path, config))
    assert stored.undecided
    assert not any("assumed" in note for note in stored.notes)


def test_classes_in_paths_are_not_taken_for_names(tmp_path):
    """The second layer lies at layers/lstm_1, which is the name of the first here."""
    told = [
        KerasLayer("lstm_1", weights(I, U), config={"activation": "relu"}),
        KerasLayer("lstm_2", weights(I, U, seed=1)),
    ]
    path, x = save_keras(told, tmp_path, names=False), sequence()
    assert [stored.name for stored in checkpoint.inspect(path)] == ["lstm_2"]
    close(run_here(path, x), lstm(x, *told[1].weights[0]))
    elsewhere = save_keras(told, tmp_path, names=False, root="_layer_checkpoint_dependencies")
    assert "its layer in the configuration is not clear" in refusal(checkpoint.inspect, elsewhere)


def test_the_name_beside_the_weights_says_which_layer_they_are(tmp_path):
    """Later versions of Keras 3 write it; nothing in these paths is in the configuration."""
    told = [
        KerasLayer("first", weights(I, U), config={"activation": "relu"}),
        KerasLayer("second", weights(I, U, seed=1)),
    ]
    path = save_keras(told, tmp_path, root="_layer_checkpoint_dependencies")
    assert [stored.name for stored in checkpoint.inspect(path)] == ["second"]
    x = sequence()
    close(run_here(path, x), lstm(x, *told[1].weights[0]))


@pytest.mark.parametrize(
    ("names", "expected"), [(True, ["zeta", "alpha"]), (False, ["lstm", "lstm_1"])]
)
def test_layers_built_in_code_have_the_names_beside_their_weights(tmp_path, names, expected):
    layers = [KerasLayer("zeta", weights(I, U)), KerasLayer("alpha", weights(U, 2))]
    config = json.dumps(wrapped("MyModel", {"name": "mine"}))
    path = save_keras(layers, tmp_path, config, names=names)
    assert [stored.name for stored in checkpoint.inspect(path)] == expected


def test_weights_of_no_certain_layer_are_refused(tmp_path):
    """Two layers have different settings, and the weights may belong to either."""
    told = [KerasLayer("a", weights(I, U)), KerasLayer("b", weights(I, U), config={"dropout": 0.5})]
    config = sequential([NestedModel("x", told)])
    message = refusal(checkpoint.inspect, save_keras(told, tmp_path, config, names=False))
    assert "its layer in the configuration is not clear" in message
    alike = [KerasLayer("a", weights(I, U)), KerasLayer("b", weights(I, U))]
    config = sequential([NestedModel("x", alike)])
    assert len(checkpoint.inspect(save_keras(alike, tmp_path, config, names=False))) == 2


REFUSED = {
    "activation": ({"activation": "relu"}, "its activation is relu; nn.LSTM's is tanh"),
    "recurrent activation": (
        {"recurrent_activation": "hard_sigmoid"},
        "its recurrent_activation is hard_sigmoid; nn.LSTM's is sigmoid",
    ),
    "no activation": ({"activation": None}, "its activation is None"),
    "a function": (
        {"activation": {"class_name": "function", "config": "swish"}},
        "its activation is swish",
    ),
    "recurrent dropout": ({"recurrent_dropout": 0.2}, "(recurrent_dropout 0.2)"),
    "no bias": ({"use_bias": False}, "disagree on the biases"),
}


@pytest.mark.parametrize("kind", ["LSTM", "RNN", "Bidirectional"])
@pytest.mark.parametrize("saver", TELLING)
@pytest.mark.parametrize("case", REFUSED)
def test_what_nn_lstm_is_not_is_refused_by_name(tmp_path, saver, kind, case):
    config, words = REFUSED[case]
    layer = KerasLayer("memory", weights(I, U, 1 + (kind == "Bidirectional")), kind, config)
    message = refusal(checkpoint.load, SAVERS[saver]([layer], tmp_path))
    assert "memory cannot be read as an LSTM: " in message
    assert words in message


ENTRIES = {
    "a cell of one's own": (
        wrapped("RNN", {"name": "m", "cell": wrapped("PeepholeLSTMCell", {})}),
        "its cell is PeepholeLSTMCell, not LSTMCell",
    ),
    "a GRU": (wrapped("GRU", {"name": "m"}), "it is a GRU"),
    "a convolution": (wrapped("ConvLSTM2D", {"name": "m"}), "it is a convolutional LSTM"),
    "CuDNN without its bias": (
        wrapped("CuDNNLSTM", {"name": "m"}),
        "its bias length does not match CuDNNLSTM",
    ),
    "one direction of two": (
        wrapped("Bidirectional", {"name": "m", "layer": wrapped("LSTM", {"name": "m"})}),
        "its configuration and its weights disagree on the directions",
    ),
    "both directions turned": (
        wrapped("Bidirectional", {"name": "m", "layer": wrapped("LSTM", {"go_backwards": True})}),
        "its layer reads the sequence in the wrong direction",
    ),
    "both directions alike": (
        wrapped(
            "Bidirectional",
            {"name": "m", "layer": wrapped("LSTM", {}), "backward_layer": wrapped("LSTM", {})},
        ),
        "its backward_layer reads the sequence in the wrong direction",
    ),
    "another within": (
        wrapped("Bidirectional", {"name": "m", "layer": wrapped("GRU", {})}),
        "it is a GRU",
    ),
    "no layer within": (
        wrapped("Bidirectional", {"name": "m", "layer": wrapped("Dense", {})}),
        "its layer is Dense",
    ),
}


@pytest.mark.parametrize("case", ENTRIES)
def test_other_layers_are_refused_by_name(tmp_path, case):
    entry, words = ENTRIES[case]
    config = json.dumps(wrapped("Sequential", {"layers": [entry]}))
    layer = KerasLayer("m", weights(I, U))
    assert f"m cannot be read as an LSTM: {words}" in refusal(
        checkpoint.inspect, save_whole([layer], tmp_path, config)
    )


def test_gru_weights_alone_are_no_lstm(tmp_path):
    kernels = [np.ones((I, 3 * U), "f4"), np.ones((U, 3 * U), "f4"), np.ones((2, 3 * U), "f4")]
    gru = KerasLayer("gru", [kernels], "GRU")
    path = save_old_weights([gru, KerasLayer("lstm", weights(I, U))], tmp_path)
    (stored,) = checkpoint.inspect(path)
    assert any(note.startswith("also in this file but not read: gru") for note in stored.notes)
    assert "it is a GRU" in refusal(checkpoint.load, path, "gru")


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"dropout": 0.25}, "its input dropout of 0.25 in training is ignored"),
        ({"merge_mode": "sum"}, "its directions are merged by sum"),
        (
            {"activation": {"module": "builtins", "config": "tanh"}},
            "Keras's gate columns, in order",
        ),
    ],
)
@pytest.mark.parametrize("saver", TELLING)
def test_what_does_not_matter_is_said(tmp_path, saver, config, words):
    layer = KerasLayer("memory", weights(I, U, 2), "Bidirectional", config)
    notes = checkpoint.inspect(SAVERS[saver]([layer], tmp_path))[0].notes
    assert any(words in note for note in notes)


@pytest.mark.parametrize("name", ["float16", "bfloat16"])
def test_half_precision_is_cast_up_and_said_so(tmp_path, name):
    tensors = [
        torch.from_numpy(array).to(getattr(torch, name)) for array in weights(I, U, bias=False)[0]
    ]
    stored = [t.view(torch.uint16).numpy() if name == "bfloat16" else t.numpy() for t in tensors]
    parameters, found = checkpoint.load(save_keras([KerasLayer("half", [stored])], tmp_path))
    assert found.dtype == name
    assert f"{name} weights are converted to float32" in found.notes
    for own, tensor in zip(("weight_ih_l0", "weight_hh_l0"), tensors, strict=True):
        assert same_bits(parameters[own], tensor.float().T.contiguous().numpy())


def test_big_endian_and_compressed_weights_are_read(tmp_path):
    own = weights(I, U)[0]
    path = tmp_path / "model.h5"
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = "2.4.0"
        for kind, array in zip(("kernel", "recurrent_kernel", "bias"), own, strict=True):
            data = array.astype(">f4")
            file.create_dataset(f"a/{kind}:0", data=data, compression="gzip", shuffle=True)
    x = sequence()
    close(run_here(path, x), lstm(x, *own))


def tampered(folder, change):
    """Save a file of weights, with the input kernel replaced by `change(group)`."""
    path = save_old_weights([KerasLayer("memory", weights(I, U))], folder)
    with h5py.File(path, "a") as file:
        group = file["memory/memory/lstm_cell_1"]
        del group["kernel:0"]
        change(group)
    return path


def claim(**options):
    return lambda group: group.create_dataset("kernel:0", dtype="f4", **options)


def virtual(group):
    layout = h5py.VirtualLayout((I, 4 * U), "f4")
    layout[:] = h5py.VirtualSource("/etc/other.h5", "secret", (I, 4 * U))
    group.create_virtual_dataset("kernel:0", layout)


def soft(group):
    group["kernel:0"] = h5py.SoftLink("/memory/memory/lstm_cell_1/recurrent_kernel:0")


def outward(group):
    group["kernel:0"] = h5py.ExternalLink("/etc/other.h5", "/secret")


HOSTILE = {
    "a soft link": (soft, "is a link, possibly to another file"),
    "a link out": (outward, "is a link, possibly to another file"),
    "data in another file": (
        claim(shape=(I, 4 * U), external=[("/etc/passwd", 0, 192)]),
        "are in another file",
    ),
    "a virtual dataset": (virtual, "are in another file"),
    "an exabyte": (claim(shape=(2**28, 4 * 2**28), chunks=(2, 16)), "unpacks to more than"),
    "a deflated gigabyte": (
        claim(shape=(2**14, 2**14), chunks=(2**12, 2**12), compression="gzip", fillvalue=0.5),
        "unpacks to 1.3 GB",
    ),
    "a filter of its own": (
        claim(shape=(I, 4 * U), chunks=(I, 4), scaleoffset=3),
        "is compressed in a way that is not supported.",
    ),
    "whole numbers": (
        lambda group: group.create_dataset("kernel:0", data=np.ones((I, 4 * U), "i4")),
        "weight_ih_l0 is int32",
    ),
    "texts": (
        lambda group: group.create_dataset("kernel:0", data=[b"a", b"b"]),
        "weight_ih_l0 is object",
    ),
    "a vector": (
        lambda group: group.create_dataset("kernel:0", data=np.ones(4 * U, "f4")),
        "weight_ih of layer 0 is not a matrix",
    ),
    "nothing": (
        lambda group: group.create_dataset("kernel:0", data=h5py.Empty("f4")),
        "weight_ih_l0 is empty",
    ),
    "another width": (
        lambda group: group.create_dataset("kernel:0", data=np.ones((I, 4 * U + 1), "f4")),
        "should both have 4 × 4 rows",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_files_that_reach_out_or_lie_are_refused(tmp_path, case):
    change, words = HOSTILE[case]
    path = tampered(tmp_path, change)
    if case == "an exabyte":  # the other shapes agree with it, so the reader asks for it
        with h5py.File(path, "a") as file:
            group = file["memory/memory/lstm_cell_1"]
            for kind, shape in (("recurrent_kernel", (2**28, 4 * 2**28)), ("bias", (4 * 2**28,))):
                del group[f"{kind}:0"]
                group.create_dataset(f"{kind}:0", shape, "f4", chunks=(16,) * len(shape))
    if case == "a deflated gigabyte":
        with h5py.File(path, "a") as file:
            group = file["memory/memory/lstm_cell_1"]
            for kind, shape in (("recurrent_kernel", (2**12, 2**14)), ("bias", (2**14,))):
                del group[f"{kind}:0"]
                group.create_dataset(f"{kind}:0", shape, "f4", chunks=(16,) * len(shape))
    message = refusal(checkpoint.load, path)
    assert words in message
    assert str(path) in message


def test_circles_and_second_names_end(tmp_path):
    path = save_whole([KerasLayer("memory", weights(I, U))], tmp_path)
    with h5py.File(path, "a") as file:
        file["model_weights/memory/memory/again"] = file["model_weights"]
        file["model_weights/round"] = file["/"]
    assert [stored.name for stored in checkpoint.inspect(path)] == ["memory"]


def test_too_many_entries_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("simulator.files.checkpoints.keras.hdf5.MAX_OBJECTS", 5)
    path = save_whole([KerasLayer("memory", weights(I, U))], tmp_path)
    assert "it has too many entries" in refusal(checkpoint.inspect, path)
    monkeypatch.undo()
    with h5py.File(path, "w") as file:
        file.create_group("a/" * 40)
    assert "it has too many entries" in refusal(sandbox.open_here, path, Format.KERAS.row)


def zipped(folder, change):
    """Write a `.keras` file whose records `change` has altered."""
    path = save_keras([KerasLayer("memory", weights(I, U))], folder)
    with zipfile.ZipFile(path) as archive:
        records = {name: archive.read(name) for name in archive.namelist()}
    change(records)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in records.items():
            archive.writestr(name, data)
    return path


ZIPS = {
    "no weights": (lambda r: r.pop("model.weights.h5"), "it lacks config.json or"),
    "weights in shards": (lambda r: r.update({"model.weights.json": b""}), "model.weights.json"),
    "weights as npz": (lambda r: r.update({"model.weights.npz": b""}), "model.weights.npz"),
    "a bomb": (lambda r: r.update({"model.weights.h5": bytes(10**8)}), "take 100000000 bytes"),
    "a bomb beside": (lambda r: r.update({"assets/a": bytes(10**8)}), "record assets/a should"),
    "a large configuration": (
        lambda r: r.update({"config.json": random.Random(0).randbytes(2**25 + 1)}),
        "its config.json has 33554433 bytes",
    ),
    "not a JSON": (lambda r: r.update({"config.json": b"{'a'}"}), "configuration cannot be read"),
    "no object": (lambda r: r.update({"config.json": b"[]"}), "configuration cannot be read"),
    "no text": (lambda r: r.update({"config.json": b"\xff"}), "it is a damaged zip file"),
    "deep JSON": (
        lambda r: r.update({"config.json": b'{"a":' * 50_000}),
        "configuration cannot be read (nested too deeply)",
    ),
    "deep models": (
        lambda r: r.update({"config.json": deep_models(40)}),
        "configuration cannot be read (nested too deeply)",
    ),
    "no HDF5": (lambda r: r.update({"model.weights.h5": b"\x89HDF"}), "it is not an HDF5 file"),
}


def deep_models(depth):
    config = wrapped("LSTM", {})
    for _ in range(depth):
        config = wrapped("Sequential", {"layers": [config]})
    return json.dumps(config).encode()


@pytest.mark.few(4)
@pytest.mark.parametrize("case", ZIPS)
def test_broken_archives_are_refused(tmp_path, case):
    change, words = ZIPS[case]
    assert words in refusal(checkpoint.inspect, zipped(tmp_path, change))


def test_a_keras_file_is_known_by_its_content(tmp_path):
    layer = KerasLayer("memory", weights(I, U))
    for name in ("model.keras", "model.zip", "model"):
        assert checkpoint.inspect(save_keras([layer], tmp_path, name=name))[0].name == "memory"
    for name in ("model.h5", "model.bin"):
        assert checkpoint.inspect(save_whole([layer], tmp_path, name=name))[0].name == "memory"


@pytest.mark.parametrize("share", [0.01, 0.5, 0.9])
@pytest.mark.parametrize("saver", TELLING)
def test_cut_off_files_are_refused(tmp_path, saver, share):
    path = SAVERS[saver]([KerasLayer("memory", weights(I, U))], tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    assert "damaged" in refusal(checkpoint.inspect, path)


def test_a_file_without_lstms_says_what_is_there(tmp_path):
    path = tmp_path / "dense.h5"
    with h5py.File(path, "w") as file:
        file["dense/kernel:0"] = np.ones((2, 3), "f4")
    message = refusal(checkpoint.inspect, path)
    assert "it has no LSTM" in message
    assert "dense/kernel:0" in message


def test_without_h5py_it_says_how_to_install_it(tmp_path, monkeypatch):
    path = save_keras([KerasLayer("memory", weights(I, U))], tmp_path)
    monkeypatch.setattr(optional_packages, "find_spec", lambda name: None)
    assert '-m pip install "h5py>=' in refusal(checkpoint.inspect, path)
