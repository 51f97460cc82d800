"""The table of formats: each row is whole, and each file is recognised by its bytes or ending."""

import pickle
import shutil
import zipfile
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from simulator.files import contents, registry
from simulator.files.errors import FileError
from simulator.files.registry import Format, Opened, format_of, listed, offered, recognise
from simulator.files.sandbox import load_reader
from tests.needs_torch import INSTALLED
from tests.paths import RESOURCES
from tests.simulator.files.fuzz_subjects import SUBJECTS

USES = {"workspace", "checkpoint", "sequence", "array", "table", "text", "trace", "lesson"}
FIRST = {"workspace", "checkpoint", "sequence", "lesson"}
OPENED = [format for format in Format if format.row.holds]
SAMPLES = {
    Format.WORKSPACE: "gatestep",
    Format.SAFETENSORS: "safetensors",
    Format.TORCH: "pt",
    Format.PICKLE: "pkl",
    Format.ONNX: "onnx",
    Format.KERAS: "keras",
    Format.NPY: "npy",
    Format.NPZ_WEIGHTS: "npz weights",
    Format.NPZ: "npz",
    Format.CSV: "csv",
    Format.PARQUET: "parquet",
    Format.TEXT: "txt",
}
"""By format the subject of the fuzzer that has good files of it."""

WITHOUT_A_START = {Format.TORCH, Format.NPZ_WEIGHTS, Format.NPZ, Format.CSV}
"""Formats that start as others do, so that an ending decides."""


def sample(format, folder):
    """A good file of a format."""
    if format is Format.TORCH and not INSTALLED:
        pytest.skip("needs torch")
    if format is Format.LESSON:
        return Path(shutil.copy(RESOURCES / "lessons" / "conveyor.toml", folder))
    return next(path for path in SUBJECTS[SAMPLES[format]].seeds(folder) if path.is_file())


def named(format):
    return format.name


@pytest.mark.parametrize("format", Format, ids=named)
def test_a_row_is_whole(format):
    row = format.row
    assert set(row.holds) <= USES
    assert len(row.holds[:1]) == len(FIRST & set(row.holds))
    assert row.all_suffixes or row.signature
    assert all(ending == ending.lower() and ending.startswith(".") for ending in row.all_suffixes)
    assert bool(row.suffixes) == bool(row.holds)
    assert ("checkpoint" in row.holds) <= bool(row.reader)
    assert bool(row.package) == bool(row.requirement)
    assert row.sandboxed or not row.mapped
    assert row.sandboxed or not row.requirement
    assert row.holds or row.advice


@pytest.mark.parametrize("use", sorted(FIRST))
def test_an_ending_that_people_are_told_of_is_of_one_format(use):
    rows = [format.row for format in Format if use in format.row.holds]
    told = Counter(suffix for row in rows for suffix in (*row.suffixes, *row.offered))
    assert set(told.values()) == {1}


def test_what_shares_an_ending_or_a_beginning_is_told_apart():
    """Of the formats of an ending one is general, or all but the last look at the contents."""
    for ending in {ending for format in Format for ending in format.row.all_suffixes}:
        rows = [format.row for format in Format if ending in format.row.all_suffixes]
        looking = all(row.contents for row in rows[:-1])
        assert len(rows) == 1 or looking or sum(row.general for row in rows) == 1


@pytest.mark.parametrize("format", [f for f in Format if f.row.reader], ids=named)
def test_a_reader_is_there(format):
    if format.row.package and find_spec(format.row.package) is None:
        pytest.skip(f"needs {format.row.package}")
    assert isinstance(load_reader(format.row.reader), type)


@pytest.mark.parametrize("format", OPENED, ids=named)
def test_a_sample_is_recognised(format, tmp_path):
    path = sample(format, tmp_path)
    assert recognise(path) == Opened(path, format)
    for ending in (*format.row.suffixes, *format.row.offered):
        assert format_of(path.rename(path.with_suffix(ending))) is format
        path = path.with_suffix(ending)
    if format.row.signature and format not in WITHOUT_A_START:
        for ending in (".safetensors", ".pt", ".onnx", ".csv", ".txt", ".xyz", ""):
            assert format_of(path.rename(path.with_suffix(ending))) is format, ending
            path = path.with_suffix(ending)


