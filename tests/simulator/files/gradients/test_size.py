"""The size of exported gradients, told before they are written, is that of the files."""

import numpy as np
import pytest

from simulator.experiment.experiment import Experiment
from simulator.experiment.tokens import Tokens
from simulator.files.gradients.export import weights_path
from simulator.files.gradients.size import size_of_gradients
from simulator.files.traces.input_columns import InputNames
from simulator.network.config import LSTMConfig
from tests import depth
from tests.simulator.experiments import random_parameters
from tests.simulator.files.gradients.written import arrays_of, table_of, write_gradients
from tests.simulator.gradients.cases import random_case
from tests.simulator.objective.objectives import objective_of


@pytest.mark.parametrize("format", ["csv", "npz", "parquet"])
def test_rows_columns_and_arrays_are_those_of_the_files(tmp_path, format):
    for number in range(depth.count(12, by_default=4)):
        experiment, path = random_case(number), tmp_path / f"g.{format}"
        labels = [f"t {t}" for t in range(len(experiment.sequence))] if number % 2 else ()
        names = InputNames(tuple(labels))
        told = size_of_gradients(experiment, format, names)
        write_gradients(experiment, path, names)
        if format == "npz":
            assert told.beside is None
            assert (told.cells.rows, told.cells.arrays) == (0, len(arrays_of(path)))
            continue
        for size, file in ((told.cells, path), (told.beside, tmp_path / f"g.weights.{format}")):
            table = table_of(file)
            assert (size.rows, size.columns) == (len(table["value"]), len(table))
            assert size.arrays == 0


@pytest.mark.few(5)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("format", ["csv", "npz", "parquet"])
def test_bytes_are_told_roughly(tmp_path, format, bidirectional, dtype):
    config = LSTMConfig(5, 24, num_layers=2, bidirectional=bidirectional)
    x = np.random.default_rng(0).standard_normal((120, 2, 5)).astype(dtype)
    parameters = random_parameters(config, dtype=dtype, scale=0.3)
    experiment = Experiment.create(parameters, x, lengths=(120, 90))
    experiment = experiment.with_objective(objective_of(config, (120, 2), dtype))
    names = InputNames(tuple(f"year {1700 + t}" for t in range(120)))
    told = size_of_gradients(experiment, format, names)
    path = write_gradients(experiment, tmp_path / f"g.{format}", names)
    rel = {"csv": 0.1, "npz": 0.02, "parquet": 0.3}[format]
    assert told.cells.nbytes == pytest.approx(path.stat().st_size, rel=rel)
    if told.beside is not None:
        beside = tmp_path / weights_path(path.name)
        assert told.beside.nbytes == pytest.approx(beside.stat().st_size, rel=rel)


def test_its_text_has_its_numbers():
    config = LSTMConfig(1, 50)
    experiment = Experiment.create(random_parameters(config), np.zeros((1000, 1), np.float32))
    experiment = experiment.with_objective(objective_of(config, (1000, 1), np.float32))
    text = size_of_gradients(experiment, "parquet").text()
    # 12 gradients of 50 units, dx and 3 dy; 200 rows of weights, two biases, V, b, input, states.
    assert f"{1000 * (12 * 50 + 1 + 3):,} rows, 7 columns" in text
    assert f"{200 * 51 + 400 + 3 * 51 + 1000 + 100:,} rows, 5 columns" in text
    assert "20 arrays" in size_of_gradients(experiment, "npz").text()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("format", ["csv", "npz", "parquet"])
def test_an_embedding_is_among_what_is_told(tmp_path, format, dtype):
    """Most of its rows are of tokens that the input does not have, and are zeros."""
    config, ids = LSTMConfig(8, 6), np.random.default_rng(1).integers(0, 40, 60)
    x = np.random.default_rng(0).standard_normal((60, 8)).astype(dtype)
    experiment = Experiment.create(random_parameters(config, dtype=dtype), x)
    experiment = experiment.with_objective(objective_of(config, (60, 1), dtype))
    names = InputNames(tokens=Tokens(ids, (), 2000))
    told = size_of_gradients(experiment, format, names)
    path = write_gradients(experiment, tmp_path / f"g.{format}", names)
    if format == "npz":
        assert told.cells.arrays == len(arrays_of(path))
        assert told.cells.nbytes == pytest.approx(path.stat().st_size, rel=0.05)
        return
    beside = tmp_path / weights_path(path.name)
    assert told.beside.rows == len(table_of(beside)["value"])
    assert told.beside.nbytes == pytest.approx(beside.stat().st_size, rel=0.3)
