"""Export into a checkpoint of torch's own: all else in it stays, and shared numbers stay shared."""

import warnings
import zipfile
from collections import OrderedDict
from contextlib import contextmanager
from time import process_time

import pytest

from simulator.files.checkpoints import checkpoint
from simulator.files.checkpoints.export import save_torch
from simulator.files.checkpoints.find_lstms import Origin
from simulator.network.config import LSTMConfig
from tests.needs_torch import torch
from tests.simulator.files.checkpoints.checkpoints import bits, random_module, refusal, same_bits


def test_what_torch_checkpoints_carry_beside_tensors_is_kept(tmp_path):
    module = torch.nn.ModuleDict({"lstm": torch.nn.LSTM(3, 4), "head": torch.nn.Linear(4, 2)})
    shared = torch.randn(6)
    value = {
        "model": module.state_dict(),
        "parameters": [module["head"].weight, (module["lstm"].bias_hh_l0, 3)],
        "optimizer": {"lr": 0.1, "betas": (0.9, 0.999), "name": "adam", 5: None},
        "shape": torch.Size([2, 3]),
        "tied": (shared, shared[2:4]),
        "strided": torch.randn(4, 3).t(),
    }
    path = tmp_path / "training.pt"
    torch.save(value, path)
    parameters, stored = checkpoint.load(path)
    origin = Origin(str(path), stored.name)
    assert stored.name == "model.lstm"
    edit = parameters.with_value("bias_hh_l0", (1,), 9.0)
    said = save_torch(tmp_path / "edited.pt", edit, origin)
    after = torch.load(tmp_path / "edited.pt", weights_only=True)
    assert list(after) == list(value)
    assert isinstance(after["model"], OrderedDict)
    assert after["model"]._metadata == value["model"]._metadata
    assert after["model"]["lstm.bias_hh_l0"][1] == 9
    for key in ("lstm.weight_ih_l0", "head.weight", "head.bias"):
        assert bits(after["model"][key]) == bits(value["model"][key])
    # Another name of the edited tensor is edited with it, as in the model itself.
    assert after["parameters"][1][0][1] == 9
    assert "2 tensors differ" in said
    assert isinstance(after["parameters"][0], torch.nn.Parameter)
    assert after["optimizer"] == value["optimizer"]
    assert after["shape"] == value["shape"]
    assert isinstance(after["shape"], torch.Size)
    assert after["tied"][1].untyped_storage().data_ptr() != 0
    after["tied"][0][2] = 5
    assert after["tied"][1][0] == 5
    assert after["strided"].stride() == value["strided"].stride()


def test_a_parameter_that_is_edited_stays_a_parameter(tmp_path):
    lstm = torch.nn.LSTM(3, 4)
    path = tmp_path / "parameters.pt"
    torch.save(dict(lstm.named_parameters()), path)
    parameters, _ = checkpoint.load(path)
    edit = parameters.with_value("weight_ih_l0", (0, 0), 1.25)
    save_torch(path, edit, Origin(str(path), ""))
    after = torch.load(path, weights_only=True)["weight_ih_l0"]
    assert isinstance(after, torch.nn.Parameter)
    assert after.requires_grad
    assert after[0, 0] == 1.25


class Other:
    """Object of a class that only its own program has."""

    def __init__(self, lstm):
        self.lstm = lstm