@pytest.mark.parametrize(
    ("start", "format"),
    [
        (b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02", Format.TORCH),
        (b"\x80\x02\x8a\x0a", Format.PICKLE),
        (b"\x80\x05\x95", Format.PICKLE),
        (bytes(257) + b"ustar", Format.TORCH),
    ],
)
@pytest.mark.parametrize("name", ["a.pt", "a.pkl", "a.bin", "a"])
def test_torchs_own_pickles_are_told_from_others(tmp_path, start, format, name):
    (tmp_path / name).write_bytes(start + bytes(99))
    assert format_of(tmp_path / name) is format


def test_a_file_is_looked_at_once(tmp_path):
    path = tmp_path / "a.npy"
    np.save(path, np.ones((3, 2)))
    opened = recognise(path)
    path.unlink()
    assert recognise(opened) is opened
    again = pickle.loads(pickle.dumps(opened))
    assert again == opened
    assert again.format is Format.NPY
    assert Path(again) == path
    assert str(again) == str(path)


@pytest.mark.parametrize(
    ("name", "entries", "format"),
    [
        ("a.npz", ["x.npy"], Format.NPZ),
        ("a.npy", ["x.npy"], Format.NPZ),
        ("a.zip", ["gatestep.json", "x.npy"], Format.NPZ),
        ("a.zip", ["workspace.json"], Format.WORKSPACE),
        ("a.npz", ["workspace.json"], Format.WORKSPACE),
        ("a.parquet", ["workspace.json"], Format.WORKSPACE),
        ("a.gatestep", ["else.json"], Format.WORKSPACE),
        ("a.keras", ["else.json"], Format.KERAS),
        ("a.pt", ["config.json", "metadata.json"], Format.KERAS),
        ("a.pt", ["a/data.pkl"], Format.TORCH),
        ("a.ckpt", ["a/data.pkl"], Format.TORCH),
        ("a.npz", ["lstm.weight_ih_l0.npy", "lstm.weight_hh_l0.npy"], Format.NPZ_WEIGHTS),
        ("a.npz", ["weight_hh_l1_reverse.npy"], Format.NPZ_WEIGHTS),
        ("a.npz", ["weight_hh.npy", "bias.npy"], Format.NPZ_WEIGHTS),
        ("a.npz", ["gatestep.json", "weight_hh.npy"], Format.NPZ),
        ("a.npz", ["weight_history.npy"], Format.NPZ),
        ("a", ["a/data.pkl"], Format.TORCH),
        ("a.onnx", ["a/data.pkl"], Format.TORCH),
    ],
)
def test_zip_archives_are_told_apart(tmp_path, name, entries, format):
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        for entry in entries:
            archive.writestr(entry, "{}")
    assert format_of(tmp_path / name) is format


@pytest.mark.parametrize(
    ("name", "data", "advice"),
    [
        ("a.npy", b"1,2\n", Format.NPY.row.advice),
        ("a.pt", b"1,2\n", Format.TORCH.row.advice),
        ("a.bin", b"1,2\n", Format.TORCH.row.advice),
        ("a.mlmodel", b"\x08\x04", Format.CORE_ML.row.advice),
        ("a", b"\x84\xa5nodes", Format.THINC.row.advice),
        ("a.xlsx", b"PK\x03\x04" + bytes(60), Format.SPREADSHEET.row.advice),
        ("a.ods", b"1,2\n", Format.SPREADSHEET.row.advice),
    ],
)
def test_what_does_not_begin_as_its_name_says_gets_advice(tmp_path, name, data, advice):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FileError) as raised:
        recognise(tmp_path / name)
    assert advice in str(raised.value)


def test_every_ending_is_told(tmp_path):
    (tmp_path / "a.xyz").write_bytes(b"\0\1\2\3")
    with pytest.raises(FileError) as raised:
        recognise(tmp_path / "a.xyz")
    told = list(dict.fromkeys(suffix for format in OPENED for suffix in format.row.suffixes))
    assert all(suffix in str(raised.value) for suffix in told)
    assert set(told) <= set(offered())
    assert listed("checkpoint").split() == [s for s in told if s in listed("checkpoint").split()]
    assert not registry.is_workspace(tmp_path / "a.xyz")


def test_a_long_directory_is_not_looked_at(tmp_path):
    """A window recognises files between two frames: a million entries would hold it for seconds."""
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("weight_hh_l0.npy", b"")
        for number in range(12_000):
            archive.writestr(f"{number:060}", b"")
    assert not contents.has_weights(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("weight_hh_l0.npy", b"")
        for number in range(4_000):
            archive.writestr(f"{number:060}", b"")
    assert contents.has_weights(path)
