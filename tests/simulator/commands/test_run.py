"""The commands against torch.nn.LSTM, over every combination of their options."""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from safetensors.numpy import save_file

from simulator.check.selftest import CASES
from simulator.network.config import LSTMConfig
from simulator.network.parameters import Parameters
from tests import depth
from tests.needs_torch import safetensors_torch, torch
from tests.paths import ROOT
from tests.simulator.experiments import random_parameters, torch_lstm

T, B, I, H = 5, 3, 2, 4
LENGTHS = [3, 5, 2]


def save_lstm(path, dtype=np.float32, prefix="", **options):
    """Save a checkpoint of an LSTM with random weights; return the weights."""
    parameters = random_parameters(LSTMConfig(I, H, **options), 5, dtype)
    save_file({prefix + name: array for name, array in parameters.arrays.items()}, path)
    return parameters


def save_states(folder, parameters, batch):
    """Save h_0 and c_0 as .npy in nn.LSTM's shapes; return the arguments for them, and both."""
    rng, config = np.random.default_rng(3), parameters.config
    rows = config.num_layers * (2 if config.bidirectional else 1)
    arguments, states = [], []
    for name, width in (("h0", config.proj_size or H), ("c0", H)):
        shape = (rows, width) if batch is None else (rows, batch, width)
        states.append(rng.standard_normal(shape).astype(parameters.dtype))
        np.save(folder / f"{name}.npy", states[-1])
        arguments += [f"--{name}", folder / f"{name}.npy"]
    return arguments, states


def torch_returns(parameters, x, states, lengths, seed, train=False):
    """Return output, h_n and c_n of the nn.LSTM with these weights."""
    lstm = torch_lstm(parameters).train(train)
    state = tuple(map(torch.from_numpy, states)) if states else None
    given = torch.from_numpy(x)
    torch.manual_seed(seed)
    with torch.inference_mode():
        if lengths is None:
            output, (h_n, c_n) = lstm(given, state)
        else:
            packed = torch.nn.utils.rnn.pack_padded_sequence(
                given, torch.tensor(lengths), lstm.batch_first, enforce_sorted=False
            )
            packed, (h_n, c_n) = lstm(packed, state)
            output, _ = torch.nn.utils.rnn.pad_packed_sequence(packed, lstm.batch_first)
    return {"output": output.numpy(), "h_n": h_n.numpy(), "c_n": c_n.numpy()}


INPUTS = ["unbatched", "batched", "batch_first", "lengths", "batch_first lengths"]


@pytest.mark.few(1)
@pytest.mark.parametrize("given", INPUTS)
@pytest.mark.parametrize("train", [False, True], ids=["eval", "train"])
def test_outputs_are_those_of_torch(tmp_path, gatestep, given, train):
    model, sequence, npz = (tmp_path / n for n in ("model.safetensors", "x.npy", "outputs.npz"))
    batch_first, lengths = "batch_first" in given, LENGTHS if "lengths" in given else None
    batch = None if given == "unbatched" else B
    shape = (T, I) if batch is None else (B, T, I) if batch_first else (T, B, I)
    options = [*product((1, 3), (True, False), (False, True), (0, 3), (False, True), (32, 64))]
    some = options[:: depth.count(1, by_default=7)]
    for num_layers, bias, bidirectional, proj_size, with_states, bits in some:
        dropout = 0.4 if train and num_layers > 1 else 0.0
        parameters = save_lstm(
            model,
            f"float{bits}",
            num_layers=num_layers,
            bias=bias,
            batch_first=batch_first,
            dropout=dropout,
            bidirectional=bidirectional,
            proj_size=proj_size,
        )
        x = np.random.default_rng(2).standard_normal(shape).astype(f"float{bits}")
        np.save(sequence, x)
        states_given, states = [], None
        if with_states:
            states_given, states = save_states(tmp_path, parameters, batch)
        arguments = ["--model", model, "--sequence", sequence, *states_given]
        arguments += ["--batch-first"] if batch_first else []
        arguments += ["--lengths", ",".join(map(str, lengths))] if lengths else []
        arguments += ["--train", "--seed", 11, "--dropout", dropout] if train else []
        status, _, stderr = gatestep(
            "trace", *arguments, "--output", tmp_path / "trace.csv", "--outputs", npz
        )
        assert (status, stderr) == (0, "")
        expected = torch_returns(parameters, x, states, lengths, 11, train)
        tolerance = 1e-13 if bits == 64 else 2e-6
        with np.load(npz) as ours:
            assert sorted(ours) == sorted(expected)
            for name, array in expected.items():
                assert (ours[name].shape, ours[name].dtype) == (array.shape, array.dtype)
                np.testing.assert_allclose(ours[name], array, rtol=0, atol=tolerance)


