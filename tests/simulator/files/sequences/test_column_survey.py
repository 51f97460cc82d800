"""Columns of a file: the chosen ones are read to the bit, in order; obvious choices are made."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from simulator.experiment.normalisation import NONE, Z_SCORE, Wanted
from simulator.files.sequences import sequence
from simulator.files.sequences.column_choice import ALL, ColumnChoice
from simulator.files.sequences.column_survey import Overview, look, picked, what_is_clear
from simulator.files.sequences.to_experiment import experiment_over
from simulator.files.tables.columns import columns_named
from simulator.network.config import LSTMConfig
from tests.depth import examples
from tests.simulator.experiments import random_parameters
from tests.simulator.files.checkpoints.checkpoints import refusal

finite = st.floats(allow_nan=False, allow_infinity=False)
tables = npst.arrays(np.float64, npst.array_shapes(min_dims=2, max_dims=2), elements=finite)


def written(folder, text, name="table.csv"):
    path = Path(folder) / name
    path.write_text(text)
    return path


def as_csv(array, names=None):
    rows = [",".join(names)] if names else []
    return "\n".join([*rows, *(",".join(map(repr, row)) for row in array.tolist())])


@examples(60)
@given(table=tables, header=st.booleans(), data=st.data())
def test_chosen_columns_are_those_of_the_whole_to_the_bit_in_their_order(table, header, data):
    width = table.shape[1]
    columns = data.draw(st.lists(st.integers(0, width - 1), min_size=1, unique=True))
    labels = data.draw(st.none() | st.integers(0, width - 1))
    names = [f"feature {k}" for k in range(width)] if header else None
    pick = ColumnChoice(tuple(columns), labels)
    with tempfile.TemporaryDirectory() as folder:
        csv = written(folder, as_csv(table, names))
        npy = Path(folder) / "a.npy"
        np.save(npy, table)
        ours, theirs = sequence.load(csv, pick=pick), sequence.load(npy, pick=pick)
    assert ours.values.tobytes() == table[:, columns].tobytes() == theirs.values.tobytes()
    assert ours.columns == (tuple(names[k] for k in columns) if header else None)
    for read in (ours, theirs):
        told = [float(label) for label in read.labels]
        assert told == ([] if labels is None else table[:, labels].tolist())


def test_features_of_three_axes_are_chosen_too(tmp_path):
    values = np.random.default_rng(0).random((4, 2, 5))
    np.save(tmp_path / "a.npy", values)
    read = sequence.load(tmp_path / "a.npy", pick=ColumnChoice((4, 0)))
    np.testing.assert_array_equal(read.values, values[..., [4, 0]])


def test_a_column_that_is_not_chosen_may_hold_anything(tmp_path):
    path = written(tmp_path, "date,spots,remark\n2020-01-01,5,\n2020-01-02,11,n/a\n")
    read = sequence.load(path, pick=ColumnChoice((1,), 0))
    assert read.values.tolist() == [[5.0], [11.0]]
    assert read.labels == ("2020-01-01", "2020-01-02")
    assert "row 2, column 3 (remark) is empty" in refusal(
        sequence.load, path, pick=ColumnChoice((1, 2))
    )
    assert "it has no column 3" in refusal(sequence.load, path, pick=ColumnChoice((3,)))
    assert "it has no column 9" in refusal(sequence.load, path, pick=ColumnChoice((1,), 9))


def test_a_survey_tells_what_each_column_holds(tmp_path):
    path = written(tmp_path, "day,x,y,z\nMon,1,2,1e999\nTue,3,?,0\nWed,5.5,4,0\n")
    overview = look([path])
    assert overview.shape == (3, 4)
    day, x, y, z = overview.columns
    assert (day.name, day.first, day.names_timesteps) == ("day", ("Mon", "Tue", "Wed"), True)
    assert (x.statistics.low, x.statistics.high) == (1, 5.5)
    assert (day.statistics, y.statistics, z.statistics) == (None, None, None)
    assert "row 3, column 3 (y) is ?" in y.problem
    assert "row 2, column 4 (z) is too large" in z.problem
    assert not y.names_timesteps


@examples(60)
@given(table=tables)
def test_a_survey_of_numbers_has_their_statistics(table):
    with tempfile.TemporaryDirectory() as folder:
        by_csv = look([written(folder, as_csv(table))])
        np.save(Path(folder) / "a.npy", table)
        by_array = look([Path(folder) / "a.npy"])
    assert by_csv.shape == by_array.shape == table.shape
    for ours, theirs in zip(by_csv.columns, by_array.columns, strict=True):
        assert repr(ours.statistics) == repr(theirs.statistics)
        assert theirs.first == tuple(f"{float(text):.5g}" for text in ours.first)


@pytest.mark.parametrize(
    ("text", "pick"),
    [
        ("a\n1\n2\n", ALL),
        ("year,a\n1,5\n2,6\n", ColumnChoice((1,), 0)),
        ("a,Date\n1,5\n2,6\n", ColumnChoice((0,), 1)),
        ("what,a\nx,5\ny,6\n", ColumnChoice((1,), 0)),
        (",a\n0,5\n1,6\n", ColumnChoice((1,), 0)),
        ("x,5\ny,6\n", ColumnChoice((1,), 0)),
    ],
)
def test_labels_beside_all_that_a_model_reads_need_no_question(tmp_path, text, pick):
    path = written(tmp_path, text)
    assert what_is_clear([path], None, 1) == pick
    assert sequence.load(path, pick=pick).width == 1


@pytest.mark.parametrize(
    "text", ["a,b\n1,5\n2,6\n", "1,5\n2,6\n", "year,a,b\n1,5,2\n", "a,b\nx,5\n1,6\n"]
)
def test_other_columns_too_many_are_a_question(tmp_path, text):
    overview = what_is_clear([written(tmp_path, text)], None, 1)
    assert isinstance(overview, Overview)


def test_what_is_proposed_is_what_can_be_read(tmp_path):
    path = written(tmp_path, "year,w,a,b\n1,x,5,7\n2,y,6,8\n")
    assert what_is_clear([path], None, 1).proposal(1) == ColumnChoice((2,), 0)
    assert what_is_clear([path], None, 2).proposal(2) == ColumnChoice((2, 3), 0)


def test_columns_by_name_or_number():
    names = ("a", "b", "2", "b")
    assert columns_named("f", ("2", "a", "1"), names, 4) == (2, 0, 1)
    assert "2 of its columns are called b. Use their numbers: 1, 3" in refusal(
        columns_named, "f", ("b",), names, 4
    )
    assert "it has no column c. Choose from a, b, 2, b" in refusal(
        columns_named, "f", ("c",), names, 4
    )
    for word in ("4", "-1", "1.0", "9" * 30, "²"):
        assert "it has no column" in refusal(columns_named, "f", (word,), None, 4)


def test_without_anyone_to_ask_the_way_out_is_said(tmp_path):
    path = written(tmp_path, "a,b,c\n1,5,2\n2,6,3\n")
    message = refusal(picked, [path], None, None, 2)
    assert "it has 3 columns (a, b, c), but the model's input_size is 2" in message
    assert "Choose 2 of them with --columns" in message
    assert picked([path], None, ("c", "0"), 2) == ColumnChoice((2, 0))


@pytest.mark.parametrize(
    ("text", "target", "size", "pick"),
    [
        ("a,y,b\n1,2,3\n", "y", 2, ColumnChoice((0, 2))),
        ("1,2,3\n", "0", 2, ColumnChoice((1, 2))),
        ("a,tag\n1,word\n", "tag", 1, ColumnChoice((0,))),
        ("date,y,a\nMon,2,3\n", "y", 1, ColumnChoice((2,), 0)),
        ("y,a,word\n2,3,x\n", "y", 1, ColumnChoice((1,), 2)),
    ],
)
def test_the_column_of_targets_is_no_feature(tmp_path, text, target, size, pick):
    path = written(tmp_path, text)
    assert picked([path], None, None, size, target) == pick
    assert picked([path, path], None, ("0",), size, target) == ColumnChoice((0,))


@pytest.mark.parametrize("size", [1, 3, 4])
def test_what_is_left_beside_the_targets_may_be_a_question(tmp_path, size):
    path = written(tmp_path, "a,y,b\n1,2,3\n")
    assert "--columns" in refusal(picked, [path], None, None, size, "y")
    assert "no column z" in refusal(picked, [path], None, None, size, "z")
    path = written(tmp_path, "year,y\n1700,5\n", "years.csv")
    assert "--columns" in refusal(picked, [path], None, None, 1, "y")
    assert picked([path], None, ("year",), 1, "y") == ColumnChoice((0,))


@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("kind", [NONE, Z_SCORE])
def test_the_axes_are_those_of_the_file_whatever_the_model_has(tmp_path, batch_first, kind):
    values = np.random.default_rng(0).random((4, 3, 2)) * [1, 50]
    np.save(tmp_path / "a.npy", values)
    config = LSTMConfig(2, 3, batch_first=batch_first)
    parameters = random_parameters(config, dtype=np.float64)
    time_first = {False: values, True: values.swapaxes(0, 1)}
    time_first[None] = time_first[batch_first]
    for axes, wanted in time_first.items():
        read = sequence.load(
            tmp_path / "a.npy", pick=ColumnChoice(None, None, Wanted(kind), batch_first=axes)
        )
        experiment = experiment_over(parameters, read)
        raw = experiment.sequence_as_read()
        assert raw.tobytes() == np.ascontiguousarray(wanted).tobytes()
        if kind == NONE:
            assert experiment.sequence.tobytes() == raw.tobytes()
            given = wanted.swapaxes(0, 1) if batch_first else wanted
            np.testing.assert_array_equal(experiment.input_as_given(), given)
        else:
            assert experiment.sequence.mean((0, 1)) == pytest.approx([0, 0], abs=1e-12)
            assert experiment.sequence.std((0, 1)) == pytest.approx([1, 1])
