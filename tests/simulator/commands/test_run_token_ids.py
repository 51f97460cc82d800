"""Token ids as `--sequence`: read by `--embedding`, which is named where it is left out."""

import numpy as np
import pytest

from tests.needs_torch import torch


@pytest.fixture
def net(tmp_path):
    """Save an embedding and an LSTM; the arguments for them, and the modules."""
    torch.manual_seed(0)
    net = torch.nn.ModuleDict({"emb": torch.nn.Embedding(30, 12), "lstm": torch.nn.LSTM(12, 4)})
    torch.save(net.state_dict(), tmp_path / "m.pt")
    np.save(tmp_path / "ids.npy", np.array([3, 0, 29]))
    return ["--model", tmp_path / "m.pt", "--sequence", tmp_path / "ids.npy"], net


def test_the_embedding_is_named(gatestep, net):
    status, _, error = gatestep("check", *net[0])
    assert status == 1
    assert "--embedding emb.weight" in error
    assert "(30, 12)" in error


def test_the_output_is_that_of_torch(gatestep, net, tmp_path):
    arguments, modules = net
    made = ["--output", tmp_path / "t.csv", "--outputs", tmp_path / "o.npz"]
    assert gatestep("trace", *made, *arguments, "--embedding", "emb.weight")[0] == 0
    with torch.inference_mode():
        expected = modules["lstm"](modules["emb"](torch.tensor([3, 0, 29])))[0]
    np.testing.assert_allclose(np.load(tmp_path / "o.npz")["output"], expected, atol=1e-6)


def test_array_is_still_of_an_archive(gatestep, net, tmp_path):
    status, _, error = gatestep("check", *net[0], "--array", "x", "--embedding", "emb.weight")
    assert status == 2
    assert "--array" in error


@pytest.fixture
def trace_text(gatestep, net, tmp_path):
    """Return a function that traces over a text: its status, what it says, and the output."""

    def run(text, *more, name="ids.txt", model=None):
        (tmp_path / name).write_text(text)
        arguments = ["--model", model or net[0][1], "--sequence", tmp_path / name, *more]
        (tmp_path / "o.npz").unlink(missing_ok=True)
        made = ["--output", tmp_path / "t.csv", "--outputs", tmp_path / "o.npz"]
        status, _, error = gatestep("trace", *made, *arguments)
        return status, error, np.load(tmp_path / "o.npz")["output"] if status == 0 else None

    return run


READ = ("--embedding", "emb.weight")


def outputs(modules, ids):
    with torch.inference_mode():
        return modules["lstm"](modules["emb"](torch.tensor(ids)))[0]


def characters(text):
    order = sorted(set(text))
    return [order.index(character) for character in text]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ids.txt", "3 0 29 11\n"),
        ("ids.txt", "3,0,29,11"),
        ("ids.txt", "3\n0\n29\n11\n"),
        ("ids.txt", "id\n3\n0\n29\n11\n"),
        ("ids.txt", "3 0\n29 11\n"),
        ("ids.txt", "3, 0, 29,\n11\n"),
        ("ids.md", "3\n0\n29\n11\n"),
        ("ids.csv", "3,0,29,11\n"),
    ],
)
def test_whole_numbers_are_ids_however_they_are_written(trace_text, net, name, text):
    status, error, output = trace_text(text, *READ, name=name)
    assert status == 0, error
    np.testing.assert_allclose(output, outputs(net[1], [3, 0, 29, 11]), atol=1e-6)
    assert "token ids as rows of emb.weight (30, 12)" in error


@pytest.mark.parametrize("text", ["3 0 29 11\n", "3,0,29,11", "3\n0\n29\n", "3 0\n29 11\n"])
def test_the_embedding_of_a_text_of_ids_is_named(trace_text, text):
    """What is then written as told reads the same ids."""
    status, error, _ = trace_text(text)
    assert status == 1
    assert "--embedding emb.weight" in error
    assert "token ids as rows" in trace_text(text, *READ)[1]


@pytest.mark.parametrize("name", ["poem.md", "digits.txt"])
def test_whole_numbers_are_characters_on_demand(trace_text, net, name):
    text = "1\n2\n3\n"
    status, error, output = trace_text(text, *READ, "--split", "characters", name=name)
    assert status == 0, error
    np.testing.assert_allclose(output, outputs(net[1], characters(text)), atol=1e-6)


@pytest.mark.parametrize("text", ["0110", "the 3 cats", "1+2=3\n"])
def test_another_text_stays_a_text(trace_text, net, text):
    status, error, output = trace_text(text, *READ)
    assert status == 0, error
    np.testing.assert_allclose(output, outputs(net[1], characters(text)), atol=1e-6)


