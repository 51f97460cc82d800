"""`--readout`, `--target`, `--loss`: y, p and the loss are torch's over the same files."""

import json
import os
import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from simulator.commands.experiment_arguments import LOSSES
from simulator.objective import loss as losses
from simulator.objective.readout import OVER
from tests.needs_torch import torch

T, B, I, H, K = 6, 3, 4, 3, 5
LENGTHS = [4, 6, 2]
pytestmark = pytest.mark.torch


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """Return a function that saves modules as m.safetensors, in the present folder."""
    monkeypatch.chdir(tmp_path)

    def save(**modules):
        torch.manual_seed(1)
        net = torch.nn.ModuleDict({name: make() for name, make in modules.items()})
        save_file({n: v.numpy() for n, v in net.state_dict().items()}, "m.safetensors")
        return net

    return save


def traced(gatestep, *arguments):
    """Run `trace`; return the arrays of --outputs, and the loss that it prints."""
    made = ["--output", "t.csv", "--outputs", "o.npz"]
    status, out, _ = gatestep("trace", "--model", "m.safetensors", *arguments, *made)
    assert status == 0
    told = re.search(r"^loss (\S+): ", out, re.MULTILINE)
    with np.load("o.npz") as arrays:
        return dict(arrays), told and float(told[1])


def close(ours, theirs):
    np.testing.assert_allclose(ours, np.asarray(theirs), rtol=2e-5, atol=2e-6)


def answers_of(net, x, lengths, over):
    """Return torch's y of an input (T, B, I): (T, B, K), or (B, K) for one answer a row."""
    packed = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False)
    packed, (h_n, _) = net["rnn"](packed)
    output, _ = torch.nn.utils.rnn.pad_packed_sequence(packed, total_length=len(x))
    if over == "last":
        output = torch.stack([output[n - 1, row] for row, n in enumerate(lengths)])
    elif over == "h_n":
        directions = 2 if net["rnn"].bidirectional else 1
        output = torch.cat(list(h_n[-directions:]), dim=-1)
    return net["fc"](output)


def each_and_whole(kind, reduction, y, target, counted):
    """Return torch's loss of each answer, NaN where it does not count, and that of all."""
    function = {
        "mse": torch.nn.functional.mse_loss,
        "bce": torch.nn.functional.binary_cross_entropy_with_logits,
        "cross-entropy": torch.nn.functional.cross_entropy,
    }[kind]
    y, target = y[counted], target[counted]
    each = function(y, target, reduction="none")
    if each.ndim == 2:
        each = each.sum(-1) if reduction == "sum" else each.mean(-1)
    all_of_them = torch.full(counted.shape, torch.nan)
    all_of_them[counted] = each
    return all_of_them, float(function(y, target, reduction=reduction))


def target_of(kind, shape, rng):
    """Return random targets, some of which are missing, and where there are any."""
    there = rng.random(shape) < 0.8
    if kind == "cross-entropy":
        return np.where(there, rng.integers(0, K, shape), -100), there
    values = rng.standard_normal((*shape, K)).astype(np.float32)
    values = (values > 0).astype(np.float32) if kind == "bce" else values
    values[~there] = np.nan
    return values, there


CASES = list(product(OVER, LOSSES, (False, True)))


