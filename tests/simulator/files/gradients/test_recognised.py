"""Exported gradients are told from weights, traces and tables, whatever their name."""

import shutil

import pytest

from simulator.files.checkpoints import checkpoint
from simulator.files.contents import is_gradients
from simulator.files.gradients.export import is_exported_gradients
from simulator.files.registry import Format
from simulator.files.sequences import sequence
from simulator.files.traces.export import ExportOptions
from simulator.files.traces.input_columns import UNNAMED
from simulator.files.traces.sidecar import is_sidecar
from simulator.files.traces.stored import is_exported, read_stored_trace
from tests.simulator.files.checkpoints.checkpoints import refusal
from tests.simulator.files.gradients.written import write_gradients
from tests.simulator.files.traces.test_export import finished, small
from tests.simulator.files.traces.test_size import write
from tests.simulator.gradients.cases import random_case


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write the gradients of a case in every format, one after a name that says otherwise."""
    folder = tmp_path_factory.mktemp("gradients")
    for format in ("csv", "npz", "parquet"):
        write_gradients(random_case(3), folder / f"g.{format}")
    shutil.copy(folder / "g.npz", folder / "weights.pt")
    shutil.copy(folder / "g.parquet", folder / "weights.safetensors")
    return folder


@pytest.mark.parametrize(
    "name",
    [
        "g.csv",
        "g.weights.csv",
        "g.npz",
        "g.parquet",
        "g.weights.parquet",
        "weights.pt",
        "weights.safetensors",
    ],
)
def test_they_open_as_nothing_else(folder, name):
    path = folder / name
    assert is_gradients(path)
    for read in (checkpoint.load, sequence.load, read_stored_trace):
        assert Format.GRADIENTS.row.advice in refusal(read, path)


@pytest.mark.parametrize(
    "name", ["g.csv", "g.weights.csv", "g.npz", "g.parquet", "g.weights.parquet"]
)
def test_gatestep_knows_its_own(folder, name):
    assert is_exported_gradients(folder / name)
    assert is_sidecar(folder / "g.csv.json")
    assert not is_exported(folder / name)


def test_a_trace_and_other_files_are_none(tmp_path):

    for format, layout in (("csv", "long"), ("csv", "wide"), ("npz", "wide"), ("parquet", "long")):
        path = tmp_path / f"t.{format}"
        write(finished(small()), path, ExportOptions(format, layout), UNNAMED)
        assert is_exported(path)
        assert not is_exported_gradients(path)
    (tmp_path / "x.csv").write_text("t,batch,layer,direction,quantity,unit,value\n0,0,0,f,h,0,1\n")
    for name in ("x.csv", "no file", "."):
        assert not is_exported_gradients(tmp_path / name)
