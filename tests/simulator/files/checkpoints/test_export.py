"""Export of models: edited numbers are in the file, and every other bit is unchanged."""

import subprocess
import sys
import warnings
import zipfile
from collections import OrderedDict
from contextlib import contextmanager
from pathlib import Path
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import safe_open

from simulator.files.checkpoints import checkpoint
from simulator.files.checkpoints.export import (
    format_to_return_to,
    save_torch,
    saving_alone,
    saving_inside,
)
from simulator.files.checkpoints.find_lstms import Origin
from simulator.files.registry import Format
from simulator.lstm.config import LSTMConfig
from simulator.progress import finish
from tests.needs_torch import safetensors_torch, torch
from tests.paths import ROOT
from tests.simulator.experiments import configs, random_parameters
from tests.simulator.files.checkpoints.checkpoints import (
    pickled_in_zip,
    random_module,
    refusal,
    safetensors_bytes,
    same_bits,
    without_processes,
)

DTYPES = ("float64", "float32", "bfloat16", "float16")


def export(path, parameters, origin=None):
    """Write in the format of the suffix."""
    if path.suffix == ".pt":
        return save_torch(path, parameters, origin)
    if origin is None:
        return finish(saving_alone(path, parameters))
    return finish(saving_inside(path, origin, parameters))


def model(config, dtype="float32", seed=0):
    """Return the tensors of a model around an LSTM: other layers, other dtypes, odd shapes."""
    torch.manual_seed(seed)
    lstm = random_module(config, seed).to(getattr(torch, dtype))
    tensors = {f"encoder.lstm.{name}": t.detach() for name, t in lstm.state_dict().items()}
    others = {
        "embedding.weight": torch.randn(5, 3).to(torch.bfloat16),
        "steps": torch.tensor(7),
        "mask": torch.tensor([True, False, True]),
        "codes": torch.arange(-5, 5, dtype=torch.int8),
        "head.weight": torch.randn(2, 3, dtype=torch.float64),
        "empty": torch.zeros(0, 4),
    }
    return {**others, **tensors, "zz.last": torch.tensor([float("nan"), -0.0])}


def save(tensors, path):
    """Save a checkpoint by the libraries themselves, with metadata."""
    if path.suffix == ".pt":
        torch.save(tensors, path)
    else:
        safetensors_torch.save_file(tensors, path, {"format": "pt", "note": "é, kept"})
    return Origin(str(path), "encoder.lstm")


def load(path):
    """Load all tensors of a file, by the libraries themselves."""
    if path.suffix == ".pt":
        return torch.load(path, weights_only=True)
    with safe_open(path, "pt") as file:
        assert file.metadata() == {"format": "pt", "note": "é, kept"}
        return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118


def bits(tensor):
    flat = tensor.detach().contiguous().flatten()
    return tensor.dtype, tensor.shape, flat.view(torch.uint8).tolist()


@pytest.fixture(params=[".safetensors", ".pt"])
def suffix(request):
    return request.param


@settings(max_examples=30, deadline=None)
@given(
    configs(), st.sampled_from([np.float32, np.float64]), st.sampled_from([".safetensors", ".pt"])
)
def test_alone_it_is_what_torch_loads(tmp_path_factory, config, dtype, suffix):
    path = tmp_path_factory.getbasetemp() / f"alone{suffix}"
    parameters = random_parameters(config, 3, dtype)
    assert export(path, parameters) == f"Wrote {path}"
    with warnings.catch_warnings(), without_processes():
        warnings.simplefilter("ignore")
        read, stored = checkpoint.load(path, batch_first=config.batch_first, dropout=config.dropout)
        lstm = random_module(config).to(torch.float64 if dtype == np.float64 else torch.float32)
    assert read.config == config
    assert stored.notes == ()
    for name, array in parameters.arrays.items():
        assert same_bits(read[name], array)
    if suffix == ".pt":
        lstm.load_state_dict(torch.load(path, weights_only=True))
    else:
        lstm.load_state_dict(safetensors_torch.load_file(path))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("over_itself", [False, True])
def test_inside_its_checkpoint_only_the_edit_is_another(tmp_path, suffix, dtype, over_itself):
    config = LSTMConfig(3, 4, 2, bidirectional=True, proj_size=2)
    source = tmp_path / f"model{suffix}"
    before = model(config, dtype)
    origin = save(before, source)
    parameters, _ = checkpoint.load(source, "encoder.lstm")
    name = "encoder.lstm.weight_hh_l1_reverse"
    edit = parameters.with_value("weight_hh_l1_reverse", (5, 1), 0.3)
    target = source if over_itself else tmp_path / f"edited{suffix}"
    said = export(target, edit, origin)
    after = load(target)
    assert after.keys() == before.keys()
    for key, tensor in after.items():
        if key != name:
            assert bits(tensor) == bits(before[key]), key
    changed = torch.nonzero(after[name] != before[name]).tolist()
    assert changed == [[5, 1]]
    exact = torch.tensor(0.3, dtype=torch.float64 if dtype == "float64" else torch.float32)
    assert after[name][5, 1] == exact.to(getattr(torch, dtype))
    rounded = dtype if dtype in ("bfloat16", "float16") else None
    expected = f"Wrote {target}: 1 tensor is another than in the checkpoint"
    assert said == expected + (f"; 1 edited number was rounded to {rounded}" if rounded else "")


