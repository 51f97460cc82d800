"""A workspace comes back bit for bit, and a file that lies is refused in one line."""

import io
import json
import os
import pickle
import re
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.experiment.equality import same_objective
from simulator.experiment.experiment import Experiment
from simulator.experiment.normalisation import DIVIDE, NONE, Z_SCORE
from simulator.files import archive
from simulator.files.checkpoints.find_lstms import Origin
from simulator.files.workspaces import reader
from simulator.files.workspaces.experiment_json import from_json, to_json
from simulator.files.workspaces.reader import read_workspace
from simulator.files.workspaces.workspace import Pinned, Workspace
from simulator.files.workspaces.writer import writing
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from simulator.objective.loss import Loss
from simulator.objective.objective import Objective, Seed
from simulator.objective.readout import Readout
from simulator.objective.targets import Targets
from tests import depth
from tests.depth import examples
from tests.paths import DATA
from tests.simulator.experiments import experiments, random_parameters
from tests.simulator.files.checkpoints.checkpoints import outcome, refusal, rewrite_zip, same_bits
from tests.simulator.files.workspaces.written import write_workspace
from tests.simulator.gradients.cases import random_case
from tests.simulator.objective.objectives import objective_of, objectives
from tests.simulator.train_mode import in_train_mode

GOLDEN = DATA / "format_1.gatestep"
TEXTS = st.text(st.characters(exclude_categories=()), max_size=5)


def assert_same(ours, theirs):
    """Assert that two experiments have equal options and bits."""
    options, arrays = to_json(ours)
    other_options, other_arrays = to_json(theirs)
    assert options == other_options
    assert (ours.lengths, ours.packed) == (theirs.lengths, theirs.packed)
    assert ours.holds == theirs.holds
    assert same_objective(ours.objective, theirs.objective)
    assert arrays.keys() == other_arrays.keys()
    for name, array in arrays.items():
        assert same_bits(array, other_arrays[name]), name
        assert not other_arrays[name].flags.writeable


def any_bits(array, seed):
    """Return random bits for an array: NaNs with payloads, infinities, subnormals, -0."""
    data = np.random.default_rng(seed).bytes(array.nbytes)
    return np.frombuffer(data, array.dtype).reshape(array.shape)


def held(experiment):
    """Return the experiment with a hold and a cut."""
    config, last = experiment.config, experiment.num_timesteps - 1
    lane = config.num_layers - 1, config.num_directions - 1
    units = tuple(range(config.hidden_size))
    return experiment.with_holds(
        Hold("f", *lane, units, 0, last, 1.0), Cut("weight_hh", *lane, (0, 0), 0, last, 0)
    )


@st.composite
def with_some_objective(draw, experiment):
    """Draw an objective of any parts, numbers with any bits or a forecast."""
    shape, dtype = experiment.sequence.shape[:2], experiment.dtype
    objective = draw(objectives(experiment.config, shape, dtype))
    seed = Seed("c", Lane(), 0, 0, experiment.config.hidden_size - 1, 0.5)
    match draw(st.sampled_from(["all", "readout", "targets", "forecast", "seeds"])):
        case "readout":
            weight = any_bits(objective.readout.weight, 5)
            objective = Objective(replace(objective.readout, weight=weight))
        case "targets":
            objective = replace(objective, loss=None, seeds=(seed,))
        case "forecast":
            width, R = experiment.sequence.shape[2], objective.readout.weight.shape[1]
            readout = Readout(np.zeros((width, R), dtype), names=("é",) * width, layer="fc")
            ahead = Targets.forecast(experiment.sequence, experiment.lengths, 2)
            objective = Objective(readout, ahead, Loss("mse"))
        case "seeds":
            objective = Objective(seeds=(seed,))
    return experiment.with_objective(objective)