@pytest.fixture
def files(tmp_path):
    """Return a two-layer model, a batched sequence, and the arguments that name them."""
    path = tmp_path / "model.safetensors"
    parameters = save_lstm(path, prefix="encoder.", num_layers=2)
    x = np.random.default_rng(2).standard_normal((T, B, I)).astype(np.float32)
    np.save(tmp_path / "x.npy", x)
    return ["--model", path, "--sequence", tmp_path / "x.npy"], parameters, x


def test_each_file_that_is_written_is_named(tmp_path, gatestep, files):
    named = tmp_path / "t.csv", tmp_path / "results.npz"
    _, told, _ = gatestep("trace", *files[0], "--output", named[0], "--outputs", named[1])
    wrote = next(line for line in told.splitlines() if line.startswith("wrote"))
    assert all(str(path) in wrote for path in named)


@pytest.mark.parametrize("equal", [True, False])
def test_equal_lengths_are_those_of_a_packed_sequence(tmp_path, gatestep, equal):
    """Torch sorts the rows that it packs; of more than 16 the masks tell."""
    pytest.importorskip("torch")
    parameters = save_lstm(tmp_path / "m.safetensors", num_layers=2, dropout=0.4)
    x = np.random.default_rng(2).standard_normal((T, 20, I)).astype(np.float32)
    np.save(tmp_path / "x.npy", x)
    lengths = (T,) * 20 if equal else None
    arguments = ["--model", tmp_path / "m.safetensors", "--sequence", tmp_path / "x.npy"]
    arguments += ["--lengths", ",".join(map(str, lengths))] if equal else []
    arguments += ["--train", "--seed", 11, "--dropout", 0.4, "--outputs", tmp_path / "o.npz"]
    status, _, stderr = gatestep("trace", *arguments, "--output", tmp_path / "trace.csv")
    assert (status, stderr) == (0, "")
    expected = torch_returns(parameters, x, None, lengths, 11, train=True)
    with np.load(tmp_path / "o.npz") as ours:
        np.testing.assert_allclose(ours["output"], expected["output"], rtol=0, atol=2e-6)


@pytest.mark.parametrize("batch_first", [False, True])
def test_the_input_goes_with_the_trace_and_the_outputs(tmp_path, gatestep, batch_first):
    save_lstm(tmp_path / "m.safetensors")
    x = np.random.default_rng(0).standard_normal((T, B, I)).astype(np.float32)
    np.save(tmp_path / "x.npy", x.swapaxes(0, 1) if batch_first else x)
    given = ["--model", tmp_path / "m.safetensors", "--sequence", tmp_path / "x.npy"]
    given += ["--batch-first"] if batch_first else []
    csv_file, npz = tmp_path / "t.csv", tmp_path / "o.npz"
    out = ["--output", csv_file, "--outputs", npz, "--with-input"]
    assert gatestep("trace", *given, *out)[0] == 0
    with open(csv_file, newline="") as file:
        for row in csv.DictReader(file):
            t, batch = int(row["t"]), int(row["batch"])
            assert [np.float32(row[f"x_{n}"]) for n in range(I)] == x[t, batch].tolist()
    with np.load(npz) as ours:
        for feature in range(I):
            wanted = x[..., feature].T if batch_first else x[..., feature]
            np.testing.assert_array_equal(ours[f"x_{feature}"], wanted)
    status, stdout, _ = gatestep("diagnose", *given, "--observed", npz)
    assert (status, stdout.count("\n")) == (0, 1)


