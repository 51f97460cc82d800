"""Files that torch.save and pickle write, and files that lie: no code runs, no memory runs out."""

import pickle
import subprocess
import sys
import tarfile
import warnings
import zipfile
from argparse import Namespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.files.checkpoints import checkpoint
from simulator.files.checkpoints.pytorch import zip_layout
from simulator.files.checkpoints.pytorch.file import TorchFile
from simulator.network.config import LSTMConfig
from tests.depth import examples
from tests.needs_torch import torch
from tests.paths import ROOT
from tests.simulator.files.checkpoints.checkpoints import (
    Payload,
    assert_is,
    outcome,
    random_module,
    refusal,
    rewrite_zip,
    same_bits,
    save_torch,
)
from tests.simulator.files.checkpoints.pytorch.models import Model


@pytest.mark.parametrize("compile", ["script", "trace"])
def test_a_torchscript_program_gives_its_tensors(tmp_path, compile):
    model = Model(LSTMConfig(3, 4, 2)).eval()
    del model.callbacks
    path = tmp_path / "model.jit"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = (
            torch.jit.script(model)
            if compile == "script"
            else torch.jit.trace(model, torch.ones(2, 1, 3))
        )
        made.save(str(path))
    assert_is(path, "lstm", model.lstm)


def test_a_frozen_torchscript_program_is_refused(tmp_path):
    path = tmp_path / "frozen.pt"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        traced = torch.jit.trace(random_module(LSTMConfig(3, 4)).eval(), torch.ones(2, 1, 3))
        torch.jit.freeze(traced).save(str(path))
    assert "it is a frozen TorchScript program" in refusal(checkpoint.load, path)


def test_code_in_a_pickle_does_not_run(tmp_path, saved, lstm):
    payload = Payload(tmp_path)
    assert_is(saved({**lstm.state_dict(), "extra": payload}), "", lstm)
    message = refusal(checkpoint.load, saved(payload))
    assert "it holds a pickled os.makedirs, not an LSTM with nn.LSTM's names" in message
    assert not (tmp_path / "executed").exists()


def test_the_oldest_form_is_named(tmp_path):
    path = tmp_path / "tar.pth"
    (tmp_path / "part").write_bytes(b"0")
    with tarfile.open(path, "w") as archive:
        archive.add(tmp_path / "part", "sys_info")
    assert "it is a tar file, which only very old PyTorch versions wrote" in refusal(
        checkpoint.load, path
    )


def test_a_program_of_torch_export_is_named(tmp_path):
    path = tmp_path / "model.pt2"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("archive_format", "models/model.json", "data/weights/weight_0"):
            archive.writestr(f"model/{name}", b"pt2")
    assert "it is a torch.export program (.pt2)" in refusal(checkpoint.load, path)


def test_what_is_no_model_is_named_by_its_class(tmp_path):
    path = tmp_path / "x.pkl"
    path.write_bytes(pickle.dumps(Namespace(coefficients=np.ones(3))))
    message = refusal(checkpoint.load, path)
    assert "it holds a pickled argparse.Namespace, not an LSTM with nn.LSTM's names" in message
    assert "torch" not in message.lower().replace(str(path), "")
    path.write_bytes(b"\x80\x04\x95joblib.numpy_pickle")
    assert "it was saved by joblib" in refusal(checkpoint.load, path)


def test_a_deflated_zip_is_refused_unread(tmp_path):
    """The file takes 20 kB on disk, 20 MB in memory."""
    path = save_torch({"weight_ih_l0": torch.zeros(4, 3)}, tmp_path)

    def inflate(name, data):
        bomb = bytes(20_000_000) if name.endswith("data/0") else data
        return bomb, zipfile.ZIP_DEFLATED

    bomb = rewrite_zip(path, tmp_path / "bomb.pt", inflate)
    assert bomb.stat().st_size < 30_000
    assert "is compressed, which torch.save never does" in refusal(checkpoint.load, bomb)


def test_what_is_read_outlives_the_file(tmp_path, lstm):
    """The data are copies: the file can change, or be deleted, afterwards."""
    path = save_torch(lstm.state_dict(), tmp_path)
    parameters, _ = checkpoint.load(path)
    path.write_bytes(bytes(path.stat().st_size))
    assert same_bits(parameters["weight_hh_l0"], lstm.weight_hh_l0.detach().numpy())


def test_other_zips_and_too_long_pickles_are_refused(tmp_path, monkeypatch, lstm):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", "{}")
    assert "not one of PyTorch's" in refusal(checkpoint.inspect, path)
    monkeypatch.setattr(zip_layout, "MAX_PICKLE", 10)
    saved = save_torch(lstm.state_dict(), tmp_path)
    assert "too many entries" in refusal(TorchFile, saved)


def test_it_needs_no_torch(tmp_path, lstm):
    path = save_torch(lstm.state_dict(), tmp_path)
    program = f"""
import sys
sys.modules["torch"] = None
from simulator.files import sandbox
from simulator.files.checkpoints import checkpoint
from simulator.files.checkpoints.pytorch import zip_layout
from simulator.files.checkpoints.pytorch.file import TorchFile
checkpoint.SandboxedFile = sandbox.open_here
print(checkpoint.load({str(path)!r})[0].config.hidden_size)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "4\n", done.stderr


@examples(200)
@given(data=st.data())
def test_mutations_end_in_a_model_or_in_words(tmp_path_factory, data):
    folder = tmp_path_factory.getbasetemp()
    path = save_torch(random_module(LSTMConfig(1, 1)).state_dict(), folder)

    def mutate(name, record):
        if not name.endswith("data.pkl"):
            return record, zipfile.ZIP_STORED
        mutant = bytearray(record)
        for _ in range(data.draw(st.integers(1, 3))):
            mutant[data.draw(st.integers(0, len(mutant) - 1))] = data.draw(st.integers(0, 255))
        return bytes(mutant), zipfile.ZIP_STORED

    result = outcome(checkpoint.load, rewrite_zip(path, folder / "mutant.pt", mutate))
    assert isinstance(result, tuple) or result.isprintable()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_cut_off_files_are_refused(tmp_path, lstm, share):
    path = save_torch(lstm.state_dict(), tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    assert "it is damaged. Download or save it again" in refusal(checkpoint.load, path)
