"""A trace tells what came in: `label` and `x_<name>`, after columns that stay as they were."""

import csv
import io

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.files.traces import foreign_numbers
from simulator.files.traces.export import ExportOptions, exporting
from simulator.files.traces.input_columns import (
    MOST_FEATURES,
    InputNames,
    csv_cell,
    csv_text,
    input_columns,
)
from simulator.files.traces.selection import TraceSelection
from simulator.files.traces.stored import is_stored_trace, read_stored_trace
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.network.parameters import Parameters
from simulator.network.quantities import KEYS
from tests.depth import examples
from tests.simulator.experiments import random_parameters
from tests.simulator.files.traces.test_export import FILES, finished

AWKWARD = ("t", "a,b", 'say "x"', "=1+1", "@here", "+", "-", "", "", "a", "a", "h", "unit", "l\n2")
TEXTS = st.text(max_size=12) | st.sampled_from(AWKWARD) | st.text("'=+-@,\"\t\r\n0.", max_size=6)


def written(run, path, *wish, names=None, **options):
    for _ in exporting(run, path, ExportOptions(*wish, **options), names or InputNames()):
        pass
    return path


def cells_of(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode(), newline=""), strict=True))


HAND_WRITTEN = """\
t,batch,layer,direction,unit,i,c,label,x_t,"x_a,b"
0,0,0,forward,0,0.5,1.5,'=1+1,1.0,-2.0
0,0,0,forward,1,0.5,0.0,'=1+1,1.0,-2.0
1,0,0,forward,0,0.5,1.25,"two ""words"", here",0.1,3.5
1,0,0,forward,1,0.5,0.0,"two ""words"", here",0.1,3.5
2,0,0,forward,0,0.5,1.125,-5,0.0,0.0
2,0,0,forward,1,0.5,0.0,-5,0.0,0.0
"""


def by_hand():
    """Weights of 0: gates are 0.5 and g is 0, but 1 in unit 0, whose c starts at 2.

    c = 0.5·c + 0.5·g: 1.5, 1.25, 1.125; in unit 1 it stays 0.
    """
    config = LSTMConfig(2, 2)
    arrays = {n: np.zeros(s, np.float32) for n, s in config.parameter_shapes().items()}
    arrays["bias_ih_l0"][4] = 30  # g of unit 0 is 1
    x = np.array([[1, -2], [0.1, 3.5], [0, 0]], np.float32)
    parameters = Parameters(config, arrays)
    zeros, c_0 = np.zeros((1, 2), np.float32), np.array([[2, 0]], np.float32)
    return finished(Experiment.create(parameters, x, zeros, c_0))


NAMES = InputNames(("=1+1", 'two "words", here', "-5"), ("t", "a,b"))
PART = TraceSelection(("i", "c"))


def test_a_file_written_by_hand(tmp_path):
    run = by_hand()
    path = written(run, tmp_path / "t.csv", "csv", "wide", PART, names=NAMES, with_input=True)
    assert path.read_bytes().decode() == HAND_WRITTEN
    read = foreign_numbers.load(path).points
    assert set(read) == {("i", Lane()), ("c", Lane())}
    assert read["c", Lane()][1].tolist() == [1.5, 0, 1.25, 0, 1.125, 0]


@pytest.mark.parametrize("torch", [False, pytest.param(True, marks=pytest.mark.torch)])
@pytest.mark.parametrize("layout", ["wide", "long"])
def test_the_columns_of_former_versions_come_first_with_the_same_bits(tmp_path, layout, torch):
    run = by_hand()
    plain = cells_of(written(run, tmp_path / "p.csv", "csv", layout, torch=torch))
    more = {"names": NAMES, "with_input": True, "torch": torch}
    told = cells_of(written(run, tmp_path / "m.csv", "csv", layout, **more))
    width = len(plain[0])
    assert [row[:width] for row in told] == plain
    assert told[0][width:] == ["label", "x_t", "x_a,b"]
    assert {tuple(row[width:]) for row in told[1:]} == {
        ("'=1+1", "1.0", "-2.0"), ('two "words", here', "0.1", "3.5"), ("-5", "0.0", "0.0"),
    }  # fmt: skip
    assert all(row[width] == ["'=1+1", 'two "words", here', "-5"][int(row[0])] for row in told[1:])


@pytest.mark.parametrize("layout", ["wide", "long"])
def test_a_label_is_written_wherever_there_are_names_and_the_input_only_on_demand(tmp_path, layout):
    run = by_hand()
    labelled = cells_of(written(run, tmp_path / "a.csv", "csv", layout, names=NAMES))[0]
    assert labelled[-1] == "label"
    fed = cells_of(written(run, tmp_path / "b.csv", "csv", layout, with_input=True))[0]
    assert fed[-2:] == ["x_0", "x_1"]
    assert "label" not in fed


def test_parquet_has_the_same_columns(tmp_path):
    run = by_hand()
    for layout in ("wide", "long"):
        more = {"names": NAMES, "with_input": True}
        lines = cells_of(written(run, tmp_path / "t.csv", "csv", layout, **more))
        table = pq.read_table(written(run, tmp_path / "t.parquet", "parquet", layout, **more))
        assert table.column_names == lines[0]
        labels, numbers = table["label"].to_pylist(), table["x_a,b"]
        assert [csv_text(row[lines[0].index("label")]) for row in lines[1:]] == labels
        assert str(numbers.type) == "float"
        texts = [row[-1] for row in lines[1:]]
        assert np.array(texts, np.float32).tolist() == numbers.to_pylist()