def test_names_of_a_table_name_the_columns_and_the_rows(tmp_path, gatestep):
    save_lstm(tmp_path / "m.safetensors")
    (tmp_path / "x.csv").write_text('day,t,"a,b"\nMon,1,2\n=Tue,3,4\n')
    given = ["--model", tmp_path / "m.safetensors", "--sequence", tmp_path / "x.csv"]
    for name in ("t.csv", "long.csv"):
        out = ["--output", tmp_path / name, "--layout", "long" if name == "long.csv" else "wide"]
        assert gatestep("trace", *given, *out, "--with-input", "--units", "0")[0] == 0
        with open(tmp_path / name, newline="") as file:
            rows = list(csv.DictReader(file))
        told = {(row["t"], row["label"], row["x_t"], row["x_a,b"]) for row in rows}
        assert told == {("0", "Mon", "1.0", "2.0"), ("1", "'=Tue", "3.0", "4.0")}
        assert gatestep("compare", tmp_path / name, *given)[0] == 0
        assert gatestep("diagnose", *given, "--observed", tmp_path / name)[0] == 0


def test_dtype_computes_in_the_other_precision(tmp_path, gatestep, files):
    arguments, parameters, x = files
    npz = tmp_path / "outputs.npz"
    out = ["--output", tmp_path / "t.csv", "--outputs", npz]
    assert gatestep("trace", *arguments, *out, "--dtype", "float64")[0] == 0
    expected = torch_returns(parameters.astype(np.float64), x.astype(np.float64), None, None, 0)
    with np.load(npz) as ours:
        np.testing.assert_allclose(ours["output"], expected["output"], rtol=0, atol=1e-13)


def test_layouts_and_what_is_left_of_ragged_rows(tmp_path, gatestep, files):
    arguments, parameters, x = files
    rows = {}
    for layout in ("wide", "long"):
        path = tmp_path / f"{layout}.csv"
        extra = ["--layout", layout, "--lengths", "3,5,2", "--output", path]
        status, stdout, _ = gatestep("trace", *arguments, *extra)
        told, wrote = stdout.splitlines()
        assert (status, wrote) == (0, f"wrote {path}")
        with open(path, newline="") as file:
            rows[layout] = list(csv.DictReader(file))
        columns = len(rows[layout][0])
        assert told.startswith(f"{path}: {len(rows[layout])} rows, {columns} columns, about ")
    assert len(rows["wide"]) == sum(LENGTHS) * 2 * H
    assert len(rows["long"]) == len(rows["wide"]) * 10
    expected = torch_returns(parameters, x, None, LENGTHS, 0)["output"]
    for row in rows["wide"]:
        if row["layer"] == "1":
            at = int(row["t"]), int(row["batch"]), int(row["unit"])
            assert float(row["h"]) == pytest.approx(expected[at], abs=2e-6)


@pytest.mark.torch
def test_check_says_what_torch_says(tmp_path, gatestep, files):
    arguments, _, _ = files
    report = tmp_path / "report.json"
    status, stdout, stderr = gatestep("check", *arguments, "--report", report)
    assert (status, stderr, stdout.count("\n")) == (0, "", 1)
    assert "agrees" in stdout
    told = json.loads(report.read_text())
    assert told["agrees"] is True
    assert told["steps_checked"] == T * B * 2
    assert 0 < told["max_abs_difference"] < 1e-6
    assert 0 < told["max_ratio_to_bound"] < 1
    assert told["first_disagreement"] is None
    assert (told["dtype"], told["torch_version"]) == ("float32", str(torch.__version__))


@pytest.mark.torch
def test_a_disagreement_is_status_1_and_one_line(tmp_path, gatestep, files, monkeypatch):
    arguments, _, _ = files
    honest = Parameters.cell

    def forgetful(parameters, lane):
        weights = honest(parameters, lane)
        return replace(weights, b_hh=0 * weights.b_hh)

    monkeypatch.setattr(Parameters, "cell", forgetful)
    report = tmp_path / "report.json"
    for extra in (["check", "--report", report], ["trace", "--check", "--output", tmp_path / "t"]):
        status, stdout, stderr = gatestep(extra[0], *arguments, *extra[1:])
        assert (status, stderr) == (1, "")
        assert "DISAGREES" in stdout.splitlines()[-1]
    told = json.loads(report.read_text())
    assert told["agrees"] is False
    assert told["first_disagreement"]["quantity"] == "z_f"
    assert told["first_disagreement"]["t"] == 0
    assert (tmp_path / "t").exists()


