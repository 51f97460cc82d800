"""Our own mistakes in a reader are reported as ours, with their place; no file is blamed."""

import json
from dataclasses import replace

import numpy as np
import pytest

from simulator.experiment.experiment import Experiment
from simulator.faults import Fault, describe, is_fault
from simulator.files import archive, sandbox, tensors
from simulator.files.checkpoints import checkpoint
from simulator.files.checkpoints.keras import file as keras_checkpoint
from simulator.files.checkpoints.keras import hdf5
from simulator.files.checkpoints.onnx import file as onnx_checkpoint
from simulator.files.registry import Format
from simulator.files.tables import npz
from simulator.files.workspaces import reader as workspace_reader
from simulator.files.workspaces.reader import read_workspace
from simulator.files.workspaces.workspace import Workspace
from simulator.network.config import LSTMConfig
from tests.simulator.experiments import random_parameters
from tests.simulator.files.checkpoints.checkpoints import refusal
from tests.simulator.files.checkpoints.keras.models import KerasLayer, save_keras, save_whole
from tests.simulator.files.checkpoints.keras.models import weights as keras_weights
from tests.simulator.files.checkpoints.onnx.models import model, node, save, weights
from tests.simulator.files.workspaces.written import write_workspace


def workspace(folder):
    experiment = Experiment.create(random_parameters(LSTMConfig(2, 2)), np.ones((3, 2), "f4"))
    write_workspace(folder / "a.gatestep", Workspace("a", experiment, experiment, (), ()))
    return folder / "a.gatestep"


def arrays(folder):
    np.savez(folder / "a.npz", x=np.ones((3, 2), np.int64))
    return folder / "a.npz"


def onnx(folder):
    return save(model([node()], weights(3, 5)), folder)


def keras(folder):
    return save_keras([KerasLayer("memory", keras_weights(3, 4))], folder)


def h5(folder):
    return save_whole([KerasLayer("memory", keras_weights(3, 4))], folder)


def here(format):
    """Return the other process's answer when it reads a file of a format."""

    def answer(path):
        request = {
            "reader": format.row.reader,
            "path": str(path),
            "shown": str(path),
            "names": [],
            "memory": 2**40,
            "seconds": 10**6,
        }
        head = json.loads(sandbox._answer(request)[0])
        if "fault" in head:
            raise Fault(head["fault"])
        return head

    return answer


MISTAKES = {
    "a number of a workspace": (
        workspace,
        workspace_reader.read_workspace,
        workspace_reader,
        "DTYPES",
    ),
    "the names of an archive": (workspace, read_workspace, archive, "MAX_ENTRIES"),
    "an array of an .npz": (arrays, npz.read_npz, tensors, "EXACT"),
    "an ONNX node": (onnx, here(Format.ONNX), onnx_checkpoint, "_LARGEST"),
    "a Keras archive": (keras, here(Format.KERAS), keras_checkpoint, "MAX_RATIO"),
    "an HDF5 group": (h5, here(Format.KERAS), hdf5, "MAX_OBJECTS"),
}


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch):
    monkeypatch.setattr(sandbox, "_limit", lambda memory, seconds: None)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_reader_is_told_as_ours_with_its_place(tmp_path, monkeypatch, mistake):
    make, read, module, name = MISTAKES[mistake]
    path = make(tmp_path)
    read(path)
    monkeypatch.setattr(module, name, None)  # stands for a line of ours that fails
    with pytest.raises((TypeError, Fault)) as raised:
        read(path)
    assert is_fault(raised.value)
    assert f"({module.__name__.rpartition('.')[2]}.py:" in describe(raised.value)


@pytest.mark.apart
def test_a_mistake_in_the_process_apart_reaches_whoever_asked(tmp_path):
    path = onnx(tmp_path)
    row = replace(Format.ONNX.row, reader=".checkpoints.npz_file:NoSuchReader")
    missing = r"AttributeError: .*NoSuchReader.* \(sandbox\.py:\d+\)"
    with pytest.raises(Fault, match=missing) as raised:
        sandbox.SandboxedFile(path, row)
    trace = "\n".join(raised.value.__notes__)  # whoever logs the fault has them
    assert "Traceback" in trace
    assert "in load_reader" in trace


def test_an_answer_too_long_for_its_memory_is_the_files_doing(tmp_path, monkeypatch):
    encoded = sandbox._json

    def no_memory(**head):
        if "infos" in head:
            raise MemoryError
        return encoded(**head)

    monkeypatch.setattr(sandbox, "_json", no_memory)
    assert "asks for more memory" in here(Format.ONNX)(onnx(tmp_path))["error"]


@pytest.mark.apart
def test_a_process_apart_that_cannot_begin_blames_no_file(tmp_path, monkeypatch):
    path = onnx(tmp_path)
    monkeypatch.setattr(sandbox, "_START", "raise ImportError; ")
    with pytest.raises(Fault, match="gave no answer"):
        checkpoint.inspect(path)


def test_options_of_other_types_are_still_the_fault_of_the_file(tmp_path, monkeypatch):
    path = workspace(tmp_path)
    data = path.read_bytes()
    for before, after in (
        (b'"hidden_size": 2', b'"hidden_size":""'),
        (b'"input_size": 2, ', b"                 "),
        (b'"lengths": [3]', b'"lengths":[""]'),
    ):
        assert before in data
        changed = data.replace(before, after)
        monkeypatch.setattr("zipfile.ZipExtFile._update_crc", lambda *_: None)
        path.write_bytes(changed)
        assert "damaged" in refusal(read_workspace, path)
