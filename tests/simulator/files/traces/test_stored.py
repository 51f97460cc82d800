"""An exported trace opens again: with its experiment it is replayed, bit for bit."""

import json
import os
import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.trace_difference import comparing
from simulator.engine.recorded_run import RecordedRun
from simulator.engine.run import Run
from simulator.examples.recipe import Recipe
from simulator.files.errors import FileError
from simulator.files.traces import foreign_numbers
from simulator.files.traces.export import ExportOptions, exporting
from simulator.files.traces.selection import TraceSelection
from simulator.files.traces.stored import is_stored_trace, read_stored_trace
from simulator.files.traces.trace_shape import TraceShape
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from tests import depth
from tests.depth import count, examples
from tests.simulator.experiments import experiments
from tests.simulator.files.tables.parquets import save
from tests.simulator.files.traces.test_export import FILES, finished, small
from tests.simulator.files.workspaces.test_workspace import assert_same


def write(run, folder, *wish, name=None, **options):
    """Export a trace; return its path."""
    path = folder / (name or f"t.{wish[0]}")
    for _ in exporting(run, path, ExportOptions(*wish, **options)):
        pass
    return path


def ended(work):
    """Return a generator's return value."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


@examples(25)
@given(experiments(), st.sampled_from(FILES[:4]))
def test_a_trace_with_its_experiment_is_replayed_bit_for_bit(tmp_path_factory, experiment, file):
    run = finished(experiment)
    path = write(run, tmp_path_factory.mktemp("t"), *file, experiment=True)
    assert is_stored_trace(path)
    stored = pickle.loads(pickle.dumps(read_stored_trace(path)))
    assert_same(stored.experiment, experiment)
    assert stored.shape == TraceShape.of(experiment)
    kept, again = stored.alone(), Run(stored.experiment)
    found = ended(comparing(kept, again))
    assert (found.different, found.largest) == (0, None)
    assert found.count == sum(int(given.sum()) for given in kept.given.values())
    assert kept.whole
    for quantity, lane in kept.given:
        ours = run.trace.values(quantity, lane)
        for row, length in enumerate(experiment.lengths):
            theirs = kept.trace.values(quantity, lane)
            assert theirs[:length, row].tobytes() == ours[:length, row].tobytes()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("torch", [False, True])
def test_without_it_a_trace_is_compared_with_what_is_there(tmp_path, file, dtype, torch):
    run = finished(small(proj_size=2).astype(dtype))
    stored = read_stored_trace(write(run, tmp_path, *file, torch=torch))
    assert stored.experiment is None
    kept = stored.recorded(run.experiment)
    assert kept.experiment.dtype == dtype
    found = ended(comparing(kept, Run(run.experiment)))
    assert found.text(2) == f"all {found.count:,} values are the same, bit for bit"
    assert kept.whole


def test_a_hold_and_states_are_replayed_too(tmp_path):
    experiment = small().with_holds(Hold("f", 0, 1, (1,), 1, 3, 0.5))
    stored = read_stored_trace(write(finished(experiment), tmp_path, "csv", experiment=True))
    assert_same(stored.experiment, experiment)
    assert ended(comparing(stored.alone(), Run(stored.experiment))).different == 0


@pytest.mark.parametrize("file", FILES)
def test_a_part_is_compared_as_far_as_it_goes(tmp_path, file):
    run, part = finished(small()), TraceSelection(("c", "h"), (1,), (0, 2), 1, 4)
    stored = read_stored_trace(write(run, tmp_path, *file, part))
    kept = stored.recorded(run.experiment)
    assert not kept.whole
    assert set(kept.given) == {(q, Lane(1, d)) for q in "ch" for d in (0, 1)}
    found = ended(comparing(kept, Run(run.experiment)))
    assert (found.count, found.different) == (2 * 2 * 2 * (3 + 2), 0)
    assert np.isnan(kept.trace.values("i", Lane())[0]).all()


@pytest.mark.few(1)
@pytest.mark.parametrize("format", ["csv", "npz", "parquet"])
def test_a_trace_of_many_rows_is_read_back(tmp_path, format):
    """Its sidecar has the length of every row."""
    rows = count(450_000, by_default=20_000)
    experiment = Recipe(LSTMConfig(1, 1), timesteps=1, batch=rows).experiment()
    part = TraceSelection(("h",))
    stored = read_stored_trace(write(finished(experiment), tmp_path, format, "wide", part))
    assert stored.shape == TraceShape.of(experiment)
    assert len(stored.points["h", Lane()][1]) == rows


def test_a_csv_alone_says_nothing_of_its_shapes(tmp_path):
    run = finished(small())
    path = write(run, tmp_path, "csv")
    os.unlink(f"{path}.json")
    stored = read_stored_trace(path)
    assert stored.shape is None
    assert ended(comparing(stored.recorded(run.experiment), run)).different == 0
    alone = stored.alone()
    assert alone.experiment.config.hidden_size == 3
    assert ended(comparing(alone, stored.alone())).count == 2 * 2 * 10 * 3 * (5 + 3)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"hidden_size": 4}, "its hidden_size differs: 3, not 4"),
        ({"num_layers": 1}, "its num_layers differs: 2, not 1"),
        ({"bidirectional": False}, "its bidirectional differs: True, not False"),
        ({"proj_size": 1}, "its proj_size differs: 0, not 1"),
        ({"lengths": (5, 4)}, "row 1 has 3 timesteps, not 4"),
        ({"lengths": (5,)}, "it has 2 batch rows, not 1"),
    ],
)
def test_one_line_says_what_differs(tmp_path, change, words):
    stored = read_stored_trace(write(finished(small()), tmp_path, "npz"))
    shape = TraceShape.of(small())
    lengths = change.pop("lengths", shape.lengths)
    other = replace(shape, config=replace(shape.config, **change), lengths=lengths).blank()
    with pytest.raises(FileError) as caught:
        stored.recorded(other)
    assert str(caught.value) == f"{tmp_path}/t.npz cannot be compared with this run: {words}"


def test_of_a_csv_alone_it_says_which_number_has_no_place(tmp_path):
    path = write(finished(small()), tmp_path, "csv")
    os.unlink(f"{path}.json")
    stored, shape = read_stored_trace(path), TraceShape.of(small())
    for change, words in (
        ({"num_layers": 1}, "it has z_i of layer 1 forward"),
        ({"bidirectional": False}, "it has z_i of layer 0 reverse"),
        ({"hidden_size": 2}, "it has z_i of unit 2 at t=0 in row 0"),
    ):
        with pytest.raises(FileError, match=words):
            stored.recorded(replace(shape, config=replace(shape.config, **change)).blank())
    with pytest.raises(FileError, match="at t=2 in row 1"):
        stored.recorded(replace(shape, lengths=(5, 2)).blank())


def test_another_dtype_is_compared_number_by_number(tmp_path):
    experiment = small()
    stored = read_stored_trace(write(finished(experiment), tmp_path, "npz"))
    double = experiment.astype(np.float64)
    kept = stored.recorded(double)
    assert kept.experiment.dtype == np.float32
    found = ended(comparing(kept, Run(double)))
    assert 0 < found.size < 1e-6
    assert found.different > found.count / 2


def test_the_workspace_beside_a_csv_may_be_gone_or_another(tmp_path):
    path = write(finished(small()), tmp_path, "csv", experiment=True)
    other = write(finished(small(bias=False, proj_size=1)), tmp_path / "..", "csv", experiment=True)
    os.replace(f"{other}.gatestep", f"{path}.gatestep")
    with pytest.raises(
        FileError, match="its model is not the one that the trace was computed with"
    ):
        read_stored_trace(path)
    os.unlink(f"{path}.gatestep")
    assert read_stored_trace(path).experiment is None


def about(path, **changes):
    told = json.loads(path.read_text())
    path.write_text(json.dumps(told | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"lengths": [10**12, 3]},
        {"lengths": []},
        {"lengths": [0]},
        {"lengths": [True, 3]},
        {"dtype": "object"},
        {"options": {"hidden_size": 10**30, "input_size": 1, "num_layers": 10**12}},
        {"options": {"input_size": 1, "hidden_size": "x"}},
        {"options": {"size": 1}},
        {"experiment": {"config": []}},
    ],
)
def test_a_lying_sidecar_is_a_line(tmp_path, changes):
    path = write(finished(small()), tmp_path, "csv", experiment="experiment" in changes)
    about(tmp_path / "t.csv.json", **changes)
    if "experiment" in changes:  # the workspace beside it has the experiment
        assert read_stored_trace(path).experiment is not None
        return
    with pytest.raises(FileError, match="the record of how it was made is damaged"):
        read_stored_trace(path)


def test_a_gigantic_shape_is_refused_before_anything_is_made(tmp_path):
    path = write(finished(small()), tmp_path, "csv")
    about(tmp_path / "t.csv.json", lengths=[10**8, 3])
    with pytest.raises(FileError, match="of memory"):
        read_stored_trace(path).alone()
    about(tmp_path / "t.csv.json", lengths=[10**6, 3])  # the memory has room for this length
    with pytest.raises(FileError, match=r"its 960 values .* of memory"):
        read_stored_trace(path).alone()
    about(tmp_path / "t.csv.json", options={"input_size": 10**12, "hidden_size": 10**12})
    with pytest.raises(FileError, match="of memory"):
        read_stored_trace(path).alone()


@pytest.mark.parametrize("place", ["9999999,0,0,forward,0", "9,0,0,forward,9999"])
def test_two_numbers_far_apart_take_no_gigabyte(tmp_path, place):
    path = tmp_path / "far.csv"
    path.write_text(f"t,batch,layer,direction,unit,c\n0,0,0,forward,0,1\n{place},1\n")
    with pytest.raises(FileError, match=r"its 2 values belong to a trace that needs .* of memory"):
        read_stored_trace(path).alone()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 100_000, "null", "3", " " * 2**21, '{"kind": "?"}', "[]"],
    ids=lambda text: repr(text[:20]),
)
def test_a_sidecar_that_is_none_is_a_line(tmp_path, text):
    path = write(finished(small()), tmp_path, "csv")
    (tmp_path / "t.csv.json").write_text(text)
    if text == "null":
        assert read_stored_trace(path).shape is None
        return
    with pytest.raises(FileError) as caught:
        read_stored_trace(path)
    assert "t.csv.json: it does not give the source of its trace" in str(caught.value)


@pytest.mark.few(4)
@pytest.mark.parametrize("name", ["t", "t.txt", "t.dat"])
@pytest.mark.parametrize("file", FILES)
def test_a_trace_is_known_under_any_name(tmp_path, file, name):
    run = finished(small())
    path = write(run, tmp_path, *file, name=name, experiment=True)
    assert is_stored_trace(path)
    assert_same(read_stored_trace(path).experiment, run.experiment)
    assert foreign_numbers.load(path).points


def test_other_files_are_no_traces(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.ones((3, 2)))
    np.save(tmp_path / "a.npy", np.ones((3, 2)))
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    save(tmp_path / "a.parquet", {"x": np.ones(3)})
    for name in ("a.npz", "a.npy", "a.csv", "a.parquet"):
        assert not is_stored_trace(tmp_path / name)
        with pytest.raises(FileError, match="it is not a trace"):
            read_stored_trace(tmp_path / name)


@pytest.mark.parametrize("format", ["npz", "csv"])
def test_a_damaged_trace_is_a_line(tmp_path, format):
    path = write(finished(small()), tmp_path, format, experiment=format == "npz")
    whole, rng = path.read_bytes(), np.random.default_rng(1)
    told, read = [], 0
    for _ in range(depth.count(300, by_default=60)):
        data = bytearray(whole)
        for place in rng.integers(len(data), size=rng.integers(1, 9)):
            data[place] = rng.integers(256)
        path.write_bytes(data[: rng.integers(1, len(data))] if rng.random() < 0.2 else data)
        try:
            assert isinstance(read_stored_trace(path).alone(), RecordedRun)
            read += 1
        except FileError as error:
            told.append(str(error))
    assert told
    assert not [line for line in told if "\n" in line]


def test_nan_on_one_side_is_the_largest_difference(tmp_path):
    run = finished(small())
    stored = read_stored_trace(write(run, tmp_path, "npz"))
    sequence = np.array(run.experiment.sequence)
    sequence[1, 0, 0] = np.nan
    other = run.experiment.with_sequence(sequence)
    found = ended(comparing(stored.recorded(other), Run(other)))
    assert found.size == np.inf
    place = "z_i of unit 0 at t=1, layer 0 forward, row 0"
    number = stored.points["z_i", Lane()]
    value = number[1][(number[0] == (1, 0, 0)).all(axis=1)][0]
    assert found.text(2).startswith(f"{place} is NaN in one run and {value!s} in the other (")


def test_a_number_that_float32_does_not_hold_is_the_largest_difference(tmp_path):
    experiment = small()
    path = write(finished(experiment), tmp_path, "csv", "long", TraceSelection(("h",)))
    text = path.read_text().splitlines()
    text[5] = text[5].rpartition(",")[0] + ",1e300"
    path.write_text("\n".join(text) + "\n")
    found = ended(comparing(read_stored_trace(path).recorded(experiment), Run(experiment)))
    assert (found.different, found.size) == (1, np.inf)
    assert found.text(2).startswith("largest difference inf: h of unit ")
