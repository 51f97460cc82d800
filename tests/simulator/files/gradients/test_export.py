"""Gradients in a file are those of torch's own nn.LSTM, and the same in every format."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from simulator.arrays import same_bits
from simulator.experiment.experiment import Experiment
from simulator.experiment.tokens import Tokens
from simulator.files.errors import FileError
from simulator.files.gradients import npz
from simulator.files.gradients.export import (
    FORMATS,
    companions,
    exporting_gradients,
    weights_path,
    writing_gradients,
)
from simulator.files.traces.input_columns import InputNames
from simulator.gradients.gradient_memory import gradient_bytes
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.objective.objective import Objective, Seed
from simulator.progress import finish
from tests import depth
from tests.needs_torch import torch
from tests.simulator.experiments import random_parameters, torch_lstm
from tests.simulator.files.gradients.torch_grads import torch_grads
from tests.simulator.files.gradients.written import (
    about_of,
    arrays_of,
    numbers_of,
    table_of,
    way_back,
    write_gradients,
)
from tests.simulator.gradients.cases import random_case
from tests.simulator.gradients.oracle import Autograd
from tests.simulator.objective.objectives import objective_of
from tests.simulator.train_mode import in_train_mode


def of_nn_lstm(number):
    """Return a random case that nn.LSTM itself can run, in train mode with torch's own masks."""
    experiment = random_case(number, most_holds=0)
    seeds = tuple(s for s in experiment.objective.seeds if s.quantity in ("output", "y"))
    objective = replace(experiment.objective, seeds=seeds)
    if not experiment.with_objective(objective).source:
        last = experiment.lengths[0] - 1
        objective = replace(objective, seeds=(Seed("output", t=last, number=-0.7),))
    experiment = replace(experiment, training=False, masks=(), objective=objective)
    if experiment.batch_size == 1 and not experiment.packed:
        experiment = replace(experiment, batched=False)
    if number % 3 == 0:
        experiment = in_train_mode(experiment, 0.4, number)
    return experiment


@pytest.mark.torch
def test_an_npz_has_what_grad_would_hold(tmp_path):
    told = {"unbatched": 0, "packed": 0, "masks": 0, "reverse": 0, "seeds": 0, "batch first": 0}
    for number in range(depth.count(150, by_default=15)):
        experiment = of_nn_lstm(number)
        arrays = arrays_of(write_gradients(experiment, tmp_path / "g.npz"))
        for name, theirs in torch_grads(experiment).items():
            if theirs is None and name.startswith("readout."):
                assert name not in arrays
                continue
            theirs = np.zeros(experiment.parameters[name].shape) if theirs is None else theirs
            ours = arrays[name]
            assert (ours.shape, ours.dtype) == (theirs.shape, np.float64)
            scale = max(1.0, np.abs(theirs).max())
            assert np.abs(ours - theirs).max() <= 1e-8 * scale, (number, name)
        told["unbatched"] += not experiment.batched
        told["packed"] += experiment.packed
        told["masks"] += bool(experiment.masks)
        told["reverse"] += experiment.config.bidirectional
        told["seeds"] += bool(experiment.objective.seeds)
        told["batch first"] += experiment.config.batch_first
    assert min(told.values()) >= depth.count(10, by_default=1)


def test_the_input_past_the_longest_row_has_no_gradient(tmp_path):
    config = LSTMConfig(2, 3, batch_first=True)
    x = np.random.default_rng(1).standard_normal((2, 6, 2))
    experiment = Experiment.create(random_parameters(config, dtype=x.dtype), x, lengths=[4, 2])
    seeds = (Seed("h", t=3), Seed("h", t=1, row=1))
    arrays = arrays_of(
        write_gradients(experiment.with_objective(Objective(seeds=seeds)), tmp_path / "g.npz")
    )
    assert arrays["input"].shape == (2, 6, 2)
    reached = arrays["input"].any(axis=-1)
    assert reached.tolist() == [[True] * 4 + [False] * 2, [True] * 2 + [False] * 4]


@pytest.mark.torch
def test_an_npz_has_the_gradients_of_every_cell(tmp_path):
    for number in range(depth.count(40, by_default=5)):
        experiment = random_case(number)
        arrays = arrays_of(write_gradients(experiment, tmp_path / "g.npz"))
        oracle, steps = Autograd(experiment), experiment.num_timesteps
        keys = ("dh", "dc", "do", "dg", "di", "df", "dz")
        keys += ("dm",) if experiment.config.proj_size else ()
        for lane in experiment.config.lanes():
            for key in keys:
                ours = arrays[f"{key}{lane.suffix}"]
                assert ours.shape[:2] == (steps, experiment.batch_size)
                for t, row in np.ndindex(*ours.shape[:2]):
                    within = t < experiment.lengths[row]
                    theirs = oracle.of_cell(key[1:], lane, t, row) if within else 0
                    np.testing.assert_allclose(ours[t, row], theirs, rtol=1e-8, atol=1e-8)
        of_input = sum(
            arrays[f"dx{lane.suffix}"] for lane in experiment.config.lanes() if lane.layer == 0
        )
        np.testing.assert_allclose(arrays["input"], experiment.as_given(of_input), atol=1e-12)


