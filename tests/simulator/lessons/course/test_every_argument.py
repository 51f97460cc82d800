"""Lesson 7: what the language of claims cannot say of it, and torch says too."""

import numpy as np
import pytest

from simulator.lessons.course import lesson
from simulator.lessons.formula.edits import edited
from simulator.lessons.formula.parser import formula
from simulator.lessons.network import network
from tests.needs_torch import torch
from tests.simulator.experiments import torch_lstm, torch_outputs

WHOLE = [
    "input_size = 4", "hidden_size = 3", "num_layers = 2", "bidirectional = on", "proj_size = 2",
    "batch_first = on",
]  # fmt: skip
CASES = [
    ("", []),
    ("", ["hidden_size = 3"]),
    ("", ["input_size = 5"]),
    ("", ["bias = off"]),
    ("", ["num_layers = 2"]),
    ("", ["batch_first = on"]),
    ("", ["bidirectional = on", "num_layers = 2"]),
    ("", ["proj_size = 1"]),
    ("single", []),
    ("five-rows", WHOLE),
]


def reading(variant="", edits=()):
    return edited(network(lesson("every-argument").networks[variant]), edits)


@pytest.mark.torch
@pytest.mark.parametrize(("variant", "edits"), CASES)
def test_shapes_and_counts_are_those_of_torch(variant, edits):
    ours = reading(variant, edits)
    lstm, returned = torch_lstm(ours.experiment.parameters), torch_outputs(ours.experiment)
    theirs = {name: tuple(array.shape) for name, array in lstm.named_parameters()}
    theirs |= {name: getattr(returned, name).shape for name in ("output", "h_n", "c_n")}
    assert {name: ours.shapes[name] for name in theirs} == theirs
    counted = sum(array.numel() for array in lstm.parameters())
    assert formula("numbers").value(ours) == counted


def test_row_5_of_weight_ih_is_g_of_unit_1():
    before = reading()
    weight = np.array(before.experiment.parameters["weight_ih_l0"])
    np.testing.assert_array_equal(formula("W_ig").value(before)[1], weight[5])
    after = edited(before, ["W_ig[1, a] = 3"]).experiment.parameters["weight_ih_l0"]
    assert np.argwhere(after != weight).tolist() == [[5, 0]]


@pytest.mark.torch
def test_dropout_acts_between_layers_in_training_alone():
    ours = reading("", ["num_layers = 2", "dropout = 0.5"]).experiment
    lstm = torch_lstm(ours.parameters)
    x = torch.from_numpy(ours.input_as_given().copy())
    with torch.no_grad():
        outputs = [lstm.train(mode)(x)[0].numpy() for mode in (True, True, False, False)]
    assert not np.array_equal(outputs[0], outputs[1])
    np.testing.assert_array_equal(outputs[2], outputs[3])
    assert outputs[0].shape == outputs[2].shape == (5, 4, 2)
    assert all((output != 0).all() for output in outputs)


@pytest.mark.torch
def test_dropout_of_a_single_layer_does_nothing_and_torch_warns():
    with pytest.warns(UserWarning, match="dropout"):
        lstm = torch.nn.LSTM(3, 2, dropout=0.5)
    x = torch.ones(5, 4, 3)
    with torch.no_grad():
        assert torch.equal(lstm(x)[0], lstm(x)[0])
        assert torch.equal(lstm(x)[0], lstm.eval()(x)[0])


def test_batch_first_changes_no_number():
    before, after = reading(), reading("", ["batch_first = on"])
    for row in range(4):
        text = f"h row {row} @ 0..4"
        np.testing.assert_array_equal(formula(text).value(before), formula(text).value(after))


@pytest.mark.torch
def test_a_projection_as_wide_as_the_memory_is_refused():
    with pytest.raises(ValueError, match="has to be smaller than hidden_size"):
        reading("", ["proj_size = 2"])
    with pytest.raises(ValueError, match="smaller than hidden_size"):
        torch.nn.LSTM(3, 2, proj_size=2)
