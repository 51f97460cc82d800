"""What `.grad` holds after `loss.backward()` of torch's own nn.LSTM, Linear and loss."""

import numpy as np

from simulator.objective.loss import BCE, CROSS_ENTROPY, MEAN, MSE
from simulator.objective.readout import EVERY, H_N
from tests.needs_torch import torch
from tests.simulator.experiments import torch_lstm


def torch_grads(experiment):
    """Return the gradients of an experiment without holds by name, None where there is none.

    Seeds lie on output and y.
    """
    lstm = torch_lstm(experiment.parameters).train(experiment.training)
    leaves = {
        "input": _leaf(experiment.input_as_given()),
        "h_0": _leaf(experiment.state_as_given(experiment.h_0)),
        "c_0": _leaf(experiment.state_as_given(experiment.c_0)),
    }
    named = dict(lstm.named_parameters())
    output, h_n = _run(experiment, lstm, *leaves.values())
    readout, y = experiment.objective.readout, {}
    if readout is not None:
        linear = torch.nn.Linear(*reversed(readout.weight.shape), readout.bias is not None)
        linear.to(output.dtype)
        names = zip(("weight", "bias"), readout.arrays, strict=False)
        linear.load_state_dict({name: torch.tensor(array) for name, array in names})
        named |= {f"readout.{name}": tensor for name, tensor in linear.named_parameters()}
        y = {place: linear(read) for place, read in _read(experiment, output, h_n).items()}
    _backwards_from(experiment, output, y).backward()
    named |= leaves
    return {
        name: None if tensor.grad is None else tensor.grad.numpy() for name, tensor in named.items()
    }


def _leaf(array):
    return torch.tensor(array, requires_grad=True)


def _run(experiment, lstm, x, h_0, c_0):
    """Return output as (T, B, D*R), and h_n as (L*D, B, R)."""
    batch_first = experiment.config.batch_first and experiment.batched
    torch.manual_seed(experiment.seed)
    if experiment.packed:
        packed = torch.nn.utils.rnn.pack_padded_sequence(
            x, torch.tensor(experiment.lengths), batch_first, enforce_sorted=False
        )
        packed, (h_n, _) = lstm(packed, (h_0, c_0))
        output, _ = torch.nn.utils.rnn.pad_packed_sequence(packed, batch_first)
    else:
        output, (h_n, _) = lstm(x, (h_0, c_0))
    if not experiment.batched:
        return output[:, None], h_n[:, None]
    return output.transpose(0, 1) if batch_first else output, h_n


def _read(experiment, output, h_n):
    """Return what the readout reads, by timestep and row."""
    over, found = experiment.objective.readout.over, {}
    for row, n in enumerate(experiment.lengths):
        if over == EVERY:
            found |= {(t, row): output[t, row] for t in range(n)}
        elif over == H_N:
            top = h_n[-experiment.config.num_directions :, row]
            found[n - 1, row] = top.reshape(-1)
        else:
            found[n - 1, row] = output[n - 1, row]
    return found


def _backwards_from(experiment, output, y):
    objective = experiment.objective
    if objective.seeds:
        total = 0
        for seed in objective.seeds:
            of = output[seed.t, seed.row] if seed.quantity == "output" else y[seed.t, seed.row]
            total = total + seed.number * of[seed.unit]
        return total
    loss, targets = objective.loss, objective.targets
    counted = [place for place in y if targets.counted[place]]
    if loss.kind == CROSS_ENTROPY:
        counted = [place for place in counted if targets.values[place] != loss.ignore_index]
    made = {
        MSE: torch.nn.MSELoss,
        BCE: torch.nn.BCEWithLogitsLoss,
        CROSS_ENTROPY: torch.nn.CrossEntropyLoss,
    }[loss.kind](reduction="mean" if loss.reduction == MEAN else "sum")
    wanted = torch.tensor(np.array([targets.values[place] for place in counted]))
    return made(torch.stack([y[place] for place in counted]), wanted)
