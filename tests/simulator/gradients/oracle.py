"""Gradients by torch autograd over a cell written out, with holds, cuts and seeds anywhere."""

import numpy as np

from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from simulator.objective.loss import BCE, CROSS_ENTROPY, MEAN, MSE
from simulator.objective.readout import EVERY, H_N
from tests.needs_torch import torch


class Autograd:
    """The whole network in torch, float64, row by row and step by step, with all gradients.

    Attributes:
        named: the tensors whose `.grad` are asked for, by torch's name, with input, h_0, c_0,
            readout.weight and readout.bias.
        cells: the tensors of each cell by (quantity, lane, t, row).
    """

    def __init__(self, experiment):
        self.experiment = experiment
        self.cells = {}

        def leaf(array):
            return torch.tensor(np.asarray(array, np.float64), requires_grad=True)

        arrays = dict(experiment.parameters.arrays)
        steps = experiment.num_timesteps
        arrays |= {"input": experiment.sequence[:steps]}
        arrays |= {"h_0": experiment.h_0, "c_0": experiment.c_0}
        readout = experiment.objective.readout
        if readout is not None:
            arrays["readout.weight"] = readout.weight
            if readout.bias is not None:
                arrays["readout.bias"] = readout.bias
        self.named = {name: leaf(array) for name, array in arrays.items()}
        self._run()
        torch.autograd.backward(self._source())

    def gradient(self, name):
        """Return the gradient of a named tensor, zeros where nothing reaches it."""
        tensor = self.named[name]
        return np.zeros(tensor.shape) if tensor.grad is None else tensor.grad.numpy()

    def of_cell(self, quantity, lane, t, row):
        """Return the gradient of a number of a cell."""
        tensor = self.cells[quantity, lane, t, row]
        return np.zeros(tensor.shape) if tensor.grad is None else tensor.grad.numpy()

    def _run(self):
        experiment, config = self.experiment, self.experiment.config
        below = [
            [self.named["input"][t, row] for t in range(n)]
            for row, n in enumerate(experiment.lengths)
        ]
        for layer in range(config.num_layers):
            outputs = []
            for row, n in enumerate(experiment.lengths):
                sides = []
                for direction in range(config.num_directions):
                    lane, order = Lane(layer, direction), range(n)
                    if direction:
                        order = reversed(order)
                    index = layer * config.num_directions + direction
                    h, c = self.named["h_0"][index, row], self.named["c_0"][index, row]
                    for t in order:
                        h, c = self._cell(lane, t, row, below[row][t], h, c)
                    sides.append([self.cells["h", lane, t, row] for t in range(n)])
                outputs.append([torch.cat(parts) for parts in zip(*sides, strict=True)])
            self.outputs = outputs
            if experiment.masks and layer + 1 < config.num_layers:
                mask = torch.tensor(np.asarray(experiment.masks[layer], np.float64))
                outputs = [
                    [h * mask[t, row] for t, h in enumerate(of_row)]
                    for row, of_row in enumerate(outputs)
                ]
            below = outputs

    def _cell(self, lane, t, row, x, h_prev, c_prev):
        config, named, H = self.experiment.config, self.named, self.experiment.config.hidden_size
        W_ih, W_hh = named["weight_ih" + lane.suffix], named["weight_hh" + lane.suffix]
        kept_ih, kept_hh = torch.ones_like(W_ih), torch.ones_like(W_hh)
        for cut in self.experiment.holds:
            if isinstance(cut, Cut) and cut.lane == lane and cut.covers(t, row):
                (kept_ih if cut.kind == "weight_ih" else kept_hh)[cut.index] = 0
        z = (W_ih * kept_ih) @ x + (W_hh * kept_hh) @ h_prev
        if config.bias:
            z = z + named["bias_ih" + lane.suffix] + named["bias_hh" + lane.suffix]
        z = self._kept("z", lane, t, row, z)
        i, f, g, o = z.split(H)
        i, f = (
            self._held("i", lane, t, row, i.sigmoid()),
            self._held("f", lane, t, row, f.sigmoid()),
        )
        g, o = self._held("g", lane, t, row, g.tanh()), self._held("o", lane, t, row, o.sigmoid())
        c = self._held("c", lane, t, row, f * c_prev + i * g)
        h = o * c.tanh()
        if config.proj_size:
            m = self._held("m", lane, t, row, h)
            h = named["weight_hr" + lane.suffix] @ m
        return self._held("h", lane, t, row, h), c

    def _held(self, quantity, lane, t, row, computed):
        for hold in self.experiment.holds:
            if (
                isinstance(hold, Hold)
                and (hold.quantity, hold.lane) == (quantity, lane)
                and hold.covers(t, row)
            ):
                where = torch.zeros(computed.shape, dtype=torch.bool)
                where[list(hold.units)] = True
                value = torch.tensor(np.float64(self.experiment.dtype.type(hold.value)))
                computed = torch.where(where, value, computed)
        return self._kept(quantity, lane, t, row, computed)

    def _kept(self, quantity, lane, t, row, tensor):
        if not tensor.requires_grad:
            tensor = tensor.clone().requires_grad_()
        tensor.retain_grad()
        self.cells[quantity, lane, t, row] = tensor
        return tensor

    def _source(self):
        experiment, objective = self.experiment, self.experiment.objective
        readout, lengths, config = objective.readout, experiment.lengths, experiment.config
        if readout is not None:
            self.y = self._answers()
        if objective.seeds:
            return sum(seed.number * self._seeded(seed) for seed in objective.seeds)
        assert config
        total, count = 0, 0
        loss, targets = objective.loss, objective.targets
        for (t, row), y in self.y.items():
            assert t < lengths[row]
            if not targets.counted[t, row]:
                continue
            target = targets.values[t, row]
            if loss.kind == CROSS_ENTROPY:
                if int(target) == loss.ignore_index:
                    continue
                total, count = total - torch.log_softmax(y, 0)[int(target)], count + 1
                continue
            target = torch.tensor(np.asarray(target, np.float64))
            functional = torch.nn.functional
            of = {MSE: functional.mse_loss, BCE: functional.binary_cross_entropy_with_logits}
            total = total + of[loss.kind](y, target, reduction="sum")
            count += len(y)
        return total / count if loss.reduction == MEAN else total

    def _answers(self):
        experiment, readout = self.experiment, self.experiment.objective.readout
        V, b = self.named["readout.weight"], self.named.get("readout.bias", 0)
        config, found = experiment.config, {}
        for row, n in enumerate(experiment.lengths):
            for t in range(n) if readout.over == EVERY else [n - 1]:
                read = self.outputs[row][t]
                if readout.over == H_N and config.bidirectional:
                    R = config.output_size
                    read = torch.cat([read[:R], self.outputs[row][0][R:]])
                y = V @ read + b
                y.retain_grad()
                found[t, row] = y
        return found

    def _seeded(self, seed):
        if seed.quantity == "y":
            return self.y[seed.t, seed.row][seed.unit]
        if seed.quantity == "output":
            return self.outputs[seed.row][seed.t][seed.unit]
        return self.cells[seed.quantity, seed.lane, seed.t, seed.row][seed.unit]