@pytest.mark.few(1)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_format_tells_the_same_numbers(tmp_path, dtype):
    for number in range(depth.count(12, by_default=2)):
        experiment = random_case(number, dtype)
        npz, others = (
            numbers_of(write_gradients(experiment, tmp_path / f"g{suffix}"))
            for suffix in (".npz", ".csv")
        )
        parquet = numbers_of(write_gradients(experiment, tmp_path / "g.parquet"))
        assert others.keys() == parquet.keys() <= npz.keys()
        for place, value in npz.items():
            if place in others:
                for other in (others[place], parquet[place]):
                    assert same_bits(np.array(value), np.array(other, dtype)), place
            else:  # a place past a row's length, or without an answer
                assert value == 0
                assert place[0].startswith("d")
                assert is_padding(experiment, *place)


def is_padding(experiment, name, t, row, _):
    """Return True for a place that a table has no row for."""
    if name == "dy":
        return not experiment.objective.reads_at(t, experiment.lengths[row])
    return t >= experiment.lengths[row]


def test_rows_have_the_columns_of_a_long_trace_in_order(tmp_path):
    config = LSTMConfig(1, 2, 2, bidirectional=True)
    x = np.ones((3, 2, 1), np.float32)
    experiment = Experiment.create(random_parameters(config), x, lengths=[3, 1])
    experiment = experiment.with_objective(objective_of(config, (3, 2), np.float32))
    table = table_of(write_gradients(experiment, tmp_path / "g.csv", InputNames(("a", "b", "c"))))
    places = ["t", "batch", "layer", "direction", "quantity", "unit", "value", "label"]
    assert list(table) == places
    # Of each cell 12 quantities of 2 units and dx; 4 cells of 2 directions and 2 layers; 4 dy.
    of_cell = [24 + 1, 24 + 4]
    assert len(table["t"]) == 4 * 2 * sum(of_cell) + 4 * 3
    assert table["label"] == ["abc"[t] for t in table["t"]]
    assert table["quantity"][: of_cell[0]] == [
        *("dh", "dh", "dc", "dc", "do", "do", "dg", "dg", "di", "di", "df", "df"),
        *("dz_i", "dz_i", "dz_f", "dz_f", "dz_g", "dz_g", "dz_o", "dz_o", "dx"),
        *("dh_prev", "dh_prev", "dc_prev", "dc_prev"),
    ]
    assert table["quantity"][-12:] == ["dy"] * 12
    assert table["layer"] == sorted(table["layer"][:-12]) + [0] * 12


def test_a_label_is_in_the_npz_too(tmp_path):
    experiment = random_case(0)
    names = InputNames(tuple(f"day {t}" for t in range(len(experiment.sequence))))
    arrays = arrays_of(write_gradients(experiment, tmp_path / "g.npz", names))
    assert arrays["label"].tolist() == list(names.timesteps[: experiment.num_timesteps])


@pytest.mark.parametrize("format", FORMATS)
def test_the_description_tells_what_the_gradients_are_of(tmp_path, format):
    config = LSTMConfig(1, 2, bidirectional=True)
    experiment = Experiment.create(random_parameters(config), np.ones((3, 1), np.float32))
    seeds = (Seed("c", Lane(0, 1), 2, 0, 1, -2.0), Seed("output", Lane(), 1, 0, 3))
    seeded = experiment.with_objective(Objective(seeds=seeds))
    path = tmp_path / f"g.{format}"
    about = about_of(write_gradients(seeded, path))
    assert (about["kind"], about["dtype"]) == ("gradients", "float32")
    assert about["of"] == {
        "seeds": [
            {"at": "c[1] layer 0 reverse row 0 at 2", "number": -2.0},
            {"at": "output[3] row 0 at 1", "number": 1.0},
        ]
    }
    with_loss = experiment.with_objective(objective_of(config, (3, 1), np.float32))
    assert about_of(write_gradients(with_loss, path))["of"] == {"loss": "mse"}
    assert sorted(map(str, tmp_path.iterdir())) == sorted([str(path), *companions(path, format)])