def test_inspect_lists_what_is_there(tmp_path, gatestep):
    path = tmp_path / "two.pt"
    model = torch.nn.ModuleDict(
        {
            "encoder": torch.nn.LSTM(3, 4, 2, bidirectional=True, proj_size=2),
            "decoder": torch.nn.LSTMCell(5, 6, bias=False),
        }
    )
    torch.save(model.state_dict(), path)
    status, stdout, _ = gatestep("inspect", path, "--json")
    found = {lstm["name"]: lstm for lstm in json.loads(stdout)}
    assert status == 0
    assert found["encoder"] == {
        "name": "encoder", "kind": "LSTM", "input_size": 3, "hidden_size": 4, "num_layers": 2,
        "bias": True, "bidirectional": True, "proj_size": 2, "dtype": "float32",
        "notes": [], "undecided": "",
    }  # fmt: skip
    assert found["decoder"] == {
        "name": "decoder", "kind": "LSTMCell", "input_size": 5, "hidden_size": 6, "num_layers": 1,
        "bias": False, "bidirectional": False, "proj_size": 0, "dtype": "float32",
        "notes": [], "undecided": "",
    }  # fmt: skip
    status, stdout, _ = gatestep("inspect", path)
    assert status == 0
    assert len(stdout.splitlines()) == 2
    assert "proj_size=2" in stdout


def test_one_of_several_lstms_is_chosen_by_name(tmp_path, gatestep, files):
    arguments, _, _ = files
    path = tmp_path / "two.pt"
    both = {"a": torch.nn.LSTM(I, H), "b": torch.nn.LSTM(I, 2)}
    torch.save(torch.nn.ModuleDict(both).state_dict(), path)
    arguments = ["trace", "--model", path, *arguments[2:], "--output", tmp_path / "t.csv"]
    status, _, stderr = gatestep(*arguments)
    assert (status, stderr.count("\n")) == (1, 1)
    assert "two.pt" in stderr
    assert gatestep(*arguments, "--lstm", "b")[0] == 0
    with open(tmp_path / "t.csv", newline="") as file:
        assert {row["unit"] for row in csv.DictReader(file)} == {"0", "1"}


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_half_precision_weights_are_cast_up_and_that_is_said(tmp_path, gatestep, files, dtype):
    arguments, _, _ = files
    half = torch.nn.LSTM(I, H).to(getattr(torch, dtype)).state_dict()
    safetensors_torch.save_file(half, tmp_path / "half.safetensors")
    status, _, stderr = gatestep("check", "--model", tmp_path / "half.safetensors", *arguments[2:])
    assert (status, stderr.count("\n")) == (0, 1)
    assert "note" in stderr
    assert dtype in stderr


@pytest.mark.torch
def test_dropout_with_one_layer_is_noted_as_torch_does(tmp_path, gatestep, files):
    arguments, _, _ = files
    save_lstm(tmp_path / "one.safetensors")
    options = ["--model", tmp_path / "one.safetensors", *arguments[2:], "--dropout", 0.5, "--train"]
    status, _, stderr = gatestep("check", *options)
    assert status == 0
    assert "note: dropout option adds dropout after all but last" in stderr


@pytest.mark.torch
def test_numbers_that_float32_does_not_hold_are_noted(tmp_path, gatestep, files):
    arguments, _, _ = files
    (tmp_path / "x.csv").write_text("1e39,2\n1,-1e300\n")
    options = [*arguments[:2], "--sequence", tmp_path / "x.csv"]
    status, _, stderr = gatestep("check", *options, "--dtype", "float32")
    assert status == 0
    assert "x.csv: values too large for float32 became infinite: 2. " in stderr
    assert gatestep("check", *options, "--dtype", "float64")[2] == ""


