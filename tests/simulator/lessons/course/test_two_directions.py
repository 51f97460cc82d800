"""Lesson 8: what the language of claims cannot say of it, and torch says too."""

import numpy as np
import pytest

from simulator.lessons.course import lesson
from simulator.lessons.network import network
from simulator.network.lane import Lane
from tests.simulator.experiments import torch_outputs


def returned(variant=""):
    """Return a network's trace, and what torch.nn.LSTM returns for it."""
    reading = network(lesson("two-directions").networks[variant])
    return reading.run.trace, torch_outputs(reading.experiment)


@pytest.mark.torch
def test_output_ends_where_the_reverse_lane_begins():
    trace, torch = returned()
    forward, reverse = (trace.values("h", Lane(0, direction))[:, 0, 0] for direction in (0, 1))
    np.testing.assert_allclose(torch.output[-1].ravel(), [forward[5], reverse[5]], atol=1e-12)
    np.testing.assert_allclose(torch.h_n.ravel(), [forward[5], reverse[0]], atol=1e-12)
    np.testing.assert_allclose(torch.output[-1].ravel(), [-0.76, -0.76], atol=0.003)
    np.testing.assert_allclose(torch.h_n.ravel(), [-0.76, 0.76], atol=0.003)


@pytest.mark.torch
def test_h_n_has_a_row_for_each_layer_and_direction():
    trace, torch = returned("brackets")
    rows = [
        trace.values("h", Lane(layer, direction))[t, 0, 0]
        for layer in (0, 1)
        for direction, t in ((0, 6), (1, 0))
    ]
    np.testing.assert_allclose(torch.h_n.ravel(), rows, atol=1e-12)
    of_layer_1 = [trace.values("h", Lane(1, direction))[:, 0, 0] for direction in (0, 1)]
    np.testing.assert_allclose(torch.output.reshape(7, 2).T, of_layer_1, atol=1e-12)