@pytest.mark.parametrize("more", [(), READ])
@pytest.mark.parametrize(
    ("text", "place", "token"),
    [
        ("3 4\n7 30 2 5\n", "line 2, column 3", "30"),
        ("17 4 30 3", "line 1, column 6", "30"),
        ("17 -4 3", "line 1, column 4", "-4"),
        ("17 4.5 3", "line 1, column 4", "4.5"),
        ("17 4 12345678 3", "line 1, column 6", "12345678"),
        ("17 4 nan 3", "line 1, column 6", "nan"),
        ("+17 +30", "line 1, column 5", "30"),
    ],
)
def test_no_id_is_read_as_characters_unasked(trace_text, text, place, token, more):
    status, error, _ = trace_text(text, *more)
    assert status == 1
    *_, line = error.strip().split("\n")
    assert place in line
    assert token in line
    assert "--split characters" in line


def test_a_table_of_the_model_s_width_is_one_until_an_embedding_is_named(trace_text, net):
    rows = np.arange(24).reshape(2, 12)
    text = "\n".join(",".join(map(str, row)) for row in rows)
    status, error, output = trace_text(text)
    assert status == 0, error
    with torch.inference_mode():
        expected = net[1]["lstm"](torch.tensor(rows, dtype=torch.float32))[0]
    np.testing.assert_allclose(output, expected, atol=1e-6)
    assert len(trace_text(text, *READ)[2]) == 24


def test_ids_are_one_hot_where_there_is_no_embedding(trace_text, tmp_path):
    lstm = torch.nn.LSTM(12, 4)
    torch.save(lstm.state_dict(), tmp_path / "alone.pt")
    given = {"model": tmp_path / "alone.pt"}
    status, error, output = trace_text("3 0 11", "--split", "ids", **given)
    assert status == 0, error
    with torch.inference_mode():
        expected = lstm(torch.eye(12)[[3, 0, 11]])[0]
    np.testing.assert_allclose(output, expected, atol=1e-6)
    status, error, _ = trace_text("3 0 12", "--split", "ids", **given)
    assert status == 1
    assert "id 12 at line 1, column 5" in error


def test_a_linear_is_not_called_an_embedding_of_a_text(trace_text, tmp_path):
    modules = torch.nn.ModuleDict({"lstm": torch.nn.LSTM(4, 3), "head": torch.nn.Linear(4, 30)})
    torch.save(modules.state_dict(), tmp_path / "head.pt")
    status, error, output = trace_text("12 3", model=tmp_path / "head.pt")
    assert (status, len(output)) == (0, 4), error  # its characters
    assert "embedding" not in error


@pytest.mark.parametrize("more", [(), ("--split", "ids")])
def test_one_number_is_an_id_of_an_embedding(trace_text, net, more):
    _, _, output = trace_text("5", *READ, *more)
    np.testing.assert_allclose(output, outputs(net[1], [5]), atol=1e-6)


@pytest.mark.parametrize("more", [("--vocabulary", "m.pt"), ("--columns", "a"), ("--axes", "BTI")])
def test_ids_have_no_vocabulary_columns_or_axes(trace_text, tmp_path, monkeypatch, more):
    monkeypatch.chdir(tmp_path)
    status, error, _ = trace_text("3 4", *READ, "--split", "ids", *more)
    assert status == 2
    assert more[0] in error


def test_a_folder_of_ids_needs_no_vocabulary(gatestep, net, tmp_path):
    (tmp_path / "x").mkdir()
    for name, text in (("a", "3 0 29"), ("b", "1\n2\n")):
        (tmp_path / "x" / f"{name}.txt").write_text(text)
    torch.save({**net[1].state_dict(), "out.weight": torch.ones(30, 4)}, tmp_path / "m.pt")
    given = ["--model", tmp_path / "m.pt", "--sequence", tmp_path / "x", *READ, "--readout", "out"]
    more = ["--target", "ahead:1", "--steps", 1, "--output", tmp_path / "n.safetensors"]
    status, _, error = gatestep("train", *given, *more)
    assert status == 0, error


@pytest.mark.parametrize("text", ["the,cat", "1,99999999,3"])
def test_a_folder_takes_no_words_among_its_ids(gatestep, net, tmp_path, text):
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.csv").write_text("3,0,29")
    (tmp_path / "x" / "b.csv").write_text(text)
    torch.save({**net[1].state_dict(), "out.weight": torch.ones(30, 4)}, tmp_path / "m.pt")
    given = ["--model", tmp_path / "m.pt", "--sequence", tmp_path / "x", *READ, "--readout", "out"]
    more = ["--target", "ahead:1", "--steps", 1, "--output", tmp_path / "n.safetensors"]
    status, _, error = gatestep("train", *given, *more)
    assert status > 0
    assert "b.csv" in error