def failures(tmp_path):
    """Return inputs that do not fit: arguments to add, the status, and words of the message."""
    np.save(tmp_path / "wide.npy", np.zeros((T, B, I + 1), np.float32))
    np.save(tmp_path / "flat.npy", np.zeros((T, I), np.float32))
    np.save(tmp_path / "state.npy", np.zeros((1, B, H), np.float32))
    np.save(tmp_path / "good.npy", np.zeros((2, B, H), np.float32))
    np.save(tmp_path / "line.npy", np.zeros(B * H, np.float32))
    (tmp_path / "bad.csv").write_text("1,2\n3\n")
    (tmp_path / "good.csv").write_text("1,2\n3,4\n")
    (tmp_path / "not.safetensors").write_bytes(b"nothing of the kind")
    states = ["--h0", tmp_path / "state.npy", "--c0", tmp_path / "state.npy"]
    return {
        "width": (["--sequence", tmp_path / "wide.npy"], 1, ["wide.npy", "input_size is 2"]),
        "flat lengths": (["--sequence", tmp_path / "flat.npy", "--lengths", "3"], 2, ["2-D"]),
        "too few lengths": (["--lengths", "3,3"], 1, ["--lengths 3,3", "x.npy", "3 rows"]),
        "too long": (["--lengths", "3,3,6"], 1, ["1…5"]),
        "state": (states, 1, ["--h0", "state.npy", "(2, 3, 4)", "(1, 3, 4)"]),
        "state on one axis": (
            ["--h0", tmp_path / "line.npy", *states[2:]],
            1,
            ["--h0", "line.npy", "(12,)", "(2, 3, 4)"],
        ),
        "state in a table": (["--h0", tmp_path / "good.csv", *states[2:]], 1, [".npy", ".npz"]),
        "other state": (
            ["--h0", tmp_path / "good.npy", *states[2:]],
            1,
            ["--c0", "state.npy", "(2, 3, 4)", "(1, 3, 4)"],
        ),
        "layout": (["--layout", "long", "--format", "npz"], 2, ["--layout", ".npz"]),
        "flat axes": (["--sequence", tmp_path / "flat.npy", "--axes", "TBI"], 2, ["--axes", "2-D"]),
        "axes of a table": (["--sequence", tmp_path / "good.csv", "--axes", "BTI"], 2, ["--axes"]),
        "axes of a text": (
            ["--sequence", tmp_path / "good.csv", "--split", "words", "--axes", "BTI"],
            2,
            ["--axes", "good.csv", "text"],
        ),
        "axes of rows": (
            ["--sequence", *[tmp_path / "good.csv"] * 2, "--axes", "BTI"],
            2,
            ["--axes", "good.csv"],
        ),
        "lengths of rows": (
            ["--sequence", *[tmp_path / "good.csv"] * 2, "--lengths", "1,2"],
            2,
            ["--lengths", "good.csv"],
        ),
        "ragged": (["--sequence", tmp_path / "bad.csv"], 1, ["bad.csv"]),
        "no file": (["--sequence", tmp_path / "no.npy"], 1, ["no.npy"]),
        "no model": (["--model", tmp_path / "not.safetensors"], 1, ["not.safetensors"]),
        "no such lstm": (["--lstm", "decoder"], 1, ["decoder", "encoder"]),
        "one state": (["--h0", tmp_path / "state.npy"], 2, ["--c0"]),
        "over the input": (["--output", tmp_path / "x.npy"], 2, ["--sequence"]),
        "twice": (["--outputs", tmp_path / "t.csv"], 2, ["--output"]),
        "no folder": (["--output", tmp_path / "no" / "t.csv"], 1, ["folder"]),
    }


FAILURES = (
    "width", "flat lengths", "too few lengths", "too long", "state", "ragged", "no file",
    "no model", "no such lstm", "one state", "over the input", "twice", "no folder", "other state",
    "flat axes", "axes of a table", "axes of a text", "axes of rows", "lengths of rows", "layout",
    "state on one axis", "state in a table",
)  # fmt: skip


@pytest.mark.parametrize("case", FAILURES)
def test_failures_are_one_line_and_leave_nothing(tmp_path, gatestep, files, case):
    arguments, _, _ = files
    extra, expected, words = failures(tmp_path)[case]
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    status, stdout, stderr = gatestep("trace", *arguments, "--output", tmp_path / "t.csv", *extra)
    assert (status, stdout, stderr.count("\n")) == (expected, "", 1)
    for word in words:
        assert word in stderr
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_trace_that_fails_midway_leaves_the_old_file(tmp_path, gatestep, files, monkeypatch):
    arguments, _, _ = files
    output = tmp_path / "t.csv"
    output.write_text("what was there")

    def full_disk(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    status, _, stderr = gatestep("trace", *arguments, "--output", output)
    assert (status, stderr.count("\n")) == (1, 1)
    assert "disk is full" in stderr
    assert output.read_text() == "what was there"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "model.safetensors", "t.csv", "x.npy",
    ]  # fmt: skip


