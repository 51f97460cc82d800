"""A recorded step, with all of z i f g o c h kept, against torch's own cells, that keep none."""

import pytest
import torch

from simulator.check import check_run
from simulator.run import Run
from simulator.torch_engine import TorchCell
from tests.benchmarks.workloads import experiment_of
from tests.simulator.experiments import torch_lstm


def cell_loop(experiment):
    """The loop over `nn.LSTMCell` that people write."""
    H, batch = experiment.config.hidden_size, experiment.batch_size
    cell = torch.nn.LSTMCell(experiment.config.input_size, H)
    cell.load_state_dict(
        {
            name.removesuffix("_l0"): torch.from_numpy(array.copy())
            for name, array in experiment.parameters.arrays.items()
        }
    )
    x = torch.from_numpy(experiment.sequence.copy())

    def run():
        with torch.inference_mode():
            h, c = torch.zeros(batch, H), torch.zeros(batch, H)
            for x_t in x:
                h, c = cell(x_t, (h, c))
        return h

    return run


def fused(experiment):
    lstm = torch_lstm(experiment.parameters)
    x = torch.from_numpy(experiment.sequence.copy())

    def run():
        with torch.inference_mode():
            return lstm(x)

    return run


def ours(experiment):
    def run():
        Run(experiment).advance()

    return run


@pytest.mark.parametrize(
    ("hidden_size", "batch", "goal"),
    [(2, 1, 0.45), (32, 1, 0.45), (128, 1, 0.45), (512, 1, 0.6), (1024, 1, 0.6), (128, 16, 0.9)],
)
def test_recorded_step_against_lstm_cell(versus, hidden_size, batch, goal):
    experiment = experiment_of(hidden_size, 1000, batch=batch)
    versus(
        f"a recorded step, H={hidden_size}, B={batch}",
        ours(experiment),
        cell_loop(experiment),
        goal,
        rounds=5,
        per=1000,
        rival_name="nn.LSTMCell",
    )


@pytest.mark.parametrize("hidden_size", [512, 1024])
def test_recorded_step_against_the_fused_call(versus, hidden_size):
    experiment = experiment_of(hidden_size, 1000, batch=1)
    versus(
        f"the same, H={hidden_size}, against the fused call",
        ours(experiment),
        fused(experiment),
        1.3,
        rounds=7,
        per=1000,
        rival_name="nn.LSTM",
    )


def test_a_step_costs_the_same_in_a_long_run(versus):
    long, short = experiment_of(32, 100_000, batch=1), experiment_of(32, 100, batch=1)

    def many_short():
        for _ in range(1000):
            Run(short).advance()

    versus(
        "a step of 10⁵ timesteps against one of 10²",
        ours(long),
        many_short,
        1.2,
        rounds=5,
        per=100_000,
    )


@pytest.mark.parametrize(("hidden_size", "goal"), [(2, 0.3), (32, 0.6), (128, 1.0), (512, 1.6)])
def test_checking_a_step_against_taking_it_in_the_torch_engine(versus, hidden_size, goal):
    experiment = experiment_of(hidden_size, 2000, batch=1)
    run = Run(experiment)
    run.advance()
    cell = TorchCell(experiment.config, experiment.parameters.arrays, 0, 0, experiment.dtype)

    def steps():
        values = {"h": experiment.h_0[0], "c": experiment.c_0[0]}
        for x in experiment.sequence:
            values = cell.step(x, values["h"], values["c"])

    versus(
        f"a step checked, H={hidden_size}",
        lambda: check_run(run),
        steps,
        goal,
        rounds=3,
        per=2000,
        rival_name="the step in the torch engine",
    )