@st.composite
def workspaces(draw):
    """Draw experiments of every option, edited or not, of any bits, in train mode, with holds."""
    original = draw(experiments())
    if draw(st.booleans()):
        original = in_train_mode(original, draw(st.sampled_from([0.0, 0.5])), 7)
    if draw(st.booleans()):
        seed = draw(st.integers(0, 2**16))
        original = replace(
            original,
            sequence=any_bits(original.sequence, seed),
            states={**original.states, "c": any_bits(original.c_0, seed + 1)},
            parameters=original.parameters.with_arrays(
                {n: any_bits(a, seed + 2) for n, a in original.parameters.arrays.items()}
            ),
        )
    if draw(st.booleans()):
        original = original.normalised(DIVIDE, draw(st.sampled_from([100.0, -0.3])))
    experiment = original
    match draw(st.sampled_from(["as opened", "a weight", "another dtype", "held", "as read"])):
        case "a weight":
            parameters = original.parameters.with_value("weight_hh_l0", (0, 0), 0.25)
            experiment = original.with_parameters(parameters)
        case "another dtype":
            with np.errstate(all="ignore"):
                experiment = original.astype(np.float32 if original.dtype == "f8" else np.float64)
        case "held":
            experiment = held(original)
        case "as read":
            experiment = original.normalised(NONE)
    if draw(st.booleans()):
        experiment = draw(with_some_objective(experiment))
    steps, _, width = original.sequence.shape
    return Workspace(
        draw(TEXTS),
        experiment,
        original,
        tuple(draw(st.lists(TEXTS, min_size=steps, max_size=steps)) if draw(st.booleans()) else ()),
        tuple(draw(st.lists(TEXTS, min_size=width, max_size=width)) if draw(st.booleans()) else ()),
        draw(st.none() | st.builds(Origin, TEXTS, TEXTS)),
        draw(TEXTS),
        tuple(
            Pinned(draw(TEXTS), pinned)
            for pinned in (experiment, original, draw(experiments()))
            if draw(st.booleans())
        ),
        draw(st.dictionaries(TEXTS, st.integers() | TEXTS | st.booleans(), max_size=3)),
        row_names=tuple(draw(TEXTS) for _ in original.lengths) if draw(st.booleans()) else (),
    )


def small(hidden_size=2, **options):
    """Return a workspace with an edit."""
    config = LSTMConfig(3, hidden_size, **options)
    values = np.random.default_rng(1).standard_normal((4, 3)).astype(np.float32)
    original = Experiment.create(random_parameters(config), values).normalised(Z_SCORE)
    parameters = original.parameters.with_value("weight_ih_l0", (1, 2), 0.5)
    return Workspace("small", original.with_parameters(parameters), original, view={"position": 3})


@pytest.fixture
def path(tmp_path):
    return tmp_path / "work.gatestep"


@examples(60, by_default=5)
@given(workspaces(), st.booleans())
def test_a_round_trip_keeps_every_bit(tmp_path_factory, workspace, through_the_worker):
    path = tmp_path_factory.getbasetemp() / "round.gatestep"
    write_workspace(path, workspace)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read = read_workspace(path)
        if through_the_worker:
            read = pickle.loads(pickle.dumps(read))
    assert_same(read.experiment, workspace.experiment)
    assert_same(read.original, workspace.original)
    assert (read.original is read.experiment) == (workspace.original is workspace.experiment)
    assert len(read.pins) == len(workspace.pins)
    for ours, theirs in zip(read.pins, workspace.pins, strict=True):
        assert ours.name == theirs.name
        assert_same(ours.experiment, theirs.experiment)
    for field in (
        "title",
        "timestep_labels",
        "feature_names",
        "row_names",
        "origin",
        "notes",
        "view",
    ):
        assert getattr(read, field) == getattr(workspace, field)
    first = path.read_bytes()
    write_workspace(path, read)
    assert path.read_bytes() == first


def test_seeds_of_every_kind_come_back_and_so_do_their_gradients(path):
    kinds, lanes = set(), set()
    for number in range(depth.count(60, by_default=20)):
        experiment = random_case(number)
        if not experiment.objective.seeds:
            continue
        kinds |= {seed.quantity for seed in experiment.objective.seeds}
        lanes |= {seed.lane for seed in experiment.objective.seeds if seed.quantity in ("h", "c")}
        write_workspace(path, Workspace("seeds", experiment, experiment))
        assert format_of(path) == 2
        read = read_workspace(path).experiment
        assert read.objective.seeds == experiment.objective.seeds
        assert_same(read, experiment)
        assert_same_gradients(read, experiment)
    assert kinds == {"h", "c", "output", "y"}
    assert lanes >= {Lane(0), Lane(0, 1), Lane(1), Lane(2, 1)}


