"""LSTMs in checkpoints: every option, name and nesting, bit for bit; other tensors are no LSTM."""

import os
import pickle
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.experiment.experiment import Experiment
from simulator.files.checkpoints import checkpoint
from simulator.network.config import LSTMConfig
from tests.depth import examples
from tests.needs_torch import torch
from tests.simulator.experiments import configs, random_parameters
from tests.simulator.files.checkpoints.checkpoints import (
    SAVERS,
    random_module,
    refusal,
    same_bits,
    save_torch,
)

KEYS = [
    "name",
    "kind",
    "input_size",
    "hidden_size",
    "num_layers",
    "bias",
    "bidirectional",
    "proj_size",
    "dtype",
]
OTHERS = {
    "head.weight": np.ones((2, 3), np.float32),
    "steps": np.array([7]),
    "lstm_weight": np.ones(1, np.float32),
}
prefixes = st.sampled_from(["", "lstm", "module.encoder.lstm", "a.b.0", "weight_ih_l0", "ü \n名"])


def prefixed(prefix, tensors):
    return {f"{prefix}.{name}" if prefix else name: value for name, value in tensors.items()}


@pytest.fixture(params=sorted(SAVERS))
def save(request):
    return SAVERS[request.param]


@pytest.mark.parametrize("format", sorted(SAVERS))
@examples(60)
@given(config=configs(), prefix=prefixes, double=st.booleans(), seed=st.integers(0, 99))
def test_every_option_comes_back_bit_for_bit(format, config, prefix, double, seed):
    config = config if config.num_layers > 1 else replace(config, dropout=0.0)
    module = random_module(config, seed).to(torch.float64 if double else torch.float32)
    tensors = module.state_dict()
    with tempfile.TemporaryDirectory() as folder:
        path = SAVERS[format](prefixed(prefix, tensors) | OTHERS, Path(folder))
        (listed,) = checkpoint.inspect(path)
        parameters, stored = checkpoint.load(
            path, batch_first=config.batch_first, dropout=config.dropout
        )
    assert stored == listed
    assert (stored.name, stored.kind) == (prefix, "LSTM")
    (note,) = stored.notes
    assert "1 Linear (head), 1 other tensor (lstm_weight)" in note
    assert parameters.config == config
    assert list(parameters.arrays) == list(tensors)
    for name, tensor in tensors.items():
        assert same_bits(parameters[name], tensor.numpy())
    told = stored.to_json()
    assert list(told) == KEYS
    assert told["dtype"] == ("float64" if double else "float32")
    for key in KEYS[2:-1]:
        assert told[key] == getattr(config, key)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("prefix", ["", "decoder.cell"])
def test_a_cell_is_an_lstm_of_one_layer(save, tmp_path, bias, prefix):
    torch.manual_seed(0)
    cell = torch.nn.LSTMCell(3, 4, bias=bias)
    parameters, stored = checkpoint.load(save(prefixed(prefix, cell.state_dict()), tmp_path))
    assert (stored.name, stored.kind) == (prefix, "LSTMCell")
    assert parameters.config == LSTMConfig(3, 4, bias=bias)
    for name, tensor in cell.state_dict().items():
        assert same_bits(parameters[f"{name}_l0"], tensor.numpy())


def test_nested_dicts_are_joined_by_dots(tmp_path):
    lstm = random_module(LSTMConfig(2, 3))
    optimizer = torch.optim.Adam(lstm.parameters())
    lstm(torch.ones(2, 2))[0].sum().backward()
    optimizer.step()
    content = {
        "epoch": 3,
        "state_dict": {"encoder": {"lstm": lstm.state_dict()}},
        "optimizer": optimizer.state_dict(),
        "history": [1.5, (torch.ones(2), None)],
    }
    path = save_torch(content, tmp_path)
    assert [s.name for s in checkpoint.inspect(path)] == ["state_dict.encoder.lstm"]
    parameters, stored = checkpoint.load(path, "encoder.lstm")
    assert stored.name == "state_dict.encoder.lstm"
    assert same_bits(parameters["weight_hh_l0"], lstm.weight_hh_l0.detach().numpy())


