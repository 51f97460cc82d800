"""Text as a sequence: tokens come back, rows are the checkpoint's own, faults have a place."""

import json
import tempfile
from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import numpy_helper

import main
from simulator.files import contents
from simulator.files.checkpoints.embeddings import embeddings
from simulator.files.registry import Format, format_of
from simulator.files.sequences import text as text_file
from simulator.files.sequences import tokens as text_sequence
from simulator.files.sequences.text import CHARACTERS, SPLITS, WORDS, read_text, split_text
from simulator.files.sequences.tokens import TokenReading, encode, load, one_hot
from simulator.files.sequences.vocabulary import Vocabulary, read_vocabulary
from simulator.network.config import LSTMConfig
from tests.depth import examples
from tests.needs_torch import torch
from tests.simulator.experiments import random_parameters
from tests.simulator.files.checkpoints.checkpoints import SAVERS, outcome, refusal
from tests.simulator.files.checkpoints.keras.models import KerasLayer, save_whole
from tests.simulator.files.checkpoints.keras.models import weights as keras_weights
from tests.simulator.files.checkpoints.onnx.models import model, node, save, weights

texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1, max_size=60
)
splits = st.sampled_from(SPLITS)


def written(folder, text, name="a.txt"):
    path = Path(folder) / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@given(text=texts, split=splits)
def test_one_hot_rows_give_back_the_tokens(text, split):
    tokens = split_text("text.txt", text, split)
    with tempfile.TemporaryDirectory() as folder:
        path = written(folder, text)
        if not tokens:
            assert "it contains no text" in refusal(encode, path, text, split)
            return
        read = load(path, TokenReading(split), len(set(tokens)), None)
    assert read.values.shape == (len(tokens), len(set(tokens)))
    assert read.values.dtype == np.uint8
    assert not read.values.flags.writeable
    assert np.isin(read.values, (0, 1)).all()
    np.testing.assert_array_equal(read.values.sum(axis=1), 1)
    vocabulary = sorted(set(tokens))
    assert [vocabulary[k] for k in read.values.argmax(axis=1)] == list(tokens)
    assert len(read.labels) == len(tokens)
    assert len(read.columns) == len(vocabulary)
    assert [read.columns[k] for k in read.values.argmax(axis=1)] == list(read.labels)


@given(text=texts, split=splits)
def test_words_and_characters_are_pythons(text, split):
    expected = tuple(text) if split == CHARACTERS else tuple(text.split())
    assert split_text("text.txt", text, split) == expected