def assert_same_gradients(ours, theirs):
    """Assert that two experiments have gradients of the same bits."""
    done = []
    for experiment in (ours, theirs):
        run = Run(experiment)
        run.advance()
        done.append(BackwardRun(run))
        done[-1].advance()
    assert same_bits(*(back.input_gradient() for back in done))
    for name in ours.parameters.arrays:
        assert same_bits(*(back.gradient(name) for back in done))


def test_a_seed_without_a_finite_number_is_refused(path):
    experiment = small().experiment.with_objective(Objective(seeds=(Seed("h", unit=1),)))
    write_workspace(path, Workspace("seeds", experiment, experiment))
    for number in (b"1e999", b"true"):

        def change(name, data, number=number):
            return data.replace(b'"number": 1.0', b'"number": ' + number), zipfile.ZIP_STORED

        changed = rewrite_zip(path, path.with_name("changed.gatestep"), change)
        assert "its readout or loss is malformed" in refusal(read_workspace, changed)


def test_equal_lengths_are_kept_and_files_from_before_open_with_the_same_masks():
    values = np.random.default_rng(1).standard_normal((4, 20, 3)).astype(np.float32)
    parameters = random_parameters(LSTMConfig(3, 2, 2))
    plain = Experiment.create(parameters, values)
    assert "packed" not in to_json(plain)[0]
    given = in_train_mode(Experiment.create(parameters, values, lengths=[4] * 20), 0.5, 1)
    options, arrays = to_json(given)
    assert from_json(options, arrays).packed
    del options["packed"]
    before = from_json(options, arrays)
    assert not before.packed
    for ours, theirs in zip(before.masks, given.masks, strict=True):
        assert same_bits(ours, theirs)


def test_what_an_edit_left_is_stored_once_and_shared_again(path):
    workspace = small()
    write_workspace(path, workspace)
    with zipfile.ZipFile(path) as opened:
        names = opened.namelist()
    assert [name for name in names if name.startswith("original/")] == [
        "original/parameters.safetensors"
    ]
    for read in (read_workspace(path), pickle.loads(pickle.dumps(read_workspace(path)))):
        shared = {
            name: array is to_json(read.original)[1][name]
            for name, array in to_json(read.experiment)[1].items()
        }
        assert [name for name, same in shared.items() if not same] == ["weight_ih_l0"]


def test_nothing_in_it_is_compressed_or_executable(path):
    write_workspace(path, small())
    with zipfile.ZipFile(path) as opened:
        assert opened.testzip() is None
        assert opened.namelist()[0] == "workspace.json"
        assert {entry.compress_type for entry in opened.infolist()} == {zipfile.ZIP_STORED}
        assert {Path(name).suffix for name in opened.namelist()} == {
            ".json",
            ".safetensors",
            ".npy",
        }


def test_its_parts_open_with_the_usual_libraries(path, tmp_path):
    from safetensors.numpy import load_file

    workspace = small()
    write_workspace(path, workspace)
    with zipfile.ZipFile(path) as opened:
        opened.extractall(tmp_path)
    arrays = load_file(tmp_path / "experiment" / "parameters.safetensors")
    for name, array in workspace.experiment.parameters.arrays.items():
        assert same_bits(array, arrays[name])
    sequence = np.load(tmp_path / "experiment" / "sequence.npy", allow_pickle=False)
    assert same_bits(workspace.experiment.sequence, sequence)


def test_a_file_of_the_first_format_opens():
    """The file was written when the format was made; it must open in every later version."""
    read = read_workspace(GOLDEN)
    assert read.title == "format 1"
    assert read.timestep_labels == ("a", "b", "c")
    assert read.feature_names == ("x", "y")
    assert read.origin == Origin("/models/model.safetensors", "encoder.lstm")
    assert read.notes == "kept\n"
    assert read.view == {"position": 5}
    (pin,) = read.pins
    assert pin.name == "before"
    assert_same(pin.experiment, read.original)
    experiment = read.experiment
    assert experiment.config == LSTMConfig(2, 3, 2, True, True, 0.5, True, 1)
    assert (experiment.lengths, experiment.training, experiment.seed) == ((3, 2), True, 11)
    assert experiment.holds == (
        Hold("f", 0, 1, (0, 2), 0, 1, 1.0),
        Cut("weight_hh", 1, 0, (2, 0), 1, 2, 1),
    )
    changed = (
        experiment.parameters["weight_ih_l1_reverse"]
        != (read.original.parameters["weight_ih_l1_reverse"])
    )
    assert np.argwhere(changed).tolist() == [[1, 1]]
    assert experiment.parameters["weight_ih_l1_reverse"][1, 1] == np.float32(0.1)
    assert experiment.c_0[3, 1, 2] == 0
    assert np.signbit(experiment.c_0[3, 1, 2])


