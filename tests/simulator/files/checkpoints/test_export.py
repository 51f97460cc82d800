"""Export of models: edited numbers are in the file, and every other bit is unchanged."""

import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
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
from simulator.files.checkpoints.linears import linears, read_linear
from simulator.files.registry import Format
from simulator.network.config import LSTMConfig
from simulator.objective.readout import Readout
from simulator.progress import finish
from tests.depth import examples
from tests.needs_torch import safetensors_torch, torch
from tests.simulator.experiments import configs, random_parameters
from tests.simulator.files.checkpoints.checkpoints import (
    bits,
    pickled_in_zip,
    random_module,
    refusal,
    safetensors_bytes,
    same_bits,
)

if sys.platform != "win32":
    import resource

DTYPES = ("float64", "float32", "bfloat16", "float16")


def export(path, parameters, origin=None, readout=None):
    """Write in the format of the suffix."""
    if path.suffix == ".pt":
        return save_torch(path, parameters, origin, readout)
    if origin is None:
        return finish(saving_alone(path, parameters, readout))
    return finish(saving_inside(path, origin, parameters, readout))


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


@pytest.fixture(params=[".safetensors", ".pt"])
def suffix(request):
    return request.param


@examples(30)
@given(
    configs(), st.sampled_from([np.float32, np.float64]), st.sampled_from([".safetensors", ".pt"])
)
def test_alone_it_is_what_torch_loads(tmp_path_factory, config, dtype, suffix):
    path = tmp_path_factory.getbasetemp() / f"alone{suffix}"
    parameters = random_parameters(config, 3, dtype)
    assert export(path, parameters) == f"Saved {path}"
    with warnings.catch_warnings():
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
    expected = f"{target}: 1 tensor differs from the checkpoint"
    assert said.partition(" ")[2] == expected + (
        f"; 1 edited value was rounded to {rounded}" if rounded else ""
    )


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
    assert "no tensor differs" in said
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


# A readout goes with its LSTM


def readout_of(config, seed=0, dtype=np.float32, bias=True, layer=""):
    """Return a readout of random numbers."""
    rng, features = np.random.default_rng(seed), config.num_directions * config.output_size
    weight, b = rng.standard_normal((3, features)), rng.standard_normal(3)
    return Readout(weight.astype(dtype), b.astype(dtype) if bias else None, layer=layer)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("layer", ["", "decoder.fc", "peephole_head"])
def test_a_readout_is_written_as_the_linear_that_it_is(tmp_path, suffix, dtype, bias, layer):
    """Opened again, its layer is proposed, and gives the same bits; the LSTM is the only one."""
    config, path = LSTMConfig(3, 4, 2, bidirectional=True, proj_size=2), tmp_path / f"m{suffix}"
    parameters = random_parameters(config, 3, dtype)
    readout = readout_of(config, 4, dtype, bias, layer)
    export(path, parameters, None, readout)
    read, stored = checkpoint.load(path)
    assert (stored.name, read.config) == ("", config)
    for name, array in parameters.arrays.items():
        assert same_bits(read[name], array)
    (linear,) = linears(path, 4)
    assert linear.name == ("decoder.fc" if layer == "decoder.fc" else "readout")
    weight, b = read_linear(path, linear)
    assert same_bits(weight, readout.weight)
    assert b is None if readout.bias is None else same_bits(b, readout.bias)
    tensors = torch.load(path) if suffix == ".pt" else safetensors_torch.load_file(path)
    own = torch.nn.Linear(4, 3, bias, dtype=tensors[f"{linear.name}.weight"].dtype)
    own.load_state_dict({k: tensors[f"{linear.name}.{k}"] for k in own.state_dict()})


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("edited", [False, True])
def test_a_readout_goes_back_into_its_layer(tmp_path, suffix, dtype, edited):
    config, source = LSTMConfig(3, 4, bidirectional=True), tmp_path / f"model{suffix}"
    before = model(config, dtype)
    layer = torch.nn.Linear(8, 3).to(getattr(torch, dtype)).state_dict()
    before |= {f"decoder.fc.{k}": v.detach() for k, v in layer.items()}
    origin = save(before, source)
    parameters, _ = checkpoint.load(source, "encoder.lstm")
    (linear,) = (found for found in linears(source, 8) if found.name == "decoder.fc")
    weight, b = map(np.array, read_linear(source, linear))
    if edited:
        weight[2, 5], b[0] = 0.3, -2.0
    target = tmp_path / f"edited{suffix}"
    said = export(target, parameters, origin, Readout(weight, b, layer="decoder.fc"))
    after = load(target)
    assert after.keys() == before.keys()
    different = {name for name in before if bits(before[name]) != bits(after[name])}
    assert different == ({"decoder.fc.weight", "decoder.fc.bias"} if edited else set())
    assert ("2 tensors differ" if edited else "no tensor differs") in said
    if not edited:
        return
    places = {name: torch.nonzero(after[name] != before[name]).tolist() for name in different}
    assert places == {"decoder.fc.weight": [[2, 5]], "decoder.fc.bias": [[0]]}
    exact = torch.tensor(0.3, dtype=torch.float64 if dtype == "float64" else torch.float32)
    assert after["decoder.fc.weight"][2, 5] == exact.to(getattr(torch, dtype))
    assert ("rounded to" in said) == (dtype in ("bfloat16", "float16"))


