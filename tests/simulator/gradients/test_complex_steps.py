"""The way back is right without any torch: a complex step of each weight has the same derivative.

The forward pass is written out once more, for complex numbers. With w + εi in place of w, the loss
is L + εi·dL/dw to all digits, since nothing is subtracted (Squire & Trapp, Using Complex Variables
to Estimate Derivatives of Real Functions, 1998).
"""

import numpy as np
import pytest

from simulator.engine.run import Run
from simulator.gradients.backward_run import BackwardRun
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from simulator.objective.loss import BCE, MEAN, MSE
from simulator.objective.readout import EVERY, H_N
from tests.simulator.gradients.cases import random_case

EPSILON = 1e-30


def sigmoid(z):
    """Return σ(z) by tanh: a formula with |z| would break complex numbers."""
    return 0.5 * (1 + np.tanh(z / 2))


class ComplexLSTM:
    """The network of an experiment on complex numbers, row by row and step by step."""

    def __init__(self, experiment):
        self.experiment, self.config = experiment, experiment.config
        self.given = dict(experiment.parameters.arrays)
        self.given |= {"input": experiment.sequence, "h_0": experiment.h_0, "c_0": experiment.c_0}
        readout = experiment.objective.readout
        if readout is not None:
            self.given["readout.weight"] = readout.weight
            if readout.bias is not None:
                self.given["readout.bias"] = readout.bias
        self.given = {name: np.asarray(a, complex) for name, a in self.given.items()}

    def gradient(self, name, index):
        """Return dL/d(one number)."""
        real = self.given[name]
        stepped = real.copy()
        stepped[index] += EPSILON * 1j
        self.given[name] = stepped
        try:
            return self.loss().imag / EPSILON
        finally:
            self.given[name] = real

    def loss(self):
        experiment, D = self.experiment, self.config.num_directions
        self.values = {}
        below = [
            [self.given["input"][t, row] for t in range(n)]
            for row, n in enumerate(experiment.lengths)
        ]
        for layer in range(self.config.num_layers):
            for row, n in enumerate(experiment.lengths):
                for direction in range(D):
                    self._walk(Lane(layer, direction), row, n, below[row])
            self.output = [
                [
                    np.concatenate([self.values["h", Lane(layer, d), t, row] for d in range(D)])
                    for t in range(n)
                ]
                for row, n in enumerate(experiment.lengths)
            ]
            below = self.output
            if experiment.masks and layer + 1 < self.config.num_layers:
                below = [
                    [h * experiment.masks[layer][t, row] for t, h in enumerate(of_row)]
                    for row, of_row in enumerate(self.output)
                ]
        return self._seeded() if experiment.objective.seeds else self._loss()

    def _walk(self, lane, row, n, below):
        state = self.config.state_row(lane)
        h, c = self.given["h_0"][state, row], self.given["c_0"][state, row]
        for t in reversed(range(n)) if lane.reverse else range(n):
            h, c = self._cell(lane, t, row, below[t], h, c)

    def _cell(self, lane, t, row, x, h_prev, c_prev):
        W = {kind: self.given[kind + lane.suffix] for kind in ("weight_ih", "weight_hh")}
        for cut in self.experiment.holds:
            if isinstance(cut, Cut) and cut.lane == lane and cut.covers(t, row):
                W[cut.kind] = W[cut.kind].copy()
                W[cut.kind][cut.index] = 0
        z = W["weight_ih"] @ x + W["weight_hh"] @ h_prev
        if self.config.bias:
            z = z + self.given["bias_ih" + lane.suffix] + self.given["bias_hh" + lane.suffix]
        z_i, z_f, z_g, z_o = np.split(z, 4)
        at = lane, t, row
        i, f = self._held("i", at, sigmoid(z_i)), self._held("f", at, sigmoid(z_f))
        g, o = self._held("g", at, np.tanh(z_g)), self._held("o", at, sigmoid(z_o))
        c = self._held("c", at, f * c_prev + i * g)
        h = o * np.tanh(c)
        if self.config.proj_size:
            h = self.given["weight_hr" + lane.suffix] @ self._held("m", at, h)
        h = self._held("h", at, h)
        self.values["h", *at], self.values["c", *at] = h, c
        return h, c

    def _held(self, quantity, at, computed):
        lane, t, row = at
        for hold in self.experiment.holds:
            of_this = isinstance(hold, Hold) and (hold.quantity, hold.lane) == (quantity, lane)
            if of_this and hold.covers(t, row):
                computed[list(hold.units)] = hold.value
        return computed

    def _answers(self):
        readout, found = self.experiment.objective.readout, {}
        for row, n in enumerate(self.experiment.lengths):
            for t in range(n) if readout.over == EVERY else [n - 1]:
                read = self.output[row][t]
                if readout.over == H_N and self.config.bidirectional:
                    R = self.config.output_size
                    read = np.concatenate([read[:R], self.output[row][0][R:]])
                y = self.given["readout.weight"] @ read
                found[t, row] = y + self.given.get("readout.bias", 0)
        return found

    def _loss(self):
        objective, total, count = self.experiment.objective, 0, 0
        targets, loss = objective.targets, objective.loss
        for (t, row), y in self._answers().items():
            target = targets.values[t, row]
            ignored = loss.of_classes and int(target) == loss.ignore_index
            if ignored or not targets.counted[t, row]:
                continue
            if loss.kind == MSE:
                each = (y - target) ** 2
            elif loss.kind == BCE:
                each = np.log(1 + np.exp(y)) - target * y
            else:
                each = np.log(np.exp(y).sum(keepdims=True)) - y[target : target + 1]
            total, count = total + each.sum(), count + len(each)
        return total / count if loss.reduction == MEAN else total

    def _seeded(self):
        answers = {} if self.experiment.objective.readout is None else self._answers()
        total = 0
        for seed in self.experiment.objective.seeds:
            of = {
                "y": lambda seed=seed: answers[seed.t, seed.row],
                "output": lambda seed=seed: self.output[seed.row][seed.t],
            }
            place = seed.quantity, seed.lane, seed.t, seed.row
            value = of.get(seed.quantity, lambda place=place: self.values[place])()
            total = total + seed.number * value[seed.unit]
        return total


def gradients(back):
    """Return all gradients of what was given, by torch's names."""
    found = {name: back.gradient(name) for name in back.run.experiment.parameters.arrays}
    found["input"] = back.input_gradient()
    found["h_0"], found["c_0"] = back.state_gradients()
    readout = back.run.experiment.objective.readout
    if back.trace.dy is not None:
        found["readout.weight"] = back.gradient("readout.weight")
        if readout.bias is not None:
            found["readout.bias"] = back.gradient("readout.bias")
    return found


@pytest.mark.parametrize("seed", range(25))
def test_a_complex_step_of_any_number_gives_its_gradient(seed):
    run = Run(random_case(seed, scale=0.5))
    run.advance()
    back = BackwardRun(run)
    back.advance()
    network, rng = ComplexLSTM(run.experiment), np.random.default_rng(seed)
    for name, ours in gradients(back).items():
        scale = np.abs(ours).max(initial=1e-3)
        for _ in range(4):
            index = tuple(int(rng.integers(n)) for n in ours.shape)
            expected = network.gradient(name, index)
            assert ours[index] == pytest.approx(expected, rel=0, abs=1e-12 * scale)