@pytest.mark.few(7)
@pytest.mark.parametrize(("over", "kind", "batch_first"), CASES)
def test_answers_and_losses_are_torchs(saved, gatestep, over, kind, batch_first):
    case = CASES.index((over, kind, batch_first))
    rng, two, ragged = np.random.default_rng(case), case % 2 == 0, case % 3 > 0
    reduction = ("mean", "sum")[case // 2 % 2]
    net = saved(
        rnn=lambda: torch.nn.LSTM(I, H, 1 + case % 2, bidirectional=two),
        fc=lambda: torch.nn.Linear(H * (1 + two), K, bias=case % 4 > 0),
    )
    x, lengths = rng.standard_normal((T, B, I)).astype(np.float32), LENGTHS if ragged else [T] * B
    shape = (T, B) if over == "every" else (B,)
    target, there = target_of(kind, shape, rng)
    turned = batch_first and over == "every"
    np.save("x.npy", x.swapaxes(0, 1) if batch_first else x)
    np.save("target.npy", target.swapaxes(0, 1) if turned else target)
    arguments = ["--sequence", "x.npy", "--readout", "fc", "--target", "target.npy"]
    arguments += ["--loss", kind, "--over", over, "--reduction", reduction]
    arguments += ["--batch-first"] if batch_first else []
    arguments += ["--lengths", ",".join(map(str, lengths))] if ragged else []
    arrays, whole = traced(gatestep, *arguments)
    within = np.arange(T)[:, None] < lengths if over == "every" else np.ones(B, bool)
    with torch.no_grad():
        y = answers_of(net, torch.tensor(x), lengths, over)
        counted = torch.tensor(there & within)
        each, expected = each_and_whole(kind, reduction, y, torch.tensor(target), counted)
    ours = {name: arrays[name].swapaxes(0, 1) if turned else arrays[name] for name in arrays}
    close(ours["y"][within], y[torch.tensor(within)])
    close(ours["loss"], each)
    np.testing.assert_array_equal(ours["counted"], counted)
    assert whole == pytest.approx(expected, rel=2e-5)
    p = {"bce": y.sigmoid(), "cross-entropy": y.softmax(-1)}.get(kind)
    if p is None:
        assert "p" not in ours
    else:
        close(ours["p"][within], p[torch.tensor(within)])
    status, _, _ = gatestep("check", "--model", "m.safetensors", *arguments, "--report", "r.json")
    told = json.loads(Path("r.json").read_text())
    assert (status, told["agrees"]) == (0, True)
    assert told["readouts_checked"] == within.sum()
    assert told["loss"]["ours"] == whole
    assert told["loss"]["torch"] == pytest.approx(expected, rel=2e-5)
    assert told["loss"]["answers"] == int(counted.sum())


def test_a_language_model_reads_a_text_and_forecasts_its_tokens(saved, gatestep):
    net = saved(
        embedding=lambda: torch.nn.Embedding(6, I),
        rnn=lambda: torch.nn.LSTM(I, H, 2, bidirectional=True),
        decoder=lambda: torch.nn.Linear(2 * H, 6),
    )
    Path("text.txt").write_text("abcabdeabc")
    Path("v.json").write_text(json.dumps(["a", "b", "c", "d", "e", "<unk>"]))
    text = ["--sequence", "text.txt", "--vocabulary", "v.json", "--embedding", "embedding"]
    ids = torch.tensor(["abcde".index(letter) for letter in "abcabdeabc"])
    np.save("ids.npy", ids.numpy())
    Path("ids.csv").write_text(
        "id,next\n"
        + "\n".join(
            f"{a},{b}" for a, b in zip(ids.tolist(), [*ids[2:].tolist(), "", ""], strict=True)
        )
    )
    with torch.no_grad():
        y = net["decoder"](net["rnn"](net["embedding"](ids))[0])
        expected = [
            float(torch.nn.functional.cross_entropy(y[:-ahead], ids[ahead:])) for ahead in (1, 2)
        ]
    read = ["--readout", "decoder"]
    for sequence in (text, ["--sequence", "ids.npy", "--embedding", "embedding"]):
        for ahead in (1, 2):
            arrays, loss = traced(gatestep, *sequence, *read, "--target", f"ahead:{ahead}")
            assert loss == pytest.approx(expected[ahead - 1], rel=1e-5)
            close(arrays["p"], y.softmax(-1))
            assert np.isnan(arrays["loss"][-ahead:]).all()
            assert arrays["counted"].tolist() == [True] * (10 - ahead) + [False] * ahead
    table = ["--sequence", "ids.csv", "--embedding", "embedding", "--loss", "cross-entropy"]
    _, loss = traced(gatestep, *table, *read, "--target", "column:next")
    assert loss == pytest.approx(expected[1], rel=1e-5)
    Path("words.csv").write_text("next\n" + "\n".join("cabdeabc") + '\n""\n""\n')
    _, loss = traced(gatestep, *text, *read, "--target", "words.csv")
    assert loss == pytest.approx(expected[1], rel=1e-5)


@pytest.fixture
def table(saved):
    """Save an LSTM of two features with a Linear layer of one output, and a table."""
    net = saved(rnn=lambda: torch.nn.LSTM(2, H), fc=lambda: torch.nn.Linear(H, 1))
    columns = np.random.default_rng(0).standard_normal((T, 3)).round(2).astype(np.float32)
    rows = [",".join(map(str, row)) for row in columns.tolist()]
    Path("x.csv").write_text("a,y,b\n" + "\n".join(rows))
    days = [f"2020-01-0{t + 1},{row}" for t, row in enumerate(rows)]
    Path("days.csv").write_text("date,a,y,b\n" + "\n".join(days))
    return net, columns


def error_of(net, features, target):
    with torch.no_grad():
        y = net["fc"](net["rnn"](torch.tensor(features))[0])[:, 0]
        return float(torch.nn.functional.mse_loss(y, torch.tensor(target)))


@pytest.mark.parametrize("name", ["x.csv", "days.csv"])
def test_the_column_of_targets_is_no_input(table, gatestep, name):
    net, columns = table
    given = ["--sequence", name, "--readout", "fc", "--target", "column:y"]
    _, loss = traced(gatestep, *given)
    assert loss == pytest.approx(error_of(net, columns[:, [0, 2]], columns[:, 1]), rel=1e-5)
    _, loss = traced(gatestep, *given, "--columns", "y,a")
    assert loss == pytest.approx(error_of(net, columns[:, [1, 0]], columns[:, 1]), rel=1e-5)


def test_several_tables_have_a_column_of_targets_each(table, gatestep):
    net, columns = table
    Path("short.csv").write_text("a,y,b\n" + "\n".join(Path("x.csv").read_text().split("\n")[1:4]))
    arrays, loss = traced(
        gatestep, "--sequence", "x.csv", "short.csv", "--readout", "fc", "--target", "column:1"
    )
    assert arrays["loss"].shape == (T, 2)
    assert np.isnan(arrays["loss"][3:, 1]).all()
    assert not arrays["counted"][3:, 1].any()
    errors = [error_of(net, columns[:n, [0, 2]], columns[:n, 1]) for n in (T, 3)]
    assert loss == pytest.approx(np.average(errors, weights=(T, 3)), rel=1e-5)


def test_a_table_too_wide_asks_for_its_columns(table, gatestep):
    save = ["--output", "t.csv", "--model", "m.safetensors", "--readout", "fc"]
    Path("wide.csv").write_text("a,b,c,y\n1,2,3,4\n")
    Path("narrow.csv").write_text("a,y\n1,2\n")
    for name in ("wide.csv", "narrow.csv"):
        status, _, error = gatestep("trace", *save, "--sequence", name, "--target", "column:y")
        assert (status, error.count("\n")) == (1, 1)
        assert "--columns" in error


def test_the_targets_suggest_the_loss(saved, gatestep):
    saved(rnn=lambda: torch.nn.LSTM(I, H), fc=lambda: torch.nn.Linear(H, I))
    rng = np.random.default_rng(0)
    np.save("x.npy", rng.standard_normal((T, I)))
    np.save("hot.npy", np.eye(I)[rng.integers(0, I, T)])
    np.save("bits.npy", rng.integers(0, 2, (T, I)))
    np.save("classes.npy", rng.integers(0, I, T))
    told = {
        ("x.npy", "x.npy"): "mse",
        ("x.npy", "bits.npy"): "bce",
        ("x.npy", "classes.npy"): "cross-entropy",
        ("x.npy", "ahead:1"): "mse",
        ("hot.npy", "ahead:1"): "cross-entropy",
    }
    made = ["--model", "m.safetensors", "--readout", "fc", "--output", "t.csv"]
    for (sequence, target), kind in told.items():
        _, out, _ = gatestep("trace", *made, "--sequence", sequence, "--target", target)
        assert f": {kind}, the mean over" in out


def test_a_readout_alone_has_no_loss(table, gatestep):
    net, columns = table
    np.savez("v.npz", V=np.array([[1.0, 2, 3], [4, 5, 6]]), b=np.array([7.0, 8.0]))
    arrays, loss = traced(gatestep, "--sequence", "x.csv", "--columns", "a,b", "--readout", "v.npz")
    assert loss is None
    assert sorted(arrays) == ["c_n", "h_n", "output", "y"]
    with torch.no_grad():
        h = net["rnn"](torch.tensor(columns[:, [0, 2]]))[0].numpy()
    close(arrays["y"], h @ [[1, 4], [2, 5], [3, 6]] + [7, 8])


def test_no_note_says_that_what_is_read_is_left_out(saved, gatestep):
    saved(
        emb=lambda: torch.nn.Embedding(4, 2),
        rnn=lambda: torch.nn.LSTM(2, H),
        fc=lambda: torch.nn.Linear(H, 4),
    )
    np.save("ids.npy", np.array([3, 0, 1]))
    made = ["--model", "m.safetensors", "--sequence", "ids.npy", "--output", "t.csv"]
    made += ["--embedding", "emb.weight"]
    assert "1 Linear (fc)" in gatestep("trace", *made)[2]
    assert "also in the file" not in gatestep("trace", *made, "--readout", "fc")[2]


def test_a_file_comes_before_a_layer_of_that_name(table, gatestep):
    given = ["--sequence", "x.csv", "--columns", "a,b", "--readout", "fc"]
    os.mkdir("fc")
    assert traced(gatestep, *given)[0]["y"].shape == (T, 1)
    os.rmdir("fc")
    with open("fc", "wb") as file:
        np.save(file, np.zeros((2, H)))
    assert traced(gatestep, *given)[0]["y"].tolist() == [[0, 0]] * T


def test_an_exported_run_with_an_objective_is_compared(table, gatestep):
    given = ["--model", "m.safetensors", "--sequence", "x.csv", "--readout", "fc"]
    given += ["--target", "column:y"]
    for name in ("t.csv", "t.npz", "t.parquet"):
        status, _, _ = gatestep("trace", *given, "--output", name, "--with-model")
        assert status == 0
        for other in ([], given):
            status, out, _ = gatestep("compare", name, *other)
            assert status == 0
            assert "bit for bit" in out
        assert gatestep("compare", name, *given[:-2], "--loss", "mse")[0] == 2


def test_outputs_with_answers_are_still_an_lstms_numbers(table, gatestep):
    given = ["--sequence", "x.csv", "--columns", "a,b"]
    for over in OVER:
        traced(gatestep, *given, "--readout", "fc", "--target", "column:y", "--over", over)
        observed = ["--model", "m.safetensors", *given, "--observed", "o.npz"]
        assert gatestep("diagnose", *observed)[0] == 0


WRONG = {
    "target alone": (["--target", "ahead:1"], 2, ["--target needs --readout"]),
    "over alone": (["--over", "last"], 2, ["--over needs --readout"]),
    "loss alone": (["--readout", "fc", "--loss", "mse"], 2, ["--loss needs --target"]),
    "reduction alone": (["--readout", "fc", "--reduction", "sum"], 2, ["--reduction", "--target"]),
    "no layer": (["--readout", "head"], 1, ["named head", "fc (1, 3)"]),
    "no file": (["--readout", "gone.npy"], 1, ["gone.npy", "exist"]),
    "not ahead": (["--readout", "fc", "--target", "ahead:0"], 2, ["ahead:0", "at least 1"]),
    "no number": (["--readout", "fc", "--target", "ahead:x"], 2, ["'x'"]),
    "no column name": (["--readout", "fc", "--target", "column:"], 2, ["column:"]),
    "no column": (["--readout", "fc", "--target", "column:z"], 1, ["no column z", "a, y, b"]),
    "too far": (["--readout", "v.npz", "--target", "ahead:6"], 1, ["ahead:6", "no answer"]),
    "other width": (["--readout", "fc", "--target", "ahead:1"], 1, ["(6, 1, 1)", "(6, 1, 2)"]),
    "no classes": (
        ["--readout", "v.npz", "--target", "ahead:1", "--loss", "cross-entropy"], 1,
        ["cross-entropy needs classes", "x.csv"],
    ),
    "shape": (["--readout", "fc", "--target", "v.npy"], 1, ["v.npy", "(2, 3)", "(6,)"]),
    "features": (["--readout", "x.npy"], 1, ["(out_features, 3)", "(6, 2)"]),
    "written over": (["--readout", "fc", "--target", "t.csv"], 2, ["--output", "--target"]),
    "no loss": (["--readout", "fc", "--target", "ahead:1", "--loss", "l1"], 2, ["mse"]),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit_is_one_line(table, gatestep, case):
    np.savez("v.npz", V=np.zeros((2, H)))
    np.save("v.npy", np.zeros((2, H)))
    np.save("x.npy", np.zeros((T, 2)))
    extra, expected, words = WRONG[case]
    given = ["--sequence", "x.csv", *([] if case == "no column" else ["--columns", "a,b"])]
    made = ["--model", "m.safetensors", "--output", "t.csv"]
    status, out, told = gatestep("trace", *made, *given, *extra)
    error = [line for line in told.splitlines() if not line.startswith("gatestep: note: ")]
    assert (status, out, len(error)) == (expected, "", 1)
    for word in words:
        assert word in error[0]
    assert not os.path.exists("t.csv")


def test_a_column_is_of_a_table(table, gatestep):
    np.save("x.npy", np.zeros((T, 2)))
    made = ["--model", "m.safetensors", "--output", "t.csv", "--readout", "fc"]
    status, _, error = gatestep("trace", *made, "--sequence", "x.npy", "--target", "column:y")
    assert (status, error.count("\n")) == (2, 1)
    assert "x.npy" in error


def test_numbers_that_are_rounded_are_told(table, gatestep):
    made = ["--model", "m.safetensors", "--sequence", "x.csv", "--columns", "a,b"]
    made += ["--output", "t.csv", "--readout", "v.npy"]
    for V, told, expected in ((0.5, "", 0), (0.1, "rounded to float32", 0), (1e39, "too large", 1)):
        np.save("v.npy", np.full((1, H), V))
        status, _, error = gatestep("trace", *made)
        assert status == expected
        assert told in error
        assert error.count("--readout v.npy") == bool(told)


def test_the_words_of_the_commands_are_those_of_the_objective():
    assert LOSSES == losses.LOSSES


def test_inspect_tells_no_layer_that_it_lists_as_left_out(gatestep, tmp_path):
    net = torch.nn.ModuleDict({"lstm": torch.nn.LSTM(2, 3), "fc": torch.nn.Linear(3, 4)})
    torch.save(net.state_dict(), tmp_path / "m.pt")
    told = gatestep("inspect", str(tmp_path / "m.pt"))[1]
    assert "fc  Linear" in told
    assert "also in the file" not in told