def test_what_does_not_fit_into_memory_is_refused_before(tmp_path, gatestep, files, monkeypatch):
    arguments, _, _ = files
    monkeypatch.setattr("simulator.commands.input.available_bytes", lambda: 1000)
    status, _, stderr = gatestep("trace", *arguments, "--output", tmp_path / "t.csv")
    assert status == 1
    assert "memory" in stderr
    assert "1.0 kB" in stderr


WITHOUT_TORCH = """
import contextlib, io, json, sys
import main
sys.modules["torch"] = None
for arguments in json.load(sys.stdin):
    err = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(err):
        status = main.main(arguments)
    print(json.dumps([status, err.getvalue()]))
"""
"""Program that runs commands as where torch is not installed."""


def test_without_torch_a_trace_works_and_a_check_says_how(tmp_path, files):
    arguments, _, _ = files
    trace = ["trace", *arguments, "--output", tmp_path / "t.csv"]
    masks = [*trace, "--train", "--dropout", "0.5"]
    commands = [[*map(str, command)] for command in (trace, ["check", *arguments], masks)]
    process = subprocess.run(
        [sys.executable, "-c", WITHOUT_TORCH],
        input=json.dumps(commands),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        timeout=300,
    )
    told = [json.loads(line) for line in process.stdout.splitlines()]
    for (status, stderr), expected in zip(told, (0, 1, 1), strict=True):
        assert (status, stderr.count("\n")) == (expected, expected)
        assert ('-m pip install "torch>=' in stderr) == bool(expected)


@pytest.mark.torch
def test_the_self_test_has_a_line_for_every_mistake_and_a_report(tmp_path, gatestep, monkeypatch):
    some = CASES[: 60 : depth.count(3, by_default=6)]
    monkeypatch.setattr("simulator.check.selftest.CASES", some)
    status, out, err = gatestep("selftest", "--seed", 4, "--verbose", "--report", tmp_path / "r")
    report = json.loads((tmp_path / "r").read_text())
    assert (status, err, report["passed"]) == (0, "", True)
    *lines, last = out.splitlines()
    assert len(lines) == len(report["cases"]) == len(some)
    assert all(line.startswith("ok ") for line in lines)
    assert last == report["text"]
    assert report["torch_version"] == torch.__version__


@pytest.mark.torch
def test_a_check_that_misses_a_mistake_fails_the_self_test(gatestep, monkeypatch):
    monkeypatch.setattr("simulator.check.request.check_links", lambda findings, links: None)
    monkeypatch.setattr(
        "simulator.check.selftest.CASES", ("no mistake", "the reverse direction not reversed")
    )
    status, out, _ = gatestep("selftest")
    assert status == 1
    assert out == "the self-test FAILED in 1 of 2 cases: reverse not reversed\n"


@pytest.mark.torch
def test_the_report_of_a_check_says_how_far_free_runs_drift(tmp_path, gatestep):
    sequence, model = ROOT / "resources/sunspots.csv", ROOT / "resources/sunspots.safetensors"
    report = tmp_path / "report.json"
    gatestep("check", "--model", model, "--sequence", sequence, "--report", report)
    drift = json.loads(report.read_text())["drift"]
    assert drift["timesteps"] == 309
    assert 0 < drift["float32_to_float64"]["largest"] < 1e-5
    assert 0 < drift["to_torch"]["largest"] < 1e-5
    assert drift["chaotic"] is False
    assert "With errors left to accumulate" in drift["text"]


@pytest.mark.torch
def test_a_check_says_that_a_network_is_chaotic(tmp_path, gatestep):
    config = LSTMConfig(I, 32)
    x = np.random.default_rng(0).standard_normal((100, I)).astype(np.float32)
    np.save(tmp_path / "x.npy", x)
    arguments = ["check", "--model", tmp_path / "m.safetensors", "--sequence", tmp_path / "x.npy"]
    for scale, told in ((2.0, True), (0.1, False)):
        arrays = random_parameters(config, 0, scale=scale).arrays
        save_file(dict(arrays), tmp_path / "m.safetensors")
        status, out, err = gatestep(*arguments)
        assert (status, err, "chaotic" in out) == (0, "", told)
        assert gatestep(*arguments, "--report", tmp_path / "r")[1] == out
        drift = json.loads((tmp_path / "r").read_text())["drift"]
        assert (drift["text"] in out) is told
        assert gatestep(*arguments, "--quiet")[1] == ""