def format_of(path):
    with zipfile.ZipFile(path) as opened:
        return json.loads(opened.read("workspace.json"))["format"]


def with_objective(experiment):
    shape = experiment.sequence.shape[:2]
    objective = objective_of(experiment.config, shape, experiment.dtype, loss="cross-entropy")
    return experiment.with_objective(objective)


def test_only_a_workspace_with_an_objective_is_of_the_second_format(path):
    workspace = small()
    write_workspace(path, workspace)
    assert format_of(path) == 1
    read = with_objective(workspace.experiment)
    for changed in (
        replace(workspace, experiment=read),
        replace(workspace, original=read),
        replace(workspace, pins=(Pinned("pin", read),)),
    ):
        write_workspace(path, changed)
        assert format_of(path) == 2


def test_a_newer_format_is_refused_kindly(path):
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("workspace.json", json.dumps({"format": 3, "whatever": []}))
        opened.writestr("weights.zst", b"of a time to come")
    message = refusal(read_workspace, path)
    assert "made by a newer Gatestep (workspace format 3; this version reads up to 2)" in message
    assert "Install a newer version" in message


# Files that lie


def changed_json(change):
    """Return a change of one entry's JSON."""

    def rewrite(name, data):
        if name != "workspace.json":
            return data, zipfile.ZIP_STORED
        content = json.loads(data)
        change(content)
        return json.dumps(content), zipfile.ZIP_STORED

    return rewrite


def put(*keys, value):
    """Return a change of the JSON that puts a value where the keys lead."""

    def change(content):
        for key in keys[:-1]:
            content = content[key]
        content[keys[-1]] = value

    return changed_json(change)


def entry(name, data):
    """Return a change of one entry's bytes; None removes the entry."""

    def rewrite(own, old):
        new = data if own == name else old
        return None if new is None else (new, zipfile.ZIP_STORED)

    return rewrite


def npy(array):
    """Return the bytes of an .npy file."""
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def claiming(shape):
    """Return the header of an .npy that claims a shape, and no data."""
    file = io.BytesIO()
    described = {"descr": "<f4", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, described)
    return file.getvalue()


def scaled(**changes):
    """Return a normalisation as it is written."""
    return {"kind": DIVIDE, "offset": [0.0] * 3, "scale": [2.0] * 3, **changes}


