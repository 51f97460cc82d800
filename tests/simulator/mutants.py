"""Wrong engines: each makes one mistake that people have made, and a check must see it.

A wrong cell takes the place of `simulator.cell.step`. A wrong wiring is an `Engine` with one method
changed: it records faithfully what its cells read and wrote, so that every single step is right and
only the connections between them are not.
"""

from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np

from simulator import cell
from simulator.cell import CellValues
from simulator.config import GATES
from simulator.kernel import Kernel
from simulator.parameters import CellWeights
from simulator.schedule import Schedule
from simulator.trace import Trace

honest_step = cell.step


def _gates(array, order):
    """The rows of the gates i f g o of a stacked array, in another order."""
    return np.concatenate([np.split(array, 4)[GATES.index(gate)] for gate in order])


def with_weights(change):
    """A cell that takes `change(kind, array)` for each of its arrays."""

    def step(weights, *inputs):
        kinds = ("W_ih", "W_hh", "b_ih", "b_hh", "W_hr")
        arrays = {kind: getattr(weights, kind) for kind in kinds}
        changed = {k: a if a is None else change(k, a).astype(a.dtype) for k, a in arrays.items()}
        return honest_step(CellWeights(**changed), *inputs)

    return step


def with_equations(sigmoid=cell.sigmoid, g=np.tanh, c=None, m=None, project=None):
    """A cell with one of its equations changed."""

    def step(weights, x, h_prev, c_prev, _held=None):
        z = honest_step(weights, x, h_prev, c_prev).z
        z_i, z_f, z_g, z_o = np.split(z, 4, axis=-1)
        i, f, o, new = sigmoid(z_i), sigmoid(z_f), sigmoid(z_o), g(z_g)
        state = c(i, f, new, c_prev) if c else f * c_prev + i * new
        out = m(o, state) if m else o * np.tanh(state)
        if weights.W_hr is None:
            return CellValues(z, i, f, new, o, state, None, out)
        h = (project(state, out) if project else out) @ weights.W_hr.T
        return CellValues(z, i, f, new, o, state, out, h)

    return step


def _only(wanted, change):
    return with_weights(lambda kind, array: change(array) if kind == wanted else array)


def _transposed_gates(W):
    return np.concatenate([part.T for part in np.split(W, 4)])


