"""Small networks, batches and runs for the tests of training."""

import numpy as np

from simulator.network.config import LSTMConfig
from simulator.network.initialisers import initialise
from simulator.objective.loss import BCE, MSE, Loss
from simulator.objective.making import fresh
from simulator.objective.readout import EVERY, Readout
from simulator.objective.targets import Targets
from simulator.training.batch import Batch
from simulator.training.network import Network
from simulator.training.optimisers import Adam
from simulator.training.plan import Plan
from simulator.training.run import TrainingRun
from tests.simulator.gradients.cases import random_case


def with_loss(seed, dtype=np.float64, **options):
    """Return a random experiment with a loss that counts somewhere, without holds or seeds."""
    for number in range(seed * 1000, seed * 1000 + 1000):
        experiment = random_case(number, dtype, most_holds=0, **options)
        if not experiment.objective.seeds:
            return experiment
    raise AssertionError("no case")


def network(inputs=2, hidden=3, outputs=1, seed=0, dtype=np.float32, over=EVERY, **options):
    """Return a network as PyTorch draws it."""
    config = LSTMConfig(inputs, hidden, **options)
    features = config.num_directions * config.output_size
    readout = Readout(*fresh(outputs, features, seed, dtype), over)
    return Network(initialise(config, seed=seed, dtype=dtype), readout)


def random_batch(net, steps=5, rows=4, seed=0, kind=MSE, lengths=()):
    """Return random numbers for a network, with targets everywhere."""
    rng = np.random.default_rng(seed)
    inputs = rng.standard_normal((steps, rows, net.config.input_size)).astype(net.dtype)
    targets = rng.random((steps, rows, net.readout.width))
    targets = (targets < 0.5 if kind == BCE else targets).astype(net.dtype)
    return Batch(inputs, Targets.of(targets), Loss(kind), lengths)


class Fresh:
    """Source of a new random batch at each step, with another for validation."""

    def __init__(self, net, kind=MSE, judged=True, **shape):
        self._net, self._kind, self._judged, self._shape = net, kind, judged, shape
        self.asked = []

    def batch(self, step):
        self.asked.append(step)
        return random_batch(self._net, seed=step, kind=self._kind, **self._shape)

    def validation(self):
        if not self._judged:
            return None
        return random_batch(self._net, seed=10**6, kind=self._kind, **self._shape)


def training_run(net=None, optimiser=None, source=None, clip=1.0, frozen=(), **options):
    """Return a run of a small network."""
    net = net or network()
    plan = Plan(optimiser or Adam(0.05), clip, frozenset(frozen))
    return TrainingRun(net, plan, source or Fresh(net), **options)


def same(one, other):
    """Assert that two mappings of arrays have the same names and bits."""
    assert list(one) == list(other)
    for name, array in one.items():
        np.testing.assert_array_equal(array, other[name], err_msg=name, strict=True)
