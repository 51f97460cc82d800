"""V and b are read from every kind of file bit for bit, and a misfit names the shape needed."""

import numpy as np
import pytest
from safetensors.numpy import save_file

from simulator.files.objectives.readout_file import candidates, load_readout
from tests.needs_torch import torch
from tests.simulator.files.checkpoints.checkpoints import refusal

K, F = 4, 3
V = np.random.default_rng(0).standard_normal((K, F)).astype(np.float32)
b = np.random.default_rng(1).standard_normal(K).astype(np.float32)


def saved(folder, **arrays):
    np.savez(folder / "v.npz", **arrays)
    return folder / "v.npz"


def same(found, weight, bias):
    assert (found[0].dtype, found[0].tobytes()) == (weight.dtype, weight.tobytes())
    assert found[0].shape == weight.shape
    if bias is None:
        assert found[1] is None
    else:
        assert (found[1].dtype, found[1].tobytes()) == (bias.dtype, bias.tobytes())
    assert not found[0].flags.writeable


@pytest.mark.torch
def test_a_checkpoints_likeliest_layer(tmp_path):
    net = torch.nn.ModuleDict(
        {
            "emb": torch.nn.Embedding(9, F),
            "rnn": torch.nn.LSTM(F, F),
            "mix": torch.nn.Linear(F, F, bias=False),
            "head": torch.nn.Linear(F, K),
        }
    )
    path = tmp_path / "m.pt"
    torch.save(net.state_dict(), path)
    arrays = {name: array.numpy() for name, array in net.state_dict().items()}
    assert [layer.name for layer in candidates(path, F, "rnn")] == ["head", "mix", "emb"]
    found = load_readout(path, F, lstm="rnn")
    same(found, arrays["head.weight"], arrays["head.bias"])
    assert found[2] == "head"
    found = load_readout(path, F, "mix")
    same(found, arrays["mix.weight"], None)
    assert found[2] == "mix"
    same(load_readout(path, F, "emb"), arrays["emb.weight"], None)


@pytest.mark.torch
def test_a_linear_layers_own_state(tmp_path):
    linear = torch.nn.Linear(F, K, dtype=torch.float64)
    torch.save(linear.state_dict(), tmp_path / "fc.pt")
    found = load_readout(tmp_path / "fc.pt", F)
    same(found, linear.weight.detach().numpy(), linear.bias.detach().numpy())


@pytest.mark.parametrize("dtype", ["float32", "float64", ">f4"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_an_array_is_v_alone(tmp_path, dtype, order):
    np.save(tmp_path / "v.npy", np.asarray(V.astype(dtype), order=order))
    (layer,) = candidates(tmp_path / "v.npy", F)
    assert (layer.name, layer.outputs, layer.features, layer.bias) == ("", K, F, False)
    found = load_readout(tmp_path / "v.npy", F)
    same(found, V.astype("float64" if dtype == "float64" else "float32"), None)
    assert found[2] == ""


def test_an_array_on_one_axis_is_one_output(tmp_path):
    np.save(tmp_path / "v.npy", V[0])
    same(load_readout(tmp_path / "v.npy", F), V[:1], None)


@pytest.mark.parametrize("name", ["V", "weight", "fc.weight"])
def test_whole_numbers_are_read_exactly(tmp_path, name):
    path = saved(tmp_path, **{name: np.eye(F, dtype=np.int8)})
    (layer,) = candidates(path, F)
    for chosen in (None, layer.name):
        same(load_readout(path, F, chosen), np.eye(F), None)


@pytest.mark.parametrize(
    ("arrays", "bias"),
    [
        ({"weight": V, "bias": b}, b),
        ({"V": V, "b": b}, b),
        ({"b": b, "V": V}, b),
        ({"V": V}, None),
        ({"V": V, "x": b[:-1]}, None),
        ({"V": V, "x": b, "y": b}, None),
        ({"fc.weight": V, "fc.bias": b, "other": b}, b),
        ({"V": V, "b": b, "note": np.array("text")}, b),
    ],
)
def test_an_archive_holds_a_layer_by_torchs_names_or_any(tmp_path, arrays, bias):
    found = load_readout(saved(tmp_path, **arrays), F)
    same(found, V, bias)
    assert found[2] == ""


def test_one_of_an_archives_layers_is_chosen_by_name(tmp_path):
    path = saved(tmp_path, one=V, two=2 * V)
    assert [layer.name for layer in candidates(path, F)] == ["one", "two"]
    same(load_readout(path, F, "two"), 2 * V, None)
    assert "one (4, 3), two (4, 3)" in refusal(load_readout, path, F, "three")


def test_a_misfit_names_the_shape_needed_and_what_is_there(tmp_path):
    np.save(tmp_path / "v.npy", V)
    line = refusal(load_readout, tmp_path / "v.npy", 5)
    assert "(out_features, 5)" in line
    assert "(4, 3)" in line
    assert "Transpose" not in line
    assert "Transpose" in refusal(load_readout, tmp_path / "v.npy", K)
    assert candidates(tmp_path / "v.npy", 5) == ()
    np.save(tmp_path / "v.npy", np.ones((2, K, F)))
    assert "(2, 4, 3)" in refusal(load_readout, tmp_path / "v.npy", F)
    line = refusal(load_readout, saved(tmp_path, V=V, b=b), 5)
    assert "(out_features, 5)" in line
    assert "V (4, 3), b (4,)" in line
    path = tmp_path / "m.safetensors"
    save_file({"fc.weight": V, "emb.weight": np.ones((9, 2), np.float32)}, path)
    line = refusal(load_readout, path, 5)
    assert "(out_features, 5)" in line
    assert "emb (9, 2), fc (4, 3)" in line
    assert "only embeddings" in refusal(load_readout, path, 2)
    save_file({"lstm.weight_ih_l0": np.ones((12, 2), np.float32)}, path)
    assert "no Linear layer" in refusal(load_readout, path, 3)


def test_a_file_of_another_kind_is_refused(tmp_path):
    (tmp_path / "v.csv").write_text("1,2,3\n4,5,6\n")
    assert "v.csv" in refusal(candidates, tmp_path / "v.csv", F)
    assert "no.npy" in refusal(load_readout, tmp_path / "no.npy", F)
    (tmp_path / "cut.npy").write_bytes(b"\x93NUMPY\x01\0")
    assert "damaged" in refusal(load_readout, tmp_path / "cut.npy", F)