HOLD = {"quantity": "f", "layer": 0, "direction": 0, "units": [0], "first": 0, "last": 1}
LIES = {
    "no workspace.json": (entry("workspace.json", None), "not a Gatestep workspace"),
    "compressed": (lambda _, data: (data, zipfile.ZIP_DEFLATED), "compressed"),
    "not a JSON": (entry("workspace.json", b"{'format': 1}"), "workspace.json is damaged"),
    "nested": (entry("workspace.json", b'{"a":' * 90_000), "workspace.json is damaged"),
    "brackets": (entry("workspace.json", b"[" + b"[]," * 300_000), "its workspace.json is damaged"),
    "nan": (entry("workspace.json", b'{"format": NaN}'), "workspace.json is damaged"),
    "digits": (entry("workspace.json", b'{"format": ' + b"9" * 9_000 + b"}"), "is damaged"),
    "no format": (put("format", value="1"), "workspace.json is damaged"),
    "format true": (put("format", value=True), "workspace.json is damaged"),
    "format 0": (put("format", value=0), "workspace.json is damaged"),
    "no title": (put("title", value=5), "its description is malformed"),
    "labels": (put("timestep_labels", value=["a"]), "labels do not fit its sequence"),
    "label of numbers": (put("timestep_labels", value=[1, 2, 3, 4]), "description is malformed"),
    "rows": (put("row_names", value=["a", "b"]), "labels do not fit its sequence"),
    "rows of numbers": (put("row_names", value=[5]), "description is malformed"),
    "rows of nothing": (put("row_names", value=None), "description is malformed"),
    "pin": (put("pins", value=[5]), "malformed"),
    "pin of nothing": (put("pins", value=[{"name": "x", "experiment": 5}]), "malformed"),
    "origin": (put("origin", value={"path": 3}), "malformed"),
    "no experiment": (put("experiment", value=None), "its experiment options are malformed"),
    "layers": (put("experiment", "config", "num_layers", value=10**12), "arrays for 1000000000000"),
    "hidden": (put("experiment", "config", "hidden_size", value=10**30), "must have shape"),
    "option": (put("experiment", "config", "gates", value=5), "not match nn.LSTM"),
    "a bool": (put("experiment", "config", "num_layers", value=True), "should be of type int"),
    "dropout": (put("experiment", "config", "dropout", value="0"), "in range [0, 1]"),
    "seed": (put("experiment", "seed", value=2**70), "its experiment options are malformed"),
    "lengths": (put("experiment", "lengths", value=[5]), "the length of row 0 must be from 1 to 4"),
    "two lengths": (put("experiment", "lengths", value=[4, 4]), "one number per row (1 rows)"),
    "a fraction": (put("experiment", "lengths", value=[4.0]), "whole numbers"),
    "no masks": (put("experiment", "training", value=True), "mask_0 is missing"),
    "hold": (put("experiment", "holds", value=[HOLD]), "held values are malformed"),
    "hold of x": (
        put("experiment", "holds", value=[{"hold": {**HOLD, "value": 1, "quantity": "x"}}]),
        "Only these can",
    ),
    "hold at 1.5": (
        put("experiment", "holds", value=[{"hold": {**HOLD, "value": 1, "first": 1.5}}]),
        "one of its held values has a malformed first",
    ),
    "hold of size": (
        put("experiment", "holds", value=[{"hold": {**HOLD, "value": 10**400}}]),
        "damaged",
    ),
    "a missing array": (entry("experiment/c_0.npy", None), "c_0 is missing"),
    "a missing weight": (entry("experiment/parameters.safetensors", None), "is missing"),
    "an object": (
        entry("experiment/c_0.npy", npy(np.array([[[object()]]], object))),
        "has the wrong type or size",
    ),
    "whole numbers": (
        entry("experiment/c_0.npy", npy(np.zeros((1, 1, 2), int))),
        "has the wrong type or size",
    ),
    "another dtype": (entry("experiment/c_0.npy", npy(np.zeros((1, 1, 2)))), "must be float32"),
    "another shape": (
        entry("experiment/c_0.npy", npy(np.zeros((1, 1, 3), np.float32))),
        "c_0 must have shape (1, 1, 2), got (1, 1, 3)",
    ),
    "petabytes": (
        entry("experiment/sequence.npy", claiming((2**40, 1, 3))),
        "has the wrong type or size",
    ),
    "negative": (
        entry("experiment/sequence.npy", claiming((-4, 1, 3))),
        "has the wrong type or size",
    ),
    "flat": (entry("experiment/sequence.npy", npy(np.zeros(12, np.float32))), "shape (12,)"),
    "empty": (entry("experiment/sequence.npy", npy(np.zeros((0, 1, 3), np.float32))), "(0, 1, 3)"),
    "two rows": (
        entry("experiment/sequence.npy", npy(np.zeros((4, 2, 3), np.float32))),
        "its sequence cannot have the shape (4, 2, 3)",
    ),
    "normalised": (put("experiment", "normalisation", value={"kind": "z-score"}), "is malformed"),
    "normalised by nothing": (
        put("experiment", "normalisation", value=scaled(scale=[0.0, 1.0, 1.0])),
        "scales that are not 0",
    ),
    "normalised by infinity": (
        put("experiment", "normalisation", value=scaled(offset=[1e999, 1.0, 1.0])),
        "workspace.json is damaged",
    ),
    "normalised by another kind": (
        put("experiment", "normalisation", value=scaled(kind="<b>")),
        "normalisation",
    ),
    "normalised otherwise": (
        put("experiment", "normalisation", value=scaled(scale=[2.0], offset=[0.0])),
        "does not fit the input",
    ),
    "normalised from nothing": (
        entry("experiment/sequence_as_read.npy", None),
        "sequence_as_read is missing",
    ),
    "normalised from others": (
        entry("experiment/sequence_as_read.npy", npy(np.zeros((5, 1, 3)))),
        "unscaled sequence cannot have the shape (5, 1, 3)",
    ),
    "normalised from float32": (
        entry("experiment/sequence_as_read.npy", npy(np.zeros((4, 1, 3), np.float32))),
        "does not fit the input",
    ),
    "no npy": (entry("experiment/sequence.npy", b"weights"), "it is damaged"),
    "no safetensors": (entry("experiment/parameters.safetensors", b"w" * 50), "truncated in"),
}


