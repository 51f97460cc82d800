"""PyTorch files that are no state dict, and files that lie: no code runs, no memory runs out."""

import pickle
import sys
import tarfile
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.files.checkpoints import checkpoint
from simulator.lstm.config import LSTMConfig
from tests.needs_torch import torch
from tests.simulator.files.checkpoints.checkpoints import (
    Payload,
    outcome,
    pickled_in_zip,
    random_module,
    refusal,
    rewrite_zip,
    same_bits,
    save_torch,
)


@pytest.fixture
def lstm():
    return random_module(LSTMConfig(3, 4))


def test_code_in_a_pickle_does_not_run(tmp_path, lstm):
    payload = Payload(tmp_path)
    inside = pickled_in_zip({"lstm": payload}, tmp_path / "inside.pt")
    beside = tmp_path / "beside.pt"
    torch.save({**lstm.state_dict(), "extra": payload}, beside)
    for path in (inside, beside):
        message = refusal(checkpoint.load, path)
        assert "it holds a pickled Python object (" in message
        assert "save model.state_dict() instead" in message
    bare = tmp_path / "bare.pt"
    bare.write_bytes(pickle.dumps(payload))
    assert "since PyTorch 1.6" in refusal(checkpoint.load, bare)
    assert not (tmp_path / "executed").exists()


def test_a_whole_module_is_named(tmp_path, lstm):
    message = refusal(checkpoint.load, save_torch(lstm, tmp_path))
    assert "it holds a pickled Python object (torch.nn.modules.rnn.LSTM)" in message


@pytest.mark.torch
def test_torchscript_is_named(tmp_path):
    path = tmp_path / "script.pt"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("data.pkl", "constants.pkl", "code/__torch__.py", "version"):
            archive.writestr(f"script/{name}", b"")
    assert "it is a TorchScript program" in refusal(checkpoint.load, path)


def test_old_formats_are_named(tmp_path, lstm):
    legacy = tmp_path / "legacy.pt"
    torch.save(lstm.state_dict(), legacy, _use_new_zipfile_serialization=False)
    tar = tmp_path / "tar.pth"
    with tarfile.open(tar, "w") as archive:
        archive.add(legacy, "storages")
    for path in (legacy, tar):
        assert "since PyTorch 1.6" in refusal(checkpoint.load, path)


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
    assert "of memory" in message or "claims more numbers" in message


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


@pytest.mark.parametrize(
    "make",
    [lambda: torch.ones(16).to_sparse(), lambda: torch.empty(16, device="meta")],
    ids=["sparse", "meta"],
)
def test_other_kinds_of_tensors_are_refused(tmp_path, lstm, make):
    path = save_torch({**lstm.state_dict(), "bias_hh_l0": make()}, tmp_path)
    assert "tensor bias_hh_l0 is not a dense CPU tensor" in refusal(checkpoint.load, path)


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
    from simulator.files.checkpoints.torch_file import TorchFile

    both = {"a.b": torch.ones(1), "a": {"b": torch.ones(1)}}
    assert "two tensors in it are named a.b" in refusal(TorchFile, save_torch(both, tmp_path))


def test_other_zips_and_too_long_pickles_are_refused(tmp_path, monkeypatch, lstm):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", "{}")
    assert "not one of PyTorch's" in refusal(checkpoint.inspect, path)
    monkeypatch.setattr("simulator.files.checkpoints.torch_file.MAX_PICKLE", 10)
    saved = save_torch(lstm.state_dict(), tmp_path)
    assert "too many entries" in refusal(checkpoint.inspect, saved)


def test_without_torch_it_says_what_is_missing(tmp_path, monkeypatch):
    path = pickled_in_zip({}, tmp_path / "model.pt")
    monkeypatch.delitem(sys.modules, "simulator.files.checkpoints.torch_file", raising=False)
    monkeypatch.setitem(sys.modules, "torch", None)  # torch fails to load, or is not installed
    told = refusal(checkpoint.load, path)
    assert "needs PyTorch, which can not be loaded here (import of torch halted" in told
    assert "pip install torch" in told


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

    result = outcome(checkpoint.load, rewrite_zip(path, folder / "mutant.pt", mutate))
    assert isinstance(result, tuple) or result.isprintable()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_cut_off_files_are_refused(tmp_path, lstm, share):
    path = save_torch(lstm.state_dict(), tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    assert "it is damaged: download or save it again" in refusal(checkpoint.load, path)