def test_chosen_columns_are_read_in_their_order(tmp_path, gatestep):
    save_lstm(tmp_path / "m.safetensors")
    values = np.random.default_rng(0).random((T, 3))
    rows = [f"{k},{as_row(row)}" for k, row in enumerate(values)]
    (tmp_path / "x.csv").write_text("\n".join(["week,a,b,c", *rows]))
    np.save(tmp_path / "x.npy", values[:, [2, 0]])
    arguments = ["trace", "--model", tmp_path / "m.safetensors", "--output", tmp_path / "t.csv"]
    traces = []
    for more in (["x.npy"], ["x.csv", "--columns", "c,a"], ["x.csv", "--columns", "3,1"]):
        assert gatestep(*arguments, "--sequence", tmp_path / more[0], *more[1:])[0] == 0
        traces.append((tmp_path / "t.csv").read_bytes())
    assert traces[0] == traces[1] == traces[2]
    status, _, stderr = gatestep(*arguments, "--sequence", tmp_path / "x.csv")
    assert (status, stderr.count("\n")) == (1, 1)
    assert "has 4 columns (week, a, b, c)" in stderr
    assert "Choose 2 of them with --columns" in stderr
    for columns, words in (
        ("c,d", "no column d. Choose from week, a, b, c"),
        ("c", "1 column (c)"),
    ):
        more = ["--sequence", tmp_path / "x.csv", "--columns", columns]
        status, _, stderr = gatestep(*arguments, *more)
        assert (status, stderr.count("\n")) == (1, 1)
        assert words in stderr


def test_a_column_of_dates_beside_what_is_read_names_the_timesteps(tmp_path, gatestep):
    save_lstm(tmp_path / "m.safetensors")
    np.save(tmp_path / "x.npy", np.array([[1.5, 2.5], [3.5, 4.5]]))
    (tmp_path / "x.csv").write_text("date,a,b\n2020-01-01,1.5,2.5\n2020-01-02,3.5,4.5\n")
    traces = []
    for name in ("x.npy", "x.csv"):
        more = ["--sequence", tmp_path / name, "--output", tmp_path / "t.csv"]
        assert gatestep("trace", "--model", tmp_path / "m.safetensors", *more)[0] == 0
        traces.append((tmp_path / "t.csv").read_text().splitlines())
    without, named = traces
    ends = [",label", *[",2020-01-01"] * H, *[",2020-01-02"] * H]
    assert named == [line + end for line, end in zip(without, ends, strict=True)]


def test_a_normalised_sequence_gives_what_its_numbers_give(tmp_path, gatestep):
    save_lstm(tmp_path / "m.safetensors", np.float64)
    values = 10 + 3 * np.random.default_rng(0).random((T, I))
    (tmp_path / "raw.csv").write_text("\n".join(["a,b", *map(as_row, values)]))
    ptp = np.ptp(values, 0)
    by_hand = {
        "none": values,
        "min-max": (values - values.min(0)) / ptp,
        "100": values / 100,
        "-2.5": values / -2.5,
    }
    arguments = ["trace", "--model", tmp_path / "m.safetensors", "--output", tmp_path / "t.csv"]
    for how, wanted in by_hand.items():
        np.save(tmp_path / "x.npy", wanted)
        assert gatestep(*arguments, "--sequence", tmp_path / "x.npy")[0] == 0
        expected = (tmp_path / "t.csv").read_bytes()
        more = ["--sequence", tmp_path / "raw.csv", f"--normalise={how}"]
        status, _, stderr = gatestep(*arguments, *more)
        assert status == 0
        assert (tmp_path / "t.csv").read_bytes() == expected
        assert ("normalised, a: " in stderr) == (how != "none")
    for how in ("0", "nan", "mean", ""):
        more = ["--sequence", tmp_path / "raw.csv", f"--normalise={how}"]
        status, _, stderr = gatestep(*arguments, *more)
        assert (status, stderr.count("\n")) == (2, 1)
        assert "is not none, min-max, z-score, or a number" in stderr