@pytest.mark.parametrize("name", ["bfloat16", "float16"])
def test_half_precision_is_cast_up_and_said_so(save, tmp_path, name):
    dtype = getattr(torch, name)
    tensors = random_module(LSTMConfig(3, 4)).to(dtype).state_dict()
    bits = torch.arange(2**15, dtype=torch.int16).view(dtype)
    every = bits[torch.isfinite(bits)][: 16 * 1900].reshape(16, -1)  # most bit patterns
    tensors["weight_ih_l0"] = torch.cat((every, -every), dim=1)
    parameters, stored = checkpoint.load(save(tensors, tmp_path))
    assert stored.dtype == name
    assert stored.notes == (f"{name} weights are converted to float32",)
    for name, tensor in tensors.items():
        assert same_bits(parameters[name], tensor.to(torch.float32).numpy())


def test_mixed_dtypes_become_the_widest(save, tmp_path):
    tensors = dict(random_parameters(LSTMConfig(3, 4)).arrays)
    tensors["weight_hh_l0"] = tensors["weight_hh_l0"].astype(np.float64) / 3
    tensors["bias_ih_l0"] = tensors["bias_ih_l0"].astype(np.float16)
    parameters, stored = checkpoint.load(save(tensors, tmp_path))
    assert stored.dtype == "float64"
    assert stored.notes == (
        "float64 and float32 and float16 weights are mixed: all are converted to float64",
    )
    for name, tensor in tensors.items():
        assert same_bits(parameters[name], tensor.astype(np.float64))


def test_the_dtype_can_be_chosen(save, tmp_path):
    tensors = dict(random_parameters(LSTMConfig(3, 4), dtype=np.float64).arrays)
    path = save(tensors, tmp_path)
    parameters, stored = checkpoint.load(path, dtype="float32")
    assert parameters.dtype == np.float32
    assert stored.notes == ("float64 weights are rounded to float32",)
    tensors["bias_hh_l0"] = np.full(16, 1e300)
    path = save(tensors, tmp_path)
    assert checkpoint.load(path)[0]["bias_hh_l0"][1] == 1e300
    message = refusal(checkpoint.load, path, dtype=np.float32)
    assert "bias_hh_l0 is too large for float32" in message
    with pytest.raises(ValueError, match="dtype must be float32 or float64"):
        checkpoint.load(path, dtype="float16")


def test_several_are_chosen_by_name(save, tmp_path):
    tensors, models = {}, {}
    for index, name in enumerate(["encoder.lstm", "decoder.lstm", "cell"]):
        models[name] = random_parameters(LSTMConfig(2 + index, 3), seed=index)
        tensors |= prefixed(name, models[name].arrays)
    path = save(tensors, tmp_path)
    assert {s.name for s in checkpoint.inspect(path)} == set(models)
    message = refusal(checkpoint.load, path)
    assert "Choose one by name" in message
    for name, model in models.items():
        assert name in message
        parameters, stored = checkpoint.load(path, name)
        assert stored.name == name
        assert same_bits(parameters["weight_ih_l0"], model["weight_ih_l0"])
    assert checkpoint.load(path, "encoder.lstm")[1].input_size == 2
    for ambiguous in ("lstm", "", "coder.lstm", "no\nsuch"):
        assert "has no LSTM named" in refusal(checkpoint.load, path, ambiguous)


def test_the_root_has_a_name_to_type(save, tmp_path):
    path = save(random_parameters(LSTMConfig(2, 3)).arrays, tmp_path)
    for name in (None, "", "(root)"):
        assert checkpoint.load(path, name)[1].name == ""
    assert checkpoint.inspect(path)[0].label == "(root)"


def without(*names):
    return lambda tensors: {n: t for n, t in tensors.items() if n not in names}


def reshaped(name, *shape):
    return lambda tensors: {**tensors, name: np.ones(shape, np.float32)}