@pytest.mark.parametrize("format", FORMATS)
def test_the_way_back_is_finished_on_the_way(tmp_path, format):
    """Also a run in another process writes the same bytes."""
    experiment, path = random_case(5), tmp_path / f"g.{format}"
    back = way_back(experiment)
    fractions = [*writing_gradients(back, path, format)]
    assert back.finished
    assert all(0 <= fraction <= 1 for fraction in fractions)
    assert fractions == sorted(fractions)
    first = path.read_bytes()
    finish(exporting_gradients(path, experiment, format))
    assert path.read_bytes() == first


@pytest.mark.parametrize("format", FORMATS)
def test_a_place_that_is_no_folder_leaves_nothing(tmp_path, format):
    back = way_back(random_case(5))
    with pytest.raises(FileError, match="cannot write"):
        finish(writing_gradients(back, tmp_path / "none" / f"g.{format}", format))
    (tmp_path / "g.weights.csv").mkdir()
    if format == "csv":
        with pytest.raises(FileError, match="it is a folder"):
            finish(writing_gradients(back, tmp_path / "g.csv", format))
    assert [path.name for path in tmp_path.iterdir()] == ["g.weights.csv"]
    assert weights_path("a.b/g.csv") == "a.b/g.weights.csv"


def test_large_arrays_are_written_in_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(npz, "SLICE", 64)
    for number in range(depth.count(8, by_default=3)):
        experiment = random_case(number)
        in_parts = arrays_of(write_gradients(experiment, tmp_path / "g.npz"))
        monkeypatch.undo()
        whole = arrays_of(write_gradients(experiment, tmp_path / "g.npz"))
        monkeypatch.setattr(npz, "SLICE", 64)
        assert in_parts.keys() == whole.keys()
        assert all(same_bits(in_parts[name], whole[name]) for name in whole)


def test_an_npz_needs_no_second_copy_of_the_gradients(tmp_path, monkeypatch):
    config, x = LSTMConfig(8, 64), np.random.default_rng(0).standard_normal((1000, 4, 8))
    experiment = Experiment.create(random_parameters(config, dtype=x.dtype, scale=0.1), x)
    experiment = experiment.with_objective(objective_of(config, (1000, 4), x.dtype))
    back = way_back(experiment)
    back.advance()
    monkeypatch.setattr(npz, "SLICE", 1 << 16)
    tracemalloc.start()
    try:
        finish(writing_gradients(back, tmp_path / "g.npz", "npz"))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 0.25 * gradient_bytes(experiment)


@pytest.mark.torch
@pytest.mark.parametrize("format", ["csv", "npz", "parquet"])
def test_the_gradient_of_an_embedding_is_that_of_torch(tmp_path, format):
    """Its row gets what every timestep with its token sends, and one without a timestep zeros."""
    config, rows = LSTMConfig(3, 4, 2, bidirectional=True), 9
    torch.manual_seed(3)
    embedding = torch.nn.Embedding(rows, 3).double()
    ids = np.array([4, 0, 4, 7, 4, 0])
    x = embedding(torch.tensor(ids))
    experiment = Experiment.create(random_parameters(config, dtype=np.float64), x.detach().numpy())
    seeds = (Seed("output", t=3, unit=2), Seed("output", t=1, unit=5, number=-2.0))
    experiment = experiment.with_objective(Objective(seeds=seeds))
    output, _ = torch_lstm(experiment.parameters)(x)
    (output[3, 2] - 2 * output[1, 5]).backward()
    names = InputNames(tokens=Tokens(ids, (), rows))
    found = numbers_of(write_gradients(experiment, tmp_path / f"g.{format}", names))
    ours = np.zeros((rows, 3))
    for (name, *index), value in found.items():
        if name == "embedding.weight":
            ours[tuple(index)] = value
    np.testing.assert_allclose(ours, embedding.weight.grad.numpy(), rtol=1e-10, atol=1e-14)
    assert sum(name == "embedding.weight" for name, *_ in found) == rows * 3
    plain = numbers_of(write_gradients(experiment, tmp_path / f"g.{format}"))
    assert plain.keys() == {key for key in found if key[0] != "embedding.weight"}


def test_rows_that_are_normalised_are_no_embeddings(tmp_path):
    config, ids = LSTMConfig(2, 3), np.array([0, 1, 0])
    x = np.random.default_rng(0).standard_normal((3, 2))
    experiment = Experiment.create(random_parameters(config, dtype=np.float64), x)
    experiment = experiment.with_objective(Objective(seeds=(Seed("h", t=2),)))
    names = InputNames(tokens=Tokens(ids, (), 2))
    for made, there in ((experiment, True), (experiment.normalised("z-score"), False)):
        arrays = arrays_of(write_gradients(made, tmp_path / "g.npz", names))
        assert ("embedding.weight" in arrays) == there
