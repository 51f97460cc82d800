"""The tensors in what people save have the names that torch gives them."""

import warnings
from argparse import Namespace
from collections import OrderedDict
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from simulator.files.checkpoints import checkpoint
from simulator.files.checkpoints.pytorch.file import TorchFile
from simulator.network.config import LSTMConfig
from tests.needs_torch import torch
from tests.simulator.files.checkpoints.checkpoints import (
    assert_is,
    refusal,
    save_torch,
)
from tests.simulator.files.checkpoints.pytorch.models import Callback, Model


class Hyperparameters(dict):
    """Mapping with attributes, as configuration libraries make them."""

    def __init__(self, **values):
        super().__init__(values)
        self.parent = self
        self.values = values


def test_a_checkpoint_of_a_trainer_opens_whatever_else_is_in_it(saved, lstm):
    """Lightning keeps a Namespace, paths, configurations and callbacks beside the tensors."""
    optimizer = torch.optim.Adam(lstm.parameters())
    lstm(torch.ones(2, 3))[0].sum().backward()
    optimizer.step()
    content = {
        "epoch": np.int64(3),
        "loss": np.float32(0.5),
        "hyper_parameters": Namespace(lr=0.1, data=Path("/data"), config=Hyperparameters(a=[1])),
        "callbacks": {"EarlyStopping": {"best": torch.tensor(0.5)}, "own": Callback(np.ones(3))},
        "optimizer_states": [optimizer.state_dict()],
        "seen": {1, 2},
        "when": datetime(2020, 1, 2),
        "state_dict": OrderedDict((f"model.{k}", v) for k, v in lstm.state_dict().items()),
    }
    assert_is(saved(content), "state_dict.model", lstm)


def test_the_tensors_of_a_whole_module_have_the_names_of_its_state_dict(saved):
    model = Model(LSTMConfig(3, 4, 2, bidirectional=True))
    path = saved(model)
    infos = checkpoint.open_tensors(path).infos
    assert {name: info.shape for name, info in infos.items()} == {
        name: tuple(tensor.shape) for name, tensor in model.state_dict().items()
    }
    assert_is(path, "lstm", model.lstm)


def test_an_lstm_saved_alone_opens(saved, lstm):
    assert_is(saved(lstm), "", lstm)


def test_a_module_in_other_objects_opens(saved, lstm):
    assert_is(saved({"trainer": Namespace(nets=[lstm], name="x")}), "trainer.nets.0", lstm)


@pytest.mark.few(1)
def test_a_compiled_model_opens_by_the_names_of_its_state_dict(saved, lstm):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compiled = torch.compile(torch.nn.ModuleDict({"lstm": lstm}), backend="eager")
        path = saved(compiled)
    assert_is(path, "_orig_mod.lstm", lstm)
    assert checkpoint.open_tensors(path).infos.keys() == compiled.state_dict().keys()


class Fields(NamedTuple):
    """A tuple with names, as models return them."""

    epoch: int
    lstm: object


def test_a_module_in_a_named_tuple_opens(saved, lstm):
    assert_is(saved({"best": Fields(3, lstm)}), "best.1", lstm)


def test_a_quantised_lstm_is_refused_by_name(saved):
    model = torch.nn.ModuleDict({"lstm": torch.nn.LSTM(3, 4)})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = torch.ao.quantization.quantize_dynamic(model, {torch.nn.LSTM}, torch.qint8)
    path = saved(made.state_dict())
    assert "lstm cannot be read as an LSTM: it is a quantised LSTM" in refusal(
        checkpoint.load, path
    )


def quantised_in_cells(model, is_packed):
    """Return a model as torch's static quantisation leaves it, at the end or half way."""
    quantisation = torch.ao.quantization
    model.eval().qconfig = quantisation.default_qconfig
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = quantisation.prepare(model)
        made["lstm"](torch.ones(2, 1, 3))
        return quantisation.convert(made) if is_packed else made


@pytest.mark.parametrize(("is_packed", "word"), [(True, "integers"), (False, "prepare")])
def test_an_lstm_of_static_quantisation_is_refused_by_its_stage(tmp_path, is_packed, word):
    model = torch.nn.ModuleDict({"lstm": torch.nn.LSTM(3, 4, bidirectional=True)})
    tensors = quantised_in_cells(model, is_packed).state_dict()
    message = refusal(checkpoint.load, save_torch(tensors, tmp_path))
    assert "lstm cannot be read as an LSTM" in message
    words = {"integers", "prepare"}
    assert {each for each in words if each in message} == {word}


def test_bottomless_nesting_is_refused(tmp_path, lstm):
    deep, loop = lstm.state_dict(), {}
    for _ in range(30):
        deep = {"a": deep}
    loop["a"], loop["b"] = loop, loop
    for content in (deep, loop):
        assert "nested too deep" in refusal(checkpoint.inspect, save_torch(content, tmp_path))


def test_two_tensors_of_one_name_are_refused(tmp_path):
    both = {"a.b": torch.ones(1), "a": {"b": torch.ones(1)}}
    assert "two tensors in it are named a.b" in refusal(TorchFile, save_torch(both, tmp_path))
