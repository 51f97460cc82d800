"""Random objectives over every option, and torch's own results for them."""

import numpy as np
from hypothesis import strategies as st

from simulator.objective.loss import BCE, CROSS_ENTROPY, LOSSES, MSE, REDUCTIONS, Loss
from simulator.objective.objective import Objective
from simulator.objective.readout import ANSWERS, EVERY, H_N, OVER, Readout
from simulator.objective.targets import Targets
from tests.needs_torch import torch
from tests.simulator.experiments import experiments


def objective_of(config, shape, dtype, seed=0, outputs=3, loss=MSE, **options):
    """Return an objective of random numbers for a batch of (T, B)."""
    rng = np.random.default_rng(seed)
    over, function = options.pop("over", EVERY), options.pop("function", "identity")
    bias = rng.standard_normal(outputs).astype(dtype) if options.pop("bias", True) else None
    features = config.num_directions * config.output_size
    weight = rng.standard_normal((outputs, features)).astype(dtype)
    if loss == CROSS_ENTROPY:
        values = rng.integers(0, outputs, shape)
        values[rng.random(shape) < 0.2] = -100
    else:
        values = rng.random((*shape, outputs)).astype(dtype)
    counted = rng.random(shape) < 0.8
    return Objective(
        Readout(weight, bias, over, function), Targets(values, counted), Loss(loss, **options)
    )


@st.composite
def objectives(draw, config, shape, dtype):
    """Draw an objective for a batch of (T, B) over every option."""
    return objective_of(
        config,
        shape,
        dtype,
        draw(st.integers(0, 2**32 - 1)),
        draw(st.integers(1, 5)),
        draw(st.sampled_from(LOSSES)),
        over=draw(st.sampled_from(OVER)),
        function=draw(st.sampled_from(list(ANSWERS))),
        bias=draw(st.booleans()),
        reduction=draw(st.sampled_from(REDUCTIONS)),
        ignore_index=draw(st.sampled_from([-100, 0])),
    )


@st.composite
def with_objective(draw):
    """Draw an experiment with an objective."""
    experiment = draw(experiments())
    shape = experiment.sequence.shape[:2]
    return experiment.with_objective(draw(objectives(experiment.config, shape, experiment.dtype)))


def torch_objective(experiment, output, h_n):
    """Return y (n, K), p (n, K) and the loss of torch's Linear and loss over torch's own results.

    Args:
        output: (T, B, D*R) and h_n: (L*D, B, R), time first and batched.

    Returns:
        y and p of the n answers of the rows one after another, and the loss; NaN for none.
    """
    objective, config = experiment.objective, experiment.config
    readout, targets, loss = objective.readout, objective.targets, objective.loss
    lengths = experiment.lengths
    output, h_n = torch.tensor(output), torch.tensor(h_n)
    linear = torch.nn.Linear(*reversed(readout.weight.shape), readout.bias is not None)
    linear.to(output.dtype)
    named = zip(("weight", "bias"), readout.arrays, strict=False)
    linear.load_state_dict({name: torch.tensor(array) for name, array in named})
    read, wanted, weight = [], [], []
    for row, n in enumerate(lengths):
        if readout.over == EVERY:
            steps, of_row = range(n), output[:n, row]
        elif readout.over == H_N:
            top = h_n[-config.num_directions :, row]
            steps, of_row = [n - 1], top.reshape(1, -1)
        else:
            steps, of_row = [n - 1], output[n - 1 : n, row]
        read.append(of_row)
        wanted += [targets.values[t, row] for t in steps]
        weight += [bool(targets.counted[t, row]) for t in steps]
    with torch.no_grad():
        y = linear(torch.cat(read))
        functions = {"sigmoid": torch.sigmoid, "softmax": lambda y: torch.softmax(y, -1)}
        p = functions.get(readout.function, lambda y: y)(y)
        wanted, weight = torch.tensor(np.array(wanted)), torch.tensor(weight)
        if loss.kind == CROSS_ENTROPY:
            wanted = torch.where(weight, wanted, loss.ignore_index)
            kept, made = (
                y,
                torch.nn.CrossEntropyLoss(ignore_index=loss.ignore_index, reduction=loss.reduction),
            )
        else:
            kept, wanted = y[weight], wanted[weight]
            kinds = {MSE: torch.nn.MSELoss, BCE: torch.nn.BCEWithLogitsLoss}
            made = kinds[loss.kind](reduction=loss.reduction)
        result = float(made(kept, wanted))
    return y.numpy(), p.numpy(), result
