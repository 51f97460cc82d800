"""Guide's page on file formats: it leaves out no key, no entry and no column that is written."""

import json
import re
import zipfile
from dataclasses import replace

import pytest

from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.experiment.normalisation import Normalisation, Scaling
from simulator.files.archive import MAX_ENTRIES
from simulator.files.gradients.export import writing_gradients
from simulator.files.json_text import MOST_BRACKETS, MOST_DEPTH
from simulator.files.traces.export import FORMATS, ExportOptions, exporting
from simulator.files.traces.input_columns import InputNames
from simulator.files.workspaces.workspace import FORMAT, Workspace
from simulator.files.workspaces.writer import MAX_JSON
from simulator.gradients.backward_run import BackwardRun
from simulator.objective.objective import Seed
from simulator.progress import finish
from tests.paths import RESOURCES, ROOT
from tests.simulator.files.workspaces.test_training_json import stored
from tests.simulator.files.workspaces.written import write_workspace

PAGE = (RESOURCES / "guide" / "formats.md").read_text(encoding="utf-8")
NUMBERED = re.compile(r"(_l\d+(_reverse)?|_\d+)$")
WORDS = {NUMBERED.sub("", word) for word in re.findall(r"\w+", PAGE)}


def keys_of(value):
    """Yield every key of some JSON, but for those that a file's own data gives."""
    if isinstance(value, dict):
        for key, inside in value.items():
            yield key
            yield from keys_of(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from keys_of(inside)


def missing(names):
    """Return those that the page does not have, whatever their number, lane or feature."""
    ours = {re.sub("^(torch|difference)_", "", NUMBERED.sub("", name)) for name in names}
    return {name for name in ours if not name.startswith("x_")} - WORDS


def names_in(path):
    """Yield the parts of every entry's name, and the keys of every JSON entry."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield from re.split(r"[/.]", name)
            if name.endswith(".json"):
                yield from keys_of(json.loads(archive.read(name)))


@pytest.fixture
def experiment():
    """Return one with a readout, answers of its own, a loss, a seed and a normalisation."""
    of = EXAMPLES["latch"]().experiment
    seeded = replace(of.objective, seeds=(Seed("h"),))
    ones = (1.0,) * of.config.input_size
    scaling = Scaling(of.sequence, Normalisation("z-score", ones, ones))
    return replace(of.with_objective(seeded), scaling=scaling)


def test_every_part_of_a_workspace_is_there(experiment, tmp_path):
    path = tmp_path / "w.gatestep"
    training = replace(stored(), setting={}, begun={})
    other = EXAMPLES["parity"]().experiment
    workspace = Workspace("a on b", experiment, other, training=training, view={})
    write_workspace(path, workspace)
    former = (ROOT / "tests" / "data").rglob("*.gatestep")
    optimisers = {"lr", "betas", "eps", "weight_decay", "amsgrad"}  # torch.optim's own names
    for file in (path, *former):
        assert missing(names_in(file)) - optimisers == set(), file.name


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("layout", ["wide", "long"])
@pytest.mark.parametrize("torch", [False, pytest.param(True, marks=pytest.mark.torch)])
def test_every_part_of_a_trace_is_there(experiment, tmp_path, format, layout, torch):
    run = Run(experiment)
    run.advance()
    path = tmp_path / f"trace.{format}"
    options = ExportOptions(format, layout, torch=torch, experiment=True, with_input=True)
    names = InputNames(tuple(map(str, range(experiment.num_timesteps))), ("a", "a"))
    finish(exporting(run, path, options, names))
    for beside in tmp_path.iterdir():
        assert "TRACE" + beside.name.removeprefix("trace").replace(format, "csv", 1) in PAGE
    if format == "npz":
        assert missing(names_in(path)) == set()
    if format == "csv":
        for table in tmp_path.glob("*.csv"):
            assert missing(table.read_text().partition("\n")[0].split(",")) == set()
        assert missing(keys_of(json.loads((tmp_path / "trace.csv.json").read_text()))) == set()


@pytest.mark.parametrize("format", ["csv", "npz"])
def test_every_part_of_gradients_is_there(experiment, tmp_path, format):
    path = tmp_path / f"G.{format}"
    run = Run(experiment)
    run.advance()
    finish(writing_gradients(BackwardRun(run), path, format, InputNames(("a",) * 12)))
    if format == "npz":
        assert missing(names_in(path)) == set()
        return
    assert {beside.name for beside in tmp_path.iterdir()} == {
        "G.csv",
        "G.weights.csv",
        "G.csv.json",
    }
    for table in tmp_path.glob("*.csv"):
        columns = table.read_text().partition("\n")[0].removesuffix(",label")
        assert f"`{columns}`" in PAGE
    assert missing(keys_of(json.loads((tmp_path / "G.csv.json").read_text()))) == set()


def test_its_limits_are_those_that_hold():
    assert f"more than {MAX_ENTRIES:,} entries" in PAGE
    assert f"deeper than {MOST_DEPTH} levels, has more than {MOST_BRACKETS:,}" in PAGE
    assert f"larger than {MAX_JSON >> 20} MiB" in PAGE
    assert FORMAT == 2