OBJECTIVE = "experiment", "objective"
SEED = {"quantity": "c", "layer": 0, "direction": 0, "t": 0, "row": 0, "unit": 0, "number": 1.0}
LIES_OF_OBJECTIVES = {
    "a word": (put(*OBJECTIVE, value="y"), "its readout or loss is malformed"),
    "no seeds": (put(*OBJECTIVE, "seeds", value=None), "its readout or loss is malformed"),
    "over": (put(*OBJECTIVE, "readout", "over", value="all"), "every, last, h_n"),
    "function": (put(*OBJECTIVE, "readout", "function", value="relu"), "softmax"),
    "names": (put(*OBJECTIVE, "readout", "names", value=["a"]), "needs? 3 names|need 3 names"),
    "numbers": (
        put(*OBJECTIVE, "readout", "names", value=[1, 2, 3]),
        "readout or loss is malformed",
    ),
    "bias": (put(*OBJECTIVE, "readout", "bias", value=1), "readout or loss is malformed"),
    "no V": (entry("experiment/readout_weight.npy", None), "readout_weight is missing"),
    "no b": (entry("experiment/readout_bias.npy", None), "readout_bias is missing"),
    "no target": (entry("experiment/readout_target.npy", None), "readout_target is missing"),
    "half a class": (
        entry("experiment/readout_target.npy", npy(np.full((4, 1), 0.5))),
        "its readout or loss is malformed",
    ),
    "no class": (
        entry("experiment/readout_target.npy", npy(np.full((4, 1), np.inf))),
        "its readout or loss is malformed",
    ),
    "class 7": (
        entry("experiment/readout_target.npy", npy(np.full((4, 1), 7.0))),
        "is class 7, but classes are 0 to 2",
    ),
    "other steps": (
        entry("experiment/readout_target.npy", npy(np.zeros((5, 1)))),
        r"must have shape \(5, 1\), got \(4, 1\)",
    ),
    "behind": (put(*OBJECTIVE, "targets", "ahead", value=-1), "readout or loss is malformed"),
    "loss": (put(*OBJECTIVE, "loss", "kind", value="l1"), "mse, bce, cross-entropy"),
    "no loss": (put(*OBJECTIVE, "loss", value={}), "readout or loss is malformed"),
    "seed": (put(*OBJECTIVE, "seeds", value=[{"quantity": "c"}]), "readout or loss is malformed"),
    "a seed of too much": (put(*OBJECTIVE, "seeds", value=[{**SEED, "number": 1e39}]), "too large"),
    "a seed of nothing": (put(*OBJECTIVE, "seeds", value=[{**SEED, "number": 1e-50}]), "too small"),
    "a seed beyond": (put(*OBJECTIVE, "seeds", value=[{**SEED, "number": 10**400}]), "malformed"),
    "a seed nowhere": (
        put(*OBJECTIVE, "seeds", value=[{**SEED, "layer": 5}]),
        r"c\[0\]",
    ),
}


@pytest.mark.parametrize("lie", LIES_OF_OBJECTIVES)
def test_an_objective_that_lies_is_refused_in_one_line(path, tmp_path, lie):
    change, words = LIES_OF_OBJECTIVES[lie]
    write_workspace(path, replace(small(), experiment=with_objective(small().experiment)))
    target = tmp_path / "lie.gatestep"
    rewrite_zip(path, target, change)
    message = refusal(read_workspace, target)
    assert re.search(words, message), message
    assert "\n" not in message


@pytest.mark.parametrize("lie", LIES)
def test_lies_are_refused_in_one_line(path, tmp_path, lie):
    change, words = LIES[lie]
    write_workspace(path, small(num_layers=2, dropout=0.5) if lie == "no masks" else small())
    target = tmp_path / "lie.gatestep"
    rewrite_zip(path, target, change)
    message = refusal(read_workspace, target)
    assert message.startswith(f"cannot read {target}: ")
    assert words in message


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "a/../../x", "a\\b", "C:x"])
def test_names_that_lead_out_are_refused(path, name):
    write_workspace(path, small())
    with zipfile.ZipFile(path, "a") as opened:
        opened.writestr(name, b"")
    assert "points outside the file" in refusal(read_workspace, path)


