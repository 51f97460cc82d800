"""`train` gives every tensor back under the name that it came by, into whatever format."""

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from simulator.files.checkpoints import checkpoint
from tests.needs_torch import safetensors_torch, torch
from tests.simulator.files.checkpoints.onnx import models as onnx_models

T, I, H, K = 4, 3, 4, 5


@pytest.fixture
def train(tmp_path, monkeypatch, gatestep):
    """Return a function that trains a model of this folder towards classes: out and err."""
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(0)
    np.save("x.npy", rng.standard_normal((T, I)))
    np.save("classes.npy", rng.integers(0, K, T))

    def train(model, output, *more):
        given = ["--model", model, "--sequence", "x.npy", "--target", "classes.npy", *more]
        status, out, err = gatestep("train", *given, "--steps", 2, "--output", output)
        assert status == 0, err
        return out, err

    return train


def model(cell=False):
    """Return a model with much beside its LSTM: counters, half precision, a weight of two names."""
    torch.manual_seed(0)
    nn = torch.nn
    net = nn.ModuleDict(
        {
            "embedding": nn.Embedding(K, H),
            "encoder": nn.ModuleDict({"lstm": nn.LSTMCell(I, H) if cell else nn.LSTM(I, H)}),
            "another": nn.LSTM(2, 2),
            "norm": nn.BatchNorm1d(H),
            "narrow": nn.Linear(2, 2).bfloat16(),
            "decoder": nn.Linear(H, K),
        }
    )
    net["decoder"].weight = net["embedding"].weight
    return net


SAVED = {
    ".safetensors": lambda state, path: safetensors_torch.save_file(state, path),
    ".pt": lambda state, path: torch.save(state, path),
    ".npz": lambda state, path: np.savez(path, **{n: t.numpy() for n, t in state.items()}),
}
LSTM = ["--lstm", "encoder.lstm", "--readout", "decoder"]


@pytest.mark.few(4)
@pytest.mark.torch
@pytest.mark.parametrize("cell", [False, True])
@pytest.mark.parametrize("after", [".safetensors", ".pt"])
@pytest.mark.parametrize("before", SAVED)
def test_the_model_loads_the_file(train, gatestep, before, after, cell):
    """The numbers beside those that learn keep their bits."""
    net = model(cell)
    if before == ".npz":
        del net["narrow"]  # numpy has no bfloat16
    state = net.state_dict()
    if before != ".pt":
        state = {name: tensor.clone() for name, tensor in state.items()}
    SAVED[before](state, f"m{before}")
    old = {name: tensor.clone() for name, tensor in state.items()}
    out, _ = train(f"m{before}", f"new{after}", *LSTM)
    read = safetensors_torch.load_file if after == ".safetensors" else torch.load
    found = read(f"new{after}")
    model_again = model(cell)
    if before == ".npz":
        del model_again["narrow"]
    model_again.load_state_dict(found)
    learnt = {name for name in old if name.startswith(("encoder.", "decoder."))}
    if before == ".pt":  # one weight of two names in the file, as in the model
        learnt.add("embedding.weight")
        assert torch.equal(found["embedding.weight"], found["decoder.weight"])
    for name, tensor in old.items():
        assert found[name].dtype == tensor.dtype
        assert torch.equal(found[name], tensor) is (name not in learnt), name
    (beside,) = (line for line in out.splitlines() if "not trained" in line)
    assert "another" in beside
    assert "norm" in beside
    made = ["--model", f"new{after}", "--sequence", "x.npy", *LSTM]
    assert gatestep("trace", *made, "--output", "t.npz")[0] == 0


@pytest.mark.torch
def test_into_another_format_go_the_numbers_of_the_same(train):
    """What is trained in half precision is rounded alike."""
    torch.save(model().half().state_dict(), "m.pt")
    told = [train("m.pt", f"new{suffix}", *LSTM)[0] for suffix in (".pt", ".safetensors")]
    same, other = torch.load("new.pt"), safetensors_torch.load_file("new.safetensors")
    assert same.keys() == other.keys()
    assert all(torch.equal(tensor, other[name]) for name, tensor in same.items())
    assert all("rounded to float16" in out for out in told)


@pytest.mark.torch
@pytest.mark.parametrize("suffix", [".safetensors", ".pt"])
@pytest.mark.parametrize("taken", ["", "readout", "decoder"])
def test_a_readout_of_another_file_is_added_under_a_free_name(train, suffix, taken):
    """A layer of its name that has other shapes stays."""
    net = model()
    del net["decoder"]
    state = net.state_dict()
    if taken:
        state[f"{taken}.weight"] = torch.zeros(2, 2)
    torch.save(state, "m.pt")
    weight = np.ones((K, H), np.float32)
    save_file({"decoder.weight": weight}, "v.safetensors")
    np.save("v.npy", weight)
    readout = "v.npy" if taken == "readout" else "v.safetensors"
    train("m.pt", f"new{suffix}", "--lstm", "encoder.lstm", "--readout", readout)
    found = torch.load("new.pt") if suffix == ".pt" else safetensors_torch.load_file(f"new{suffix}")
    (added,) = found.keys() - state.keys()
    assert added == {"": "decoder.weight", "decoder": "readout.weight"}.get(taken, added)
    assert found[added].shape == (K, H)
    assert not torch.equal(found[added], torch.ones(K, H))
    if taken:
        assert torch.equal(found[f"{taken}.weight"], torch.zeros(2, 2))


def test_of_a_format_that_no_module_loads_lstm_and_readout_keep_their_names(train, tmp_path):
    arrays = onnx_models.weights(I, onnx_models.HIDDEN_SIZE)
    arrays["beside.weight"] = np.ones((2, 2), np.float32)
    onnx_models.save(onnx_models.model([onnx_models.node()], arrays), tmp_path)
    (stored,) = checkpoint.inspect("model.onnx")
    np.save("v.npy", np.ones((K, onnx_models.HIDDEN_SIZE), np.float32))
    out, _ = train("model.onnx", "o.safetensors", "--readout", "v.npy")
    assert load_file("o.safetensors").keys() == {*stored.tensors.values(), "readout.weight"}
    (beside,) = (line for line in out.splitlines() if "not trained" in line)
    assert "beside" in beside
