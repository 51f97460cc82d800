"""A recorded step, which keeps z i f g o c h, against torch's own cells, which keep nothing."""

import numpy as np
import pytest
import torch

from simulator.check.request import check_run
from simulator.check.step_check import FULLY_CHECKED
from simulator.engine.run import Run
from simulator.network.lane import Lane
from simulator.reference.torch_lstm import TorchCell
from tests.benchmarks.workloads import experiment_of, with_loss
from tests.simulator.engine.edits import changed, with_weight
from tests.simulator.experiments import torch_lstm


def cell_loop(experiment):
    """Run the usual loop over `nn.LSTMCell`."""
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


def numpy_alone(experiment):
    """Compute each product and function of the equations once, each by numpy into its place."""
    W = experiment.parameters.cells()[Lane()]
    W_ih_T, W_hh_T = np.ascontiguousarray(W.W_ih.T), np.ascontiguousarray(W.W_hh.T)
    T, B, _ = experiment.sequence.shape
    H, dtype, block = W_hh_T.shape[0], experiment.dtype, 16
    e, i_g, one = np.empty((B, 4 * H), dtype), np.empty((B, H), dtype), np.ones((), dtype)

    def run():
        zs, gates = np.zeros((T, B, 4 * H), dtype), np.zeros((T, B, 4 * H), dtype)
        cs, hs = np.zeros((T + 1, B, H), dtype), np.zeros((T + 1, B, H), dtype)
        for t in range(T):
            if t % block == 0:
                x = experiment.sequence[t : t + block].reshape(-1, H)
                sums = zs[t : t + block].reshape(-1, 4 * H)
                np.matmul(x, W_ih_T, out=sums)
                sums += W.b_ih
            z, c, h = zs[t], cs[t + 1], hs[t + 1]
            i, f, g, o = (gates[t, :, k * H : (k + 1) * H] for k in range(4))
            np.dot(hs[t], W_hh_T, e)
            np.add(z, e, z)
            np.negative(z, e)
            np.exp(e, e)
            np.add(e, one, e)
            np.reciprocal(e, gates[t])
            np.tanh(z[:, 2 * H : 3 * H], g)
            np.multiply(i, g, i_g)
            np.multiply(f, cs[t], c)
            np.add(c, i_g, c)
            np.tanh(c, h)
            np.multiply(o, h, h)

    return run


def sums_alone(run):
    """Compute the sums that a check takes: torch's, the bounds', and both engines' in float64."""
    W = run.experiment.parameters.cells()[Lane()]
    weights, trace = (W.W_ih, W.W_hh), run.trace
    sizes = [np.abs(array) for array in weights]
    reads = [trace.inputs[0][:, 0], trace.lanes[Lane()].before("h")[:, 0]]
    every = run.experiment.config.hidden_size // FULLY_CHECKED
    wide = [array.astype(np.float64) for array in weights]

    def alone():
        for read, weight, size, wide_weight in zip(reads, weights, sizes, wide, strict=True):
            torch.nn.functional.linear(
                torch.from_numpy(read.copy()), torch.from_numpy(weight.copy())
            )
            np.abs(read) @ size.T
            chosen = read[::every].astype(np.float64)
            torch.nn.functional.linear(torch.from_numpy(chosen), torch.from_numpy(wide_weight))
            chosen @ wide_weight.T

    return alone


@pytest.mark.parametrize(
    ("hidden_size", "batch", "goal"),
    [(2, 1, 0.45), (32, 1, 0.45), (128, 1, 0.45), (512, 1, 0.6), (1024, 1, 0.6), (128, 16, 0.8)],
)
def test_recorded_step_against_lstm_cell(versus, hidden_size, batch, goal):
    experiment = experiment_of(hidden_size, 1000, batch=batch)
    versus(
        f"a recorded step, H={hidden_size}, B={batch}",
        ours(experiment),
        cell_loop(experiment),
        goal,
        rounds=11,
        per=1000,
        rival_name="nn.LSTMCell",
        least=numpy_alone(experiment) if batch > 1 else None,
    )


@pytest.mark.parametrize("hidden_size", [512, 1024])
def test_recorded_step_against_the_fused_call(versus, hidden_size):
    experiment = experiment_of(hidden_size, 1000, batch=1)
    versus(
        f"the same, H={hidden_size}, against the fused call",
        ours(experiment),
        fused(experiment),
        1.3,
        rounds=21,
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
        rounds=11,
        per=100_000,
    )


@pytest.mark.parametrize(
    ("what", "goal"),
    [("a weight of the top layer", 0.3), ("the last input", 0.02), ("the readout", 0.02)],
)
def test_an_edit_against_the_full_run(versus, what, goal):
    before = with_loss(experiment_of(64, 2000, 4, batch=1, inputs=4))
    run = Run(before)
    run.advance()
    after = {
        "a weight of the top layer": lambda: with_weight(before, "weight_hh_l3", (0, 0)),
        "the last input": lambda: before.with_sequence(changed(before.sequence, (-1, 0, 0))),
        "the readout": lambda: before.with_objective(
            before.objective.with_named(
                "readout.weight", changed(before.objective.readout.weight, (0, 0))
            )
        ),
    }[what]()

    def edited():
        for _ in range(5):
            Run(after, former=run).advance()

    def full():
        for _ in range(5):
            Run(after).advance()

    versus(
        f"an edit of {what}, LSTM(4, 64, 4 layers), T=2000",
        edited,
        full,
        goal,
        rounds=11,
        per=5,
        rival_name="the full run",
    )


@pytest.mark.parametrize(("hidden_size", "goal"), [(2, 0.3), (32, 0.6), (128, 0.95), (512, 0.8)])
def test_checking_a_step_against_taking_it_in_the_torch_engine(versus, hidden_size, goal):
    experiment = experiment_of(hidden_size, 2000, batch=1)
    run = Run(experiment)
    run.advance()
    cell = TorchCell(experiment.config, experiment.parameters.arrays, Lane(), experiment.dtype)

    def steps():
        values = {"h": experiment.h_0[0], "c": experiment.c_0[0]}
        for x in experiment.sequence:
            values = cell.step((x, values["h"], values["c"]))

    versus(
        f"a step checked, H={hidden_size}",
        lambda: check_run(run),
        steps,
        goal,
        rounds=3,
        per=2000,
        rival_name="the step in the torch engine",
        least=sums_alone(run) if hidden_size > FULLY_CHECKED else None,
        over=2.0,
    )
