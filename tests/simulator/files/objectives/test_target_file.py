"""Targets are read in nn.LSTM's axes from any kind of file; a misfit names the shapes that fit."""

import numpy as np
import pytest

from simulator.experiment.experiment import Experiment
from simulator.files.objectives.target_file import columns, load_columns, load_targets
from simulator.network.config import LSTMConfig
from simulator.objective.readout import EVERY, H_N, LAST
from tests.simulator.experiments import random_parameters
from tests.simulator.files.checkpoints.checkpoints import refusal
from tests.simulator.files.tables.parquets import save as save_parquet

T, B, K, I = 5, 3, 4, 2
LENGTHS = (4, 5, 2)
WITHIN = np.arange(T)[:, None] < LENGTHS


def experiment_of(batch=B, lengths=None, batch_first=False, dtype=np.float32, steps=T):
    """Return an experiment over zeros; without a batch axis when `batch` is None."""
    parameters = random_parameters(LSTMConfig(I, 3, batch_first=batch_first), dtype=dtype)
    shape = (steps, I) if batch is None else (steps, batch, I)
    if batch_first and batch is not None:
        shape = (batch, steps, I)
    return Experiment.create(parameters, np.zeros(shape, dtype), lengths=lengths)


def saved(folder, values, kind="npy"):
    path = folder / f"target.{kind}"
    if kind == "npy":
        np.save(path, values)
    elif kind == "npz":
        np.savez(path, other=np.zeros(2), target=values)
    elif kind == "parquet":
        save_parquet(path, {f"c{k}": column for k, column in enumerate(np.atleast_2d(values.T))})
    else:
        mark = "\t" if kind == "tsv" else ","
        header = mark.join(f"c{k}" for k in range(np.atleast_2d(values.T).shape[0]))
        np.savetxt(path, values, "%.17g", mark, header=header, comments="")
    return path


def same(targets, values, counted):
    """Assert which steps count, and what stands there."""
    np.testing.assert_array_equal(targets.counted, counted)
    np.testing.assert_array_equal(targets.values[counted], values[counted])


NUMBERS = np.random.default_rng(0).standard_normal((T, B, K))
CLASSES = np.random.default_rng(1).integers(0, K, (T, B))
ONE_HOT = np.eye(K, dtype=int)[CLASSES]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("kind", ["npy", "npz"])
def test_numbers_stand_in_the_axes_of_the_input(tmp_path, kind, batch_first, dtype):
    experiment = experiment_of(lengths=LENGTHS, batch_first=batch_first, dtype=dtype)
    given = NUMBERS.swapaxes(0, 1) if batch_first else NUMBERS
    targets = load_targets(saved(tmp_path, given, kind), experiment, K, False)
    same(targets, NUMBERS.astype(dtype), WITHIN)
    assert targets.values.dtype == dtype
    assert targets.values.shape == NUMBERS.shape


@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("dtype", [np.int64, np.int8, np.uint16, np.float32])
@pytest.mark.parametrize("vectors", [False, True])
def test_classes_are_whole_numbers_or_one_hot(tmp_path, vectors, dtype, batch_first):
    experiment = experiment_of(lengths=LENGTHS, batch_first=batch_first)
    given = ONE_HOT if vectors else CLASSES
    given = given.swapaxes(0, 1) if batch_first else given
    targets = load_targets(saved(tmp_path, given.astype(dtype)), experiment, K, True)
    same(targets, CLASSES, WITHIN)
    assert targets.values.dtype == np.int64


@pytest.mark.parametrize("batch", [None, 1])
@pytest.mark.parametrize("kind", ["npy", "npz", "csv", "tsv", "parquet"])
def test_one_row_needs_no_axis_of_its_own(tmp_path, kind, batch):
    experiment, counted = experiment_of(batch), np.ones((T, 1), bool)
    dtype = experiment.dtype
    numbers, classes = NUMBERS[:, :1].astype(dtype), CLASSES[:, :1]
    flat = saved(tmp_path, numbers[:, 0].astype(float), kind)
    same(load_targets(flat, experiment, K, False), numbers, counted)
    flat = saved(tmp_path, classes[:, 0], kind)
    same(load_targets(flat, experiment, K, True), classes, counted)
    flat = saved(tmp_path, ONE_HOT[:, 0], kind)
    same(load_targets(flat, experiment, K, True), classes, counted)
    flat = saved(tmp_path, numbers[:, 0, 0].astype(float), kind)
    same(load_targets(flat, experiment, 1, False), numbers[..., :1], counted)