def test_an_archive_has_an_array_for_each(tmp_path):
    config = LSTMConfig(2, 2)
    x = np.arange(12, dtype=np.float32).reshape(3, 2, 2)
    run = finished(Experiment.create(random_parameters(config), x, lengths=(3, 2)))
    names = InputNames(("one", "", "three"), ("a/b", "a:b"))
    path = written(
        run, tmp_path / "t.npz", "npz", selection=TraceSelection(start=1), names=names,
        with_input=True,
    )  # fmt: skip
    arrays = np.load(path)
    assert arrays["label"].tolist() == ["", "three"]
    np.testing.assert_array_equal(arrays["x_a_b_0"], [[4, 6], [8, np.nan]])
    np.testing.assert_array_equal(arrays["x_a_b_1"], [[5, 7], [9, np.nan]])
    assert set(foreign_numbers.load(path).points) == {
        (quantity, Lane()) for quantity in KEYS if quantity != "m"
    }


@st.composite
def named_runs(draw):
    steps, rows = draw(st.integers(1, 4)), draw(st.integers(1, 2))
    names = draw(st.lists(TEXTS, min_size=1, max_size=6))
    labels = draw(st.just(()) | st.lists(TEXTS, min_size=steps, max_size=steps).map(tuple))
    config = LSTMConfig(len(names), 2, bidirectional=draw(st.booleans()))
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    x = np.random.default_rng(len(names)).standard_normal((steps, rows, len(names))).astype(dtype)
    x[0, 0, 0] = draw(st.sampled_from([0.0, -0.0, np.nan, np.inf, 1e-7]))
    parameters = random_parameters(config, dtype=dtype)
    lengths = [steps, draw(st.integers(1, steps))][:rows]
    named = InputNames(labels, draw(st.sampled_from([(), tuple(names)])))
    return finished(Experiment.create(parameters, x, lengths=lengths)), named


@examples(60, by_default=5)
@given(named_runs(), st.sampled_from(FILES))
def test_our_own_readers_find_the_same_numbers_with_and_without(tmp_path_factory, named, file):
    run, names = named
    folder = tmp_path_factory.mktemp("t")
    plain = written(run, folder / f"p.{file[0]}", *file)
    told = written(run, folder / f"m.{file[0]}", *file, names=names, with_input=True)
    assert is_stored_trace(told)
    for load in (foreign_numbers.load, read_stored_trace):
        without, with_them = load(plain).points, load(told).points
        assert without.keys() == with_them.keys()
        for key, (places, values) in with_them.items():
            assert places.tolist() == without[key][0].tolist()
            assert values.tobytes() == without[key][1].tobytes()


@examples(60)
@given(named_runs(), st.sampled_from(["wide", "long"]))
def test_what_came_in_reads_back(tmp_path_factory, named, layout):
    run, names = named
    path = tmp_path_factory.mktemp("t") / "t.csv"
    header, *rows = cells_of(written(run, path, "csv", layout, names=names, with_input=True))
    x = run.experiment.sequence
    columns = input_columns(names, x.shape[-1])
    assert tuple(header[-len(columns) :]) == columns
    assert rows
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        t, batch = int(cells["t"]), int(cells["batch"])
        numbers = np.array([cells[column] for column in columns], x.dtype)
        assert numbers.tobytes() == x[t, batch].tobytes()
        if names.timesteps:
            assert csv_text(cells["label"]) == names.timesteps[t]


@given(TEXTS)
@example("'=1")
@example("-5")
@example("-5x")
@example("'")
def test_a_cell_reads_back_and_is_no_formula(text):
    (row,) = csv.reader(io.StringIO(f"{csv_cell(text)},\n", newline=""), strict=True)
    assert csv_text(row[0]) == text
    assert row[0][:1] not in ("=", "@", "\t", "\r")
    if row[0][:1] in ("+", "-") and row[0]:
        float(row[0])  # a plain number, which a spreadsheet reads as one


@given(
    st.lists(TEXTS | st.sampled_from(["0", "1", "a_1", "_1"]), min_size=1, max_size=8),
    st.booleans(),
)
def test_every_feature_has_a_column_of_its_own(names, entries):
    found = input_columns(InputNames((), tuple(names)), len(names), entries)
    assert len(set(found)) == len(names)
    assert all(column.startswith("x_") and len(column.splitlines()) == 1 for column in found)
    assert not entries or not set("/\\:") & set("".join(found))
    for name, column in zip(names, found, strict=True):
        if name and name.isprintable() and names.count(name) == 1 and not entries:
            others = [other for other in names if other.strip() == name.strip()]
            assert column == f"x_{name.strip()}" or len(others) > 1 or not name.strip()


def test_names_that_repeat_are_told_apart_by_their_numbers():
    assert input_columns(InputNames((), ("a", "", "a", "b", "a_0")), 5) == (
        "x_a_0_", "x_1", "x_a_2", "x_b", "x_a_0",
    )  # fmt: skip
    assert input_columns(InputNames(), 3) == ("x_0", "x_1", "x_2")
    assert input_columns(InputNames((), ("t", "label", "h")), 3) == ("x_t", "x_label", "x_h")


def test_too_many_features_are_refused(tmp_path):
    config = LSTMConfig(MOST_FEATURES + 1, 1)
    run = Run(Experiment.create(random_parameters(config), np.zeros((1, 4097), np.float32)))
    with pytest.raises(ValueError, match="4,097 features"):
        written(run, tmp_path / "t.csv", "csv", with_input=True)
    assert not list(tmp_path.iterdir())


def test_a_trace_with_its_model_keeps_the_names(tmp_path):
    path = written(by_hand(), tmp_path / "t.csv", "csv", names=NAMES, experiment=True)
    assert read_stored_trace(path).names == NAMES
