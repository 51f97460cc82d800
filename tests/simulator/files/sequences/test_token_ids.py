"""Token ids: told from other numbers, and read as rows of an embedding or one-hot vectors."""

import zipfile

import numpy as np
import pytest

from simulator.files.sequences import token_ids
from simulator.files.sequences.text import IDS as IDS_SPLIT
from simulator.files.sequences.tokens import TokenReading
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
    assert "damaged or truncated" in refusal(token_ids.token_ids, path, WIDTH)
    with zipfile.ZipFile(tmp_path / "cut.npz", "w") as archive:
        archive.write(path, "ids.npy")
    assert "damaged or truncated" in refusal(token_ids.token_ids, tmp_path / "cut.npz", WIDTH)


def in_text(text):
    return token_ids.in_text("ids.txt", text)


@pytest.mark.parametrize(
    "text", ["3 0 29 3", "3\n0\n29\n3\n", "3, 0,29;3\n", "3 0\n29\n\n3", "3.0\t0 2.9e+01 3."]
)
def test_a_text_holds_ids_between_spaces_commas_and_line_breaks(tmp_path, checkpoint, text):
    path, weight = checkpoint
    assert token_ids.looks_like_ids(text)
    (tmp_path / "ids.txt").write_text(text)
    reading = TokenReading(IDS_SPLIT, embedding="emb.weight")
    read = token_ids.load_text(tmp_path / "ids.txt", reading, WIDTH, path)
    assert read.values.tobytes() == weight[IDS].astype(np.float64).tobytes()
    assert read.labels == ("3", "0", "29", "3")
    assert (read.tokens.ids.tolist(), read.tokens.words) == (IDS.tolist(), ())


@pytest.mark.parametrize(
    ("text", "place", "token"),
    [
        ("3 4\n7 -1", "line 2, column 3", "-1"),
        ("3,4.5", "line 1, column 3", "4.5"),
        ("3 nan", "line 1, column 3", "nan"),
        ("3 ٣", "line 1, column 3", "٣"),
        ("3\n10000000", "line 2, column 1", "10000000"),
        ("3 1e400", "line 1, column 3", "1e400"),
        ("3 the", "line 1, column 3", "the"),
    ],
)
def test_what_is_no_id_of_a_text_is_told_with_its_place(text, place, token):
    line = refusal(token_ids.in_text, "ids.txt", text)
    assert f"{place} is {token}." in line


def test_a_text_of_no_ids_is_refused():
    assert "it contains no text" in refusal(token_ids.in_text, "ids.txt", " ,\n")


def test_an_id_of_a_text_without_a_row_is_told_with_its_line(tmp_path, checkpoint):
    found = in_text("3 4\n7 30 2")
    line = refusal(token_ids.load, found, "emb.weight", WIDTH, checkpoint[0])
    assert "id 30 at line 2, column 3" in line
    assert "0 to 29" in line


@pytest.mark.parametrize("text", ["3 4.5 7", "3 -1", "1 2\n3 400000", "1.0 2e+00"])
def test_numbers_that_can_be_no_ids_still_look_like_ids(text):
    assert token_ids.looks_like_ids(text)


@pytest.mark.parametrize(
    "text",
    ["", "7", "0110100", "0110 1001", "1+2=3", "1 a", "id\n3\n0", "0.5 0.25"],
)
def test_other_texts_look_like_no_ids(text):
    assert not token_ids.looks_like_ids(text)