@given(
    text=texts,
    mark=st.sampled_from(["", "\ufeff"]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_every_way_to_keep_a_text_is_read_as_python_reads_it(text, mark, newline):
    with tempfile.TemporaryDirectory() as folder:
        path = written(folder, mark + text.replace("\n", newline))
        assert read_text(path) == path.read_text(encoding="utf-8-sig")


@examples(40)
@given(
    text=texts,
    split=splits,
    spare=st.integers(0, 3),
    name=st.sampled_from(["float32", "float64", "bfloat16", "float16"]),
    saver=st.sampled_from(sorted(SAVERS)),
)
def test_embedding_rows_are_the_checkpoints_own_bits(text, split, spare, name, saver):
    tokens, dtype = split_text("text.txt", text, split), getattr(torch, name)
    if not tokens:
        return
    known = sorted(set(tokens))
    module = torch.nn.Embedding(len(known) + spare, 3, dtype=dtype)
    with tempfile.TemporaryDirectory() as folder:
        tensors = {"lstm.weight_ih_l0": torch.ones(8, 3), "e.weight": module.weight.detach()}
        checkpoint = SAVERS[saver](tensors, Path(folder))
        read = load(written(folder, text), TokenReading(split, None, "e"), 3, checkpoint)
    expected = module(torch.tensor([known.index(token) for token in tokens])).detach().double()
    assert read.values.tobytes() == expected.numpy().tobytes()
    assert read.columns is None
    cast = f"e.weight is {name} and is converted to float32"
    assert (cast in read.notes) == (dtype.itemsize == 2)


@given(
    tokens=st.lists(texts.filter(lambda t: "\n" not in t), min_size=1, unique=True, max_size=20),
    mark=st.sampled_from(["", "\ufeff"]),
    end=st.sampled_from(["", "\n"]),
)
def test_a_vocabularys_file_gives_its_tokens_their_ids(tokens, mark, end):
    ids = {token: id for id, token in enumerate(tokens)}
    shifted = {token: 2 * id + 1 for token, id in ids.items()}
    if tokens[0].startswith("\ufeff"):
        mark = "\ufeff"  # else the token's own would be taken for the mark
    with tempfile.TemporaryDirectory() as folder:
        lines = written(folder, mark + "\n".join(tokens) + end)
        listed = written(folder, json.dumps(tokens), "list.json")
        named = written(folder, json.dumps(shifted, ensure_ascii=False), "object.json")
        assert read_vocabulary(lines).ids == ids
        assert read_vocabulary(listed).ids == ids
        assert read_vocabulary(named).ids == shifted
        assert read_vocabulary(named).size == 2 * len(tokens)


def test_the_vocabulary_of_a_text_does_not_depend_on_what_comes_first():
    assert (
        list(Vocabulary.built("banana").ids) == list(Vocabulary.built("nab").ids) == ["a", "b", "n"]
    )


@pytest.mark.parametrize("unknown", ["<unk>", "<UNK>", "[UNK]"])
def test_what_is_not_in_the_vocabulary_is_the_unknown_token(tmp_path, unknown):
    vocabulary = written(tmp_path, f"b\n{unknown}\na\n", "v.txt")
    read = load(written(tmp_path, "abcab\n"), TokenReading(vocabulary=str(vocabulary)), 3, None)
    assert read.values.argmax(axis=1).tolist() == [2, 0, 1, 2, 0, 1]
    assert read.labels == ("a", "b", "c", "a", "b", "↵")
    assert read.notes == (f"2 of 6 tokens are not in the vocabulary and are read as {unknown}",)


def test_one_token_outside_the_vocabulary_is_told_in_the_singular(tmp_path):
    vocabulary = written(tmp_path, "a\n<unk>\n", "v.txt")
    (note,) = load(
        written(tmp_path, "aba"), TokenReading(vocabulary=str(vocabulary)), 2, None
    ).notes
    for part in ("1 of 3", "<unk>"):
        assert part in note
    assert "are" not in note.split()


def test_the_line_break_that_an_editor_puts_last_needs_no_id(tmp_path):
    vocabulary = written(tmp_path, "a\nb\n", "v.txt")
    read = load(written(tmp_path, "abba\n"), TokenReading(vocabulary=str(vocabulary)), 2, None)
    assert read.labels == tuple("abba")
    assert read.notes == ("the line break at the end is skipped: it is not in the vocabulary",)
    kept = written(tmp_path, '["a", "b", "\\n"]', "v.json")
    read = load(written(tmp_path, "abba\n"), TokenReading(vocabulary=str(kept)), 3, None)
    assert read.labels == (*"abba", "↵")
    inside = refusal(
        load, written(tmp_path, "ab\nba\n"), TokenReading(vocabulary=str(vocabulary)), 2, None
    )
    assert "line 1, column 3 is ↵, which is not in the vocabulary v.txt" in inside


@pytest.mark.parametrize("saver", SAVERS)
def test_candidates_are_of_the_width_and_no_recurrent_layers(tmp_path, saver):
    tensors = {
        "readout.weight": np.ones((5, 4)),
        "lstm.weight_ih_l0": np.ones((8, 4)),
        "cell.weight_ih": np.ones((8, 4)),
        "tokens.embed": np.ones((7, 4)),
        "bias": np.ones(4),
        "other": np.ones((7, 3)),
        "ids": np.ones((7, 4), np.int64),
        "none": np.ones((0, 4)),
    }
    found = embeddings(SAVERS[saver](tensors, tmp_path), 4)
    assert [e.label for e in found] == ["tokens.embed (7, 4)", "readout.weight (5, 4)"]


def with_onnx_embedding(folder, rows):
    made = model([node()], weights(3, 5))
    made.graph.initializer.append(numpy_helper.from_array(rows, "embedding.weight"))
    return save(made, folder)


def with_keras_embedding(folder, rows):
    path = save_whole([KerasLayer("memory", keras_weights(3, 4))], folder)
    with h5py.File(path, "a") as file:
        file["model_weights/embedding/embeddings:0"] = rows
    return path


@pytest.mark.parametrize("write", [with_onnx_embedding, with_keras_embedding])
def test_other_formats_have_embeddings_too(tmp_path, write):
    rows = np.random.default_rng(0).standard_normal((4, 3)).astype(np.float32)
    checkpoint = write(tmp_path, rows)
    (found,) = embeddings(checkpoint, 3)
    read = load(written(tmp_path, "cab"), TokenReading(embedding=found.name), 3, checkpoint)
    np.testing.assert_array_equal(read.values, rows[[2, 0, 1]])


WIDTHS = [
    (
        "abc",
        TokenReading(),
        4,
        "the text has 3 different characters, but the LSTM reads 4. Choose a",
    ),
    (
        "a b",
        TokenReading(WORDS),
        1,
        "the text has 2 different words, but the LSTM reads 1. Choose a",
    ),
    (
        "ab",
        TokenReading(vocabulary="v"),
        2,
        "v.txt has 3 ids, but the LSTM reads 2. Choose a vocabulary",
    ),
    (
        "abc",
        TokenReading(embedding="e"),
        5,
        "3 different characters, but e has 2 rows. Choose a vocabulary",
    ),
    ("ab", TokenReading(embedding="x"), 5, "that can be an embedding. Choose one of e (2, 5)"),
    (
        "ab",
        TokenReading(embedding="e"),
        3,
        "no embedding for this LSTM: no float tensor (num_embeddi",
    ),
]


@pytest.mark.parametrize(("text", "reading", "width", "words"), WIDTHS)
def test_what_does_not_fit_is_told_with_what_would(tmp_path, text, reading, width, words):
    checkpoint = SAVERS["safetensors"]({"e": np.ones((2, 5))}, tmp_path)
    if reading.vocabulary:
        path = written(tmp_path, "a\nb\nc\n", "v.txt")
        reading = TokenReading(reading.split, str(path), reading.embedding)
    assert words in refusal(load, written(tmp_path, text), reading, width, checkpoint)


def test_an_embedding_needs_a_checkpoint(tmp_path):
    said = refusal(load, written(tmp_path, "ab"), TokenReading(embedding="e"), 2, None)
    assert "this LSTM did not come from a checkpoint" in said


FAULTS = {
    b"\xff\xfea\0b\0": "UTF-16",
    "to be or not".encode("utf-16-le"): "UTF-16",
    "to be or not".encode("utf-16-be"): "UTF-16",
    "to be or not".encode("utf-32-le"): "UTF-32",
    b"\xff\xe9a": "line 1, column 1 has the byte 0xff, which is not valid UTF-8",
    "ä\n日本".encode() + b"\xe6": "line 2, column 3 has the byte 0xe6, which is not valid UTF-8",
    b"a\r\nb\r\nc\x80": "line 3, column 2 has the byte 0x80",
    b"\xef\xbb\xbfab\xed\xa0\x80": "line 1, column 3 has the byte 0xed",
    b"ab\ncd\0": "it is not text: line 2, column 3 is a zero byte",
    b"": "it contains no text",
    b"\xef\xbb\xbf": "it contains no text",
}


@pytest.mark.parametrize("data", FAULTS)
def test_what_is_no_text_is_refused_with_its_place(tmp_path, data):
    assert FAULTS[data] in refusal(load, written(tmp_path, data), TokenReading(), 3, None)


VOCABULARIES = {
    ("v.txt", ""): "it contains no tokens",
    ("v.txt", "\n"): "line 1 is empty",
    ("v.txt", "a\n\nb"): "line 2 is empty. Remove it, or use JSON for line-break tokens",
    ("v.txt", "a\nb\na\n"): "line 3 is a, the same as line 1",
    ("v.json", "[]"): "it contains no tokens",
    ("v.json", "3"): "neither a list of tokens nor an object",
    ("v.json", "[1]"): "entry 1 is not a token",
    ("v.json", '["a", ""]'): "entry 2 is not a token",
    ("v.json", '["a", "a"]'): "it has a twice",
    ("v.json", '{"a": 0, "a": 1}'): "it has a twice",
    ("v.json", '{"a": 0, "b": 0}'): "a and b have the same id, 0",
    ("v.json", '{"a": "0"}'): "the id of a is 0, but ids are whole numbers from 0",
    ("v.json", '{"a": -1}'): "the id of a is -1, but ids are",
    ("v.json", '{"a": true}'): "the id of a is True, but ids are",
    ("v.json", '{"a": 1.5}'): "the id of a is 1.5, but ids are",
    ("v.json", '{"a": 2147483648}'): "the id of a is 2147483648, but ids are",
    ("v.json", '{"a": {}}'): "the id of a is a list or an object, but ids are",
    ("v.json", "[" * 300_000): "it is nested too deep",
    ("v.json", '{"a": ' + "9" * 9999 + "}"): "it is not valid JSON",
    ("v.json", '{"<b>\\u202e": null}'): "the id of <b>� is None",
}


@pytest.mark.parametrize("file", VOCABULARIES, ids=lambda file: file[1][:20])
def test_what_is_no_vocabulary_is_refused_in_a_line(tmp_path, file):
    name, content = file
    said = refusal(read_vocabulary, written(tmp_path, content, name))
    assert VOCABULARIES[file] in said
    assert name in said


def test_an_id_without_end_takes_no_memory(tmp_path):
    vocabulary = written(tmp_path, '{"a": 2147483647}', "v.json")
    said = refusal(load, written(tmp_path, "a"), TokenReading(vocabulary=str(vocabulary)), 3, None)
    assert "v.json has 2147483648 ids, but the LSTM reads 3" in said


def test_what_does_not_fit_into_memory_is_not_begun(tmp_path):
    path, ids = tmp_path / "a.txt", np.zeros(10**6, np.int64)
    assert "Shorten it to 671,088 tokens" in refusal(one_hot, path, ids, 200)
    with open(path, "wb") as file:
        file.truncate(2**25 + 1)  # nothing but holes
    assert "a text file can be" in refusal(read_text, path)
    with open(tmp_path / "v.txt", "wb") as file:
        file.truncate(10**8)
    assert "a vocabulary can be" in refusal(read_vocabulary, tmp_path / "v.txt")


def test_more_tokens_than_a_trace_could_have_are_refused(monkeypatch):
    monkeypatch.setattr(text_file, "MOST_TOKENS", 5)
    assert len(split_text("a.txt", "abcde", CHARACTERS)) == 5
    assert "more than 5 tokens" in refusal(split_text, "a.txt", "abcdef", CHARACTERS)
    assert "more than 5 tokens" in refusal(split_text, "a.txt", "a b c d e f", WORDS)
    monkeypatch.setattr(text_file, "MOST_DIFFERENT", 2)
    assert split_text("a.txt", "a b a", WORDS) == ("a", "b", "a")
    assert "more than 2 different" in refusal(split_text, "a.txt", "a b c", WORDS)


def test_labels_are_kept_where_a_workspace_can_keep_them():
    assert text_sequence.labels_of(("a b", "\n", "x" * 99)) == (
        "a␣b",
        "↵",
        "x" * 19 + "…" + "x" * 20,
    )
    assert text_sequence.labels_of(("ab",) * 2**20) == ()
    assert text_sequence.labels_of(("[",) * 200_000) == ()
    assert text_sequence.labels_of(("a",) * 200_000) == ("a",) * 200_000


mutations = st.one_of(
    st.binary(max_size=80),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text('[]{}":,\\ \n<unk>ab01', max_size=60).map(str.encode),
)


@examples(300, by_default=20)
@given(
    text=mutations, vocabulary=mutations, name=st.sampled_from(["v.json", "v.txt"]), split=splits
)
def test_any_bytes_are_a_sequence_or_one_line(text, vocabulary, name, split):
    with tempfile.TemporaryDirectory() as folder:
        path, other = written(folder, text), written(folder, vocabulary, name)
        format = outcome(format_of, path)
        assert isinstance(format, str | Format)
        for reading in (TokenReading(split), TokenReading(split, str(other))):
            read = outcome(load, path, reading, 3, None)
            if isinstance(read, str):
                assert read.isprintable()
            else:
                assert read.values.shape == (len(read.labels), 3)


TABLES = {
    "1,2\n3,4\n": Format.CSV,
    "a,b\n1,2\n": Format.CSV,
    "# x\n1\n2\n": Format.CSV,
    "1;2": Format.CSV,
    "0110": Format.TEXT,
    "to be, or not": Format.TEXT,
    "in the year\nof\n1984\n": Format.TEXT,
    "...\n---\n": Format.TEXT,
    "1,2\n" * 3000: Format.CSV,
}


@pytest.mark.parametrize("text", TABLES, ids=lambda text: text[:9])
def test_a_txt_is_text_unless_it_is_a_table(tmp_path, text):
    assert format_of(written(tmp_path, text)) is TABLES[text]
    assert format_of(written(tmp_path, text, "a.text")) is Format.TEXT


def test_a_line_of_digits_is_judged_at_once(tmp_path):
    assert format_of(written(tmp_path, "1" * 4000 + "x\n")) is Format.TEXT
    assert contents._NUMBERS.fullmatch(b"1" * 10**6 + b"x") is None


class CharacterModel:
    """User's model: an embedding, or one-hot vectors, and an LSTM that reads them."""

    def __init__(self, size, width=None):
        self.size = size
        self.parts = torch.nn.ModuleDict()
        if width:
            self.parts["embedding"] = torch.nn.Embedding(size, width)
        self.parts["lstm"] = torch.nn.LSTM(width or size, 6, num_layers=2, bidirectional=True)

    def state_dict(self):
        return self.parts.state_dict()

    def __call__(self, ids):
        ids = torch.tensor(ids)
        if "embedding" not in self.parts:
            return self.parts["lstm"](torch.nn.functional.one_hot(ids, self.size).float())
        return self.parts["lstm"](self.parts["embedding"](ids))


@pytest.mark.parametrize("saver", SAVERS)
@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("width", [None, 5])
@pytest.mark.parametrize("kept", [False, True], ids=["built", "file"])
def test_a_text_is_traced_as_torch_runs_it(tmp_path, capsys, saver, split, width, kept):
    text = "what stands\nwhat falls\nwhat stays"
    tokens = list(text) if split == CHARACTERS else text.split()
    order = list(dict.fromkeys(tokens)) if kept else sorted(set(tokens))
    torch.manual_seed(0)
    module = CharacterModel(len(order), width)
    checkpoint, outputs = SAVERS[saver](module.state_dict(), tmp_path), tmp_path / "o.npz"
    arguments = ["--model", checkpoint, "--sequence", written(tmp_path, text), "--split", split]
    if kept:
        arguments += ["--vocabulary", written(tmp_path, json.dumps(order), "v.json")]
    if width:
        arguments += ["--embedding", "embedding"]
    arguments += ["--output", tmp_path / "trace.csv", "--outputs", outputs, "--check"]
    assert main.main(["trace", *map(str, arguments)]) == 0
    said = capsys.readouterr()
    assert "agrees with all" in said.out
    assert ("sorted to assign ids" in said.err) != kept
    with torch.inference_mode():
        output, (h_n, c_n) = module([order.index(token) for token in tokens])
    with np.load(outputs) as ours:
        np.testing.assert_allclose(ours["output"], output, rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(ours["h_n"], h_n, rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(ours["c_n"], c_n, rtol=1e-5, atol=1e-6)


def test_the_command_line_takes_text_under_any_name_once_it_is_asked_to(tmp_path, capsys):
    checkpoint = SAVERS["safetensors"](random_parameters(LSTMConfig(2, 6)).arrays, tmp_path)
    digits = written(tmp_path, "0,1\n" * 3, "digits.dat")
    arguments = ["--model", checkpoint, "--output", tmp_path / "t.csv", "--sequence", digits]
    assert main.main(["trace", *map(str, arguments), "--split", "words"]) == 1
    assert "the text repeats a single token, but the LSTM reads 2" in capsys.readouterr().err
    assert main.main(["trace", *map(str, arguments)]) == 1
    assert "its format is not known" in capsys.readouterr().err
    over = ["--vocabulary", tmp_path / "t.csv"]
    assert main.main(["trace", *map(str, [*arguments, *over])]) == 2
    assert "--output and --vocabulary are the same file" in capsys.readouterr().err


@pytest.mark.parametrize("embedded", [False, True])
def test_ids_and_names_are_kept(tmp_path, embedded):
    path = written(tmp_path, "a c\nb")
    vocabulary = written(tmp_path, '{"c": 0, "a": 2, "b": 3}', "v.json")
    net = torch.nn.ModuleDict({"emb": torch.nn.Embedding(4, 4), "lstm": torch.nn.LSTM(4, 2)})
    torch.save(net.state_dict(), tmp_path / "m.pt")
    reading = TokenReading(WORDS, str(vocabulary), "emb" if embedded else None)
    read = load(path, reading, 4, tmp_path / "m.pt")
    words = ("c", "1", "a", "b")
    if embedded:
        assert (read.tokens.ids.tolist(), read.tokens.words) == ([2, 0, 3], words)
    else:
        assert (read.values.argmax(axis=1).tolist(), read.columns) == ([2, 0, 3], words)
