"""Files that torch.save and pickle write, and files that lie: no code runs, no memory runs out."""

import pickle
import subprocess
import sys
import tarfile
import warnings
import zipfile
from argparse import Namespace
from collections import OrderedDict
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.files.checkpoints import checkpoint
from simulator.files.checkpoints.pytorch import zip_layout
from simulator.files.checkpoints.pytorch.file import TorchFile
from simulator.lstm.config import LSTMConfig
from tests.needs_torch import INSTALLED, torch
from tests.paths import ROOT
from tests.simulator.files.checkpoints.checkpoints import (
    Payload,
    outcome,
    random_module,
    refusal,
    rewrite_zip,
    same_bits,
    save_torch,
    without_processes,
)


@pytest.fixture
def lstm():
    return random_module(LSTMConfig(3, 4))


@pytest.fixture(params=["zip", "legacy", "pickle"])
def saved(request, tmp_path):
    """Return a function that saves any object in one of the forms that people use."""

    def save(content):
        if request.param == "pickle":
            path = tmp_path / "model.pkl"
            path.write_bytes(pickle.dumps(content))
        else:
            path = tmp_path / "model.ckpt"
            torch.save(content, path, _use_new_zipfile_serialization=request.param == "zip")
        return path

    return save


class Hyperparameters(dict):
    """Mapping with attributes, as configuration libraries make them."""

    def __init__(self, **values):
        super().__init__(values)
        self.parent = self
        self.values = values


class Callback:
    """Object with slots, a tensor, and its own way back from a pickle."""

    __slots__ = ("best",)

    def __init__(self, best):
        self.best = best

    def __setstate__(self, state):
        raise AssertionError("no method of a class in a file is called")


class Model(torch.nn.Module if INSTALLED else object):
    """A model of a user's own class, with more than its parameters."""

    def __init__(self, config):
        super().__init__()
        self.embedding = torch.nn.Embedding(5, 3)
        self.lstm = random_module(config)
        self.head = torch.nn.Linear(4, 2)
        self.register_buffer("steps", torch.tensor(7))
        self.loose = torch.zeros(3)
        self.callbacks = [Callback(torch.ones(2))]

    def forward(self, x):
        return self.head(self.lstm(x)[0])


def assert_is(path, name, lstm):
    """Assert that a file holds an LSTM of this name, bit for bit."""
    parameters, stored = checkpoint.load(path)
    assert (stored.name, stored.kind) == (name, "LSTM")
    for own, tensor in lstm.state_dict().items():
        assert same_bits(parameters[own], tensor.numpy())


def test_a_checkpoint_of_a_trainer_opens_whatever_else_is_in_it(saved, lstm):
    """Lightning keeps a Namespace, paths, configurations and callbacks beside the tensors."""
    optimizer = torch.optim.Adam(lstm.parameters())
    lstm(torch.ones(2, 3))[0].sum().backward()
    optimizer.step()
    content = {
        "epoch": np.int64(3),
        "loss": np.float32(0.5),
        "hyper_parameters": Namespace(lr=0.1, data=Path("/data"), config=Hyperparameters(a=[1])),
        "callbacks": {"EarlyStopping": {"best": torch.tensor(0.5)}, "own": Callback(np.ones(3))},
        "optimizer_states": [optimizer.state_dict()],
        "seen": {1, 2},
        "when": datetime(2020, 1, 2),
        "state_dict": OrderedDict((f"model.{k}", v) for k, v in lstm.state_dict().items()),
    }
    assert_is(saved(content), "state_dict.model", lstm)


def test_the_tensors_of_a_whole_module_have_the_names_of_its_state_dict(saved):
    model = Model(LSTMConfig(3, 4, 2, bidirectional=True))
    path = saved(model)
    infos = checkpoint.open_tensors(path).infos
    assert {name: info.shape for name, info in infos.items()} == {
        name: tuple(tensor.shape) for name, tensor in model.state_dict().items()
    }
    assert_is(path, "lstm", model.lstm)


def test_an_lstm_saved_alone_opens(saved, lstm):
    assert_is(saved(lstm), "", lstm)


def test_a_module_in_other_objects_opens(saved, lstm):
    assert_is(saved({"trainer": Namespace(nets=[lstm], name="x")}), "trainer.nets.0", lstm)


def test_a_compiled_model_opens_by_the_names_of_its_state_dict(saved, lstm):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compiled = torch.compile(torch.nn.ModuleDict({"lstm": lstm}))
        path = saved(compiled)
    assert_is(path, "_orig_mod.lstm", lstm)
    assert checkpoint.open_tensors(path).infos.keys() == compiled.state_dict().keys()