def test_rounding_is_told_by_the_dtype_of_the_tensor_itself(tmp_path, suffix):
    """Of a checkpoint of several dtypes the LSTM has the widest."""
    source = tmp_path / f"model{suffix}"
    tensors = model(LSTMConfig(3, 4), "float32")
    for name, dtype in (("weight_ih_l0", torch.float16), ("bias_ih_l0", torch.float64)):
        tensors[f"encoder.lstm.{name}"] = tensors[f"encoder.lstm.{name}"].to(dtype)
    origin = save(tensors, source)
    parameters, _ = checkpoint.load(source)
    edit = parameters.with_value("weight_ih_l0", (0, 0), 0.1).with_value("bias_ih_l0", (0,), 0.1)
    said = export(source, edit, origin)
    assert "rounded to float16" in said
    assert "rounded to float64" not in said
    edit = edit.with_value("weight_ih_l0", (0, 1), 0.1).with_value("weight_hh_l0", (0, 0), 0.1)
    said = export(source, edit, origin)
    for dtype in ("float16", "float32"):
        assert said.count(f"rounded to {dtype}") == 1
    assert "rounded to float64" not in said


def test_without_an_edit_a_copy_is_the_same_file(tmp_path):
    origin = save(model(LSTMConfig(3, 4)), tmp_path / "model.safetensors")
    parameters, _ = checkpoint.load(origin.path, origin.lstm)
    said = export(tmp_path / "copy.safetensors", parameters, origin)
    assert "no tensor is another" in said
    assert (tmp_path / "copy.safetensors").read_bytes() == Path(origin.path).read_bytes()


def test_an_lstm_cell_goes_back_under_its_own_names(tmp_path, suffix):
    cell = torch.nn.LSTMCell(3, 4)
    path = tmp_path / f"cell{suffix}"
    tensors = {f"decoder.cell.{k}": v.detach() for k, v in cell.state_dict().items()}
    origin = Origin(str(path), "decoder.cell")
    save(tensors, path)
    parameters, _ = checkpoint.load(path)
    export(path, parameters.with_value("bias_hh_l0", (2,), -4.5), origin)
    after = load(path)
    assert after.keys() == tensors.keys()
    assert after["decoder.cell.bias_hh"][2] == -4.5


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
    assert "2 tensors are others" in said
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
    assert "1 tensor is another" in said
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
    assert "2 tensors are others" in save_torch(path, edit, Origin(str(path), ""))
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
    assert "shares its numbers with another weight there" in refusal(save_torch, path, one, origin)
    save_torch(path, one.with_value("bias_hh_l0", (2,), 9.0), origin)
    assert torch.load(path)["bias_hh_l0"][2] == 9


# Exports that are refused


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
    said = export(path, edit, Origin(str(path), "lstm"))
    assert process_time() - before < 2
    assert "501 tensors" in said


def test_a_number_without_room_is_refused(tmp_path, suffix):
    source = tmp_path / f"model{suffix}"
    origin = save(model(LSTMConfig(3, 4), "float16"), source)
    before = source.read_bytes()
    parameters, _ = checkpoint.load(source, origin.lstm)
    message = refusal(export, source, parameters.with_value("weight_ih_l0", (3, 2), 1e6), origin)
    assert "weight_ih_l0[3, 2] is 1e+06, and float16, in which the file stores it" in message
    assert "take it back, or save the model alone" in message
    assert source.read_bytes() == before


def test_a_checkpoint_that_is_another_by_now_is_refused(tmp_path, suffix):
    source = tmp_path / f"model{suffix}"
    target = tmp_path / f"edited{suffix}"
    origin = save(model(LSTMConfig(3, 4)), source)
    parameters, _ = checkpoint.load(source, origin.lstm)
    save(model(LSTMConfig(3, 5)), source)
    message = refusal(export, target, parameters, origin)
    assert "has other sizes now: save the model alone" in message
    other = {k.replace("encoder", "coder"): v for k, v in model(LSTMConfig(3, 4)).items()}
    save(other, source)
    assert "no LSTM in it is named encoder.lstm now" in refusal(export, target, parameters, origin)
    source.unlink()
    assert "it does not exist" in refusal(export, target, parameters, origin)
    assert list(tmp_path.iterdir()) == []


def test_which_checkpoints_take_a_model_back(tmp_path):
    pickled_in_zip({}, tmp_path / "a.pt")
    (tmp_path / "a.safetensors").write_bytes(safetensors_bytes({}))
    (tmp_path / "a.csv").write_text("1\n")
    for name, format in {
        "a.pt": Format.TORCH,
        "a.safetensors": Format.SAFETENSORS,
        "a.csv": None,
        "gone": None,
    }.items():
        assert format_to_return_to(Origin(str(tmp_path / name), "")) is format
    assert format_to_return_to(None) is None


@pytest.mark.torch
def test_a_full_place_leaves_the_old_file_and_says_so(tmp_path):
    path = tmp_path / "model.pt"
    path.write_bytes(b"old")
    program = f"""
import resource
from pathlib import Path
from simulator.lstm.config import LSTMConfig
from simulator.files.errors import FileError
from simulator.files.checkpoints.export import save_torch
from tests.simulator.experiments import random_parameters
parameters = random_parameters(LSTMConfig(3, 200))
import simulator.files.checkpoints.torch_export
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    save_torch({str(path)!r}, parameters)
except FileError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert "it would be larger than files may be here" in done.stdout, done.stderr
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["model.pt"]
