"""Initialisers give torch's own numbers where torch has them, and else what their names promise."""

import math
import warnings
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.network.config import LSTMConfig
from simulator.network.initialisers import INITIALISERS, initialise
from tests.depth import examples
from tests.needs_torch import torch
from tests.simulator.experiments import configs

dtypes = st.sampled_from([np.float32, np.float64])


def assert_drawn_alike(ours, theirs, limit):
    """Assert equal bits where torch fuses multiply and add, else a distance of one rounding."""
    fused = torch.backends.cpu.get_cpu_capability().startswith("AVX")
    for name, array in ours.arrays.items():
        expected = theirs[name].detach().numpy()
        if fused:
            assert array.tobytes() == expected.tobytes(), name
        else:
            atol = np.finfo(array.dtype).eps * limit
            np.testing.assert_allclose(array, expected, rtol=0, atol=atol)


@examples(150)
@given(configs(max_hidden=40), st.integers(0, 2**64 - 1), dtypes)
def test_default_is_what_torch_draws(config, seed, dtype):
    torch.manual_seed(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lstm = torch.nn.LSTM(**asdict(config), dtype=getattr(torch, np.dtype(dtype).name))
    limit = 1 / math.sqrt(config.hidden_size)
    assert_drawn_alike(initialise(config, "default", seed, dtype), lstm.state_dict(), limit)


@examples(60)
@given(configs(max_hidden=40), st.integers(0, 2**32 - 1), dtypes)
def test_xavier_is_what_torch_draws(config, seed, dtype):
    expected = {
        name: torch.zeros(shape, dtype=getattr(torch, np.dtype(dtype).name))
        for name, shape in config.parameter_shapes().items()
    }
    torch.manual_seed(seed)
    for tensor in expected.values():
        if tensor.ndim == 2:
            torch.nn.init.xavier_uniform_(tensor)
    assert_drawn_alike(initialise(config, "xavier", seed, dtype), expected, limit=1.8)


@examples(60)
@given(configs(max_hidden=12), st.integers(0, 2**32 - 1), dtypes)
def test_orthogonal_gates_are_orthogonal_and_differ(config, seed, dtype):
    parameters = initialise(config, "orthogonal", seed, dtype)
    identity = np.eye(config.output_size)
    for lane in config.lanes():
        gates = np.split(parameters.cell(lane).W_hh, 4)
        for W in gates:
            np.testing.assert_allclose(W.T @ W, identity, atol=1e-5)
        if config.hidden_size > 2:
            assert not np.allclose(gates[0], gates[1])


def test_identity_by_hand():
    W_hh = initialise(LSTMConfig(1, 3, proj_size=2), "identity")["weight_hh_l0"]
    assert W_hh[3:6].tolist() == [[1, 0], [0, 1], [0, 0]]
    assert (W_hh.reshape(4, 3, 2) == W_hh[3:6]).all()


@pytest.mark.parametrize("name", INITIALISERS)
def test_a_seed_decides_everything(name):
    config = LSTMConfig(3, 4, num_layers=2, bidirectional=True, proj_size=2)
    first, again = (initialise(config, name, 7) for _ in range(2))
    assert all(first[n].tobytes() == again[n].tobytes() for n in first.arrays)
