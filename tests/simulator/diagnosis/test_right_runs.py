"""Right numbers of other engines: no alarm, however long the run and however the network grows."""

from contextlib import contextmanager

import numpy as np
import pytest

from simulator.diagnosis.layout import lay_out
from simulator.diagnosis.search import diagnose
from simulator.experiment.experiment import Experiment
from simulator.files.traces.foreign_numbers import Numbers
from simulator.network.config import LSTMConfig
from simulator.progress import finish
from tests.needs_torch import torch
from tests.simulator.experiments import random_parameters, torch_outputs
from tests.simulator.reference.test_third_engine import by_onnxruntime

pytestmark = pytest.mark.torch

LONGEST = 2000
MOST_CELLS = 8000
"""Largest number of timesteps over all lanes; that many take two seconds."""


def drawn(seed):
    """Return what seed decides: an experiment, and whether its network is one as torch makes it."""
    rng = np.random.default_rng(seed)
    dtype = np.float32 if rng.random() < 0.6 else np.float64
    usual, half_chaotic = rng.random() < 0.4, rng.random() < 0.5
    hidden = int(rng.integers(6, 25) if half_chaotic else np.exp(rng.uniform(0, np.log(65))))
    config = LSTMConfig(
        int(rng.integers(1, 9)),
        hidden,
        num_layers=4 if half_chaotic else int(rng.integers(1, 4)),
        bias=bool(rng.random() < 0.8),
        bidirectional=half_chaotic or bool(rng.random() < 0.5),
        proj_size=int(rng.integers(1, hidden)) if hidden > 1 and rng.random() < 0.3 else 0,
    )
    scale = hidden**-0.5 / 2 if usual else rng.uniform(0.8, 1.6) if half_chaotic else 1
    parameters = random_parameters(config, seed, dtype, scale=scale)
    steps = int(min(np.exp(rng.uniform(1, np.log(LONGEST + 1))), MOST_CELLS / config.num_lanes))
    batch = int(rng.integers(1, 5))
    x = rng.choice([0.1, 1]) * rng.standard_normal((steps, batch, config.input_size))
    states, lengths = (None, None), None
    if rng.random() < 0.4:
        shapes = (config.state_shape(batch, name) for name in ("h_0", "c_0"))
        states = [rng.standard_normal(shape).astype(dtype) for shape in shapes]
    if rng.random() < 0.3:
        lengths = [steps, *rng.integers(1, steps + 1, batch - 1).tolist()]
    return Experiment.create(parameters, x.astype(dtype), *states, lengths), usual


@contextmanager
def threads(count):
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def by_torch_in_float64(experiment):
    return torch_outputs(experiment.astype(np.float64))


def in_float32(experiment):
    """Return torch's numbers as a file of float32 keeps them."""
    return (array.astype(np.float32) for array in torch_outputs(experiment))


def engines_for(experiment):
    """Return the engines that can compute an experiment, each on one thread of torch or on two."""
    engines = [torch_outputs, by_torch_in_float64, in_float32]
    if experiment.dtype == np.float32 and not experiment.config.proj_size:
        engines += [by_onnxruntime] * 2
    return engines


@pytest.mark.few(16)
@pytest.mark.parametrize("seed", range(500))
def test_right_numbers_raise_no_alarm(seed):
    """Of a network as torch makes it all is compared, and of others what rounding leaves."""
    experiment, usual = drawn(seed)
    engines = engines_for(experiment)
    engine = engines[seed // 2 % len(engines)]
    with threads(1 + seed % 2):
        output, h_n, c_n = engine(experiment)
    arrays = {"output": output} if seed % 3 else {"output": output, "h_n": h_n, "c_n": c_n}
    observed = lay_out(Numbers("theirs", arrays), experiment)
    found = finish(diagnose(experiment, observed, seconds=0))
    assert found.agreeing == found.compared, found.sentence()
    assert found.agrees or found.undecided
    assert found.first is None
    if usual:
        assert found.compared == found.values, found.sentence()
    else:
        assert bool(found.undecidable) is (found.compared < found.values)
