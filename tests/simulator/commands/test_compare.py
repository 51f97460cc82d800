"""`compare`: an exported trace against its own run, another trace, or a model's run."""

import numpy as np
import pytest

from tests.simulator.commands.test_run import save_lstm

SAME = "all {} values are the same, bit for bit\n"


@pytest.fixture
def files(tmp_path, gatestep):
    """Return a model, a sequence, and a function that exports a trace of them."""
    save_lstm(tmp_path / "m.safetensors", num_layers=2, bidirectional=True)
    np.save(tmp_path / "x.npy", np.random.default_rng(0).standard_normal((6, 2)))
    given = ["--model", tmp_path / "m.safetensors", "--sequence", tmp_path / "x.npy"]

    def export(name, *options):
        status, out, err = gatestep("trace", *given, "--output", tmp_path / name, *options)
        assert (status, out.splitlines()[-1], err) == (0, f"wrote {tmp_path / name}", "")
        return tmp_path / name

    return given, export


@pytest.mark.torch
@pytest.mark.parametrize("name", ["t.csv", "t.npz", "t.parquet"])
def test_a_trace_with_its_model_is_replayed(files, gatestep, name):
    _, export = files
    path = export(name, "--with-model", "--train", "--dropout", "0.4", "--seed", "7")
    count = 4 * 6 * 10 * 4
    assert gatestep("compare", path) == (0, SAME.format(count), "")


@pytest.mark.slow
def test_traces_of_all_formats_are_the_same(files, gatestep):
    given, export = files
    paths = [export("t.csv"), export("t.npz"), export("t.parquet", "--layout", "long")]
    for one in paths:
        for other in paths:
            assert gatestep("compare", one, other) == (0, SAME.format(960), "")
        assert gatestep("compare", one, *given) == (0, SAME.format(960), "")


@pytest.mark.parametrize("known", ["t.npz", "u.csv"])
def test_the_order_of_two_traces_does_not_matter(files, gatestep, tmp_path, known):
    """This holds also where one trace or neither names its run, and where one is a part."""
    _, export = files
    whole, part = export(known), export("t.csv", "--stop", "4", "--layers", "0", "--units", "1")
    (tmp_path / "t.csv.json").unlink()
    if known == "u.csv":
        (tmp_path / "u.csv.json").unlink()
    for pair in ((whole, part), (part, whole)):
        assert gatestep("compare", *pair) == (0, SAME.format(1 * 4 * 10 * 2), "")


def test_the_largest_difference_is_named_and_the_status_is_1(files, gatestep):
    given, export = files
    path = export("t.csv", "--quantities", "c", "--layers", "1")
    lines = path.read_text().splitlines()
    place = next(k for k, line in enumerate(lines) if line.startswith("3,0,1,reverse,2,"))
    lines[place] = "3,0,1,reverse,2,1000"
    path.write_text("\n".join(lines) + "\n")
    status, out, err = gatestep("compare", path, *given)
    assert (status, err) == (1, "")
    assert out == (
        "largest difference 1e3: c of unit 2 at t=3, layer 1 reverse (1 of 48 values differ)\n"
    )
    status, out, _ = gatestep("compare", export("u.csv"), *given, "--dtype", "float64")
    assert status == 1
    assert "values differ)" in out


@pytest.mark.parametrize(
    ("options", "words", "status"),
    [
        ([], "--with-model", 1),
        (["--model", "m"], "--model and --sequence go together", 2),
        (["x.npz", "--model", "m", "--sequence", "x"], "two are compared", 2),
        (["x.npz", "y.npz"], "two are compared", 2),
        (["gone.npz"], "gone.npz", 1),
    ],
)
def test_what_can_not_be_compared_is_one_line(files, gatestep, options, words, status):
    _, export = files
    found, out, err = gatestep("compare", export("t.npz"), *options)
    assert (found, out) == (status, "")
    assert err.count("\n") == 1
    assert words in err


@pytest.mark.parametrize(
    "options",
    [
        ["--batch-first"], ["--axes", "TBI"], ["--h0", "gone.npy"], ["--lengths", "3"],
        ["--dtype", "float64"], ["--train"], ["--normalise", "z-score"], ["--lstm", "q"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("second", [True, False])
def test_what_is_of_a_model_is_refused_without_one(files, gatestep, options, second):
    _, export = files
    path = export("t.npz", "--with-model")
    status, out, err = gatestep("compare", path, *[path] * second, *options)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert f"{options[0]} is of a run of --model and --sequence" in err


def test_other_shapes_and_other_files_are_told(files, gatestep, tmp_path):
    given, export = files
    path = export("t.npz")
    save_lstm(tmp_path / "other.safetensors", num_layers=1)
    status, out, err = gatestep(
        "compare", path, "--model", tmp_path / "other.safetensors", *given[2:]
    )
    assert (status, out) == (1, "")
    assert "its num_layers differs: 2, not 1" in err
    status, _, err = gatestep("compare", tmp_path / "x.npy")
    assert status == 1
    assert "it is not a trace" in err


@pytest.mark.parametrize("beside", ["t.csv.json", "t.csv.gatestep"])
def test_what_goes_beside_the_trace_takes_no_place_of_what_is_not_ours(
    files, gatestep, tmp_path, beside
):
    given, export = files
    (tmp_path / beside).write_text("mine")
    command = ["trace", *given, "--output", tmp_path / "t.csv", "--with-model"]
    status, out, err = gatestep(*command)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert f"{beside}, which Gatestep has not written" in err
    assert (tmp_path / beside).read_text() == "mine"
    (tmp_path / beside).unlink()
    for _ in range(2):
        export("t.csv", "--with-model")
    assert gatestep("compare", tmp_path / "t.csv")[0] == 0


def test_what_goes_beside_the_trace_is_no_other_file_of_the_command(files, gatestep, tmp_path):
    given, _ = files
    status, _, err = gatestep(
        "trace", *given, "--output", tmp_path / "t.csv", "--outputs", tmp_path / "t.csv.json"
    )
    assert status == 2
    assert "what goes beside --output and --outputs are the same file" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.safetensors", "x.npy"]
