"""A trace takes its readout along: y, p, target and loss, in every format, and reads them back."""

import csv
import hashlib
import json
import os
import zipfile
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.trace_difference import comparing
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.files.errors import FileError
from simulator.files.traces import foreign_numbers, npz
from simulator.files.traces.export import ExportOptions, exporting
from simulator.files.traces.input_columns import UNNAMED, InputNames
from simulator.files.traces.selection import TraceSelection, computing_torch_values
from simulator.files.traces.size import size_of
from simulator.files.traces.stored import is_stored_trace, read_stored_trace
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.network.parameters import Parameters
from simulator.objective.loss import CROSS_ENTROPY
from simulator.objective.objective import NO_OBJECTIVE, Objective
from simulator.progress import finish
from tests.depth import examples
from tests.needs_torch import INSTALLED
from tests.simulator.experiments import random_parameters
from tests.simulator.files.traces.test_export import FILES, finished, small
from tests.simulator.files.workspaces.test_workspace import assert_same
from tests.simulator.objective.objectives import objective_of, with_objective

Y = Lane()


def classes(over="every", names=("no", "=yes", 'so"so'), **options):
    """An experiment of rows of 5 and 3 timesteps that answers with one of three classes."""
    experiment = small(**options)
    objective = objective_of(
        experiment.config, (5, 2), np.float32, loss=CROSS_ENTROPY, over=over, function="softmax"
    )
    readout = replace(objective.readout, names=names)
    return experiment.with_objective(replace(objective, readout=readout))


def numbers(**options):
    """The same, with two numbers as its answer."""
    experiment = small()
    made = objective_of(experiment.config, (5, 2), np.float32, outputs=2, **options)
    return experiment.with_objective(made)


def write(run, path, *wish, names=UNNAMED, **options):
    for _ in exporting(run, path, ExportOptions(*wish, **options), names):
        pass
    return path


def known(experiment):
    """List the places of answers, by timestep, then row: the row's last one, or all."""
    lengths, over = experiment.lengths, experiment.objective.readout.over
    return [
        (t, row)
        for t in range(max(lengths))
        for row, n in enumerate(lengths)
        if (t < n if over == "every" else t == n - 1)
    ]


def counts(experiment, t, row):
    """Return whether a target counts, told by the objective's parts alone."""
    objective = experiment.objective
    there = bool(objective.targets.counted[t, row])
    if objective.loss.kind != CROSS_ENTROPY:
        return there
    return there and objective.targets.values[t, row] != objective.loss.ignore_index


def table(path):
    """Return the rows of a table as texts by column; numbers of Parquet as they are."""
    if path.suffix == ".csv":
        with path.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file, strict=True))
    return [
        {name: "" if value is None else value for name, value in row.items()}
        for row in pq.read_table(path).to_pylist()
    ]


# The files


@examples(40)
@given(with_objective(), st.sampled_from(["csv", "parquet"]))
def test_wide_it_is_a_row_an_output_bit_for_bit(tmp_path_factory, experiment, format):
    run, folder = finished(experiment), tmp_path_factory.mktemp("t")
    write(run, folder / f"t.{format}", format)
    objective, dtype = experiment.objective, experiment.dtype.type
    rows = iter(table(folder / f"t.readout.{format}"))
    for t, row in known(experiment):
        for output in range(objective.readout.width):
            cells, counted = next(rows), counts(experiment, t, row)
            place = [int(cells[name]) for name in ("t", "batch", "output")]
            assert place == [t, row, output]
            p = ["p"] * ("p" in objective.quantities)
            assert list(cells)[3:] == ["y", *p, "target", "counted", "loss"]
            for name in ("y", *p, "loss"):
                ours = run.trace.values(name, Y)[t, row, 0 if name == "loss" else output]
                assert dtype(cells[name]).tobytes() == ours.tobytes()
            assert int(cells["counted"]) == counted
            if not counted:
                assert cells["target"] == ""
            elif objective.targets.classes:
                assert int(cells["target"]) == objective.targets.values[t, row]
            else:
                wanted = objective.targets.values[t, row, output]
                assert dtype(cells["target"]).tobytes() == wanted.tobytes()
    assert next(rows, None) is None


