"""A batch of several files: each row is its file read alone, and torch agrees on them packed."""

import numpy as np
import pytest

from simulator.engine.run import Run
from simulator.experiment.normalisation import MIN_MAX, Z_SCORE, Wanted
from simulator.files.sequences import sequence
from simulator.files.sequences.batch import load_batch
from simulator.files.sequences.column_choice import ColumnChoice
from simulator.files.sequences.column_survey import Overview, look, picked, what_is_clear
from simulator.files.sequences.to_experiment import experiment_over
from simulator.network.config import LSTMConfig
from tests.simulator.experiments import random_parameters, torch_outputs
from tests.simulator.files.checkpoints.checkpoints import refusal

LENGTHS = (3, 6, 1)


@pytest.fixture
def files(tmp_path):
    """Return three tables of a day and three columns, and their numbers."""
    rng, paths, numbers = np.random.default_rng(0), [], []
    for name, length in zip("abc", LENGTHS, strict=True):
        values = 5 + rng.standard_normal((length, 3))
        rows = [f"d{t},{','.join(map(repr, row))}" for t, row in enumerate(values.tolist())]
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join(["day,x,y,z", *rows]))
        paths.append(path)
        numbers.append(values)
    return paths, numbers


def test_each_file_is_a_row_to_the_bit_and_as_long_as_it_is(files):
    paths, numbers = files
    read = load_batch(paths, ColumnChoice((3, 1), 0))
    assert read.values.shape == (6, 3, 2)
    assert read.lengths == LENGTHS
    assert read.rows == ("a.csv", "b.csv", "c.csv")
    assert read.columns == ("z", "x")
    assert read.labels == ("d0", "d1", "d2", "d3", "d4", "d5")
    for row, values in enumerate(numbers):
        assert read.values[: len(values), row].tobytes() == values[:, [2, 0]].tobytes()
        assert not read.values[len(values) :, row].any()


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("batch_first", [False, True])
def test_a_batch_gives_what_torch_gives_packed_and_each_file_alone(
    files, batch_first, bidirectional
):
    paths, _ = files
    config = LSTMConfig(2, 3, 2, batch_first=batch_first, bidirectional=bidirectional)
    parameters = random_parameters(config, dtype=np.float64)
    pick = ColumnChoice((1, 2))
    experiment = experiment_over(parameters, load_batch(paths, pick))
    run = Run(experiment)
    run.advance()
    ours, theirs = run.trace.outputs(), torch_outputs(experiment)
    for name in ("output", "h_n", "c_n"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), atol=1e-12)
    for row, path in enumerate(paths):
        alone = Run(experiment_over(parameters, sequence.load(path, pick=pick)))
        alone.advance()
        together = ours.output[row] if batch_first else ours.output[:, row]
        expected = alone.trace.outputs().output
        np.testing.assert_allclose(together[: LENGTHS[row]], expected, atol=1e-12)


@pytest.mark.parametrize("kind", [MIN_MAX, Z_SCORE])
def test_a_batch_is_normalised_by_what_all_its_files_hold(files, kind):
    paths, numbers = files
    parameters = random_parameters(LSTMConfig(3, 2), dtype=np.float64)
    pick = ColumnChoice((1, 2, 3), normalisation=Wanted(kind))
    experiment = experiment_over(parameters, load_batch(paths, pick))
    every = np.concatenate(numbers)
    scaling = experiment.scaling.normalisation
    wanted = every.min(0) if kind == MIN_MAX else every.mean(0)
    np.testing.assert_allclose(scaling.offset, wanted)
    np.testing.assert_allclose(scaling.scale, np.ptp(every, 0) if kind == MIN_MAX else every.std(0))
    shown = [column.statistics for column in look(paths).columns[1:]]
    told = [(s.low, s.high - s.low) if kind == MIN_MAX else (s.mean, s.std) for s in shown]
    np.testing.assert_allclose(told, list(zip(scaling.offset, scaling.scale, strict=True)))


def test_what_is_clear_of_one_is_clear_of_all(files):
    paths, _ = files
    assert what_is_clear(paths, None, 3) == ColumnChoice((1, 2, 3), 0)
    overview = what_is_clear(paths, None, 2)
    assert isinstance(overview, Overview)
    assert overview.shapes == ((3, 4), (6, 4), (1, 4))
    assert picked(paths, None, ("y",), 1) == ColumnChoice((2,))
    assert "Choose 2 of them with --columns" in refusal(picked, paths, None, None, 2)


def test_labels_that_do_not_agree_are_left_out(files):
    paths, _ = files
    paths[0].write_text("day,x,y,z\nd1,1,2,3\n")
    assert load_batch(paths, ColumnChoice((1,), 0)).labels == ()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "d.csv",
            b"day,x,z,y\nd,1,2,3\n",
            "its 4 columns (day, x, z, y) do not match the 4 in a.csv",
        ),
        (
            "d.csv",
            b"day,x,y\nd,1,2\n",
            "its 3 columns (day, x, y) do not match the 4 in a.csv (day,",
        ),
        ("d.csv", b"0,1,2,3\n", "its 4 columns (0, 1, 2, 3) do not match"),
        ("d.csv", b"day,x,y,z\nd,1,2\n", "row 2 has a width of 3"),
        ("d.npy", np.ones((2, 4)), "its 4 columns (0, 1, 2, 3) do not match the 4 in a.csv"),
        (
            "d.npy",
            np.ones((2, 2, 4)),
            "its shape is (2, 2, 4): with several files, each must be one batch row",
        ),
    ],
)
def test_what_is_no_row_of_the_batch_is_refused_by_name(tmp_path, files, name, content, words):
    paths, _ = files
    path = tmp_path / name
    path.write_bytes(content) if isinstance(content, bytes) else np.save(path, content)
    message = refusal(look, [*paths, path])
    assert words in message
    assert name in message


def test_arrays_are_rows_too(tmp_path):
    for name, length in (("a", 2), ("b", 4)):
        np.save(tmp_path / f"{name}.npy", np.full((length, 3), float(length)))
    paths = [tmp_path / "a.npy", tmp_path / "b.npy"]
    assert load_batch(paths, what_is_clear(paths, None, 3)).lengths == (2, 4)
    np.save(paths[1], np.ones((2, 2, 3)))
    assert "Open this file on its own" in refusal(load_batch, paths)
    np.save(paths[1], np.ones((2, 2)))
    assert "its 2 columns (0, 1) do not match the 3 in a.npy (0, 1, 2)" in refusal(
        load_batch, paths
    )


def test_the_arrays_of_a_name_are_rows(tmp_path):
    for name, length in (("a", 2), ("b", 4)):
        np.savez(tmp_path / f"{name}.npz", x=np.full((length, 3), float(length)), y=np.ones((9, 1)))
    paths = [tmp_path / "a.npz", tmp_path / "b.npz"]
    assert load_batch(paths, picked(paths, "x", None, 3), "x").lengths == (2, 4)
    assert "it holds several arrays. Choose one of x, y" in refusal(load_batch, paths)
