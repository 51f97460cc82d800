"""Random experiments over every option of nn.LSTM, and torch's own results for them."""

import warnings
from dataclasses import asdict

import numpy as np
from hypothesis import strategies as st

from simulator.experiment.experiment import Experiment, Outputs
from simulator.network.config import LSTMConfig
from simulator.network.parameters import Parameters
from tests.needs_torch import torch


def random_parameters(config, seed=0, dtype=np.float32, scale=0.5):
    """Return distinct normal random weights."""
    rng = np.random.default_rng(seed)
    return Parameters(
        config,
        {
            name: (scale * rng.standard_normal(shape)).astype(dtype)
            for name, shape in config.parameter_shapes().items()
        },
    )


def torch_lstm(parameters):
    """Return the `torch.nn.LSTM` that has these parameters."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lstm = torch.nn.LSTM(**asdict(parameters.config))
    lstm.to(getattr(torch, str(parameters.dtype)))
    lstm.load_state_dict({n: torch.from_numpy(a.copy()) for n, a in parameters.arrays.items()})
    return lstm


def torch_outputs(experiment) -> Outputs:
    """Return nn.LSTM's results for an experiment, packed when it has lengths."""
    lstm = torch_lstm(experiment.parameters).train(experiment.training)
    x = torch.from_numpy(experiment.input_as_given().copy())
    state = tuple(
        torch.from_numpy(experiment.state_as_given(s).copy())
        for s in (experiment.h_0, experiment.c_0)
    )
    batch_first = experiment.config.batch_first
    torch.manual_seed(experiment.seed)
    with torch.inference_mode():
        if not experiment.packed:
            output, (h_n, c_n) = lstm(x, state)
        else:
            packed = torch.nn.utils.rnn.pack_padded_sequence(
                x, torch.tensor(experiment.lengths), batch_first, enforce_sorted=False
            )
            packed, (h_n, c_n) = lstm(packed, state)
            output, _ = torch.nn.utils.rnn.pad_packed_sequence(packed, batch_first)
    return Outputs(output.numpy(), h_n.numpy(), c_n.numpy())


@st.composite
def configs(draw, max_hidden=5):
    """Draw small configs with every combination of nn.LSTM's options."""
    hidden_size = draw(st.integers(1, max_hidden))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return LSTMConfig(
            input_size=draw(st.integers(1, 4)),
            hidden_size=hidden_size,
            num_layers=draw(st.integers(1, 3)),
            bias=draw(st.booleans()),
            batch_first=draw(st.booleans()),
            dropout=draw(st.sampled_from([0.0, 0.0, 0.4, 1.0])),
            bidirectional=draw(st.booleans()),
            proj_size=draw(st.integers(0, hidden_size - 1)),
        )


@st.composite
def experiments(draw, max_steps=6, max_hidden=5):
    """Draw random weights, inputs, states and lengths for random options."""
    config = draw(configs(max_hidden))
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    parameters = random_parameters(config, draw(st.integers(0, 2**16)), dtype)
    rng = np.random.default_rng(draw(st.integers(0, 2**16)))
    steps = draw(st.integers(1, max_steps))
    batched = draw(st.booleans())
    batch = draw(st.integers(1, 3)) if batched else 1
    shape = (steps, batch, config.input_size) if batched else (steps, config.input_size)
    if batched and config.batch_first:
        shape = (batch, steps, config.input_size)
    h_0 = c_0 = None
    if draw(st.booleans()):
        h_0, c_0 = (
            rng.standard_normal(config.state_shape(batch, name)).astype(dtype)
            for name in ("h_0", "c_0")
        )
        if not batched:
            h_0, c_0 = h_0[:, 0], c_0[:, 0]
    lengths = None
    if batched and draw(st.booleans()):
        lengths = draw(st.lists(st.integers(1, steps), min_size=batch, max_size=batch))
    return Experiment.create(
        parameters, rng.standard_normal(shape).astype(dtype), h_0, c_0, lengths
    )
