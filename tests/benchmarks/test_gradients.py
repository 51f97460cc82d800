"""The way back, which keeps every gradient, against the way forwards, and against autograd."""

import pytest
import torch

from simulator.engine.run import Run
from simulator.gradients.backward_run import BackwardRun
from simulator.network.lane import Lane
from simulator.objective.objective import Objective, Seed
from tests.benchmarks.workloads import experiment_of

TIMESTEPS = 1000


def seeded(hidden_size, batch=1):
    """Return an experiment whose every h has a seed: no gradient vanishes below the normal ones."""
    experiment = experiment_of(hidden_size, TIMESTEPS, batch=batch)
    places = ((t, row) for t in range(TIMESTEPS) for row in range(batch))
    seeds = tuple(Seed("h", Lane(), t, row, t % hidden_size) for t, row in places)
    return experiment.with_objective(Objective(seeds=seeds))


def back_and_sums(run):
    """Go back through a run, and sum up the gradients of all its weights."""
    back = BackwardRun(run)
    back.advance()
    for name in run.experiment.parameters.arrays:
        back.gradient(name)


def cell_loop_with_autograd(experiment):
    """Run the usual loop over `nn.LSTMCell` under autograd, and its way back."""
    H, batch = experiment.config.hidden_size, experiment.batch_size
    cell = torch.nn.LSTMCell(experiment.config.input_size, H)
    cell.load_state_dict(
        {
            name.removesuffix("_l0"): torch.from_numpy(array.copy())
            for name, array in experiment.parameters.arrays.items()
        }
    )
    x = torch.from_numpy(experiment.sequence.copy()).requires_grad_()

    def run():
        cell.zero_grad()
        h, c = torch.zeros(batch, H), torch.zeros(batch, H)
        total = torch.zeros(())
        for t, x_t in enumerate(x):
            h, c = cell(x_t, (h, c))
            total = total + h[:, t % H].sum()
        total.backward()

    return run


@pytest.mark.parametrize(("hidden_size", "batch"), [(2, 1), (32, 1), (128, 1), (512, 1), (32, 16)])
def test_way_back_against_the_way_forwards(versus, hidden_size, batch):
    experiment = seeded(hidden_size, batch)
    run = Run(experiment)
    run.advance()

    def back():
        BackwardRun(run).advance()

    versus(
        f"a recorded step back, H={hidden_size}, B={batch}",
        back,
        lambda: Run(experiment).advance(),
        2.0,
        rounds=11,
        per=TIMESTEPS,
        rival_name="the step forwards",
    )


@pytest.mark.parametrize("hidden_size", [2, 32, 128])
def test_both_passes_against_a_loop_of_cells_with_autograd(versus, hidden_size):
    experiment = seeded(hidden_size)

    def both():
        run = Run(experiment)
        run.advance()
        back_and_sums(run)

    versus(
        f"a step forwards and back with all weights' sums, H={hidden_size}",
        both,
        cell_loop_with_autograd(experiment),
        0.3,
        rounds=5,
        per=TIMESTEPS,
        rival_name="nn.LSTMCell with autograd",
    )
