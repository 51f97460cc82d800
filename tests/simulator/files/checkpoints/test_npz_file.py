"""Weights as arrays, in `.npz` files and in pickled dicts: nothing is unpickled."""

import pickle
import zipfile

import numpy as np
import pytest

from simulator.files.checkpoints import checkpoint
from simulator.files.registry import Format, format_of
from simulator.files.sequences import sequence
from simulator.network.config import LSTMConfig
from tests.simulator.experiments import random_parameters
from tests.simulator.files.checkpoints.checkpoints import refusal, same_bits

CONFIG = LSTMConfig(3, 4, 2, bidirectional=True)


def named(dtype=np.float32, prefix="lstm."):
    arrays = random_parameters(CONFIG, dtype=dtype).arrays
    return {f"{prefix}{name}": np.array(array) for name, array in arrays.items()}


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_arrays_by_torchs_names_are_a_checkpoint(tmp_path, save, dtype):
    path = tmp_path / "weights.npz"
    arrays = {**named(dtype), "embedding": np.ones((5, 3), np.float16), "steps": np.array(3)}
    arrays["lstm.weight_ih_l0"] = np.asfortranarray(arrays["lstm.weight_ih_l0"])
    arrays["lstm.bias_ih_l0"] = arrays["lstm.bias_ih_l0"].astype(
        arrays["lstm.bias_ih_l0"].dtype.newbyteorder(">")
    )
    save(path, **arrays)
    assert format_of(path) is Format.NPZ_WEIGHTS
    parameters, stored = checkpoint.load(path)
    assert stored.name == "lstm"
    for name, array in named(dtype, "").items():
        assert same_bits(parameters[name], array)


def test_other_arrays_are_a_sequence_as_before(tmp_path):
    path = tmp_path / "x.npz"
    np.savez(path, weight=np.ones((4, 3)), hidden=np.ones((4, 3)))
    assert format_of(path) is Format.NPZ
    assert set(sequence.arrays(path)) == {"weight", "hidden"}


def test_other_arrays_beside_the_weights_may_be_of_any_kind(tmp_path):
    path = tmp_path / "weights.npz"
    words = np.array([None] * 1000, object)
    np.savez(path, **named(), words=words, names=np.array(["a", "b"]))
    assert checkpoint.load(path)[1].name == "lstm"


def test_what_lies_is_refused(tmp_path):
    path = tmp_path / "x.npz"
    header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1048576, 1048576), }"
    header = header.ljust(117) + "\n"
    lie = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + bytes(64)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("weight_hh_l0.npy", lie)
    assert "it is damaged or not an .npz" in refusal(checkpoint.inspect, path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("weight_hh_l0.npy", bytes(10**8))
    assert "take 100000000 bytes" in refusal(checkpoint.inspect, path)
    np.savez(path, weight_hh_l0=np.array([[None]]))
    assert "cannot be read as an LSTM" in refusal(checkpoint.inspect, path)


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.float16])
def test_pickled_dicts_of_arrays_open(tmp_path, protocol, dtype):
    arrays = {name: array.astype(dtype) for name, array in named().items()}
    arrays["lstm.weight_ih_l0"] = np.asfortranarray(arrays["lstm.weight_ih_l0"])
    arrays["lstm.bias_ih_l0"] = arrays["lstm.bias_ih_l0"].astype(np.dtype(dtype).newbyteorder(">"))
    arrays["lstm.bias_hh_l0"].flags.writeable = False
    content = {"weights": arrays, "epoch": np.int64(3), "names": np.array(["a", None], object)}
    path = tmp_path / "weights.pkl"
    path.write_bytes(pickle.dumps(content, protocol))
    parameters, stored = checkpoint.load(path)
    assert stored.name == "weights.lstm"
    wide = np.float64 if dtype == np.float64 else np.float32
    for name, array in arrays.items():
        assert same_bits(parameters[name.removeprefix("lstm.")], array.astype(wide))


def test_an_array_of_more_numbers_than_bytes_is_damaged(tmp_path):
    path = tmp_path / "weights.pkl"
    path.write_bytes(pickle.dumps(named()).replace(b"K\x10K\x03\x86", b"K\x11K\x03\x86"))
    assert "it is damaged" in refusal(checkpoint.inspect, path)
