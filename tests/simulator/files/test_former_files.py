"""Files of version 1 open for ever: stored numbers to the bit, computed ones up to rounding."""

import json
import shutil

import numpy as np
import pytest

from simulator.analysis.address_parser import PartialAddress
from simulator.breakpoints.condition_parser import parse
from simulator.engine.run import Run
from simulator.files.traces.stored import is_stored_trace, read_stored_trace
from simulator.files.workspaces.reader import read_workspace
from simulator.network.lane import Lane
from tests.former_files import (
    FOLDER,
    QUANTITIES,
    TRACES,
    UNSAVED,
    UNSAVED_WORK,
    WORKSPACE_NAMES,
    WORKSPACES,
    arrays_of,
    assert_close,
    assert_content,
    assert_same_bits,
    condition_of,
    group_of,
    kept,
    options_of,
    told,
)

FILES = {
    **{name: (WORKSPACES / f"{name}.gatestep",) * 2 for name in WORKSPACE_NAMES},
    "unsaved": (next(UNSAVED.glob("*.gatestep")), UNSAVED_WORK),
}
"""Each workspace, and the file whose description applies to it."""

ALL = QUANTITIES, (0, 1), (0, 1), range(4)
PARTS = {
    "single_wide.csv": ALL,
    "double_long.csv": ALL,
    "single_torch.csv": (("c", "h"), (0, 1), (0, 1), range(1, 3)),
    "double.npz": ALL,
    "double_wide.parquet": ALL,
    "single_long.parquet": ALL,
    "double_part.parquet": (("i", "m"), (1,), (1,), range(1, 4)),
}
"""Parts of each trace: quantities, layers, units, and timesteps."""

WITH_MODEL = ("single_wide.csv", "double.npz", "double_wide.parquet")


def finished(experiment):
    """Return the trace of a complete run."""
    run = Run(experiment)
    run.advance()
    return run.trace


def model_of(name):
    """Return the file whose description applies to a trace."""
    return TRACES / ("single" if name.startswith("single") else "double")


def read(name, folder=TRACES):
    """Read a trace; skip the test where its library is not installed."""
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow")
    assert is_stored_trace(folder / name)
    return read_stored_trace(folder / name)


def numbers_of(name):
    """Return a trace's (t, row, unit) and number, by quantity, layer and direction."""
    arrays, lengths = group_of(kept(model_of(name)), "trace"), told(model_of(name))["lengths"]
    quantities, layers, units, timesteps = PARTS[name]
    found = {}
    for quantity in quantities:
        for layer in layers:
            for direction in (0, 1):
                values = arrays[quantity][2 * layer + direction]
                found[quantity, Lane(layer, direction)] = {
                    (t, row, unit): values[t, row, unit].tobytes()
                    for t in timesteps
                    for row, length in enumerate(lengths)
                    for unit in units
                    if t < length and unit < values.shape[-1]
                }
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_workspace_holds_what_it_held(name):
    path, described = FILES[name]
    workspace = read_workspace(path)
    assert_content(workspace, workspace.pins, described)
    assert [pin.name for pin in workspace.pins] == told(described)["standing"]["pins"]


@pytest.mark.parametrize("name", FILES)
def test_the_numbers_of_a_workspace_are_computed_again(name):
    path, described = FILES[name]
    assert_close(finished(read_workspace(path).experiment), group_of(kept(described), "trace"))


@pytest.mark.parametrize("name", PARTS)
def test_a_trace_reads_back_bit_for_bit(name):
    stored, expected = read(name), told(model_of(name))
    found = {
        key: dict(zip(map(tuple, where.tolist()), (v.tobytes() for v in values), strict=True))
        for key, (where, values) in stored.points.items()
    }
    assert found == numbers_of(name)
    shape = stored.shape
    assert {
        "config": {option: getattr(shape.config, option) for option in expected["config"]},
        "lengths": list(shape.lengths),
        "batched": shape.batched,
        "dtype": shape.dtype,
    }.items() <= expected.items()
    assert (stored.experiment is not None) == (name in WITH_MODEL)


@pytest.mark.parametrize("name", WITH_MODEL)
def test_a_trace_with_its_model_is_replayed(name):
    stored, arrays = read(name), kept(model_of(name))
    assert options_of(stored.experiment) == told(model_of(name))
    assert_same_bits(arrays_of(stored.experiment), group_of(arrays, "present"))
    assert_close(finished(stored.experiment), group_of(arrays, "trace"))
    assert_close(stored.alone().trace, group_of(arrays, "trace"))


def test_a_csv_alone_reads_back(tmp_path):
    """Somebody may pass it on without its sidecar."""
    shutil.copy(TRACES / "double_long.csv", tmp_path)
    stored = read("double_long.csv", tmp_path)
    assert (stored.shape, stored.experiment) == (None, None)
    for key, numbers in numbers_of("double_long.csv").items():
        where, values = stored.points[key]
        assert np.array_equal(where, list(numbers))
        assert values.tobytes() == b"".join(numbers.values())


def test_every_word_of_conditions_and_watches_is_understood():
    words = json.loads((FOLDER / "words.json").read_text("utf-8"))
    assert len(words) == 41
    for word in words:
        meant = parse(word["typed"])
        if isinstance(meant, PartialAddress):
            where = [meant.where.layer, meant.where.direction, meant.where.row]
            watch = {"quantity": meant.quantity, "unit": meant.unit, "where": where}
            assert watch == word["watch"], word["typed"]
        else:
            assert condition_of(meant) == word["condition"], word["typed"]
            assert condition_of(parse(word["text"])) == word["condition"], word["typed"]
            assert meant.text() == word["text"]