class Fields(NamedTuple):
    """A tuple with names, as models return them."""

    epoch: int
    lstm: object


def test_a_module_in_a_named_tuple_opens(saved, lstm):
    assert_is(saved({"best": Fields(3, lstm)}), "best.1", lstm)


def test_views_of_one_storage_are_read_in_their_places(saved):
    """An nn.LSTM on a graphics card keeps all its weights in one storage, side by side."""
    lstm = random_module(LSTMConfig(3, 4))
    flat = torch.cat([tensor.flatten() for tensor in lstm.state_dict().values()])
    tensors, start = {}, 0
    for name, tensor in lstm.state_dict().items():
        tensors[name] = flat[start : start + tensor.numel()].view(tensor.shape)
        start += tensor.numel()
    assert_is(saved(tensors), "", lstm)


@pytest.mark.parametrize("compile", ["script", "trace"])
def test_a_torchscript_program_gives_its_tensors(tmp_path, compile):
    model = Model(LSTMConfig(3, 4, 2)).eval()
    del model.callbacks
    path = tmp_path / "model.jit"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = (
            torch.jit.script(model)
            if compile == "script"
            else torch.jit.trace(model, torch.ones(2, 1, 3))
        )
        made.save(str(path))
    assert_is(path, "lstm", model.lstm)


def test_a_frozen_torchscript_program_is_refused(tmp_path):
    path = tmp_path / "frozen.pt"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        traced = torch.jit.trace(random_module(LSTMConfig(3, 4)).eval(), torch.ones(2, 1, 3))
        torch.jit.freeze(traced).save(str(path))
    assert "it is a frozen TorchScript program" in refusal(checkpoint.load, path)


def test_a_quantised_lstm_is_refused_by_name(saved):
    model = torch.nn.ModuleDict({"lstm": torch.nn.LSTM(3, 4)})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = torch.ao.quantization.quantize_dynamic(model, {torch.nn.LSTM}, torch.qint8)
    path = saved(made.state_dict())
    assert "lstm can not be read as an LSTM: it is a quantised LSTM" in refusal(
        checkpoint.load, path
    )


def quantised_in_cells(model, is_packed):
    """Return a model as torch's static quantisation leaves it, at the end or half way."""
    quantisation = torch.ao.quantization
    model.eval().qconfig = quantisation.default_qconfig
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = quantisation.prepare(model)
        made["lstm"](torch.ones(2, 1, 3))
        return quantisation.convert(made) if is_packed else made


@pytest.mark.parametrize(("is_packed", "word"), [(True, "whole numbers"), (False, "prepare")])
def test_an_lstm_of_static_quantisation_is_refused_by_its_stage(tmp_path, is_packed, word):
    model = torch.nn.ModuleDict({"lstm": torch.nn.LSTM(3, 4, bidirectional=True)})
    tensors = quantised_in_cells(model, is_packed).state_dict()
    message = refusal(checkpoint.load, save_torch(tensors, tmp_path))
    assert "lstm can not be read as an LSTM" in message
    words = {"whole numbers", "prepare"}
    assert {each for each in words if each in message} == {word}


def test_code_in_a_pickle_does_not_run(tmp_path, saved, lstm):
    payload = Payload(tmp_path)
    assert_is(saved({**lstm.state_dict(), "extra": payload}), "", lstm)
    message = refusal(checkpoint.load, saved(payload))
    assert "it holds a pickled io.open, and no LSTM by nn.LSTM's names" in message
    assert not (tmp_path / "executed").exists()


def test_the_oldest_form_is_named(tmp_path):
    path = tmp_path / "tar.pth"
    (tmp_path / "part").write_bytes(b"0")
    with tarfile.open(path, "w") as archive:
        archive.add(tmp_path / "part", "sys_info")
    assert "it is a tar file, as only the oldest PyTorch wrote" in refusal(checkpoint.load, path)


def test_a_program_of_torch_export_is_named(tmp_path):
    path = tmp_path / "model.pt2"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("archive_format", "models/model.json", "data/weights/weight_0"):
            archive.writestr(f"model/{name}", b"pt2")
    assert "it is a program of torch.export (.pt2)" in refusal(checkpoint.load, path)


def test_what_is_no_model_is_named_by_its_class(tmp_path):
    path = tmp_path / "x.pkl"
    path.write_bytes(pickle.dumps(Namespace(coefficients=np.ones(3))))
    message = refusal(checkpoint.load, path)
    assert "it holds a pickled argparse.Namespace, and no LSTM by nn.LSTM's names" in message
    assert "torch" not in message.lower().replace(str(path), "")
    path.write_bytes(b"\x80\x04\x95joblib.numpy_pickle")
    assert "it was written by joblib" in refusal(checkpoint.load, path)