def as_row(values):
    """Write numbers as a line of a CSV file, exact to the bit."""
    return ",".join(map(repr, values.tolist()))


@pytest.mark.parametrize("batch_first", [False, True])
def test_the_axes_of_a_file_are_told_apart_from_the_models(tmp_path, gatestep, batch_first):
    save_lstm(tmp_path / "m.safetensors")
    values = np.random.default_rng(0).random((T, B, I)).astype(np.float32)
    np.save(tmp_path / "tbi.npy", values)
    np.save(tmp_path / "bti.npy", values.swapaxes(0, 1))
    shared = ["--model", tmp_path / "m.safetensors", *["--batch-first"] * batch_first]
    traces, outputs = [], []
    for name, axes in (("tbi", "TBI"), ("bti", "BTI"), ("bti" if batch_first else "tbi", None)):
        more = ["--sequence", tmp_path / f"{name}.npy", *(["--axes", axes] if axes else [])]
        written = ["--output", tmp_path / "t.csv", "--outputs", tmp_path / "o.npz"]
        assert gatestep("trace", *shared, *more, *written)[0] == 0
        traces.append((tmp_path / "t.csv").read_bytes())
        with np.load(tmp_path / "o.npz") as returned:
            outputs.append(returned["output"].shape)
    assert traces[0] == traces[1] == traces[2]
    assert outputs == [(B, T, H) if batch_first else (T, B, H)] * 3


def test_several_sequences_are_a_batch_with_their_lengths(tmp_path, gatestep):
    parameters = save_lstm(tmp_path / "m.safetensors", np.float64)
    rng, rows = np.random.default_rng(0), []
    for row, length in enumerate(LENGTHS):
        rows.append(rng.random((length, I)))
        np.save(tmp_path / f"{row}.npy", rows[-1])
    files = [tmp_path / f"{row}.npy" for row in range(B)]
    written = ["--output", tmp_path / "t.csv", "--outputs", tmp_path / "o.npz"]
    arguments = ["trace", "--model", tmp_path / "m.safetensors", *written, "--sequence"]
    status, _, stderr = gatestep(*arguments, *files)
    assert (status, stderr) == (0, "")
    padded = torch.nn.utils.rnn.pad_sequence([torch.from_numpy(x) for x in rows]).numpy()
    expected = torch_returns(parameters, padded, None, LENGTHS, 0)
    with np.load(tmp_path / "o.npz") as ours:
        for name, array in expected.items():
            np.testing.assert_allclose(ours[name], array, atol=1e-12)
    for taken, words in ((tmp_path / "m.safetensors", "--model"), (files[1], "--sequence")):
        status, _, stderr = gatestep(
            "trace", *arguments[1:3], "--output", taken, "--sequence", *files
        )
        assert (status, stderr.count("\n")) == (2, 1)
        assert words in stderr
    status, _, stderr = gatestep(*arguments, *files, "--split", "words")
    assert (status, stderr.count("\n")) == (2, 1)
    assert "a text cannot be a row of a batch" in stderr
    (tmp_path / "a.txt").write_text("some words")
    status, _, stderr = gatestep(*arguments, tmp_path / "a.txt", "--columns", "a")
    assert (status, stderr.count("\n")) == (2, 1)
    assert "--columns are of a table" in stderr
    status, _, stderr = gatestep(*arguments, *files, "--array", "a")
    assert (status, stderr.count("\n")) == (2, 1)
    assert "--array is of an .npz, and" in stderr
    np.savez(tmp_path / "a.npz", a=np.ones((2, I)))
    status, _, stderr = gatestep(*arguments, tmp_path / "a.npz", files[0], "--array", "a")
    assert (status, stderr.count("\n")) == (2, 1)
    assert f"--array is of an .npz, and {files[0]} is" in stderr
    np.save(files[2], np.ones((2, I + 1)))
    status, _, stderr = gatestep(*arguments, *files)
    assert (status, stderr.count("\n")) == (1, 1)
    assert "2.npy: its 3 columns (0, 1, 2) do not match the 2 in 0.npy" in stderr