@examples(40)
@given(with_objective(), st.sampled_from(["csv", "parquet"]))
def test_long_it_is_a_row_a_value_after_those_of_the_cells(tmp_path_factory, experiment, format):
    run, folder = finished(experiment), tmp_path_factory.mktemp("t")
    path = write(run, folder / f"t.{format}", format, "long")
    assert not (folder / f"t.readout.{format}").exists()
    objective, dtype = experiment.objective, experiment.dtype.type
    plain = finished(experiment.with_objective(NO_OBJECTIVE))
    cells = table(write(plain, folder / f"plain.{format}", format, "long"))
    rows = table(path)
    assert rows[: len(cells)] == cells
    found = {}
    for row in rows[len(cells) :]:
        assert (int(row["layer"]), row["direction"]) == (0, "forward")
        place = (
            int(row["t"]),
            int(row["batch"]),
            row["unit"] if row["unit"] == "" else int(row["unit"]),
        )
        found[row["quantity"], *place] = dtype(row["value"])
    wanted = {}
    for t, row in known(experiment):
        for name in objective.quantities:
            for unit, value in enumerate(run.trace.values(name, Y)[t, row]):
                wanted[name, t, row, "" if name == "loss" else unit] = value
        if counts(experiment, t, row):
            target = np.atleast_1d(objective.targets.values[t, row])
            for unit, value in enumerate(target.astype(dtype)):
                wanted["target", t, row, "" if objective.targets.classes else unit] = value
    assert found.keys() == wanted.keys()
    assert all(found[key].tobytes() == value.tobytes() for key, value in wanted.items())


@examples(40)
@given(with_objective())
def test_in_an_npz_it_is_an_array_a_quantity(tmp_path_factory, experiment):
    run, folder = finished(experiment), tmp_path_factory.mktemp("t")
    arrays = np.load(write(run, folder / "t.npz", "npz"))
    objective, steps = experiment.objective, experiment.num_timesteps
    shape = steps, experiment.batch_size
    there, counted = np.zeros(shape, bool), np.zeros(shape, bool)
    for place in known(experiment):
        there[place], counted[place] = True, counts(experiment, *place)
    assert (arrays["known_readout"] == there).all()
    assert (arrays["counted"] == counted).all()
    assert ("p" in arrays) == ("p" in objective.quantities)
    for name in objective.quantities:
        ours = run.trace.values(name, Y)
        ours = ours[..., 0] if name == "loss" else ours
        assert arrays[name].dtype == ours.dtype
        assert arrays[name][there].tobytes() == ours[there].tobytes()
        assert np.isnan(arrays[name][~there]).all()
    target = arrays["target"]
    assert (target[counted] == objective.targets.values[:steps][counted]).all()
    missing = target[~counted]
    assert ((missing == -100) if objective.targets.classes else np.isnan(missing)).all()


def test_the_names_of_outputs_and_timesteps_stand_in_it(tmp_path):
    experiment = classes()
    write(finished(experiment), tmp_path / "t.csv", names=InputNames(tuple("abcde")))
    rows = table(tmp_path / "t.readout.csv")
    assert [row["name"] for row in rows[:3]] == ["no", "'=yes", 'so"so']  # no formula
    named = {row["target"]: row["target_name"] for row in rows}
    assert named == {"": "", "0": "no", "1": "'=yes", "2": 'so"so'}
    assert {row["label"] for row in rows if row["t"] == "2"} == {"c"}
    text = (tmp_path / "t.readout.csv").read_text().splitlines()[0]
    assert text == "t,batch,output,name,y,p,target,target_name,counted,loss,label"
    write(finished(experiment), tmp_path / "t.parquet", "parquet")
    assert [row["target_name"] for row in table(tmp_path / "t.readout.parquet")] == [
        row["target_name"].removeprefix("'") for row in rows
    ]


