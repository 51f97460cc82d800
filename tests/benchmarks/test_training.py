"""A step of training beside PyTorch's: `nn.LSTM`, `nn.Linear`, autograd, clip and Adam.

Both learn from the same batches, one thread each, in float32, and both tell the loss of each step.
Ours also keeps every step's weights, so that any of them can be looked at.
"""

import numpy as np
import pytest
import torch

from simulator.examples import EXAMPLES
from simulator.network.config import LSTMConfig
from simulator.network.initialisers import initialise
from simulator.objective.loss import BCE, MSE, Loss
from simulator.objective.making import fresh
from simulator.objective.readout import Readout
from simulator.objective.targets import Targets
from simulator.training.batch import Batch
from simulator.training.network import Network
from simulator.training.optimisers import Adam
from simulator.training.plan import Plan
from simulator.training.run import TrainingRun
from simulator.training.source import GivenBatches

LOSSES = {MSE: torch.nn.MSELoss, BCE: torch.nn.BCEWithLogitsLoss}


def network_of(inputs, hidden, layers=1):
    """Return a network as PyTorch draws it."""
    config = LSTMConfig(inputs, hidden, layers)
    return Network(initialise(config), Readout(*fresh(1, hidden, 0, np.float32)))


def batches_of(network, timesteps, rows, count):
    """Return random batches with a target at every timestep."""
    rng, inputs = np.random.default_rng(0), network.config.input_size
    return [
        Batch(
            rng.standard_normal((timesteps, rows, inputs)).astype(np.float32),
            Targets.of(rng.standard_normal((timesteps, rows, 1)).astype(np.float32)),
            Loss(MSE),
        )
        for _ in range(count)
    ]


def steps_of_ours(network, batches, steps):
    run = TrainingRun(network, Plan(Adam(0.01), clip=1.0), GivenBatches(batches))
    return lambda: run.advance(steps)


def steps_of_torch(network, batches, steps):
    """Return the usual loop of training, over the same weights and batches."""
    config, readout = network.config, network.readout
    lstm = torch.nn.LSTM(config.input_size, config.hidden_size, config.num_layers, config.bias)
    linear = torch.nn.Linear(config.hidden_size, readout.width, readout.bias is not None)
    arrays = network.parameters.arrays.items()
    lstm.load_state_dict({name: torch.from_numpy(array.copy()) for name, array in arrays})
    named = zip(("weight", "bias"), readout.arrays, strict=False)
    linear.load_state_dict({name: torch.from_numpy(array.copy()) for name, array in named})
    learning = [*lstm.parameters(), *linear.parameters()]
    optimiser, loss_of = torch.optim.Adam(learning, lr=0.01), LOSSES[batches[0].loss.kind]()
    data = []
    for batch in batches:
        counted = torch.from_numpy(batch.targets.counted.copy())
        inputs, target = (
            torch.from_numpy(array.copy()) for array in (batch.inputs, batch.targets.values)
        )
        data.append((inputs, target, None if counted.all() else counted))
    told = []

    def run():
        for step in range(steps):
            inputs, target, counted = data[step % len(data)]
            optimiser.zero_grad()
            y = linear(lstm(inputs)[0])
            if counted is not None:
                y, target = y[counted], target[counted]
            loss = loss_of(y, target)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learning, 1.0)
            optimiser.step()
            told.append(loss.item())

    return run


def compare(versus, what, network, batches, goal, steps):
    versus(
        f"a training step, {what}",
        steps_of_ours(network, batches, steps),
        steps_of_torch(network, batches, steps),
        goal,
        rounds=15,
        per=steps,
        rival_name="PyTorch",
    )


def test_a_step_of_many_rows(versus):
    network = network_of(8, 32)
    compare(versus, "H=32, T=100, B=16", network, batches_of(network, 100, 16, 4), 1.1, 5)


@pytest.mark.parametrize("key", ["latch", "parity"])
def test_a_step_at_the_size_of_the_one_layer_examples_made_by_hand(versus, key):
    experiment = EXAMPLES[key]().experiment.astype(np.float32)
    network, batches = Network.of(experiment), [Batch.of(experiment)]
    what = f"the size of {key}: H={network.config.hidden_size}, T={len(experiment.sequence)}, B=1"
    compare(versus, what, network, batches, 0.4, 30)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_step_on_the_sunspots(versus, layers):
    network = network_of(1, 8, layers)
    what = f"sunspots: H=8, {layers} layer{'s' * (layers > 1)}, T=250, B=1"
    # Python's calls count for one row, which PyTorch walks in one call: there is no goal.
    compare(versus, what, network, batches_of(network, 250, 1, 1), 2.5, 3)
