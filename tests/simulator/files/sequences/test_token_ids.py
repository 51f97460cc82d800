"""Token ids: told from other numbers, and read as rows of an embedding or one-hot vectors."""

import zipfile

import numpy as np
import pytest

from simulator.files.sequences import token_ids
from tests.needs_torch import torch
from tests.simulator.files.checkpoints.checkpoints import refusal
from tests.simulator.files.tables.parquets import save as save_parquet

IDS = np.array([3, 0, 29, 3])
WIDTH = 12


@pytest.fixture
def checkpoint(tmp_path):
    """Save a model whose embedding has 30 rows of 12."""
    net = torch.nn.ModuleDict(
        {"emb": torch.nn.Embedding(30, WIDTH), "lstm": torch.nn.LSTM(WIDTH, 4)}
    )
    torch.save(net.state_dict(), tmp_path / "m.pt")
    return tmp_path / "m.pt", net["emb"].weight.detach().numpy()


def saved(folder, array, kind):
    path = folder / f"ids.{kind}"
    if kind == "npy":
        np.save(path, array)
    elif kind == "npz":
        np.savez_compressed(path, ids=array)
    elif kind == "csv":
        path.write_text("id\n" + "\n".join(map(str, array.tolist())))
    else:
        save_parquet(path, {"id": array})
    return path


@pytest.mark.parametrize("kind", ["npy", "npz", "csv", "parquet"])
def test_rows_of_the_embedding_bit_for_bit(tmp_path, checkpoint, kind):
    path, weight = checkpoint
    found = token_ids.token_ids(saved(tmp_path, IDS, kind), WIDTH)
    assert found.ids.tolist() == IDS.tolist()
    read = token_ids.load(found, "emb.weight", WIDTH, path)
    assert read.values.tobytes() == weight[IDS].astype(np.float64).tobytes()
    assert read.labels == ("3", "0", "29", "3")


@pytest.mark.parametrize("dtype", [np.int8, np.uint16, np.int32, np.int64, np.uint64, ">i4"])
def test_every_whole_dtype(tmp_path, dtype):
    found = token_ids.token_ids(saved(tmp_path, IDS.astype(dtype), "npy"), WIDTH)
    assert found.ids.tolist() == IDS.tolist()


def test_one_hot_vectors(tmp_path):
    found = token_ids.token_ids(saved(tmp_path, np.array([2, 0]), "npy"), 3)
    read = token_ids.load(found, None, 3, None)
    assert read.values.tolist() == [[0, 0, 1], [1, 0, 0]]


OTHERS = {
    "floats": np.array([1.0, 2.0]),
    "two axes": np.ones((4, 1), int),
    "negative": np.array([1, -1]),
    "huge": np.array([1, 10**7]),
    "booleans": np.array([True, False]),
    "empty": np.array([], int),
    "texts": np.array(["a"]),
    "a number": np.array(3),
    "beyond int64": np.array([2**64 - 1], np.uint64),
}


@pytest.mark.parametrize("kind", ["npy", "npz"])
@pytest.mark.parametrize("other", OTHERS)
def test_other_numbers_are_none(tmp_path, other, kind):
    assert token_ids.token_ids(saved(tmp_path, OTHERS[other], kind), WIDTH) is None


@pytest.mark.parametrize("values", [[1.5, 2], [1, -2], [1e9, 1]])
def test_a_column_of_other_numbers_is_none(tmp_path, values):
    assert token_ids.token_ids(saved(tmp_path, np.array(values), "csv"), WIDTH) is None


def test_a_column_is_the_input_where_the_lstm_reads_one_number(tmp_path):
    assert token_ids.token_ids(saved(tmp_path, IDS, "csv"), 1) is None
    assert token_ids.token_ids(saved(tmp_path, IDS, "npy"), 1) is not None


def test_ids_are_kept(tmp_path, checkpoint):
    found = token_ids.token_ids(saved(tmp_path, IDS, "npy"), WIDTH)
    tokens = token_ids.load(found, "emb.weight", WIDTH, checkpoint[0]).tokens
    assert (tokens.ids.tolist(), tokens.words) == (IDS.tolist(), ())


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_column_of_targets_is_none_of_the_ids(tmp_path, kind):
    path = tmp_path / f"ids.{kind}"
    if kind == "csv":
        path.write_text("tag,id\nN,3\nV,0\n")
    else:
        save_parquet(path, {"tag": ["N", "V"], "id": [3, 0]})
    assert token_ids.token_ids(path, WIDTH) is None
    assert token_ids.token_ids(path, WIDTH, target="tag").ids.tolist() == [3, 0]


def test_the_array_of_that_name(tmp_path):
    path = tmp_path / "two.npz"
    np.savez(path, a=IDS, b=IDS[:2])
    assert token_ids.token_ids(path, WIDTH) is None
    assert token_ids.token_ids(path, WIDTH, "b").ids.tolist() == [3, 0]
    assert token_ids.token_ids(path, WIDTH, "c") is None


def test_an_id_without_a_row_is_told_with_its_place(tmp_path, checkpoint):
    found = token_ids.token_ids(saved(tmp_path, np.array([0, 30]), "npy"), WIDTH)
    line = refusal(token_ids.load, found, "emb.weight", WIDTH, checkpoint[0])
    assert "id 30 at t = 1" in line
    assert "id 30 at t = 1" in refusal(token_ids.load, found, None, WIDTH, None)
    assert "emb.weight (30, 12)" in refusal(token_ids.load, found, "nope", WIDTH, checkpoint[0])


def test_a_cut_file_is_refused_in_a_line(tmp_path):
    path = saved(tmp_path, np.arange(1000), "npy")
    path.write_bytes(path.read_bytes()[:-100])
    assert "damaged or cut off" in refusal(token_ids.token_ids, path, WIDTH)
    with zipfile.ZipFile(tmp_path / "cut.npz", "w") as archive:
        archive.write(path, "ids.npy")
    assert "damaged or cut off" in refusal(token_ids.token_ids, tmp_path / "cut.npz", WIDTH)