def test_only_what_is_computed_is_written(tmp_path):
    run = Run(classes())
    run.advance(run.schedule.end // 2)
    write(run, tmp_path / "none.csv")
    assert table(tmp_path / "none.readout.csv") == []
    config, x = LSTMConfig(1, 1), np.ones((6, 1), np.float32)
    objective = objective_of(config, (6, 1), np.float32, outputs=1)
    one_way = Run(Experiment.create(random_parameters(config), x, objective=objective))
    one_way.advance(one_way.schedule.position_after_ticks(4))
    write(one_way, tmp_path / "t.csv")
    assert [row["t"] for row in table(tmp_path / "t.readout.csv")] == ["0", "1", "2", "3"]
    arrays = np.load(write(one_way, tmp_path / "t.npz", "npz"))
    assert arrays["known_readout"][:, 0].tolist() == [True] * 4 + [False] * 2


def test_a_readout_without_targets_has_y_and_p(tmp_path):
    experiment = classes()
    experiment = experiment.with_objective(Objective(experiment.objective.readout))
    write(finished(experiment), tmp_path / "t.csv")
    assert list(table(tmp_path / "t.readout.csv")[0]) == ["t", "batch", "output", "name", "y", "p"]
    arrays = np.load(write(finished(experiment), tmp_path / "t.npz", "npz"))
    assert {"y", "p", "known_readout"} <= set(arrays)
    assert {"target", "counted", "loss"}.isdisjoint(arrays)


def test_targets_without_a_loss_tell_where_there_is_one(tmp_path):
    experiment = numbers()
    experiment = experiment.with_objective(replace(experiment.objective, loss=None))
    write(finished(experiment), tmp_path / "t.csv")
    for row in table(tmp_path / "t.readout.csv"):
        there = experiment.objective.targets.counted[int(row["t"]), int(row["batch"])]
        assert (row["counted"], row["target"] != "") == (str(int(there)), there)


@pytest.mark.torch
@pytest.mark.parametrize("file", FILES)
def test_torchs_answers_stand_beside_ours_with_the_difference(tmp_path, file):
    run = finished(classes())
    theirs = finish(computing_torch_values(run))
    for name in ("y", "p", "loss"):
        ours = run.trace.values(name, Y)
        np.testing.assert_allclose(theirs[name, Y], ours, rtol=1e-5, atol=1e-6)
        assert theirs[name, Y].any()
    path = write(run, tmp_path / f"t.{file[0]}", *file, torch=True)
    if file[0] == "npz":
        arrays, there = np.load(path), np.load(path)["known_readout"]
        for name in ("y", "p"):
            torch = theirs[name, Y][there]
            assert (arrays[f"torch_{name}"][there] == torch).all()
            assert (arrays[f"difference_{name}"][there] == arrays[name][there] - torch).all()
        assert arrays["torch_loss"].shape == there.shape
        return
    if file[1] == "long":
        rows = [row for row in table(path) if row["quantity"] in ("y", "p", "target", "loss")]
        pairs = [(row["value"], row["torch"], row["difference"]) for row in rows]
        own = [pair for pair, row in zip(pairs, rows, strict=True) if row["quantity"] != "target"]
        assert {pair[1:] for pair in pairs if pair not in own} == {("", "")}
    else:
        rows = table(tmp_path / f"t.readout.{file[0]}")
        prefixes = ("", "torch_", "difference_")
        own = [tuple(r[f"{k}{n}"] for k in prefixes) for r in rows for n in ("y", "p", "loss")]
    for mine, torch, difference in own:
        assert np.float32(mine) - np.float32(torch) == np.float32(difference)


# A part


@pytest.mark.parametrize("file", FILES)
def test_a_part_may_be_the_readout_alone(tmp_path, file):
    """Then it is the file itself. Layers and units are of the LSTM: every output is written."""
    run, part = finished(classes()), TraceSelection(("loss", "y"), (0,), (1,), 1, 4)
    options = ExportOptions(*file, part)
    path = write(run, tmp_path / f"t.{file[0]}", *file, part)
    beside = [str(path)] if file[0] != "csv" else [str(path), f"{path}.json"]
    assert sorted(map(str, tmp_path.iterdir())) == sorted(beside)
    assert sorted(options.companions(path, readout=True)) == sorted(beside[1:])
    assert is_stored_trace(path)
    points = read_stored_trace(path).points
    assert {quantity for quantity, _ in points} == {"y", "loss"}
    where, values = points["y", Y]
    assert {tuple(place) for place in where.tolist()} == {
        (t, row, unit)
        for t in range(1, 4)
        for row, n in enumerate((5, 3))
        for unit in range(3)
        if t < n
    }
    assert (values == run.trace.values("y", Y)[tuple(where.T)]).all()
    found = finish(comparing(read_stored_trace(path).recorded(run.experiment), Run(run.experiment)))
    assert (found.count, found.different) == (5 * 3 + 5, 0)
    size = size_of(run.experiment, options, UNNAMED)
    rows = 0 if file[0] == "npz" else len(table(path))
    assert (size.rows, size.readout) == (rows, None)


def test_a_part_without_the_readout_has_no_file_beside_it(tmp_path):
    run, part = finished(classes()), TraceSelection(("c", "h"))
    path = write(run, tmp_path / "t.csv", "csv", "wide", part)
    assert sorted(os.listdir(tmp_path)) == ["t.csv", "t.csv.json"]
    assert ExportOptions("csv", selection=part).companions(path, True) == [f"{path}.json"]
    assert ExportOptions().companions("a/t.csv", True) == ["a/t.csv.json", "a/t.readout.csv"]
    assert ExportOptions("csv", "long").companions("a/t.csv", True) == ["a/t.csv.json"]
    assert ExportOptions("parquet").companions("a.b/t", True) == ["a.b/t.readout"]
    assert ExportOptions("npz").companions("t.npz", True) == []


@pytest.mark.parametrize(
    ("experiment", "missing"),
    [(small(), "y"), (small(), "target"), (numbers(), "p"), (classes(), "counted")],
)
def test_what_a_readout_does_not_have_is_refused(tmp_path, experiment, missing):
    with pytest.raises(ValueError, match=f"there is no quantity '{missing}'"):
        write(finished(experiment), tmp_path / "t.csv", selection=TraceSelection((missing,)))
    assert not list(tmp_path.iterdir())


# Reading it back


@examples(40, by_default=4)
@given(with_objective(), st.sampled_from(FILES), st.booleans())
def test_it_is_compared_bit_for_bit(tmp_path_factory, experiment, file, own):
    """With the run that it is of, with its own experiment run again, and with another trace."""
    run, folder = finished(experiment), tmp_path_factory.mktemp("t")
    stored = read_stored_trace(write(run, folder / f"t.{file[0]}", *file, experiment=own))
    kept = stored.recorded(experiment)
    answers = len(known(experiment)) * sum(map(experiment.width, experiment.objective.quantities))
    of_readout = [given for (name, _), given in kept.given.items() if name in ("y", "p", "loss")]
    assert sum(map(np.count_nonzero, of_readout)) == answers
    found = finish(comparing(kept, Run(experiment)))
    assert (found.different, found.largest) == (0, None)
    assert kept.whole
    assert kept.loss == run.loss
    if own:
        assert_same(stored.experiment, experiment)
        assert finish(comparing(stored.alone(), Run(stored.experiment))) == found
    assert finish(comparing(*stored.beside(stored))) == found


@pytest.mark.few(3)
@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("name", ["y", "p", "loss"])
def test_the_one_answer_that_differs_is_named(tmp_path, file, name):
    experiment = classes()
    run = finished(experiment)
    array = run._readout.arrays.values(name)
    array[2, 1, 0] += 0.5
    stored = read_stored_trace(write(run, tmp_path / f"t.{file[0]}", *file))
    found = finish(comparing(stored.recorded(experiment), Run(experiment)))
    assert found.different == 1
    unit = "" if name == "loss" else "[0]"
    assert found.text(2).startswith(f"largest difference 0.5: {name}{unit} at t=2, row 1 (1 of ")
    array[2, 1, 0] = np.nan
    stored = read_stored_trace(write(run, tmp_path / f"t.{file[0]}", *file))
    found = finish(comparing(stored.recorded(experiment), Run(experiment)))
    assert found.text(1).startswith(f"{name}{unit} at t=2 is NaN in one run and ")


@pytest.mark.few(3)
@pytest.mark.parametrize("file", FILES)
def test_only_what_both_have_is_compared(tmp_path, file):
    """A run without a readout, and one that gives a single answer for each row."""
    experiment, last = classes(), classes("last")
    stored = read_stored_trace(write(finished(experiment), tmp_path / f"t.{file[0]}", *file))
    plain = experiment.with_objective(NO_OBJECTIVE)
    found = finish(comparing(stored.recorded(plain), Run(plain)))
    assert (found.different, found.count) == (0, 4 * 10 * 3 * (5 + 3))
    of_last = stored.recorded(last)
    assert np.argwhere(of_last.given["y", Y][..., 0]).tolist() == [[2, 1], [4, 0]]
    old = read_stored_trace(write(finished(plain), tmp_path / f"old.{file[0]}", *file))
    kept = old.recorded(experiment)
    assert not kept.whole
    assert kept.loss is None
    assert np.isnan(kept.trace.values("y", Y)[:3]).all()
    assert finish(comparing(kept, Run(experiment))) == found


def test_a_readout_of_more_outputs_says_so(tmp_path):
    stored = read_stored_trace(write(finished(classes()), tmp_path / "t.npz", "npz"))
    with pytest.raises(
        FileError, match=r"it has y of unit 2 at t=0 in row 0, but this run has 2 units"
    ):
        stored.recorded(numbers())


def test_without_its_file_a_wide_trace_is_its_cells(tmp_path):
    run = finished(classes())
    path = write(run, tmp_path / "t.csv")
    beside = tmp_path / "t.readout.csv"
    alone = read_stored_trace(beside).points
    assert set(alone) == {("y", Y), ("p", Y), ("loss", Y)}
    points = read_stored_trace(path).points
    assert {name: len(points[name, Y][1]) for name, _ in alone} == {"y": 24, "p": 24, "loss": 8}
    text = beside.read_text()
    beside.write_text(text.replace("\n", "\nx", 1))
    with pytest.raises(FileError, match=r"t.readout.csv: row 2 has 'x0'"):
        read_stored_trace(path)
    beside.write_text("what,else\n1,2\n")
    assert not {*alone} & {*read_stored_trace(path).points}
    beside.unlink()
    assert not {*alone} & {*read_stored_trace(path).points}


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_what_an_older_trace_left_beside_it_is_not_read(tmp_path, format):
    write(finished(classes()), tmp_path / f"t.{format}", format)
    path = write(finished(small()), tmp_path / f"t.{format}", format)
    assert (tmp_path / f"t.readout.{format}").exists()
    assert not any(name == "y" for name, _ in read_stored_trace(path).points)


@pytest.mark.parametrize("file", FILES)
def test_the_diagnosis_of_an_lstm_does_not_see_it(tmp_path, file):
    run = finished(classes())
    points = foreign_numbers.load(write(run, tmp_path / f"t.{file[0]}", *file)).points
    assert {name for name, _ in points} == set(run.experiment.config.quantities)


def test_a_csv_alone_says_nothing_of_its_outputs(tmp_path):
    path = write(finished(classes()), tmp_path / "t.csv", "csv", "long")
    os.unlink(f"{path}.json")
    alone = read_stored_trace(path).alone()
    assert alone.experiment.objective.quantities == ("y", "p", "loss")
    assert alone.whole


def test_a_lying_number_of_outputs_takes_no_gigabyte(tmp_path):
    path = tmp_path / "t.readout.csv"
    path.write_text("t,batch,output,y\n0,0,0,1\n0,0,999999999,1\n")
    with pytest.raises(FileError, match="of memory"):
        read_stored_trace(path).alone()


# Both files, or none


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_both_files_are_written_or_none(tmp_path, format):
    run = finished(classes())
    path, beside = tmp_path / f"t.{format}", tmp_path / f"t.readout.{format}"
    write(run, path, format)
    before = path.read_bytes(), beside.read_bytes()
    work = exporting(finished(classes(names=("a", "b", "c"))), path, ExportOptions(format))
    for _ in range(2):
        next(work)
    assert (path.read_bytes(), beside.read_bytes()) == before
    work.close()
    assert (path.read_bytes(), beside.read_bytes()) == before
    beside.unlink()
    beside.mkdir()
    with pytest.raises(FileError, match=r"t\.readout"):
        write(run, path, format)
    assert path.read_bytes() == before[0]
    assert not list(tmp_path.glob(".gatestep*"))


def test_what_it_was_made_with_tells_of_the_readout(tmp_path):
    run = finished(numbers(reduction="sum"))
    write(run, tmp_path / "t.csv")
    told = json.loads((tmp_path / "t.csv.json").read_text())
    assert told["readout"] == {
        "outputs": 2, "over": "every", "function": "identity", "layer": "",
        "loss": {"kind": "mse", "reduction": "sum", "ignore_index": -100, "value": run.loss},
    }  # fmt: skip
    assert told["part"]["quantities"][-3:] == ["y", "target", "loss"]


# Its size


@examples(60)
@given(with_objective(), st.sampled_from(FILES), st.booleans(), st.booleans())
def test_its_rows_and_columns_are_told(tmp_path_factory, experiment, file, with_input, labelled):
    labels = tuple(map(str, range(experiment.sequence.shape[0]))) if labelled else ()
    names, options = InputNames(labels), ExportOptions(*file, with_input=with_input)
    told = size_of(experiment, options, names)
    path = tmp_path_factory.mktemp("t") / f"t.{file[0]}"
    for _ in exporting(finished(experiment), path, options, names):
        pass
    if file[0] == "npz":
        assert (told.arrays, told.readout) == (len(np.load(path).files) - 1, None)
        return
    rows = table(path)
    assert (told.rows, told.columns) == (len(rows), len(rows[0]))
    assert (told.readout is None) == (file[1] == "long")
    if told.readout is not None:
        beside = table(path.with_name(f"t.readout.{file[0]}"))
        assert (told.readout.rows, told.readout.columns) == (len(beside), len(beside[0]))
        assert f"{told.readout.rows:,} rows" in told.text()


@pytest.mark.few(3)
@pytest.mark.parametrize("kind", ["classes", "numbers"])
@pytest.mark.parametrize("file", FILES)
def test_its_bytes_are_told_roughly(tmp_path, file, kind):
    config = LSTMConfig(3, 4)
    loss = CROSS_ENTROPY if kind == "classes" else "mse"
    objective = objective_of(config, (400, 1), np.float32, outputs=30, loss=loss)
    if kind == "classes":
        names = tuple(f"word {n}" for n in range(30))
        readout = replace(objective.readout, function="softmax", names=names)
        objective = replace(objective, readout=readout)
    x = np.random.default_rng(0).standard_normal((400, 1, 3)).astype(np.float32)
    experiment = Experiment.create(random_parameters(config), x, objective=objective)
    options = ExportOptions(*file)
    told = size_of(experiment, options, UNNAMED)
    path = write(finished(experiment), tmp_path / f"t.{file[0]}", *file)
    rel = {"csv": 0.1, "npz": 0.02, "parquet": 0.35}[file[0]]
    assert told.nbytes == pytest.approx(path.stat().st_size, rel=rel)
    if told.readout is not None:
        beside = tmp_path / f"t.readout.{file[0]}"
        assert told.readout.nbytes == pytest.approx(beside.stat().st_size, rel=rel)


# Without an objective


def without_an_objective():
    """A run whose every number is exact on any machine: gates of ½, states of 0."""
    config = LSTMConfig(2, 3, num_layers=2, bidirectional=True, proj_size=2)
    zeros = {name: np.zeros(shape, np.float32) for name, shape in config.parameter_shapes().items()}
    x = np.arange(20, dtype=np.float32).reshape(5, 2, 2)
    return finished(Experiment.create(Parameters(config, zeros), x, lengths=(5, 3)))


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


def test_without_an_objective_every_file_is_as_ever(tmp_path):
    """The digests are of the files that the version without objectives wrote."""
    run, names = without_an_objective(), InputNames(tuple("abcde"), ("u", "v"))
    for layout, expected in (("wide", "d834f7e51390b7d9"), ("long", "eada6dc8315ed4ba")):
        path = write(run, tmp_path / f"{layout}.csv", "csv", layout, with_input=True, names=names)
        assert digest(path.read_bytes()) == expected
        about = json.loads(path.with_name(f"{layout}.csv.json").read_text())
        del about["versions"]
        assert digest(json.dumps(about, indent=2).encode()) == "acd3743d0c64617a"
    path = write(run, tmp_path / "t.npz", "npz", with_input=True, names=names)
    with zipfile.ZipFile(path) as archive:
        others = [name for name in archive.namelist() if name != "gatestep.json"]
        assert digest(b"".join(name.encode() + archive.read(name) for name in others)) == (
            "dc6c44840bbad240"
        )
    for layout, expected in (("wide", "e2491ba82a170a4b"), ("long", "cfa65988be4a5c62")):
        path = tmp_path / f"{layout}.parquet"
        found = pq.read_table(write(run, path, "parquet", layout, with_input=True, names=names))
        types = [str(kind) for kind in found.schema.types]
        assert digest(repr((found.column_names, types, found.to_pydict())).encode()) == expected
    assert not list(tmp_path.glob("*readout*"))


@pytest.mark.parametrize("bytes_at_once", [1, 50, 1000])
@pytest.mark.parametrize("units", [None, (0, 2)])
@pytest.mark.parametrize("torch", [False, True] if INSTALLED else [False])
def test_arrays_that_are_made_in_parts_have_the_same_bytes(
    tmp_path, monkeypatch, bytes_at_once, units, torch
):
    part = {"selection": TraceSelection(start=1, units=units), "torch": torch}
    whole = write(finished(classes()), tmp_path / "whole.npz", "npz", **part)
    monkeypatch.setattr(npz, "SLICE", bytes_at_once)
    parts = write(finished(classes()), tmp_path / "parts.npz", "npz", **part)
    assert parts.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("format", ["csv", "npz"])
def test_with_one_the_numbers_of_the_cells_are_the_same_bytes(tmp_path, format):
    experiment = classes()
    plain = write(
        finished(experiment.with_objective(NO_OBJECTIVE)), tmp_path / f"plain.{format}", format
    )
    path = write(finished(experiment), tmp_path / f"t.{format}", format)
    if format == "csv":
        assert path.read_bytes() == plain.read_bytes()
        return
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(path) as after:
        for name in before.namelist():
            if name != "gatestep.json":
                assert after.read(name) == before.read(name)