def test_a_deflated_zip_is_refused_unread(tmp_path):
    """The file takes 195 kB on disk, 200 MB in memory."""
    path = save_torch({"weight_ih_l0": torch.zeros(4, 3)}, tmp_path)

    def inflate(name, data):
        bomb = bytes(200_000_000) if name.endswith("data/0") else data
        return bomb, zipfile.ZIP_DEFLATED

    bomb = rewrite_zip(path, tmp_path / "bomb.pt", inflate)
    assert bomb.stat().st_size < 300_000
    assert "is compressed, which torch.save never does" in refusal(checkpoint.load, bomb)


def test_a_tensor_larger_than_its_storage_is_refused(tmp_path, lstm):
    """Its stride is 0: a file of a kilobyte claims 160 GB."""
    tensors = lstm.state_dict()
    tensors["weight_ih_l0"] = torch.zeros(1).expand(4 * 10**5, 10**5)
    tensors["weight_hh_l0"] = torch.zeros(1).expand(4 * 10**5, 10**5)
    tensors["bias_ih_l0"] = tensors["bias_hh_l0"] = torch.zeros(1).expand(4 * 10**5)
    path = save_torch(tensors, tmp_path)
    assert path.stat().st_size < 5_000
    assert checkpoint.inspect(path)[0].hidden_size == 10**5
    message = refusal(checkpoint.load, path)
    assert "unpacks to 320.0 GB" in message


def test_a_small_tensor_larger_than_its_storage_is_refused(tmp_path, lstm):
    tensors = lstm.state_dict()
    tensors["bias_hh_l0"] = torch.zeros(1).expand(16)
    message = refusal(checkpoint.load, save_torch(tensors, tmp_path))
    assert "tensor bias_hh_l0 (16,) claims more numbers than the file has" in message


def test_a_storage_larger_than_its_record_is_refused(tmp_path, lstm):
    """The pickle's own count of numbers is not trusted."""
    tensors = {**lstm.state_dict(), "weight_ih_l0": torch.zeros(4, 3)}
    path = save_torch(tensors, tmp_path)

    def claim(name, data):
        if name.endswith("data.pkl"):
            numel, shape = b"K\x0ct", b"K\x04K\x03\x86"
            assert numel in data
            assert shape in data
            data = data.replace(numel, b"J\xff\xff\xff\x7ft")
            data = data.replace(shape, b"J\x00\x00\x00\x20K\x03\x86")
        return data, zipfile.ZIP_STORED

    lie = rewrite_zip(path, tmp_path / "lie.pt", claim)
    assert "it is damaged" in refusal(checkpoint.load, lie)


OTHER_KINDS = {
    "sparse": lambda: torch.ones(16).to_sparse(),
    "meta": lambda: torch.empty(16, device="meta"),
    "negated when read": lambda: torch._neg_view(torch.ones(16)),
    "conjugated when read": lambda: torch.ones(16, dtype=torch.cfloat).conj().imag,
}


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_other_kinds_of_tensors_are_refused(saved, lstm, kind):
    path = saved({**lstm.state_dict(), "bias_hh_l0": OTHER_KINDS[kind]()})
    assert "tensor bias_hh_l0 is not a dense CPU tensor" in refusal(checkpoint.load, path)


SPARSE = {
    "coo": lambda tensor: tensor.to_sparse(),
    "csr": lambda tensor: tensor.to_sparse_csr(),
    "csc": lambda tensor: tensor.to_sparse_csc(),
    "bsr": lambda tensor: tensor.to_sparse_bsr((2, 2)),
    "bsc": lambda tensor: tensor.to_sparse_bsc((2, 2)),
}