@pytest.mark.parametrize("batch_first", [False, True])
def test_a_single_output_needs_no_axis_of_its_own(tmp_path, batch_first):
    experiment = experiment_of(batch_first=batch_first)
    given = NUMBERS[..., 0].T if batch_first else NUMBERS[..., 0]
    targets = load_targets(saved(tmp_path, given), experiment, 1, False)
    same(targets, NUMBERS[..., :1].astype(np.float32), np.ones((T, B), bool))


@pytest.mark.parametrize("over", [LAST, H_N])
@pytest.mark.parametrize("batch_first", [False, True])
def test_one_answer_a_row_is_laid_at_its_last_timestep(tmp_path, batch_first, over):
    experiment = experiment_of(lengths=LENGTHS, batch_first=batch_first)
    last, ends = np.zeros((T, B), bool), np.array(LENGTHS) - 1
    last[ends, range(B)] = True
    values = np.zeros((T, B, K), np.float32)
    values[ends, range(B)] = NUMBERS[0]
    same(load_targets(saved(tmp_path, NUMBERS[0]), experiment, K, False, over), values, last)
    one = saved(tmp_path, NUMBERS[0, :, 0])
    same(load_targets(one, experiment, 1, False, over), values[..., :1], last)
    classes = np.zeros((T, B), int)
    classes[ends, range(B)] = CLASSES[0]
    for given in (CLASSES[0], ONE_HOT[0]):
        same(load_targets(saved(tmp_path, given), experiment, K, True, over), classes, last)
    given = CLASSES.T if batch_first else CLASSES
    same(load_targets(saved(tmp_path, given), experiment, K, True, over), CLASSES, WITHIN)


def test_one_answer_without_a_batch(tmp_path):
    experiment, last = experiment_of(None), np.zeros((T, 1), bool)
    last[-1] = True
    for given in (np.array(2), np.array([2]), np.eye(K)[2], np.eye(K)[[2]]):
        targets = load_targets(saved(tmp_path, given), experiment, K, True, LAST)
        same(targets, np.full((T, 1), 2), last)
    targets = load_targets(saved(tmp_path, np.arange(4.0)), experiment, K, False, H_N)
    same(targets, np.broadcast_to(np.arange(4.0), (T, 1, K)), last)


def test_a_shape_of_two_meanings_is_one_hot_where_it_looks_so(tmp_path):
    """With as many classes as timesteps and rows, (B, K) and (T, B) are one shape."""
    experiment = experiment_of(3, steps=3)
    ids, last = np.array([[2, 0, 1], [0, 0, 2], [1, 1, 1]]), np.zeros((3, 3), bool)
    last[-1] = True
    same(load_targets(saved(tmp_path, ids), experiment, 3, True, LAST), ids, last | True)
    found = load_targets(saved(tmp_path, np.eye(3)[ids[0]]), experiment, 3, True, LAST)
    same(found, np.broadcast_to(ids[0], (3, 3)), last)


@pytest.mark.parametrize("classes", [False, True])
def test_what_is_missing_does_not_count(tmp_path, classes):
    experiment = experiment_of()
    counted = np.ones((T, B), bool)
    counted[1, 2] = counted[4, 0] = False
    given = (ONE_HOT if classes else NUMBERS).astype(float)
    given[1, 2], given[4, 0, :] = (0 if classes else np.nan), np.nan
    if not classes:
        given[4, 0, 1:] = 7  # one number that is missing is enough
    targets = load_targets(saved(tmp_path, given), experiment, K, classes)
    same(targets, CLASSES if classes else NUMBERS.astype(np.float32), counted)
    assert not np.isnan(targets.values).any()
    ids = np.where(counted, CLASSES, -100)
    same(load_targets(saved(tmp_path, ids), experiment, K, True), CLASSES, counted)