@pytest.mark.parametrize(
    ("layer", "outputs", "bias"), [("", 3, True), ("gone", 3, True), ("fc", 2, True), ("fc", 3, 0)]
)
def test_a_readout_without_a_place_is_told_and_the_rest_written(
    tmp_path, suffix, layer, outputs, bias
):
    config, source = LSTMConfig(3, 4), tmp_path / f"model{suffix}"
    fc = torch.nn.Linear(4, outputs).state_dict()
    before = model(config) | {f"fc.{k}": v.detach() for k, v in fc.items()}
    origin = save(before, source)
    parameters, _ = checkpoint.load(source, "encoder.lstm")
    edit = parameters.with_value("weight_ih_l0", (0, 0), 0.25)
    target = tmp_path / f"edited{suffix}"
    said = export(target, edit, origin, readout_of(config, bias=bool(bias), layer=layer))
    assert said.endswith("; without the readout, because the checkpoint has no Linear layer for it")
    after = load(target)
    different = [name for name in before if bits(before[name]) != bits(after[name])]
    assert different == ["encoder.lstm.weight_ih_l0"]


def test_a_number_of_a_readout_without_room_is_refused(tmp_path, suffix):
    config, source = LSTMConfig(3, 4), tmp_path / f"model{suffix}"
    fc = torch.nn.Linear(4, 3).to(torch.float16).state_dict()
    origin = save(model(config) | {f"fc.{k}": v.detach() for k, v in fc.items()}, source)
    parameters, _ = checkpoint.load(source, "encoder.lstm")
    weight, b = map(np.array, read_linear(source, linears(source, 4)[0]))
    weight[1, 2] = 1e6
    readout = Readout(weight, b, layer="fc")
    message = refusal(export, tmp_path / f"edited{suffix}", parameters, origin, readout)
    assert "fc.weight[1, 2] is 1e+06, which does not fit into float16" in message


# Exports that are refused


def test_a_number_without_room_is_refused(tmp_path, suffix):
    source = tmp_path / f"model{suffix}"
    origin = save(model(LSTMConfig(3, 4), "float16"), source)
    before = source.read_bytes()
    parameters, _ = checkpoint.load(source, origin.lstm)
    message = refusal(export, source, parameters.with_value("weight_ih_l0", (3, 2), 1e6), origin)
    assert "weight_ih_l0[3, 2] is 1e+06, which does not fit into float16" in message
    assert "Undo the edit or save only the model" in message
    assert source.read_bytes() == before


def test_a_checkpoint_that_is_another_by_now_is_refused(tmp_path, suffix):
    source = tmp_path / f"model{suffix}"
    target = tmp_path / f"edited{suffix}"
    origin = save(model(LSTMConfig(3, 4)), source)
    parameters, _ = checkpoint.load(source, origin.lstm)
    save(model(LSTMConfig(3, 5)), source)
    message = refusal(export, target, parameters, origin)
    assert "has different sizes. Save only the model" in message
    other = {k.replace("encoder", "coder"): v for k, v in model(LSTMConfig(3, 4)).items()}
    save(other, source)
    assert "no longer has an LSTM named encoder.lstm" in refusal(export, target, parameters, origin)
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
@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_place_leaves_the_old_file_and_says_so(tmp_path):
    path = tmp_path / "model.pt"
    path.write_bytes(b"old")
    parameters = random_parameters(LSTMConfig(3, 200))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        message = refusal(save_torch, path, parameters)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "it would exceed the file size limit there." in message
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["model.pt"]
