"""Weights that torch stores in parts: recombined as torch does, or refused by what made them."""

import warnings
from importlib import import_module

import numpy as np
import pytest

from simulator.files.checkpoints import checkpoint
from simulator.files.checkpoints.export import save_torch as export
from simulator.files.checkpoints.find_lstms import Origin
from simulator.network.config import LSTMConfig
from tests.needs_torch import torch
from tests.simulator.files.checkpoints.checkpoints import (
    SAVERS,
    random_module,
    refusal,
    save_torch,
)

ULPS = 4
"""Largest difference in units of the last place: torch adds the squares in float32."""


def weight_normed(how, names, dim=0, dtype="float32"):
    """Return an LSTM whose named weights are normalised, with other lengths than at first."""
    lstm = random_module(LSTMConfig(3, 4, 2)).to(getattr(torch, dtype))
    parametrised = torch.nn.utils.parametrizations.weight_norm
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            (torch.nn.utils.weight_norm if how == "old" else parametrised)(lstm, name, dim)
        for name, tensor in lstm.named_parameters():
            if name.endswith(("_g", "original0")):
                tensor.data *= 1 + torch.rand(tensor.shape, dtype=tensor.dtype)
        lstm(torch.ones(2, 3, dtype=getattr(torch, dtype)))  # makes the weights from their parts
    return lstm


@pytest.mark.parametrize("format", SAVERS)
@pytest.mark.parametrize("how", ["old", "new"])
@pytest.mark.parametrize("dim", [0, 1, None])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_weight_normalisation_is_undone_as_torch_does(tmp_path, format, how, dim, dtype):
    names = ["weight_hh_l0", "weight_ih_l1", "bias_hh_l1"][: 3 if dim == 0 else 2]
    lstm = weight_normed(how, names, dim, dtype)
    tensors = {f"rnn.{name}": tensor for name, tensor in lstm.state_dict().items()}
    parameters, stored = checkpoint.load(SAVERS[format](tensors, tmp_path))
    assert stored.name == "rnn"
    assert stored.dtype == dtype
    (note,) = stored.notes
    words = set(note.replace(",", "").split())
    parts = {"old": ["_g", "_v"], "new": ["original0", "original1"]}[how]
    assert words >= {*names, *parts, "weight_norm's"}
    for name, array in parameters.arrays.items():
        expected = getattr(lstm, name).detach().numpy()
        if name in names:
            np.testing.assert_array_max_ulp(array, expected, ULPS)
        else:
            assert array.tobytes() == expected.tobytes()


def test_a_whole_module_with_weight_normalisation_opens(tmp_path):
    lstm = weight_normed("old", ["weight_hh_l0"])
    for hook in list(lstm._forward_pre_hooks.values()):
        assert hook.name == "weight_hh_l0"
    path = tmp_path / "whole.pt"
    del lstm.weight_hh_l0  # torch pickles no tensor that has been computed
    torch.save(lstm, path)
    parameters, stored = checkpoint.load(path)
    assert stored.notes
    assert parameters.config == LSTMConfig(3, 4, 2)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (
            lambda lstm: torch.nn.utils.parametrizations.orthogonal(lstm, "weight_hh_l0"),
            "orthogonal",
        ),
        (
            lambda lstm: torch.nn.utils.parametrizations.spectral_norm(lstm, "weight_hh_l0"),
            "spectral_norm",
        ),
        (lambda lstm: torch.nn.utils.spectral_norm(lstm, "weight_hh_l0"), "spectral_norm"),
        (
            lambda lstm: import_module("torch.nn.utils.prune").random_unstructured(
                lstm, "weight_hh_l0", 0.5
            ),
            "prune",
        ),
    ],
    ids=["orthogonal", "spectral", "old spectral", "pruned"],
)
def test_other_parametrisations_are_refused_by_name(tmp_path, change, kind):
    lstm = random_module(LSTMConfig(3, 4))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        change(lstm)
    message = refusal(checkpoint.load, save_torch(lstm.state_dict(), tmp_path))
    assert f"its weight_hh_l0 is computed by torch.nn.utils ({kind})" in message


def test_a_length_of_another_shape_is_refused(tmp_path):
    tensors = weight_normed("old", ["weight_hh_l0"]).state_dict()
    tensors["weight_hh_l0_g"] = torch.ones(3, 1)
    assert "its weight_hh_l0 is computed" in refusal(checkpoint.load, save_torch(tensors, tmp_path))


def weight_dropped(wrapper, with_a_copy=True):
    """Return the tensors of AWD-LSTM's weight dropout after a training step, and the LSTM meant.

    Args:
        wrapper: what follows the module's name before the LSTM's: `.module` in fastai, nothing in
            other libraries. with_a_copy: is what was left of the weight there too?
    """
    lstm = random_module(LSTMConfig(3, 4))
    tensors = {f"rnns.0{wrapper}.{name}": tensor for name, tensor in lstm.state_dict().items()}
    weight = tensors.pop(f"rnns.0{wrapper}.weight_hh_l0")
    tensors["rnns.0.weight_hh_l0_raw"] = weight
    if with_a_copy:
        tensors[f"rnns.0{wrapper}.weight_hh_l0"] = torch.nn.functional.dropout(weight, 0.5)
    return tensors, lstm


@pytest.mark.parametrize("format", SAVERS)
@pytest.mark.parametrize("wrapper", [".module", ""])
@pytest.mark.parametrize("with_a_copy", [True, False])
def test_a_weight_is_read_before_its_dropout(tmp_path, format, wrapper, with_a_copy):
    tensors, lstm = weight_dropped(wrapper, with_a_copy)
    path = SAVERS[format](tensors, tmp_path)
    parameters, stored = checkpoint.load(path)
    assert stored.name == f"rnns.0{wrapper}"
    for name, array in parameters.arrays.items():
        assert array.tobytes() == getattr(lstm, name).detach().numpy().tobytes()
    (note,) = stored.notes
    assert "rnns.0.weight_hh_l0_raw" in note


@pytest.mark.parametrize("wrapper", [".module", ""])
def test_an_edit_goes_back_into_the_weight_before_its_dropout(tmp_path, wrapper):
    tensors, _ = weight_dropped(wrapper)
    path = save_torch(tensors, tmp_path)
    parameters, stored = checkpoint.load(path)
    edit = parameters.with_value("weight_hh_l0", (1, 2), 9.0)
    export(path, edit, Origin(str(path), stored.name))
    after = torch.load(path)
    wanted = tensors["rnns.0.weight_hh_l0_raw"].clone()
    wanted[1, 2] = 9
    assert torch.equal(after.pop("rnns.0.weight_hh_l0_raw"), wanted)
    for name, tensor in after.items():
        assert torch.equal(tensor, tensors[name])
    assert checkpoint.load(path)[0]["weight_hh_l0"][1, 2] == 9


def test_an_edit_goes_back_into_every_weight_but_a_computed_one(tmp_path):
    path = save_torch(weight_normed("old", ["weight_hh_l0"]).state_dict(), tmp_path)
    before = torch.load(path)
    parameters, _ = checkpoint.load(path)
    origin = Origin(str(path), "")
    told = refusal(export, path, parameters.with_value("weight_hh_l0", (0, 0), 9.0), origin)
    assert "weight norm computes weight_hh_l0 from g and v" in told
    export(path, parameters.with_value("weight_ih_l0", (0, 0), 9.0), origin)
    after = torch.load(path)
    assert after["weight_ih_l0"][0, 0] == 9
    assert torch.equal(after["weight_hh_l0_v"], before["weight_hh_l0_v"])
