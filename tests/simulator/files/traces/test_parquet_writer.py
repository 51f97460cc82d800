"""Traces as Parquet have the CSV's columns with every bit, and their origin in the metadata."""

import json
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simulator.experiment.experiment import Experiment
from simulator.files import optional_packages
from simulator.files.errors import FileError
from simulator.files.traces import foreign_numbers, parquet_writer
from simulator.files.traces.export import ExportOptions, exporting
from simulator.files.traces.parquet_reader import is_trace_parquet
from simulator.files.traces.selection import TraceSelection
from simulator.network.lane import Lane
from tests.simulator.experiments import random_parameters
from tests.simulator.files.tables.parquets import save
from tests.simulator.files.traces.test_export import finished, small


def write(path, run, *wish, **options):
    for _ in exporting(run, path, ExportOptions("parquet", *wish, **options)):
        pass
    return path


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_it_has_the_columns_and_rows_of_the_csv(tmp_path, dtype):
    run = finished(small(proj_size=2).astype(dtype))
    for layout in ("wide", "long"):
        path = write(tmp_path / f"{layout}.parquet", run, layout, torch=True)
        for _ in exporting(
            run, tmp_path / f"{layout}.csv", ExportOptions("csv", layout, torch=True)
        ):
            pass
        table = pq.read_table(path)
        header, *lines = (tmp_path / f"{layout}.csv").read_text().splitlines()
        assert table.column_names == header.split(",")
        floats = [name for name in table.column_names if pa.types.is_floating(table[name].type)]
        assert all(table[name].type == dtype for name in floats)
        assert len(floats) == {"wide": 33, "long": 3}[layout]
        assert table.num_rows == len(lines)
        columns = [table[name].to_pylist() for name in table.column_names]
        for line, row in zip(lines, zip(*columns, strict=True), strict=True):
            for text, value, name in zip(line.split(","), row, table.column_names, strict=True):
                if name in floats and text:
                    assert np.dtype(dtype).type(text) == np.dtype(dtype).type(value)
                else:
                    assert text == ("" if value is None else str(value))


@pytest.mark.parametrize("layout", ["wide", "long"])
def test_zeros_keep_their_signs_and_nan_is_no_empty_cell(tmp_path, layout):
    run = finished(small())
    h = run.trace.lanes[Lane()].output.base
    h.flags.writeable = True
    h[...] = np.resize(np.array([0.0, -0.0, np.nan, np.inf, -np.inf], np.float32), h.shape)
    path = write(tmp_path / "t.parquet", run, layout)
    places, values = foreign_numbers.load(path).points["h", Lane()]
    ours = run.trace.values("h", Lane())[tuple(places.T)]
    assert values.astype(np.float32).tobytes() == ours.tobytes()
    assert np.isnan(values).any()
    assert (np.signbit(values) & (values == 0)).any()


def test_the_metadata_says_what_it_was_made_with(tmp_path):
    path = write(
        tmp_path / "t.parquet", finished(small()), selection=TraceSelection(("h",), stop=2)
    )
    about = json.loads(pq.read_schema(path).metadata[b"gatestep"])
    assert (about["dtype"], about["part"]["timesteps"], about["seed"]) == ("float32", [0, 2], 0)
    assert about["options"]["bidirectional"] is True
    assert "numpy" in about["versions"]
    assert is_trace_parquet(path)
    assert not is_trace_parquet(save(tmp_path / "other.parquet", {"x": np.arange(3.0)}))


def test_cancelling_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_writer, "NUMBERS_AT_ONCE", 1000)
    x = np.ones((500, 2), np.float32)
    run = finished(Experiment.create(random_parameters(small().config), x))
    work = exporting(run, tmp_path / "t.parquet", ExportOptions("parquet"))
    assert 0 < next(work) < 1
    assert list(tmp_path.iterdir())
    work.close()
    assert not list(tmp_path.iterdir())


def test_without_pyarrow_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(optional_packages, "find_spec", lambda name: None)
    with pytest.raises(FileError, match=r'cannot write .* -m pip install "pyarrow>='):
        write(tmp_path / "t.parquet", finished(small()))
    assert not list(tmp_path.iterdir())


def test_a_pyarrow_that_does_not_load_is_told_and_nothing_is_written(tmp_path, monkeypatch):
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "pyarrow.py").write_text("raise ImportError('a library is gone')")
    monkeypatch.syspath_prepend(tmp_path / "package")
    monkeypatch.delitem(sys.modules, "pyarrow")
    said = r"cannot write .* cannot be loaded \(ImportError: a library is gone\)\. Install it again"
    with pytest.raises(FileError, match=said):
        write(tmp_path / "t.parquet", finished(small()))
    assert not (tmp_path / "t.parquet").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"direction": ["sideways"]}, "its column direction has sideways"),
        ({"direction": [None]}, "its column direction has None"),
        ({"t": [-1]}, "its column t has a value that is not a whole number"),
        ({"unit": [0.5]}, "its column unit has a value that is not a whole number"),
        (
            {"batch": pa.array([None], pa.int32())},
            "its column batch has a value that is not a whole number",
        ),
        ({"layer": ["first"]}, "it has no column layer"),
        ({"h": None}, "it has no column value"),
        ({"h": pa.array([None], pa.float32())}, "it contains no trace values"),
    ],
)
def test_what_is_no_trace_is_told(tmp_path, change, words):
    columns = {
        "t": [0], "batch": [0], "layer": [0], "direction": ["forward"], "unit": [0], "h": [1.0]
    } | change  # fmt: skip
    table = pa.table({name: column for name, column in columns.items() if column is not None})
    path = tmp_path / "t.parquet"
    pq.write_table(table.replace_schema_metadata({"gatestep": '{"kind": "trace"}'}), path)
    with pytest.raises(FileError) as caught:
        foreign_numbers.load(path)
    assert words in str(caught.value)