def _forget_bias(b):
    return b + np.repeat([0, 1, 0, 0], len(b) // 4)


def kernel_of(step):
    """A kernel that walks by a wrong cell."""

    class WrongKernel(Kernel):
        def _steps(self, sums, now, after):
            for k in range(now.start, now.stop):
                inputs = (np.atleast_2d(a[k]) for a in (self._inputs, self._h, self._c))
                values = step(self._weights, *inputs)
                gates = np.concatenate((values.i, values.f, values.g, values.o), axis=-1)
                self._z[k], self._gates[k] = (
                    a.reshape(self._z[k].shape) for a in (values.z, gates)
                )
                self._c[k + 1] = values.c.reshape(self._c[k].shape)
                self._h[k + 1] = values.h.reshape(self._h[k].shape)
                if self._m is not None:
                    self._m[k] = values.m.reshape(self._m[k].shape)

    return WrongKernel


CELLS = {
    **{
        f"gates in the order {''.join(order)}": with_weights(
            lambda kind, a, order=order: a if kind == "W_hr" else _gates(a, order)
        )
        for order in permutations(GATES)
        if order != GATES
    },
    "gates swapped in W_hh only": _only("W_hh", lambda W: _gates(W, "ifog")),
    "gates swapped in b_hh only": _only("b_hh", lambda b: _gates(b, "figo")),
    "units outside, gates inside": with_weights(
        lambda kind, a: (
            a if kind == "W_hr" else np.concatenate([a[k::4] for k in range(4)]).reshape(a.shape)
        )
    ),
    "b_ih missing": _only("b_ih", lambda b: 0 * b),
    "b_hh missing": _only("b_hh", lambda b: 0 * b),
    "b_ih doubled": _only("b_ih", lambda b: 2 * b),
    "b_hh doubled": _only("b_hh", lambda b: 2 * b),
    "W_hh transposed in each gate": _only("W_hh", _transposed_gates),
    "forget bias + 1": _only("b_ih", _forget_bias),
    "weights rounded to float16": with_weights(lambda kind, a: a.astype(np.float16)),
    "weights rounded to float32": with_weights(lambda kind, a: a.astype(np.float32)),
    "one weight wrong by a millionth": _only(
        "W_ih", lambda W: W * np.where(np.arange(W.size).reshape(W.shape) == 1, 1 + 1e-6, 1)
    ),
    "hard sigmoid": with_equations(sigmoid=lambda z: np.clip(z / 6 + 0.5, 0, 1).astype(z.dtype)),
    "sigmoid for g": with_equations(g=cell.sigmoid),
    "no tanh of c": with_equations(m=lambda o, c: o * c),
    "i coupled to f": with_equations(c=lambda i, f, g, c: f * c + (1 - f) * g),
    "i and f exchanged in c": with_equations(c=lambda i, f, g, c: i * c + f * g),
    "c clipped": with_equations(c=lambda i, f, g, c: np.clip(f * c + i * g, -0.1, 0.1)),
}

PROJECTED_CELLS = {
    "projection of c": with_equations(project=lambda c, m: c),
    "projection of tanh(c)": with_equations(project=lambda c, m: np.tanh(c)),
    "W_hr doubled": _only("W_hr", lambda W: 2 * W),
}


@dataclass
class LaneRecord:
    """What `Lane` shows, of arrays that need not fit together: the states before are their own."""

    direction: int
    z: Any
    gates: Any
    c: Any
    h: Any
    m: Any
    c_prev: Any
    h_prev: Any


class Engine:
    """A run with every connection a method. As it stands it is right."""

    def __init__(self, experiment):
        self.experiment = experiment
        self.schedule = Schedule.of(experiment)
        self.weights = {
            lane: experiment.parameters.cell(*lane) for lane in experiment.config.lanes()
        }
        self.cells_done = self.schedule.num_cells
        self.T, self.B = experiment.num_timesteps, experiment.batch_size
        self.D = experiment.config.num_directions
        inputs, lanes = [experiment.sequence[: self.T]], {}
        for layer in range(experiment.config.num_layers):
            for direction in range(self.D):
                lanes[layer, direction] = self.walk(layer, direction, inputs[layer])
            above = self.join(*(lanes[layer, d].h for d in range(self.D)))
            inputs.append(self.mask(above, layer))
        self.trace = Trace(experiment, tuple(inputs[:-1]), lanes)

    def walk(self, layer, direction, x):
        config, dtype = self.experiment.config, self.experiment.dtype
        H, R, shape = config.hidden_size, config.output_size, (self.T, self.B)
        lane = LaneRecord(
            direction, *(np.zeros((*shape, n), dtype) for n in (4 * H, 4 * H, H, R, H, H, R))
        )
        for row in range(self.B):
            h, c = (state[row : row + 1] for state in self.states(layer, direction))
            for step in range(self.length(row)):
                t = self.timestep(direction, step, row)
                lane.h_prev[t, row], lane.c_prev[t, row] = h[0], c[0]
                v = honest_step(self.weights[layer, direction], x[t, row][None], h, c)
                lane.z[t, row], lane.gates[t, row] = v.z, np.concatenate((v.i, v.f, v.g, v.o), 1)
                lane.c[t, row], lane.h[t, row] = v.c, v.h
                lane.m[t, row] = v.m if v.m is not None else 0
                h, c = self.passed_on(v.h, v.c)
        return lane

    def length(self, row):
        return self.experiment.lengths[row]

    def timestep(self, direction, step, row):
        return self.length(row) - 1 - step if direction else step

    def states(self, layer, direction):
        row = layer * self.D + direction
        return self.experiment.h_0[row], self.experiment.c_0[row]

    def passed_on(self, h, c):
        return h, c

    def join(self, *directions):
        return np.concatenate(directions, axis=-1)

    def mask(self, above, layer):
        masks = self.experiment.masks
        return above * masks[layer][: self.T] if layer < len(masks) else above


class ReverseNotReversed(Engine):
    def timestep(self, direction, step, row):
        return step


class LengthsIgnored(Engine):
    def length(self, row):
        return self.T


class ReverseStartsInThePadding(Engine):
    def timestep(self, direction, step, row):
        return self.T - 1 - step if direction else step


class DirectionsSwapped(Engine):
    def join(self, *directions):
        return np.concatenate(directions[::-1], axis=-1)


class DirectionsAdded(Engine):
    def join(self, *directions):
        return np.concatenate([sum(directions)] * len(directions), axis=-1)


class StatesSwapped(Engine):
    def states(self, layer, direction):
        return super().states(layer, direction)[::-1]


class StatesByDirection(Engine):
    def states(self, layer, direction):
        row = direction * self.experiment.config.num_layers + layer
        return self.experiment.h_0[row], self.experiment.c_0[row]


class StatesOfTheFirstLayer(Engine):
    def states(self, layer, direction):
        return super().states(0, direction)


class StatesZero(Engine):
    def states(self, layer, direction):
        return tuple(0 * state for state in super().states(layer, direction))


class StatesNotCarried(Engine):
    def passed_on(self, h, c):
        return 0 * h, c


class MaskForgotten(Engine):
    def mask(self, above, layer):
        return above


class MaskOfTheOtherLayer(Engine):
    def mask(self, above, layer):
        return super().mask(above, 1 - layer if layer < 2 else layer)


class MaskUnscaled(Engine):
    def mask(self, above, layer):
        return np.where(super().mask(above, layer) == 0, 0, above)


WIRINGS = [
    ReverseNotReversed,
    LengthsIgnored,
    ReverseStartsInThePadding,
    DirectionsSwapped,
    DirectionsAdded,
    StatesSwapped,
    StatesByDirection,
    StatesOfTheFirstLayer,
    StatesZero,
    StatesNotCarried,
    MaskForgotten,
    MaskOfTheOtherLayer,
    MaskUnscaled,
]
