"""The size of a trace, told before it is written, is that of the file."""

import csv

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.experiment.experiment import Experiment
from simulator.files.traces.export import ExportOptions, exporting
from simulator.files.traces.input_columns import InputNames
from simulator.files.traces.selection import TraceSelection
from simulator.files.traces.size import size_of
from simulator.network.config import LSTMConfig
from tests.depth import examples
from tests.simulator.experiments import random_parameters
from tests.simulator.files.traces.test_export import FILES, finished, parts


def write(run, path, options, names):
    for _ in exporting(run, path, options, names):
        pass
    return path


@examples(60)
@given(parts(), st.sampled_from(FILES), st.booleans(), st.booleans())
def test_rows_and_columns_are_those_of_the_file(tmp_path_factory, part, file, with_input, labelled):
    experiment, selection = part
    steps, _, width = experiment.sequence.shape
    labels = tuple(map(str, range(steps))) if labelled else ()
    names = InputNames(labels, tuple("abcdefghij"[:width]))
    options = ExportOptions(*file, selection, with_input=with_input)
    told = size_of(experiment, options, names)
    path = tmp_path_factory.mktemp("t") / f"t.{file[0]}"
    write(finished(experiment), path, options, names)
    if file[0] == "npz":
        assert (told.rows, told.columns, told.arrays) == (0, 0, len(np.load(path).files) - 1)
        return
    if file[0] == "csv":
        rows = list(csv.reader(path.read_text().splitlines()))
        found = len(rows) - 1, len(rows[0])
    else:
        table = pq.read_metadata(path)
        found = table.num_rows, table.num_columns
    assert (told.rows, told.columns, told.arrays) == (*found, 0)


@pytest.mark.few(3)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("torch", [False, pytest.param(True, marks=pytest.mark.torch)])
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("file", FILES)
def test_bytes_are_told_roughly(tmp_path, file, dtype, torch, bidirectional):
    config = LSTMConfig(5, 24, num_layers=2, bidirectional=bidirectional)
    x = np.random.default_rng(0).standard_normal((120, 2, 5)).astype(dtype)
    x[..., 2:] = np.rint(x[..., 2:])
    parameters = random_parameters(config, dtype=dtype, scale=0.3)
    experiment = Experiment.create(parameters, x, lengths=(120, 90))
    names = InputNames(tuple(f"year {1700 + t}" for t in range(120)), tuple("abcde"))
    options = ExportOptions(*file, TraceSelection(start=10), torch, with_input=True)
    told = size_of(experiment, options, names)
    path = write(finished(experiment), tmp_path / f"t.{file[0]}", options, names)
    # How well Parquet is compressed depends on the numbers; how many differences from torch are
    # the short text "0.0", on the processor: on some the file is an eighth smaller.
    rel = {"csv": 0.2 if torch else 0.1, "npz": 0.02, "parquet": 0.3}[file[0]]
    assert told.nbytes == pytest.approx(path.stat().st_size, rel=rel)


def test_its_text_has_its_numbers():
    experiment = Experiment.create(
        random_parameters(LSTMConfig(1, 50)), np.zeros((1000, 1), np.float32)
    )
    text = size_of(experiment, ExportOptions(), InputNames()).text()
    assert "50,000 rows, 15 columns" in text
    assert "9 arrays" not in text
    assert "11 arrays" in size_of(experiment, ExportOptions("npz"), InputNames()).text()


def test_what_is_not_there_has_no_size():
    experiment = Experiment.create(
        random_parameters(LSTMConfig(1, 2)), np.zeros((3, 1), np.float32)
    )
    with pytest.raises(ValueError, match="there is no layer 1"):
        size_of(experiment, ExportOptions(selection=TraceSelection(layers=(1,))), InputNames())