@pytest.mark.parametrize("form", ["zip", "legacy", "script", "no checksums"])
def test_all_else_in_a_file_of_torchs_stays_byte_for_byte(tmp_path, form):
    lstm = random_module(LSTMConfig(3, 4))
    path, target = tmp_path / "model.pt", tmp_path / "edited.pt"
    content = {"net": lstm, "other": Other(3), "optimizer": torch.ones(1000)}
    if form == "script":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.jit.script(lstm).save(str(path))
    else:
        with crc32_switched(form != "no checksums"):
            torch.save(content, path, _use_new_zipfile_serialization=form != "legacy")
    parameters, stored = checkpoint.load(path)
    edit = parameters.with_value("weight_hh_l0", (5, 1), 9.0)
    said = save_torch(target, edit, Origin(str(path), stored.name))
    assert "1 tensor differs" in said
    assert same_bits(checkpoint.load(target)[0]["weight_hh_l0"], edit["weight_hh_l0"])
    before, after = path.read_bytes(), target.read_bytes()
    assert len(before) == len(after)
    changed = {
        at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other
    }
    value = before.index(parameters["weight_hh_l0"].tobytes()) + 4 * (5 * 4 + 1)
    others = changed - set(range(value, value + 4))
    checksum = 4
    assert len(others) <= {"zip": 2, "script": 2}.get(form, 0) * checksum
    if form in ("zip", "script"):
        with zipfile.ZipFile(target) as archive:
            assert archive.testzip() is None
    if form == "script":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert torch.jit.load(str(target)).weight_hh_l0[5, 1] == 9
    else:
        loaded = torch.load(target, weights_only=False)
        assert loaded["net"].weight_hh_l0[5, 1] == 9
        assert loaded["other"].lstm == 3


@contextmanager
def crc32_switched(on):
    from torch.utils import serialization

    before = serialization.config.save.compute_crc32
    torch.serialization.set_crc32_options(on)
    try:
        yield
    finally:
        torch.serialization.set_crc32_options(before)


def test_weights_side_by_side_in_one_storage_are_edited_apart(tmp_path):
    """An nn.LSTM on a graphics card keeps them so."""
    tensors, flat, start = {}, torch.arange(144.0), 0
    for name, tensor in random_module(LSTMConfig(3, 4)).state_dict().items():
        tensors[name] = flat[start : start + tensor.numel()].view(tensor.shape)
        start += tensor.numel()
    path = tmp_path / "flat.pt"
    torch.save(tensors, path)
    parameters, _ = checkpoint.load(path)
    edit = parameters.with_value("weight_hh_l0", (0, 0), -1.0).with_value("bias_hh_l0", (3,), -2.0)
    assert "2 tensors differ" in save_torch(path, edit, Origin(str(path), ""))
    after = torch.load(path)
    assert torch.nonzero(after["weight_hh_l0"] - tensors["weight_hh_l0"]).tolist() == [[0, 0]]
    assert torch.nonzero(after["bias_hh_l0"] - tensors["bias_hh_l0"]).tolist() == [[3]]
    assert torch.equal(after["weight_ih_l0"], tensors["weight_ih_l0"])


def test_two_weights_that_are_one_tensor_are_edited_alike_or_not_at_all(tmp_path):
    tensors = random_module(LSTMConfig(3, 4)).state_dict()
    tensors["bias_hh_l0"] = tensors["bias_ih_l0"]
    path = tmp_path / "tied.pt"
    torch.save(tensors, path)
    origin = Origin(str(path), "")
    parameters, _ = checkpoint.load(path)
    one = parameters.with_value("bias_ih_l0", (2,), 9.0)
    assert "shares its values with another weight in the file" in refusal(
        save_torch, path, one, origin
    )
    save_torch(path, one.with_value("bias_hh_l0", (2,), 9.0), origin)
    assert torch.load(path)["bias_hh_l0"][2] == 9


def test_views_of_an_edited_storage_cost_a_look_each(tmp_path):
    """A file of 4 MB with 500 views took 6 seconds: each was copied twice, to be compared."""
    numbers = torch.zeros(1_000_000)
    views = {f"view{number}": numbers for number in range(500)}
    path = tmp_path / "views.pt"
    tensors = {
        f"lstm.{name}": t for name, t in random_module(LSTMConfig(3, 4)).state_dict().items()
    }
    torch.save({**tensors, **views, "lstm.bias_ih_l0": numbers[8:24]}, path)
    parameters, _ = checkpoint.load(path)
    edit = parameters.with_value("bias_ih_l0", (3,), 9.0)
    before = process_time()
    said = save_torch(path, edit, Origin(str(path), "lstm"))
    assert process_time() - before < 2
    assert "501 tensors" in said
