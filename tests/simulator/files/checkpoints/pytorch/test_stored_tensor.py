"""Tensors are read from their storage as torch means them, or refused with a cure."""

import warnings
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from simulator.files.checkpoints import checkpoint
from simulator.files.checkpoints.pytorch.stored_tensor import Storage, StoredTensor
from simulator.files.tensors import TensorInfo
from simulator.network.config import LSTMConfig
from tests.needs_torch import torch
from tests.simulator.files.checkpoints.checkpoints import (
    assert_is,
    random_module,
    refusal,
    rewrite_zip,
    same_bits,
    save_torch,
)


def test_views_of_one_storage_are_read_in_their_places(saved):
    """An nn.LSTM on a graphics card keeps all its weights in one storage, side by side."""
    lstm = random_module(LSTMConfig(3, 4))
    flat = torch.cat([tensor.flatten() for tensor in lstm.state_dict().values()])
    tensors, start = {}, 0
    for name, tensor in lstm.state_dict().items():
        tensors[name] = flat[start : start + tensor.numel()].view(tensor.shape)
        start += tensor.numel()
    assert_is(saved(tensors), "", lstm)


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
    assert "tensor bias_hh_l0 (16,) needs more values than the file has" in message


def test_a_tensor_has_no_numbers_beyond_its_part_of_a_storage():
    """In the first files of torch's a storage can be a part of another."""
    whole = Storage("float32", 100, memoryview(bytes(400)))
    repeated = StoredTensor(TensorInfo((16,), "float32"), whole, 0, (0,))
    assert not repeated.claims_too_much()
    assert replace(repeated, storage=whole.part(3, 1)).claims_too_much()


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
        assert "it is damaged. Download or save it again" in refusal(
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