BROKEN = {
    "missing weight": (without("weight_hh_l1"), "weight_hh_l1 is missing"),
    "missing reverse": (without("bias_ih_l1_reverse"), "bias_ih_l1_reverse is missing"),
    "a gap": (
        without(
            *(
                f"{k}_l0{s}"
                for k in ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")
                for s in ("", "_reverse")
            )
        ),
        "weight_ih_l0 is missing",
    ),
    "wrong width": (
        reshaped("weight_ih_l1", 16, 5),
        "weight_ih_l1 has shape (16, 5), but the others need (16, 4)",
    ),
    "wrong bias": (
        reshaped("bias_hh_l0", 15),
        "bias_hh_l0 has shape (15,), but the others need (16,)",
    ),
    "wrong rows": (reshaped("weight_hh_l0", 12, 2), "should both have 4 × 4 rows"),
    "a vector": (reshaped("weight_ih_l0", 16), "weight_ih of layer 0 is not a matrix: (16,)"),
    "projection too wide": (reshaped("weight_hr_l0", 4, 4), "proj_size has to be smaller"),
    "no units": (
        lambda tensors: {"weight_ih_l0": np.ones((0, 3)), "weight_hh_l0": np.ones((0, 0))},
        "hidden_size must be greater than zero",
    ),
    "integers": (
        lambda tensors: {**tensors, "bias_hh_l0": np.ones(16, np.int32)},
        "bias_hh_l0 is int32",
    ),
    "both kinds": (reshaped("weight_ih", 16, 3), "mixes the names of nn.LSTM and nn.LSTMCell"),
}


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.parametrize("prefix", ["", "encoder"])
def test_what_does_not_fit_is_refused_by_name_and_shape(save, tmp_path, case, prefix):
    change, words = BROKEN[case]
    config = LSTMConfig(3, 4, num_layers=2, bidirectional=True, proj_size=2)
    broken = change(random_parameters(config).arrays)
    path = save(prefixed(prefix, broken), tmp_path)
    for function in (checkpoint.inspect, checkpoint.load):
        message = refusal(function, path)
        assert words in message
        assert str(path) in message
        assert (prefix or "(root)") in message


@pytest.mark.parametrize("module", ["GRU", "RNN", "GRUCell", "RNNCell"])
def test_other_recurrent_layers_are_recognised(save, tmp_path, module):
    kind = "a GRU" if "GRU" in module else "a plain RNN"
    others = prefixed("other", getattr(torch.nn, module)(3, 4).state_dict())
    assert f"other cannot be read as an LSTM: it is {kind}" in refusal(
        checkpoint.inspect, save(others, tmp_path)
    )
    path = save(others | prefixed("lstm", random_module(LSTMConfig(3, 4)).state_dict()), tmp_path)
    (stored,) = checkpoint.inspect(path)
    assert stored.name == checkpoint.load(path)[1].name == "lstm"
    assert stored.notes[0].startswith(f"also in this file but not read: other, it is {kind}")
    assert f"it is {kind}" in refusal(checkpoint.load, path, "other")


def test_a_file_without_lstms_says_what_is_there(save, tmp_path):
    message = refusal(checkpoint.inspect, save({"head.weight": np.ones((2, 3))}, tmp_path))
    assert "it has no LSTM" in message
    assert "head.weight" in message


def test_results_travel_between_processes_without_torch(save, tmp_path):
    path = save(random_module(LSTMConfig(2, 3)).bfloat16().state_dict(), tmp_path)
    answer = checkpoint.load(path), checkpoint.inspect(path)
    data = pickle.dumps(answer)
    assert b"torch" not in data
    (parameters, stored), listed = pickle.loads(data)
    assert listed == answer[1]
    assert stored == answer[0][1]
    assert not parameters["bias_ih_l0"].flags.writeable
    assert same_bits(parameters["bias_ih_l0"], answer[0][0]["bias_ih_l0"])


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("gone.pt", None, "it does not exist"),
        ("empty.safetensors", b"", "it is empty"),
        ("old.pt", b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.", "it is damaged"),
        ("text.pt", b"hello\n", "it was not saved by PyTorch"),
        ("model.mlmodel", b"\x08\x04", "Core ML models are not supported."),
        ("model", b"\x84\xa5nodes", "thinc and spaCy models are not supported"),
        ("a.bin.xyz", b"\x00\x01\x02\x03", "its format is not known"),
        ("table.csv", b"1,2\n", "it is a sequence, not a checkpoint"),
        ("arrays.npz", b"PK\x03\x04", "it is a sequence, not a checkpoint"),
        ("cut.pt", b"PK\x03\x04", "it is damaged"),
    ],
)
def test_other_files_are_refused_in_plain_words(tmp_path, name, data, words):
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    message = refusal(checkpoint.inspect, path)
    assert words in message
    assert name in message


