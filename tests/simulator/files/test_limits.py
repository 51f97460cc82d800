"""Files that are small, or have no lines, and want gigabytes: one line of refusal each."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simulator.files import limits
from simulator.files.errors import FileError
from simulator.files.sequences import column_survey, sequence
from simulator.files.tables import npz
from simulator.files.tables.csv_lines import MOST_CHARACTERS
from simulator.files.tables.parquet import read_parquet, survey_parquet
from simulator.files.tables.parquet_columns import ParquetTable
from tests import depth
from tests.needs_torch import torch
from tests.paths import ROOT
from tests.simulator.files.checkpoints.checkpoints import refusal
from tests.simulator.files.tables.npzs import archive_of_zeros

GIGABYTE = 2**30


def sparse(path, start, size):
    """Write a file of zero bytes after its start, which takes no room on the disk."""
    with open(path, "wb") as file:
        file.write(start)
        file.truncate(size)
    return path


def quotes(path):
    """Write a row of ten million lines."""
    path.write_bytes(b'1,"\n' + b'","\n' * 10**7)
    return path


def different_words(path):
    """Write a text of four million words, no two of them equal."""
    path.write_text(" ".join(map("{:06x}".format, range(4_000_000))))
    return path


def runs(path):
    """Write a Parquet file of 75 million equal numbers."""
    column = pa.array(np.zeros(25_000_000))
    pq.write_table(pa.table(dict.fromkeys("abc", column)), path, compression="zstd")
    return path


def repeated_text(path):
    """Write a Parquet file that names each of many timesteps by one long text."""
    count = 1_000_000
    texts = pa.DictionaryArray.from_arrays(np.zeros(count, np.int32), ["x" * 200])
    columns = {"t": texts, **dict.fromkeys("abc", pa.array(np.zeros(count)))}
    pq.write_table(pa.table(columns), path, compression="zstd")
    return path


def tied(path):
    """Write a checkpoint whose 200 layers are all one matrix."""
    H, layers = 254, 200
    large, bias = torch.zeros(4 * H, H), torch.zeros(4 * H)
    torch.save(
        {
            f"{name}_l{layer}": bias if "bias" in name else large
            for layer in range(layers)
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        },
        path,
    )
    return path


def zero_weights(path):
    """Write an archive of the zeros of 200 layers."""
    H, layers = 254, 200
    large, bias = np.zeros((4 * H, H), np.float32), np.zeros(4 * H, np.float32)
    arrays = {
        f"{name}_l{layer}": bias if "bias" in name else large
        for layer in range(layers)
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    }
    np.savez_compressed(path, **arrays)
    return path


BOMBS = {
    "zeros.npz": lambda path: archive_of_zeros(path, (200_000_000, 3)),
    "one_line.csv": lambda path: sparse(path, b"1,2,3," * 1000, GIGABYTE),
    "one_row.csv": quotes,
    "trace.csv": lambda path: sparse(path, b"t,batch,layer,direction,", GIGABYTE),
    "zeros.txt": lambda path: sparse(path, b"a", GIGABYTE),
    "words.txt": different_words,
    "runs.parquet": runs,
    "text.parquet": repeated_text,
    "tied.pt": tied,
    "weights.npz": zero_weights,
}

READ_IT = """
import resource, sys
from pathlib import Path
import main  # the settings of the process
from simulator.files.checkpoints import checkpoint
from simulator.files.errors import FileError
from simulator.files.sequences import column_survey, sequence, tokens
from simulator.files.sequences.column_choice import ColumnChoice
from simulator.files.traces.stored import is_stored_trace, read_stored_trace

path = sys.argv[1]
Path("/proc/self/clear_refs").write_text("5")
try:
    if path.endswith((".pt", "weights.npz")):
        checkpoint.load(path)
    elif path.endswith(".txt"):
        tokens.load(path, tokens.TokenReading(), 3, None)
    elif is_stored_trace(path):
        read_stored_trace(path)
    else:
        clear = column_survey.what_is_clear([path], None, 3)
        picked = clear if isinstance(clear, ColumnChoice) else clear.proposal(3)
        sequence.load(path, None, picked)
    print("read")
except FileError as error:
    print(error)
own = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
print(int(own) * 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


@pytest.mark.few(1)
@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="measured by Linux")
@pytest.mark.parametrize("name", BOMBS)
def test_no_file_takes_a_gigabyte_to_be_refused(name, tmp_path):
    path = BOMBS[name](tmp_path / name)
    command = [sys.executable, "-c", READ_IT, str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    said, peaks = done.stdout.splitlines()
    assert said.startswith("cannot read"), said
    assert max(map(int, peaks.split())) < GIGABYTE
    assert "damaged" not in said


def test_what_the_size_of_a_file_explains_is_read(tmp_path, monkeypatch):
    """The border lies at eight bytes for a byte of the file, for files beyond the small ones."""
    monkeypatch.setattr(limits, "PLENTY", 1000)
    path = tmp_path / "a.npz"
    path.write_bytes(bytes(500))
    limits.check_explained(path, 4000)
    said = refusal(limits.check_explained, path, 4001)
    assert "500 bytes" in said
    assert "4.0 kB" in said
    path.write_bytes(bytes(10))
    limits.check_explained(path, 1000)
    assert "unpacks" in refusal(limits.check_explained, path, 1001)


@pytest.mark.parametrize("dtype", ["uint8", "float16", "float32", "float64"])
@pytest.mark.parametrize("save", [np.savez, np.savez_compressed, np.save])
def test_numbers_of_any_size_are_explained_when_they_are_not_zeros(
    tmp_path, monkeypatch, dtype, save
):
    monkeypatch.setattr(limits, "PLENTY", 0)
    values = np.random.default_rng(0).integers(0, 256, (5000, 3)).astype(dtype)
    path = tmp_path / ("a.npy" if save is np.save else "a.npz")
    save(path, values)
    np.testing.assert_array_equal(sequence.load(path).values, values)


def test_shapes_are_read_without_the_numbers(tmp_path, monkeypatch):
    path = archive_of_zeros(tmp_path / "a.npz", (10_000_000, 3))
    monkeypatch.setattr(npz, "_numbers", lambda *_: pytest.fail("numbers were read"))
    assert sequence.arrays(path) == {"x": (10_000_000, 3)}
    said = refusal(column_survey.picked, [path], None, None, 1)
    assert "input_size is 1" in said


@pytest.mark.parametrize("suffix", [".csv", ".npy", ".npz"])
def test_far_too_many_columns_are_refused_before_they_are_looked_at(tmp_path, monkeypatch, suffix):
    path, values = tmp_path / f"a{suffix}", np.ones((2, 50))
    if suffix == ".csv":
        np.savetxt(path, values, delimiter=",")
    else:
        (np.save if suffix == ".npy" else np.savez)(path, values)
    monkeypatch.setattr(column_survey, "look", lambda *_: pytest.fail("columns were looked at"))
    said = refusal(column_survey.picked, [path], None, None, 3)
    assert "it has 50 columns" in said
    assert "--columns" in said


@pytest.mark.parametrize("suffix", [".csv", ".npy", ".parquet"])
def test_more_columns_than_anybody_chooses_from_are_refused(tmp_path, monkeypatch, suffix):
    monkeypatch.setattr("simulator.files.tables.columns.MOST_COLUMNS", 20)
    path = tmp_path / f"a{suffix}"
    for width in (20, 21):
        values = np.ones((2, width))
        if suffix == ".csv":
            np.savetxt(path, values, delimiter=",")
        elif suffix == ".npy":
            np.save(path, values)
        else:
            pq.write_table(pa.table({f"c{k}": values[:, k] for k in range(width)}), path)
        look = ParquetTable if suffix == ".parquet" else lambda p: column_survey.look([p])
        if width == 20:
            look(path)
    assert "21 columns, and at most 20" in refusal(look, path)


def test_a_row_may_be_as_long_as_a_row_may_be(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"{'1' * (MOST_CHARACTERS - 4)},2\n")
    with pytest.raises(FileError, match="field larger"):  # not longer than a row
        sequence.load(path)
    path.write_text(f"1,2\n3,{'4' * MOST_CHARACTERS}\n")
    assert "row 2 is longer" in refusal(sequence.load, path)


def test_fifty_thousand_parquet_columns_are_read(tmp_path):
    path, many = tmp_path / "a.parquet", depth.count(50_000, by_default=2_000)
    values = np.random.default_rng(0).random((2, many))
    pq.write_table(pa.table({f"c{k}": values[:, k] for k in range(many)}), path)
    rows, columns = survey_parquet(path)
    assert (rows, len(columns)) == (2, many)
    np.testing.assert_array_equal(read_parquet(path).values, values)