@pytest.mark.parametrize("layout", SPARSE)
def test_a_sparse_tensor_is_known_by_its_shape(saved, lstm, layout):
    """It can be beside an LSTM; as one of its weights it is refused with a cure."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch calls some of the layouts a beta
        sparse = SPARSE[layout](torch.eye(16, 4))
        beside = saved({**lstm.state_dict(), "adjacency": sparse})
        assert_is(beside, "", lstm)
        assert checkpoint.open_tensors(beside).infos["adjacency"] == ((16, 4), "float32")
        within = saved({**lstm.state_dict(), "weight_hh_l0": sparse})
    assert "tensor weight_hh_l0 is not a dense CPU tensor" in refusal(checkpoint.load, within)


def test_a_tensor_that_contradicts_its_file_ends_only_what_it_is_part_of(tmp_path, lstm):
    path = save_torch({**lstm.state_dict(), "other": torch.zeros(5)}, tmp_path)
    records = zipfile.ZipFile(path).namelist()
    storages = sorted(record for record in records if "/data/" in record)
    assert len(storages) == 5

    def without(missing):
        def change(name, data):
            return None if name == missing else (data, zipfile.ZIP_STORED)

        return rewrite_zip(path, tmp_path / "less.pt", change)

    assert_is(without(storages[-1]), "", lstm)
    for storage in storages[:-1]:
        assert "it is damaged: download or save it again" in refusal(
            checkpoint.load, without(storage)
        )


def test_views_and_parameters_are_read_as_they_are(tmp_path, lstm):
    """Transposed, sliced, shared and gradient-carrying tensors keep their visible values."""
    tensors = dict(lstm.named_parameters())
    tensors["weight_ih_l0"] = torch.randn(3, 16).T
    tensors["weight_hh_l0"] = torch.randn(20, 9)[2:18, ::2][:, :4]
    tensors["bias_ih_l0"] = tensors["bias_hh_l0"]
    parameters, _ = checkpoint.load(save_torch(tensors, tmp_path))
    for name, tensor in tensors.items():
        assert same_bits(parameters[name], tensor.detach().contiguous().numpy())


def test_what_is_read_outlives_the_file(tmp_path, lstm):
    """The data are copies: the file can change, or be deleted, afterwards."""
    path = save_torch(lstm.state_dict(), tmp_path)
    parameters, _ = checkpoint.load(path)
    path.write_bytes(bytes(path.stat().st_size))
    assert same_bits(parameters["weight_hh_l0"], lstm.weight_hh_l0.detach().numpy())


def test_bottomless_nesting_is_refused(tmp_path, lstm):
    deep, loop = lstm.state_dict(), {}
    for _ in range(30):
        deep = {"a": deep}
    loop["a"], loop["b"] = loop, loop
    for content in (deep, loop):
        assert "nested too deep" in refusal(checkpoint.inspect, save_torch(content, tmp_path))


def test_two_tensors_of_one_name_are_refused(tmp_path):
    both = {"a.b": torch.ones(1), "a": {"b": torch.ones(1)}}
    assert "two tensors in it are named a.b" in refusal(TorchFile, save_torch(both, tmp_path))


def test_other_zips_and_too_long_pickles_are_refused(tmp_path, monkeypatch, lstm):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", "{}")
    assert "not one of PyTorch's" in refusal(checkpoint.inspect, path)
    monkeypatch.setattr(zip_layout, "MAX_PICKLE", 10)
    saved = save_torch(lstm.state_dict(), tmp_path)
    assert "too many entries" in refusal(TorchFile, saved)


def test_a_big_endian_file_is_read(tmp_path, lstm):
    """torch.save wrote one on a machine whose numbers start with their largest byte."""
    path = save_torch(lstm.state_dict(), tmp_path)

    def turn(name, data):
        if name.endswith("byteorder"):
            data = b"big"
        elif "/data/" in name:
            data = np.frombuffer(data, "<f4").astype(">f4").tobytes()
        return data, zipfile.ZIP_STORED

    assert_is(rewrite_zip(path, tmp_path / "big.pt", turn), "", lstm)


def test_it_needs_no_torch(tmp_path, lstm):
    path = save_torch(lstm.state_dict(), tmp_path)
    program = f"""
import sys
sys.modules["torch"] = None
from simulator.files import sandbox
from simulator.files.checkpoints import checkpoint
from simulator.files.checkpoints.pytorch import zip_layout
from simulator.files.checkpoints.pytorch.file import TorchFile
checkpoint.SandboxedFile = sandbox.open_here
print(checkpoint.load({str(path)!r})[0].config.hidden_size)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "4\n", done.stderr


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_mutations_end_in_a_model_or_in_words(tmp_path_factory, data):
    folder = tmp_path_factory.getbasetemp()
    path = save_torch(random_module(LSTMConfig(1, 1)).state_dict(), folder)

    def mutate(name, record):
        if not name.endswith("data.pkl"):
            return record, zipfile.ZIP_STORED
        mutant = bytearray(record)
        for _ in range(data.draw(st.integers(1, 3))):
            mutant[data.draw(st.integers(0, len(mutant) - 1))] = data.draw(st.integers(0, 255))
        return bytes(mutant), zipfile.ZIP_STORED

    with without_processes():
        result = outcome(checkpoint.load, rewrite_zip(path, folder / "mutant.pt", mutate))
    assert isinstance(result, tuple) or result.isprintable()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_cut_off_files_are_refused(tmp_path, lstm, share):
    path = save_torch(lstm.state_dict(), tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    assert "it is damaged: download or save it again" in refusal(checkpoint.load, path)
