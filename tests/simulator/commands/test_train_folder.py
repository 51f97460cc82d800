"""`train` on a folder, with a part held out, and with weights that do not learn or decay."""

import csv
import json

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from simulator.training.source import GivenBatches
from tests.simulator.training.networks import network, random_batch

I, H, K = 2, 3, 2
STEPS = 8
LENGTHS = (4, 6, 3, 5, 7)


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """Save a model, a folder of sequences of other lengths, and one of their targets."""
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(2)
    shapes = {"weight_ih_l0": (4 * H, I), "weight_hh_l0": (4 * H, H)}
    shapes |= {"bias_ih_l0": (4 * H,), "bias_hh_l0": (4 * H,)}
    shapes |= {"fc.weight": (K, H), "fc.bias": (K,)}
    arrays = {name: rng.uniform(-0.6, 0.6, shape) for name, shape in shapes.items()}
    save_file(arrays, "m.safetensors")
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
    for number, steps in enumerate(LENGTHS):
        np.save(f"x/{number}.npy", 100.0 * number + rng.standard_normal((steps, I)))
        np.save(f"y/{number}.npy", rng.standard_normal((steps, K)))
    (tmp_path / "x" / "notes.md").write_text("no sequence")
    (tmp_path / "x" / ".hidden.npy").write_text("nor this")
    return arrays


TOWARDS = ["--readout", "fc", "--target", "y", "--loss", "mse"]


def run(gatestep, *more, sequence="x", towards=TOWARDS, steps=STEPS):
    """Run `train` on the saved files; return the status, the report and stderr."""
    given = ["--model", "m.safetensors", "--sequence", sequence, *towards, "--steps", steps]
    status, out, err = gatestep(
        "train", *given, *more, "--output", "m2.safetensors", "--report", "-"
    )
    return status, json.loads(out) if out else None, err


def losses():
    with open("log.csv", newline="") as file:
        return [float(row["loss"]) for row in csv.DictReader(file) if row["loss"]]


def test_each_file_of_a_folder_is_a_batch_once_an_epoch(saved, gatestep):
    """Each step's loss, at a rate of 0, is that of one file as a sequence alone."""
    still = ["--lr", 0, "--log", "log.csv"]
    status, told, err = run(gatestep, *still, steps=len(LENGTHS))
    assert status == 0, err
    assert told["files"] == {"learnt": 5, "held_out": 0}
    found = sorted(losses())
    alone = []
    for number in range(len(LENGTHS)):
        towards = ["--readout", "fc", "--target", f"y/{number}.npy", "--loss", "mse"]
        run(gatestep, *still, sequence=f"x/{number}.npy", towards=towards, steps=1)
        alone += losses()
    np.testing.assert_allclose(found, sorted(alone), rtol=1e-12)
    weighted = [loss * steps for loss, steps in zip(alone, LENGTHS, strict=True)]
    assert told["loss"]["before"] == pytest.approx(sum(weighted) / sum(LENGTHS), rel=1e-12)


def test_several_files_are_learnt_from_in_a_step(saved, gatestep):
    status, told, err = run(gatestep, "--batch", 9, "--lr", 0, "--log", "log.csv", steps=1)
    assert status == 0, err
    assert losses() == [pytest.approx(told["loss"]["before"], rel=1e-12)]


def test_a_folder_is_normalised_as_one(saved, gatestep):
    read = np.concatenate([np.load(f"x/{number}.npy") for number in range(5)])
    for number in range(5):
        one = (np.load(f"x/{number}.npy") - read.mean(axis=0)) / read.std(axis=0)
        np.save(f"x/{number}.npy", one)
    _, wanted, _ = run(gatestep)
    for number in range(5):
        one = np.load(f"x/{number}.npy") * read.std(axis=0) + read.mean(axis=0)
        np.save(f"x/{number}.npy", one)
    _, found, err = run(gatestep, "--normalise", "z-score")
    assert found["loss"]["after"] == pytest.approx(wanted["loss"]["after"], rel=1e-6)
    assert err.count("normalised") == 1


def test_files_that_are_held_out_are_only_judged(saved, gatestep):
    status, told, err = run(gatestep, "--held-out", 0.4, "--log", "log.csv")
    assert status == 0, err
    assert told["files"] == {"learnt": 3, "held_out": 2}
    before, after = told["held_out"]["loss"].values()
    assert before != after
    with open("log.csv", newline="") as file:
        first = next(csv.DictReader(file))
    assert float(first["validation_loss"]) == before
    for number in held_out():  # of other numbers in it nothing else is learnt
        np.save(f"x/{number}.npy", np.load(f"x/{number}.npy") + 7)
    weights = load_file("m2.safetensors")
    _, again, _ = run(gatestep, "--held-out", 0.4)
    np.testing.assert_array_equal(load_file("m2.safetensors")["fc.weight"], weights["fc.weight"])
    assert again["held_out"]["loss"]["before"] != before


def held_out():
    """Return the numbers of the files that a seed of 0 holds out."""
    batches = [random_batch(network(), steps, rows=1) for steps in LENGTHS]
    judged = GivenBatches.split(batches, 0.4).validation()
    return [LENGTHS.index(length) for length in judged.lengths]


