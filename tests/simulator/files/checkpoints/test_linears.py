"""The Linear layer after an LSTM is found by its size, its name, and its place in the file."""

import json
from argparse import Namespace

import numpy as np
import pytest
from safetensors.numpy import save_file

from simulator.commands.run import run
from simulator.files.checkpoints import linears as module
from simulator.files.checkpoints.linears import choose, find_linears, linears, read_linear
from simulator.files.tensors import TensorInfo
from tests.needs_torch import torch
from tests.simulator.files.checkpoints.checkpoints import refusal


def infos(**shapes):
    """Return tensors of these shapes, in this order; `__` stands for a dot."""
    return {name.replace("__", "."): TensorInfo(shape, "float32") for name, shape in shapes.items()}


LSTM = {"lstm__weight_ih_l0": (12, 5), "lstm__weight_hh_l0": (12, 3)}


def names(found):
    return [linear.name for linear in found]


def test_a_layer_with_another_number_of_inputs_is_none():
    found = infos(**LSTM, fc__weight=(7, 3), fc__bias=(7,), other__weight=(7, 4))
    assert names(find_linears(found, 3)) == ["fc"]
    assert names(find_linears(found)) == ["fc", "other"]
    assert find_linears(found, 3)[0].label == "fc (7, 3)"


def test_what_is_no_matrix_or_of_an_lstm_is_none():
    found = infos(**LSTM, conv__weight=(7, 3, 1), norm__weight=(3,), x__weight=(0, 3))
    assert find_linears(found, 3) == ()


@pytest.mark.parametrize(
    ("shapes", "first"),
    [
        ({"embedding__weight": (9, 3), **LSTM, "decoder__weight": (9, 3)}, "decoder"),
        ({"tok_emb__weight": (9, 3), **LSTM, "mix__weight": (9, 3)}, "mix"),
        ({"before__weight": (3, 3), **LSTM, "after__weight": (9, 3)}, "after"),
        ({**LSTM, "a__weight": (9, 3), "b__weight": (9, 3), "b__bias": (9,)}, "b"),
        ({"fc__weight": (9, 3), **LSTM, "attention__weight": (3, 3)}, "fc"),
    ],
)
def test_the_likeliest_stands_first(shapes, first):
    assert names(find_linears(infos(**shapes), 3, "lstm"))[0] == first


def test_a_bias_of_another_size_is_none_of_the_layer():
    (found,) = find_linears(infos(**LSTM, fc__weight=(7, 3), fc__bias=(3,)), 3)
    assert not found.bias


@pytest.mark.torch
def test_torchs_own_layer_is_read_bit_for_bit(tmp_path):
    class Tagger(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = torch.nn.Embedding(20, 8)
            self.rnn = torch.nn.LSTM(8, 6, 2, bidirectional=True)
            self.hidden2tag = torch.nn.Linear(12, 5)

    path = str(tmp_path / "tagger.pt")
    model = Tagger().half().float()
    torch.save(model.state_dict(), path)
    (found,) = linears(path, 12, "rnn")
    assert (found.name, found.outputs, found.features, found.bias) == ("hidden2tag", 5, 12, True)
    weight, bias = read_linear(path, found)
    assert np.array_equal(weight, model.hidden2tag.weight.detach().numpy())
    assert np.array_equal(bias, model.hidden2tag.bias.detach().numpy())
    assert not weight.flags.writeable
    assert choose(path, [found], "hidden2tag.weight", 12) is found


def test_a_name_that_is_not_there_lists_those_that_are(tmp_path):
    path = tmp_path / "m.safetensors"
    weight = np.ones((2, 3), np.float16)
    save_file({"fc.weight": weight, "weight": weight}, path)
    found = linears(path, 3)
    assert names(found) == ["fc", ""]
    assert read_linear(path, found[0])[0].dtype == np.float32
    assert read_linear(path, found[0])[1] is None
    assert choose(path, found, "(root)", 3) is found[1]
    message = refusal(choose, path, found, "head", 3)
    assert "head" in message
    assert "fc (2, 3), (root) (2, 3)" in message
    assert "(out_features, 4)" in refusal(choose, path, linears(path, 4), "fc", 4)
    save_file({"fc.weight": np.ones((2, 4), np.float16)}, path)
    assert "it no longer has fc" in refusal(read_linear, path, found[0])


def test_many_layers_are_listed_in_part(tmp_path):
    path = tmp_path / "m.safetensors"
    count = module._SHOWN + 3
    save_file({f"l{k}.weight": np.ones((2, 3), np.float32) for k in range(count)}, path)
    assert refusal(choose, path, linears(path, 3), "head", 3).count("(2, 3)") == module._SHOWN


def test_inspect_lists_what_stands_beside_an_lstm(tmp_path, capsys):
    path = str(tmp_path / "m.safetensors")
    shapes = {
        "embedding.weight": (20, 5),
        "lstm.weight_ih_l0": (12, 5),
        "lstm.weight_hh_l0": (12, 3),
        "fc.weight": (7, 3),
        "fc.bias": (7,),
    }
    save_file({name: np.ones(shape, np.float32) for name, shape in shapes.items()}, path)
    assert run("inspect", Namespace(file=path, json=True)) == 0
    lstm, *beside = json.loads(capsys.readouterr().out)
    assert (lstm["name"], lstm["kind"]) == ("lstm", "LSTM")
    embedding = {"name": "embedding", "kind": "Embedding", "dtype": "float32"}
    embedding |= {"num_embeddings": 20, "embedding_dim": 5}
    linear = {"name": "fc", "kind": "Linear", "dtype": "float32", "bias": True}
    linear |= {"in_features": 3, "out_features": 7}
    assert sorted(beside, key=lambda layer: layer["kind"]) == [embedding, linear]
    assert run("inspect", Namespace(file=path, json=False)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[1] == "LSTM"
    assert "fc  Linear  in_features=3 out_features=7 bias=True dtype=float32" in lines
