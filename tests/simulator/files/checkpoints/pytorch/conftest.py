"""An LSTM, and the forms of file that torch and pickle give it."""

import pickle

import pytest

from simulator.network.config import LSTMConfig
from tests.needs_torch import torch
from tests.simulator.files.checkpoints.checkpoints import (
    random_module,
)


@pytest.fixture
def lstm():
    return random_module(LSTMConfig(3, 4))


@pytest.fixture(params=["zip", "legacy", "pickle"])
def saved(request, tmp_path):
    """Return a function that saves any object in one of the forms that people use."""

    def save(content):
        if request.param == "pickle":
            path = tmp_path / "model.pkl"
            path.write_bytes(pickle.dumps(content))
        else:
            path = tmp_path / "model.ckpt"
            torch.save(content, path, _use_new_zipfile_serialization=request.param == "zip")
        return path

    return save