def test_rows_and_timesteps_are_held_out_too(saved, gatestep):
    rng = np.random.default_rng(0)
    for name, shape in (("rows", (6, 4)), ("row", (9, 1))):
        np.save(f"{name}.npy", rng.standard_normal((*shape, I)))
        towards = ["--readout", "fc", "--target", "ahead:1", "--loss", "mse"]
        status, told, err = run(
            gatestep, "--held-out", 0.25, sequence=f"{name}.npy", towards=towards
        )
        assert status == 0, err
        assert told["held_out"]["loss"]["after"] > 0
        assert told["files"] is None


def test_frozen_weights_keep_their_bits_and_are_told(saved, gatestep):
    status, told, err = run(gatestep, "--freeze", "*_l0", "readout.bias")
    assert status == 0, err
    assert told["frozen"] == sorted(
        ["bias_hh_l0", "bias_ih_l0", "readout.bias", "weight_hh_l0", "weight_ih_l0"]
    )
    made = load_file("m2.safetensors")
    for name, array in saved.items():
        assert np.array_equal(made[name], array) == (name != "fc.weight")


def test_weights_that_do_not_decay_are_told(saved, gatestep):
    slow = ["--optimizer", "sgd", "--lr", "1e-9", "--weight-decay", "1e8"]
    status, told, err = run(gatestep, *slow, "--no-decay", "*bias*")
    assert status == 0, err
    assert told["undecayed"] == ["bias_hh_l0", "bias_ih_l0", "readout.bias"]
    made = load_file("m2.safetensors")
    share = 0.9**STEPS
    np.testing.assert_allclose(made["fc.weight"], share * saved["fc.weight"], atol=1e-3)
    np.testing.assert_allclose(made["fc.bias"], saved["fc.bias"], atol=1e-3)


def test_lines_tell_files_and_what_is_frozen(saved, gatestep):
    given = ["--model", "m.safetensors", "--sequence", "x", *TOWARDS, "--steps", STEPS]
    more = ["--held-out", "0.4", "--freeze", "weight_hh_l0", "--output", "m2.safetensors"]
    _, out, _ = gatestep("train", *given, *more)
    assert "5 files, each a batch, 2 of them held out" in out
    assert "5 of 6 weights learn; frozen: weight_hh_l0" in out
    assert "held out: loss" in out


def empty(path):
    path.mkdir()


def with_text(path):
    path.mkdir()
    (path / "a.txt").write_text("abab")


def with_other_columns(path):
    path.mkdir()
    for name, head in (("a", "p,q"), ("b", "q,p")):
        (path / f"{name}.csv").write_text(f"{head}\n1,2\n3,4\n")


def with_other_targets(path):
    path.mkdir()
    (path / "a.csv").write_text("p,q,y\n1,2,0\n3,4,1\n")
    (path / "b.csv").write_text("p,q,y\n1,2,0.5\n3,4,1.5\n")


AHEAD = ["--readout", "fc", "--target", "ahead:1"]
OF_COLUMN = ["--readout", "v.npy", "--target", "column:y"]


@pytest.mark.parametrize(
    ("made", "towards", "more", "words"),
    [
        (empty, AHEAD, [], "no sequence files. Add some"),
        (with_text, AHEAD, [], "each text of a folder would have a vocabulary of its own"),
        (with_other_columns, AHEAD, [], "b.csv: its 2 columns (q, p) do not match the 2 in a.csv"),
        (with_other_targets, OF_COLUMN, [], "a.csv propose --loss bce, but"),
        (None, ["--readout", "fc", "--target", "y/0.npy"], [], "--target y/0.npy is one file"),
        (
            None,
            ["--readout", "fc", "--target", "z"],
            [],
            "no file in it has the same name as x/0.npy",
        ),
        (None, TOWARDS, ["--lengths", "3,2"], "--lengths are of the rows of one file"),
        (None, TOWARDS, ["--held-out", "1"], "at least 0 and below 1, got 1"),
        (None, TOWARDS, ["--freeze", "weight_l0"], "--freeze weight_l0 is not a weight of this"),
        (None, TOWARDS, ["--freeze", "*"], "--freeze leaves no weight to learn"),
        (None, TOWARDS, ["--no-decay", "*bias*"], "adam has none here: give --weight-decay"),
        (None, TOWARDS, ["--log", "x/3.npy"], "--log and --sequence are the same file"),
        (None, TOWARDS, ["--log", "y/3.npy"], "--log and --sequence are the same file"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    saved, gatestep, tmp_path, made, towards, more, words
):
    np.save("v.npy", np.zeros((1, H)))
    (tmp_path / "z").mkdir()
    if made is not None:
        made(tmp_path / "made")
    sequence = "x" if made is None else "made"
    status, told, err = run(gatestep, *more, sequence=sequence, towards=towards)
    assert status in (1, 2)
    assert told is None
    assert words in err
    assert sum(": note: " not in line for line in err.splitlines()) == 1


def test_a_task_holds_out_its_own(saved, gatestep):
    given = ["--task", "parity", "--held-out", "0.2", "--output", "m2.safetensors"]
    status, _, err = gatestep("train", *given)
    assert status == 2
    assert "--held-out is of a model's sequences" in err
    status, _, err = gatestep(
        "train",
        "--task",
        "parity",
        "--freeze",
        "readout.*",
        "--steps",
        2,
        "--output",
        "p.safetensors",
    )
    assert status == 0, err