def test_a_folder_and_a_pipe_are_refused_at_once(tmp_path):
    assert "it is a folder" in refusal(checkpoint.inspect, tmp_path)
    (tmp_path / "model.mlpackage").mkdir()
    told = refusal(checkpoint.inspect, tmp_path / "model.mlpackage")
    assert "Core ML models are not supported." in told
    os.mkfifo(tmp_path / "pipe.pt")
    assert "a device or a pipe" in refusal(checkpoint.inspect, tmp_path / "pipe.pt")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_any_bits_are_cast_without_a_warning(save, tmp_path, dtype):
    """Signalling NaNs raise a flag of the processor, and numpy would warn."""
    signalling = np.full((4, 1), 0x7FF0000000000001, np.uint64).view(np.float64)
    if dtype is np.float32:
        signalling = np.full((4, 1), 0x7F800001, np.uint32).view(np.float32)
    arrays = random_parameters(LSTMConfig(1, 1), dtype=dtype).arrays
    path = save({**arrays, "weight_ih_l0": signalling}, tmp_path)
    for other in (np.float32, np.float64):
        parameters, _ = checkpoint.load(path, dtype=other)
        assert np.isnan(parameters["weight_ih_l0"]).all()
    Experiment.create(parameters, np.ones((3, 1))).astype(np.float32).astype(np.float64)


@pytest.mark.parametrize(
    ("beside", "words"),
    [
        ("weight_ci", "it has weight_ci: peephole connections"),
        ("W_cf", "it has W_cf: peephole connections"),
        ("peephole.weight", "it has peephole.weight: peephole connections"),
        ("layernorm_i.weight", "it has layernorm_i.weight: normalisation inside the cell"),
        ("ln_ih.bias", "it has ln_ih.bias: normalisation inside the cell"),
        ("layer_norm.weight", "it has layer_norm.weight: normalisation inside the cell"),
    ],
)
def test_cells_of_other_equations_are_refused_by_their_weights(save, tmp_path, beside, words):
    arrays = random_parameters(LSTMConfig(3, 4)).arrays
    cell = {f"rnn.cell.{name.removesuffix('_l0')}": array for name, array in arrays.items()}
    message = refusal(checkpoint.load, save({**cell, f"rnn.cell.{beside}": np.ones(4)}, tmp_path))
    assert f"rnn.cell cannot be read as an LSTM: {words}" in message


def test_normalisation_beside_an_lstm_is_another_layer(save, tmp_path):
    arrays = random_parameters(LSTMConfig(3, 4)).arrays
    layers = {"ln.weight": np.ones(4), "weight_icon": np.ones(2), "rnn.cell.weight": np.ones(2)}
    assert checkpoint.load(save({**arrays, **layers}, tmp_path))[1].name == ""


def test_a_tensor_with_an_endless_name_is_left_out(save, tmp_path):
    """Names are looked at outside the sandbox: one of 60 kB took 18 seconds."""
    model = random_module(LSTMConfig(3, 4))
    tensors = {**model.state_dict(), "peep" * 15_000 + ".a.b": torch.zeros(1)}
    started = time.process_time()
    (lstm,) = checkpoint.inspect(save(tensors, tmp_path))
    assert time.process_time() - started < 5
    assert not any("peep" in note for note in lstm.notes)
