"""Targets as typed: every answer lands at its place, and a fault says what is needed."""

import numpy as np
import pytest

from simulator.experiment.experiment import Experiment
from simulator.files.objectives.typed_target import typed_targets
from simulator.network.config import LSTMConfig
from simulator.objective.readout import EVERY, H_N, LAST, Readout
from tests.simulator.experiments import random_parameters


def experiment_of(steps=3, batch=1, lengths=None):
    parameters = random_parameters(LSTMConfig(1, 2)).astype(np.float32)
    return Experiment.create(parameters, np.zeros((steps, batch, 1), np.float32), lengths=lengths)


def readout_of(outputs, over=EVERY, names=()):
    return Readout(np.zeros((outputs, 2), np.float32), None, over, names=names)


@pytest.mark.parametrize("text", ["1 2 3 4 5 6", "1,2; 3,4;\n5 6", " 1 2\n3 4\n5 6 \n"])
def test_numbers_are_read_answer_after_answer(text):
    targets = typed_targets(text, experiment_of(), readout_of(2), False)
    assert targets.values[:, 0].tolist() == [[1, 2], [3, 4], [5, 6]]
    assert targets.values.dtype == np.float32
    assert targets.counted.all()


def test_an_underscore_is_no_answer():
    targets = typed_targets("0.5 _ −1e2", experiment_of(), readout_of(1), False)
    assert targets.counted[:, 0].tolist() == [True, False, True]
    assert targets.values[[0, 2], 0, 0].tolist() == [0.5, -100]
    half = typed_targets("1 2 3 _ 5 6", experiment_of(), readout_of(2), False)
    assert half.counted[:, 0].tolist() == [True, False, True]


def test_classes_are_names_or_numbers():
    readout = readout_of(3, names=("up", "down", "1"))
    targets = typed_targets("down 0 _", experiment_of(), readout, True)
    assert targets.values[:2, 0].tolist() == [1, 0]
    assert targets.counted[:, 0].tolist() == [True, True, False]
    assert typed_targets("1 1 2", experiment_of(), readout, True).values[:, 0].tolist() == [2, 2, 2]


@pytest.mark.parametrize("over", [LAST, H_N])
def test_a_readout_at_the_end_has_an_answer_of_each_row(over):
    experiment = experiment_of(4, 3, (4, 2, 3))
    targets = typed_targets("7 8 9", experiment, readout_of(1, over), False)
    assert {(t, row): targets.values[t, row, 0] for t, row in np.argwhere(targets.counted)} == {
        (3, 0): 7,
        (1, 1): 8,
        (2, 2): 9,
    }


@pytest.mark.parametrize(
    ("text", "outputs", "classes", "told"),
    [
        ("1 2", 1, False, "3"),
        ("1 2 3", 2, False, "6"),
        ("1 two 3", 1, False, "two"),
        ("0 1 2", 2, True, "2"),
        ("0 1 -1", 2, True, "-1"),
        ("", 1, True, "3"),
        ("0 inf 1", 1, False, "float32"),
        ("0 1e39 1", 1, False, "float32"),
    ],
)
def test_a_fault_says_what_is_needed(text, outputs, classes, told):
    with pytest.raises(ValueError, match=told) as caught:
        typed_targets(text, experiment_of(), readout_of(outputs), classes)
    assert "\n" not in str(caught.value)


def test_a_batch_over_every_timestep_is_read_from_a_file():
    with pytest.raises(ValueError, match="2"):
        typed_targets("1 2 3 4 5 6", experiment_of(3, 2), readout_of(1), False)
