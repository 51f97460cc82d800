"""The way back: that the gradients of the lesson are torch's."""

import numpy as np
import pytest

from simulator.lessons.course import lesson
from simulator.lessons.formula.edits import edited
from simulator.lessons.network import network
from tests.needs_torch import torch

STARTS = [step.start or () for step in lesson("way-back").steps]


@pytest.mark.torch
@pytest.mark.parametrize("start", sorted(set(STARTS)))
def test_every_gradient_is_torchs(start):
    reading = edited(network(lesson("way-back").networks[""]), start)
    arrays = reading.experiment.parameters.arrays
    lstm = torch.nn.LSTM(1, 1, dtype=torch.float64)
    lstm.load_state_dict({name: torch.tensor(array) for name, array in arrays.items()})
    output, _ = lstm(torch.tensor(reading.experiment.sequence))
    output[2, 0, 0].backward()
    for name, parameter in lstm.named_parameters():
        ours = reading.back.gradient(name)
        np.testing.assert_allclose(ours, parameter.grad.numpy(), rtol=0, atol=1e-12)
