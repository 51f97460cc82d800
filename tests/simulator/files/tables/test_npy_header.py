"""Headers are read without the numbers, and a damaged one is left to the reader."""

import io
import zipfile

import numpy as np
import pytest

from simulator.files.tables.npy_header import npy_header, npz_headers
from simulator.files.tables.npz import read_npz


@pytest.mark.parametrize("array", [np.ones((3, 2), np.float32), np.arange(5), np.array("a")])
def test_shape_and_dtype(tmp_path, array):
    np.save(tmp_path / "a.npy", array)
    np.savez_compressed(tmp_path / "a.npz", a=array, b=np.ones(2))
    (tmp_path / "a.npy").write_bytes((tmp_path / "a.npy").read_bytes()[:130])  # the numbers are cut
    for header in (npy_header(tmp_path / "a.npy"), npz_headers(tmp_path / "a.npz")["a"]):
        assert (header.shape, header.dtype) == (array.shape, array.dtype)


@pytest.mark.parametrize(
    "data", [b"", b"no", b"\x93NUMPY\x01\0", b"\x93NUMPY\x02\0\xff\xff\xff\xff"]
)
def test_damage_is_no_header(tmp_path, data):
    (tmp_path / "a.npy").write_bytes(data)
    assert npy_header(tmp_path / "a.npy") is None
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("a.npy", data)
    assert npz_headers(tmp_path / "a.npz") == {}
    assert npz_headers(tmp_path / "a.npy") == {}


def test_a_header_that_claims_gigabytes_is_not_unpacked(tmp_path, monkeypatch):
    """A deflated entry of a few kB could claim a header of four gigabytes."""
    with zipfile.ZipFile(tmp_path / "a.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.npy", b"\x93NUMPY\x02\0\xff\xff\xff\xff" + b" " * 10**7)
    taken, read = [], zipfile.ZipExtFile.read

    def counted(self, n=-1):
        data = read(self, n)
        taken.append(len(data))
        return data

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    assert npz_headers(tmp_path / "a.npz") == {}
    assert sum(taken) < 10**5


def test_other_entries_are_left(tmp_path):
    buffer = io.BytesIO()
    np.save(buffer, np.ones((1, 2)))
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("readme.txt", "x")
        archive.writestr("x.npy", buffer.getvalue())
    assert list(npz_headers(tmp_path / "a.npz")) == ["x"]


def test_a_size_that_is_true_is_one(tmp_path):
    """Numpy lets it pass, and then fails on it."""
    np.savez(tmp_path / "a.npz", a=np.ones((1, 2)))
    data = (tmp_path / "a.npz").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.npz") as archive:
        array = archive.read("a.npy").replace(b"(1, 2), }   ", b"(True, 2), }")
    assert array not in data
    with zipfile.ZipFile(tmp_path / "b.npz", "w") as archive:
        archive.writestr("a.npy", array)
    assert read_npz(tmp_path / "b.npz")["a"].tolist() == [[1, 1]]