def test_empty_cells_of_a_table_do_not_count(tmp_path):
    experiment, path = experiment_of(None), tmp_path / "t.csv"
    counted = np.array([True, False, True, False, False])[:, None]
    for text in ('y\n1\n\n3\n""\nNaN\n', "x,y\n5,1\n5,\n5,3\n5,nan\n5, \n", '1\n\n3\n""\n""\n\n\n'):
        path.write_text(text)
        column = {"y": "y", "x": "y"}.get(text[0])
        targets = load_targets(path, experiment, 1, False, column=column)
        same(targets, np.array([1.0, 0, 3, 0, 0])[:, None, None], counted)
    save_parquet(tmp_path / "t.parquet", {"y": [1, None, 3, None, None], "x": [5] * 5})
    targets = load_targets(tmp_path / "t.parquet", experiment, 1, False, column="y")
    same(targets, np.array([1.0, 0, 3, 0, 0])[:, None, None], counted)


TAGS = ("N", "V", "the, one", "5")


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_words_are_classes_by_their_names(tmp_path, kind):
    experiment, path = experiment_of(None), tmp_path / f"t.{kind}"
    if kind == "csv":
        path.write_text('word,tag\na,V\nb,"the, one"\nc,N\nd,\ne,5\n')
    else:
        tags = ["V", "the, one", "N", None, "5"]
        save_parquet(path, {"word": list("abcde"), "tag": tags})
    assert columns(path) == ("word", "tag")
    for column in ("tag", "1"):
        targets = load_targets(path, experiment, 4, True, column=column, names=TAGS)
        same(targets, np.array([[1], [2], [0], [0], [3]]), np.array([[1, 1, 1, 0, 1]], bool).T)
    line = refusal(load_targets, path, experiment, 4, True, column="word", names=TAGS)
    row = 2 if kind == "csv" else 0
    assert f"row {row}, column word is a" in line
    assert "N, V, the, one, 5" in line
    line = refusal(load_targets, path, experiment, 4, True, column="tag")
    assert "row" in line
    assert "no names" in line
    line = refusal(load_targets, path, experiment, 1, False, column="tag", names=TAGS)
    assert "number" in line


@pytest.mark.parametrize("word", ["1_000", "inf", "1,5", "½", "-"])
def test_what_is_no_plain_number_is_a_word(tmp_path, word):
    path = tmp_path / "t.csv"
    path.write_text(f'x;y\n0;1\n0;"{word}"\n0;2\n')
    line = refusal(load_targets, path, experiment_of(None, steps=3), 1, False, column="y")
    assert f"row 3, column y is {word}" in line


def test_columns_are_listed_so_that_each_can_be_chosen(tmp_path):
    path = tmp_path / "t.csv"
    for text, listed in (
        ("a,b\n1,2\n", ("a", "b")),
        ("1,2,3\n", ("0", "1", "2")),
        (",a,a\n1,2,3\n", ("0", "1", "2")),
    ):
        path.write_text(text)
        assert columns(path) == listed
        for place, name in enumerate(listed):
            targets = load_targets(path, experiment_of(None, steps=1), 1, False, column=name)
            assert targets.values.tolist() == [[[place + 1.0]]]
    assert columns(saved(tmp_path, CLASSES)) == ()
    path.write_text("a,b,c\n1,2,3\n")
    assert "a, b, c" in refusal(load_targets, path, experiment_of(None), 2, False)
    assert "no column d" in refusal(load_targets, path, experiment_of(None), 2, False, column="d")
    path = saved(tmp_path, CLASSES)
    assert "not a table" in refusal(load_targets, path, experiment_of(), 2, True, column="d")


def test_numbers_or_classes_is_told_by_what_is_there(tmp_path):
    experiment = experiment_of()
    assert not load_targets(saved(tmp_path, NUMBERS), experiment, K, None).classes
    assert not load_targets(saved(tmp_path, ONE_HOT), experiment, K, None).classes
    assert load_targets(saved(tmp_path, CLASSES), experiment, K, None).classes
    assert not load_targets(saved(tmp_path, CLASSES), experiment, 1, None).classes
    path = tmp_path / "t.csv"
    path.write_text("tag\nN\nV\n")
    assert load_targets(path, experiment_of(None, steps=2), 2, None, names=TAGS[:2]).classes
    line = refusal(load_targets, saved(tmp_path, CLASSES[1:]), experiment, K, None)
    assert "(T, B, K) = (5, 3, 4)" in line
    assert "(T, B) = (5, 3)" in line


