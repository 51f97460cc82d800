"""What is beside the LSTMs of a checkpoint is counted by its kind and said in one line."""

import numpy as np
import pytest

from simulator.files.checkpoints import checkpoint
from simulator.files.checkpoints.left_out import left_out
from simulator.files.tensors import TensorInfo
from tests.needs_torch import torch
from tests.simulator.files.checkpoints.keras.models import (
    KerasLayer,
    save_old_weights,
    save_weights,
    save_whole,
    weights,
    write,
)
from tests.simulator.files.checkpoints.onnx import models as onnx_models


def infos(**shapes):
    return {name.replace("__", "."): TensorInfo(shape, "float32") for name, shape in shapes.items()}


CASES = {
    "Embedding": infos(emb__weight=(30, 12)),
    "Linear": infos(head__weight=(2, 4), head__bias=(2,)),
    "LayerNorm": infos(norm__weight=(4,), norm__bias=(4,)),
    "BatchNorm": infos(bn__weight=(4,), bn__bias=(4,), bn__running_mean=(4,)),
    "Conv": infos(front__weight=(4, 3, 5), front__bias=(4,)),
    "MultiheadAttention": infos(att__in_proj_weight=(12, 4), att__in_proj_bias=(12,)),
    "other": infos(h0=(1, 1, 4)),
    "optimiser": infos(optimizer__state__0__exp_avg=(16, 3)),
}


@pytest.mark.parametrize("kind", CASES)
def test_each_kind_is_counted_once(kind):
    told = left_out(CASES[kind], ())
    assert kind in told
    assert "1 " in told
    others = [other for other in CASES if other != kind and other in told]
    assert others == []


@pytest.mark.parametrize("kind", ["optimiser", "other"])
@pytest.mark.parametrize("count", [1, 2])
def test_one_tensor_is_told_in_the_singular(kind, count):
    state = "optimizer__state__{}__exp_avg" if kind == "optimiser" else "h{}"
    told = left_out(infos(**{state.format(number): (2, 1, 4) for number in range(count)}), ())
    assert ("tensors" in told) == (count > 1)
    assert f"{count} " in told


def test_a_list_of_tensors_is_no_module():
    """Keras alone numbers what its layers have."""
    listed = infos(batches__0=(2, 3), batches__1=(2, 3))
    assert left_out(listed, ()) == "2 other tensors (batches.0, batches.1)"


OPTIMISERS = {
    "by the name of its list": ("trainer__optimizers__0__state__0__exp_avg", (16, 3)),
    "whole": ("opt_obj__param_groups__0__params__0", (16, 3)),
    "by what it keeps of a parameter": ("solver__state__12__momentum_buffer", (16, 3)),
}


@pytest.mark.parametrize("case", OPTIMISERS)
def test_the_state_of_an_optimiser_is_known_wherever_it_is(case):
    name, shape = OPTIMISERS[case]
    told = left_out(infos(**{name: shape}), ())
    assert "optimiser" in told
    assert "Linear" not in told


def test_modules_whose_state_is_saved_by_number_are_no_optimiser():
    model = infos(state__0__weight=(4, 3), state__0__bias=(4,), optics__weight=(2, 2))
    assert left_out(model, ()) == "2 Linear (state.0, optics)"


def test_of_many_the_first_are_named():
    many = infos(**{f"fc{number}__weight": (2, 2) for number in range(7)})
    told = left_out(many, ())
    assert told.startswith("7 Linear (fc0, fc1, fc2, ")
    assert "fc3" not in told


def test_what_is_read_and_recurrent_lookalikes_are_no_part_of_it():
    given = infos(lstm__weight_ih_l0=(16, 3), gru__weight_hh_l0=(12, 4), mine=(3, 3))
    assert left_out(given, ["mine"]) == ""
    counters = {"bn.num_batches_tracked": TensorInfo((), "int64")}
    assert left_out(counters, ()) == ""


def net():
    return torch.nn.ModuleDict(
        {
            "emb": torch.nn.Embedding(30, 12),
            "lstm": torch.nn.LSTM(12, 4, bidirectional=True),
            "norm": torch.nn.LayerNorm(8),
            "head": torch.nn.Sequential(
                torch.nn.Linear(8, 8), torch.nn.ReLU(), torch.nn.Linear(8, 2)
            ),
        }
    )


def test_opening_says_so(tmp_path):
    torch.save(net().state_dict(), tmp_path / "net.pt")
    (note,) = checkpoint.load(tmp_path / "net.pt")[1].notes
    for words in ("1 Embedding (emb)", "2 Linear (head.0, head.2)", "1 LayerNorm (norm)"):
        assert words in note
    torch.save(torch.nn.LSTM(3, 4).state_dict(), tmp_path / "alone.pt")
    assert checkpoint.load(tmp_path / "alone.pt")[1].notes == ()


DENSE = KerasLayer("dense", [[np.ones((4, 2), "f4"), np.ones(2, "f4")]], "Dense")
LAYERS = [KerasLayer("memory", weights(3, 4)), KerasLayer("bad", weights(4, 4, 2), "Bidirectional")]


@pytest.mark.parametrize("save", [save_old_weights, save_whole, save_weights])
def test_weights_of_keras_lstms_are_not_said_to_be_left_out(tmp_path, save):
    import h5py

    path = save(LAYERS, tmp_path)
    notes = " ".join(checkpoint.inspect(path)[0].notes)
    assert "Linear" not in notes
    assert "other" not in notes
    with h5py.File(path, "a") as file:
        root = "layers/dense/vars/0" if save is save_weights else "dense/dense/kernel:0"
        write(file, "model_weights/" * (save is save_whole) + root, DENSE.weights[0][0])
    notes = " ".join(checkpoint.inspect(path)[0].notes)
    assert "1 Linear (dense)" in notes


def test_initialisers_of_an_onnx_graph_are_counted(tmp_path):
    arrays = onnx_models.weights(4, onnx_models.HIDDEN_SIZE)
    arrays |= {"fc.weight": np.ones((2, 5), "f4"), "shape": np.array([1, 2, 3])}
    path = onnx_models.save(onnx_models.model([onnx_models.node()], arrays), tmp_path)
    notes = " ".join(checkpoint.inspect(path)[0].notes)
    assert "1 Linear (fc)" in notes
    assert "shape" not in notes