def test_an_entry_twice_is_refused(path):
    write_workspace(path, small())
    with zipfile.ZipFile(path, "a") as opened, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened.writestr("workspace.json", b"{}")
    assert "appears twice" in refusal(read_workspace, path)


def test_a_directory_of_gigabytes_is_not_read(path):
    """The end of the zip claims a directory of 3 GB; the file is sparse and has them."""
    write_workspace(path, small())
    end = bytearray(path.read_bytes()[-22:])
    size = 3 * 2**30
    end[12:16] = size.to_bytes(4, "little")
    with open(path, "r+b") as file:
        file.truncate(size)
        file.seek(size)
        file.write(end)
    assert "it is damaged" in refusal(read_workspace, path)


def test_entries_that_share_their_bytes_are_refused(path):
    write_workspace(path, small())
    data = bytearray(path.read_bytes())
    directory = int.from_bytes(data[-6:-2], "little")
    one = data.index(b"PK\x01\x02", directory)
    two = data.index(b"PK\x01\x02", one + 4)
    record = bytearray(data[two : data.index(b"PK\x01\x02", two + 4)])
    many = bytearray()
    for k in range(40):
        copy = bytearray(record)
        copy[-6:] = f"{k:06}".encode()
        many += copy
    data[-22:-22] = many
    count = int.from_bytes(data[-12:-10], "little") + 40
    data[-14:-12] = data[-12:-10] = count.to_bytes(2, "little")
    data[-10:-6] = (len(data) - 22 - directory).to_bytes(4, "little")
    path.write_bytes(data)
    assert "overlap" in refusal(read_workspace, path)


def test_too_many_entries_are_refused(path, monkeypatch):
    write_workspace(path, small())
    monkeypatch.setattr(archive, "MAX_ENTRIES", 3)
    assert "it has 7 entries; at most 3 are allowed" in refusal(read_workspace, path)


def test_memory_is_asked_for_first(path, monkeypatch):
    def none_left(path, needed):
        from simulator.files.errors import cannot_read

        raise cannot_read(path, f"it needs {needed} bytes")

    write_workspace(path, small())
    monkeypatch.setattr(reader, "check_fits", none_left)
    assert "it needs" in refusal(read_workspace, path)


def test_an_array_as_python_2_wrote_it_is_read_without_a_warning(tmp_path, path):
    write_workspace(path, small())

    def change(name, data):
        return data.replace(b"(4, 1, 3), }   ", b"(4L, 1L, 3L), }"), zipfile.ZIP_STORED

    changed = rewrite_zip(path, tmp_path / "old.gatestep", change)
    assert_same(read_workspace(changed).experiment, small().experiment)


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """Return the bytes of a file that opens."""
    path = tmp_path_factory.mktemp("good") / "good.gatestep"
    write_workspace(path, small())
    return path.read_bytes()


@examples(200)
@given(st.data())
def test_mutations_end_in_a_workspace_or_in_words(tmp_path_factory, good, data):
    path = tmp_path_factory.getbasetemp() / "mutant.gatestep"
    raw = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del raw[data.draw(st.integers(0, len(raw))) :]
    path.write_bytes(raw)
    assert isinstance(outcome(read_workspace, path), Workspace | str)


def test_it_is_written_a_slice_at_a_time(path, monkeypatch):
    monkeypatch.setattr(archive, "SLICE", 100)
    workspace = small(hidden_size=20)
    fractions = list(writing(path, workspace))
    total = sum(array.nbytes for array in workspace.experiment.arrays())
    assert len(fractions) > total / 100
    assert fractions == sorted(fractions)
    assert fractions[0] == 0
    assert fractions[-1] == 1
    assert_same(read_workspace(path).experiment, workspace.experiment)


def test_closing_the_work_before_its_end_leaves_the_old_file(path):
    write_workspace(path, small())
    before = path.read_bytes()
    work = writing(path, replace(small(), title="another"))
    next(work)
    next(work)
    work.close()
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]