@pytest.mark.parametrize("batch_first", [False, True])
def test_tables_that_are_rows_have_a_column_each(tmp_path, batch_first):
    experiment = experiment_of(2, lengths=(5, 3), batch_first=batch_first)
    long, short = tmp_path / "long.csv", tmp_path / "short.csv"
    long.write_text("a,y\n0,1\n0,2\n0,\n0,4\n0,5\n")
    short.write_text("a,y\n0,6\n0,7\n0,8\n")
    targets = load_columns((long, short), experiment, 1, None, EVERY, "y")
    expected = np.array([[1, 6], [2, 7], [0, 8], [4, 0], [5, 0]], float)[..., None]
    same(targets, expected, expected[..., 0] > 0)
    short.write_text("a,y\n0,6\n0,7\n0,8\n0,x\n")
    line = refusal(load_columns, (long, short), experiment, 1, False, EVERY, "y")
    assert "short.csv" in line
    assert "row 5, column y is x" in line
    paths = (saved(tmp_path, CLASSES), short)
    assert "not a table" in refusal(load_columns, paths, experiment, 1, None, EVERY, "y")


MISFITS = {
    "shorter": (NUMBERS[1:], False, EVERY, ["(4, 3, 4)", "(T, B, K) = (5, 3, 4)"]),
    "longer": (np.zeros((6, 3)), True, EVERY, ["(6, 3)", "(5, 3)", "(5, 3, 4)"]),
    "transposed": (CLASSES.T, True, EVERY, ["(3, 5)", "(T, B) = (5, 3)"]),
    "outputs": (NUMBERS[..., :2], False, EVERY, ["(5, 3, 2)", "(5, 3, 4)"]),
    "flat": (CLASSES[:, 0], True, EVERY, ["(5,)", "(T, B) = (5, 3)"]),
    "a row each": (np.zeros(2), True, LAST, ["(2,)", "(B,) = (3,)", "(B, K) = (3, 4)", "(5, 3)"]),
    "axes": (np.zeros((1, 5, 3, 4)), False, EVERY, ["(1, 5, 3, 4)", "(5, 3, 4)"]),
}


@pytest.mark.parametrize("case", MISFITS)
def test_a_misfit_names_the_shape_and_those_needed(tmp_path, case):
    values, classes, over, words = MISFITS[case]
    line = refusal(load_targets, saved(tmp_path, values), experiment_of(), K, classes, over)
    for word in words:
        assert word in line


def test_batch_first_is_told_in_its_own_order(tmp_path):
    path = saved(tmp_path, NUMBERS)
    line = refusal(load_targets, path, experiment_of(batch_first=True), K, False)
    assert "(B, T, K) = (3, 5, 4)" in line
    assert "(T, B, K)" not in line


@pytest.mark.parametrize(("bad", "told"), [(K, "4"), (-1, "-1"), (1.5, "1.5"), (np.inf, "inf")])
def test_what_is_no_class_is_told_with_its_place(tmp_path, bad, told):
    given = CLASSES.astype(float)
    given[3, 1] = bad
    line = refusal(load_targets, saved(tmp_path, given), experiment_of(), K, True)
    assert "t 3 in row 1" in line
    assert told in line
    assert "0 to 3" in line
    given[:, 1], given[3, 2] = CLASSES[:, 1], bad  # past the end of a row nothing is read
    load_targets(saved(tmp_path, given), experiment_of(lengths=LENGTHS), K, True)


def test_a_vector_of_several_ones_is_no_class(tmp_path):
    given = ONE_HOT.copy()
    given[2, 1] = 1
    assert "(2, 1)" in refusal(load_targets, saved(tmp_path, given), experiment_of(), K, True)


def test_a_number_that_the_dtype_lacks_is_told_with_its_place(tmp_path):
    given = NUMBERS.copy()
    given[2, 1, 3] = 1e39
    path = saved(tmp_path, given)
    assert "t 2 in row 1" in refusal(load_targets, path, experiment_of(), K, False)
    load_targets(path, experiment_of(dtype=np.float64), K, False)


def test_the_array_named_target_is_read(tmp_path):
    path = tmp_path / "t.npz"
    np.savez(path, only=CLASSES)
    assert load_targets(path, experiment_of(), K, True).counted.all()
    np.savez(path, one=CLASSES, two=CLASSES)
    line = refusal(load_targets, path, experiment_of(), K, True)
    assert "one, two" in line
    assert "target" in line
    (tmp_path / "t.txt").write_text("some words")
    assert ".npy" in refusal(load_targets, tmp_path / "t.txt", experiment_of(), K, True)
